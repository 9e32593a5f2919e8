"""Regular expressions in docgen.toml: of the usual kinds only, and none that can take long.

A pattern is read here before Python compiles it. What is counted is in how many ways it can be laid over a text: each
repetition and each choice multiplies them. A pattern with too many, such as a repetition of repetitions, is refused, so that
no name of a class can keep the program busy. What looks back at what was found before is refused, too.
"""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_TEXT = 64
"""Characters of a text that a pattern is held against; a repetition without end counts as so many."""
_LONGEST = 200
_MOST_WAYS = 300_000
"""Three repetitions without end, and little besides."""
_OPENING = re.compile(r"\((?:\?(?::|=|!|P<[A-Za-z_]\w{0,20}>))?(?!\?)")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_TIMES = re.compile(r"[*+?]|\{(?=[\d,])(\d*)(?:(,)(\d*))?\}")


class _Reading:
    """A pattern as it is read from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def ways(self) -> int:
        """Return in how many ways the whole can be laid over a text. Raise ValueError."""
        found = self._choice()
        if self._at < len(self._text):
            raise ValueError
        return found

    def _choice(self) -> int:
        found = self._row()
        while self._text.startswith("|", self._at):
            self._at += 1
            found += self._row()
        return _bounded(found)

    def _row(self) -> int:
        found = 1
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            found = _bounded(found * self._repeated(self._one()))
        return found

    def _one(self) -> int:
        if opening := _OPENING.match(self._text, self._at):
            self._at = opening.end()
            found = self._choice()
            if not self._text.startswith(")", self._at):
                raise ValueError
            self._at += 1
            return found
        if bracket := _CLASS.match(self._text, self._at):
            self._at = bracket.end()
        elif self._text.startswith("\\", self._at):
            if self._text[self._at + 1 : self._at + 2] in ("", *"0123456789"):
                raise ValueError
            self._at += 2
        elif self._text[self._at] in "([*+?":
            raise ValueError
        else:
            self._at += 1
        return 1

    def _repeated(self, ways: int) -> int:
        times = _TIMES.match(self._text, self._at)
        if times is None:
            return ways
        self._at = times.end()
        least, most = {"*": (0, LONGEST_TEXT), "+": (1, LONGEST_TEXT), "?": (0, 1)}.get(times[0], (0, 0))
        if times[0].startswith("{"):
            least = int(times[1] or 0)
            most = int(times[3]) if times[3] else LONGEST_TEXT if times[2] else least
        if not least <= most <= LONGEST_TEXT:
            raise ValueError
        if self._text[self._at : self._at + 1] == "?":  # as few as will do
            self._at += 1
        return _bounded(sum(_bounded(ways**count) for count in range(least, most + 1)))


def _bounded(ways: int) -> int:
    if ways > _MOST_WAYS:
        raise ValueError
    return ways


@lru_cache
def pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern from docgen.toml. Raise ValueError with the pattern where it is none, or could take long."""
    try:
        if len(text) > _LONGEST:
            raise ValueError
        _Reading(text).ways()
        return re.compile(text)
    except (ValueError, re.error, OverflowError, RecursionError) as error:
        raise ValueError(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…") from error


def search(text: str, name: str) -> re.Match[str] | None:
    """Look for a pattern of docgen.toml in a name; one that is longer than any such name has it nowhere."""
    return pattern(text).search(name) if len(name) <= LONGEST_TEXT else None
