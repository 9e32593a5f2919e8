"""活动工作总结: the semester's report to those above. Every figure is computed (domain.md §3, docgen.statistics)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import Field

from docgen.documents.figures import (
    Figures,
    GroupLine,
    ReportHonour,
    ReportProject,
    figures_of,
    group_lines,
    report_honours,
    report_projects,
)
from docgen.documents.heading import SchoolHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source, plain
from docgen.documents.report_prose import (
    Case,
    aims,
    decided,
    difficulties,
    leadership,
    next_steps,
    paragraphs,
    practice,
    results,
    situation,
    told_by_department,
    told_cases,
)
from docgen.field import Programme, Semester, Summary
from docgen.messages import N_
from docgen.statistics import count


class WorkReport(SchoolHeading):
    """The report: seven sections of prose, signature, four annexes."""

    issuer_lines: tuple[str, ...] = Field(alias="发文机关标题", description=N_("The issuer as lines of the title"))
    document_number: str = Field("", alias="文号", description=N_("Document number"))
    addressee: str = Field("", alias="主送", description=N_("Whom it goes to"))
    situation: tuple[str, ...] = Field(alias="基本情况", description=N_("Section 1, paragraphs"))
    leadership: tuple[str, ...] = Field(alias="组织领导", description=N_("Section 2, paragraphs"))
    practice: tuple[str, ...] = Field(alias="主要做法", description=N_("Section 3, paragraphs"))
    results: tuple[str, ...] = Field(alias="取得成效", description=N_("Section 4, paragraphs"))
    cases: tuple[Case, ...] = Field((), alias="典型事例", description=N_("Section 5, cases told"))
    difficulties: tuple[str, ...] = Field(alias="存在问题", description=N_("Section 6, paragraphs"))
    next_steps: tuple[str, ...] = Field(alias="下一步打算", description=N_("Section 7, paragraphs"))
    reported_on: date | None = Field(None, alias="报告日期", description=N_("Day of the report"))
    figures: Figures = Field(alias="统计", description=N_("Annex 1: counts"))
    groups: tuple[GroupLine, ...] = Field(alias="小组一览", description=N_("Annex 2: groups"))
    projects: tuple[ReportProject, ...] = Field((), alias="项目一览", description=N_("Annex 3: projects"))
    honours: tuple[ReportHonour, ...] = Field((), alias="荣誉一览", description=N_("Annex 4: honours"))


def work_reports(source: Source) -> Iterator[Document]:
    """Compose the semester's report."""
    programme = source.programme
    title = f"{programme.term_name}“{programme.activity}”{KIND.title}"
    data = plain(_work_report(source.semester, programme, source.numbers))
    yield Document(KIND, Summary.DEPARTMENT, title, data, number=programme.document_number, dated=programme.reported_on)


def _work_report(semester: Semester, programme: Programme, numbers: Mapping[str, str]) -> WorkReport:
    counts = count(semester)
    told = told_by_department(semester)
    return WorkReport.of(
        programme,
        situation=situation(semester, programme, counts) + paragraphs(told.situation),
        leadership=leadership(programme) + aims(),
        practice=practice(counts, more=bool(told.practice)) + paragraphs(told.practice),
        results=results(counts) + decided(semester, programme) + paragraphs(told.results),
        cases=told_cases(semester),
        difficulties=paragraphs(told.difficulties) or difficulties(counts),
        next_steps=paragraphs(told.next_steps) or next_steps(counts),
        figures=figures_of(counts),
        groups=group_lines(semester, numbers),
        projects=report_projects(semester),
        honours=report_honours(semester),
    )


KIND = DocumentKind(
    "work_report",
    "活动工作总结",
    Per.SEMESTER,
    90,
    WorkReport,
    pages=(2, 2000),
    of_all=work_reports,
    sums_up=True,
    signers=("党组织",),
    day="学期!报告日期",
)
