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
        order = font["cmap"].getBestCmap()
        ids = font.getReverseGlyphMap()
        raw = font.reader["hmtx"]
        count = line.numberOfHMetrics
        advances = struct.unpack_from(f">{2 * count}H", raw)[::2]
        widths = {chr(code): advances[min(ids[name], count - 1)] / em for code, name in order.items()}
        return Metrics(line.ascent / em, -line.descent / em, widths)
