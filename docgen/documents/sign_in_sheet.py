"""签到表: for an activity of the whole department, a line to sign for each who takes part; printed before it is held.

A group's activities have room to sign in on their own record; a department's would need pages of it. A public notice is no
gathering, so nobody signs in there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, plain
from docgen.documents.public_notice import NOTICE
from docgen.field import Activity, Person, Summary
from docgen.messages import N_

_LONGEST = 16
"""Characters of what is done that go into the name of the file."""


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
    rows = [
        (day, row)
        for row in source.semester.activities_by_group.get("", ())
        if row.form != NOTICE and (day := row.planned_on or row.held_on) is not None
    ]
    keys: Counter[str] = Counter()
    for day, row in sorted(rows, key=lambda pair: pair[0]):
        key = f"{Summary.DEPARTMENT}-{day:%Y%m%d}{row.content[:_LONGEST].strip()}"
        keys[key] += 1
        again = f"（{keys[key]}）" if keys[key] > 1 else ""
        yield Document(
            KIND, f"{key}{again}", f"{row.content}{KIND.title}", plain(_sheet(source, row, day, people)), dated=day
        )


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


KIND = DocumentKind(
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
