"""An activity unlike those that ship: meetings, who was there, what was paid; its papers are not one a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import get_args

import docx
import pytest

import docgen
from docgen import activities, messages, settings, workbook
from docgen.cli import run
from docgen.described import declared
from docgen.documents import Copy, Plain, Private, copies
from docgen.making.order import Target
from docgen.markup import LEFT_OUT
from docgen.settings import Settings
from docgen.template.filters import or_none
from docgen.workbook.layout import Entries
from tests.test_described import LINES, a_template

FILE = """
[activity]
name = "支部"
unit = "会议"

[sheet.党员]
key = ["学号"]
name = "姓名"
columns.学号 = { type = "id", required = true }
columns.姓名 = { type = "name", required = true }
columns.转正日期 = { type = "date" }
values.应到 = "出席 | 个数"
values.缺席 = "出席 | 个数(\\"情况 == '缺席'\\")"

[sheet.会议]
key = ["编号"]
name = "编号"
columns.编号 = { type = "id", required = true }
columns.日期 = { type = "date", required = true }

[sheet.出席]
key = ["编号", "学号"]
columns.编号 = { to = "会议", required = true }
columns.学号 = { to = "党员", required = true }
columns.情况 = { words = ["出席", "缺席"] }

[sheet.党费]
key = ["学号"]
columns.学号 = { to = "党员", required = true }
columns.金额 = { type = "number", required = true }

[[rule]]
no = "S1"
sheet = "党费"
column = "金额"
must = "金额 + 0.1 == 0.3"
message = "不是0.2元"

[[figure]]
section = "出席"
name = "到会"
value = "出席 | 个数(\\"情况 == '出席'\\")"
of = "出席 | 个数"
chart = true

[[paper]]
stem = "minutes"
title = "会议记录"
per = "会议"
data.日期 = "日期"
data.名单 = { of = "出席", each = { 姓名 = "学号.姓名", 转正 = "学号.转正日期", 到 = "情况 == '出席'" } }

[[paper]]
stem = "report"
title = "报告"
per = "学期"
data.到会 = "统计.到会"
data.图 = "图表.出席"
data.党费 = "党费 | 合计('金额')"
data.名单 = { of = "党员", each = { 姓名 = "姓名", 应到 = "应到", 缺席 = "缺席" } }
"""
PEOPLE: Sequence[Entries] = [
    {"学号": "0810130011", "姓名": "周砚秋", "转正日期": date(2009, 3, 2)},
    {"学号": "0810130012", "姓名": "沈既白"},
]
ROWS: Mapping[str, Sequence[Entries]] = {
    "学期": [LINES],
    "党员": PEOPLE,
    "会议": [{"编号": "H01", "日期": date(2009, 4, 2)}, {"编号": "H02", "日期": date(2009, 5, 7)}],
    "出席": [
        {"编号": "H01", "学号": "0810130011", "情况": "出席"},
        {"编号": "H01", "学号": "0810130012", "情况": "缺席"},
        {"编号": "H02", "学号": "0810130011", "情况": "出席"},
    ],
    "党费": [{"学号": one["学号"], "金额": 0.2} for one in PEOPLE] * 3,
}


@pytest.fixture(autouse=True)
def _chinese() -> None:
    messages.set_language("zh")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The activity's folder, beside the workbook of a semester."""
    found = tmp_path / "支部"
    found.mkdir()
    (found / "activity.toml").write_text(FILE, encoding="utf-8")
    (tmp_path / "docgen.toml").write_text('activity = "支部"\n', encoding="utf-8")
    workbook.write_rows(tmp_path / "台账.xlsx", activities.named("支部", tmp_path, {}), ROWS)
    return found


def composed(folder: Path, stem: str) -> list[dict[str, Plain]]:
    activity = activities.named(folder.name, folder.parent, {})
    semester = workbook.check(folder.parent / "台账.xlsx", Settings(), activity).semester
    return [one.document.data for one in activity.compose(semester, {}) if one.document.kind.stem == stem]


def test_a_row_of_any_sheet_has_the_rows_whose_key_refers_to_it(folder: Path) -> None:
    (report,) = composed(folder, "report")
    assert report["名单"] == [{"姓名": "周砚秋", "应到": 2, "缺席": 0}, {"姓名": "沈既白", "应到": 1, "缺席": 1}]
    assert [len(one["名单"]) for one in composed(folder, "minutes")] == [2, 1]  # type: ignore[arg-type]


def test_money_is_reckoned_as_people_reckon(folder: Path) -> None:
    assert docgen.check(folder.parent / "台账.xlsx").problems == ()
    (report,) = composed(folder, "report")
    assert report["党费"] == 1.2


def test_a_paper_may_have_a_share_and_a_chart_as_they_are(folder: Path) -> None:
    (report,) = composed(folder, "report")
    assert report["到会"] == {"名称": "到会", "数": 2, "总数": 3, "占比": "", "图示": "■" * 20}
    assert report["图"] == [report["到会"]]


def test_a_template_is_judged_by_the_columns_that_its_paper_names(folder: Path) -> None:
    a_template(
        folder / "minutes.docx", "{{ 日期 }}", rows=("{{ 行.姓名 }}", "{{ 行.转正 | 日期 }}", "{{ 行.到 }}"), of="名单"
    )
    found = [str(one) for one in docgen.lint_template(folder / "minutes.docx")]
    assert len(found) == 2 and "“日期”是日期" in found[0] and "勾选" in found[1]


def test_a_template_is_begun_from_what_the_file_says_and_is_sound(folder: Path) -> None:
    assert "docgen template new" in str(docgen.lint_activity(folder)[0])
    for stem in ("minutes", "report"):
        docgen.begin_template(folder / f"{stem}.docx")
    assert docgen.lint_activity(folder) == ()
    cells = docx.Document(str(folder / "minutes.docx")).tables[1].rows[2].cells
    assert [cell.text for cell in cells] == ["{{ 一名单.姓名 }}", "{{ 一名单.转正 | 日期 }}", "{{ 一名单.到 | 勾选 }}"]


def test_a_value_that_is_a_whole_row_is_found_before_there_is_a_workbook(folder: Path) -> None:
    text = FILE.replace('姓名 = "学号.姓名"', '姓名 = "学号"').replace(
        'data.党费 = "党费', 'data.党费 = "党费 | 首"\ndata.x = "党费'
    )
    (folder / "activity.toml").write_text(text, encoding="utf-8")
    assert [str(one) for one in docgen.lint_activity(folder)] == [
        "paper 1 (minutes).data.名单.each.姓名：得到的是整行：请写明要哪一栏",
        "paper 2 (report).data.党费：得到的是整行：请写明要哪一栏",
    ]


def test_papers_of_rows_are_told_apart_by_the_sheets_own_numbers(folder: Path) -> None:
    text = FILE.replace(
        'key = ["学号"]\ncolumns.学号 = { to', 'key = ["月份"]\ncolumns.月份 = { }\ncolumns.学号 = { to'
    )
    dues = '[[paper]]\nstem = "dues"\ntitle = "清册"\nper = "党费"\nbatch = ["月份"]\ndata.月份 = "月份"\n'
    (folder / "activity.toml").write_text(text + dues, encoding="utf-8")
    activity = activities.named("支部", folder.parent, {})
    rows = [{"学号": "0810130011", "月份": month, "金额": 1} for month in ("2009-03", "2009-04", "2009-03")]
    workbook.write_rows(folder.parent / "台账.xlsx", activity, {**ROWS, "党费": rows})
    semester = workbook.check(folder.parent / "台账.xlsx", Settings(), activity).semester
    made = [one.document.name for one in activity.compose(semester, {}) if one.document.kind.stem == "dues"]
    assert made == ["全系-2009-03-清册", "全系-2009-04-清册"]


def test_a_number_that_a_public_copy_leaves_out_is_a_blank(folder: Path) -> None:
    (folder / "activity.toml").write_text(
        FILE.replace('title = "报告"', 'title = "报告"\npublic = ["名单"]'), encoding="utf-8"
    )
    activity = activities.named("支部", folder.parent, {})
    semester = workbook.check(folder.parent / "台账.xlsx", Settings(), activity).semester
    papers = [one.document for one in activity.compose(semester, {})]
    (copy,) = copies(papers, Copy.PUBLIC, Private())
    assert or_none(copy.data["党费"], "没有交") == LEFT_OUT


def test_a_whole_sheet_where_the_rows_of_one_row_are_likelier_meant_is_remarked(folder: Path) -> None:
    text = FILE.replace('key = ["编号", "学号"]', 'key = ["编号"]').replace(
        'values.缺席 = "出席 | 个数(', 'values.缺席 = "党费 | 个数('
    )
    (folder / "activity.toml").write_text(text, encoding="utf-8")
    found = docgen.lint_activity(folder)[0]
    assert found.is_remark
    assert str(found) == "sheet.党员.values.应到：“出席”在这里是整张表；只要这一行（党员）的，把“学号”写进它的 key"


def test_a_docgen_toml_of_an_activity_in_files_has_nothing_of_groups_and_goals(folder: Path, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "春"), "--semester", "2008-2009-2", "--activity", str(folder)]) == 0
    said = (tmp_path / "春" / "docgen.toml").read_text(encoding="utf-8")
    assert "[archive]" in said
    assert not [word for word in ("共勉", "交流谈话", "agreement", "work_report", "备案") if word in said]
    asked = settings.read(re.sub(r"(?m)^# minutes =", "minutes =", said), tmp_path)
    assert (asked.titles, asked.copies, asked.retention) == ({"minutes": "会议记录"}, {"minutes": 2}, {"minutes": "Y"})


@pytest.mark.slow
def test_what_is_typed_for_a_paper_that_is_about_no_unit_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = '[[paper]]\nstem = "notice"\ntitle = "通知"\nper = "党员"\ndata.姓名 = "姓名"\n'
    (folder / "activity.toml").write_text(FILE + paper, encoding="utf-8")
    docgen.begin_template(folder / "notice.docx")
    book = folder.parent / "台账.xlsx"
    docgen.build(book, to=Target.DOCX, kinds=["通知"])
    for typed in ("0810130011", "周砚秋", "全系"):
        assert run(["sign", typed, "通知", "--workbook", str(book)]) == 3
        said = capsys.readouterr().err
        assert "Name one of them: 全系-0810130011 通知" in said
        assert typed == "全系" or f"nothing was made for {typed}: it is none of the sheet 会议" in said


SERIES = 'dated = "日期"\nseries = "{{ 学期.党组织 }}〔{year}〕{no}号"\ndata.号 = "文号"\ndata.日期 = "日期"'


def test_a_number_that_a_template_asks_for_and_the_data_does_not_have_is_told_with_its_line(folder: Path) -> None:
    (folder / "activity.toml").write_text(
        FILE.replace('data.日期 = "日期"', 'series = "{year}-{no}"'), encoding="utf-8"
    )
    a_template(folder / "minutes.docx", "{{ 文号 }}")
    (said,) = (str(one) for one in docgen.lint_activity(folder) if "文号" in str(one))
    assert 'data.文号 = "文号"' in said


@pytest.mark.slow
def test_papers_get_the_next_number_of_their_series_which_is_voided_and_found_again(folder: Path) -> None:
    (folder / "activity.toml").write_text(FILE.replace('data.日期 = "日期"', SERIES), encoding="utf-8")
    for stem in ("minutes", "report"):
        docgen.begin_template(folder / f"{stem}.docx")
    book, home = folder.parent / "台账.xlsx", "影视艺术系党总支"

    def numbers() -> list[tuple[str, bool]]:
        docgen.build(book, to=Target.DOCX)
        return [(one.text.removeprefix(home), bool(one.void_because)) for one in docgen.register(book)]

    assert numbers() == [("〔2009〕1号", False), ("〔2009〕2号", False)]
    docgen.void(book, f"{home}〔2009〕1号", "写错会议")
    assert numbers() == [("〔2009〕1号", True), ("〔2009〕2号", False), ("〔2009〕3号", False)]
    text = [
        cell.text
        for cell in docx.Document(str(folder.parent / "out/word/H01-会议记录.docx")).tables[0].columns[1].cells
    ]
    assert f"{home}〔2009〕3号" in text
    (folder.parent / "ledger.db").unlink()
    docgen.rebuild_ledger(book)
    assert numbers() == [("〔2009〕1号", True), ("〔2009〕2号", False), ("〔2009〕3号", False)]


@pytest.mark.parametrize("page", ["activities.md", "activities.zh-CN.md"])
def test_the_page_of_the_language_tells_every_key_and_type(page: str) -> None:
    text = (Path(__file__).parent.parent / "docs" / page).read_text(encoding="utf-8")
    models = [one for one in vars(declared).values() if isinstance(one, type) and issubclass(one, declared.Part)]
    tables = set(declared.Declared.model_fields) - {"activity", "words", "settings"}
    keys = {key for model in models for key in model.model_fields} - tables
    keys |= set(get_args(declared.ColumnSaid.model_fields["type"].annotation))
    assert not {key for key in keys if not re.search(rf"[`\[ .{{]{key}[`\] .=]", text)}
