"""A page's grid of lines, as LibreOffice (7.4) sets text on it.

A line takes as many lines of the grid as it needs, and its text stands in their middle. Of what is more than single, the last
line of a paragraph gets only the part of its own height. The grid itself stands in the middle of the type area.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import number
from docgen.markup import q

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.paragraphs import Setter, Surroundings
    from docgen.embedded.normalise.styles import ParagraphLook


_ROUNDING = 4
"""Twips by which lines that fill a page may be longer than it."""


def takes(look: ParagraphLook, pitch: float) -> bool:
    """Whether a grid of such a pitch says how far apart a paragraph's lines are."""
    own = look.line if look.line is not None else 240.0
    return bool(pitch) and look.snap and (look.rule == "auto" or (look.rule == "atLeast" and own <= pitch))


def snapped(natural: float, pitch: float) -> float:
    """Return how high a line is on a grid, in twips."""
    return pitch * max(1, -(-round(natural) // pitch))


def more(look: ParagraphLook) -> float:
    """Return by which part of a line the lines are further apart than single."""
    return max(0.0, (look.line or 240.0) / 240 - 1) if look.rule == "auto" else 0.0


def line(look: ParagraphLook, natural: float, pitch: float, count: int) -> float:
    """Return how far apart the lines of a paragraph are in twips, if it has so many: all share what the last one lacks."""
    single = snapped(natural, pitch)
    return single + more(look) * (single - (single - natural) / count)


def place_on(section: Element, frame: Surroundings, blocks: Iterable[Element], setter: Setter, *, noted: bool) -> None:
    """Let the grid of a page begin and end where LibreOffice has it.

    What is left of the page stands above and below alike; all below where there are footnotes (``noted``). The last line of a
    page needs no room for what is more than single, but dxpdf (0.8.1) wants it: the page is longer by what most lines have.
    """
    margin = section.find(q("pgMar"))
    if margin is None or not frame.pitch:
        return
    left = frame.height % frame.pitch
    above = 0.0 if noted else left / 2
    for name, added in (("top", above), ("bottom", left - above - _beyond(frame, blocks, setter) - _ROUNDING)):
        asked = number(margin, name) or 0
        if asked >= 0:
            margin.set(q(name), str(round(asked + added)))


def _beyond(frame: Surroundings, blocks: Iterable[Element], setter: Setter) -> float:
    """Return what most of the text has beyond single lines, in twips."""
    found: Counter[float] = Counter()
    for block in blocks:
        if block.tag != q("p"):
            continue
        look, base = setter.look(block, "")
        first = block.find(q("r"))
        size = setter.styles.run(base, None if first is None else first.find(q("rPr"))).size
        length = sum(len(text.text or "") for text in block.iter(q("t")))
        on_grid = takes(look, frame.pitch)
        found[more(look) * snapped(26 * size, frame.pitch) if on_grid else 0.0] += length
    return max(found, key=lambda one: found[one], default=0.0)
