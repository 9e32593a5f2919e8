"""Rows taller than a page, divided into rows of a few lines that look like one.

dxpdf (0.8.1) tears a row only where it begins on a page with room for it: of one that comes behind a header row at the foot
of a page it drops what does not fit on the next. So a row with one long cell is divided here; the lines between its pieces
are taken away, and what its short cells say stands in the first.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, properties, q
from docgen.embedded.normalise.parts import place as placed
from docgen.embedded.normalise.writing import loosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.tables import Row

_MOST = 0.6
"""The part of a page from which a row is divided; the same share joined rows may take."""
_LINES = 3
"""Lines of a piece."""


def divide(rows: Sequence[Row], tall: Sequence[float], page: float) -> bool:
    """Divide the rows that hardly fit on a page; return whether there were any.

    ``tall`` are their heights and ``page`` that of a page, in twips. Rows with more than one long cell, with tables in their
    cells or with a height of their own stay whole.
    """
    found = False
    for row, height in zip(rows, tall, strict=True):
        if _MOST * page < height < float("inf"):
            found = _divide(row.element) or found
    return found


def _divide(row: Element) -> bool:
    cells = list(children(row, "tc"))
    fixed = row.find(f"{q('trPr')}/{q('trHeight')}")
    for cell in cells:
        for paragraph in list(children(cell, "p")):
            loosen(paragraph)
    counts = [sum(1 for _ in children(cell, "p")) for cell in cells]
    if (
        fixed is not None
        or not cells
        or sorted(counts)[-1] <= 2 * _LINES
        or any(count > _LINES for count in sorted(counts)[:-1])
    ):
        return False
    long = counts.index(max(counts))
    lines = list(children(cells[long], "p"))
    pieces = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    if len(pieces[-1]) == 1:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    last = row
    for index, piece in enumerate(pieces):
        new = row if index == 0 else _like(row)
        for place, cell in enumerate(children(new, "tc")):
            settings = properties(cell, "tcPr")
            if index:
                cell.extend(piece if place == long else [cell.makeelement(q("p"))])
                if (merge := settings.find(q("vMerge"))) is not None:
                    merge.set(q("val"), "continue")
            for side, edge in (("top", index == 0), ("bottom", index == len(pieces) - 1)):
                if not edge:
                    without_line(settings, side)
        if new is not row:
            last.addnext(new)
            last = new
    return True


def _like(row: Element) -> Element:
    """Return a row of the same cells with nothing in them."""
    new = row.makeelement(q("tr"))
    settings = row.find(q("trPr"))
    if settings is not None:
        new.append(copy.deepcopy(settings))
    for cell in children(row, "tc"):
        empty = new.makeelement(q("tc"))
        own = cell.find(q("tcPr"))
        if own is not None:
            empty.append(copy.deepcopy(own))
            borders = empty[0].find(q("tcBorders"))
            if borders is not None:
                for side in ("top", "bottom"):
                    line = borders.find(q(side))
                    if line is not None:
                        borders.remove(line)
        new.append(empty)
    return new


def without_line(settings: Element, side: str) -> None:
    """Take a cell's line on one side away."""
    borders = settings.find(q("tcBorders"))
    if borders is None:
        borders = settings.makeelement(q("tcBorders"))
        before = {q(name) for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge")}
        settings.insert(sum(1 for child in settings if child.tag in before), borders)
    line = placed(borders, side)
    line.attrib.clear()
    line.set(q("val"), "nil")
