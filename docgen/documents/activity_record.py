"""活动记录表: an activity that was held, of a group or of the department: as planned, as held, who came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source, plain
from docgen.documents.parts import labels
from docgen.field import Activity, Group, Membership, Summary
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
    place: str = Field("", alias="地点", description=N_("Place"))
    due: int | None = Field(None, alias="应到", description=N_("How many were to come; empty: not known"))
    came: int | None = Field(None, alias="实到", description=N_("How many came; empty: room to write it"))
    expected: str = Field("", alias="预期成效", description=N_("Expected result"))
    members: tuple[str, ...] = Field((), alias="成员", description=N_("Members of the group on that day"))
    present: tuple[str, ...] = Field((), alias="参加人员", description=N_("Who came; empty: they sign in"))
    absent: tuple[str, ...] = Field((), alias="缺席人员", description=N_("Who should have come and did not"))
    preparation: str = Field("", alias="准备", description=N_("How it was prepared; empty: room to write"))
    course: str = Field("", alias="过程", description=N_("How it went; empty: room to write"))
    outcome: str = Field("", alias="效果", description=N_("What came of it; empty: room to write"))


def activity_records(source: Source, group: Group | None = None) -> Iterator[Document]:
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
    semester = source.semester
    named = labels(semester, group) if group else {}
    due = (
        [one.person for one in semester.participants_by_group.get(group.id, ()) if _is_in(one, held_on)]
        if group
        else []
    )

    def names(people: Sequence[str]) -> tuple[str, ...]:
        return tuple(filter(None, (named.get(one) or source.name(one) for one in people)))

    # Who came by name is better than a number, and a number better than what is left of those who were to come.
    came = len(row.present) if row.present else row.attendance
    if came is None and row.absent and due:
        came = len(set(due).difference(row.absent))
    present = row.present or (tuple(one for one in due if one not in row.absent) if row.absent else ())
    return ActivityRecord.of(
        source.programme,
        row,
        group_name=group.name if group else "",
        due=len(due) or None,
        came=came,
        members=names(due),
        present=names(present),
        absent=names(row.absent or (tuple(one for one in due if one not in row.present) if row.present else ())),
    )


def _is_in(row: Membership, day: date) -> bool:
    return not (row.joined_on and row.joined_on > day) and not (row.left_on and row.left_on < day)


KIND = DocumentKind(
    "activity_record",
    "活动记录表",
    Per.ACTIVITY,
    45,
    ActivityRecord,
    pages=(1, 3),
    of_each=activity_records,
    of_all=activity_records,
    of_gone=True,
    signers=("负责人",),
)
