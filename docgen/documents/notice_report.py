"""公示情况报告: of each public notice, what was shown, where, from when to when, and what came of it.

It is made once the department's activity of 形式 公示 says in 效果 what came of it: the first of the promises, the last of the
results. A notice stands for five working days; which holidays lie in between only the calendar of the school knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from docgen.documents.heading import SchoolHeading
from docgen.documents.kind import Document, DocumentKind, Per, Source, of_department
from docgen.documents.parts import sentences
from docgen.documents.public_notice import END, START, last_day, on_the_board, promised
from docgen.field import Activity, Summary
from docgen.messages import N_
from docgen.statistics import count

_SHOWN = {START: "共勉目标", END: "目标完成情况"}


class NoticeReport(SchoolHeading):
    """What a notice was, and what was said to it."""

    issuer_lines: tuple[str, ...] = Field(alias="发文机关标题", description=N_("The issuer as lines of the title"))
    addressee: str = Field("", alias="主送", description=N_("Whom it goes to"))
    shown: str = Field(alias="公示内容", description=N_("What was shown: promises, or results"))
    groups: int = Field(alias="小组数", description=N_("Groups"))
    people: int = Field(alias="人数", description=N_("People on the board"))
    first_day: date = Field(alias="公示起日", description=N_("First day of the notice"))
    last_day: date = Field(alias="公示止日", description=N_("Fifth working day, holidays left aside"))
    place: str = Field("", alias="地点", description=N_("Place"))
    said: str = Field(alias="反映情况", description=N_("What was said to it"))
    reported_on: date | None = Field(None, alias="报告日期", description=N_("Day of the report; empty: by hand"))


def notice_reports(source: Source) -> Iterator[Document]:
    """Compose a report of each notice of which something is told."""
    for stage, row in on_the_board(source.semester):
        if row.held_on is not None and row.outcome:
            yield _report(source, stage, row, row.held_on)


def _report(source: Source, stage: str, row: Activity, first: date) -> Document:
    programme, semester = source.programme, source.semester
    paper = NoticeReport.of(
        programme,
        row,
        shown=_SHOWN[stage],
        groups=count(semester).groups,
        people=len(promised(semester)),
        first_day=first,
        last_day=last_day(first),
        said="\n".join(sentences(row.outcome)),
        reported_on=None,  # by hand: the day in 学期 is that of the work report
    )
    return of_department(KIND, source, paper, key=f"{Summary.DEPARTMENT}-{stage}", dated=last_day(first))


KIND = DocumentKind(
    "notice_report",
    "公示情况报告",
    Per.SEMESTER,
    75,
    NoticeReport,
    pages=(1, 3),
    of_all=notice_reports,
    sums_up=True,
    signers=("党组织",),
)
