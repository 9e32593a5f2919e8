"""Rule 14: who may be put forward: an application in writing, a year as an activist, led by full members of the Party."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.field import PoliticalStatus, Standing, Talk
from docgen.messages import _
from docgen.problems import Problem
from docgen.rules.faults import Case, Rule, error, warning


def candidates_have_applied(case: Case) -> Iterator[Problem]:
    """Rule 14: nobody is put forward without 入党申请日期 (warning); of a youth that is asked at the end of term."""
    for person in case.people:
        asked = person.standing.is_activist or (person.standing is Standing.YOUTH and case.is_over)
        if asked and person.applied_on is None and "入党申请日期" not in person.broken:
            yield warning(
                person,
                "入党申请日期",
                "not-applied",
                14,
                _("no day of the application to join: this {standing} cannot be put forward").format(
                    standing=person.standing
                ),
                _("fill in the day of the written application, or leave it empty until there is one"),
                value=person.name,
            )


def activists_know_since_when(case: Case) -> Iterator[Problem]:
    """Rule 14: an activist has 确定积极分子日期 (warning); a 发展对象 became an activist a year ago (error)."""
    span = case.semester.span
    for person in case.people:
        if not person.standing.is_activist or "确定积极分子日期" in person.broken:
            continue
        if person.activist_since is None:
            yield warning(
                person,
                "确定积极分子日期",
                "activist-since-unknown",
                14,
                _("nothing says since when this person has been an activist: a year is asked before 发展对象"),
                _("fill in the day"),
                value=person.name,
            )
        elif (
            person.standing is Standing.CANDIDATE
            and span is not None
            and person.year_over_on is not None
            and person.year_over_on > span[1]
        ):
            yield error(
                person,
                "确定积极分子日期",
                "candidate-too-soon",
                14,
                _("has been an activist for less than a year at the end of the semester, and cannot be a 发展对象"),
                _("correct the day, or set 身份 to 入党积极分子"),
                value=person.activist_since,
                groups=case.groups_by_person.get(person.id, ()),
            )


def full_members_lead(case: Case) -> Iterator[Problem]:
    """Rule 14: only a 正式党员 may be 培养联系人; where a probationary member leads talks with activists, a warning each."""
    led: dict[str, list[Talk]] = {}
    for talk in case.semester.talks:
        talker = case.known(talk.talker)
        if talker is None or "政治面貌" in talker.broken or talker.political_status is PoliticalStatus.FULL_MEMBER:
            continue
        partners = [case.known(one) for one in talk.partners]
        if talker.standing.is_member and any(one is not None and one.standing.is_activist for one in partners):
            led.setdefault(talker.id, []).append(talk)
    for number, talks in led.items():
        talker = case.semester.person_by_id[number]
        yield warning(
            talks[0],
            "谈话人",
            "probationary-leads",
            14,
            _(
                "{name} is 中共预备党员 and leads {count} talks with activists: only a full member may be 培养联系人"
            ).format(name=talker.name, count=len(talks)),
            _("have a full member lead them, or correct 政治面貌 in sheet 人员"),
            value=talker.label,
            groups=tuple(dict.fromkeys(talk.group for talk in talks if talk.group)),
        )


RULES: tuple[Rule, ...] = (candidates_have_applied, activists_know_since_when, full_members_lead)
