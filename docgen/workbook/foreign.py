"""Reads the other formats: .xls and .ods through calamine, a folder of .csv files, one a sheet.

calamine aborts its process on absurd extents, so this runs in a child (``docgen.isolate``), as all reading does.
Excel on Chinese Windows saves .csv as GB18030, everything else as UTF-8; nothing in the file says which.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from docgen.errors import WorkbookError
from docgen.messages import _
from docgen.workbook.cells import FARTHEST_COLUMN, MOST_ROWS, Cell, Form, NonText, Sheet, Workbook, letters
from docgen.workbook.container import LARGEST_PART, damaged
from docgen.workbook.formats import number_text

_HIDDEN = {"Hidden": "hidden", "VeryHidden": "veryHidden"}


def read_with_calamine(path: Path, wanted: Collection[str]) -> Workbook:
    """Read a .xls or .ods; raise WorkbookError when it is damaged or locked."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        # By content: from_path goes by the name's ending, and clerks rename files.
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))
        hidden = {meta.name: _HIDDEN.get(str(meta.visible).rpartition(".")[2], "") for meta in book.sheets_metadata}
        sheets = {}
        for title in book.sheet_names:
            plain = title.strip()
            if plain in wanted and plain not in sheets:
                rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                sheets[plain] = _sheet(path, plain, rows, hidden.get(title, ""))
        others = tuple(title.strip() for title in book.sheet_names if title.strip() not in sheets)
    except PasswordError as error:
        raise WorkbookError(
            _("{path}: is protected by a password").format(path=path),
            hint=_("Open it in Excel or WPS, remove the password (File, Protect), and save it again."),
        ) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    return Workbook(path, sheets, others)


def read_csv_folder(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the .csv files of a folder whose names are sheet titles; raise WorkbookError naming the file."""
    sheets = {}
    others = []
    for file in sorted(path.glob("*.csv")):
        if file.stem not in wanted:
            others.append(file.stem)
            continue
        sheets[file.stem] = _table(file)
    return Workbook(path, sheets, tuple(others))


def read_csv_file(path: Path) -> Workbook:
    """Read one .csv file, whatever it is called, as a workbook of one sheet; raise WorkbookError."""
    return Workbook(path, {path.stem: _table(path)})


def _table(file: Path) -> Sheet:
    if file.stat().st_size > LARGEST_PART:
        raise WorkbookError(
            _("{path}: unpacks to more data than any workbook of a semester holds").format(path=file),
            hint=_("Copy the tables as values into a fresh workbook made by docgen init."),
        )
    try:
        rows = list(csv.reader(io.StringIO(_decoded(file)), strict=True))
    except csv.Error as error:
        raise WorkbookError(
            _("{path}: is not a table of comma-separated values: {reason}").format(path=file, reason=error),
            hint=_("Save the sheet again as CSV UTF-8 from Excel or WPS."),
        ) from error
    return _sheet(file, file.stem, rows, "")


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


def _sheet(path: Path, title: str, table: Sequence[Sequence[object]], hidden: str) -> Sheet:
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    stray: list[str] = []
    for number, values in enumerate(table, start=1):
        cells = [_cell(value) for value in values]
        stray.extend(
            f"{letters(column)}{number}"
            for column, cell in enumerate(cells[FARTHEST_COLUMN:], start=FARTHEST_COLUMN + 1)
            if cell != ""
        )
        del cells[FARTHEST_COLUMN:]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            rows.append((number, tuple(cells)))
    if len(rows) > MOST_ROWS:
        raise WorkbookError(
            _("{path}: sheet {sheet} has more than {most} rows").format(path=path, sheet=title, most=MOST_ROWS),
            hint=_("Delete the rows that do not belong there, then save it again."),
        )
    return Sheet(title, tuple(rows), hidden=hidden, stray=tuple(stray))


def _cell(value: object) -> Cell:
    match value:
        case str():
            return value
        case bool():
            return NonText(Form.BOOLEAN, str(value).upper())
        case int() | float():
            return NonText(Form.NUMBER, number_text(float(value)), float(value))
        case datetime() | date():
            return NonText(Form.DATE, value.isoformat()[:10])
        case time():
            return f"{value.hour:02d}:{value.minute:02d}"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case _:
            return ""
