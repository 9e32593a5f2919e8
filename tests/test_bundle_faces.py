"""One face for all papers of the embedded engine: every glyph once, every letter at its place, nothing else touched."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.shared import Mm
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program
from pikepdf import Name
from PIL import Image, ImageChops

from docgen import archives, convert, fonts
from docgen.bundle import Item, Metadata, merge
from docgen.convert import WordFile
from docgen.fonts import truetype

NAMES = ("张喆", "欧阳王堃", "李䶮", "周砚秋", "沈青禾", "陆一苇")
PLACE = 0.002
"""Points by which a letter may move: a fifteenth of a hundredth of a millimetre."""


def a_paper(name: str, number: int) -> bytes:
    word = docx.Document()
    word.sections[0].page_width, word.sections[0].page_height = Mm(210), Mm(297)
    word.add_heading(f"共勉协议书（{name}）", 1)
    for line in range(12):
        word.add_paragraph(f"第{line + number}条 {name}自愿与 Partner {number} 互助、互勉，学号 0081{number:03}。")
    table = word.add_table(rows=3, cols=3)
    for index, cell in enumerate(table._cells):
        cell.text = f"{name}{index} AV"
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("papers")
    words = [a_paper(name, number) for number, name in enumerate(NAMES, 1)]
    faces = fonts.prepare({character for word in words for character in fonts.characters(word)})
    engine = convert.choose(convert.EMBEDDED, faces)
    # Each by itself: the engine then gives each its own subset, as a batch does to another batch.
    made = [engine.convert([WordFile(name, word)])[0] for name, word in zip(NAMES, words, strict=True)]
    paths = []
    for name, pdf in zip(NAMES, made, strict=True):
        assert isinstance(pdf, bytes)
        path = folder / f"{name}.pdf"
        path.write_bytes(pdf)
        paths.append(path)
    return paths


@pytest.fixture(scope="module")
def face() -> Path:
    return fonts.prepare("0123456789-").faces["Docgen Song"]


def bound(papers: Sequence[Path], target: Path, face: Path) -> Path:
    items = [Item(path.stem, "", (), "", (path,), len(pikepdf.open(path).pages)) for path in papers]
    merge(target, items=items, metadata=Metadata("合订本"), face=face)
    return target


@pytest.fixture(scope="module")
def bundle(papers: list[Path], face: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bound(papers, tmp_path_factory.mktemp("bundle") / "b.pdf", face)


def letters(path: Path, first: int = 0) -> list[list[tuple[str, tuple[float, ...]]]]:
    """Return each page's letters with their boxes, in the order of their places."""
    document = pypdfium2.PdfDocument(path)
    try:
        found = []
        for number in range(first, len(document)):
            text = document[number].get_textpage()
            said = text.get_text_range()
            boxes = [(said[at], text.get_charbox(at)) for at in range(text.count_chars()) if said[at : at + 1].strip()]
            found.append(sorted(boxes, key=lambda one: (-round(one[1][1]), one[1][0])))
        return found
    finally:
        document.close()


def programs(path: Path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        found = {
            one.FontFile2.objgen: one.FontFile2.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/FontFile2" in one
        }
    return list(found.values())


def test_every_glyph_stands_once_in_the_bundle(papers: list[Path], bundle: Path) -> None:
    own = {len(programs(path)) for path in papers}
    assert own == {len(programs(bundle)) - 1}  # the marks have a face of their own
    for program in programs(bundle):
        font = TTFont(io.BytesIO(program))
        outlines = [font["glyf"][name].compile(font["glyf"]) for name in font.getGlyphOrder()]
        drawn = [outline for outline in outlines if outline]
        assert len(set(drawn)) == len(drawn)
    assert bundle.stat().st_size < sum(path.stat().st_size for path in papers) / 2


def test_every_letter_stands_where_it_stood(papers: list[Path], bundle: Path) -> None:
    page = 0
    after = letters(bundle)
    for path in papers:
        for before in letters(path):
            now = after[page]
            page += 1
            # what docgen itself puts on a page stands above 800 points
            now = [one for one in now if one[1][1] < 780]
            before = [one for one in before if one[1][1] < 780]
            assert [one[0] for one in now] == [one[0] for one in before]
            for (_letter, old), (_same, new) in zip(before, now, strict=True):
                assert max(abs(a - b) for a, b in zip(old, new, strict=True)) < PLACE


def test_a_page_looks_as_it_did(papers: list[Path], bundle: Path) -> None:
    def grey(path: Path, number: int) -> Image.Image:
        document = pypdfium2.PdfDocument(path)
        picture: Image.Image = document[number].render(scale=6, grayscale=True).to_pil()
        document.close()
        # PDFium sets each letter on a whole dot: dots of 1/36 mm show no more than that
        return picture.crop((0, picture.height // 10, picture.width, picture.height)).resize((298, 379))

    page = 0
    for path in papers[:2]:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
        for number in range(pages):
            difference = ImageChops.difference(grey(path, number), grey(bundle, page + number))
            darkest = difference.getextrema()[1]
            assert isinstance(darkest, int | float) and darkest < 40
        page += pages


def test_the_bundle_can_be_sealed(bundle: Path, tmp_path: Path) -> None:
    proof = archives.seal(bundle, tmp_path / "sealed.pdf", on=date(2009, 7, 10))
    assert proof.pages == len(pikepdf.open(bundle).pages)


def test_the_same_papers_give_the_same_bytes(papers: list[Path], bundle: Path, face: Path, tmp_path: Path) -> None:
    assert bound(papers, tmp_path / "again.pdf", face).read_bytes() == bundle.read_bytes()


def test_pages_that_share_their_resources_are_each_right(papers: list[Path], face: Path, tmp_path: Path) -> None:
    path = tmp_path / "twice.pdf"
    with pikepdf.open(papers[0]) as pdf:
        page = pdf.pages[0]
        resources = pdf.make_indirect(page.obj.Resources)
        page.obj.Resources = resources
        again = pikepdf.Dictionary(dict(page.obj.items()))
        again.Contents = pikepdf.Stream(pdf, page.Contents.read_bytes() + b"2 Tr\n")
        again.Resources = resources
        pdf.pages.insert(1, pikepdf.Page(pdf.make_indirect(again)))
        pdf.save(path)
    said = letters(bound([papers[3], path], tmp_path / "b.pdf", face))
    first = len(pikepdf.open(papers[3]).pages)
    for number in (first, first + 1):
        assert "张喆" in "".join(letter for letter, _box in said[number])


def test_a_font_of_another_make_is_left_alone(papers: list[Path], face: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.pdf"
    with pikepdf.open(papers[0]) as pdf:
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == Name.CIDFontType2:
                font.W2 = pikepdf.Array([])
            if isinstance(font, pikepdf.Dictionary) and font.get("/Subtype") == Name.Type0:
                font.DescendantFonts[0].W2 = pikepdf.Array([])
        pdf.save(path)
    assert sorted(map(len, programs(path))) == sorted(map(len, programs(papers[0])))
    made = bound([path], tmp_path / "b.pdf", face)
    assert set(programs(path)) < set(programs(made))


def test_a_font_is_read_strictly(papers: list[Path]) -> None:
    program = programs(papers[0])[0]
    subset = truetype.read(program)
    assert subset is not None
    assert truetype.read(truetype.write(subset.glyphs, subset.common)) == subset
    assert truetype.read(program[: len(program) // 2]) is None
    assert truetype.read(b"OTTO" + program[4:]) is None
    font = TTFont(io.BytesIO(program))
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font["prep"].program.fromBytecode(b"\x00")
    hinted = io.BytesIO()
    font.save(hinted)
    assert truetype.read(hinted.getvalue()) is None
    composite = subset.glyphs[1].__class__(struct.pack(">hhhhh", -1, 0, 0, 0, 0), 500, 0)
    assert truetype.read(truetype.write([subset.glyphs[0], composite], subset.common)) is None
