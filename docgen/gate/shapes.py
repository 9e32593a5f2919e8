"""Finds, in a font as it stands in a PDF, the empty box that is drawn for a character no face has.

LibreOffice (7.4) copies the shape of .notdef into its subset a second time, under a code of its own, and writes the
character beside it as ActualText: the text alone looks right, the page shows a box. Only the shapes tell. (Skia, in
the embedded engine, draws nothing and writes nothing; that is seen as lost text.)

Only TrueType subsets are looked into: docgen's own faces and those of Windows are of that kind. LibreOffice turns
OTF faces into encrypted Type 1 ones; for these the coverage that :mod:`docgen.fonts` checks beforehand must do.
"""

from __future__ import annotations

import struct
from itertools import pairwise

__all__ = ["draws_notdef"]


def draws_notdef(program: bytes) -> bool:
    """Return whether a TrueType subset holds the shape of glyph 0 again under another number."""
    if program[:4] not in (b"\0\1\0\0", b"true"):
        return False
    try:
        shapes = _shapes(program)
    except (struct.error, KeyError):
        return False
    return bool(shapes) and bool(shapes[0]) and shapes[0] in shapes[1:]


def _shapes(program: bytes) -> list[bytes]:
    tables = {
        program[at : at + 4]: struct.unpack_from(">II", program, at + 8)
        for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16)
    }
    head, (loca, size), glyf = tables[b"head"][0], tables[b"loca"], tables[b"glyf"][0]
    long = struct.unpack_from(">h", program, head + 50)[0]
    places = struct.unpack_from(f">{size // 4}I" if long else f">{size // 2}H", program, loca)
    scale = 1 if long else 2
    return [program[glyf + start * scale : glyf + end * scale] for start, end in pairwise(places)]
