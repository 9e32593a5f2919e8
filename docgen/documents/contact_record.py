"""交流谈话记录表: what was said in a talk, where thinking stands, and what follows from it (domain.md §1, 互勉)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Lack, Paper, Per, Plain, Source, plain
from docgen.field import Group, Summary, Talk
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
    keys: Counter[str] = Counter()
    for talk in sorted(own, key=lambda row: row.held_on):
        key = _key(source, talk)
        keys[key] += 1
        again = f"（{keys[key]}）" if keys[key] > 1 else ""
        who = f"{source.name(talk.talker)}与{_names(source, talk.partners)}"
        yield Document(
            KIND,
            f"{key}{again}",
            f"{who}{KIND.title}",
            plain(_record(source, group, talk)),
            number,
            dated=talk.held_on,
            by=source.name(talk.talker),
        )


def _key(source: Source, talk: Talk) -> str:
    """Name a talk by what it is, not by its place in the sheet: a talk that is added later renames no other.

    Two talks of the same people on one day are told apart by their order alone.
    """
    who = f"{source.name(talk.talker)}与{_names(source, talk.partners)}"
    return f"{talk.group or Summary.DEPARTMENT}-{talk.held_on:%Y%m%d}{who}"


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


KIND = DocumentKind(
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
