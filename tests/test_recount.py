"""Every figure of the sample's work report, counted again from the workbook's cells by code that knows no docgen.

Only the report's own data comes from docgen; what it is held against is read with openpyxl and counted here, so that a
mistake in the statistics cannot hide in the test.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias

import openpyxl
import pytest

from docgen import documents, resources, settings, workbook
from docgen.documents import Plain

Line: TypeAlias = dict[str, object]
BOOK = resources.samples() / "2008-2009-2" / "台账.xlsx"


def text(value: object) -> str:
    return "" if value is None else str(value).strip()


def people(value: object) -> list[str]:
    """Numbers of the people in a cell."""
    return [part.split()[0] for part in re.split(r"[、；;\n]", text(value)) if part.strip()]


class Cells:
    """The sample's workbook as cells."""

    def __init__(self) -> None:
        book = openpyxl.load_workbook(BOOK, data_only=True, read_only=True)
        self.sheets: dict[str, list[Line]] = {}
        for sheet in book:
            rows = list(sheet.iter_rows(values_only=True))
            titles = [text(title) for title in rows[0]]
            lines = [dict(zip(titles, row, strict=False)) for row in rows[1:]]
            self.sheets[sheet.title] = [line for line in lines if text(line[titles[0]]) or text(line.get("内容"))]
        book.close()
        # 说明 rows of drop-downs stand below 人员; a person has a name.
        self.people = {text(row["编号"]): row for row in self.sheets["人员"] if text(row.get("姓名"))}
        self.active = {text(row["小组编号"]): row for row in self.sheets["小组"] if text(row["状态"]) in ("", "正常")}
        self.members: dict[str, set[str]] = defaultdict(set)
        for row in self.sheets["组员"]:
            if text(row["小组编号"]) in self.active:
                self.members[text(row["小组编号"])].update(people(row["编号"]))
        self.taking_part = set().union(*self.members.values())

    def goals(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the state of each goal of those who take part."""
        for row in self.sheets["目标"]:
            if people(row["编号"])[0] in self.taking_part:
                yield text(row["类别"]), self.state(row)

    def state(self, row: Line) -> str:
        reached, wanted = text(row["完成值"]), text(row["目标值"])
        if not reached:
            return "未报"
        numbers = [re.fullmatch(r"-?\d+(?:\.\d+)?", one) for one in (reached, wanted)]
        if all(numbers):
            lower = text(row["方向"]) == "越低越好" or (not text(row["方向"]) and text(row["类别"]) == "守纪目标")
            met = float(reached) <= float(wanted) if lower else float(reached) >= float(wanted)
            return "完成" if met else "未完成"
        if reached == wanted or reached.startswith(("已", "完成", "达", "获", "通过", "是")):
            return "完成"
        if reached.startswith(("未", "没", "无", "否", "不")):
            return "未完成"
        return "未报"


@pytest.fixture(scope="module")
def cells() -> Cells:
    return Cells()


@pytest.fixture(scope="module")
def report() -> dict[str, Plain]:
    semester = workbook.check(BOOK, settings.load(BOOK.parent)).semester
    numbers = {group.id: group.id for group in semester.groups}
    papers = documents.compose(semester, numbers, (), department=True)
    return next(paper.data for paper in papers if paper.kind.stem == "work_report")


def counted(report: dict[str, Plain], title: str, name: str, value: str) -> dict[str, object]:
    figures = report["统计"]
    assert isinstance(figures, dict)
    rows = figures[title]
    assert isinstance(rows, list)
    return {str(row[name]): row[value] for row in rows if isinstance(row, dict) and row[value]}


def figure(report: dict[str, Plain], title: str) -> object:
    figures = report["统计"]
    assert isinstance(figures, dict)
    return figures[title]


def said(report: dict[str, Plain], *sections: str) -> str:
    found = []
    for section in sections:
        paragraphs = report[section]
        assert isinstance(paragraphs, list)
        found += [str(one) for one in paragraphs]
    return "\n".join(found)


def test_people_and_groups_of_the_report(cells: Cells, report: dict[str, Plain]) -> None:
    own = [cells.people[number] for number in cells.taking_part]
    standings, classes = Counter(text(row["身份"]) for row in own), Counter(text(row["班级"]) for row in own)
    del classes[""]
    grades = Counter({f"20{re.findall(r'[0-9]{2}', name)[0]}级": 0 for name in classes})
    for name, number in classes.items():
        grades[f"20{re.findall(r'[0-9]{2}', name)[0]}级"] += number
    assert figure(report, "参加人数") == len(cells.taking_part)
    assert figure(report, "小组数") == len(cells.active)
    assert counted(report, "按身份", "名称", "数量") == standings
    assert counted(report, "按班级", "名称", "数量") == classes
    assert counted(report, "按年级", "名称", "数量") == grades
    forms = Counter(text(row["形式"]) for row in cells.active.values())
    assert counted(report, "按形式", "形式", "小组数") == forms
    in_forms: dict[str, set[str]] = defaultdict(set)
    for group, row in cells.active.items():
        in_forms[text(row["形式"])] |= cells.members[group]
    assert counted(report, "按形式", "形式", "人数") == {form: len(who) for form, who in in_forms.items()}
    prose = said(report, "基本情况")
    assert f"本学期共有{len(cells.taking_part)}人参加活动" in prose
    for standing, number in standings.items():
        assert f"{standing}{number}人" in prose
    assert f"学生来自{len(classes)}个班级" in prose
    assert f"共结成共勉小组{len(cells.active)}个" in prose
    for form, number in forms.items():
        assert f"{form}小组{number}个" in prose
    assert all(row["协议日期"] and row["备案日期"] for row in cells.active.values())
    assert "各小组均签订了共勉协议书" in prose


def test_goals_of_the_report(cells: Cells, report: dict[str, Plain]) -> None:
    states = Counter(cells.goals())
    kinds = Counter(kind for kind, _state in states.elements())
    assert counted(report, "目标", "类别", "设定") == kinds
    for state in ("完成", "未完成", "未报"):
        own = {kind: states[kind, state] for kind in kinds if states[kind, state]}
        assert counted(report, "目标", "类别", state) == own
    total = figure(report, "目标合计")
    assert isinstance(total, dict)
    sums = {state: sum(number for (_kind, one), number in states.items() if one == state) for _k, state in states}
    assert (total["设定"], total["完成"], total["未完成"], total["未报"]) == (
        states.total(), sums["完成"], sums["未完成"], sums["未报"],
    )  # fmt: skip
    reported = states.total() - sums["未报"]
    prose = said(report, "主要做法", "取得成效")
    assert f"共确立目标{states.total()}项" in prose
    assert f"设定目标{states.total()}项，已有结果{reported}项，完成{sums['完成']}项" in prose
    assert f"占已有结果的{100 * sums['完成'] / reported:.1f}%" in prose
    assert f"守纪目标{kinds['守纪目标']}项，达到{states['守纪目标', '完成']}项" in prose
    assert f"有{states['守纪目标', '未完成']}项未达到" in prose


def test_honours_and_certificates_of_the_report(cells: Cells, report: dict[str, Plain]) -> None:
    levels: Counter[str] = Counter()
    winners: dict[str, set[str]] = defaultdict(set)
    seen = set()
    for row in cells.sheets["荣誉"]:
        assert text(row["荣誉编号"]) not in seen
        seen.add(text(row["荣誉编号"]))
        levels[text(row["级别"])] += 1
        winners[text(row["级别"])] |= set(people(row["获奖者"])) or cells.members[text(row["小组编号"])]
    assert any(len(people(row["获奖者"])) >= 5 for row in cells.sheets["荣誉"]), "a prize that five share is one prize"
    assert counted(report, "荣誉", "级别", "项数") == levels
    assert counted(report, "荣誉", "级别", "人数") == {level: len(who) for level, who in winners.items()}
    names = Counter(text(row["名称"]) for row in cells.sheets["证书"] if people(row["编号"])[0] in cells.taking_part)
    assert counted(report, "证书", "名称", "数量") == names
    prose = said(report, "取得成效")
    assert f"获得各级荣誉{levels.total()}项" in prose
    assert f"取得各类证书{names.total()}人次" in prose
    assert all(f"{level}{number}项" in prose for level, number in levels.items())
    assert all(f"{name}{number}人次" in prose for name, number in names.items())
    listed = report["荣誉一览"]
    assert isinstance(listed, list)
    assert len(listed) == levels.total()


def test_projects_talks_and_activities_of_the_report(cells: Cells, report: dict[str, Plain]) -> None:
    projects = {text(row["项目编号"]): row for row in cells.sheets["项目"] if text(row["小组编号"]) in cells.active}
    states = Counter(text(row["状态"]) for row in projects.values())
    appraised = sum(bool(row["鉴定人"] and row["鉴定日期"]) for row in projects.values())
    in_projects = {people(row["编号"])[0] for row in cells.sheets["项目成员"] if text(row["项目编号"]) in projects}
    assert counted(report, "项目", "名称", "数量") == states
    talks = cells.sheets["交流"]
    months: Counter[str] = Counter()
    for row in talks:
        day = row["日期"]
        assert isinstance(day, datetime)
        months[f"{day.year}年{day.month}月"] += 1
    assert figure(report, "交流次数") == len(talks)
    assert counted(report, "交流按月", "名称", "数量") == months
    held = sum(bool(row["实际日期"]) for row in cells.sheets["活动"])
    assert all(row["记录日期"] or row["内容"] or row["思想动态"] for row in talks)
    prose = said(report, "主要做法", "取得成效")
    assert f"共开展活动{held}次" in prose
    assert f"全学期交流谈话{len(talks)}次" in prose
    assert "次次有记录" in prose
    assert all(f"{month}{number}次" in prose for month, number in months.items())
    assert f"共开展项目和课题{len(projects)}项，参加{len(in_projects)}人" in prose
    assert f"已完成{states['已完成']}项，经教研室鉴定{appraised}项" in prose


def test_a_person_in_several_groups_is_counted_once_in_the_sample_too(cells: Cells) -> None:
    groups = Counter(number for members in cells.members.values() for number in members)
    assert max(groups.values()) >= 3, "the sample has somebody in three groups"
    assert sum(groups.values()) > len(cells.taking_part)
