"""Headers and footers: which the sections of a .docx have; are they there, page by page, with the numbers they should have.

Which header a page has follows from its number and its section: the first page's own, that of even pages, else the usual
one. Where a document has several sections of one paper size, a page may be of any of them, and its number is not known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from docgen.gate.compared_text import ANY_NUMBER, Section, plain, with_numbers
from docgen.gate.matching import Difference
from docgen.markup import R, W, whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from docgen.gate.compared_text import Passage, Running, Wording
    from docgen.gate.pages import Page

__all__ = ["compare", "is_on", "pictures", "sections_of"]

_HAIR = 12.0
"""Points that a table is wider than its column by Word's own way of laying it: the margins of its outer cells."""


def sections_of(body: _Element, running: Mapping[str, Running]) -> list[Section]:
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
            if (link := str(one.get(f"{R}id"))) in running
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
        form="decimal" if numbers is None else str(numbers.get(f"{W}fmt", "decimal")),
    )


def compare(said: Wording, pages: Sequence[Page]) -> list[Difference]:
    """Compare headers and footers; return what is wrong, in the order of the pages."""
    found: list[Difference] = []
    for number, page in enumerate(pages, 1):
        if page.above is None:
            continue
        shown = _Shown(page, number, len(pages))
        tried: list[list[Difference]] = [
            shown.faults(said, section, kind) for section, kind in _candidates(said, number)
        ]
        if tried and all(tried):
            found += sorted(tried, key=len)[0]
    return found


def pictures(said: Wording, pages: int) -> int:
    """Return how many pictures all pages have in their headers and footers; at least, where a page may be of any section."""
    return sum(
        min((_pictures(section, kind) for section, kind in _candidates(said, number)), default=0)
        for number in range(1, pages + 1)
    )


def _pictures(section: Section, kind: str) -> int:
    both = (section.headers.get(kind), section.footers.get(kind))
    return sum(one.pictures for one in both if one is not None)


def _candidates(said: Wording, number: int) -> Iterator[tuple[Section, str]]:
    """Yield the sections that a page may be of, each with the kind of header that it would have there."""
    if len(said.sections) == 1:
        (section,) = said.sections
        counted = number - 1 + (1 if section.start is None else section.start)
        if section.has_first and number == 1:
            yield section, "first"
        else:
            yield section, "even" if said.has_even and counted % 2 == 0 else "default"
        return
    for section in said.sections:
        yield section, "default"
        if section.has_first:
            yield section, "first"
        if said.has_even:
            yield section, "even"


def _number(form: str, number: int | None) -> str:
    """Return as a pattern how a page's number looks, any where it is not known; ``""`` where it could be anything."""
    plain_one = ANY_NUMBER if number is None else str(number)
    if form in ("decimal", "numberInDash"):
        return plain_one
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        if number is None:
            return rf"(?:[①-⑳]|{plain_one})"
        return chr(ord("①") + number - 1) if 0 < number <= _CIRCLED else plain_one
    return ""


_CIRCLED = 20
"""As far as there are circled numbers; Word goes on with plain ones."""


class _Shown:
    """A page's text above, between and below the margins."""

    def __init__(self, page: Page, number: int, count: int) -> None:
        self._above, self._body, self._below = plain(page.above or ""), plain(page.body), plain(page.below)
        self._all = plain(page.text)
        self._number, self._count = number, count

    def faults(self, said: Wording, section: Section, kind: str) -> list[Difference]:
        """Return what is wrong if the page is of this section and has headers of this kind."""
        alone = len(said.sections) == 1
        first = 1 if section.start is None else section.start
        page = _number(section.form, self._number - 1 + first if alone else None)
        found: list[Difference] = []
        for running, margin, room in (
            (section.headers.get(kind), self._above, self._above + self._body),
            (section.footers.get(kind), self._below, self._body + self._below),
        ):
            found += self._missing(running, page, margin, room)
            if running is None and margin and not said.floating:
                found.append(Difference("extra", "", margin, self._number))
        return found

    def _missing(self, running: Running | None, page: str, margin: str, room: str) -> Iterator[Difference]:
        if running is None:
            return
        lines = [self._pattern(line, page) for line in running.lines]
        if re.fullmatch("".join(lines), margin) is None:
            yield from self._each(running.lines, lines, room)
        yield from self._each(running.boxes, [self._pattern(line, page) for line in running.boxes], self._all)

    def _pattern(self, line: Passage, page: str) -> str:
        return with_numbers(line, page, str(self._count))

    def _each(self, lines: Sequence[Passage], patterns: Sequence[str], room: str) -> Iterator[Difference]:
        for line, pattern in zip(lines, patterns, strict=True):
            if re.search(pattern, room) is None:
                yield Difference("lost", line.text, room, self._number)
