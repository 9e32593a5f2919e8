"""备案: 共勉计划备案表, what a group files with the department (domain.md §3); 变更备案表; 共勉计划备案登记簿.

Completion is not written into the plan. A paper that was signed or filed stays as it was; what changes in it is filed by itself
(domain.md §4). The register has every filing number of the semester, void ones too: a number once given never disappears
(rule 8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import (
    Document,
    DocumentKind,
    Paper,
    Per,
    Plain,
    Source,
    Withdrawn,
    plain,
)
from docgen.documents.shared_parts import (
    Party,
    PartyGoals,
    ProjectLine,
    ScheduleLine,
    Teacher,
    goals,
    leader,
    of_department,
    of_group,
    parties,
    project_lines,
    sentences,
    teacher,
)
from docgen.field import Change, Group, GroupState, Semester
from docgen.marks import Lack
from docgen.messages import N_


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
    yield of_group(PLAN, source, group, _plan(source, group), dated=group.filed_on or group.founded_on)


def _plan(source: Source, group: Group) -> Plan:
    semester, programme = source.semester, source.programme
    members = parties(semester, group)
    guide = teacher(semester, group)
    projects = project_lines(semester, group)
    rows = semester.activities_by_group.get(group.id, ())
    return Plan.of(
        programme,
        group,
        filing_number=source.numbers[group.id],
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


PLAN = DocumentKind(
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


class Amendment(BranchHeading):
    """One change: what it was, what it is now, why, who agreed."""

    filing_number: str = Field(alias="备案号", description=N_("Filing number of the group"))
    sequence: int = Field(alias="变更序号", ge=1, description=N_("Which change of the group this is"))
    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    changed_on: date = Field(alias="变更日期", description=N_("Day of the change"))
    matter: str = Field(alias="事项", description=N_("What is changed"))
    before: str = Field("", alias="原内容", description=N_("Before"))
    after: str = Field("", alias="新内容", description=N_("After"))
    reason: str = Field("", alias="原因", description=N_("Why"))
    approved_by: str = Field("", alias="批准人", description=N_("Approved by"))
    fate: str = Field("", alias="小组去向", description=N_("Where a merged or withdrawn group went"))
    handled_by: str = Field("", alias="经办人", description=N_("Handled by"))


def amendments(source: Source, group: Group) -> Iterator[Document]:
    """Compose a group's amendments by day, those of one day as they stand in the workbook."""
    own = [row for row in source.semester.changes if row.group == group.id]
    for sequence, change in enumerate(sorted(own, key=lambda row: row.changed_on), start=1):
        number = source.numbers[group.id]
        data = plain(_amendment(source, group, number, change, sequence))
        title = f"{group.name}{AMENDMENT.title}（{change.matter}）"
        yield Document(AMENDMENT, f"{group.id}-变更{sequence}", title, data, group.id, number, change.changed_on)


def _amendment(source: Source, group: Group, number: str, change: Change, sequence: int) -> Amendment:
    programme = source.programme
    return Amendment.of(
        programme,
        group,
        change,
        filing_number=number,
        sequence=sequence,
        leader=leader(source.semester, group),
        teacher=source.name(group.guiding_teacher),
        changed_on=change.changed_on,
        fate=_fate(source.semester, group),
        handled_by=programme.archivist,
    )


def _fate(semester: Semester, group: Group) -> str:
    """Say where a group that is no more has gone; its number stays on the register as 作废."""
    if group.state is GroupState.ACTIVE:
        return ""
    if group.state is GroupState.WITHDRAWN:
        return "本小组已撤销，原备案号作废。"
    into = semester.group_by_id.get(group.merged_into)
    return f"本小组已并入{into.name}（{into.id}），原备案号作废。" if into else "本小组已并入他组，原备案号作废。"


AMENDMENT = DocumentKind(
    "amendment",
    "变更备案表",
    Per.CHANGE,
    30,
    Amendment,
    pages=(1, 3),
    of_each=amendments,
    of_gone=True,
    signers=("组长", "指导教师", "党组织"),
    numbered="备案号",
    copies=2,
    is_inside=True,
)


class RegisterLine(Paper):
    """One filing number."""

    number: int = Field(alias="序号", description=N_("Running number"))
    filing_number: str = Field(alias="备案号", description=N_("Filing number"))
    group_id: str = Field("", alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field("", alias="小组名称", description=N_("Name of the group"))
    form: str = Field("", alias="形式", description=N_("Form of pairing"))
    leader: str = Field("", alias="组长", description=N_("Leader"))
    people: int = Field(0, alias="人数", description=N_("People who took part"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    project: str = Field("", alias="项目", description=N_("Projects and topics"))
    filed_on: date | None = Field(None, alias="备案日期", description=N_("Day of filing"))
    void: bool = Field(False, alias="作废", description=N_("Whether the number is void"))
    remark: str = Field("", alias="备注", description=N_("What became of it: changes, merged into, why void"))


class Register(BranchHeading):
    """The register of one semester."""

    lines: tuple[RegisterLine, ...] = Field(alias="登记", description=N_("One line a filing number"))
    filed: int = Field(alias="有效数", description=N_("Numbers in force"))
    voided: int = Field(alias="作废数", description=N_("Numbers that are void"))
    handled_by: str = Field("", alias="经办人", description=N_("Handled by"))


def registers(source: Source) -> Iterator[Document]:
    """Compose the register by number: those of the groups, and in their places those that ``docgen void`` withdrew."""
    programme = source.programme
    lines = [_line(source, one) for one in source.semester.groups]
    lines += [_void(source.semester, one) for one in source.withdrawn]
    lines.sort(key=lambda line: _by_number(line.filing_number))
    numbered = tuple(line.model_copy(update={"number": index}) for index, line in enumerate(lines, 1))
    voided = sum(line.void for line in numbered)
    register = Register.of(
        programme,
        lines=numbered,
        filed=len(numbered) - voided,
        voided=voided,
        handled_by=programme.archivist,
    )
    yield of_department(REGISTER, source, register, dated=programme.ends_on)


def _by_number(text: str) -> tuple[bool, list[tuple[int, str]]]:
    """Order 2号 before 10号; a number that is still to be issued stands last."""
    return not text, [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", text)]


def _line(source: Source, group: Group) -> RegisterLine:
    semester = source.semester
    return RegisterLine.of(
        group,
        number=0,
        filing_number=source.numbers[group.id],
        leader=source.name(group.leader),
        people=len(semester.participants_by_group.get(group.id, ())),
        teacher=source.name(group.guiding_teacher),
        project="、".join(project.name for project in semester.projects_by_group.get(group.id, ())),
        void=group.state is not GroupState.ACTIVE,
        remark=_remark(semester, group),
    )


def _remark(semester: Semester, group: Group) -> str:
    if group.state is GroupState.WITHDRAWN:
        return "作废：小组已撤销"
    if group.state is GroupState.MERGED:
        return f"作废：并入{group.merged_into}" if group.merged_into else "作废：已并入他组"
    changes = sum(row.group == group.id for row in semester.changes)
    return f"变更{changes}次" if changes else ""


def _void(semester: Semester, one: Withdrawn) -> RegisterLine:
    group = semester.group_by_id.get(one.group)
    return RegisterLine(
        number=0,
        filing_number=one.number,
        group_id=one.group,
        group_name=group.name if group else "",
        void=True,
        remark=f"作废：{one.why}",
    )


REGISTER = DocumentKind(
    "register",
    "共勉计划备案登记簿",
    Per.SEMESTER,
    72,
    Register,
    pages=(1, 2000),
    of_all=registers,
    sums_up=True,
    signers=("经办人",),
)
