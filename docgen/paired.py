"""携手共勉, the activity that docgen was born with, as the value that the toolkit takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from docgen import rules
from docgen.activity import Activity, Composed, Figure, Forms, Past
from docgen.documents import KINDS, Document, own, plain
from docgen.documents.kinds import dossier
from docgen.documents.own import OwnKind
from docgen.field import (
    SHEETS,
    Certificate,
    Goal,
    GoalResult,
    Group,
    Membership,
    Project,
    ProjectMember,
    Review,
    Row,
    Semester,
)
from docgen.field.carried import Carried
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.rules.carrying import carry
from docgen.semester import Term
from docgen.settings import Settings
from docgen.statistics import NO_REASON, Statistics, count

_OF_THIS_SEMESTER = ("按班级", "按年级", "未完成原因", "各月交流", "积极分子谈话")
"""What has other names each semester and is therefore not compared."""


def _figures(semester: Semester) -> tuple[Figure, ...]:
    return tuple(
        Figure(section, name, number, is_lasting=section not in _OF_THIS_SEMESTER)
        for section, name, number in _counts(count(semester))
    )


def _counts(counts: Statistics) -> Iterator[tuple[str, str, int]]:
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
        yield "未完成原因", f"{why.kind}：{why.reason or NO_REASON}", why.count
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


_SAYS_WHOSE = {"荣誉": "获奖者"}
"""Where this column is filled, an honour is theirs and needs no group."""


def _share(semester: Semester, group: str) -> dict[str, tuple[Row, ...]]:
    """Return a group's rows by sheet: its own, and goals of its members that are for all their groups or name it."""
    members = dict.fromkeys(row.person for row in semester.members_by_group.get(group, ()))
    projects = semester.projects_by_group.get(group, ())
    numbers = {project.id for project in projects}
    found = semester.group_by_id.get(group)
    return {
        "小组": (found,) if found is not None else (),
        "组员": semester.members_by_group.get(group, ()),
        "目标": tuple(goal for person in members for goal in semester.goals_of(person, group)),
        "活动": semester.activities_by_group.get(group, ()),
        "项目": projects,
        "项目成员": tuple(row for row in semester.project_members if row.project in numbers),
        "荣誉": tuple(
            row for row in semester.honours if row.group == group or (not row.group and members.keys() & {*row.winners})
        ),
        "证书": tuple(row for row in semester.certificates if row.person in members),
        "交流": tuple(row for row in semester.talks if row.group == group),
        "自查互评": tuple(row for row in semester.reviews if row.group == group),
        "总结": tuple(row for row in semester.summaries if row.group == group),
    }


def _stray(rows: Mapping[str, Sequence[Row]], broken: Collection[str]) -> Iterator[Problem]:
    """Yield what belongs to somebody else; no sheet that others rest on and that has ``broken`` rows is gone by."""
    members = {row.person for row in rows.get("组员", ()) if isinstance(row, Membership)}
    projects = {row.id for row in rows.get("项目", ()) if isinstance(row, Project)}
    for title, ones in rows.items():
        for row in ones:
            if isinstance(row, (Certificate, Goal, Review)) and row.person not in members and "组员" not in broken:
                message, hint = _("is not a member of this group"), _("add them to sheet 组员, or take the row out")
                kind, column, value = "not-a-member", "编号", row.person
            elif isinstance(row, ProjectMember) and row.project not in projects and "项目" not in broken:
                message = _("is no project of this group")
                hint = _("take the row out, or give the number of this group")
                kind, column, value = "another-project", "项目编号", row.project
            else:
                continue
            yield Problem(kind, Severity.ERROR, title, row.row, column, message, hint, value, 3)


def _dossier(past: Past) -> Document:
    found = dossier.compose_dossier(past.person, past.semesters, past.numbers, past.settings)
    return Document(dossier.KIND, f"{past.person}{found.name}", found.name, plain(found))


def _carry(semester: Semester, term: Term, settings: Settings) -> Carried:
    return carry(semester, term, settings.carry)


PAIRED = Activity(
    name="携手共勉",
    sheets=SHEETS,
    unit=Group.SHEET,
    judge=rules.judge,
    cover=rules.cover,
    carry=_carry,
    kinds=tuple(KINDS.values()),
    count=_figures,
    dossier=_dossier,
    forms=Forms(_share, _stray, _SAYS_WHOSE),
    is_numbered=True,
)


def with_kinds(added: Sequence[OwnKind]) -> Activity:
    """Return the activity with the kinds of paper that a clerk added to it, and their sheets."""
    if not added:
        return PAIRED
    return replace(
        PAIRED,
        sheets=(*SHEETS, *(one.sheet for one in added)),
        added=tuple(one.kind for one in added),
        compose=lambda semester, numbers: tuple(
            Composed(paper.document, tuple((one.sheet.title, row) for row in paper.rows), paper.is_broken, paper.faults)
            for one in added
            for paper in own.compose(one, semester, numbers)
        ),
        aside=frozenset(one.sheet.title for one in added),
        is_apart=True,
    )
