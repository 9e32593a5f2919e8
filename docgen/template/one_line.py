"""How wide a text stands, and how one that is wider than its line is set: a little smaller, else broken, nothing parted."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from operator import add, ne, sub
from typing import Any

from docxtpl import RichText

from docgen.markup import escaped

__all__ = ["BREAK", "CELLS", "ReadyRun", "fitted", "width"]

_OFTEN_SAID, _MOST_KEPT = 100, 8192
"""Characters of what stands in more than one cell, as classes, verdicts and names do, and need be set but once; how many."""
_LEAST, _LEAST_OF_FIGURES = 17, 13
"""Half-points: what would be smaller had better break, but a number or a date must not, down to the second."""
_LATIN = "A-Za-z\u00c0-\u024f"
_WHOLE = re.compile(
    r"(?:（尾号[^）]*）|〔\d+〕\d+号"
    rf"|[（(《“]*(?:(?:\d+年)?\d+月(?:\d+日)?|[\d{_LATIN}./%:—\-]+[年月日级班号届个项次人分名节元]?|.))"
    rf"[）)》”〕、，。；：]*(?:(?<=[{_LATIN}]) (?=[{_LATIN}]|\Z))?",
    re.S,
)
"""What no line may part: a date, a number with its unit, a sign with the brackets and marks that go with it."""
_CLAUSE = re.compile(
    rf"(?<=[{_LATIN}][ \-])(?=[{_LATIN}])"
    r"|(?<=[）)》”、，。；：·])(?![）)》”、，。；：·])|(?<![（(《“])(?=[（(《“])|(?=〔\d+〕\d+号)|(?<=\d\d级)"
    r"|(?<=入党)(?=积极分子)|(?<=中共)(?=预备党员|党员)|(?<=共青)(?=团员)"
    r"|(?<=[^（(《“])(?=党总支|党支部|教研室|(?:互助|互勉|携手|共勉)小组|(?<!互助|互勉|携手|共勉)小组)"
)
"""Where a line had better end, if it must: behind a mark, a year of entry or a part of a foreign name, before a bracket,
between a name's words."""
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
"""What a line feed in a text is in Word: the end of one and the beginning of another."""
_IDEOGRAPHS = re.compile("[\u3001-\u303e\u4e00-\u9fff]*")
_WIDE, _CAPITAL, _NARROW, _BETWEEN = 100, 72, 57, 25
"""Hundredths of a character, which add up alike in every order: an ideograph, others, and where the two meet, as in Word."""


def width(text: str) -> float:
    """Return how wide a text is, in characters."""
    return _length(text) / _WIDE


def _length(text: str) -> int:
    if _IDEOGRAPHS.fullmatch(text):  # as most are
        return len(text) * _WIDE
    signs = list(map(_sign, text))
    return sum(signs) + sum(_gaps(signs))


def _gaps(signs: list[int]) -> list[int]:
    """Return the room before each sign."""
    if not 0 < signs.count(_WIDE) < len(signs):
        return [0] * len(signs)
    wide = [one == _WIDE for one in signs]
    return [0, *(_BETWEEN * one for one in map(ne, wide, wide[1:]))]


@cache
def _sign(sign: str) -> int:
    return _WIDE if unicodedata.east_asian_width(sign) in "WFA" else _CAPITAL if sign.isupper() else _NARROW


def _run(text: str, size: int = 0) -> bytes:
    """Return a text in a run of its own, which says at most its size."""
    looks = f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>' if size else ""
    words = escaped(text)
    run = f'<w:r>{looks}<w:t xml:space="preserve">{words}</w:t></w:r>' if text else ""
    if "\n" in words and "\t" not in words:
        run = run.replace("\n", BREAK).replace("></w:t>", "/>")
    return run.encode()


def fitted(text: str, room: float, points: float = 10.5) -> bytes:
    """Return a run for a line of so many characters of the type's size: smaller where its text is wider, else broken."""
    room = round(room * _WIDE)
    if len(text) * (_WIDE + _BETWEEN) <= room or (needed := _length(text)) <= room:
        return _run(text)
    size = int(2 * points * room / needed)
    if size >= _LEAST:
        return _run(text, size)
    words = [one for one in _CLAUSE.split(text) if one]
    pieces = [_WHOLE.findall(one) for one in words]
    every = _Row([piece for own in pieces for piece in own])
    widest = max(room, every.widest)
    found = every.alike(widest)
    if len(words) > 1:
        clauses, most = _Row(words), len(every.lines(room))
        longest = max(room, clauses.widest)
        size = int(2 * points * room / longest)
        if size >= _LEAST and len(clauses.lines(longest)) <= most:
            return _run("\n".join(clauses.alike(longest)), size if longest > room else 0)
        apart = [line for own in pieces for line in _Row(own).alike(widest)]
        found = apart if len(apart) <= most else found
    return _run("\n".join(found), max(int(2 * points * room / widest), _LEAST_OF_FIGURES) if widest > room else 0)


class _Row:
    """Pieces in a row, which no line parts: where each begins and ends."""

    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        signs = list(map(_sign, "".join(pieces)))
        long = list(accumulate(map(add, signs, _gaps(signs))))
        stops = list(accumulate(map(len, pieces)))
        self._begins = [long[one] - signs[one] for one in (0, *stops[:-1])]
        self._ends = [long[one - 1] for one in stops]
        self.widest = max(map(sub, self._ends, self._begins))

    def lines(self, room: float) -> list[str]:
        """Return lines of as many pieces each as there is room for."""
        found = []
        begin = 0
        while begin < len(self._pieces):
            end = max(begin + 1, bisect_right(self._ends, self._begins[begin] + room, begin))
            found.append("".join(self._pieces[begin:end]))
            begin = end
        return found

    def alike(self, room: float) -> list[str]:
        """Return as few lines as there is room for, as alike in length as may be."""
        lines = self.lines(room)
        narrow = self._ends[-1] / len(lines)
        while narrow < room:
            if len(alike := self.lines(narrow)) == len(lines):
                return alike
            narrow += _BETWEEN
        return lines


class _Cells(dict[tuple[Any, ...], bytes]):
    """What becomes of a text or a number in a cell, by the arguments of :func:`fitted`; what stands in more than one is kept."""

    def __missing__(self, cell: tuple[Any, ...]) -> bytes:
        said, *room = cell
        made = fitted(text := str(said), *room)
        if len(text) <= _OFTEN_SAID:
            if len(self) == _MOST_KEPT:
                self.clear()
            self[cell] = made
        return made


CELLS = _Cells()


class ReadyRun(RichText):  # type: ignore[misc]
    """A run that is made already."""

    def __init__(self, printed: bytes) -> None:
        self.xml = printed.decode()
        self.printed = printed
