"""Runs written anew: cut where the face, the extra space or the height changes, breaks put in."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise.lines import OTHER, RunItem
from docgen.embedded.normalise.parts import drop
from docgen.markup import SPACE, place, properties, q

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.styles import RunLook

_GIVEN = "given"
"""Marks a break that was computed here; dxpdf does not mind it."""
_R, _RPR, _T, _BR = q("r"), q("rPr"), q("t"), q("br")


def write(
    items: Sequence[RunItem], breaks: frozenset[int], shifts: Sequence[int], families: Sequence[str | None]
) -> None:
    """Replace the runs that items come from; shifts are half-points to lower, families None where the run's own will do.

    Neighbouring runs that look the same become one: templates leave many behind, and each costs dxpdf time.
    """
    current: Element | None = None
    source: Element | None = None
    style: Element | None = None
    state: tuple[str | None, int, int] = (None, 0, 0)
    for index, item in enumerate(items):
        given = index in breaks
        if given and current is not None:
            current.append(current.makeelement(_BR, {_GIVEN: "1"}))
        if item.run is not source:
            new = item.run.find(_RPR)
            if item.run.getprevious() is not source or not _same(new, style) or item.text == OTHER:
                current = None
            source, style = item.run, new
        glyph = item.glyph
        wanted = (families[index], glyph.gap + glyph.stretch if glyph else 0, shifts[index])
        if current is None or given or wanted != state:
            state = wanted
            current = _run(source, style, item.look, *state)
            source.addprevious(current)
        _append(current, item)
    for run in {id(item.run): item.run for item in items}.values():
        parent = run.getparent()
        if parent is not None:
            parent.remove(run)


def _same(one: Element | None, other: Element | None) -> bool:
    """Whether two runs have the same properties."""
    if one is None or other is None:
        return one is None and other is None
    return len(one) == len(other) and all(
        a.tag == b.tag and not len(a) and not len(b) and a.items() == b.items() for a, b in zip(one, other, strict=True)
    )


def _run(source: Element, style: Element | None, look: RunLook, family: str | None, extra: int, shift: int) -> Element:
    made = source.makeelement(_R)
    own = copy.deepcopy(style) if style is not None else source.makeelement(_RPR)
    made.append(own)
    if family is not None:
        fonts = place(own, "rFonts")
        fonts.attrib.clear()
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(q(name), family)
    if extra:
        place(own, "spacing").set(q("val"), str(round(20 * look.spacing) + extra))
    if shift or look.position:
        # dxpdf 0.8.1 takes the sign of w:position the wrong way round: a positive value lowers.
        place(own, "position").set(q("val"), str(round(shift - look.position)))
    return made


def _append(run: Element, item: RunItem) -> None:
    if item.element is not None:
        run.append(item.element)
        return
    tail = run[-1]
    if tail.tag == _T:
        tail.text = (tail.text or "") + item.text
    else:
        text = run.makeelement(_T, {SPACE: "preserve"})
        text.text = item.text
        run.append(text)


def part(paragraph: Element, *, widows: bool) -> None:
    """Cut a paragraph whose breaks are given where a page may end: after its first lines, before its last.

    With ``widows`` two lines stay together at its beginning and at its end (ISO/IEC 29500-1, 17.3.1.44).
    """
    ends = [mark for mark in paragraph.iterfind(f"{_R}/{_BR}") if mark.get(_GIVEN)]
    count = len(ends) + 1
    if not widows:
        if count > 1 and (rest := _cut(paragraph, ends[0])) is not None:
            _loosen(rest)
    elif count > 3 and (last := _cut(paragraph, ends[count - 3])) is not None:
        place(properties(last, "pPr"), "keepLines")
        if count > 4 and (rest := _cut(paragraph, ends[1])) is not None:
            _loosen(rest)
        place(properties(paragraph, "pPr"), "keepLines")


def loosen(paragraph: Element) -> None:
    """Make each line but the last two a paragraph of its own: dxpdf (0.8.1) does not tear a paragraph in a cell."""
    ends = [mark for mark in paragraph.iterfind(f"{_R}/{_BR}") if mark.get(_GIVEN)]
    for end in reversed(ends[:-1]):
        _cut(paragraph, end)


def _loosen(paragraph: Element) -> None:
    place(properties(paragraph, "pPr"), "widowControl").set(q("val"), "0")


def _cut(paragraph: Element, end: Element) -> Element | None:
    """Make what stands behind a break a paragraph of its own, and return it."""
    run = end.getparent()
    if run is None or run[-1] is not end:
        return None
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
    return second


def _no_space(layout: Element, side: str) -> None:
    spacing = place(layout, "spacing")
    drop(spacing, f"{side}Lines", f"{side}Autospacing")
    spacing.set(q(side), "0")
