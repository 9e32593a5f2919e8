"""``docgen activity new``: an activity guessed from a workbook that a clerk already has is checked, begun and built at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import docgen
from docgen import messages, workbook
from docgen.cli import run
from docgen.described import guess
from docgen.errors import ExitCode
from docgen.making.own import activity_of
from tests.test_described import LINES

NAMES = ("周砚秋", "沈既白", "何汀", "顾南乔", "陶一宁")


pytestmark = pytest.mark.usefixtures("commands_in_chinese")


def a_clerks_workbook(path: Path) -> None:
    """Three tables as clerks keep them: a letterhead above, brackets in titles, names beside numbers, dates as texts."""
    book = openpyxl.Workbook()
    people = book.active
    people.title = "志愿者名单"
    people.append(["影视艺术系志愿者名单"])
    people.append(["学号", "姓名", "性别", "班级", "联系电话（手机）", "注册日期", "身份证号码", "备注"])
    for at, name in enumerate(NAMES):
        class_name = f"影视08{1 + at % 2}班"
        number, phone, identity = f"081013001{at}", f"1380000000{at}", f"3307822006031500{at}X"
        people.append(
            [
                number,
                name,
                "女" if at % 2 else "男",
                class_name,
                phone,
                date(2009, 3, 2 + at),
                identity,
                "组长" if not at else None,
            ]
        )
    services = book.create_sheet("服务记录")
    services.append(["学号", "姓名", "日期", "服务内容", "时长(小时)", "是否完成", "带队人", "结果"])
    for at in range(10):
        what = "校园清扫" if at % 2 else "敬老院慰问演出"
        done, outcome = "是" if at % 3 else "否", "优" if at % 2 else "良"
        day = date(2009, 4, 1 + at)
        services.append([f"081013001{at % 5}", NAMES[at % 5], day, what, 1.5 + at, done, NAMES[0], outcome])
    things = book.create_sheet("物资")
    things.append(["物资名称", "数量", "购置日期"])
    things.append(["马甲", 30, "2009.3.1"])
    things.append(["水桶", 5, "2009.3.2"])
    book.create_sheet("随手记").append(["只有一格"])
    book.save(path)


def rows_taken_over(source: Path, begun: docgen.NewActivity) -> dict[str, list[dict[str, Any]]]:
    """The clerk's own rows under the new titles, as she would paste them."""
    titles = {(one.sheet, one.was): one for one in begun.columns}
    rows: dict[str, list[dict[str, Any]]] = {"学期": [dict(LINES) | {"活动名称": begun.name}]}
    for sheet, table in workbook.survey(source).items():
        kept = {was: titles[sheet, was].title for was in table if not titles[sheet, was].is_left_out}
        count = len(next(iter(table.values())))
        rows[sheet] = [
            {title: table[was][at] for was, title in kept.items() if table[was][at] is not None} for at in range(count)
        ]
    return rows


@pytest.mark.slow
def test_an_activity_begun_from_a_workbook_is_linted_begun_checked_and_built_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    a_clerks_workbook(Path("志愿者.xlsx"))
    assert run(["activity", "new", "志愿服务", "--from", "志愿者.xlsx"]) == ExitCode.OK
    said = capsys.readouterr().out
    assert "志愿者名单（文书按它归集）" in said
    assert "联系电话(手机) → 联系电话：phone · outside（按标题）" in said
    assert run(["activity", "lint", "志愿服务"]) == ExitCode.OK
    assert run(["init", "学期", "--semester", "2008-2009-2", "--activity", "志愿服务"]) == ExitCode.OK
    assert 'activity = "../志愿服务"' in Path("学期/docgen.toml").read_text(encoding="utf-8")
    book = Path("学期/台账.xlsx")
    assert {one.sheet for one in docgen.check(book).problems} == {"学期"}, "nothing but what a blank one lacks"
    begun = docgen.begin_activity("又一个", "志愿者.xlsx", name="志愿服务")
    workbook.write_rows(book, activity_of(book), rows_taken_over(Path("志愿者.xlsx"), begun))
    assert docgen.check(book).problems == ()
    made = docgen.build(book, engine="embedded", to=docgen.Target.PDF)
    assert made.counts() == {"made": len(NAMES) + 2}
    assert run(["activity", "new", "志愿服务", "--from", "志愿者.xlsx"]) == ExitCode.DATA


def test_what_each_column_is_taken_for_is_told_with_its_reason(tmp_path: Path) -> None:
    a_clerks_workbook(tmp_path / "志愿者.xlsx")
    begun = docgen.begin_activity(tmp_path / "志愿服务", tmp_path / "志愿者.xlsx")
    assert (begun.name, begun.unit) == ("志愿服务", "志愿者名单")
    assert {(one.sheet, one.title): one.kind for one in begun.columns} == {
        ("志愿者名单", "学号"): "id",
        ("志愿者名单", "姓名"): "name",
        ("志愿者名单", "性别"): "男/女",
        ("志愿者名单", "班级"): "text",
        ("志愿者名单", "联系电话"): "phone",
        ("志愿者名单", "注册日期"): "date",
        ("志愿者名单", "身份证号码"): "code",
        ("志愿者名单", "备注"): "text",
        ("服务记录", "学号"): "→ 志愿者名单",
        ("服务记录", "姓名"): "—",
        ("服务记录", "日期"): "date",
        ("服务记录", "服务内容"): "text",
        ("服务记录", "时长"): "number",
        ("服务记录", "是否完成"): "yes",
        ("服务记录", "带队人"): "→ 志愿者名单",
        ("服务记录", "结果"): "良/优",
        ("物资", "物资名称"): "code",
        ("物资", "数量"): "count",
        ("物资", "购置日期"): "date",
    }
    private = {one.title: one.said["private"] for one in begun.columns if "private" in one.said}
    assert private == {"学号": "public", "联系电话": "outside", "身份证号码": "secret"}
    assert all(one.why for one in begun.columns)


def test_a_mark_is_no_key_and_what_is_secret_need_be_no_number() -> None:
    guessed = guess(
        {
            "学生": {"学号": ["0810130011", "0810130012"], "家庭困难": ["是", "否"]},
            "评分": {"学号": ["0810130011", "0810130011"], "得分": [90.5, 88.0]},
            "场次": {"地点": ["礼堂", "礼堂"], "得分": [90.5, 88.0]},
        }
    )
    assert guessed is not None
    assert [(one.sheet, one.title, one.kind) for one in guessed.columns if one.title in ("家庭困难", "得分")] == [
        ("学生", "家庭困难", "yes"),
        ("评分", "得分", "number"),
        ("场次", "得分", "number"),
    ]
    assert guessed.sheet("场次").key == "地点"
    assert [one.said["private"] for one in guessed.columns if one.title == "家庭困难"] == ["secret"]


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["只有一格"])
    book.save(tmp_path / "空.xlsx")
    with pytest.raises(docgen.InputError, match="一行栏名"):
        docgen.begin_activity(tmp_path / "活动", tmp_path / "空.xlsx")
    assert not (tmp_path / "活动").exists()


@pytest.mark.parametrize(
    "tables",
    [
        {"1班": {"2栏": ["甲", "乙"], "": ["丙", None], "(注)": [1.0, -2.0]}},
        {"甲": {"甲": ["一", "二"], "乙": ["一", "二"]}, "乙": {"甲": ["一", "二", "一"], "乙": [None, None, None]}},
        {"名单": {"姓名": [], "日期": []}, "记录": {"姓名": [], "内容": []}},
        {"a b": {"x y": ["1"], "x-y": ["2"], "x.y": ["3"]}, "a-b": {"行": ["1"], "本人": ["1"], "设置": ["1"]}},
    ],
)
def test_whatever_a_workbook_calls_its_sheets_and_columns_the_file_is_sound(
    tables: dict[str, dict[str, list[str | float | None]]], tmp_path: Path
) -> None:
    from docgen import described

    guessed = guess(tables)
    assert guessed is not None
    (tmp_path / "activity.toml").write_text(described.written(guessed, '试"着', "某.xlsx"), encoding="utf-8")
    assert [str(one) for one in described.examine(tmp_path / "activity.toml")[1]] == []


@pytest.mark.slow
def test_the_reference_of_an_activity_names_everything_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from docgen import described
    from docgen.resources import activities

    folder = activities() / "membership"
    declared = described.read(folder)
    assert run(["activity", "doc", str(folder), "--out", str(tmp_path / "发展党员.md")]) == ExitCode.OK
    chinese = (tmp_path / "发展党员.md").read_text(encoding="utf-8")
    messages.set_language("en")
    english = docgen.describe_activity(folder)
    for page in (chinese, english):
        for title, said in declared.sheet.items():
            assert f"### {title}" in page
            assert all(f"| {name} |" in page for name in (*said.columns, *said.values))
        assert all(f"| {rule.no} |" in page for rule in declared.rule)
        assert all(f"### {paper.title}" in page for paper in declared.paper)
    assert "不出本单位" in chinese
    assert "stays in the department" in english
    assert "早于2014年版细则施行" in chinese
    assert "before the rules of 2014" in english
    assert run(["activity", "doc", str(folder)]) == ExitCode.OK
    assert capsys.readouterr().out.startswith("# 发展党员")


def test_a_table_that_is_called_as_docgen_calls_a_sheet_of_its_own_gets_another_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    for row in (["学号", "姓名"], ["0810130011", "周砚秋"], ["0810130012", "沈既白"]):
        book.active.append(row)
    book.save(tmp_path / "名册.xlsx")
    assert docgen.begin_activity(tmp_path / "志愿服务", tmp_path / "名册.xlsx").unit == "说明2"
    assert run(["--lang", "zh", "activity", "lint", str(tmp_path / "志愿服务")]) == ExitCode.OK
