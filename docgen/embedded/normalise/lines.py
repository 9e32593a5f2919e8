"""Where the lines of a paragraph break, and how far apart their characters stand when both edges are to be straight.

dxpdf breaks lines by UAX #14, which glues quotation marks to what stands around them, knows no gap between Chinese and
Latin and stretches nothing but spaces. So the lines are laid out here, with the widths of
the very faces it will draw with, and it is given the breaks and the extra space.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.embedded.normalise.items import TAB
from docgen.embedded.normalise.scripts import breakable, chinese

if TYPE_CHECKING:
    from collections.abc import Sequence


_ROUNDING = 0.5
"""Twips by which a line may be too long."""


@dataclass(slots=True)
class Glyph:
    """A character to be set. Lengths in twips."""

    text: str
    width: float
    """Its advance with the run's own spacing."""
    bare: float
    """Its advance alone: what counts at the end of a line."""
    gap: int = 0
    """Extra space after it, towards a neighbour of the other script; vanishes at the end of a line."""
    stretch: int = 0
    """Extra space after it for straight edges."""


def fill(glyphs: Sequence[Glyph], first: float, width: float) -> list[int]:
    """Return where each line but the last ends: the index of the first glyph of the next line.

    ``first`` is the width of the first line, ``width`` that of the others. No punctuation stands outside the margin, whatever
    a paragraph says: LibreOffice loses it there, and both engines must break alike.
    """
    ends: list[int] = []
    start, room = 0, first
    while (end := _fitting(glyphs, start, room)) < len(glyphs):
        end = _break(glyphs, start, end)
        if end >= len(glyphs):
            break
        ends.append(end)
        start, room = end, width
    return ends


def _fitting(glyphs: Sequence[Glyph], start: int, room: float) -> int:
    """Return the first glyph that is outside the line."""
    used = 0.0
    for index in range(start, len(glyphs)):
        glyph = glyphs[index]
        # Spaces at the end of a line may run out of it.
        if used + glyph.bare > room + _ROUNDING and glyph.text != " ":
            return index
        used += glyph.width + glyph.gap
    return len(glyphs)


def _break(glyphs: Sequence[Glyph], start: int, end: int) -> int:
    for at in range(end, start, -1):
        if breakable(glyphs[at - 1].text, glyphs[at].text):
            return at
    return max(end, start + 1)


def justify(line: Sequence[Glyph], room: float) -> None:
    """Stretch a line so that it fills its room: behind its last tab after each Chinese character and space, like LibreOffice."""
    shown = list(line)
    while shown and shown[-1].text == " ":
        shown.pop()
    after = max((at for at, glyph in enumerate(shown, 1) if glyph.text == TAB), default=0)
    places = [glyph for glyph in shown[after:-1] if chinese(glyph.text) or glyph.text == " "]
    rest = round(room - length(shown))
    if not places or rest <= 0:
        return
    each, more = divmod(rest, len(places))
    for index, glyph in enumerate(places):
        glyph.stretch = each + (index < more)


def length(shown: Sequence[Glyph]) -> float:
    """Return how long glyphs are that stand in one line, in twips."""
    last = shown[-1] if shown else None
    return sum(glyph.width + glyph.gap for glyph in shown) + (last.bare - last.width - last.gap if last else 0)
