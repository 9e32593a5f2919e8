"""Tabs that draw something, written out as characters.

dxpdf (0.8.1) draws no line under an underlined tab, and puts a leader elsewhere than the text where the text has been
moved in a line of fixed height. In a paragraph of one line the way to the stop is known, so it is filled here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.embedded.normalise.items import BREAK, OTHER, TAB, RunItem
from docgen.embedded.normalise.lines import Glyph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.embedded.faces import Faces
    from docgen.embedded.normalise.styles import ParagraphLook, Tab


def fill_tabs(
    items: Sequence[RunItem], look: ParagraphLook, column: float, every: float, fonts: Faces
) -> list[RunItem]:
    """Return the items with underlined tabs and leaders written out; all as they were where a line might break.

    ``every``: twips between the stops where the paragraph sets none.
    """
    if not any(item.text == TAB for item in items) or any(item.text in (BREAK, OTHER) for item in items):
        return list(items)
    found: list[list[RunItem]] = []
    blank: list[tuple[int, float]] = []
    """Tabs to the middle or the right that draw nothing, and their room."""
    at = look.left + look.first
    for index, item in enumerate(items):
        if item.glyph is not None:
            at += item.glyph.width + item.glyph.gap
            found.append([item])
            continue
        stop = _stop(look, at)
        until = (stop.at if stop else (at // every + 1) * every) - _after(items, index, stop)
        if until > column + 20:
            return list(items)
        leader = stop.leader if stop else ""
        if until > at and (item.look.underlined or leader):
            found.append(_filled(item, "\u00a0" if item.look.underlined else leader, until - at, fonts))
            # What was written out here would stand in the middle, or at the right, with the text of a tab before.
            for before, room in blank:
                found[before] = _filled(items[before], "\u00a0", room, fonts)
            blank.clear()
        else:
            found.append([item])
            if until > at and stop and stop.kind in ("right", "center"):
                blank.append((index, until - at))
        at = max(at, until)
    return [one for each in found for one in each] if at <= column - look.right + 20 else list(items)


def measure_tabs(items: Sequence[RunItem], look: ParagraphLook, column: float, every: float) -> bool:
    """Give tabs to stops at their left their width; return whether all are such, none in a line that wrapped."""
    at = look.left + look.first
    for item in items:
        if item.glyph is None and item.text == TAB:
            stop = _stop(look, at)
            until = stop.at if stop else look.left if at < look.left else (at // every + 1) * every
            if until > column - look.right or (stop and (stop.leader or stop.kind not in ("left", "num", "start"))):
                return False
            item.glyph = Glyph(TAB, until - at, until - at)
        if item.text == BREAK:
            at = look.left
        elif item.glyph is not None:
            at += item.glyph.width + item.glyph.gap
    return True


def _stop(look: ParagraphLook, at: float) -> Tab | None:
    return next((tab for tab in look.tabs if tab.at > at + 1), None)


def _after(items: Sequence[RunItem], index: int, stop: Tab | None) -> float:
    """Return how much of the text after a tab stands before its stop."""
    if stop is None or stop.kind not in ("right", "center"):
        return 0.0
    width = 0.0
    for item in items[index + 1 :]:
        if item.glyph is None:
            break
        width += item.glyph.width + item.glyph.gap
    return width if stop.kind == "right" else width / 2


def _filled(item: RunItem, character: str, room: float, fonts: Faces) -> list[RunItem]:
    face = fonts.metrics(fonts.family(item.look.latin), bold=item.look.bold)
    width = 20 * face.width(character) * item.look.size
    count = int(room // width) if width > 0 else 0
    if count == 0:
        return [item]
    each, more = divmod(round(room - count * width), count)
    glyphs = [Glyph(character, width, width, gap=each + (index < more)) for index in range(count)]
    return [RunItem(item.run, item.look, character, None, glyph) for glyph in glyphs]
