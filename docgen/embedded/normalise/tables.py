"""Tables as dxpdf needs them: margins written out, vertical text stacked, widths of cells known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, local, number, place, properties, q, val

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


def cell_widths(row: Element, columns: list[float] | None, margins: tuple[float, float]) -> list[float | None]:
    """Return, for each cell of a row, the room for its text in twips; None where nobody can tell."""
    found: list[float | None] = []
    before = row.find(f"{q('trPr')}/{q('gridBefore')}")
    at = int(number(before) or 0)
    for cell in children(row, "tc"):
        settings = cell.find(q("tcPr"))
        span = int(number(None if settings is None else settings.find(q("gridSpan"))) or 1)
        width = sum(columns[at : at + span]) if columns and at + span <= len(columns) else None
        at += span
        own = None if settings is None else settings.find(q("tcW"))
        if own is not None and val(own, "type") == "dxa" and (asked := number(own, "w")):
            width = asked if width is None else min(asked, width)
        left, right = margins
        special = None if settings is None else settings.find(q("tcMar"))
        if special is not None:
            left, right = _side(special, "left", "start", left), _side(special, "right", "end", right)
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


def is_vertical(cell: Element) -> bool:
    """Whether the text of a cell runs downwards."""
    return val(cell.find(f"{q('tcPr')}/{q('textDirection')}")) in _VERTICAL


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
