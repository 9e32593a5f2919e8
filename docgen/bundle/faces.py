"""One font program for all papers that were drawn with the same face.

Each converted paper carries its own subset, and no two subsets are equal; so they cannot be kept once as they are
(:mod:`docgen.bundle.shared`). Converted papers call a character by the same code wherever it stands
(:mod:`docgen.fonts.subsets`), so the subsets of one face are laid together, each glyph (its outline, its metrics, the
text it stands for) once, and the pages stay as they are. A font of another make, or one that gives a code another glyph
than those before it, is left as it is or begins a face of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from docgen.bundle import composite
from docgen.bundle.shared import value
from docgen.fonts import truetype
from docgen.fonts.codes import texts_of
from docgen.fonts.truetype import Glyph

_TAG = re.compile(r"^/[A-Z]{6}\+([A-Za-z0-9-]+)$")
_OWN = frozenset(("/Type", "/FontName", "/FontFile2"))

_Letter = tuple[Glyph, float, str]
"""A glyph, its advance in thousandths, the text it stands for."""


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper's subset of a face."""

    name: str
    kind: str
    """What must be equal for two subsets to be of one face."""
    common: tuple[bytes, bytes, bytes]
    descriptor: dict[str, PdfObject]
    notdef: tuple[Glyph, float]
    letters: dict[int, _Letter]


@dataclass(slots=True)
class _Face:
    """A face in the making."""

    first: _Paper
    font: IndirectObject
    """Its dictionary in the bundle, filled when the bundle is finished."""
    letters: dict[int, _Letter] = field(default_factory=dict)

    def takes(self, paper: _Paper) -> bool:
        """Lay a subset beside those before it, unless it calls something else by a code that they use."""
        if any(self.letters.get(code, letter) != letter for code, letter in paper.letters.items()):
            return False
        self.letters |= paper.letters
        return True


class Faces:
    """The faces of one bundle. Give it each page before it is cloned, and :meth:`finish` before the file is written."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._faces: dict[str, list[_Face]] = {}
        self._known: dict[int, IndirectObject | None] = {}

    def next_part(self) -> None:
        """Forget the fonts of the part before: object numbers are a part's own."""
        self._known = {}

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
            font = raw.get_object()
            paper = _read(font) if isinstance(font, DictionaryObject) else None
            self._known[raw.idnum] = self._face(paper) if paper is not None else None
        return self._known[raw.idnum]

    def _face(self, paper: _Paper) -> IndirectObject:
        faces = self._faces.setdefault(paper.kind, [])
        for face in faces:
            if face.takes(paper):
                return face.font
        new = _Face(paper, self._writer._add_object(DictionaryObject()), dict(paper.letters))
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
        codes = sorted(face.letters)
        letters = [face.letters[code] for code in codes]
        paper = face.first
        program = truetype.write([paper.notdef[0], *(glyph for glyph, _width, _text in letters)], paper.common)
        widths = dict(zip(codes, (width for _glyph, width, _text in letters), strict=True))
        texts = {code: text for code, (_glyph, _width, text) in face.letters.items() if text}
        name = truetype.tagged(paper.name, program).removeprefix("/")
        entries = composite.entries(self._writer, name, program, widths, texts, paper.descriptor, codes)
        font.update(entries)


def _read(font: DictionaryObject) -> _Paper | None:
    """Read a paper's font; None when it is not one that :mod:`docgen.fonts.subsets` writes."""
    below = value(font, "/DescendantFonts")
    cid = below[0].get_object() if isinstance(below, ArrayObject) and len(below) == 1 else None
    if not isinstance(cid, DictionaryObject):
        return None
    descriptor, unicode, numbers = value(cid, "/FontDescriptor"), value(font, "/ToUnicode"), value(cid, "/CIDToGIDMap")
    name = _TAG.match(str(font.get("/BaseFont", "")))
    plain = (
        font.get("/Subtype") == "/Type0"
        and font.get("/Encoding") == "/Identity-H"
        and cid.get("/Subtype") == "/CIDFontType2"
        and not {"/W2", "/DW2"} & cid.keys()
    )
    if not plain or name is None or not isinstance(descriptor, DictionaryObject) or "/CIDSet" in descriptor:
        return None
    program = value(descriptor, "/FontFile2")
    if not all(isinstance(one, StreamObject) for one in (unicode, numbers, program)):
        return None
    assert isinstance(unicode, StreamObject) and isinstance(numbers, StreamObject) and isinstance(program, StreamObject)
    subset = truetype.read(program.get_data())
    widths, texts = composite.widths_of(cid), texts_of(unicode.get_data())
    about = {key: descriptor[key] for key in sorted(descriptor) if key not in _OWN}
    if subset is None or not subset.glyphs or widths is None or texts is None:
        return None
    if any(isinstance(entry, DictionaryObject) for entry in about.values()):
        return None
    codes = sorted(texts)
    if not codes or codes[-1] > 0xFFFF or len(subset.glyphs) <= len(codes):
        return None
    if numbers.get_data() != truetype.glyph_map(codes):
        return None  # every glyph has its text, and nothing is drawn that has none
    own, usual = widths
    letters = {
        code: (glyph, own.get(code, usual), texts[code]) for code, glyph in zip(codes, subset.glyphs[1:], strict=False)
    }
    kind = f"{name[1]} {about!r} {subset.common!r}"
    return _Paper(name[1], kind, subset.common, about, (subset.glyphs[0], own.get(0, usual)), letters)
