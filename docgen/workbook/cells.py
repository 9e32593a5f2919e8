"""What a spreadsheet file holds once it is read: sheets, rows, cells, each with its address.

A cell is a plain string when it was typed as text, and a :class:`NonText` otherwise, so that the next step can tell
``0012`` from the number 12. Empty cells are ``""``. Reading files is left to the readers (``xlsx``, ``xls``,
``ods``, ``csvs``), judging what a cell may be in its column to ``columns`` and ``texts``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeAlias


class CellForm(StrEnum):
    """What a cell is when it is not text."""

    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    UNCACHED = "uncached"
    """a formula whose result was never stored"""
    OVERLONG = "overlong"
    """more characters than a cell can hold"""


@dataclass(frozen=True, slots=True)
class NonText:
    """A cell that is no text; ``text`` is what the clerk sees (dates as ISO, whole numbers without a fraction)."""

    form: CellForm
    text: str
    serial: float | None = None
    """of a number: its value, which may be the serial of a date"""


Cell: TypeAlias = str | NonText
ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"))
"""What Excel, WPS and LibreOffice show where a formula fails."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, all four bounds counted from 1 and included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as read: ``rows`` are (number counted from 1, cells from column A on), rows without any value left out.

    ``hidden`` is ``""``, ``hidden`` or ``veryHidden``; ``stray`` the addresses of values far outside any table.
    ``unseen_rows`` and ``unseen_columns`` hold values and are not shown: hidden, or filtered out.
    """

    title: str
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merges: tuple[Merge, ...] = ()
    hidden: str = ""
    stray: tuple[str, ...] = ()
    unseen_rows: tuple[int, ...] = ()
    unseen_columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook as read: the sheets that docgen knows, by title; the titles of the clerk's own ones.

    ``date1904`` tells the date system in which numbers in date columns count.
    """

    path: Path
    sheets: dict[str, Sheet]
    others: tuple[str, ...] = ()
    date1904: bool = False
    seconds: float = field(default=0.0, compare=False)
    """how long it took to read"""

    @property
    def size(self) -> int:
        """How many cells there are, empty ones between others included."""
        return sum(len(cells) for sheet in self.sheets.values() for _number, cells in sheet.rows)


@cache
def letters(column: int) -> str:
    """Return the letters of a column counted from 1: 1 → A, 28 → AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_number(text: str) -> int:
    """Return the number of a column from its letters: A → 1. Raise ValueError for anything else."""
    number = 0
    for letter in text.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(text)
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= 16384:
        raise ValueError(text)
    return number


def shown(cell: Cell) -> str:
    """Return a cell as the clerk sees it, in one line and short enough for a message."""
    text = cell if isinstance(cell, str) else cell.text
    plain = "".join(c if c.isprintable() or c == "\u3000" else f"\\u{ord(c):04x}" for c in text.replace("\n", "⏎"))
    return plain if len(plain) <= 60 else plain[:59] + "…"
