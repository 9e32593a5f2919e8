"""Fonts and pictures that many parts bring along, kept once.

Each converted paper carries its own copy of the same fonts. Before a page is cloned, what its resources name is compared
by content with what the bundle has already; equal things are replaced by a reference into the bundle, so they are neither
cloned nor written again (a page of the sample shrinks to a sixth, and merging gets faster for it).

A face is one font program for all papers that were drawn with it. Each paper has its own subset, and no two subsets are equal;
but converted papers call a character by the same code wherever it stands (:mod:`docgen.fonts.subsets`), so the subsets of one
face are laid together, each glyph (its outline, its metrics, the text it stands for) once, and the pages stay as they are. A
font of another make, or one that gives a code another glyph than those before it, is left as it is or begins a face of its own.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    read_object,
)

from docgen.bundle import composite
from docgen.fonts import truetype
from docgen.fonts.subsets import Font, Letter, PaperFonts

_KINDS = ("/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading")
_DEEPEST = 8
"""Forms within forms that are looked into."""


class Shared:
    """What the bundle has, by content. Only for fonts and pictures, which nobody changes afterwards."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._known: dict[bytes, IndirectObject] = {}
        self._digests: dict[int, bytes] = {}

    def next_part(self) -> None:
        """Forget what was looked at in the part before: object numbers are a part's own."""
        self._digests = {}

    def replace(self, resources: PdfObject | None) -> dict[tuple[str, ...], bytes]:
        """Point a page's resources at what is known already; return path → digest of what is new."""
        new = {}
        for path, holder, key in _entries(resources, (), 0):
            raw = holder.raw_get(key)
            if not isinstance(raw, IndirectObject) or raw.pdf is self._writer:
                continue
            digest = self._digests.get(raw.idnum) or self._digests.setdefault(raw.idnum, _digest(raw))
            known = self._known.get(digest)
            if known is None:
                new[path] = digest
            else:
                holder[NameObject(key)] = known
        return new

    def learn(self, new: dict[tuple[str, ...], bytes], resources: PdfObject | None) -> None:
        """Remember where the new things of a cloned page went."""
        for path, holder, key in _entries(resources, (), 0) if new else ():
            raw = holder.raw_get(key)
            if path in new and isinstance(raw, IndirectObject):
                self._known.setdefault(new[path], raw)


def value(holder: DictionaryObject, key: str) -> PdfObject | None:
    """Return an entry's value, references followed; None when it is missing or null."""
    raw = holder.raw_get(key) if key in holder else None
    found = raw.get_object() if raw is not None else None
    return None if isinstance(found, NullObject) else found


def _entries(
    resources: PdfObject | None, above: tuple[str, ...], depth: int
) -> Iterator[tuple[tuple[str, ...], DictionaryObject, str]]:
    """Yield path, dictionary and key of each thing that resources name, those of forms included."""
    if not isinstance(resources, DictionaryObject) or depth > _DEEPEST:
        return
    for kind in _KINDS:
        held = value(resources, kind)
        if not isinstance(held, DictionaryObject):
            continue
        for key in list(held):
            path = (*above, kind, key)
            yield path, held, key
            form = value(held, key) if kind == "/XObject" else None
            if isinstance(form, DictionaryObject) and form.get("/Subtype") == "/Form":
                yield from _entries(value(form, "/Resources"), path, depth + 1)


def _digest(start: IndirectObject) -> bytes:
    """Return a digest of an object and all that it refers to, in a fixed order."""
    digest = hashlib.sha256()
    numbers: dict[tuple[int, int], int] = {}
    waiting: list[PdfObject] = [start]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            key = (id(one.pdf), one.idnum)
            is_first = key not in numbers
            digest.update(b"R%d" % numbers.setdefault(key, len(numbers)))
            target = one.get_object() if is_first else None
            if target is not None:
                waiting.append(target)
        elif isinstance(one, DictionaryObject):
            names = sorted(one)
            digest.update(repr(names).encode())
            if isinstance(one, StreamObject):
                digest.update(b"S%d" % len(one._data))
                digest.update(one._data)
            waiting.extend(one.raw_get(name) for name in reversed(names))
        elif isinstance(one, ArrayObject):
            digest.update(b"A%d" % len(one))
            waiting.extend(reversed(one))
        else:
            digest.update(f"{type(one).__name__}{one!r};".encode())
    return digest.digest()


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


class SharedFaces:
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
