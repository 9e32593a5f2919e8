"""考察选拔一览表: one row a candidate, the evidence compared, the branch's decision left to be written.

Candidates are the youths (who may become activists) and the activists (who may become 发展对象) of the active groups who have
not left. The necessary condition (domain.md §1: the group's results count) is met when the candidate has met every discipline
goal and at least half of the goals in the groups they belong to are met. Those who meet it stand first, by the score of their
assessment; equal scores stand in the order of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pydantic import Field

from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, of_department
from docgen.documents.scoring import score
from docgen.field import Goal, GoalKind, Group, Person, Standing
from docgen.messages import N_
from docgen.statistics import winners

_TOWARDS = {Standing.YOUTH: "入党积极分子", Standing.ACTIVIST: "发展对象"}


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
    fulfils: bool = Field(alias="达到条件", description=N_("Whether the necessary condition is met"))


class SelectionList(Paper):
    """All candidates of a semester."""

    activity: str = Field(alias="活动名称", description=N_("Name of the activity"))
    term: str = Field(alias="学年学期", description=N_("Academic year and term"))
    department: str = Field(alias="院系", description=N_("Department"))
    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    candidates: tuple[Candidate, ...] = Field(alias="候选人", description=N_("One row a candidate"))


def selection_lists(source: Source, group: Group | None) -> Iterator[Document]:
    """Compose the list of the semester's candidates, once the first goal has a result."""
    semester, programme = source.semester, source.programme
    if group is not None or all(goal.met is None for goal in semester.goals):
        return
    found = [_candidate(source, person) for person in semester.people if person.standing in _TOWARDS]
    lines = [one for one in found if one is not None]
    lines.sort(key=_rank)
    if not lines:
        return
    paper = SelectionList(
        activity=programme.activity,
        term=programme.term_name,
        department=programme.department,
        general_branch=programme.general_branch,
        candidates=tuple(one.model_copy(update={"number": number}) for number, one in enumerate(lines, 1)),
    )
    yield of_department(KIND, source, paper, dated=programme.ends_on)


def _rank(one: Candidate) -> tuple[bool, bool, Decimal]:
    return one.standing != Standing.YOUTH, not one.fulfils, -Decimal(one.score)


def _candidate(source: Source, person: Person) -> Candidate | None:
    semester = source.semester
    groups = [
        group
        for group in semester.active_groups
        if any(row.person == person.id and row.left_on is None for row in semester.members_by_group.get(group.id, ()))
    ]
    if not groups:
        return None
    own = _goals(source, person.id, groups)
    shared = _of_groups(source, groups)
    discipline = [goal for goal in own if goal.kind is GoalKind.DISCIPLINE]
    met = sum(goal.met is True for goal in shared)
    active = {group.id for group in semester.active_groups}
    named = {project.id for project in semester.projects if project.group in active}
    projects = {row.project for row in semester.project_members if row.person == person.id} & named
    # As in the assessment: what was done in a group that the candidate left later counts too.
    assessed = [
        group
        for group in semester.active_groups
        if any(row.person == person.id for row in semester.members_by_group.get(group.id, ()))
    ]
    total = score(source, person, assessed).total
    return Candidate(
        number=0,
        name=person.name,
        id=person.id,
        class_name=person.class_name,
        standing=person.standing,
        towards=_TOWARDS[person.standing],
        groups=tuple(group.name for group in groups),
        set=len(own),
        met=sum(goal.met is True for goal in own),
        group_set=len(shared),
        group_met=met,
        honours=len({row.id for row in semester.honours if person.id in winners(semester, row)}),
        certificates=sum(row.person == person.id for row in semester.certificates),
        projects=len(projects),
        talks=sum(person.id in (row.talker, *row.partners) for row in semester.talks),
        score=f"{total.normalize():f}",
        band=source.settings.band(total),
        fulfils=bool(discipline) and all(goal.met for goal in discipline) and 2 * met >= len(shared) > 0,
    )


def _goals(source: Source, person: str, groups: Sequence[Group]) -> list[Goal]:
    """Return a person's goals that count in any of the groups, each once."""
    ids = {group.id for group in groups}
    own = source.semester.goals_by_person.get(person, ())
    return [goal for goal in own if not goal.groups or ids.intersection(goal.groups)]


def _of_groups(source: Source, groups: Sequence[Group]) -> list[Goal]:
    """Return the goals of all members of the groups, each once."""
    members = dict.fromkeys(
        row.person for group in groups for row in source.semester.members_by_group.get(group.id, ()) if not row.left_on
    )
    return [goal for member in members for goal in _goals(source, member, groups)]


KIND = DocumentKind(
    "selection_list",
    "考察选拔一览表",
    Per.SEMESTER,
    84,
    SelectionList,
    pages=(1, 80),
    papers=selection_lists,
    sums_up=True,
)
