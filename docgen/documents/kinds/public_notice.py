"""公示表 (他律): what was promised, at the start of the semester; what was kept, at its end.

It is for a public board: names, classes and groups only; no numbers, no phones, and of goals those that were met, never a
list of what somebody failed in (教财厅函〔2017〕28号).
A person stands in it once, whichever groups they are in. The notice of the end is made when the first goal has a result. Its
day is that of the department's activity whose 形式 is 公示 (the first for the start, a later one for the end; the only one for
the end it is nearer to); else written by hand.

公示情况报告 says of each notice what was shown, where, from when to when, and what came of it. It is made once the activity of
形式 公示 says in 效果 what came of it. A notice stands for five working days; which holidays lie in between only the calendar of
the school knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pydantic import Field

from docgen.documents.heading import BranchHeading, SchoolHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.shared_parts import by_kind, of_department, sentences, still_in
from docgen.field import Activity, Goal, Person, Semester, Summary
from docgen.messages import N_
from docgen.statistics import count

START, END = "期初", "期末"
_DAYS, _FRIDAY = 5, 4
_MOST = 6
"""Honours of one person that are named on the board."""


class NoticePerson(Paper):
    """One who has promised: once, whichever groups they are in."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    groups: tuple[str, ...] = Field(alias="小组", description=N_("Names of the groups"))
    promises: tuple[str, ...] = Field((), alias="承诺", description=N_("Goals as promised"))
    set: int = Field(0, alias="设定", description=N_("Goals set"))
    met: int = Field(0, alias="完成", description=N_("Goals met"))
    kept: tuple[str, ...] = Field(
        (), alias="已完成", description=N_("Goals met; what was not met is not for the board")
    )
    honours: tuple[str, ...] = Field((), alias="荣誉", description=N_("Honours won"))


class PublicNotice(BranchHeading):
    """The promises, or their results."""

    stage: str = Field(alias="阶段", description=N_("期初 or 期末"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    participants: int = Field(alias="参加人数", description=N_("Distinct participants, teachers too"))
    people: tuple[NoticePerson, ...] = Field(alias="人员", description=N_("One line a person"))
    published_on: date | None = Field(None, alias="公示日期", description=N_("Day of the notice; empty: by hand"))
    office_phone: str = Field("", alias="办公电话", description=N_("Telephone of the office"))
    until: date | None = Field(None, alias="公示止日", description=N_("Fifth working day, holidays left aside"))


def public_notices(source: Source) -> Iterator[Document]:
    """Compose the notice of the start, and that of the end once there are results."""
    semester = source.semester
    people = promised(semester)
    days = {stage: row.held_on or row.planned_on for stage, row in on_the_board(semester)}
    if people:
        yield _notice(source, START, people, days.get(START))
    if any(goal.met is not None for _person, _groups, goals in people for goal in goals):
        yield _notice(source, END, people, days.get(END))


def on_the_board(semester: Semester) -> Iterator[tuple[str, Activity]]:
    """Yield the department's activities of 形式 公示 with their stages: the first of the start, a later last one of the end.

    The only one is of the start or of the end, whichever it is nearer to: promises are not dated by the day of their results.
    """
    rows = [
        row
        for row in semester.activities_by_group.get("", ())
        if row.form == Activity.NOTICE and (row.held_on or row.planned_on)
    ]
    rows.sort(key=lambda row: row.held_on or row.planned_on or date.max)
    if len(rows) == 1:
        yield (END if _is_late(semester, rows[0]) else START), rows[0]
    elif rows:
        yield from ((START, rows[0]), (END, rows[-1]))


def _is_late(semester: Semester, row: Activity) -> bool:
    programme, day = semester.programme, row.held_on or row.planned_on
    return programme is not None and day is not None and day - programme.begins_on > programme.ends_on - day


def last_day(first: date) -> date:
    """Return the fifth working day of a notice, from Monday to Friday; holidays are the school's to know."""
    day = first
    for _more in range(_DAYS - 1):
        day += timedelta(days=1)
        while day.weekday() > _FRIDAY:
            day += timedelta(days=1)
    return day


Promise = tuple[Person, tuple[str, ...], tuple[Goal, ...]]


def promised(semester: Semester) -> list[Promise]:
    """Return who has goals and has not left, in the order of the groups: the names of their groups, their goals by kind."""
    found = []
    for number in semester.groups_by_participant:
        own, goals = still_in(semester, number), by_kind(semester.goals_by_participant[number])
        if own and goals:
            found.append((semester.person_by_id[number], tuple(group.name for group in own), goals))
    return found


def _notice(source: Source, stage: str, people: list[Promise], day: date | None) -> Document:
    programme, counts = source.programme, count(source.semester)
    paper = PublicNotice.of(
        programme,
        stage=stage,
        groups=counts.groups,
        participants=counts.participants,
        people=tuple(_line(source, number, one, stage) for number, one in enumerate(people, 1)),
        published_on=day,
        until=last_day(day) if day else None,
    )
    made = of_department(PUBLIC_NOTICE, source, paper, key=f"{Summary.DEPARTMENT}-{stage}", dated=day)
    return replace(made, title=f"{programme.term_name}“{programme.activity}”{stage}{PUBLIC_NOTICE.title}")


def _line(source: Source, number: int, promise: Promise, stage: str) -> NoticePerson:
    person, groups, goals = promise
    if stage == START:
        return NoticePerson.of(
            person,
            number=number,
            groups=groups,
            promises=tuple(_promise(goal) for goal in goals),
            set=len(goals),
        )
    honours = [
        f"{honour.name}{honour.grade}"
        for honour in source.semester.honours
        if person.id in source.semester.winners(honour)
    ]
    return NoticePerson.of(
        person,
        number=number,
        groups=groups,
        set=len(goals),
        met=sum(goal.met is True for goal in goals),
        kept=tuple(goal.indicator for goal in goals if goal.met),
        honours=_few(tuple(dict.fromkeys(honours))),
    )


def _few(names: tuple[str, ...]) -> tuple[str, ...]:
    """Shorten a long list for the board; how many there are is said."""
    return names if len(names) <= _MOST else (*names[:_MOST], f"等共{len(names)}项")


def _promise(goal: Goal) -> str:
    return f"{goal.indicator}：{goal.measured(goal.target)}"


PUBLIC_NOTICE = DocumentKind(
    "public_notice",
    "公示表",
    Per.SEMESTER,
    74,
    PublicNotice,
    pages=(1, 80),
    of_all=public_notices,
    sums_up=True,
    signers=("党组织",),
    day="活动!实际日期（全系，形式“公示”）",
)


_SHOWN = {START: "共勉目标", END: "目标完成情况"}


class NoticeReport(SchoolHeading):
    """What a notice was, and what was said to it."""

    issuer_lines: tuple[str, ...] = Field(alias="发文机关标题", description=N_("The issuer as lines of the title"))
    addressee: str = Field("", alias="主送", description=N_("Whom it goes to"))
    shown: str = Field(alias="公示内容", description=N_("What was shown: promises, or results"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    people: int = Field(alias="人数", description=N_("People on the board"))
    first_day: date = Field(alias="公示起日", description=N_("First day of the notice"))
    last_day: date = Field(alias="公示止日", description=N_("Fifth working day, holidays left aside"))
    place: str = Field("", alias="地点", description=N_("Place"))
    said: str = Field(alias="反映情况", description=N_("What was said to it"))
    reported_on: date | None = Field(None, alias="报告日期", description=N_("Day of the report; empty: by hand"))


def notice_reports(source: Source) -> Iterator[Document]:
    """Compose a report of each notice of which something is told."""
    for stage, row in on_the_board(source.semester):
        if row.held_on is not None and row.outcome:
            yield _report(source, stage, row, row.held_on)


def _report(source: Source, stage: str, row: Activity, first: date) -> Document:
    programme, semester = source.programme, source.semester
    paper = NoticeReport.of(
        programme,
        row,
        shown=_SHOWN[stage],
        groups=count(semester).groups,
        people=len(promised(semester)),
        first_day=first,
        last_day=last_day(first),
        said="\n".join(sentences(row.outcome)),
        reported_on=None,  # by hand: the day in 学期 is that of the work report
    )
    return of_department(REPORT, source, paper, key=f"{Summary.DEPARTMENT}-{stage}", dated=last_day(first))


REPORT = DocumentKind(
    "notice_report",
    "公示情况报告",
    Per.SEMESTER,
    75,
    NoticeReport,
    pages=(1, 3),
    of_all=notice_reports,
    sums_up=True,
    signers=("党组织",),
)
