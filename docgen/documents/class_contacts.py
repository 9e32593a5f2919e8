"""党员联系班级一览表: which Party members look after which class, and what has been talked about there so far."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, of_department
from docgen.field import Semester, Standing
from docgen.messages import N_


class ClassLine(Paper):
    """One class."""

    number: int = Field(alias="序号", description=N_("Running number"))
    class_name: str = Field(alias="班级", description=N_("Class"))
    members: tuple[str, ...] = Field((), alias="联系党员", description=N_("Party members who look after it"))
    students: int = Field(0, alias="参加学生", description=N_("Students of it who take part"))
    activists: int = Field(0, alias="积极分子", description=N_("Activists of it"))
    youths: int = Field(0, alias="优秀青年", description=N_("Youths of it"))
    talks: int = Field(0, alias="谈话次数", description=N_("Talks of these members with students of it"))


class ClassContacts(BranchHeading):
    """All classes, in the order in which the workbook names them."""

    lines: tuple[ClassLine, ...] = Field(alias="班级一览", description=N_("One line a class"))
    members: int = Field(alias="党员数", description=N_("Party members who look after a class"))
    without: tuple[str, ...] = Field((), alias="未联系班级党员", description=N_("Party members without a class"))


def class_contacts(source: Source) -> Iterator[Document]:
    """Compose the list once a Party member has a class."""
    members = [person for person in source.semester.people if person.standing.is_member]
    looking = [person for person in members if person.contact_classes]
    if not looking:
        return
    classes = dict.fromkeys(person.class_name for person in source.semester.people if person.class_name)
    classes |= dict.fromkeys(name for person in looking for name in person.contact_classes)
    paper = ClassContacts.of(
        source.programme,
        lines=tuple(_line(source.semester, number, name) for number, name in enumerate(classes, 1)),
        members=len(looking),
        without=tuple(person.name for person in members if not person.contact_classes),
    )
    yield of_department(KIND, source, paper, dated=source.programme.begins_on)


def _line(semester: Semester, number: int, name: str) -> ClassLine:
    members = {person.id: person for person in semester.people if name in person.contact_classes}
    students = {person.id: person for person in semester.people if person.class_name == name}
    return ClassLine(
        number=number,
        class_name=name,
        members=tuple(person.name for person in members.values()),
        students=sum(person in semester.groups_by_participant for person in students),
        activists=sum(person.standing.is_activist for person in students.values()),
        youths=sum(person.standing is Standing.YOUTH for person in students.values()),
        talks=sum(talk.talker in members and any(one in students for one in talk.partners) for talk in semester.talks),
    )


KIND = DocumentKind(
    "class_contacts",
    "党员联系班级一览表",
    Per.SEMESTER,
    73,
    ClassContacts,
    pages=(1, 60),
    of_all=class_contacts,
    sums_up=True,
    signers=("党组织",),
)
