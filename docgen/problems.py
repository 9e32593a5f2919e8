"""One fault in the clerk's data: which rule, where, what value, what to do.

Rooms that judge data return problems instead of raising, so that one run reports all of them. A problem knows its
sheet, row and column title; only ``workbook`` knows that this is cell ``人员!B7``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest

from docgen.messages import _

_ALIKE = 3
"""So many faults of one sort in one column are told together."""
_MOST_PLACES, _MOST_VALUES, _MOST_GROUPS = 8, 3, 6


class Severity(StrEnum):
    """E: nothing is generated from what it concerns. W: generated, and reported."""

    ERROR = "E"
    WARNING = "W"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in one place.

    ``kind`` is a stable English slug for programs (``--json``), ``rule`` the number in domain.md §5 (0: the form of a
    cell, not a rule of the field). ``row`` counts from 1 as Excel does, 0 means the sheet as a whole. ``column`` is a
    column title, ``""`` the row as a whole. ``value`` is shown as the clerk typed it. ``cell`` is filled in by the
    workbook room, such as ``B7``. ``groups`` names the groups (小组编号) whose papers are held back by an error; a problem
    that concerns no single group holds back everything (``everything``); ``places`` are the groups' rows in their sheet.
    """

    kind: str
    severity: Severity
    sheet: str
    row: int
    column: str
    message: str
    hint: str = ""
    value: str = ""
    rule: int = 0
    cell: str = ""
    groups: tuple[str, ...] = ()
    everything: bool = False
    places: tuple[int, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether papers are held back by it."""
        return self.severity is Severity.ERROR

    @property
    def place(self) -> str:
        """Where it is, as a clerk writes it: ``人员!B7 姓名``."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{where} {self.column}".strip()

    def at(self, cell: str) -> Problem:
        """Return the same problem with its cell."""
        return replace(self, cell=cell)

    def __str__(self) -> str:
        return f"{self.place}：{self.message}"


def groups_of(found: Iterable[Problem]) -> tuple[str, ...]:
    """Return the groups that faults concern, in the order of the workbook; those that have no row in it last."""
    places: dict[str, int] = {}
    for one in found:
        for group, place in zip_longest(one.groups, one.places, fillvalue=sys.maxsize):
            places.setdefault(str(group), int(place))
    return tuple(sorted(places, key=places.__getitem__))


def ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return rows in order, those that follow each other as one: first and last."""
    found: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if found and row == found[-1][1] + 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found


@dataclass(frozen=True, slots=True)
class Alike:
    """One fault, or several of one sort in one column, told together."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        """The first of them."""
        return self.problems[0]

    @property
    def place(self) -> str:
        """Where they are: rows that follow each other as a range, ``人员!D3–D20、D25 身份``."""
        first = self.first
        if len(self.problems) == 1:
            return first.place
        letters = "".join(re.findall("[A-Z]+", first.cell)[:1])
        named = [
            f"{letters}{begin}" + (f"–{letters}{end}" if end > begin else "")
            for begin, end in ranges(one.row for one in self.problems)
        ]
        cells = "、".join(named[:_MOST_PLACES]) + ("…" if len(named) > _MOST_PLACES else "")
        return f"{first.sheet}!{cells} {first.column}"

    @property
    def is_mixed(self) -> bool:
        """Whether they say different things, of which the message is one."""
        return len({one.message for one in self.problems}) > 1

    @property
    def message(self) -> str:
        """What is wrong, with the values that stand there."""
        messages = list(dict.fromkeys(one.message for one in self.problems))
        said = messages[0] if len(messages) == 1 else _("{message}, and the like").format(message=messages[0])
        return f"{said}{self._values}"

    @property
    def hint(self) -> str:
        """What to do."""
        hints = list(dict.fromkeys(one.hint for one in self.problems))
        return hints[0] if len(hints) == 1 else _("such as {hint}").format(hint=hints[0])

    @property
    def held_back(self) -> str:
        """What they hold back, ``""`` for warnings."""
        if not self.first.is_error:
            return ""
        if any(one.everything for one in self.problems):
            return _("holds back all papers")
        groups = groups_of(self.problems)
        if not groups:
            return ""
        named = "、".join(groups[:_MOST_GROUPS])
        if len(groups) > _MOST_GROUPS:
            return _("holds back {groups} and {n} groups more").format(groups=named, n=len(groups) - _MOST_GROUPS)
        return _("holds back {groups}").format(groups=named)

    @property
    def _values(self) -> str:
        values = list(dict.fromkeys(one.value for one in self.problems if one.value))
        if not values:
            return ""
        shown = "、".join(f"“{value}”" for value in values[:_MOST_VALUES])
        if len(values) > _MOST_VALUES:
            return _(" ({values} …)").format(values=shown)
        return _(" ({values})").format(values=shown)


def alike(found: Sequence[Problem]) -> Iterator[Alike]:
    """Yield each fault, those of one sort in one column together where there are several, at the place of the first."""

    def sort(one: Problem) -> tuple[object, ...]:
        return (one.severity, one.kind, one.sheet, one.column) if one.cell and one.row else (id(one),)

    together: dict[tuple[object, ...], list[Problem]] = {}
    for one in found:
        together.setdefault(sort(one), []).append(one)
    for one in found:
        same = together[sort(one)]
        if len(same) < _ALIKE:
            yield Alike((one,))
        elif one is same[0]:
            yield Alike(tuple(same))
