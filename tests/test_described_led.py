"""A fault holds back the papers of whom its row is about, however many references lie between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from docgen import activities, workbook
from docgen.settings import Settings
from docgen.workbook.layout import Entries
from tests.test_described import LINES

FILE = """
[activity]
name = "奖学金"
unit = "学生"

[sheet.学生]
key = ["学号"]
name = "姓名"
columns.学号 = { type = "id", required = true }
columns.姓名 = { type = "name", required = true }

[sheet.申请]
key = ["申请号"]
columns.申请号 = { type = "id", required = true }
columns.学生 = { to = "学生" }
columns.日期 = { type = "date" }
columns.评分 = { to = "评分" }

[sheet.评委]
key = ["工号"]
name = "姓名"
columns.工号 = { type = "id", required = true }
columns.姓名 = { type = "name", required = true }
columns.入职 = { type = "date" }

[sheet.评分]
key = ["评分号", "申请", "评委"]
columns.评分号 = { type = "id", required = true }
columns.申请 = { to = "申请", required = true }
columns.评委 = { to = "评委", required = true }
columns.得分 = { type = "number", required = true }

[[rule]]
no = "P1"
sheet = "评分"
column = "得分"
must = "得分 <= 100"
message = "超过100分"

[[rule]]
no = "P2"
sheet = "评委"
column = "姓名"
must = "评分 | 全部('得分 <= 100')"
message = "打过超过100分的"
"""
ROWS: Mapping[str, Sequence[Entries]] = {
    "学期": [LINES],
    "学生": [{"学号": "S1", "姓名": "周砚秋"}, {"学号": "S2", "姓名": "沈既白"}, {"学号": "S3", "姓名": "何汀"}],
    "申请": [
        {"申请号": "A1", "学生": "S1", "日期": "四月"},
        {"申请号": "A2", "学生": "S2", "日期": date(2009, 4, 1), "评分": "F1"},
        {"申请号": "A3", "评分": "F3"},
    ],
    "评委": [{"工号": "T1", "姓名": "方秉文", "入职": "去年"}, {"工号": "T2", "姓名": "梁思齐"}],
    "评分": [
        {"评分号": "F1", "申请": "A1", "评委": "T1", "得分": "优"},
        {"评分号": "F2", "申请": "A2", "评委": "T2", "得分": 120},
        {"评分号": "F3", "申请": "A3", "评委": "T2", "得分": "优"},
    ],
}


def test_a_fault_holds_back_whom_its_row_leads_to(tmp_path: Path) -> None:
    (tmp_path / "奖学金").mkdir()
    (tmp_path / "奖学金/activity.toml").write_text(FILE, encoding="utf-8")
    activity, book = activities.named("奖学金", tmp_path, {}), tmp_path / "台账.xlsx"
    workbook.write_rows(book, activity, ROWS)
    held = {one.place: (one.kind, one.groups) for one in workbook.check(book, Settings(), activity).problems}
    assert held == {
        "申请!C2 日期": ("not-a-date", ("S1",)),
        "评委!C2 入职": ("not-a-date", ("S1",)),  # who is judged by them
        "评委!B3 姓名": ("P2", ("S2",)),  # where a rule says it, too
        "评分!D2 得分": ("not-a-number", ("S1", "S2")),  # and who names that score
        "评分!D3 得分": ("P1", ("S2",)),
        "评分!D4 得分": ("not-a-number", ()),  # A3 and F3 name each other, and nobody else
    }
