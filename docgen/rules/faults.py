"""The shape of a rule, and how it says what it found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

from docgen.field import Membership, Person, Programme, Project, ProjectState, Row, Semester
from docgen.field.columns import by_title
from docgen.problems import Problem, Severity
from docgen.settings import Settings

ALL = "*"
"""Stands for every key of a sheet among the gaps."""
NOBODY = "?"
"""Stands among the gaps for rows that name nobody known, nor nearly: they could be anybody's."""


@dataclass(frozen=True)
class JudgedSemester:
    """What rules judge: a partly valid semester, the settings, and the gaps.

    ``gaps`` are (sheet, key) of rows that had to be left out: where one of them could be what a rule misses, the rule
    keeps quiet, because the row's own fault has been reported.
    """

    semester: Semester
    settings: Settings
    gaps: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def lacks(self, sheet: str, key: str = "") -> bool:
        """Whether rows of a sheet that name this key, or the whole sheet, could not be read."""
        return (sheet, ALL) in self.gaps or (sheet, key) in self.gaps

    @cached_property
    def groups_by_person(self) -> dict[str, tuple[str, ...]]:
        """Groups of each person, those they lead or guide included, in workbook order."""
        found: dict[str, dict[str, None]] = {}
        for row in self.semester.memberships:
            found.setdefault(row.person, {})[row.group] = None
        for group in self.semester.groups:
            for person in (group.leader, group.guiding_teacher):
                if person:
                    found.setdefault(person, {})[group.id] = None
        return {person: tuple(groups) for person, groups in found.items()}

    @cached_property
    def memberships_by_person(self) -> dict[str, frozenset[str]]:
        """Groups of whose members each person is one, leavers included."""
        found: dict[str, set[str]] = {}
        for row in self.semester.memberships:
            found.setdefault(row.person, set()).add(row.group)
        return {person: frozenset(groups) for person, groups in found.items()}

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """People whose 身份 and number can be believed: whose number stands twice is known by neither row."""
        return tuple(p for p in self.semester.people if p.id not in self._doubled and "身份" not in p.broken)

    @cached_property
    def _doubled(self) -> frozenset[str]:
        count = Counter(person.id for person in self.semester.people)
        return frozenset(number for number, times in count.items() if times > 1)

    @cached_property
    def parties(self) -> dict[str, tuple[Membership, ...]]:
        """Members of each active group as of signing: who left before, or joined after, is no party (domain.md §4)."""
        return {group.id: self.semester.signing_members(group) for group in self.semester.active_groups}

    @property
    def is_over(self) -> bool:
        """Whether the workbook has come to the end of the term: a report is dated, or a happening on its last day."""
        programme, span, horizon = self.semester.programme, self.semester.span, self.semester.horizon
        if programme is None or span is None:
            return False
        return programme.reported_on is not None or (horizon is not None and horizon >= span[1])

    def goes_on(self, project: Project) -> bool:
        """Whether a project is under way until after the semester: nobody has to appraise it yet."""
        planned = project.ends_on if "结束日期" not in project.broken else None
        is_longer = self.semester.span is not None and planned is not None and planned > self.semester.span[1]
        return project.state is ProjectState.UNDER_WAY and is_longer

    def known(self, person: str) -> Person | None:
        """Return a person, unless unknown, of unknown 身份, or one of two with the same number."""
        found = self.semester.person_by_id.get(person)
        return None if found is None or "身份" in found.broken or person in self._doubled else found


Rule = Callable[[JudgedSemester], Iterator[Problem]]


def fault(
    severity: Severity,
    row: Row,
    column: str,
    kind: str,
    rule: int,
    message: str,
    hint: str,
    *,
    value: object = "",
    groups: tuple[str, ...] = (),
) -> Problem:
    """Return what is wrong in a cell of a row: an error holds back papers of these groups; 学期 holds back all that say it."""
    return Problem(
        kind,
        severity,
        row.SHEET,
        row.row,
        column,
        message,
        hint,
        "" if value is None else str(value),
        rule,
        groups=groups,
        everything=severity is Severity.ERROR and isinstance(row, Programme) and not _is_departments(column),
    )


def _is_departments(column: str) -> bool:
    return by_title(Programme)[column].department


error, warning = partial(fault, Severity.ERROR), partial(fault, Severity.WARNING)
