"""Finds the cells of a printed catalogue that name a page, so that each can become a link.

The catalogue is a Word template that a school may lay out its own way; what is relied upon is only that a column is headed
起始页, 起页, 首页, 页号, 页码 or 页次 and that its numbers stand below each other in the order of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_HEADS = ("起始页", "起页", "首页", "页号", "页码", "页次")
_SLACK = 6.0
"""Points by which a number may reach beyond its column's heading."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A rectangle on a page of the catalogue: page from 0, points in the page's own coordinates."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    bottom: float
    right: float
    top: float


def find(pdf: Path, numbers: Sequence[int]) -> tuple[Destination, ...]:
    """Return the place of each number, in order; nothing at all when they are not found one after another."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        found: list[tuple[int, Destination]] = []
        for index, page in enumerate(document):
            found += [(number, Destination(index, box)) for number, box in _column(_glyphs(page))]
            page.close()
    finally:
        document.close()
    places: list[Destination] = []
    for number, place in found:
        if len(places) < len(numbers) and number == numbers[len(places)]:
            places.append(place)
    return tuple(places) if len(places) == len(numbers) else ()


def _glyphs(page: object) -> list[_Glyph]:
    import pypdfium2

    assert isinstance(page, pypdfium2.PdfPage)
    text = page.get_textpage()
    glyphs = []
    for index in range(text.count_chars()):
        # Asked one by one: a rare character (𬭚) takes two places in PDFium, and one in the text as a whole.
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
        if character.strip():
            left, bottom, right, top = text.get_charbox(index, loose=False)
            glyphs.append(_Glyph(character, left, bottom, right, top))
    text.close()
    return glyphs


def _column(glyphs: Sequence[_Glyph]) -> list[tuple[int, tuple[float, float, float, float]]]:
    """Return the numbers below the heading of the page column, from the top down."""
    text = "".join(glyph.text for glyph in glyphs)
    at, head = next(((text.find(head), head) for head in _HEADS if head in text), (-1, ""))
    if at < 0:
        return []
    heading = glyphs[at : at + len(head)]
    left, right = min(g.left for g in heading) - _SLACK, max(g.right for g in heading) + _SLACK
    floor = min(g.bottom for g in heading)
    below = [g for g in glyphs if g.top < floor and left <= (g.left + g.right) / 2 <= right]
    below.sort(key=lambda g: (-g.bottom, g.left))
    lines: list[list[_Glyph]] = []
    for glyph in below:
        if lines and abs(lines[-1][0].bottom - glyph.bottom) < 3:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    numbers = []
    for line in lines:
        line.sort(key=lambda g: g.left)
        word = "".join(g.text for g in line)
        if re.fullmatch(r"[0-9]+", word):
            box = (left + 2, min(g.bottom for g in line) - 4, right - 2, max(g.top for g in line) + 4)
            numbers.append((int(word), box))
    return numbers
