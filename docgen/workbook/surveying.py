"""What stands in a workbook that docgen did not make: each sheet that has a table, its titles, and the values below them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TypeAlias

from docgen.workbook.cells import Cell, Form, NonText, Sheet
from docgen.workbook.dates import NotADate, parse_date
from docgen.workbook.reading import read_file
from docgen.workbook.table import plain_title

Value: TypeAlias = "str | float | date"
"""A number only where it is stored as one."""
Surveyed: TypeAlias = "dict[str, dict[str, list[Value | None]]]"
"""By sheet and title, row by row; None: empty."""

_SEARCHED = 12
"""Rows in which a line of titles is looked for: letterheads stand above it."""
_MOST_ROWS = 5000
_LIKE_A_DAY = re.compile(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")


def survey(path: Path) -> Surveyed:
    """Return the tables of a workbook, in its order. Raise WorkbookError when it cannot be read."""
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
    is_date = isinstance(cell, NonText) and cell.form is Form.DATE
    if is_date or _LIKE_A_DAY.fullmatch(text):
        try:
            return parse_date(text)
        except NotADate:
            return text
    if isinstance(cell, NonText) and cell.form is Form.NUMBER and cell.serial is not None:
        return cell.serial
    return text or None
