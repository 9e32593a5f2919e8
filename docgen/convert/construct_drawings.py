"""By which key pictures and shapes are called: what of their place and look is drawn in a way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.convert.construct_element import name
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["SPECIAL"]


def _anchor(element: Element) -> Iterator[str]:
    yield "anchor behind" if element.get("behindDoc") in ("1", "true") else "wp:anchor"


def _inline(element: Element) -> Iterator[str]:
    paragraph = next(element.iterancestors(f"{W}p"), None)
    beside = paragraph is not None and any((one.text or "").strip() for one in paragraph.iter(f"{W}t"))
    yield "picture beside text" if beside else "wp:inline"


def _graphic(element: Element) -> Iterator[str]:
    yield f"graphic {str(element.get('uri', '')).rpartition('/')[2]}"


def _geometry(element: Element) -> Iterator[str]:
    above = element.getparent()
    if above is not None and name(above) == "pic:spPr" and element.get("prst") == "rect":
        yield "a:prstGeom"
    else:
        yield f"shape {element.get('prst')}"


def _turned(element: Element) -> Iterator[str]:
    turned = any(element.get(one) not in (None, "0", "false") for one in ("rot", "flipH", "flipV"))
    yield "picture turned" if turned else "a:xfrm"


def _cut(element: Element) -> Iterator[str]:
    yield "picture cut" if any(value != "0" for value in element.attrib.values()) else "a:srcRect"


def _placed(element: Element) -> Iterator[str]:
    by = str(element.get("relativeFrom", ""))
    yield name(element) if by in ("page", "margin", "column", "paragraph") else f"{name(element)} {by}"


def _unwrapped(element: Element) -> Iterator[str]:
    above = element.getparent()
    if above is None or above.get("behindDoc") not in ("1", "true"):
        yield "wp:wrapNone"


SPECIAL = {
    "wp:anchor": _anchor,
    "wp:inline": _inline,
    "a:graphicData": _graphic,
    "a:prstGeom": _geometry,
    "a:xfrm": _turned,
    "a:srcRect": _cut,
    "wp:wrapNone": _unwrapped,
    "wp:positionH": _placed,
    "wp:positionV": _placed,
}
"""By an element's name, what yields its keys."""
