"""Expected × present: what the workbook already gives for each group and paper, and whom nobody has thought of.

No judgement: faults are the rules' business. This is the clerk's list of what is still to come, at any time of the term.
Asked for is what lies behind us: talks of months after the last thing that the workbook records are not yet missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from docgen.field import Goal, GoalKind, Group, Membership, PairingForm, ProjectState, Semester, Standing, Summary
from docgen.rules.faults import JudgedSemester
from docgen.settings import Settings

Month: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a paper are asked for, how many the workbook gives whole, and the column titles that are missing.

    In ``missing`` a title stands once however often it is missing; ``×3`` behind it says how often.
    """

    expected: int
    present: int
    missing: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return self.present >= self.expected


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """One active group: its members that have not left, and its papers by stem."""

    group: str
    name: str
    members: int
    papers: dict[str, Share]


@dataclass(frozen=True, slots=True)
class ActivistCoverage:
    """One activist: groups, talks in each month that is due, and the months with fewer than docgen.toml asks."""

    number: str
    name: str
    groups: tuple[str, ...]
    talks: tuple[int, ...]
    missing: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Alone:
    """Somebody who is in no group."""

    number: str
    name: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole table; ``months`` are the ones in which talks are due, ``department`` the papers one a semester."""

    months: tuple[Month, ...]
    groups: tuple[GroupCoverage, ...]
    department: dict[str, Share]
    activists: tuple[ActivistCoverage, ...]
    alone: tuple[Alone, ...]

    @property
    def titles(self) -> dict[str, str]:
        """The papers that are looked after, by stem, with what the table calls them."""
        return TITLES

    @staticmethod
    def called(month: Month) -> str:
        """Return a month as the table calls it."""
        return month_name(month)

    @property
    def empty_groups(self) -> tuple[str, ...]:
        """Groups without a member."""
        return tuple(one.group for one in self.groups if not one.members)

    def total(self, stem: str) -> Share:
        """Return the sum of a paper over all groups, or the department's."""
        if stem in self.department:
            return self.department[stem]
        shares = [group.papers[stem] for group in self.groups]
        return Share(sum(share.expected for share in shares), sum(share.present for share in shares))


TITLES: dict[str, str] = {
    "agreement": "共勉协议书",
    "plan": "共勉计划备案表",
    "contact_record": "交流谈话记录表",
    "appraisal": "成果鉴定表",
    "mutual_review": "自查互评表",
    "group_summary": "共勉小组总结",
    "work_report": "活动工作总结",
}
"""The papers that are looked after, by stem, with what the table calls them."""


def cover(semester: Semester, settings: Settings, gaps: frozenset[tuple[str, str]] = frozenset()) -> Coverage:
    """Reckon the coverage of a partly valid semester; ``gaps`` as for :func:`docgen.rules.judge`."""
    case = JudgedSemester(semester, settings, gaps)
    months = semester.months_due
    reviewed = frozenset((row.group, row.person) for row in semester.reviews)
    belongs = frozenset(row.person for row in semester.memberships if row.left_on is None)
    activists = {one.number: one for one in _activists(case, months)}
    return Coverage(
        months=months,
        groups=tuple(_group(case, group, activists, reviewed) for group in semester.active_groups),
        department={"work_report": _work_report(semester)},
        activists=tuple(activists.values()),
        alone=tuple(
            Alone(person.id, person.name, person.standing)
            for person in case.people
            if person.standing is not Standing.TEACHER_MEMBER and person.id not in belongs
        ),
    )


def _activists(case: JudgedSemester, months: tuple[Month, ...]) -> Iterable[ActivistCoverage]:
    talks, wanted = case.semester.talks_by_month, case.settings.check.talks_per_month
    for person in case.people:
        if person.standing.is_activist:
            counts = tuple(talks[person.id, month] for month in months)
            due = case.semester.months_due_for(person.id)
            missing = tuple(month for month in due if talks[person.id, month] < wanted)
            yield ActivistCoverage(
                person.id, person.name, case.groups_by_person.get(person.id, ()), counts, missing if wanted else ()
            )


def _group(
    case: JudgedSemester, group: Group, activists: dict[str, ActivistCoverage], reviewed: frozenset[tuple[str, str]]
) -> GroupCoverage:
    semester = case.semester
    members = [row for row in semester.members_by_group.get(group.id, ()) if row.left_on is None]
    students = [row for row in members if (person := case.known(row.person)) is not None and person.standing.is_student]
    goals = {row.person: semester.goals_of(row.person, group.id) for row in students}
    return GroupCoverage(
        group.id,
        group.name,
        len(members),
        {
            "agreement": _agreement(semester, group, members, goals),
            "plan": _plan(semester, group),
            "contact_record": _talks(case, members, activists),
            "appraisal": _appraisals(case, group),
            "mutual_review": _reviews(semester, group, students, reviewed),
            "group_summary": _summary(semester, group, goals),
        },
    )


def _one(lacking: dict[str, int]) -> Share:
    """Return a paper of which one is asked for; it is there when nothing is lacking."""
    missing = tuple(f"{title}×{count}" if count > 1 else title for title, count in lacking.items() if count)
    return Share(1, 0 if missing else 1, missing)


def _agreement(
    semester: Semester, group: Group, members: list[Membership], goals: dict[str, tuple[Goal, ...]]
) -> Share:
    kinds = sum(len(set(GoalKind) - {goal.kind for goal in own}) for own in goals.values())
    return _one(
        {
            "组员": not members,
            "协议日期": group.agreed_on is None,
            "交流方式": not group.meeting,
            "签署日期": sum(row.signed_on is None for row in semester.signing_members(group)),
            "目标": kinds,
        }
    )


def _plan(semester: Semester, group: Group) -> Share:
    planned = [row for row in semester.activities_by_group.get(group.id, ()) if row.planned_on]
    return _one(
        {
            "总体目标": not group.aim,
            "措施": not group.measures,
            "活动": not planned,
            "指导教师": group.form is PairingForm.MUTUAL_HELP and not group.guiding_teacher,
            "备案日期": group.filed_on is None,
        }
    )


def _talks(case: JudgedSemester, members: list[Membership], activists: dict[str, ActivistCoverage]) -> Share:
    wanted = case.settings.check.talks_per_month
    own = [activists[row.person] for row in members if row.person in activists]
    expected = wanted * sum(len(one.talks) for one in own)
    present = sum(min(count, wanted) for one in own for count in one.talks)
    months = sorted({month for one in own for month in one.missing})
    return Share(expected, present, tuple(month_name(month) for month in months))


def _appraisals(case: JudgedSemester, group: Group) -> Share:
    projects = [
        project
        for project in case.semester.projects_by_group.get(group.id, ())
        if project.state not in (ProjectState.POSTPONED, ProjectState.STOPPED) and not case.goes_on(project)
    ]
    if not projects:
        none = group.form is PairingForm.MUTUAL_HELP and not case.semester.projects_by_group.get(group.id)
        return Share(int(none), 0, ("项目",) if none else ())
    whole = [p for p in projects if p.grade and p.appraiser and p.office and p.appraised_on]
    missing = tuple(project.id for project in projects if project not in whole)
    return Share(len(projects), len(whole), missing)


def _reviews(
    semester: Semester, group: Group, students: list[Membership], reviewed: frozenset[tuple[str, str]]
) -> Share:
    missing = [row.person for row in students if (group.id, row.person) not in reviewed]
    names = (semester.person_by_id[number].name if number in semester.person_by_id else number for number in missing)
    return Share(len(students), len(students) - len(missing), tuple(names))


def _summary(semester: Semester, group: Group, goals: dict[str, tuple[Goal, ...]]) -> Share:
    unreported = sum(not goal.achieved for own in goals.values() for goal in own)
    return _one({"总结": group.id not in semester.summary_by_group, "完成值": unreported})


def _work_report(semester: Semester) -> Share:
    programme, summary = semester.programme, semester.summary_by_group.get(Summary.DEPARTMENT)
    told: tuple[tuple[str, Callable[[Summary], str]], ...] = (
        ("基本情况", lambda row: row.situation),
        ("主要做法", lambda row: row.practice),
        ("取得成效", lambda row: row.results),
        ("存在问题", lambda row: row.difficulties),
        ("下一步打算", lambda row: row.next_steps),
    )
    return _one(
        {
            "报告日期": programme is None or programme.reported_on is None,
            "主送": programme is None or not programme.addressee,
            **{title: summary is None or not of(summary) for title, of in told},
        }
    )


def month_name(month: Month) -> str:
    """``2009-03``."""
    return f"{month[0]}-{month[1]:02d}"
