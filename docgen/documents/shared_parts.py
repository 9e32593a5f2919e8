"""Parts that several papers share: a party, a teacher, a goal, a project, and who belongs to a group as of when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from pydantic import Field, ValidationInfo, field_validator

from docgen.documents.kind import Document, DocumentKind, Paper, Source, plain
from docgen.field import Goal, Group, Membership, Person, Semester, Summary
from docgen.field.lists import entries
from docgen.field.words import GoalKind
from docgen.messages import N_

_ENDS = tuple("。！？…：”）)")
_MARK = re.compile("（尾号([^）]+)）")


class Party(Paper):
    """One who signs: a member of the group."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student or staff number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    political_status: str = Field(alias="政治面貌", description=N_("Political status"))
    post: str = Field("", alias="职务", description=N_("Post held"))
    phone: str = Field("", alias="联系电话", description=N_("Phone"))
    share: str = Field("", alias="分工", description=N_("Share of the work"))
    reason: str = Field("", alias="推荐理由", description=N_("Reason of recommendation"))
    partners: tuple[str, ...] = Field((), alias="联系对象", description=N_("Names of those paired with"))
    classes: tuple[str, ...] = Field((), alias="联系班级", description=N_("Classes a Party member looks after"))
    label: str = Field(
        "", alias="署名", description=N_("The name, told apart where two in the group have it"), validate_default=True
    )
    is_leader: bool = Field(False, alias="是组长", description=N_("Whether this is the leader"))
    signed_on: date | None = Field(None, alias="签署日期", description=N_("Day of signing"))
    left_on: date | None = Field(None, alias="退出日期", description=N_("Day of leaving"))
    leaving_reason: str = Field("", alias="退出原因", description=N_("Reason of leaving"))

    @field_validator("label")
    @classmethod
    def _or_the_name(cls, label: str, info: ValidationInfo) -> str:
        """Nobody signs without a name: where data of other origin tells nobody apart, it is the full one."""
        return label or str(info.data.get("name", ""))


class Teacher(Paper):
    """The guiding teacher."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Staff number"))
    office: str = Field("", alias="教研室", description=N_("Teaching-research office"))
    title: str = Field("", alias="职称", description=N_("Academic title"))
    phone: str = Field("", alias="联系电话", description=N_("Phone"))


class ScheduleLine(Paper):
    """One line of the schedule."""

    number: int = Field(alias="序号", description=N_("Running number"))
    planned_on: date | None = Field(None, alias="计划日期", description=N_("Planned day"))
    content: str = Field(alias="内容", description=N_("What is done"))
    form: str = Field("", alias="形式", description=N_("In what form"))
    organiser: str = Field("", alias="负责人", description=N_("Who is responsible"))
    expected: str = Field("", alias="预期成效", description=N_("Expected result"))


class Target(Paper):
    """A goal as promised: where it stands, where it is to go."""

    kind: str = Field(alias="类别", description=N_("Kind of goal"))
    indicator: str = Field(alias="指标", description=N_("What is measured"))
    unit: str = Field("", alias="单位", description=N_("Unit"))
    direction: str = Field("", alias="方向", description=N_("Which way is better"))
    baseline: str = Field("", alias="现状", description=N_("Where it stands now"))
    target: str = Field(alias="目标值", description=N_("Target"))


class PartyGoals(Paper):
    """The goals of one party, in the order of the four kinds."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    goals: tuple[Target, ...] = Field((), alias="目标", description=N_("Goals of this party"))


class ProjectLine(Paper):
    """A project or topic of the group."""

    id: str = Field(alias="项目编号", description=N_("Number of the project"))
    name: str = Field(alias="名称", description=N_("Name"))
    type: str = Field(alias="类型", description=N_("Project or topic"))
    office: str = Field("", alias="教研室", description=N_("Teaching-research office"))
    begins_on: date | None = Field(None, alias="开始日期", description=N_("First day"))
    ends_on: date | None = Field(None, alias="结束日期", description=N_("Last day"))
    result_form: str = Field("", alias="成果形式", description=N_("Kind of result"))


def of_department(
    kind: DocumentKind, source: Source, paper: Paper, *, key: str = "", dated: date | None = None
) -> Document:
    """Return a paper of the whole department; ``key`` tells it from others of its kind."""
    programme = source.programme
    title = f"{programme.term_name}“{programme.activity}”{kind.title}"
    return Document(kind, key or Summary.DEPARTMENT, title, plain(paper), dated=dated)


def of_group(kind: DocumentKind, source: Source, group: Group, paper: Paper, *, dated: date | None) -> Document:
    """Return a paper of a group, under the group's filing number."""
    number = source.numbers[group.id]
    return Document(kind, group.id, f"{group.name}{kind.title}", plain(paper), group.id, number, dated)


def of_person(kind: DocumentKind, source: Source, person: Person, paper: Paper) -> Document:
    """Return a paper of a person, as of the end of the semester."""
    dated = source.programme.reported_on or source.programme.ends_on
    return Document(kind, f"{person.id}-{person.name}", f"{person.name}{kind.title}", plain(paper), dated=dated)


def digits(value: Decimal | None) -> str:
    """Return a number as papers have it, without zeros at its end; nothing for none."""
    return "" if value is None else f"{value.normalize():f}"


def by_kind(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    """Return goals by kind, in the order of domain.md §1."""
    order = list(GoalKind)
    return tuple(sorted(goals, key=lambda goal: order.index(goal.kind)))


def still_in(semester: Semester, person: str) -> list[Group]:
    """Return the groups in which a person takes part and which they have not left."""
    return [
        group
        for group in semester.groups_by_participant.get(person, ())
        if any(row.person == person and not row.left_on for row in semester.participants_by_group[group.id])
    ]


def sentences(text: str) -> tuple[str, ...]:
    """Return what a clerk told, a paragraph an entry, without numbers of its own, each ended as a sentence is."""
    return tuple(one if one.endswith(_ENDS) else f"{one.rstrip('；;，,、')}。" for one in entries(text))


def told_apart(keys: Iterable[str]) -> Iterator[str]:
    """Yield keys of papers, those that come again with their order: what is alike can be told apart by nothing else."""
    seen: Counter[str] = Counter()
    for key in keys:
        seen[key] += 1
        yield f"{key}（{seen[key]}）" if seen[key] > 1 else key


def day_of(semester: Semester, word: str) -> date | None:
    """Return the day of the department's first activity that names it: when it was held, else planned."""
    days = (row.held_on or row.planned_on for row in semester.activities_by_group.get("", ()) if word in row.content)
    return min((day for day in days if day), default=None)


def labels(semester: Semester, group: Group) -> dict[str, str]:
    """Return how a paper of the group names each who takes part: by name; where two have it, with the end of the number."""
    people = [
        semester.person_by_id[row.person]
        for row in semester.members_by_group.get(group.id, ())
        if row.person in semester.person_by_id
    ]
    found = {}
    for person in people:
        same = [one for one in people if one.name == person.name and one.id != person.id]
        mark = f"（尾号{_tail(person, same)}）" if same else ""
        found[person.id] = f"{person.name}{mark}"
    return found


def unmarked(text: str) -> str:
    """Return a text without the marks that tell two of one name apart: they are ours, and go when one of them is renamed."""
    return _MARK.sub("", text)


def name_others(text: str, other: str) -> bool:
    """Whether two texts that are alike but for the marks mean others of one name; a longer end of a number is the same one's."""
    marks, others = _MARK.findall(text), _MARK.findall(other)
    is_marked = len(marks) == len(others) and unmarked(text) == unmarked(other)
    return is_marked and not all(a.endswith(b) or b.endswith(a) for a, b in zip(marks, others, strict=True))


def came_and_went(row: Membership) -> str:
    """Return when a member joined a group that there was, and when and why they left it."""
    days = ((row.joined_on, "加入", ""), (row.left_on, "退出", row.leaving_reason))
    return "，".join(
        filter(None, (text for day, what, why in days if day for text in (f"{day.month}月{day.day}日{what}", why)))
    )


def leader(semester: Semester, group: Group) -> str:
    """Return how a paper of the group names its leader."""
    person = semester.person_by_id.get(group.leader)
    return labels(semester, group).get(group.leader, person.name if person else "")


def _tail(person: Person, others: list[Person]) -> str:
    """Return the last signs of a number that none of the others ends with, two at least."""
    tails = (person.id[-length:] for length in range(2, len(person.id)))
    return next((tail for tail in tails if not any(one.id.endswith(tail) for one in others)), person.id)


def members(semester: Semester, group: Group) -> tuple[tuple[Membership, Person], ...]:
    """Return the group's members as of signing, the leader first (domain.md §4).

    Who left later is still one of them; who joined later signs an amendment, not the agreement.
    """
    found = [
        (row, semester.person_by_id[row.person])
        for row in semester.signing_members(group)
        if row.person in semester.person_by_id
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].id != group.leader))


def parties(semester: Semester, group: Group) -> tuple[Party, ...]:
    """Return those who sign the group's agreement."""
    named = labels(semester, group)

    def names(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(named.get(one, semester.person_by_id[one].name) for one in ids if one in semester.person_by_id)

    return tuple(
        Party.of(
            person,
            row,
            class_name=person.class_or_office,
            post=person.post or person.title,
            reason=row.reason.rstrip("。；;，,"),
            partners=names(row.partners),
            label=named[person.id],
            is_leader=person.id == group.leader,
        )
        for row, person in members(semester, group)
    )


def teacher(semester: Semester, group: Group) -> Teacher | None:
    """Return the group's guiding teacher, None when it has none."""
    person = semester.person_by_id.get(group.guiding_teacher)
    return Teacher.of(person) if person else None


def goals(semester: Semester, group: Group) -> tuple[PartyGoals, ...]:
    """Return the goals of each student party, by kind in the order of domain.md §1."""
    named = labels(semester, group)
    return tuple(
        PartyGoals(
            name=named[person.id],
            id=person.id,
            goals=tuple(map(Target.of, by_kind(semester.goals_of(person.id, group.id)))),
        )
        for _row, person in members(semester, group)
        if person.standing.is_student
    )


def project_lines(semester: Semester, group: Group) -> tuple[ProjectLine, ...]:
    """Return the group's projects and topics."""
    return tuple(map(ProjectLine.of, semester.projects_by_group.get(group.id, ())))
