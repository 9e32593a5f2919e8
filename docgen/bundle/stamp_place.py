"""Where a 归档章 fits on an item's first page.

The top of the page is drawn small and looked at, so that text, rules, pictures and the writing on a scan all count alike.
DA/T 22-2015 wants the stamp in the middle of the upper edge and never over text; GB/T 9704-2012 leaves 37 mm free there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.bundle.frame import MM
from docgen.bundle.marks import STAMP_HEIGHT, STAMP_WIDTH

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
