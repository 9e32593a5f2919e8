"""Academic years and terms: parse, order, write.

Source: domain.md §5 rule 1 (第一学期 is about September–January, 第二学期 February–July). The written form is
``2008—2009学年第二学期``; ``2008-2009-2`` and ``2009春`` mean the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_YEARS = re.compile(
    r"^(\d{4})[-—–－~至/]+(\d{4})(?:学年度?)?(?:[-—–－/]?第?([一二12])(?:学期)?|[-—–－/]?([春秋])季?(?:学期)?)$"
)
_SEASON = re.compile(r"^(\d{4})年?([春秋])季?(?:学期)?$")
_YEARS_THERE_ARE = range(1900, 2200)
"""The years in which an academic year may begin; 0000 and 9999 are slips, and the calendar ends there."""


@dataclass(frozen=True, order=True, slots=True)
class Term:
    """A term of an academic year; terms sort in time order."""

    start_year: int
    number: int
    """1 or 2"""

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read a term in any accepted spelling; raise ValueError when it is none."""
        plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("―", "—").replace("——", "—")
        if match := _SEASON.match(plain):
            year, season = int(match[1]), match[2]
            found = cls(year - 1, 2) if season == "春" else cls(year, 1)
        elif match := _YEARS.match(plain):
            first, second, number, season = int(match[1]), int(match[2]), match[3], match[4]
            if second != first + 1:
                raise ValueError(text)
            found = cls(first, 1 if number in ("一", "1") or season == "秋" else 2)
        else:
            raise ValueError(text)
        if found.start_year not in _YEARS_THERE_ARE:
            raise ValueError(text)
        return found

    @property
    def slug(self) -> str:
        """``2008-2009-2``, for folder names."""
        return f"{self.start_year}-{self.start_year + 1}-{self.number}"

    @property
    def year(self) -> int:
        """The calendar year in which the term ends: the 年度 of its archive.

        First terms end in January of the second year, but their papers are filed under the year they began in.
        """
        return self.start_year + self.number - 1

    @property
    def span(self) -> tuple[date, date]:
        """The usual first and last day, used where the workbook names none."""
        if self.number == 1:
            return date(self.start_year, 9, 1), date(self.start_year + 1, 1, 31)
        return date(self.start_year + 1, 2, 1), date(self.start_year + 1, 7, 31)

    def next(self) -> Term:
        """The term that follows."""
        return Term(self.start_year, 2) if self.number == 1 else Term(self.start_year + 1, 1)

    def __str__(self) -> str:
        return f"{self.start_year}—{self.start_year + 1}学年第{'一二'[self.number - 1]}学期"
