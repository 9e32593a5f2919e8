"""积极分子培养考察登记表: an activist's semester by quarter, from talks, reviews, activities and results.

What was said in a talk stays in its own record: here stands who talked with whom about what, and when. The members' and the
branch's opinions are room to write.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.cultivation import activists, cultivators
from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, plain
from docgen.field import Person, Semester
from docgen.messages import N_

_QUARTERS = "一二三四"
Quarter = tuple[int, int]


class CultivationEntry(Paper):
    """A quarter."""

    period: str = Field(alias="时段", description=N_("The quarter, such as 2009年第二季度"))
    talks: tuple[str, ...] = Field((), alias="谈话", description=N_("Who talked with the person about what, and when"))
    reviews: tuple[str, ...] = Field((), alias="自查互评", description=N_("What the checks found"))
    results: tuple[str, ...] = Field((), alias="表现", description=N_("Activities, goals, honours, certificates"))


class CultivationRecord(BranchHeading):
    """One activist."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    post: str = Field("", alias="职务", description=N_("Post held"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    political_status: str = Field(alias="政治面貌", description=N_("Political status"))
    applied_on: date | None = Field(None, alias="入党申请日期", description=N_("Day of the application to join"))
    activist_since: date | None = Field(None, alias="确定积极分子日期", description=N_("Day of becoming an activist"))
    cultivators: tuple[str, ...] = Field(
        (), alias="培养联系人", description=N_("Full members who cultivate the person")
    )
    groups: tuple[str, ...] = Field((), alias="小组", description=N_("Names of the groups"))
    entries: tuple[CultivationEntry, ...] = Field((), alias="考察", description=N_("One entry a quarter"))


def cultivation_records(source: Source) -> Iterator[Document]:
    """Compose a record of each activist who takes part and of whom something is told."""
    semester = source.semester
    for person in activists(semester):
        entries = _entries(semester, person) if person.id in semester.groups_by_participant else ()
        if entries:
            data = plain(_record(source, person, entries))
            dated = source.programme.reported_on or source.programme.ends_on
            yield Document(KIND, f"{person.id}-{person.name}", f"{person.name}{KIND.title}", data, dated=dated)


def _record(source: Source, person: Person, entries: tuple[CultivationEntry, ...]) -> CultivationRecord:
    semester = source.semester
    return CultivationRecord.of(
        source.programme,
        person,
        cultivators=tuple(one.name for one in cultivators(semester, person)),
        groups=tuple(group.name for group in semester.groups_by_participant[person.id]),
        entries=entries,
    )


def _entries(semester: Semester, person: Person) -> tuple[CultivationEntry, ...]:
    talks: dict[Quarter, list[str]] = {}
    reviews: dict[Quarter, list[str]] = {}
    results: dict[Quarter, list[str]] = {}
    for talk in sorted(semester.talks_by_person.get(person.id, ()), key=lambda one: one.held_on):
        if person.id in talk.partners:
            who = semester.person_by_id[talk.talker].name if talk.talker in semester.person_by_id else ""
            topic = f"：{talk.topic}" if talk.topic else ""
            talks.setdefault(_quarter(talk.held_on), []).append(f"{_day(talk.held_on)}，{who}谈话{topic}")
    for review in semester.reviews_by_person.get(person.id, ()):
        if review.reviewed_on:
            said = "；".join(filter(None, (review.verdict.rstrip("。"), f"差距：{review.gap}" if review.gap else "")))
            text = f"{_day(review.reviewed_on)}{review.kind}{f'：{said}' if said else ''}"
            reviews.setdefault(_quarter(review.reviewed_on), []).append(text)
    for day, text in _results(semester, person):
        results.setdefault(_quarter(day), []).append(text)
    last = max((*talks, *reviews, *results), default=None)
    if last is None or not (talks or reviews):
        return ()
    if goals := semester.goals_by_participant.get(person.id, ()):
        met = sum(goal.met is True for goal in goals)
        if any(goal.achieved for goal in goals):
            results.setdefault(last, []).append(f"学期目标{len(goals)}项，完成{met}项")
    return tuple(
        CultivationEntry(
            period=f"{year}年第{_QUARTERS[quarter - 1]}季度",
            talks=tuple(talks.get((year, quarter), ())),
            reviews=tuple(reviews.get((year, quarter), ())),
            results=tuple(results.get((year, quarter), ())),
        )
        for year, quarter in sorted({*talks, *reviews, *results})
    )


def _results(semester: Semester, person: Person) -> Iterator[tuple[date, str]]:
    for activity in semester.activities:
        if activity.held_on and person.id in activity.present:
            yield activity.held_on, f"{_day(activity.held_on)}参加活动：{activity.content}"
    for honour in semester.honours:
        if honour.awarded_on and person.id in semester.winners(honour):
            yield honour.awarded_on, f"{_day(honour.awarded_on)}获{honour.level}荣誉：{honour.name}{honour.grade}"
    for certificate in semester.certificates:
        if certificate.person == person.id and certificate.issued_on:
            yield certificate.issued_on, f"{_day(certificate.issued_on)}取得{certificate.name}{certificate.level}"


def _quarter(day: date) -> Quarter:
    return day.year, (day.month + 2) // 3


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


KIND = DocumentKind(
    "cultivation_record",
    "积极分子培养考察登记表",
    Per.PERSON,
    81,
    CultivationRecord,
    pages=(1, 10),
    of_all=cultivation_records,
    sums_up=True,
    is_inside=True,
    signers=("培养联系人", "党组织"),
)
