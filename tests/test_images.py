"""Pictures from data: what stands in a file beside the data stands in the paper, so large, and nothing else of the file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import segno
import zxingcpp
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.shared import Pt
from lxml import etree
from PIL import Image, ImageChops, ImageDraw

from docgen import archives, check, convert, fonts, gate, resources, workbook
from docgen.cli import run
from docgen.convert import WordFile
from docgen.documents import KINDS, Plain, datafile
from docgen.errors import ExitCode, TemplateError
from docgen.images import Album, Size, Sketches, Unfit
from docgen.making.order import Order, Outcome, State, Target
from docgen.making.progress import Silent
from docgen.making.undrawn import undrawn
from docgen.pipeline import building
from docgen.template import Template, find, load
from docgen.template.lint import Finding, lint
from tests import foreign
from tests.semesters import a_semester, changed
from tests.test_own_kinds import a_desk

SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "姓名": {"type": "string"},
        "照片": {"type": ["string", "null"]},
        "号": {"type": "string"},
        "日": {"type": "string", "format": "date"},
    },
}
PHOTO = '{{ 照片 | 图片("25mm", "35mm") }}'


pytestmark = pytest.mark.usefixtures("english")


def a_face(width: int = 500, height: int = 700) -> Image.Image:
    """Something whose top is told from its bottom and whose left is told from its right."""
    picture = Image.new("RGB", (width, height), (120, 150, 190))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width // 4, height // 8, 3 * width // 4, height // 2), fill=(230, 190, 160))
    pen.rectangle((0, 7 * height // 8, width // 2, height), fill=(20, 20, 20))
    return picture


def a_template(folder: Path, *cells: str, header: str = "", paragraphs: tuple[str, ...] = ("姓名",)) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if cells:
        table = document.add_table(1, len(cells))
        table.style = "Table Grid"
        for place, text in enumerate(cells):
            table.cell(0, place).text = text
    document.add_paragraph("末段")
    if header:
        document.sections[0].header.paragraphs[0].text = header
    path = folder / "模板.docx"
    document.save(str(path))
    return path


def filled(folder: Path, template: Template | Path, **data: Plain) -> bytes:
    template = template if isinstance(template, Template) else load(template)
    return template.fill(data, Album(folder))


def media(word: bytes) -> list[Image.Image]:
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        names = sorted(name for name in package.namelist() if name.startswith("word/media/"))
        return [Image.open(io.BytesIO(package.read(name))) for name in names]


def drawn(word: bytes, engine: str) -> bytes:
    (pdf,) = convert.choose(engine, fonts.prepare(fonts.characters(word))).convert([WordFile("某件", word)])
    assert isinstance(pdf, bytes), pdf
    assert gate.check(word, pdf) == []
    return pdf


def places(pdf: bytes) -> list[tuple[float, ...]]:
    """The pictures of a PDF in millimetres: left, bottom, right, top."""
    document = pypdfium2.PdfDocument(pdf)
    kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    found = [tuple(at * 25.4 / 72 for at in one.get_bounds()) for page in document for one in page.get_objects(kinds)]
    document.close()
    return found


def shown(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    picture: Image.Image = document[0].render(scale=200 / 72).to_pil().convert("L")
    document.close()
    return picture


def finding(path: Path) -> list[str]:
    return [one.slug for one in lint(path, SCHEMA)]


def engines(path: Path) -> list[tuple[str, ...] | None]:
    found: list[Finding] = list(undrawn(path))
    return [one.engines for one in found]


@pytest.mark.slow
def test_both_engines_draw_a_photo_a_signature_and_a_code_in_the_same_places(tmp_path: Path) -> None:
    a_face().save(tmp_path / "照片.jpg")
    ink = Image.new("RGBA", (600, 200))
    ImageDraw.Draw(ink).line((20, 150, 300, 30, 580, 170), fill=(0, 0, 60, 255), width=12)
    ink.save(tmp_path / "签名.png")
    path = a_template(
        tmp_path, PHOTO, '{{ 号 | 二维码("20mm") }}', header='{{ 签 | 图片("30mm") }}', paragraphs=(PHOTO,)
    )
    word = filled(tmp_path, path, 照片="照片.jpg", 签="签名.png", 号="影艺共勉〔2009〕1号")
    both = [drawn(word, engine) for engine in (convert.EMBEDDED, convert.LIBREOFFICE)]
    ours, theirs = (sorted(places(pdf)) for pdf in both)
    assert [(round(x1 - x0), round(y1 - y0)) for x0, y0, x1, y1 in ours] == [(25, 35), (25, 35), (30, 10), (20, 20)]
    assert max(abs(one - other) for a, b in zip(ours, theirs, strict=True) for one, other in zip(a, b, strict=True)) < 2
    for pdf in both:
        page = shown(pdf)
        assert [one.text for one in zxingcpp.read_barcodes(page)] == ["影艺共勉〔2009〕1号"]
        x0, y0, _x1, y1 = sorted(places(pdf))[0]
        inside = page.crop([round(mm * 200 / 25.4) for mm in (x0, 279.4 - y1, x0 + 25, 279.4 - y0)])  # type: ignore[arg-type]
        asked = a_face().convert("L").resize(inside.size)
        assert (
            sum(ImageChops.difference(inside, asked).convert("L").histogram()[60:]) < inside.width * inside.height / 50
        )


@pytest.mark.slow
def test_a_paper_with_pictures_becomes_pdf_a(tmp_path: Path) -> None:
    a_face().convert("CMYK").save(tmp_path / "印.jpg")
    path = a_template(tmp_path, '{{ 照片 | 图片("25mm") }}', '{{ 号 | 二维码("20mm") }}')
    pdf = tmp_path / "某件.pdf"
    pdf.write_bytes(drawn(filled(tmp_path, path, 照片="印.jpg", 号="1"), convert.EMBEDDED))
    assert archives.seal(pdf, on=date(2009, 7, 20)).pages == 1


def test_what_a_file_says_about_itself_stays_out_and_its_turn_is_done(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x8825] = 6, "某人于某地", {1: "N", 2: (29.0, 9.0, 0.0)}
    turned = a_face().rotate(90, expand=True)
    turned.save(tmp_path / "照片.jpg", exif=exif, comment=b"secret", quality=95)
    word = filled(tmp_path, a_template(tmp_path, PHOTO), 照片="照片.jpg")
    (picture,) = media(word)
    assert (picture.width, picture.height) == (394, 551), "400 dots an inch"
    assert not picture.getexif()
    assert not {"comment", "exif", "icc_profile", "xmp"} & set(picture.info)
    assert ImageChops.difference(picture, a_face(394, 551)).convert("L").resize((20, 28)).getextrema()[1] < 25  # type: ignore[operator]
    assert "某人".encode() not in word


def test_of_a_photo_with_a_film_behind_it_the_picture_is_printed(tmp_path: Path) -> None:
    template = a_template(tmp_path, PHOTO)
    (tmp_path / "照片.jpg").write_bytes(a_photo())
    (plain,) = media(filled(tmp_path, template, 照片="照片.jpg"))
    (tmp_path / "照片.jpg").write_bytes(a_photo() + b"\0\0\0\x18ftypmp42 a film" + bytes(range(256)) * 32)
    (picture,) = media(filled(tmp_path, template, 照片="照片.jpg"))
    assert picture.tobytes() == plain.tobytes()


def test_a_photo_of_a_newer_telephone_is_printed(tmp_path: Path) -> None:
    foreign.KINDS["photo.heic"](tmp_path / "照片.heic")
    (picture,) = media(filled(tmp_path, a_template(tmp_path, '{{ 照片 | 图片("25mm") }}'), 照片="照片.heic"))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    grey = picture.convert("L").getextrema()
    assert grey[0] < 60 and grey[1] > 200, "a dark box on light"  # type: ignore[operator]


def test_a_picture_is_whole_and_not_stretched_in_the_middle_of_what_was_asked(tmp_path: Path) -> None:
    Image.new("L", (100, 100)).save(tmp_path / "方.png")
    (wide,) = media(filled(tmp_path, a_template(tmp_path, '{{ 照片 | 图片("60mm", "20mm") }}'), 照片="方.png"))
    assert (wide.width, wide.height) == (300, 100)
    assert ImageChops.invert(wide).getbbox() == (100, 0, 200, 100)
    (free,) = media(filled(tmp_path, a_template(tmp_path, '{{ 照片 | 图片("2cm") }}'), 照片="方.png"))
    assert (free.width, free.height) == (100, 100)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "CMYK"])
def test_every_sort_of_picture_is_grey_or_of_colours_and_clear_is_white(tmp_path: Path, mode: str) -> None:
    picture = Image.new("RGBA", (40, 40))
    picture.paste((0, 0, 0, 255), (0, 0, 20, 40))
    if mode == "I;16":
        made = Image.new("I;16", (40, 40), 65535)
        made.paste(Image.new("I;16", (20, 40), 0), (0, 0))
    elif mode in ("1", "L", "P", "CMYK"):
        made = Image.new("L", (40, 40), 255)
        made.paste(0, (0, 0, 20, 40))
        made = made.convert(mode)
    else:
        made = picture.convert(mode)
    made.save(tmp_path / "图.tif")
    found = Image.open(io.BytesIO(Album(tmp_path).photo("图.tif", Size(25, 25)).content))
    assert found.mode in ("L", "RGB")
    grey = found.convert("L")
    assert (grey.getpixel((5, 20)), grey.getpixel((35, 20))) == (0, 255)


def test_equal_pictures_are_kept_once_and_equal_data_gives_equal_bytes(tmp_path: Path) -> None:
    a_face().save(tmp_path / "甲.png")
    a_face().save(tmp_path / "乙.png")
    path = a_template(tmp_path, PHOTO, '{{ 照片 | 图片("25mm") }}', '{{ 另 | 图片("25mm", "35mm") }}', header=PHOTO)
    word = filled(tmp_path, path, 照片="甲.png", 另="乙.png")
    assert len(media(word)) == 1
    assert word == filled(tmp_path, path, 照片="甲.png", 另="乙.png")
    assert len(docx.Document(io.BytesIO(word)).inline_shapes) == 3


def test_a_text_about_markup_stands_beside_a_picture_as_it_is(tmp_path: Path) -> None:
    a_face().save(tmp_path / "甲.png")
    path = a_template(tmp_path, f"{{{{ 姓名 }}}}{PHOTO}{PHOTO}", header=PHOTO, paragraphs=("{{ 姓名 }}",))
    name = "xmlns='{' <w:p> </w:p> \" exact"
    found = docx.Document(io.BytesIO(filled(tmp_path, path, 姓名=name, 照片="甲.png")))
    assert (found.paragraphs[0].text, found.tables[0].cell(0, 0).text) == (name, name)
    assert len(found.inline_shapes) == 2


@pytest.mark.parametrize("value", ["周砚秋%(0link)b", "A&amp;B <1> 100 %", "甲\"乙'丙"])
def test_a_code_says_its_value_in_each_paper_whatever_signs_are_in_it(tmp_path: Path, value: str) -> None:
    template = load(
        a_template(tmp_path, '{{ 号 | 二维码("20mm") }}', paragraphs=('{{ 名 }} 5 %：{{ 号 | 二维码("20mm") }}',))
    )
    for number in range(2):
        said = f"{value}{number}"
        found = docx.Document(io.BytesIO(filled(tmp_path, template, 名=value, 号=said)))
        assert {one.get("descr") for one in found.element.iter("{*}docPr")} == {f"二维码：{said}"}
        assert found.paragraphs[0].text == f"{value} 5 %："
        assert len(found.inline_shapes) == 1 + len(found.tables)


def test_an_empty_value_gives_nothing_or_what_or_says(tmp_path: Path) -> None:
    path = a_template(tmp_path, PHOTO, PHOTO.replace(" }}", ' or "（贴照片处）" }}'))
    for nothing in (None, "", " "):
        word = filled(tmp_path, path, 照片=nothing)
        assert [cell.text for cell in docx.Document(io.BytesIO(word)).tables[0].row_cells(0)] == ["", "（贴照片处）"]
        assert not media(word)


def test_a_picture_of_each_entry_of_a_list_stands_in_its_own_row(tmp_path: Path) -> None:
    for name, tone in (("甲", 0), ("乙", 200)):
        Image.new("L", (50, 70), tone).save(tmp_path / f"{name}.png")
    document = docx.Document()
    table = document.add_table(3, 2)
    for row, texts in enumerate((["{%tr for 人 in 成员 %}", ""], ["{{ 人.姓名 }}", PHOTO.replace("照片", "人.照片")])):
        for place, text in enumerate(texts):
            table.cell(row, place).text = text
    table.cell(2, 0).text = "{%tr endfor %}"
    document.save(str(tmp_path / "模板.docx"))
    members: list[Plain] = [{"姓名": name, "照片": f"{name}.png"} for name in "甲乙"]
    word = filled(tmp_path, tmp_path / "模板.docx", 成员=members)
    rows = docx.Document(io.BytesIO(word)).tables[0].rows
    assert [row.cells[0].text for row in rows] == ["甲", "乙"]
    assert len({re.search('r:embed="(.*?)"', etree.tostring(row._tr).decode())[1] for row in rows}) == 2  # type: ignore[index]
    with pytest.raises(Unfit, match=r"成员\[2\]\.照片"):
        (tmp_path / "乙.png").unlink()
        filled(tmp_path, tmp_path / "模板.docx", 成员=members)


def test_a_line_or_row_of_fixed_height_grows_with_its_picture(tmp_path: Path) -> None:
    a_face().save(tmp_path / "照片.png")
    path = a_template(tmp_path, PHOTO, paragraphs=(f"甲{PHOTO}乙",))
    document = docx.Document(str(path))
    document.paragraphs[0].paragraph_format.line_spacing = Pt(28)
    row = document.tables[0].rows[0]
    row.height, row.height_rule = Pt(40), WD_ROW_HEIGHT_RULE.EXACTLY
    document.save(str(path))
    made = docx.Document(io.BytesIO(filled(tmp_path, path, 照片="照片.png")))
    assert made.paragraphs[0].text == "甲乙"
    assert made.paragraphs[0].paragraph_format.line_spacing == 1
    assert made.tables[0].rows[0].height_rule == WD_ROW_HEIGHT_RULE.AT_LEAST


@pytest.mark.parametrize("name", ["../外.png", "/etc/hostname", "C:\\图\\外.png", "链.png", "", ".."])
def test_a_path_out_of_the_folder_of_the_data_is_refused(tmp_path: Path, name: str) -> None:
    a_face(10, 10).save(tmp_path / "外.png")
    (tmp_path / "内").mkdir()
    (tmp_path / "内/链.png").symlink_to(tmp_path / "外.png")
    with pytest.raises(Unfit, match="does not lie in the folder"):
        Album(tmp_path / "内").photo(name, Size(20))


def a_bomb() -> bytes:
    made = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(made, "PNG")
    return made.getvalue()


def a_photo() -> bytes:
    made = io.BytesIO()
    a_face().save(made, "JPEG")
    return made.getvalue()


def cut() -> bytes:
    return a_photo()[:2000]


def with_a_gap() -> bytes:
    photo = a_photo()
    return photo[:-1500] + bytes(600) + photo[-900:]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no picture"),
        ("不是图片".encode(), "no picture"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", "no picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no picture"),
        (a_bomb(), "too many dots"),
        (cut(), "damaged"),
        (with_a_gap(), "damaged"),
        (None, "no such file"),
    ],
    ids=["empty", "text", "eps", "svg", "bomb", "cut", "gap", "absent"],
)
def test_what_is_no_picture_is_refused_with_a_cure(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "照片.jpg").write_bytes(content)
    with pytest.raises(Unfit, match=said) as caught:
        Album(tmp_path).photo("照片.jpg", Size(25, 35))
    assert caught.value.hint


def test_a_picture_that_cannot_be_printed_is_named_by_its_field(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match=r"^甲方\.照片: the picture 照片\.jpg: there is no such file"):
        filled(tmp_path, a_template(tmp_path, PHOTO.replace("照片", "甲方.照片")), 甲方={"照片": "照片.jpg"})


def test_a_code_too_fine_to_be_read_is_refused(tmp_path: Path) -> None:
    path = a_template(tmp_path, '{{ 号 | 二维码("10mm") }}')
    assert segno.make("1").designator == "M1"
    filled(tmp_path, path, 号="1")
    with pytest.raises(Unfit, match="too long"):
        filled(tmp_path, path, 号="甲" * 60)


def test_no_value_may_hold_the_sign_of_a_picture(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="U\\+FDD0"):
        filled(tmp_path, a_template(tmp_path, PHOTO, "{{ 名 }}"), 照片=None, 名='\ufdd0["图片","密.png",20,0]\ufdd1')


@pytest.mark.parametrize(
    ("tag", "slugs"),
    [
        (PHOTO, []),
        ('{{ 照片 | 图片("25mm", "35mm") or "无" }}', []),
        ('{{ 号 | 二维码("2cm") }}', []),
        ("{{ 照片 | 图片 }}", ["wrong-argument"]),
        ('{{ 照片 | 图片("25") }}', ["wrong-argument"]),
        ('{{ 照片 | 图片("25mm", "900mm") }}', ["wrong-argument"]),
        ('{{ 号 | 二维码("2cm", "2cm") }}', ["wrong-argument"]),
        ('{{ 日 | 图片("25mm") }}', ["wrong-kind"]),
        ('{{ [1, 2] | 条形(3, "9cm") }}', []),
        ('{{ 号 | 条形(3, "9cm") }}', ["wrong-kind"]),
        ('{{ 3 | 条形("9cm") }}', ["wrong-argument"]),
        ('{{ 3 | 条形(3, "9") }}', ["wrong-argument"]),
        ('{{ 照片 | 图片("25mm") | 遮盖 }}', ["wrong-kind"]),
        ('{{ 相片 | 图片("25mm") }}', ["unknown"]),
        ('{{r 照片 | 图片("25mm") }}', ["unreadable"]),
    ],
)
def test_lint_knows_the_filters_and_their_arguments(tmp_path: Path, tag: str, slugs: list[str]) -> None:
    assert finding(a_template(tmp_path, tag)) == slugs


def test_a_picture_beside_text_is_drawn_by_libreoffice_alone(tmp_path: Path) -> None:
    assert engines(a_template(tmp_path, PHOTO, header="{% if 照片 %}" + PHOTO + "{% endif %}")) == []
    assert engines(a_template(tmp_path, f"签名：{PHOTO}")) == [(convert.LIBREOFFICE,)]


def missing_pictures(book: Path) -> list[tuple[str, str]]:
    return [(one.place, one.value) for one in check(book).problems if one.kind == "missing-picture"]


def test_a_picture_whose_name_no_disk_can_hold_is_missing(tmp_path: Path) -> None:
    name = "照" * 300 + ".png"
    workbook.write(tmp_path / "台账.xlsx", changed(a_semester(1), "honours", 0, name=name))
    assert [value for _place, value in missing_pictures(tmp_path / "台账.xlsx")] == [name]


@pytest.mark.slow
def test_a_changed_picture_makes_its_paper_anew_and_a_missing_one_is_named_at_its_cell(tmp_path: Path) -> None:
    schema = {
        "x-docgen": {"title": "登记表", "per": "row", "order": 40, "pages": [1, 1]},
        "type": "object",
        "properties": {
            "小组": {"type": "object", "x-docgen": "小组", "properties": {"小组名称": {"type": "string"}}},
            "照片": {"type": "string"},
        },
        "required": ["小组"],
    }
    rows = (("小组", "照片"), ("G01", "照片/甲.png"), ("G02", "照片/乙.png"), ("G03", ""))
    book = a_desk(tmp_path, rows, json.dumps(schema, ensure_ascii=False), name="登记表")
    (tmp_path / "照片").mkdir()
    for name in "甲乙":
        a_face(50, 70).save(tmp_path / f"照片/{name}.png")
    a_template(tmp_path, PHOTO, "{{ 小组.小组名称 }}").rename(tmp_path / "templates/登记表.docx")

    def build() -> Outcome:
        return building.build(Order(book, kinds=("登记表",), to=Target.DOCX, engine="embedded"), Silent())

    assert {one.state for one in build().results} == {State.MADE}
    assert {one.state for one in build().results} == {State.UNCHANGED}
    a_face(50, 70).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(tmp_path / "照片/甲.png")
    again = {one.name: (one.state, one.why) for one in build().results}
    assert again["G01-1-登记表"] == (State.MADE, ("the picture 照片/甲.png has changed",))
    assert again["G02-1-登记表"][0] is State.UNCHANGED
    assert missing_pictures(book) == []
    (tmp_path / "照片/乙.png").unlink()
    assert missing_pictures(book) == [("登记表!B3 照片", "照片/乙.png")]
    (broken,) = build().broken
    assert broken.name == "G02-1-登记表"
    assert broken.code is ExitCode.DATA
    assert broken.reason.startswith("登记表 row 3 照片: the picture 照片/乙.png: there is no such file")


def test_a_paper_that_is_only_looked_at_has_a_grey_field_for_each_picture(tmp_path: Path) -> None:
    word = load(a_template(tmp_path, PHOTO)).fill({"照片": "不在.jpg"}, Sketches())
    (shape,) = docx.Document(io.BytesIO(word)).inline_shapes
    assert (shape.width.mm, shape.height.mm) == (25, 35)


def test_a_bar_is_as_long_as_its_share_and_its_parts_are_told_apart_in_black_and_white(tmp_path: Path) -> None:
    path = a_template(
        tmp_path, '{{ [六, 三, 1] | 条形(十二, "60mm", "5mm") }}', '{{ 六 | 条形(十二, "60mm") or "无" }}'
    )
    bars = media(filled(tmp_path, path, 六=6, 三=3, 十二=12))
    parts = next(one for one in bars if one.height > 100)
    assert parts.mode == "1"
    assert parts.size == (round(60 * 600 / 25.4), round(5 * 600 / 25.4)), "600 dots an inch"
    twelfth = parts.width / 12
    inside = parts.convert("L").crop((0, 20, parts.width, parts.height - 20))
    for (begin, end), dark in {(0, 6): (1, 1), (6, 9): (0.2, 0.5), (9, 10): (0, 0.1), (10, 12): (0, 0)}.items():
        part = inside.crop((round(begin * twelfth) + 8, 0, round(end * twelfth) - 8, inside.height))
        assert dark[0] <= part.histogram()[0] / (part.width * part.height) <= dark[1]
    (six,) = (one for one in bars if one is not parts)
    assert ImageChops.invert(six.convert("L")).getbbox() == (0, 0, six.width // 2, six.height)
    nothing = filled(tmp_path, path, 六=0, 三=1, 十二=12)
    assert docx.Document(io.BytesIO(nothing)).tables[0].cell(0, 1).text == "无"


@pytest.mark.parametrize("tag", ["[1, 2] | 条形(2", "[1, 1, 1, 1, 1] | 条形(9", "[0 - 1] | 条形(2", '"甲" | 条形(2'])
def test_a_bar_of_what_is_no_part_of_the_whole_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(TemplateError, match="条形"):
        filled(tmp_path, a_template(tmp_path, "{{ " + tag + ', "60mm") }}'))


@pytest.mark.slow
def test_the_chart_of_a_report_stands_in_the_same_place_in_both_engines_and_says_its_numbers(tmp_path: Path) -> None:
    paper = datafile.read(resources.samples() / "college_report.yaml", KINDS["college_report"])
    word = load(find("college_report")).fill(paper.data)
    table: Any = paper.data["院系一览"]
    lines = [(one["目标完成"], one["目标设定"]) for one in table if one["目标设定"]]
    document = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    said = re.findall('<wp:docPr [^>]*descr="(.*?)"', document)
    assert said == [f"条形：{met}、{planned - met}，全长 {planned}" for met, planned in lines]
    ours, theirs = (sorted(places(drawn(word, engine))) for engine in (convert.EMBEDDED, convert.LIBREOFFICE))
    assert [(round(x1 - x0), round(y1 - y0)) for x0, y0, x1, y1 in ours] == [(77, 4)] * len(lines)
    assert max(abs(one - other) for a, b in zip(ours, theirs, strict=True) for one, other in zip(a, b, strict=True)) < 2


@pytest.mark.slow
def test_docgen_fill_finds_pictures_beside_the_data_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema = {"x-docgen": {"title": "登记表", "per": "semester"}, **SCHEMA}
    schema["properties"] = {name: {"type": "string"} for name in ("姓名", "照片")}
    (tmp_path / "登记表.schema.json").write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")
    a_template(tmp_path, PHOTO).rename(tmp_path / "登记表.docx")
    (tmp_path / "数据/照片").mkdir(parents=True)
    data = tmp_path / "数据/某人.yaml"
    data.write_text("姓名: 周砚秋\n照片: 照片/某人.jpg\n", encoding="utf-8")
    asked = ["fill", str(tmp_path / "登记表.schema.json"), str(data), "-o", str(tmp_path / "某人.docx")]
    assert run(asked) == ExitCode.DATA
    assert "照片/某人.jpg" in capsys.readouterr().err
    a_face().save(tmp_path / "数据/照片/某人.jpg")
    assert run(asked) == ExitCode.OK
    assert len(media((tmp_path / "某人.docx").read_bytes())) == 1
