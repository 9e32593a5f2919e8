"""What dxpdf drew, cut apart into papers that do not show who was drawn beside them.

Skia embeds one subset of each face for the whole file. Each paper gets fonts of its own (:mod:`docgen.fonts.subsets`), so
that its bytes are the same whether it is drawn alone or with others. It has its title, its language and, as bookmarks, the
headings that dxpdf found in it; the tags that dxpdf writes go, for they name headings and nothing between them. A paper of
which this cannot be proven to change nothing is left to be drawn alone and kept as it was drawn.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from docgen.embedded.joining import MARK
from docgen.embedded.shortening import is_known, shorten
from docgen.fonts.subsets import Font, PaperFont, UnknownError, Used, packed, read_composite

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pikepdf

_LANGUAGE = "zh-CN"
_NAMED = (("gs", "/ExtGState"), ("Do", "/XObject"))


def cut(pdf: bytes, count: int, titles: Sequence[str] = ()) -> list[bytes | None]:
    """Cut a PDF of ``count`` papers that were joined, or one that was not; None for a paper that must be drawn alone.

    ``titles`` are what the papers are called, each in its place. For one that was drawn alone None means that it stays as it is.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as joint:
        starts = _starts(joint) if count > 1 else [0]
        if len(starts) != count or starts[0] != 0:
            return [None] * count
        fonts: dict[tuple[int, int], Font] = {}
        ends = [*starts[1:], len(joint.pages)]
        headings = list(_headings(joint))
        return [
            _piece(joint, range(start, end), fonts, [one for one in headings if start <= one.page < end], title)
            for start, end, title in zip(starts, ends, titles or [""] * count, strict=True)
        ]


class _Heading(NamedTuple):
    """A bookmark: how deep, what it says, on which page, and where on it."""

    level: int
    text: str
    page: int
    top: float


def _headings(joint: pikepdf.Pdf) -> Iterator[_Heading]:
    """Yield the bookmarks in their order."""
    import pikepdf

    numbers = {page.obj.objgen: number for number, page in enumerate(joint.pages)}
    waiting = [(0, joint.Root.get("/Outlines"))]
    while waiting:
        level, entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary):
            continue
        goal = entry.get("/Dest")
        if isinstance(goal, pikepdf.Array) and len(goal) > 3 and goal[0].objgen in numbers:
            yield _Heading(level, str(entry.get("/Title", "")), numbers[goal[0].objgen], float(goal[3]))
        waiting += [(level, entry.get("/Next")), (level + 1, entry.get("/First"))]


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


def _piece(
    joint: pikepdf.Pdf,
    pages: Sequence[int],
    fonts: dict[tuple[int, int], Font],
    headings: Sequence[_Heading],
    title: str,
) -> bytes | None:
    try:
        return _Piece(joint, fonts).of(pages, headings, title)
    except UnknownError:
        return None


class _Piece:
    """A paper in the making."""

    def __init__(self, joint: pikepdf.Pdf, fonts: dict[tuple[int, int], Font]) -> None:
        import pikepdf

        self._joint = joint
        self._fonts = fonts
        self._used: dict[tuple[int, int], Used] = {}
        self._order: list[PaperFont] = []
        self._others: dict[tuple[int, int], tuple[bytes, str, pikepdf.Object]] = {}
        self._pdf = pikepdf.new()

    def of(self, numbers: Sequence[int], headings: Sequence[_Heading], title: str) -> bytes:
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
                Contents=packed(pdf, self._content(old)),
            )
            notes = [note for note in _notes(old) if _marked(note) is None]
            if notes:
                page.Annots = pikepdf.Array([pdf.copy_foreign(self._joint.make_indirect(note)) for note in notes])
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        resources.Font = pikepdf.Dictionary({f"/{one.name.decode()}": one.write(pdf) for one in self._order})
        for _operator, kind in _NAMED:
            held = {f"/{name.decode()}": pdf.copy_foreign(one) for name, at, one in self._others.values() if at == kind}
            if held:
                resources[kind] = pikepdf.Dictionary(held)
        producer = self._joint.docinfo.get("/Producer")
        if producer is not None:
            pdf.docinfo[pikepdf.Name.Producer] = str(producer)
        if title:
            pdf.docinfo[pikepdf.Name.Title] = title
            pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = pikepdf.String(_LANGUAGE)
        self._bookmark(headings, numbers[0])
        out = io.BytesIO()
        pdf.save(
            out,
            min_version="1.4",
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()

    def _bookmark(self, headings: Sequence[_Heading], first: int) -> None:
        import pikepdf

        with self._pdf.open_outline() as outline:
            above: list[tuple[int, list[pikepdf.OutlineItem]]] = [(-1, outline.root)]
            for one in headings:
                entry = pikepdf.OutlineItem(one.text, one.page - first, "XYZ", top=round(one.top, 1))
                while above[-1][0] >= one.level:
                    above.pop()
                above[-1][1].append(entry)
                above.append((one.level, entry.children))

    def _content(self, page: pikepdf.Page) -> bytes:
        import pikepdf

        content, resources = page.obj.get("/Contents"), page.obj.get("/Resources")
        if not isinstance(content, pikepdf.Stream) or not isinstance(resources, pikepdf.Dictionary):
            raise UnknownError
        written = content.read_bytes()
        if not is_known(written):
            raise UnknownError
        held = resources.get("/Font")
        used = {name[1:]: self._use(font) for name, font in (held.items() if held is not None else ())}

        def rename(name: bytes, operator: bytes) -> bytes:
            kind = dict(_NAMED)[operator.decode()]
            named = resources.get(kind)
            one = named.get(f"/{name.decode()}") if isinstance(named, pikepdf.Dictionary) else None
            if one is None:
                raise UnknownError
            return self._other(one, kind)

        new = shorten(written, used, rename)
        if new is None:
            raise UnknownError
        return new

    def _use(self, font: pikepdf.Object) -> Used:
        key = font.objgen
        if key not in self._used:
            if key not in self._fonts:
                self._fonts[key] = read_composite(font)
            self._used[key] = Used(self._fonts[key], PaperFont(self._fonts[key], self._order))
        return self._used[key]

    def _other(self, one: pikepdf.Object, kind: str) -> bytes:
        """Return the name of a graphics state or picture, in the order in which the paper uses them."""
        if kind == "/XObject" and one.get("/Subtype") != "/Image":
            raise UnknownError  # a form has resources of its own
        if one.get("/Font") is not None or not one.is_indirect:
            raise UnknownError
        if one.objgen not in self._others:
            count = sum(group == kind for _name, group, _one in self._others.values())
            self._others[one.objgen] = (b"%s%d" % (b"G" if kind == "/ExtGState" else b"X", count + 1), kind, one)
        return self._others[one.objgen][0]
