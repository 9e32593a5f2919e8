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

from docgen.codes import LENGTH, MOST_PAGES, Code, Owner

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
_REAL = rb"(-?(?:\d++\.?\d*+|\.\d++))"
_FLIPPED = re.compile(rb"1 0 0 -1 0 " + _REAL + rb" cm\s")
"""How the embedded engine begins a page: upside down from there on."""
_LINE = re.compile(rb"BT\n/F\d++ " + _REAL + rb" Tf\n1 0 0 -1 " + _REAL + rb" " + _REAL + rb" Tm\n\[[^\]]*+\]TJ\nET\n")
_BOX = re.compile(_REAL + (rb" " + _REAL) * 3 + rb" re\n")
_UNSEEN = re.compile(rb"(?:[0-9.]++|/\w++|<</MCID \d++ >>|RG|rg|gs|BDC|EMC|f\*?|[ \n])*+")
"""What draws nothing by itself: colours, marked content, filling."""
_REACH = 0.6
"""Type sizes that a letter reaches below its base line at most, and before its beginning."""
_LEVEL = 6


def stamp(pdf: bytes, owner: Owner, text: int) -> bytes:
    """Return a paper's PDF with a code on each page that has room for it."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        contents = [_written(page) for page in document.pages]
        spots = [_plain_spot(page, written) for page, written in zip(document.pages, contents, strict=True)]
        if not all(spots):
            spots = _spots(pdf, spots)
        if len(spots) > MOST_PAGES or not any(spots):
            return pdf
        for number, (page, written, spot) in enumerate(zip(document.pages, contents, spots, strict=True), 1):
            if spot is not None and written:
                page.obj.Contents = _drawn(document, written, Code(owner, text, number, len(spots)), spot)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _written(page: pikepdf.Page) -> bytes:
    import pikepdf

    content = page.obj.get("/Contents")
    return content.read_bytes() if isinstance(content, pikepdf.Stream) else b""


def _plain_spot(page: pikepdf.Page, written: bytes) -> tuple[float, float] | None:
    """Return the left corner's place where the page's own operators say that nothing is there; None where it takes a look.

    Only for pages of lines and boxes, as the embedded engine's are, and only that corner: nearly all forms leave it empty.
    """
    flipped = _FLIPPED.match(written)
    if flipped is None or {"/CropBox", "/Rotate", "/Annots"} & page.obj.keys():
        return None
    if [float(edge) for edge in page.mediabox[:2]] != [0.0, 0.0] or abs(
        float(page.mediabox[3]) - float(flipped[1])
    ) > 1:
        return None
    right, top = _FROM_SIDE + _SIZE + 2 * _QUIET, float(flipped[1]) - _FROM_BOTTOM - _SIZE - 2 * _QUIET
    rest = written[flipped.end() :]
    for size, x, base in (map(float, one) for one in _LINE.findall(rest)):
        if x - _REACH * size < right and base + _REACH * size > top:
            return None
    rest = _LINE.sub(b"", rest)
    for x, y, wide, tall in (map(float, one) for one in _BOX.findall(rest)):
        if min(x, x + wide) < right and max(y, y + tall) > top:
            return None
    return (_FROM_SIDE, _FROM_BOTTOM) if _UNSEEN.fullmatch(_BOX.sub(b"", rest)) else None


def _spots(pdf: bytes, known: Sequence[tuple[float, float] | None]) -> list[tuple[float, float] | None]:
    """Return, for each page, the lower left corner of a place that is white: in the left corner, else in the right one.

    A page whose place is known is not looked at.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [spot or _spot(document[number]) for number, spot in enumerate(known)]
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


def _drawn(document: pikepdf.Pdf, written: bytes, code: Code, spot: tuple[float, float]) -> pikepdf.Stream:
    """Return a page's content with the code beneath it."""
    import pikepdf

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
    return pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)


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
