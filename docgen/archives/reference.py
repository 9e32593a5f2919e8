"""档号: the number by which an archived item is found for good (DA/T 22-2015, 附录 on 档号编制; DA/T 13).

``Z109-WS·2009-D30-DQ11-0001``: 全宗号-类别·年度-保管期限-机构（问题）代码-件号; ``-`` between levels, ``·`` within one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.errors import ArchiveError
from docgen.messages import _

DOCUMENTS = "WS"
"""类别: 文书, the only one a department's papers have."""
_FORM = re.compile(r"^([A-Z0-9]{4})-([A-Z]{2})·(\d{4})-(Y|D30|D10)-([A-Z0-9]{1,8})-(\d{4})$")


@dataclass(frozen=True, order=True, slots=True)
class Reference:
    """The parts of a 档号; sorts as the shelf does."""

    fonds: str
    year: int
    retention: str
    archive_class: str
    number: int
    """件号, 1 to 9999"""
    category: str = DOCUMENTS

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read a 档号; raise ValueError when it is none."""
        match = _FORM.match(text)
        if match is None or match[6] == "0000":
            raise ValueError(text)
        return cls(match[1], int(match[3]), match[4], match[5], int(match[6]), match[2])

    @property
    def box(self) -> str:
        """Year and retention: what may share a box, and so a bag (``2009-D30``)."""
        return f"{self.year}-{self.retention}"

    def __str__(self) -> str:
        return f"{self.fonds}-{self.category}·{self.year:04}-{self.retention}-{self.archive_class}-{self.number:04}"


def reference(fonds: str, year: int, retention: str, archive_class: str, number: int) -> str:
    """Write a 档号. Raise ArchiveError naming the part that does not fit."""
    text = str(Reference(fonds, year, retention, archive_class, number))
    try:
        Reference.parse(text)
    except ValueError:
        raise ArchiveError(
            _("{reference} is no archive number").format(reference=text),
            hint=_(
                "It needs 全宗号 (4 capital letters or digits), 年度 (4 digits), 保管期限 (Y, D30 or D10), "
                "分类号 and a 件号 from 1 to 9999: look at the sheet 学期."
            ),
        ) from None
    return text


def gaps(numbers: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """Return the numbers missing between ``first`` and the highest (DA/T 22-2015: 件号 run on without gaps)."""
    there = set(numbers)
    return tuple(number for number in range(first, max(there, default=0) + 1) if number not in there)


def in_runs(numbers: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers as runs, first and last of each."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return tuple(runs)
