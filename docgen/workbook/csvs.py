"""Reads a folder of .csv files, one a sheet, or a single one.

Excel on Chinese Windows saves .csv as GB18030, everything else as UTF-8; its “Unicode text” is UTF-16 with tabs. Nothing in
the file says which. Every cell is text, also one that an export writes as ``="0081"`` so that Excel keeps its zeros; what Excel
writes for an error (#N/A) is taken for one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.incoming import content, limits
from docgen.messages import _
from docgen.workbook.cells import ERRORS, Cell, CellForm, NonText, Sheet, Workbook
from docgen.workbook.extent import FARTHEST_COLUMN, Budget, Collected, bounded

_SEPARATORS = ",\t;"
_LINES_ASKED = 20
"""Lines from which the separator is told: those above the titles may have none."""
_KEPT_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')


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
    text = _decoded(file)
    rows = Collected(file, file.stem, budget)
    csv.field_size_limit(limits.WORKBOOK.part)  # a cell that is too long is named below
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for number, values in enumerate(reader, start=1):
            rows.add(number, [_cell(value) for value in values[:FARTHEST_COLUMN]])
            for column, value in enumerate(values[FARTHEST_COLUMN:], start=FARTHEST_COLUMN + 1):
                if value:
                    rows.stray(column, number)
    except csv.Error as error:
        raise WorkbookError(
            _("{path}: at line {line} a quotation mark is not closed, or text stands behind the closing one").format(
                path=file, line=reader.line_num
            ),
            hint=_("Save the sheet again as CSV UTF-8 from Excel or WPS."),
        ) from error
    return rows.sheet((), "")


def _cell(value: str) -> Cell:
    if value.startswith("#") and value in ERRORS:
        return NonText(CellForm.ERROR, value)
    kept = _KEPT_AS_TEXT.fullmatch(value)
    return bounded(kept[1].replace('""', '"') if kept else value)


def _separator(text: str) -> str:
    """Return what stands in most of the first lines; a comma where nothing does."""
    lines = text[:100_000].splitlines()[:_LINES_ASKED]
    return max(_SEPARATORS, key=lambda sign: sum(sign in line for line in lines))


def _decoded(file: Path) -> str:
    data = content(file, limits.WORKBOOK.part)
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkbookError(
        _("{path}: is neither UTF-8 nor GB18030 text").format(path=file),
        hint=_("Save the sheet again as CSV UTF-8 from Excel or WPS."),
    )
