"""Strangers' files on their way into the archive: what shows stays, what acts does not, what is broken is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import paper_pdfs
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from docgen import archive
from docgen.archive import take_in
from docgen.bundle import Item, Metadata, Stamp, merge
from docgen.errors import InputError


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


def a_picture(path: Path, size: tuple[int, int] = (420, 594), mode: str = "RGB", **how: object) -> Path:
    picture = Image.new("RGB", size, "white")
    picture.paste("black", (100, 300, 140, 320))
    picture.convert(mode).save(path, **how)
    return path


def dots(path: Path) -> tuple[int, int, bytes]:
    document = pypdfium2.PdfDocument(path)
    try:
        bitmap = document[0].render(scale=0.5, grayscale=True)
        width, height, stride, data = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        return width, height, b"".join(data[row * stride : row * stride + width] for row in range(height))
    finally:
        document.close()


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("a.jpg", "RGB"),
        ("b.jpeg", "L"),
        ("c.jpg", "CMYK"),
        ("d.png", "RGBA"),
        ("e.png", "1"),
        ("f.PNG", "P"),
    ],
)
def test_a_picture_becomes_an_a4_page_that_can_be_sealed(tmp_path: Path, face: Path, name: str, mode: str) -> None:
    picture = a_picture(tmp_path / name, mode=mode)
    scan = tmp_path / "scan.pdf"
    assert take_in(picture, scan).pages == 1
    width, height, data = dots(scan)
    assert (width, height) == (298, 421)
    assert data[10 * width + 10] > 240
    assert data[int(310 / 594 * height) * width + int(120 / 420 * width)] < 60
    merge(tmp_path / "b.pdf", items=[Item("G01", "", (), "", (scan,), 1)], metadata=Metadata("a"), face=face)
    archive.seal(tmp_path / "b.pdf", on=date(2009, 7, 10))


def test_a_photo_taken_sideways_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = a_picture(tmp_path / "a.jpg", (594, 420), exif=exif)
    take_in(picture, tmp_path / "scan.pdf")
    width, height, _data = dots(tmp_path / "scan.pdf")
    assert height > width


def test_a_signature_that_is_an_annotation_stays_visible(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        ink = Stream(pdf, b"0 g 0 0 100 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 40]))
        pdf.pages[0].obj.Annots = Array(
            [
                pdf.make_indirect(
                    Dictionary(
                        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([200, 200, 300, 240]), F=4, AP=Dictionary(N=ink)
                    )
                )
            ]
        )
        pdf.save(path)
    take_in(path, tmp_path / "b.pdf")
    merge(
        tmp_path / "c.pdf", items=[Item("G01", "", (), "", (tmp_path / "b.pdf",), 1)], metadata=Metadata("a"), face=face
    )
    width, height, data = dots(tmp_path / "c.pdf")
    assert data[(height - 110) * width + 125] < 60


def test_scripts_forms_and_attachments_are_left_out_and_named(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="evil.exe"))
        pdf.attachments["evil.exe"] = b"MZ"
        pdf.save(path)
    taken = take_in(path, tmp_path / "b.pdf")
    assert taken.left_out == ("AA", "AF", "Names", "OpenAction")
    raw = (tmp_path / "b.pdf").read_bytes()
    assert not any(sign in raw for sign in (b"JavaScript", b"Launch", b"evil", b"MZ"))


def test_a_page_that_leaves_its_graphics_state_open_does_not_move_the_stamp(tmp_path: Path, face: Path) -> None:
    path = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0]
        page.Contents = Stream(pdf, b"q q 0.1 0 0 0.1 300 5 cm\n" + page.Contents.read_bytes())
        pdf.save(path)
    take_in(path, tmp_path / "b.pdf")
    stamp = Stamp("Z109", "2009", "0001", "DQ11", "30年", "1")
    merge(
        tmp_path / "c.pdf",
        items=[Item("G01", "", (), "", (tmp_path / "b.pdf",), 1, stamp=stamp)],
        metadata=Metadata("a"),
        face=face,
    )
    document = pypdfium2.PdfDocument(tmp_path / "c.pdf")
    try:
        text = document[0].get_textpage()
        hit = text.search("Z109").get_next()
        assert hit is not None
        left, bottom, *_rest = text.get_charbox(hit[0])
        assert 230 < left < 260 and bottom > 780
    finally:
        document.close()


def test_the_same_scan_gives_the_same_bytes(tmp_path: Path) -> None:
    picture = a_picture(tmp_path / "a.png")
    take_in(picture, tmp_path / "1.pdf")
    take_in(picture, tmp_path / "2.pdf")
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


def test_what_cannot_be_taken_in_is_refused_by_name(tmp_path: Path, face: Path) -> None:
    sound = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(sound) as pdf:
        pdf.save(tmp_path / "锁.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
        pdf.save(tmp_path / "限.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    picture = a_picture(tmp_path / "b.png")
    (tmp_path / "坏.pdf").write_bytes(sound.read_bytes()[:200])
    (tmp_path / "坏.png").write_bytes(picture.read_bytes()[:60])
    (tmp_path / "假.jpg").write_bytes(b"GIF89a")
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "文.docx").write_bytes(b"PK")
    for name in ("锁.pdf", "限.pdf", "坏.pdf", "坏.png", "假.jpg", "空.pdf", "文.docx", "无.pdf"):
        with pytest.raises(InputError) as caught:
            take_in(tmp_path / name, tmp_path / "out.pdf")
        assert name in str(caught.value)
    assert not (tmp_path / "out.pdf").exists()
