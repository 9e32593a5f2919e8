"""Finds, in a font as it stands in a PDF, the empty box that is drawn for a character no face has.

LibreOffice (7.4) copies the shape of .notdef into its subset a second time, under a code of its own, and writes the
character beside it as ActualText: the text alone looks right, the page shows a box. Only the shapes tell. (Skia, in the
embedded engine, draws nothing and writes nothing; that is seen as lost text.)
"""

from __future__ import annotations

import struct
from itertools import pairwise

__all__ = ["draws_notdef"]

_CHAR_STRINGS = 17
"""Operator of a CFF top dictionary: where the shapes are (Adobe Technical Note 5176, table 9)."""


def draws_notdef(program: bytes) -> bool:
    """Return whether a TrueType or bare CFF subset holds the shape of glyph 0 again under another number."""
    try:
        if program[:4] in (b"\0\1\0\0", b"true"):
            shapes = _truetype(program)
        elif program[:1] == b"\1":
            shapes = _cff(program)
        else:
            return False
    except (struct.error, KeyError, IndexError):
        return False
    return bool(shapes) and len(shapes[0]) > 1 and shapes[0] in shapes[1:]


def _truetype(program: bytes) -> list[bytes]:
    tables = {
        program[at : at + 4]: struct.unpack_from(">II", program, at + 8)
        for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16)
    }
    head, (loca, size), glyf = tables[b"head"][0], tables[b"loca"], tables[b"glyf"][0]
    long = struct.unpack_from(">h", program, head + 50)[0]
    places = struct.unpack_from(f">{size // 4}I" if long else f">{size // 2}H", program, loca)
    scale = 1 if long else 2
    return [program[glyf + start * scale : glyf + end * scale] for start, end in pairwise(places)]


def _cff(program: bytes) -> list[bytes]:
    _names, after = _index(program, program[2])
    tops, _after = _index(program, after)
    shapes, _after = _index(program, _number_before(tops[0], _CHAR_STRINGS))
    return shapes


def _index(program: bytes, at: int) -> tuple[list[bytes], int]:
    count = struct.unpack_from(">H", program, at)[0]
    if not count:
        return [], at + 2
    width = program[at + 2]
    places = [int.from_bytes(program[at + 3 + i * width :][:width], "big") for i in range(count + 1)]
    start = at + 3 + (count + 1) * width - 1
    return [program[start + a : start + b] for a, b in pairwise(places)], start + places[-1]


def _number_before(dictionary: bytes, wanted: int) -> int:
    number, at = 0, 0
    while at < len(dictionary):
        first = dictionary[at]
        if first <= 21:
            if first == wanted:
                return number
            at += 2 if first == 12 else 1
        elif first == 28:
            number, at = struct.unpack_from(">h", dictionary, at + 1)[0], at + 3
        elif first == 29:
            number, at = struct.unpack_from(">i", dictionary, at + 1)[0], at + 5
        elif first == 30:  # a real: nibbles up to an f
            at += 1
            while dictionary[at] & 0xF != 0xF:
                at += 1
            at += 1
        elif first <= 246:
            number, at = first - 139, at + 1
        elif first <= 250:
            number, at = (first - 247) * 256 + dictionary[at + 1] + 108, at + 2
        else:
            number, at = -(first - 251) * 256 - dictionary[at + 1] - 108, at + 2
    raise KeyError(wanted)
