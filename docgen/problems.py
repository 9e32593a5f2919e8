"""One fault in the clerk's data: which rule, where, what value, what to do.

Rooms that judge data return problems instead of raising, so that one run reports all of them. A problem knows its
sheet, row and column title; only ``workbook`` knows that this is cell ``人员!B7``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


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
    that concerns no single group holds back everything (``everything``).
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


def ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Return rows in order, those that follow each other as one: first and last."""
    found: list[tuple[int, int]] = []
    for row in sorted(set(rows)):
        if found and row == found[-1][1] + 1:
            found[-1] = found[-1][0], row
        else:
            found.append((row, row))
    return found
