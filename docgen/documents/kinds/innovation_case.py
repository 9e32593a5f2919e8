"""创新案例 and its 申报表: the activity told to others, as its source was: 背景, 做法, 成效, 探讨, 附录.

Made once the sheet 学期 has 案例名称. Figures are computed and are those of the work report; what is told comes from the row 全系
of 总结, the cases too. Where the department tells none, the groups' are taken as far as the text has room, those of exemplary
groups first. The abstract has 1,500 characters at most and the text 5,000; annexes do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from pydantic import Field

from docgen.documents.figures import Figures, ReportHonour, ReportProject, figures_of, report_honours, report_projects
from docgen.documents.heading import DepartmentHeading
from docgen.documents.kind import Document, DocumentKind, Per, Plain, Source
from docgen.documents.report_prose import (
    Case,
    aims,
    leadership,
    paragraphs,
    practice,
    results,
    situation,
    told_by_department,
    told_cases,
)
from docgen.documents.shared_parts import of_department
from docgen.marks import Lack
from docgen.messages import N_
from docgen.statistics import Statistics, count

MOST_ABSTRACT, MOST_TEXT = 1_500, 5_000
"""Characters of the abstract and of the text."""


class InnovationCase(DepartmentHeading):
    """The case: four sections, cases, two annexes."""

    title: str = Field(alias="案例名称", description=N_("Title of the case"))
    issuer_lines: tuple[str, ...] = Field(alias="发文机关标题", description=N_("The issuer as lines of the title"))
    abstract: tuple[str, ...] = Field(alias="摘要", description=N_("Abstract, paragraphs"))
    background: tuple[str, ...] = Field(alias="背景", description=N_("Section 1, paragraphs"))
    practice: tuple[str, ...] = Field(alias="做法", description=N_("Section 2, paragraphs"))
    results: tuple[str, ...] = Field(alias="成效", description=N_("Section 3, paragraphs"))
    cases: tuple[Case, ...] = Field((), alias="典型事例", description=N_("Cases told, in section 3"))
    discussion: tuple[str, ...] = Field(alias="探讨", description=N_("Section 4, paragraphs"))
    figures: Figures = Field(alias="统计", description=N_("Annex: counts"))
    projects: tuple[ReportProject, ...] = Field((), alias="项目一览", description=N_("Annex: projects"))
    honours: tuple[ReportHonour, ...] = Field((), alias="荣誉一览", description=N_("Annex: honours"))
    length: int = Field(0, alias="字数", description=N_("Characters of the text without abstract and annexes"))
    abstract_length: int = Field(0, alias="摘要字数", description=N_("Characters of the abstract"))


class CaseApplication(DepartmentHeading):
    """The form that goes with the case."""

    title: str = Field(alias="案例名称", description=N_("Title of the case"))
    issuer: str = Field(alias="发文机关", description=N_("The general branch with the school, named once"))
    secretary: str = Field(alias="书记", description=N_("Secretary of the general branch"))
    begins_on: date = Field(alias="开始日期", description=N_("First day"))
    ends_on: date = Field(alias="结束日期", description=N_("Last day"))
    participants: int = Field(alias="参加人数", description=N_("Distinct participants"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    office_phone: str = Field("", alias="办公电话", description=N_("Telephone of the office"))
    abstract: tuple[str, ...] = Field(alias="摘要", description=N_("Abstract, paragraphs"))
    abstract_length: int = Field(0, alias="摘要字数", description=N_("Characters of the abstract"))
    length: int = Field(0, alias="字数", description=N_("Characters of the text without abstract and annexes"))


def innovation_cases(source: Source) -> Iterator[Document]:
    """Compose the case where one is applied with."""
    if source.programme.case_title:
        yield of_department(CASE, source, _case(source), dated=source.programme.reported_on)


def case_applications(source: Source) -> Iterator[Document]:
    """Compose the form that goes with the case."""
    if not source.programme.case_title:
        return
    programme, case = source.programme, _case(source)
    paper = CaseApplication.of(
        programme,
        participants=case.figures.participants,
        groups=case.figures.groups,
        abstract=case.abstract,
        abstract_length=case.abstract_length,
        length=case.length,
    )
    yield of_department(APPLICATION, source, paper, dated=programme.reported_on)


def _case(source: Source) -> InnovationCase:
    programme, semester = source.programme, source.semester
    counts = count(semester)
    told = told_by_department(semester)
    background = paragraphs(told.background) + situation(semester, programme, counts)
    done = leadership(programme) + aims() + practice(counts, more=bool(told.practice)) + paragraphs(told.practice)
    reached = results(counts) + paragraphs(told.results)
    discussion = paragraphs(told.discussion) or _open(counts)
    abstract = paragraphs(told.abstract) or _in_short(source, counts)
    room = MOST_TEXT - _length((*background, *done, *reached, *discussion))
    cases = _cases(source, room)
    return InnovationCase.of(
        programme,
        abstract=abstract,
        background=background,
        practice=done,
        results=reached,
        cases=cases,
        discussion=discussion,
        figures=figures_of(counts),
        projects=report_projects(semester),
        honours=report_honours(semester),
        length=MOST_TEXT - room + sum(map(_told, cases)),
        abstract_length=_length(abstract),
    )


def _cases(source: Source, room: int) -> tuple[Case, ...]:
    """The department's cases; else those of groups that fit into ``room``, exemplary groups first, in workbook order."""
    every = told_cases(source.semester)
    if all(not one.group for one in every):
        return every
    groups = {group.id: group.name for group in source.semester.active_groups}
    exemplary = {groups.get(one) for one in source.programme.exemplary}
    kept = []
    for one in sorted(every, key=lambda case: case.group not in exemplary):
        if _told(one) <= room:
            room -= _told(one)
            kept.append(one)
    return tuple(one for one in every if one in kept)


def _told(case: Case) -> int:
    return _length((case.group, *case.paragraphs))


def _length(texts: Iterable[str]) -> int:
    """Count characters as Word does: signs and letters, no blanks."""
    return sum(len("".join(text.split())) for text in texts)


def _in_short(source: Source, counts: Statistics) -> tuple[str, ...]:
    """The abstract where the clerk tells none: what it is, how it is done, what came of it."""
    programme = source.programme
    what = (
        f"“{programme.activity}”是{programme.general_branch}组织党员、入党积极分子与优秀青年结对共勉的活动，"
        "坚持择优、自愿、互助、共勉，以共勉协议书为载体，设互勉、互助、携手三种形式，明确学习、守纪、荣誉、专业四类目标，"
        "以自律、互律、他律保证落实。"
    )
    figures = f"{programme.term_name}，{counts.participants}人结成{counts.groups}个小组"
    figures += f"，确立目标{counts.goals_set}项" if counts.goals_set else ""
    figures += f"，交流谈话{counts.talks}次" if counts.talks else ""
    projects = sum(row.count for row in counts.projects)
    figures += f"，开展项目和课题{projects}项" if projects else ""
    figures += f"，获得各级荣誉{counts.honours_total}项" if counts.honours_total else ""
    return (what, f"{figures}。")


def _open(counts: Statistics) -> tuple[str, ...]:
    """探讨 where the clerk tells none: what makes it work, and what the figures leave open."""
    found = [
        "结对共勉的关键在于有载体、有措施：目标由本人提出、以协议确认、向师生公开，过程有记录，结果有鉴定，"
        "党员的先锋模范作用和青年的成长才能落到具体的事情上。"
    ]
    if counts.goals_not_met:
        found.append(
            f"尚有{counts.goals_not_met}项目标未完成。目标怎样订得既有高度又切合实际，过程怎样帮扶得更及时，有待进一步探讨。"
        )
    return tuple(found)


def _lacking(data: Mapping[str, Plain]) -> Lack | None:
    text, abstract = data["字数"], data["摘要字数"]
    assert isinstance(text, int)
    assert isinstance(abstract, int)
    return Lack.LENGTH if text > MOST_TEXT or abstract > MOST_ABSTRACT else None


CASE = DocumentKind(
    "innovation_case",
    "创新案例",
    Per.SEMESTER,
    91,
    InnovationCase,
    pages=(2, 200),
    of_all=innovation_cases,
    sums_up=True,
    lacking=_lacking,
    day="学期!报告日期",
)
APPLICATION = DocumentKind(
    "case_application",
    "创新案例申报表",
    Per.SEMESTER,
    92,
    CaseApplication,
    pages=(1, 4),
    of_all=case_applications,
    sums_up=True,
    signers=("书记",),
    lacking=_lacking,
    day="学期!报告日期",
)
