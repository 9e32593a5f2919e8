"""个人成长档案: one person over all semesters of the ledger, the evidence for member review and activist selection.

Not a paper of the semester: it is made on request and goes into no bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import Field

from docgen.documents.kind import DocumentKind, Paper, Per, Source
from docgen.documents.scoring import score
from docgen.documents.shared_parts import came_and_went, digits
from docgen.field import Goal, Honour, Person, Semester, Standing
from docgen.messages import N_
from docgen.settings import Settings


class DossierGroup(Paper):
    """A group the person was in: the agreement they signed."""

    id: str = Field(alias="小组编号", description=N_("Number of the group"))
    name: str = Field(alias="小组名称", description=N_("Name of the group"))
    form: str = Field(alias="形式", description=N_("Form of pairing"))
    number: str = Field("", alias="备案号", description=N_("Filing number"))
    role: str = Field(alias="身份职责", description=N_("Leader, member or guiding teacher"))
    share: str = Field("", alias="分工", description=N_("Share of the work"))
    signed_on: date | None = Field(None, alias="签署日期", description=N_("Day of signing"))
    remark: str = Field("", alias="备注", description=N_("Left, merged or withdrawn"))


class DossierGoal(Paper):
    """A goal and what came of it."""

    kind: str = Field(alias="类别", description=N_("Kind of goal"))
    indicator: str = Field(alias="指标", description=N_("What is measured"))
    baseline: str = Field("", alias="现状", description=N_("Where it stood"))
    target: str = Field(alias="目标值", description=N_("Target"))
    achieved: str = Field("", alias="完成值", description=N_("What was reached"))
    result: str = Field(alias="结果", description=N_("Met, not met, or not reported"))


class DossierLine(Paper):
    """An honour, a certificate, a project, a review or a talk."""

    dated: date | None = Field(None, alias="日期", description=N_("Day"))
    text: str = Field(alias="内容", description=N_("What it was"))
    detail: str = Field("", alias="说明", description=N_("Grade, share of the work, with whom"))


class DossierTerm(Paper):
    """One semester of the person."""

    term: str = Field(alias="学年学期", description=N_("Academic year and term"))
    class_name: str = Field("", alias="班级", description=N_("Class, or office"))
    standing: str = Field(alias="身份", description=N_("What the person was to the Party"))
    groups: tuple[DossierGroup, ...] = Field((), alias="小组", description=N_("Groups and agreements"))
    goals: tuple[DossierGoal, ...] = Field((), alias="目标", description=N_("Goals and what came of them"))
    met: int = Field(0, alias="完成目标数", description=N_("Goals met"))
    projects: tuple[DossierLine, ...] = Field((), alias="项目", description=N_("Projects and topics"))
    honours: tuple[DossierLine, ...] = Field((), alias="荣誉", description=N_("Honours"))
    certificates: tuple[DossierLine, ...] = Field((), alias="证书", description=N_("Certificates"))
    reviews: tuple[DossierLine, ...] = Field((), alias="自查互评", description=N_("Reviews of the person"))
    talks: tuple[DossierLine, ...] = Field((), alias="交流", description=N_("Talks: day, with whom, about what"))
    thinking: tuple[DossierLine, ...] = Field(
        (), alias="思想动态", description=N_("Where their thinking stood, by day")
    )
    score: str = Field("", alias="考核得分", description=N_("Score by today's weights; empty: nothing is reported yet"))
    band: str = Field("", alias="考核等次", description=N_("Band of the score"))


class DossierStanding(Paper):
    """What the person was to the Party, and since when the books say so."""

    since: str = Field(alias="起始", description=N_("Day, or term from which on the workbooks say so"))
    standing: str = Field(alias="身份", description=N_("What the person was to the Party"))


class Dossier(Paper):
    """A person and their semesters, the oldest first."""

    general_branch: str = Field(alias="党组织", description=N_("Party general branch"))
    activity: str = Field(alias="活动名称", description=N_("Name of the activity"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student or staff number"))
    gender: str = Field("", alias="性别", description=N_("Gender"))
    political_status: str = Field(alias="政治面貌", description=N_("Political status"))
    standing: str = Field(alias="身份", description=N_("What the person is to the Party"))
    class_name: str = Field("", alias="班级", description=N_("Class, or office"))
    applied_on: date | None = Field(None, alias="入党申请日期", description=N_("Day of the application to join"))
    activist_since: date | None = Field(None, alias="确定积极分子日期", description=N_("Day of becoming an activist"))
    history: tuple[DossierStanding, ...] = Field((), alias="身份变化", description=N_("How the standing changed"))
    terms: tuple[DossierTerm, ...] = Field(
        alias="学期", min_length=1, description=N_("The semesters, the oldest first")
    )
    goals: int = Field(alias="目标总数", description=N_("Goals of all semesters"))
    met: int = Field(alias="完成总数", description=N_("Goals met in all semesters"))
    honours: int = Field(alias="荣誉总数", description=N_("Honours of all semesters"))


def compose_dossier(
    number: str, semesters: Sequence[Semester], numbers: Mapping[tuple[str, str], str], settings: Settings
) -> Dossier:
    """Compose the dossier of a person whom one of the semesters knows.

    ``semesters`` stand oldest first; ``numbers`` are the filing numbers by (term, group). Each is scored by ``settings``.
    """
    known = [one for one in semesters if one.programme is not None and number in one.person_by_id]
    person = known[-1].person_by_id[number]
    programme = known[-1].programme
    assert programme is not None
    terms = tuple(_term(one, one.person_by_id[number], numbers, settings) for one in known)
    return Dossier.of(
        programme,
        person,
        class_name=person.class_or_office,
        history=tuple(_history(number, known)),
        terms=terms,
        goals=sum(len(term.goals) for term in terms),
        met=sum(term.met for term in terms),
        honours=sum(len(term.honours) for term in terms),
    )


def _history(number: str, semesters: Sequence[Semester]) -> Iterator[DossierStanding]:
    """Yield each standing with the term that first has it; the activist's with its day, where that is known."""
    before = ""
    for semester in semesters:
        person, programme = semester.person_by_id[number], semester.programme
        assert programme is not None
        said = f"{person.standing}（{person.political_status}）"
        if said != before:
            day = person.activist_since if person.standing is Standing.ACTIVIST else None
            since = f"{day.year}年{day.month}月{day.day}日" if day else programme.term_name
            yield DossierStanding(since=since, standing=said)
        before = said


def _term(
    semester: Semester, person: Person, numbers: Mapping[tuple[str, str], str], settings: Settings
) -> DossierTerm:
    programme = semester.programme
    assert programme is not None
    goals = semester.goals_by_person.get(person.id, ())
    scored = None
    groups = semester.groups_by_participant.get(person.id, ())
    if groups and person.standing.is_student and any(goal.achieved for goal in goals):
        scored = score(Source(semester, programme, {}, settings), person, groups)
    return DossierTerm.of(
        programme,
        person,
        class_name=person.class_or_office,
        groups=tuple(_groups(semester, person, programme.term.slug, numbers)),
        goals=tuple(map(_goal, goals)),
        met=sum(goal.met is True for goal in goals),
        projects=tuple(
            DossierLine(
                dated=project.ends_on or project.begins_on,
                text=f"{project.type}{project.titled}",
                detail="，".join(filter(None, (row.share, project.grade, f"{row.credit}学分" if row.credit else ""))),
            )
            for row in semester.project_members
            if row.person == person.id and (project := semester.project_by_id.get(row.project)) is not None
        ),
        honours=tuple(map(_honour, (row for row in semester.honours if person.id in row.winners))),
        certificates=tuple(
            DossierLine(dated=row.issued_on, text=row.name, detail="，".join(filter(None, (row.level, row.issued_by))))
            for row in semester.certificates
            if row.person == person.id
        ),
        reviews=tuple(
            DossierLine(
                dated=row.reviewed_on,
                text=row.kind,
                detail="；".join(filter(None, (row.verdict.rstrip("。"), f"差距：{row.gap}" if row.gap else ""))),
            )
            for row in semester.reviews_by_person.get(person.id, ())
        ),
        thinking=tuple(
            DossierLine(dated=row.held_on, text=row.thinking, detail=f"谈话人{_names(semester, (row.talker,))}")
            for row in semester.talks_by_person.get(person.id, ())
            if row.thinking and person.id in row.partners
        ),
        score=digits(scored.total) if scored else "",
        band=settings.band(scored.total) if scored else "",
        talks=tuple(
            DossierLine(
                dated=row.held_on,
                text=row.topic or "交流谈话",
                detail=f"谈话人{_names(semester, (row.talker,))}"
                if person.id in row.partners
                else f"谈话对象{_names(semester, row.partners)}",
            )
            for row in semester.talks_by_person.get(person.id, ())
        ),
    )


def _groups(
    semester: Semester, person: Person, term: str, numbers: Mapping[tuple[str, str], str]
) -> list[DossierGroup]:
    found = []
    for group in semester.groups:
        row = next((one for one in semester.members_by_group.get(group.id, ()) if one.person == person.id), None)
        if row is None and group.guiding_teacher != person.id:
            continue
        role = "指导教师" if row is None else "组长" if group.leader == person.id else "组员"
        found.append(
            DossierGroup.of(
                group,
                row,
                number=numbers.get((term, group.id), group.filing_number),
                role=role,
                remark="；".join(filter(None, (came_and_went(row) if row is not None else "", group.fate))),
            )
        )
    return found


def _goal(goal: Goal) -> DossierGoal:
    unit = f"（{goal.unit}）" if goal.unit else ""
    return DossierGoal.of(goal, indicator=f"{goal.indicator}{unit}")


def _honour(row: Honour) -> DossierLine:
    detail = "，".join(filter(None, (row.level, row.grade, row.awarded_by)))
    return DossierLine(dated=row.awarded_on, text=row.name, detail=detail)


def _names(semester: Semester, ids: Sequence[str]) -> str:
    return "、".join(found.name if (found := semester.person_by_id.get(one)) else one for one in ids)


KIND = DocumentKind("dossier", "个人成长档案", Per.PERSON, 95, Dossier, pages=(1, 60), is_inside=True)
