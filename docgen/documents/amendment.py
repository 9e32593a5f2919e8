"""变更备案表: a change to a paper that was signed or filed; the signed paper stays as it was (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source, plain
from docgen.documents.parts import leader
from docgen.field import Change, Group, GroupState, Semester
from docgen.messages import N_


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
        title = f"{group.name}{KIND.title}（{change.matter}）"
        yield Document(KIND, f"{group.id}-变更{sequence}", title, data, group.id, number, change.changed_on)


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


KIND = DocumentKind(
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
