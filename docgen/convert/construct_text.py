"""By which key characters and paragraphs are called: what of their look is drawn in a way of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.convert.construct_element import PLAIN, name
from docgen.fonts import symbols
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["PRIVATE", "SPECIAL", "SYMBOL_FONTS", "WITHOUT_GAP", "has_gap"]

SYMBOL_FONTS = re.compile(r"wingdings|webdings|^symbol$|marlett|dingbats", re.I)
_DARK = 110
PRIVATE = re.compile("[\ue000-\uf8ff]")
_HAN = "[\u3400-\u9fff]"
WITHOUT_GAP = {
    f"w:autoSpace{kind}": re.compile(f"{_HAN}(?:{beside}|{{{{)|(?:{beside}|}}}}){_HAN}")
    for kind, beside in (("DE", "[A-Za-z]"), ("DN", "[0-9]"))
}
"""Switches of the gap that Chinese has to what stands beside it, and where there is one; a tag may become a number."""
_ACCENT = re.compile("[\u0300-\u036f\u20d0-\u20ff]")


def has_gap(switch: Element) -> bool:
    """Whether there is a gap where a paragraph wants none; a style may be of any paragraph."""
    paragraph = next(switch.iterancestors(f"{W}p"), None)
    if paragraph is None:
        return True
    return WITHOUT_GAP[name(switch)].search("".join(one.text or "" for one in paragraph.iter(f"{W}t"))) is not None


def _symbol(element: Element) -> Iterator[str]:
    font, code = str(element.get(f"{W}font", "")), str(element.get(f"{W}char", ""))
    yield "w:sym" if symbols.is_known(font, code) else "w:sym unknown"


def _run(element: Element) -> Iterator[str]:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    named = [] if fonts is None else [fonts.get(f"{W}{slot}", "") for slot in ("ascii", "hAnsi")]
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    if text.strip() and any(SYMBOL_FONTS.search(one) for one in named):
        yield "text in a symbol font"
    elif PRIVATE.search(text):
        yield "private character"
    if _ACCENT.search(text):
        yield "accent apart"


def _shading(element: Element) -> Iterator[str]:
    value = element.get(f"{W}val")
    if f"{W}themeFill" in element.attrib and element.get(f"{W}fill") in PLAIN:
        yield "w:shd by the theme alone"
    elif value not in PLAIN:
        yield "w:shd pattern" if str(value).startswith(("pct", "solid")) else "w:shd hatched"
    elif _is_dark(str(element.get(f"{W}fill"))) and not _has_colour(element):
        yield "w:shd dark"
    else:
        yield "w:shd"


def _is_dark(fill: str) -> bool:
    """Whether Word shows text of no colour of its own in white on it; a little before that, to be sure."""
    if re.fullmatch("[0-9A-Fa-f]{6}", fill) is None:
        return False
    red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DARK


def _has_colour(shading: Element) -> bool:
    """Whether all text on a shading has a colour of its own."""
    properties = shading.getparent()
    owner = None if properties is None else properties.getparent()
    if properties is None or owner is None:
        return False
    runs = [one for one in owner.iter(f"{W}r") if one.find(f"{W}t") is not None]
    looks = [one.find(f"{W}rPr") for one in runs] if properties.tag != f"{W}rPr" else [properties]
    if properties.tag != f"{W}rPr" and owner.tag not in (f"{W}p", f"{W}tc"):
        looks = [owner.find(f"{W}rPr")]
    colours = [None if look is None else look.find(f"{W}color") for look in looks]
    return all(one is not None and one.get(f"{W}val") not in (None, "auto") for one in colours)


def _hidden(element: Element) -> Iterator[str]:
    look = element.getparent()
    above = None if look is None else look.getparent()
    if above is None or above.tag == f"{W}r":
        yield "w:vanish"
        return
    paragraph = above.getparent() if above.tag == f"{W}pPr" else None
    if paragraph is None or paragraph.tag != f"{W}p":
        yield "w:vanish in a style"
        return
    shown = (one for one in paragraph.iter(f"{W}r") if len(one) and one.find(f"{W}rPr/{W}vanish") is None)
    if next(shown, None) is not None:
        yield "w:vanish of a paragraph's end"
    else:
        yield "w:vanish of a paragraph" if above.find(f"{W}numPr") is None else "w:vanish of a numbered paragraph"


def _box(element: Element) -> Iterator[str]:
    drawn = {name(one)[2:] for one in element if one.get(f"{W}val") not in (None, "nil", "none")}
    paragraph = next(element.iterancestors(f"{W}p"), None)
    after = None if paragraph is None else paragraph.getnext()
    other = None if after is None else after.find(f"{W}pPr/{W}pBdr")
    if drawn & {"left", "right", "start", "end", "between"}:
        yield "w:pBdr to the sides"
    elif (
        drawn
        and other is not None
        and [(one.tag, *one.items()) for one in other] == [(one.tag, *one.items()) for one in element]
    ):
        yield "w:pBdr of two paragraphs alike"
    yield "w:pBdr"


def _indent(element: Element) -> Iterator[str]:
    for side, other in (("left", "start"), ("right", "end"), ("firstLine", ""), ("hanging", "")):
        by_characters = element.get(f"{W}{side}Chars")
        if by_characters not in (None, "0") and not any(f"{W}{one}" in element.attrib for one in (side, other)):
            yield "w:ind by characters alone"
    yield "w:ind"


def _spacing(element: Element) -> Iterator[str]:
    for side in ("before", "after"):
        if element.get(f"{W}{side}Lines") not in (None, "0") and f"{W}{side}" not in element.attrib:
            yield "w:spacing by lines alone"
    yield "w:spacing"


def _tab(element: Element) -> Iterator[str]:
    value, leader = element.get(f"{W}val"), element.get(f"{W}leader")
    if value is not None:
        yield f"w:tab {value}"
    if leader not in PLAIN:
        yield f"leader {leader}"


def _frame(element: Element) -> Iterator[str]:
    yield "w:framePr" if element.get(f"{W}dropCap") in PLAIN else "w:framePr as a drop cap"


SPECIAL = {
    "w:sym": _symbol,
    "w:r": _run,
    "w:shd": _shading,
    "w:ind": _indent,
    "w:spacing": _spacing,
    "w:tab": _tab,
    "w:framePr": _frame,
    "w:vanish": _hidden,
    "w:specVanish": _hidden,
    "w:pBdr": _box,
}
"""By an element's name, what yields its keys."""
