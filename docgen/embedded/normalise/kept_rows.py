"""Rows that belong on one page: those kept with the next, and the header row with the first row it heads.

dxpdf (0.8.1) heeds neither ``w:keepNext`` in a row nor the fate of a header row alone at the foot of a page, but it never
tears rows that a vertically merged cell joins. So such rows are joined by a cell of no width at the right edge.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import thinned
from docgen.markup import properties, q, val

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.styles import Styles
    from docgen.embedded.normalise.tables import TableRow

_WIDTH = 1
"""Twips: a grid column must have some."""
_MOST = 0.6
"""The part of a page that joined rows may take."""


def let_break(rows: Sequence[TableRow], tall: Sequence[float], page: float) -> None:
    """Take ``w:cantSplit`` from rows that hardly fit on a page: dxpdf would draw them past its foot.

    Word and LibreOffice break a row that is taller than a page, whatever it says of itself.
    """
    for row, height in zip(rows, tall, strict=True):
        if height > _MOST * page:
            for mark in row.element.findall(f"{q('trPr')}/{q('cantSplit')}"):
                parent = mark.getparent()
                assert parent is not None
                parent.remove(mark)


def join(
    table: Element,
    rows: Sequence[TableRow],
    tall: Sequence[float],
    page: float,
    columns: int,
    styles: Styles,
) -> None:
    """Join rows that are kept with the next; ``columns`` says how many the grid has.

    ``tall`` are the rows' heights and ``page`` that of a page, in twips: a chain that would hardly fit on one is left to
    break where it will.
    """
    with_next = [(row.kept or row.heads) and index + 1 < len(rows) for index, row in enumerate(rows)]
    start = 0
    while start < len(with_next):
        end = start
        while with_next[end]:
            end += 1
        if sum(tall[start : end + 1]) > _MOST * page:
            with_next[start:end] = [False] * (end - start)
        start = end + 1
    if not any(with_next) or any(row.is_ragged or row.spans != columns for row in rows):
        return
    grid = properties(table, "tblGrid")
    column = grid.makeelement(q("gridCol"))
    column.set(q("w"), str(_WIDTH))
    grid.append(column)
    edge = _right_border(table, styles)
    before = False
    for row, now in zip(rows, with_next, strict=True):
        if edge is not None and row.cells:
            _close(row.cells[-1].element, edge)
        row.element.append(_joint(row.element, "continue" if before else "restart" if now else None))
        before = now


def _right_border(table: Element, styles: Styles) -> Element | None:
    settings = properties(table, "tblPr")
    style = val(settings.find(q("tblStyle"))) or styles.default_table
    sources = [settings, *(element.find(q("tblPr")) for element in reversed(styles.chain(style)))]
    for source in sources:
        borders = None if source is None else source.find(q("tblBorders"))
        for name in ("right", "end"):
            if borders is not None and (found := borders.find(q(name))) is not None:
                return found
    return None


def _close(cell: Element, edge: Element) -> None:
    """Give the last cell the table's right border: it is no longer at the edge."""
    settings = properties(cell, "tcPr")
    borders = settings.find(q("tcBorders"))
    if borders is None:
        borders = settings.makeelement(q("tcBorders"))
        after = {q(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")}
        settings.insert(sum(1 for child in settings if child.tag in after), borders)
    if borders.find(q("right")) is None and borders.find(q("end")) is None:
        border = copy.deepcopy(edge)
        border.tag = q("right")
        borders.append(border)


def _joint(row: Element, merge: str | None) -> Element:
    cell = row.makeelement(q("tc"))
    settings = properties(cell, "tcPr")
    width = settings.makeelement(q("tcW"))
    width.set(q("w"), str(_WIDTH))
    width.set(q("type"), "dxa")
    settings.append(width)
    if merge:
        joined = settings.makeelement(q("vMerge"))
        joined.set(q("val"), merge)
        settings.append(joined)
    for group, sides in (("tcBorders", ("top", "left", "bottom", "right")), ("tcMar", ("left", "right"))):
        box = settings.makeelement(q(group))
        for side in sides:
            one = box.makeelement(q(side))
            if group == "tcBorders":
                one.set(q("val"), "nil")
            else:
                one.set(q("w"), "0")
                one.set(q("type"), "dxa")
            box.append(one)
        settings.append(box)
    cell.append(thinned(cell.makeelement(q("p")), 20))
    return cell
