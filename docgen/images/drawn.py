"""Pictures ready to be printed, in the size asked for; and those that docgen draws itself: a QR code, the bar of a chart.

Both are black and white, and sharp at any size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

EMU = 36_000
"""English Metric Units a millimetre, in which Word measures pictures."""
_DOTS = 600 / 25.4
_LINE, _PITCH = 4, 18
"""Dots: a line's thickness, and from one line of a hatching to the next."""
MOST = 4
"""Parts that can be told apart."""
_QUIET = 4
"""Modules of white on each side (ISO/IEC 18004, 7.3.8)."""
_LEAST = 0.33
"""Millimetres of a module that a telephone still reads off an office printer's paper."""


@dataclass(frozen=True, slots=True)
class Size:
    """Millimetres; ``height`` 0 lets it follow from the picture's own proportions."""

    width: float
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture: its file, what the file's name ends with, its size in print, what is said to whoever cannot see it.

    ``words`` are the paper's, so they are Chinese whatever language docgen speaks.
    """

    content: bytes
    ending: str
    size: Size
    words: str

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height in Word's own unit."""
        return round(self.size.width * EMU), round(self.size.height * EMU)


class TooLong(ValueError):
    """A value whose code would be too fine to be read."""


def qr(value: str, size: Size) -> Drawn:
    """Return the code of a value, with its white as wide as asked. Raise TooLong."""
    import segno
    from PIL import Image

    try:
        # Bytes in UTF-8 for what is not plain, not the shorter codes for Japanese: every reader knows these.
        made = (
            segno.make(value, error="m", micro=False)
            if value.isascii()
            else segno.make(value, error="m", micro=False, mode="byte", encoding="utf-8")
        )
    except (segno.DataOverflowError, ValueError) as error:
        raise TooLong from error
    rows = [bytes(255 * (not dark) for dark in row) for row in made.matrix_iter(border=_QUIET)]
    if size.width / len(rows) < _LEAST:
        raise TooLong
    each = max(1, round(size.width * _DOTS / len(rows)))
    picture = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    large = picture.resize((each * len(rows), each * len(rows)), Image.Resampling.NEAREST).convert("1")
    out = BytesIO()
    large.save(out, "PNG", optimize=True)
    return Drawn(out.getvalue(), "png", Size(size.width, size.width), f"二维码：{value}")


@lru_cache(maxsize=1024)
def bar(parts: tuple[float, ...], whole: float, size: Size) -> Drawn:
    """Return a bar of which each part is as long as its share of the whole; papers of one semester have few that differ.

    A chart is a table: names and numbers are its text, in the paper's own face, found and read aloud; the bars are pictures.
    The first part is black, the second hatched, the third white, the fourth dotted; what is left of the whole is not drawn.
    """
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
