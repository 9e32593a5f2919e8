"""Counts of a semester, as values: computed once, used by the work report, the index page and ``docgen stats``.

Distinct people and distinct prizes are counted (domain.md §5 rule 13): a person in three groups is one participant, a
prize with five winners is one prize. Merged and withdrawn groups do not count; people who left do, as participants. What was
held or talked about counts whatever became of the group, because its record stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from docgen.field import (
    Goal,
    GoalKind,
    GoalResult,
    Group,
    Level,
    PairingForm,
    Person,
    Project,
    ProjectState,
    Semester,
    Standing,
    Talk,
)

NO_REASON = "未填原因"
"""What stands for the reason that nobody gave."""


@dataclass(frozen=True, slots=True)
class FormCount:
    """Groups of one form and the distinct people in them."""

    form: PairingForm
    groups: int
    people: int


@dataclass(frozen=True, slots=True)
class GoalCount:
    """Goals of one kind: set = met + not met + unclear + unreported."""

    kind: GoalKind
    met: int
    not_met: int
    unclear: int
    """with a 完成值 that cannot be compared with the target"""
    unreported: int

    @property
    def set(self) -> int:
        """How many were set."""
        return self.met + self.not_met + self.unclear + self.unreported


@dataclass(frozen=True, slots=True)
class HonourCount:
    """Distinct honours of one level, and the distinct people who share them."""

    level: Level
    honours: int
    winners: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one name: a class, a grade, a month, a state."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """Why so many goals of one kind were not met; ``""``: no reason was given."""

    kind: GoalKind
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class ActivistCount:
    """How often one activist of a group was talked with."""

    id: str
    name: str
    talks: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """All counts of a semester."""

    participants: int
    by_standing: tuple[Count, ...]
    by_class: tuple[Count, ...]
    by_grade: tuple[Count, ...]
    groups: int
    groups_signed: int
    """whose agreement every party has signed"""
    groups_filed: int
    """with a day of filing"""
    forms: tuple[FormCount, ...]
    goals: tuple[GoalCount, ...]
    reasons: tuple[ReasonCount, ...]
    """why goals were not met, by kind, the most frequent first"""
    honours: tuple[HonourCount, ...]
    certificates: tuple[Count, ...]
    projects: tuple[Count, ...]
    results: tuple[Count, ...]
    """projects that are done, by 成果形式, the most frequent first; without one: not told"""
    bases: tuple[Count, ...]
    """projects by practice base"""
    projects_appraised: int
    people_in_projects: int
    talks: int
    talks_recorded: int
    """with a day of record or something written down"""
    talks_by_month: tuple[Count, ...]
    talks_by_activist: tuple[ActivistCount, ...]
    """activists of active groups, in workbook order, those nobody talked with too"""
    answerers: int
    """Party members and activists, each of whom is to answer for a youth"""
    answering: int
    """those of them who do"""
    activities_held: int
    """by the department and by groups, those that were merged or withdrawn later too: each has its record"""
    free_of_violations: bool
    """goals against violations were set, and every one was met"""

    @property
    def goals_set(self) -> int:
        """How many goals were set in all."""
        return sum(row.set for row in self.goals)

    @property
    def goals_met(self) -> int:
        """How many goals were met in all."""
        return sum(row.met for row in self.goals)

    @property
    def goals_not_met(self) -> int:
        """How many goals were not met in all."""
        return sum(row.not_met for row in self.goals)

    @property
    def honours_total(self) -> int:
        """How many distinct honours there are."""
        return sum(row.honours for row in self.honours)


def count(semester: Semester) -> Statistics:
    """Count a semester."""
    active = {group.id for group in semester.active_groups}
    members = semester.groups_by_participant
    people = [person for person in semester.people if person.id in members]
    goals = [goal for person in people for goal in semester.goals_by_participant[person.id]]
    projects = [project for project in semester.projects if project.group in active]
    named = {project.id for project in projects}
    often = Counter(person for talk in semester.talks for person in set(talk.partners))
    return Statistics(
        participants=len(people),
        by_standing=_tally((person.standing.value for person in people), [kind.value for kind in Standing]),
        by_class=_tally(person.class_name for person in people if person.class_name),
        by_grade=_tally(filter(None, map(grade, people))),
        groups=len(active),
        groups_signed=sum(1 for group in semester.active_groups if semester.is_signed(group)),
        groups_filed=sum(1 for group in semester.active_groups if group.filed_on),
        forms=tuple(_form(semester, form) for form in PairingForm),
        goals=tuple(_goals(goals, kind) for kind in GoalKind),
        reasons=tuple(row for kind in GoalKind for row in _reasons(goals, kind)),
        honours=tuple(_honours(semester, level) for level in Level),
        certificates=_tally(row.name for row in semester.certificates if row.person in members),
        projects=_tally((project.state.value for project in projects), [state.value for state in ProjectState]),
        results=_most_first(
            project.result_form for project in projects if project.state is ProjectState.DONE and project.result_form
        ),
        bases=_most_first(project.base for project in projects if project.base),
        projects_appraised=sum(1 for project in projects if is_appraised(project)),
        people_in_projects=len({row.person for row in semester.project_members if row.project in named}),
        talks=len(semester.talks),
        talks_recorded=sum(1 for talk in semester.talks if talk.recorded_on or talk.content or talk.thinking),
        talks_by_month=_tally(map(_month, sorted(semester.talks, key=lambda talk: talk.held_on))),
        talks_by_activist=tuple(
            ActivistCount(person.id, person.name, often[person.id]) for person in people if person.standing.is_activist
        ),
        answerers=sum(_is_answerer(person) for person in semester.people),
        answering=sum(_is_answerer(person) and person.id in semester.answering for person in semester.people),
        activities_held=sum(1 for row in semester.activities if row.held_on),
        free_of_violations=_none_violated(goals),
    )


def grade(person: Person) -> str:
    """Return a student's grade, from the class name (影视081班, 2021级录音1班): ``2008级``; ``""`` when it shows none.

    The year a class began in is written with four digits, or with two followed by the class's own number.
    """
    if match := re.search(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)", person.class_name):
        return f"{match[1]}级"
    if match := re.search(r"(?<!\d)(\d{2})\d{1,2}(?!\d)", person.class_name):
        return f"20{match[1]}级"
    return ""


def is_appraised(project: Project) -> bool:
    """Whether a project was appraised: by someone, on a day (rule 11)."""
    return bool(project.appraiser and project.appraised_on)


def _is_answerer(person: Person) -> bool:
    return person.standing is not Standing.YOUTH


def _none_violated(goals: Iterable[Goal]) -> bool:
    against = [
        goal for goal in goals if goal.kind is GoalKind.DISCIPLINE and re.search("违纪|违规|处分", goal.indicator)
    ]
    return bool(against) and all(goal.met for goal in against)


def _form(semester: Semester, form: PairingForm) -> FormCount:
    groups = [group.id for group in semester.active_groups if group.form is form]
    people = {row.person for group in groups for row in semester.participants_by_group.get(group, ())}
    return FormCount(form, len(groups), len(people))


def _goals(goals: Iterable[Goal], kind: GoalKind) -> GoalCount:
    results = Counter(goal.result for goal in goals if goal.kind is kind)
    return GoalCount(kind, *(results[one] for one in GoalResult))


def _reasons(goals: Iterable[Goal], kind: GoalKind) -> list[ReasonCount]:
    counts = Counter(goal.reason_unmet for goal in goals if goal.kind is kind and goal.met is False)
    return [ReasonCount(kind, reason, number) for reason, number in counts.most_common()]


def _honours(semester: Semester, level: Level) -> HonourCount:
    rows = [honour for honour in semester.honours if honour.level is level]
    people = {person for honour in rows for person in semester.winners(honour)}
    return HonourCount(level, len({honour.id for honour in rows}), len(people))


def _month(talk: Talk) -> str:
    return f"{talk.held_on.year}年{talk.held_on.month}月"


def _tally(names: Iterable[str], order: list[str] | None = None) -> tuple[Count, ...]:
    """Count names: in the given order (zeros kept), else in the order of first appearance."""
    counts = Counter(names)
    return tuple(Count(name, counts[name]) for name in (order if order is not None else counts))


def _most_first(names: Iterable[str]) -> tuple[Count, ...]:
    return tuple(Count(name, number) for name, number in Counter(names).most_common())


_OF_TEN, _ONE_IN = 9, 5
"""Goals in ten that an exemplary group has met; one group in so many is proposed."""


def proposed(semester: Semester) -> tuple[Group, ...]:
    """Return the groups that the figures propose as exemplary, the best first; the general branch's meeting decides.

    The rule: an active group, every goal of whose members has a result, every discipline goal met, at least nine goals in
    ten met, and with something to show: an honour of the group or an appraised project. At most one group in five, the
    ones with the greatest share of goals met, then with more honours and appraised projects, then in workbook order.
    """
    found = []
    for group in semester.active_groups:
        goals = [
            goal
            for row in semester.members_by_group.get(group.id, ())
            if not row.left_on
            for goal in semester.goals_of(row.person, group.id)
        ]
        met = sum(goal.met is True for goal in goals)
        shown = sum(honour.group == group.id for honour in semester.honours)
        shown += sum(is_appraised(project) for project in semester.projects_by_group.get(group.id, ()))
        kept = all(goal.met for goal in goals if goal.kind is GoalKind.DISCIPLINE)
        reported = bool(goals) and all(goal.met is not None for goal in goals)
        if reported and kept and shown and 10 * met >= _OF_TEN * len(goals):
            found.append((met / len(goals), shown, group))
    found.sort(key=lambda one: (-one[0], -one[1]))
    return tuple(group for _share, _shown, group in found[: -(-len(semester.active_groups) // _ONE_IN)])
