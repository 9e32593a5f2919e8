"""Sends forms out to the groups and takes their returns into the 台账: ``docgen collect``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, program, target, workbook, workbook_first
from docgen.cli.terminal import show
from docgen.cli.terminal.translated import argument, option
from docgen.errors import DataError, PartialFailure
from docgen.messages import N_, _, ngettext

if TYPE_CHECKING:
    from docgen import FaultyReturn, Merged, ReturnChange


@program.group(help=N_("Forms for the groups to fill in, and their returns merged into the 台账."))
def collect() -> None: ...


@collect.command(help=N_("Write one fill-in workbook for each active group."))
@workbook
@option("-o", "--out", "folder", type=FILE, help=N_("Folder for the forms (default: 填报表 beside the workbook)."))
@option("--group", "groups", multiple=True, help=N_("Only this group (小组编号); may be repeated."))
def forms(workbook: Path, folder: Path | None, groups: tuple[str, ...]) -> None:
    written = docgen.write_forms(workbook, out=folder, groups=groups)
    for path in written:
        click.echo(path)
    show.say(ngettext("{n} form written.", "{n} forms written.", len(written)).format(n=len(written)))


@collect.command(
    help=N_(
        "Merge the returned forms of a folder into the 台账. What only the group changed goes in, what only you changed"
        " stays; what both changed is named and stays as it is."
    )
)
@workbook_first
@argument("folder", type=FILE)
@target
@option("--overwrite", is_flag=True, help=N_("Where both changed a cell, take the return's value, and say so."))
@option("--take-out", is_flag=True, help=N_("Take rows out also where a whole sheet came back empty."))
def merge(workbook: Path, folder: Path, target: Path | None, overwrite: bool, take_out: bool) -> None:
    done = docgen.merge_returns(workbook, folder, target=target, overwrite=overwrite, take_out=take_out)
    _say_changes(done)
    if done.target is None:
        click.echo(_("Nothing new: the 台账 was left as it is."))
    else:
        show.written(done)
    _fail(done)


def _say_changes(done: Merged) -> None:
    for file in done.taken:
        counts = (
            (done.added.get(file, 0), _("{n} rows added")),
            (done.filled.get(file, 0), _("{n} empty cells filled")),
            (sum(change.file == file for change in done.changed), _("{n} cells changed")),
            (sum(change.file == file for change in done.removed), _("{n} rows taken out")),
        )
        said = "，".join(words.format(n=count) for count, words in counts if count)
        click.echo(f"{file}：{said}" if said else _("{file}: nothing new").format(file=file))
    for title, changes in ((_("Changed:"), done.changed), (_("Taken out:"), done.removed)):
        if changes:
            click.echo(title)
            for change in changes:
                after = change.after or _("(empty)")
                click.echo(f"  {_place(change)}：{change.before} → {after}")
    if done.missing:
        click.echo(_("No return taken of: {groups}").format(groups="、".join(done.missing)))


def _place(change: ReturnChange) -> str:
    return " ".join(filter(None, (change.file, change.sheet, change.key, change.column)))


def _fail(done: Merged) -> None:
    """Exit 10 where something was left out, 3 where nothing could be taken at all."""
    failures = [*_faults(done.faulty), *_conflicts(done.conflicts), *_emptied(done.emptied)]
    if not failures:
        return
    hint = _("Send the named forms back, or correct them; returns may be merged again, twice the same does no harm.")
    if not done.taken:
        for failure in failures:
            show.say(f"  {failure}")
        raise DataError(_("no return could be taken"), hint=hint)
    raise PartialFailure(_("some of the returns could not be taken"), failures, hint=hint)


def _faults(faulty: Sequence[FaultyReturn]) -> list[str]:
    said = []
    for one in faulty:
        if one.reason:
            named = f"{one.file}：{one.reason}" if one.file not in one.reason else one.reason
            said.append(f"{named} → {one.hint}" if one.hint else named)
        for problem in one.problems:
            value = f"（{problem.value}）" if problem.value else ""
            said.append(f"{one.file} {problem.place}：{problem.message}{value} → {problem.hint}")
    return said


def _emptied(sheets: Sequence[ReturnChange]) -> list[str]:
    return [
        _("{file} {sheet}: came back without a row; its {count} rows stay. If it is meant so, add --take-out").format(
            file=change.file, sheet=change.sheet, count=change.before
        )
        for change in sheets
    ]


def _conflicts(conflicts: Sequence[ReturnChange]) -> list[str]:
    return [
        _("{place}: the 台账 says “{before}”, the return “{after}”; left as it is").format(
            place=_place(change), before=change.before, after=change.after
        )
        for change in conflicts
    ]
