"""Rules 1 and 7: the term and its dates; no end before its start; papers, talks and activities lie in the semester."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from docgen.field import Row, Talk
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import JudgedSemester, error, warning

_LEEWAY = timedelta(days=45)
"""Terms begin and end with the calendar of the school; more than this outside the usual months is a slip."""


def term_has_its_dates(case: JudgedSemester) -> Iterator[Problem]:
    """Rules 1 and 7: the first day is not after the last, and both lie about where the term does."""
    programme = case.semester.programme
    if programme is None or programme.broken & {"开始日期", "结束日期"}:
        return
    if programme.ends_on < programme.begins_on:
        yield _reversed(programme, "结束日期", programme.begins_on, programme.ends_on, ())
    if "学年学期" in programme.broken:
        return
    first, last = programme.term.span
    for column, day in (("开始日期", programme.begins_on), ("结束日期", programme.ends_on)):
        if not first - _LEEWAY <= day <= last + _LEEWAY:
            yield warning(
                programme,
                column,
                "outside-term",
                1,
                _("does not lie in {term}").format(term=programme.term),
                _("check the year, or 学年学期"),
                value=day,
            )


def leavers_say_why(case: JudgedSemester) -> Iterator[Problem]:
    """domain.md §4: a member who quits stays, with 退出日期 and reason."""
    for row in case.semester.memberships:
        if row.left_on and not row.leaving_reason and "退出原因" not in row.broken:
            yield warning(
                row,
                "退出原因",
                "left-without-reason",
                10,
                _("nothing says why this member left"),
                _("fill in the reason; inspectors ask for it"),
            )


def nothing_ends_before_it_starts(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 7: projects, memberships, records of talks, the way to becoming an activist."""
    semester = case.semester
    for project in semester.projects:
        if _is_reversed(project.begins_on, project.ends_on):
            yield _reversed(project, "结束日期", project.begins_on, project.ends_on, (project.group,))
        if _is_reversed(project.begins_on, project.appraised_on):
            yield _reversed(project, "鉴定日期", project.begins_on, project.appraised_on, (project.group,))
    for row in semester.memberships:
        since = row.joined_on or row.signed_on
        if _is_reversed(since, row.left_on):
            yield _reversed(row, "退出日期", since, row.left_on, (row.group,))
    for talk in semester.talks:
        if "日期" not in talk.broken and _is_reversed(talk.held_on, talk.recorded_on):
            yield error(
                talk,
                "记录日期",
                "recorded-before-talk",
                7,
                _("the record is dated before its talk, {day}").format(day=talk.held_on),
                _("correct one of the two dates"),
                value=talk.recorded_on,
                groups=_groups_of(case, talk),
            )
    for person in semester.people:
        if _is_reversed(person.applied_on, person.activist_since):
            groups = case.groups_by_person.get(person.id, ())
            yield _reversed(person, "确定积极分子日期", person.applied_on, person.activist_since, groups)


def papers_lie_in_the_semester(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 7: agreement, signatures, plan, talk and activity lie in the semester."""
    if case.semester.span is None:
        return
    semester = case.semester
    for group in semester.groups:
        for column, day in (("协议日期", group.agreed_on), ("备案日期", group.filed_on)):
            yield from _outside(case, group, column, day, (group.id,))
    for row in semester.memberships:
        yield from _outside(case, row, "签署日期", row.signed_on, (row.group,))
    for activity in semester.activities:
        for column, day in (("计划日期", activity.planned_on), ("实际日期", activity.held_on)):
            yield from _outside(case, activity, column, day, (activity.group,) if activity.group else ())
    for talk in semester.talks:
        if "日期" not in talk.broken:
            yield from _outside(case, talk, "日期", talk.held_on, _groups_of(case, talk))


def results_may_lie_outside(case: JudgedSemester) -> Iterator[Problem]:
    """Rule 7: honours, certificates, projects, reviews and changes may lie outside the semester: a warning."""
    semester = case.semester
    days: list[tuple[Row, str, date | None]] = []
    for project in semester.projects:
        days += [(project, "开始日期", project.begins_on), (project, "结束日期", project.ends_on)]
    days += [(honour, "日期", honour.awarded_on) for honour in semester.honours]
    days += [(certificate, "日期", certificate.issued_on) for certificate in semester.certificates]
    days += [(review, "日期", review.reviewed_on) for review in semester.reviews]
    days += [(change, "日期", change.changed_on) for change in semester.changes if "日期" not in change.broken]
    span = semester.span
    for row, column, day in days:
        if span is not None and day is not None and not span[0] <= day <= span[1]:
            yield warning(
                row,
                column,
                "outside-semester",
                7,
                _("lies outside the semester ({first} to {last})").format(first=span[0], last=span[1]),
                _("check the date; it may be right"),
                value=day,
            )


def _groups_of(case: JudgedSemester, talk: Talk) -> tuple[str, ...]:
    return (talk.group,) if talk.group else case.groups_by_person.get(talk.talker, ())


def _is_reversed(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and last < first


def _reversed(row: Row, column: str, first: date | None, last: date | None, groups: tuple[str, ...]) -> Problem:
    return error(
        row,
        column,
        "end-before-start",
        7,
        _("lies before the start, {day}").format(day=first),
        _("correct one of the two dates"),
        value=last,
        groups=groups,
    )


def _outside(
    case: JudgedSemester, row: Row, column: str, day: date | None, groups: tuple[str, ...]
) -> Iterator[Problem]:
    span = case.semester.span
    if day is None or span is None or span[0] <= day <= span[1]:
        return
    yield error(
        row,
        column,
        "outside-semester",
        7,
        _("lies outside the semester ({first} to {last})").format(first=span[0], last=span[1]),
        _("correct the date, or 开始日期 and 结束日期 in sheet 学期"),
        value=day,
        groups=groups,
    )
