"""How wide a character is in a face, read from the face file itself: what the engine will measure too."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Metrics:
    """A face's advances and line metrics, in ems."""

    ascent: float
    descent: float
    advances: dict[str, float]
    """Character → advance; what is not in it is not in the face."""

    def width(self, character: str) -> float:
        """Return the advance of a character, one em where the face does not have it."""
        return self.advances.get(character, 1.0)


@lru_cache(maxsize=16)
def metrics(path: Path) -> Metrics:
    """Read the metrics of a TrueType face; a set of faces never changes, so the answer is kept."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        line = font["hhea"]
        raw = font.reader["hmtx"]
        count = line.numberOfHMetrics
        advances = struct.unpack_from(f">{2 * count}H", raw)[::2]
        ids = _glyphs(font.reader["cmap"])
        if ids is None:
            numbers = font.getReverseGlyphMap()
            ids = {code: numbers[name] for code, name in font["cmap"].getBestCmap().items()}
        widths = {chr(code): advances[min(glyph, count - 1)] / em for code, glyph in ids.items()}
        return Metrics(line.ascent / em, -line.descent / em, widths)


def _glyphs(table: bytes) -> dict[int, int] | None:
    """Return code point → glyph from the segments of a ``cmap`` table (format 12); None when it has none.

    fontTools names every glyph of a face first, which takes longer than a page.
    """
    (count,) = struct.unpack_from(">H", table, 2)
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", table, at)
        if (platform, encoding) == (3, 10) and table[offset : offset + 2] == b"\0\x0c":
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            segments = struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * groups])
            return {code: glyph + code - first for first, last, glyph in segments for code in range(first, last + 1)}
    return None
