"""Step 2, check: sheets of cells become a semester and the list of everything that is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from docgen import rules
from docgen.activity import Activity
from docgen.field import SHEETS, Group, Row, Semester, SheetKind, Unit
from docgen.field.column import Role
from docgen.field.columns import by_title, columns_of, directories, keys_of, names_of
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.settings import Settings
from docgen.workbook import Checked
from docgen.workbook.absent import absent_pictures, absent_rows, named_pictures
from docgen.workbook.cells import Workbook
from docgen.workbook.overlooked import overlooked
from docgen.workbook.references import Directory
from docgen.workbook.rows import RawRow, build, gather, problems_of, read_cell, repeated, resolve
from docgen.workbook.scope import Scope, Units
from docgen.workbook.table import LINES, Table, find_table, lines_table, missing_sheet

if TYPE_CHECKING:
    from docgen.field import Programme


def check_workbook(workbook: Workbook, settings: Settings, activity: Activity) -> Checked:
    """Judge a workbook that was read; return what is sound and every problem, in the order of sheets and rows."""
    work = SheetsInWork(workbook, sheets=activity.sheets, unit=activity.unit)
    work.read(activity.sheets)
    readable, gaps = work.semester(whole=False), frozenset(work.gaps)
    absent = tuple(absent_pictures(work.raws, workbook.path.parent))
    problems = [*work.problems, *work.placed((*activity.judge(readable, settings, gaps), *absent))]
    gone = {one.value for one in absent}
    pictures = {name: name not in gone for _sheet, _row, _column, name in named_pictures(work.raws)}
    coverage = activity.cover(readable, settings, gaps)
    return Checked(work.semester(whole=True), work.ordered(problems), coverage, pictures)


class SheetsInWork:
    """Sheets on their way from cells to rows, with every fault of a cell, header or reference at its place.

    A form refers to people, groups and projects of a whole semester: ``within``. It has only some columns,
    ``columns`` by sheet.
    """

    def __init__(
        self,
        workbook: Workbook,
        within: Semester | None = None,
        columns: Mapping[str, Collection[str]] | None = None,
        *,
        sheets: tuple[SheetKind, ...] = SHEETS,
        unit: str = Group.SHEET,
    ) -> None:
        self.workbook = workbook
        self.within = within
        self.columns = columns or {}
        self.problems: list[Problem] = []
        self.tables: dict[str, Table] = {}
        self.raws: dict[str, list[RawRow]] = {}
        self.rows: dict[str, list[Row]] = {}
        self.line_rows: dict[str, int] = {}
        self.sheets, self.unit = sheets, unit
        self.kinds: tuple[SheetKind, ...] = ()
        self.gaps: set[tuple[str, str]] = set()
        self._scope: Scope | Units | None = None

    def read(self, kinds: Iterable[SheetKind], complete: Callable[[SheetsInWork], None] | None = None) -> None:
        """Take sheets, resolve what they refer to, and build their rows; ``complete`` may fill in their texts before that."""
        self.kinds = kinds = tuple(kinds)
        for kind in kinds:
            self.take(kind)
        if complete is not None:
            complete(self)
        self.resolve()
        for kind in kinds:
            self.build(kind)

    def take(self, kind: SheetKind) -> None:
        """Read a sheet's texts; note what is missing of it."""
        sheet = self.workbook.sheets.get(kind.title)
        if sheet is None:
            self.gaps.add((kind.title, rules.ALL))
            if problem := missing_sheet(kind, self.workbook.others) or (None if kind.attribute else _not_added(kind)):
                self.problems.append(problem)
            return
        self.problems.extend(overlooked(kind.title, sheet, core=kind.core))
        if kind.title == LINES:
            table, lines, found = lines_table(sheet, kind)
            raw = RawRow(0, {})
            for title, (number, cell) in lines.items():
                self.line_rows[title] = number
                if text := read_cell(raw, by_title(kind.model)[title], cell, self.workbook.date1904):
                    raw.texts[title] = text
            self.raws[kind.title] = [raw]
        else:
            if not sheet.rows and not kind.core:
                return
            table, found = find_table(sheet, kind)
            if wanted := self.columns.get(kind.title):
                found = [p for p in found if p.kind != "missing-column" or p.column in wanted]
            self.raws[kind.title] = gather(table, self.workbook.date1904)
            if not self.raws[kind.title] and kind.title in ("人员", "小组") and not found:
                self.problems.append(_no_rows(kind))
        self.tables[kind.title] = table
        self.problems.extend(found)

    def resolve(self) -> None:
        """Replace references by numbers, in every sheet."""
        found = {sheet: self._directory(sheet) for sheet in directories(self.sheets)}
        for title, raws in self.raws.items():
            references = tuple(c for c in columns_of(self.tables[title].kind.model) if c.role is Role.REFERENCE)
            if references:
                for raw in raws:
                    resolve(raw, references, found)
        numbers = {sheet: number for sheet, (number, _name) in directories(self.sheets).items()}
        gone = list(absent_rows(self.raws, self.tables, found, self.scope, numbers))
        self.problems.extend(gone)
        self.gaps.update((problem.sheet, problem.value) for problem in gone)

    def build(self, kind: SheetKind) -> None:
        """Make the models of a sheet, and problems of all faults in its cells."""
        table = self.tables.get(kind.title)
        if table is None:
            return
        if any(key not in table.places for key in keys_of(kind.model)):
            self.gaps.add((kind.title, rules.ALL))
        missing = {c.title for c in columns_of(kind.model) if c.required and c.title not in table.places}
        again = repeated(self.raws[kind.title], kind)
        built = self.rows.setdefault(kind.title, [])
        for raw in self.raws[kind.title]:
            if missing:
                raw.broken |= missing  # said once, at the header
            row = build(raw, kind)
            if fault := again.get(raw.number):
                raw.faults.append(fault)
                raw.broken.add(fault.column)
                row = row.at_row(raw.number, frozenset(raw.broken)) if row is not None else None
            if row is not None:
                built.append(row)
            if raw.broken:
                self._hold(kind, table, raw, None if fault else row)

    def _hold(self, kind: SheetKind, table: Table, raw: RawRow, row: Row | None) -> None:
        groups, everything = self.scope.groups_of(kind.title, raw)
        for problem in problems_of(raw, table, groups, everything):
            if kind.title == LINES:
                problem = replace(problem, everything=not by_title(kind.model)[problem.column].department)
                number = self.line_rows.get(problem.column, 0)
                problem = replace(problem, row=number, cell=table.cell_of(number, problem.column))
                if not number and problem.kind == "empty":
                    problem = _missing_line(problem)
            self.problems.append(problem)
        if row is None:
            for column in columns_of(kind.model):
                if column.role is Role.REFERENCE:
                    self.gaps.update((kind.title, one) for one in raw.texts.get(column.title, "").split("、"))
            self.gaps.update((kind.title, near) for fault in raw.faults for near in fault.near)
            for key in keys_of(kind.model):
                self.gaps.add((kind.title, raw.texts.get(key, "")))
            self.gaps.discard((kind.title, ""))
            if any(fault.fault.kind == "unknown-reference" and not fault.near for fault in raw.faults):
                self.gaps.add((kind.title, rules.NOBODY))

    @property
    def scope(self) -> Scope | Units:
        """Who is in which group, reckoned once, after references are resolved."""
        if self._scope is None:
            kinds = {title: table.kind for title, table in self.tables.items()}
            by_group = self.unit == Group.SHEET
            self._scope = Scope(self.raws, kinds) if by_group else Units(self.raws, kinds, self.unit)
        return self._scope

    def semester(self, whole: bool) -> Semester:
        """Return the semester: only rows without any fault, or (for the rules) all that have their key."""
        found = {
            kind.attribute: tuple(
                row for row in self.rows.get(kind.title, ()) if not (whole and _holds_back(kind, row))
            )
            for kind in self.kinds
            if kind.attribute
        }
        own = {kind.title: tuple(self.rows.get(kind.title, ())) for kind in self.kinds if not kind.attribute}
        programme = next(iter(found.pop("programme", ())), None)
        # A sheet pairs its attribute with its model, which no type checker can follow.
        return Semester(
            programme=cast("Programme | None", programme),
            own=own,
            filed_under=self._units(),
            **cast("dict[str, Any]", found),
        )

    def _units(self) -> tuple[Unit, ...] | None:
        """Return what papers are filed under where it is not the groups: the rows of another sheet."""
        if self.unit == Group.SHEET:
            return None
        number, name = directories(self.sheets)[self.unit]
        rows = [raw.texts for raw in self.raws.get(self.unit, ()) if raw.texts.get(number)]
        return tuple({row[number]: Unit(row[number], row.get(name, "")) for row in rows}.values())

    def placed(self, judged: Iterable[Problem]) -> list[Problem]:
        """Give the rules' problems their cells; leave out what concerns a cell that is at fault already."""
        faulty = {(p.sheet, p.row, p.column) for p in self.problems if p.is_error}
        placed = []
        for problem in judged:
            table = self.tables.get(problem.sheet)
            row = self.line_rows.get(problem.column, 0) if problem.sheet == LINES else problem.row
            if table is not None and (problem.sheet, row, problem.column) not in faulty:
                placed.append(replace(problem, row=row, cell=table.cell_of(row, problem.column)))
        return placed

    def ordered(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Put problems into the order of sheets and rows, and the groups of each into that of the workbook."""
        number = directories(self.sheets).get(self.unit, ("",))[0]
        places = {raw.texts.get(number, ""): raw.number for raw in self.raws.get(self.unit, ())}
        found = []
        for problem in sorted(problems, key=self._order):
            groups = sorted(problem.groups, key=lambda group: places.get(group, sys.maxsize))
            rows = tuple(places.get(group, sys.maxsize) for group in groups)
            found.append(replace(problem, groups=tuple(groups), places=rows) if groups else problem)
        return tuple(found)

    def _order(self, problem: Problem) -> tuple[int, int, int, int, str]:
        """Sort by sheet, row, column, rule."""
        kinds = self.kinds
        sheet = next((i for i, kind in enumerate(kinds) if kind.title == problem.sheet), len(kinds))
        table = self.tables.get(problem.sheet)
        place = table.places.get(problem.column, 0) if table else 0
        return sheet, problem.row, place, problem.rule, problem.kind

    def _directory(self, sheet: str) -> Directory:
        number, name = directories(self.sheets)[sheet]
        table = self.tables.get(sheet)
        missing = (
            any(kind.core for kind in self.sheets if kind.title == sheet)
            if table is None
            else number not in table.places
        )
        directory = Directory(sheet, missing=missing and self.within is None)
        for known, called in self._known(sheet):
            directory.add(known, called)
        if self.within is not None and not self._adds(sheet):
            return directory
        for raw in self.raws.get(sheet, ()):
            text = raw.texts.get(number, "")
            directory.add(text, raw.texts.get(name, ""), damaged=number in raw.broken or not text)
        return directory

    def _known(self, sheet: str) -> Iterator[tuple[str, str]]:
        if self.within is None:
            return
        number, _name = directories(self.sheets)[sheet]
        own = {raw.texts.get(number) for raw in self.raws.get(sheet, ())} if self._adds(sheet) else ()
        yield from (one for one in names_of(self.within, self.sheets)[sheet].items() if one[0] not in own)

    def _adds(self, sheet: str) -> bool:
        """Whether a form may add rows to a sheet that others refer to: a project, and not who fills it in."""
        return sheet != self.unit and any(kind.title == sheet for kind in self.kinds)


def _holds_back(kind: SheetKind, row: Row) -> bool:
    """Whether a row cannot be used as it is; that of 学期 can, where only the department's papers say what is faulty."""
    if kind.title != LINES:
        return bool(row.broken)
    return not all(by_title(kind.model)[title].department for title in row.broken)


def _no_rows(kind: SheetKind) -> Problem:
    return Problem(
        "no-rows",
        Severity.ERROR,
        kind.title,
        0,
        "",
        _("the sheet has no rows yet"),
        _("fill it in below the column titles, then check again"),
        everything=True,
    )


def _not_added(kind: SheetKind) -> Problem:
    titles = "、".join(column.title for column in columns_of(kind.model))
    return Problem(
        "missing-sheet",
        Severity.WARNING,
        kind.title,
        0,
        "",
        _("the workbook has no sheet {sheet}, so no such paper is made").format(sheet=kind.title),
        _("add it, with this in its first row: {titles}").format(titles=titles),
    )


def _missing_line(problem: Problem) -> Problem:
    return replace(
        problem,
        kind="missing-line",
        message=_("the sheet has no line {column}").format(column=problem.column),
        hint=_("add a line with {column} in column A and its value in column B").format(column=problem.column),
    )
