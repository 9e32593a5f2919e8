"""``docgen stats``: the counts of a workbook, beside those of the semester before where the ledger knows it.

The lines are in the field's own words, Chinese in every language, as on the papers.
"""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen import activity, workbook
from docgen.activity import Activity, Roll
from docgen.errors import DataError
from docgen.field import Semester
from docgen.field.kept import read_back
from docgen.folder import Folder
from docgen.ledger import Ledger
from docgen.making.own import activity_of
from docgen.messages import _
from docgen.problems import Problem
from docgen.semester import Term
from docgen.semesters.dossiers import unread
from docgen.statistics import Statistics, count, proposed
from docgen.workbook.plain_tables import PlainSheet, tables

_COLUMNS = (("类别", 16.0), ("名称", 32.0), ("本学期", 10.0))
_SHARES = (("总数", 10.0), ("占比", 8.0))
_BEFORE = (("上学期", 10.0), ("增减", 8.0))


@dataclass(frozen=True, slots=True)
class ComparedFigure:
    """One figure of the semester, and how much it was in the one before; None where that cannot be compared."""

    figure: activity.Figure
    before: int | float | None = None

    @property
    def section(self) -> str:
        """What it is of."""
        return self.figure.section

    @property
    def name(self) -> str:
        """What it is called."""
        return self.figure.name

    @property
    def now(self) -> int | float | None:
        """How much it is; None where it rests on a cell that was refused."""
        return self.figure.value

    @property
    def said(self) -> str:
        """How much it is, with what it is a share of."""
        return self.figure.said

    @property
    def change(self) -> str:
        """What has changed since the semester before, with its sign."""
        if self.before is None or self.now is None:
            return ""
        return f"{self.now - self.before:+}" if self.now != self.before else "0"


@dataclass(frozen=True, slots=True)
class Counted:
    """A semester counted; ``before_term`` is the one before it, where the ledger has it."""

    term: str
    figures: tuple[ComparedFigure, ...]
    """compared where both semesters have them"""
    before_term: str
    proposed: tuple[str, ...]
    """Groups that the figures propose as exemplary; the meeting decides"""
    problems: tuple[Problem, ...]
    now: Statistics | None = None
    """All counts, where papers are filed by groups; None of another activity"""
    before: Statistics | None = None
    rolls: tuple[Roll, ...] = ()
    """Lists beside the figures"""
    unread: str = ""
    """What of the semester before this docgen cannot read any more"""

    def as_dict(self) -> dict[str, object]:
        """Return all counts as JSON has them."""
        return {
            "term": self.term,
            "figures": [
                {"section": one.section, "name": one.name, "now": one.now, "of": one.figure.whole, "before": one.before}
                for one in self.figures
            ],
            "rolls": {
                one.name: [dict(zip(one.columns, line, strict=True)) for line in one.lines] for one in self.rolls
            },
            "statistics": asdict(self.now) if self.now else None,
            "before_term": self.before_term,
            "before": asdict(self.before) if self.before else None,
            "proposed_exemplary": list(self.proposed),
        }

    def as_xlsx(self) -> bytes:
        """Return the figures as a workbook, each list on a sheet of its own; the same figures give the same bytes."""
        has_shares = any(one.figure.whole is not None for one in self.figures)
        rows: list[list[str | float]] = []
        for one in self.figures:
            row: list[str | float] = [one.section, one.name, _cell(one.now)]
            if has_shares:
                row += [_cell(one.figure.whole), one.figure.share]
            if self.before_term:
                row += [_cell(one.before), one.change]
            rows.append(row)
        columns = (*_COLUMNS, *(_SHARES if has_shares else ()), *(_BEFORE if self.before_term else ()))
        sheets = [PlainSheet("活动统计", columns, rows)]
        sheets += [PlainSheet(one.name, [(name, 16.0) for name in one.columns], one.lines) for one in self.rolls]
        stream = io.BytesIO()
        tables(stream, "活动统计", sheets)
        return stream.getvalue()


def stats(book: Path) -> Counted:
    """Count a workbook. Raise DataError when its sheet 学期 is faulty; other faults are told in ``problems``."""
    of = activity_of(book)
    checked = workbook.check(book, Folder(book).settings, of)
    semester = checked.semester
    if semester.programme is None:
        raise DataError(_("nothing can be counted while the sheet 学期 is faulty"), checked.problems)
    before, lost = _before(book, of, semester.programme.general_branch, semester.programme.term)
    paired = semester.filed_under is None
    return Counted(
        term=semester.programme.term_name,
        figures=_compared(of.count(semester), of.count(before) if before else None),
        before_term=before.programme.term_name if before and before.programme else "",
        proposed=tuple(f"{group.id} {group.name}" for group in proposed(semester)) if paired else (),
        problems=checked.problems,
        now=count(semester) if paired else None,
        before=count(before) if before and paired else None,
        rolls=of.rolls(semester),
        unread=lost,
    )


def _before(book: Path, of: Activity, branch: str, term: Term) -> tuple[Semester | None, str]:
    """Return the branch's semester before this one as it was last built, if the ledger has it, and what is not read of it."""
    earlier = [
        (Term.parse(one.at.term), one)
        for one in Ledger(Folder(book).ledger, branch, term.slug).latest_rows()
        if one.at.branch == branch and Term.parse(one.at.term) < term
    ]
    if not earlier:
        return None, ""
    last = max(earlier, key=lambda pair: pair[0])[1]
    kept = read_back(last.rows, last.titles, of.sheets)
    return kept.semester, unread(last, kept.unread) if kept.unread else ""


def _compared(
    now: tuple[activity.Figure, ...], before: tuple[activity.Figure, ...] | None
) -> tuple[ComparedFigure, ...]:
    """Return figures beside those before: one of the same thing that was not there then was none."""
    if before is None:
        return tuple(map(ComparedFigure, now))
    old = {(one.section, one.name): one.value for one in before}
    return tuple(ComparedFigure(one, old.get((one.section, one.name), 0) if one.is_lasting else None) for one in now)


def _cell(number: float | None) -> str | float:
    return "" if number is None else number
