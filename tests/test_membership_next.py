"""发展党员: who may go on this month and what is missing, by article; and the papers that go up for all of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

import docgen
from docgen import activities, workbook
from docgen.documents import Document
from docgen.settings import Settings
from tests.membership import lives, rows_of, sound


@pytest.fixture(scope="module")
def next_steps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    home = tmp_path_factory.mktemp("next")
    book, activity = home / "台账.xlsx", activities.named("发展党员", Path(), {})
    workbook.write_rows(book, activity, rows_of(lives()))
    (home / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    (roll,) = docgen.stats(book).rolls
    lines = [dict(zip(roll.columns, line, strict=True)) for line in roll.lines]
    return {line.pop("姓名"): line for line in lines}


@pytest.mark.slow
def test_each_person_has_a_next_step_its_earliest_day_and_what_is_missing_by_article(
    next_steps: dict[str, dict[str, str]],
) -> None:
    xu = next_steps["许知遥"]
    assert (xu["下一步"], xu["最早"], xu["本月可办"]) == ("转正大会", "2027-10-13", "")
    assert "转正申请（第31条）" in xu["缺什么"]
    qiu = next_steps["邱南枝"]
    assert (qiu["下一步"], qiu["最早"]) == ("拟列发展对象", "2027-01-08")
    cheng = next_steps["程望舒"]
    assert (cheng["下一步"], cheng["最迟"]) == ("党委审批", "2026-12-08")
    assert cheng["缺什么"] == "总支审议（第22条）、审批谈话（第23条）"


@pytest.mark.slow
def test_nothing_is_proposed_for_what_happened_and_nobody_who_is_done_is_listed(
    next_steps: dict[str, dict[str, str]],
) -> None:
    assert "关雁" not in next_steps, "a full member goes no further"
    # 段小堃 was proposed too early: what is asked for is what comes next, not the meeting once more.
    duan = next_steps["段小堃"]
    assert (duan["下一步"], duan["最早"]) == ("列为发展对象", "")
    assert duan["缺什么"] == "上级党委同意（第13条）、公示五个工作日（第13条）"


def papers(home: Path) -> list[Document]:
    book, activity = home / "台账.xlsx", activities.named("发展党员", Path(), {})
    rows = rows_of([sound(), sound("024111", "顾晚晴")])
    rows["会议"][1]["文号"] = "影视党总支〔2026〕12号"
    workbook.write_rows(book, activity, rows)
    semester = workbook.check(book, Settings(), activity).semester
    return [one.document for one in activity.compose(semester, {})]


@pytest.mark.slow
def test_one_report_goes_up_for_all_of_a_meeting_with_its_number(tmp_path: Path) -> None:
    found = {one.name: one for one in papers(tmp_path) if one.kind.stem in ("filing", "request")}
    assert sorted(found) == [
        "全系-审查发展对象-20260910-请示",
        "全系-拟列发展对象-20260520-备案报告",
        "全系-接收预备党员-20261013-请示",
        "全系-确定积极分子-20250410-备案报告",
    ]
    listing = found["全系-拟列发展对象-20260520-备案报告"]
    assert listing.number == "影视党总支〔2026〕12号"
    assert [(one["姓名"], one["培养月数"], one["听取意见"]) for one in listing.data["名单"]] == [  # type: ignore[index,union-attr,call-overload]
        ("许知遥", 13, ["联系人", "党员", "群众"]),
        ("顾晚晴", 13, ["联系人", "党员", "群众"]),
    ]


@pytest.mark.slow
def test_who_still_lacks_what_is_in_no_copy_that_leaves(tmp_path: Path) -> None:
    (register,) = (one for one in papers(tmp_path) if one.kind.stem == "membership_register")
    assert "往下办" in register.data
    assert "缺什么" in register.kind.outside
