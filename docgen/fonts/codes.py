"""What a PDF says of a font's codes: back to which text (ToUnicode; ISO 32000-1, 9.10.3), and how wide they are.

A font that is only named is one that readers have built in: its face says what the PDF does not.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

USUAL_WIDTH = 1000
"""Width of a code of which nothing is said, in thousandths: a Chinese character's."""
_BLOCK = re.compile(rb"(\d+) beginbf(char|range)\n(.*?)endbf(?:char|range)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


def unicode_map(texts: Mapping[int, str]) -> bytes:
    """Return the map of two-byte codes to text."""
    pairs = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in sorted(texts.items())]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


def texts_of(unicode: bytes) -> dict[int, str] | None:
    """Return what each code stands for; None when the map has anything but single codes and plain ranges."""
    found: dict[int, str] = {}
    blocks = list(_BLOCK.finditer(unicode))
    if len(blocks) != unicode.count(b"beginbf"):
        return None
    for block in blocks:
        each = 2 if block[2] == b"char" else 3
        values = _HEX.findall(block[3])
        if b"[" in block[3] or len(values) != each * int(block[1]):
            return None
        if each == 2 and all(len(one) == 4 for one in values[1::2]):  # as nearly always: a code, one character
            found.update(
                zip((int(one, 16) for one in values[::2]), (chr(int(one, 16)) for one in values[1::2]), strict=True)
            )
            continue
        if any(len(one) % 4 for one in values[each - 1 :: each]):
            return None
        for at in range(0, len(values), each):
            first, last = int(values[at], 16), int(values[at + each - 2], 16)
            text = bytes.fromhex(values[at + each - 1].decode()).decode("utf-16-be", "replace")
            if not text or "\ufffd" in text or not first <= last <= first + 0xFF:
                return None
            found.update((code, text[:-1] + chr(ord(text[-1]) + code - first)) for code in range(first, last + 1))
    return found


def width_runs(widths: Mapping[int, float]) -> list[int | list[float]]:
    """Return the widths of codes in their order, the usual one left out: code, widths from there on (ISO 32000-1, 9.7.4.3)."""
    runs: list[int | list[float]] = []
    run: list[float] = []
    last = -2
    for code, width in sorted(widths.items()):
        if width == USUAL_WIDTH:
            continue
        if code != last + 1:
            run = []
            runs += [code, run]
        run.append(int(width) if width == int(width) else width)
        last = code
    return runs


@dataclass(frozen=True, slots=True)
class Compact:
    """A face in the compact font format (Adobe Technical Note 5176); lengths are in thousandths of the type size."""

    name: str
    widths: Mapping[str, int]
    """By the glyph's name."""
    box: tuple[int, int, int, int]
    codes: tuple[str, ...]
    """The names of the glyphs that the face itself gives to the codes 0 to 255."""


def compact(program: bytes) -> Compact | None:
    """Read a face as PDF readers have them built in; None when it is anything else."""
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


def glyph_names(encoding: str) -> tuple[str, ...]:
    """Return the glyphs' names of WinAnsiEncoding or MacRomanEncoding by code (ISO 32000-1, annex D)."""
    from fontTools.agl import UV2AGL

    page = "mac_roman" if encoding == "MacRomanEncoding" else "cp1252"
    texts = [bytes((code,)).decode(page, "replace") for code in range(256)]
    found = [UV2AGL.get(ord(text), ".notdef") if code >= 0x20 else ".notdef" for code, text in enumerate(texts)]
    if page == "cp1252":
        found[0xA0], found[0xAD] = "space", "hyphen"
        found = [name if name != ".notdef" or code <= 0x20 else "bullet" for code, name in enumerate(found)]
    return tuple(found)
