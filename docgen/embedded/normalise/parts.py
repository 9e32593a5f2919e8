"""Names of WordprocessingML, and small readings of it that every pass needs."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docgen.markup import WORD as W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_RPR_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w",
    "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_PPR_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_TBLPR_ORDER = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW",
    "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook",
    "tblCaption", "tblDescription",
)  # fmt: skip
_BEFORE = {
    f"{{{W}}}{parent}": {
        f"{{{W}}}{name}": frozenset(f"{{{W}}}{one}" for one in order[:index]) for index, name in enumerate(order)
    }
    for parent, order in (("rPr", _RPR_ORDER), ("pPr", _PPR_ORDER), ("tblPr", _TBLPR_ORDER))
}
"""What the schema puts before a child, by parent and child."""


_REASON = 100_000
"""No length, count or level in a document is larger: paper of Word ends at 31,680 twips."""


def drop(element: Element, *names: str) -> None:
    """Remove attributes where they are there."""
    for name in names:
        if q(name) in element.attrib:
            del element.attrib[q(name)]


@cache
def q(name: str) -> str:
    """Return the qualified name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """Return an element's name without namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def val(element: Element | None, attribute: str = "val") -> str | None:
    """Return an attribute of an element that may not be there."""
    return None if element is None else element.get(q(attribute))


def number(element: Element | None, attribute: str = "val") -> float | None:
    """Return an attribute as a number, lengths in their own unit or points as twips; None where it is none in reason."""
    text = val(element, attribute)
    if text is None:
        return None
    try:
        value = float(text.removesuffix("pt")) * (20 if text.endswith("pt") else 1)
    except ValueError:
        return None
    return value if abs(value) < _REASON else None


def on(element: Element | None) -> bool | None:
    """Return what a toggle says; None where it is not there."""
    if element is None:
        return None
    return (element.get(q("val")) or "true") not in ("0", "false", "off", "none")


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    if element is not None:
        yield from element.findall(q(name))


def place(parent: Element, name: str) -> Element:
    """Return the child of that name, made at its place in the schema's order where it is missing."""
    tag = q(name)
    found = parent.find(tag)
    if found is not None:
        return found
    made = parent.makeelement(tag)
    before = _BEFORE.get(str(parent.tag), {}).get(tag)
    if before is None:
        parent.append(made)
    else:
        at = 0
        for index, child in enumerate(parent, 1):
            if child.tag in before:
                at = index
        parent.insert(at, made)
    return made


def properties(element: Element, name: str) -> Element:
    """Return an element's properties (``rPr``, ``pPr``, …), made as its first child where they are missing."""
    found = element.find(q(name))
    if found is None:
        found = element.makeelement(q(name))
        element.insert(0, found)
    return found
