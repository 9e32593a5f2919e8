"""共勉计划备案登记簿: every filing number of the semester, void ones too; a number once given never disappears (rule 8)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, Withdrawn, of_department
from docgen.field import Group, GroupState, Semester
from docgen.messages import N_


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
    yield of_department(KIND, source, register, dated=programme.ends_on)


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


KIND = DocumentKind(
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
