"""共勉考核登记表: one person's semester in points, each with its evidence; the branch's verdict is left to be signed.

考察选拔一览表: one row a candidate, each condition by itself, the branch's decision left to be written.

Candidates are the youths (who may become activists) and the activists (who may become 发展对象) of the active groups who have
not left. The conditions (domain.md §5 rule 14), each with what it rests on and whether it is met:

- 入党申请: a written application of known day;
- 培养期: a year as an activist by the last day of the semester; nothing is asked of a youth;
- 守纪目标: every one of the candidate's own met;
- 小组成效: half of the goals in the candidate's groups met (domain.md §1: the group's results count);
- 考核: the score of the assessment above the lowest band;
- 谈话: talked with as often as docgen.toml asks in every month that is due; nothing is asked of a youth.

No word sums them up: that is the branch's to say. Those of whom fewer conditions are open stand first, then by score; equal ones
stand in the order of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pydantic import Field

from docgen.documents.heading import BranchHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source
from docgen.documents.scoring import Score, score
from docgen.documents.shared_parts import came_and_went, digits, of_department, of_person, still_in
from docgen.field import Goal, GoalKind, Group, Membership, Person, Semester, Standing
from docgen.messages import N_

_MOST = 12
"""Evidence that stands in one row: a row does not break across pages."""


class AssessedGroup(Paper):
    """A group the person is or was in."""

    id: str = Field(alias="小组编号", description=N_("Number of the group"))
    name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    role: str = Field(alias="职责", description=N_("Leader or member, share of the work"))
    remark: str = Field("", alias="备注", description=N_("Joined later, or left, and why"))


class ScoreLine(Paper):
    """One part of the assessment; where it rests on much, lines without points follow it."""

    name: str = Field(alias="考核项目", description=N_("What is assessed"))
    full: str = Field("", alias="满分", description=N_("Full points"))
    points: str = Field("", alias="得分", description=N_("Points reached"))
    evidence: tuple[str, ...] = Field((), alias="依据", description=N_("What the points rest on"))


class Assessment(BranchHeading):
    """One person, assessed once, over all their groups."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    political_status: str = Field(alias="政治面貌", description=N_("Political status"))
    groups: tuple[AssessedGroup, ...] = Field(alias="小组", min_length=1, description=N_("Groups of the person"))
    lines: tuple[ScoreLine, ...] = Field(alias="考核", description=N_("The parts of the assessment"))
    total: str = Field(alias="总分", description=N_("Sum of the points"))
    band: str = Field(alias="等次", description=N_("Band that the score reaches"))
    left_out: tuple[str, ...] = Field((), alias="不计项目", description=N_("Parts that were not open to the person"))
    bands: str = Field("", alias="等次标准", description=N_("What the bands are, in words"))


def assessments(source: Source) -> Iterator[Document]:
    """Compose an assessment of each student who takes part, in the order of 人员, once the first result is reported."""
    semester = source.semester
    if not any(goal.achieved for goal in semester.goals):
        return
    rows: dict[str, list[tuple[Group, Membership]]] = {}
    for one in semester.active_groups:
        for row in semester.participants_by_group.get(one.id, ()):
            rows.setdefault(row.person, []).append((one, row))
    for person in semester.people:
        if person.id in rows and person.standing.is_student:
            yield of_person(ASSESSMENT, source, person, _assessment(source, person, rows[person.id]))


def _assessment(source: Source, person: Person, rows: list[tuple[Group, Membership]]) -> Assessment:
    rules = source.settings
    scored = score(source, person, [group for group, _row in rows])
    return Assessment.of(
        source.programme,
        person,
        groups=tuple(_group(group, row) for group, row in rows),
        lines=_lines(scored),
        total=digits(scored.total),
        band=rules.band(scored.total),
        left_out=scored.left_out,
        bands=_bands(rules.bands),
    )


def _group(group: Group, row: Membership) -> AssessedGroup:
    role = "组长" if group.leader == row.person else "组员"
    said = "，".join(dict.fromkeys(filter(None, (role, row.share))))
    return AssessedGroup.of(group, role=said, remark=came_and_went(row))


def _lines(scored: Score) -> tuple[ScoreLine, ...]:
    found = []
    for part in scored.parts:
        first, rest = part.evidence[:_MOST], part.evidence[_MOST:]
        found.append(ScoreLine(name=part.name, full=digits(part.full), points=digits(part.points), evidence=first))
        more = [rest[start : start + _MOST] for start in range(0, len(rest), _MOST)]
        found += [ScoreLine(name=f"{part.name}（续）", evidence=lines) for lines in more]
    return tuple(found)


def _bands(bands: Mapping[str, int]) -> str:
    """Say the bands in words: 85分及以上为优秀 …, 60分以下为不合格."""
    falling = sorted(bands.items(), key=lambda band: -band[1])
    said = [f"{least}分及以上为{name}" for name, least in falling[:-1]]
    said += [f"{above[1]}分以下为{lowest[0]}" for above, lowest in list(pairwise(falling))[-1:]]
    return "，".join(said)


ASSESSMENT = DocumentKind(
    "assessment",
    "共勉考核登记表",
    Per.PERSON,
    80,
    Assessment,
    pages=(1, 6),
    of_all=assessments,
    sums_up=True,
    signers=("党组织",),
    is_inside=True,
)


_TOWARDS = {Standing.YOUTH: "入党积极分子", Standing.ACTIVIST: "发展对象"}
_MET = {True: "符合", False: "不符合", None: "—"}


class Condition(Paper):
    """One condition of a candidate."""

    said: tuple[str, ...] = Field((), alias="情况", description=N_("What it rests on, line by line"))
    verdict: str = Field(alias="结论", description=N_("符合, 不符合, or — where it is not asked"))


class Candidate(Paper):
    """One candidate and the evidence."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    towards: str = Field(alias="考察方向", description=N_("What the person may become"))
    groups: tuple[str, ...] = Field(alias="小组", description=N_("Names of the groups"))
    set: int = Field(alias="设定", description=N_("Goals set"))
    met: int = Field(alias="完成", description=N_("Goals met"))
    group_set: int = Field(alias="小组设定", description=N_("Goals set in the candidate's groups"))
    group_met: int = Field(alias="小组完成", description=N_("Goals met in the candidate's groups"))
    honours: int = Field(alias="荣誉数", description=N_("Distinct honours"))
    certificates: int = Field(alias="证书数", description=N_("Certificates"))
    projects: int = Field(alias="项目数", description=N_("Projects and topics"))
    talks: int = Field(alias="谈话数", description=N_("Talks taken part in"))
    score: str = Field(alias="考核得分", description=N_("Score of the assessment"))
    band: str = Field(alias="考核等次", description=N_("Band that the score reaches"))
    applied: Condition = Field(alias="入党申请", description=N_("Condition: a written application"))
    year: Condition = Field(alias="培养期", description=N_("Condition: a year as an activist"))
    discipline: Condition = Field(alias="守纪目标", description=N_("Condition: own discipline goals met"))
    group_results: Condition = Field(alias="小组成效", description=N_("Condition: half of the groups' goals met"))
    assessed: Condition = Field(alias="考核", description=N_("Condition: above the lowest band"))
    talked: Condition = Field(alias="谈话", description=N_("Condition: talked with every month"))

    @property
    def open(self) -> int:
        """How many conditions are not met."""
        every = (self.applied, self.year, self.discipline, self.group_results, self.assessed, self.talked)
        return sum(one.verdict == _MET[False] for one in every)


class SelectionList(BranchHeading):
    """All candidates of a semester."""

    candidates: tuple[Candidate, ...] = Field(alias="候选人", description=N_("One row a candidate"))


def selection_lists(source: Source) -> Iterator[Document]:
    """Compose the list of the semester's candidates, once the first goal has a result."""
    semester, programme = source.semester, source.programme
    if all(goal.met is None for goal in semester.goals):
        return
    found = [_candidate(source, person) for person in semester.people if person.standing in _TOWARDS]
    lines = [one for one in found if one is not None]
    lines.sort(key=_rank)
    if not lines:
        return
    paper = SelectionList.of(
        programme,
        candidates=tuple(one.model_copy(update={"number": number}) for number, one in enumerate(lines, 1)),
    )
    yield of_department(SELECTION, source, paper, dated=programme.ends_on)


def _rank(one: Candidate) -> tuple[bool, int, Decimal]:
    return one.standing != Standing.YOUTH, one.open, -Decimal(one.score)


def _candidate(source: Source, person: Person) -> Candidate | None:
    semester = source.semester
    taking_part = semester.groups_by_participant.get(person.id, ())
    groups = still_in(semester, person.id)
    if not groups:
        return None
    own = semester.goals_by_participant[person.id]
    shared = _of_groups(semester, groups)
    met = sum(goal.met is True for goal in shared)
    active = {group.id for group in semester.active_groups}
    named = {project.id for project in semester.projects if project.group in active}
    projects = {row.project for row in semester.project_members if row.person == person.id} & named
    # As in the assessment: what was done in a group that the candidate left later counts too.
    total = score(source, person, taking_part).total
    return Candidate.of(
        person,
        number=0,
        towards=_TOWARDS[person.standing],
        groups=tuple(group.name for group in groups),
        set=len(own),
        met=sum(goal.met is True for goal in own),
        group_set=len(shared),
        group_met=met,
        honours=len({row.id for row in semester.honours if person.id in semester.winners(row)}),
        certificates=sum(row.person == person.id for row in semester.certificates),
        projects=len(projects),
        talks=len(semester.talks_by_person.get(person.id, ())),
        score=digits(total),
        band=source.settings.band(total),
        applied=_applied(person),
        year=_year(source, person),
        discipline=_discipline(own),
        group_results=_condition(2 * met >= len(shared) > 0, f"{met}/{len(shared)}项"),
        assessed=_condition(
            source.settings.band(total) != _lowest(source), f"{digits(total)}分", source.settings.band(total)
        ),
        talked=_talked(source, person),
    )


def _condition(met: bool | None, *said: str) -> Condition:
    return Condition(said=said, verdict=_MET[met])


def _day(day: date) -> tuple[str, str]:
    return f"{day.year}年", f"{day.month}月{day.day}日"


def _applied(person: Person) -> Condition:
    return _condition(True, *_day(person.applied_on)) if person.applied_on else _condition(False, "未申请")


def _year(source: Source, person: Person) -> Condition:
    if person.standing is Standing.YOUTH:
        return _condition(None)
    over = person.year_over_on
    if person.activist_since is None or over is None:
        return _condition(False, "日期不详")
    year, day = _day(person.activist_since)
    return _condition(over <= source.programme.ends_on, year, f"{day}起")


def _discipline(goals: Sequence[Goal]) -> Condition:
    own = [goal for goal in goals if goal.kind is GoalKind.DISCIPLINE]
    met = sum(goal.met is True for goal in own)
    return _condition(bool(own) and met == len(own), f"{met}/{len(own)}项" if own else "未设")


def _lowest(source: Source) -> str:
    return source.settings.band(Decimal(0))


def _talked(source: Source, person: Person) -> Condition:
    semester, wanted = source.semester, source.settings.check.talks_per_month
    due = semester.months_due_for(person.id)
    if person.standing is Standing.YOUTH or not wanted or not due:
        return _condition(None)
    enough = sum(semester.talks_by_month[person.id, month] >= wanted for month in due)
    months = len(due)
    return _condition(enough == months, f"{enough}/{months}月")


def _of_groups(semester: Semester, groups: Sequence[Group]) -> list[Goal]:
    """Return the goals of all who take or took part in the groups, each once, as far as they count there."""
    people = dict.fromkeys(row.person for group in groups for row in semester.participants_by_group[group.id])
    ids = {group.id for group in groups}
    return [
        goal
        for person in people
        for goal in semester.goals_by_participant.get(person, ())
        if not goal.groups or ids.intersection(goal.groups)
    ]


SELECTION = DocumentKind(
    "selection_list",
    "考察选拔一览表",
    Per.SEMESTER,
    84,
    SelectionList,
    pages=(1, 80),
    of_all=selection_lists,
    sums_up=True,
    signers=("党组织",),
    is_inside=True,
)
