"""A figure printed in two papers is one figure (domain.md §5 rule 18): read out of the papers and laid side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from docgen import settings, workbook
from docgen.documents import Document, Plain
from docgen.field import Activity, Goal, GoalKind, GroupState, Membership, Semester, Talk
from docgen.resources import samples
from tests import second_college
from tests.edges import every, reported
from tests.semesters import a_semester, changed


def merged_and_late() -> Semester:
    """Six groups: the fourth went into the first in May with its people, one left, one left before signing, one has no result.

    What the fourth did before is on record; a goal names only the group that is gone; another cannot be compared.
    """
    semester = reported(a_semester(6, talks=True))
    moved = [row for row in semester.memberships if row.group == "G04"]
    later = tuple(
        Membership(group="G01", person=row.person, joined_on=date(2009, 5, 6), signed_on=date(2009, 5, 6))
        for row in moved
    )
    ended = tuple(
        row.model_copy(update={"left_on": date(2009, 5, 6), "leaving_reason": "小组并入G01"}) if row in moved else row
        for row in semester.memberships
    )
    gone = moved[0].person
    semester = replace(
        semester,
        memberships=(*ended, *later, Membership(group="G02", person=gone, left_on=date(2009, 3, 10))),
        activities=(
            *semester.activities,
            Activity(group="G04", content="晨读", held_on=date(2009, 4, 3)),
            Activity(group="G01", content="晨读", held_on=date(2009, 4, 4)),
            Activity(content="启动会", held_on=date(2009, 3, 9)),
        ),
        goals=(
            *semester.goals,
            Goal(person=gone, kind=GoalKind.HONOUR, indicator="旧组的目标", target="1", achieved="1", groups=("G04",)),
        ),
        talks=(*semester.talks, Talk(held_on=date(2009, 4, 2), talker="T0012", partners=(gone,), group="G04")),
    )
    semester = changed(semester, "groups", 3, state=GroupState.MERGED, merged_into="G01")
    left = next(i for i, row in enumerate(semester.memberships) if row.group == "G02")
    semester = changed(semester, "memberships", left, left_on=date(2009, 5, 18), leaving_reason="外出实习")
    profession = [i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.PROFESSION]
    semester = changed(semester, "goals", profession[0], target="英语四级", achieved="425分")
    return changed(semester, "goals", profession[1], achieved="")


@pytest.fixture(scope="module", params=["made", "sample", "second college"])
def semester(request: pytest.FixtureRequest) -> Semester:
    if request.param == "made":
        return merged_and_late()
    if request.param == "second college":
        return second_college.semester()
    folder = samples() / "2008-2009-2"
    return workbook.check(folder / "台账.xlsx", settings.load(folder)).semester


@pytest.fixture(scope="module")
def papers(semester: Semester) -> tuple[Document, ...]:
    return every(semester)


def of(papers: Iterable[Document], stem: str) -> list[Document]:
    return [one for one in papers if one.kind.stem == stem]


def rows(value: Plain) -> list[dict[str, Plain]]:
    assert isinstance(value, list)
    return [row for row in value if isinstance(row, dict)]


def the(papers: Iterable[Document], stem: str) -> dict[str, Plain]:
    return of(papers, stem)[-1].data


def figures(papers: Iterable[Document]) -> dict[str, Plain]:
    found = the(papers, "work_report")["统计"]
    assert isinstance(found, dict)
    return found


def told(papers: Iterable[Document], pattern: str) -> int:
    """A figure out of the report's prose."""
    found = re.search(pattern, str(the(papers, "work_report")))
    assert found, pattern
    return int(found[1])


def test_groups_are_as_many_in_report_register_and_notice(papers: tuple[Document, ...]) -> None:
    report, register, notice = (the(papers, stem) for stem in ("work_report", "register", "public_notice"))
    groups = figures(papers)["小组数"]
    assert {len(rows(report["小组一览"])), register["有效数"], notice["小组数"]} == {groups}
    assert sum(int(str(row["小组数"])) for row in rows(figures(papers)["按形式"])) == groups


def test_people_are_as_many_in_report_and_notice_and_by_standing(papers: tuple[Document, ...]) -> None:
    people = figures(papers)["参加人数"]
    assert {one.data["参加人数"] for one in of(papers, "public_notice")} == {people}
    assert sum(int(str(row["数量"])) for row in rows(figures(papers)["按身份"])) == people
    assert told(papers, r"共有(\d+)人参加活动") == people


def test_the_people_of_each_group_are_as_many_in_report_register_and_its_own_summary(
    papers: tuple[Document, ...],
) -> None:
    report = {row["小组编号"]: row["人数"] for row in rows(the(papers, "work_report")["小组一览"])}
    register = {row["小组编号"]: row["人数"] for row in rows(the(papers, "register")["登记"]) if not row["作废"]}
    summaries = {
        one.group: len(one.data["成员"]) for one in of(papers, "group_summary") if isinstance(one.data["成员"], list)
    }
    assert report == register
    assert summaries == {group: report[group] for group in summaries}
    assert summaries


def test_students_on_the_board_and_in_the_assessments_are_those_who_take_part(
    papers: tuple[Document, ...], semester: Semester
) -> None:
    assessed = {one.data["编号"] for one in of(papers, "assessment")}
    students = {one for one in semester.groups_by_participant if semester.person_by_id[one].standing.is_student}
    assert assessed == students
    stayed = {
        row.person
        for group in semester.active_groups
        for row in semester.participants_by_group[group.id]
        if row.left_on is None
    }
    for notice in of(papers, "public_notice"):
        assert len(rows(notice.data["人员"])) == len(students & stayed)


def test_goals_of_a_person_are_as_many_on_the_board_in_the_assessment_and_in_the_selection_list(
    papers: tuple[Document, ...], semester: Semester
) -> None:
    assessed = {}
    for one in of(papers, "assessment"):
        found = re.search(r"目标(\d+)项，完成(\d+)项", str(one.data["考核"]))
        assert found
        assessed[str(one.data["编号"])] = (int(found[1]), int(found[2]))
    listed = {str(row["编号"]): (row["设定"], row["完成"]) for row in rows(the(papers, "selection_list")["候选人"])}
    assert listed == {person: assessed[person] for person in listed}
    names = {person: semester.person_by_id[person].name for person in assessed}
    alone = {person for person, name in names.items() if list(names.values()).count(name) == 1}
    board = {str(row["姓名"]): (row["设定"], row["完成"]) for row in rows(the(papers, "public_notice")["人员"])}
    assert {names[person]: assessed[person] for person in alone if names[person] in board} == {
        name: value for name, value in board.items() if name in {names[person] for person in alone}
    }
    total = figures(papers)["目标合计"]
    assert isinstance(total, dict)
    assert (total["设定"], total["完成"]) == tuple(map(sum, zip(*assessed.values(), strict=True)))


def test_goals_add_up_in_the_report_and_the_prose_says_the_same(papers: tuple[Document, ...]) -> None:
    lines, total = rows(figures(papers)["目标"]), figures(papers)["目标合计"]
    assert isinstance(total, dict)
    for line in (*lines, total):
        assert line["设定"] == sum(int(str(line[word])) for word in ("完成", "未完成", "待认定", "未报"))
    for word in ("设定", "完成", "未完成", "待认定", "未报"):
        assert total[word] == sum(int(str(line[word])) for line in lines)
    assert told(papers, r"共确立目标(\d+)项") == told(papers, r"设定目标(\d+)项") == total["设定"]
    assert told(papers, r"已有结果(\d+)项") == int(str(total["完成"])) + int(str(total["未完成"]))


def test_a_group_s_goals_are_as_many_in_its_summary_as_their_lines_say(papers: tuple[Document, ...]) -> None:
    for one in of(papers, "group_summary"):
        words = [row["结果"] for row in rows(one.data["目标"])]
        for title, word in (("完成数", "完成"), ("未完成数", "未完成"), ("待认定数", "待认定"), ("未报数", "未报")):
            assert one.data[title] == words.count(word), one.name


def test_activities_and_talks_are_as_many_as_their_records(papers: tuple[Document, ...]) -> None:
    if records := len(of(papers, "activity_record")):
        assert told(papers, r"共开展活动(\d+)次") == records
    issues = of(papers, "bulletin")
    held = sum(len(rows(issue.data[title])) for issue in issues for title in ("全系活动", "小组活动"))
    assert told(papers, r"共开展活动(\d+)次") == held if held else not of(papers, "activity_record")
    assert sum(int(str(issue.data["交流次数"])) for issue in issues) == figures(papers)["交流次数"]
    talks = figures(papers)["交流次数"]
    assert len(of(papers, "contact_record")) == told(papers, r"全学期交流谈话(\d+)次") == talks
    assert sum(int(str(row["数量"])) for row in rows(figures(papers)["交流按月"])) == talks


def test_projects_and_honours_are_as_many_in_prose_table_and_annex(papers: tuple[Document, ...]) -> None:
    report = the(papers, "work_report")
    projects = sum(int(str(row["数量"])) for row in rows(figures(papers)["项目"]))
    assert len(rows(report["项目一览"])) == projects == told(papers, r"共开展项目和课题(\d+)项")
    honours = sum(int(str(row["项数"])) for row in rows(figures(papers)["荣誉"]))
    assert len(rows(report["荣誉一览"])) == honours


def test_a_score_and_its_band_are_the_same_in_the_assessment_and_in_the_selection_list(
    papers: tuple[Document, ...],
) -> None:
    assessed = {one.data["编号"]: (one.data["总分"], one.data["等次"]) for one in of(papers, "assessment")}
    for row in rows(the(papers, "selection_list")["候选人"]):
        assert (row["考核得分"], row["考核等次"]) == assessed[row["编号"]]
