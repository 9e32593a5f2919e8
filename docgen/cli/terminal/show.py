"""What the user sees: messages and progress on stderr, results on stdout."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.terminal.translated import is_everything_told
from docgen.errors import DataError, DocgenError, PartialFailure
from docgen.messages import _, typed, words

if TYPE_CHECKING:
    from docgen import Added, Merged, Progress, Roster
    from docgen.problems import Alike, Problem


_MOST_UP = 2
"""Folders up that a path may lead before it is shown in full."""


def say(text: str) -> None:
    """Write a message for the user, on stderr."""
    click.echo(text, err=True)


def error(trouble: DocgenError) -> None:
    """Say what went wrong, where, and what to do next."""
    hint = trouble.hint
    # Warnings keep nothing from being made: check lists them.
    if isinstance(trouble, DataError) and (errors := [one for one in trouble.problems if one.is_error]):
        problems(errors, err=True)
        hint = hint or _("Mend what is marked E above, and run the same command again.")
    say(click.style(_("Error: {message}").format(message=trouble.message), fg="red"))
    if isinstance(trouble, PartialFailure):
        for failure in trouble.failures:
            say(f"  {failure}")
    if hint:
        say(_("What to do: {hint}").format(hint=hint))


def problems(found: Sequence[Problem], *, err: bool = False) -> None:
    """List problems, each with its place, the value as typed and what to do.

    Several of one sort in one column are one line; where all is to be told, each has its own.
    """
    from docgen.problems import Alike, alike

    for one in (Alike((each,)) for each in found) if is_everything_told() else alike(found):
        click.echo(_line(one), err=err)


def _line(one: Alike) -> str:
    mark = click.style("E", fg="red") if one.first.is_error else click.style("W", fg="yellow")
    count = _(" ({n} times)").format(n=len(one.problems)) if len(one.problems) > 1 else ""
    rule = _(" (rule {number})").format(number=one.first.rule) if one.first.rule else ""
    hint = f" → {one.hint}" if one.hint else ""
    held = f" [{one.held_back}]" if one.held_back else ""
    more = _(" (-v lists each)") if one.is_mixed else ""
    return f"{mark} {one.place}{count}：{one.message}{rule}{hint}{more}{held}"


def tally(found: Iterable[Problem]) -> str:
    """Return one line a sheet, and the sum."""
    found = list(found)
    errors = Counter(one.sheet for one in found if one.is_error)
    warnings = Counter(one.sheet for one in found if not one.is_error)
    lines = [
        _("{sheet}: {errors} E, {warnings} W").format(sheet=sheet, errors=errors[sheet], warnings=warnings[sheet])
        for sheet in dict.fromkeys(one.sheet for one in found)
    ]
    total = _("In all: {errors} E (must be mended), {warnings} W (look at them)").format(
        errors=errors.total(), warnings=warnings.total()
    )
    return "\n".join([*lines, total])


def roster(read: Roster) -> None:
    """Say what was read of a roster, and how its columns were understood: a wrong match must be seen before it is worked with."""
    click.echo(
        _("Roster: {path}, sheet {sheet}, {count} people").format(
            path=read.path, sheet=read.sheet, count=len(read.people)
        )
    )
    for match in read.matches:
        how = _("by its content") if match.by_content else _("by its title")
        click.echo(
            _("  {title} ← column {letter} “{header}” ({how})").format(
                title=match.title, letter=match.letter, header=match.header, how=how
            )
        )
    for (title, said, word), count in read.understood.items():
        click.echo(
            _("  {title} “{typed}” read as {word}: {count}").format(title=title, typed=said, word=word, count=count)
        )
    if read.unused:
        click.echo(_("  not used: {columns}").format(columns="、".join(read.unused)))
    for title in read.missing:
        if title != "身份":
            click.echo(_("  not found: {column}; fill it in in the workbook").format(column=title))
    for standing, count in read.derived.items():
        if standing:
            click.echo(_("  身份 {standing}: {count}, from 政治面貌").format(standing=standing, count=count))
        else:
            click.echo(_("  身份 left open for {count} people: choose it in the workbook").format(count=count))
    problems(read.problems)


def written(done: Added | Merged) -> None:
    """Say which workbook was written, where the one of before is, and what comes next."""
    click.echo(_("Workbook: {path}").format(path=done.target))
    if done.backup:
        click.echo(_("As it was before: {path}").format(path=done.backup))
    say(_("Then: docgen check {path}").format(path=typed(str(done.target))))


def few(names: Sequence[str], most: int = 12) -> str:
    """Name the first of many, and how many more there are."""
    more = " … " + _("and {count} more").format(count=len(names) - most) if len(names) > most else ""
    return "、".join(names[:most]) + more


def near(path: Path) -> Path:
    """Return a path as one would type it here: from this folder where it lies in it or beside it, else in full."""
    try:
        short = Path(os.path.relpath(path))
    except ValueError:  # another drive
        return path
    return path if short.parts.count("..") > _MOST_UP else short


def what_is_missing_is_made() -> str:
    """Return what to do where a part of many papers was not made."""
    return _("Mend what is listed above and run the same command again: only what is missing is made.")


def _numbered(step: str) -> str:
    return (
        f"{docgen.STEPS.index(step) + 1:2d} " + _(words.STEPS[step]) if step in words.STEPS else _(words.SIGNING[step])
    )


class Lines:
    """Progress as plain lines, one a step: for logs and pipes."""

    def step(self, name: str, total: int = 0) -> None:
        """Write the step's number and name."""
        say(_numbered(name) + (f" {total}" if total else ""))

    def advance(self, count: int = 1) -> None:
        """Say nothing; the next line will."""

    def tell(self, lines: Sequence[str]) -> None:
        """Write them."""
        for line in lines:
            say(line)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show how far a run is: a bar on a terminal, lines elsewhere, nothing with --quiet."""
    if quiet:
        yield docgen.Silent()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
            yield _Bar(bars.add_task("", total=None), bars)


class _Bar:
    """One bar on a terminal, going through the steps."""

    def __init__(self, task: object, bars: object) -> None:
        self._task, self._bars, self._since = task, bars, time.monotonic()

    def step(self, name: str, total: int = 0) -> None:
        self._bars.reset(self._task, description=_numbered(name), total=total or None)  # type: ignore[attr-defined]

    def advance(self, count: int = 1) -> None:
        self._bars.advance(self._task, count)  # type: ignore[attr-defined]

    def tell(self, lines: Sequence[str]) -> None:
        self._bars.console.print("\n".join(lines), markup=False, highlight=False)  # type: ignore[attr-defined]
