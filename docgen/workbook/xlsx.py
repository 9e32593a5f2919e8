"""Reads .xlsx: the parts of the package, shared strings, styles, and the sheets that docgen knows.

Why not a library here: python-calamine 0.9.1 gives no error cells, cannot tell a formula without a stored result from
an empty cell, knows no percentages, and a single cell at XFD1048576 aborts its process; openpyxl takes twelve times as
long and fills memory on that cell. Elements are matched by local
name, so that both the transitional and the strict namespaces of ECMA-376 are read. Values only: no link is followed, no
formula is calculated.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Collection
from pathlib import Path
from xml.parsers.expat import XMLParserType

from docgen.workbook.cells import Cell, Sheet, Workbook
from docgen.workbook.container import damaged
from docgen.workbook.extent import Budget, Collected, bounded
from docgen.workbook.formats import Look, look_of
from docgen.workbook.sheet import SheetParser
from docgen.workbook.stream import DAMAGED, Attributes, each, local_attribute, parse, unescape


def read_xlsx(path: Path, wanted: Collection[str]) -> Workbook:
    """Read the sheets whose titles are wanted; name the others. Raise WorkbookError for a file that is not whole."""
    try:
        with zipfile.ZipFile(path) as archive:
            return OpenXlsx(archive, path).workbook(wanted)
    except DAMAGED as error:
        raise damaged(path) from error


class OpenXlsx:
    """An open .xlsx: where its parts are, and what its sheets hold."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self.archive = archive
        self.path = path
        main = [target for kind, target in self._relations("").values() if kind.endswith("/officeDocument")]
        self.main = main[0] if main else "xl/workbook.xml"
        self.relations = self._relations(self.main)
        self.date1904 = False
        self.sheets: list[tuple[str, str, str]] = []
        """title, state and part of each, in the order of the tabs"""
        for tag, attributes in each(archive, self.main, "workbookPr", "sheet"):
            if tag == "workbookPr":
                self.date1904 = attributes.get("date1904") in ("1", "true")
            else:
                target = self.relations.get(local_attribute(attributes, "id"), ("", ""))[1]
                state = attributes.get("state", "visible")
                self.sheets.append((attributes.get("name", "").strip(), state, target))

    def workbook(self, wanted: Collection[str]) -> Workbook:
        """Read the wanted sheets; the first of two with one title counts."""
        strings = self._shared_strings()
        looks = self._looks()
        sheets: dict[str, Sheet] = {}
        others = []
        budget = Budget()
        for title, state, part in self.sheets:
            if title in wanted and title not in sheets and part:
                parser = SheetParser(Collected(self.path, title, budget), strings, looks, self.date1904)
                parse(self.archive, part, parser.prepare)
                sheets[title] = parser.sheet("" if state == "visible" else state)
            else:
                others.append(title)
        return Workbook(self.path, sheets, tuple(others), self.date1904)

    def related(self, kind: str) -> str:
        """Return the workbook's part of this kind (the end of its relationship type), ``""`` when it has none."""
        part = next((target for of_kind, target in self.relations.values() if of_kind.endswith(kind)), "")
        return part if part in self.archive.NameToInfo else ""

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}
        for _tag, item in each(self.archive, posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship"):
            if item.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))
                found[item.get("Id", "")] = (item.get("Type", ""), target.lstrip("/"))
        return found

    def _shared_strings(self) -> list[Cell]:
        part = self.related("/sharedStrings")
        strings: list[Cell] = []
        if not part:
            return strings

        def prepare(parser: XMLParserType, prefix: str) -> None:
            item, text, phonetic = f"{prefix}si", f"{prefix}t", f"{prefix}rPh"
            pieces: list[str] = []
            reading = guide = False

            def start(name: str, _attributes: Attributes) -> None:
                nonlocal reading, guide
                if name == text:
                    reading = not guide
                elif name == item:
                    pieces.clear()
                elif name == phonetic:
                    guide = True

            def data(characters: str) -> None:
                if reading:
                    pieces.append(characters)

            def end(name: str) -> None:
                nonlocal reading, guide
                if name == text:
                    reading = False
                elif name == item:
                    strings.append(bounded(unescape("".join(pieces))))
                elif name == phonetic:
                    guide = False

            parser.StartElementHandler = start
            parser.CharacterDataHandler = data
            parser.EndElementHandler = end

        parse(self.archive, part, prepare)
        return strings

    def _looks(self) -> list[Look]:
        part = self.related("/styles")
        if not part:
            return []
        codes: dict[int, str] = {}
        formats: list[int] = []

        def prepare(parser: XMLParserType, prefix: str) -> None:
            inside = False

            def start(name: str, item: Attributes) -> None:
                nonlocal inside
                if name == f"{prefix}numFmt":
                    codes[int(item.get("numFmtId", "0"))] = item.get("formatCode", "")
                elif name == f"{prefix}cellXfs":
                    inside = True
                elif inside and name == f"{prefix}xf":
                    formats.append(int(item.get("numFmtId", "0")))

            def end(name: str) -> None:
                nonlocal inside
                if name == f"{prefix}cellXfs":
                    inside = False

            parser.StartElementHandler = start
            parser.EndElementHandler = end

        parse(self.archive, part, prepare)
        return [look_of(number, codes.get(number, "")) for number in formats]
