"""A number, or the parts of a whole, as one bar of a chart, told apart in black and white.

A chart is a table: names and numbers are its text, in the paper's own face, found and read aloud; the bars are pictures. The
first part is black, the second hatched, the third white, the fourth dotted; what is left of the whole is not drawn.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

from docgen.images.drawn import Drawn, Size

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS = 600 / 25.4
_LINE, _PITCH = 4, 18
"""Dots: a line's thickness, and from one line of a hatching to the next."""
MOST = 4
"""Parts that can be told apart."""


@lru_cache(maxsize=1024)
def drawn(parts: tuple[float, ...], whole: float, size: Size) -> Drawn:
    """Return a bar of which each part is as long as its share of the whole; papers of one semester have few that differ."""
    from PIL import Image, ImageDraw

    width, height = (max(2 * _LINE, round(side * _DOTS)) for side in (size.width, size.height))
    picture = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(picture)
    ends = [min(width, round(width * end / whole)) for end in accumulate(parts)]
    for place, (begin, end) in enumerate(zip([0, *ends], ends, strict=False)):
        # What is there at all is seen; one dot further left it shares its edge with the part before.
        left, right = max(0, begin - _LINE if begin else 0), max(end, begin + 2 * _LINE if parts[place] else begin) - 1
        if parts[place]:
            filling = _filled(place, right - left + 1, height)
            picture.paste(filling, (left, 0))
            pen.rectangle((left, 0, min(right, width - 1), height - 1), outline=0, width=_LINE)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)  # packed less, a bar made on Windows has other bytes
    said = "、".join(f"{part:g}" for part in parts)
    return Drawn(out.getvalue(), "png", size, f"条形：{said}，全长 {whole:g}")


def _filled(place: int, width: int, height: int) -> Image:
    """Return a field in the look of the part at a place."""
    from PIL import Image, ImageDraw

    field = Image.new("1", (width, height), 0 if place == 0 else 1)
    pen = ImageDraw.Draw(field)
    if place == 1:
        for begin in range(-height, width, _PITCH):
            pen.line((begin, height, begin + height, 0), fill=0, width=_LINE)
    elif place == 3:
        for x in range(_PITCH // 2, width, _PITCH):
            for y in range(_PITCH // 2, height, _PITCH):
                pen.rectangle((x, y, x + _LINE, y + _LINE), fill=0)
    return field
