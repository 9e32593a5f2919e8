"""Tables as dxpdf needs them: margins written out, vertical text stacked, widths of cells known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, local, number, on
from docgen.markup import place, properties, q, val

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.styles import Styles

MARGIN = 108.0
"""Twips left and right in a cell where nobody says otherwise: what Word and LibreOffice take (0.19 cm)."""
_VERTICAL = frozenset({"tbRl", "tbRlV", "tbLrV", "eaVert", "btLr"})
_ACROSS = {
    None: "top",
    "left": "top",
    "start": "top",
    "both": "top",
    "center": "center",
    "right": "bottom",
    "end": "bottom",
}
_DOWN = {None: "right", "top": "right", "center": "center", "bottom": "left", "both": "center"}


_SETTINGS, _SPAN, _WIDTH, _OWN = q("tcPr"), q("gridSpan"), q("tcW"), q("tcMar")
_MERGE, _DIRECTION = q("vMerge"), q("textDirection")


@dataclass(slots=True)
class TableCell:
    """A cell: what its properties say, read once for all that is done with it."""

    element: Element
    span: int = 1
    """Columns that it takes."""
    width: float = 0.0
    """What it asks for in twips; 0 where it asks for nothing."""
    margins: Element | None = None
    """Its own."""
    merge: str | None = None
    """Whether it begins or continues a vertically merged one."""
    is_vertical: bool = False
    """Whether its text runs downwards."""
    height: float = 0.0
    """Of what stands in it, in twips, as it is estimated."""


@dataclass(slots=True)
class TableRow:
    """A row: what its properties say, and its cells."""

    element: Element
    cells: list[TableCell]
    before: int = 0
    """Columns left out before its first cell."""
    is_ragged: bool = False
    """Whether columns are left out behind its last cell."""
    least: float = 0.0
    """Its height in twips, where it has one."""
    heads: bool = False
    """Whether it is repeated on every page."""
    kept: bool = False
    """Whether it is kept with the next: its first paragraph says so."""

    @property
    def tall(self) -> float:
        """How high it is, as it is estimated; what a merged cell says is left out of account."""
        return max((self.least, *(cell.height for cell in self.cells if cell.merge is None)))

    @property
    def spans(self) -> int:
        """Columns that it takes, with those left out before."""
        return self.before + sum(cell.span for cell in self.cells)


def read(row: Element) -> TableRow:
    """Read a row."""
    found = TableRow(row, [_cell(cell) for cell in children(row, "tc")])
    settings = row.find(q("trPr"))
    if settings is not None:
        found.before = int(number(settings.find(q("gridBefore"))) or 0)
        found.is_ragged = bool(number(settings.find(q("gridAfter"))))
        found.least = number(settings.find(q("trHeight"))) or 0.0
        found.heads = on(settings.find(q("tblHeader"))) or False
    return found


def _cell(cell: Element) -> TableCell:
    found = TableCell(cell)
    for one in cell.iterfind(f"{_SETTINGS}/*"):
        tag = one.tag
        if tag == _SPAN:
            found.span = int(number(one) or 1)
        elif tag == _WIDTH and val(one, "type") == "dxa":
            found.width = number(one, "w") or 0.0
        elif tag == _MERGE:
            found.merge = val(one) or "continue"
        elif tag == _OWN:
            found.margins = one
        elif tag == _DIRECTION:
            found.is_vertical = val(one) in _VERTICAL
    return found


def write_margins(table: Element, styles: Styles, *, indented: bool) -> tuple[float, float]:
    """Write a table's cell margins out; return left and right in twips.

    ``indented``: in documents made for Word 2010 and before (compatibility mode below 15) a table stands out to the left
    by its cell margin, so that its text is flush with the paragraphs around it.
    """
    settings = properties(table, "tblPr")
    style = val(settings.find(q("tblStyle"))) or styles.default_table
    left = right = MARGIN
    sources = [element.find(q("tblPr")) for element in styles.chain(style)]
    for source in (*sources, settings):
        margins = None if source is None else source.find(q("tblCellMar"))
        if margins is not None:
            left = _side(margins, "left", "start", left)
            right = _side(margins, "right", "end", right)
    written = place(settings, "tblCellMar")
    for name, width in (("left", left), ("right", right)):
        edge = _edge(written, name)
        if edge is None:
            _set_edge(written, name, width)
        elif not number(edge, "w"):
            edge.set(q("w"), "1")  # dxpdf takes 0 for "not said"
    if indented and val(settings.find(q("jc"))) in (None, "left", "start") and settings.find(q("tblpPr")) is None:
        indent = place(settings, "tblInd")
        asked = number(indent, "w") or 0.0
        indent.set(q("w"), str(round(asked - left)))
        indent.set(q("type"), "dxa")
    return left, right


def _edge(margins: Element, name: str) -> Element | None:
    found = margins.find(q(name))
    return found if found is not None else margins.find(q("start" if name == "left" else "end"))


def _side(margins: Element, name: str, logical: str, default: float) -> float:
    for each in (name, logical):
        if (width := number(margins.find(q(each)), "w")) is not None:
            return width
    return default


def _set_edge(margins: Element, name: str, width: float) -> None:
    from lxml import etree

    order = ["top", "start", "left", "bottom", "end", "right"]
    made = etree.Element(q(name))
    made.set(q("w"), str(round(width)))
    made.set(q("type"), "dxa")
    before = set(order[: order.index(name)])
    at = sum(1 for child in margins if local(child) in before)
    margins.insert(at, made)


def grid(table: Element) -> list[float] | None:
    """Return the widths of a table's columns in twips; None where the grid does not say."""
    widths = [number(column, "w") for column in children(table.find(q("tblGrid")), "gridCol")]
    known = [width for width in widths if width]
    return known if known and len(known) == len(widths) else None


def cell_widths(row: TableRow, columns: list[float] | None, margins: tuple[float, float]) -> list[float | None]:
    """Return, for each cell of a row, the room for its text in twips; None where nobody can tell."""
    found: list[float | None] = []
    at = row.before
    for cell in row.cells:
        width = sum(columns[at : at + cell.span]) if columns and at + cell.span <= len(columns) else None
        at += cell.span
        if cell.width:
            width = cell.width if width is None else min(cell.width, width)
        left, right = margins
        if cell.margins is not None:
            left, right = _side(cell.margins, "left", "start", left), _side(cell.margins, "right", "end", right)
        found.append(None if width is None else width - left - right)
    return found


def take_lines_off(table: Element, styles: Styles) -> None:
    """Make fixed row heights smaller by the line between rows: dxpdf adds it to them, where it is part of them.

    Not to the first: it has the outer line above.
    """
    settings = properties(table, "tblPr")
    style = val(settings.find(q("tblStyle"))) or styles.default_table
    line: Element | None = None
    for source in (*(element.find(q("tblPr")) for element in styles.chain(style)), settings):
        borders = None if source is None else source.find(q("tblBorders"))
        if borders is not None and (found := borders.find(q("insideH"))) is not None:
            line = found
    if line is None or val(line) in (None, "nil", "none"):
        return
    width = (number(line, "sz") or 0) * 2.5  # eighths of a point to twips
    for row in list(children(table, "tr"))[1:]:
        height = row.find(f"{q('trPr')}/{q('trHeight')}")
        asked = number(height) or 0
        if height is not None and asked > 2 * width:
            height.set(q("val"), str(round(asked - width)))


def stack(cell: Element, styles: Styles) -> None:
    """Write vertical text as a stack of characters: dxpdf knows no text direction.

    What was across becomes down: a centred paragraph is centred in height, a cell centred in height is centred across.
    """
    from lxml import etree

    settings = properties(cell, "tcPr")
    direction = settings.find(q("textDirection"))
    if direction is not None:
        settings.remove(direction)
    down = settings.find(q("vAlign"))
    across = val(down)
    paragraphs = list(children(cell, "p"))
    if not paragraphs:
        return
    first = paragraphs[0]
    style = val(first.find(f"{q('pPr')}/{q('pStyle')}"))
    look, run = styles.paragraph(style)
    look = styles.merge_paragraph(look, first.find(q("pPr")))
    if down is None:
        down = etree.SubElement(settings, q("vAlign"))
    down.set(q("val"), _ACROSS.get(look.align, "center"))
    for paragraph in paragraphs:
        layout = properties(paragraph, "pPr")
        place(layout, "jc").set(q("val"), _DOWN.get(across, "center"))
        pieces = (styles.run(run, piece.find(q("rPr"))).size for piece in paragraph.iter(q("r")))
        size = max(pieces, default=run.size)
        indent = place(layout, "ind")
        indent.attrib.clear()
        for name in ("left", "right", "firstLine"):
            indent.set(q(name), "0")
        spacing = place(layout, "spacing")
        for name in ("before", "after"):
            spacing.set(q(name), "0")
        spacing.set(q("line"), str(round(20 * size)))
        spacing.set(q("lineRule"), "exact")
        _stack_runs(paragraph)


def _stack_runs(paragraph: Element) -> None:
    from lxml import etree

    begun = False
    for run in list(paragraph.iter(q("r"))):
        for text in run.findall(q("t")):
            for character in text.text or "":
                if character.isspace():
                    continue
                if begun:
                    text.addprevious(etree.Element(q("br")))
                one = etree.Element(q("t"))
                one.text = character
                text.addprevious(one)
                begun = True
            run.remove(text)
