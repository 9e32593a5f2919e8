"""活动简报: one a month in which something was held, talked about, appraised or won; numbered through the semester.

Every line is read off the workbook: 活动, 交流, 项目, 荣誉, and of the next month what is planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.shared_parts import of_department, sentences
from docgen.field import Activity, Summary
from docgen.messages import N_
from docgen.statistics import is_appraised

_MOST = 6
"""Winners of a prize who are named; more are counted."""

Month = tuple[int, int]


class BulletinItem(Paper):
    """Something of the month."""

    day: date = Field(alias="日期", description=N_("Day"))
    who: str = Field("", alias="单位", description=N_("The group, or the department"))
    content: str = Field(alias="内容", description=N_("What was done"))
    came: int | None = Field(None, alias="实到", description=N_("How many came; empty: not counted"))
    outcome: tuple[str, ...] = Field((), alias="效果", description=N_("What came of it"))


class Bulletin(DepartmentHeading):
    """One issue."""

    issuer: str = Field(alias="发文机关", description=N_("The general branch with the school, named once"))
    issue: int = Field(alias="期号", description=N_("Number of the issue within the semester"))
    year: int = Field(alias="年", description=N_("Year"))
    month: int = Field(alias="月", description=N_("Month"))
    issued_on: date = Field(alias="编印日期", description=N_("Last day of the month, or of the semester"))
    addressee: str = Field("", alias="主送", description=N_("Whom it goes to"))
    department_held: tuple[BulletinItem, ...] = Field((), alias="全系活动", description=N_("Held by the department"))
    groups_held: tuple[BulletinItem, ...] = Field((), alias="小组活动", description=N_("Held by groups"))
    talks: int = Field(alias="交流次数", description=N_("Talks"))
    talked_with: int = Field(alias="谈话人数", description=N_("Distinct people talked with"))
    appraised: tuple[BulletinItem, ...] = Field((), alias="成果", description=N_("Projects that were appraised"))
    won: tuple[BulletinItem, ...] = Field((), alias="荣誉", description=N_("Honours that were won"))
    next_held: tuple[BulletinItem, ...] = Field((), alias="下月安排", description=N_("Planned for the next month"))


def bulletins(source: Source) -> Iterator[Document]:
    """Compose an issue a month, first to last."""
    issue = 1
    for month in _months(source):
        if (paper := _bulletin(source, month, issue)) is not None:
            key = f"{Summary.DEPARTMENT}-第{issue}期"
            yield of_department(KIND, source, paper, key=key, dated=paper.issued_on)
            issue += 1


def _months(source: Source) -> Iterator[Month]:
    """Yield the months of the semester, as far as the workbook records that anything happened."""
    first, last = source.programme.begins_on, source.programme.ends_on
    until = min(last, source.semester.horizon or last)
    year, month = first.year, first.month
    while (year, month) <= (until.year, until.month):
        yield year, month
        year, month = _after((year, month))


def _after(month: Month) -> Month:
    return (month[0] + 1, 1) if month[1] == 12 else (month[0], month[1] + 1)


def _is_in(day: date | None, month: Month) -> bool:
    return day is not None and (day.year, day.month) == month


def _bulletin(source: Source, month: Month, issue: int) -> Bulletin | None:
    semester, programme = source.semester, source.programme
    held = [row for row in semester.activities if _is_in(row.held_on, month)]
    talks = [talk for talk in semester.talks if _is_in(talk.held_on, month)]
    appraised = tuple(_appraised(source, month))
    won = tuple(_won(source, month))
    if not (held or talks or appraised or won):
        return None
    last = date(*_after(month), 1) - timedelta(days=1)
    return Bulletin.of(
        programme,
        issue=issue,
        year=month[0],
        month=month[1],
        issued_on=min(last, max(programme.ends_on, date(*month, 1))),
        department_held=_items(source, [row for row in held if not row.group]),
        groups_held=_items(source, [row for row in held if row.group]),
        talks=len(talks),
        talked_with=len({person for talk in talks for person in talk.partners}),
        appraised=appraised,
        won=won,
        next_held=_items(
            source, [row for row in semester.activities if not row.group and _is_in(row.planned_on, _after(month))]
        ),
    )


def _items(source: Source, rows: list[Activity]) -> tuple[BulletinItem, ...]:
    items = (_item(source, row) for row in rows)
    return tuple(sorted((item for item in items if item is not None), key=lambda item: item.day))


def _item(source: Source, row: Activity) -> BulletinItem | None:
    day = row.held_on or row.planned_on
    if day is None:
        return None
    group = source.semester.group_by_id.get(row.group)
    return BulletinItem(
        day=day,
        who=group.name if group else source.programme.department,
        content=row.content,
        came=len(row.present) or row.attendance,
        outcome=sentences(row.outcome),
    )


def _appraised(source: Source, month: Month) -> Iterator[BulletinItem]:
    for project in source.semester.projects:
        if project.appraised_on and is_appraised(project) and _is_in(project.appraised_on, month):
            group = source.semester.group_by_id.get(project.group)
            yield BulletinItem(
                day=project.appraised_on,
                who=group.name if group else "",
                content="，".join(filter(None, (f"{project.type}{project.titled}", project.grade))),
            )


def _won(source: Source, month: Month) -> Iterator[BulletinItem]:
    for honour in source.semester.honours:
        if honour.awarded_on and _is_in(honour.awarded_on, month):
            names = list(filter(None, map(source.name, source.semester.winners(honour))))
            who = "、".join(names[:_MOST]) + (f"等{len(names)}人" if len(names) > _MOST else "")
            yield BulletinItem(day=honour.awarded_on, who=who, content=f"{honour.name}{honour.grade}（{honour.level}）")


KIND = DocumentKind(
    "bulletin",
    "活动简报",
    Per.SEMESTER,
    88,
    Bulletin,
    pages=(1, 12),
    of_all=bulletins,
    sums_up=True,
)
