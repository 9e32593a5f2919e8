"""交流谈话记录表: what was said in a talk (domain.md §1, 互勉). 党员联系班级一览表: who looks after which class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading, DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Plain, Source, plain
from docgen.documents.shared_parts import of_department, told_apart
from docgen.field import Group, Semester, Standing, Summary, Talk
from docgen.marks import Lack
from docgen.messages import N_

_FEW = 2
"""So many partners stand in the name of the file; more are counted."""


class TalkPerson(Paper):
    """One of those who talked, and who signs."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student or staff number"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    post: str = Field("", alias="职务", description=N_("Post held"))


class ContactRecord(DepartmentHeading):
    """One talk as it was written down."""

    group_id: str = Field("", alias="小组编号", description=N_("Number of the group, if the talk belongs to one"))
    group_name: str = Field("", alias="小组名称", description=N_("Name of the group"))
    held_on: date = Field(alias="日期", description=N_("Day of the talk"))
    hour: str = Field("", alias="时间", description=N_("Hour of the talk"))
    place: str = Field("", alias="地点", description=N_("Place"))
    kind: str = Field("", alias="谈话类型", description=N_("Kind of talk"))
    way: str = Field("", alias="方式", description=N_("Way"))
    talker: TalkPerson = Field(alias="谈话人", description=N_("Who talks"))
    partners: tuple[TalkPerson, ...] = Field(alias="谈话对象", min_length=1, description=N_("Whom with"))
    topic: str = Field("", alias="主题", description=N_("Topic"))
    thinking: str = Field("", alias="思想动态", description=N_("Where their thinking stands; empty: room to write"))
    content: str = Field("", alias="内容", description=N_("What was said; empty: room to write"))
    follow_up: str = Field("", alias="跟进", description=N_("What follows from it; empty: room to write"))
    recorded_on: date | None = Field(None, alias="记录日期", description=N_("Day of writing it down"))
    recorder: str = Field("", alias="记录人", description=N_("Who wrote it down"))


def contact_records(source: Source, group: Group | None = None) -> Iterator[Document]:
    """Compose a group's talks, or those of no group, by day."""
    number = group.id if group else ""
    own = [talk for talk in source.semester.talks if talk.group == number]
    own.sort(key=lambda row: row.held_on)
    who = [f"{source.name(talk.talker)}与{_names(source, talk.partners)}" for talk in own]
    # Named by what it is, not by its place in the sheet: a talk that is added later renames no other.
    keys = told_apart(
        f"{number or Summary.DEPARTMENT}-{talk.held_on:%Y%m%d}{two}" for talk, two in zip(own, who, strict=True)
    )
    for key, two, talk in zip(keys, who, own, strict=True):
        data, talker = plain(_record(source, group, talk)), source.name(talk.talker)
        yield Document(RECORD, key, f"{two}{RECORD.title}", data, number, dated=talk.held_on, by=talker)


def _names(source: Source, ids: Sequence[str]) -> str:
    names = "、".join(source.name(one) for one in ids[:_FEW])
    return f"{names}等{len(ids)}人" if len(ids) > _FEW else names


def _record(source: Source, group: Group | None, talk: Talk) -> ContactRecord:
    return ContactRecord.of(
        source.programme,
        talk,
        group_name=group.name if group else "",
        talker=_person(source, talk.talker),
        partners=tuple(_person(source, one) for one in talk.partners),
        # Who talks writes it down, unless somebody else is named.
        recorder=talk.recorder or (source.name(talk.talker) if talk.recorded_on else ""),
    )


def _person(source: Source, number: str) -> TalkPerson:
    person = source.semester.person_by_id[number]
    return TalkPerson.of(person, class_name=person.class_or_office, post=person.post or person.title)


def _lacking(data: Mapping[str, Plain]) -> Lack | None:
    return None if data["内容"] or data["思想动态"] else Lack.WORDS


RECORD = DocumentKind(
    "contact_record",
    "交流谈话记录表",
    Per.TALK,
    40,
    ContactRecord,
    pages=(1, 6),
    of_each=contact_records,
    of_all=contact_records,
    of_gone=True,
    signers=("谈话人.姓名", "谈话对象.姓名"),
    rows=Talk,
    is_inside=True,
    lacking=_lacking,
)


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
        lines=tuple(_class_line(source.semester, number, name) for number, name in enumerate(classes, 1)),
        members=len(looking),
        without=tuple(person.name for person in members if not person.contact_classes),
    )
    yield of_department(CLASSES, source, paper, dated=source.programme.begins_on)


def _class_line(semester: Semester, number: int, name: str) -> ClassLine:
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


CLASSES = DocumentKind(
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
