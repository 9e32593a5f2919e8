"""共勉协议书: what the parties of a group promise each other (domain.md §3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import SchoolHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source
from docgen.documents.shared_parts import (
    Party,
    PartyGoals,
    ProjectLine,
    Teacher,
    goals,
    of_group,
    parties,
    project_lines,
    sentences,
    teacher,
)
from docgen.field import Group
from docgen.messages import N_


class Agreement(SchoolHeading):
    """A promise among comrades: parties, form and its duties, goals, ways, signatures."""

    number: str = Field(alias="协议编号", description=N_("Number of the agreement: the group's filing number"))
    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing: 互勉, 互助 or 携手"))
    parties: tuple[Party, ...] = Field(alias="成员", min_length=2, description=N_("Those who sign, leader first"))
    teacher: Teacher | None = Field(None, alias="指导教师", description=N_("Guiding teacher, if any"))
    teacher_signs: bool = Field(
        False, alias="指导教师签名", description=N_("Whether the teacher signs beside the parties")
    )
    projects: tuple[ProjectLine, ...] = Field((), alias="项目", description=N_("Projects and topics"))
    begins_on: date = Field(alias="开始日期", description=N_("First day of the agreement"))
    ends_on: date = Field(alias="结束日期", description=N_("Last day of the agreement"))
    aim: str = Field("", alias="总体目标", description=N_("Overall aim"))
    goals: tuple[PartyGoals, ...] = Field((), alias="目标", description=N_("Goals of each student party"))
    meeting: str = Field("", alias="交流方式", description=N_("How and how often they meet"))
    measures: tuple[str, ...] = Field((), alias="措施", description=N_("Measures, one an entry"))
    copies: int = Field(alias="份数", ge=2, description=N_("How many copies are made"))
    agreed_on: date | None = Field(None, alias="协议日期", description=N_("Day of signing"))
    signed_on: date | None = Field(
        None, alias="签署日期", description=N_("That day, once every party has signed; empty: room to write it")
    )


def agreements(source: Source, group: Group) -> Iterator[Document]:
    """Compose the agreement of one group."""
    yield of_group(KIND, source, group, _agreement(source, group), dated=group.agreed_on)


def _agreement(source: Source, group: Group) -> Agreement:
    semester, programme = source.semester, source.programme
    signing = parties(semester, group)
    guide = teacher(semester, group)
    signed_by_teacher = guide is not None and guide.id not in {party.id for party in signing}
    return Agreement.of(
        programme,
        group,
        number=source.numbers[group.id],
        parties=signing,
        teacher=guide,
        teacher_signs=signed_by_teacher,
        projects=project_lines(semester, group),
        begins_on=group.agreed_on or programme.begins_on,
        aim="\n".join(sentences(group.aim)),
        goals=goals(semester, group),
        meeting="\n".join(sentences(group.meeting)),
        measures=sentences(group.measures),
        copies=len(signing) + signed_by_teacher + 1,
        signed_on=group.agreed_on if semester.is_signed(group) else None,
    )


KIND = DocumentKind(
    "agreement",
    "共勉协议书",
    Per.GROUP,
    10,
    Agreement,
    pages=(2, 12),
    of_each=agreements,
    signers=("成员.姓名", "指导教师.姓名", "党组织"),
    numbered="协议编号",
    dated_by_parties=True,
    day="小组!协议日期",
)
