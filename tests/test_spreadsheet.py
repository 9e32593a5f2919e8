"""An upper office's .xlsx form, filled from the data of a paper: values in their cells, rows repeated, the rest as it was."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from PIL import Image

from docgen import resources
from docgen.cli import run
from docgen.errors import ExitCode, TemplateError
from docgen.template import spreadsheet
from docgen.template.sheet_rows import Rows, moved

DATA: dict[str, Any] = {
    "单位": "影视艺术系 <一>",
    "日期": date(2009, 3, 16),
    "成员": [{"姓名": "方秉文", "分数": 90}, {"姓名": "林可", "分数": 85.5}, {"姓名": "陈思远", "分数": 70}],
    "荣誉": [],
    "有无": None,
}


def a_form(path: Path, change: Any = None) -> Path:
    """Head, a repeated row, a sum over it, a foot; formats, merged cells, a colour by condition, a printing area."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总表"
    sheet.append(["填报单位：{{ 单位 }}", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["日期", "{{ 日期 }}", "{{ 日期 | 日期 }}"])
    sheet["B2"].number_format = "yyyy-mm-dd"
    sheet.append(["序号", "姓名", "分数"])
    sheet.append(["{%tr for 人 in 成员 %}"])
    sheet.append(["{{ loop.index }}", "{{ 人.姓名 }}", "{{ 人.分数 }}"])
    sheet["B5"].font = Font(bold=True)
    sheet["C5"].border = Border(bottom=Side("thin"))
    sheet.row_dimensions[5].height = 31
    sheet.append(["{%tr endfor %}"])
    sheet.append(["合计", None, "=SUM(C5:C5)"])
    sheet.append(["备注", '=IF(C7>0,"C5",C2)', None])
    sheet.merge_cells("A8:A9")
    sheet.conditional_formatting.add(
        "C5", CellIsRule(operator="lessThan", formula=["80"], fill=PatternFill("solid", "FFC7CE"))
    )
    choice = DataValidation(type="list", formula1='"优,良"')
    choice.add("B5")
    sheet.add_data_validation(choice)
    sheet.print_area = "A1:C9"
    other = book.create_sheet("封面")
    other["A1"] = "=汇总表!C7"
    if change:
        change(book)
    book.save(path)
    return path


def filled(path: Path, data: dict[str, Any] | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(spreadsheet.fill(path, DATA if data is None else data)))


def test_cells_are_filled_rows_repeated_and_what_names_rows_follows(tmp_path: Path) -> None:
    book = filled(a_form(tmp_path / "表.xlsx"))
    sheet = book["汇总表"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows(max_row=8)] == [
        ["填报单位：影视艺术系 <一>", None, None],
        ["日期", datetime(2009, 3, 16), "2009年3月16日"],
        ["序号", "姓名", "分数"],
        [1, "方秉文", 90],
        [2, "林可", 85.5],
        [3, "陈思远", 70],
        ["合计", None, "=SUM(C4:C6)"],
        ["备注", '=IF(C7>0,"C5",C2)', None],
    ]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:C1", "A8:A9"]
    assert all(sheet.cell(row, 2).font.bold and sheet.cell(row, 3).border.bottom.style == "thin" for row in (4, 5, 6))
    assert [sheet.row_dimensions[row].height for row in (4, 5, 6, 7)] == [31, 31, 31, None]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C4:C6"]
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["B4:B6"]
    assert sheet.print_area == "'汇总表'!$A$1:$C$9"
    assert book["封面"]["A1"].value == "=汇总表!C7"


def test_a_list_without_entries_leaves_no_row_and_a_long_one_pushes_everything_down(tmp_path: Path) -> None:
    path = a_form(tmp_path / "表.xlsx")
    empty = filled(path, DATA | {"成员": []})["汇总表"]
    assert [empty.cell(row, 1).value for row in (3, 4, 5)] == ["序号", "合计", "备注"]
    assert empty["C4"].value == "=0"
    many = filled(path, DATA | {"成员": DATA["成员"] * 40})
    assert many["汇总表"]["C124"].value == "=SUM(C4:C123)"
    assert many["封面"]["A1"].value == "=汇总表!C124"
    assert "A125:A126" in map(str, many["汇总表"].merged_cells.ranges)


@pytest.mark.parametrize(
    ("formula", "row", "said"),
    [
        ("A2+B3", 3, "A2+B3"),  # its own copy
        ("A2+B3", 5, "A4+B5"),
        ("SUM(A2:A3)", 6, "SUM(A2:A5)"),
        ("$A$1&名册!A4&A4", 6, "$A$1&名册!A6&A6"),
        ('"A4"&LOG10(A4)&A4_名', 6, '"A4"&LOG10(A6)&A4_名'),
        ("SUM(4:4)+Sheet2!A4", 6, "SUM(6:6)+Sheet2!A4"),
        ("SUM(A1:A99)", 6, "SUM(A1:A101)"),
    ],
)
def test_references_follow_their_rows(formula: str, row: int, said: str) -> None:
    rows = Rows((1, 2, 3, 2, 3, 4))
    assert moved(formula, "名册", {"名册": rows}, here=row) == said


def test_a_picture_below_the_rows_moves_with_them_and_every_other_part_stays_as_it_was(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        file = io.BytesIO()
        Image.new("RGB", (20, 20), "red").save(file, "PNG")
        book["汇总表"].add_image(Picture(file), "A7")

    path = a_form(tmp_path / "表.xlsx", add)
    raw = spreadsheet.fill(path, DATA | {"成员": DATA["成员"] * 2})
    (image,) = openpyxl.load_workbook(io.BytesIO(raw))["汇总表"]._images
    assert image.anchor._from.row == 9
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(io.BytesIO(raw)) as new:
        changed = {name for name in old.namelist() if name in new.namelist() and old.read(name) != new.read(name)}
        assert "xl/styles.xml" not in changed and "xl/media/image1.png" not in changed
        assert not any(b"{{" in new.read(name) or b"{%" in new.read(name) for name in new.namelist())


def _undefined(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B5"] = "{{ 人.性命 }}"


def _empty(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B8"] = "{{ 有无 }}"


def _open(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B8"] = "{{ 单位"


def _two(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B4"] = "姓名"


def _average(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B8"] = "=AVERAGE(C5:C5)"


def _chart(book: openpyxl.Workbook) -> None:
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.add_data(Reference(book["汇总表"], 3, 5, 3, 6))
    book["汇总表"].add_chart(chart, "E1")


def _comment(book: openpyxl.Workbook) -> None:
    from openpyxl.comments import Comment

    book["汇总表"]["A8"].comment = Comment("请核对", "林可")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_undefined, "汇总表!B5"),
        (_empty, "汇总表!B8"),
        (_open, "汇总表!B8"),
        (_two, "汇总表!A4"),
        (_chart, "图表"),
        (_comment, "批注"),
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_cell_or_its_name(tmp_path: Path, change: Any, said: str) -> None:
    with pytest.raises(TemplateError) as error:
        spreadsheet.fill(a_form(tmp_path / "表.xlsx", change), DATA)
    assert said in error.value.message and "表.xlsx" in error.value.message


def _tag_in_header(book: openpyxl.Workbook) -> None:
    book["汇总表"].oddHeader.center.text = "{{ 单位 }}"


def _tag_in_name(book: openpyxl.Workbook) -> None:
    book["封面"].title = "{{ 单位 }}"


def _tag_in_formula(book: openpyxl.Workbook) -> None:
    book["汇总表"]["B9"] = '="{{ 单位 }}"'


def _tag_in_comment(book: openpyxl.Workbook) -> None:
    from openpyxl.comments import Comment

    book["封面"]["A8"].comment = Comment("{{ 单位 }}", "林可")


def _tag_in_choice(book: openpyxl.Workbook) -> None:
    choice = DataValidation(type="list", formula1='"{{ 单位 }},其他"')
    choice.add("B9")
    book["汇总表"].add_data_validation(choice)


def _tag_in_link(book: openpyxl.Workbook) -> None:
    book["封面"]["A2"].hyperlink = "https://example.org/{{ 单位 }}"


def _tag_in_properties(book: openpyxl.Workbook) -> None:
    book.properties.title = "{{ 单位 }}"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (_tag_in_header, "汇总表 页眉或页脚"),
        (_tag_in_name, "工作表名称“{{ 单位 }}”"),
        (_tag_in_formula, "汇总表!B9"),
        (_tag_in_comment, "批注"),
        (_tag_in_choice, "汇总表“"),
        (_tag_in_link, "链接"),
        (_tag_in_properties, "文件属性“{{ 单位 }}”"),
    ],
)
def test_a_tag_that_stands_where_none_is_filled_is_not_handed_over(tmp_path: Path, change: Any, where: str) -> None:
    path = a_form(tmp_path / "表.xlsx", change)
    with pytest.raises(TemplateError, match="占位符只在单元格里填写") as error:
        spreadsheet.fill(path, DATA)
    assert where in error.value.message
    found = [one for one in spreadsheet.lint(path, {"type": "object"}) if one.slug == "not-filled"]
    assert found and all(where in f"{one}" for one in found)


def test_a_tag_that_merged_cells_cover_is_refused_and_the_first_of_them_filled(tmp_path: Path) -> None:
    path = a_form(tmp_path / "表.xlsx", lambda book: book["封面"].merge_cells("Y3:AB4"))
    sheet = "xl/worksheets/sheet2.xml"
    for cell, is_seen in (("Y3", True), ("AA3", False), ("Y4", False), ("AC3", True)):
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        text = f'<c r="{cell}" t="inlineStr"><is><t>{{{{ 单位 }}}}</t></is></c>'
        row = f'<row r="{cell[-1]}">{text}</row></sheetData>'.encode()
        parts[sheet] = re.sub(rb'<row r="[34]".*</row>|</sheetData>', b"", parts[sheet], flags=re.S)
        parts[sheet] = parts[sheet].replace(b"<mergeCells", row + b"<mergeCells")
        made = tmp_path / f"{cell}.xlsx"
        with zipfile.ZipFile(made, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
        if is_seen:
            assert filled(made)["封面"][cell].value == DATA["单位"]
        else:
            with pytest.raises(TemplateError, match=f"封面!{cell}.*合并单元格"):
                spreadsheet.fill(made, DATA)


def test_a_formula_over_a_list_without_entries_that_says_nothing_true_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="汇总表!B8"):
        spreadsheet.fill(a_form(tmp_path / "表.xlsx", _average), DATA | {"成员": []})


def test_macros_and_files_that_are_no_workbooks_are_refused(tmp_path: Path) -> None:
    path = a_form(tmp_path / "表.xlsx")
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(TemplateError, match="vbaProject"):
        spreadsheet.fill(path, DATA)
    for content in (b"", b"PK", (resources.templates() / "plan.docx").read_bytes()):
        path.write_bytes(content)
        with pytest.raises(TemplateError, match="表"):
            spreadsheet.fill(path, DATA)


def test_lint_names_every_fault_of_a_form_at_its_cell_with_what_was_meant(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"单位": {"type": "string"}, "日期": {"type": "string"}},
        "required": ["单位"],
    }

    def faulty(book: openpyxl.Workbook) -> None:
        book.create_sheet("附表").append(["{{ 单位名 }}", "{{ 单位 | 日其 }}", "{{ 单位", "{{ 日期 }}"])

    found = spreadsheet.lint(a_form(tmp_path / "a.xlsx", faulty), schema)
    assert {one.part for one in found if one.part.startswith("附表")} == {"附表!A1", "附表!B1", "附表!C1"}
    said = {one.part: one.message for one in found}
    assert "单位" in said["附表!A1"]
    assert "日其" in said["附表!B1"]
    assert "成员" in said["汇总表!A4"]


def test_lint_finds_nothing_in_a_sound_form(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["{{ 单位 }}", "{{ 单位 }}：{{ 单位 }}"])
    book.save(tmp_path / "a.xlsx")
    assert spreadsheet.lint(tmp_path / "a.xlsx", {"type": "object", "properties": {"单位": {"type": "string"}}}) == ()


@pytest.mark.slow
def test_the_command_fills_a_form_with_the_data_of_an_official_paper(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["{{ 院系 }}", "{{ 小组名称 }}"],
        ["{%tr for 人 in 成员 %}"],
        ["{{ 人.姓名 }}", "{{ 人.编号 }}"],
        ["{%tr endfor %}"],
    ):
        sheet.append(row)
    form, target = tmp_path / "表.xlsx", tmp_path / "填好.xlsx"
    book.save(form)
    data = str(resources.samples() / "plan.yaml")
    assert run(["fill", "plan", data, "--template", str(form), "-o", str(target)]) == ExitCode.OK
    made = openpyxl.load_workbook(target).active
    assert made is not None and made.max_row > 2 and isinstance(made["B2"].value, str)
    assert run(["fill", "plan", data, "--template", str(form), "-o", str(tmp_path / "a.pdf")]) == ExitCode.DATA
    assert run(["fill", "plan", data, "-o", str(target)]) == ExitCode.DATA
    first = target.read_bytes()
    assert run(["fill", "plan", data, "--template", str(form), "-o", str(target)]) == ExitCode.OK
    assert target.read_bytes() == first


@pytest.mark.slow
@pytest.mark.libreoffice
def test_libreoffice_opens_a_filled_form_and_reckons_its_sums(tmp_path: Path) -> None:
    target = tmp_path / "made.xlsx"
    target.write_bytes(spreadsheet.fill(a_form(tmp_path / "表.xlsx"), DATA))
    office = shutil.which("soffice")
    assert office
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path), str(target)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    lines = (tmp_path / "made.csv").read_text(encoding="utf-8", errors="replace").splitlines()
    assert lines[6].endswith(",,245.5")
