"""Reads .xlsx parts: shared strings, styles, and the sheets that docgen knows, as a stream of rows.

Why not calamine here: it gives no error cells, cannot tell a formula without a stored result from an empty cell, knows
no percentages, and a single cell at XFD1048576 aborts its process (python-calamine 0.9.1). Elements are matched by local name, so
that both the transitional and the strict namespaces of ECMA-376 are read. Values only: no link is followed, no formula
is calculated, no entity is resolved.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import error as ZlibError

from docgen.errors import WorkbookError
from docgen.messages import _
from docgen.workbook.cells import (
    FARTHEST_COLUMN,
    MOST_ROWS,
    Cell,
    Form,
    Merge,
    NonText,
    Sheet,
    Workbook,
    column_number,
)
from docgen.workbook.container import damaged
from docgen.workbook.formats import Look, look_of, number_text, percent_text, serial_date, time_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REL_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the sheets whose titles are wanted; name the others. Raise WorkbookError for a file that is not whole."""
    from lxml.etree import LxmlError

    try:
        with zipfile.ZipFile(path) as archive:
            return _Reader(archive, path).workbook(wanted)
    except (zipfile.BadZipFile, ZlibError, LxmlError, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(path) from error


def elements(archive: zipfile.ZipFile, part: str, *tags: str) -> Iterator[_Element]:
    """Yield a part's elements with these local names as they end, without ever holding the whole tree."""
    from lxml.etree import iterparse

    with archive.open(part) as stream:
        names = [f"{{*}}{tag}" for tag in tags]
        parser = iterparse(
            stream, tag=names, resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
        )
        for _event, element in parser:
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
        root = parser.root
        if root is not None and root.getroottree().docinfo.doctype:
            raise KeyError(part)  # no program that saves workbooks writes a document type


class _Reader:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.archive = archive
        self.path = path
        self.main = self._main_part()
        self.rels = self._relations(self.main)
        self.date1904 = False
        self.strings: list[str] = []
        self.looks: list[Look] = []

    def workbook(self, wanted: Collection[str]) -> Workbook:
        listed: list[tuple[str, str, str]] = []
        for element in elements(self.archive, self.main, "workbookPr", "sheet"):
            if element.tag.endswith("}workbookPr"):
                self.date1904 = element.get("date1904") in ("1", "true")
                continue
            target = self.rels.get(element.get(_REL) or element.get(_REL_STRICT) or "", ("", ""))[1]
            listed.append((element.get("name", "").strip(), element.get("state", ""), target))
        self.strings = self._shared_strings()
        self.looks = self._looks()
        sheets: dict[str, Sheet] = {}
        others = []
        for title, state, target in listed:
            if title in wanted and title not in sheets and target:
                sheets[title] = self._sheet(title, "" if state == "visible" else state, target)
            else:
                others.append(title)
        return Workbook(self.path, sheets, tuple(others), self.date1904)

    def _main_part(self) -> str:
        for kind, target in self._relations("").values():
            if kind.endswith("/officeDocument"):
                return target
        return "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for element in elements(self.archive, rels, "Relationship"):
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
                found[element.get("Id", "")] = (element.get("Type", ""), target.lstrip("/"))
        return found

    def _related(self, kind: str) -> str:
        part = next((target for of_kind, target in self.rels.values() if of_kind.endswith(kind)), "")
        return part if part in self.archive.NameToInfo else ""

    def _shared_strings(self) -> list[str]:
        part = self._related("/sharedStrings")
        return [rich_text(item) for item in elements(self.archive, part, "si")] if part else []

    def _looks(self) -> list[Look]:
        part = self._related("/styles")
        if not part:
            return []
        codes: dict[int, str] = {}
        looks: list[Look] = []
        for element in elements(self.archive, part, "numFmt", "cellXfs"):
            if element.tag.endswith("}numFmt"):
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", "")
            else:
                for style in element:
                    number = int(style.get("numFmtId") or 0)
                    looks.append(look_of(number, codes.get(number, "")))
        return looks

    def _sheet(self, title: str, hidden: str, part: str) -> Sheet:
        rows: list[tuple[int, tuple[Cell, ...]]] = []
        merges: list[Merge] = []
        stray: list[str] = []
        number = 0
        for element in elements(self.archive, part, "row", "mergeCell"):
            if element.tag.endswith("}mergeCell"):
                if merge := _merge(element.get("ref", "")):
                    merges.append(merge)
                continue
            number = int(element.get("r") or number + 1)
            cells = self._row(element, number, stray)
            if cells:
                rows.append((number, cells))
                if len(rows) > MOST_ROWS:
                    raise WorkbookError(
                        _("{path}: sheet {sheet} has more than {most} rows").format(
                            path=self.path, sheet=title, most=MOST_ROWS
                        ),
                        hint=_("Delete the rows that do not belong there, then save it again."),
                    )
        if any(rows[i][0] >= rows[i + 1][0] for i in range(len(rows) - 1)):
            raise damaged(self.path)
        return Sheet(title, tuple(rows), tuple(merges), hidden, tuple(stray))

    def _row(self, row: _Element, number: int, stray: list[str]) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        column = 0
        for element in row:
            reference = element.get("r")
            column = column_of(reference) if reference else column + 1
            if len(element) == 0:
                continue
            cell = self._cell(element)
            if cell == "":
                continue
            if column > FARTHEST_COLUMN:
                stray.append(reference or str(number))
                continue
            gap = column - len(cells) - 1
            if gap > 0:
                cells.extend([""] * gap)
            elif gap < 0:
                raise damaged(self.path)
            cells.append(cell)
        return tuple(cells)

    def _cell(self, element: _Element) -> Cell:
        kind = element.get("t", "n")
        value: str | None = None
        formula = False
        for child in element:
            tag = child.tag
            if tag.endswith("}v"):
                value = child.text or ""
            elif tag.endswith("}is"):
                return rich_text(child)
            elif tag.endswith("}f"):
                formula = True
        if kind == "s":
            return self._shared(value or "")
        if not value:
            return NonText(Form.UNCACHED, "") if formula and kind != "str" else ""
        if kind == "str":
            return unescape(value)
        if kind == "b":
            return NonText(Form.BOOLEAN, "FALSE" if value == "0" else "TRUE")
        if kind == "e":
            return NonText(Form.ERROR, value)
        if kind == "d":
            return NonText(Form.DATE, value[:10])
        return self._number(value, element.get("s"))

    def _shared(self, index: str) -> str:
        try:
            return self.strings[int(index)]
        except (ValueError, IndexError):
            raise damaged(self.path) from None

    def _number(self, value: str, style: str | None) -> Cell:
        try:
            number = float(value)
            look = self.looks[int(style)] if style and self.looks else Look.PLAIN
        except (ValueError, IndexError):
            raise damaged(self.path) from None
        return number_cell(number, look, self.date1904)


def number_cell(number: float, look: Look, date1904: bool) -> Cell:
    """Return a number as a cell, by the way its style shows it."""
    if look is Look.DATE:
        day = serial_date(number, date1904)
        return NonText(Form.DATE, day.isoformat()) if day else NonText(Form.NUMBER, number_text(number))
    if look is Look.TIME and 0 <= number < 1:
        return time_text(number)
    if look is Look.PERCENT:
        return NonText(Form.NUMBER, percent_text(number), number)
    return NonText(Form.NUMBER, number_text(number), number)


def column_of(reference: str) -> int:
    """Return the column of an address such as ``B7``, counted from 1."""
    try:
        return column_number(reference.rstrip("0123456789"))
    except ValueError:
        raise KeyError(reference) from None


def rich_text(element: _Element) -> str:
    """Return the text of a string item: its runs joined, phonetic guides left out."""
    texts = []
    for child in element:
        if child.tag.endswith("}t"):
            texts.append(child.text or "")
        elif child.tag.endswith("}r"):
            texts.extend(part.text or "" for part in child if part.tag.endswith("}t"))
    return unescape("".join(texts))


def unescape(text: str) -> str:
    """Undo the escapes of ECMA-376 22.9.2.19: ``_x000D_`` is a control character, ``_x005F_`` an underscore."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _merge(reference: str) -> Merge | None:
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", reference)
    if not found:
        return None
    return Merge(int(found[2]), column_number(found[1]), int(found[4]), column_number(found[3]))
