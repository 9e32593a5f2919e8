"""One font program for all papers that were drawn with the same face.

Each converted paper carries its own subset, and no two subsets are equal; so they cannot be kept once as they are
(:mod:`docgen.bundle.shared`). Converted papers call a character by the same code wherever it stands
(:mod:`docgen.fonts.subsets`), so the subsets of one face are laid together, each glyph (its outline, its metrics, the
text it stands for) once, and the pages stay as they are. A font of another make, or one that gives a code another glyph
than those before it, is left as it is or begins a face of its own.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, IndirectObject, NameObject, read_object

from docgen.bundle import composite
from docgen.bundle.shared import value
from docgen.fonts import truetype
from docgen.fonts.subsets import Font, Letter, PaperFonts


@dataclass(slots=True)
class _Face:
    """A face in the making."""

    first: Font
    letters: dict[int, Letter]
    font: IndirectObject
    """Its dictionary in the bundle, filled when the bundle is finished."""

    def takes(self, letters: dict[int, Letter]) -> bool:
        """Lay a subset beside those before it, unless it calls something else by a code that they use."""
        if any(self.letters.get(code, letter) != letter for code, letter in letters.items()):
            return False
        self.letters |= letters
        return True


class Faces:
    """The faces of one bundle. Give it each page before it is cloned, and :meth:`finish` before the file is written."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._faces: dict[object, list[_Face]] = {}
        self._known: dict[int, IndirectObject | None] = {}
        self._data = b""
        self._paper: PaperFonts | None = None

    def next_part(self, data: bytes) -> None:
        """Go on to a part as it stands on disk, and forget the fonts of the one before: object numbers are a part's own."""
        self._known, self._data, self._paper = {}, data, None

    def replace(self, page: DictionaryObject) -> None:
        """Point a page's resources at the shared faces, where they can be."""
        resources = value(page, "/Resources")
        fonts = value(resources, "/Font") if isinstance(resources, DictionaryObject) else None
        for name in list(fonts) if isinstance(fonts, DictionaryObject) else ():
            assert isinstance(fonts, DictionaryObject)
            raw = fonts.raw_get(name)
            if isinstance(raw, IndirectObject) and raw.pdf is not self._writer:
                shared = self._shared(raw)
                if shared is not None:
                    fonts[NameObject(name)] = shared

    def _shared(self, raw: IndirectObject) -> IndirectObject | None:
        if raw.idnum not in self._known:
            self._paper = self._paper or PaperFonts(self._data)
            read = self._paper.read(raw.idnum, raw.generation)
            self._known[raw.idnum] = self._face(*read) if read is not None else None
        return self._known[raw.idnum]

    def _face(self, font: Font, letters: dict[int, Letter]) -> IndirectObject:
        kind = (font.name, tuple(sorted(font.descriptor.items())), font.subset.common)
        faces = self._faces.setdefault(kind, [])
        for face in faces:
            if face.takes(letters):
                return face.font
        new = _Face(font, letters, self._writer._add_object(DictionaryObject()))
        faces.append(new)
        return new.font

    def finish(self) -> None:
        """Write the faces."""
        for faces in self._faces.values():
            for face in faces:
                font = face.font.get_object()
                assert isinstance(font, DictionaryObject)
                self._write(face, font)

    def _write(self, face: _Face, font: DictionaryObject) -> None:
        codes, first = sorted(face.letters), face.first
        letters = [face.letters[code] for code in codes]
        glyphs = [first.subset.glyphs[0], *(glyph for glyph, _width, _text in letters)]
        program = truetype.write(glyphs, first.subset.common)
        widths = dict(zip(codes, (width for _glyph, width, _text in letters), strict=True))
        texts = {code: text for code, (_glyph, _width, text) in face.letters.items() if text}
        name = truetype.tagged(first.name, program).removeprefix("/")
        about = {
            key: entry
            for key, written in sorted(first.descriptor.items())
            if key != "/Type" and (entry := read_object(io.BytesIO(written), None)) is not None
        }
        font.update(composite.entries(self._writer, name, program, widths, texts, about, codes))
