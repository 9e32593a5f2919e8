"""Strangers' files on their way into the archive: what shows stays, what acts does not, what is broken is named."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image

from docgen import archives
from docgen.archives import take_in
from docgen.archives.intake import whole_pdf
from docgen.archives.intake.refusal import Refusal
from docgen.bundle import Item, Metadata, Stamp, merge
from docgen.errors import InputError
from tests import damaged, foreign, paper_pdfs


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paper_pdfs.face(tmp_path_factory.mktemp("faces"))


def a_picture(path: Path, size: tuple[int, int] = (420, 594), mode: str = "RGB", **how: Any) -> Path:
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
    archives.seal(tmp_path / "b.pdf", on=date(2009, 7, 10))


def test_a_fax_that_the_decoder_guesses_at_is_refused(tmp_path: Path) -> None:
    foreign.KINDS["tiff-g4.tif"](tmp_path / "a.tif")
    data = (tmp_path / "a.tif").read_bytes()
    for place in (0.2, 0.5, 0.8):
        at = int(len(data) * place)
        (tmp_path / "坏.tif").write_bytes(data[:at] + bytes(64) + data[at + 64 :])
        with pytest.raises(InputError, match=r"坏\.tif"):
            take_in(tmp_path / "坏.tif", tmp_path / "scan.pdf")


def test_a_photo_of_a_newer_telephone_is_a_page_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("照片.heic", "照片.jpg"):
        foreign.KINDS["photo.heic"](tmp_path / name)
        assert take_in(tmp_path / name, tmp_path / "scan.pdf").changes == ("由HEIC图片转换",)
        width, height, data = dots(tmp_path / "scan.pdf")
        assert data[int(50 / 128 * height) * width + int(40 / 96 * width)] < 60


@pytest.mark.parametrize("form", ["JPEG", "MPO"])
def test_of_a_photo_with_a_film_or_another_picture_behind_it_the_first_picture_alone_is_a_page(
    tmp_path: Path, form: str
) -> None:
    a_picture(tmp_path / "a.jpg")
    if form == "MPO":
        with Image.open(tmp_path / "a.jpg") as picture:
            picture.save(tmp_path / "a.jpg", "MPO", save_all=True, append_images=[Image.new("RGB", picture.size)])
    with (tmp_path / "a.jpg").open("ab") as file:
        file.write(b"\0\0\0\x18ftypmp42 a film" + bytes(2000))
    assert take_in(tmp_path / "a.jpg", tmp_path / "scan.pdf").changes == ()
    width, height, data = dots(tmp_path / "scan.pdf")
    assert data[10 * width + 10] > 240
    assert data[int(310 / 594 * height) * width + int(120 / 420 * width)] < 60
    with pikepdf.open(tmp_path / "scan.pdf") as pdf:
        shown = pdf.pages[0].obj.Resources.XObject.Scan.read_raw_bytes()
    assert shown.endswith(b"\xff\xd9")
    assert (tmp_path / "a.jpg").read_bytes().startswith(shown)
    assert b"a film" not in shown
    assert shown.count(b"\xff\xd9") == 1


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
    assert taken.changes == ("脚本、附件见原件",)
    raw = (tmp_path / "b.pdf").read_bytes()
    assert not any(sign in raw for sign in (b"JavaScript", b"Launch", b"evil", b"EmbeddedFile"))


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
    picture = a_picture(tmp_path / "b.png")
    (tmp_path / "坏.pdf").write_bytes(sound.read_bytes()[:200])
    (tmp_path / "坏.png").write_bytes(picture.read_bytes()[:60])
    (tmp_path / "假.jpg").write_bytes(b"GIF89a")
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "文.docx").write_bytes(b"PK")
    for name in ("锁.pdf", "坏.pdf", "坏.png", "假.jpg", "空.pdf", "文.docx", "无.pdf"):
        with pytest.raises(InputError) as caught:
            take_in(tmp_path / name, tmp_path / "out.pdf")
        assert name in str(caught.value)
    assert not (tmp_path / "out.pdf").exists()


def test_forms_within_forms_without_end_are_refused_before_they_are_drawn(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        form = pdf.make_indirect(a_form(pdf, b"0 0 1 1 re f"))
        for _level in range(9):
            form = pdf.make_indirect(a_form(pdf, b"/X Do " * 20, form))
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Resources = Dictionary(XObject=Dictionary(X=form))
        page.obj.Contents = pdf.make_indirect(Stream(pdf, b"/X Do"))
        pdf.save(tmp_path / "层层.pdf")
    began = time.monotonic()
    with pytest.raises(InputError, match="第 1 页"):
        take_in(tmp_path / "层层.pdf", tmp_path / "b.pdf")
    assert time.monotonic() - began < 10


def a_form(pdf: pikepdf.Pdf, drawn: bytes, inner: pikepdf.Object | None = None) -> Stream:
    form = Stream(pdf, drawn, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 900])
    if inner is not None:
        form.Resources = Dictionary(XObject=Dictionary(X=inner))
    return form


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX only")
@pytest.mark.parametrize("ending", [".pdf", ".png"])
def test_a_device_or_a_pipe_under_the_name_of_a_scan_is_refused_at_once(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"零{ending}").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / f"管{ending}")
    for name in ("零", "管"):
        with pytest.raises(InputError, match=f"{name}.*普通文件"):
            take_in(tmp_path / f"{name}{ending}", tmp_path / "b.pdf")


def test_a_file_that_only_its_owner_may_change_is_taken_in_and_the_remark_says_so(tmp_path: Path, face: Path) -> None:
    sound = paper_pdfs.paper(tmp_path / "a.pdf", [["张喆"]], face)
    with pikepdf.open(sound) as pdf:
        pdf.save(tmp_path / "限.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    assert take_in(tmp_path / "限.pdf", tmp_path / "b.pdf").changes == ("密码限制已解除",)
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert not pdf.is_encrypted


@pytest.mark.parametrize("subtype", sorted(foreign.NOTES))
def test_what_a_reader_draws_of_a_note_without_a_picture_stays_seen(tmp_path: Path, subtype: str) -> None:
    name = f"note-{subtype.lower()}.pdf"
    foreign.KINDS[name](tmp_path / name)
    assert "批注已并入页面" in take_in(tmp_path / name, tmp_path / "b.pdf").changes
    assert _is_inked(tmp_path / "b.pdf", (100, 500, 300, 600))


def test_a_wavy_line_far_beyond_the_page_is_drawn_in_few_strokes(tmp_path: Path) -> None:
    foreign.KINDS["note-squiggly.pdf"](tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages[0].Annots[0].QuadPoints = [100, 600, 400_100, 600, 100, 580, 400_100, 580]
        pdf.save()
    take_in(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pikepdf.open(tmp_path / "b.pdf") as pdf:
        assert max(len(one.read_bytes()) for one in pdf.objects if isinstance(one, pikepdf.Stream)) < 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize("field", sorted(foreign.FIELDS))
def test_a_field_that_was_filled_in_without_a_picture_stays_seen(tmp_path: Path, field: str) -> None:
    name = f"field-{field}.pdf"
    foreign.KINDS[name](tmp_path / name)
    assert "表单已并入页面" in take_in(tmp_path / name, tmp_path / "b.pdf").changes
    assert _is_inked(tmp_path / "b.pdf", (100, 500, 300, 600))


def test_what_a_field_and_a_note_say_can_be_found_in_the_archive(tmp_path: Path) -> None:
    for name, text in (
        ("field-chinese.pdf", "张喆 欧阳王堃"),
        ("field-chosen.pdf", "乙"),
        ("note-freetext.pdf", "同意备案"),
    ):
        foreign.KINDS[name](tmp_path / name)
        take_in(tmp_path / name, tmp_path / "b.pdf")
        assert text in _text(tmp_path / "b.pdf")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("font-helvetica.pdf", "补嵌字体"),
        ("ocr-helvetica.pdf", "补嵌字体"),
        ("ocr-stsong.pdf", "检索文字重写"),
        ("ocr-stsong-stamped.pdf", "检索文字重写"),
        ("inks-cmyk.pdf", "印刷色转为屏幕色"),
        ("picture-jpeg2000.pdf", "图像重新编码"),
    ],
)
def test_what_can_be_converted_does_not_become_a_picture(tmp_path: Path, name: str, change: str) -> None:
    foreign.KINDS[name](tmp_path / name)
    changes = take_in(tmp_path / name, tmp_path / "b.pdf").changes
    assert change in changes and not any("300 dpi" in one for one in changes)


def test_a_reading_behind_a_scan_is_found_where_it_was_and_what_stands_on_top_once(tmp_path: Path) -> None:
    foreign.KINDS["ocr-stsong-stamped.pdf"](tmp_path / "a.pdf")
    take_in(tmp_path / "a.pdf", tmp_path / "b.pdf")
    text = _text(tmp_path / "b.pdf")
    assert text.count("共勉协议书") == 1 and text.count("Filed 2009") == 1
    places = []
    for name in ("a.pdf", "b.pdf"):
        document = pypdfium2.PdfDocument(tmp_path / name)
        page = document[0].get_textpage()
        hit = page.search("共勉协议书").get_next()
        assert hit is not None
        places.append(page.get_charbox(hit[0], loose=True)[:2])
        document.close()
    assert all(abs(one - other) < 4 for one, other in zip(*places, strict=True))


def test_a_hidden_note_stays_hidden(tmp_path: Path) -> None:
    foreign.KINDS["note-square.pdf"](tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf", allow_overwriting_input=True) as pdf:
        pdf.pages[0].Annots[0].F = 2
        pdf.save(tmp_path / "a.pdf")
    take_in(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert not _is_inked(tmp_path / "b.pdf", (100, 500, 300, 600))


def test_a_layer_that_is_switched_off_stays_unseen_and_one_that_is_on_stays_seen(tmp_path: Path) -> None:
    foreign.KINDS["layers.pdf"](tmp_path / "a.pdf")
    take_in(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert _is_inked(tmp_path / "b.pdf", (100, 500, 300, 600))
    assert not _is_inked(tmp_path / "b.pdf", (100, 100, 300, 300))


def test_a_page_whose_font_is_nowhere_keeps_its_text_and_shows_it(tmp_path: Path) -> None:
    foreign.KINDS["font-of-nobody.pdf"](tmp_path / "a.pdf")
    assert take_in(tmp_path / "a.pdf", tmp_path / "b.pdf").changes == ("第1页转为300 dpi图像",)
    assert "共勉协议书" in _text(tmp_path / "b.pdf")
    assert _is_inked(tmp_path / "b.pdf", (100, 590, 250, 630))


def test_text_that_no_font_here_can_show_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "외국.pdf"
    foreign.REFUSED["cid-hysmyeongjo-medium.pdf"](path)
    with pytest.raises(InputError, match=r"외국\.pdf"):
        take_in(path, tmp_path / "b.pdf")


@pytest.mark.parametrize("writer", sorted(damaged.WRITERS))
def test_no_damaged_scan_is_taken_in_with_a_page_lost_or_changed(tmp_path: Path, writer: str) -> None:
    sound, bad, taken = tmp_path / "sound.pdf", tmp_path / "bad.pdf", tmp_path / "taken.pdf"
    damaged.WRITERS[writer](sound)
    assert take_in(sound, taken).pages == damaged.PAGES
    for what, data in damaged.damages(sound.read_bytes()):
        bad.write_bytes(data)
        try:
            take_in(bad, taken)
        except InputError as error:
            assert "bad.pdf" in str(error)
        else:
            assert damaged.looks_like(sound, taken), what


@pytest.mark.parametrize("how", [{}, {"progressive": True}, {"optimize": True}, {"restart_marker_rows": 1}])
def test_a_photo_with_a_block_of_nothing_or_without_its_end_is_refused(tmp_path: Path, how: dict[str, Any]) -> None:
    sound, bad = tmp_path / "a.jpg", tmp_path / "坏.jpg"
    foreign.a_page().effect_spread(2).save(sound, quality=80, **how)
    take_in(sound, tmp_path / "b.pdf")
    data = sound.read_bytes()
    for place in range(9):
        at = 700 + (len(data) - 4800) * place // 9
        bad.write_bytes(data[:at] + bytes(4096) + data[at + 4096 :])
        with pytest.raises(InputError, match=r"坏\.jpg"):
            take_in(bad, tmp_path / "b.pdf")
    for cut in damaged.CUTS:
        bad.write_bytes(data[: int(len(data) * cut)])
        with pytest.raises(InputError, match=r"坏\.jpg"):
            take_in(bad, tmp_path / "b.pdf")


@pytest.mark.parametrize("name", ["picture-jbig2.pdf", "picture-jpeg2000.pdf"])
def test_a_picture_that_no_library_here_decodes_is_refused_when_a_piece_of_it_is_gone(
    tmp_path: Path, name: str
) -> None:
    foreign.KINDS[name](tmp_path / "sound.pdf")
    with pikepdf.open(tmp_path / "sound.pdf") as pdf:
        whole_pdf.require_whole(pdf)
        picture = pdf.pages[0].resources.XObject.P
        coded = picture.read_raw_bytes()
        for left in (coded[: len(coded) * 9 // 10], coded[:-30], coded[len(coded) // 2 :], b"\0" * 300):
            picture.write(left, filter=Name(str(picture.Filter)))
            with pytest.raises(Refusal, match="第 1 页"):
                whole_pdf.require_whole(pdf)


@pytest.mark.parametrize("how", [{}, {"optimize": True}, {"progressive": True}])
def test_a_blank_sheet_is_no_damaged_one(tmp_path: Path, how: dict[str, Any]) -> None:
    Image.new("L", (1240, 1754), "white").save(tmp_path / "a.jpg", **how)
    assert take_in(tmp_path / "a.jpg", tmp_path / "b.pdf").pages == 1


def test_the_text_of_a_page_that_became_a_picture_lies_where_it_is_seen(tmp_path: Path) -> None:
    foreign.KINDS["inks-spot.pdf"](tmp_path / "a.pdf")
    assert "第1页转为300 dpi图像" in take_in(tmp_path / "a.pdf", tmp_path / "b.pdf").changes
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    try:
        text = document[0].get_textpage()
        hit = text.search("CLIP").get_next()
        assert hit is not None
        left, bottom, _right, _top = text.get_charbox(hit[0], loose=True)
        assert abs(left - 60) < 6 and abs(bottom - 590) < 20
    finally:
        document.close()


def _is_inked(path: Path, box: tuple[float, float, float, float]) -> bool:
    """Whether anything stands in a box of the first page (points from the lower left corner)."""
    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        picture = page.render(scale=1, grayscale=True).to_pil()
        height = page.get_height()
        part = picture.crop((int(box[0]), int(height - box[3]), int(box[2]), int(height - box[1])))
        return int(part.getextrema()[0]) < 245
    finally:
        document.close()


def _text(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()
