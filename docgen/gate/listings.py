"""Contents pages: all headings are listed, with the text they bear and the page on which they stand.

Read here anew, from the document and the final PDF, and not by what wrote them (:mod:`docgen.contents`). A heading's label is
what the PDF shows before it; the number of a page is what its own header or footer shows, counted only where these show none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from docgen.gate.compared_text import PAGE, Line, Listing, plain, with_numbers
from docgen.markup import W, whole
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from docgen.gate.compared_text import Section, Wording
    from docgen.gate.matching import Stretch
    from docgen.gate.pages import Page

__all__ = ["compare", "is_contents", "read"]

_RANGE = r'\s+"?\s*(\d)\s*-\s*(\d)\s*"?'
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
_NUMBER = "([0-9A-Za-z〇零一二三四五六七八九十百]{1,8})"


def is_contents(instruction: str) -> bool:
    """Whether a field's code is that of a table of contents."""
    return "".join(instruction.split()[:1]).upper() == "TOC"


def compare(said: Wording, pages: Sequence[Page], stands: Mapping[int, Stretch]) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with the contents: the page (from 1), what is to be said, the text that it is about."""
    for listing in said.listings:
        lines = list(listing.lines)
        for place, section, is_numbered in listing.headings:
            stretch = stands.get(place)
            if stretch is None:
                continue  # it shows nothing, or the walk has told of it
            line = lines.pop(0) if lines else None
            on = stretch.begins + 1
            if line is None or line.text != stretch.text:
                yield on, _("the contents page does not list “{heading}” where it should"), stretch.text
                return
            number = _number(said, listing, pages, stands, section, stretch.begins)
            if is_numbered and line.page != number:
                yield on, _("the contents page names another page for “{heading}” than the one it stands on"), line.text
        if lines:
            yield 0, _("the contents page lists “{heading}”, which is no heading"), lines[0].text


def _number(
    said: Wording, listing: Listing, pages: Sequence[Page], stands: Mapping[int, Stretch], at: int, page: int
) -> str:
    """Return the number of a page (from 0) in a section; what no page shows is counted where it is plain."""
    section = said.sections[at]
    printed = _printed(section, pages[page], len(pages))
    if printed or section.form not in ("decimal", "numberInDash"):
        return printed
    begun = next((index for index in range(at, -1, -1) if said.sections[index].start is not None), None)
    if begun is None:
        return str(page + 1)
    own = range(listing.sections[begun - 1] if begun else 0, listing.sections[begun])
    first = min(stretch.begins for place, stretch in stands.items() if place in own)
    return str((said.sections[begun].start or 0) + page - first)


def _printed(section: Section, page: Page, count: int) -> str:
    """Return the number that a page shows in its header or footer; empty where it shows none."""
    for runnings, margin in ((section.footers, page.below), (section.headers, page.above or "")):
        shown = plain(margin)
        for running in runnings.values():
            lines = [with_numbers(line, _NUMBER if PAGE in line.shown else "", str(count)) for line in running.lines]
            found = re.fullmatch("".join(lines), shown)
            if found is None:
                own = (
                    line for line, said in zip(lines, running.lines, strict=True) if PAGE in said.shown and said.text
                )
                found = next((one for line in own if (one := re.search(line, shown))), None)
            if found is not None and found.groups():
                return found[1]
    return ""


def read(document: _Element, styles: _Element | None) -> tuple[Listing, ...]:
    """Read the contents pages of a document; none where it has no field of that kind."""
    if not any(is_contents(one.text or "") for one in document.iter(f"{W}instrText")):
        return ()
    paragraphs = list(document.iter(f"{W}p"))
    shown = _Shown(styles)
    found: list[Listing] = []
    ends = [place + 1 for place, one in enumerate(paragraphs) if one.find(f"{W}pPr/{W}sectPr") is not None]
    sections = (*ends, len(paragraphs))
    fields = list(_lines(paragraphs))
    own = {line.place for _code, lines in fields for line in lines}
    for code, lines in fields:
        headings = [
            (place, sum(end <= place for end in sections), level not in _levels(code, "n", otherwise=range(0)))
            for place, one in enumerate(paragraphs)
            if place not in own and (level := shown.level(one, code))
        ]
        found.append(Listing(lines, tuple(headings), sections))
    return tuple(found)


def _lines(paragraphs: Sequence[_Element]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Yield the code of each contents field, and what stands in it paragraph by paragraph."""
    codes: list[str] = []
    lines: list[Line] = []
    depth = 0
    for place, paragraph in enumerate(paragraphs):
        text, page = "", ""
        for one in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = one.get(f"{W}fldCharType", "")
            if one.tag == f"{W}instrText":
                codes[-1:] = [codes[-1] + (one.text or "")] if codes else []
            elif one.tag == f"{W}t" and depth and len(codes) >= depth:
                is_page = len(codes) > depth and codes[-1].split()[:1] == ["PAGEREF"]
                text, page = (text, page + (one.text or "")) if is_page else (text + (one.text or ""), page)
            elif kind == "begin":
                codes.append("")
            elif kind == "separate" and codes and not depth and is_contents(codes[-1]):
                depth = len(codes)
            elif kind == "end" and codes:
                if depth == len(codes):
                    if text:
                        lines.append(Line(place, plain(text), page))
                    between = re.search(r'\\p\s+"?([^"\s\\]+)', codes[-1])
                    ending = plain(between[1]) if between else ""
                    yield codes[-1], tuple(replace(one, text=one.text.removesuffix(ending)) for one in lines)
                    lines, depth, text = [], 0, ""
                codes.pop()
        if depth and text:
            lines.append(Line(place, plain(text), page))


def _levels(code: str, switch: str, *, otherwise: range) -> range:
    """Return the levels that a switch names, all where it names none; ``otherwise`` where it is not there."""
    asked = re.search(rf"\\{switch}(?:{_RANGE})?", code, re.I)
    if asked is None:
        return otherwise
    return range(int(asked[1]), int(asked[2]) + 1) if asked[1] else range(1, 10)


class _Shown:
    """Which paragraphs a contents page lists, and on which level."""

    def __init__(self, styles: _Element | None) -> None:
        self._styles = {
            str(one.get(f"{W}styleId")): one for one in (() if styles is None else styles.iter(f"{W}style"))
        }

    def level(self, paragraph: _Element, code: str) -> int:
        """Return the level of a paragraph, 0 for one that is not listed."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        known = self._styles.get("" if style is None else style.get(f"{W}val", ""))
        name = _value(known, "name").casefold()
        of_text = range(1, 10) if re.search(r"\\[out]", code, re.I) is None else range(0)
        built_in = _HEADING.match(name)
        if built_in and int(built_in[1]) in _levels(code, "o", otherwise=of_text):
            return int(built_in[1])
        asked = re.search(r"\\t\s+\"([^\"]*)\"", code, re.I)
        pairs = re.split(r"\s*[,;，；]\s*", asked[1].casefold().strip()) if asked else []
        if name in pairs[::2]:
            return int(pairs[pairs.index(name) + 1])
        if re.search(r"\\u\b", code, re.I):
            level = self._outline(paragraph, known)
            return level if level in _levels(code, "o", otherwise=range(1, 10)) else 0
        return 0

    def _outline(self, paragraph: _Element, style: _Element | None) -> int:
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        seen = 0
        while own is None and style is not None and seen < len(self._styles):
            own = style.find(f"{W}pPr/{W}outlineLvl")
            style, seen = self._styles.get(_value(style, "basedOn")), seen + 1
        level = None if own is None else whole(str(own.get(f"{W}val", "")))
        return 0 if level is None else level + 1


def _value(element: _Element | None, name: str) -> str:
    found = None if element is None else element.find(f"{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")
