"""What a target asks and what was reached: understood, or said to be for a person to judge."""

from __future__ import annotations

import pytest

from docgen.field import Goal, GoalKind, GoalResult, Semester
from docgen.rules import judge
from docgen.settings import Settings
from tests.edges import every
from tests.semesters import a_semester, changed

MET, NOT_MET, UNCLEAR, UNREPORTED = GoalResult.MET, GoalResult.NOT_MET, GoalResult.UNCLEAR, GoalResult.UNREPORTED


def told(semester: Semester) -> dict[str, str]:
    """All that the papers of each kind say."""
    made = every(semester)
    return {stem: str([one.data for one in made if one.kind.stem == stem]) for stem in {one.kind.stem for one in made}}


def result(kind: GoalKind, target: str, achieved: str, direction: str = "") -> GoalResult:
    texts = {"编号": "1", "类别": kind.value, "指标": "某项", "目标值": target, "完成值": achieved}
    return Goal.model_validate_strings(texts | ({"方向": direction} if direction else {})).result


@pytest.mark.parametrize(
    ("target", "achieved", "expected"),
    [
        ("0", "0", MET), ("0", "零", MET), ("0", "无", MET), ("0", "没有", MET), ("0", "全勤", MET), ("0", "未旷课", MET),
        ("0", "无违纪", MET), ("0", "0次", MET), ("0", "2", NOT_MET), ("0", "两次", NOT_MET), ("0", "1-2", UNCLEAR),
        ("0", "良好", UNCLEAR), ("0", "未完成", NOT_MET), ("0", "", UNREPORTED), ("2", "一次", MET),
    ],
)  # fmt: skip
def test_what_is_counted_downwards(target: str, achieved: str, expected: GoalResult) -> None:
    assert result(GoalKind.DISCIPLINE, target, achieved) is expected


@pytest.mark.parametrize(
    ("target", "achieved", "expected"),
    [
        ("1", "1项", MET), ("1", "一", MET), ("1", "无", NOT_MET), ("1", "零", NOT_MET), ("十二", "12", MET),
        ("3", "二十", MET),
        ("1", "未获奖", NOT_MET), ("1", "已获", MET), ("5", "获2项", NOT_MET), ("1", "1-2", UNCLEAR),
        ("英语四级", "425分", UNCLEAR), ("英语四级", "英语四级", MET), ("英语四级", "已取得", MET),
        ("英语四级", "没有通过", NOT_MET),
        ("二级甲等", "二级乙等", NOT_MET), ("二级乙等", "普通话二级甲等", MET), ("良好", "优秀", MET),
        ("良好以上", "合格", NOT_MET),
        ("优秀", "85", UNCLEAR), ("一级", "二级", UNCLEAR), ("职业资格证", "无", NOT_MET),
    ],
)  # fmt: skip
def test_what_is_counted_upwards(target: str, achieved: str, expected: GoalResult) -> None:
    assert result(GoalKind.PROFESSION, target, achieved) is expected


def test_a_result_that_cannot_be_compared_is_a_warning_at_its_cell_and_one_word_in_every_paper() -> None:
    semester = a_semester(1)
    index = next(i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.PROFESSION)
    unclear = changed(semester, "goals", index, target="英语四级", achieved="425分")
    [problem] = [one for one in judge(unclear, Settings()) if one.kind == "result-unclear"]
    assert (problem.sheet, problem.row, problem.column, problem.value) == ("目标", index + 2, "完成值", "425分")
    assert not problem.is_error
    said = told(unclear)
    for stem in ("group_summary", "assessment"):
        assert "待认定" in said[stem], stem
    for word in ("未填报", "尚无结果", "未达到"):
        assert not any(word in text for text in said.values()), word


def test_a_goal_without_a_result_is_未报_in_every_paper() -> None:
    semester = a_semester(1)
    one = changed(semester, "goals", 0, achieved="8")
    said = told(one)
    assert "未报" in said["group_summary"]
    assert "未报" in said["assessment"]
