"""By which key sections and footnotes are called: what of them is drawn in a way of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.convert.construct_element import name
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["SPECIAL"]


def _kind_of_section(element: Element) -> Iterator[str]:
    yield f"section {element.get(f'{W}val')}"


def _page_numbers(element: Element) -> Iterator[str]:
    yield f"numbers {element.get(f'{W}fmt', 'decimal')}"


def _columns(element: Element) -> Iterator[str]:
    if element.get(f"{W}sep") in ("1", "true"):
        yield "w:cols with a line"
    if element.get(f"{W}num", "1") != "1" and _goes_on(element):
        yield "w:cols of one height"
    yield "w:cols"


def _goes_on(element: Element) -> bool:
    """Whether the section after this one begins on the same page, so that the columns of this one end alike."""
    sections = [*next(reversed([*element.iterancestors()])).iter(f"{W}sectPr")]
    after = [*sections, None][sections.index(next(element.iterancestors(f"{W}sectPr"))) + 1]
    kind = None if after is None else after.find(f"{W}type")
    return kind is not None and kind.get(f"{W}val") == "continuous"


def _margins(element: Element) -> Iterator[str]:
    yield "w:pgMar" if element.get(f"{W}gutter", "0") in ("0", "") else "w:pgMar with a gutter"


def _grid(element: Element) -> Iterator[str]:
    kind = element.get(f"{W}type")
    spaced = kind == "linesAndChars" and element.get(f"{W}charSpace", "0") != "0"
    yield "w:docGrid snapToChars" if kind == "snapToChars" else "w:docGrid of characters" if spaced else "w:docGrid"


def _upright(element: Element) -> Iterator[str]:
    above = element.getparent()
    of_page = above is not None and above.tag == f"{W}sectPr"
    yield "w:vAlign of a page" if of_page and element.get(f"{W}val") not in (None, "top") else "w:vAlign"


def _note(element: Element) -> Iterator[str]:
    if element.get(f"{W}customMarkFollows") in ("1", "true", "on"):
        yield "w:footnoteReference with a mark of its own"
    if next(element.iterancestors(f"{W}tc"), None) is not None:
        yield "w:footnoteReference in a cell"
    yield name(element)


def _numbered_notes(element: Element) -> Iterator[str]:
    value = element.get(f"{W}val")
    usual = {"w:numFmt": "decimal", "w:numStart": "1", "w:numRestart": "continuous", "w:pos": "pageBottom"}[
        name(element)
    ]
    said = "other" if name(element) == "w:numStart" else value
    yield name(element) if value == usual else f"{name(element)} {said}"


SPECIAL = {
    "w:type": _kind_of_section,
    "w:pgNumType": _page_numbers,
    "w:cols": _columns,
    "w:pgMar": _margins,
    "w:vAlign": _upright,
    "w:docGrid": _grid,
    "w:footnoteReference": _note,
    "w:numFmt": _numbered_notes,
    "w:numStart": _numbered_notes,
    "w:numRestart": _numbered_notes,
    "w:pos": _numbered_notes,
}
"""By an element's name, what yields its keys."""
