"""A page as it is seen: rotation, crop and units out of the way.

Everything that is drawn on a page is placed in points from the lower left corner of the upright visible page.
"""

from __future__ import annotations

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible page, ``width`` × ``height`` points, and the matrix from there to the page's own coordinates."""

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]

    @property
    def transform(self) -> str:
        """The ``cm`` operator, empty when nothing is to be changed."""
        if self.matrix == (1, 0, 0, 1, 0, 0):
            return ""
        return " ".join(number(value) for value in self.matrix) + " cm\n"

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return a rectangle in the page's own coordinates, corners in order."""
        a, b, c, d, e, f = self.matrix
        xs = sorted((a * x0 + c * y0 + e, a * x1 + c * y1 + e))
        ys = sorted((b * x0 + d * y0 + f, b * x1 + d * y1 + f))
        return xs[0], ys[0], xs[1], ys[1]


def frame(media: tuple[float, ...], crop: tuple[float, ...], rotate: int, unit: float = 1.0) -> Frame:
    """Return the frame of a page from its MediaBox, CropBox, Rotate and UserUnit (ISO 32000-1, 7.7.3.3)."""
    x0, y0 = max(media[0], crop[0]), max(media[1], crop[1])
    x1, y1 = min(media[2], crop[2]), min(media[3], crop[3])
    if x1 <= x0 or y1 <= y0:  # a crop box beside the page is ignored, as viewers do
        x0, y0, x1, y1 = media[:4]
    across, up = x1 - x0, y1 - y0
    s = 1 / unit
    match rotate % 360:
        case 90:
            return Frame(up * unit, across * unit, (0, s, -s, 0, x1, y0))
        case 180:
            return Frame(across * unit, up * unit, (-s, 0, 0, -s, x1, y1))
        case 270:
            return Frame(up * unit, across * unit, (0, -s, s, 0, x0, y1))
        case _:
            return Frame(across * unit, up * unit, (s, 0, 0, s, x0, y0))


def number(value: float) -> str:
    """Write a number as PDF wants it: no exponent, no trailing zeros, the same on every system."""
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"
