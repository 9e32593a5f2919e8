"""What a .docx says, as values: its body text in order, and what an engine may add to it.

Text is kept without white space (:func:`plain`), because engines break lines where they like. The .docx itself is read
in :mod:`docgen.gate.reading`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    *("ANY_NUMBER", "FIELD", "GAP", "LABEL", "LEADER", "NOTE", "PAGE", "PAGES"),
    *(
        "Block",
        "Line",
        "Listing",
        "Passage",
        "Section",
        "Wording",
        "alike",
        "in_order",
        "is_torn",
        "passage",
        "plain",
        "with_numbers",
    ),
]

FIELD = "\ue0f0"
"""Stands in a passage's pattern for the result of a field, which the engine works out anew."""
LEADER = "\ue0f1"
LABEL = "\ue0f2"
NOTE = "\ue0f5"
"""Stands for the mark of a footnote where notes are not numbered 1, 2, 3 throughout."""
PAGE, PAGES = "\ue0f3", "\ue0f4"
"""Stand for the number of the page, and that of all pages."""
GAP = 60
"""Characters that the result of a field may have."""
_NUMBER = "[0-9A-Za-z〇零一二三四五六七八九十百]{0,8}"
_WILD = {
    FIELD: rf"[^\n]{{0,{GAP}}}?",
    LEADER: r"[_.·…―—\-]*",
    LABEL: r"[^\n]{0,16}?",
    NOTE: r"(?:\d{1,3}?|[①-⑳])",
    PAGE: _NUMBER,
    PAGES: _NUMBER,
}
_WILDS = re.compile(f"([{''.join(_WILD)}])")

_VANISHES = {
    code: None
    for code in (*range(9, 14), *range(28, 33), 0x85, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029)
}
_VANISHES |= dict.fromkeys((0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF, *range(0xFE00, 0xFE10)))
# pdfium reads a hyphen at a line's end as U+0002 or U+FFFE; engines draw U+2011 as a plain one.
_PLAIN: dict[int, str | None] = {**_VANISHES, 0x02: "-", 0xFFFE: "-", 0x2011: "-"}


def plain(text: str) -> str:
    """Return text as it is compared: without white space and zero-width characters, hyphens alike."""
    return text.translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its text without what engines work out, and a pattern with gaps for that, None without any."""

    text: str
    pattern: re.Pattern[str] | None = None
    open: bool = False
    """Whether it ends in a gap: how far that reaches can only be seen from what comes next."""
    shown: str = ""
    """The text with what stands for gaps."""


@dataclass(frozen=True, slots=True)
class Block:
    """What an engine draws in one go: a paragraph, or a row of a table whose cells it may interleave."""

    passages: tuple[Passage, ...]
    table: int = 0
    """Number of the table from 1; 0 for a paragraph outside tables."""
    heading: bool = False
    """A row that is repeated on every page the table goes over to."""


@dataclass(frozen=True, slots=True)
class Running:
    """A header or footer: its lines in order, and what is in text boxes there."""

    lines: tuple[Passage, ...]
    boxes: tuple[Passage, ...]
    pictures: int = 0
    """Made of points."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section's paper and margins in points; margins to the sides less what the author laid past them."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    headers: Mapping[str, Running] = field(default_factory=dict)
    """By kind: ``default``, ``first`` (the section's first page), ``even``."""
    footers: Mapping[str, Running] = field(default_factory=dict)
    has_first: bool = False
    """Whether its first page has a header and a footer of its own."""
    start: int | None = None
    """The number of its first page; None where it goes on."""
    form: str = "decimal"
    """In which its pages are numbered; dashes stand in the text around them."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a contents page: the place of its paragraph in the body, what it says, the page it names."""

    place: int
    text: str
    page: str
    """``""`` where it names none."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A contents page, and the headings that it has to list."""

    lines: tuple[Line, ...]
    headings: tuple[tuple[int, int, bool], ...]
    """For each the place of its paragraph, that of its section, whether its page is to be named."""
    sections: tuple[int, ...]
    """Where each section ends: the place of the first paragraph after it."""


@dataclass(slots=True)
class Wording:
    """What a document says."""

    blocks: list[Block] = field(default_factory=list)
    loose: list[Passage] = field(default_factory=list)
    """Text boxes and footnotes: in the PDF, but at a place of the engine's choice."""
    running: list[Passage] = field(default_factory=list)
    """Headers and footers."""
    everything: list[str] = field(default_factory=list)
    """All text there is, field results as they were saved included."""
    sections: list[Section] = field(default_factory=list)
    pictures: int = 0
    """Of the body, made of points: an engine puts each onto a page as it is."""
    has_even: bool = False
    """Whether even pages have headers and footers of their own."""
    listings: tuple[Listing, ...] = ()
    """Contents pages."""
    paragraphs: dict[int, Passage] = field(default_factory=dict)
    """Passages by the places of their paragraphs in the body, where there are contents."""
    floating: bool = False
    """Whether frames or text boxes may stand in the margins."""
    layered: bool = False
    """Whether drawings float, so that one may lie over text."""


def passage(shown: str) -> Passage | None:
    """Make a passage of a paragraph's text in which FIELD, LEADER and LABEL stand for gaps; None when it is empty."""
    parts = _WILDS.split(shown)
    text = "".join(part for part in parts if part not in _WILD)
    if len(parts) == 1:
        return Passage(text, shown=shown) if text else None
    pattern = "".join(_WILD.get(part) or re.escape(part) for part in parts)
    return Passage(text, re.compile(pattern), open=shown[-1] in (FIELD, LABEL), shown=shown)


ANY_NUMBER = r"\d{1,4}"
"""Of a page, where it is not said which."""


def with_numbers(line: Passage, page: str, pages: str) -> str:
    """Return a line as a pattern in which the numbers of the page and of all pages, themselves patterns, stand for them."""
    wild = {**_WILD, PAGE: page or _NUMBER, PAGES: pages}
    return "".join(wild.get(part) or re.escape(part) for part in _WILDS.split(line.shown))


_PIECE = 2
"""Characters of a line of a cell, at least, that is drawn apart from the cell's other lines."""


def alike(one: str, other: str) -> bool:
    """Return whether two texts have the same characters, whatever their order."""
    return Counter(one) == Counter(other)


def in_order(text: str, region: str) -> bool:
    """Return whether a text is in a region in one piece, or in pieces of two characters and more, in their order."""
    at = 0
    while text:
        size = next((size for size in range(len(text), _PIECE - 1, -1) if region.find(text[:size], at) >= 0), 0)
        if not size:
            return at > 0 and len(text) < _PIECE and region.find(text, at) >= 0
        at = region.find(text[:size], at) + size
        text = text[size:]
    return True


def is_torn(texts: Sequence[str], first: str, second: str) -> bool:
    """Return whether each text begins in the first text and ends in the second, all of them in their order in both."""
    reached = {0}
    before = 0
    for text in texts:
        reached = {
            place + taken
            for place in reached
            for taken in range(len(text) + 1)
            if first.startswith(text[:taken], place) and second.startswith(text[taken:], before - place)
        }
        before += len(text)
    return len(first) in reached and before == len(first) + len(second)
