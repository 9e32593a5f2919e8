"""What ``check`` found, for people and for programs: the coverage table, and the JSON of ``check --json``.

The shape of the JSON is a promise (``version`` 1: keys may be added, none changes its meaning or goes away)::

    version        1
    workbook       name of the file
    errors         how many problems are errors; check exits 3 when there is one, else 0
    warnings       how many are warnings
    problems       list, in the order of sheets and rows:
      severity       "E" or "W"
      rule           number of the rule in domain.md §5, 0 for the form of a cell
      kind           a stable English slug, such as "unknown-reference"
      sheet, row     title of the sheet; row as Excel counts, 0 for the sheet as a whole
      column, cell   title of the column, "" for the whole row; address such as "B7", "" when there is no cell
      value          what stands there, as typed
      message, hint  what is wrong and what to do, in the language asked for
      groups         numbers of the groups whose papers are held back
    coverage       expected × present:
      months         those in which talks are due, "2009-03"
      papers         list: stem, title, expected, present (sums over all groups)
      groups         list: group, name, members, papers: stem → {expected, present, missing: [column titles …]}
      activists      list: number, name, groups, talks: month → count, missing: [months with too few]
      without_group  list: number, name, standing
      empty_groups   numbers of groups without a member
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.terminal.layout import columns
from docgen.messages import _

if TYPE_CHECKING:
    from docgen import Checked, Coverage, Share

_MOST_NAMED = 12


def as_json(workbook: Path, checked: Checked) -> dict[str, object]:
    """Return what was found in the shape above."""
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


def compact(coverage: Coverage) -> None:
    """Print one line a paper, and whom nobody has thought of."""
    rows = [(_("Paper"), _("expected"), _("present"), _("missing in"))]
    for stem, title in coverage.titles.items():
        total = coverage.total(stem)
        missing = [one.group for one in coverage.groups if stem in one.papers and not one.papers[stem].is_whole]
        where = _few(missing) if stem not in coverage.department else "、".join(total.missing)
        rows.append((title, str(total.expected), str(total.present), where))
    _table(rows)
    if coverage.empty_groups:
        click.echo(_("Groups without a member: {groups}").format(groups=_few(coverage.empty_groups)))
    if coverage.alone:
        people = [f"{one.number} {one.name}" for one in coverage.alone]
        click.echo(_("In no group ({count}): {people}").format(count=len(people), people=_few(people)))
    for month in coverage.months:
        people = [f"{one.number} {one.name}" for one in coverage.activists if month in one.missing]
        if people:
            click.echo(
                _("Too few talks in {month} ({count}): {people}").format(
                    month=coverage.called(month), count=len(people), people=_few(people)
                )
            )


def whole(coverage: Coverage) -> None:
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


def _few(names: Sequence[str]) -> str:
    """Name the first of many, and how many more there are."""
    if len(names) <= _MOST_NAMED:
        return "、".join(names)
    more = _("and {count} more").format(count=len(names) - _MOST_NAMED)
    return "、".join(names[:_MOST_NAMED]) + f" … {more}"


def _table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns as wide as a terminal shows them."""
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(text + " " * (width - columns(text)) for text, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
