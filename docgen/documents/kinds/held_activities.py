"""Activities, a group's or the department's: 活动记录表 of one that was held, 签到表 to be signed when it is.

A group's activities have room to sign in on their own record; a department's would need pages of it. A public notice is no
gathering, so nobody signs in there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading, DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, plain
from docgen.documents.shared_parts import labels, told_apart
from docgen.field import Activity, Group, Membership, Person, Summary
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
    held = [(row.held_on, row) for row in source.semester.activities_by_group.get(number, ())]
    for key, day, row in _by_day(number, held):  # one that was not held has no record
        data = plain(_record(source, group, row, day))
        yield Document(RECORD, key, f"{row.content}{RECORD.title}", data, number, dated=day)


def _by_day(group: str, rows: Iterable[tuple[date | None, Activity]]) -> Iterator[tuple[str, date, Activity]]:
    """Yield the activities that have a day, the earliest first, each with the key of its paper."""
    days = sorted(((day, row) for day, row in rows if day is not None), key=lambda pair: pair[0])
    keys = (f"{group or Summary.DEPARTMENT}-{day:%Y%m%d}{row.content[:_LONGEST].strip()}" for day, row in days)
    return ((key, day, row) for key, (day, row) in zip(told_apart(keys), days, strict=True))


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


RECORD = DocumentKind(
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


class SignInLine(Paper):
    """One who is to sign."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))


class SignInSheet(DepartmentHeading):
    """Who is to come to an activity, with room to sign."""

    content: str = Field(alias="内容", description=N_("What is done"))
    form: str = Field("", alias="形式", description=N_("In what form"))
    organiser: str = Field("", alias="负责人", description=N_("Who is responsible"))
    day: date | None = Field(None, alias="日期", description=N_("Day it is planned for, else the day it was held"))
    place: str = Field("", alias="地点", description=N_("Place"))
    lines: tuple[tuple[SignInLine, ...], ...] = Field(
        alias="行", description=N_("Two people a line of the table, in the order of classes")
    )
    due: int = Field(alias="应到", description=N_("How many are to come"))


def sign_in_sheets(source: Source) -> Iterator[Document]:
    """Compose a sheet for each gathering of the department, by day."""
    people = _expected(source)
    rows = [row for row in source.semester.activities_by_group.get("", ()) if row.form != Activity.NOTICE]
    for key, day, row in _by_day("", ((row.planned_on or row.held_on, row) for row in rows)):
        data = plain(_sheet(source, row, day, people))
        yield Document(SIGN_IN, key, f"{row.content}{SIGN_IN.title}", data, dated=day)


def _expected(source: Source) -> list[Person]:
    """Return who takes part in any active group and has not left it: teachers first, then by class and number."""
    semester = source.semester
    found = {
        row.person: semester.person_by_id[row.person]
        for group in semester.active_groups
        for row in semester.participants_by_group.get(group.id, ())
        if not row.left_on and row.person in semester.person_by_id
    }
    return sorted(found.values(), key=lambda one: (one.standing.is_student, one.class_name, one.id))


def _sheet(source: Source, row: Activity, day: date, people: list[Person]) -> SignInSheet:
    lines = tuple(
        SignInLine.of(person, number=number, class_name=person.class_or_office)
        for number, person in enumerate(people, 1)
    )
    return SignInSheet.of(
        source.programme,
        row,
        day=day,
        lines=tuple(lines[at : at + 2] for at in range(0, len(lines), 2)),
        due=len(lines),
    )


SIGN_IN = DocumentKind(
    "sign_in_sheet",
    "签到表",
    Per.ACTIVITY,
    46,
    SignInSheet,
    pages=(1, 60),
    of_all=sign_in_sheets,
    sums_up=True,
    signers=("负责人",),
    is_inside=True,
)
