"""Read off, not looked at: how far up a page is written on, and when that cannot be said."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from docgen.bundle import Item, Metadata, Stamp, merge, stamp_place
from tests import paper_pdfs


@pytest.fixture(scope="module")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


def seen(path: Path) -> float:
    """Return how far up there is ink on a page, in points, by looking at it."""
    document = pypdfium2.PdfDocument(path)
    try:
        picture = document[0].render(scale=2, grayscale=True).to_pil()
        box = picture.point(lambda tone: 255 if tone < 128 else 0).getbbox()
        return picture.height / 2 - box[1] / 2 if box else 0.0
    finally:
        document.close()


def a_page(path: Path, content: bytes) -> Path:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Contents = pikepdf.Stream(pdf, content)
        pdf.save(path)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"100 700 200 50 re\nf\n",
        b"100 700 200 -50 re f\n",
        b"2 w 100 650 m 300 780 l S\n",
        b"1 w 100 650 m 120 800 200 820 300 700 c S\n",
        b"1 0 0 -1 0 842 cm\n100 60 200 50 re\nf\n",
        b"0 0 595 842 re W* n\n100 700 200 50 re f\n",
        b"",
    ],
    ids=["box", "box upside down", "rule", "curve", "flipped page", "clipped to the page", "empty"],
)
def test_nothing_stands_above_what_is_read_off(tmp_path: Path, content: bytes) -> None:
    top = stamp_place.top_of_marks(content)
    assert top is not None
    assert seen(a_page(tmp_path / "a.pdf", content)) <= top + 1
    assert top <= 830  # and a page that is free above is known to be


@pytest.mark.parametrize("top", [30, 60, 110, 400])
def test_text_stands_below_what_is_read_off(tmp_path: Path, face: Path, top: float) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["共勉协议书", "张喆"]], face, top=top)
    with pikepdf.open(path) as pdf:
        said = stamp_place.top_of_marks(pdf.pages[0].Contents.read_bytes())
    assert said is not None
    assert seen(path) <= said <= seen(path) + 14


@pytest.mark.parametrize(
    "content",
    [
        b"q 1 0 0 1 0 300 cm 100 500 200 50 re f Q",
        b"q 595 0 0 842 0 0 cm /Im Do Q",
        b"BT /F 12 Tf 80 300 Td (a) Tj ET",
        b"BT /F 12 Tf 80 300 Td <0001> Tj 0 400 Td <0001> Tj ET",
        b"BT /F 12 Tf 0 1 -1 0 80 300 Tm <0001> Tj ET",
        b"BT /F 12 Tf 80 300 Td 14 TL T* <0001> Tj ET",
        b"BT /F 12 Tf 80 300 Td 500 Ts <0001> Tj ET",
        b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
    ],
    ids=["matrix", "picture", "string", "second move", "turned", "leading", "rise", "inline picture"],
)
def test_what_cannot_be_read_off_is_looked_at(content: bytes) -> None:
    assert stamp_place.top_of_marks(content) is None


def test_a_long_run_of_digits_takes_no_time() -> None:
    assert stamp_place.top_of_marks(b"BT /F 12 Tf 80 300 Td <" + b"0123456789" * 100_000 + b"> Tj ET") is not None
    assert stamp_place.top_of_marks(b"0123456789" * 100_000) is not None


def test_the_stamp_stands_at_the_same_place_whether_read_off_or_looked_at(tmp_path: Path, face: Path) -> None:
    stamp = Stamp("Z109", "2009", "0001", "DQ11", "30年", "1")
    places = []
    for name, more in (("plain", b""), ("strange", b"\nq 1 0 0 1 0 0 cm Q")):
        path = paper_pdfs.paper(tmp_path / f"{name}.pdf", [["张喆"]], face)
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            page = pdf.pages[0]
            page.Contents = pikepdf.Stream(pdf, page.Contents.read_bytes() + more)
            pdf.save(path)
        target = tmp_path / f"{name}-bound.pdf"
        merge(target, items=[Item(name, "", (), "", (path,), 1, stamp=stamp)], metadata=Metadata("a"), face=face)
        document = pypdfium2.PdfDocument(target)
        text = document[0].get_textpage()
        hit = text.search("Z109").get_next()
        assert hit is not None
        places.append(text.get_charbox(hit[0]))
        document.close()
    assert places[0] == places[1]
