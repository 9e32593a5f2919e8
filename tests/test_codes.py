"""The code in the bottom margin: what it says, where it is drawn, and that it is found again on scans, or not at all."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from docgen import codes
from docgen.codes import Code, Owner, drawing, finding
from docgen.codes.finding import SeenPage

OWNER = codes.owner("影视艺术系党总支", "2008-2009-2", "G01-共勉协议书")
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

any_code = st.builds(
    lambda semester, paper, text, page, more: Code(Owner(semester, paper), text, page, page + more),
    st.integers(0, 2**25 - 1),
    st.integers(0, 2**40 - 1),
    st.integers(0, 2**25 - 1),
    st.integers(1, 500),
    st.integers(0, 500),
)


@given(any_code)
def test_a_code_says_again_what_it_was_made_of(code: Code) -> None:
    assert Code.parse(str(code)) == code
    assert len(str(code)) == 29 and set(str(code)) <= set(ALPHABET)


@given(any_code, st.integers(0, 28), st.sampled_from(ALPHABET))
def test_a_code_that_was_misread_is_none(code: Code, place: int, other: str) -> None:
    written = str(code)
    misread = written[:place] + other + written[place + 1 :]
    assert Code.parse(misread) in (None, code) and (Code.parse(misread) is None or misread == written)


@pytest.mark.parametrize(
    "text", ["", "https://example.org", "DG1", "DG1" + "A" * 26, "DG2" + "A" * 26, "DG1" + "共" * 26]
)
def test_a_stranger_s_code_is_none(text: str) -> None:
    assert Code.parse(text) is None


def a_pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def a_letter(canvas: Canvas) -> None:
    for line in range(30):
        canvas.drawString(80, 760 - 22 * line, f"Line {line} of a paper that people sign.")
    canvas.drawCentredString(297, 62, "- 1 -")


def with_a_mark_at(x: float, y: float) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        a_letter(canvas)
        canvas.drawString(x, y, "own mark")

    return draw


def read(pdf: bytes, folder: Path) -> list[SeenPage]:
    path = folder / "scan.pdf"
    path.write_bytes(pdf)
    return finding.read(path)


def picture_of(pdf: bytes, dpi: int = 150, page: int = 0) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


def text_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]


def place_of_code(pdf: bytes, page: int = 0, of: bytes = b"") -> tuple[float, float, float, float]:
    """Where a page differs from what it was before, in millimetres from its left and lower edge."""
    picture = picture_of(pdf, 254, page)
    box = ImageChops.difference(picture, picture_of(of, 254, page)).getbbox()
    assert box is not None
    left, top, right, bottom = box
    return left / 10, (picture.height - bottom) / 10, right / 10, (picture.height - top) / 10


def test_each_page_says_whose_it_is_and_which_of_how_many(tmp_path: Path) -> None:
    stamped = drawing.stamp(a_pdf(a_letter, a_letter, a_letter), OWNER, codes.text("ours"))
    assert [sheet.codes for sheet in read(stamped, tmp_path)] == [
        (Code(OWNER, codes.text("ours"), page, 3),) for page in (1, 2, 3)
    ]


@pytest.mark.parametrize("size", [A4, landscape(A4)], ids=["upright", "landscape"])
def test_it_is_eleven_millimetres_wide_in_the_lower_left_corner_and_nothing_else_changes(
    size: tuple[float, float],
) -> None:
    pdf = a_pdf(a_letter, size=size)
    stamped = drawing.stamp(pdf, OWNER, 7)
    left, bottom, right, top = place_of_code(stamped, of=pdf)
    assert (left, bottom) == pytest.approx((12, 7), abs=0.2)
    assert (right - left, top - bottom) == pytest.approx((11, 11), abs=0.3)
    assert text_of(stamped) == text_of(pdf)


def test_a_page_drawn_upside_down_has_it_in_the_same_place() -> None:
    def flipped(canvas: Canvas) -> None:
        canvas._code.append("1 0 0 -1 0 842 cm")
        canvas.rect(100, 100, 200, 50)

    # reportlab begins each page with a matrix of its own
    pdf = a_pdf(flipped).replace(b"1 0 0 1 0 0 cm", b"              ")
    left, bottom, right, top = place_of_code(drawing.stamp(pdf, OWNER, 7), of=pdf)
    assert (left, right) == pytest.approx((12, 23), abs=0.2)
    assert (bottom, top) == pytest.approx((7, 18), abs=0.5)


def test_where_the_left_corner_is_written_on_it_stands_in_the_right_one_and_where_both_are_nowhere(
    tmp_path: Path,
) -> None:
    def both(canvas: Canvas) -> None:
        canvas.rect(20, 15, 555, 800)

    pdf = a_pdf(with_a_mark_at(40, 30), with_a_mark_at(530, 30), both, lambda canvas: canvas.rect(30, 18, 535, 800))
    stamped = drawing.stamp(pdf, OWNER, 7)
    found = read(stamped, tmp_path)
    assert [len(sheet.codes) for sheet in found] == [1, 1, 1, 0]
    assert place_of_code(stamped, 0, pdf)[0] > 180
    assert place_of_code(stamped, 1, pdf)[0] < 13


@pytest.mark.parametrize(
    ("drawn", "left"),
    [
        ("100 700 50 10 re\nf\n", 12),  # above the corner
        ("80 800 10 10 re\nf\n", 12),  # beside it
        ("30 770 50 40 re\nf\n", 187),
        ("75 825 -50 -10 re\nf\n", 187),  # written from its far corner
        ("1 1 1 rg\n30 770 50 40 re\nf\n0 0 0 rg\n", 12),  # white on white
        ("2 w\n30 800 m\n80 800 l\nS\n", 187),
        ("BT\n/F1 12 Tf\n1 0 0 -1 40 800 Tm\n[(Word)]TJ\nET\n", 187),
        ("BT\n/F1 12 Tf\n1 0 0 -1 40 700 Tm\n[(Word)]TJ\nET\n", 12),
        ("BT\n/F1 12 Tf\n1 0 0 -1 200 800 Tm\n[(Word)]TJ\nET\n", 12),
    ],
)
def test_a_page_in_the_embedded_engines_own_words_has_it_where_it_would_be_seen(drawn: str, left: int) -> None:
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(595, 842))
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
        page.Contents = document.make_stream(f"1 0 0 -1 0 842 cm\n0 0 0 rg\n{drawn}".encode())
        file = io.BytesIO()
        document.save(file)
    pdf = file.getvalue()
    assert place_of_code(drawing.stamp(pdf, OWNER, 7), of=pdf)[0] == pytest.approx(left, abs=0.5)


def test_the_same_paper_has_the_same_bytes_and_another_text_another_code() -> None:
    pdf = a_pdf(a_letter)
    assert drawing.stamp(pdf, OWNER, 7) == drawing.stamp(pdf, OWNER, 7) != drawing.stamp(pdf, OWNER, 8)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("skew", [-3, 0, 3])
def test_a_scan_that_lies_turned_and_askew_is_read_and_says_how_it_is_turned(
    turn: int, skew: float, tmp_path: Path
) -> None:
    stamped = drawing.stamp(a_pdf(a_letter), OWNER, 7)
    scan = picture_of(stamped).rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    turned = scan.rotate(-turn, expand=True)
    path = tmp_path / "scan.jpg"
    noise = Image.effect_noise(turned.size, 12 + random.Random(turn).random())
    ImageChops.multiply(turned, noise.point(lambda level: min(255, level + 110))).save(path, quality=60)
    (sheet,) = finding.read(path)
    assert sheet.codes == (Code(OWNER, 7, 1, 1),)
    assert sheet.turned == (360 - turn) % 360


def test_a_page_without_a_code_a_blank_one_and_one_with_two_papers_are_told_apart(tmp_path: Path) -> None:
    one = picture_of(drawing.stamp(a_pdf(a_letter), OWNER, 7))
    other = picture_of(drawing.stamp(a_pdf(a_letter), codes.owner("", "", "G02-共勉协议书"), 7))
    both = Image.new("L", (one.width * 2, one.height), 255)
    both.paste(one, (0, 0))
    both.paste(other, (one.width, 0))
    strange = picture_of(a_pdf(a_letter))
    foreign = io.BytesIO()
    segno.make("https://example.org").save(foreign, kind="png", scale=6)
    strange.paste(Image.open(foreign).convert("L"), (40, strange.height - 300))
    found = []
    for name, picture in (("both", both), ("strange", strange), ("blank", Image.new("L", one.size, 252))):
        path = tmp_path / f"{name}.png"
        picture.save(path)
        found += finding.read(path)
    assert [(len(sheet.codes), sheet.is_blank) for sheet in found] == [(2, False), (0, False), (0, True)]


@pytest.mark.parametrize("name", ["scan.pdf", "scan.jpg", "scan.png"])
def test_what_cannot_be_opened_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"no scan at all")
    with pytest.raises(finding.UnreadableScanError):
        finding.read(tmp_path / name)
