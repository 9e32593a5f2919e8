"""One font program for all papers that were drawn with the same face.

Each converted paper carries its own subset, numbered in its own way, and no two subsets are equal; so they cannot be kept
once as they are (:mod:`docgen.bundle.shared`). Here the pages' codes are translated into one numbering, each glyph (its
outline, its metrics, the text it stands for) is kept once, and the face is written when the bundle is finished. Fonts and
pages of which this cannot be proven to change nothing are left as they are.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, PdfObject, StreamObject

from docgen.bundle import composite, truetype
from docgen.bundle.shared import value
from docgen.bundle.truetype import Glyph
from docgen.bundle.writing import is_known, shorten

_MOST = 60_000
"""Glyphs of one program; what comes after begins another."""
_TAG = re.compile(r"^/[A-Z]{6}\+([A-Za-z0-9-]+)$")
_OWN = frozenset(("/Type", "/FontName", "/FontFile2"))

_Key = tuple[Glyph, float, str]


@dataclass(slots=True)
class _Face:
    """A face in the making: glyphs in the order in which pages first use them, 0 for .notdef."""

    name: str
    common: tuple[bytes, bytes, bytes]
    descriptor: dict[str, PdfObject]
    notdef: tuple[Glyph, float]
    numbers: dict[_Key, int] = field(default_factory=dict)
    font: IndirectObject | None = None
    """Its dictionary in the bundle, once a page uses it; filled when the bundle is finished."""

    def number(self, key: _Key) -> int:
        return self.numbers.setdefault(key, len(self.numbers) + 1)


@dataclass(frozen=True, slots=True)
class _Paper:
    """A paper's font and the face it goes into."""

    face: _Face
    glyphs: tuple[Glyph, ...]
    widths: dict[int, float]
    usual: float
    unicode: dict[int, str]

    known: dict[bytes, tuple[bytes, float] | None] = field(default_factory=dict)

    def translate(self, code: bytes) -> tuple[bytes, float] | None:
        """Return a code as the face has it, and its advance in thousandths."""
        try:
            return self.known[code]
        except KeyError:
            found = self.known[code] = self._find(int(code, 16))
            return found

    def forget(self, count: int) -> None:
        """Take back the numbers given since there were ``count``: the page stays as it was."""
        while len(self.face.numbers) > count:
            self.face.numbers.popitem()
        self.known.clear()

    def _find(self, code: int) -> tuple[bytes, float] | None:
        if not 0 < code < len(self.glyphs):  # .notdef stays where the validator sees it
            return None
        width = self.widths.get(code, self.usual)
        number = self.face.number((self.glyphs[code], width, self.unicode.get(code, "")))
        return b"%04X" % number, width


class Faces:
    """The faces of one bundle. Give it each page before it is cloned, and :meth:`finish` before the file is written."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._faces: dict[str, list[_Face]] = {}
        self._known: dict[int, _Paper | None] = {}

    def next_part(self) -> None:
        """Forget the fonts of the part before: object numbers are a part's own."""
        self._known = {}

    def rewrite(self, page: DictionaryObject) -> bytes | None:
        """Return a page's content in the shared faces, its resources changed to match; None when it stays as it is."""
        resources = value(page, "/Resources")
        fonts = value(resources, "/Font") if isinstance(resources, DictionaryObject) else None
        content = value(page, "/Contents")
        if not isinstance(resources, DictionaryObject) or not isinstance(fonts, DictionaryObject):
            return None
        if not isinstance(content, StreamObject) or _sets_font(resources):
            return None
        written = content.get_data()
        if not is_known(written):
            return None
        papers = {name[1:]: self._read(fonts.raw_get(name)) for name in fonts}
        known = {name: paper for name, paper in papers.items() if paper is not None}
        if not known or len(known) < len(papers):
            return None
        before = [(paper, len(paper.face.numbers)) for paper in known.values()]
        new = shorten(written, known)
        if new is None:
            for paper, count in before:
                paper.forget(count)
            return None
        # Other pages of the part may use the same dictionaries with their own codes.
        mine = DictionaryObject(resources)
        mine[NameObject("/Font")] = DictionaryObject(
            {NameObject(f"/{name}"): self._font(paper.face) for name, paper in known.items()}
        )
        page[NameObject("/Resources")] = mine
        return new

    def _font(self, face: _Face) -> IndirectObject:
        if face.font is None:
            face.font = self._writer._add_object(DictionaryObject())
        return face.font

    def _read(self, raw: PdfObject) -> _Paper | None:
        if not isinstance(raw, IndirectObject):
            return None
        if raw.idnum not in self._known:
            font = raw.get_object()
            self._known[raw.idnum] = self._paper(font) if isinstance(font, DictionaryObject) else None
        return self._known[raw.idnum]

    def _paper(self, font: DictionaryObject) -> _Paper | None:
        below = value(font, "/DescendantFonts")
        cid = below[0].get_object() if isinstance(below, ArrayObject) and len(below) == 1 else None
        if not isinstance(cid, DictionaryObject):
            return None
        descriptor, unicode = value(cid, "/FontDescriptor"), value(font, "/ToUnicode")
        if not isinstance(descriptor, DictionaryObject) or not isinstance(unicode, StreamObject):
            return None
        program = value(descriptor, "/FontFile2")
        name = _TAG.match(str(font.get("/BaseFont", "")))
        plain = (
            font.get("/Subtype") == "/Type0"
            and font.get("/Encoding") == "/Identity-H"
            and cid.get("/Subtype") == "/CIDFontType2"
            and cid.get("/CIDToGIDMap") == "/Identity"
            and not {"/W2", "/DW2"} & cid.keys()
            and "/CIDSet" not in descriptor
        )
        if not plain or name is None or not isinstance(program, StreamObject):
            return None
        subset = truetype.read(program.get_data())
        widths, texts = composite.widths_of(cid), composite.texts_of(unicode.get_data())
        if subset is None or not subset.glyphs or widths is None or texts is None:
            return None
        about = {key: descriptor[key] for key in sorted(descriptor) if key not in _OWN}
        if any(isinstance(entry, DictionaryObject) for entry in about.values()):
            return None
        face = self._face(name[1], subset, about, widths[0].get(0, widths[1]))
        return _Paper(face, subset.glyphs, *widths, texts)

    def _face(self, name: str, subset: truetype.Subset, about: dict[str, PdfObject], blank: float) -> _Face:
        """Return the face that a subset belongs to, a new one when there is none yet."""
        faces = self._faces.setdefault(f"{name} {about!r} {subset.common!r}", [])
        if not faces or len(faces[-1].numbers) + len(subset.glyphs) > _MOST:
            faces.append(_Face(name, subset.common, about, (subset.glyphs[0], blank)))
        return faces[-1]

    def finish(self) -> None:
        """Write the faces."""
        for faces in self._faces.values():
            for face in faces:
                if face.font is not None:
                    self._write(face, face.font.get_object())

    def _write(self, face: _Face, font: PdfObject | None) -> None:
        program = truetype.write([face.notdef[0], *(glyph for glyph, _width, _text in face.numbers)], face.common)
        digest = hashlib.sha256(program).digest()
        # A tag of six letters, the same for the same glyphs (ISO 32000-1, 9.6.4).
        name = f"{''.join(chr(ord('A') + byte % 26) for byte in digest[:6])}+{face.name}"
        widths = [face.notdef[1], *(width for _glyph, width, _text in face.numbers)]
        texts = {number: text for (_glyph, _width, text), number in face.numbers.items() if text}
        assert isinstance(font, DictionaryObject)
        font.update(composite.entries(self._writer, name, program, widths, texts, face.descriptor))


def _sets_font(resources: DictionaryObject) -> bool:
    """Whether a graphics state of the page sets a font behind the content's back."""
    states = value(resources, "/ExtGState")
    if not isinstance(states, DictionaryObject):
        return states is not None
    found = (value(states, name) for name in states)
    return any(not isinstance(state, DictionaryObject) or "/Font" in state for state in found)
