"""By which key tables, their rows and the lines of a paragraph are called: what of them engines lay out otherwise than Word.

What of a paragraph's lines not every engine draws depends on how it is aligned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert.construct_names import OFF, name
from docgen.markup import ON, W, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

__all__ = ["SPECIAL", "of_lines", "of_style", "said"]

_LOOKS = ("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_ROWS_OWN = frozenset(f"{W}{name}" for name in ("tblInd", "jc", "shd"))
_USUAL_MARGINS = {"top": "0", "bottom": "0", "left": "108", "right": "108", "start": "108", "end": "108"}
"""Twips beside the text of a cell where nothing else is said."""


def _table(element: Element) -> Iterator[str]:
    columns = element.findall(f"{W}tblGrid/{W}gridCol")
    sound = columns and all(one.get(f"{W}w", "0") != "0" for one in columns)
    yield "w:tbl" if sound else "w:tbl without widths of columns"
    if sound and any(_is_short(row, len(columns)) for row in element.iterfind(f"{W}tr")):
        yield "w:tr shorter than its table"


def _is_short(row: Element, columns: int) -> bool:
    """Whether a row of nothing but cells ends before its table does."""
    if any(one.tag not in (f"{W}tc", f"{W}trPr", f"{W}tblPrEx") for one in row):
        return False
    spans = [one.find(f"{W}tcPr/{W}gridSpan") for one in row.iterfind(f"{W}tc")]
    beside = [row.find(f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter")]
    reached = sum(1 if one is None else whole(one.get(f"{W}val", "")) or 1 for one in spans)
    return reached + sum(whole(one.get(f"{W}val", "")) or 0 for one in beside if one is not None) < columns


def _exception(element: Element) -> Iterator[str]:
    """What a row has otherwise than its table. Word and WPS repeat the table's own margins there, which changes nothing."""
    yield "w:tblPrEx"
    table = next(element.iterancestors(f"{W}tbl"), None)
    usual = None if table is None else table.find(f"{W}tblPr")
    for one in element:
        own = None if usual is None else usual.find(str(one.tag))
        if one.tag == f"{W}tblCellMar":
            if any(side.get(f"{W}w") != _margin(own, side) for side in one):
                yield "w:tblPrEx of its own"
        elif one.tag in _ROWS_OWN and (own is None or own.items() != one.items()):
            yield "w:tblPrEx of its own"


def _margin(table: Element | None, side: Element) -> str | None:
    """Return what a table's cells have at a side."""
    same = None if table is None else table.find(str(side.tag))
    return _USUAL_MARGINS.get(name(side)[2:]) if same is None else same.get(f"{W}w")


_OF_TEXT = frozenset(f"{W}{name}" for name in ("sz", "szCs", "spacing", "kern", "lang", "noProof"))
"""How a style's text looks in all cells, as far as every engine heeds it."""
_INSIDE = ("insideH", "insideV")


def of_style(style: Element, above: Sequence[Element], *, for_all: bool) -> Iterator[str]:
    """Yield what of a table's style not every engine draws. ``above``: what it is based on; ``for_all``: tables name no style."""
    plain = (f"{W}tblInd", f"{W}tblCellMar")
    usual = style.get(f"{W}default") in ON and for_all
    if usual and any(one.tag not in plain for part in _LOOKS for one in style.iterfind(f"{W}{part}/*")):
        yield "table style for all tables"
    if any(one.find(f"{W}tblStylePr") is not None for one in above):
        yield "table style based on another"
    if any(one.tag not in _OF_TEXT for one in style.iterfind(f"{W}rPr/*")):
        yield "table style of text"
    if next(style.iterfind(f"{W}tcPr/*"), None) is not None:
        yield "table style of cells"
    if next(style.iter(f"{W}pBdr"), None) is not None:
        yield "table style of lines"
    if any(one.get(f"{W}val") not in ("left", "start") for one in style.iterfind(f"{W}tblPr/{W}jc")):
        yield "table style of a place"
    if any(one.get(f"{W}w") != "0" for one in style.iterfind(f"{W}tblPr/{W}tblInd")):
        yield "table style of an indent"
    bands = (f"{W}tblPr/{W}tblStyle{way}BandSize" for way in ("Row", "Col"))
    if any(one.get(f"{W}val") != "1" for band in bands for one in style.iterfind(band)):
        yield "table style of broad bands"
    for part in style.iterfind(f"{W}tblStylePr"):
        if part.get(f"{W}type") == "wholeTable":
            yield "table style of the whole"
        if any(one.tag != f"{W}tblCellMar" or len(one) for one in part.iterfind(f"{W}tblPr/*")):
            yield "table style of a part's table"
        if part.find(f"{W}tcPr/{W}tcMar") is not None or any(
            side.get(f"{W}val") not in (None, "nil", "none")
            for inside in _INSIDE
            for side in part.iterfind(f"{W}tcPr/{W}tcBorders/{W}{inside}")
        ):
            yield "table style of a part's cells"
        if part.find(f"{W}tcPr/{W}textDirection") is not None:
            yield "table style of turned text"


SPECIAL = {"w:tbl": _table, "w:tblPrEx": _exception}
"""By an element's name, what yields its keys."""


_EMU = 635
"""English metric units in a twip."""
_LEAST = 0.7
"""How high a fixed line is at least, in its text's height: what is higher runs into the line above."""
_LETTERS = re.compile(r"[0-9A-Za-z]|\{\{")
"""What is no Chinese, or may become none."""


def of_lines(paragraph: Element, styles: Mapping[str, Element], settings: Element | None) -> Iterator[str]:
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
    """Yield what a paragraph has of a name, then what its style has and each that is based on; see :func:`of_lines`."""
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
