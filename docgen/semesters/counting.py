"""``docgen stats``: the counts of a workbook, beside those of the semester before where the ledger knows it.

The lines are in the field's own words, Chinese in every language, as on the papers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from docgen import settings, workbook
from docgen.errors import DataError
from docgen.field import GoalResult, Semester
from docgen.field.kept import read_back
from docgen.folder import Folder
from docgen.ledger import Ledger
from docgen.messages import _
from docgen.problems import Problem
from docgen.semester import Term
from docgen.semesters.dossiers import unread
from docgen.statistics import Statistics, count, proposed
from docgen.workbook.catalogue import table

_COLUMNS = (("类别", 16.0), ("名称", 32.0), ("本学期", 10.0))
_BEFORE = (("上学期", 10.0), ("增减", 8.0))
_NO_REASON = "未填原因"


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: what it is of, what it is called, and how many; ``before`` None where it cannot be compared."""

    section: str
    name: str
    now: int
    before: int | None = None

    @property
    def change(self) -> str:
        """What has changed since the semester before, with its sign."""
        return "" if self.before is None else f"{self.now - self.before:+d}" if self.now != self.before else "0"


@dataclass(frozen=True, slots=True)
class Counted:
    """A semester counted; ``before`` is the one before it, where the ledger has it."""

    term: str
    now: Statistics
    before_term: str
    before: Statistics | None
    proposed: tuple[str, ...]
    """Groups that the figures propose as exemplary; the meeting decides"""
    problems: tuple[Problem, ...]
    unread: str = ""
    """What of the semester before this docgen cannot read any more"""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every count as a line, compared where both semesters have it."""
        old = {(section, name): number for section, name, number in _lines(self.before)} if self.before else {}
        compare = self.before is not None
        return tuple(
            Figure(section, name, number, old.get((section, name), 0) if compare and section not in _OWN else None)
            for section, name, number in _lines(self.now)
        )

    def as_dict(self) -> dict[str, object]:
        """Return all counts as JSON has them."""
        return {
            "term": self.term,
            "statistics": asdict(self.now),
            "before_term": self.before_term,
            "before": asdict(self.before) if self.before else None,
            "proposed_exemplary": list(self.proposed),
        }

    def as_xlsx(self) -> bytes:
        """Return the figures as a workbook of one sheet; the same figures give the same bytes."""
        rows: list[list[str | int]] = []
        for one in self.figures:
            row: list[str | int] = [one.section, one.name, one.now]
            if self.before is not None:
                row += ["" if one.before is None else one.before, one.change]
            rows.append(row)
        return table("活动统计", (*_COLUMNS, *(_BEFORE if self.before else ())), rows)


def stats(book: Path) -> Counted:
    """Count a workbook. Raise DataError when its sheet 学期 is faulty; other faults are told in ``problems``."""
    checked = workbook.check(book, settings.load(book.parent))
    semester = checked.semester
    if semester.programme is None:
        raise DataError(_("nothing can be counted while the sheet 学期 is faulty"), checked.problems)
    before, lost = _before(book, semester.programme.general_branch, semester.programme.term)
    return Counted(
        term=semester.programme.term_name,
        now=count(semester),
        before_term=before.programme.term_name if before and before.programme else "",
        before=count(before) if before else None,
        proposed=tuple(f"{group.id} {group.name}" for group in proposed(semester)),
        problems=checked.problems,
        unread=lost,
    )


def _before(book: Path, branch: str, term: Term) -> tuple[Semester | None, str]:
    """Return the branch's semester before this one as it was last built, if the ledger has it, and what is not read of it."""
    earlier = [
        (Term.parse(one.at.term), one)
        for one in Ledger(Folder(book).ledger, branch, term.slug).latest_rows()
        if one.at.branch == branch and Term.parse(one.at.term) < term
    ]
    if not earlier:
        return None, ""
    last = max(earlier, key=lambda pair: pair[0])[1]
    kept = read_back(last.rows, last.titles)
    return kept.semester, unread(last, kept.unread) if kept.unread else ""


_OWN = ("按班级", "按年级", "未完成原因", "各月交流", "积极分子谈话")
"""What has other names each semester and is therefore not compared."""


def _lines(counts: Statistics) -> Iterator[tuple[str, str, int]]:
    yield "总数", "参加人数", counts.participants
    yield "总数", "共勉小组", counts.groups
    yield "总数", "签订协议的小组", counts.groups_signed
    yield "总数", "报系备案的小组", counts.groups_filed
    yield "总数", "党员和积极分子", counts.answerers
    yield "总数", "其中联系青年的", counts.answering
    yield "总数", "开展活动（次）", counts.activities_held
    yield "总数", "交流谈话（次）", counts.talks
    yield "总数", "有记录的谈话（次）", counts.talks_recorded
    for section, rows in (("按身份", counts.by_standing), ("按年级", counts.by_grade), ("按班级", counts.by_class)):
        for row in rows:
            yield section, row.name, row.count
    for form in counts.forms:
        yield "结对形式", f"{form.form}小组", form.groups
        yield "结对形式", f"{form.form}人数", form.people
    for goal in counts.goals:
        for state, number in (
            ("设定", goal.set),
            (GoalResult.MET, goal.met),
            (GoalResult.NOT_MET, goal.not_met),
            (GoalResult.UNCLEAR, goal.unclear),
            (GoalResult.UNREPORTED, goal.unreported),
        ):
            yield "目标", f"{goal.kind}{state}", number
    for why in counts.reasons:
        yield "未完成原因", f"{why.kind}：{why.reason or _NO_REASON}", why.count
    for honour in counts.honours:
        yield "荣誉", f"{honour.level}（项）", honour.honours
        yield "荣誉", f"{honour.level}获奖人数", honour.winners
    for row in counts.certificates:
        yield "证书", row.name, row.count
    for row in counts.projects:
        yield "项目", row.name, row.count
    yield "项目", "经鉴定", counts.projects_appraised
    yield "项目", "参加人数", counts.people_in_projects
    for row in counts.talks_by_month:
        yield "各月交流", row.name, row.count
    for activist in counts.talks_by_activist:
        yield "积极分子谈话", f"{activist.name} {activist.id}", activist.talks
