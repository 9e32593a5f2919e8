"""Subsets of one TrueType face, read strictly and put together again: bytes in, bytes out.

Only what can be joined without loss is read: plain outlines without instructions of their own program, so that a glyph is
its bytes and its metrics and nothing else (ISO/IEC 14496-22: head, hhea, hmtx, loca, maxp, glyf).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NEEDED = frozenset((b"head", b"hhea", b"maxp", b"hmtx", b"loca", b"glyf"))
_IDLE = frozenset((b"OS/2", b"cmap", b"name", b"post", b"vhea", b"vmtx"))
"""What a PDF viewer has no use for in a font that is addressed by glyph number (ISO 32000-1, 9.9)."""
_VERSIONS = (0x00010000, 0x74727565)
"""The second one, ``true``, is the older mark, which LibreOffice writes."""
_ROOM = 4096
"""Points and contours of the largest glyph that a face is taken to have."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its outline as it stands in ``glyf``, advance and left side bearing in font units."""

    outline: bytes
    advance: int
    bearing: int


@dataclass(frozen=True, slots=True)
class Subset:
    """The glyphs of a subset by number, and what must be equal for two subsets to be of one face."""

    glyphs: tuple[Glyph, ...]
    common: tuple[bytes, bytes, bytes]
    """head, hhea and maxp, with what depends on the choice of glyphs zeroed."""


def read(font: bytes) -> Subset | None:
    """Read a subset; None when it is anything else than a plain one, or damaged."""
    try:
        return _read(font)
    except (struct.error, IndexError):
        return None


def _read(font: bytes) -> Subset | None:
    tables = tables_of(font)
    if tables is None or not tables.keys() >= _NEEDED or tables.keys() - _NEEDED - _IDLE:
        return None
    head, hhea, maxp = tables[b"head"], tables[b"hhea"], tables[b"maxp"]
    if (len(head), len(hhea), len(maxp)) != (54, 36, 32):
        return None
    count = int(struct.unpack_from(">H", maxp, 4)[0])
    measured = int(struct.unpack_from(">H", hhea, 34)[0])
    wide = int(struct.unpack_from(">h", head, 50)[0])
    if not 0 < measured <= count or wide not in (0, 1):
        return None
    places = struct.unpack_from(f">{count + 1}{'I' if wide else 'H'}", tables[b"loca"])
    if not wide:
        places = tuple(2 * place for place in places)
    pairs = struct.unpack_from(">" + "Hh" * measured, tables[b"hmtx"])
    rest = struct.unpack_from(f">{count - measured}h", tables[b"hmtx"], 4 * measured)
    advances = pairs[::2] + (pairs[-2],) * (count - measured)
    glyphs = []
    for start, end, advance, bearing in zip(places[:-1], places[1:], advances, pairs[1::2] + rest, strict=True):
        outline = tables[b"glyf"][start:end]
        if end < start or len(outline) != end - start:
            return None
        if outline and struct.unpack_from(">h", outline)[0] < 0:  # made of other glyphs, named by number
            return None
        glyphs.append(Glyph(outline, advance, bearing))
    # checkSumAdjustment, indexToLocFormat; numberOfHMetrics; numGlyphs
    common = (head[:8] + head[12:50], hhea[:34], maxp[:4] + maxp[6:])
    return Subset(tuple(glyphs), common)


def byte_codes(font: bytes) -> bytes:
    """Return the glyphs of codes 0 to 255 where a font's only map of codes has one byte each, else nothing."""
    try:
        found = (tables_of(font) or {}).get(b"cmap", b"")
        count, at = struct.unpack_from(">2xH4xI", found)
        kind, length = struct.unpack_from(">HH", found, at)
    except struct.error:
        return b""
    return found[at + 6 : at + length] if (count, kind, length) == (1, 0, 262) else b""


def with_room(subset: Subset, box: Sequence[float]) -> Subset | None:
    """Return a subset that states, instead of the largest measures of its own glyphs, such as any of the face's would fit.

    ``box`` encloses all of the face's glyphs, in thousandths of an em. None for a glyph larger than any known.
    """
    head, hhea, maxp = subset.common
    if max(struct.unpack_from(">HH", maxp, 4)) > _ROOM:
        return None
    em = int(struct.unpack_from(">H", head, 14)[0])
    edges = struct.pack(">4h", *(round(edge * em / 1000) for edge in box))
    return Subset(
        subset.glyphs, (head[:32] + edges + head[40:], hhea, maxp[:4] + struct.pack(">HH", _ROOM, _ROOM) + maxp[8:])
    )


def tables_of(font: bytes) -> dict[bytes, bytes] | None:
    """Return a font's tables; None for one of another kind, or cut short."""
    version, count = struct.unpack_from(">IH", font)
    if version not in _VERSIONS:
        return None
    found = {}
    for at in range(12, 12 + 16 * count, 16):
        tag, _sum, offset, length = struct.unpack_from(">4sIII", font, at)
        table = font[offset : offset + length]
        if tag in found or len(table) != length:
            return None
        found[tag] = table
    return found


def write(glyphs: Sequence[Glyph], common: tuple[bytes, bytes, bytes]) -> bytes:
    """Put glyphs together as one font program of the face that ``common`` describes."""
    outlines, places, at = [], [0], 0
    for glyph in glyphs:
        padded = glyph.outline + bytes(len(glyph.outline) % 2)
        outlines.append(padded)
        at += len(padded)
        places.append(at)
    head, hhea, maxp = common
    metrics = [value for glyph in glyphs for value in (glyph.advance, glyph.bearing)]
    tables = {
        b"glyf": b"".join(outlines),
        b"head": head[:8] + bytes(4) + head[8:] + struct.pack(">hh", 1, 0),
        b"hhea": hhea + struct.pack(">H", len(glyphs)),
        b"hmtx": struct.pack(">" + "Hh" * len(glyphs), *metrics),
        b"loca": struct.pack(f">{len(places)}I", *places),
        b"maxp": maxp[:4] + struct.pack(">H", len(glyphs)) + maxp[4:],
    }
    return _assemble(tables)


def _assemble(tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * (count - (1 << power)))
    directory, body, offset = [], [], 12 + 16 * count
    head_at = 0
    for tag, table in sorted(tables.items()):
        if tag == b"head":
            head_at = offset
        directory.append(struct.pack(">4sIII", tag, _checksum(table), offset, len(table)))
        padded = table + bytes(-len(table) % 4)
        body.append(padded)
        offset += len(padded)
    font = header + b"".join(directory) + b"".join(body)
    adjustment = struct.pack(">I", (0xB1B0AFBA - _checksum(font)) & 0xFFFFFFFF)
    return font[: head_at + 8] + adjustment + font[head_at + 12 :]


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF


def tagged(name: str, program: bytes) -> str:
    """Return a subset's name in a PDF: with a tag of six letters, the same for the same glyphs (ISO 32000-1, 9.6.4)."""
    digest = hashlib.sha256(program).digest()
    return f"/{''.join(chr(ord('A') + byte % 26) for byte in digest[:6])}+{name}"


def glyph_map(codes: Sequence[int]) -> bytes:
    """Return the map of codes to glyphs 1, 2, 3 … (CIDToGIDMap; ISO 32000-1, 9.7.4.2)."""
    found = bytearray(2 * (codes[-1] + 1)) if codes else bytearray()
    for glyph, code in enumerate(codes, 1):
        struct.pack_into(">H", found, 2 * code, glyph)
    return bytes(found)
