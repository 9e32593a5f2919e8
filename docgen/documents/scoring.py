"""What a person's semester scores, and what each point rests on (domain.md §1: results count in every assessment).

Six parts, weighed by [assessment] of docgen.toml. Each part has a share of its points:

- 目标完成: goals met of goals set; one without a result is not met yet;
- 荣誉: by level (国家级 100 %, 省级 80 %, 市级 60 %, 院级 50 %, 系级 30 %), added up to at most all of it;
- 证书: half of it for each certificate, two give all;
- 项目（课题）: the best of the person's projects: appraised 100 %, done 70 %, under way 40 %, postponed 20 %, stopped none;
- 交流谈话: the months with as many talks as docgen.toml asks, of those in which talks are due, as ``check`` counts (rule 9);
- 过程表现: agreements signed, own check made, partners' check made, in equal parts; checks count where there are any.

A part that was not open to the person (no project in a group of another form, no talks due) is left out, and the others are
scaled up to a hundred. A person in several groups is scored once, over all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from docgen.documents.kind import Source
from docgen.field import (
    Goal,
    GoalResult,
    Group,
    Level,
    PairingForm,
    Person,
    Project,
    ProjectState,
    ReviewKind,
)
from docgen.statistics import is_appraised

_LEVELS = {
    Level.NATIONAL: Fraction(1),
    Level.PROVINCIAL: Fraction(4, 5),
    Level.CITY: Fraction(3, 5),
    Level.COLLEGE: Fraction(1, 2),
    Level.DEPARTMENT: Fraction(3, 10),
}
_CERTIFICATE = Fraction(1, 2)
_APPRAISED = Fraction(1)
_STATES = {
    ProjectState.DONE: Fraction(7, 10),
    ProjectState.UNDER_WAY: Fraction(2, 5),
    ProjectState.POSTPONED: Fraction(1, 5),
    ProjectState.STOPPED: Fraction(0),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """One part: its full points, those reached (both to one decimal place), and what they rest on."""

    name: str
    full: Decimal
    points: Decimal
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A person's score; ``left_out`` names the parts that were not open to them."""

    parts: tuple[Scored, ...]
    total: Decimal
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    weight: int
    share: Fraction | None
    """None: not open to the person"""
    evidence: tuple[str, ...] = ()


def score(source: Source, person: Person, groups: Sequence[Group]) -> Score:
    """Score a person over the groups they are in."""
    weights = source.settings.assessment
    every = (
        _Part("目标完成", weights.goals, *_goals(source, person)),
        _Part("荣誉", weights.honours, *_honours(source, person)),
        _Part("证书", weights.certificates, *_certificates(source, person)),
        _Part("项目（课题）", weights.projects, *_projects(source, person, groups)),
        _Part("交流谈话", weights.talks, *_talks(source, person, groups)),
        _Part("过程表现", weights.process, *_process(source, person, groups)),
    )
    weighed = [part for part in every if part.weight]
    parts = [part for part in weighed if part.share is not None]
    scored = tuple(
        Scored(part.name, full, _rounded(part.share or Fraction(0), full), part.evidence)
        for part, full in zip(parts, _scaled([part.weight for part in parts]), strict=True)
    )
    left_out = tuple(part.name for part in weighed if part.share is None)
    return Score(scored, sum((part.points for part in scored), Decimal()), left_out)


def _scaled(weights: Sequence[int]) -> list[Decimal]:
    """Scale weights to a hundred in tenths of a point; the tenths left over go to the greatest remainders."""
    whole = sum(weights)
    if not whole:
        return [Decimal(0) for _weight in weights]
    tenths = [divmod(1000 * weight, whole) for weight in weights]
    left = 1000 - sum(tenth for tenth, _rest in tenths)
    first = sorted(range(len(weights)), key=lambda index: -tenths[index][1])[:left]
    return [Decimal(tenth + (index in first)) / 10 for index, (tenth, _rest) in enumerate(tenths)]


def _rounded(share: Fraction, full: Decimal) -> Decimal:
    exact = Decimal(share.numerator) * full / Decimal(share.denominator)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


_Reached = tuple[Fraction | None, tuple[str, ...]]


def _goals(source: Source, person: Person) -> _Reached:
    own = source.semester.goals_by_participant.get(person.id, ())
    if not own:
        return None, ()
    met = sum(goal.met is True for goal in own)
    return Fraction(met, len(own)), (f"目标{len(own)}项，完成{met}项", *map(_goal, own))


def _goal(goal: Goal) -> str:
    """Tell a goal in a line, such as 班级排名：目标4名，实际3名（学期成绩排名表）."""
    if goal.result is GoalResult.UNREPORTED:
        return f"{goal.indicator}：目标{goal.measured(goal.target)}，{goal.result}"
    verdict = "" if goal.met else f"，{goal.result}"
    evidence = f"（{goal.evidence}）" if goal.evidence else ""
    return f"{goal.indicator}：目标{goal.measured(goal.target)}，实际{goal.measured(goal.achieved)}{verdict}{evidence}"


def _honours(source: Source, person: Person) -> _Reached:
    own = [row for row in source.semester.honours if person.id in source.semester.winners(row)]
    share = sum((_LEVELS[row.level] for row in own), Fraction(0))
    return min(share, Fraction(1)), tuple(f"{row.level}：{row.name}{row.grade}" for row in own)


def _certificates(source: Source, person: Person) -> _Reached:
    own = [row for row in source.semester.certificates if row.person == person.id]
    return min(_CERTIFICATE * len(own), Fraction(1)), tuple(f"{row.name}{row.level}" for row in own)


def _projects(source: Source, person: Person, groups: Sequence[Group]) -> _Reached:
    rows = [row for row in source.semester.project_members if row.person == person.id]
    known = source.semester.project_by_id
    own = [(known[row.project], row.share) for row in rows if row.project in known]
    if not own:
        in_project_group = any(group.form is PairingForm.MUTUAL_HELP for group in groups)
        return (Fraction(0), ("未参加项目（课题）",)) if in_project_group else (None, ())
    best = max(_project(project) for project, _share in own)
    return best, tuple(
        "，".join(filter(None, (f"{project.type}“{project.name}”", share, project.state, project.grade)))
        for project, share in own
    )


def _project(project: Project) -> Fraction:
    return _APPRAISED if is_appraised(project) else _STATES[project.state]


def _talks(source: Source, person: Person, groups: Sequence[Group]) -> _Reached:
    own, months = source.semester.talks_by_person.get(person.id, ()), source.semester.months_due_for(person.id)
    due = person.standing.is_activist or any(group.form is PairingForm.MUTUAL_ENCOURAGEMENT for group in groups)
    if not months or not (own or due):
        return None, ()
    counts = Counter((talk.held_on.year, talk.held_on.month) for talk in own)
    wanted = max(1, source.settings.check.talks_per_month)
    enough = sum(counts[month] >= wanted for month in months)
    if not own:
        return Fraction(0), ("无谈话记录",)
    days = "、".join(
        f"{talk.held_on.month}月{talk.held_on.day}日" for talk in sorted(own, key=lambda talk: talk.held_on)
    )
    return Fraction(enough, len(months)), (f"谈话{len(own)}次（{days}），{len(months)}个月中{enough}个月按要求谈话",)


def _process(source: Source, person: Person, groups: Sequence[Group]) -> _Reached:
    ids = {group.id for group in groups}
    semester = source.semester
    rows = [
        (group, row) for group in groups for row in semester.participants_by_group[group.id] if row.person == person.id
    ]
    signed = [row for group, row in rows if row.signed_on and semester.is_signed(group)]
    shares = [Fraction(len(signed), len(rows))]
    said = [f"签署协议{len(signed)}份" if signed else "未签署协议"]
    for kind in (ReviewKind.SELF, ReviewKind.PARTNER):
        if all(row.kind is not kind for row in semester.reviews):
            continue
        own = [row for row in semester.reviews_by_person.get(person.id, ()) if row.kind is kind and row.group in ids]
        shares.append(Fraction(bool(own)))
        said.append(f"{kind}{len(own)}次" if own else f"无{kind}记录")
    return sum(shares, Fraction(0)) / len(shares), ("，".join(said),)
