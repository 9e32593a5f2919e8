"""Source font → TrueType outlines: only the characters asked for, curves converted, weight added, symbols drawn.

One glyph for each code point, never shared: a PDF maps glyphs back to characters, and where 手 and ⼿ share a glyph the
text comes out with the wrong one.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen.fonts.basis import basis
from docgen.fonts.substitution import SourceFont

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.ttLib import TTFont

    from docgen.fonts.machine import Installed

EM = 1000
"""Units per em of both sources."""
TOLERANCE = 1.0
"""How far a converted curve may stray, in units: a thousandth of the em."""

HEAVY = {
    # A Song face gains weight in its stems; a Hei face in both directions.
    SourceFont.SERIF: ((-14, 0), (14, 0)),
    SourceFont.SANS: ((-15, -9), (15, -9), (-15, 9), (15, 9)),
}
"""Where copies of an outline are laid over each other to make it heavier, in units."""

_BOX, _PEN = (90, -50, 910, 770), 56
DRAWN = ("\u2610", "\u2611", "\u2612", "\u2219")
"""Characters neither source has: ☐ ☑ ☒ ∙, drawn here."""

_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0), range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xE000, 0xF900), range(0xF900, 0xFB00),
    range(0x20000, 0x33480),
)  # fmt: skip
"""Of Unicode's blocks those of Chinese characters, with what GB 18030 keeps in the private area."""

Contour = tuple[tuple[int, int, bool], ...]
"""Points of a closed quadratic outline: x, y, on the curve."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A glyph as contours; no contours for a space."""

    contours: tuple[Contour, ...]

    def heavier(self, shifts: Iterable[tuple[int, int]]) -> Outline:
        """Return copies of it, shifted and laid over each other."""
        return Outline(
            tuple(tuple((x + dx, y + dy, on) for x, y, on in contour) for dx, dy in shifts for contour in self.contours)
        )

    def glyf(self) -> bytes:
        """Return it as an entry of the ``glyf`` table, padded to four bytes."""
        if not self.contours:
            return b""
        points = [point for contour in self.contours for point in contour]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        ends, count = [], -1
        for contour in self.contours:
            count += len(contour)
            ends.append(count)
        head = struct.pack(">hhhhh", len(ends), min(xs), min(ys), max(xs), max(ys))
        flags, x_bytes, y_bytes = bytearray(), bytearray(), bytearray()
        last_x = last_y = 0
        for index, (x, y, on) in enumerate(points):
            flag = int(on) | (0x40 if index == 0 and len(ends) > 1 else 0)  # 0x40: contours may overlap
            flag |= _delta(x - last_x, x_bytes, short=0x02, same=0x10)
            flag |= _delta(y - last_y, y_bytes, short=0x04, same=0x20)
            flags.append(flag)
            last_x, last_y = x, y
        data = head + struct.pack(f">{len(ends)}H", *ends) + b"\0\0" + bytes(flags + x_bytes + y_bytes)
        return data + b"\0" * (-len(data) % 4)


def _delta(step: int, out: bytearray, short: int, same: int) -> int:
    if step == 0:
        return same
    if -256 < step < 256:
        out.append(abs(step))
        return short | (same if step > 0 else 0)
    out += struct.pack(">h", step)
    return 0


@dataclass(frozen=True, slots=True)
class Repertoire:
    """All a source could draw, in a fixed order that gives each character its glyph id for good."""

    glyphs: dict[int, str]
    """Code point → the source's glyph, sorted by code point."""
    advances: tuple[int, ...]
    """Glyph id → advance in units; id 0 is .notdef."""

    @property
    def ids(self) -> dict[int, int]:
        """Code point → glyph id."""
        return {code: index for index, code in enumerate(self.glyphs, 1)}


def repertoire(source: SourceFont) -> Repertoire:
    """Read what a source could draw; the outlines are left alone."""
    return _repertoire(basis(source))


@lru_cache(maxsize=4)
def _repertoire(font: Installed) -> Repertoire:
    opened = _opened(font)
    glyphs: dict[int, str] = dict(opened.getBestCmap())
    for character in DRAWN:
        glyphs.setdefault(ord(character), "")
    glyphs = dict(sorted(glyphs.items()))
    widths = opened["hmtx"].metrics
    scale = EM / opened["head"].unitsPerEm
    advances = (EM, *(round(widths[name][0] * scale) if name else EM for name in glyphs.values()))
    return Repertoire(glyphs, advances)


def convert(source: SourceFont, codes: Iterable[int]) -> dict[int, Outline]:
    """Convert the outlines of some code points of the repertoire; 0 stands for .notdef. About 2 ms each."""
    known = repertoire(source).glyphs
    names = {code: known[code] if code else ".notdef" for code in codes}
    made = _outlines(basis(source), {code: name for code, name in names.items() if name})
    return {code: made[code] if name else _drawn(chr(code)) for code, name in names.items()}


def real_outlines(font: Installed, codes: Iterable[int]) -> dict[int, Outline]:
    """Convert the outlines of those code points that a font of this machine has."""
    known = _opened(font).getBestCmap() or {}
    return _outlines(font, {code: known[code] for code in codes if code in known})


def rare_outlines(fonts: Iterable[Installed], codes: Iterable[int]) -> dict[int, Outline]:
    """Convert the outlines of ideographs that the sources lack, each from the first font that has it: all are an em wide."""
    lacking = {code for code in codes if any(code in block for block in _IDEOGRAPHS)}
    found: dict[int, Outline] = {}
    for font in fonts:
        found |= real_outlines(font, sorted(lacking - found.keys()))
    return found


def _outlines(font: Installed, names: Mapping[int, str]) -> dict[int, Outline]:
    """Convert glyphs, scaled to our em."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    opened = _opened(font)
    drawing = opened.getGlyphSet()
    scale = EM / opened["head"].unitsPerEm
    result: dict[int, Outline] = {}
    for code, name in names.items():
        recorded = DecomposingRecordingPen(drawing)  # ttGlyphPen cannot turn the parts of a composite
        drawing[name].draw(recorded)
        result[code] = _quadratic(_Drawn(recorded), scale, is_cubic="glyf" not in opened)
    return result


def real_advances(font: Installed, source: SourceFont) -> tuple[int, ...]:
    """Return the advances of all glyphs of a source's repertoire, the font's own where it has the character."""
    opened = _opened(font)
    known = opened.getBestCmap() or {}
    widths = opened["hmtx"].metrics
    scale = EM / opened["head"].unitsPerEm
    everything = repertoire(source)
    own = (
        round(widths[known[code]][0] * scale) if code in known else advance
        for code, advance in zip(everything.glyphs, everything.advances[1:], strict=True)
    )
    return (everything.advances[0], *own)


@lru_cache(maxsize=8)
def _opened(font: Installed) -> TTFont:
    from fontTools.ttLib import TTFont

    return TTFont(font.path, fontNumber=font.index, lazy=True)


class _Drawn:
    """A recorded drawing as something that can be drawn."""

    def __init__(self, recorded: DecomposingRecordingPen) -> None:
        self._recorded = recorded

    def draw(self, pen: object) -> None:
        self._recorded.replay(pen)


def _quadratic(glyph: _Drawn, scale: float, *, is_cubic: bool) -> Outline:
    """Convert an outline; cubic ones run the other way round."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    turned = Cu2QuPen(pen, TOLERANCE, reverse_direction=is_cubic)
    glyph.draw(turned if scale == 1 else TransformPen(turned, (scale, 0, 0, scale, 0, 0)))
    drawn = pen.glyph()
    if drawn.numberOfContours == 0:
        return Outline(())
    contours, start = [], 0
    for end in drawn.endPtsOfContours:
        contours.append(
            tuple(
                (int(x), int(y), bool(flag & 1))
                for (x, y), flag in zip(drawn.coordinates[start : end + 1], drawn.flags[start : end + 1], strict=True)
            )
        )
        start = end + 1
    return Outline(tuple(contours))


def _drawn(character: str) -> Outline:
    left, bottom, right, top = _BOX
    if character == "\u2219":
        return Outline((_rectangle(430, 310, 570, 450),))
    frame = (
        _rectangle(left, bottom, right, top),
        tuple(reversed(_rectangle(left + _PEN, bottom + _PEN, right - _PEN, top - _PEN))),
    )
    if character == "\u2611":
        return Outline((*frame, _stroke((230, 380), (430, 160)), _stroke((400, 160), (770, 600))))
    if character == "\u2612":
        return Outline((*frame, _stroke((250, 110), (750, 610)), _stroke((250, 610), (750, 110))))
    return Outline(frame)


def _rectangle(left: int, bottom: int, right: int, top: int) -> Contour:
    return ((left, bottom, True), (left, top, True), (right, top, True), (right, bottom, True))


def _stroke(start: tuple[int, int], end: tuple[int, int]) -> Contour:
    """A straight stroke of the pen's width, clockwise as TrueType fills."""
    (x0, y0), (x1, y1) = start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    nx, ny = round(-(y1 - y0) / length * _PEN / 2), round((x1 - x0) / length * _PEN / 2)
    return ((x0 - nx, y0 - ny, True), (x0 + nx, y0 + ny, True), (x1 + nx, y1 + ny, True), (x1 - nx, y1 - ny, True))
