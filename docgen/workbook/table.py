"""Finds the header of a sheet and says which column is where: any order, titles padded, a banner or merged cells above.

Also spreads merged data cells over the rows they cover, as they look to the clerk. What is missing or doubled becomes a
problem; nothing is raised.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from docgen import meant
from docgen.field import Programme, SheetKind
from docgen.field.column import Column
from docgen.field.columns import by_title, columns_of
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook.cells import Cell, CellForm, NonText, Sheet, letters, shown

_ROWS_SEARCHED = 20
LINES = Programme.SHEET
"""The sheet that stands as 项目 | 内容 lines."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's data: where each column is (counted from 1), and the rows below the header."""

    kind: SheetKind
    places: dict[str, int]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    header_row: int = 0

    def cell_of(self, row: int, title: str) -> str:
        """Return the address of a column's cell in a row, ``""`` when the sheet has no such row or column."""
        place = self.places.get(title)
        if row == 0:
            return ""
        return f"{letters(place)}{row}" if place else f"A{row}"


def plain_title(cell: Cell) -> str:
    """Return a column title without spaces, line breaks and marks such as ``*``."""
    text = cell.text if isinstance(cell, NonText) else cell
    return re.sub(r"[\s*＊]+", "", unicodedata.normalize("NFKC", text))


def find_table(sheet: Sheet, kind: SheetKind) -> tuple[Table, list[Problem]]:
    """Locate the header and the data of a sheet; return them with every fault of the header."""
    known = by_title(kind.model)
    candidates = sheet.rows[:_ROWS_SEARCHED]
    scored = [sum(plain_title(cell) in known for cell in cells) for _number, cells in candidates]
    if not scored or max(scored) == 0:
        return Table(kind, {}, ()), [_no_header(kind)]
    start = scored.index(max(scored))
    top = candidates[start][0]
    bottom = max([top, *(m.bottom for m in sheet.merges if m.top == top and m.bottom <= top + 3)])
    block = _header_block(sheet, top, bottom)
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for column, (title, row) in sorted(block.items()):
        if title not in known:
            continue
        if title in places:
            problems.append(_duplicate(kind, title, row, column, places[title]))
        else:
            places[title] = column
    strangers = [title for title, _row in block.values() if title and title not in known]
    for wanted in columns_of(kind.model):
        if wanted.title not in places:
            problems.append(_missing(kind, wanted, strangers, top))
    data = tuple(row for row in spread(sheet, bottom) if _holds_anything(row[1], places))
    return Table(kind, places, data, top), problems


def _header_block(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, int]]:
    """Title and row of each column; in a header of several rows the lowest title of a column counts."""
    block: dict[int, tuple[str, int]] = {}
    above = {m.left: m.top for m in sheet.merges if m.top < top <= m.bottom}
    for number, cells in sheet.rows:
        if number > bottom:
            break
        for column, cell in enumerate(cells, start=1):
            if (number >= top or above.get(column) == number) and (title := plain_title(cell)):
                block[column] = (title, number)
    return block


def _holds_anything(cells: tuple[Cell, ...], places: dict[str, int]) -> bool:
    """Whether a row is more than docgen's own formulas, whose results openpyxl and others drop when they save."""
    known = places.values()
    return any(
        cell != "" and not (isinstance(cell, NonText) and cell.form is CellForm.UNCACHED and place not in known)
        for place, cell in enumerate(cells, start=1)
    )


def spread(sheet: Sheet, header: int) -> tuple[tuple[int, tuple[Cell, ...]], ...]:
    """Return the rows below a header, a cell that is merged over several of them standing in each, as people see it."""
    rows = [(number, cells) for number, cells in sheet.rows if number > header]
    tall = [m for m in sheet.merges if m.top > header and m.bottom > m.top and m.left == m.right]
    if not tall:
        return tuple(rows)
    by_number = dict(rows)
    for merge in tall:
        source = by_number.get(merge.top, ())
        if len(source) < merge.left:
            continue
        for number in range(merge.top + 1, min(merge.bottom, rows[-1][0]) + 1):
            if number in by_number:  # a row with nothing else in it is no row
                cells = list(by_number[number])
                cells.extend([""] * (merge.left - len(cells)))
                cells[merge.left - 1] = source[merge.left - 1]
                by_number[number] = tuple(cells)
    return tuple((number, by_number[number]) for number, _cells in rows)


def lines_table(sheet: Sheet, kind: SheetKind) -> tuple[Table, dict[str, tuple[int, Cell]], list[Problem]]:
    """Read a sheet of 项目 | 内容 lines: the place of each line, its row and content, the faults of its form."""
    known = by_title(kind.model)
    left, right, header = 1, 2, 0
    for number, cells in sheet.rows[:_ROWS_SEARCHED]:
        titles = [plain_title(cell) for cell in cells]
        if "项目" in titles and "内容" in titles:
            left, right, header = titles.index("项目") + 1, titles.index("内容") + 1, number
            break
    found: dict[str, tuple[int, Cell]] = {}
    problems = []
    for number, cells in sheet.rows:
        title = plain_title(cells[left - 1]) if number > header and len(cells) >= left else ""
        if title not in known:
            continue
        if title in found:
            problems.append(
                Problem(
                    "duplicate-line",
                    Severity.ERROR,
                    kind.title,
                    number,
                    title,
                    _("the line stands twice, first in row {row}").format(row=found[title][0]),
                    _("delete one of them"),
                    cell=f"{letters(left)}{number}",
                    everything=True,
                )
            )
            continue
        found[title] = (number, cells[right - 1] if len(cells) >= right else "")
    table = Table(kind, dict.fromkeys(known, right), (), header)
    return table, found, problems


def missing_sheet(kind: SheetKind, others: tuple[str, ...]) -> Problem | None:
    """Return the problem of a sheet that is not there: an error for a core one, else only if one is nearly called so."""
    near = [title for title in others if kind.title in title or title == kind.title[:-1]]
    near = near or meant.near(kind.title, others, 0.75)
    if not kind.core and not near:
        return None
    hint = _("is “{name}” the one? Rename it to {sheet}").format(name=near[0], sheet=kind.title) if near else ""
    return Problem(
        "missing-sheet",
        Severity.ERROR if kind.core else Severity.WARNING,
        kind.title,
        0,
        "",
        _("the workbook has no sheet {sheet}").format(sheet=kind.title),
        hint or _("add it; docgen init makes a workbook with all sheets"),
        everything=kind.core,
    )


def _no_header(kind: SheetKind) -> Problem:
    titles = "、".join(column.title for column in columns_of(kind.model) if column.required)
    return Problem(
        "missing-header",
        Severity.ERROR if kind.core else Severity.WARNING,
        kind.title,
        1,
        "",
        _("the sheet has no row of column titles"),
        _("its first row must hold at least {titles}").format(titles=titles),
        cell="A1",
        everything=kind.core,
    )


def _duplicate(kind: SheetKind, title: str, row: int, column: int, first: int) -> Problem:
    return Problem(
        "duplicate-column",
        Severity.ERROR,
        kind.title,
        row,
        title,
        _("the column title stands twice, first in column {column}").format(column=letters(first)),
        _("delete one of the two columns, or rename the one that is your own"),
        value=title,
        cell=f"{letters(column)}{row}",
        everything=kind.core,
    )


def _missing(kind: SheetKind, column: Column, strangers: list[str], row: int) -> Problem:
    near = meant.near(column.title, strangers, 0.6)
    hint = (
        _("is “{name}” the one? Rename it to {sheet}").format(name=shown(near[0]), sheet=column.title) if near else ""
    )
    return Problem(
        "missing-column",
        Severity.ERROR if column.required else Severity.WARNING,
        kind.title,
        row,
        column.title,
        _("the sheet has no column {column}").format(column=column.title),
        hint or _("add the column title to row {row}").format(row=row),
        cell=f"A{row}",
        everything=kind.core and column.required,
    )
