"""Where a 归档章 fits on an item's first page.

The top of the page is drawn small and looked at, so that text, rules, pictures and the writing on a scan all count alike.
DA/T 22-2015 wants the stamp in the middle of the upper edge and never over text; GB/T 9704-2012 leaves 37 mm free there.

How far up a plain page is written on is read off its operators, for a tenth of what drawing and looking costs: only where it can
be said for certain (text placed line by line, rules and boxes, no pictures, no matrices but the page's own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.bundle.overlays import STAMP_HEIGHT, STAMP_WIDTH
from docgen.bundle.page_geometry import MM

if TYPE_CHECKING:
    import pypdfium2

_DOTS = 0.5
"""Dots per point: 36 dpi shows a stroke of 5号 type as a grey dot, and costs little."""
_BAND = 60 * MM
_CLEAR = 1.2 * MM
"""Free space around the stamp."""
_DARKER = 24
"""A dot this much darker (of 255) than the paper is ink; the grain of a scan is less."""
_DARK = 128
_NOISE = 0.002
"""Share of such dots that is still dust."""
_CORNER = 32 * MM
"""Kept free at both sides for the running number and the edition's name."""
_TOPS = (10 * MM, 8 * MM, 6 * MM, 13 * MM, 16 * MM, 4 * MM)
_SCALES = (1.0, 0.85, 0.7, 0.55)
# Numbers begin where numbers begin: without that a run of digits is tried from each of them.
_REAL = rb"(?<![0-9.])(-?(?:\d++\.?\d*+|\.\d++))"
_FLIPPED = re.compile(rb"1 0 0 -1 0 " + _REAL + rb" cm\s")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>")
_UNSURE = re.compile(
    # strings might hold anything
    rb"[(%]|\b(?:cm|Do|sh|BI|TD|TL|Tz|Ts|Tc|d0|d1|v|y)\b|T\*|['\"]"
)
_CLIP = re.compile(_REAL + rb" " + _REAL + rb" " + _REAL + rb" " + _REAL + rb"\s+re\s+W\*?\s+n\b")
_SIZE = re.compile(_REAL + rb"\s+Tf\b")
_MOVE = re.compile(_REAL + rb"\s+Td\b")
_MATRIX = re.compile(rb"1 0 0 (-?)1 " + _REAL + rb" " + _REAL + rb"\s+Tm\b")
_BOX = re.compile(_REAL + rb" " + _REAL + rb" " + _REAL + rb" " + _REAL + rb"\s+re\b")
_POINT = re.compile(_REAL + rb"\s+[ml]\b")
_CURVE = re.compile((_REAL + rb"\s+") * 6 + rb"c\b")
_TALLEST = 1.3
"""Type sizes that a letter reaches above its base line at most, accents included."""


@dataclass(frozen=True, slots=True)
class StampPlace:
    """The stamp's lower left corner in points of the upright page, its scale, and whether it left its usual place."""

    x: float
    y: float
    scale: float
    moved: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The top of a page as dots, row by row from the top."""

    rows: tuple[bytes, ...]
    """1 where there is ink, 0 where there is none."""

    def is_free(self, left: float, top: float, width: float, height: float) -> bool:
        """Whether a rectangle (points from the upper left corner) has no ink in it."""
        x0, x1 = int(left * _DOTS), int((left + width) * _DOTS) + 1
        rows = self.rows[int(top * _DOTS) : int((top + height) * _DOTS) + 1]
        if not rows:
            return False
        dark = sum(row.count(1, max(x0, 0), x1) for row in rows)
        return dark <= _NOISE * len(rows) * (x1 - x0)


def usual(width: float, height: float, written_up_to: float) -> StampPlace | None:
    """Return the usual place on an upright page if nothing reaches up to it, else None: the page must be looked at."""
    if height - written_up_to < _TOPS[0] + STAMP_HEIGHT + _CLEAR or width < STAMP_WIDTH + 2 * _CORNER:
        return None
    return StampPlace((width - STAMP_WIDTH) / 2, height - _TOPS[0] - STAMP_HEIGHT, 1.0, moved=False)


def place(pdf: Path) -> StampPlace | None:
    """Return the place for a stamp on a file's first page, None when there is none.

    Nearly always the usual place is free, so only that is drawn at first.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = page.get_size()
        if width < STAMP_WIDTH * _SCALES[-1] or height < STAMP_HEIGHT * _SCALES[-1]:
            return None
        left, top = (width - STAMP_WIDTH) / 2, _TOPS[0]
        usual = (left - _CLEAR, top - _CLEAR, STAMP_WIDTH + 2 * _CLEAR, STAMP_HEIGHT + 2 * _CLEAR)
        has_edges = left >= _CLEAR and height >= top + STAMP_HEIGHT
        if has_edges and _draw(page, *usual).is_free(0, 0, *usual[2:]):
            return StampPlace(left, height - top - STAMP_HEIGHT, 1.0, moved=False)
        return find(_draw(page, 0, 0, width, min(height, _BAND)), width, height)
    finally:
        document.close()


def _draw(page: pypdfium2.PdfPage, left: float, top: float, width: float, height: float) -> Band:
    """Draw a part of a page (points from the upper left corner) as dots."""
    across, up = page.get_size()
    crop = tuple(max(0.0, margin) for margin in (left, up - top - height, across - left - width, top))
    if crop[0] + crop[2] >= across or crop[1] + crop[3] >= up:
        return Band(())
    bitmap = page.render(scale=_DOTS, crop=crop, grayscale=True)
    data, stride, wide = bytes(bitmap.buffer), bitmap.stride, bitmap.width
    bitmap.close()
    tones = sorted(data[::13])  # a sample will do
    paper = tones[len(tones) * 4 // 5] if tones else 255
    # On a dark ground nothing is free: red on black cannot be read.
    dots = data.translate(bytes(tone < paper - _DARKER or paper < _DARK for tone in range(256)))
    return Band(tuple(dots[start : start + wide] for start in range(0, len(dots), stride)))


def find(band: Band, width: float, height: float) -> StampPlace | None:
    """Return the best free place, None when there is none: top centre, else beside or lower, else smaller."""
    for scale in _SCALES:
        across, up = STAMP_WIDTH * scale, STAMP_HEIGHT * scale
        if across + 2 * _CLEAR > width:
            continue
        for left in _lefts(width, across):
            for top in _TOPS:
                if band.is_free(left - _CLEAR, top - _CLEAR, across + 2 * _CLEAR, up + 2 * _CLEAR):
                    centred = left == (width - across) / 2
                    return StampPlace(left, height - top - up, scale, moved=not centred or top > 16 * MM)
    return None


def _lefts(width: float, across: float) -> Iterator[float]:
    middle = (width - across) / 2
    yield middle
    step = 8 * MM
    away = step
    while middle - away >= _CORNER:
        yield middle - away
        yield middle + away
        away += step


def top_of_marks(content: bytes) -> float | None:
    """Return the height that no mark reaches above, in points of the page's own coordinates; None when it is unknown."""
    height: float | None = None
    flipped = _FLIPPED.match(content)
    if flipped:
        height = float(flipped[1])
        content = content[flipped.end() :]
    content = _HEX.sub(b"", content)
    if _UNSURE.search(content):
        return None
    content = _CLIP.sub(b"", content)
    sizes = [abs(float(size)) for size in _SIZE.findall(content)]
    rise = max(sizes, default=0.0) * _TALLEST
    lines = _lines(content, height is not None)
    boxes = [(float(y), float(y) + float(tall)) for _x, y, _wide, tall in _BOX.findall(content)]
    if lines is None or len(boxes) != content.count(b" re"):
        return None
    marks = [edge for box in boxes for edge in box]
    marks += [float(y) for y in _POINT.findall(content)]
    marks += [float(curve[at]) for curve in _CURVE.findall(content) for at in (1, 3, 5)]
    if height is None:
        return max([*(y + rise for y in lines), *marks], default=0.0)
    return height - min([*(y - rise for y in lines), *marks], default=height)


def _lines(content: bytes, is_flipped: bool) -> list[float] | None:
    """Return the base lines of all text; None when one is placed in a way that is not seen through."""
    blocks = content.count(b"BT")
    if is_flipped:
        places = _MATRIX.findall(content)
        level = all(float(move) == 0 for move in _MOVE.findall(content))
        is_plain = len(places) == blocks == content.count(b"Tm") and level and all(sign for sign, _x, _y in places)
        return [float(y) for _sign, _x, y in places] if is_plain else None
    moves = [float(y) for y in _MOVE.findall(content)]
    # one move from the corner in each block: it says where the line stands
    return moves if len(moves) == blocks and b"Tm" not in content else None
