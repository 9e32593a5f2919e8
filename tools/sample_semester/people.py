"""The sheet 人员, and for each student the facts that goals, talks and reviews are written from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from docgen.field import Gender, Person, PoliticalStatus, Standing
from tools.sample_semester.tables import lines, table

_STANDING = {
    "正": (Standing.STUDENT_MEMBER, PoliticalStatus.FULL_MEMBER),
    "预": (Standing.STUDENT_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER),
    "积": (Standing.ACTIVIST, PoliticalStatus.LEAGUE_MEMBER),
    "青": (Standing.YOUTH, PoliticalStatus.LEAGUE_MEMBER),
}
_APPLIED = ("10-08", "09-28", "10-15", "10-20", "11-03")
_CERTIFICATES = {"普": "普通话等级证", "英": "英语等级证", "计": "计算机等级证", "职": "职业资格证"}
# 群众 among the youths: League membership is common, not universal.
_MASSES = {"熊建业", "卓玛央金"}
_NOT_YET = {"熊建业", "樊星"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A goal as ``baseline>target=achieved``; ``achieved`` may be empty (no result yet)."""

    baseline: str
    target: str
    achieved: str


@dataclass(frozen=True, slots=True)
class Student:
    """A student's row and what is known of them."""

    person: Person
    rank: Measure
    absence: Measure
    certificate: str
    certificate_level: Measure
    honour_target: str
    trait: str

    @property
    def certificate_goal(self) -> str:
        """The certificate aimed at, as one says it: 普通话二级甲等, 英语A级, 摄影师（中级）."""
        spoken = self.certificate.removesuffix("等级证")
        level = self.certificate_level.target
        return level if spoken == self.certificate else spoken + level

    @property
    def ranks(self) -> str:
        """The goal of study in words."""
        rank = self.rank
        if rank.baseline == rank.target:
            return f"保持第{rank.target}名"
        return f"由第{rank.baseline}名到第{rank.target}名"

    @property
    def given(self) -> str:
        """What comrades call them: the given name, or the whole name when it has two characters."""
        name = self.person.name
        if "·" in name:
            return name.split("·")[0]
        if name[:2] in ("欧阳", "司徒", "钟离", "诸葛"):
            return name[2:] if len(name) > 3 else name
        return name if len(name) <= 2 or name.startswith(("沙玛", "卓玛")) else name[1:]


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody, by number."""

    people: tuple[Person, ...]
    students: dict[str, Student]
    numbers: dict[str, str]
    """Name to number, for names that only one person has; numbers stand for themselves."""

    def number(self, name: str) -> str:
        """Return the number of a person named by number or by a name that only one person has."""
        return self.numbers[name]

    def name(self, number: str) -> str:
        """Return the name of a number."""
        return next(person.name for person in self.people if person.id == number)


def roster() -> Roster:
    """Build everybody from ``teachers.txt`` and ``students.txt``."""
    people = [_teacher(row, serial) for serial, row in enumerate(table("teachers.txt"), start=1)]
    students: dict[str, Student] = {}
    class_name = prefix = ""
    for line in lines("students.txt"):
        if line.startswith("@"):
            class_name, prefix = line[1:].split("|")
            continue
        student = _student(line.split("|"), class_name, prefix, len(people) + 1)
        people.append(student.person)
        students[student.person.id] = student
    numbers = {person.id: person.id for person in people}
    names = [person.name for person in people]
    numbers |= {person.name: person.id for person in people if names.count(person.name) == 1}
    return Roster(tuple(people), students, numbers)


def _phone(serial: int) -> str:
    return f"1390000{serial:04d}"  # 139-0000 is not given out


def _teacher(row: list[str], serial: int) -> Person:
    number, name, gender, post, office, title, classes = row
    return Person(
        id=number,
        name=name,
        gender=Gender(gender),
        standing=Standing.TEACHER_MEMBER,
        political_status=PoliticalStatus.FULL_MEMBER,
        post=post,
        phone=_phone(serial),
        contact_classes=tuple(classes.split("、")),
        office=office,
        title=title,
    )


def _student(row: list[str], class_name: str, prefix: str, serial: int) -> Student:
    number, name, gender, mark, post, rank, absence, certificate, honour, trait = row
    standing, status = _STANDING[mark]
    if name in _MASSES:
        status = PoliticalStatus.MASSES
    year = 2000 + int(prefix[:2])
    month, first_day = _APPLIED[serial % len(_APPLIED)].split("-")
    applied: date | None = date(year, int(month), int(first_day))
    since = applied + timedelta(days=60 + serial % 30) if applied else None
    if standing is Standing.YOUTH:
        # Most youths have handed in an application by the spring; two are still writing theirs.
        applied = None if name in _NOT_YET else date(2009, 2, 23) + timedelta(days=serial % 12)
        since = None
    person = Person(
        id=prefix + number,
        name=name,
        gender=Gender(gender),
        standing=standing,
        political_status=status,
        class_name=class_name,
        post="" if post == "无" else post,
        phone=_phone(serial),
        contact_classes=(class_name,) if standing is Standing.STUDENT_MEMBER else (),
        applied_on=applied,
        activist_since=since,
    )
    kind, _, level = certificate.partition(":")
    return Student(
        person,
        rank=_measure(rank),
        absence=_measure(absence or "0>0=0"),
        certificate=_CERTIFICATES[kind],
        certificate_level=_measure(level),
        honour_target=honour,
        trait=trait,
    )


def _measure(text: str) -> Measure:
    before, _, achieved = text.partition("=")
    baseline, _, target = before.partition(">")
    achieved = {"+": target, "-": "未通过", "?": ""}.get(achieved, achieved)
    return Measure(baseline, target, achieved)
