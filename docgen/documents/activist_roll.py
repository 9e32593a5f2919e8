"""积极分子、发展对象名册: who they are, since when, and who cultivates them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.cultivation import activists, cultivators
from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, of_department
from docgen.field import Person, Standing
from docgen.messages import N_


class RollLine(Paper):
    """One activist."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    applied_on: date | None = Field(None, alias="入党申请日期", description=N_("Day of the application to join"))
    activist_since: date | None = Field(None, alias="确定积极分子日期", description=N_("Day of becoming an activist"))
    cultivators: tuple[str, ...] = Field(
        (), alias="培养联系人", description=N_("Full members who cultivate the person")
    )
    groups: tuple[str, ...] = Field((), alias="小组", description=N_("Names of the groups"))


class ActivistRoll(BranchHeading):
    """All activists of a semester; those put forward stand first."""

    people: tuple[RollLine, ...] = Field(alias="人员", description=N_("One line a person"))
    candidates: int = Field(0, alias="发展对象数", description=N_("How many are 发展对象"))
    as_of: date = Field(alias="截止日期", description=N_("The last day of the semester"))


def activist_rolls(source: Source) -> Iterator[Document]:
    """Compose the roll of the semester's activists."""
    people = sorted(activists(source.semester), key=lambda person: person.standing is not Standing.CANDIDATE)
    if not people:
        return
    paper = ActivistRoll.of(
        source.programme,
        people=tuple(_line(source, number, person) for number, person in enumerate(people, 1)),
        candidates=sum(person.standing is Standing.CANDIDATE for person in people),
        as_of=source.programme.ends_on,
    )
    yield of_department(KIND, source, paper, dated=source.programme.ends_on)


def _line(source: Source, number: int, person: Person) -> RollLine:
    semester = source.semester
    return RollLine.of(
        person,
        number=number,
        cultivators=tuple(one.name for one in cultivators(semester, person)),
        groups=tuple(group.name for group in semester.groups_by_participant.get(person.id, ())),
    )


KIND = DocumentKind(
    "activist_roll",
    "积极分子和发展对象名册",
    Per.SEMESTER,
    76,
    ActivistRoll,
    pages=(1, 200),
    of_all=activist_rolls,
    sums_up=True,
    is_inside=True,
    signers=("党组织",),
)
