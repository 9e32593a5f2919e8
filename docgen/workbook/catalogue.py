"""A plain table as a workbook of its own, such as the 归档文件目录 that goes into a bag beside the bundle."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

_EPOCH = datetime(2000, 1, 1)
_MARGIN = 0.4
"""Inches."""


def table(title: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return a .xlsx with one sheet: ``columns`` are titles and widths in characters, each row has one cell a column.

    Text stays text (numbers with leading zeros, what looks like a formula), whole numbers are numbers. It prints on A4
    landscape, the header on each page. The same rows give the same bytes.
    """
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _EPOCH, "author": "docgen", "title": title})
        head = book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True})
        text = book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True, "num_format": "@"})
        number = book.add_format({"border": 1, "valign": "vcenter", "align": "center"})
        sheet = book.add_worksheet(title[:31])
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(line, column, cell, number)
                else:
                    sheet.write_string(line, column, cell, text)
        sheet.freeze_panes(1, 0)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return stream.getvalue()
