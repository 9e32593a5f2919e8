"""Whether a JPEG is whole, from its markers and coded data (ISO/IEC 10918-1), and where it ends.

A decoder's warnings do not tell. A run of zeros in the middle of the coded data often decodes to something: with the usual tables
nothing a camera or scanner writes has one, with tables made for the picture only a blank area has. The tables say which it is.
Nor does the end of the file: telephones put a film, a second picture or a word about themselves behind the picture.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import Enum, auto

BEGIN = b"\xff\xd8"
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""The next marker in coded data: neither a stuffed byte nor a restart."""
_GAP = re.compile(rb"\x00{16,}")
_FRAMES = frozenset((*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)))
_USUAL = frozenset((0xC0, 0xC1, 0xC2))
"""Baseline, extended, progressive: what PDF readers decode. The others are arithmetic, lossless or hierarchical."""
_DHT, _DQT, _SOS, _EOI = 0xC4, 0xDB, 0xDA, 0xD9


class Coding(Enum):
    """What a JPEG is like."""

    WHOLE = auto()
    DAMAGED = auto()
    UNUSUAL = auto()
    """Coded in a way that most programs cannot read, such as arithmetic."""


@dataclass(slots=True)
class _Read:
    """What was read of a picture so far."""

    frame: int = 0
    first: dict[tuple[int, int], int] | None = None
    """Of each table (class, number) the symbol whose code is all zeros."""


def judge(data: bytes) -> tuple[Coding, int]:
    """Say what the first picture of a file is like and, of a whole one, where it ends; the pixels are the decoder's to judge."""
    try:
        return _judge(data)
    except (struct.error, IndexError):
        return Coding.DAMAGED, 0


def _judge(data: bytes) -> tuple[Coding, int]:
    if not data.startswith(BEGIN):
        return Coding.DAMAGED, 0
    seen = _Read(first={})
    at, is_coded = 2, False
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            return Coding.DAMAGED, 0
        marker = data[at + 1]
        if marker == _EOI:
            return (Coding.WHOLE, at + 2) if is_coded else (Coding.DAMAGED, 0)
        (length,) = struct.unpack_from(">H", data, at + 2)
        segment = data[at + 4 : at + 2 + length]
        if len(segment) != length - 2:
            return Coding.DAMAGED, 0
        at += 2 + length
        if marker in _FRAMES:
            if marker not in _USUAL:
                return Coding.UNUSUAL, 0
            seen.frame = marker
        elif marker == _DQT and not _quantises(segment):
            return Coding.DAMAGED, 0
        elif marker == _DHT:
            _note_tables(segment, seen)
        elif marker == _SOS:
            found = _MARKER.search(data, at)
            if found is None or not seen.frame:
                return Coding.DAMAGED, 0
            if _GAP.search(data, at, found.start()) and not _may_be_blank(segment, seen):
                return Coding.DAMAGED, 0
            at, is_coded = found.start(), True


def _quantises(segment: bytes) -> bool:
    """Whether no table divides by zero."""
    at = 0
    while at < len(segment):
        wide = segment[at] >> 4
        table = segment[at + 1 : at + 1 + 64 * (1 + wide)]
        if len(table) != 64 * (1 + wide) or 0 in (struct.unpack(">64H", table) if wide else table):
            return False
        at += 1 + 64 * (1 + wide)
    return True


def _note_tables(segment: bytes, seen: _Read) -> None:
    assert seen.first is not None
    at = 0
    while at < len(segment):
        count = sum(segment[at + 1 : at + 17])
        seen.first[segment[at] >> 4, segment[at] & 15] = segment[at + 17]
        at += 17 + count


def _may_be_blank(scan: bytes, seen: _Read) -> bool:
    """Whether zeros in a scan's data can be a blank area: "no change" and "end of block" are all zeros there."""
    assert seen.first is not None
    count = scan[0]
    start, end, approximation = scan[1 + 2 * count : 4 + 2 * count]
    if seen.frame == 0xC2 and start == 0 and approximation >> 4:
        return True  # bare bits of the mean values, without a code
    for place in range(count):
        tables = scan[2 + 2 * place]
        if start == 0 and seen.first.get((0, tables >> 4)) != 0:
            return False
        if end > 0 and seen.first.get((1, tables & 15), 1) & 15:
            return False
    return True
