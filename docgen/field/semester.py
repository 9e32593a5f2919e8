"""A whole semester: every sheet's rows, and the look-ups that papers need.

Rows that failed their own check are not in here, so a semester may be partial: look-ups return None or nothing rather
than fail, and ``rules`` says what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from docgen.field.happenings import (
    Activity,
    Certificate,
    Change,
    Honour,
    Mark,
    Project,
    ProjectMember,
    Review,
    Summary,
    Talk,
)
from docgen.field.people import Goal, Group, Membership, Person
from docgen.field.programme import Programme
from docgen.field.row import Row
from docgen.field.words import GroupState, Standing

R = TypeVar("R", bound=Row)

_DAYS_OF_A_MONTH = 15
"""A month counts when the semester covers at least this many of its days."""


@dataclass(frozen=True, slots=True)
class SheetKind:
    """A sheet of the workbook: its title, its rows' model, where they go, and whether it must be there.

    ``once``: columns whose values together may stand in one row only; of no columns: the sheet has one row.
    ``on_form``: each group fills in its own rows on its form. The sheet of a kind of paper that a clerk added has no
    attribute: its rows go to ``Semester.own``.
    """

    title: str
    model: type[Row]
    attribute: str = ""
    core: bool = False
    once: tuple[tuple[str, ...], ...] = ()
    on_form: bool = False


SHEETS: tuple[SheetKind, ...] = (
    SheetKind("学期", Programme, "programme", core=True),
    SheetKind("人员", Person, "people", core=True),
    SheetKind("小组", Group, "groups", core=True, on_form=True),
    SheetKind("组员", Membership, "memberships", core=True, on_form=True),
    SheetKind("目标", Goal, "goals", core=True, on_form=True),
    SheetKind("活动", Activity, "activities", on_form=True),
    SheetKind("项目", Project, "projects", on_form=True),
    SheetKind("项目成员", ProjectMember, "project_members", on_form=True),
    SheetKind("荣誉", Honour, "honours", on_form=True),
    SheetKind("证书", Certificate, "certificates", on_form=True),
    SheetKind("交流", Talk, "talks", on_form=True),
    SheetKind("自查互评", Review, "reviews", on_form=True),
    SheetKind("评选", Mark, "marks"),
    SheetKind("变更", Change, "changes"),
    SheetKind("总结", Summary, "summaries", on_form=True),
)
"""In the order of the workbook. 学期 stands as 项目 | 内容 lines, the others as tables."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What papers are filed under and held back by: a group, or whatever the activity says.

    ``fate`` says what became of one that is no more.
    """

    id: str
    name: str
    filing_number: str = ""
    fate: str = ""

    @property
    def is_active(self) -> bool:
        """Whether papers are made of it."""
        return not self.fate


@dataclass(frozen=True)
class Semester:
    """All rows of a semester in workbook order, people, groups and projects named by number.

    ``programme`` is None when the sheet 学期 is faulty; nothing can be generated then. ``own`` has the rows of the sheets of
    kinds that a clerk added, by title, faulty ones too: they hold back their own papers and no others. ``filed_under`` are the
    units where they are not the groups.
    """

    programme: Programme | None = None
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    memberships: tuple[Membership, ...] = ()
    goals: tuple[Goal, ...] = ()
    activities: tuple[Activity, ...] = ()
    projects: tuple[Project, ...] = ()
    project_members: tuple[ProjectMember, ...] = ()
    honours: tuple[Honour, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    talks: tuple[Talk, ...] = ()
    reviews: tuple[Review, ...] = ()
    marks: tuple[Mark, ...] = ()
    changes: tuple[Change, ...] = ()
    summaries: tuple[Summary, ...] = ()
    own: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    filed_under: tuple[Unit, ...] | None = None

    def rows(self, kind: SheetKind) -> tuple[Row, ...]:
        """Return the rows of a sheet, whichever activity has it."""
        if not kind.attribute:
            return self.own.get(kind.title, ())
        value: Row | tuple[Row, ...] | None = getattr(self, kind.attribute)
        return value if isinstance(value, tuple) else () if value is None else (value,)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What papers are filed under, in workbook order."""
        if self.filed_under is not None:
            return self.filed_under
        return tuple(Unit(group.id, group.name, group.filing_number, group.fate) for group in self.groups)

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Units by number."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by number; where it stands twice, the first."""
        return {person.id: person for person in reversed(self.people)}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Groups by number."""
        return {group.id: group for group in self.groups}

    @cached_property
    def project_by_id(self) -> dict[str, Project]:
        """Projects by number."""
        return {project.id: project for project in self.projects}

    @cached_property
    def members_by_group(self) -> dict[str, tuple[Membership, ...]]:
        """Rows of 组员 by group, in workbook order, leavers included."""
        return _by(self.memberships, "group")

    @cached_property
    def participants_by_group(self) -> dict[str, tuple[Membership, ...]]:
        """Who is or was in each group, in workbook order: the parties, those who joined later, and those who left later.

        Who left before the agreement was signed never took part. Every paper that counts a group's people counts these.
        """
        signed = {group.id: group.agreed_on for group in self.groups}
        found = {
            group: tuple(row for row in rows if not _left_before(row, signed.get(group)))
            for group, rows in self.members_by_group.items()
        }
        return {group: rows for group, rows in found.items() if rows}

    @cached_property
    def groups_by_participant(self) -> dict[str, tuple[Group, ...]]:
        """The active groups that each person takes or took part in, people in the order of the groups."""
        found: dict[str, dict[str, Group]] = {}
        for group in self.active_groups:
            for row in self.participants_by_group.get(group.id, ()):
                if row.person in self.person_by_id:
                    found.setdefault(row.person, {})[group.id] = group
        return {person: tuple(groups.values()) for person, groups in found.items()}

    @cached_property
    def answering(self) -> dict[str, frozenset[str]]:
        """The youths that each Party member and activist answers for (domain.md §5 rule 15): paired in any active group.

        Where a group has one youth and one other there is only one way to pair them.
        """
        found: dict[str, set[str]] = {}
        for group in self.active_groups:
            rows = [row for row in self.participants_by_group.get(group.id, ()) if row.left_on is None]
            people = {row.person: self.person_by_id[row.person] for row in rows if row.person in self.person_by_id}
            youths = {number for number, person in people.items() if person.standing is Standing.YOUTH}
            pairs = {(row.person, partner) for row in rows for partner in row.partners}
            if len(people) == 2 and len(youths) == 1:
                pairs.add((next(iter(people.keys() - youths)), next(iter(youths))))
            for one, other in pairs | {(other, one) for one, other in pairs}:
                if other in youths and one in people and one not in youths:
                    found.setdefault(one, set()).add(other)
        return {person: frozenset(youths) for person, youths in found.items()}

    @cached_property
    def goals_by_participant(self) -> dict[str, tuple[Goal, ...]]:
        """The goals that count, of each person who takes part: those naming no group, or an active one of theirs."""
        return {
            person: tuple(
                goal
                for goal in self.goals_by_person.get(person, ())
                if not goal.groups or any(group.id in goal.groups for group in groups)
            )
            for person, groups in self.groups_by_participant.items()
        }

    @cached_property
    def goals_by_person(self) -> dict[str, tuple[Goal, ...]]:
        """Goals by person, in workbook order."""
        return _by(self.goals, "person")

    @cached_property
    def talks_by_person(self) -> dict[str, tuple[Talk, ...]]:
        """The talks that each person led or was talked with in, in workbook order."""
        found: dict[str, list[Talk]] = {}
        for talk in self.talks:
            for person in dict.fromkeys((talk.talker, *talk.partners)):
                found.setdefault(person, []).append(talk)
        return {person: tuple(talks) for person, talks in found.items()}

    @cached_property
    def reviews_by_person(self) -> dict[str, tuple[Review, ...]]:
        """Reviews by the person they are of, in workbook order."""
        return _by(self.reviews, "person")

    @cached_property
    def activities_by_group(self) -> dict[str, tuple[Activity, ...]]:
        """Activities by group (``""``: the department), in workbook order."""
        return _by(self.activities, "group")

    @cached_property
    def projects_by_group(self) -> dict[str, tuple[Project, ...]]:
        """Projects by group, in workbook order."""
        return _by(self.projects, "group")

    @cached_property
    def summary_by_group(self) -> dict[str, Summary]:
        """Rows of 总结 by group (``全系``: the department)."""
        return {row.group: row for row in self.summaries}

    @cached_property
    def active_groups(self) -> tuple[Group, ...]:
        """Groups that were neither merged nor withdrawn, in workbook order."""
        return tuple(group for group in self.groups if group.state is GroupState.ACTIVE)

    @cached_property
    def span(self) -> tuple[date, date] | None:
        """First and last day of the semester, None where they cannot be believed."""
        programme = self.programme
        if programme is None or programme.broken & {"开始日期", "结束日期"} or programme.ends_on < programme.begins_on:
            return None
        return programme.begins_on, programme.ends_on

    @cached_property
    def horizon(self) -> date | None:
        """The last day on which the workbook records that something happened: nothing is asked for that lies ahead.

        The clock is not asked, so that the same workbook always gives the same answer.
        """
        days = [talk.held_on for talk in self.talks if "日期" not in talk.broken]
        days += [row.held_on for row in self.activities if row.held_on]
        days += [row.reviewed_on for row in self.reviews if row.reviewed_on]
        if self.programme is not None and self.programme.reported_on:
            days.append(self.programme.reported_on)
        return max(days, default=None)

    @cached_property
    def months_due(self) -> tuple[tuple[int, int], ...]:
        """Months in which talks are due (domain.md §5 rule 9): of the semester, and not after the horizon."""
        if self.span is None or self.horizon is None:
            return ()
        days = Counter[tuple[int, int]]()
        day, last = self.span
        while day <= last:
            days[day.year, day.month] += 1
            day += timedelta(days=1)
        until = (self.horizon.year, self.horizon.month)
        return tuple(month for month, count in days.items() if count >= _DAYS_OF_A_MONTH and month <= until)

    def months_due_for(self, person: str) -> tuple[tuple[int, int], ...]:
        """Months in which talks with a person are due: none from the month on in which they left the last of their groups."""
        if person not in self.left_for_good:
            return self.months_due
        left = self.left_for_good[person]
        return tuple(month for month in self.months_due if month < (left.year, left.month))

    @cached_property
    def left_for_good(self) -> dict[str, date]:
        """Who left every group that they were in, and the day on which they left the last."""
        found = {}
        for person, rows in _by(self.memberships, "person").items():
            days = [row.left_on for row in rows if row.left_on]
            if len(days) == len(rows):
                found[person] = max(days)
        return found

    @cached_property
    def talks_by_month(self) -> Counter[tuple[str, tuple[int, int]]]:
        """How often each person was talked with in each month: as 谈话对象, talks of no known day left out."""
        return Counter(
            (person, (talk.held_on.year, talk.held_on.month))
            for talk in self.talks
            if "日期" not in talk.broken
            for person in talk.partners
        )

    def signing_members(self, group: Group) -> tuple[Membership, ...]:
        """Members as of signing: who left before, or joined after, is no party (domain.md §4)."""
        signed = group.agreed_on
        return tuple(
            row
            for row in self.members_by_group.get(group.id, ())
            if not _left_before(row, signed) and not (row.joined_on and signed and row.joined_on > signed)
        )

    def is_signed(self, group: Group) -> bool:
        """Whether a group's agreement is signed: each party has its 签署日期 (domain.md §5 rule 5).

        The one place that decides it: the report and the other figures, the list of what is missing and what ``check`` says
        ask here. 协议日期 alone is what was planned; that a file was frozen or scanned is the ledger's.
        """
        parties = self.signing_members(group)
        return bool(parties) and all(row.signed_on for row in parties)

    def winners(self, honour: Honour) -> tuple[str, ...]:
        """Return the numbers of those who share an honour: its named winners, else the members of the group that won it."""
        return honour.winners or tuple(row.person for row in self.participants_by_group.get(honour.group, ()))

    def goals_of(self, person: str, group: str) -> tuple[Goal, ...]:
        """Goals of a person that count in a group: those naming it, and those naming none."""
        return tuple(goal for goal in self.goals_by_person.get(person, ()) if not goal.groups or group in goal.groups)


def _left_before(row: Membership, signed: date | None) -> bool:
    return row.left_on is not None and (signed is None or row.left_on < signed)


def _by(rows: tuple[R, ...], attribute: str) -> dict[str, tuple[R, ...]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(getattr(row, attribute), []).append(row)
    return {key: tuple(items) for key, items in found.items()}
