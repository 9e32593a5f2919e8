"""The rules of domain.md §5, judged on semesters made in code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docgen.field import (
    Activity,
    Direction,
    Goal,
    GoalKind,
    GroupState,
    Honour,
    Level,
    Membership,
    PairingForm,
    PoliticalStatus,
    ProjectState,
    Semester,
    Standing,
)
from docgen.problems import Problem
from docgen.rules import RULES, judge
from docgen.settings import Checks, Settings
from docgen.statistics import count
from tests.semesters import a_semester, changed, without

SETTINGS = Settings()


def judged(semester: Semester, settings: Settings = SETTINGS) -> list[Problem]:
    """What breaks a rule; made semesters have too few youths for everybody to answer for one, which rule 15 says always."""
    return [one for one in judge(semester, settings) if one.kind != "answers-for-no-youth"]


def kinds(semester: Semester, settings: Settings = SETTINGS) -> list[tuple[str, str, int]]:
    return sorted((p.kind, p.sheet, p.row) for p in judged(semester, settings))


def test_a_valid_semester_breaks_no_rule() -> None:
    assert kinds(a_semester(6, talks=True)) == []


def test_an_empty_semester_breaks_no_rule_and_no_rule_breaks() -> None:
    assert kinds(Semester()) == []


@pytest.mark.parametrize("attribute", [f for f in Semester.__dataclass_fields__ if f != "programme"])
def test_no_rule_needs_any_sheet(attribute: str) -> None:
    for semester in (
        replace(a_semester(3, talks=True), **dict[str, Any]({attribute: ()})),
        replace(a_semester(3, talks=True), programme=None),
    ):
        for rule in RULES:
            assert rule.__doc__
        judge(semester, SETTINGS)


def test_every_error_says_whose_papers_it_holds_back() -> None:
    semester = changed(a_semester(3, talks=True), "groups", 0, form=PairingForm.MUTUAL_HELP)
    semester = changed(semester, "memberships", 2, signed_on=None)
    errors = [p for p in judge(semester, SETTINGS) if p.is_error]
    assert {(p.kind, p.groups) for p in errors} == {("form-needs-activists", ("G01",)), ("not-signed", ("G02",))}


class TestFormsAsOfSigning:
    def test_who_left_before_signing_is_no_party(self) -> None:
        semester = changed(
            a_semester(2, talks=True), "memberships", 1, left_on=date(2009, 3, 10), leaving_reason="转学"
        )
        assert ("too-few-members", "小组", 2) in kinds(semester)
        assert ("form-needs-activist", "小组", 2) in kinds(semester)

    def test_who_left_after_signing_was_one(self) -> None:
        semester = changed(
            a_semester(2, talks=True), "memberships", 1, left_on=date(2009, 5, 10), leaving_reason="转学"
        )
        assert kinds(semester) == [("activist-without-group", "人员", 4)]
        assert "已退出" in judged(semester)[0].message, "and nobody is asked to add to a group who is no longer here"

    def test_no_talk_is_asked_with_one_who_has_left(self) -> None:
        semester = changed(
            a_semester(2, talks=True), "memberships", 1, left_on=date(2009, 5, 10), leaving_reason="转学"
        )
        gone = semester.memberships[1].person
        until = {
            month: tuple(one for one in semester.talks if one.held_on.month <= month or gone not in one.partners)
            for month in (3, 4)
        }
        assert [kind for kind, *_where in kinds(replace(semester, talks=until[4]))] == ["activist-without-group"]
        assert ("too-few-talks", "人员", 4) in kinds(replace(semester, talks=until[3])), (
            "April was not yet over for them"
        )

    def test_who_joined_after_signing_does_not_make_the_form_fit(self) -> None:
        semester = changed(a_semester(2, talks=True), "memberships", 1, joined_on=date(2009, 4, 1))
        assert ("form-needs-activist", "小组", 2) in kinds(semester)

    def test_a_withdrawn_group_is_judged_no_longer(self) -> None:
        semester = without(a_semester(3, talks=True), "memberships", 0)
        semester = changed(semester, "groups", 0, state=GroupState.WITHDRAWN)
        assert kinds(semester) == []

    def test_a_teacher_may_be_the_party_member_of_互勉(self) -> None:
        semester = changed(a_semester(2, talks=True), "memberships", 0, person="T0012", reason="")
        semester = changed(semester, "groups", 0, leader="T0012")
        semester = changed(semester, "memberships", 1, partners=("T0012",))
        assert kinds(semester) == []


class TestPairing:
    def semester(self, *partners: str) -> Semester:
        """A 携手 group of two members and two youths; ``partners`` of each row."""
        whole = a_semester(6, talks=True)
        rows = [row for row in whole.memberships if row.group == "G03"]
        others = [row for row in whole.memberships if row.group == "G06"]
        moved = [row.model_copy(update={"group": "G03"}) for row in others]
        paired = [
            row.model_copy(update={"partners": (partner,) if partner else ()}).at_row(row.row)
            for row, partner in zip([*rows, *moved], partners, strict=True)
        ]
        kept = [row for row in whole.memberships if row.group not in ("G03", "G06")]
        return replace(
            whole,
            memberships=(*kept, *paired),
            groups=tuple(group for group in whole.groups if group.id != "G06"),
            activities=tuple(row for row in whole.activities if row.group != "G06"),
        )

    def found(self, *partners: str) -> list[tuple[str, str]]:
        semester = self.semester(*partners)
        rows = {row.row: row.person for row in semester.memberships if row.group == "G03"}
        return [(p.kind, rows[p.row]) for p in judge(semester, SETTINGS) if p.is_error]

    def test_each_answers_for_one(self) -> None:
        assert self.found("0810130032", "", "0810130062", "") == []

    def test_a_pair_may_be_named_from_either_side(self) -> None:
        assert self.found("0810130032", "", "", "0810130061") == []

    def test_nobody_answers_for_a_youth(self) -> None:
        assert self.found("0810130032", "", "0810130032", "") == [("pairing", "0810130062")]

    def test_one_answers_for_nobody(self) -> None:
        assert self.found("0810130032", "", "", "0810130031") == [("pairing", "0810130031"), ("pairing", "0810130061")]


class TestGoals:
    def test_a_missing_kind_is_said_once_for_a_person_in_two_groups(self) -> None:
        semester = a_semester(3, talks=True)
        row = Membership(group="G02", person="0810130012", reason="成绩好", signed_on=date(2009, 3, 16)).at_row(8)
        goals = tuple(g for g in semester.goals if g.person != "0810130012" or g.kind is not GoalKind.HONOUR)
        semester = replace(semester, memberships=(*semester.memberships, row), goals=goals)
        [problem] = judged(semester, SETTINGS)
        assert (problem.kind, problem.row, problem.groups) == ("goal-missing", 3, ("G01", "G02"))

    def test_a_goal_for_one_group_does_not_count_in_another(self) -> None:
        semester = a_semester(3, talks=True)
        row = Membership(group="G02", person="0810130012", reason="成绩好", signed_on=date(2009, 3, 16)).at_row(8)
        index = next(i for i, g in enumerate(semester.goals) if g.person == "0810130012")
        semester = changed(replace(semester, memberships=(*semester.memberships, row)), "goals", index, groups=("G01",))
        [problem] = judged(semester, SETTINGS)
        assert (problem.kind, problem.row, problem.groups) == ("goal-missing", 8, ("G02",))

    def test_a_teacher_needs_none(self) -> None:
        row = Membership(group="G01", person="T0012", signed_on=date(2009, 3, 16)).at_row(8)
        semester = a_semester(3, talks=True)
        assert kinds(replace(semester, memberships=(*semester.memberships, row))) == []

    def test_at_the_end_of_term_every_goal_is_asked_after(self) -> None:
        semester = a_semester(2, talks=True)
        assert semester.programme is not None
        over = replace(semester, programme=semester.programme.model_copy(update={"reported_on": date(2009, 7, 15)}))
        found = [kind for kind, _sheet, _row in kinds(over)]
        assert found.count("goal-not-reported") == len(semester.goals)
        assert found.count("project-not-appraised") == 1

    def test_a_project_that_goes_on_into_the_next_semester_is_not_yet_appraised(self) -> None:
        semester = a_semester(2, talks=True)
        assert semester.programme
        over = replace(semester, programme=semester.programme.model_copy(update={"reported_on": date(2009, 7, 20)}))
        due = changed(over, "projects", 0, state=ProjectState.UNDER_WAY, ends_on=date(2009, 7, 1))
        longer = changed(over, "projects", 0, state=ProjectState.UNDER_WAY, ends_on=date(2009, 12, 30))
        assert ("project-not-appraised", "项目", 2) in kinds(due)
        assert ("project-not-appraised", "项目", 2) not in kinds(longer)
        assert ("project-not-appraised", "项目", 2) in kinds(changed(longer, "projects", 0, state=ProjectState.DONE))

    def test_an_honour_that_was_a_goal_stands_in_the_sheet_of_honours(self) -> None:
        semester = a_semester(2, talks=True)
        place = next(i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.HONOUR)
        semester = replace(changed(semester, "goals", place, achieved=semester.goals[place].target), honours=())
        assert kinds(semester) == [("honour-not-on-record", "目标", semester.goals[place].row)]
        won = Honour(id="H9", winners=(semester.goals[place].person,), name="读书节", level=Level.DEPARTMENT).at_row(9)
        assert kinds(replace(semester, honours=(won,))) == []

    def test_a_project_that_is_done_was_done_by_somebody(self) -> None:
        done = changed(a_semester(2, talks=True), "projects", 0, state=ProjectState.DONE)
        assert "project-without-members" not in {kind for kind, _sheet, _row in kinds(done)}
        assert ("project-without-members", "项目", 2) in kinds(replace(done, project_members=()))

    @pytest.mark.parametrize(
        ("indicator", "direction", "baseline", "target", "is_worse"),
        [
            ("班级排名", Direction.LOWER, "6", "10", True),
            ("班级排名", Direction.LOWER, "第6名", "前5名", False),
            ("平均成绩", Direction.HIGHER, "88.5分", "85", True),
            ("平均成绩", None, "85", "85", False),
            ("不及格门数", None, "2", "0", True),  # the cell 方向 is empty, and so more would be better
            ("普通话", None, "二级甲等", "二级乙等", True),
            ("体育", None, "良好", "优秀", False),
            ("英语四级", None, "未通过", "通过", False),
            ("班级排名", None, "12", "8", False),  # said already: a rank asks for its 方向
        ],
    )
    def test_a_target_that_is_worse_than_what_is_there_promises_nothing(
        self, indicator: str, direction: Direction | None, baseline: str, target: str, is_worse: bool
    ) -> None:
        semester = changed(
            a_semester(2, talks=True),
            "goals",
            0,
            kind=GoalKind.STUDY,
            indicator=indicator,
            direction=direction,
            baseline=baseline,
            target=target,
        )
        found = {(kind, row) for kind, _sheet, row in kinds(semester) if kind == "target-worse-than-now"}
        assert found == ({("target-worse-than-now", 2)} if is_worse else set())

    def test_words_say_whether_a_goal_was_met(self) -> None:
        goal = Goal(person="0810130011", kind=GoalKind.PROFESSION, indicator="普通话", target="二甲", achieved="未参加")
        semester = replace(a_semester(2, talks=True), goals=(*a_semester(2, talks=True).goals, goal.at_row(99)))
        assert kinds(semester) == [("unmet-without-reason", "目标", 99)]


class TestAttention:
    def test_talks_are_asked_as_often_as_docgen_toml_says(self) -> None:
        semester = a_semester(2, talks=True)
        assert kinds(semester, Settings(check=Checks(talks_per_month=0))) == []
        twice = kinds(semester, Settings(check=Checks(talks_per_month=2)))
        assert {kind for kind, _sheet, _row in twice} == {"too-few-talks"}
        assert len(twice) == sum(person.standing is Standing.ACTIVIST for person in semester.people)

    def test_no_talk_is_asked_for_months_that_lie_ahead(self) -> None:
        semester = a_semester(2, talks=True)
        until_april = tuple(talk for talk in semester.talks if talk.held_on.month <= 4)
        assert kinds(replace(semester, talks=until_april)) == []
        [problem] = judged(replace(semester, talks=semester.talks[:1] + semester.talks[2:]), SETTINGS)
        assert (problem.kind, problem.sheet) == ("too-few-talks", "人员")
        assert "2009-04" in problem.message


class TestNumbersAndPrizes:
    def test_a_filing_number_is_given_once(self) -> None:
        semester = a_semester(3, talks=True)
        for index in (0, 1):
            semester = changed(semester, "groups", index, filing_number="影艺共勉〔2009〕1号")
        [problem] = judged(semester, SETTINGS)
        assert (problem.kind, problem.row, problem.groups) == ("duplicate-filing-number", 3, ("G01", "G02"))

    def test_typed_numbers_may_leave_room_for_cells_that_are_empty(self) -> None:
        semester = changed(a_semester(3, talks=True), "groups", 0, filing_number="影艺共勉〔2009〕3号")
        assert kinds(semester) == []

    def test_typed_numbers_may_not_skip_one(self) -> None:
        semester = a_semester(3, talks=True)
        for index, no in enumerate((1, 2, 4)):
            semester = changed(semester, "groups", index, filing_number=f"影艺共勉〔2009〕{no}号")
        assert kinds(semester) == [("filing-number-gap", "小组", 4)]

    def test_one_prize_in_two_rows_would_count_twice(self) -> None:
        semester = a_semester(2, talks=True)
        honour = semester.honours[0].model_copy(update={"id": "H99", "winners": ("0810130021",)}).at_row(9)
        nobody = Honour(id="H98", name="某奖", level=Level.CITY).at_row(10)
        semester = replace(semester, honours=(*semester.honours, honour, nobody))
        assert kinds(semester) == [("honour-without-winner", "荣誉", 10), ("same-honour-twice", "荣誉", 9)]

    def test_an_activist_cannot_be_a_party_member(self) -> None:
        semester = changed(a_semester(2, talks=True), "people", 1, standing=Standing.ACTIVIST)
        assert ("standing-and-status", "人员", 3) in kinds(semester)


class TestCandidates:
    """Rule 14: each condition of being put forward is asked of the workbook, too."""

    def test_an_activist_without_an_application_or_a_day_of_becoming_one_is_said(self) -> None:
        semester = changed(a_semester(2, talks=True), "people", 2, applied_on=None, activist_since=None)
        assert kinds(semester) == [("activist-since-unknown", "人员", 4), ("not-applied", "人员", 4)]

    def test_a_youth_is_asked_for_an_application_at_the_end_of_term_only(self) -> None:
        semester = a_semester(3, talks=True)
        index = next(i for i, person in enumerate(semester.people) if person.standing is Standing.YOUTH)
        semester = changed(semester, "people", index, applied_on=None)
        assert "not-applied" not in {kind for kind, _sheet, _row in kinds(semester)}
        assert semester.programme
        over = replace(
            semester, programme=semester.programme.model_copy(update={"reported_on": semester.programme.ends_on})
        )
        assert ("not-applied", "人员", index + 2) in kinds(over)

    def test_a_发展对象_has_been_an_activist_for_a_year(self) -> None:
        semester = changed(a_semester(2, talks=True), "people", 2, standing=Standing.CANDIDATE)
        assert kinds(semester) == [("candidate-too-soon", "人员", 4)]
        assert (
            kinds(changed(semester, "people", 2, activist_since=date(2008, 7, 20), applied_on=date(2008, 1, 5))) == []
        )

    def test_a_发展对象_fits_a_group_as_an_activist_does(self) -> None:
        semester = a_semester(2, talks=True)
        for index, person in enumerate(semester.people):
            if person.standing is Standing.ACTIVIST:
                semester = changed(
                    semester,
                    "people",
                    index,
                    standing=Standing.CANDIDATE,
                    applied_on=date(2007, 10, 8),
                    activist_since=date(2008, 3, 1),
                )
        assert kinds(semester) == []

    def test_a_probationary_member_who_leads_talks_with_activists_is_named_once(self) -> None:
        semester = a_semester(2, talks=True)
        member = semester.people[1]
        semester = changed(semester, "people", 1, political_status=PoliticalStatus.PROBATIONARY_MEMBER)
        for index in (0, 1):
            semester = changed(semester, "talks", index, talker=member.id)
        [problem] = judged(semester, SETTINGS)
        assert (problem.kind, problem.sheet, problem.row, problem.column) == ("probationary-leads", "交流", 2, "谈话人")
        assert "2" in problem.message
        full = changed(semester, "people", 1, political_status=PoliticalStatus.FULL_MEMBER)
        assert kinds(full) == []


class TestAnsweringForYouths:
    """Rule 15, and the figures of who came."""

    def test_who_answers_for_no_youth_is_said_once_for_all_and_counted(self) -> None:
        semester = a_semester(6, talks=True)
        [problem] = [one for one in judge(semester, SETTINGS) if one.kind == "answers-for-no-youth"]
        counts = count(semester)
        assert (counts.answering, counts.answerers) == (2, 11)
        assert "9" in problem.message
        assert "11" in problem.message
        assert not problem.is_error

    def test_nothing_is_counted_while_a_row_that_counts_is_at_fault(self) -> None:
        semester = a_semester(6, talks=True)
        for sheet in ("人员", "组员"):
            gone = judge(semester, SETTINGS, frozenset({(sheet, "G01")}))
            assert not [one for one in gone if one.kind == "answers-for-no-youth"]
        person = semester.people[0]
        nameless = person.model_copy().at_row(person.row, frozenset({"姓名"}))
        damaged = replace(semester, people=(nameless, *semester.people[1:]))
        assert not [one for one in judge(damaged, SETTINGS) if one.kind == "answers-for-no-youth"]

    def test_a_youth_in_any_group_counts(self) -> None:
        semester = a_semester(3, talks=True)
        youth = next(person.id for person in semester.people if person.standing is Standing.YOUTH)
        before = count(semester).answering
        index = next(i for i, row in enumerate(semester.memberships) if row.group == "G02")
        helper = semester.memberships[index]
        more = Membership(group="G02", person=youth)
        semester = replace(semester, memberships=(*semester.memberships, more))
        assert count(changed(semester, "memberships", index, partners=(youth,))).answering == before + 1
        assert helper.person not in semester.answering

    def test_names_and_number_of_those_who_came_agree(self) -> None:
        semester = a_semester(2, talks=True)
        people = tuple(row.person for row in semester.memberships if row.group == "G01")
        held = Activity(group="G01", content="晨读", held_on=date(2009, 4, 3), attendance=5, present=people)
        wrong = replace(semester, activities=(held.at_row(9),))
        assert ("attendance-differs", "活动", 9) in kinds(wrong)
        assert kinds(replace(semester, activities=(held.model_copy(update={"attendance": 2}).at_row(9),))) == []
