"""What a PDF shows: text by page and place, fonts, shapes that are missing or covered. All of it as pdfium sees it.

LibreOffice (7.4) copies the shape of .notdef, the empty box for a character that no face has, into its subset a second time,
under a code of its own, and writes the character beside it as ActualText: the text alone looks right, the page shows a box. Only
the shapes tell. (Skia, in the embedded engine, draws nothing and writes nothing; that is seen as lost text.) Only TrueType
subsets are looked into: docgen's own faces and those of Windows are of that kind. LibreOffice turns OTF faces into encrypted
Type 1 ones; for these the coverage that :mod:`docgen.fonts` checks beforehand must do.
"""

from __future__ import annotations

import ctypes
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from docgen.gate.compared_text import Section

__all__ = ["DamagedPdfError", "Page", "ReadPdf", "covered", "read"]


_SLACK = 6.0
"""Points that a character may reach beyond a margin: half a character, for overhangs and cell padding."""
_REACH = 3.0
"""Points by which the box of a body's first character may reach over the upper margin, where text is vertical."""
_FAR = 20000.0
_FORMS_DEEP = 5
_DOTS = 2.0
"""Per point, where a page is looked at: a comma has some of its own."""
_TOLD_APART = 12
"""Of 255 steps of grey, how far the lightest and the darkest dot of a character and its ground are apart at least."""


class DamagedPdfError(ValueError):
    """Not a PDF that can be read."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page's text: all of it, and by place. Order is that of the drawing."""

    text: str
    body: str
    """Between the upper and the lower margin."""
    left_of: str
    """Of the body, what reaches beyond the left margin."""
    right_of: str
    outside: str
    """What reaches beyond the paper."""
    above: str | None = None
    """Above the upper margin; None where the page is of no section's size."""
    below: str = ""


@dataclass(frozen=True, slots=True)
class ReadPdf:
    """A PDF: its pages, the fonts that are used but not embedded, those that drew a character they have not, its pictures."""

    pages: tuple[Page, ...]
    foreign: tuple[str, ...]
    blanks: tuple[str, ...]
    pictures: int = 0


def read(pdf: bytes, sections: Sequence[Section]) -> ReadPdf:
    """Read a PDF; ``sections`` tell the margins by size of paper. Raises DamagedError when it cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError(str(error)) from error
    fonts = _Fonts()
    pages: list[Page] = []
    try:
        for number in range(len(document)):
            page = document[number]
            fonts.look_at(page)
            pages.append(_page(page, sections))
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError(str(error)) from error
    finally:
        document.close()
    if not pages:
        raise DamagedPdfError("no pages")
    return ReadPdf(tuple(pages), tuple(sorted(fonts.foreign)), tuple(sorted(fonts.blanks)), fonts.pictures)


def covered(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Yield the number, from 1, and the text of each page that has text one does not see.

    A shape or picture lies over it, or it has the colour of its ground. No comparison of texts can tell, so the page is looked
    at where its characters are. Raises DamagedPdfError when it cannot be drawn.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError(str(error)) from error
    try:
        for number, page in enumerate(document, 1):
            text, height = page.get_textpage(), page.get_height()
            image = page.render(scale=_DOTS, grayscale=True).to_pil().convert("L")
            edges = [ctypes.c_double() for _side in range(4)]
            found = []
            for index in range(text.count_chars()):
                character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
                if not character.strip() or pdfium.FPDFText_IsGenerated(text.raw, index):
                    continue
                if not pdfium.FPDFText_GetCharBox(text.raw, index, *edges):
                    continue
                left, right, bottom, top = (edge.value * _DOTS for edge in edges)
                upper = height * _DOTS
                box = (int(left) - 1, int(upper - top) - 1, int(right) + 2, int(upper - bottom) + 2)
                inside = (max(box[0], 0), max(box[1], 0), min(box[2], image.width), min(box[3], image.height))
                if inside[0] < inside[2] and inside[1] < inside[3] and right > left and top > bottom:
                    darkest, lightest = image.crop(inside).getextrema()
                    if lightest - darkest < _TOLD_APART:
                        found.append(character)
            text.close()
            page.close()
            if found:
                yield number, "".join(found)
    except pypdfium2.PdfiumError as error:
        raise DamagedPdfError(str(error)) from error
    finally:
        document.close()


def _page(page: Any, sections: Sequence[Section]) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    everything: str = text.get_text_range()
    fitting = [each for each in sections if abs(each.width - width) < 3 and abs(each.height - height) < 3]
    outside = "".join(
        text.get_text_bounded(*box)
        for box in (
            (-_FAR, -_FAR, -_SLACK, _FAR),
            (width + _SLACK, -_FAR, _FAR, _FAR),
            (-_SLACK, -_FAR, width + _SLACK, -_SLACK),
            (-_SLACK, height + _SLACK, width + _SLACK, _FAR),
        )
    )
    if not fitting:
        return Page(everything, everything, "", "", outside.strip())
    # Sections of one paper size cannot be told apart by page: the widest type area among them counts.
    top = height - min(each.top for each in fitting) - 1
    bottom = min(each.bottom for each in fitting) + 1
    left = min(each.left for each in fitting)
    right = width - min(each.right for each in fitting)
    return Page(
        everything,
        text.get_text_bounded(-_FAR, bottom, _FAR, top),
        text.get_text_bounded(-_FAR, bottom, left - _SLACK, top).strip(),
        text.get_text_bounded(right + _SLACK, bottom, _FAR, top).strip(),
        outside.strip(),
        text.get_text_bounded(-_FAR, top + _REACH, _FAR, _FAR),
        text.get_text_bounded(-_FAR, -_FAR, _FAR, bottom),
    )


class _Fonts:
    """Collects the fonts that text is drawn with, each looked at once, and counts pictures."""

    def __init__(self) -> None:
        self.foreign: set[str] = set()
        self.blanks: set[str] = set()
        self.pictures = 0
        self._seen: set[int] = set()

    def look_at(self, page: Any) -> None:
        import pypdfium2.raw as pdfium

        for item in _objects(page.raw):
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
                self.pictures += 1
                continue
            font = pdfium.FPDFTextObj_GetFont(item)
            if not font:
                continue
            address = ctypes.addressof(font.contents)
            if address not in self._seen:
                self._seen.add(address)
                if not pdfium.FPDFFont_GetIsEmbedded(font):
                    self.foreign.add(_name(font))
                elif _draws_notdef(_program(font)):
                    self.blanks.add(_name(font))


def _objects(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    def within(count: int, get: Any, owner: Any, depth: int) -> Iterator[Any]:
        for index in range(count):
            item = get(owner, index)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_IMAGE):
                yield item
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORMS_DEEP:
                yield from within(pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject, item, depth + 1)

    yield from within(pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, page, 0)


def _name(font: Any) -> str:
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace") or "?"


def _program(font: Any) -> bytes:
    import pypdfium2.raw as pdfium

    size = ctypes.c_size_t()
    pdfium.FPDFFont_GetFontData(font, None, 0, ctypes.byref(size))
    buffer = (ctypes.c_uint8 * size.value)()
    pdfium.FPDFFont_GetFontData(font, buffer, size.value, ctypes.byref(size))
    return bytes(buffer)


def _draws_notdef(program: bytes) -> bool:
    """Return whether a TrueType subset holds the shape of glyph 0 again under another number."""
    if program[:4] not in (b"\0\1\0\0", b"true"):
        return False
    try:
        shapes = _shapes(program)
    except (struct.error, KeyError):
        return False
    return bool(shapes) and bool(shapes[0]) and shapes[0] in shapes[1:]


def _shapes(program: bytes) -> list[bytes]:
    tables = {
        program[at : at + 4]: struct.unpack_from(">II", program, at + 8)
        for at in range(12, 12 + 16 * struct.unpack_from(">H", program, 4)[0], 16)
    }
    head, (loca, size), glyf = tables[b"head"][0], tables[b"loca"], tables[b"glyf"][0]
    long = struct.unpack_from(">h", program, head + 50)[0]
    places = struct.unpack_from(f">{size // 4}I" if long else f">{size // 2}H", program, loca)
    scale = 1 if long else 2
    return [program[glyf + start * scale : glyf + end * scale] for start, end in pairwise(places)]
