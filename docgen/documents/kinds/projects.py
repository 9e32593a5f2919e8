"""成果鉴定表: a project's result, appraised by the teaching-research office. 学分认定汇总表: each student's credit (rule 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Plain, Source, plain
from docgen.documents.shared_parts import digits, leader, of_department
from docgen.field import Group, Person, Project, ProjectMember, ProjectState
from docgen.marks import Lack
from docgen.messages import N_
from docgen.statistics import is_appraised


class ProjectPerson(Paper):
    """Somebody who worked in the project."""

    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student or staff number"))
    class_name: str = Field("", alias="班级", description=N_("Class, or the office of a teacher"))
    share: str = Field("", alias="分工", description=N_("Share of the work"))
    credit: str = Field("", alias="学分", description=N_("Academic credit; empty: to be fixed"))


class Appraisal(DepartmentHeading):
    """The appraisal of one project; what is not decided yet is room to write."""

    group_id: str = Field(alias="小组编号", description=N_("Number of the group"))
    group_name: str = Field(alias="小组名称", description=N_("Name of the group"))
    leader: str = Field(alias="组长", description=N_("Leader"))
    teacher: str = Field("", alias="指导教师", description=N_("Guiding teacher, if any"))
    id: str = Field(alias="项目编号", description=N_("Number of the project"))
    name: str = Field(alias="名称", description=N_("Name"))
    type: str = Field(alias="类型", description=N_("Project or topic"))
    office: str = Field("", alias="教研室", description=N_("Teaching-research office"))
    begins_on: date | None = Field(None, alias="开始日期", description=N_("First day"))
    ends_on: date | None = Field(None, alias="结束日期", description=N_("Last day"))
    result_form: str = Field("", alias="成果形式", description=N_("Kind of result"))
    result_name: str = Field("", alias="成果名称", description=N_("Name of the result"))
    evidence: str = Field("", alias="佐证", description=N_("Evidence"))
    base: str = Field("", alias="实践基地", description=N_("Practice base where it is done"))
    members: tuple[ProjectPerson, ...] = Field((), alias="成员", description=N_("Who worked in it"))
    credit: str = Field("", alias="学分合计", description=N_("Sum of the credit"))
    grade: str = Field("", alias="鉴定等级", description=N_("Grade; empty: to be ticked"))
    appraiser: str = Field("", alias="鉴定人", description=N_("Who appraised it"))
    appraised_on: date | None = Field(None, alias="鉴定日期", description=N_("Day of appraisal"))


def appraisals(source: Source, group: Group) -> Iterator[Document]:
    """Compose an appraisal of each project that is done, or that was appraised although it is not."""
    for project in source.semester.projects_by_group.get(group.id, ()):
        if project.state is ProjectState.DONE or project.grade or project.appraised_on:
            data = plain(_appraisal(source, group, project))
            title = f"{project.name}{APPRAISAL.title}"
            by = str(data["鉴定人"])
            yield Document(
                APPRAISAL, f"{group.id}-{project.id}", title, data, group.id, dated=project.appraised_on, by=by
            )


def _appraisal(source: Source, group: Group, project: Project) -> Appraisal:
    people = source.semester.person_by_id
    rows = [row for row in source.semester.project_members if row.project == project.id and row.person in people]
    credits = [row.credit for row in rows if row.credit is not None]
    return Appraisal.of(
        source.programme,
        group,
        project,
        leader=leader(source.semester, group),
        teacher=source.name(group.guiding_teacher),
        members=tuple(
            ProjectPerson.of(person, row, class_name=person.class_or_office, credit=digits(row.credit))
            for row in rows
            if (person := people[row.person])
        ),
        credit=digits(sum(credits, Decimal())) if credits else "",
    )


def _lacking(data: Mapping[str, Plain]) -> Lack | None:
    return None if data["鉴定人"] and data["鉴定日期"] else Lack.APPRAISAL


APPRAISAL = DocumentKind(
    "appraisal",
    "成果鉴定表",
    Per.PROJECT,
    60,
    Appraisal,
    pages=(1, 4),
    of_each=appraisals,
    of_gone=True,
    signers=("鉴定人", "教研室"),
    lacking=_lacking,
    day="项目!鉴定日期",
)


class Work(Paper):
    """What a student did in one project."""

    project: str = Field(alias="项目名称", description=N_("Name of the project"))
    share: str = Field("", alias="分工", description=N_("Share of the work"))
    grade: str = Field("", alias="鉴定等级", description=N_("Grade"))
    office: str = Field("", alias="教研室", description=N_("Teaching-research office that appraised it"))
    appraised_on: date | None = Field(None, alias="鉴定日期", description=N_("Day of appraisal"))
    credit: str = Field(alias="学分", description=N_("Academic credit"))


class CreditLine(Paper):
    """One student."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="姓名", description=N_("Full name"))
    id: str = Field(alias="编号", description=N_("Student number"))
    class_name: str = Field("", alias="班级", description=N_("Class"))
    works: tuple[Work, ...] = Field(alias="项目", description=N_("Projects that gave credit"))
    total: str = Field(alias="合计", description=N_("Credit of all of them"))


class CreditSummary(DepartmentHeading):
    """All students with credit, by class and number."""

    students: tuple[CreditLine, ...] = Field(alias="学生", description=N_("One entry a student"))
    projects: int = Field(alias="项目数", description=N_("Projects that gave credit"))
    total: str = Field(alias="总学分", description=N_("Credit in all"))


def credit_summaries(source: Source) -> Iterator[Document]:
    """Compose the summary once an appraised project gives credit."""
    semester = source.semester
    credited: dict[str, list[tuple[Project, ProjectMember]]] = {}
    for row in semester.project_members:
        project = semester.project_by_id.get(row.project)
        if project is not None and row.credit and is_appraised(project) and row.person in semester.person_by_id:
            credited.setdefault(row.person, []).append((project, row))
    if not credited:
        return
    people = sorted((semester.person_by_id[one] for one in credited), key=lambda one: (one.class_name, one.id))
    paper = CreditSummary.of(
        source.programme,
        students=tuple(_line(number, person, credited[person.id]) for number, person in enumerate(people, 1)),
        projects=len({project.id for rows in credited.values() for project, _row in rows}),
        total=_sum([row for rows in credited.values() for _project, row in rows]),
    )
    yield of_department(CREDITS, source, paper, dated=source.programme.ends_on)


def _line(number: int, person: Person, rows: list[tuple[Project, ProjectMember]]) -> CreditLine:
    return CreditLine.of(
        person,
        number=number,
        works=tuple(Work.of(project, row, project=project.name, credit=_sum([row])) for project, row in rows),
        total=_sum([row for _project, row in rows]),
    )


def _sum(rows: list[ProjectMember]) -> str:
    return digits(sum((row.credit or Decimal() for row in rows), Decimal()))


CREDITS = DocumentKind(
    "credit_summary",
    "学分认定汇总表",
    Per.SEMESTER,
    78,
    CreditSummary,
    pages=(1, 200),
    signers=("院系",),
    of_all=credit_summaries,
    sums_up=True,
)
