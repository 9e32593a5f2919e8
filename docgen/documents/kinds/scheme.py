"""活动实施方案: what the general branch sets out before the semester, with the 指导小组 and the department's calendar.

Its aims, principles and forms are the field's own (domain.md §1) and stand in the template; from the workbook come the
guidance team and the activities of the whole department. Its day is that of the activity which names 实施方案, if any.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import SchoolHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source
from docgen.documents.shared_parts import ScheduleLine, day_of, of_department
from docgen.messages import N_

_NAMED = "实施方案"


class SchemeStep(ScheduleLine):
    """An activity of the whole department."""


class Scheme(SchoolHeading):
    """The scheme of a semester."""

    issuer_lines: tuple[str, ...] = Field(alias="发文机关标题", description=N_("The issuer as lines of the title"))
    begins_on: date = Field(alias="开始日期", description=N_("First day"))
    ends_on: date = Field(alias="结束日期", description=N_("Last day"))
    overall_plan: str = Field("", alias="列入计划", description=N_("The overall work plan that has the activity"))
    secretary: str = Field(alias="书记", description=N_("Secretary of the general branch"))
    team_leader: str = Field("", alias="指导小组组长", description=N_("Head of the guidance team"))
    team_members: tuple[str, ...] = Field((), alias="指导小组成员", description=N_("Guidance team"))
    talks_per_month: int = Field(alias="每月谈话次数", description=N_("How often each activist is talked with a month"))
    steps: tuple[SchemeStep, ...] = Field((), alias="日程", description=N_("The department's activities by day"))
    contest: bool = Field(False, alias="评选", description=N_("Whether works are judged"))
    professional_weight: int = Field(0, alias="专业权重", description=N_("Weight of the professional jury, per cent"))
    popular_weight: int = Field(0, alias="大众权重", description=N_("Weight of the popular jury, per cent"))
    issued_on: date | None = Field(None, alias="印发日期", description=N_("Day of the scheme; empty: written by hand"))


def schemes(source: Source) -> Iterator[Document]:
    """Compose the scheme of the semester."""
    programme, semester = source.programme, source.semester
    planned = [row for row in semester.activities_by_group.get("", ()) if row.planned_on or row.held_on]
    planned.sort(key=lambda row: row.planned_on or row.held_on or date.max)
    issued = day_of(semester, _NAMED)
    jury = source.settings.jury
    paper = Scheme.of(
        programme,
        talks_per_month=source.settings.check.talks_per_month,
        steps=tuple(
            SchemeStep.of(row, number=number, planned_on=row.planned_on or row.held_on)
            for number, row in enumerate(planned, 1)
        ),
        contest=bool(semester.marks),
        professional_weight=jury.professional,
        popular_weight=jury.popular,
        issued_on=issued,
    )
    yield of_department(KIND, source, paper, dated=issued)


KIND = DocumentKind(
    "scheme",
    "活动实施方案",
    Per.SEMESTER,
    70,
    Scheme,
    pages=(2, 12),
    of_all=schemes,
    sums_up=True,
    signers=("党组织",),
    day="活动!实际日期（全系，内容写明“实施方案”）",
)
