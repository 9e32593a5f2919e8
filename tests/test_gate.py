"""The gate: every kind of fault is found in a pair that really has it, and a sound pair passes."""

from __future__ import annotations

import ctypes
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.document import Document as Draft
from docx.enum.text import WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from docgen import fonts, messages
from docgen.bundle.headings import page_texts
from docgen.convert import WordFile
from docgen.convert.libreoffice import LibreOffice
from docgen.gate import Mismatch, check, reading

Change = Callable[[Draft], object]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = messages.language()
    messages.set_language("en")
    yield
    messages.set_language(before)


# --- papers


def field(paragraph: Paragraph, instruction: str, result: str) -> None:
    for part in ("begin", None, "separate", result, "end"):
        run = paragraph.add_run()
        if part is None:
            element = OxmlElement("w:instrText")
            element.text = instruction
            run._r.append(element)
        elif part == result:
            run.text = result
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), part)
            run._r.append(element)


def blank(margins: tuple[int, int, int, int] = (37, 26, 35, 28)) -> Draft:
    """An empty A4 paper with the margins of GB/T 9704-2012: top, right, bottom, left in mm."""
    draft = docx.Document()
    style = draft.styles["Normal"]
    style.font.name = "仿宋"
    style.font.size = Pt(12)
    style.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), "仿宋")
    section = draft.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(margins[0]), Mm(margins[1])
    section.bottom_margin, section.left_margin = Mm(margins[2]), Mm(margins[3])
    return draft


def plan() -> Draft:
    """A paper with everything that engines draw in ways of their own, over several pages."""
    draft = blank()
    section = draft.sections[0]
    section.header.paragraphs[0].text = "影视艺术系党总支"
    foot = section.footer.paragraphs[0]
    foot.add_run("— ")
    field(foot, " PAGE ", "1")
    foot.add_run(" —")
    draft.add_heading("共勉计划备案表", 1)
    draft.add_paragraph("学年学期：2008—2009学年第二学期 2008-2009-2，甲方欧阳喆堃䶮，学号 0081234。" * 5)
    draft.add_paragraph("择优、自愿", style="List Number")
    draft.add_paragraph("互助、共勉", style="List Number")
    line = draft.add_paragraph("签名\t年　月　日")
    line.paragraph_format.tab_stops.add_tab_stop(Mm(120), leader=WD_TAB_LEADER.LINES)
    draft.add_paragraph("☐ 自律 ☑ 互律 AT&T <甲> “引号”……——（一）")
    count = draft.add_paragraph("表 ")
    field(count, " SEQ 表 \\* ARABIC ", "1")
    count.add_run(" 活动安排，一式两份。")
    table = draft.add_table(1, 4)
    table.style = "Table Grid"
    for cell, title in zip(table.rows[0].cells, ("序号", "时间与内容", "负责人", "预期成效"), strict=True):
        cell.text = title
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number in range(1, 21):
        cells = table.add_row().cells
        cells[0].text = str(number)
        cells[1].text = f"第{number}周 开展读书交流，撰写学习笔记，每人不少于两千字，并在小组内互评"
        cells[2].text = "欧阳喆"
        cells[3].text = "完成笔记一篇，\n成绩提高五名"
    merged = draft.add_table(3, 3)
    merged.style = "Table Grid"
    left = merged.cell(0, 0).merge(merged.cell(2, 0))
    left.text = "中期检查情况与意见"
    for row in range(3):
        merged.cell(row, 1).text = f"第{row + 1}次"
        merged.cell(row, 2).text = "已完成，资料齐全"
    inner = merged.cell(2, 2).add_table(1, 2)
    inner.cell(0, 0).text = "表中表左"
    inner.cell(0, 1).text = "表中表右"
    for row in merged.rows[1:]:
        # What stands in a cell that is merged into the one above is not shown, and templates leave things there.
        row._tr.tc_lst[0].p_lst[0].append(parse_xml(f"<w:r {nsdecls('w')}><w:t>不显示的字</w:t></w:r>"))
    draft.add_paragraph("党总支意见：")
    draft.add_paragraph("　　同意备案。")
    return draft


def letterhead() -> Draft:
    """A header of the clerk's own that is taller than the upper margin, over several pages."""
    draft = blank((20, 26, 35, 28))
    header = draft.sections[0].header
    header.paragraphs[0].text = "中共浙江横店影视职业学院"
    for line in ("影视艺术系总支部委员会", "影艺党〔2009〕6号", "地址：浙江横店"):
        header.add_paragraph(line).runs[0].font.size = Pt(22)
    draft.add_paragraph("各小组要按照计划开展活动，做到有载体、有措施，做出成果、形成榜样。" * 60)
    return draft


def packed(draft: Draft) -> bytes:
    out = io.BytesIO()
    draft.save(out)
    return out.getvalue()


def changed(change: Change) -> bytes:
    draft = plan()
    change(draft)
    return packed(draft)


def replaced(word: bytes, old: str, new: str) -> bytes:
    """The same file with the first occurrence of some text in its body replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                text = data.decode()
                assert old in text
                data = text.replace(old, new, 1).encode()
            target.writestr(name, data)
    return out.getvalue()


def one_line(text: str) -> bytes:
    draft = blank()
    draft.add_paragraph(text)
    return packed(draft)


def outdented(left: float, right: float = 0) -> bytes:
    draft = blank()
    line = draft.add_paragraph("文字越出版心" * 8)
    line.paragraph_format.left_indent = Mm(left)
    line.paragraph_format.right_indent = Mm(right)
    return packed(draft)


def swap(draft: Draft) -> None:
    first, second = (draft.paragraphs[-2]._p, draft.paragraphs[-1]._p)
    second.addnext(first)


def drop_a_row(draft: Draft) -> None:
    table = draft.tables[0]
    table._tbl.remove(table.rows[5]._tr)


def drop_a_table(draft: Draft) -> None:
    draft.element.body.remove(draft.tables[1]._tbl)


def add_a_box(draft: Draft) -> None:
    run = draft.paragraphs[1].add_run()._r
    run.append(
        parse_xml(
            f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">'
            '<v:shape style="position:absolute;margin-left:250pt;margin-top:40pt;width:120pt;height:40pt">'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>备案专用章处</w:t></w:r></w:p></w:txbxContent></v:textbox>"
            "</v:shape></w:pict>"
        )
    )


PAPERS: dict[str, Callable[[], bytes]] = {
    "sound": lambda: packed(plan()),
    "a name changed in a cell": lambda: changed(
        lambda d: d.tables[0].cell(7, 2).paragraphs[0].runs[0].clear().add_text("欧阳哲")
    ),
    "a character blank in a paragraph": lambda: replaced(packed(plan()), "欧阳喆堃䶮", "欧阳喆堃"),
    "a digit lost that the page number has": lambda: replaced(packed(plan()), "2008-2009-2", "2008-2009-"),
    "two characters exchanged in a cell": lambda: replaced(packed(plan()), "第9周 开展", "第9周 展开"),
    "a paragraph lost": lambda: changed(lambda d: d._body._element.remove(d.paragraphs[-1]._p)),
    "a row lost": lambda: changed(drop_a_row),
    "a table lost": lambda: changed(drop_a_table),
    "a table within a table lost": lambda: changed(
        lambda d: d.tables[1].cell(2, 2)._tc.remove(d.tables[1].cell(2, 2).tables[0]._tbl)
    ),
    "a paragraph added": lambda: changed(lambda d: d.add_paragraph("另外加上的一段")),
    "two paragraphs exchanged": lambda: changed(swap),
    "with a box": lambda: changed(add_a_box),
    "one line": lambda: one_line("共勉协议书"),
    "a tag": lambda: one_line("甲方：{{ 甲方.姓名 }}"),
    "private use": lambda: one_line("共勉\ue001协议书"),
    "left": lambda: outdented(-15),
    "off the paper": lambda: outdented(-40),
    "right": lambda: outdented(40, -20),
    "no face": lambda: one_line("共勉ក协议"),
    "letterhead": lambda: packed(letterhead()),
    "other margins": lambda: packed(blank((10, 10, 10, 10))),
}


@dataclass(frozen=True)
class Shelf:
    """Papers and the PDFs one engine made of them."""

    engine: str
    words: dict[str, bytes]
    pdfs: dict[str, bytes]

    def check(self, word: str, pdf: str = "", **more: object) -> list[Mismatch]:
        return check(self.words[word], self.pdfs[pdf or word], **more)  # type: ignore[arg-type]


@pytest.fixture(
    scope="module",
    params=["embedded", pytest.param("libreoffice", marks=pytest.mark.libreoffice)],
)
def shelf(request: pytest.FixtureRequest) -> Shelf:
    words = {name: make() for name, make in PAPERS.items()}
    faces = fonts.prepare(frozenset().union(*map(fonts.characters, words.values())))
    if request.param == "embedded":
        from docgen.convert.embedded import Embedded

        results = Embedded(faces).convert([WordFile(name, word) for name, word in words.items()])
    else:
        results = LibreOffice(faces).convert([WordFile(name, word) for name, word in words.items()])
    pdfs = {name: result for name, result in zip(words, results, strict=True) if isinstance(result, bytes)}
    return Shelf(request.param, words, pdfs)


def kinds(findings: list[Mismatch]) -> set[str]:
    return {finding.kind for finding in findings}


# --- sound pairs


@pytest.mark.slow
def test_a_paper_with_lists_fields_leaders_repeated_headers_and_torn_rows_passes(shelf: Shelf) -> None:
    assert len(page_texts(shelf.pdfs["sound"])) >= 3
    assert shelf.check("sound", required=["欧阳喆堃䶮", "0081234", "AT&T <甲>", "完成笔记一篇，\n成绩提高五名"]) == []


def test_a_header_taller_than_its_margin_is_no_part_of_the_body(shelf: Shelf) -> None:
    assert len(page_texts(shelf.pdfs["letterhead"])) > 1
    assert shelf.check("letterhead") == []


def test_the_same_findings_come_back_every_time(shelf: Shelf) -> None:
    first = shelf.check("sound", "a row lost")
    assert first == shelf.check("sound", "a row lost")


def test_a_text_box_may_stand_anywhere_but_must_be_there(shelf: Shelf) -> None:
    assert shelf.check("with a box") == []
    assert kinds(shelf.check("with a box", "sound")) == {"lost"}


# --- text


@pytest.mark.parametrize(
    ("fault", "kind", "excerpt"),
    [
        ("a name changed in a cell", "lost", "喆"),
        ("a character blank in a paragraph", "lost", "䶮"),
        ("a digit lost that the page number has", "lost", "2009-2，甲方"),
        # In which order a cell's pieces come out of a PDF is the engine's affair: moved, or gone from where it was.
        ("two characters exchanged in a cell", "order|lost", "开展"),
        ("a paragraph lost", "lost", "同意备案"),
        ("a row lost", "lost", "5"),
        ("a table lost", "lost", "中期检查"),
        ("a table within a table lost", "lost", "表中表左"),
        ("a paragraph added", "extra", "另外加上的一段"),
        ("two paragraphs exchanged", "order", "同意备案"),
    ],
)
def test_text_that_the_pdf_does_not_have_as_the_document_has_it_is_found(
    shelf: Shelf, fault: str, kind: str, excerpt: str
) -> None:
    findings = shelf.check("sound", fault)
    assert findings
    assert kinds(findings) <= set(kind.split("|"))
    assert excerpt in findings[0].excerpt
    assert findings[0].page >= 1


@pytest.mark.parametrize("tried", [12, pytest.param(60, marks=pytest.mark.slow)])
def test_any_single_character_changed_lost_or_added_anywhere_is_found(shelf: Shelf, tried: int) -> None:
    word = shelf.words["sound"]
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        body = package.read("word/document.xml").decode()
    places = [
        place
        for match in re.finditer(r"<w:t(?: [^>]*)?>([^<]+)</w:t>", body)
        for place in range(match.start(1), match.end(1))
        if not body[place].isspace() and body[place] not in "&;amplt"
    ]
    chance = random.Random(2009)
    results = field_results(body)
    for place in chance.sample(places, tried):
        if place in results or body[place] in "不显示的字":
            continue
        char = body[place]
        for new in ("", "囧", char + char):
            mutated = rebuilt(word, body[:place] + new + body[place + 1 :])
            assert check(mutated, shelf.pdfs["sound"]), f"{body[place - 5 : place + 5]} → {new!r}"


def field_results(body: str) -> set[int]:
    return {
        place
        for match in re.finditer(r'fldCharType="separate".*?fldCharType="end"', body, re.S)
        for place in range(match.start(), match.end())
    }


def rebuilt(word: bytes, body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, body.encode() if name == "word/document.xml" else source.read(name))
    return out.getvalue()


# --- tags and values


def test_a_tag_that_is_left_is_found_unless_it_came_from_data(shelf: Shelf) -> None:
    assert kinds(shelf.check("a tag")) == {"placeholder"}
    assert shelf.check("a tag", literal=["{{ 甲方.姓名 }}"]) == []


@pytest.mark.parametrize(
    "tag", ["{% if x %}", "{# note #}", "{{x", "x}}", "{ { x } }", "｛｛ x ｝｝", "«姓名»", "{_{ x }_}"]
)
def test_every_shape_of_tag_is_known(shelf: Shelf, tag: str) -> None:
    findings = check(one_line("共勉协议书" + tag), shelf.pdfs["one line"])
    assert "placeholder" in kinds(findings)


@pytest.mark.parametrize("innocent", ["{x}", "《姓名》", "100%", "a{1}b", "#1"])
def test_braces_and_signs_of_daily_use_are_no_tags(shelf: Shelf, innocent: str) -> None:
    findings = check(one_line("共勉协议书" + innocent), shelf.pdfs["one line"])
    assert "placeholder" not in kinds(findings)


def test_a_tag_in_a_footer_is_found(shelf: Shelf) -> None:
    draft = blank()
    draft.add_paragraph("共勉协议书")
    draft.sections[0].footer.paragraphs[0].text = "{{ 编号 }}"
    assert "placeholder" in kinds(check(packed(draft), shelf.pdfs["one line"]))


def test_a_value_that_is_not_in_the_document_is_found(shelf: Shelf) -> None:
    findings = shelf.check("one line", required=["共勉 协议书", "张三喆"])
    assert [(finding.kind, finding.excerpt) for finding in findings] == [("required", "张三喆")]


# --- pages, glyphs, fonts, margins


def test_a_page_count_outside_the_norm_is_found(shelf: Shelf) -> None:
    assert shelf.check("one line", pages=range(1, 2)) == []
    assert kinds(shelf.check("one line", pages=range(2, 4))) == {"pages"}
    assert kinds(shelf.check("sound", pages=range(1, 3))) == {"pages"}


def test_a_character_without_a_face_is_found(shelf: Shelf) -> None:
    findings = shelf.check("no face")
    # LibreOffice draws a box and writes the character beside it, the embedded engine leaves it out.
    assert kinds(findings) == ({"glyph"} if shelf.engine == "libreoffice" else {"lost"})


def test_a_private_use_character_is_found_where_it_is_drawn_and_where_it_is_left_out(shelf: Shelf) -> None:
    drawn = shelf.engine == "libreoffice"
    assert ("glyph" in kinds(shelf.check("one line", "private use"))) == drawn
    assert kinds(shelf.check("private use")) == ({"glyph"} if drawn else {"lost"})


@pytest.mark.parametrize("place", ["left", "right", "off the paper"])
def test_text_beyond_a_margin_is_found_where_its_author_did_not_lay_it(shelf: Shelf, place: str) -> None:
    assert "margin" in kinds(check(outdented(0), shelf.pdfs[place]))
    assert ("margin" in kinds(shelf.check(place))) == (place == "off the paper")


def drawn(text: str, x: float, y: float, font: Path | None = None) -> bytes:
    """A PDF made by hand: one line at a place on A4, in a font that is not embedded unless a file is given."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595.3, 841.9)
    if font is None:
        line = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", 12)
    else:
        data = font.read_bytes()
        loaded = pdfium.FPDFText_LoadFont(
            document.raw, (ctypes.c_uint8 * len(data)).from_buffer_copy(data), len(data), pdfium.FPDF_FONT_TRUETYPE, 1
        )
        line = pdfium.FPDFPageObj_CreateTextObj(document.raw, loaded, 12)
    units = (text + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(line, (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units))
    pdfium.FPDFPageObj_Transform(line, 1, 0, 0, 1, x, y)
    pdfium.FPDFPage_InsertObject(page.raw, line)
    pdfium.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_a_font_that_is_not_embedded_is_found() -> None:
    findings = check(one_line("plain words"), drawn("plain words", 100, 500))
    assert [(finding.kind, finding.excerpt) for finding in findings] == [("font", "Helvetica")]


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        (100, 500, set()),
        (40, 500, {"margin"}),
        (540, 500, {"margin"}),
        (-40, 500, {"margin"}),
        (100, 20, {"lost", "extra"}),
    ],
)
def test_the_place_of_text_is_judged_by_the_sections_margins(x: float, y: float, found: set[str]) -> None:
    findings = check(one_line("plain words"), drawn("plain words", x, y))
    assert kinds(findings) == found | {"font"}


# --- what cannot be read


def test_a_file_that_cannot_be_read_is_a_finding_and_no_exception(shelf: Shelf) -> None:
    word, pdf = shelf.words["one line"], shelf.pdfs["one line"]
    assert kinds(check(b"no word file", pdf)) == {"damaged"}
    assert kinds(check(word[: len(word) // 2], pdf)) == {"damaged"}
    assert kinds(check(word, b"no pdf")) == {"damaged"}
    assert kinds(check(word, b"")) == {"damaged"}


def test_an_empty_page_under_a_text_is_found(shelf: Shelf) -> None:
    assert kinds(check(shelf.words["one line"], shelf.pdfs["other margins"])) == {"lost"}


# --- the official papers


@pytest.mark.slow
@pytest.mark.libreoffice
def test_official_papers_pass_from_both_engines_with_the_same_pages_and_fail_when_a_character_is_changed() -> None:
    from docgen import documents, resources, settings, template, workbook
    from docgen.convert.embedded import Embedded

    book = next((resources.samples() / "2008-2009-2").glob("*.xlsx"))
    semester = workbook.check(book, settings.load(book.parent)).semester
    groups = [group.id for group in semester.active_groups]
    numbers = {group.id: f"影艺共勉〔2009〕{number}号" for number, group in enumerate(semester.groups, 1)}
    papers = documents.compose(semester, numbers, groups, department=True)[::25]
    words = [template.load(template.find(paper.kind.stem, ())).fill(paper.data) for paper in papers]
    sources = [WordFile(paper.name, word) for paper, word in zip(papers, words, strict=True)]
    faces = fonts.prepare(frozenset().union(*map(fonts.characters, words)))
    both = Embedded(faces).convert(sources), LibreOffice(faces).convert(sources)
    chance = random.Random(2009)
    for paper, word, *pdfs in zip(papers, words, *both, strict=True):
        with zipfile.ZipFile(io.BytesIO(word)) as package:
            body = package.read("word/document.xml").decode()
        # Outside tables: what stands in a merged cell is not shown.
        places = [m.start(1) for m in re.finditer(r"<w:t(?: [^>]*)?>([\u4e00-\u9fff])", body)]
        flow = [place for place in places if body.count("<w:tbl>", 0, place) == body.count("</w:tbl>", 0, place)]
        place = chance.choice(flow or places)  # some papers are one table
        wrong = rebuilt(word, body[:place] + "囧" + body[place + 1 :])
        for pdf in pdfs:
            assert isinstance(pdf, bytes)
            least, most = paper.norm
            found = check(word, pdf, pages=range(least, most + 1), required=paper.names, literal=paper.literal)
            assert found == [], paper.name
            assert "lost" in kinds(check(wrong, pdf)), paper.name
        assert len({len(page_texts(pdf)) for pdf in pdfs if isinstance(pdf, bytes)}) == 1, paper.name


@pytest.mark.parametrize("measure", ["auto", "21cm", "", "9" * 5000])
def test_a_measure_that_is_no_number_is_taken_as_unsaid(measure: str) -> None:
    document = blank()
    usual = reading.read(saved(document)).sections
    size = document.sections[0]._sectPr.find(qn("w:pgSz"))
    assert size is not None
    size.set(qn("w:w"), measure)
    assert len(reading.read(saved(document)).sections) == len(usual)


def saved(document: Draft) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()
