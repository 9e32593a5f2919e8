"""档号: the number by which an archived item is found for good (DA/T 22-2015, 附录 on 档号编制; DA/T 13).

``Z109-WS·2009-D30-DQ11-0001``: 全宗号-类别·年度-保管期限-机构（问题）代码-件号; ``-`` between levels, ``·`` within one.

件号 run on within 全宗·年度·期限·机构 over all semesters of a department (domain.md §5 rule 16): without gaps and each once, over
the bags of an edition and over the archives that share its series. An archive holds a part of a series. Its catalogues say which
other archive held which numbers when it was sealed, and where that was, seen from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.archives import edition as editions
from docgen.archives.edition_contents import bags
from docgen.archives.records import BagCatalogue, HeldElsewhere, catalogue_of
from docgen.archives.verdict import Notes, Quality
from docgen.errors import ArchiveError
from docgen.messages import _

DOCUMENTS = "WS"
"""类别: 文书, the only one a department's papers have."""
_FORM = re.compile(r"^([A-Z0-9]{4})-([A-Z]{2})·(\d{4})-(Y|D30|D10)-([A-Z0-9]{1,8})-(\d{4})$")


@dataclass(frozen=True, order=True, slots=True)
class ArchiveReference:
    """The parts of a 档号; sorts as the shelf does."""

    fonds: str
    year: int
    retention: str
    archive_class: str
    number: int
    """件号, 1 to 9999"""
    category: str = DOCUMENTS

    @classmethod
    def parse(cls, text: str) -> ArchiveReference:
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
    text = str(ArchiveReference(fonds, year, retention, archive_class, number))
    try:
        ArchiveReference.parse(text)
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


Series = tuple[str, int, str, str]


def check_series(catalogues: Sequence[BagCatalogue], notes: Notes) -> None:
    """Note item numbers that are missing or given twice across the bags of one 年度, 保管期限 and 分类号."""
    elsewhere = {
        (series, number): run
        for catalogue in catalogues
        for series in _series(catalogue)
        for run in catalogue.elsewhere
        for number in range(run.first, run.last + 1)
    }
    for series, numbers in sorted(_numbers(catalogues).items()):
        for first, last in in_runs(number for number in gaps(numbers) if (series, number) not in elsewhere):
            said = _("{reference} is missing") if first == last else _("{reference} to {last:04} are missing")
            notes.error(Quality.COMPLETE, "", said.format(reference=ArchiveReference(*series, first), last=last))
        for number in sorted(numbers):
            if len(numbers[number]) > 1:
                twice = ArchiveReference(*series, number)
                notes.error(Quality.COMPLETE, "", _("{reference} was given twice").format(reference=twice))
            elif run := elsewhere.get((series, number)):
                notes.error(
                    Quality.AUTHENTIC,
                    "",
                    _("{reference} stands here, and by the catalogue in the archive of {other}").format(
                        reference=ArchiveReference(*series, number), other=run.term
                    ),
                )


def check_elsewhere(shelf: Path, catalogues: Sequence[BagCatalogue], notes: Notes) -> None:
    """Note numbers that the archive said to hold them does not hold, or holds although they are here; warn when it is away."""
    own = _numbers(catalogues)
    for place, runs in _by_place(catalogues).items():
        there = _archive(shelf / place) if place else None
        if there is None:
            for catalogue, run in runs:
                notes.warn(Quality.COMPLETE, "", _away(catalogue, run))
            continue
        held = _numbers(there)
        for catalogue, run in runs:
            for series in _series(catalogue):
                for number in range(run.first, run.last + 1):
                    if number not in held.get(series, {}):
                        notes.error(
                            Quality.COMPLETE,
                            "",
                            _("{reference} should stand in the archive of {other} ({place}), and does not").format(
                                reference=ArchiveReference(*series, number), other=run.term, place=place
                            ),
                        )
        for series, numbers in sorted(own.items()):
            for number in sorted(numbers.keys() & held.get(series, {}).keys()):
                notes.error(
                    Quality.AUTHENTIC,
                    "",
                    _("{reference} was given twice: to {name} here and to {other} in {place}").format(
                        reference=ArchiveReference(*series, number),
                        name=numbers[number][0],
                        other=held[series][number][0],
                        place=place,
                    ),
                )


def _away(catalogue: BagCatalogue, run: HeldElsewhere) -> str:
    said = _(
        "{first:04} to {last:04} of {series} stand in the archive of {other}, which is not here to be compared"
    ).format(
        first=run.first,
        last=run.last,
        series="-".join((catalogue.fonds, str(catalogue.year), catalogue.retention, catalogue.archive_class)),
        other=run.term or run.general_branch or "—",
    )
    return f"{said}（{run.place}）" if run.place else said


def _by_place(catalogues: Sequence[BagCatalogue]) -> dict[str, list[tuple[BagCatalogue, HeldElsewhere]]]:
    found: dict[str, list[tuple[BagCatalogue, HeldElsewhere]]] = {}
    for catalogue in catalogues:
        for run in catalogue.elsewhere:
            found.setdefault(run.place, []).append((catalogue, run))
    return found


def _archive(shelf: Path) -> tuple[BagCatalogue, ...] | None:
    """Return the catalogues of an archive's edition in force, None when there is none to be read."""
    with suppress(ArchiveError, OSError):
        in_force = editions.current(shelf)
        if in_force is not None:
            return tuple(catalogue_of(bag) for bag in bags(in_force))
    return None


def _numbers(catalogues: Sequence[BagCatalogue]) -> dict[Series, dict[int, list[str]]]:
    """Return the item numbers of each series with the names of their items."""
    found: dict[Series, dict[int, list[str]]] = {}
    for catalogue in catalogues:
        for line in catalogue.lines:
            with suppress(ValueError):  # named by the bag
                one = ArchiveReference.parse(line.reference)
                series = (one.fonds, one.year, one.retention, one.archive_class)
                found.setdefault(series, {}).setdefault(one.number, []).append(line.name)
    return found


def _series(catalogue: BagCatalogue) -> Iterator[Series]:
    yield from _numbers((catalogue,))
