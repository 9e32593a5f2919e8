"""Reads .ods: the cells of content.xml as a stream, errors and formulas told from empty cells.

Why not a library: those at hand (python-calamine 0.9.1 among them) give an error as an empty cell, cannot tell a formula
without a stored result, and join the words of a picture or a note into the value of the cell they hang on. Here a cell's
value is its own paragraphs or its typed value (ODF 1.3 part 3, 19.387 ``office:value-type``), nothing else.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from pathlib import Path
from xml.parsers.expat import XMLParserType

from docgen.workbook.cells import ERRORS, Cell, CellForm, Merge, NonText, Sheet, Workbook
from docgen.workbook.container import damaged, locked
from docgen.workbook.extent import FARTHEST_COLUMN, Budget, Collected, bounded
from docgen.workbook.formats import exact, number_text, percent_text, time_text
from docgen.workbook.stream import DAMAGED, Attributes, Malformed, parse

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE, _DRAW = (
    f"{_NAMESPACE}{name}:1.0 " for name in ("table", "office", "text", "style", "drawing")
)
_LIBREOFFICE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_UNSEEN = ("collapse", "filter")
_OUTSIDE = frozenset(
    (
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_TABLE}shapes",
        f"{_TABLE}tracked-changes",
        f"{_TABLE}dde-links",
        f"{_TEXT}note",
        f"{_TEXT}ruby-text",
    )
)
"""What hangs on a cell or lies over the sheet: none of it is the cell's value."""
_ERROR_NUMBER = re.compile(r"(?:Err|错误)[:：]\s?\d{3}")
"""What LibreOffice shows for its own errors."""
_DURATION = re.compile(r"P(?:(\d+)D)?T(\d+)H(\d+)M[\d.,]+S")


def read_ods(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the sheets whose titles are wanted; name the others. Raise WorkbookError for a file not whole, or locked."""
    try:
        with zipfile.ZipFile(path) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise locked(path)
            content = _Content(path, wanted)
            parse(archive, "content.xml", content.prepare, " ")
    except DAMAGED as error:
        raise damaged(path) from error
    return content.workbook()


class _Content:
    """Collects the tables of a spreadsheet while its content.xml streams by."""

    def __init__(self, path: Path, wanted: Collection[str]) -> None:
        self.path, self.wanted = path, wanted
        self.sheets: dict[str, Sheet] = {}
        self.others: list[str] = []
        self.hidden: set[str] = set()
        self.date1904 = False
        self.style = ""
        self.title = ""
        """of the wanted table that is being read"""
        self.state = ""
        self.budget = Budget()
        self.rows = Collected(path, "", self.budget)
        self.merges: list[Merge] = []
        self.columns = 0
        """of the table that is being read, whose look was told so far"""

    def workbook(self) -> Workbook:
        """Return what was read."""
        return Workbook(self.path, self.sheets, tuple(self.others), self.date1904)

    def prepare(self, parser: XMLParserType, _prefix: str) -> None:
        """Set the handlers; one set of variables, for they run several times a cell."""
        outside = depth = 0
        attributes: Attributes = {}
        paragraphs: list[str] = []
        inside = reading = False
        number = 0
        repeated = 1
        cells: list[Cell] = []
        column = 0

        def start(name: str, given: Attributes) -> None:
            nonlocal outside, depth, attributes, inside, reading, number, repeated, column
            if outside:
                outside += 1
            elif name.startswith(_DRAW) or name in _OUTSIDE:
                outside = 1
            elif name == f"{_TABLE}table":
                if depth:
                    outside = 1  # a table inside a cell
                    return
                depth = 1
                number, repeated = 0, 1
                self._open(given)
            elif name == f"{_TABLE}table-row":
                number += repeated
                repeated = _count(given, "rows")
                cells.clear()
                column = 0
                if given.get(f"{_TABLE}visibility") in _UNSEEN:
                    self.rows.hide_rows(number, repeated)
            elif name == f"{_TABLE}table-column":
                times = _count(given, "columns")
                if given.get(f"{_TABLE}visibility") in _UNSEEN:
                    self.rows.hide_columns(self.columns + 1, self.columns + times)
                self.columns += times
            elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                attributes, inside = given, True
                paragraphs.clear()
            elif inside and name in (f"{_TEXT}p", f"{_TEXT}h"):
                reading = True
                paragraphs.append("")
            elif reading and name == f"{_TEXT}s":
                paragraphs[-1] += " " * min(int(given.get(f"{_TEXT}c", "1")), 1000)
            elif reading and name in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                paragraphs[-1] += "\t" if name.endswith("tab") else "\n"
            elif name.startswith(_STYLE):
                self._styled(name, given)
            elif name == f"{_TABLE}null-date":
                self.date1904 = given.get(f"{_TABLE}date-value", "").startswith("1904")

        def data(characters: str) -> None:
            if reading and not outside:
                paragraphs[-1] += characters

        def end(name: str) -> None:
            nonlocal outside, depth, inside, reading, column
            if outside:
                outside -= 1
            elif name == f"{_TABLE}table":
                depth = 0
                self._close()
            elif name in (f"{_TEXT}p", f"{_TEXT}h"):
                reading = False
            elif name == f"{_TABLE}table-row" and self.title:
                self.rows.add(number, cells, repeated)
            elif inside and name.startswith(f"{_TABLE}") and name.endswith("table-cell"):
                inside = False
                if not self.title:
                    return
                cell = "" if "covered" in name else cell_of(attributes, "\n".join(paragraphs))
                times = _count(attributes, "columns")
                self._spans(attributes, number, column + 1)
                if cell != "":
                    if column + times > FARTHEST_COLUMN:
                        self.rows.stray(max(column, FARTHEST_COLUMN) + 1, number)
                    kept = min(times, FARTHEST_COLUMN - column)
                    if kept > 0:
                        cells.extend([""] * (column - len(cells)))
                        cells.extend([cell] * kept)
                column += times

        parser.StartElementHandler = start
        parser.CharacterDataHandler = data
        parser.EndElementHandler = end

    def _open(self, given: Attributes) -> None:
        self.columns = 0
        title = given.get(f"{_TABLE}name", "").strip()
        if title in self.wanted and title not in self.sheets:
            self.title = title
            self.state = "hidden" if given.get(f"{_TABLE}style-name") in self.hidden else ""
            self.rows, self.merges = Collected(self.path, title, self.budget), []
        else:
            self.others.append(title)

    def _close(self) -> None:
        if self.title:
            self.sheets[self.title] = self.rows.sheet(tuple(self.merges), self.state)
        self.title = ""

    def _styled(self, name: str, given: Attributes) -> None:
        if name == f"{_STYLE}style":
            self.style = given.get(f"{_STYLE}name", "")
        elif given.get(f"{_TABLE}display") == "false":
            self.hidden.add(self.style)

    def _spans(self, given: Attributes, row: int, column: int) -> None:
        tall = int(given.get(f"{_TABLE}number-rows-spanned", "1"))
        wide = int(given.get(f"{_TABLE}number-columns-spanned", "1"))
        if tall > 1 or wide > 1:
            self.merges.append(Merge(row, column, row + tall - 1, column + wide - 1))


def cell_of(given: Attributes, text: str) -> Cell:
    """Return a cell from its attributes and the text it shows."""
    kind = given.get(f"{_OFFICE}value-type", "")
    if given.get(f"{_LIBREOFFICE}value-type") == "error" or text in ERRORS or _ERROR_NUMBER.fullmatch(text):
        return NonText(CellForm.ERROR, text or "#")
    match kind:
        case "float" | "currency":
            value = exact(given[f"{_OFFICE}value"])
            return NonText(CellForm.NUMBER, number_text(value), value)
        case "percentage":
            value = exact(given[f"{_OFFICE}value"])
            return NonText(CellForm.NUMBER, percent_text(value), value)
        case "date":
            return NonText(CellForm.DATE, given[f"{_OFFICE}date-value"][:10])
        case "time":
            found = _DURATION.fullmatch(given[f"{_OFFICE}time-value"])
            hours = int(found[1] or 0) * 24 + int(found[2]) if found else 0
            return time_text((hours * 60 + int(found[3])) / 1440) if found and hours < 24 else text
        case "boolean":
            return NonText(CellForm.BOOLEAN, given.get(f"{_OFFICE}boolean-value", "").upper())
        case "string":
            return bounded(given.get(f"{_OFFICE}string-value", text))
        case _:
            # LibreOffice 7.4 saves a formula that gives "" as if it had no result: one that holds "" may well give it.
            formula = given.get(f"{_TABLE}formula", "")
            return NonText(CellForm.UNCACHED, "") if formula and not text and '""' not in formula else bounded(text)


def _count(given: Attributes, what: str) -> int:
    count = int(given.get(f"{_TABLE}number-{what}-repeated", "1"))
    if not 0 < count <= 1 << 20:
        raise Malformed(what)
    return count
