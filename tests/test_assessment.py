"""The assessment: each point rests on evidence that is named, weights and bands are the school's own."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from docgen import documents, settings
from docgen.documents import Document, Plain
from docgen.documents.scoring import _scaled
from docgen.errors import InputError
from docgen.field import Certificate, Membership, ProjectState, Review, ReviewKind, Semester, Talk
from docgen.rules import cover
from docgen.settings import Settings
from tests.edges import crowded, numbers, reported
from tests.semesters import a_semester, changed

ACTIVIST = "0810130012"
"""In G01, 互勉: no project is open to them."""


def assessed(semester: Semester, rules: Settings | None = None) -> dict[str, Document]:
    papers = documents.compose(semester, numbers(semester), (), department=True, settings=rules)
    return {str(one.data["编号"]): one for one in papers if one.kind.stem == "assessment"}


def lines(paper: Document) -> dict[str, tuple[str, str, list[Plain]]]:
    """Full points, points and evidence by part."""
    found = {}
    parts = paper.data["考核"]
    assert isinstance(parts, list)
    for part in parts:
        assert isinstance(part, dict)
        evidence = part["依据"]
        assert isinstance(evidence, list)
        found[str(part["考核项目"])] = (str(part["满分"]), str(part["得分"]), evidence)
    return found


def a_term() -> Semester:
    """Of the activist in G01: three of four goals met, a talk in one of three months, an own check; no prize."""
    semester = a_semester(3)
    for index, goal in enumerate(semester.goals):
        if goal.person == ACTIVIST:
            semester = changed(semester, "goals", index, achieved="1" if goal.indicator == "旷课" else goal.target)
    talks = tuple(
        Talk(held_on=date(2009, month, 12), talker="T0012", partners=(person,), group=group)
        for month, person, group in ((3, ACTIVIST, "G01"), (4, "0810130021", "G02"))
    )
    check = Review(group="G01", person=ACTIVIST, kind=ReviewKind.SELF, reviewed_on=date(2009, 5, 9))
    certificate = Certificate(person=ACTIVIST, name="普通话等级证", level="二级甲等")
    return replace(semester, talks=talks, reviews=(check,), certificates=(certificate,))


def test_nobody_is_assessed_before_there_is_a_result() -> None:
    assert assessed(a_semester(2)) == {}


def test_each_point_rests_on_evidence_that_is_named() -> None:
    found = lines(assessed(a_term())[ACTIVIST])
    # 15 points of 项目 are not open to somebody in a 互勉 group only: 85 of 100 are scaled up.
    assert {name: (full, points) for name, (full, points, _why) in found.items()} == {
        "目标完成": ("47", "35.3"),
        "荣誉": ("11.8", "0"),
        "证书": ("11.8", "5.9"),
        "交流谈话": ("11.8", "3.9"),
        "过程表现": ("17.6", "17.6"),
    }
    assert found["目标完成"][2][0] == "目标4项，完成3项"
    assert "旷课：目标0次，实际1次，未完成" in found["目标完成"][2]
    assert found["荣誉"][2] == []
    assert found["证书"][2] == ["普通话等级证二级甲等"]
    assert found["交流谈话"][2] == ["谈话1次（3月12日），3个月中1个月按要求谈话"]
    assert found["过程表现"][2] == ["签署协议1份，自查1次"]


def test_talks_are_scored_over_the_months_in_which_check_asks_for_them_whether_or_not_anybody_talked_then() -> None:
    semester = a_term()
    (activist,) = [one for one in cover(semester, Settings()).activists if one.number == ACTIVIST]
    assert activist.talks == (1, 0, 0), "in May nobody talked with anybody"
    for talks, told in ((semester.talks, "3个月中1个月按要求谈话"), ((), "无谈话记录")):
        full, points, why = lines(assessed(replace(semester, talks=talks))[ACTIVIST])["交流谈话"]
        assert told in str(why[0])
        assert Decimal(points) == (Decimal(full) / 3).quantize(Decimal("0.1")) * len(talks[:1])


def test_the_total_is_the_sum_of_the_points_and_the_band_follows_it() -> None:
    paper = assessed(a_term())[ACTIVIST]
    assert (paper.data["总分"], paper.data["等次"], paper.data["不计项目"]) == ("62.7", "合格", ["项目（课题）"])
    for one in assessed(reported(a_semester(4))).values():
        parts = lines(one)
        assert sum(Decimal(points) for _full, points, _why in parts.values()) == Decimal(str(one.data["总分"]))
        assert sum(Decimal(full) for full, _points, _why in parts.values()) == 100


def test_somebody_in_several_groups_is_assessed_once_over_all_of_them() -> None:
    semester = crowded()
    papers = documents.compose(semester, numbers(semester), (), department=True)
    people = Counter(str(one.data["编号"]) for one in papers if one.kind.stem == "assessment")
    assert set(people.values()) == {1}
    twice = next(row.person for row in semester.memberships if row.group == "G02")
    groups = assessed(semester)[twice].data["小组"]
    assert isinstance(groups, list)
    assert len(groups) == 2


def test_a_teacher_is_not_assessed_and_who_left_is_with_day_and_reason() -> None:
    semester = changed(a_term(), "memberships", 1, left_on=date(2009, 5, 18), leaving_reason="外出实习")
    found = assessed(semester)
    assert "T0012" not in found
    groups = found[ACTIVIST].data["小组"]
    assert isinstance(groups, list)
    assert isinstance(groups[0], dict)
    assert groups[0]["备注"] == "5月18日退出，外出实习"


def test_the_best_project_counts_and_a_group_of_projects_without_one_says_so() -> None:
    semester = a_term()
    member = semester.project_members[0].person

    def part(one: Semester) -> tuple[str, list[Plain]]:
        _full, points, why = lines(assessed(one)[member])["项目（课题）"]
        return points, why

    assert part(semester) == ("6", ["项目“校园短片第2部”，导演，进行中"])
    assert part(changed(semester, "projects", 0, state=ProjectState.DONE))[0] == "10.5"
    appraised = changed(
        semester,
        "projects",
        0,
        state=ProjectState.DONE,
        appraiser="许南屏",
        appraised_on=date(2009, 6, 25),
        grade="优秀",
    )
    assert part(appraised) == ("15", ["项目“校园短片第2部”，导演，已完成，优秀"])
    assert part(replace(semester, project_members=())) == ("0", ["未参加项目（课题）"])


def test_forty_honours_give_no_more_than_all_and_each_is_named() -> None:
    semester = crowded()
    winner = semester.honours[0].winners[0]
    found = lines(assessed(semester)[winner])
    full, points, first = found["荣誉"]
    assert points == full
    more = [why for name, (_full, _points, why) in found.items() if name == "荣誉（续）"]
    assert len(first) == 12
    assert more


def write(folder: Path, text: str) -> Settings:
    (folder / settings.FILE_NAME).write_text(text, encoding="utf-8")
    return settings.load(folder)


def test_weights_and_bands_in_docgen_toml_change_the_assessment(tmp_path: Path) -> None:
    rules = write(
        tmp_path,
        "[assessment]\ngoals = 100\nhonours = 0\ncertificates = 0\nprojects = 0\ntalks = 0\nprocess = 0\n"
        '[bands]\n"好" = 70\n"一般" = 0\n',
    )
    paper = assessed(a_term(), rules)[ACTIVIST]
    assert {name: points for name, (_full, points, _why) in lines(paper).items()} == {"目标完成": "75"}
    assert (paper.data["总分"], paper.data["等次"]) == ("75", "好")
    assert paper.data["等次标准"] == "70分及以上为好，70分以下为一般"


def test_weights_that_do_not_sum_to_a_hundred_are_refused_with_their_sum(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"assessment（50.*= 110 ≠ 100"):
        write(tmp_path, "[assessment]\ngoals = 50\n")


@pytest.mark.parametrize("bands", ['"优秀" = 85', '"优秀" = 101\n"差" = 0', '"甲" = 0\n"乙" = 0'])
def test_bands_that_leave_a_score_without_a_band_are_refused(tmp_path: Path, bands: str) -> None:
    with pytest.raises(InputError, match=r"bands"):
        write(tmp_path, f"[bands]\n{bands}\n")


def test_a_score_reaches_the_band_it_touches() -> None:
    bands = Settings()
    found = [bands.band(Decimal(score)) for score in ("100", "85", "84.9", "75", "74.9", "60", "59.9", "0")]
    assert found == ["优秀", "优秀", "良好", "良好", "合格", "合格", "不合格", "不合格"]


@pytest.mark.parametrize("weights", [[40, 10, 10, 10, 15], [1, 1, 1], [33, 33, 34], [7], [99, 1, 3]])
def test_what_is_left_after_a_part_is_taken_out_is_scaled_to_just_a_hundred(weights: list[int]) -> None:
    assert sum(_scaled(weights)) == 100


def test_a_row_that_came_late_to_one_group_makes_no_second_paper() -> None:
    semester = a_term()
    later = Membership(group="G02", person=ACTIVIST, joined_on=date(2009, 4, 1), share="录音")
    paper = assessed(replace(semester, memberships=(*semester.memberships, later.at_row(99))))[ACTIVIST]
    groups = paper.data["小组"]
    assert isinstance(groups, list)
    assert [one["备注"] for one in groups if isinstance(one, dict)] == ["", "4月1日加入"]
