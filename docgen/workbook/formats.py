"""Number formats: which style of an .xlsx means a date, a time or a percentage (ECMA-376 part 1, 18.8.30)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite

_BUILT_IN_DATES = frozenset((14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)))
_BUILT_IN_TIMES = frozenset((18, 19, 20, 21, 32, 33, 45, 46, 47))
_BUILT_IN_PERCENT = frozenset((9, 10))
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h|m|s)[^\]]*\]|AM/PM|General|上午/下午', re.IGNORECASE)


_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*", re.IGNORECASE | re.ASCII)
"""A number as XML Schema writes it; Python would take 1_000 and nan, too."""


class Look(StrEnum):
    """How a number is shown."""

    PLAIN = ""
    DATE = "date"
    TIME = "time"
    PERCENT = "percent"


def look_of(number_format: int, code: str) -> Look:
    """Tell how a format shows a number, from its id and, for ids not built in, its code."""
    if not code:
        if number_format in _BUILT_IN_DATES:
            return Look.DATE
        if number_format in _BUILT_IN_TIMES:
            return Look.TIME
        return Look.PERCENT if number_format in _BUILT_IN_PERCENT else Look.PLAIN
    bare = _LITERAL.sub("", code.split(";")[0]).lower()
    if re.search("[yde]", re.sub(r"e[+-]", "", bare)) or (re.search(r"m", bare) and not re.search("[hs]", bare)):
        return Look.DATE
    if re.search("[hs]", bare):
        return Look.TIME
    return Look.PERCENT if "%" in bare else Look.PLAIN


def exact(text: str) -> float:
    """Return the number that a file says. Raise ValueError for what is none, or is too large for one."""
    if not _NUMBER.fullmatch(text) or not isfinite(number := float(text)):
        raise ValueError(text)
    return number


def number_text(value: float) -> str:
    """Write a number as a sheet shows it with the format General: no fraction when whole, at most 15 digits."""
    if value.is_integer() and abs(value) < 1e22:
        return str(int(value))
    text = f"{value:.15g}"
    return format(Decimal(text), "f") if "e" in text and abs(value) < 1e22 else text


def percent_text(value: float) -> str:
    """Write 0.85 as 85%."""
    return number_text(float(f"{value * 100:.13g}")) + "%"


def time_text(value: float) -> str:
    """Write the fraction of a day as hours and minutes."""
    minutes = round((value % 1) * 1440) % 1440
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def serial_date(serial: float, date1904: bool) -> date | None:
    """Return the day of a serial; None where there is none (1900-01-01 to 02-29 are ambiguous, and before).

    Excel's 1900 system has a 29 February 1900 that never was (serial 60), so days before 1 March 1900 are refused.
    """
    days = int(serial // 1)
    try:
        if date1904:
            return date(1904, 1, 1) + timedelta(days) if days >= 0 else None
        return date(1899, 12, 30) + timedelta(days) if days > 60 else None
    except OverflowError:
        return None
