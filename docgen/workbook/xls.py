"""Reads .xls (BIFF 5 and 8) with xlrd, and tells what xlrd leaves open: which formulas never had a result.

Why xlrd: it is the reader of the old format that keeps error cells, number formats and merged cells (python-calamine
0.9.1 gives errors as empty cells and drops formats). Formulas without a stored result come out as empty text, so the
records are looked at once more.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import xlrd
from xlrd.biffh import error_text_from_code
from xlrd.compdoc import CompDocError

from docgen.workbook.cells import Cell, CellForm, Merge, NonText, Sheet, Workbook
from docgen.workbook.container import damaged, locked
from docgen.workbook.extent import FARTHEST_COLUMN, Budget, Collected, bounded
from docgen.workbook.formats import Look, look_of
from docgen.workbook.sheet import number_cell

_HIDDEN = {0: "", 1: "hidden", 2: "veryHidden"}
_FORMULA, _BOF = (0x06, 0x206, 0x406), (0x09, 0x209, 0x409, 0x809)
_BOUND_SHEET, _EOF = 0x85, 0x0A
_BLANK_RESULT = 3
"""What a formula's stored result says when it is no text at all ([MS-XLS] 2.5.133 FormulaValue)."""
_EMPTY_TEXT = b"\x17\x00"
"""``""`` among the tokens of a formula (ptgStr without characters): such a formula may well give nothing."""
_SHARED = b"\x01"
"""ptgExp: the tokens stand elsewhere."""

Places = frozenset[tuple[int, int]]


def read_xls(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the sheets whose titles are wanted; name the others. Raise WorkbookError for a file not whole, or locked."""
    try:
        book = xlrd.open_workbook(
            file_contents=path.read_bytes(),
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
        looks = _looks(book)
        sheets: dict[str, Sheet] = {}
        others: list[str] = []
        budget = Budget()
        for title, uncached in zip(book.sheet_names(), _uncached(book), strict=True):
            plain = title.strip()
            if plain in wanted and plain not in sheets:
                sheets[plain] = _sheet(book.sheet_by_name(title), looks, uncached, Collected(path, plain, budget))
                book.unload_sheet(title)
            else:
                others.append(plain)
        return Workbook(path, sheets, tuple(others), bool(book.datemode))
    except xlrd.XLRDError as error:
        raise (locked(path) if "encrypt" in str(error).lower() else damaged(path)) from error
    # What a broken file makes xlrd 2.0.2 trip over.
    except (
        CompDocError,
        struct.error,
        AssertionError,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
    ) as error:
        raise damaged(path) from error


def _looks(book: xlrd.Book) -> list[Look]:
    """How each cell format shows a number."""
    codes = {key: form.format_str for key, form in book.format_map.items()}
    return [look_of(form.format_key, codes.get(form.format_key, "")) for form in book.xf_list]


def _sheet(sheet: xlrd.sheet.Sheet, looks: Sequence[Look], uncached: Places, rows: Collected) -> Sheet:
    date1904 = bool(sheet.book.datemode)
    for number in range(sheet.nrows):
        kinds, values = sheet.row_types(number), sheet.row_values(number)
        cells: list[Cell] = []
        for column, (kind, value) in enumerate(zip(kinds, values, strict=True)):
            if kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                cell: Cell = number_cell(value, looks[sheet.cell_xf_index(number, column)], date1904)
            else:
                cell = _cell(kind, value)
            if (number, column) in uncached:
                cell = NonText(CellForm.UNCACHED, "")
            if column < FARTHEST_COLUMN:
                cells.append(cell)
            elif cell != "":
                rows.stray(column + 1, number + 1)
        rows.add(number + 1, cells)
        if (look := sheet.rowinfo_map.get(number)) is not None and look.hidden:
            rows.hide_rows(number + 1)
    for column, wide in sheet.colinfo_map.items():
        if wide.hidden:
            rows.hide_columns(column + 1, column + 1)
    merges = tuple(Merge(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells)
    return rows.sheet(merges, _HIDDEN.get(sheet.visibility, ""))


def _cell(kind: int, value: object) -> Cell:
    match kind, value:
        case xlrd.XL_CELL_TEXT, str():
            return bounded(value)
        case xlrd.XL_CELL_BOOLEAN, _:
            return NonText(CellForm.BOOLEAN, "TRUE" if value else "FALSE")
        case xlrd.XL_CELL_ERROR, int():
            return NonText(CellForm.ERROR, error_text_from_code.get(value, "#"))
        case _:
            return ""


def _uncached(book: xlrd.Book) -> Iterator[Places]:
    """Yield for each sheet the places (from 0) of formulas that give nothing, and hold no ``""`` that they could give."""
    for kind, data in _records(book, book.base):
        if kind == _BOUND_SHEET and data[5] == 0:
            (offset,) = struct.unpack("<i", data[:4])
            yield frozenset(
                struct.unpack("<HH", one[:4])
                for of_kind, one in _records(book, book.base + offset)
                if of_kind in _FORMULA and _is_uncached(one)
            )


def _is_uncached(formula: bytes) -> bool:
    tokens = formula[22:]
    blank = formula[6] == _BLANK_RESULT and formula[12:14] == b"\xff\xff"
    return blank and _EMPTY_TEXT not in tokens and not tokens.startswith(_SHARED)


def _records(book: xlrd.Book, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of one substream, those of charts in it included, until it ends."""
    depth = 0
    while position + 4 <= len(book.mem):
        kind, length = struct.unpack("<HH", book.mem[position : position + 4])
        depth += (kind in _BOF) - (kind == _EOF)
        yield kind, bytes(book.mem[position + 4 : position + 4 + length])
        if depth <= 0:
            return
        position += 4 + length
