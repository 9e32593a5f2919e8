"""Many papers drawn in one go: each comes out as if it had been alone, to the byte."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from docgen import convert, embedded, fonts, gate, isolate
from docgen.convert import WordFile
from docgen.convert.embedded import Embedded
from docgen.embedded import cutting, shortening
from docgen.embedded.normalise import normalise
from docgen.errors import ConversionError
from docgen.fonts import subsets
from docgen.making import batches
from docgen.making.progress import Silent
from tests.papers import FIXED, Mark, cell, docx, field, marks, paragraph, row, run, table, texts
from tests.random_papers import a_random_semester, faces_for, papers_of

NAMES = ("欧阳喆", "李堃", "䶮小雨", "周砚秋𬭎")
NEAR = 0.002
"""Points by which a letter may stand elsewhere: places are kept to a thousandth."""
FOOTER = paragraph(run("— ", size=28) + field("PAGE") + run(" —", size=28), '<w:jc w:val="right"/>')
LISTED = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def a_paper(name: str, length: int = 3, more: str = "") -> bytes:
    body = paragraph(run(f"共勉协议书（{name}）", family="方正小标宋简体", size=44), '<w:jc w:val="center"/>')
    for line in range(length):
        body += paragraph(run(f"{name}自愿与 Partner {line} 互助、互勉，学号 0081{line:03}。" * 2), NUMBER + FIXED)
    body += table([3000, 5800], row(cell("姓名", 3000), cell(name, 5800)))
    body += paragraph(run(f"签名 {name}")) + more + paragraph("")
    return docx(body, numbering=LISTED, footers=(FOOTER, FOOTER.replace('"right"', '"left"')))


PAPERS = [
    WordFile(f"G{number:02}-{name}", a_paper(name, length))
    for number, (name, length) in enumerate(zip(NAMES, (3, 30, 1, 12), strict=True), 1)
]


@pytest.fixture(scope="module")
def faces() -> fonts.FontSet:
    return fonts.prepare(frozenset().union(*(fonts.characters(paper.docx) for paper in PAPERS), "0123456789-—"))


@pytest.fixture(scope="module")
def engine(faces: fonts.FontSet) -> Embedded:
    return Embedded(faces)


def drawn(engine: convert.Engine, papers: Sequence[WordFile]) -> list[bytes]:
    results = engine.convert(papers)
    for result in results:
        assert isinstance(result, bytes), result
    return [result for result in results if isinstance(result, bytes)]


@pytest.fixture(scope="module")
def together(engine: Embedded) -> list[bytes]:
    return drawn(engine, PAPERS)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many papers each run of dxpdf had in it."""
    found: list[int] = []
    real = cutting.cut

    def cut(pdf: bytes, count: int, titles: Sequence[str]) -> list[bytes | None]:
        found.append(count)
        return real(pdf, count, titles)

    monkeypatch.setattr(cutting, "cut", cut)
    monkeypatch.setattr(embedded, "_apart", set())
    return found


def test_papers_of_one_template_are_drawn_in_one_go(engine: Embedded, counted: list[int]) -> None:
    drawn(engine, PAPERS)
    assert counted == [len(PAPERS)]


def test_a_paper_has_the_same_bytes_alone_and_among_any_neighbours(engine: Embedded, together: list[bytes]) -> None:
    assert [drawn(engine, [paper])[0] for paper in PAPERS] == together
    assert drawn(engine, PAPERS[::-1]) == together[::-1]
    assert drawn(engine, PAPERS[1:3]) == together[1:3]


def test_what_is_kept_of_a_font_belongs_to_no_pdf(engine: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    """pikepdf 10.18 refuses an object of one PDF inside another; 10.17 took it."""
    kept: list[subsets.Font] = []
    real = subsets.read_composite

    def read(font: pikepdf.Object) -> subsets.Font:
        kept.append(real(font))
        return kept[-1]

    monkeypatch.setattr(cutting, "read_composite", read)
    drawn(engine, PAPERS[:2])
    said = [value for font in kept for value in font.descriptor.values()]
    assert said
    assert not [value for value in said if isinstance(value, pikepdf.Object)]


def test_every_letter_stands_where_the_engine_alone_puts_it(
    faces: fonts.FontSet, together: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    import dxpdf

    monkeypatch.setenv("FONTCONFIG_FILE", str(faces.config))
    for paper, cut in zip(PAPERS, together, strict=True):
        assert_same(marks(dxpdf.convert(normalise(paper.docx, faces))), marks(cut))


def assert_same(alone: list[Mark], cut: list[Mark]) -> None:
    # One line may be written before another of the same height; what counts is what stands where.
    left: dict[tuple[int, str], list[Mark]] = {}
    for mark in cut:
        left.setdefault((mark.page, mark.text), []).append(mark)
    assert len(alone) == len(cut)
    for one in alone:
        others = left.get((one.page, one.text), [])
        same = next((it for it in others if abs(one.x - it.x) < NEAR and abs(one.y - it.y) < NEAR), None)
        assert same is not None, one
        others.remove(same)


def test_page_numbers_and_lists_start_afresh_in_every_paper(together: list[bytes]) -> None:
    pages = [len(pikepdf.open(io.BytesIO(pdf)).pages) for pdf in together]
    assert pages == [1, 3, 1, 2]
    for pdf, name, count in zip(together, NAMES, pages, strict=True):
        said = texts(pdf)
        assert [line for line in said if line.startswith("—")] == [f"—{number}—" for number in range(1, count + 1)]
        assert said[0] == f"共勉协议书（{name}）"
        assert said[1].startswith(f"一、{name}")
        odd, *even = [mark for mark in marks(pdf) if mark.text == "—" and mark.y > 700][:4:2]
        assert odd.x > 300 and all(mark.x < 300 for mark in even)


def test_nothing_of_a_neighbour_is_in_a_paper(together: list[bytes]) -> None:
    for pdf, own in zip(together, NAMES, strict=True):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            maps = [
                font.ToUnicode.read_bytes().upper() for page in opened.pages for font in page.Resources.Font.values()
            ]
            assert not any("/Annots" in page for page in opened.pages)
        for name in NAMES:
            foreign = {one for one in name if one not in own and one not in "".join(texts(pdf))}
            for one in foreign:
                assert not any(f"<{one.encode('utf-16-be').hex().upper()}>".encode() in map_ for map_ in maps)


@pytest.mark.parametrize(
    "more",
    [
        paragraph(run("共") + field("NUMPAGES") + run("页")),
        paragraph(run("见第") + field("PAGEREF here") + run("页")),
        paragraph('<w:hyperlink w:anchor="here">' + run("见上") + "</w:hyperlink>"),
        "<w:p><w:r><w:footnoteReference w:id='1'/></w:r></w:p>",
    ],
    ids=["number of pages", "page of a place", "link within", "footnote"],
)
def test_a_paper_that_would_see_its_neighbours_is_drawn_alone(
    engine: Embedded, counted: list[int], together: list[bytes], more: str
) -> None:
    apart = WordFile("G09-甲", a_paper("李堃", 2, more))
    made = drawn(engine, [*PAPERS[:2], apart, *PAPERS[2:]])
    assert sorted(counted) == [1, len(PAPERS)]
    assert [*made[:2], *made[3:]] == together


def test_papers_of_two_templates_are_not_mixed(engine: Embedded, counted: list[int], together: list[bytes]) -> None:
    other = [WordFile(f"T{n}", docx(paragraph(run(f"谈话 {n}")) + paragraph(""))) for n in range(3)]
    mixed = [one for pair in zip(PAPERS, other, strict=False) for one in pair]
    assert drawn(engine, mixed)[::2] == together[:3]
    assert sorted(counted) == [3, 3]


def test_a_paper_with_nothing_to_be_found_by_is_drawn_alone(engine: Embedded, counted: list[int]) -> None:
    blank = WordFile("空", docx(paragraph("") + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph(run("后"))))
    assert len(pikepdf.open(io.BytesIO(drawn(engine, [blank, blank])[0])).pages) == 2
    assert counted == [1, 1]


def test_pieces_with_lost_marks_are_all_drawn_alone(
    engine: Embedded, together: list[bytes], counted: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cutting, "MARK", "lost:")
    assert drawn(engine, PAPERS) == together
    assert counted == [4, 1, 1, 1, 1]
    assert drawn(engine, PAPERS[:2]) == together[:2]
    assert counted[5:] == [1, 1], "what could not be cut apart once is not drawn twice again"


def test_a_piece_that_fails_the_gate_is_drawn_alone(
    faces: fonts.FontSet, together: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = cutting.cut

    def exchanged(pdf: bytes, count: int, titles: Sequence[str]) -> list[bytes | None]:
        pieces = real(pdf, count, titles)
        return [pieces[1], pieces[0], *pieces[2:]] if count > 1 else pieces

    monkeypatch.setattr(cutting, "cut", exchanged)
    tasks = []
    for paper in PAPERS:
        word = tmp_path / f"{paper.name}.docx"
        word.write_bytes(paper.docx)
        tasks.append(batches.PdfTask(paper.name, word, word.with_suffix(".pdf"), "plan", (1, 10)))
    engine = convert.identify(convert.EMBEDDED)
    made = batches._press(batches.Maker(engine.name, engine.version, faces), tasks)
    assert [one.pages for one in made if isinstance(one, batches.Pdf)] == [1, 3, 1, 2]
    assert [task.pdf.read_bytes() for task in tasks] == together


@pytest.mark.parametrize(
    "strange",
    [b"BT\n/F4 12 Tf\n80 Tz\n(ab) Tj\nET\n", b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI\n", b"% words\n", b"2 Tr\n"],
    ids=["scaled text", "inline picture", "comment", "text state"],
)
def test_a_page_with_anything_unknown_on_it_is_not_written_anew(strange: bytes) -> None:
    plain = b"1 0 0 -1 0 842 cm\n0 0 0 RG 0 0 0 rg\n/G3 gs\n10 20 30 40 re\nf\n"
    assert shortening.shorten(plain, {}, lambda name, _operator: b"new") is not None
    assert shortening.shorten(plain + strange, {}, lambda name, _operator: b"new") is None


def test_a_page_that_names_what_it_does_not_have_stays_as_it_was_drawn() -> None:
    """Found by fuzzing that follows coverage."""
    for held in ({}, {"/ExtGState": pikepdf.Dictionary()}):
        with pikepdf.new() as pdf:
            page = pdf.add_blank_page()
            page.obj.Resources = pikepdf.Dictionary(held)
            page.obj.Contents = pdf.make_stream(b"1 0 0 -1 0 842 cm\n/G6 gs\n")
            out = io.BytesIO()
            pdf.save(out)
        assert cutting.cut(out.getvalue(), 1) == [None]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_random_semesters_say_what_their_papers_say_and_are_drawn_as_if_alone(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dxpdf

    papers = papers_of(a_random_semester(seed, groups=26))
    assert len(papers) * 4 >= 200
    faces = faces_for(papers)
    made = drawn(Embedded(faces), [source for _document, source in papers])
    monkeypatch.setenv("FONTCONFIG_FILE", str(faces.config))
    for (document, source), pdf in zip(papers, made, strict=True):
        assert gate.check(source.docx, pdf, required=document.names, literal=document.literal) == []
    for (_document, source), pdf in list(zip(papers, made, strict=True))[:: len(papers) // 8]:
        assert_same(marks(dxpdf.convert(normalise(source.docx, faces))), marks(pdf))


@pytest.mark.slow
@pytest.mark.libreoffice
def test_random_semesters_say_what_their_papers_say_through_libreoffice_too() -> None:
    papers = papers_of(a_random_semester(11, groups=10))[:20]
    engine = convert.choose(convert.LIBREOFFICE, faces_for(papers))
    for (document, source), pdf in zip(papers, drawn(engine, [one for _document, one in papers]), strict=True):
        assert gate.check(source.docx, pdf, required=document.names, literal=document.literal) == []


def test_a_corrupt_paper_among_fifty_costs_no_other(engine: Embedded, together: list[bytes]) -> None:
    papers = [PAPERS[index % 4] for index in range(50)]
    papers[17] = WordFile("G17-坏", PAPERS[0].docx[:700])
    made = engine.convert(papers)
    assert isinstance(made[17], ConversionError)
    assert all(pdf == together[index % 4] for index, pdf in enumerate(made) if index != 17)


@pytest.mark.slow
@pytest.mark.parametrize("signal", [9, 19], ids=["killed", "stopped"])
@pytest.mark.skipif(sys.platform != "linux", reason="signals and processes as Linux has them")
def test_a_child_that_is_killed_or_hangs_in_the_middle_costs_no_paper(
    faces: fonts.FontSet, together: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signal: int
) -> None:
    monkeypatch.setattr(batches, "_START", 12.0)
    monkeypatch.setattr(batches, "_EACH", 0.1)
    tool = convert.identify(convert.EMBEDDED)
    tasks = []
    for index in range(24):
        word = tmp_path / f"{index}.docx"
        word.write_bytes(PAPERS[index % 4].docx)
        tasks.append(batches.PdfTask(str(index), word, word.with_suffix(".pdf"), "plan", (1, 10)))
    with ThreadPoolExecutor(2) as pool, ThreadPoolExecutor(1) as hand:
        work = hand.submit(batches.pdfs, pool, batches.Maker(tool.name, tool.version, faces), tasks, Silent())
        while not isolate._running and not work.done():
            time.sleep(0.01)
        time.sleep(0.1)
        victim = next(iter(isolate._running))
        os.kill(victim._process.pid, signal)
        made = work.result()
    assert all(isinstance(one, batches.Pdf) for one in made)
    assert [task.pdf.read_bytes() for task in tasks] == [together[index % 4] for index in range(24)]
    assert victim._process.poll() is not None and not isolate._running
