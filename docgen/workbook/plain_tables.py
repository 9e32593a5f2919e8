"""Plain tables as a workbook of their own: the 归档文件目录 that goes into a bag, the catalogue of a whole college."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from docgen.workbook.layout import begun

_MARGIN = 0.4
"""Inches."""
_LONGEST = 255
"""Characters of a text in a formula."""


Cell: TypeAlias = "str | float | Link"


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to a file; ``target`` is relative to the workbook, with forward slashes."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet: ``columns`` are titles and widths in characters, each row has one cell a column."""

    title: str
    columns: Sequence[tuple[str, float]]
    rows: Iterable[Sequence[Cell]]


def table(title: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a .xlsx with one sheet; see :func:`tables`."""
    stream = io.BytesIO()
    tables(stream, title, [PlainSheet(title, columns, rows)])
    return stream.getvalue()


def tables(target: io.BytesIO | str, title: str, sheets: Sequence[PlainSheet]) -> None:
    """Write a .xlsx with a sheet for each table; rows are taken one by one and not kept.

    Text stays text (numbers with leading zeros, what looks like a formula), whole numbers are numbers. It prints on A4
    landscape, the header on each page. The same rows give the same bytes. Links are formulas: Excel takes 65,530 of the
    other kind a sheet, and xlsxwriter writes those with backslashes, which only Windows follows.
    """
    with begun(target, title) as book:
        head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        text = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"})
        number = book.add_format({"border": 1, "valign": "vcenter", "align": "center"})
        link = book.add_format({"border": 1, "valign": "vcenter", "font_color": "#0B4F8A", "underline": 1})
        for one in sheets:
            sheet = book.add_worksheet(one.title[:31])
            for column, (name, width) in enumerate(one.columns):
                sheet.set_column(column, column, width)
                sheet.write_string(0, column, name, head)
            line = 0
            for line, row in enumerate(one.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, Link) and max(len(cell.target), len(cell.text)) <= _LONGEST:
                        leads = ",".join('"' + part.replace('"', '""') + '"' for part in (cell.target, cell.text))
                        sheet.write_formula(line, column, f"=HYPERLINK({leads})", link, cell.text)
                    elif isinstance(cell, (int, float)):
                        sheet.write_number(line, column, cell, number)
                    else:
                        sheet.write_string(line, column, cell.text if isinstance(cell, Link) else cell, text)
            sheet.freeze_panes(1, 0)
            if line:
                sheet.autofilter(0, 0, line, len(one.columns) - 1)
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.repeat_rows(0)
            sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
