"""A value as a QR code: black and white, sharp at any size, with the white around it that readers ask for."""

from __future__ import annotations

from io import BytesIO

from docgen.images.drawn import Drawn, Size

_QUIET = 4
"""Modules of white on each side (ISO/IEC 18004, 7.3.8)."""
_LEAST = 0.33
"""Millimetres of a module that a telephone still reads off an office printer's paper."""
_DOTS = 600 / 25.4


class TooLong(ValueError):
    """A value whose code would be too fine to be read."""


def drawn(value: str, size: Size) -> Drawn:
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
