"""Cells set, rows added and emptied in the clerk's own .xlsx: all else of hers stays as it is.

Her formats, own columns and sheets, comments and formulas are kept; a new row looks like the one above it. Only the
parts of the sheets that change are rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.workbook.cells import column_number, letters
from docgen.workbook.formats import Look, look_of
from docgen.workbook.layout import Entry
from docgen.workbook.package import Parts, child, like, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Patch:
    """What becomes of one row of a sheet: new contents by column number, None to empty a cell.

    A new cell takes its format from the row ``like``, else from its column.
    """

    sheet: str
    row: int
    cells: Mapping[int, Entry | None]
    like: int = 0


def patched(source: Path, patches: Sequence[Patch]) -> bytes:
    """Return the workbook with these rows changed; raise WorkbookError when its XML is not whole."""
    parts = Parts(source)
    main = next((t for kind, t in parts.relations("").values() if kind == "officeDocument"), "xl/workbook.xml")
    root = parts.tree(main)
    relations = parts.relations(main)
    looks = _looks(parts, relations)
    properties = child(root, "workbookPr")
    date1904 = properties is not None and properties.get("date1904") in ("1", "true")
    listed = child(root, "sheets")
    for element in listed if listed is not None else ():
        title = str(element.get("name", "")).strip()
        own = [patch for patch in patches if patch.sheet == title]
        relation = next((str(v) for k, v in element.attrib.items() if str(k).endswith("}id")), "")
        part = relations.get(relation, ("", ""))[1]
        if own and part in parts:
            _Sheet(parts.tree(part), looks, date1904).apply(own)
    _recalculate(root)
    return parts.packed()


def _recalculate(root: _Element) -> None:
    """Have formulas reckoned anew when the workbook is opened: their stored results may be of before."""
    settings = child(root, "calcPr")
    if settings is not None:
        settings.set("fullCalcOnLoad", "1")


def _looks(parts: Parts, relations: Mapping[str, tuple[str, str]]) -> list[Look]:
    """How each cell format shows a number."""
    part = next((target for kind, target in relations.values() if kind == "styles"), "")
    if part not in parts:
        return []
    styles = parts.tree(part)
    formats, numbers = child(styles, "cellXfs"), child(styles, "numFmts")
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in numbers} if numbers is not None else {}
    ids = [item.get("numFmtId", "0") for item in formats] if formats is not None else []
    return [look_of(int(number), codes.get(number, "")) for number in ids]


class _Sheet:
    def __init__(self, root: _Element, looks: Sequence[Look], date1904: bool) -> None:
        self.root, self.looks, self.date1904 = root, looks, date1904
        data = child(root, "sheetData")
        assert data is not None  # the reader has been here
        self.data = data
        self.rows: dict[int, _Element] = {}
        number = 0
        for row in data:
            number = int(row.get("r") or number + 1)
            self.rows[number] = row

    def apply(self, patches: Sequence[Patch]) -> None:
        for patch in sorted(patches, key=lambda one: one.row):
            row = self.rows.get(patch.row)
            if row is None:
                if all(value is None for value in patch.cells.values()):
                    continue
                row = self._new_row(patch.row)
            for column, value in sorted(patch.cells.items()):
                self._set(row, patch, column, value)
        dimension = child(self.root, "dimension")
        if dimension is not None:
            self.root.remove(dimension)  # optional, and no longer true

    def _new_row(self, number: int) -> _Element:
        from lxml import etree

        row = etree.Element(like(self.root, "row"), r=str(number))
        before = [other for other in self.rows if other < number]
        above = max(before, default=0)
        self.data.insert(self.data.index(self.rows[above]) + 1 if above else 0, row)
        self.rows[number] = row
        return row

    def _set(self, row: _Element, patch: Patch, column: int, value: Entry | None) -> None:
        from lxml import etree

        address = f"{letters(column)}{patch.row}"
        cell, place = None, 0
        here = 0
        for index, item in enumerate(row):
            here = _column_of(item) or here + 1
            if here == column:
                cell = item
            if here < column:
                place = index + 1
        if cell is None:
            if value is None:
                return
            cell = etree.Element(like(self.root, "c"), r=address)
            if style := self._style(patch.like, column):
                cell.set("s", style)
            row.insert(place, cell)
        for item in list(cell):
            if local(item) in ("v", "is", "f"):
                cell.remove(item)
        if "t" in cell.attrib:
            del cell.attrib["t"]
        if value is not None:
            self._fill(cell, value)

    def _fill(self, cell: _Element, value: Entry) -> None:
        from lxml import etree

        if isinstance(value, date):
            style = int(cell.get("s") or 0)
            if style < len(self.looks) and self.looks[style] is Look.DATE:
                origin = date(1904, 1, 1) if self.date1904 else date(1899, 12, 30)
                etree.SubElement(cell, like(self.root, "v")).text = str((value - origin).days)
                return
            value = value.isoformat()
        if isinstance(value, (int, float)):
            etree.SubElement(cell, like(self.root, "v")).text = repr(value)
            return
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, like(self.root, "is")), like(self.root, "t"))
        text.text = _TEXT.sub("_x005F_", value)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _style(self, model: int, column: int) -> str:
        for item in self.rows.get(model, ()):
            if _column_of(item) == column:
                return str(item.get("s") or "")
        columns = child(self.root, "cols")
        for item in columns if columns is not None else ():
            if int(item.get("min", "0")) <= column <= int(item.get("max", "0")):
                return str(item.get("style") or "")
        return ""


def _column_of(cell: _Element) -> int:
    reference = cell.get("r")
    return column_number(reference.rstrip("0123456789")) if reference else 0
