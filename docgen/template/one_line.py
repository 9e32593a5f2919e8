"""How wide a text stands, and how one that is wider than its line is set: a little smaller, else broken, nothing parted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from operator import ne

from docxtpl import RichText

from docgen.markup import escaped

__all__ = ["OFTEN_SAID", "Run", "fitted", "width"]

OFTEN_SAID = 100
"""Most characters of what stands in more than one cell, as classes, verdicts and names do, and need be set but once."""
_LEAST, _LEAST_OF_FIGURES = 17, 13
"""Half-points: what would be smaller had better break, but a number or a date must not, down to the second."""
_WHOLE = re.compile(
    r"(?:（尾号[^）]*）|〔\d+〕\d+号|[（(《“]*(?:(?:\d+年)?\d+月(?:\d+日)?|[\dA-Za-z./%:—\-]+[年月日级班号届个项次人分名节元]?|.))"
    r"[）)》”〕、，。；：]*",
    re.S,
)
"""What no line may part: a date, a number with its unit, a sign with the brackets and marks that go with it."""
_CLAUSE = re.compile(
    r"(?<=[）)》”、，。；：·])(?![）)》”、，。；：·])|(?<![（(《“])(?=[（(《“])|(?<=\d\d级)"
    r"|(?<=入党)(?=积极分子)|(?<=中共)(?=预备党员|党员)|(?<=共青)(?=团员)"
    r"|(?<=[^（(《“])(?=党总支|党支部|教研室|(?:互助|互勉|携手|共勉)小组|(?<!互助|互勉|携手|共勉)小组)"
)
"""Where a line had better end, if it must: behind a mark or a year of entry, before a bracket, between a name's words."""
_WIDE, _BETWEEN = 1.0, 0.25


def width(text: str) -> float:
    """The width of a text in characters: other signs than ideographs take a little more than half, capitals more.

    Between the two there is a quarter, as Word sets it.
    """
    signs, changes = _measured(text)
    return sum(signs) + _BETWEEN * changes


@lru_cache(maxsize=4096)
def _measured(text: str) -> tuple[tuple[float, ...], int]:
    """Return the width of each sign, and how often ideographs and others meet."""
    signs = tuple(map(_sign, text))
    wide = [one == _WIDE for one in signs]
    return signs, sum(map(ne, wide, wide[1:]))


@cache
def _sign(sign: str) -> float:
    return _WIDE if unicodedata.east_asian_width(sign) in "WFA" else 0.72 if sign.isupper() else 0.57


class Run(RichText):  # type: ignore[misc]
    """A text in a run of its own, which says at most its size."""

    def __init__(self, text: str, size: int = 0) -> None:
        looks = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if size else ""
        self.xml = f'<w:r>{looks}<w:t xml:space="preserve">{escaped(text)}</w:t></w:r>' if text else ""
        self.printed = self.xml.encode()


@lru_cache(maxsize=4096)
def fitted(text: str, room: float, points: float) -> Run:
    """Return a text for a line of so many characters of the type's size: smaller where it is wider, else broken."""
    if len(text) * (_WIDE + _BETWEEN) <= room or (needed := width(text)) <= room:
        return Run(text)
    size = int(2 * points * room / needed)
    if size >= _LEAST:
        return Run(text, size)
    clauses = [one for one in _CLAUSE.split(text) if one]
    pieces = [_WHOLE.findall(one) for one in clauses]
    every = [piece for own in pieces for piece in own]
    most = len(_filled(every, room))
    longest = max(room, *map(width, clauses))
    size = int(2 * points * room / longest)
    if size >= _LEAST and len(_filled(clauses, longest)) <= most:
        found = _broken(clauses, longest)
    else:
        longest = max(room, *map(width, every))
        size = max(int(2 * points * room / longest), _LEAST_OF_FIGURES)
        found = [line for own in pieces for line in _broken(own, longest)]
        if len(found) > most:
            found = _broken(every, longest)
    return Run("\n".join(found), size if longest > room else 0)


def _broken(pieces: list[str], room: float) -> list[str]:
    """Put pieces into as few lines as there is room for, as alike in length as may be."""
    lines = _filled(pieces, room)
    narrow = width("".join(pieces)) / len(lines)
    while narrow < room:
        if len(alike := _filled(pieces, narrow)) == len(lines):
            return alike
        narrow += 0.25
    return lines


def _filled(pieces: list[str], room: float) -> list[str]:
    """Put pieces into lines, each measured as it grows, and just as :func:`width` would measure it."""
    lines: list[str] = []
    total, changes, last = 0.0, 0, _WIDE
    for piece in pieces:
        signs, inner = _measured(piece)
        total, changes = sum(signs, total), changes + inner + ((signs[0] == _WIDE) != (last == _WIDE))
        if lines and total + _BETWEEN * changes <= room:
            lines[-1] += piece
        else:
            lines.append(piece)
            total, changes = sum(signs), inner
        last = signs[-1]
    return lines
