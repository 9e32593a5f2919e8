"""活动记录表: an activity that was held, of a group or of the department: as planned, as held, who came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source, plain
from docgen.documents.parts import members
from docgen.field import Activity, Group, Summary
from docgen.messages import N_

_LONGEST = 16
"""Characters of what was done that go into the name of the file."""


class ActivityRecord(BranchHeading):
    """One activity; what only those present know is room to write."""

    group_id: str = Field("", alias="小组编号", description=N_("Number of the group; empty: the department's"))
    group_name: str = Field("", alias="小组名称", description=N_("Name of the group"))
    content: str = Field(alias="内容", description=N_("What was done"))
    form: str = Field("", alias="形式", description=N_("In what form"))
    organiser: str = Field("", alias="负责人", description=N_("Who is responsible"))
    planned_on: date | None = Field(None, alias="计划日期", description=N_("Planned day"))
    held_on: date = Field(alias="实际日期", description=N_("Day it was held"))
    attendance: int | None = Field(None, alias="参加人数", description=N_("How many came"))
    expected: str = Field("", alias="预期成效", description=N_("Expected result"))
    members: tuple[str, ...] = Field((), alias="成员", description=N_("Members of the group, who sign in"))


def activity_records(source: Source, group: Group | None) -> Iterator[Document]:
    """Compose the activities that a group, or the department, has held, by day."""
    number = group.id if group else ""
    held = [
        (day, row)
        for row in source.semester.activities_by_group.get(number, ())
        if (day := row.held_on) is not None  # one that was not held has no record
    ]
    keys: Counter[str] = Counter()
    for day, row in sorted(held, key=lambda pair: pair[0]):
        key = f"{number or Summary.DEPARTMENT}-{day:%Y%m%d}{row.content[:_LONGEST].strip()}"
        keys[key] += 1
        again = f"（{keys[key]}）" if keys[key] > 1 else ""
        data = plain(_record(source, group, row, day))
        yield Document(KIND, f"{key}{again}", f"{row.content}{KIND.title}", data, number, dated=day)


def _record(source: Source, group: Group | None, row: Activity, held_on: date) -> ActivityRecord:
    programme = source.programme
    present = members(source.semester, group) if group else ()
    return ActivityRecord(
        **ActivityRecord.heading(programme),
        group_id=group.id if group else "",
        group_name=group.name if group else "",
        content=row.content,
        form=row.form,
        organiser=row.organiser,
        planned_on=row.planned_on,
        held_on=held_on,
        attendance=row.attendance,
        expected=row.expected,
        members=tuple(
            person.name for membership, person in present if not (membership.left_on and membership.left_on < held_on)
        ),
    )


KIND = DocumentKind(
    "activity_record",
    "活动记录表",
    Per.ACTIVITY,
    45,
    ActivityRecord,
    pages=(1, 3),
    papers=activity_records,
    of_gone=True,
    signers=("负责人",),
)
