"""What time it is for whatever is kept: the clock's, or that of ``SOURCE_DATE_EPOCH``, by which archives repeat byte for byte."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

_DIGITS = 11
"""Of seconds since 1970, up to the year 5138: a calendar has no day for more."""


def set_time() -> datetime | None:
    """Return the moment that the environment sets, None where it sets none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    is_moment = epoch.isdecimal() and len(epoch) <= _DIGITS
    return datetime.fromtimestamp(int(epoch), UTC) if is_moment else None


def now() -> datetime:
    """Return the moment, in UTC."""
    return set_time() or datetime.now(UTC)


def today() -> date:
    """Return the day: where it is set, that of UTC; else the one of the machine's zone."""
    return (set_time() or datetime.now().astimezone()).date()
