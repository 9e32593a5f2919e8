"""Where a 归档章 fits on an item's first page.

The top of the page is drawn small and looked at, so that text, rules, pictures and the writing on a scan all count alike.
DA/T 22-2015 wants the stamp in the middle of the upper edge and never over text; GB/T 9704-2012 leaves 37 mm free there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.bundle.frame import MM
from docgen.bundle.marks import STAMP_HEIGHT, STAMP_WIDTH

_DOTS = 0.5
"""Dots per point: 36 dpi shows a stroke of 5号 type as a grey dot, and costs little."""
_BAND = 60 * MM
_CLEAR = 1.2 * MM
"""Free space around the stamp."""
_DARKER = 24
"""A dot this much darker (of 255) than the paper is ink; the grain of a scan is less."""
_NOISE = 0.002
"""Share of such dots that is still dust."""
_CORNER = 32 * MM
"""Kept free at both sides for the running number and the edition's name."""
_TOPS = (10 * MM, 8 * MM, 6 * MM, 13 * MM, 16 * MM, 4 * MM)
_SCALES = (1.0, 0.85, 0.7, 0.55)


@dataclass(frozen=True, slots=True)
class Room:
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


def look(pdf: Path) -> tuple[Band, float, float]:
    """Return the top of a file's first page and the page's width and height in points, as seen."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = page.get_size()
        below = max(0.0, height - _BAND)
        bitmap = page.render(scale=_DOTS, crop=(0, below, 0, 0), grayscale=True, may_draw_forms=True)
        data, stride, across = bytes(bitmap.buffer), bitmap.stride, bitmap.width
        bitmap.close()
        page.close()
    finally:
        document.close()
    tones = sorted(data[::13])  # a sample will do
    paper = tones[len(tones) * 4 // 5] if tones else 255
    ink = bytes(tone < paper - _DARKER for tone in range(256))
    dots = data.translate(ink)
    return Band(tuple(dots[start : start + across] for start in range(0, len(dots), stride))), width, height


def find(band: Band, width: float, height: float) -> Room | None:
    """Return the best free place, None when there is none: top centre, else beside or lower, else smaller."""
    for scale in _SCALES:
        across, up = STAMP_WIDTH * scale, STAMP_HEIGHT * scale
        for left in _lefts(width, across):
            for top in _TOPS:
                if band.is_free(left - _CLEAR, top - _CLEAR, across + 2 * _CLEAR, up + 2 * _CLEAR):
                    centred = left == (width - across) / 2
                    return Room(left, height - top - up, scale, moved=not centred or top > 16 * MM)
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
