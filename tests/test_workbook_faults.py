"""One fault each: a valid workbook, one thing made wrong, and exactly that reported, at its cell."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from semesters import a_semester

from docgen import workbook
from docgen.field import SHEETS
from docgen.problems import Problem
from docgen.settings import Settings
from docgen.workbook.checking import check_workbook
from docgen.workbook.reading import read_here

Book = openpyxl.Workbook


TITLES = tuple(kind.title for kind in SHEETS)


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valid") / "台账.xlsx"
    workbook.write(path, a_semester(5, talks=True))
    return path


@pytest.fixture(scope="module")
def open_book(valid: Path) -> Book:
    """Opened once: openpyxl takes longer to open a workbook than docgen to check it."""
    book = openpyxl.load_workbook(valid)
    book["人员"].delete_cols(14)  # the formulas for drop-downs, a thousand of them
    return book


def problems(book: Book, path: Path) -> list[Problem]:
    """Save and check a workbook, without the child that reading usually gets."""
    book.save(path)
    return list(check_workbook(read_here(path, TITLES), Settings()).problems)


def places(found: list[Problem]) -> list[tuple[str, str, str]]:
    return [(p.kind, p.sheet, p.cell) for p in found]


def sheet(book: Book, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def cell(book: Book, title: str, row: int, column: str) -> str:
    """The address of a column's cell: by title in a table, by line in 学期."""
    worksheet = sheet(book, title)
    if title == "学期":
        return next(f"B{row[0].row}" for row in worksheet.iter_rows() if row[0].value == column)
    return next(c.coordinate[: -len("1")] + str(row) for c in worksheet[1] if c.value == column)


# (kind, sheet, row, column, value): the value put into the cell, None to clear it.
FAULTS: list[tuple[str, str, int, str, object]] = [
    # cells that are not what their column takes
    ("number-cell", "人员", 3, "编号", 810130011),
    ("number-lost-digits", "人员", 3, "编号", 110101199901011234567),
    ("number-lost-digits", "人员", 3, "编号", "8.1013E+08"),
    ("number-cell", "组员", 2, "编号", 810130011),
    ("number-cell", "小组", 2, "组长", 810130011),
    ("number-cell", "人员", 3, "联系电话", 57988888888),
    ("number-lost-digits", "人员", 3, "联系电话", 1234567890123456),
    ("empty", "人员", 3, "姓名", None),
    ("empty", "人员", 3, "姓名", "　 "),
    ("empty", "人员", 3, "身份", None),
    ("empty", "人员", 3, "政治面貌", None),
    ("empty", "小组", 2, "小组名称", None),
    ("empty", "小组", 2, "形式", None),
    ("empty", "小组", 2, "组长", None),
    ("empty", "组员", 2, "编号", None),
    ("empty", "目标", 2, "类别", None),
    ("empty", "目标", 2, "指标", None),
    ("empty", "目标", 2, "目标值", None),
    ("empty", "活动", 2, "内容", None),
    ("empty", "项目", 2, "名称", None),
    ("empty", "荣誉", 2, "名称", None),
    ("empty", "荣誉", 2, "级别", None),
    ("empty", "交流", 2, "日期", None),
    ("empty", "交流", 2, "谈话人", None),
    ("empty", "学期", 0, "学校", None),
    ("empty", "学期", 0, "开始日期", None),
    ("empty", "学期", 0, "书记", None),
    ("not-allowed", "人员", 3, "身份", "党员"),
    ("not-allowed", "人员", 3, "政治面貌", "入党积极分子"),
    ("not-allowed", "人员", 3, "性别", "F"),
    ("not-allowed", "小组", 2, "形式", "互帮"),
    ("not-allowed", "小组", 2, "状态", "在"),
    ("not-allowed", "目标", 2, "类别", "学习"),
    ("not-allowed", "目标", 2, "方向", "高"),
    ("not-allowed", "荣誉", 2, "级别", "校级"),
    ("not-a-date", "小组", 2, "协议日期", "三月中旬"),
    ("no-such-day", "小组", 2, "协议日期", "2009-02-30"),
    ("date-without-year", "小组", 2, "协议日期", "3月16日"),
    ("date-without-year", "小组", 2, "协议日期", "09.3.16"),
    ("date-out-of-range", "人员", 3, "入党申请日期", "1909-03-16"),
    ("not-a-date", "小组", 2, "协议日期", 3.16),
    ("date-in-text-column", "目标", 2, "目标值", datetime(2009, 3, 4)),
    ("not-a-number", "活动", 2, "参加人数", "许多"),
    ("not-a-number", "活动", 2, "参加人数", 6.5),
    ("out-of-range", "活动", 2, "参加人数", -1),
    ("not-a-number", "项目成员", 2, "学分", "一分半"),
    ("out-of-range", "项目成员", 2, "学分", "-1"),
    ("boolean-cell", "人员", 3, "职务", True),
    ("error-cell", "人员", 3, "职务", "#N/A"),
    ("formula-without-result", "人员", 3, "职务", "=A3"),
    ("control-character", "人员", 3, "职务", "团_x0001_支书"),
    ("control-character", "人员", 3, "姓名", "周_x0008_砚秋"),
    ("not-a-term", "学期", 0, "学年学期", "2008—2010学年第二学期"),
    ("not-a-term", "学期", 0, "学年学期", "第二学期"),
    ("wrong-form", "学期", 0, "全宗号", "Z-109"),
    ("wrong-form", "学期", 0, "保管期限", "五年"),
    # references (rule 3)
    ("unknown-reference", "小组", 3, "指导教师", "T0099"),
    ("unknown-reference", "组员", 2, "编号", "0999999999"),
    ("unknown-reference", "组员", 2, "联系对象", "0999999999 无此人"),
    ("unknown-reference", "目标", 2, "编号", "0810130O11"),
    ("unknown-reference", "目标", 2, "适用小组", "X9"),
    ("unknown-reference", "活动", 2, "小组编号", "G-07"),
    ("unknown-reference", "项目成员", 2, "项目编号", "P99"),
    ("unknown-reference", "荣誉", 2, "获奖者", "0810130011、无此人"),
    ("number-and-name-disagree", "组员", 2, "联系对象", "0810130012 王小明"),
    ("several-named", "小组", 2, "组长", "0810130011、0810130012"),
    ("several-named", "小组", 2, "指导教师", "许南屏和许砚秋"),
    # rules over several cells
    ("duplicate-number", "人员", 4, "编号", "0810130011"),
    ("standing-and-status", "人员", 3, "政治面貌", "共青团员"),
    ("leader-not-a-member", "小组", 2, "组长", "T0012"),
    ("form-needs-activists", "小组", 2, "形式", "互助"),
    ("form-needs-youth", "小组", 2, "形式", "携手"),
    ("guiding-teacher", "小组", 3, "指导教师", None),
    ("guiding-teacher", "小组", 3, "指导教师", "0810130021"),
    ("partner-not-a-member", "组员", 2, "联系对象", "0810130021"),
    ("partner-not-a-member", "组员", 2, "联系对象", "0810130011"),
    ("not-signed", "组员", 2, "签署日期", None),
    ("no-recommendation", "组员", 2, "推荐理由", None),
    ("discipline-target", "目标", 3, "目标值", "不旷课"),
    ("discipline-target", "目标", 3, "目标值", "-1"),
    ("discipline-target-not-zero", "目标", 3, "目标值", "2"),
    ("goal-of-another-group", "目标", 2, "适用小组", "G01、G02"),
    ("rank-without-direction", "目标", 2, "方向", None),
    ("unmet-without-reason", "目标", 2, "完成值", "9"),
    ("end-before-start", "学期", 0, "结束日期", "2009-02-01"),
    ("end-before-start", "项目", 2, "结束日期", "2009-03-15"),
    ("end-before-start", "项目", 2, "鉴定日期", "2009-03-01"),
    ("left-without-reason", "组员", 2, "退出日期", "2009-05-06"),
    ("recorded-before-talk", "交流", 2, "记录日期", "2009-03-11"),
    ("end-before-start", "人员", 3, "确定积极分子日期", "2008-01-01"),
    ("outside-semester", "小组", 2, "协议日期", "2009-01-16"),
    ("outside-semester", "小组", 2, "备案日期", "2010-03-20"),
    ("outside-semester", "组员", 2, "签署日期", "2009-08-16"),
    ("outside-semester", "活动", 2, "计划日期", "2009-08-16"),
    ("outside-semester", "荣誉", 2, "日期", "2009-10-12"),
    ("filing-number-form", "小组", 2, "备案号", "第一号"),
    ("filing-number-gap", "小组", 2, "备案号", "影艺共勉〔2009〕9号"),
    ("member-without-class", "人员", 3, "联系班级", None),
    ("class-missing", "人员", 3, "班级", None),
    ("too-few-talks", "交流", 2, "日期", date(2009, 4, 13)),
    ("merged-into", "小组", 2, "并入", "G02"),
    ("grade-without-appraisal", "项目", 2, "鉴定等级", "优秀"),
    ("credit-without-appraisal", "项目成员", 2, "学分", 1.5),
    ("project-not-appraised", "项目", 2, "状态", "已完成"),
]

# Where the report stands elsewhere than in the cell that was changed.
ELSEWHERE = {
    "too-few-talks": ("人员", "B4"),
    "project-not-appraised": ("项目", "L2"),
    "unmet-without-reason": ("目标", "K2"),
    "left-without-reason": ("组员", "I2"),
}
# What else must be in the row for the fault to be one.
BESIDES = {
    "end-before-start": ("人员", "入党申请日期", "2008-10-08"),
    "grade-without-appraisal": ("项目", "佐证", "成片光盘"),
}


@pytest.mark.parametrize(("kind", "title", "row", "column", "value"), FAULTS)
def test_one_fault_is_reported_at_its_cell_and_nothing_else(
    open_book: Book, tmp_path: Path, kind: str, title: str, row: int, column: str, value: object
) -> None:
    changes = [(title, row, column, value)]
    if kind in BESIDES and BESIDES[kind][0] == title:
        changes.append((title, row, *BESIDES[kind][1:]))
    cells = [sheet(open_book, name)[cell(open_book, name, number, head)] for name, number, head, _value in changes]
    before = [(target.value, target.data_type) for target in cells]
    for target, change in zip(cells, changes, strict=True):
        target.value = change[3]
    try:
        found = problems(open_book, tmp_path / "台账.xlsx")
    finally:
        for target, (old, data_type) in zip(cells, before, strict=True):
            target.value, target.data_type = old, data_type
    assert places(found) == [(kind, *ELSEWHERE.get(kind, (title, cells[0].coordinate)))]
    assert all(problem.message for problem in found)
