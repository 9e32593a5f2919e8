"""By which key the lines of a paragraph are called: what of them depends on how the paragraph is aligned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert.construct_element import OFF
from docgen.markup import W, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

__all__ = ["of", "said"]

_EMU = 635
"""English metric units in a twip."""
_LEAST = 0.7
"""How high a fixed line is at least, in its text's height: what is higher runs into the line above."""
_LETTERS = re.compile(r"[0-9A-Za-z]|\{\{")
"""What is no Chinese, or may become none."""


def of(paragraph: Element, styles: Mapping[str, Element], settings: Element | None) -> Iterator[str]:
    """Yield what of a paragraph's lines not every engine draws; ``styles`` by their ids, the default one by ``""``, too."""
    found = next(said(paragraph, styles, "jc"), None)
    aligned = "" if found is None else str(found.get(f"{W}val"))
    yield from _fixed(paragraph, styles)
    text = markup.words(paragraph)
    if aligned == "distribute" and _LETTERS.search(text):
        yield "w:jc distribute of letters"
    breaks = [one for one in paragraph.iter(f"{W}br", f"{W}cr") if one.get(f"{W}type") in (None, "textWrapping")]
    if aligned == "both" and breaks and _expands(settings):
        stops = paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")
        if any(one.get(f"{W}val") in ("right", "center", "end") or one.get(f"{W}leader") for one in stops):
            yield "w:br in justified text with tabs"
        if any(True for _one in paragraph.iter(f"{W}drawing", f"{W}pict")):
            yield "w:br in justified text with a picture"


def said(paragraph: Element, styles: Mapping[str, Element], name: str) -> Iterator[Element]:
    """Yield what a paragraph has of a name, then what its style has and each that is based on; ``styles`` as in :func:`of`."""
    layout = paragraph.find(f"{W}pPr")
    named = None if layout is None else layout.find(f"{W}pStyle")
    style = styles.get(str(named.get(f"{W}val")) if named is not None else "")
    seen: list[Element] = []
    while True:
        found = None if layout is None else layout.find(f"{W}{name}")
        if found is not None:
            yield found
        if style is None or style in seen:
            return
        seen.append(style)
        layout, parent = style.find(f"{W}pPr"), style.find(f"{W}basedOn")
        style = None if parent is None else styles.get(str(parent.get(f"{W}val")))


def _fixed(paragraph: Element, styles: Mapping[str, Element]) -> Iterator[str]:
    """Yield what has no room in lines of a fixed height."""
    spacing = next((one for one in said(paragraph, styles, "spacing") if f"{W}line" in one.attrib), None)
    height = None if spacing is None else whole(str(spacing.get(f"{W}line")))
    if spacing is None or not height or spacing.get(f"{W}lineRule") != "exact":
        return
    sizes = [
        whole(str(size.get(f"{W}val"))) or 0
        for one in paragraph.iterfind(f"{W}r")
        if any((text.text or "").strip() for text in one.iter(f"{W}t"))
        for size in one.iterfind(f"{W}rPr/{W}sz")
    ]
    if height < _LEAST * 10 * max(sizes, default=0):
        yield "text higher than its line"
    pictures = (one.find("{*}extent") for one in paragraph.iterfind(f"{W}r/{W}drawing/{{*}}inline"))
    if any(one is not None and (whole(one.get("cy", "")) or 0) > 1.1 * _EMU * height for one in pictures):
        yield "picture higher than its line"


def _expands(settings: Element | None) -> bool:
    """Whether a line that ends at a break is justified like the others."""
    refused = None if settings is None else settings.find(f"{W}compat/{W}doNotExpandShiftReturn")
    return refused is None or refused.get(f"{W}val") in OFF
