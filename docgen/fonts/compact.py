"""Faces in the compact font format as PDF readers have them built in (Adobe Technical Note 5176)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Compact:
    """What a PDF says of such a face; lengths are in thousandths of the type size."""

    name: str
    widths: Mapping[str, int]
    """By the glyph's name."""
    box: tuple[int, int, int, int]
    codes: tuple[str, ...]
    """The names of the glyphs that the face itself gives to the codes 0 to 255."""


def read(program: bytes) -> Compact | None:
    """Read a face; None when it is anything else."""
    from fontTools.cffLib import CFFFontSet
    from fontTools.encodings.StandardEncoding import StandardEncoding
    from fontTools.pens.basePen import NullPen

    if program[:2] != b"\x01\x00":
        return None
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    face = fonts[0]
    widths = {}
    for name in face.CharStrings.keys():  # noqa: SIM118 - it is no dict
        glyph = face.CharStrings[name]
        glyph.draw(NullPen())
        widths[name] = round(glyph.width)
    codes = StandardEncoding if isinstance(face.Encoding, str) else face.Encoding
    x0, y0, x1, y1 = (round(edge) for edge in face.FontBBox)
    return Compact(fonts.fontNames[0], widths, (x0, y0, x1, y1), tuple(codes))


def names(encoding: str) -> tuple[str, ...]:
    """Return the glyphs' names of WinAnsiEncoding or MacRomanEncoding by code (ISO 32000-1, annex D)."""
    from fontTools.agl import UV2AGL

    page = "mac_roman" if encoding == "MacRomanEncoding" else "cp1252"
    texts = [bytes((code,)).decode(page, "replace") for code in range(256)]
    found = [UV2AGL.get(ord(text), ".notdef") if code >= 0x20 else ".notdef" for code, text in enumerate(texts)]
    if page == "cp1252":
        found[0xA0], found[0xAD] = "space", "hyphen"
        found = [name if name != ".notdef" or code <= 0x20 else "bullet" for code, name in enumerate(found)]
    return tuple(found)
