"""Workbooks that docgen did not make: a list that a clerk writes herself, and whatever tables there are with their values.

A list is the rows below a line of titles, on the first sheet that has them; a table the columns below its first such line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from docgen.errors import WorkbookError
from docgen.messages import _
from docgen.workbook.cells import Cell, CellForm, NonText, Sheet
from docgen.workbook.dates import NotADate, parse_date
from docgen.workbook.reading import apart, read_file
from docgen.workbook.table import plain_title

_ROWS_SEARCHED = 20


def read_list(
    path: Path, titles: Sequence[str], also: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[int, dict[str, str]], ...]:
    """Return the rows of a list by title: row number and texts, those under other titles left out.

    ``also`` has what else a title may be called, with the title that it stands for.
    The first of ``titles`` must be there. Raise WorkbookError for a file that is no workbook or has no such column.
    """
    if path.suffix.lower() in (".csv", ".txt"):
        from docgen.workbook.csvs import read_csv_file

        workbook = apart(path, read_csv_file, path)
    else:
        workbook = read_file(path, read_file(path, ()).others)
    for sheet in workbook.sheets.values():
        for number, cells in sheet.rows[:_ROWS_SEARCHED]:
            called = [also.get(plain_title(cell), plain_title(cell)) for cell in cells]
            places = {title: called.index(title) for title in titles if title in called}
            if titles[0] in places:
                return tuple(
                    (row, {title: _text(rest[place]) for title, place in places.items() if place < len(rest)})
                    for row, rest in sheet.rows
                    if row > number
                )
    raise WorkbookError(
        _("{path}: has no column {column}").format(path=path, column=titles[0]),
        hint=_("Its first row needs these titles: {titles}").format(titles="、".join(titles)),
    )


def _text(cell: Cell) -> str:
    return (cell.text if isinstance(cell, NonText) else cell).strip()


Value: TypeAlias = "str | float | date"
"""A number only where it is stored as one."""
Surveyed: TypeAlias = "dict[str, dict[str, list[Value | None]]]"
"""By sheet and title, row by row; None: empty."""

_SEARCHED = 12
"""Rows in which a line of titles is looked for: letterheads stand above it."""
_MOST_ROWS = 5000
_LIKE_A_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")


def survey(path: Path) -> Surveyed:
    """Return the tables of a workbook in its order: by sheet and title the values. Raise WorkbookError when it cannot be read."""
    book = read_file(path, read_file(path, ()).others)
    found = {title: table for title, sheet in book.sheets.items() if (table := _table(sheet))}
    return {title: found[title] for title in book.sheets if title in found}


def _table(sheet: Sheet) -> dict[str, list[Value | None]]:
    """Return the columns below the first line of titles: texts side by side, about as many as the widest such line has."""
    titled = [(number, _titles(cells)) for number, cells in sheet.rows[:_SEARCHED]]
    widest = max((len(titles) for _number, titles in titled), default=0)
    if widest < 2:
        return {}
    header, titles = next((number, titles) for number, titles in titled if 2 * len(titles) > widest)
    below = [cells for number, cells in sheet.rows if number > header and any(map(plain_title, cells))][:_MOST_ROWS]
    return {
        title: [_value(cells[place]) if place < len(cells) else None for cells in below]
        for title, place in titles.items()
    }


def _titles(cells: tuple[Cell, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        title = plain_title(cell) if isinstance(cell, str) else ""
        if title:
            found.setdefault(title, place)
    return found


def _value(cell: Cell) -> Value | None:
    text = cell.strip() if isinstance(cell, str) else cell.text
    is_date = isinstance(cell, NonText) and cell.form is CellForm.DATE
    if is_date or _LIKE_A_DAY.fullmatch(text):
        try:
            return parse_date(text)
        except NotADate:
            return text
    if isinstance(cell, NonText) and cell.form is CellForm.NUMBER and cell.serial is not None:
        return cell.serial
    return text or None
