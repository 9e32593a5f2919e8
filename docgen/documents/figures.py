"""The figures and lists that stand behind prose: annexes of the work report and of the innovation case, counted once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from docgen.documents.kind import Paper
from docgen.field import Honour, Level, Semester
from docgen.messages import N_
from docgen.statistics import Count, Statistics


class CountLine(Paper):
    """A name and its count."""

    name: str = Field(alias="名称", description=N_("Name"))
    count: int = Field(alias="数量", description=N_("Count"))
    bar: str = Field("", alias="图示", description=N_("Its bar in a chart"))


class FormLine(Paper):
    """Groups and people of one form."""

    form: str = Field(alias="形式", description=N_("Form of pairing"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    people: int = Field(alias="人数", description=N_("Distinct people"))


class GoalLine(Paper):
    """Goals of one kind."""

    kind: str = Field(alias="类别", description=N_("Kind of goal"))
    set: int = Field(alias="设定", description=N_("Goals set"))
    met: int = Field(alias="完成", description=N_("Goals met"))
    not_met: int = Field(alias="未完成", description=N_("Goals not met"))
    unclear: int = Field(0, alias="待认定", description=N_("Goals whose result is for a person to judge"))
    unreported: int = Field(alias="未报", description=N_("Goals without result"))
    bar: str = Field("", alias="图示", description=N_("Its bar in a chart"))


class HonourLevelLine(Paper):
    """Honours of one level."""

    level: str = Field(alias="级别", description=N_("Level"))
    honours: int = Field(alias="项数", description=N_("Distinct honours"))
    winners: int = Field(alias="人数", description=N_("Distinct winners"))
    bar: str = Field("", alias="图示", description=N_("Its bar in a chart"))


class Figures(Paper):
    """附件1: the counts."""

    participants: int = Field(alias="参加人数", description=N_("Distinct participants"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    by_standing: tuple[CountLine, ...] = Field(alias="按身份", description=N_("Participants by 身份"))
    by_grade: tuple[CountLine, ...] = Field(alias="按年级", description=N_("Students by grade"))
    by_class: tuple[CountLine, ...] = Field(alias="按班级", description=N_("Students by class"))
    forms: tuple[FormLine, ...] = Field(alias="按形式", description=N_("Groups by form"))
    goals: tuple[GoalLine, ...] = Field(alias="目标", description=N_("Goals by kind"))
    goals_total: GoalLine = Field(alias="目标合计", description=N_("Goals of all kinds"))
    honours: tuple[HonourLevelLine, ...] = Field(alias="荣誉", description=N_("Honours by level, none left out"))
    certificates: tuple[CountLine, ...] = Field(alias="证书", description=N_("Certificates by name"))
    projects: tuple[CountLine, ...] = Field(alias="项目", description=N_("Projects by state"))
    results: tuple[CountLine, ...] = Field((), alias="成果", description=N_("Finished projects by kind of result"))
    bases: tuple[CountLine, ...] = Field((), alias="实践基地", description=N_("Projects by practice base"))
    answerers: int = Field(0, alias="应联系青年人数", description=N_("Party members and activists"))
    answering: int = Field(0, alias="已联系青年人数", description=N_("Those of them who answer for a youth"))
    talks: int = Field(alias="交流次数", description=N_("Talks"))
    talks_by_month: tuple[CountLine, ...] = Field(alias="交流按月", description=N_("Talks by month"))


class GroupLine(Paper):
    """附件2: one group."""

    number: int = Field(alias="序号", description=N_("Running number"))
    id: str = Field(alias="小组编号", description=N_("Number of the group"))
    name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher"))
    people: int = Field(alias="人数", description=N_("People"))
    filing_number: str = Field(alias="备案号", description=N_("Filing number"))


class ReportProject(Paper):
    """附件3: one project."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="名称", description=N_("Name"))
    type: str = Field(alias="类型", description=N_("Project or topic"))
    group: str = Field(alias="小组名称", description=N_("Name of the group"))
    state: str = Field(alias="状态", description=N_("State"))
    result: str = Field("", alias="成果", description=N_("Result"))
    grade: str = Field("", alias="鉴定等级", description=N_("Grade"))


class ReportHonour(Paper):
    """附件4: one honour, highest level first."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="名称", description=N_("Name"))
    level: str = Field(alias="级别", description=N_("Level"))
    grade: str = Field("", alias="等次", description=N_("Grade"))
    winners: tuple[str, ...] = Field(alias="获奖者", description=N_("Winners' names"))
    awarded_by: str = Field("", alias="授予单位", description=N_("Awarded by"))
    awarded_on: date | None = Field(None, alias="日期", description=N_("Day"))


_LONGEST = 20
"""Squares of the longest bar of a chart."""


def shares_bar(*parts: int) -> str:
    """Draw parts of a whole as twenty squares: ■ first part, ▲ second, □ third.

    Told apart in black and white; each part that is there gets a square, the first rounding down.
    """
    whole = sum(parts)
    if not whole:
        return ""
    counts = [max(1, part * _LONGEST // whole) if part else 0 for part in parts]
    counts[counts.index(max(counts))] += _LONGEST - sum(counts)
    return "".join(sign * count for sign, count in zip("■▲□", counts, strict=False))


def length_bar(count: float, greatest: float) -> str:
    """Draw a count as a row of squares, the greatest twenty long; any count at all gets one."""
    return "■" * max(1, round(_LONGEST * count / greatest)) if count > 0 else ""


def _lines(counts: tuple[Count, ...]) -> tuple[CountLine, ...]:
    greatest = max((row.count for row in counts), default=0)
    return tuple(CountLine.of(row, bar=length_bar(row.count, greatest)) for row in counts)


def figures_of(counts: Statistics) -> Figures:
    """Return the counts as the annex shows them."""
    goals = tuple(
        GoalLine.of(row, bar=shares_bar(row.met, row.not_met, row.unclear + row.unreported)) for row in counts.goals
    )
    return Figures.of(
        counts,
        by_standing=_lines(counts.by_standing),
        by_grade=_lines(counts.by_grade),
        by_class=_lines(counts.by_class),
        forms=tuple(map(FormLine.of, counts.forms)),
        goals=goals,
        goals_total=GoalLine(
            kind="合计",
            set=counts.goals_set,
            met=counts.goals_met,
            not_met=sum(row.not_met for row in counts.goals),
            unclear=sum(row.unclear for row in counts.goals),
            unreported=sum(row.unreported for row in counts.goals),
        ),
        honours=tuple(
            HonourLevelLine.of(row, bar=length_bar(row.honours, max(level.honours for level in counts.honours)))
            for row in counts.honours
        ),
        certificates=_lines(counts.certificates),
        projects=_lines(counts.projects),
        results=_lines(counts.results),
        bases=_lines(counts.bases),
        talks_by_month=_lines(counts.talks_by_month),
    )


def _name(semester: Semester, person: str) -> str:
    found = semester.person_by_id.get(person)
    return found.name if found else ""


def group_lines(semester: Semester, numbers: Mapping[str, str]) -> tuple[GroupLine, ...]:
    """Return the active groups, in workbook order."""
    return tuple(
        GroupLine.of(
            group,
            number=index,
            leader=_name(semester, group.leader),
            teacher=_name(semester, group.guiding_teacher),
            people=len(semester.participants_by_group.get(group.id, ())),
            filing_number=numbers[group.id],
        )
        for index, group in enumerate(semester.active_groups, 1)
    )


def report_projects(semester: Semester) -> tuple[ReportProject, ...]:
    """Return the projects of active groups, in workbook order."""
    active = {group.id: group.name for group in semester.active_groups}
    rows = [project for project in semester.projects if project.group in active]
    return tuple(
        ReportProject.of(
            project, number=index, group=active[project.group], result=project.result_name or project.result_form
        )
        for index, project in enumerate(rows, 1)
    )


def report_honours(semester: Semester) -> tuple[ReportHonour, ...]:
    """Return the honours, the highest level first, then by day."""
    order = list(Level)

    def rank(honour: Honour) -> tuple[int, date]:
        return order.index(honour.level), honour.awarded_on or date.max

    return tuple(
        ReportHonour.of(
            honour,
            number=index,
            winners=tuple(filter(None, (_name(semester, person) for person in semester.winners(honour)))),
        )
        for index, honour in enumerate(sorted(semester.honours, key=rank), 1)
    )
