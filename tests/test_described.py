"""An activity in files: a workbook, its check and its papers, out of one activity.toml and a few templates."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

import docgen
from docgen import messages, workbook
from docgen.cli import run
from docgen.documents import Copy
from docgen.errors import ExitCode, InputError
from docgen.making.order import Order, Target
from docgen.making.own import activity_of
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.signing import signatures
from docgen.workbook.layout import Entries

HERE = Path(__file__).parent / "activities"
LINES: Entries = {
    "学校": "浙江横店影视职业学院",
    "院系": "影视艺术系",
    "党组织": "影视艺术系党总支",
    "学年学期": "2008—2009学年第二学期",
    "活动名称": "志愿服务",
    "开始日期": date(2009, 3, 2),
    "结束日期": date(2009, 7, 10),
    "书记": "方秉文",
    "全宗号": "Z109",
}
PEOPLE: Sequence[Entries] = (
    {"编号": "0810130011", "姓名": "周砚秋", "班级": "影视081班", "注册日期": date(2009, 3, 2)},
    {"编号": "0810130012", "姓名": "沈既白", "班级": "影视081班", "注册日期": date(2009, 3, 9)},
    {"编号": "0810130013", "姓名": "何汀", "班级": "影视082班", "注册日期": date(2009, 3, 9)},
)
SERVICES: Sequence[Entries] = (
    {"编号": "0810130011", "日期": date(2009, 4, 11), "内容": "敬老院慰问演出", "小时": 3, "状态": "已完成"},
    {"编号": "0810130012 沈既白", "日期": date(2009, 4, 11), "内容": "敬老院慰问演出", "小时": 3},
    {"编号": "0810130011", "日期": date(2009, 3, 21), "内容": "校园清扫", "小时": 1.5},
    {"编号": "0810130013", "日期": date(2009, 5, 9), "内容": "运动会服务", "小时": 4, "状态": "取消"},
)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    messages.set_language("zh")


def a_template(path: Path, *paragraphs: str, rows: Sequence[str] = (), of: str = "") -> None:
    """A Word file with these paragraphs, and a table that repeats a row for each entry of a list."""
    paper = docx.Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    if rows:
        table = paper.add_table(rows=0, cols=len(rows))
        for line in ((f"{{%tr for 行 in {of} %}}",), rows, ("{%tr endfor %}",)):
            for cell, text in zip(table.add_row().cells, line, strict=False):
                cell.text = text
    paper.save(str(path))


def a_folder(home: Path, services: Sequence[Entries] = SERVICES) -> Path:
    """A clerk's folder with the activity beside the workbook; return the workbook."""
    folder = home / "志愿服务"
    shutil.copytree(HERE / "volunteers", folder)
    a_template(
        folder / "service_record.docx",
        "志愿服务证明",
        "{{ 姓名 }}（{{ 班级 | 无 }}）{{ 小结 }}",
        "经办人：{{ 经办人 }}",
        rows=("{{ 行.序号 }}", "{{ 行.日期 | 日期 }}", "{{ 行.内容 }}", "{{ 行.小时 }}"),
        of="记录",
    )
    a_template(
        folder / "service_register.docx",
        "{{ 党组织 }}志愿服务一览表，共{{ 总小时 }}小时",
        rows=("{{ 行.姓名 }}", "{{ 行.班级 }}", "{{ 行.小时 }}"),
        of="名单",
    )
    (home / "docgen.toml").write_text('activity = "志愿服务"\n', encoding="utf-8")
    book = home / "台账.xlsx"
    workbook.write_rows(book, activity_of(book), {"学期": [LINES], "人员": PEOPLE, "服务": services})
    return book


def test_the_workbook_of_a_described_activity_has_its_sheets_drop_downs_and_notes(tmp_path: Path) -> None:
    sheets = openpyxl.load_workbook(a_folder(tmp_path))
    assert [title for title in sheets.sheetnames if title != "下拉"] == ["说明", "学期", "人员", "服务", "变更"]
    assert "指导小组组长" not in [row[0].value for row in sheets["学期"].iter_rows()]
    services = sheets["服务"]
    assert [cell.value for cell in services[1]] == ["编号", "（姓名）", "日期", "内容", "小时", "状态"]
    assert {one.formula1 for one in services.data_validations.dataValidation} == {"人员名单", '"已完成,取消"'}
    assert "影视081班" in sheets["人员"]["C1"].comment.text
    assert "目标" not in str([cell.value for cell in sheets["变更"][2]])


def test_a_sound_workbook_is_silent(tmp_path: Path) -> None:
    assert docgen.check(a_folder(tmp_path)).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"日期": date(2009, 3, 1)}, [("V1", "服务", "C2", "E")]),
        ({"小时": 9}, [("V2", "服务", "E2", "W")]),
        ({"编号": "0810139999"}, [("unknown-reference", "服务", "A2", "E")]),
        ({"状态": "做完"}, [("not-allowed", "服务", "F2", "E")]),
        ({"日期": "四月"}, [("not-a-date", "服务", "C2", "E")]),
    ],
)
def test_what_breaks_a_rule_is_said_at_its_cell(
    tmp_path: Path, change: Entries, places: list[tuple[str, str, str, str]]
) -> None:
    book = a_folder(tmp_path, ({**SERVICES[0], **change}, *SERVICES[1:]))
    found = docgen.check(book).problems
    assert [(one.kind, one.sheet, one.cell, one.severity.value) for one in found] == places


def test_a_number_and_what_stands_once_are_said_where_they_stand_again(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    file = tmp_path / "志愿服务" / "activity.toml"
    once = '[sheet.服务]\nonce = ["编号", "日期"]\n'
    file.write_text(file.read_text(encoding="utf-8").replace("[sheet.服务]\n", once), encoding="utf-8")
    again = {"人员": [*PEOPLE, {**PEOPLE[0], "姓名": "方知远"}], "服务": [*SERVICES, SERVICES[0]]}
    workbook.write_rows(book, activity_of(book), {"学期": [LINES], **again})
    assert [(one.sheet, one.cell, one.message, one.groups) for one in docgen.check(book).problems] == [
        ("人员", "A5", "第 2 行已有同样的：编号", ("0810130011",)),
        ("服务", "A6", "第 2 行已有同样的：编号、日期", ("0810130011",)),
    ]


def test_a_rule_speaks_both_languages_and_names_its_source(tmp_path: Path) -> None:
    book = a_folder(tmp_path, ({**SERVICES[0], "日期": date(2009, 3, 1)},))
    (problem,) = docgen.check(book).problems
    assert problem.message == "早于周砚秋的注册日期2009年3月2日（V1）"
    assert problem.hint == "核对日期；依据：志愿服务条例第十二条"
    messages.set_language("en")
    (problem,) = docgen.check(book).problems
    assert problem.message == "before 周砚秋 registered (2009-03-02)（V1）"


@pytest.mark.slow
def test_papers_are_made_from_rows_and_a_faulty_row_holds_back_its_person(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    made = building.build(Order(book, engine="embedded"), Silent())
    assert [one.name for one in made.results] == [
        "0810130011-志愿服务证明",
        "0810130012-志愿服务证明",
        "全系-志愿服务一览表",
    ]
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(tmp_path / "out/pdf/0810130011-志愿服务证明.pdf").pages
    )
    text = text.replace(" ", "")
    assert "共服务2次，计4.5小时" in text
    assert text.index("校园清扫") < text.index("敬老院慰问演出")
    again = building.build(Order(book, engine="embedded"), Silent())
    assert again.work == {"filled": 0, "converted": 0, "bundled": 0}

    other = a_folder(tmp_path / "b", ({**SERVICES[0], "日期": date(2009, 3, 1)}, *SERVICES[1:]))
    held = building.build(Order(other, to=Target.DOCX), Silent())
    assert [one.name for one in held.broken] == ["0810130011-志愿服务证明", "全系-志愿服务一览表"]
    assert "服务!C2 日期" in held.broken[0].reason


def test_a_setting_of_the_activity_may_be_changed(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    (tmp_path / "docgen.toml").write_text('activity = "志愿服务"\n[setting]\n每次最多小时 = 2\n', encoding="utf-8")
    assert [(one.kind, one.cell) for one in docgen.check(book).problems] == [("V2", "E2"), ("V2", "E3"), ("V2", "E5")]
    assert replace(docgen.check(book).problems[0], cell="").rule == 0


@pytest.mark.slow
def test_a_semester_of_a_shipped_activity_is_begun_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["init", str(tmp_path / "党员"), "--semester", "2026-2027-1", "--activity", "发展党员"]) == ExitCode.OK
    assert 'activity = "发展党员"' in (tmp_path / "党员/docgen.toml").read_text(encoding="utf-8")
    places = {one.place for one in docgen.check(tmp_path / "党员/台账.xlsx").problems}
    assert "学期!B18 上级党委" in places
    assert run(["activities"]) == ExitCode.OK
    assert "发展党员" in capsys.readouterr().out


@pytest.mark.slow
def test_an_activity_is_held_against_its_templates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder(tmp_path).parent / "志愿服务"
    assert run(["activity", "lint", str(folder)]) == ExitCode.OK
    a_template(folder / "service_record.docx", "{{ 姓明 }}")
    (folder / "service_register.docx").unlink()
    assert run(["activity", "lint", str(folder)]) == ExitCode.DATA
    said = capsys.readouterr().out
    assert "姓明" in said
    assert "service_register.docx" in said


@pytest.mark.slow
def test_a_public_copy_has_only_what_the_file_says(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    made = building.build(Order(book, engine="embedded", copy=Copy.PUBLIC, to=Target.PDF), Silent())
    assert [one.name for one in made.results] == [
        "人员001-志愿服务证明（公开副本）",
        "人员002-志愿服务证明（公开副本）",
    ]
    pages = pypdf.PdfReader(tmp_path / "out/公开副本/人员001-志愿服务证明（公开副本）.pdf").pages
    text = "".join(page.extract_text() for page in pages).replace(" ", "")
    assert "周砚秋" in text
    assert "方秉文" not in text
    assert "敬老院" not in text


def test_a_described_activity_has_a_paper_of_each_change_where_it_says_so(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    with (tmp_path / "志愿服务" / "activity.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[paper]]\nstem = "amendment"\ntitle = "变更备案表"\nper = "变更"\ndated = "日期"\n'
            'data = { 姓名 = "编号.姓名", 事项 = "事项", 原内容 = "原内容", 新内容 = "新内容" }\n'
        )
    change: Entries = {"编号": "0810130011", "日期": date(2009, 5, 6), "事项": "更正小时", "原内容": "3", "新内容": "2"}
    activity = activity_of(book)
    workbook.write_rows(book, activity, {"学期": [LINES], "人员": PEOPLE, "服务": SERVICES, "变更": [change]})
    checked = docgen.check(book)
    papers = [one for one in activity.compose(checked.semester, {}) if one.document.kind.stem == "amendment"]
    assert checked.problems == ()
    assert [(one.document.name, one.document.data, one.rows) for one in papers] == [
        (
            "0810130011-变更备案表",
            {"姓名": "周砚秋", "事项": "更正小时", "原内容": "3", "新内容": "2"},
            (("变更", 2),),
        )
    ]


def test_a_paper_that_is_called_as_one_of_another_activity_is_its_own(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    file = tmp_path / "志愿服务" / "activity.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"service_record"', '"agreement"'), encoding="utf-8")
    assert signatures.kind_called(book, "agreement").title == "志愿服务证明"
    with pytest.raises(InputError) as refused:
        signatures.kind_called(book, "共勉协议书")
    assert "志愿服务证明" in refused.value.hint


@pytest.mark.slow
def test_what_changed_after_signing_is_held_back_until_the_sheet_of_changes_tells_it(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    docgen.build(book, engine="embedded", to=Target.PDF)
    docgen.sign_one(book, "0810130011", "志愿服务证明")
    activity = activity_of(book)
    moved: Sequence[Entries] = ({**PEOPLE[0], "班级": "影视082班"}, *PEOPLE[1:])
    rows: dict[str, Sequence[Entries]] = {"学期": [LINES], "人员": moved, "服务": SERVICES}
    workbook.write_rows(book, activity, rows)
    states = {one.name: one for one in docgen.build(book, engine="embedded", to=Target.PDF).results}
    certificate = "0810130011-志愿服务证明"
    assert states[certificate].state.value == "held-back"
    assert "影视081班" in states[certificate].reason
    change: Entries = {"编号": "0810130011", "日期": date(2009, 6, 1), "事项": "转班"}
    told: dict[str, Sequence[Entries]] = {**rows, "变更": [{**change, "原内容": "影视081班", "新内容": "影视082班"}]}
    workbook.write_rows(book, activity, told)
    assert docgen.check(book).problems == ()
    states = {one.name: one for one in docgen.build(book, engine="embedded", to=Target.PDF).results}
    assert states[certificate].state.value == "signed"
