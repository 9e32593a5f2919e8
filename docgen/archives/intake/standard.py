"""Fonts that a PDF names and does not bring along because every reader has them: Helvetica, Times, Courier and their like.

The face that the reader draws with is asked of the reader and put into the file, so that nothing is shown otherwise. Only
where its widths are those that the file reckons with; what is left is drawn anew (:mod:`redrawn`).
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.fonts.codes import Compact, compact, glyph_names

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
            if isinstance(font, pikepdf.Dictionary) and str(font.get("/Subtype")) in _SIMPLE and not _is_there(font):
                yield _Named(fonts, key, font)


def _is_there(font: pikepdf.Dictionary) -> bool:
    described = font.get("/FontDescriptor")
    return described is not None and any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


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
