"""Expected × present: what is there, what is still to come, and whom nobody has thought of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from docgen.field import Semester, Standing
from docgen.rules import Coverage, cover
from docgen.settings import Checks, Settings
from tests.semesters import a_semester, changed, without


def covered(semester: Semester, **checks: Any) -> Coverage:
    return cover(semester, Settings(check=Checks(**checks)))


def test_a_whole_semester_lacks_only_what_the_end_of_term_brings() -> None:
    coverage = covered(a_semester(3, talks=True))
    assert [(s, coverage.total(s).expected, coverage.total(s).present) for s in coverage.groups[0].papers] == [
        ("agreement", 3, 3),
        ("plan", 3, 3),
        ("contact_record", 15, 15),
        ("appraisal", 1, 0),
        ("mutual_review", 6, 0),
        ("group_summary", 3, 0),
    ]
    assert coverage.alone == ()
    assert coverage.empty_groups == ()
    assert coverage.groups[1].papers["appraisal"].missing == ("P02",)
    longer = changed(a_semester(3, talks=True), "projects", 0, ends_on=date(2009, 12, 30))
    assert covered(longer).total("appraisal").expected == 0, "it goes on into the next semester"
    assert coverage.groups[0].papers["group_summary"].missing == ("总结", "完成值×8")
    assert "主要做法" in coverage.department["work_report"].missing


def test_what_an_agreement_and_a_plan_lack_is_named_by_column() -> None:
    semester = changed(a_semester(3, talks=True), "groups", 0, agreed_on=None, meeting="", aim="", filed_on=None)
    semester = changed(semester, "memberships", 1, signed_on=None)
    semester = replace(semester, goals=semester.goals[1:], activities=semester.activities[1:])
    papers = covered(semester).groups[0].papers
    assert papers["agreement"].missing == ("协议日期", "交流方式", "签署日期", "目标")
    assert papers["plan"].missing == ("总体目标", "活动", "备案日期")
    assert (papers["plan"].expected, papers["plan"].present) == (1, 0)


def test_an_activist_who_was_not_talked_with_is_named_with_the_months() -> None:
    semester = a_semester(2, talks=True)
    semester = replace(semester, talks=semester.talks[:1] + semester.talks[2:])
    coverage = covered(semester)
    assert coverage.months == ((2009, 3), (2009, 4), (2009, 5), (2009, 6), (2009, 7))
    first = coverage.activists[0]
    assert (first.number, first.groups, first.talks, first.missing) == (
        "0810130012",
        ("G01",),
        (1, 0, 1, 1, 1),
        ((2009, 4),),
    )
    share = coverage.groups[0].papers["contact_record"]
    assert (share.expected, share.present, share.missing) == (5, 4, ("2009-04",))


def test_more_talks_than_asked_for_in_one_month_do_not_make_up_for_another() -> None:
    semester = a_semester(2, talks=True)
    twice = semester.talks[0].model_copy(update={"held_on": date(2009, 3, 20)})
    coverage = covered(replace(semester, talks=(*semester.talks[:1], *semester.talks[2:], twice)))
    assert coverage.groups[0].papers["contact_record"].present == 4


def test_no_talks_are_missed_where_docgen_toml_asks_for_none() -> None:
    coverage = covered(replace(a_semester(2, talks=True), talks=()), talks_per_month=0)
    assert coverage.total("contact_record").expected == 0
    assert all(not one.missing for one in coverage.activists)


def test_who_is_in_no_group_is_named_and_so_is_a_group_without_members() -> None:
    semester = without(without(a_semester(3, talks=True), "memberships", 0), "memberships", 0)
    coverage = covered(semester)
    assert coverage.empty_groups == ("G01",)
    assert [(one.number, one.standing) for one in coverage.alone] == [
        ("0810130011", Standing.STUDENT_MEMBER),
        ("0810130012", Standing.ACTIVIST),
    ]


def test_who_left_a_group_is_in_no_group_and_a_teacher_needs_none() -> None:
    semester = changed(a_semester(2, talks=True), "memberships", 1, left_on=date(2009, 5, 10), leaving_reason="转学")
    assert [one.number for one in covered(semester).alone] == ["0810130012"]


def test_a_withdrawn_group_is_asked_for_nothing() -> None:
    semester = a_semester(3, talks=True)
    from docgen.field import GroupState

    semester = changed(semester, "groups", 2, state=GroupState.WITHDRAWN)
    assert [one.group for one in covered(semester).groups] == ["G01", "G02"]


def test_an_empty_semester_has_an_empty_table() -> None:
    coverage = covered(Semester())
    assert (coverage.groups, coverage.activists, coverage.alone, coverage.months) == ((), (), (), ())
    assert coverage.department["work_report"].present == 0
