"""What the user sees: messages and progress on stderr, results on stdout."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from docgen.archive.verdict import Quality, Verdict
from docgen.documents import Copy, Lack
from docgen.errors import DataError, DocgenError, PartialFailure
from docgen.folder import Output
from docgen.messages import N_, _, ngettext
from docgen.pipeline import STEPS, Archived, Missing, Outcome, Progress, Result, Silent, State
from docgen.problems import Problem

STEP_WORDS = {
    "read": N_("read"),
    "check": N_("check"),
    "number": N_("number"),
    "compose": N_("compose"),
    "fill": N_("fill"),
    "convert": N_("convert"),
    "gate": N_("gate"),
    "bundle": N_("bundle"),
    "seal": N_("seal"),
    "record": N_("record"),
}

_MOST_UP = 2
"""Folders up that a path may lead before it is shown in full."""

STATE_WORDS = {
    State.MADE: N_("made"),
    State.UNCHANGED: N_("unchanged"),
    State.HAND_EDITED: N_("edited by hand, kept as they are"),
    State.SIGNED: N_("signed, kept as they are"),
    State.FAILED: N_("failed"),
    State.HELD_BACK: N_("held back"),
}


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
    """List problems, each with its place, the value as typed and what to do."""
    for one in found:
        mark = click.style("E", fg="red") if one.is_error else click.style("W", fg="yellow")
        rule = _(" (rule {number})").format(number=one.rule) if one.rule else ""
        click.echo(f"{mark} {one.place}：{one.message}{rule}", err=err)
        if one.value:
            click.echo(_("    value: {value}").format(value=one.value), err=err)
        if one.hint:
            click.echo(_("    what to do: {hint}").format(hint=one.hint), err=err)


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


def near(path: Path) -> Path:
    """Return a path as one would type it here: from this folder where it lies in it or beside it, else in full."""
    try:
        short = Path(os.path.relpath(path))
    except ValueError:  # another drive
        return path
    return path if short.parts.count("..") > _MOST_UP else short


def counted(done: Outcome) -> str:
    """Return how many papers are in which state."""
    counts = Counter(result.state for result in done.results)
    return "；".join(
        _("{state}: {n}").format(state=_(STATE_WORDS[state]), n=counts[state]) for state in State if counts[state]
    )


def outcome(done: Outcome, output: Output) -> None:
    """Say what was made and where, and what was not and why."""
    click.echo(_("Papers: {counts}").format(counts=counted(done)))
    for result in done.broken:
        first, *rest = result.reason.split("\n")
        more = ngettext(" (and {n} more)", " (and {n} more)", len(rest)).format(n=len(rest)) if rest else ""
        click.echo(f"  {result.name}：{first}{more}")
    if done.substitutes:
        from docgen.fonts.table import WORDS

        faces = "、".join(family + " → " + _(WORDS.get(face, face)) for family, face in done.substitutes.items())
        say(_("Substitute fonts: {faces}").format(faces=faces))
    if done.engine:
        click.echo(_("Engine: {engine}").format(engine=done.engine))
    if done.copy is not Copy.DRAFT:
        if done.bundle:
            click.echo(
                _("{copy}: {path} ({pages} pages)").format(copy=done.copy, path=done.bundle, pages=done.bundle_pages)
            )
        for result in [one for one in done.results if one.pdf][:1]:
            assert result.pdf is not None
            click.echo(_("PDF files: {path}").format(path=result.pdf.parent))
        return
    click.echo(_("Word files: {path}").format(path=output.word))
    if any(result.pdf for result in done.results):
        click.echo(_("PDF files: {path}").format(path=output.pdf))
    if done.pictures:
        click.echo(_("Pictures: {path}").format(path=done.pictures[0].parent))
    if done.bundle:
        click.echo(_("Draft bundle: {path} ({pages} pages)").format(path=done.bundle, pages=done.bundle_pages))
    still_missing(done.missing)


LACK_WORDS = {
    Lack.PAPER: N_("Groups without the paper"),
    Lack.OPINION: N_("Without an opinion"),
    Lack.WORDS: N_("Talks of which nothing is written down"),
    Lack.APPRAISAL: N_("Not appraised"),
    Lack.SIGNATURE: N_("Not signed"),
    Lack.SIGNING_DAY: N_("Signed, 签署日期 not filled in"),
    Lack.SCAN: N_("Signed, without a scan"),
}
_MOST_NAMED = 5


def still_missing(found: Sequence[Missing]) -> None:
    """Say what is still missing for a complete archive: a line a lack and kind, the first few by name, the rest counted.

    Signatures, of which most papers want some, stand in one line, counted by kind.
    """
    if not found:
        return
    click.echo(_("Still missing for a complete archive (the whole list is in report.json):"))
    lines: dict[tuple[Lack, str], list[str]] = {}
    for one in found:
        lines.setdefault((one.lack, one.title), []).append(one.paper.removesuffix(f"-{one.title}"))
    unsigned = {title: len(papers) for (lack, title), papers in lines.items() if lack is Lack.SIGNATURE}
    for (lack, title), papers in lines.items():
        if lack is Lack.SIGNATURE:
            continue
        word, named = _(LACK_WORDS[lack]), "、".join(papers[:_MOST_NAMED])
        if len(papers) > _MOST_NAMED:
            named += " … " + _("and {count} more").format(count=len(papers) - _MOST_NAMED)
        click.echo(f"  {word}：{title} {len(papers)}（{named}）")
    if unsigned:
        counts = "、".join(f"{title} {count}" for title, count in unsigned.items())
        click.echo("  " + _(LACK_WORDS[Lack.SIGNATURE]) + "：" + counts)


def foreseen(results: Iterable[Result]) -> None:
    """Say what would be done with each paper, and why."""
    for result in results:
        state = _("to be made") if result.state is State.MADE else _(STATE_WORDS[result.state])
        click.echo(f"{result.name}  {state}")
        for reason in (*result.why, *filter(None, (result.reason,))):
            click.echo(f"    {reason}")


def archived(sealed: Archived) -> None:
    """Say where the archive is, and that it was read back."""
    if not sealed.is_new:
        click.echo(_("Archive: {path} (nothing new since it was sealed)").format(path=sealed.edition))
    else:
        click.echo(
            _("Archive: {path} ({items} items, {pages} pages)").format(
                path=sealed.edition, items=sealed.items, pages=sealed.pages
            )
        )
    if sealed.index.is_file():
        click.echo(_("Index page, opened by a double click: {path}").format(path=sealed.index))
    for remark in sealed.remarks:
        say(f"  {remark}")
    verdict(sealed.verdict)


QUALITY_WORDS = {
    Quality.AUTHENTIC: N_("Authentic"),
    Quality.COMPLETE: N_("Complete"),
    Quality.USABLE: N_("Usable"),
    Quality.SAFE: N_("Safe"),
}

CHECKED_WORDS = {
    "editions": N_("editions"),
    "bags": N_("bags"),
    "files": N_("files"),
    "items": N_("items"),
    "pages": N_("pages"),
    "enclosed": N_("scans and attachments"),
    "signatures": N_("signatures"),
    "words": N_("names and numbers"),
}


def verdict(found: Verdict) -> None:
    """Say what verify found, by the four qualities of DA/T 70-2018."""
    for quality in Quality:
        faults = found.of(quality)
        click.echo(
            _(QUALITY_WORDS[quality]) + "：" + (_("sound") if not faults else _("findings: {n}").format(n=len(faults)))
        )
        for fault in faults:
            click.echo(f"  {fault.grade} {fault.file}：{fault.message}")
    checked = "；".join(_(CHECKED_WORDS.get(name, name)) + f" {count}" for name, count in found.checked.items())
    click.echo(_("Checked: {checked}").format(checked=checked))


def _numbered(step: str) -> str:
    return f"{STEPS.index(step) + 1:2d} " + _(STEP_WORDS[step])


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
        yield Silent()
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
