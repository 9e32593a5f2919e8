"""What a group finds of itself: 自查互评表 (自律, 互律 and the half-way check, domain.md §1), 共勉小组总结 at the end.

The summary holds each target of the members against what was reached, and says what the group tells of its semester.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.shared_parts import by_kind, labels, leader, members, of_group, sentences
from docgen.field import Goal, GoalResult, Group, Honour, Person, Review, ReviewKind, Summary
from docgen.messages import N_


class ReviewLine(Paper):
    """What was found of one person."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    reviewed_on: date | None = Field(None, alias="日期", description=N_("Day"))
    verdict: str = Field("", alias="评价", description=N_("Verdict; empty: room to write"))
    gap: str = Field("", alias="差距", description=N_("What is still missing"))


class Signer(Paper):
    """A member who signs the review."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))


class MutualReview(DepartmentHeading):
    """The checks of one group; a kind of check that nobody made has no lines."""

    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    own: tuple[ReviewLine, ...] = Field((), alias="自查", description=N_("Own checks (自律)"))
    partners: tuple[ReviewLine, ...] = Field((), alias="互评", description=N_("Partners' checks (互律)"))
    half_way: tuple[ReviewLine, ...] = Field((), alias="中期检查", description=N_("Half-way check"))
    members: tuple[Signer, ...] = Field(alias="成员", description=N_("Members, who sign"))


def mutual_reviews(source: Source, group: Group) -> Iterator[Document]:
    """Compose a group's reviews when there are any."""
    rows = [row for row in source.semester.reviews if row.group == group.id]
    if not rows:
        return
    last = max((row.reviewed_on for row in rows if row.reviewed_on), default=None)
    yield of_group(REVIEW, source, group, _review(source, group, rows), dated=last)


def _review(source: Source, group: Group, rows: list[Review]) -> MutualReview:
    named = labels(source.semester, group)

    def lines(kind: ReviewKind) -> tuple[ReviewLine, ...]:
        return tuple(
            ReviewLine.of(row, name=named.get(row.person, source.name(row.person))) for row in rows if row.kind is kind
        )

    return MutualReview.of(
        source.programme,
        group,
        leader=leader(source.semester, group),
        teacher=source.name(group.guiding_teacher),
        own=lines(ReviewKind.SELF),
        partners=lines(ReviewKind.PARTNER),
        half_way=lines(ReviewKind.HALF_WAY),
        members=tuple(
            Signer(name=named[person.id], class_name=person.class_or_office)
            for row, person in members(source.semester, group)
            if row.left_on is None
        ),
    )


REVIEW = DocumentKind(
    "mutual_review",
    "自查互评表",
    Per.GROUP,
    50,
    MutualReview,
    pages=(1, 10),
    of_each=mutual_reviews,
    signers=("成员.姓名",),
    is_inside=True,
    day="自查互评!日期",
)


class Reached(Paper):
    """A goal as promised and as reached."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    kind: str = Field(alias="类别", description=N_("Kind of goal"))
    indicator: str = Field(alias="指标", description=N_("What is measured"))
    unit: str = Field("", alias="单位", description=N_("Unit"))
    baseline: str = Field("", alias="现状", description=N_("Where it stood"))
    target: str = Field(alias="目标值", description=N_("Target"))
    achieved: str = Field("", alias="完成值", description=N_("What was reached"))
    result: str = Field(alias="结果", description=N_("Met, not met, or not reported"))
    evidence: str = Field("", alias="佐证", description=N_("Evidence"))
    reason: str = Field("", alias="未完成原因", description=N_("Why it was not met"))


class Leaver(Paper):
    """A member who left before the end."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    left_on: date = Field(alias="退出日期", description=N_("Day of leaving"))
    reason: str = Field("", alias="退出原因", description=N_("Reason of leaving"))


class ProjectResult(Paper):
    """A project or topic and what came of it."""

    id: str = Field(alias="项目编号", description=N_("Number of the project"))
    name: str = Field(alias="名称", description=N_("Name"))
    type: str = Field(alias="类型", description=N_("Project or topic"))
    state: str = Field(alias="状态", description=N_("State"))
    result: str = Field("", alias="成果", description=N_("Name or kind of the result"))
    grade: str = Field("", alias="鉴定等级", description=N_("Grade, if it was appraised"))


class GroupHonour(Paper):
    """An honour that the group won."""

    name: str = Field(alias="名称", description=N_("Name"))
    level: str = Field(alias="级别", description=N_("Level"))
    grade: str = Field("", alias="等次", description=N_("Grade"))
    winners: tuple[str, ...] = Field((), alias="获奖者", description=N_("Names of the winners"))
    awarded_on: date | None = Field(None, alias="日期", description=N_("Day"))


class GroupSummary(DepartmentHeading):
    """The group's semester: goals one by one, projects, honours, and the group's own words."""

    filing_number: str = Field(alias="备案号", description=N_("Filing number"))
    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    members: tuple[str, ...] = Field(alias="成员", description=N_("Names of the members, leader first"))
    leavers: tuple[Leaver, ...] = Field((), alias="退出成员", description=N_("Members who left"))
    aim: str = Field("", alias="总体目标", description=N_("Overall aim"))
    goals: tuple[Reached, ...] = Field((), alias="目标", description=N_("Goals and what was reached"))
    met: int = Field(0, alias="完成数", description=N_("Goals met"))
    not_met: int = Field(0, alias="未完成数", description=N_("Goals not met"))
    unclear: int = Field(0, alias="待认定数", description=N_("Goals whose result is for a person to judge"))
    unreported: int = Field(0, alias="未报数", description=N_("Goals without result"))
    projects: tuple[ProjectResult, ...] = Field((), alias="项目", description=N_("Projects and topics"))
    honours: tuple[GroupHonour, ...] = Field((), alias="荣誉", description=N_("Honours of the group"))
    situation: str = Field("", alias="基本情况", description=N_("Situation"))
    practice: str = Field("", alias="主要做法", description=N_("What was done"))
    results: str = Field("", alias="取得成效", description=N_("What was reached, told"))
    cases: str = Field("", alias="典型事例", description=N_("Cases worth telling"))
    difficulties: str = Field("", alias="存在问题", description=N_("Difficulties"))
    next_steps: str = Field("", alias="下一步打算", description=N_("Next steps"))


def group_summaries(source: Source, group: Group) -> Iterator[Document]:
    """Compose a group's summary as soon as there is something to sum up: a row in 总结, or a goal with 完成值."""
    people = _members(source, group)
    goals = [(person, goal) for person in people for goal in by_kind(source.semester.goals_of(person.id, group.id))]
    told = source.semester.summary_by_group.get(group.id)
    if told is None and not any(goal.achieved for _person, goal in goals):
        return
    paper = _summary(source, group, people, goals, told or Summary(group=group.id))
    yield of_group(SUMMARY, source, group, paper, dated=source.programme.reported_on)


def _members(source: Source, group: Group) -> list[Person]:
    """Return everybody who takes or took part in the group, the leader first."""
    rows = source.semester.participants_by_group.get(group.id, ())
    found = [source.semester.person_by_id[row.person] for row in rows if row.person in source.semester.person_by_id]
    return sorted(found, key=lambda person: person.id != group.leader)


def _summary(
    source: Source, group: Group, people: list[Person], goals: list[tuple[Person, Goal]], told: Summary
) -> GroupSummary:
    semester = source.semester
    results, named = [goal.result for _person, goal in goals], labels(semester, group)
    return GroupSummary.of(
        source.programme,
        group,
        told,
        filing_number=source.numbers[group.id],
        leader=leader(source.semester, group),
        teacher=source.name(group.guiding_teacher),
        members=tuple(named[person.id] for person in people),
        leavers=tuple(
            Leaver.of(row, name=named.get(row.person, ""))
            for row in semester.participants_by_group.get(group.id, ())
            if row.left_on is not None
        ),
        aim="\n".join(sentences(group.aim)),
        goals=tuple(Reached.of(goal, name=named[person.id]) for person, goal in goals),
        met=results.count(GoalResult.MET),
        not_met=results.count(GoalResult.NOT_MET),
        unclear=results.count(GoalResult.UNCLEAR),
        unreported=results.count(GoalResult.UNREPORTED),
        projects=tuple(
            ProjectResult.of(row, result=row.result_name or row.result_form)
            for row in semester.projects_by_group.get(group.id, ())
        ),
        honours=tuple(_honour(source, named, row) for row in semester.honours if row.group == group.id),
    )


def _honour(source: Source, named: dict[str, str], honour: Honour) -> GroupHonour:
    winners = filter(None, (named.get(one) or source.name(one) for one in honour.winners))
    return GroupHonour.of(honour, winners=tuple(winners))


SUMMARY = DocumentKind(
    "group_summary",
    "共勉小组总结",
    Per.GROUP,
    70,
    GroupSummary,
    pages=(1, 12),
    of_each=group_summaries,
    sums_up=True,
    signers=("组长", "指导教师"),
    is_inside=True,
    numbered="备案号",
    day="学期!报告日期",
)
