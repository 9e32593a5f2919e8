"""Which kind of vertical text a cell holds: whether it stands in one column, in several, or would be cut off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.markup import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["vertical"]

_UPRIGHT = re.compile("[\u3007\u3400-\u9fff\\s]*")
"""What stands as it is in vertical text; brackets, dashes and Latin letters are turned."""
_USUAL, _LINE, _MARGINS = 21, 1.3, 216.0
"""Half-points of text of no size of its own; the height of a line, in its text's; twips to both sides of a cell's text."""


def vertical(cell: Element) -> str:
    """Return what is special about a cell's text that runs downwards; ``""`` where it is one column of Chinese."""
    paragraphs = ["".join(one.text or "" for one in paragraph.iter(f"{W}t")) for paragraph in cell.iterfind(f"{W}p")]
    texts = [text for text in paragraphs if text.strip()]
    sizes = [int(one.get(f"{W}val", "0")) for one in cell.iterfind(f".//{W}rPr/{W}sz")]
    character = 10.0 * max(sizes, default=_USUAL)
    room = _height(cell)
    if room < 2 * character and any(len(text) > 1 for text in texts):
        return " in a row without a height"
    columns = sum(-(-len(text) * character // max(room, 1)) for text in texts)
    width = cell.find(f"{W}tcPr/{W}tcW")
    wide = float(width.get(f"{W}w", "0")) if width is not None and width.get(f"{W}type") == "dxa" else 0.0
    if columns > 1 and wide and columns * _LINE * character > wide - _MARGINS:
        return " longer than its cell"
    if len(paragraphs) > 1 or columns > 1 or not all(_UPRIGHT.fullmatch(text) for text in texts):
        return " of several columns or scripts"
    return ""


def _height(cell: Element) -> float:
    """Return how high a cell is at least, in twips: the rows that it reaches over."""
    row = cell.getparent()
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    if row is None or row.tag != f"{W}tr":
        return 0.0
    total = _least(row)
    if merged is not None:
        at = _column(cell)
        for below in row.itersiblings(f"{W}tr"):
            same = next((one for one in below.iterfind(f"{W}tc") if _column(one) == at), None)
            goes_on = None if same is None else same.find(f"{W}tcPr/{W}vMerge")
            if goes_on is None or goes_on.get(f"{W}val", "continue") != "continue":
                break
            total += _least(below)
    return total


def _least(row: Element) -> float:
    asked = row.find(f"{W}trPr/{W}trHeight")
    value = "" if asked is None else str(asked.get(f"{W}val", ""))
    lines = max(
        (sum(1 for _one in cell.iterfind(f"{W}p")) for cell in row.iterfind(f"{W}tc") if not _turned(cell)), default=0
    )
    return max(float(value) if value.isdecimal() else 0.0, lines * _LINE * 10 * _USUAL)


def _turned(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}textDirection") is not None


def _column(cell: Element) -> int:
    row = cell.getparent()
    before = None if row is None else row.find(f"{W}trPr/{W}gridBefore")
    at = 0 if before is None else int(before.get(f"{W}val", "0"))
    return at + sum(_spans(one) for one in cell.itersiblings(f"{W}tc", preceding=True))


def _spans(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else int(span.get(f"{W}val", "1"))
