"""Filters that reckon, under Chinese names: with days, working days, lists and shares.

==============  ============================================================================================
``加日 加月 加年``    a day so many days, months, years on; where a month has no such day, its last (born on 29 February: 1 March)
``天数到``         days from one day to another; ``月数到`` whole months, ``岁数到`` whole years
``工作日数到``       working days from one day to another, both included; ``工作日历`` whether that year's days off are known
``首 末``          the first and the last entry of a list, nothing of an empty one
``不同``          a list with each entry once
``占比``          a number as a share of another: ``3 | 占比(12)`` 25.0%; nothing of fewer than five
``年度``          the year of a day; ``某日`` a day that is written out: ``"2026-05-11" | 某日``
``四舍五入``       a number with so many decimals, halves away from zero
==============  ============================================================================================
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from jinja2.exceptions import FilterArgumentError, TemplateRuntimeError

from docgen.messages import _
from docgen.template.values import Empty, Nothing

_FARTHEST = 40_000
_FEWEST = 5
"""Of fewer no percentage is printed."""
_SATURDAY = 5


_OPERATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction | int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off beside weekends, and weekend days at work, of the years whose notice is known."""

    off: frozenset[date] = frozenset()
    at_work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def works(self, day: date) -> bool:
        """Whether a day is a working day; of a year without notice Monday to Friday are."""
        if day in self.off:
            return False
        return day in self.at_work or day.weekday() < _SATURDAY


@dataclass(frozen=True, slots=True)
class _Days:
    calendar: Calendar = field(default_factory=Calendar)


_days: ContextVar[_Days] = ContextVar("the calendar in use", default=_Days())  # noqa: B039  # it is frozen


@contextmanager
def by(calendar: Calendar) -> Iterator[None]:
    """Count working days by a calendar inside."""
    token = _days.set(_Days(calendar))
    try:
        yield
    finally:
        _days.reset(token)


def _day(value: object, name: str) -> date:
    if isinstance(value, Nothing):
        raise value._undefined_exception(value._undefined_message)
    if not isinstance(value, date):
        raise FilterArgumentError(_("the filter {name} needs a date").format(name=name))
    return value


def _number(value: object, name: str) -> int:
    if isinstance(value, Nothing):
        raise value._undefined_exception(value._undefined_message)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _FARTHEST:
        raise FilterArgumentError(_("the filter {name} needs a whole number").format(name=name))
    return value


def days_on(value: object, count: object) -> date:
    """加日."""
    try:
        return _day(value, "加日") + timedelta(days=_number(count, "加日"))
    except OverflowError:
        raise TemplateRuntimeError(_("no such day")) from None


def months_on(value: object, count: object) -> date:
    """加月: the same day of a later month, its last where there is none (民法典 §202)."""
    day = _day(value, "加月")
    return _month(day, _number(count, "加月"), day.day)


def years_on(value: object, count: object) -> date:
    """加年: who was born on 29 February is a year older on 1 March of a common year."""
    day, years = _day(value, "加年"), _number(count, "加年")
    if (day.month, day.day) == (2, 29) and monthrange(max(1, min(9999, day.year + years)), 2)[1] == 28:
        return _month(date(day.year, 3, 1), 12 * years, 1)
    return _month(day, 12 * years, day.day)


def _month(day: date, months: int, of_month: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise TemplateRuntimeError(_("no such day"))
    return date(year, month + 1, min(of_month, monthrange(year, month + 1)[1]))


def days_to(value: object, other: object) -> int:
    """天数到."""
    return (_day(other, "天数到") - _day(value, "天数到")).days


def months_to(value: object, other: object) -> int:
    """月数到: whole months."""
    first, last = _day(value, "月数到"), _day(other, "月数到")
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (months > 0 and _month(first, months, first.day) > last)


def years_to(value: object, other: object) -> int:
    """岁数到: whole years."""
    first, last = _day(value, "岁数到"), _day(other, "岁数到")
    years = last.year - first.year
    return years - (years > 0 and years_on(first, years) > last)


def working_days_to(value: object, other: object) -> int:
    """工作日数到: both days included; 0 when the second comes first."""
    first, last = _day(value, "工作日数到"), _day(other, "工作日数到")
    count = (last - first).days + 1
    if count > _FARTHEST:
        raise TemplateRuntimeError(_("these days lie too far apart"))
    calendar = _days.get().calendar
    return sum(calendar.works(first + timedelta(days=at)) for at in range(max(0, count)))


def is_known(value: object) -> bool:
    """工作日历."""
    return _day(value, "工作日历").year in _days.get().calendar.years


def year(value: object) -> int:
    """年度."""
    return _day(value, "年度").year


def that_day(value: object) -> date:
    """某日."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise FilterArgumentError(_("the filter {name} needs a date").format(name="某日")) from None


def _list(value: object, name: str) -> list[object]:
    if isinstance(value, Nothing):
        raise value._undefined_exception(value._undefined_message)
    if not isinstance(value, list):
        raise FilterArgumentError(_("the filter {name} needs a list").format(name=name))
    return value


def first(value: object) -> object:
    """首."""
    found = _list(value, "首")
    return found[0] if found else Nothing("首")


def last(value: object) -> object:
    """末."""
    found = _list(value, "末")
    return found[-1] if found else Nothing("末")


def distinct(value: object) -> list[object]:
    """不同."""
    found: list[object] = []
    seen: set[object] = set()
    for one in _list(value, "不同"):
        key: object = id(one) if isinstance(one, (dict, list)) else one
        if key not in seen:
            seen.add(key)
            found.append(one)
    return found


def share(value: object, whole: object) -> str:
    """占比."""
    if isinstance(value, Nothing) or isinstance(whole, Nothing):
        raise Empty(_("{field} has no value").format(field="占比"))
    if not isinstance(value, (int, float)) or not isinstance(whole, (int, float)):
        raise FilterArgumentError(_("the filter {name} needs a number").format(name="占比"))
    if whole < _FEWEST:
        return ""
    return f"{rounded(100 * value / whole, 1)}%"


def exactly(sign: str, left: float, right: float) -> int | float:
    """Calculate in tenths and hundredths, as people do: 0.1 and 0.2 are 0.3."""
    return _plain(_OPERATIONS[sign](Fraction(str(left)), Fraction(str(right))))


def added(numbers: Iterable[float]) -> int | float:
    """合计."""
    return _plain(sum((Fraction(str(one)) for one in numbers), Fraction()))


def _plain(found: Fraction | int) -> int | float:
    return int(found) if found.denominator == 1 else float(found)


def rounded(value: object, decimals: int = 0) -> float | int:
    """四舍五入."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FilterArgumentError(_("the filter {name} needs a number").format(name="四舍五入"))
    unit = Decimal(1).scaleb(-max(0, min(int(decimals), 6)))
    found = Decimal(str(value)).quantize(unit, ROUND_HALF_UP)
    return int(found) if decimals <= 0 else float(found)


RECKONING: Mapping[str, Callable[..., object]] = {
    "加日": days_on,
    "加月": months_on,
    "加年": years_on,
    "天数到": days_to,
    "月数到": months_to,
    "岁数到": years_to,
    "工作日数到": working_days_to,
    "工作日历": is_known,
    "年度": year,
    "某日": that_day,
    "首": first,
    "末": last,
    "不同": distinct,
    "占比": share,
    "四舍五入": rounded,
}
"""By the name that an expression uses."""
