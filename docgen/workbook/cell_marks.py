"""Marks on a clerk's own sheet: a colour and a comment on each faulty cell, and taking them off again.

The colour is a conditional format, not a cell style: no cell is touched, nothing of hers is overpainted, and taking the
mark off gives back exactly what was there. Both kinds of mark carry a sign of their own, by which they are found again
after Excel, WPS or LibreOffice has rewritten the file: the formula of the format, and how the comment's text begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docgen.markup import R
from docgen.problems import Severity
from docgen.workbook.cells import column_number
from docgen.workbook.package import Parts, child, like, local, words

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGN = "【docgen】"
"""How every comment of ours begins."""
_FORMULA = '"docgen"="docgen"'
_AUTHOR = "docgen"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "urn:schemas-microsoft-com:vml"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_CELLS_PER_FORMAT = 400

# The order of a worksheet's children (ECMA-376 part 1, 18.3.1.99): what may stand before each of ours.
_BEFORE_FORMAT = frozenset(
    (
        *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
        *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews"),
        *("mergeCells", "phoneticPr", "conditionalFormatting"),
    )
)
_BEFORE_LEGACY = _BEFORE_FORMAT | frozenset(
    (
        *("dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks"),
        *("colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
    )
)


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is said at one cell."""

    cell: str
    severity: Severity
    text: str


def put_marks(parts: Parts, sheet: str, marks: Sequence[CellMark], formats: Mapping[Severity, int]) -> None:
    """Colour and comment the cells; ``formats`` are differential formats in the styles, by severity."""
    root = parts.tree(sheet)
    for severity, number in formats.items():
        cells = [mark.cell for mark in marks if mark.severity is severity]
        for start in range(0, len(cells), _CELLS_PER_FORMAT):
            _insert(root, _format(root, cells[start : start + _CELLS_PER_FORMAT], number), _BEFORE_FORMAT)
    if marks:
        _put_comments(parts, sheet, marks)


def take_marks_off(parts: Parts, sheet: str) -> bool:
    """Remove every mark of ours from a sheet; return whether there was one."""
    root = parts.tree(sheet)
    found = False
    for block in [item for item in root if local(item) == "conditionalFormatting"]:
        for rule in list(block):
            formula = child(rule, "formula")
            if formula is not None and re.sub(r"\s", "", formula.text or "") == _FORMULA:
                block.remove(rule)
                found = True
        if not len(block):
            root.remove(block)
    return _take_comments_off(parts, sheet) or found


def _format(root: _Element, cells: list[str], number: int) -> _Element:
    from lxml import etree

    block = etree.Element(like(root, "conditionalFormatting"), sqref=" ".join(cells))
    rule = etree.SubElement(block, like(root, "cfRule"), type="expression", dxfId=str(number), priority="1")
    etree.SubElement(rule, like(root, "formula")).text = _FORMULA
    return block


def _insert(root: _Element, element: _Element, before: frozenset[str]) -> None:
    """Put an element behind the last child that may stand before it."""
    place = max((index for index, item in enumerate(root, start=1) if local(item) in before), default=0)
    root.insert(place, element)


def _part_of(parts: Parts, sheet: str, kind: str) -> tuple[str, str]:
    """Return id and part of a sheet's relationship of this kind, or two empty texts."""
    for name, (of_kind, target) in parts.relations(sheet).items():
        if of_kind == kind and target in parts:
            return name, target
    return "", ""


def _put_comments(parts: Parts, sheet: str, marks: Sequence[CellMark]) -> None:
    from lxml import etree

    root = parts.tree(sheet)
    _name, part = _part_of(parts, sheet, "comments")
    if not part:
        part = parts.free("xl/comments{}.xml")
        space = root.nsmap[root.prefix]
        parts.add(part, f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode())
        parts.relate(sheet, "comments", part)
        parts.declare(part, _COMMENTS_TYPE)
    comments = parts.tree(part)
    authors, listed = child(comments, "authors"), child(comments, "commentList")
    if authors is None or listed is None:
        return
    known = {item.get("ref"): item for item in listed}
    fresh = []
    author = next((index for index, item in enumerate(authors) if item.text == _AUTHOR), -1)
    for mark in marks:
        text = f"{SIGN}{mark.text}"
        if mark.cell in known:
            _append(known[mark.cell], text)
            continue
        if author < 0:
            author = len(authors)
            etree.SubElement(authors, like(comments, "author")).text = _AUTHOR
        comment = etree.SubElement(listed, like(comments, "comment"), ref=mark.cell, authorId=str(author))
        body = etree.SubElement(comment, like(comments, "text"))
        etree.SubElement(body, like(comments, "t")).text = text
        fresh.append(mark)
    listed[:] = sorted(listed, key=lambda item: _row_and_column(item.get("ref", "A1")))
    if fresh:
        _draw(parts, sheet, fresh)


def _append(comment: _Element, text: str) -> None:
    """Add our words to a comment of the clerk's, as a run of their own that can be taken out again."""
    from lxml import etree

    body = child(comment, "text")
    if body is None:
        return
    plain = child(body, "t")
    if plain is not None:
        run = etree.Element(like(comment, "r"))
        body.replace(plain, run)
        run.append(plain)
    run = etree.SubElement(body, like(comment, "r"))
    piece = etree.SubElement(run, like(comment, "t"))
    piece.text = f"\n{text}"
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _cut(comment: _Element) -> None:
    """Take our words out of a comment of the clerk's: they end it, in runs as the last program liked to cut them."""
    pieces = [item for item in comment.iter() if local(item) == "t"]
    kept = "".join(piece.text or "" for piece in pieces).partition(SIGN)[0].removesuffix("\n")
    for piece in pieces:
        length = len(piece.text or "")
        piece.text, kept = kept[:length], kept[length:]
        run = piece.getparent()
        if not piece.text and run is not None and local(run) == "r" and (above := run.getparent()) is not None:
            above.remove(run)
    body = child(comment, "text")
    if body is not None and len(body) == 1 and local(body[0]) == "r" and [local(item) for item in body[0]] == ["t"]:
        body.replace(body[0], body[0][0])  # a run without a look of its own, as _append made it of plain text


def _take_comments_off(parts: Parts, sheet: str) -> bool:
    name, part = _part_of(parts, sheet, "comments")
    listed = child(parts.tree(part), "commentList") if part else None
    if listed is None:
        return False
    gone = []
    found = False
    for comment in list(listed):
        text = words(comment)
        if text.strip().removeprefix(f"{_AUTHOR}:").lstrip().startswith(SIGN):
            listed.remove(comment)
            gone.append(_row_and_column(comment.get("ref", "A1")))
            continue
        if SIGN in text:
            _cut(comment)
            found = True
    if gone:
        _erase(parts, sheet, frozenset(gone))
    if gone and not len(listed):
        parts.unrelate(sheet, name)
        parts.undeclare(part)
        parts.remove(part)
    return found or bool(gone)


def _draw(parts: Parts, sheet: str, marks: Sequence[CellMark]) -> None:
    """Comments need a shape each in the sheet's legacy drawing."""
    from lxml import etree

    root = parts.tree(sheet)
    name, part = _part_of(parts, sheet, "vmlDrawing")
    if not part:
        part = parts.free("xl/drawings/vmlDrawing{}.vml")
        parts.add(part, _DRAWING)
        name = parts.relate(sheet, "vmlDrawing", part)
        parts.declare_ending("vml", _VML_TYPE)
    if child(root, "legacyDrawing") is None:
        legacy = etree.Element(like(root, "legacyDrawing"))
        legacy.set(f"{R}id", name)
        _insert(root, legacy, _BEFORE_LEGACY)
    drawing = parts.tree(part)
    for number, mark in enumerate(marks, start=1):
        row, column = _row_and_column(mark.cell)
        lines = mark.text.count("\n") + len(mark.text) // 18 + 2
        drawing.append(etree.fromstring(_shape(number, row - 1, column - 1, lines)))


def _erase(parts: Parts, sheet: str, cells: frozenset[tuple[int, int]]) -> None:
    name, part = _part_of(parts, sheet, "vmlDrawing")
    if not part:
        return
    drawing = parts.tree(part)
    for shape in [item for item in drawing if local(item) == "shape"]:
        place = [int(item.text or -1) for item in shape.iter(f"{{{_EXCEL}}}Row", f"{{{_EXCEL}}}Column")]
        if len(place) == 2 and (place[0] + 1, place[1] + 1) in cells:
            drawing.remove(shape)
    if any(local(item) == "shape" for item in drawing):
        return
    root = parts.tree(sheet)
    legacy = child(root, "legacyDrawing")
    if legacy is not None:
        root.remove(legacy)
    parts.unrelate(sheet, name)
    parts.remove(part)


def _row_and_column(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]), column_number(letters)


_DRAWING = (
    f'<xml xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="77"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
).encode()


def _shape(number: int, row: int, column: int, lines: int) -> str:
    """Return a hidden note beside its cell (the form Excel itself writes)."""
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 2, {column + 4}, 31, {max(row - 1, 0) + max(lines, 3)}, 1"
    return (
        f'<v:shape xmlns:v="{_VML}" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="{_EXCEL}" '
        f'id="_x0000_s{escape(str(78848 + number))}" type="#_x0000_t202" '
        'style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
