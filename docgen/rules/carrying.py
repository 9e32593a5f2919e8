"""From one semester to the next: what is taken over, and what only the clerk can say (domain.md §4, last paragraph).

Taken over are the lines of 学期 that stay, people, unfinished projects with their teams, and active groups as drafts:
without dates, numbers and opinions. Nothing is dropped on a guess: who has probably graduated is asked about, not left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import (
    Group,
    GroupState,
    Membership,
    PoliticalStatus,
    Programme,
    Project,
    ProjectState,
    Semester,
    Standing,
)
from docgen.field.carried import Carried, Question
from docgen.messages import _
from docgen.semester import Term
from docgen.settings import Carrying, patterns

_STAYS = (
    *("school", "department", "general_branch", "activity", "secretary", "team_leader", "team_members"),
    *("fonds", "fonds_name", "archive_class", "retention", "filing_prefix", "addressee", "archivist", "inspector"),
    "office_phone",
)
"""Lines of 学期 that are the same next time; theme, dates and document number are not."""


def carry(old: Semester, term: Term, settings: Carrying) -> Carried:
    """Take a semester over into ``term``; rows of a faulty cell are not among ``old``'s and so not carried."""
    groups, memberships, questions = _groups(old)
    projects = tuple(_continued(project) for project in old.projects if _is_unfinished(project, groups))
    known = {project.id for project in projects}
    team = tuple(row.model_copy(update={"credit": None}) for row in old.project_members if row.project in known)
    asked = [
        *_about_term(old.programme),
        *_about_people(old, term, settings),
        *questions,
        *_about_projects(old, groups),
    ]
    semester = Semester(
        people=old.people,
        groups=tuple(groups.values()),
        memberships=memberships,
        projects=projects,
        project_members=team,
    )
    return Carried(_lines(old.programme), semester, tuple(asked))


def _lines(programme: Programme | None) -> dict[str, str]:
    if programme is None:
        return {}
    values = {name: getattr(programme, name) for name in _STAYS}
    return {
        name: "、".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items() if value
    }


def _about_term(programme: Programme | None) -> Iterator[Question]:
    if programme is None:
        yield Question("term", "学期", "", _("the old sheet could not be read: fill it in"))
        return
    yield Question("term", "学期", programme.theme, _("fill in 活动主题, 开始日期 and 结束日期 of the new semester"))
    stands = _("{secretary}; guidance team: {team}").format(
        secretary=programme.secretary, team="、".join((programme.team_leader, *programme.team_members))
    )
    yield Question("offices", "学期", stands, _("are 书记 and 指导小组 still the same?"))


def _about_people(old: Semester, term: Term, settings: Carrying) -> Iterator[Question]:
    pattern = settings.class_year
    moved_on = old.programme is not None and old.programme.term.start_year < term.start_year
    for name in dict.fromkeys(person.class_name for person in old.people if person.class_name):
        came = _year(name, pattern)
        if came is None:
            yield Question(
                "class-year", name, "", _("the name does not tell when this class began: who of it has left?")
            )
        elif moved_on and 0 < term.start_year - came < settings.years:
            year = term.start_year - came + 1
            yield Question(
                "promoted-class",
                name,
                _("now in year {year}").format(year=year),
                _("does it keep its name and 联系班级?"),
            )
    for person in old.people:
        came = _year(person.class_name, pattern)
        if person.standing.is_student and came is not None and term.start_year - came >= settings.years:
            yield Question(
                "graduate",
                person.label,
                person.class_name,
                _("has probably graduated: delete the row here and in 组员, or correct the class"),
            )
        if person.id in old.left_for_good:
            yield Question(
                "left",
                person.label,
                _("left on {day}").format(day=old.left_for_good[person.id]),
                _("still here? Then find them a group, else delete the row"),
            )
        if person.standing is Standing.YOUTH and person.activist_since is not None:
            yield Question(
                "became-activist",
                person.label,
                _("became an activist on {day}").format(day=person.activist_since),
                _("change 身份 to 入党积极分子, and find them a group of the right form"),
            )
        if person.political_status is PoliticalStatus.PROBATIONARY_MEMBER:
            yield Question(
                "probationary", person.label, person.political_status, _("a full member by now? Then change 政治面貌")
            )


def _year(class_name: str, pattern: str) -> int | None:
    found = patterns.search(pattern, class_name)
    if found is None:
        return None
    said = found["year"] or ""
    if not said.isdecimal():
        return None
    year = int(said)
    return year if year >= 1000 else 2000 + year


def _groups(old: Semester) -> tuple[dict[str, Group], tuple[Membership, ...], list[Question]]:
    """Return active groups as drafts, their rows of 组员, and what to ask about them."""
    groups: dict[str, Group] = {}
    rows: list[Membership] = []
    questions: list[Question] = []
    for group in old.active_groups:
        stayed = [row for row in old.members_by_group.get(group.id, ()) if row.left_on is None]
        people = {row.person for row in stayed}
        label = f"{group.id} {group.name}"
        leader = group.leader if group.leader in people else ""
        if not leader:
            questions.append(Question("no-leader", label, group.leader, _("the leader has left: choose another")))
        if len(stayed) < 2:
            questions.append(
                Question(
                    "too-few-members",
                    label,
                    "、".join(row.person for row in stayed),
                    _("fewer than two members are left: add some, or delete the group"),
                )
            )
        questions.append(Question("continues", label, str(group.form), _("does the group go on? Else delete its rows")))
        groups[group.id] = group.model_copy(
            update={
                "leader": leader,
                "agreed_on": None,
                "filing_number": "",
                "filed_on": None,
                "teacher_opinion": "",
                "office_opinion": "",
                "branch_opinion": "",
                "state": GroupState.ACTIVE,
                "merged_into": "",
            }
        )
        for row in stayed:
            partners = tuple(number for number in row.partners if number in people)
            if partners != row.partners:
                questions.append(
                    Question(
                        "partner-left",
                        f"{group.id} {row.person}",
                        "、".join(row.partners),
                        _("a partner has left: choose anew"),
                    )
                )
            rows.append(
                row.model_copy(
                    update={
                        "partners": partners,
                        "signed_on": None,
                        "joined_on": None,
                        "left_on": None,
                        "leaving_reason": "",
                    }
                )
            )
    return groups, tuple(rows), questions


def _is_unfinished(project: Project, groups: dict[str, Group]) -> bool:
    return project.state in (ProjectState.UNDER_WAY, ProjectState.POSTPONED) and project.group in groups


def _continued(project: Project) -> Project:
    return project.model_copy(update={"state": ProjectState.UNDER_WAY, "ends_on": None})


def _about_projects(old: Semester, groups: dict[str, Group]) -> Iterator[Question]:
    for project in old.projects:
        label = f"{project.id} {project.name}"
        if _is_unfinished(project, groups):
            yield Question("project", label, str(project.state), _("set the new 结束日期, or delete it"))
        elif project.state in (ProjectState.UNDER_WAY, ProjectState.POSTPONED):
            yield Question(
                "project-without-group",
                label,
                project.group,
                _("its group does not go on, so it was not carried over: who finishes it?"),
            )
