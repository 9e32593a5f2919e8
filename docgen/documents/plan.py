"""共勉计划备案表: what a group files with the department (报系备案, domain.md §3). Completion is not written into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Lack, Paper, Per, Plain, Source, plain
from docgen.documents.parts import (
    Party,
    PartyGoals,
    ProjectLine,
    Teacher,
    goals,
    parties,
    project_lines,
    sentences,
    teacher,
)
from docgen.field import Group, Semester
from docgen.messages import N_


class ScheduleLine(Paper):
    """One line of the schedule."""

    number: int = Field(alias="序号", description=N_("Running number"))
    planned_on: date | None = Field(None, alias="计划日期", description=N_("Planned day"))
    content: str = Field(alias="内容", description=N_("What is done"))
    form: str = Field("", alias="形式", description=N_("In what form"))
    organiser: str = Field("", alias="负责人", description=N_("Who is responsible"))
    expected: str = Field("", alias="预期成效", description=N_("Expected result"))


class Plan(BranchHeading):
    """The filing form: group, members, goals, schedule, measures, and room for three opinions and the filing stamp."""

    filing_number: str = Field(alias="备案号", description=N_("Filing number"))
    filed_on: date | None = Field(None, alias="备案日期", description=N_("Day of filing"))
    applied_on: date | None = Field(None, alias="申报日期", description=N_("Day of application"))
    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: Party = Field(alias="组长", description=N_("Leader"))
    teacher: Teacher | None = Field(None, alias="指导教师", description=N_("Guiding teacher, if any"))
    office: str = Field("", alias="教研室", description=N_("Teaching-research office that gives its opinion"))
    members: tuple[Party, ...] = Field(alias="成员", min_length=2, description=N_("Members, leader first"))
    projects: tuple[ProjectLine, ...] = Field((), alias="项目", description=N_("Projects and topics"))
    aim: str = Field("", alias="总体目标", description=N_("Overall aim"))
    goals: tuple[PartyGoals, ...] = Field((), alias="目标", description=N_("Goals of each student party"))
    schedule: tuple[ScheduleLine, ...] = Field((), alias="日程", description=N_("Schedule"))
    measures: tuple[str, ...] = Field((), alias="措施", description=N_("Measures, one an entry"))
    half_way_on: date | None = Field(None, alias="中期检查日期", description=N_("Day of the half-way check"))
    teacher_opinion: str = Field("", alias="指导教师意见", description=N_("Opinion; empty: room to write"))
    office_opinion: str = Field("", alias="教研室意见", description=N_("Opinion; empty: room to write"))
    branch_opinion: str = Field("", alias="党总支意见", description=N_("Opinion; empty: room to write"))
    handled_by: str = Field("", alias="经办人", description=N_("Handled by"))


def plans(source: Source, group: Group) -> Iterator[Document]:
    """Compose the filing plan of one group."""
    number = source.numbers[group.id]
    dated = group.filed_on or group.founded_on
    data = plain(_plan(source, group, number))
    yield Document(KIND, group.id, f"{group.name}{KIND.title}", data, group.id, number, dated)


def _plan(source: Source, group: Group, number: str) -> Plan:
    semester, programme = source.semester, source.programme
    members = parties(semester, group)
    guide = teacher(semester, group)
    projects = project_lines(semester, group)
    rows = semester.activities_by_group.get(group.id, ())
    return Plan.of(
        programme,
        group,
        filing_number=number,
        applied_on=group.founded_on or group.agreed_on,
        leader=next(member for member in members if member.is_leader),
        teacher=guide,
        office=next((line.office for line in projects if line.office), guide.office if guide else ""),
        members=members,
        projects=projects,
        aim="\n".join(sentences(group.aim)),
        goals=goals(semester, group),
        schedule=tuple(ScheduleLine.of(row, number=index) for index, row in enumerate(rows, 1)),
        measures=sentences(group.measures),
        half_way_on=_half_way(semester, group),
        handled_by=programme.archivist,
    )


def _half_way(semester: Semester, group: Group) -> date | None:
    """Return the planned day of 中期检查: the group's own row in 活动, else the department's."""
    for key in (group.id, ""):
        for row in semester.activities_by_group.get(key, ()):
            if "中期检查" in row.content and row.planned_on:
                return row.planned_on
    return None


def _lacking(data: Mapping[str, Plain]) -> Lack | None:
    """Return whether an opinion is neither given nor signed; without a guiding teacher there is none of theirs."""
    wanted = ("教研室意见", "党总支意见", *(("指导教师意见",) if data["指导教师"] else ()))
    return None if all(data[title] for title in wanted) else Lack.OPINION


KIND = DocumentKind(
    "plan",
    "共勉计划备案表",
    Per.GROUP,
    20,
    Plan,
    pages=(1, 10),
    of_each=plans,
    signers=("组长", "指导教师.姓名", "教研室", "党组织"),
    numbered="备案号",
    copies=2,
    lacking=_lacking,
    filed="备案日期",
    day="小组!备案日期",
)
