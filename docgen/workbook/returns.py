"""A form that came back: read like a workbook, its faults named by cell, its rows compared with what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.field import Certificate, Goal, Membership, Project, ProjectMember, Review, Row, Semester
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook.cells import NonText, Workbook, shown
from docgen.workbook.checking import Work
from docgen.workbook.forms import BASE, FORM_COLUMNS, FORM_SHEETS, base_of, texts_of
from docgen.workbook.reading import read_file
from docgen.workbook.references import Directory


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a return: its texts by column title, and where it stands."""

    texts: dict[str, str]
    row: int


@dataclass(frozen=True, slots=True)
class Return:
    """A return that was read: whose it is, its rows and those that were sent, by sheet, and everything wrong with it.

    ``columns`` are the ones each sheet still has; a sheet that is not in it says nothing about its rows.
    """

    path: Path
    group: str
    lines: dict[str, tuple[Line, ...]]
    base: dict[str, list[dict[str, str]]]
    columns: dict[str, tuple[str, ...]]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it can be merged."""
        return not any(problem.is_error for problem in self.problems)


def read_return(path: Path, semester: Semester) -> Return:
    """Read a return against the semester it belongs to; raise WorkbookError when it is no workbook."""
    workbook = read_file(path, (*FORM_COLUMNS, BASE))
    base = base_of(_hidden_lines(workbook))
    # Whose it is was written down when it was sent; what stands on the sheet now may be a slip.
    sent = next((row.get("小组编号", "") for row in base["小组"]), "")
    work = Work(workbook, semester, FORM_COLUMNS)
    work.read(FORM_SHEETS, lambda work: sent or _group(work))
    group = sent or _group(work)
    problems = [*_renamed(work), *_strangers(work, group, semester)]
    return Return(
        path,
        group,
        {
            title: tuple(Line(texts_of(row), row.row) for row in rows if not row.broken)
            for title, rows in work.rows.items()
        },
        base,
        {
            title: tuple(name for name in FORM_COLUMNS[title] if name in table.places)
            for title, table in work.tables.items()
        },
        tuple(sorted(problems, key=work.order)),
    )


def _renamed(work: Work) -> Iterator[Problem]:
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


def _group(work: Work) -> str:
    raws = work.raws.get("小组", [])
    return raws[0].texts.get("小组编号", "") if raws else ""


def _hidden_lines(workbook: Workbook) -> list[tuple[str, str]]:
    sheet = workbook.sheets.get(BASE)
    lines = []
    for _number, cells in sheet.rows if sheet else ():
        texts = [cell.text if isinstance(cell, NonText) else cell for cell in cells]
        lines.append((texts[0], "".join(texts[1:])))
    return lines


def _strangers(work: Work, group: str, semester: Semester) -> list[Problem]:
    """Return what does not belong into this group's form."""
    found: list[Problem] = []

    def say(row: Row, column: str, kind: str, message: str, hint: str, value: str) -> None:
        cell = work.tables[row.SHEET].cell_of(row.row, column)
        found.append(Problem(kind, Severity.ERROR, row.SHEET, row.row, column, message, hint, value, 3, cell))

    groups = work.rows.get("小组", [])
    if not groups and "小组" in work.tables and not work.problems:
        hint = _("fill in the group's own row again, as it was sent")
        message = _("the form does not say whose it is")
        found.append(Problem("no-group", Severity.ERROR, "小组", 0, "", message, hint))
    for row in groups:
        number = str(getattr(row, "id", ""))
        if number not in semester.group_by_id:
            directory = Directory("小组")
            for known in semester.groups:
                directory.add(known.id, known.name)
            near = "、".join(map(directory.label, directory.near(number)))
            hint = _("is it {near}?").format(near=near) if near else _("put the number back as it was sent")
            say(row, "小组编号", "unknown-group", _("the 台账 has no such group"), hint, number)
        elif number != group:
            say(
                row,
                "小组编号",
                "another-group",
                _("this form is group {group}'s").format(group=group),
                _leave(),
                number,
            )
    members = {row.person for row in work.rows.get("组员", []) if isinstance(row, Membership)}
    projects = {row.id for row in work.rows.get("项目", []) if isinstance(row, Project)}
    broken = {title for title, raws in work.raws.items() if any(raw.broken for raw in raws)}
    for title, rows in work.rows.items():
        for row in rows:
            named = str(getattr(row, "group", group))
            if title != "小组" and named and named != group and "小组编号" not in row.broken:
                say(
                    row,
                    "小组编号",
                    "another-group",
                    _("this form is group {group}'s").format(group=group),
                    _leave(),
                    named,
                )
            if isinstance(row, (Certificate, Goal, Review)) and row.person not in members and "组员" not in broken:
                hint = _("add them to sheet 组员, or take the row out")
                say(row, "编号", "not-a-member", _("is not a member of this group"), hint, row.person)
            if isinstance(row, ProjectMember) and row.project not in projects and "项目" not in broken:
                say(row, "项目编号", "another-project", _("is no project of this group"), _leave(), row.project)
    return found


def _leave() -> str:
    return _("take the row out, or give the number of this group")
