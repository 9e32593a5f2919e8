"""Reads one sheet of an .xlsx as a stream of rows: cells by their own addresses, whatever the sheet says its extent is."""

from __future__ import annotations

import re
from xml.parsers.expat import XMLParserType

from docgen.workbook.cells import Cell, CellForm, Merge, NonText, Sheet, column_number
from docgen.workbook.extent import FARTHEST_COLUMN, LAST_ROW, Collected, bounded
from docgen.workbook.formats import Look, exact, number_text, percent_text, serial_date, time_text
from docgen.workbook.stream import Attributes, Malformed, unescape

_TRUE = ("1", "true")
_LEAST_SHOWN = 0.1
"""The height in points, or the width in digits, below which a row or a column is not seen."""


class SheetParser:
    """Collects the rows, merges and stray values of a sheet; :meth:`sheet` gives them when the part has been read."""

    def __init__(self, collected: Collected, strings: list[Cell], looks: list[Look], date1904: bool) -> None:
        self.collected = collected
        self.strings = strings
        self.looks = looks
        self.date1904 = date1904
        self.merges: list[Merge] = []
        self._numbers: dict[tuple[str, str | None], Cell] = {}

    def sheet(self, hidden: str) -> Sheet:
        """Return what was read."""
        return self.collected.sheet(tuple(self.merges), hidden)

    def prepare(self, parser: XMLParserType, prefix: str) -> None:
        """Set the handlers. Closures, for they run several times a cell: attributes of self cost a third more."""
        row_tag, cell_tag, value_tag = f"{prefix}row", f"{prefix}c", f"{prefix}v"
        text_tags = value_tag, f"{prefix}t"
        formula_tag, phonetic_tag, merge_tag, column_tag, rows_tag = (
            f"{prefix}{tag}" for tag in ("f", "rPh", "mergeCell", "col", "sheetData")
        )
        strings, numbers, collected = self.strings, self._numbers, self.collected
        columns: dict[str, int] = {}
        cells: list[Cell] = []
        attributes: Attributes = {}
        value = ""
        reading = formula = guide = within = False
        number = column = 0
        row = ""

        def start(name: str, given: Attributes) -> None:
            nonlocal attributes, value, reading, formula, guide, within, number, column, row
            if name == cell_tag:
                attributes, value, formula = given, "", False
            elif name in text_tags and not guide:
                if value and name == value_tag:
                    raise Malformed(f"two values in {attributes.get('r')}")
                reading = True
            elif name == row_tag:
                cells.clear()
                column = 0
                row = given.get("r") or str(number + 1)
                before, number = number, int(row)
                if not before < number <= LAST_ROW or not within:
                    raise Malformed(f"row {number}")
                if _is_unseen(given, "ht"):
                    collected.hide_rows(number)
            elif name == formula_tag:
                formula = True
            elif name == phonetic_tag:
                guide = True
            elif name == column_tag and _is_unseen(given, "width"):
                collected.hide_columns(int(given.get("min", "1")), int(given.get("max", "1")))
            elif name == rows_tag:
                within = True
            elif name == merge_tag and (merge := _merge(given.get("ref", ""))):
                self.merges.append(merge)

        def data(characters: str) -> None:
            nonlocal value
            if reading:
                value = value + characters if value else characters

        def end(name: str) -> None:
            nonlocal reading, guide, within, column
            if name in text_tags:
                reading = False
            elif name == cell_tag:
                reference = attributes.get("r")
                if reference:
                    letters = reference.removesuffix(row)  # of another row: no letters, and refused
                    here = columns.get(letters) or columns.setdefault(letters, column_number(letters))
                else:
                    here = column + 1
                if here <= column:
                    raise Malformed(reference)
                column = here
                if value or formula:
                    kind = attributes.get("t", "n")
                    if kind == "s" and value.isdecimal():
                        cell: Cell = strings[int(value)]
                    elif kind == "n" and value:
                        style = attributes.get("s")
                        cell = numbers.get((value, style)) or self._number(value, style)
                    else:
                        cell = _rare(kind, value)
                    if not cell:
                        return
                    if here > FARTHEST_COLUMN:
                        collected.stray(here, number)
                        return
                    gap = here - len(cells) - 1
                    if gap:
                        cells.extend([""] * gap)
                    cells.append(cell)
            elif name == row_tag:
                collected.add(number, cells)
            elif name == phonetic_tag:
                guide = False
            elif name == rows_tag:
                within = False

        parser.StartElementHandler = start
        parser.CharacterDataHandler = data
        parser.EndElementHandler = end

    def _number(self, value: str, style: str | None) -> Cell:
        index = int(style) if style else 0
        look = self.looks[index] if 0 <= index < len(self.looks) else Look.PLAIN
        # One object for all equal cells: less memory, and less to send from the child that reads.
        cell = self._numbers[value, style] = number_cell(exact(value), look, self.date1904)
        return cell


def number_cell(number: float, look: Look, date1904: bool) -> Cell:
    """Return a number as a cell, by the way its style shows it."""
    if look is Look.DATE:
        day = serial_date(number, date1904)
        return NonText(CellForm.DATE, day.isoformat()) if day else NonText(CellForm.NUMBER, number_text(number))
    if look is Look.TIME and 0 <= number < 1:
        return time_text(number)
    if look is Look.PERCENT:
        return NonText(CellForm.NUMBER, percent_text(number), number)
    return NonText(CellForm.NUMBER, number_text(number), number)


def _rare(kind: str, value: str) -> Cell:
    """Return a cell that is neither a shared string nor a number; one without a value is a formula's."""
    if not value:
        return "" if kind in ("s", "str") else NonText(CellForm.UNCACHED, "")
    match kind:
        case "str" | "inlineStr":
            return bounded(unescape(value))
        case "b":
            return NonText(CellForm.BOOLEAN, "FALSE" if value == "0" else "TRUE")
        case "e":
            return NonText(CellForm.ERROR, value)
        case "d":
            return NonText(CellForm.DATE, value[:10])
        case _:
            raise Malformed(kind)


def _is_unseen(given: Attributes, size: str) -> bool:
    return given.get("hidden") in _TRUE or float(given.get(size, "1")) < _LEAST_SHOWN


def _merge(reference: str) -> Merge | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference)
    if not found:
        return None
    return Merge(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))
