"""Made-up semesters for tests: small, valid, and the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from docgen.field import (
    Activity,
    Direction,
    Gender,
    Goal,
    GoalKind,
    Group,
    Honour,
    Level,
    Membership,
    PairingForm,
    Person,
    PoliticalStatus,
    Programme,
    Project,
    ProjectMember,
    Row,
    Semester,
    Standing,
    Summary,
    Talk,
)
from docgen.settings import Checks, Settings

PAIRED_OTHERWISE = Settings(check=Checks(youth_each=False))
"""Of a department that does not ask each member to answer for a youth: in three groups of :func:`a_semester` they don't."""

R = TypeVar("R", bound=Row)

_FORMS = (PairingForm.MUTUAL_ENCOURAGEMENT, PairingForm.MUTUAL_HELP, PairingForm.HAND_IN_HAND)
_SURNAMES = "周林沈许陆方江顾"
_GIVEN = ("砚秋", "知远", "青禾", "南屏", "一苇", "喆", "堃", "䶮")
_MONTHS = (3, 4, 5, 6, 7)


def a_programme() -> Programme:
    """The term of the case: March to July 2009."""
    return Programme(
        school="浙江横店影视职业学院",
        department="影视艺术系",
        general_branch="影视艺术系党总支",
        term_name="2008—2009学年第二学期",
        activity="携手共勉",
        theme="彰显办学特色，践行科学管理，提高办学质量",
        begins_on=date(2009, 3, 2),
        ends_on=date(2009, 7, 20),
        secretary="方秉文",
        team_leader="方秉文",
        team_members=("许南屏", "陆一苇"),
        fonds="Z109",
        filing_prefix="影艺共勉",
    )


def a_semester(groups: int = 3, *, talks: bool = False) -> Semester:
    """A valid semester: G01, G02 … of the three forms in turn, goals; two groups with talks give no warning.

    Each group has people of its own: a Party member (``S``) and an activist; two activists and a project; or a Party
    member and a youth. All are guided by the one teacher, T0012.
    """
    people = [_person("T0012", "许南屏", Standing.TEACHER_MEMBER, "")]
    found: dict[str, list[Row]] = {}
    for number in range(1, groups + 1):
        form = _FORMS[(number - 1) % 3]
        if form is PairingForm.MUTUAL_ENCOURAGEMENT:
            standings = (Standing.STUDENT_MEMBER, Standing.ACTIVIST)
        elif form is PairingForm.MUTUAL_HELP:
            standings = (Standing.ACTIVIST, Standing.ACTIVIST)
        else:
            standings = (Standing.STUDENT_MEMBER, Standing.YOUTH)
        pair = [_student(number, place, standing) for place, standing in enumerate(standings, start=1)]
        people.extend(pair)
        _add_group(found, number, form, pair)
    return Semester(
        programme=a_programme(),
        people=_numbered(people),
        groups=_numbered(_of(found, Group)),
        memberships=_numbered(_of(found, Membership)),
        goals=_numbered(_of(found, Goal)),
        activities=_numbered(_of(found, Activity)),
        projects=_numbered(_of(found, Project)),
        project_members=_numbered(_of(found, ProjectMember)),
        honours=_numbered(_of(found, Honour)),
        talks=_numbered(_of(found, Talk)) if talks else (),
        summaries=_numbered([Summary(group=Summary.DEPARTMENT, situation="本学期共勉活动按方案开展。")]),
    )


def changed(semester: Semester, attribute: str, index: int, **values: object) -> Semester:
    """The same semester with one row of a sheet changed; ``values`` by attribute."""
    rows: tuple[Row, ...] = getattr(semester, attribute)
    old = rows[index]
    new = old.model_copy(update=values).at_row(old.row)
    sheets: dict[str, Any] = {attribute: (*rows[:index], new, *rows[index + 1 :])}
    return replace(semester, **sheets)


def without(semester: Semester, attribute: str, index: int) -> Semester:
    """The same semester without one row of a sheet."""
    rows: tuple[Row, ...] = getattr(semester, attribute)
    sheets: dict[str, Any] = {attribute: (*rows[:index], *rows[index + 1 :])}
    return replace(semester, **sheets)


def _add_group(found: dict[str, list[Row]], number: int, form: PairingForm, pair: list[Person]) -> None:
    group = f"G{number:02d}"
    signed = date(2009, 3, 16)
    rows: list[Row] = [
        Group(
            id=group,
            name=f"第{number}共勉小组",
            form=form,
            leader=pair[0].id,
            guiding_teacher="T0012",
            founded_on=date(2009, 3, 9),
            agreed_on=signed,
            meeting="每两周面谈一次",
            aim="共同进步",
            measures="每周共同晨读三次\n每月互查一次",
            filed_on=date(2009, 3, 20),
        )
    ]
    for person, partner in (pair, pair[::-1]):
        rows.append(
            Membership(
                group=group,
                person=person.id,
                partners=(partner.id,),
                share="互相督促",
                reason="专业成绩班级前三",
                signed_on=signed,
            )
        )
        rows.extend(_goals(person.id))
        if person.standing is Standing.ACTIVIST:
            rows.extend(
                Talk(held_on=date(2009, month, 12), talker="T0012", partners=(person.id,), group=group, topic="学习")
                for month in _MONTHS
            )
    rows.append(Activity(group=group, planned_on=date(2009, 4, 10), content="剧本初稿讨论", form="讨论会"))
    if form is PairingForm.MUTUAL_HELP:
        project = f"P{number:02d}"
        rows.append(Project(id=project, group=group, name=f"校园短片第{number}部", begins_on=signed))
        rows.extend(ProjectMember(project=project, person=person.id, share="导演") for person in pair)
    rows.append(
        Honour(
            id=f"H{number:02d}",
            winners=(pair[0].id,),
            group=group,
            name=f"短片大赛第{number}届",
            level=Level.PROVINCIAL,
            grade="二等奖",
            awarded_on=date(2009, 6, 12),
        )
    )
    for row in rows:
        found.setdefault(row.SHEET, []).append(row)


def _goals(person: str) -> list[Goal]:
    return [
        Goal(
            person=person,
            kind=GoalKind.STUDY,
            indicator="班级排名",
            unit="名",
            direction=Direction.LOWER,
            baseline="12",
            target="8",
        ),
        Goal(person=person, kind=GoalKind.DISCIPLINE, indicator="旷课", unit="次", baseline="1", target="0"),
        Goal(person=person, kind=GoalKind.HONOUR, indicator="院级以上奖励", unit="项", baseline="0", target="1"),
        Goal(person=person, kind=GoalKind.PROFESSION, indicator="普通话等级证", target="二级甲等"),
    ]


def _student(group: int, place: int, standing: Standing) -> Person:
    index = group * 2 + place
    name = _SURNAMES[index % 8] + _GIVEN[index // 8 % 8] + ("" if index < 64 else "甲乙丙丁戊己庚辛"[index // 64 % 8])
    return _person(f"081013{group:03d}{place}", name, standing, f"影视08{group % 3 + 1}班")


def _person(number: str, name: str, standing: Standing, class_name: str) -> Person:
    status = PoliticalStatus.FULL_MEMBER if standing.is_member else PoliticalStatus.LEAGUE_MEMBER
    return Person(
        id=number,
        name=name,
        gender=Gender.FEMALE,
        standing=standing,
        political_status=status,
        class_name=class_name,
        phone="13900000001",
        contact_classes=("影视081班",) if standing.is_member else (),
        applied_on=date(2008, 10, 8) if standing.is_student else None,
        activist_since=date(2008, 12, 15) if standing.is_activist else None,
    )


def _of(found: dict[str, list[Row]], model: type[R]) -> list[R]:
    return [row for row in found.get(model.SHEET, ()) if isinstance(row, model)]


def _numbered(rows: Sequence[R]) -> tuple[R, ...]:
    return tuple(row.at_row(number) for number, row in enumerate(rows, start=2))


def half_years_later(semester: Semester, count: int) -> Semester:
    """The same semester, every date half a year later for each of ``count``, under the name of that term."""

    def later(day: date) -> date:
        months = day.month - 1 + 6 * count
        return day.replace(year=day.year + months // 12, month=months % 12 + 1)

    def moved(row: R) -> R:
        days = {name: later(value) for name, value in row if isinstance(value, date)}
        return row.model_copy(update=days).at_row(row.row)

    sheets: dict[str, Any] = {
        name: tuple(map(moved, rows))
        for name, rows in vars(semester).items()
        if isinstance(rows, tuple) and rows and name in Semester.__dataclass_fields__
    }
    assert semester.programme
    term = semester.programme.term
    for _number in range(count):
        term = term.next()
    programme = moved(semester.programme).model_copy(update={"term_name": str(term)}).at_row(semester.programme.row)
    return replace(semester, **sheets, programme=programme)
