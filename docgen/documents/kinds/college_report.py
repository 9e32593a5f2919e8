"""全院活动工作总结: what the departments of a college did, department by department, and what is still lacking.

Every figure is the sum of the departments' own (:mod:`docgen.statistics`): a person who takes part in two departments
counts in each, as does a prize that two departments share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from docgen.documents.figures import shares_bar
from docgen.documents.heading import Heading
from docgen.documents.kind import DocumentKind, Paper, Per
from docgen.field import Programme
from docgen.messages import N_
from docgen.statistics import Statistics


@dataclass(frozen=True, slots=True)
class DepartmentCounts:
    """A department as the college sees it: its counts, how many papers and pages it has, what is lacking and why."""

    name: str
    counts: Statistics | None = None
    papers: int = 0
    pages: int = 0
    lacking: int = 0
    """papers that failed or were held back"""
    fault: str = ""
    """why nothing could be made at all"""


class DepartmentLine(Paper):
    """A department, or the sum of all."""

    number: int = Field(alias="序号", description=N_("Running number"))
    name: str = Field(alias="院系", description=N_("Department"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    people: int = Field(alias="参加人数", description=N_("Distinct participants"))
    goals_set: int = Field(alias="目标设定", description=N_("Goals set"))
    goals_met: int = Field(alias="目标完成", description=N_("Goals met"))
    projects: int = Field(alias="项目数", description=N_("Projects and topics"))
    honours: int = Field(alias="荣誉数", description=N_("Distinct honours"))
    talks: int = Field(alias="交流次数", description=N_("Talks"))
    papers: int = Field(alias="文件数", description=N_("Papers made"))
    pages: int = Field(alias="页数", description=N_("Pages"))
    bar: str = Field("", alias="图示", description=N_("Its bar in a chart"))


class LackingLine(Paper):
    """A department with papers that are not there, or none at all."""

    name: str = Field(alias="院系", description=N_("Department"))
    reason: str = Field(alias="原因", description=N_("Reason"))


class CollegeReport(Heading):
    """The report of all departments."""

    school: str = Field(alias="学校", description=N_("School"))
    theme: str = Field("", alias="主题", description=N_("Theme"))
    reported_on: date | None = Field(None, alias="报告日期", description=N_("Day of the report"))
    situation: tuple[str, ...] = Field(alias="基本情况", description=N_("The situation, paragraphs"))
    results: tuple[str, ...] = Field(alias="取得成效", description=N_("What was achieved, paragraphs"))
    difficulties: tuple[str, ...] = Field(alias="存在问题", description=N_("What is still lacking, paragraphs"))
    departments: tuple[DepartmentLine, ...] = Field(alias="院系一览", description=N_("One line a department"))
    total: DepartmentLine = Field(alias="合计", description=N_("The sum of all"))
    lacking: tuple[LackingLine, ...] = Field((), alias="未齐院系", description=N_("Departments that lack papers"))


def compose_college_report(programme: Programme, departments: Sequence[DepartmentCounts]) -> CollegeReport:
    """Compose the report; ``programme`` is that of one of the departments, whose school and term it takes."""
    lines = tuple(_line(number, one) for number, one in enumerate(departments, 1))
    total = _total(lines)
    lacking = tuple(LackingLine(name=one.name, reason=_reason(one)) for one in departments if one.fault or one.lacking)
    unmet = total.goals_set - total.goals_met
    return CollegeReport.of(
        programme,
        theme=programme.theme,
        situation=(
            f"{programme.term_name}，全院{len(departments)}个院系开展“{programme.activity}”活动，"
            f"共组成共勉小组{total.groups}个，{total.people}人次参加，形成文件{total.papers}件、{total.pages}页。",
        ),
        results=(
            f"各小组共设定目标{total.goals_set}项，完成{total.goals_met}项{_share(total.goals_met, total.goals_set)}；"
            f"开展项目（课题）{total.projects}项，获得荣誉{total.honours}项，交流谈话{total.talks}次。",
        ),
        difficulties=(
            *((f"尚有{unmet}项目标未完成或未填报结果。",) if unmet else ()),
            *((f"{len(lacking)}个院系的文件尚未齐全，见附表二。",) if lacking else ("各院系文件齐全。",)),
        ),
        departments=lines,
        total=total,
        lacking=lacking,
    )


def _line(number: int, one: DepartmentCounts) -> DepartmentLine:
    counts = one.counts
    met, planned = (counts.goals_met, counts.goals_set) if counts else (0, 0)
    return DepartmentLine(
        number=number,
        name=one.name,
        groups=counts.groups if counts else 0,
        people=counts.participants if counts else 0,
        goals_set=planned,
        goals_met=met,
        projects=sum(row.count for row in counts.projects) if counts else 0,
        honours=counts.honours_total if counts else 0,
        talks=counts.talks if counts else 0,
        papers=one.papers,
        pages=one.pages,
        bar=shares_bar(met, planned - met),
    )


def _total(lines: Sequence[DepartmentLine]) -> DepartmentLine:
    names = ("groups", "people", "goals_set", "goals_met", "projects", "honours", "talks", "papers", "pages")
    sums = {name: sum(getattr(line, name) for line in lines) for name in names}
    return DepartmentLine(number=len(lines), name="合计", **sums)


def _share(part: int, whole: int) -> str:
    return f"（{part * 100 / whole:.1f}%）" if whole else ""


def _reason(one: DepartmentCounts) -> str:
    return one.fault or f"{one.lacking}件文件因台账或文件有误未形成"


KIND = DocumentKind("college_report", "全院活动工作总结", Per.COLLEGE, 97, CollegeReport, pages=(1, 30))
