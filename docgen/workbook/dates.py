"""Dates as people write them: 2009.3.16, 2009年3月16日, 2009/3/16, 20090316, 二〇〇九年三月十六日."""

from __future__ import annotations

import re
from datetime import date

from docgen.field.measures import DIGITS, in_words

_NUMERIC = re.compile(r"(\d{4})\s*[-./年－—．。、／]\s*(\d{1,2})\s*[-./月－—．。、／]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_TAIL = re.compile(r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?|\s*[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?)$")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

EARLIEST, LATEST = date(1950, 1, 1), date(2100, 12, 31)
"""Nothing in a semester's papers is older or later; a day outside is a slip."""


class NotADate(ValueError):
    """Text that is no date; ``reason`` is ``form``, ``year`` (none or two digits), ``day`` (does not exist) or ``range``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_date(text: str) -> date:
    """Read a date in one of the usual spellings; raise NotADate."""
    plain = _TAIL.sub("", text.translate(_DIGITS).strip()).strip()
    if found := _NUMERIC.fullmatch(plain) or _COMPACT.fullmatch(plain):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.fullmatch(plain):
        year = int("".join(str(DIGITS[digit]) for digit in found[1]))
        return _day(year, in_words(found[2]) or 0, in_words(found[3]) or 0)
    if re.fullmatch(r"\d{1,2}\D\d{1,2}(?:\D\d{1,2})?[日号]?", plain):
        raise NotADate("year")
    raise NotADate("form")


def in_range(day: date) -> date:
    """Return the day; raise NotADate when no paper of a semester can carry it."""
    if not EARLIEST <= day <= LATEST:
        raise NotADate("range")
    return day


def _day(year: int, month: int, day: int) -> date:
    try:
        return in_range(date(year, month, day))
    except NotADate:
        raise
    except ValueError:
        raise NotADate("day") from None
