"""Reads a folder of .csv files, one a sheet, or a single one.

Excel on Chinese Windows saves .csv as GB18030, everything else as UTF-8; nothing in the file says which. Every cell is
text; what Excel writes for an error (#N/A) is taken for one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.incoming import bounds
from docgen.messages import _
from docgen.workbook.cells import ERRORS, Cell, Form, NonText, Sheet, Workbook
from docgen.workbook.extent import FARTHEST_COLUMN, Budget, Collected, bounded


def read_csv_folder(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the .csv files of a folder whose names are sheet titles; raise WorkbookError naming the file."""
    sheets = {}
    others = []
    budget = Budget()
    for file in sorted(path.glob("*.csv")):
        if file.stem not in wanted:
            others.append(file.stem)
            continue
        sheets[file.stem] = _table(file, budget)
    return Workbook(path, sheets, tuple(others))


def read_csv_file(path: Path) -> Workbook:
    """Read one .csv file, whatever it is called, as a workbook of one sheet; raise WorkbookError."""
    return Workbook(path, {path.stem: _table(path, Budget())})


def _table(file: Path, budget: Budget) -> Sheet:
    if file.stat().st_size > bounds.WORKBOOK.part:
        raise WorkbookError(
            _("{path}: unpacks to more data than any workbook of a semester holds").format(path=file),
            hint=_("Copy the tables as values into a fresh workbook made by docgen init."),
        )
    rows = Collected(file, file.stem, budget)
    csv.field_size_limit(bounds.WORKBOOK.part)  # a cell that is too long is named below
    try:
        for number, values in enumerate(csv.reader(io.StringIO(_decoded(file), newline=""), strict=True), start=1):
            rows.add(number, [_cell(value) for value in values[:FARTHEST_COLUMN]])
            for column, value in enumerate(values[FARTHEST_COLUMN:], start=FARTHEST_COLUMN + 1):
                if value:
                    rows.stray(column, number)
    except csv.Error as error:
        raise WorkbookError(
            _("{path}: is not a table of comma-separated values: {reason}").format(path=file, reason=error),
            hint=_("Save the sheet again as CSV UTF-8 from Excel or WPS."),
        ) from error
    return rows.sheet((), "")


def _cell(value: str) -> Cell:
    if value.startswith("#") and value in ERRORS:
        return NonText(Form.ERROR, value)
    return bounded(value)


def _decoded(file: Path) -> str:
    data = file.read_bytes()
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError(
        _("{path}: is neither UTF-8 nor GB18030 text").format(path=file),
        hint=_("Save the sheet again as CSV UTF-8 from Excel or WPS."),
    )
