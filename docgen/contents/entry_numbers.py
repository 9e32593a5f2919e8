"""What an entry says of a heading that was drawn: its label, and the number of its page.

Sections may begin their pages anew, and count them in their own way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.errors import ConversionError
from docgen.markup import q, val
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.contents.paper import ListedHeading

__all__ = ["NumberedSection", "Span", "labelled", "page_numbers"]

Span = tuple[int, int, str]
"""The pages on which a paragraph begins and ends, from 0, and what it shows there, without white space."""


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        text += sign * (number // value)
        number %= value
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}


@dataclass(frozen=True, slots=True)
class NumberedSection:
    """A section, as far as its pages' numbers go."""

    first: int
    """Place of its first paragraph in the document."""
    end: int
    """Place of the first paragraph after it."""
    start: int | None
    """The number of its first page; None where it goes on."""
    format: str
    is_continuous: bool
    """Whether it begins in the middle of a page."""
    width: float
    """Of its text (of one column), in twips."""


def labelled(heading: ListedHeading, shown: str) -> str:
    """Return a heading as an entry says it: its label as it is drawn, what stands between, its text.

    A tab that the list puts between them stays one.
    """
    bare = "".join(heading.text.split())
    if heading.level is None or not shown.endswith(bare) or shown == bare:
        return heading.text
    label = shown.removesuffix(bare)
    pieces = re.split("(%[1-9])", val(heading.level.find(q("lvlText"))) or "")
    drawn = "".join("(.+?)" if one.startswith("%") else re.escape("".join(one.split())) for one in pieces)
    if found := re.fullmatch(drawn, label):
        counted = iter(found.groups())
        label = "".join(next(counted) if one.startswith("%") else one for one in pieces)
    gap = {"space": " ", "nothing": ""}.get(val(heading.level.find(q("suff"))) or "tab", "\t")
    return label + gap + heading.text


def page_numbers(
    sections: Sequence[NumberedSection], headings: Sequence[ListedHeading], spans: Sequence[Span | None]
) -> dict[int, str]:
    """Return the numbers by the headings' places in the document, as the pages bear them.

    ``spans`` are the pages on which paragraphs begin and end, from 0. Raise ConversionError where that cannot be told.
    """
    found: dict[int, str] = {}
    for heading in headings:
        span = spans[heading.place]
        if span is None:
            continue
        at = next(index for index, one in enumerate(sections) if heading.place < one.end)
        begun = next((index for index in range(at, -1, -1) if sections[index].start is not None), None)
        counted = span[0] + 1
        if begun is not None:
            counted = (sections[begun].start or 0) + span[0] - _first_page(sections, begun, spans)
        write = _FORMATS.get(sections[at].format)
        if write is None:
            raise ConversionError(
                _("the contents page cannot say how the page of “{heading}” is numbered").format(heading=heading.text),
                hint=_("Choose 1, 2, 3 … or I, II, III … for the page numbers (Page Number Format)."),
            )
        found[heading.place] = write(counted)
    return found


def _first_page(sections: Sequence[NumberedSection], index: int, spans: Sequence[Span | None]) -> int:
    """Return the first page of a section: that after the text before it, which is that of its own first text."""
    own = [one for one in spans[sections[index].first : sections[index].end] if one is not None]
    before = [one for one in spans[: sections[index].first] if one is not None]
    empty = sum(
        all(one is None for one in spans[each.first : each.end]) for each in sections[:index] if not each.is_continuous
    )
    least = max((end for _start, end, _text in before), default=-1) + 1 + (empty if index else 0)
    if index == 0:
        return 0
    if not own or sections[index].is_continuous or own[0][0] != least:
        raise ConversionError(
            _("the contents page cannot tell with which page the numbers of a section begin anew"),
            hint=_("Let the section begin on a new page with its text, without an empty page before it (Page Setup)."),
        )
    return own[0][0]
