"""One paragraph: its faces, its lines, where its text stands in a line of fixed height."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from docgen.convert.normalise import symbols
from docgen.convert.normalise.items import BREAK as _BREAK
from docgen.convert.normalise.items import OTHER as _OTHER
from docgen.convert.normalise.items import TAB as _TAB
from docgen.convert.normalise.items import Item
from docgen.convert.normalise.lines import Glyph, fill, justify, length
from docgen.convert.normalise.parts import XML_SPACE, drop, local, place, properties, q, val
from docgen.convert.normalise.scripts import GAP, apart, chinese
from docgen.convert.normalise.tabs import fill_tabs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

    from docgen.convert.normalise.styles import ParagraphLook, RunLook, Styles

_TRANSPARENT = frozenset(
    {"hyperlink", "smartTag", "ins", "sdt", "sdtContent", "bookmarkStart", "bookmarkEnd", "proofErr"}
)
_SLACK = 40
"""Twips by which a paragraph whose breaks are given is widened, so that rounding never breaks it once more."""
_GIVEN = "given"
"""Marks a break that was computed here; dxpdf does not mind it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a paragraph."""

    width: float | None
    """Twips between the margins of its column or cell; None where nobody can tell."""
    table_style: str = ""
    pitch: float = 0.0
    """Twips between the lines of the section's document grid; 0 where it has none."""


class Setter:
    """Sets the paragraphs of one document."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles

    def look(self, paragraph: Element, table_style: str) -> tuple[ParagraphLook, RunLook]:
        """Return how a paragraph and its runs look before the runs' own properties."""
        direct = paragraph.find(q("pPr"))
        style = None if direct is None else val(direct.find(q("pStyle")))
        look, run = self.styles.paragraph(style, table_style)
        return self.styles.merge_paragraph(look, direct), run

    def set(self, paragraph: Element, frame: Frame, *, kept: bool = False) -> bool:
        """Rewrite a paragraph so that dxpdf draws it as an office suite would; return whether it is kept with the next.

        ``kept``: the paragraph before is kept with this one. dxpdf then wants all of this one on its page, where the
        beginning is meant; so the beginning becomes a paragraph of its own.
        """
        look, base = self.look(paragraph, frame.table_style)
        items = list(self._items(paragraph, base))
        look = self._fix_pitch(paragraph, look, base, items, frame)
        frozen = any(item.text == _OTHER and local_field(item.element) for item in items)
        breaks: frozenset[int] = frozenset()
        if not frozen:
            self._space(items, look)
            if frame.width is not None:
                breaks = self._lay_out(paragraph, look, items, frame.width)
        shifts = self._shifts(look, base, items, breaks)
        self._emit(items, breaks, shifts, has_chinese=any(chinese(item.text) for item in items))
        if kept and not look.keep_next and not look.keep_lines:
            part(paragraph, 2 if look.widows else 1, look.widows)
        return look.keep_next

    def _items(self, paragraph: Element, base: RunLook) -> Iterator[Item]:
        for run in _runs(paragraph):
            look = self.styles.run(base, run.find(q("rPr")))
            for child in list(run):
                match local(child):
                    case "rPr" | "lastRenderedPageBreak" | "":
                        continue
                    case "t":
                        for character in symbols.text(look.latin, child.text or ""):
                            yield Item(run, look, character, None)
                    case "tab":
                        yield Item(run, look, _TAB, child)
                    case "br" if val(child, "type") in (None, "textWrapping"):
                        yield Item(run, look, _BREAK, child)
                    case "cr":
                        yield Item(run, look, _BREAK, child)
                    case "noBreakHyphen":
                        yield Item(run, look, "\u2011", None)
                    case "sym":
                        yield Item(
                            run, look, symbols.character(val(child, "font") or "", val(child, "char") or ""), None
                        )
                    case _:
                        yield Item(run, look, _OTHER, child)

    def family(self, look: RunLook, character: str, *, has_chinese: bool) -> str:
        """Return the family of the face a character is drawn with."""
        asked = look.asian if has_chinese and chinese(character) else look.latin
        return self.styles.fonts.family(asked)

    def _space(self, items: Sequence[Item], look: ParagraphLook) -> None:
        """Give every character its width, and a gap where scripts meet."""
        has_chinese = any(chinese(item.text) for item in items)
        for item in items:
            if item.text in (_BREAK, _TAB, _OTHER) or item.look.hidden:
                continue
            face = self.styles.fonts.metrics(
                self.family(item.look, item.text, has_chinese=has_chinese), bold=item.look.bold
            )
            size = item.look.size * (0.58 if item.look.raised else 1)
            bare = 20 * face.width(item.text) * size * item.look.scale
            item.glyph = Glyph(item.text, bare + 20 * item.look.spacing, bare)
        for before, after in pairwise(items):
            if before.glyph is None or after.glyph is None or chinese(before.text) == chinese(after.text):
                continue
            if apart(before.text, after.text, letters=look.space_latin, digits=look.space_digits):
                before.glyph.gap = round(20 * GAP * before.look.size)
            if before.look.spacing < 0:
                # LibreOffice does not draw the last character before the other script any closer.
                before.glyph.gap -= round(20 * before.look.spacing)

    def _lay_out(self, paragraph: Element, look: ParagraphLook, items: list[Item], column: float) -> frozenset[int]:
        """Break a paragraph that is longer than a line; return the items before which a line begins."""
        if any(item.text in (_TAB, _OTHER) for item in items) or look.align not in ("left", "both", "center", "right"):
            if look.align in ("left", "both"):
                items[:] = fill_tabs(items, look, column, self.styles.fonts)
            return frozenset()
        width = column - look.left - look.right
        room = width - look.first
        if width < 400 or room < 400:
            return frozenset()
        hang = look.hang_punctuation and look.align in ("left", "both")
        breaks: set[int] = set()
        full = False
        start = 0
        for stop in (*(i for i, item in enumerate(items) if item.text == _BREAK), len(items)):
            segment = [item for item in items[start:stop] if item.glyph is not None]
            where = {id(item): index for index, item in enumerate(items[start:stop], start)}
            glyphs = [item.glyph for item in segment if item.glyph is not None]
            ends = fill(glyphs, room if start == 0 else width, width, hang=hang)
            for a, b in zip((0, *ends), (*ends, len(glyphs)), strict=True):
                if look.align == "both" and b < len(glyphs):
                    justify(glyphs[a:b], room if start == 0 and a == 0 else width, hang=hang)
                if b < len(glyphs):
                    breaks.add(where[id(segment[b])])
                if b > a:
                    glyphs[b - 1].gap = 0
                    full = full or length(glyphs[a:b]) > (room if start == 0 and a == 0 else width) - _SLACK
            start = stop + 1
        if full or breaks:
            self._widen(paragraph, look, hang=hang, items=items)
        return frozenset(breaks)

    def _widen(self, paragraph: Element, look: ParagraphLook, *, hang: bool, items: Sequence[Item]) -> None:
        """Leave room beyond the margin: the breaks are given, and nothing else may break."""
        more = _SLACK + (20 * max(item.look.size for item in items) if hang else 0)
        indent = place(properties(paragraph, "pPr"), "ind")
        drop(indent, "rightChars", "endChars", "right", "end")
        if look.align == "center":
            indent.set(q("left"), str(round(look.left - _SLACK)))
            drop(indent, "leftChars", "startChars", "start")
        indent.set(q("right"), str(round(look.right - (_SLACK if look.align in ("center", "right") else more))))
        if look.align == "right":
            indent.set(q("right"), str(round(look.right)))
            indent.set(q("left"), str(round(look.left - _SLACK)))
        if look.align == "both":
            place(properties(paragraph, "pPr"), "jc").set(q("val"), "left")

    def _fix_pitch(
        self, paragraph: Element, look: ParagraphLook, base: RunLook, items: Sequence[Item], frame: Frame
    ) -> ParagraphLook:
        """Write out line pitches that dxpdf would not give: the section's grid, less than single, at least."""
        natural = self._natural(base, items)
        line: float | None = None
        align = look.line if look.line is not None else 240.0
        if frame.pitch and look.snap and look.rule == "auto" and not _has_objects(items):
            asked = frame.pitch * (align / 240)
            line = asked * max(1, -(-natural * (align / 240) // asked))
        elif look.rule == "auto" and align < 240 and not _has_objects(items):
            line = natural * align / 240
        elif look.rule == "atLeast" and align > natural and not _has_objects(items):
            line = align
        if line is None:
            return look
        spacing = place(properties(paragraph, "pPr"), "spacing")
        spacing.set(q("line"), str(round(line)))
        spacing.set(q("lineRule"), "exact")
        return replace(look, line=line, rule="grown" if look.rule != "exact" else "exact")

    def _natural(self, base: RunLook, items: Sequence[Item]) -> float:
        metrics = self.styles.fonts.metrics(self.styles.fonts.family(base.asian))
        size = max((item.look.size for item in items if item.text != _BREAK), default=base.size)
        return 20 * size * (metrics.ascent + metrics.descent)

    def _shifts(self, look: ParagraphLook, base: RunLook, items: Sequence[Item], breaks: frozenset[int]) -> list[int]:
        """Return, for each item, by how many half-points it must be lowered in a line of fixed height.

        dxpdf puts the text at the top of such a line. LibreOffice puts the baseline at four fifths of an exact line and
        all the growth of an "at least" line above the text.
        """
        if look.line is None or look.rule not in ("exact", "grown") or _has_objects(items):
            return [0] * len(items)
        metrics = self.styles.fonts.metrics(self.styles.fonts.family(base.asian))
        shifts: list[int] = []
        starts = sorted({0, *breaks, *(i + 1 for i, item in enumerate(items) if item.text == _BREAK)})
        for start, stop in zip(starts, (*starts[1:], len(items)), strict=True):
            sizes = [item.look.size for item in items[start:stop] if item.text not in (_BREAK, _OTHER)]
            size = max(sizes, default=base.size)
            if look.rule == "exact":
                points = 0.8 * look.line / 20 - metrics.ascent * size
            else:
                points = look.line / 20 - (metrics.ascent + metrics.descent) * size
            shifts += [round(2 * points)] * (stop - start)
        return shifts

    def _emit(self, items: Sequence[Item], breaks: frozenset[int], shifts: Sequence[int], *, has_chinese: bool) -> None:
        """Write the runs anew, cut where the face, the extra space or the height changes."""
        current: Element | None = None
        source: Element | None = None
        state: tuple[str | None, int, int] = (None, 0, 0)
        for index, item in enumerate(items):
            if index in breaks and current is not None:
                _break(current)
            if item.run is not source or index in breaks:
                current, source = None, item.run
            extra = item.glyph.gap + item.glyph.stretch if item.glyph else 0
            family = (
                None if item.text in (_BREAK, _OTHER) else self.family(item.look, item.text, has_chinese=has_chinese)
            )
            if item.text in (" ", _BREAK, _OTHER) and current is not None:
                family = state[0]
            if current is None or (family, extra, shifts[index]) != state:
                state = (family, extra, shifts[index])
                current = _copy(source, item.look, *state)
                source.addprevious(current)
            _append(current, item)
        for run in {id(item.run): item.run for item in items}.values():
            parent = run.getparent()
            if parent is not None:
                parent.remove(run)


def _copy(source: Element, look: RunLook, family: str | None, extra: int, shift: int) -> Element:
    from lxml import etree

    made = etree.Element(q("r"))
    old = source.find(q("rPr"))
    style = copy.deepcopy(old) if old is not None else etree.Element(q("rPr"))
    made.append(style)
    if family is not None:
        fonts = place(style, "rFonts")
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(q(name), family)
    if extra:
        place(style, "spacing").set(q("val"), str(round(20 * look.spacing) + extra))
    if shift or look.position:
        # dxpdf 0.8.1 takes the sign of w:position the wrong way round: a positive value lowers.
        place(style, "position").set(q("val"), str(round(shift - look.position)))
    return made


def _append(run: Element, item: Item) -> None:
    from lxml import etree

    if item.element is not None:
        run.append(item.element)
        return
    tail = run[-1]
    if tail.tag != q("t"):
        tail = etree.SubElement(run, q("t"))
        tail.set(XML_SPACE, "preserve")
        tail.text = ""
    tail.text = (tail.text or "") + item.text


def _break(run: Element) -> None:
    from lxml import etree

    etree.SubElement(run, q("br")).set(_GIVEN, "1")


def part(paragraph: Element, lines: int, widows: bool) -> None:
    """Cut a paragraph whose breaks are given after its first lines, unless too few would be left."""
    ends = [mark for mark in paragraph.iterfind(f"{q('r')}/{q('br')}") if mark.get(_GIVEN)]
    if len(ends) < lines + (1 if widows else 0):
        return
    end = ends[lines - 1]
    run = end.getparent()
    if run is None or run[-1] is not end:
        return
    layout = properties(paragraph, "pPr")
    rest = copy.deepcopy(layout)
    for name in ("pageBreakBefore", "outlineLvl", "numPr", "sectPr"):
        if (old := rest.find(q(name))) is not None:
            rest.remove(old)
    indent = place(rest, "ind")
    drop(indent, "hanging", "firstLineChars", "hangingChars")
    indent.set(q("firstLine"), "0")
    _no_space(rest, "before")
    _no_space(layout, "after")
    second = paragraph.makeelement(paragraph.tag)
    second.append(rest)
    second.extend(list(run.itersiblings()))
    run.remove(end)
    if (section := layout.find(q("sectPr"))) is not None:
        rest.append(section)
    paragraph.addnext(second)


def _no_space(layout: Element, side: str) -> None:
    spacing = place(layout, "spacing")
    drop(spacing, f"{side}Lines", f"{side}Autospacing")
    spacing.set(q(side), "0")


def _runs(element: Element) -> Iterator[Element]:
    for child in element:
        name = local(child)
        if name == "r":
            yield child
        elif name in _TRANSPARENT or name == "fldSimple":
            yield from _runs(child)


def local_field(element: Element | None) -> bool:
    """Whether it is a piece of a field, whose result the engine computes."""
    return element is not None and local(element) in ("fldChar", "instrText")


def _has_objects(items: Sequence[Item]) -> bool:
    return any(
        item.element is not None and local(item.element) in ("drawing", "pict", "object", "AlternateContent")
        for item in items
    )
