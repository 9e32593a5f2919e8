"""Files as strangers' programs write them, each of another kind: what scanners, telephones, offices and readers hand in.

Every kind is a function that writes one file. Those of reportlab, Pillow and pikepdf need nothing but pip; Chromium's
and LibreOffice's are made where the program is. Names of people are made up.
"""

from __future__ import annotations

import base64
import io
import shutil
import subprocess
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw
from PIL.TiffImagePlugin import TiffImageFile

A4 = (595, 842)
Maker = Callable[[Path], Any]
KINDS: dict[str, Maker] = {}
"""By file name."""
REFUSED: dict[str, Maker] = {}
"""Those that nobody could take in, and that are refused by name."""


def kind(name: str, into: dict[str, Maker] = KINDS) -> Callable[[Maker], Maker]:
    def add(maker: Maker) -> Maker:
        assert name not in KINDS and name not in REFUSED
        into[name] = maker
        return maker

    return add


def a_page(size: tuple[int, int] = (620, 877), mode: str = "RGB") -> Image.Image:
    """A scanned page: lines of writing, a stamp in red."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for row in range(12):
        pen.text((60, 80 + 26 * row), f"Agreement of the first group, line {row + 1}, signed", fill="black")
    pen.ellipse((380, 600, 520, 740), outline="red", width=5)
    return picture.convert(mode)


# --- pictures ------------------------------------------------------------------------------------------------------------

for _name, _mode, _how in (
    ("jpeg-colour.jpg", "RGB", {"quality": 80}),
    ("jpeg-grey.jpg", "L", {}),
    ("jpeg-cmyk.jpg", "CMYK", {}),
    ("jpeg-progressive.jpg", "RGB", {"progressive": True}),
    ("jpeg-optimised.jpeg", "RGB", {"optimize": True}),
    ("jpeg-restarts.jpg", "RGB", {"restart_marker_rows": 1}),
    ("jpeg-444.jpg", "RGB", {"subsampling": 0}),
    ("jpeg-dpi.jpg", "RGB", {"dpi": (300, 300)}),
    ("png-colour.png", "RGB", {}),
    ("png-clear.png", "RGBA", {}),
    ("png-grey.png", "L", {}),
    ("png-grey-clear.png", "LA", {}),
    ("png-palette.png", "P", {}),
    ("png-two-tones.png", "1", {}),
    ("png-sixteen-bits.png", "I;16", {}),
    ("tiff-raw.tif", "RGB", {}),
    ("tiff-g4.tif", "1", {"compression": "group4"}),
    ("tiff-g3.tiff", "1", {"compression": "group3"}),
    ("tiff-lzw.tif", "RGB", {"compression": "tiff_lzw"}),
    ("tiff-deflate.tif", "L", {"compression": "tiff_adobe_deflate"}),
    ("tiff-jpeg.tif", "RGB", {"compression": "jpeg"}),
    ("tiff-cmyk.tif", "CMYK", {}),
    ("tiff-packbits.tif", "1", {"compression": "packbits"}),
    ("bitmap.bmp", "RGB", {}),
    ("gif.gif", "P", {}),
    ("webp.webp", "RGB", {}),
    ("webp-lossless.webp", "RGBA", {"lossless": True}),
    ("jpeg2000.jp2", "RGB", {}),
):

    def _write_picture(path: Path, mode: str = _mode, how: dict[str, Any] = _how) -> None:
        if mode == "I;16":
            grey = a_page(mode="L")
            Image.frombytes("I;16", grey.size, b"".join(bytes((tone, tone)) for tone in grey.tobytes())).save(path)
        else:
            a_page(mode=mode).save(path, **how)

    kind(_name)(_write_picture)

for _turn in range(1, 9):

    def _write_turned(path: Path, turn: int = _turn) -> None:
        exif = Image.Exif()
        exif[0x0112] = turn
        a_page().save(path, exif=exif)

    kind(f"jpeg-turned-{_turn}.jpg")(_write_turned)


@kind("tiff-pages.tif")
def _tiff_pages(path: Path) -> None:
    a_page().save(path, save_all=True, append_images=[a_page(mode="L"), a_page()], compression="tiff_lzw")


_PHOTO = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAANoAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRt"
    "AAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCAgWW6kkprm4CGgwIAAAMAMgAAAwACEGIAAQAHRAHBcrAiQAAAABNjb2xy"
    "bmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAgAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAOJt"
    "ZGF0AAAA1igBr1iHpwMkvi/1uhgKLNWig0JX/3XAIBFnm/to7uQY2lgDaQrNy186SFZ2zjJN5nmddAl7UM0Wb0K8AfibXVxvoIrw"
    "/dfqwaN8WlExk/aMeHfKWnmz39zhjhZnEX3H//9cbe9nWSlt4///8crNulPAb+LJ4l7FhXt2hXmDZus7uj1bO4h9YX9P+9YrZQjW"
    "+l9/RRZVE890OUnNq1jg3kzc9pjuHGlKXKfXCVeGC8WfxEUe9fLZVEUSX6d0xFLwhcmTbh0FhxfSOLhjkSaqZSnsN2mUV2g="
)
"""A photo of 96 × 128 dots as telephones take them; pillow-heif 1.8.1 wrote it, a box in black and one in red."""


@kind("photo.heic")
def _photo(path: Path) -> None:
    path.write_bytes(base64.b64decode(_PHOTO))


# --- PDFs of pictures, as Pillow writes them -----------------------------------------------------------------------------

for _mode in ("RGB", "L", "CMYK", "1", "P", "RGBA", "LA"):

    def _write_scan(path: Path, mode: str = _mode) -> None:
        a_page(mode=mode).save(path, save_all=True, append_images=[a_page(mode=mode)], resolution=75)

    kind(f"pillow-{_mode.lower()}.pdf")(_write_scan)


# --- PDFs of reportlab ---------------------------------------------------------------------------------------------------


def _canvas(path: Path, **how: Any) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4, invariant=1, **how)
    canvas.setTitle("Notice")
    return canvas


def of_reportlab(name: str, into: dict[str, Maker] = KINDS, **how: Any) -> Callable[[Callable[[Any], None]], Maker]:
    def add(draw: Callable[[Any], None]) -> Maker:
        def write(path: Path) -> None:
            canvas = _canvas(path, **how)
            draw(canvas)
            canvas.showPage()
            canvas.save()

        return kind(name, into)(write)

    return add


for _font in ("Helvetica", "Times-Roman", "Courier-Bold", "Helvetica-Oblique", "Symbol", "ZapfDingbats"):

    def _draw_font(canvas: Any, font: str = _font) -> None:
        canvas.setFont(font, 20)
        canvas.drawString(72, 700, "Agreement 123")

    of_reportlab(f"font-{_font.lower()}.pdf")(_draw_font)

for _font, _text in (
    ("STSong-Light", "共勉协议书 张喆"),
    ("MSung-Light", "共勉協議書"),
    ("HeiseiMin-W3", "協議書の件"),
    ("HYSMyeongJo-Medium", "한국어 문서"),
):

    def _draw_cid(canvas: Any, font: str = _font, text: str = _text) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        pdfmetrics.registerFont(UnicodeCIDFont(font))
        canvas.setFont(font, 24)
        canvas.drawString(72, 700, text)

    # No face here has Korean: that page would be shown without its text.
    of_reportlab(f"cid-{_font.lower()}.pdf", REFUSED if "HYS" in _font else KINDS)(_draw_cid)


@of_reportlab("form-text.pdf")
def _form_text(canvas: Any) -> None:
    canvas.acroForm.textfield(name="a", value="Filled in", x=100, y=600, width=200, height=24)


@of_reportlab("form-ticked.pdf")
def _form_ticked(canvas: Any) -> None:
    canvas.acroForm.checkbox(name="a", checked=True, x=100, y=600, buttonStyle="check")
    canvas.acroForm.radio(name="b", value="1", selected=True, x=140, y=600)
    canvas.acroForm.radio(name="b", value="2", selected=False, x=180, y=600)


@of_reportlab("form-choice.pdf")
def _form_choice(canvas: Any) -> None:
    canvas.acroForm.choice(name="a", value="two", options=["one", "two"], x=100, y=600, width=120, height=20)
    canvas.acroForm.listbox(name="b", value="two", options=["one", "two"], x=100, y=500, width=120, height=60)


@of_reportlab("inks-cmyk.pdf")
def _inks(canvas: Any) -> None:
    canvas.setFillColorCMYK(0.1, 0.9, 0.8, 0.1)
    canvas.rect(100, 500, 200, 100, fill=1)


@of_reportlab("inks-spot.pdf")
def _spot(canvas: Any) -> None:
    from reportlab.lib.colors import CMYKColorSep

    canvas.setFillColor(CMYKColorSep(0, 1, 1, 0, spotName="Red of the seal"))
    canvas.circle(300, 400, 60, fill=1)
    canvas.setFont("Helvetica-Bold", 60)
    canvas.drawString(60, 590, "CLIP")


@of_reportlab("shading-linear.pdf")
def _linear(canvas: Any) -> None:
    from reportlab.lib.colors import blue, red

    canvas.linearGradient(100, 500, 400, 500, (red, blue))


@of_reportlab("shading-radial.pdf")
def _radial(canvas: Any) -> None:
    from reportlab.lib.colors import blue, red

    canvas.radialGradient(300, 500, 100, (red, blue))


@of_reportlab("transparent.pdf")
def _transparent(canvas: Any) -> None:
    canvas.setFillAlpha(0.4)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(100, 500, 200, 100, fill=1)


@of_reportlab("ocr-helvetica.pdf")
def _ocr(canvas: Any) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(a_page()), 0, 0, *A4)
    text = canvas.beginText(60, 760)
    text.setFont("Helvetica", 10)
    text.setTextRenderMode(3)
    text.textLine("Agreement of the first group")
    canvas.drawText(text)


@of_reportlab("ocr-stsong.pdf")
def _ocr_chinese(canvas: Any) -> None:
    _ocr_chinese_on(canvas)


@of_reportlab("ocr-stsong-stamped.pdf")
def _ocr_stamped(canvas: Any) -> None:
    """A scan with its text unseen behind it, and a line of a clerk's on top."""
    _ocr_chinese_on(canvas)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(300, 30, "Filed 2009")


def _ocr_chinese_on(canvas: Any) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.drawImage(ImageReader(a_page()), 0, 0, *A4)
    text = canvas.beginText(60, 760)
    text.setFont("STSong-Light", 10)
    text.setTextRenderMode(3)
    text.textLine("共勉协议书")
    text.setTextRenderMode(0)
    canvas.drawText(text)


@of_reportlab("text-clips.pdf")
def _clips(canvas: Any) -> None:
    text = canvas.beginText(60, 600)
    text.setFont("Helvetica-Bold", 60)
    text.setTextRenderMode(7)
    text.textLine("CLIP")
    canvas.drawText(text)
    canvas.setFillColorRGB(0, 0, 1)
    canvas.rect(60, 580, 200, 60, fill=1)


@of_reportlab("picture-inline.pdf")
def _inline(canvas: Any) -> None:
    canvas.drawInlineImage(a_page((62, 88)), 100, 400, 200, 280)


@of_reportlab("picture-clear.pdf")
def _clear(canvas: Any) -> None:
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(a_page(mode="RGBA")), 100, 100, 300, 400, mask="auto")


@of_reportlab("form-objects.pdf")
def _objects(canvas: Any) -> None:
    canvas.beginForm("f")
    canvas.rect(0, 0, 50, 50)
    canvas.endForm()
    for step in range(5):
        canvas.saveState()
        canvas.translate(60 * step, 400)
        canvas.doForm("f")
        canvas.restoreState()


@of_reportlab("readable.pdf", pageCompression=0)
def _readable(canvas: Any) -> None:
    canvas.rect(100, 100, 200, 200)


@of_reportlab("across.pdf")
def _across(canvas: Any) -> None:
    canvas.setPageSize((842, 595))
    canvas.rect(100, 100, 200, 200)


@of_reportlab("a3.pdf")
def _a3(canvas: Any) -> None:
    canvas.setPageSize((842, 1191))
    canvas.rect(100, 100, 200, 200)


@of_reportlab("card.pdf")
def _card(canvas: Any) -> None:
    canvas.setPageSize((156, 255))
    canvas.rect(10, 10, 100, 100)


@of_reportlab("links-and-outline.pdf")
def _links(canvas: Any) -> None:
    canvas.rect(100, 100, 200, 200)
    canvas.linkURL("https://example.org", (100, 100, 300, 300))
    canvas.bookmarkPage("a")
    canvas.addOutlineEntry("First", "a")


@of_reportlab("note-of-reportlab.pdf")
def _note(canvas: Any) -> None:
    canvas.freeTextAnnotation("Seen and agreed", "/Helv 12 Tf 0 g", Rect=[100, 600, 300, 640])
    canvas.highlightAnnotation("Important", Rect=[100, 500, 300, 520], Color=[1, 1, 0])
    canvas.textAnnotation("Look here", Rect=[400, 700, 420, 720])


@kind("owner-password-40.pdf")
def _owner_old(path: Path) -> None:
    with _bare("0 g 100 100 200 200 re f") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="", R=2, aes=False, metadata=False))


@kind("owner-password-128.pdf")
def _owner(path: Path) -> None:
    with _bare("0 g 100 100 200 200 re f") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="", R=4))


@kind("owner-password-256.pdf")
def _owner_new(path: Path) -> None:
    with _bare("0 g 100 100 200 200 re f") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="", R=6))


# --- PDFs written by hand ------------------------------------------------------------------------------------------------


def _bare(content: str | bytes = "", size: tuple[float, float] = A4, **resources: Any) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=size)
    page.obj.Contents = pdf.make_indirect(Stream(pdf, content.encode() if isinstance(content, str) else content))
    page.obj.Resources = Dictionary({f"/{key}": value for key, value in resources.items()})
    return pdf


def by_hand(name: str, into: dict[str, Maker] = KINDS, **how: Any) -> Callable[[Callable[[], pikepdf.Pdf]], Maker]:
    def add(make: Callable[[], pikepdf.Pdf]) -> Maker:
        def write(path: Path) -> None:
            with make() as pdf:
                pdf.save(path, static_id=True, **how)

        return kind(name, into)(write)

    return add


def a_picture(pdf: pikepdf.Pdf, data: bytes, width: int, height: int, space: Any, **more: Any) -> pikepdf.Object:
    return pdf.make_indirect(
        Stream(
            pdf,
            data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=width,
            Height=height,
            **{"ColorSpace": space, "BitsPerComponent": 8, **more},
        )
    )


def _with_picture(make: Callable[[pikepdf.Pdf], pikepdf.Object]) -> pikepdf.Pdf:
    pdf = _bare("q 500 0 0 700 40 60 cm /P Do Q")
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=make(pdf)))
    return pdf


def _coded(form: str, mode: str = "RGB", **how: Any) -> bytes:
    out = io.BytesIO()
    a_page(mode=mode).save(out, form, **how)
    return out.getvalue()


_DOTS = a_page((124, 176))
_SMALL = (124, 176)


@by_hand("picture-jpeg2000.pdf")
def _jpx() -> pikepdf.Pdf:
    return _with_picture(
        lambda pdf: pdf.make_indirect(
            Stream(
                pdf,
                _coded("JPEG2000"),
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=620,
                Height=877,
                Filter=Name.JPXDecode,
            )
        )
    )


@by_hand("picture-flate-jpeg.pdf")
def _twice() -> pikepdf.Pdf:
    return _with_picture(
        lambda pdf: a_picture(
            pdf,
            zlib.compress(_coded("JPEG")),
            620,
            877,
            Name.DeviceRGB,
            Filter=Array([Name.FlateDecode, Name.DCTDecode]),
        )
    )


def _faxed() -> tuple[bytes, bool]:
    """Return a page as a fax of group 4 codes it, and whether ones are black."""
    out = io.BytesIO()
    a_page(mode="1").save(out, "TIFF", compression="group4", tiffinfo={278: 877})
    tags = TiffImageFile(io.BytesIO(out.getvalue())).tag_v2
    (start,), (count,) = tags[273], tags[279]
    return out.getvalue()[start : start + count], tags[262] == 0


@by_hand("picture-fax.pdf")
def _fax() -> pikepdf.Pdf:
    coded, is_black = _faxed()
    how = Dictionary(K=-1, Columns=620, Rows=877, BlackIs1=is_black)
    return _with_picture(
        lambda pdf: a_picture(
            pdf,
            coded,
            620,
            877,
            Name.DeviceGray,
            BitsPerComponent=1,
            Filter=Name.CCITTFaxDecode,
            DecodeParms=how,
        )
    )


@by_hand("picture-jbig2.pdf")
def _jbig2() -> pikepdf.Pdf:
    """As copiers write it, but with the one region coded like a fax."""
    import struct

    size = struct.pack(">II", 620, 877)
    region = size + bytes(9) + b"\x01" + _faxed()[0]
    parts = ((48, size + bytes(11)), (38, region), (49, b""))
    coded = b"".join(
        struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data for number, (kind, data) in enumerate(parts)
    )
    return _with_picture(
        lambda pdf: a_picture(pdf, coded, 620, 877, Name.DeviceGray, BitsPerComponent=1, Filter=Name.JBIG2Decode)
    )


@by_hand("picture-indexed.pdf")
def _indexed() -> pikepdf.Pdf:
    flat = _DOTS.quantize(16)
    palette = bytes(flat.getpalette() or ())[:48].ljust(48, b"\0")
    return _with_picture(
        lambda pdf: a_picture(pdf, flat.tobytes(), *_SMALL, Array([Name.Indexed, Name.DeviceRGB, 15, String(palette)]))
    )


@by_hand("picture-sixteen-bits.pdf")
def _deep() -> pikepdf.Pdf:
    data = b"".join(bytes((tone, tone)) for tone in _DOTS.convert("L").tobytes())
    return _with_picture(lambda pdf: a_picture(pdf, data, *_SMALL, Name.DeviceGray, BitsPerComponent=16))


@by_hand("picture-inverted.pdf")
def _inverted() -> pikepdf.Pdf:
    return _with_picture(
        lambda pdf: a_picture(pdf, _DOTS.convert("L").tobytes(), *_SMALL, Name.DeviceGray, Decode=Array([1, 0]))
    )


@by_hand("picture-keyed.pdf")
def _keyed() -> pikepdf.Pdf:
    return _with_picture(
        lambda pdf: a_picture(pdf, _DOTS.tobytes(), *_SMALL, Name.DeviceRGB, Mask=Array([250, 255] * 3))
    )


@by_hand("picture-stencil.pdf")
def _stencil() -> pikepdf.Pdf:
    data = _DOTS.convert("1").tobytes()

    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        picture = a_picture(pdf, data, *_SMALL, Name.DeviceGray, BitsPerComponent=1, ImageMask=True)
        del picture["/ColorSpace"]
        return picture

    return _with_picture(make)


@by_hand("picture-soft-mask.pdf")
def _soft() -> pikepdf.Pdf:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        mask = a_picture(pdf, _DOTS.convert("L").tobytes(), *_SMALL, Name.DeviceGray)
        return a_picture(pdf, _DOTS.tobytes(), *_SMALL, Name.DeviceRGB, SMask=mask)

    return _with_picture(make)


@by_hand("picture-smooth.pdf")
def _smooth() -> pikepdf.Pdf:
    return _with_picture(lambda pdf: a_picture(pdf, _DOTS.tobytes(), *_SMALL, Name.DeviceRGB, Interpolate=True))


@by_hand("picture-alternates.pdf")
def _alternates() -> pikepdf.Pdf:
    def make(pdf: pikepdf.Pdf) -> pikepdf.Object:
        other = a_picture(pdf, _DOTS.tobytes(), *_SMALL, Name.DeviceRGB)
        more = Array([Dictionary(Image=other, DefaultForPrinting=True)])
        return a_picture(pdf, _DOTS.tobytes(), *_SMALL, Name.DeviceRGB, Alternates=more)

    return _with_picture(make)


@by_hand("picture-run-length.pdf")
def _runs() -> pikepdf.Pdf:
    data = _DOTS.convert("L").tobytes()
    packed = b"".join(bytes((len(data[at : at + 128]) - 1,)) + data[at : at + 128] for at in range(0, len(data), 128))
    return _with_picture(
        lambda pdf: a_picture(pdf, packed + b"\x80", *_SMALL, Name.DeviceGray, Filter=Name.RunLengthDecode)
    )


@by_hand("picture-hexadecimal.pdf")
def _hexadecimal() -> pikepdf.Pdf:
    data = _DOTS.convert("L").tobytes().hex().encode() + b">"
    return _with_picture(lambda pdf: a_picture(pdf, data, *_SMALL, Name.DeviceGray, Filter=Name.ASCIIHexDecode))


for _name, _space in (
    ("lab", Array([Name.Lab, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])),
    ("calibrated", Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.95, 1, 1.09]))])),
    ("cmyk", Name.DeviceCMYK),
):

    def _make_space(space: Any = _space, name: str = _name) -> pikepdf.Pdf:
        data = _DOTS.convert("CMYK").tobytes() if name == "cmyk" else _DOTS.tobytes()
        return _with_picture(lambda pdf: a_picture(pdf, data, *_SMALL, space))

    by_hand(f"picture-{_name}.pdf")(_make_space)


@by_hand("colour-device-n.pdf")
def _device_n() -> pikepdf.Pdf:
    pdf = _bare("/S cs 0.5 0.8 scn 100 100 200 200 re f")
    tint = pdf.make_indirect(Stream(pdf, b"{0 0}", FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1] * 4)))
    space = Array([Name.DeviceN, Array([Name.Red, Name.Gold]), Name.DeviceCMYK, tint])
    pdf.pages[0].obj.Resources = Dictionary(ColorSpace=Dictionary(S=space))
    return pdf


@by_hand("blend-modes.pdf")
def _blend() -> pikepdf.Pdf:
    states = Dictionary(G=Dictionary(BM=Name.Multiply, ca=0.7))
    return _bare("1 0 0 rg 100 100 200 200 re f /G gs 0 0 1 rg 200 200 200 200 re f", ExtGState=states)


@by_hand("pattern-tiles.pdf")
def _tiles() -> pikepdf.Pdf:
    pdf = _bare("/Pattern cs /T scn 100 100 300 300 re f")
    tile = Stream(
        pdf,
        b"1 0 0 rg 0 0 5 5 re f",
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 10, 10]),
        XStep=10,
        YStep=10,
        Resources=Dictionary(),
    )
    pdf.pages[0].obj.Resources = Dictionary(Pattern=Dictionary(T=pdf.make_indirect(tile)))
    return pdf


@by_hand("font-type3.pdf")
def _type3() -> pikepdf.Pdf:
    pdf = _bare("BT /F 30 Tf 100 600 Td (ab) Tj ET")
    glyphs = {
        "/a": pdf.make_indirect(Stream(pdf, b"1000 0 0 0 750 750 d1 0 0 750 750 re f")),
        "/b": pdf.make_indirect(Stream(pdf, b"1000 0 0 0 750 750 d1 0 0 m 375 750 l 750 0 l f")),
    }
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 750, 750]),
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
        CharProcs=Dictionary(glyphs),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([97, Name.a, Name.b])),
        FirstChar=97,
        LastChar=98,
        Widths=Array([1000, 1000]),
        Resources=Dictionary(),
    )
    pdf.pages[0].obj.Resources = Dictionary(Font=Dictionary(F=font))
    return pdf


@by_hand("font-of-nobody.pdf")
def _of_nobody() -> pikepdf.Pdf:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.FangSong, Flags=32, FontBBox=Array([0, 0, 1000, 1000]),
                            ItalicAngle=0, Ascent=800, Descent=-200, CapHeight=700, StemV=80)  # fmt: skip
    cid = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.FangSong,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2),
        FontDescriptor=descriptor,
        DW=1000,
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.FangSong,
        Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=Array([cid]),
    )
    codes = "共勉协议书".encode("utf-16-be").hex()
    return _bare(f"BT /F 30 Tf 100 600 Td <{codes}> Tj ET", Font=Dictionary(F=font))


@by_hand("no-resources.pdf")
def _no_resources() -> pikepdf.Pdf:
    pdf = _bare("0 g 100 100 200 200 re f")
    del pdf.pages[0].obj["/Resources"]
    return pdf


@by_hand("inherited.pdf")
def _inherited() -> pikepdf.Pdf:
    pdf = _bare("0 g 100 100 200 200 re f")
    page = pdf.pages[0].obj
    pdf.Root.Pages.MediaBox, pdf.Root.Pages.Rotate = page.MediaBox, 90
    pdf.Root.Pages.CropBox = Array([50, 50, 500, 700])
    del page["/MediaBox"]
    return pdf


for _name, _entries in (
    ("rotate-90", {"Rotate": 90}),
    ("rotate-180", {"Rotate": 180}),
    ("rotate-minus-90", {"Rotate": -90}),
    ("rotate-45", {"Rotate": 45}),
    ("rotate-words", {"Rotate": String("90")}),
    ("cropped", {"CropBox": Array([90, 90, 400, 600])}),
    ("cropped-outside", {"CropBox": Array([900, 900, 1000, 1000])}),
    ("cropped-overlapping", {"CropBox": Array([100, 100, 2000, 2000])}),
    ("box-moved", {"MediaBox": Array([-100, -100, 495, 742])}),
    ("box-turned-over", {"MediaBox": Array([595, 842, 0, 0])}),
    ("box-tiny", {"MediaBox": Array([0, 0, 2, 2])}),
    ("box-huge", {"MediaBox": Array([0, 0, 20000, 20000])}),
    ("box-empty", {"MediaBox": Array([0, 0, 0, 0])}),
    ("user-unit", {"UserUnit": 2}),
    ("tabs-and-more", {"Tabs": Name.S, "PZ": 1.5, "Trans": Dictionary(S=Name.Fly), "Dur": 3}),
):

    def _make_boxed(entries: dict[str, Any] = _entries) -> pikepdf.Pdf:
        pdf = _bare("0 g 100 100 200 200 re f")
        for key, value in entries.items():
            pdf.pages[0].obj[f"/{key}"] = value
        return pdf

    by_hand(f"{_name}.pdf")(_make_boxed)

for _name, _content in (
    ("state-open", "q q 0.5 0 0 0.5 0 0 cm 0 g 100 100 200 200 re f"),
    ("state-closed-twice", "q 0 g 100 100 200 200 re f Q Q Q"),
    ("operator-unknown", "0 g foo 100 100 200 200 re f"),
    ("compatible", "BX 1 2 frob EX 0 g 100 100 200 200 re f"),
    ("object-missing", "0 g 100 100 200 200 re f /Nothing Do"),
    ("mark-open", "/P BMC 0 g 100 100 200 200 re f"),
    ("content-empty", ""),
    ("numbers-odd", "0 g 100. 1e2 200 +200 re f 0 0 m 100 --5 l S"),
):
    by_hand(f"{_name}.pdf")(partial(_bare, _content))


@by_hand("content-in-pieces.pdf")
def _pieces() -> pikepdf.Pdf:
    pdf = _bare()
    pdf.pages[0].obj.Contents = Array(
        [pdf.make_indirect(Stream(pdf, part)) for part in (b"0 g 100 100", b"200 200 re", b"f")]
    )
    return pdf


@by_hand("content-none.pdf")
def _none() -> pikepdf.Pdf:
    pdf = _bare()
    del pdf.pages[0].obj["/Contents"]
    return pdf


# --- annotations and fields without a picture ----------------------------------------------------------------------------

NOTES: dict[str, dict[str, Any]] = {
    "Ink": {"InkList": Array([Array([110, 510, 200, 590, 290, 520])]), "C": Array([1, 0, 0]), "BS": Dictionary(W=3)},
    "FreeText": {"Contents": String("同意备案 Agreed"), "DA": String("/Helv 14 Tf 0 0 1 rg")},
    "Highlight": {"QuadPoints": Array([100, 600, 300, 600, 100, 580, 300, 580]), "C": Array([1, 1, 0])},
    "Underline": {"QuadPoints": Array([100, 600, 300, 600, 100, 580, 300, 580]), "C": Array([0, 0.5, 0])},
    "StrikeOut": {"QuadPoints": Array([100, 600, 300, 600, 100, 580, 300, 580]), "C": Array([1, 0, 0])},
    "Squiggly": {"QuadPoints": Array([100, 600, 300, 600, 100, 580, 300, 580]), "C": Array([1, 0, 0])},
    "Line": {"L": Array([100, 500, 300, 600]), "C": Array([0, 0, 1])},
    "Square": {"C": Array([0, 0, 1]), "IC": Array([0.9, 0.9, 1])},
    "Circle": {"C": Array([1, 0, 0])},
    "Polygon": {"Vertices": Array([100, 500, 200, 600, 300, 500]), "C": Array([0, 0, 0])},
    "PolyLine": {"Vertices": Array([100, 500, 200, 600, 300, 500]), "C": Array([0, 0, 0])},
    "Stamp": {"Name": Name.Approved},
    "Text": {"Contents": String("见附页"), "C": Array([1, 0.8, 0])},
    "Caret": {},
}
"""What a reader draws by itself; all in the box 100 500 300 600."""

for _subtype, _entries in NOTES.items():

    def _make_note(subtype: str = _subtype, entries: dict[str, Any] = _entries) -> pikepdf.Pdf:
        pdf = _bare("0 g 100 100 50 50 re f")
        note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=Array([100, 500, 300, 600]), F=4)
        for key, value in entries.items():
            note[f"/{key}"] = value
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])
        return pdf

    by_hand(f"note-{_subtype.lower()}.pdf")(_make_note)

FIELDS: dict[str, dict[str, Any]] = {
    "text": {"FT": Name.Tx, "V": String("Filled in")},
    "chinese": {"FT": Name.Tx, "V": String("张喆 欧阳王堃"), "DA": String("/Helv 0 Tf 0 g")},
    "long": {"FT": Name.Tx, "Ff": 1 << 12, "V": String("第一行\n第二行 and a line that is longer than the field is wide")},
    "cells": {"FT": Name.Tx, "Ff": 1 << 24, "MaxLen": 8, "V": String("20090316")},
    "centred": {"FT": Name.Tx, "Q": 1, "V": String("Middle")},
    "secret": {"FT": Name.Tx, "Ff": 1 << 13, "V": String("1234")},
    "ticked": {"FT": Name.Btn, "V": Name.Yes, "AS": Name.Yes},
    "chosen": {"FT": Name.Ch, "Ff": 1 << 17, "V": String("b"),
               "Opt": Array([Array([String("a"), String("甲")]), Array([String("b"), String("乙")])])},
    "listed": {"FT": Name.Ch, "V": String("b"), "Opt": Array([String("a"), String("b")])},
    "pushed": {"FT": Name.Btn, "Ff": 1 << 16, "MK": Dictionary(CA=String("Send"), BG=Array([0.9]))},
}  # fmt: skip
"""Fields that were filled in by a program that draws none; all in the box 100 500 300 600."""

for _name, _entries in FIELDS.items():

    def _make_field(entries: dict[str, Any] = _entries) -> pikepdf.Pdf:
        pdf = _bare("0 g 100 100 50 50 re f")
        one = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            T=String("a"),
            Rect=Array([100, 500, 300, 600]),
            F=4,
            DA=String("/Helv 12 Tf 0 g"),
        )
        for key, value in entries.items():
            one[f"/{key}"] = value
        field = pdf.make_indirect(one)
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)
        return pdf

    by_hand(f"field-{_name}.pdf")(_make_field)


@by_hand("layers.pdf")
def _layers() -> pikepdf.Pdf:
    pdf = _bare("/OC /On BDC 0 g 100 500 200 100 re f EMC /OC /Off BDC 1 0 0 rg 100 100 200 200 re f EMC")
    on = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("seen")))
    off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("hidden")))
    pdf.pages[0].obj.Resources = Dictionary(Properties=Dictionary(On=on, Off=off))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([on, off]), D=Dictionary(ON=Array([on]), OFF=Array([off])))
    return pdf


@by_hand("acting.pdf")
def _acting() -> pikepdf.Pdf:
    pdf = _bare("0 g 100 100 200 200 re f")
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("evil.exe")))
    pdf.attachments["evil.exe"] = b"MZ"
    return pdf


@by_hand("portfolio.pdf")
def _portfolio() -> pikepdf.Pdf:
    pdf = _bare("0 g 100 100 200 200 re f")
    pdf.attachments["a.txt"] = b"text"
    pdf.Root.Collection = Dictionary(View=Name.T)
    return pdf


@by_hand("tagged.pdf")
def _tagged() -> pikepdf.Pdf:
    pdf = _bare("/P <</MCID 0>> BDC 0 g 100 100 200 200 re f EMC")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    pdf.pages[0].obj.StructParents = 0
    return pdf


by_hand("version-1.0.pdf", force_version="1.0")(lambda: _bare("0 g 100 100 200 200 re f"))
by_hand("version-2.0.pdf", force_version="2.0")(lambda: _bare("0 g 100 100 200 200 re f"))
by_hand("linearised.pdf", linearize=True)(lambda: _bare("0 g 100 100 200 200 re f"))
by_hand("object-streams.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)(lambda: _bare("0 0 9 9 re f"))


@kind("appended.pdf")
def _appended(path: Path) -> None:
    """A file that a reader changed by writing behind its end."""
    from pypdf import PdfWriter

    with _bare("0 g 100 100 200 200 re f") as pdf:
        pdf.save(path, static_id=True)
    writer = PdfWriter(path, incremental=True)
    writer.pages[0].rotate(90)
    writer.write(path)


@kind("junk-before.pdf")
def _junk(path: Path) -> None:
    with _bare("0 g 100 100 200 200 re f") as pdf:
        pdf.save(path, static_id=True)
    path.write_bytes(path.read_bytes() + b"\r\n\x00\x00")


# --- what nobody could take in -------------------------------------------------------------------------------------------


@kind("locked.pdf", REFUSED)
def _locked(path: Path) -> None:
    with _bare() as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


@kind("png-bomb.png", REFUSED)
def _bomb(path: Path) -> None:
    _png(path, 60_000, 60_000, 1, 0)


@kind("png-line.png", REFUSED)
def _line(path: Path) -> None:
    _png(path, 1, 1_000_000, 1, 0)


@kind("png-deep.png", REFUSED)
def _deep_picture(path: Path) -> None:
    _png(path, 10_900, 11_000, 16, 6)


def _png(path: Path, width: int, height: int, bits: int, colour: int) -> None:
    import struct

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    row = bytes(1 + -(-width * bits * (4 if colour == 6 else 1) // 8))
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(row * min(64, height - at)) for at in range(0, height, 64)) + packer.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


@by_hand("flate-bomb.pdf", REFUSED)
def _flate_bomb() -> pikepdf.Pdf:
    pdf = _bare()
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _each in range(800)) + packer.flush()
    pdf.pages[0].obj.Contents = pdf.make_indirect(Stream(pdf, data, Filter=Name.FlateDecode))
    return pdf


@by_hand("picture-bomb.pdf", REFUSED)
def _picture_bomb() -> pikepdf.Pdf:
    return _with_picture(lambda pdf: a_picture(pdf, b"\x00", 60_000, 60_000, Name.DeviceRGB))


@by_hand("no-pages.pdf", REFUSED)
def _no_pages() -> pikepdf.Pdf:
    return pikepdf.new()


for _name, _data in (
    ("empty.pdf", b""),
    ("empty.png", b""),
    ("words.pdf", "不是 PDF".encode()),
    ("gif-called.jpg", b"GIF89a"),
    ("word.docx", b"PK\x03\x04"),
):
    kind(_name, REFUSED)(partial(Path.write_bytes, data=_data))


def nested(depth: int, width: int) -> pikepdf.Pdf:
    """Forms that each draw the next one ``width`` times."""
    pdf = _bare("/F Do")
    inner = pdf.make_indirect(
        Stream(
            pdf,
            b"0 0 1 1 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 600, 900]),
            Resources=Dictionary(),
        )
    )
    for _level in range(depth):
        inner = pdf.make_indirect(
            Stream(
                pdf,
                b"/F Do " * width,
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 600, 900]),
                Resources=Dictionary(XObject=Dictionary(F=inner)),
            )
        )
    pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(F=inner))
    return pdf


# --- other programs ------------------------------------------------------------------------------------------------------

PAGE = """<!doctype html><meta charset=utf-8><body style="font-family:sans-serif"><h1>Notice of prizes</h1>
<p>Some <b>bold</b> and <i>slanted</i> text, “quotes”, a <a href="https://example.org">link</a>.</p>
<div style="width:300px;height:60px;background:linear-gradient(red,blue);box-shadow:5px 5px 10px gray"></div>
<svg width=100 height=100><circle cx=50 cy=50 r=40 fill="rgba(0,128,0,.5)" stroke=black /></svg>
<input value="filled in"><input type=checkbox checked><table border=1><tr><th>a<td>b</table></body>"""


def chromium(path: Path) -> None:
    """A page saved as PDF from the browser."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program
    source = path.with_suffix(".html")
    source.write_text(PAGE, encoding="utf-8")
    command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={path.parent / 'profile'}"]
    subprocess.run([*command, f"--print-to-pdf={path}", str(source)], check=True, capture_output=True, timeout=120)


OPTIONS = {
    "1.4": '{"SelectPdfVersion":{"type":"long","value":"14"}}',
    "1.6": '{"SelectPdfVersion":{"type":"long","value":"16"}}',
    "a-1": '{"SelectPdfVersion":{"type":"long","value":"1"}}',
    "a-2": '{"SelectPdfVersion":{"type":"long","value":"2"}}',
    "a-3": '{"SelectPdfVersion":{"type":"long","value":"3"}}',
    "ua": '{"PDFUACompliance":{"type":"boolean","value":"true"}}',
    "form": '{"ExportFormFields":{"type":"boolean","value":"true"}}',
    "notes": '{"ExportNotes":{"type":"boolean","value":"true"}}',
    "restricted": '{"RestrictPermissions":{"type":"boolean","value":"true"},'
    '"PermissionPassword":{"type":"string","value":"o"}}',
    "locked": '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"u"}}',
}
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text>
<text:h text:outline-level="1">Notice of prizes</text:h><text:p>Some text of an office program, with
<text:a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="https://example.org">a link</text:a>.</text:p>
</office:text></office:body></office:document>"""


def libreoffice(folder: Path, source: Path) -> list[Path]:
    """A document saved as PDF with each set of options, each in a folder of its name."""
    made = []
    for name, options in OPTIONS.items():
        target = folder / name
        target.mkdir()
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder / 'office'}", "--convert-to",
             f"pdf:writer_pdf_Export:{options}", "--outdir", str(target), str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        made += list(target.glob("*.pdf"))
    return made
