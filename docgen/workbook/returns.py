"""A form that came back: read like a workbook, its faults named by cell, its rows compared with what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.field import Semester
from docgen.field.columns import by_title, names_of
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook.cells import NonText, Workbook, shown
from docgen.workbook.checking import SheetsInWork
from docgen.workbook.forms import BASE, FormPlan, base_of
from docgen.workbook.reading import read_file
from docgen.workbook.references import Directory


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One row of a return: its texts by column title, and where it stands."""

    texts: dict[str, str]
    row: int


@dataclass(frozen=True, slots=True)
class Return:
    """A return that was read: whose it is, its rows and those that were sent, by sheet, and everything wrong with it.

    ``columns`` are the ones each sheet still has; a sheet that is not in it says nothing about its rows.
    """

    path: Path
    unit: str
    lines: dict[str, tuple[ReturnLine, ...]]
    base: dict[str, list[dict[str, str]]]
    columns: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it can be merged."""
        return not any(problem.is_error for problem in self.problems)


def read_return(path: Path, semester: Semester, plan: FormPlan) -> Return:
    """Read a return against the semester it belongs to; raise WorkbookError when it is no workbook."""
    workbook = read_file(path, (*plan.columns, BASE))
    base = base_of(_hidden_lines(workbook), plan.columns)
    # Whose it is was written down when it was sent; what stands on the sheet now may be a slip.
    sent = next((row.get(plan.whose[plan.unit], "") for row in base.get(plan.unit, ())), "")
    work = SheetsInWork(workbook, semester, plan.columns, sheets=plan.activity.sheets, unit=plan.unit)
    work.read(plan.kinds, lambda work: _belong(work, sent or _unit(work, plan), plan))
    unit = sent or _unit(work, plan)
    problems = [*_renamed(work), *_strangers(work, unit, semester, plan)]
    return Return(
        path,
        unit,
        {
            title: tuple(ReturnLine(plan.texts_of(row), row.row) for row in rows if not row.broken)
            for title, rows in work.rows.items()
        },
        base,
        {
            title: tuple(name for name in plan.columns[title] if name in table.places)
            for title, table in work.tables.items()
        },
        work.ordered(problems),
    )


def _belong(work: SheetsInWork, unit: str, plan: FormPlan) -> None:
    """Fill in whose a row is where a form leaves it out: all its rows are the unit's, but those that say whose otherwise."""
    otherwise = plan.activity.forms.says_whose if plan.activity.forms else {}
    for title, raws in work.raws.items():
        if title in plan.whose and unit:
            for raw in raws:
                if not raw.texts.get(otherwise.get(title, "")):
                    raw.texts.setdefault(plan.whose[title], unit)


def _renamed(work: SheetsInWork) -> Iterator[Problem]:
    """Yield what was found in the cells; a column that is gone while one of another name holds answers is an error.

    The answers under it would be lost without a word.
    """
    for problem in work.problems:
        table = work.tables.get(problem.sheet)
        if problem.kind != "missing-column" or table is None:
            yield problem
            continue
        rows = dict(work.workbook.sheets[problem.sheet].rows)
        other = next(
            (
                shown(title)
                for place, title in enumerate(rows.get(table.header_row, ()))
                if title != ""
                and place + 1 not in table.places.values()
                and any(len(cells) > place and cells[place] != "" for _number, cells in table.rows)
            ),
            "",
        )
        if not other:
            yield problem
            continue
        yield replace(
            problem,
            severity=Severity.ERROR,
            hint=_("is “{name}” the one? Rename it to {sheet}").format(name=other, sheet=problem.column),
        )


def _unit(work: SheetsInWork, plan: FormPlan) -> str:
    raws = work.raws.get(plan.unit, [])
    return raws[0].texts.get(plan.whose[plan.unit], "") if raws else ""


def _hidden_lines(workbook: Workbook) -> list[tuple[str, str]]:
    sheet = workbook.sheets.get(BASE)
    lines = []
    for _number, cells in sheet.rows if sheet else ():
        texts = [cell.text if isinstance(cell, NonText) else cell for cell in cells]
        lines.append((texts[0], "".join(texts[1:])))
    return lines


def _strangers(work: SheetsInWork, unit: str, semester: Semester, plan: FormPlan) -> list[Problem]:
    """Return what does not belong into this unit's form."""
    found: list[Problem] = []

    def say(sheet: str, row: int, kind: str, message: str, hint: str, value: str) -> None:
        column = plan.whose[sheet]
        cell = work.tables[sheet].cell_of(row, column)
        found.append(Problem(kind, Severity.ERROR, sheet, row, column, message, hint, value, 3, cell))

    another = _("this form is of {unit}").format(unit=unit)
    if not work.rows.get(plan.unit) and plan.unit in work.tables and not work.problems:
        message, hint = _("the form does not say whose it is"), _("fill in its own row again, as it was sent")
        found.append(Problem("no-group", Severity.ERROR, plan.unit, 0, "", message, hint))
    for title, rows in work.rows.items():
        if title not in plan.whose:
            continue
        says = by_title(plan.kind(title).model)[plan.whose[title]]
        for row in rows:
            named = str(getattr(row, says.attribute))
            if title == plan.unit and named not in semester.unit_by_id:
                directory = Directory(plan.unit)
                for known, name in names_of(semester, plan.activity.sheets)[plan.unit].items():
                    directory.add(known, name)
                near = "、".join(map(directory.label, directory.near(named)))
                hint = _("is it {near}?").format(near=near) if near else _("put the number back as it was sent")
                say(title, row.row, "unknown-group", _("the 台账 has no such number"), hint, named)
            elif named and named != unit and says.title not in row.broken:
                hint = _("take the row out, or give the number {unit}").format(unit=unit)
                say(title, row.row, "another-group", another, hint, named)
    if plan.activity.forms is not None:
        broken = {title for title, raws in work.raws.items() if any(raw.broken for raw in raws)}
        found += work.placed(plan.activity.forms.stray(work.rows, broken))
    return found
