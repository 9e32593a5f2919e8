"""Activists: 积极分子、发展对象名册, who they are and who cultivates them; 积极分子培养考察登记表, a semester by quarter.

What was said in a talk stays in its own record: here stands who talked with whom about what, and when. The members' and the
branch's opinions are room to write.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.shared_parts import of_department, of_person
from docgen.field import Person, PoliticalStatus, Semester, Standing
from docgen.messages import N_

_MOST_CULTIVATORS = 2
"""培养联系人 of an activist: one or two (《中国共产党发展党员工作细则》第八条)."""


def activists(semester: Semester) -> tuple[Person, ...]:
    """Return the activists, 发展对象 included, in the order of 人员."""
    return tuple(person for person in semester.people if person.standing.is_activist)


def cultivators(semester: Semester, person: Person) -> tuple[Person, ...]:
    """Return the full members who are paired with an activist or lead talks with them: those who talk most, two at most."""
    led = Counter(talk.talker for talk in semester.talks_by_person.get(person.id, ()) if person.id in talk.partners)
    for group in semester.groups_by_participant.get(person.id, ()):
        for row in semester.participants_by_group[group.id]:
            if row.left_on is None and (person.id in row.partners or row.person == person.id):
                led.update(dict.fromkeys(row.partners if row.person == person.id else (row.person,), 0))
    people = (semester.person_by_id[one] for one in led if one in semester.person_by_id and one != person.id)
    full = [one for one in people if one.political_status is PoliticalStatus.FULL_MEMBER]
    return tuple(sorted(full, key=lambda one: -led[one.id])[:_MOST_CULTIVATORS])


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
    yield of_department(ROLL, source, paper, dated=source.programme.ends_on)


def _line(source: Source, number: int, person: Person) -> RollLine:
    semester = source.semester
    return RollLine.of(
        person,
        number=number,
        cultivators=tuple(one.name for one in cultivators(semester, person)),
        groups=tuple(group.name for group in semester.groups_by_participant.get(person.id, ())),
    )


ROLL = DocumentKind(
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
            yield of_person(RECORD, source, person, _record(source, person, entries))


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


RECORD = DocumentKind(
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
