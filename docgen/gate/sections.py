"""The sections of a .docx: paper, margins as their author laid text past them, headers and footers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from docgen.gate.compared_text import Section
from docgen.markup import W, whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from docgen.gate.compared_text import Running

__all__ = ["is_on", "read"]

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_HAIR = 12.0
"""Points that a table is wider than its column by Word's own way of laying it: the margins of its outer cells."""


def read(body: _Element, running: Mapping[str, Running]) -> list[Section]:
    """Read the sections; ``running`` are headers and footers by the names under which they refer to them."""
    found: list[Section] = []
    for each in body.iter(f"{W}sectPr"):
        found.append(_section(each, running, found[-1] if found else None))
    width = min((each.width - each.left - each.right for each in found), default=0.0)
    laid = [_overhang(one, width) for one in body.iter(f"{W}ind", f"{W}tblInd", f"{W}tbl")]
    left, right = (max((one[side] for one in laid), default=0.0) for side in (0, 1))
    return [replace(each, left=each.left - left, right=each.right - right) for each in found]


def is_on(mark: _Element) -> bool:
    """Return what a toggle says that is there."""
    return mark.get(f"{W}val", "true") not in ("0", "false", "off")


def _overhang(element: _Element, width: float) -> tuple[float, float]:
    """Return by how many points a paragraph or table lies past the left and the right margin, as its author laid it.

    ``width`` is between the margins.
    """

    def points(*names: str) -> float:
        values = [element.get(f"{W}{name}", "") for name in names]
        return max(((whole(one[1:]) or 0) / 20 for one in values if one.startswith("-")), default=0.0)

    if element.tag == f"{W}tbl":
        columns = [column.get(f"{W}w", "0") for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
        wider = sum(whole(column) or 0 for column in columns) / 20 - width
        return (wider, wider) if wider > _HAIR else (0.0, 0.0)
    left = points("left", "start", "w")
    return (left + _HAIR if left and element.tag == f"{W}tblInd" else left), points("right", "end")


def _section(properties: _Element, running: Mapping[str, Running], before: Section | None) -> Section:
    """Read a section; headers and footers that it does not name are those of the one before."""

    def points(name: str, attribute: str, otherwise: float) -> float:
        element = properties.find(f"{W}{name}")
        value = "" if element is None else str(element.get(f"{W}{attribute}", "")).removeprefix("-")
        return float(value) / 20 if value.replace(".", "", 1).isdecimal() else otherwise

    def named(name: str, inherited: Mapping[str, Running]) -> dict[str, Running]:
        own = {
            str(one.get(f"{W}type", "default")): running[link]
            for one in properties.iter(f"{W}{name}Reference")
            if (link := str(one.get(_ID))) in running
        }
        return {**inherited, **own}

    first, numbers = properties.find(f"{W}titlePg"), properties.find(f"{W}pgNumType")
    start = "" if numbers is None else str(numbers.get(f"{W}start", ""))
    return Section(
        width=points("pgSz", "w", 595.3),
        height=points("pgSz", "h", 841.9),
        top=points("pgMar", "top", 72),
        right=points("pgMar", "right", 90),
        bottom=points("pgMar", "bottom", 72),
        left=points("pgMar", "left", 90),
        headers=named("header", before.headers if before else {}),
        footers=named("footer", before.footers if before else {}),
        has_first=first is not None and is_on(first),
        start=whole(start),
        counts_plainly=numbers is None or numbers.get(f"{W}fmt", "decimal") == "decimal",
    )
