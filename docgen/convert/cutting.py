"""What dxpdf drew, cut apart into papers that do not show who was drawn beside them.

Skia embeds one subset of each face for the whole file and numbers its glyphs by what is in it. Each paper gets fonts of
its own, with its own characters only; a character's code is its own number in Unicode (those beyond the first plane come
from the private area), so the same face has the same codes in all papers, and a bundle can keep it once without touching
a page. The bytes of a paper are thus the same whether it is drawn alone or with others. A paper of which this cannot be
proven to change nothing is left to be drawn alone and kept as it was drawn.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.convert.joining import MARK
from docgen.convert.shortening import is_known, shorten
from docgen.fonts import truetype
from docgen.fonts.codes import texts_of, unicode_map

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pikepdf

_TAG = re.compile(r"^/[A-Z]{6}\+([A-Za-z0-9-]+)$")
_PRIVATE = 0xE000
"""Where codes begin for what has no code of its own."""
_USUAL = 1000
"""Width of a code of which nothing is said, in thousandths: a Chinese character's."""
_NAMED = (("gs", "/ExtGState"), ("Do", "/XObject"))
_LEVEL, _FAST = 6, 1
"""How tight streams are packed; fonts fast: a tenth larger in a third of the time, and a bundle packs them anew."""


class _UnknownError(Exception):
    """Something that this writer is not known to write."""


def cut(pdf: bytes, count: int) -> list[bytes | None]:
    """Cut a PDF of ``count`` papers that were joined, or one that was not; None for a paper that must be drawn alone.

    For one that was drawn alone None means that it stays as it is.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as joint:
        starts = _starts(joint) if count > 1 else [0]
        if len(starts) != count or starts[0] != 0:
            return [None] * count
        fonts: dict[tuple[int, int], _Font] = {}
        ends = [*starts[1:], len(joint.pages)]
        return [_piece(joint, range(start, end), fonts) for start, end in zip(starts, ends, strict=True)]


def _starts(joint: pikepdf.Pdf) -> list[int]:
    """Return the pages on which papers begin; empty when the marks are not what was put in."""
    found: list[int] = []
    for number, page in enumerate(joint.pages):
        marks = {index for note in _notes(page) if (index := _marked(note)) is not None}
        if len(marks) > 1 or any(index != len(found) and index != len(found) - 1 for index in marks):
            return []
        if len(found) in marks:
            found.append(number)
    return found


def _notes(page: pikepdf.Page) -> Iterable[pikepdf.Object]:
    notes = page.obj.get("/Annots")
    return () if notes is None else notes.as_list()


def _marked(note: pikepdf.Object) -> int | None:
    action = note.get("/A")
    target = "" if action is None else str(action.get("/URI", ""))
    return int(target.removeprefix(MARK)) if target.startswith(MARK) else None


@dataclass(frozen=True, slots=True)
class _Font:
    """A font as dxpdf wrote it."""

    name: str
    subset: truetype.Subset
    widths: dict[int, float]
    usual: float
    texts: dict[int, str]
    descriptor: dict[str, pikepdf.Object]


@dataclass(slots=True, eq=False)
class _Used:
    """One font of one paper: what the paper uses of it. Implements :class:`~docgen.convert.shortening.Codes`."""

    font: _Font
    order: list[_Used]
    """The paper's fonts in the order in which it uses them."""
    known: dict[bytes, tuple[bytes, float] | None] = field(default_factory=dict)
    codes: dict[int, int] = field(default_factory=dict)
    """New code → old."""

    @property
    def name(self) -> bytes:
        """Its name in the paper's resources."""
        return b"F%d" % (self.order.index(self) + 1)

    def translate(self, code: bytes) -> tuple[bytes, float] | None:
        """Return a code as the paper's own font has it, and its advance in thousandths."""
        try:
            return self.known[code]
        except KeyError:
            found = self.known[code] = self._find(int(code, 16))
            return found

    def _find(self, code: int) -> tuple[bytes, float] | None:
        text = self.font.texts.get(code)
        if not 0 < code < len(self.font.subset.glyphs) or not text:  # .notdef stays where the gate sees it
            return None
        if not self.codes:
            self.order.append(self)
        new = ord(text) if len(text) == 1 else 0x10000
        if new > 0xFFFF or new in self.codes or _PRIVATE <= new < 0xF900:
            new = next(free for free in range(_PRIVATE, 0xF900) if free not in self.codes)
        self.codes[new] = code
        return b"%04X" % new, self.font.widths.get(code, self.font.usual)


def _piece(joint: pikepdf.Pdf, pages: Sequence[int], fonts: dict[tuple[int, int], _Font]) -> bytes | None:
    try:
        return _Piece(joint, fonts).of(pages)
    except _UnknownError:
        return None


class _Piece:
    """A paper in the making."""

    def __init__(self, joint: pikepdf.Pdf, fonts: dict[tuple[int, int], _Font]) -> None:
        import pikepdf

        self._joint = joint
        self._fonts = fonts
        self._used: dict[tuple[int, int], _Used] = {}
        self._order: list[_Used] = []
        self._others: dict[tuple[int, int], tuple[bytes, str, pikepdf.Object]] = {}
        self._pdf = pikepdf.new()

    def of(self, numbers: Sequence[int]) -> bytes:
        """Write the paper that these pages are."""
        import pikepdf

        pdf = self._pdf
        resources = pdf.make_indirect(pikepdf.Dictionary())
        for number in numbers:
            old = self._joint.pages[number]
            page = pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=pikepdf.Array(old.mediabox.as_list()),
                Resources=resources,
                Contents=_packed(pdf, self._content(old)),
            )
            notes = [note for note in _notes(old) if _marked(note) is None]
            if notes:
                page.Annots = pikepdf.Array([pdf.copy_foreign(self._joint.make_indirect(note)) for note in notes])
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        resources.Font = pikepdf.Dictionary({f"/{one.name.decode()}": self._font(one) for one in self._order})
        for _operator, kind in _NAMED:
            held = {f"/{name.decode()}": pdf.copy_foreign(one) for name, at, one in self._others.values() if at == kind}
            if held:
                resources[kind] = pikepdf.Dictionary(held)
        producer = self._joint.docinfo.get("/Producer")
        if producer is not None:
            pdf.docinfo[pikepdf.Name.Producer] = str(producer)
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.4",
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()

    def _content(self, page: pikepdf.Page) -> bytes:
        import pikepdf

        content, resources = page.obj.get("/Contents"), page.obj.get("/Resources")
        if not isinstance(content, pikepdf.Stream) or not isinstance(resources, pikepdf.Dictionary):
            raise _UnknownError
        written = content.read_bytes()
        if not is_known(written):
            raise _UnknownError
        held = resources.get("/Font")
        used = {name[1:]: self._use(font) for name, font in (held.items() if held is not None else ())}

        def rename(name: bytes, operator: bytes) -> bytes:
            kind = dict(_NAMED)[operator.decode()]
            return self._other(resources[kind][f"/{name.decode()}"], kind)

        new = shorten(written, used, rename)
        if new is None:
            raise _UnknownError
        return new

    def _use(self, font: pikepdf.Object) -> _Used:
        key = font.objgen
        if key not in self._used:
            if key not in self._fonts:
                self._fonts[key] = _read(font)
            self._used[key] = _Used(self._fonts[key], self._order)
        return self._used[key]

    def _other(self, one: pikepdf.Object, kind: str) -> bytes:
        """Return the name of a graphics state or picture, in the order in which the paper uses them."""
        if kind == "/XObject" and one.get("/Subtype") != "/Image":
            raise _UnknownError  # a form has resources of its own
        if one.get("/Font") is not None or not one.is_indirect:
            raise _UnknownError
        if one.objgen not in self._others:
            count = sum(group == kind for _name, group, _one in self._others.values())
            self._others[one.objgen] = (b"%s%d" % (b"G" if kind == "/ExtGState" else b"X", count + 1), kind, one)
        return self._others[one.objgen][0]

    def _font(self, used: _Used) -> pikepdf.Object:
        """Write a font with what the paper uses of it."""
        import pikepdf

        font, codes = used.font, sorted(used.codes)
        glyphs = [font.subset.glyphs[0], *(font.subset.glyphs[used.codes[code]] for code in codes)]
        program = truetype.write(glyphs, font.subset.common)
        name = truetype.tagged(font.name, program)
        pdf = self._pdf
        descriptor = pikepdf.Dictionary(font.descriptor)
        descriptor.FontName = pikepdf.Name(name)
        descriptor.FontFile2 = _packed(pdf, program, _FAST, Length1=len(program))
        cid = pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.CIDFontType2,
            BaseFont=pikepdf.Name(name),
            CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=_USUAL,
            W=pikepdf.Array(_runs(used)),
            CIDToGIDMap=_packed(pdf, truetype.glyph_map(codes), _FAST),
        )
        texts = {code: font.texts[used.codes[code]] for code in codes}
        return pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type0,
                BaseFont=pikepdf.Name(name),
                Encoding=pikepdf.Name("/Identity-H"),
                DescendantFonts=[pdf.make_indirect(cid)],
                ToUnicode=_packed(pdf, unicode_map(texts), _FAST),
            )
        )


def _packed(pdf: pikepdf.Pdf, data: bytes, level: int = _LEVEL, **more: int) -> pikepdf.Object:
    import pikepdf

    return pikepdf.Stream(pdf, zlib.compress(data, level), Filter=pikepdf.Name.FlateDecode, **more)


def _read(font: pikepdf.Object) -> _Font:
    """Read a font as dxpdf writes it; raise _UnknownError when it is anything else."""
    import pikepdf

    below = font.get("/DescendantFonts")
    name = _TAG.match(str(font.get("/BaseFont", "")))
    unicode = font.get("/ToUnicode")
    if name is None or below is None or len(below) != 1 or not isinstance(unicode, pikepdf.Stream):
        raise _UnknownError
    cid = below[0]
    descriptor = cid.get("/FontDescriptor")
    plain = (
        font.get("/Subtype") == "/Type0"
        and font.get("/Encoding") == "/Identity-H"
        and cid.get("/Subtype") == "/CIDFontType2"
        and cid.get("/CIDToGIDMap") == "/Identity"
        and not {"/W2", "/DW2"} & set(cid.keys())
    )
    if not plain or descriptor is None or "/FontFile2" not in descriptor:
        raise _UnknownError
    subset, texts = truetype.read(descriptor.FontFile2.read_bytes()), texts_of(unicode.read_bytes())
    if subset is None or texts is None:
        raise _UnknownError
    about = {key: value for key, value in descriptor.items() if key not in ("/FontFile2", "/FontName", "/CIDSet")}
    if any(value.is_indirect for value in about.values() if isinstance(value, pikepdf.Object)):
        raise _UnknownError
    widths = dict(_widths(cid.get("/W")))
    return _Font(name[1], subset, widths, float(cid.get("/DW", _USUAL)), texts, about)


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


def _runs(used: _Used) -> list[int | list[float]]:
    """Return the widths of a font's codes, the usual one left out (ISO 32000-1, 9.7.4.3)."""
    runs: list[int | list[float]] = []
    last = -2
    for code in sorted(used.codes):
        width = used.font.widths.get(used.codes[code], used.font.usual)
        if width == _USUAL:
            continue
        if code != last + 1:
            runs += [code, []]
        run = runs[-1]
        assert isinstance(run, list)
        run.append(int(width) if width == int(width) else width)
        last = code
    return runs
