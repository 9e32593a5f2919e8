"""The embedded engine: whole PDFs, the same bytes each time, nothing lost, nobody disturbed."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import subprocess
import sys
import zipfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pikepdf
import pytest

from docgen import fonts, gate
from docgen.convert import WordFile
from docgen.convert.embedded import Embedded
from docgen.errors import ConversionError, MissingDependencyError
from docgen.making.single import fill_one
from tests.papers import FIXED, cell, docx, field, lines, marks, paragraph, row, run, table, texts
from tests.random_papers import faces_for, papers_of
from tests.semesters import a_semester, changed

ROOT = Path(__file__).parents[1]

RARE = "喆堃䶮㛃𬭎𠅤"
BODY = (
    paragraph(run("共勉协议书", family="方正小标宋简体", size=44), '<w:jc w:val="center"/>')
    + paragraph(run("一、小组成员", "<w:b/>", family="黑体"), '<w:keepNext/><w:outlineLvl w:val="0"/>' + FIXED)
    + paragraph(
        run(f'成员欧阳喆、李堃、䶮小雨（{RARE}）自2009年3月16日起携手共勉，AT&T <甲> "x" {{{{ 7*7 }}}}。' * 3),
        '<w:ind w:firstLine="640"/><w:jc w:val="both"/>' + FIXED,
    )
    + paragraph(run("☐互勉　☑互助　☒携手", family="宋体", size=24))
    + paragraph(
        run("签名") + "<w:r><w:tab/></w:r>" + run("年　月　日"),
        '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="4000"/></w:tabs>' + FIXED,
    )
    + table([3000, 5800], row(cell("姓名", 3000), cell(RARE, 5800)), row(cell("备注", 3000), cell("……——·", 5800)))
)
FOOTER = paragraph(run("— ", size=28) + field("PAGE") + run(" —", size=28), '<w:jc w:val="right"/>')
PAPER = docx(BODY, footers=(FOOTER, FOOTER.replace('"right"', '"left"')))


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> fonts.FontSet:
    return fonts.prepare(fonts.characters(PAPER), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def engine(faces: fonts.FontSet) -> Embedded:
    return Embedded(faces)


@pytest.fixture(scope="module")
def pdf(engine: Embedded) -> bytes:
    return _convert(engine, PAPER)


def _convert(engine: Embedded, paper: bytes) -> bytes:
    (result,) = engine.convert([WordFile("G01-共勉协议书", paper)])
    assert isinstance(result, bytes), result
    return result


def _squeezed(pdf: bytes) -> str:
    return "".join(mark.text for mark in marks(pdf))


def test_rare_names_and_awkward_values_come_out_as_they_went_in(pdf: bytes) -> None:
    said = _squeezed(pdf)
    assert f"（{RARE}）" in said
    assert 'AT&T<甲>"x"{{7*7}}。' in said


def test_boxes_dashes_and_leaders_are_drawn(pdf: bytes) -> None:
    said = _squeezed(pdf)
    for text in ("☐互勉", "☑互助", "☒携手", "……——·", "签名____", "—1—"):
        assert text in said


def test_only_our_faces_are_embedded_and_none_as_type_3(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = {
            str(font.BaseFont).partition("+")[2]
            for page in document.pages
            for font in page.Resources.Font.values()
            if font.Subtype == "/Type0"
        }
        kinds = {str(font.Subtype) for page in document.pages for font in page.Resources.Font.values()}
    assert found == {"DocgenSong-Regular", "DocgenHei-Bold", "DocgenTitle-Regular"}
    assert kinds == {"/Type0"}


def test_the_pdf_can_be_sealed_as_pdf_a_2b(pdf: bytes) -> None:
    from pikepdf import pdfa

    with pikepdf.open(io.BytesIO(pdf)) as document:
        pdfa.prepare(document, "2b")
        report = pdfa.check(document, "2b")
    assert [finding for finding in report.findings if finding.kind != "unsupported"] == []


def test_the_engine_names_itself_with_its_version(engine: Embedded) -> None:
    assert engine.name == "embedded"
    assert engine.version.startswith("dxpdf 0.8")


def test_the_pdf_is_the_same_whatever_else_is_in_the_cache(tmp_path: Path, pdf: bytes) -> None:
    more = {*fonts.characters(PAPER), *map(chr, range(0x5000, 0x5180))}
    assert _convert(Embedded(fonts.prepare(more, tmp_path)), PAPER) == pdf


def test_the_pdf_is_the_same_after_the_cache_has_grown(tmp_path: Path, pdf: bytes) -> None:
    fonts.prepare("甲乙", tmp_path)
    assert _convert(Embedded(fonts.prepare(fonts.characters(PAPER), tmp_path)), PAPER) == pdf


def test_the_pdf_is_the_same_in_any_process_and_with_any_hash_seed(tmp_path: Path, pdf: bytes) -> None:
    (tmp_path / "paper.docx").write_bytes(PAPER)
    program = (
        "import sys, hashlib, pathlib\n"
        "from docgen import fonts\nfrom docgen.convert import WordFile\nfrom docgen.convert.embedded import Embedded\n"
        "paper = pathlib.Path(sys.argv[1]).read_bytes()\n"
        "faces = fonts.prepare(fonts.characters(paper), pathlib.Path(sys.argv[2]))\n"
        "print(hashlib.sha256(Embedded(faces).convert([WordFile('x', paper)])[0]).hexdigest())"
    )
    for seed in ("1", "77"):
        said = subprocess.run(
            [sys.executable, "-c", program, tmp_path / "paper.docx", tmp_path / seed],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"},
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[1],
        ).stdout
        assert said.strip() == hashlib.sha256(pdf).hexdigest()


def test_faces_carried_in_the_document_give_the_same_pdf(faces: fonts.FontSet, pdf: bytes) -> None:
    # The way of Windows and macOS, where dxpdf has no fontconfig to ask.
    engine = Embedded(faces)
    engine._carry = True
    assert _convert(engine, PAPER) == pdf


def test_it_works_in_a_worker_process(engine: Embedded, pdf: bytes) -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        assert pool.submit(pickle.loads(pickle.dumps(engine)).convert, [WordFile("G01", PAPER)]).result() == [pdf]


def test_a_bad_paper_does_not_spoil_the_others(engine: Embedded, pdf: bytes) -> None:
    broken = PAPER.replace(b"PK\x01\x02", b"PK\x09\x09")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("word/document.xml", "<w:document")
    papers = [PAPER, b"no zip at all", broken, empty.getvalue(), b"", PAPER]
    results = engine.convert([WordFile(f"G{n:02}", paper) for n, paper in enumerate(papers, 1)])
    assert results[0] == results[5] == pdf
    for number, result in enumerate(results[1:5], 2):
        assert isinstance(result, ConversionError)
        assert result.message.startswith(f"G{number:02}")


def test_a_panic_of_the_engine_is_that_paper_s_error_alone(
    engine: Embedded, pdf: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(io.BytesIO(docx(BODY))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(b'w:w="11906" w:h="16838"', b'w:w="0" w:h="0"')
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    bad, good = engine.convert([WordFile("G07", packed.getvalue()), WordFile("G08", PAPER)])
    assert isinstance(bad, ConversionError)
    assert "G07" in bad.message
    assert good == pdf
    assert "panicked" not in capfd.readouterr().err


def test_nothing_is_said_on_stderr(engine: Embedded, capfd: pytest.CaptureFixture[str]) -> None:
    _convert(engine, PAPER)
    assert capfd.readouterr().err == ""


def test_threads_that_convert_at_once_leave_stderr_as_it_was(
    engine: Embedded, pdf: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _n: _convert(engine, PAPER), range(12))) == [pdf] * 12
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"


def test_no_papers_no_pdfs(engine: Embedded) -> None:
    assert engine.convert([]) == []


@pytest.mark.libreoffice
@pytest.mark.slow
def test_every_line_stands_where_libreoffice_puts_it(engine: Embedded, faces: fonts.FontSet) -> None:
    from docgen.convert.libreoffice import LibreOffice

    paper = docx(BODY, footers=(FOOTER, FOOTER))
    (other,) = LibreOffice(faces).convert([WordFile("G01", paper)])
    assert isinstance(other, bytes), other
    ours, theirs = (
        {(page, re.sub("_+", "_", text)): (x, y) for page, y, x, _end, text in lines(one)}
        for one in (_convert(engine, paper), other)
    )
    assert ours.keys() == theirs.keys()
    for key, place in ours.items():
        assert place == pytest.approx(theirs[key], abs=2), key


@pytest.mark.parametrize("text", ["共" * 400, "A" * 300, "2009年" * 80, "，" * 40, " " * 300 + "末"])
def test_no_text_is_lost_at_line_ends(engine: Embedded, text: str) -> None:
    engine = Embedded(fonts.prepare(text, engine._faces.folder.parents[1]))
    paper = docx(paragraph(run(text), '<w:jc w:val="both"/><w:ind w:firstLine="640"/>' + FIXED))
    assert "".join(texts(_convert(engine, paper))) == text.replace(" ", "")


def test_two_thousand_characters_in_one_paragraph_of_a_form_come_out_whole(tmp_path: Path) -> None:
    text = "".join(f"第{number}条每周共同晨读三次并互查笔记，" for number in range(1, 120))[:1999] + "。"
    _agreement, plan, *_others = papers_of(changed(a_semester(1), "groups", 0, measures=text))
    document, source = plan
    (pdf,) = Embedded(faces_for([plan])).convert([source])
    assert isinstance(pdf, bytes)
    assert gate.check(source.docx, pdf, required=document.names) == []


@pytest.mark.parametrize("before", [0, 20, 23, 24])
def test_a_row_taller_than_a_page_with_its_label_comes_out_whole(before: int) -> None:
    text = "一二三四五六七八九十" * 150
    head = row(cell("措施", 8800, '<w:gridSpan w:val="2"/>'), settings="<w:tblHeader/>")
    paper = docx(
        paragraph(run("共勉", size=24), FIXED) * before
        + table([1000, 7800], head, row(cell("主要", 1000), cell(text, 7800), settings="<w:cantSplit/>"))
        + paragraph("")
    )
    (pdf,) = Embedded(fonts.prepare(fonts.characters(paper))).convert([WordFile("甲", paper)])
    assert isinstance(pdf, bytes)
    assert gate.check(paper, pdf) == []


def test_an_engine_that_cannot_be_loaded_is_a_missing_dependency_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Embedded
) -> None:
    """On a fresh Windows dxpdf's library lacks Microsoft's C++ runtime: importing it fails."""
    (tmp_path / "dxpdf.py").write_text("raise ImportError('DLL load failed while importing dxpdf')", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "dxpdf", raising=False)
    paper = WordFile("G01-共勉协议书", PAPER)
    with pytest.raises(MissingDependencyError, match="DLL load failed") as caught:
        engine.convert([paper])
    assert "LibreOffice" in caught.value.hint
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "add_dll_directory", lambda _folder: None, raising=False)
    with pytest.raises(MissingDependencyError, match="MSVCP140") as caught:
        engine.convert([paper])
    assert "msvc-runtime" in caught.value.hint


@pytest.mark.slow
def test_a_paper_has_its_title_its_language_and_its_headings_as_bookmarks(tmp_path: Path) -> None:
    fill_one("work_report", ROOT / "samples/work_report.yaml", tmp_path / "总结.pdf", engine="embedded")
    with pikepdf.open(tmp_path / "总结.pdf") as pdf, pdf.open_outline() as outline:
        assert str(pdf.docinfo.Title).endswith("活动工作总结") and pdf.Root.Lang == "zh-CN"
        said = [one.title for one in outline.root]
        assert said[:2] == ["一、基本情况", "二、组织领导"]
