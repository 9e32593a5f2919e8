"""Judges a workbook: ``docgen check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import docgen
from docgen.cli.root import FILE, as_json, overwrite, program, workbook
from docgen.cli.terminal import show, streams
from docgen.cli.terminal.help_layout import columns
from docgen.cli.terminal.translated import option
from docgen.errors import ExitCode
from docgen.messages import N_, _

if TYPE_CHECKING:
    from docgen import Checked, Coverage, Share


@program.command(help=N_("Check a workbook: every problem with sheet, cell, value and what to do."))
@workbook
@option("--annotate", "marked", type=FILE, help=N_("Give back the workbook with every fault marked where it stands."))
@option(
    "--coverage", "table", is_flag=True, help=N_("Show the whole table of what is there and what is still to come.")
)
@as_json
@overwrite
def check(workbook: Path, marked: Path | None, table: bool, as_json: bool, force: bool) -> None:
    checked = docgen.check(workbook)
    found = checked.problems
    if marked is not None:
        docgen.annotate(workbook, marked, found, force=force)
    if as_json:
        streams.write_json(for_programs(workbook, checked))
    else:
        show.problems(found)
        click.echo(show.tally(found) if found else _("No problem found."))
        if checked.coverage.groups or checked.coverage.alone:
            click.echo()
            (_whole if table else _compact)(checked.coverage)
    if marked is not None:
        said = _("Marked workbook: {path}") if found else _("Workbook without marks: {path}")
        show.say(said.format(path=marked))
    if any(one.is_error for one in found):
        raise click.exceptions.Exit(ExitCode.DATA)


def for_programs(workbook: Path, checked: Checked) -> dict[str, object]:
    """Return what was found in the shape that the reference describes; it is a promise.

    ``version`` 1: keys may be added, none changes its meaning or goes away.
    """
    errors = sum(one.is_error for one in checked.problems)
    return {
        "version": 1,
        "workbook": workbook.name,
        "errors": errors,
        "warnings": len(checked.problems) - errors,
        "problems": [
            {
                "severity": one.severity,
                "rule": one.rule,
                "kind": one.kind,
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "cell": one.cell,
                "value": one.value,
                "message": one.message,
                "hint": one.hint,
                "groups": list(one.groups),
            }
            for one in checked.problems
        ],
        "coverage": _coverage(checked.coverage),
    }


def _coverage(coverage: Coverage) -> dict[str, object]:
    months = [coverage.called(month) for month in coverage.months]
    return {
        "months": months,
        "papers": [
            {"stem": stem, "title": title, "expected": total.expected, "present": total.present}
            for stem, title in coverage.titles.items()
            for total in (coverage.total(stem),)
        ],
        "groups": [
            {
                "group": one.group,
                "name": one.name,
                "members": one.members,
                "papers": {stem: _share(share) for stem, share in one.papers.items()},
            }
            for one in coverage.groups
        ],
        "activists": [
            {
                "number": one.number,
                "name": one.name,
                "groups": list(one.groups),
                "talks": dict(zip(months, one.talks, strict=True)),
                "missing": [coverage.called(month) for month in one.missing],
            }
            for one in coverage.activists
        ],
        "without_group": [{"number": one.number, "name": one.name, "standing": one.standing} for one in coverage.alone],
        "empty_groups": list(coverage.empty_groups),
    }


def _share(share: Share) -> dict[str, object]:
    return {"expected": share.expected, "present": share.present, "missing": list(share.missing)}


def _compact(coverage: Coverage) -> None:
    """Print one line a paper, and whom nobody has thought of."""
    rows = [(_("Paper"), _("expected"), _("present"), _("missing in"))]
    for stem, title in coverage.titles.items():
        total = coverage.total(stem)
        missing = [one.group for one in coverage.groups if stem in one.papers and not one.papers[stem].is_whole]
        where = show.few(missing) if stem not in coverage.department else "、".join(total.missing)
        rows.append((title, str(total.expected), str(total.present), where))
    _table(rows)
    if coverage.empty_groups:
        click.echo(_("Groups without a member: {groups}").format(groups=show.few(coverage.empty_groups)))
    if coverage.alone:
        people = [f"{one.number} {one.name}" for one in coverage.alone]
        click.echo(_("In no group ({count}): {people}").format(count=len(people), people=show.few(people)))
    for month in coverage.months:
        people = [f"{one.number} {one.name}" for one in coverage.activists if month in one.missing]
        if people:
            click.echo(
                _("Too few talks in {month} ({count}): {people}").format(
                    month=coverage.called(month), count=len(people), people=show.few(people)
                )
            )


def _whole(coverage: Coverage) -> None:
    """Print the whole table: each group and paper, each activist and month, who is in no group."""
    stems = [stem for stem in coverage.titles if stem not in coverage.department]
    rows = [(_("Group"), _("members"), *(coverage.titles[stem] for stem in stems), _("missing"))]
    for one in coverage.groups:
        lacking = [
            f"{coverage.titles[stem]}（{'、'.join(one.papers[stem].missing)}）"
            for stem in stems
            if one.papers[stem].missing
        ]
        rows.append((one.group, str(one.members), *(_cell(one.papers[stem]) for stem in stems), "；".join(lacking)))
    _table(rows)
    for stem, share in coverage.department.items():
        click.echo(f"{coverage.titles[stem]} {_cell(share)} {'、'.join(share.missing)}".rstrip())
    click.echo()
    people = [(_("Activist"), _("Groups"), *(coverage.called(month) for month in coverage.months))]
    for activist in coverage.activists:
        counts = (
            f"{count} ✗" if month in activist.missing else str(count)
            for month, count in zip(coverage.months, activist.talks, strict=True)
        )
        people.append((f"{activist.number} {activist.name}", "、".join(activist.groups) or "—", *counts))
    _table(people)
    for somebody in coverage.alone:
        click.echo(_("In no group: {person}").format(person=f"{somebody.number} {somebody.name} {somebody.standing}"))


def _cell(share: Share) -> str:
    return f"{share.present}/{share.expected}" if share.expected else "—"


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns as wide as a terminal shows them."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
