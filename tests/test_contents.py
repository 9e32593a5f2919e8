"""Contents pages: what a reader finds there is what the paper says, and where it says so."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from docgen import contents, convert, fonts, gate, workbook
from docgen.bundle import headings
from docgen.convert import EMBEDDED, LIBREOFFICE, WordFile
from docgen.errors import ConversionError
from docgen.gate.reading import words
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from tests import contents as made
from tests.papers import docx, field, run
from tests.semesters import a_semester

pytestmark = pytest.mark.usefixtures("english")

SCHEMA = {
    "x-docgen": {"title": "工作报告", "per": "row", "order": 40, "pages": [1, 60]},
    "type": "object",
    "properties": {"单位": {"type": "string"}, "事项": {"type": "string"}},
    "required": ["单位"],
}
TEMPLATE = made.simple(
    made.toc(), made.heading(1, "{{ 单位 }}的工作") + made.text(9) + made.heading(2, "{{ 事项 }}") + made.text(4)
)


def drawn(paper: bytes, engine: str = EMBEDDED) -> tuple[bytes, bytes]:
    """The paper with its contents written, and its PDF."""
    tool = convert.choose(engine, fonts.prepare(fonts.characters(paper)))

    def draw(word: bytes) -> bytes:
        (pdf,) = tool.convert([WordFile("报告", word)])
        assert isinstance(pdf, bytes)
        return pdf

    return contents.settled(paper, draw, gate.standing)


def as_it_is(paper: bytes, engine: str = EMBEDDED) -> bytes:
    (pdf,) = convert.choose(engine, fonts.prepare(fonts.characters(paper))).convert([WordFile("报告", paper)])
    assert isinstance(pdf, bytes)
    return pdf


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page, without white space."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage().get_text_range()
        found.append([re.sub(r"\s", "", line) for line in text.splitlines() if line.strip()])
    return found


def listed(lines: list[str]) -> list[tuple[str, str]]:
    """What a contents page says: entries and their numbers."""
    found = (re.fullmatch(r"(.*?)\.{3,}(\w+)", line) for line in lines)
    return [(one[1], one[2]) for one in found if one]


def changed(paper: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper)) as package, zipfile.ZipFile(out, "w") as other:
        for name in package.namelist():
            content = package.read(name).decode()
            if name == "word/document.xml":
                assert old in content
                content = content.replace(old, new, 1)
            other.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def paper() -> tuple[bytes, bytes]:
    return drawn(made.simple(made.toc(), made.chapters(1, paragraphs=2)))


def test_a_contents_page_lists_the_headings_and_the_pages_on_which_a_reader_finds_them(
    paper: tuple[bytes, bytes],
) -> None:
    first, *others = pages(paper[1])
    entries = listed(first)
    assert [text for text, _page in entries] == [
        "一、第1项工作",
        "（一）基本情况",
        "1.人员",
        "2.经费",
        "（二）存在的问题",
    ]
    for text, page in entries:
        assert text in others[int(page) - 2]
    assert gate.check(*paper) == []
    assert "旧的标题" not in words(paper[0])


def test_a_true_contents_page_stays_byte_for_byte_as_it_is(paper: tuple[bytes, bytes]) -> None:
    word, pdf = drawn(paper[0])
    assert (word, pdf) == paper


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">2</w:t>", ">3</w:t>", "names another page for “一、第1项工作”"),
        (">（一）基本情况</w:t>", ">基本情况</w:t>", "does not list “（一）基本情况”"),
    ],
)
def test_the_gate_finds_a_wrong_page_and_a_wrong_entry(
    paper: tuple[bytes, bytes], old: str, new: str, said: str
) -> None:
    word = changed(paper[0], old, new)
    (finding,) = gate.check(word, as_it_is(word))
    assert finding.kind == "contents" and said in finding.message


def test_the_gate_finds_a_heading_that_is_not_listed(paper: tuple[bytes, bytes]) -> None:
    text = "<w:p><w:pPr><w:ind"
    word = changed(paper[0], text, made.heading(2, "漏下的一节") + text)
    assert [one.kind for one in gate.check(word, as_it_is(word))] == ["contents"]


def test_bookmarks_lead_to_the_headings_and_not_to_the_contents_page(paper: tuple[bytes, bytes]) -> None:
    word, pdf = paper
    found = headings.headings_of(headings.page_texts(pdf), headings.headings(word))
    entries = listed(pages(pdf)[0])
    assert [one.page for one in found] == [int(page) - 1 for _text, page in entries]
    assert all(text.endswith(one.title) for one, (text, _page) in zip(found, entries, strict=True))


def test_contents_that_would_list_nothing_are_refused() -> None:
    with pytest.raises(ConversionError, match="nothing to list"):
        drawn(made.simple(made.toc(), made.text(1)))


def a_desk(folder: Path) -> Path:
    """A clerk's folder with a kind of paper that has a contents page, and two rows for it; return its workbook."""
    (folder / "templates").mkdir(parents=True)
    (folder / "templates/工作报告.schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    (folder / "templates/工作报告.docx").write_bytes(TEMPLATE)
    book = folder / "台账.xlsx"
    workbook.write(book, a_semester(3))
    sheets = openpyxl.load_workbook(book)
    sheet = sheets.create_sheet("工作报告")
    for row in (("单位", "事项"), ("影视系", "结对"), ("传媒系", "走访")):
        sheet.append(row)
    sheets.save(book)
    return book


def build(book: Path, **asked: object) -> dict[str, State]:
    order = Order(book, engine=EMBEDDED, kinds=("工作报告",), to=Target.PDF)
    outcome = building.build(replace(order, **asked), Silent())  # type: ignore[arg-type]
    return {one.name: one.state for one in outcome.results if one.stem == "工作报告"}


@pytest.mark.slow
def test_a_build_makes_word_and_pdf_alike_once_and_keeps_what_somebody_edited(tmp_path: Path) -> None:
    book = a_desk(tmp_path)
    assert {*build(book, to=Target.DOCX).values()} == {State.MADE}
    words = sorted((tmp_path / "out/word").glob("*工作报告.docx"))
    before = [path.read_bytes() for path in words]
    shutil.rmtree(tmp_path / "out")
    build(book)
    assert [path.read_bytes() for path in words] == before
    pdfs = sorted((tmp_path / "out/pdf").glob("*工作报告.pdf"))
    assert len(pdfs) == 2
    for word, pdf in zip(words, pdfs, strict=True):
        assert gate.check(word.read_bytes(), pdf.read_bytes()) == []

    text = "<w:p><w:pPr><w:ind"
    edited = changed(words[0].read_bytes(), text, made.heading(1, "后来加的一节") + text)
    words[0].write_bytes(edited)
    assert sorted(build(book).values()) == [State.HAND_EDITED, State.UNCHANGED]
    assert words[0].read_bytes() == edited
    assert "二、后来加的一节" in [entry for entry, _page in listed(pages(pdfs[0].read_bytes())[0])]


def entries(paper: bytes) -> list[tuple[str, str]]:
    """What the contents page of a paper says once it is drawn; it has to be true."""
    word, pdf = drawn(paper)
    assert gate.check(word, pdf) == []
    return listed(pages(pdf)[0])


BODY = made.heading(1, "总则") + made.text(9) + made.heading(2, "范围") + made.heading(3, "细目")


@pytest.mark.slow
def test_a_field_as_word_writes_it_in_a_single_paragraph_or_in_short_is_filled_alike() -> None:
    plain = "<w:p>" + field('TOC \\o "1-2"', "旧目录") + "</w:p>"
    short = "<w:p><w:fldSimple w:instr=' TOC \\o \"1-2\" '><w:r><w:t>旧目录</w:t></w:r></w:fldSimple></w:p>"
    assert entries(made.simple(plain, BODY)) == [("一、总则", "2"), ("（一）范围", "3")]
    assert entries(made.simple(short, BODY)) == [("一、总则", "2"), ("（一）范围", "3")]


@pytest.mark.slow
@pytest.mark.parametrize("shape", made.shapes())
def test_a_contents_field_is_filled_however_it_was_left(shape: str) -> None:
    body = made.shapes()[shape]
    found = entries(docx(body, styles=made.styles(), numbering=made.numbering(), footers=(made.FOOTER,)))
    assert found == [("一、总则", "2"), ("（一）范围", "3")]


@pytest.mark.slow
def test_what_the_switches_ask_for_is_listed() -> None:
    outlined = f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("附录")}</w:p>'
    own = '<w:style w:type="paragraph" w:styleId="f"><w:name w:val="附件标题"/></w:style>'
    named = f'<w:p><w:pPr><w:pStyle w:val="f"/></w:pPr>{run("附件甲")}</w:p>'

    def of(code: str) -> list[str]:
        body = made.toc(code) + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + BODY + outlined + named
        word, pdf = drawn(docx(body, styles=made.styles() + own, numbering=made.numbering(), footers=(made.FOOTER,)))
        assert gate.check(word, pdf) == []
        return pages(pdf)[0][1:-1]

    def bare(code: str) -> list[str]:
        return [re.sub(r"\.{3,}", "…", line) for line in of(code)]

    assert bare('TOC \\o "1-1"') == ["一、总则…2"]
    assert bare('TOC \\o "2-3" \\n 3-3') == ["（一）范围…3", "1.细目"]
    assert bare('TOC \\o "1-2" \\u') == ["一、总则…2", "（一）范围…3", "附录…3"]
    assert bare('TOC \\t "附件标题,1" \\h') == ["附件甲…3"]
    assert bare('TOC \\o "1-1" \\p "/"') == ["一、总则/2"]


@pytest.mark.slow
@pytest.mark.parametrize("engine", [EMBEDDED, LIBREOFFICE])
def test_a_report_whose_text_begins_with_page_1_after_cover_and_contents_is_true(engine: str) -> None:
    numbers = '<w:pgNumType w:fmt="upperRoman" w:start="1"/>' if engine == LIBREOFFICE else ""
    word, pdf = drawn(made.report(numbers, 2), engine)
    assert gate.check(word, pdf) == []
    shown = pages(pdf)
    assert len(shown) == 9
    entries = listed(shown[1])
    assert len(entries) == 10 and entries[0] == ("一、第1项工作", "1")
    for text, page in entries:
        assert text in shown[int(page) + 1] and shown[int(page) + 1][-1] == page
