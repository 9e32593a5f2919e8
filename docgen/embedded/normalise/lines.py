"""A paragraph taken apart, and its lines: where they break, how far apart their characters stand, what its tabs draw.

dxpdf (0.8.1) breaks lines by UAX #14, which glues quotation marks to what stands around them, knows no gap between Chinese and
Latin and stretches nothing but spaces. So the lines are laid out here, with the widths of the very faces it will draw with,
and it is given the breaks and the extra space.

It draws no line under an underlined tab, and puts a leader elsewhere than the text where the text has been moved in a line of
fixed height. In a paragraph of one line the way to the stop is known, so it is filled here with characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import local
from docgen.embedded.normalise.scripts import breakable, chinese
from docgen.markup import val

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Faces
    from docgen.embedded.normalise.styles import ParagraphLook, RunLook, Tab

BREAK, TAB, OTHER = "\n", "\t", "\ufffc"


@dataclass(slots=True)
class RunItem:
    """A character, or something else that a run holds."""

    run: Element
    look: RunLook
    text: str
    """One character; a line feed for a break, a tab, or U+FFFC for anything else."""
    element: Element | None
    """What is not a character: moved over as it is."""
    glyph: LineCharacter | None = None
    """The character with its width; None for what has none."""


def has_reckoned_field(items: Sequence[RunItem]) -> bool:
    """Whether there is a field whose result the engine computes; that of a link or of an old form is text as it stands."""
    codes: list[str] = []
    for item in items:
        if item.element is None:
            continue
        if local(item.element) == "fldChar" and val(item.element, "fldCharType") == "begin":
            codes.append("")
        elif local(item.element) == "instrText" and codes:
            codes[-1] += item.element.text or ""
    return any(code.split()[:1] not in (["HYPERLINK"], ["FORMTEXT"]) for code in codes)


def is_unmeasured(item: RunItem) -> bool:
    """Whether nobody knows how long it is in its line."""
    if item.text != OTHER or item.glyph is not None or item.element is None:
        return False
    return local(item.element) not in ("fldChar", "instrText")


def has_objects(items: Sequence[RunItem]) -> bool:
    """Whether there is a picture or the like."""
    return any(
        item.element is not None and local(item.element) in ("drawing", "pict", "object", "AlternateContent")
        for item in items
    )


_ROUNDING = 0.5
"""Twips by which a line may be too long."""


@dataclass(slots=True)
class LineCharacter:
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


def fill(glyphs: Sequence[LineCharacter], first: float, width: float) -> list[int]:
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


def _fitting(glyphs: Sequence[LineCharacter], start: int, room: float) -> int:
    """Return the first glyph that is outside the line."""
    used = 0.0
    for index in range(start, len(glyphs)):
        glyph = glyphs[index]
        # Spaces at the end of a line may run out of it.
        if used + glyph.bare > room + _ROUNDING and glyph.text != " ":
            return index
        used += glyph.width + glyph.gap
    return len(glyphs)


def _break(glyphs: Sequence[LineCharacter], start: int, end: int) -> int:
    for at in range(end, start, -1):
        if breakable(glyphs[at - 1].text, glyphs[at].text):
            return at
    return max(end, start + 1)


def justify(line: Sequence[LineCharacter], room: float) -> None:
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


def length(shown: Sequence[LineCharacter]) -> float:
    """Return how long glyphs are that stand in one line, in twips."""
    last = shown[-1] if shown else None
    return sum(glyph.width + glyph.gap for glyph in shown) + (last.bare - last.width - last.gap if last else 0)


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
            item.glyph = LineCharacter(TAB, until - at, until - at)
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
    glyphs = [LineCharacter(character, width, width, gap=each + (index < more)) for index in range(count)]
    return [RunItem(item.run, item.look, character, None, glyph) for glyph in glyphs]
