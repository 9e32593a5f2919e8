"""A list that a clerk writes herself: rows below a line of titles, on the first sheet that has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.messages import _
from docgen.workbook.cells import Cell, NonText
from docgen.workbook.reading import apart, read_file
from docgen.workbook.table import plain_title

_ROWS_SEARCHED = 20


def read_list(path: Path, titles: Sequence[str], also: Mapping[str, str]) -> tuple[tuple[int, dict[str, str]], ...]:
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
