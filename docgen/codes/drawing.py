"""Draws the codes of a paper on its pages: 11 mm wide, in the bottom margin, where nothing else stands.

The PDF gets them after either engine has made it, as filled boxes, so they are in the same place and as sharp as the text.
They are drawn first, beneath all that the page has. A page whose bottom corners are both written on gets none.
"""

from __future__ import annotations

import io
import re
import zlib
from itertools import groupby
from typing import TYPE_CHECKING

from docgen.codes.code import LENGTH, MOST_PAGES, Code, Owner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pikepdf
    import pypdfium2

_MODULE = 1.25
"""Points: 2.6 pixels at 150 dpi. A fraction that is short to write."""
_MODULES = 25
"""Version 2, whose level Q holds just what a code says: a quarter of it may be lost."""
_SIZE = _MODULES * _MODULE
_WIDTHS = [f"{wide * _MODULE:g}" for wide in range(_MODULES + 1)]
_FROM_SIDE, _FROM_BOTTOM = 34.0, 20.0
"""Points, 12 mm and 7 mm: within what printers print and scanners see, below and beside what templates write."""
_QUIET = 3 * _MODULE
"""What must stay empty around it."""
_WHITE = 250
_MASK = 3
"""One of the eight for all: what is masked is as good as random, and trying all of them takes five times as long."""
_REAL = rb"(\d++\.?\d*+)"
_FLIPPED = re.compile(rb"1 0 0 -1 0 " + _REAL + rb" cm\s")
"""How the embedded engine begins a page: upside down from there on."""
_LEVEL = 6


def stamp(pdf: bytes, owner: Owner, text: int) -> bytes:
    """Return a paper's PDF with a code on each page that has room for it."""
    import pikepdf

    spots = _spots(pdf)
    if len(spots) > MOST_PAGES or not any(spots):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for number, (page, spot) in enumerate(zip(document.pages, spots, strict=True), 1):
            if spot is not None:
                _draw(document, page, Code(owner, text, number, len(spots)), spot)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _spots(pdf: bytes) -> list[tuple[float, float] | None]:
    """Return, for each page, the lower left corner of a place that is white: in the left corner, else in the right one."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_spot(page) for page in document]
    finally:
        document.close()


def _spot(page: pypdfium2.PdfPage) -> tuple[float, float] | None:
    left, bottom, right, top = page.get_mediabox()
    if (left, bottom) != (0, 0) or page.get_rotation() or page.get_cropbox() != (left, bottom, right, top):
        return None  # no page of an engine's: nothing is drawn where it might not be seen
    room = _SIZE + 2 * _QUIET
    for x in (_FROM_SIDE, right - _FROM_SIDE - _SIZE):
        sides = (x - _QUIET, _FROM_BOTTOM - _QUIET)
        if right < room + sides[0] or top < room + sides[1] or min(sides) < 0:
            continue
        crop = (*sides, right - sides[0] - room, top - sides[1] - room)
        if _is_white(page.render(scale=1, crop=crop, grayscale=True, may_draw_forms=False)):
            return x, _FROM_BOTTOM
    return None


def _is_white(picture: pypdfium2.PdfBitmap) -> bool:
    dots, stride = bytes(picture.buffer), picture.stride
    return all(
        min(dots[start : start + picture.width]) >= _WHITE for start in range(0, picture.height * stride, stride)
    )


def _draw(document: pikepdf.Pdf, page: pikepdf.Page, code: Code, spot: tuple[float, float]) -> None:
    import pikepdf

    content = page.obj.get("/Contents")
    written = content.read_bytes() if isinstance(content, pikepdf.Stream) else b""
    if not written:
        return
    flipped = _FLIPPED.match(written)
    x, y = spot
    if flipped is None:
        ahead, top, down = b"", y + _SIZE - _MODULE, -_MODULE
    else:
        # a module lower at most than it would be, so that the numbers stay short
        ahead, top, down = flipped[0], int((float(flipped[1]) - y - _SIZE) / _MODULE) * _MODULE, _MODULE
    columns = [f"{x + at * _MODULE:g}" for at in range(_MODULES)]
    rows = [f"{top + at * down:g}" for at in range(_MODULES)]
    drawn = "".join(
        f"{columns[column]} {rows[row]} {_WIDTHS[wide]} {_MODULE} re\n" for row, column, wide in _runs(code)
    )
    marked = b"/Artifact BMC\nq\n0 0 0 rg\n%sf\nQ\nEMC\n" % drawn.encode()
    packed = zlib.compress(ahead + marked + written[len(ahead) :], _LEVEL)
    page.obj.Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)


def _runs(code: Code) -> Iterator[tuple[int, int, int]]:
    """Yield the dark runs of a code line by line: row, column, how many modules."""
    for row, line in enumerate(_matrix(code)):
        column = 0
        for value, modules in groupby(line):
            wide = len(list(modules))
            if value:
                yield row, column, wide
            column += wide


def _matrix(code: Code) -> Sequence[Sequence[int]]:
    import segno

    written = str(code)
    assert len(written) == LENGTH
    made = segno.make(written, version=2, error="q", mode="alphanumeric", mask=_MASK, boost_error=False, micro=False)
    return made.matrix
