"""Shared blocks: one .docx that several templates take in, wherever its tag stands in a paragraph of its own."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from PIL import Image

import docgen
from docgen import convert, gate, resources, workbook
from docgen.convert import WordFile
from docgen.errors import TemplateError
from docgen.making import undrawn
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.template import blocks, load
from docgen.template.lint import lint
from tests.semesters import a_semester

TAG = '{{p 块("落款.docx") }}'
SCHEMA = {
    "type": "object",
    "properties": {"姓名": {"type": "string"}, "单位": {"type": "string"}},
    "required": ["姓名", "单位"],
}
DATA = {"姓名": "方秉文", "单位": "影视艺术系"}


def saved(document: Document, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def a_block(folder: Path, *paragraphs: str, name: str = "落款.docx", style: str | None = None) -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words, style=style)
    return saved(document, folder / name)


def a_template(folder: Path, *paragraphs: str, header: str = "", cell: str = "") -> Path:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    if cell:
        document.add_table(1, 1).cell(0, 0).text = cell
    return saved(document, folder / "证明.docx")


def a_picture(colour: str = "navy") -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (60, 20), colour).save(file, "PNG")
    file.seek(0)
    return file


def words(raw: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(raw)).element.body.iter(qn("w:t"))]


def test_a_block_is_filled_like_what_stands_around_it(tmp_path: Path) -> None:
    a_block(tmp_path, "{{ 单位 }}", "{% if 姓名 %}经手：{{ 姓名 }}{% endif %}")
    path = a_template(tmp_path, "证明", TAG, "完", header=TAG, cell=TAG)
    raw = load(path).fill(DATA)
    document = docx.Document(io.BytesIO(raw))
    assert [one.text for one in document.paragraphs] == ["证明", "影视艺术系", "经手：方秉文", "完"]
    assert document.tables[0].cell(0, 0).text.strip() == "影视艺术系\n经手：方秉文"
    assert [one.text for one in document.sections[0].header.paragraphs][:2] == ["影视艺术系", "经手：方秉文"]


@pytest.mark.slow
def test_a_block_may_hold_tables_pictures_and_blocks_and_lie_in_a_folder_below(tmp_path: Path) -> None:
    inner = docx.Document()
    inner.add_paragraph("印章").add_run().add_picture(a_picture(), width=Mm(30))
    saved(inner, tmp_path / "块/印.docx")
    outer = docx.Document()
    outer.add_table(1, 2).cell(0, 1).text = "{{ 单位 }}"
    outer.add_paragraph('{{p 块("块/印.docx") }}')
    saved(outer, tmp_path / "落款.docx")
    own = docx.Document()
    own.add_paragraph().add_run().add_picture(a_picture("red"), width=Mm(30))
    own.add_paragraph(TAG)
    raw = load(saved(own, tmp_path / "证明.docx")).fill(DATA)
    assert words(raw) == ["影视艺术系", "印章"]
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        media = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert sorted(media) == sorted([a_picture().getvalue(), a_picture("red").getvalue()])
    assert len(docx.Document(io.BytesIO(raw)).inline_shapes) == 2


@pytest.mark.slow
def test_a_block_is_set_in_the_templates_style_of_the_same_name_whatever_its_number(tmp_path: Path) -> None:
    block = docx.Document()
    style = block.styles.add_style("公文落款", 1)
    style.element.set(qn("w:styleId"), "a7")
    block.add_paragraph("落款", style="公文落款")
    saved(block, tmp_path / "落款.docx")
    own = docx.Document()
    own.styles.add_style("公文落款", 1).element.set(qn("w:styleId"), "21")
    own.add_paragraph(TAG)
    raw = load(saved(own, tmp_path / "证明.docx")).fill(DATA)
    paragraph = docx.Document(io.BytesIO(raw)).paragraphs[0]
    assert (paragraph.text, paragraph.style and paragraph.style.name) == ("落款", "公文落款")


def _a_list(document: Document) -> None:
    paragraph = document.add_paragraph("一项")
    numbers, number = OxmlElement("w:numPr"), OxmlElement("w:numId")
    number.set(qn("w:val"), "1")
    numbers.append(number)
    paragraph._p.get_or_add_pPr().append(numbers)


def _an_own_style(document: Document) -> None:
    document.styles.add_style("别人的样式", 1)
    document.add_paragraph("落款", style="别人的样式")


def _a_section(document: Document) -> None:
    document.add_section()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "said"),
    [(_a_list, "列表"), (_an_own_style, "别人的样式"), (_a_section, "分节")],
    ids=["list", "style", "section"],
)
def test_what_a_template_cannot_take_in_is_refused_with_the_blocks_name(tmp_path: Path, make, said: str) -> None:  # type: ignore[no-untyped-def]
    block = docx.Document()
    block.add_paragraph("落款")
    make(block)
    saved(block, tmp_path / "落款.docx")
    with pytest.raises(TemplateError) as error:
        load(a_template(tmp_path, TAG))
    assert said in error.value.message and "落款.docx" in error.value.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ('{{p 块("没有.docx") }}', "没有.docx"),
        ('{{p 块("../落款.docx") }}', "../落款.docx"),
        ('{{p 块("/etc/passwd") }}', "/etc/passwd"),
        ('{{p 块("证明.docx") }}', "证明.docx"),
        ('落款：{{p 块("落款.docx") }}', "单独"),
        ("{{p 块(文件) }}", "单独"),
    ],
)
def test_a_block_that_is_not_there_or_not_in_the_folder_is_refused_at_its_tag(
    tmp_path: Path, tag: str, said: str
) -> None:
    a_block(tmp_path, "落款")
    a_block(tmp_path / "证明", "落款")
    path = a_template(tmp_path / "证明", "证明", tag)
    a_block(tmp_path / "证明", "落款")
    with pytest.raises(TemplateError) as error:
        load(path)
    assert said in error.value.message and "块(" in error.value.message
    assert [one.slug for one in lint(path, SCHEMA)] == ["unreadable"]


@pytest.mark.slow
def test_blocks_that_take_in_each_other_are_refused(tmp_path: Path) -> None:
    a_block(tmp_path, '{{p 块("甲.docx") }}')
    a_block(tmp_path, '{{p 块("落款.docx") }}', name="甲.docx")
    with pytest.raises(TemplateError, match="落款"):
        load(a_template(tmp_path, TAG))
    for number in range(5):
        a_block(tmp_path, f'{{{{p 块("{number + 1}.docx") }}}}', name=f"{number}.docx")
    with pytest.raises(TemplateError, match="4"):
        load(a_template(tmp_path, '{{p 块("0.docx") }}'))


@pytest.mark.slow
def test_lint_looks_into_a_block_and_names_it(tmp_path: Path) -> None:
    block = docx.Document()
    block.add_paragraph("{{ 单位 }}").add_run("经手：{{ 性命 }}").font.strike = True
    saved(block, tmp_path / "落款.docx")
    path = a_template(tmp_path, "{{ 姓名 }}", TAG)
    assert [(one.slug, one.part) for one in lint(path, SCHEMA)] == [("unknown", "落款.docx")]
    assert [one.part for one in undrawn.undrawn(path)] == ["落款.docx"]
    with pytest.raises(TemplateError, match=r"落款\.docx.*性命"):
        load(path).fill(DATA)
    target = tmp_path / "批注.docx"
    docgen.annotate_template(path, target, lint(path, SCHEMA))
    marked = docx.Document(str(target))
    assert "commentRangeStart" in marked.paragraphs[1]._p.xml and "commentRangeStart" not in marked.paragraphs[0]._p.xml


@pytest.mark.slow
def test_a_changed_block_is_another_template(tmp_path: Path) -> None:
    a_block(tmp_path, "旧")
    path = a_template(tmp_path, TAG)
    before, filled = blocks.sources(path), load(path).fill(DATA)
    assert blocks.sources(path) == before
    a_block(tmp_path, "新")
    assert blocks.sources(path) != before
    assert (words(filled), words(load(path).fill(DATA))) == (["旧"], ["新"])
    (tmp_path / "落款.docx").unlink()
    assert blocks.sources(path) not in (before, "")
    with pytest.raises(TemplateError, match="落款"):
        load(path)


@pytest.mark.slow
def test_a_build_makes_anew_what_a_changed_block_stands_in_and_nothing_else(tmp_path: Path) -> None:
    official = docx.Document(str(resources.templates() / "agreement.docx"))
    official.paragraphs[-1].insert_paragraph_before(TAG)
    saved(official, tmp_path / "templates/agreement.docx")
    block = docx.Document()
    block.add_paragraph("旧落款")
    saved(block, tmp_path / "templates/落款.docx")
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    order = Order(book, kinds=("plan", "agreement"), to=Target.DOCX)
    building.build(order, Silent())
    block.paragraphs[0].text = "新落款"
    saved(block, tmp_path / "templates/落款.docx")
    outcome = building.build(order, Silent())
    papers = [one for one in outcome.results if one.stem == "agreement"]
    assert papers and all(one.word and "新落款" in words(one.word.read_bytes()) for one in papers)
    assert {one.stem for one in outcome.results if one.why} == {"agreement"}


@pytest.mark.slow
@pytest.mark.parametrize("engine", [convert.EMBEDDED, pytest.param(convert.LIBREOFFICE, marks=pytest.mark.libreoffice)])
def test_both_engines_draw_a_template_with_its_blocks(tmp_path: Path, engine: str) -> None:
    from docgen import fonts

    block = docx.Document()
    block.add_paragraph("落款单位 {{ 单位 }}").add_run().add_picture(a_picture(), width=Mm(30))
    saved(block, tmp_path / "落款.docx")
    path = a_template(tmp_path, "证明 {{ 姓名 }}", TAG, header=TAG)
    raw = load(path).fill(DATA)
    (pdf,) = convert.choose(engine, fonts.prepare(fonts.characters(raw))).convert([WordFile("证明", raw)])
    assert isinstance(pdf, bytes)
    assert gate.check(raw, pdf) == []
    assert json.dumps([one.as_json() for one in lint(path, SCHEMA)]) == "[]"
