"""A kind of paper that a clerk adds without code: two files and a sheet, and it is like those docgen was born with."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from docgen import workbook
from docgen.cli import run
from docgen.convert import EMBEDDED, LIBREOFFICE
from docgen.documents import Copy, Document, Private, copies, datafile, own
from docgen.errors import DataError, ExitCode, TemplateError
from docgen.making.order import Order, Outcome, State, Target
from docgen.making.own import activity_of
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building
from docgen.signing import signatures
from tests.constructs.paper import LONG
from tests.papers import paragraph
from tests.papers import run as word
from tests.semesters import a_semester

HOW_TO = Path(__file__).parent.parent / "docs"
COLUMNS = ("小组", "走访对象", "走访人", "走访日期", "方式", "走访情况", "需要帮扶")
VISITS = (
    ("G01", "0810130011", "许南屏、0810130012", "2009-04-02", "上门", "父母在外务工，由祖母照看。", "是"),
    ("G02", "0810130021", "T0012 许南屏", "2009-04-09", "电话", "家庭支持报考，AT&T <甲> {{ 7*7 }}。", ""),
    ("G01", "0810130012", "", "2009-05-11", "上门", "第二次走访，情况好转。", "否"),
)


pytestmark = pytest.mark.usefixtures("english")


def in_the_guide(page: str) -> str:
    (found,) = re.findall(r"^```json\n(.*?)^```", (HOW_TO / page).read_text(encoding="utf-8"), re.M | re.S)
    return str(found)


def a_desk(folder: Path, rows: tuple[tuple[str, ...], ...] = VISITS, schema: str = "", name: str = "走访记录") -> Path:
    """A clerk's folder with the schema of the guide, a template made from it, and the sheet; return its workbook."""
    (folder / "templates").mkdir(parents=True)
    text = schema or in_the_guide("how-to.md")
    (folder / f"templates/{name}.schema.json").write_text(text, encoding="utf-8")
    assert run(["template", "new", str(folder / f"templates/{name}.schema.json")]) == ExitCode.OK
    path = folder / "台账.xlsx"
    workbook.write(path, a_semester(3))
    fill_in(path, rows, name, COLUMNS if not schema else tuple(rows[0]), skip=bool(schema))
    return path


def fill_in(
    path: Path, rows: tuple[tuple[str, ...], ...], name: str, columns: tuple[str, ...] = COLUMNS, *, skip: bool = False
) -> None:
    book = openpyxl.load_workbook(path)
    if name in book.sheetnames:
        del book[name]
    sheet = book.create_sheet(name)
    for row in (columns, *(rows[1:] if skip else rows)):
        sheet.append(row)
    book.save(path)


def build(book: Path, **asked: object) -> Outcome:
    return building.build(replace(Order(book, engine="embedded"), **asked), Silent())  # type: ignore[arg-type]


def states(outcome: Outcome) -> dict[str, State]:
    return {one.name: one.state for one in outcome.results}


def text_of(pdf: Path) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages))


def test_both_guides_show_the_same_schema() -> None:
    assert in_the_guide("how-to.md") == in_the_guide("how-to.zh-CN.md")


@pytest.mark.slow
def test_two_files_and_a_sheet_are_checked_filled_gated_bundled_signed_and_archived(tmp_path: Path) -> None:
    book = a_desk(tmp_path / "2008-2009-2")
    assert run(["template", "lint", str(book.parent / "templates/走访记录.docx")]) == ExitCode.OK
    assert run(["check", str(book)]) == ExitCode.OK

    outcome = build(book)
    names = [one.name for one in outcome.results]
    assert not outcome.broken
    # Within its group, by its order; numbered within the group in the order of the rows.
    assert names[:4] == ["G01-共勉协议书", "G01-共勉计划备案表", "G01-1-家庭走访记录表", "G01-2-家庭走访记录表"]
    assert "G02-1-家庭走访记录表" in names
    pdf = text_of(book.parent / "out/pdf/G01-1-家庭走访记录表.pdf")
    for words in ("影视艺术系党总支", "第1共勉小组", "2009年4月2日", "父母在外务工", "许南屏", "☑"):
        assert words in pdf
    assert "AT&T<甲>{{7*7}}" in text_of(book.parent / "out/pdf/G02-1-家庭走访记录表.pdf")
    assert outcome.bundle is not None
    titles = json.dumps([str(one) for one in _titles(pypdf.PdfReader(outcome.bundle).outline)], ensure_ascii=False)
    assert "家庭走访记录表" in titles

    assert {*states(build(book)).values()} == {State.UNCHANGED}
    assert signatures.sign(book, "G01-1", "走访记录").name == "G01-1-家庭走访记录表"
    sealed = archiving.seal(Order(book, engine="embedded"), Silent())
    assert sealed.verdict.is_sound
    (bag,) = (path for path in sealed.edition.iterdir() if path.name.endswith("D10"))
    lines = json.loads((bag / "data/catalogue.json").read_text(encoding="utf-8"))["文件"]
    assert [line["名称"] for line in lines] == [
        "G01-1-家庭走访记录表",
        "G01-2-家庭走访记录表",
        "G02-1-家庭走访记录表",
    ]
    assert lines[0]["日期"] == "20090402"


def _titles(outline: Sequence[Any]) -> Iterator[object]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield getattr(one, "title", "")


@pytest.mark.slow
def test_a_faulty_row_is_named_at_its_cell_and_holds_back_its_own_paper_only(tmp_path: Path) -> None:
    wrong = (VISITS[0], ("G02", "查无此人", "", "四月", "写信", "", "也许"), VISITS[2])
    book = a_desk(tmp_path, wrong)
    checked = workbook.check(book, _settings(book), activity_of(book))
    assert [(one.kind, one.sheet, one.cell) for one in checked.problems if one.is_error] == [
        ("unknown-reference", "走访记录", "B3"),
        ("not-a-date", "走访记录", "D3"),
        ("not-allowed", "走访记录", "E3"),
        ("empty", "走访记录", "F3"),
        ("not-allowed", "走访记录", "G3"),
    ]
    outcome = build(book, to=Target.DOCX)
    (held,) = outcome.broken
    assert held.name == "G02-1-家庭走访记录表"
    assert "走访记录!D3" in held.reason
    assert {"G02-共勉协议书", "全系-活动工作总结", "G01-2-家庭走访记录表"} <= {
        one.name for one in outcome.results if one.is_whole
    }


def _settings(book: Path):  # type: ignore[no-untyped-def]
    from docgen import settings

    return settings.load(book.parent)


@pytest.mark.slow
def test_a_changed_cell_remakes_its_paper_alone_and_says_which_cell(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    build(book, to=Target.DOCX)
    fill_in(book, (VISITS[0], VISITS[1], (*VISITS[2][:5], "已经脱困。", "否")), "走访记录")
    again = {one.name: one for one in build(book, to=Target.DOCX).results if one.state is State.MADE}
    assert list(again) == ["G01-2-家庭走访记录表"]
    assert "走访记录 row 4 走访情况" in again["G01-2-家庭走访记录表"].why[0]


@pytest.mark.slow
def test_filters_by_kind_and_group_take_it_like_any_other(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    only = build(book, to=Target.DOCX, kinds=("家庭走访记录表",), groups=("G02",))
    assert list(states(only)) == ["G02-1-家庭走访记录表"]


def test_papers_of_an_own_kind_stay_out_of_the_copy_for_publication(tmp_path: Path) -> None:
    added = own.find([a_desk(tmp_path).parent / "templates"])[0]
    papers = (Document(added.kind, "G01-1", "走访", {"走访情况": "父母在外务工"}, "G01"),)
    private = Private((), ())
    assert copies(papers, Copy.PUBLIC, private) == ()
    assert len(copies(papers, Copy.INSPECTION, private)) == 1


def test_a_missing_sheet_is_a_warning_with_the_titles_it_needs(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    found = openpyxl.load_workbook(book)
    del found["走访记录"]
    found.save(book)
    (problem,) = (
        one for one in workbook.check(book, _settings(book), activity_of(book)).problems if one.sheet == "走访记录"
    )
    assert not problem.is_error
    assert "走访日期" in problem.hint


ROWS_OF_A_GROUP = {
    "x-docgen": {"per": "group", "order": 45},
    "type": "object",
    "properties": {
        "小组": {
            "type": "object",
            "x-docgen": "小组",
            "properties": {"小组名称": {"type": "string"}, "备案号": {"type": "string"}, "组长": {"type": "string"}},
        },
        "支出": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"用途": {"type": "string"}, "金额": {"type": "number", "maximum": 5000}},
                "required": ["用途", "金额"],
            },
        },
    },
    "required": ["小组"],
}


@pytest.mark.slow
def test_all_rows_of_a_group_stand_in_one_paper(tmp_path: Path) -> None:
    rows = (("小组", "用途", "金额"), ("G01", "剧本打印", "30.5"), ("G01", "交通", "12"), ("G03", "场地", "200"))
    book = a_desk(tmp_path, rows, json.dumps(ROWS_OF_A_GROUP), "经费使用")
    outcome = build(book, to=Target.DOCX, kinds=("经费使用",))
    assert not outcome.broken
    paper = docx.Document(str(tmp_path / "out/word/G01-经费使用.docx"))
    text = "".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    for words in ("第1共勉小组", "影艺共勉〔2009〕1号", "剧本打印30.5", "交通12"):
        assert words in text
    assert "G02-经费使用" not in states(outcome)


@pytest.mark.slow
def test_a_second_row_for_a_group_that_has_one_is_refused_at_its_cell(tmp_path: Path) -> None:
    schema = json.loads(json.dumps(ROWS_OF_A_GROUP))
    schema["properties"]["支出"] = {"type": "string"}
    rows = (("小组", "支出"), ("G01", "剧本打印"), ("G01", "交通"))
    book = a_desk(tmp_path, rows, json.dumps(schema), "经费使用")
    problems = workbook.check(book, _settings(book), activity_of(book)).problems
    assert [(one.kind, one.cell) for one in problems if one.is_error] == [("repeated", "A3")]
    assert [one.name for one in build(book, to=Target.DOCX).broken] == ["G01-经费使用"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x-docgen": {"per": "week"}}, "x-docgen.per"),
        ({"x-docgen": {"per": "group", "colour": 1}}, "x-docgen.colour"),
        ({"x-docgen": {"per": "person"}}, "人员"),
        ({"$ref": "#/x"}, "$ref"),
        ({"properties": {"名 字": {"type": "string"}}}, "名 字"),
        ({"properties": {"名": {"type": "string", "pattern": "(?=x)"}}, "required": []}, "pattern"),
        (
            {"properties": {"人": {"type": "object", "x-docgen": "人员", "properties": {"身高": {"type": "string"}}}}},
            "人.身高",
        ),
        ({"properties": {"邮编": {"type": "string", "x-docgen": "学期"}}}, "邮编"),
        ({"properties": {"甲": {"type": "array"}}}, "甲"),
        ({"required": ["没有"]}, "没有"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_a_schema_cannot_say_is_refused_with_its_place(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    schema = json.loads(json.dumps(ROWS_OF_A_GROUP)) | {"x-docgen": {"per": "row"}}
    del schema["properties"]["支出"]
    path = tmp_path / "某表.schema.json"
    path.write_text(json.dumps(schema | change), encoding="utf-8")
    with pytest.raises(TemplateError, match=re.escape(said)):
        own.read(path)


def test_a_schema_without_template_or_with_a_name_of_docgens_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "某表.schema.json").write_text(in_the_guide("how-to.md"), encoding="utf-8")
    with pytest.raises(TemplateError, match=r"某表\.docx"):
        own.find([tmp_path])
    shutil.move(tmp_path / "某表.schema.json", tmp_path / "plan.schema.json")
    with pytest.raises(TemplateError, match="plan"):
        own.find([tmp_path])


@pytest.mark.slow
def test_one_paper_of_an_own_kind_is_filled_from_a_data_file_and_held_against_the_schema(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    schema = book.parent / "templates/走访记录.schema.json"
    data = tmp_path / "一次.yaml"
    data.write_text(
        "党组织: 影视艺术系党总支\n小组: {小组编号: G01, 小组名称: 晨光}\n走访对象: {姓名: 周砚秋, 班级: 影视081班}\n"
        "走访日期: 2009-04-02\n方式: 上门\n走访情况: 一切如常\n",
        encoding="utf-8",
    )
    assert run(["fill", str(schema), str(data), "-o", str(tmp_path / "一次.docx")]) == ExitCode.OK
    data.write_text(data.read_text(encoding="utf-8").replace("上门", "写信"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        datafile.read(data, own.read(schema).kind)
    assert [one.column for one in caught.value.problems] == ["方式"]


def with_text(path: Path, look: str) -> None:
    """Put a paragraph whose text has a look at the end of a Word file."""
    document = docx.Document(str(path))
    run_of_text = document.add_paragraph().add_run("另附一行")
    run_of_text._r.get_or_add_rPr().append(run_of_text._r.makeelement(qn(look), {}))
    document.save(str(path))


@pytest.mark.slow
def test_what_the_engine_cannot_draw_holds_back_the_pdfs_whether_filled_earlier_or_edited_since(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    only = {"kinds": ("家庭走访记录表",), "to": Target.PDF}
    assert {one.state for one in build(book, **{**only, "to": Target.DOCX}).results} == {State.MADE}
    (word, *_others) = sorted((tmp_path / "out/word").glob("*.docx"))
    with_text(word, "w:strike")
    results = build(book, **only).results
    refused = {one.name: one.reason for one in results if not one.is_whole}
    assert set(refused) == {word.stem}
    assert "另附一行" in refused[word.stem]
    with_text(tmp_path / "templates/走访记录.docx", "w:strike")
    results = build(book, **only, force=True).results
    assert {one.name: one.reason for one in results if "另附一行" not in one.reason} == {}
    assert not list((tmp_path / "out/pdf").glob("*.pdf"))


@pytest.mark.slow
def test_auto_draws_each_kind_with_the_engine_that_can_and_draws_nothing_twice(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    with_text(tmp_path / "templates/走访记录.docx", "w:strike")
    asked = {"kinds": ("家庭走访记录表", "plan"), "to": Target.PDF, "engine": "auto"}
    assert {one.state for one in build(book, **asked).results} == {State.MADE}
    assert {one.state for one in build(book, **asked).results} == {State.UNCHANGED}


@pytest.mark.slow
def test_a_build_has_the_other_engine_draw_what_the_gate_refuses_of_the_first_and_draws_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("convert", "pipeline.converting"):
        monkeypatch.setattr(f"docgen.{room}.available", lambda _asked: (EMBEDDED, LIBREOFFICE))
    book = a_desk(tmp_path)
    layout = tmp_path / "templates/走访记录.docx"
    document = docx.Document(str(layout))
    far = "<w:r><w:tab/></w:r>"
    stop = '<w:tabs><w:tab w:val="right" w:pos="8000"/></w:tabs><w:jc w:val="both"/>'
    held = paragraph(word(LONG[:12]) + far + word("乙方") + far + word(LONG), stop)
    document.element.body.insert(0, parse_xml(held.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    document.save(str(layout))
    asked = {"kinds": ("家庭走访记录表",), "to": Target.PDF, "engine": "auto"}
    assert {one.state for one in build(book, **asked).results} == {State.MADE}
    for pdf in (tmp_path / "out/pdf").glob("*.pdf"):
        assert "LibreOffice" in str(pypdf.PdfReader(pdf).metadata)
    assert {one.state for one in build(book, **asked).results} == {State.UNCHANGED}
