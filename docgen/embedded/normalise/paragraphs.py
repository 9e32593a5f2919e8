"""One paragraph: its faces, its lines, where its text stands in a line of fixed height."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from docgen.embedded.normalise import grid
from docgen.embedded.normalise.lines import (
    BREAK,
    OTHER,
    TAB,
    LineCharacter,
    RunItem,
    fill,
    fill_tabs,
    has_objects,
    has_reckoned_field,
    is_unmeasured,
    justify,
    length,
    measure_tabs,
)
from docgen.embedded.normalise.parts import drop, local
from docgen.embedded.normalise.runs import part, write
from docgen.embedded.normalise.scripts import GAP, apart, chinese
from docgen.fonts import symbols
from docgen.markup import place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Metrics
    from docgen.embedded.normalise.styles import ParagraphLook, RunLook, Styles

_SLACK = 40
"""Twips by which a paragraph whose breaks are given is widened, so that rounding never breaks it once more."""
_RAISED = 0.58
"""How large superscript and subscript are drawn."""
_NOTE = ")"
"""What the mark of a footnote is like where lines break: it begins none."""


_MANY, _LONG = 4000, 8000
"""How many paragraphs are remembered, and how long one may be in bytes of XML."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds a paragraph."""

    width: float | None
    """Twips between the margins of its column or cell; None where nobody can tell."""
    table_style: str = ""
    pitch: float = 0.0
    """Twips between the lines of the section's document grid; 0 where it has none."""
    wider: float = 0.0
    """Twips that the grid adds to each character; less than 0 where it sets them closer."""
    height: float = 12700.0
    """Twips between the margins of the page above and below; that of GB/T 9704-2012 where nobody says."""


Key = tuple[bytes, Surroundings, bool]
Outcome = tuple[bool, float, tuple["Element", ...]]
"""Whether it is kept with the next, how high it is about, and what became of it."""


class Memory:
    """What became of paragraphs, by what they were: bounded, and forgotten all at once when full."""

    def __init__(self) -> None:
        self._known: dict[Key, Outcome] = {}

    def get(self, key: Key) -> Outcome | None:
        """Return what became of a paragraph like this."""
        return self._known.get(key)

    def keep(self, key: Key, outcome: Outcome) -> None:
        """Remember what became of a paragraph, unless it is too long to come again."""
        if len(key[0]) > _LONG:
            return
        if len(self._known) >= _MANY:
            self._known.clear()
        self._known[key] = outcome


_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff" + "".join(map(chr, range(0xFE00, 0xFE10))))
"""Where a line may break or which form a character has; dxpdf (0.8.1) leaves a gap for each."""


class Setter:
    """Sets the paragraphs of all documents that share their styles."""

    def __init__(self, styles: Styles, every: float, *, stretched: bool) -> None:
        """``every``: twips between the tab stops where a paragraph sets none.

        ``stretched``: in justified text a line that ends at a break of its author's is as long as the others.
        """
        self.styles = styles
        self._every, self._stretched = every, stretched
        self.memory = Memory()
        self._pairs: dict[tuple[str, str], tuple[str, str]] = {}
        self._metrics: dict[tuple[str, bool], Metrics] = {}

    def look(self, paragraph: Element, table_style: str) -> tuple[ParagraphLook, RunLook]:
        """Return how a paragraph and its runs look before the runs' own properties."""
        direct = paragraph.find(q("pPr"))
        named = None if direct is None else direct.find(q("pStyle"))
        style = val(named)
        if direct is not None and named is not None and not self.styles.is_paragraph(style):
            direct.remove(named)  # dxpdf would forget the document's own size for it; Word overlooks it
            style = None
        look, run = self.styles.paragraph(style, table_style)
        return self.styles.merge_paragraph(look, direct), run

    def set(self, paragraph: Element, frame: Surroundings, *, kept: bool = False) -> bool:
        """Rewrite a paragraph so that dxpdf draws it as an office suite would; return whether it is kept with the next.

        ``kept``: the paragraph before is kept with this one. dxpdf then wants all of this one on its page, where the
        beginning is meant; so the beginning becomes a paragraph of its own.
        """
        look, base = self.look(paragraph, frame.table_style)
        items = list(self._items(paragraph, base))
        breaks: frozenset[int] = frozenset()
        if not has_reckoned_field(items):
            self._space(items, look, frame.wider if look.snap else 0)
            if frame.width is not None:
                breaks = self._lay_out(paragraph, look, items, frame.width)
        count = 1 + len(breaks) + sum(item.text == BREAK for item in items)
        look = self._fix_pitch(paragraph, look, base, items, frame, count)
        shifts = self._shifts(look, base, items, breaks, frame.pitch)
        write(items, breaks, shifts, self._families(items))
        if kept and not look.keep_next and not look.keep_lines:
            part(paragraph, widows=look.widows)
        return look.keep_next

    def _items(self, paragraph: Element, base: RunLook) -> Iterator[RunItem]:
        for run in _runs(paragraph):
            look = self.styles.run(base, run.find(q("rPr")))
            for child in list(run):
                match local(child):
                    case "rPr" | "lastRenderedPageBreak" | "":
                        continue
                    case "t":
                        for character in symbols.text(look.latin, child.text or ""):
                            if character not in _UNSEEN:
                                yield RunItem(run, look, character, None)
                    case "tab":
                        yield RunItem(run, look, TAB, child)
                    case "br" if val(child, "type") in (None, "textWrapping"):
                        yield RunItem(run, look, BREAK, child)
                    case "cr":
                        yield RunItem(run, look, BREAK, child)
                    case "noBreakHyphen":
                        yield RunItem(run, look, "\u2011", None)
                    case "sym":
                        yield RunItem(
                            run, look, symbols.character(val(child, "font") or "", val(child, "char") or ""), None
                        )
                    case _:
                        yield RunItem(run, look, OTHER, child)

    def _families(self, items: Sequence[RunItem]) -> list[str | None]:
        """Return the family each item's face must be told apart by; None where the run's own will do."""
        has_chinese = any(chinese(item.text) for item in items)
        found: list[str | None] = []
        for item in items:
            latin, asian = self._faces(item.look)
            if latin == asian or item.text in (BREAK, OTHER):
                found.append(None)
            elif item.text == " " and found:
                found.append(found[-1])
            else:
                found.append(asian if has_chinese and chinese(item.text) else latin)
        return found

    def _faces(self, look: RunLook) -> tuple[str, str]:
        """Return the families of the faces for Latin and for Chinese text."""
        key = (look.latin, look.asian)
        if key not in self._pairs:
            self._pairs[key] = (self.styles.fonts.family(look.latin), self.styles.fonts.family(look.asian))
        return self._pairs[key]

    def _widths(self, family: str, *, bold: bool) -> Metrics:
        key = (family, bold)
        if key not in self._metrics:
            self._metrics[key] = self.styles.fonts.metrics(family, bold=bold)
        return self._metrics[key]

    def _space(self, items: Sequence[RunItem], look: ParagraphLook, wider: float) -> None:
        """Give every character its width and what the grid adds to it, and a gap where scripts meet."""
        has_chinese = any(chinese(item.text) for item in items)
        for item in items:
            run = item.look
            note = item.element is not None and local(item.element) == "footnoteReference"
            if (item.text in (BREAK, TAB, OTHER) and not note) or run.hidden:
                continue
            latin, asian = self._faces(run)
            face = self._widths(asian if has_chinese and chinese(item.text) else latin, bold=run.bold)
            size = run.size * (_RAISED if run.raised else 1)
            if note:
                mark = 20 * face.width("1") * size
                item.glyph = LineCharacter(_NOTE, mark, mark)
                continue
            bare = 20 * face.width(item.text) * size * run.scale
            more = wider if run.snap else 0.0
            whole = round(more)  # what can be written; a line is as long as the grid has it
            item.glyph = LineCharacter(item.text, bare + 20 * run.spacing + more - whole, bare + more, gap=whole)
        for before, after in pairwise(items):
            if before.glyph is None or after.glyph is None or chinese(before.text) == chinese(after.text):
                continue
            if apart(before.text, after.text, letters=look.space_latin, digits=look.space_digits):
                before.glyph.gap += round(20 * GAP * before.look.size)
            if before.look.spacing < 0:
                # LibreOffice does not draw the last character before the other script any closer.
                before.glyph.gap -= round(20 * before.look.spacing)

    def _lay_out(self, paragraph: Element, look: ParagraphLook, items: list[RunItem], column: float) -> frozenset[int]:
        """Break a paragraph that is longer than a line; return the items before which a line begins."""
        plain = look.align in ("left", "both", "center", "right") and not any(map(is_unmeasured, items))
        if any(item.text == TAB for item in items):
            if look.align in ("left", "both"):
                items[:] = fill_tabs(items, look, column, self._every, self.styles.fonts)
            plain = plain and look.align in ("left", "both") and measure_tabs(items, look, column, self._every)
        if not plain:
            return frozenset()
        width = column - look.left - look.right
        room = width - look.first
        if width < 400 or room < 400:
            return frozenset()
        breaks: set[int] = set()
        full = False
        start = 0
        for stop in (*(i for i, item in enumerate(items) if item.text == BREAK), len(items)):
            segment = [item for item in items[start:stop] if item.glyph is not None]
            where = {id(item): index for index, item in enumerate(items[start:stop], start)}
            glyphs = [item.glyph for item in segment if item.glyph is not None]
            ends = fill(glyphs, room if start == 0 else width, width)
            broken = self._stretched and stop < len(items) and look.align == "both"
            full = full or broken
            for a, b in zip((0, *ends), (*ends, len(glyphs)), strict=True):
                if broken or (look.align == "both" and b < len(glyphs)):
                    justify(glyphs[a:b], room if start == 0 and a == 0 else width)
                if b < len(glyphs):
                    breaks.add(where[id(segment[b])])
                if b > a:
                    glyphs[b - 1].gap = 0
                    full = full or length(glyphs[a:b]) > (room if start == 0 and a == 0 else width) - _SLACK
            start = stop + 1
        if full or breaks:
            self._widen(paragraph, look)
        return frozenset(breaks)

    def _widen(self, paragraph: Element, look: ParagraphLook) -> None:
        """Leave room beyond the margin: the breaks are given, and nothing else may break."""
        indent = place(properties(paragraph, "pPr"), "ind")
        drop(indent, "rightChars", "endChars", "right", "end")
        if look.align == "center":
            indent.set(q("left"), str(round(look.left - _SLACK)))
            drop(indent, "leftChars", "startChars", "start")
        indent.set(q("right"), str(round(look.right - _SLACK)))
        if look.align == "right":
            indent.set(q("right"), str(round(look.right)))
            indent.set(q("left"), str(round(look.left - _SLACK)))
        if look.align == "both":
            place(properties(paragraph, "pPr"), "jc").set(q("val"), "left")

    def _fix_pitch(
        self,
        paragraph: Element,
        look: ParagraphLook,
        base: RunLook,
        items: Sequence[RunItem],
        frame: Surroundings,
        count: int,
    ) -> ParagraphLook:
        """Write out line pitches that dxpdf would not give: the grid's, less than single, at least; of ``count`` lines."""
        if has_objects(items):
            return look
        natural = self._natural(base, items)
        align = look.line if look.line is not None else 240.0
        line, rule = 0.0, "grown"
        if grid.takes(look, frame.pitch):
            if not items:
                # LibreOffice: an empty paragraph takes one line of the grid, or at another edge what it is marked as.
                mark = self.styles.run(base, paragraph.find(f"{q('pPr')}/{q('rPr')}"))
                natural = 0.0 if look.align == "left" else self._natural(mark, items)
            line, rule = grid.line(look, natural, frame.pitch, count), "grid"
        elif look.rule == "auto" and align < 240:
            line = natural * align / 240
        elif look.rule == "atLeast" and align > natural:
            line = align
        if not line:
            return look
        spacing = place(properties(paragraph, "pPr"), "spacing")
        spacing.set(q("line"), str(round(line)))
        spacing.set(q("lineRule"), "exact")
        return replace(look, line=line, rule=rule)

    def _natural(self, base: RunLook, items: Sequence[RunItem]) -> float:
        metrics = self._widths(self._faces(base)[1], bold=False)
        size = max((item.look.size for item in items if item.text != BREAK), default=base.size)
        return 20 * size * (metrics.ascent + metrics.descent)

    def _shifts(
        self,
        look: ParagraphLook,
        base: RunLook,
        items: Sequence[RunItem],
        breaks: frozenset[int],
        pitch: float,
    ) -> list[int]:
        """Return, for each item, by how many half-points it must be lowered in a line of fixed height.

        dxpdf puts the text at the top of such a line. LibreOffice puts the baseline at four fifths of an exact line, all
        the growth of an "at least" line above the text, and text on a grid in the middle of its lines of the grid.
        """
        if look.line is None or look.rule not in ("exact", "grown", "grid") or has_objects(items):
            return [0] * len(items)
        metrics = self._widths(self._faces(base)[1], bold=False)
        shifts: list[int] = []
        single = grid.snapped(self._natural(base, items), pitch) if look.rule == "grid" else 0.0
        starts = sorted({0, *breaks, *(i + 1 for i, item in enumerate(items) if item.text == BREAK)})
        for start, stop in zip(starts, (*starts[1:], len(items)), strict=True):
            sizes = [item.look.size for item in items[start:stop] if item.text not in (BREAK, OTHER)]
            size = max(sizes, default=base.size)
            if look.rule == "exact":
                points = 0.8 * look.line / 20 - metrics.ascent * size
            elif look.rule == "grid":
                points = (single / 20 - (metrics.ascent + metrics.descent) * size) / 2
            else:
                points = look.line / 20 - (metrics.ascent + metrics.descent) * size
            shifts += [round(2 * points)] * (stop - start)
        return shifts


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        name = local(child)
        if name == "r":
            yield child
        elif name in ("hyperlink", "fldSimple"):
            yield from _runs(child)
