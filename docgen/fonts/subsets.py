"""The fonts of a drawn PDF, read as the engines write them and written anew with what one paper uses.

An engine embeds a subset of each face and numbers its glyphs by what else is drawn. A paper gets fonts of its own, with its
own characters only; a character's code is its own number in Unicode (those beyond the first plane come from the private
area), so the same face has the same codes in all papers, and a bundle can keep it once without touching a page.
"""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.fonts import truetype
from docgen.fonts.codes import USUAL_WIDTH, texts_of, unicode_map, width_runs
from docgen.fonts.dictionaries import composite

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pikepdf

_TAG = re.compile(r"^/[A-Z]{6}\+([A-Za-z0-9-]+)$")
_PRIVATE = range(0xE000, 0xF900)
"""Codes for what has no code of its own."""
_OTHERS = ("/FontFile2", "/FontName", "/CIDSet")
"""What a descriptor says of the subset rather than of the face."""
_REFERENCE = re.compile(rb"\d R\b")
"""To another object, as it is written; it would lead nowhere in another PDF."""
_DAMAGED = (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError)
"""What reading a font raises where one of its objects is of another kind than it should be."""
_LEVEL, _FAST = 6, 1
"""How tight streams are packed; fonts fast: a tenth larger in a third of the time, and a bundle packs them anew."""


class UnknownError(Exception):
    """Something that the engine is not known to write."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font as an engine wrote it."""

    name: str
    subset: truetype.Subset
    widths: dict[int, float]
    """In thousandths of the type size, by code."""
    usual: float
    texts: dict[int, str]
    descriptor: dict[str, bytes]
    """What the engine's descriptor says of the face, as written: an object of pikepdf's would tie it to the engine's PDF."""


Letter = tuple[truetype.Glyph, float, str]
"""A glyph, its advance in thousandths, the text it stands for."""


@dataclass(slots=True, eq=False)
class PaperFont:
    """A font of one paper: of one face, what the paper uses of it."""

    first: Font
    order: list[PaperFont]
    """The paper's faces in the order in which it uses them."""
    letters: dict[int, Letter] = field(default_factory=dict)
    """By code."""

    @property
    def name(self) -> bytes:
        """Its name in the paper's resources."""
        return b"F%d" % (self.order.index(self) + 1)

    def take(self, letter: Letter) -> int:
        """Return the code of a letter, which the paper uses from now on."""
        if not self.letters:
            self.order.append(self)
        text = letter[2]
        code = ord(text) if len(text) == 1 else 0x10000
        if code > 0xFFFF or code in _PRIVATE or self.letters.get(code, letter) != letter:
            code = next(free for free in _PRIVATE if self.letters.get(free, letter) == letter)
        self.letters[code] = letter
        return code

    def write(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Write the font into a PDF (ISO 32000-1, 9.7)."""
        import pikepdf

        first, codes = self.first, sorted(self.letters)
        glyphs = [first.subset.glyphs[0], *(self.letters[code][0] for code in codes)]
        program = truetype.write(glyphs, first.subset.common)
        descriptor = pikepdf.Dictionary()
        for key, value in first.descriptor.items():
            descriptor[key] = pikepdf.Object.parse(value)
        descriptor.FontFile2 = packed(pdf, program, _FAST, Length1=len(program))
        return composite(
            pdf,
            pikepdf.Name(truetype.tagged(first.name, program)),
            descriptor,
            width_runs({code: self.letters[code][1] for code in codes}),
            packed(pdf, truetype.glyph_map(codes), _FAST),
            packed(pdf, unicode_map({code: self.letters[code][2] for code in codes}), _FAST),
        )


@dataclass(slots=True, eq=False)
class Used:
    """A font of the engine's in one paper. Implements :class:`~docgen.embedded.shortening.FontCodes`."""

    font: Font
    face: PaperFont
    known: dict[bytes, tuple[bytes, float] | None] = field(default_factory=dict)

    @property
    def name(self) -> bytes:
        """Its face's name in the paper's resources."""
        return self.face.name

    def translate(self, code: bytes) -> tuple[bytes, float] | None:
        """Return a code as the paper's own font has it, and its advance in thousandths."""
        try:
            return self.known[code]
        except KeyError:
            found = self.known[code] = self._find(int(code, 16))
            return found

    def _find(self, code: int) -> tuple[bytes, float] | None:
        font, text = self.font, self.font.texts.get(code)
        if not 0 < code < len(font.subset.glyphs) or not text:  # .notdef stays where the gate sees it
            return None
        width = font.widths.get(code, font.usual)
        return b"%04X" % self.face.take((font.subset.glyphs[code], width, text)), width


def packed(pdf: pikepdf.Pdf, data: bytes, level: int = _LEVEL, **more: int) -> pikepdf.Object:
    """Return a compressed stream."""
    import pikepdf

    return pikepdf.Stream(pdf, zlib.compress(data, level), Filter=pikepdf.Name.FlateDecode, **more)


def read_composite(font: pikepdf.Object) -> Font:
    """Read a font as dxpdf writes it; raise UnknownError when it is anything else."""
    cid = _below(font)
    if cid.get("/CIDToGIDMap") != "/Identity":
        raise UnknownError
    return _composite(font, cid)


def _below(font: pikepdf.Object) -> pikepdf.Object:
    """Return the one font that a composite one is made of."""
    below = font.get("/DescendantFonts")
    if below is None or len(below) != 1:
        raise UnknownError
    plain = (
        font.get("/Subtype") == "/Type0"
        and font.get("/Encoding") == "/Identity-H"
        and below[0].get("/Subtype") == "/CIDFontType2"
        and not {"/W2", "/DW2"} & set(below[0].keys())
    )
    if not plain:
        raise UnknownError
    return below[0]


def _composite(font: pikepdf.Object, cid: pikepdf.Object) -> Font:
    widths, usual = dict(_widths(cid.get("/W"))), float(cid.get("/DW", USUAL_WIDTH))
    subset, descriptor = _program(cid)
    return Font(_name(font), subset, widths, usual, _texts(font.get("/ToUnicode")), descriptor)


class PaperFonts:
    """The fonts of a paper that was written, each read when it is asked for."""

    def __init__(self, pdf: bytes) -> None:
        import pikepdf

        self._pdf: pikepdf.Pdf | None = None
        with contextlib.suppress(pikepdf.PdfError):
            self._pdf = pikepdf.open(io.BytesIO(pdf), suppress_warnings=True)

    def read(self, number: int, generation: int) -> tuple[Font, dict[int, Letter]] | None:
        """Return a font that :meth:`Face.write` wrote, with its letters by code; None for one of another make."""
        import pikepdf

        if self._pdf is None:
            return None
        try:
            return _read_own(self._pdf.get_object((number, generation)))
        except (UnknownError, pikepdf.PdfError, pikepdf.DataDecodingError, *_DAMAGED):
            return None


def _read_own(written: pikepdf.Object) -> tuple[Font, dict[int, Letter]]:
    cid = _below(written)
    font = _composite(written, cid)
    codes, glyphs = sorted(font.texts), font.subset.glyphs
    if not codes or codes[-1] > 0xFFFF or len(glyphs) <= len(codes) or "/CIDSet" in cid.FontDescriptor:
        raise UnknownError
    if cid.CIDToGIDMap.read_bytes() != truetype.glyph_map(codes):
        raise UnknownError  # else every glyph has its text, and nothing is drawn that has none
    return font, {
        code: (glyph, font.widths.get(code, font.usual), font.texts[code])
        for code, glyph in zip(codes, glyphs[1:], strict=False)
    }


def read_simple(font: pikepdf.Object) -> Font:
    """Read a font as LibreOffice writes it, its glyphs numbered as its codes; raise UnknownError when it is anything else.

    LibreOffice states the largest measures of the glyphs chosen; here they are such that any of the face's would fit.
    """
    if font.get("/Subtype") != "/TrueType" or font.get("/FirstChar") != 0 or font.get("/Encoding") is not None:
        raise UnknownError
    subset, descriptor = _program(font)
    count = len(subset.glyphs)
    numbers = truetype.byte_codes(font.FontDescriptor.FontFile2.read_bytes())[:count]
    widths = dict(enumerate(float(width) for width in font.get("/Widths", [])))
    box = [float(edge) for edge in font.FontDescriptor.get("/FontBBox", [])]
    roomy = truetype.with_room(subset, box) if len(box) == 4 else None
    if roomy is None or numbers != bytes(range(count)) or len(widths) < count:
        raise UnknownError
    return Font(_name(font), roomy, widths, USUAL_WIDTH, _texts(font.get("/ToUnicode")), descriptor)


def _name(font: pikepdf.Object) -> str:
    name = _TAG.match(str(font.get("/BaseFont", "")))
    if name is None:
        raise UnknownError
    return name[1]


def _texts(unicode: pikepdf.Object | None) -> dict[int, str]:
    import pikepdf

    texts = texts_of(unicode.read_bytes()) if isinstance(unicode, pikepdf.Stream) else None
    if texts is None:
        raise UnknownError
    return texts


def _program(font: pikepdf.Object) -> tuple[truetype.Subset, dict[str, bytes]]:
    """Return a font's glyphs, and what its descriptor says of the face."""
    import pikepdf

    descriptor = font.get("/FontDescriptor")
    if descriptor is None or "/FontFile2" not in descriptor:
        raise UnknownError
    subset = truetype.read(descriptor.FontFile2.read_bytes())
    with pikepdf.explicit_conversion():  # numbers stay objects, too
        about = {key: value.unparse() for key, value in descriptor.items() if key not in _OTHERS}
    if subset is None or any(map(_REFERENCE.search, about.values())):
        raise UnknownError
    return subset, about


def _widths(runs: pikepdf.Object | None) -> Iterable[tuple[int, float]]:
    """Yield code and width from an array of widths (ISO 32000-1, 9.7.4.3)."""
    import pikepdf

    entries: list[pikepdf.Object] = [] if runs is None else list(runs.as_list())
    while entries:
        first, second, *entries = entries
        if isinstance(second, pikepdf.Array):
            yield from enumerate((float(width) for width in second.as_list()), int(first))
        else:
            width, *entries = entries
            yield from ((code, float(width)) for code in range(int(first), int(second) + 1))
