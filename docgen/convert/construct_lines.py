"""By which key the lines of a paragraph are called: what of them depends on how the paragraph is aligned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert.construct_element import OFF
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

__all__ = ["of"]

_LETTERS = re.compile(r"[0-9A-Za-z]|\{\{")
"""What is no Chinese, or may become none."""


def of(paragraph: Element, styles: Mapping[str, Element], settings: Element | None) -> Iterator[str]:
    """Yield what of a paragraph's lines not every engine draws; ``styles`` by their ids, the default one by ``""``, too."""
    aligned = _alignment(paragraph, styles)
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


def _alignment(paragraph: Element, styles: Mapping[str, Element]) -> str:
    """Return how a paragraph is aligned: by itself, or by its style and those that is based on."""
    layout = paragraph.find(f"{W}pPr")
    named = None if layout is None else layout.find(f"{W}pStyle")
    style = styles.get(str(named.get(f"{W}val")) if named is not None else "")
    seen: list[Element] = []
    while True:
        aligned = None if layout is None else layout.find(f"{W}jc")
        if aligned is not None:
            return str(aligned.get(f"{W}val"))
        if style is None or style in seen:
            return ""
        seen.append(style)
        layout, parent = style.find(f"{W}pPr"), style.find(f"{W}basedOn")
        style = None if parent is None else styles.get(str(parent.get(f"{W}val")))


def _expands(settings: Element | None) -> bool:
    """Whether a line that ends at a break is justified like the others."""
    refused = None if settings is None else settings.find(f"{W}compat/{W}doNotExpandShiftReturn")
    return refused is None or refused.get(f"{W}val") in OFF
