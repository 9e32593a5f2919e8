"""学分认定汇总表: for the academic office, each student's credit from projects and topics that were appraised (rule 11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pydantic import Field

from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Paper, Per, Source, of_department
from docgen.field import Person, Project, ProjectMember
from docgen.messages import N_
from docgen.statistics import is_appraised


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
    yield of_department(KIND, source, paper, dated=source.programme.ends_on)


def _line(number: int, person: Person, rows: list[tuple[Project, ProjectMember]]) -> CreditLine:
    return CreditLine.of(
        person,
        number=number,
        works=tuple(Work.of(project, row, project=project.name, credit=_sum([row])) for project, row in rows),
        total=_sum([row for _project, row in rows]),
    )


def _sum(rows: list[ProjectMember]) -> str:
    return f"{sum((row.credit or Decimal() for row in rows), Decimal()).normalize():f}"


KIND = DocumentKind(
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
