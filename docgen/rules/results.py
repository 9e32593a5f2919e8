"""Rules 10, 11 and 13: results are appraised before they are credited, proved, and a prize counts once."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import Honour, Project, ProjectState, Summary
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import JudgedSemester, error, warning


def credit_follows_appraisal(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 11: a grade or credit only with an appraiser, an office and a date."""
    for project in case.semester.projects:
        if project.grade and (missing := _appraisal_lacks(project)):
            yield error(
                project,
                "鉴定等级",
                "grade-without-appraisal",
                11,
                _("a grade needs {columns}").format(columns="、".join(missing)),
                _("fill in {columns}, or clear the grade").format(columns="、".join(missing)),
                value=project.grade,
                groups=(project.group,),
            )
    for member in case.semester.project_members:
        project_of = case.semester.project_by_id.get(member.project)
        if member.credit is not None and project_of is not None and (missing := _appraisal_lacks(project_of)):
            yield error(
                member,
                "学分",
                "credit-without-appraisal",
                11,
                _("credit needs {columns} of project {project}").format(
                    columns="、".join(missing), project=project_of.id
                ),
                _("fill in {columns} in sheet 项目, or clear the credit").format(columns="、".join(missing)),
                value=member.credit,
                groups=(project_of.group,),
            )


def _appraisal_lacks(project: Project) -> list[str]:
    wanted = {"鉴定人": project.appraiser, "教研室": project.office, "鉴定日期": project.appraised_on}
    return [column for column, value in wanted.items() if not value and column not in project.broken]


def projects_are_appraised(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 10: at the end of term a project is appraised, who took part is known, and evidence proves it (warnings)."""
    staffed = {row.project for row in case.semester.project_members}
    for project in case.semester.projects:
        is_done = bool(project.grade) or project.state is ProjectState.DONE
        if is_done and project.id not in staffed and not case.lacks("项目成员", project.id):
            yield warning(
                project,
                "项目编号",
                "project-without-members",
                10,
                _("the project is done, and nobody is said to have taken part"),
                _("name who took part in sheet 项目成员"),
                value=project.id,
                groups=(project.group,),
            )
        if project.broken & {"鉴定等级", "鉴定日期", "佐证"}:
            continue
        if project.grade and not project.evidence:
            yield warning(
                project,
                "佐证",
                "appraised-without-evidence",
                10,
                _("the result is appraised, and nothing proves it"),
                _("say what proves it, and put it into 附件"),
                groups=(project.group,),
            )
        unfinished = project.state in (ProjectState.POSTPONED, ProjectState.STOPPED)
        due = project.state is ProjectState.DONE or (case.is_over and not case.goes_on(project))
        if not project.grade and not unfinished and due:
            yield warning(
                project,
                "鉴定等级",
                "project-not-appraised",
                10,
                _("the project is not appraised"),
                _("have it appraised, or set 状态 to 延期 or 中止"),
                groups=(project.group,),
            )


def prizes_count_once(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 13: a prize stands in one row with all its winners, and has a winner."""
    seen: dict[tuple[object, ...], Honour] = {}
    for honour in case.semester.honours:
        if not honour.winners and not honour.group and not honour.broken & {"获奖者", "小组编号"}:
            yield error(
                honour,
                "获奖者",
                "honour-without-winner",
                13,
                _("nobody is said to have won it"),
                _("name the winners, or the group that won it"),
            )
        if honour.broken:
            continue
        key = (honour.name, honour.level, honour.grade, honour.awarded_by, honour.awarded_on)
        first = seen.setdefault(key, honour)
        if first is not honour:
            yield warning(
                honour,
                "名称",
                "same-honour-twice",
                13,
                _("the same honour stands in row {row}: it would be counted twice").format(row=first.row),
                _("if it is one prize, keep one row and name all its winners in it"),
                value=honour.name,
            )


def attendance_is_one_figure(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 18: 参加人数 and the names of those who came say the same (warning)."""
    for row in case.semester.activities:
        known = row.present and not row.broken & {"参加人数", "参加人员"}
        if known and row.attendance is not None and row.attendance != len(row.present):
            yield warning(
                row,
                "参加人数",
                "attendance-differs",
                18,
                _("{count} came, and {named} are named: the record counts the names").format(
                    count=row.attendance, named=len(row.present)
                ),
                _("correct 参加人数 or 参加人员"),
                value=row.attendance,
                groups=(row.group,) if row.group else (),
            )
        for person in row.present:
            if person in row.absent:
                yield warning(
                    row,
                    "缺席人员",
                    "came-and-did-not",
                    18,
                    _("stands in 参加人员, too"),
                    _("take the person out of one of the two"),
                    value=person,
                    groups=(row.group,) if row.group else (),
                )


_MOST_ABSTRACT, _MOST_TOLD = 1_500, 5_000
"""Characters of the innovation case: of its abstract, and of its text."""


def cases_have_room(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 18: what is told for the innovation case fits into it (warning)."""
    programme = case.semester.programme
    told = case.semester.summary_by_group.get(Summary.DEPARTMENT)
    if programme is None or not programme.case_title or told is None:
        return
    texts = {
        "背景": told.background,
        "主要做法": told.practice,
        "取得成效": told.results,
        "典型事例": told.cases,
        "探讨": told.discussion,
    }
    longest = max(texts, key=lambda title: len(texts[title]))
    for column, count, most in (
        ("摘要", len("".join(told.abstract.split())), _MOST_ABSTRACT),
        (longest, sum(len("".join(text.split())) for text in texts.values()), _MOST_TOLD),
    ):
        if count > most:
            yield warning(
                told,
                column,
                "case-too-long",
                18,
                _("{count} characters for the innovation case, which has room for {most}").format(
                    count=count, most=most
                ),
                _("shorten it; computed sentences come on top of what is told"),
            )
