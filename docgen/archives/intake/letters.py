"""Text that intake itself writes into a PDF: what a field or a note says, and what stands unseen behind a drawn page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import fonts
from docgen.bundle import lettering
from docgen.fonts.codes import unicode_map
from docgen.fonts.dictionaries import composite

if TYPE_CHECKING:
    import pikepdf

    from docgen.bundle.lettering import Lettering

_UNKNOWN = "□"


@dataclass(frozen=True, slots=True)
class Letters:
    """A face cut to what is to be written."""

    cut: Lettering

    def writable(self, text: str) -> str:
        """Return a text with a box for each character that no face of ours has."""
        return "".join(one if one in self.cut.glyphs else _UNKNOWN for one in text)

    def width(self, text: str, size: float) -> float:
        """Return the width of a line in points."""
        return self.cut.width(text, size)

    def code(self, text: str) -> str:
        """Return a line as a string of glyph numbers, brackets included."""
        return self.cut.code(text)

    def embed(self, document: pikepdf.Pdf) -> pikepdf.Object:
        """Add the face to a document; return its font dictionary."""
        letters = self.cut
        texts = {glyph: character for character, glyph in letters.glyphs.items()}
        widths = dict(enumerate(letters.advances))
        box = (*letters.box, letters.ascent, letters.descent)
        return _embedded(document, letters.name, letters.program, widths, texts, box)


def letters(characters: Iterable[str]) -> Letters:
    """Return a face for these characters, those left out that none of ours has. Raise what :func:`fonts.prepare` raises."""
    wanted = {one for one in "".join(characters) if one.isprintable()} | {_UNKNOWN}
    faces = fonts.prepare(wanted)
    path = faces.faces[faces.family("宋体")]
    return Letters(lettering.cut(path, wanted - faces.missing))


def unseen(document: pikepdf.Pdf, characters: Iterable[str]) -> tuple[pikepdf.Object, Mapping[str, int]]:
    """Add a font that draws nothing; return it and the code of each character. Every glyph is one em wide.

    Text that is not shown may come without its font (ISO 19005-2, 6.2.11.4.1); with one, no reader has to guess.
    """
    codes = {character: number for number, character in enumerate(sorted(set(characters)), 1)}
    texts = {number: character for character, number in codes.items()}
    glyphs = b"\x00\x00" + b"\x00\x01" * len(codes)
    box = (0, -200, 1000, 800, 800, -200)
    return _embedded(document, "DocgenUnseen", fonts.blank(), {}, texts, box, glyphs), codes


def _embedded(
    document: pikepdf.Pdf,
    name: str,
    program: bytes,
    widths: Mapping[int, float],
    texts: Mapping[int, str],
    box: tuple[int, ...],
    glyphs: bytes = b"",
) -> pikepdf.Object:
    """Add a composite font with Identity-H codes (ISO 32000-1, 9.7); ``box`` is the font's, then ascent and descent."""
    from pikepdf import Array, Dictionary, Name, Stream

    *bounds, ascent, descent = box
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        Flags=4,
        FontBBox=Array(bounds),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=document.make_indirect(Stream(document, program, Length1=len(program))),
    )
    runs = [entry for code, width in sorted(widths.items()) for entry in (code, Array([width]))]
    placed = document.make_indirect(Stream(document, glyphs)) if glyphs else Name.Identity
    said = document.make_indirect(Stream(document, unicode_map(texts)))
    return composite(document, Name(f"/{name}"), descriptor, runs, placed, said)
