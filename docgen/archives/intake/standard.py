"""What PDF/A has no place for as it came: fonts that every reader has, colours in printing inks, pictures in rare codes.

A PDF names Helvetica, Times, Courier and their like and does not bring them along. The face that the reader
draws with is asked of the reader and put into the file, so that nothing is shown otherwise. Only where its widths are those that
the file reckons with; what is left is drawn anew (:mod:`redrawn`).

A sheet for the screen has no place for four inks (ISO 19005-2, 6.2.4.3: DeviceCMYK needs a profile of the press). What a
reader shows for them is asked of the reader, too.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.archives.intake.redrawn import as_stream
from docgen.bundle.page_geometry import number
from docgen.fonts.codes import Compact, compact, glyph_names
from docgen.fonts.dictionaries import brings_face

if TYPE_CHECKING:
    import pikepdf

_OWN_CODES = ("Symbol", "ZapfDingbats")
_SIMPLE = ("/Type1", "/TrueType", "/MMType1")
_CLOSE = 2
"""Thousandths by which a width may differ."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A font that is only named: where it stands, and what it is."""

    holder: pikepdf.Dictionary
    key: str
    font: pikepdf.Dictionary

    @property
    def identity(self) -> bytes:
        return bytes(self.font.unparse())


def embed(document: pikepdf.Pdf) -> bool:
    """Put the faces of fonts that are only named into a document, where they fit; whether any was."""
    named = list(_named(document))
    if not named:
        return False
    kinds = list({one.identity: one for one in named}.values())
    programs = _programs([one.font for one in kinds])
    made: dict[bytes, pikepdf.Object] = {}
    for one, program in zip(kinds, programs, strict=True):
        face = compact(program)
        font = _font(document, one.font, face, program) if face is not None else None
        if font is not None:
            made[one.identity] = font
    for one in named:
        if one.identity in made:
            one.holder[one.key] = made[one.identity]
    return bool(made)


def _named(document: pikepdf.Pdf) -> Iterator[_Named]:
    import pikepdf

    streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
    holders = [page.obj.get("/Resources") for page in document.pages] + [one.get("/Resources") for one in streams]
    for resources in holders:
        fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(fonts, pikepdf.Dictionary):
            continue
        for key in list(fonts.keys()):
            font = fonts[key]
            if not isinstance(font, pikepdf.Dictionary) or str(font.get("/Subtype")) not in _SIMPLE:
                continue
            if not brings_face(font.get("/FontDescriptor")):
                yield _Named(fonts, key, font)


def _programs(fonts: Sequence[pikepdf.Dictionary]) -> list[bytes]:
    """Return the face that the reader draws each font with; a page for each is shown to it."""
    import pikepdf
    import pypdfium2
    import pypdfium2.raw as pdfium

    out = io.BytesIO()
    with pikepdf.new() as asking:
        for font in fonts:
            page = asking.add_blank_page(page_size=(100, 100))
            copied = pikepdf.Dictionary(
                {
                    key: font[key]
                    for key in ("/Type", "/Subtype", "/BaseFont")
                    if key in font and not font[key].is_indirect
                }
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=copied))
            page.obj.Contents = pikepdf.Stream(asking, b"BT /F 9 Tf (a) Tj ET")
        asking.save(out)
    found = []
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        for page in document:
            written = next(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]), None)
            face = pdfium.FPDFTextObj_GetFont(written) if written is not None else None
            size = ctypes.c_size_t(0)
            if face is not None:
                pdfium.FPDFFont_GetFontData(face, None, 0, size)
            data = (ctypes.c_uint8 * size.value)()
            if size.value:
                pdfium.FPDFFont_GetFontData(face, data, size.value, size)
            found.append(bytes(data))
            page.close()
    finally:
        document.close()
    return found


def _font(document: pikepdf.Pdf, font: pikepdf.Dictionary, face: Compact, program: bytes) -> pikepdf.Object | None:
    """Return the font with its face in it, None where the file reckons with other widths."""
    from pikepdf import Array, Dictionary, Name, Stream

    is_symbol = any(name in str(font.get("/BaseFont")) for name in _OWN_CODES)
    codes = _codes(font, face, is_symbol=is_symbol)
    widths = [face.widths.get(name, 0) if name != ".notdef" else 0 for name in codes]
    if not _fits(font, widths):
        return None
    x0, y0, x1, y1 = face.box
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{face.name}"),
        Flags=4 if is_symbol else 32,
        FontBBox=Array([x0, y0, x1, y1]),
        ItalicAngle=0,
        Ascent=y1,
        Descent=y0,
        CapHeight=700,
        StemV=80,
        FontFile3=document.make_indirect(Stream(document, program, Subtype=Name.Type1C)),
    )
    made = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name(f"/{face.name}"),
        FirstChar=0,
        LastChar=255,
        Widths=Array(widths),
        FontDescriptor=document.make_indirect(descriptor),
    )
    said = [entry for code, name in enumerate(codes) if name in face.widths for entry in (code, Name(f"/{name}"))]
    made.Encoding = Dictionary(Type=Name.Encoding, Differences=Array(said))
    return document.make_indirect(made)


def _codes(font: pikepdf.Dictionary, face: Compact, *, is_symbol: bool) -> list[str]:
    """Return the glyph's name for each code (ISO 32000-1, 9.6.6)."""
    import pikepdf

    encoding = font.get("/Encoding")
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    known = str(base)[1:] if base is not None else ""
    codes = list(face.codes if is_symbol or not known.startswith(("WinAnsi", "MacRoman")) else glyph_names(known))
    codes += [".notdef"] * (256 - len(codes))
    at = 0
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    for entry in differences if isinstance(differences, pikepdf.Array) else ():
        if isinstance(entry, pikepdf.Name):
            if at < 256:
                codes[at] = str(entry)[1:]
            at += 1
        else:
            at = int(entry)
    return codes


def _fits(font: pikepdf.Dictionary, widths: Sequence[int]) -> bool:
    import pikepdf

    said = font.get("/Widths")
    first = font.get_int("/FirstChar", 0)
    for code, width in enumerate(said if isinstance(said, pikepdf.Array) else (), first):
        if 0 <= code < 256 and widths[code] and float(width) and abs(float(width) - widths[code]) > _CLOSE:
            return False
    return True


_FOUR = {"k": "rg", "K": "RG"}
_MOST = 400
"""Colours of one document that are asked for; one with more is a picture."""
_SIDE = 4
Inks = tuple[float, ...]


def to_screen(document: pikepdf.Pdf) -> bool:
    """Write the colours of pages and forms that are given in four inks as the reader shows them; whether there were any."""
    import pikepdf

    drawn = [page for page in document.pages if _has_inks(page)]
    forms = [
        one
        for one in document.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and _has_inks(one)
    ]
    every: list[pikepdf.Page | pikepdf.Stream] = [*drawn, *forms]
    found = dict.fromkeys(inks for one in every for inks in _inks(one))
    if not found or len(found) > _MOST:
        return False
    shown = dict(zip(found, _shown(list(found)), strict=True))
    for page in drawn:
        page.obj.Contents = document.make_indirect(pikepdf.Stream(document, _rewritten(page, shown)))
    for form in forms:
        form.write(_rewritten(form, shown))
    return True


def _has_inks(one: pikepdf.Page | pikepdf.Stream) -> bool:
    import pikepdf

    return any(str(each.operator) in _FOUR for each in pikepdf.parse_content_stream(one, "k K"))


def _inks(one: pikepdf.Page | pikepdf.Stream) -> list[Inks]:
    import pikepdf

    found = []
    for each in pikepdf.parse_content_stream(one, "k K"):
        if len(each.operands) == 4:
            found.append(tuple(float(value) for value in each.operands))
    return found


def _shown(inks: Sequence[Inks]) -> list[tuple[int, int, int]]:
    """Return what the reader shows for inks: a square of each is drawn and looked at."""
    import pikepdf
    import pypdfium2

    out = io.BytesIO()
    with pikepdf.new() as asking:
        page = asking.add_blank_page(page_size=(_SIDE * len(inks), max(_SIDE, 3)))
        squares = [f"{' '.join(map(number, one))} k {_SIDE * at} 0 {_SIDE} {_SIDE} re f" for at, one in enumerate(inks)]
        page.obj.Contents = pikepdf.Stream(asking, "\n".join(squares).encode())
        asking.save(out)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
        return [picture.getpixel((_SIDE * at + _SIDE // 2, _SIDE // 2)) for at in range(len(inks))]
    finally:
        document.close()


def _rewritten(one: pikepdf.Page | pikepdf.Stream, shown: dict[Inks, tuple[int, int, int]]) -> bytes:
    import pikepdf

    written = []
    for each in pikepdf.parse_content_stream(one):
        operator = str(each.operator)
        if operator in _FOUR and len(each.operands) == 4:
            colour = shown[tuple(float(value) for value in each.operands)]
            operands = [round(tone / 255, 4) for tone in colour]
            written.append(pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(_FOUR[operator])))
        else:
            written.append(each)  # type: ignore[arg-type]
    return pikepdf.unparse_content_stream(written)


def recode(document: pikepdf.Pdf) -> bool:
    """Write JPEG 2000 pictures dot for dot in a code that every reader knows; whether there were any."""
    import pikepdf
    from PIL import Image

    is_any = False
    for one in list(document.objects):
        if not isinstance(one, pikepdf.Stream) or one.get("/Filter") not in (
            "/JPXDecode",
            pikepdf.Array(["/JPXDecode"]),
        ):
            continue
        with Image.open(io.BytesIO(one.read_raw_bytes()), formats=("JPEG2000",)) as picture:
            picture.load()
            if picture.mode not in ("L", "RGB", "LA", "RGBA") or "/Decode" in one or "/Mask" in one:
                continue
            is_clear = picture.mode in ("LA", "RGBA") and one.get_int("/SMaskInData", 0) == 1
            made = as_stream(document, picture.convert("L" if picture.mode in ("L", "LA") else "RGB"))
            if is_clear:
                made.SMask = document.make_indirect(as_stream(document, picture.getchannel("A"), is_exact=True))
            elif "/SMask" in one:
                made.SMask = one.SMask
        one.write(made.read_raw_bytes(), filter=pikepdf.Name(str(made.Filter)))
        for key in ("/ColorSpace", "/BitsPerComponent", "/SMask", "/Width", "/Height"):
            if key in made:
                one[key] = made[key]
        if "/SMaskInData" in one:
            del one["/SMaskInData"]
        is_any = True
    return is_any
