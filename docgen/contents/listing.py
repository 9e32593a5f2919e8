"""The entries of one contents page, written in the place of the old ones.

Of the old entries only their look is kept: the layout of the first paragraph of each level, with its tab stops, and its font.
A level that had none looks as its style says (目录 1, TOC 1 …).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.contents.heading_styles import ParagraphStyles
from docgen.contents.switches import Switches, read
from docgen.errors import ConversionError
from docgen.markup import SPACE, place, q
from docgen.messages import _

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["Entry", "EntryWriter", "Field"]

_ENTRY = re.compile(r"(?:toc|目录)\s*([1-9])")
_STEP = 420
"""Twips by which Word sets in each level where no style says so."""


@dataclass(frozen=True, slots=True)
class Field:
    """A contents field: its marks are runs, which stand in paragraphs of one parent."""

    code: str
    begin: Element
    separate: Element
    end: Element
    first: Element
    """The paragraph in which it begins."""
    last: Element
    """The one in which it ends."""

    @property
    def ends_alone(self) -> bool:
        """Whether the paragraph in which it ends has nothing more to say."""
        return self.last is self.first or not any(True for one in self.end.itersiblings() for _text in one.iter(q("t")))

    @property
    def asked(self) -> Switches:
        """What its code asks for."""
        return read(self.code)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a contents page."""

    level: int
    text: str
    """Its label and its text; a tab may stand between them."""
    page: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class _Look:
    """How the entries of a level look: their paragraph's properties, and those of their runs."""

    paragraph: Element
    run: Element | None


class EntryWriter:
    """Writes the entries of a contents field."""

    def __init__(self, field: Field, styles: ParagraphStyles, width: float) -> None:
        """``width`` is that of the text, in twips."""
        self._field, self._styles, self._width = field, styles, width
        self._looks = self._old_looks()

    def write(self, entries: Sequence[Entry]) -> None:
        """Put these entries in the place of what stood there."""
        field = self._field
        first, last, end = field.first, field.last, field.end
        was_entry = last is first or any(True for run in _before(end) for _text in run.iter(q("t")))
        after = list(end.itersiblings())
        marks = self._clear()
        self._write_code()
        lines = [self._paragraph(entry) for entry in entries]
        begins_line = all(one.tag in (q("pPr"), q("bookmarkStart"), q("bookmarkEnd")) for one in _before(field.begin))
        if begins_line:
            _dress(first, lines[0].find(q("pPr")))
        for piece in reversed([*marks, *list(lines[0])[1:]]):
            field.separate.addnext(piece)
        at = first
        for line in lines[1:]:
            at.addnext(line)
            at = line
        if was_entry and (last is first or not after):
            at.extend([end, *after])
            section = last.find(f"{q('pPr')}/{q('sectPr')}")
            if last is not first:
                _remove(last)
                if section is not None and (layout := at.find(q("pPr"))) is not None:
                    layout.append(section)

    def _clear(self) -> list[Element]:
        """Take away what the field shows; return the bookmarks that stood in it."""
        field = self._field
        gone = list(field.separate.itersiblings())
        if field.last is not field.first:
            for paragraph in field.first.itersiblings():
                if paragraph is field.last:
                    break
                gone.append(paragraph)
            gone += [one for one in _before(field.end) if one.tag != q("pPr")]
        else:
            gone = gone[: gone.index(field.end)]
        if any(True for one in gone for _section in one.iter(q("sectPr"))):
            raise ConversionError(
                _("a section ends among the entries of the contents page"),
                hint=_("Put the section break behind the contents page, in a paragraph of its own."),
            )
        marks = [mark for one in gone for mark in one.iter(q("bookmarkStart"), q("bookmarkEnd"))]
        for one in gone:
            _remove(one)
        return marks

    def _write_code(self) -> None:
        """Write the field's code in one piece: programs cut it up as they like."""
        for one in list(self._field.begin.itersiblings(q("r"))):
            if one is self._field.separate:
                break
            _remove(one)
        run = self._run(_Look(self._field.first, None), q("instrText"))
        run[0].text = f" TOC {self._field.code.strip()[3:].strip()} "
        run[0].set(SPACE, "preserve")
        self._field.begin.addnext(run)

    def _old_looks(self) -> dict[int, _Look]:
        """Return how the entries that stand there look, by level."""
        field = self._field
        found: dict[int, _Look] = {}
        paragraph: Element | None = field.first
        while paragraph is not None:
            layout = paragraph.find(q("pPr"))
            name = self._styles.name(paragraph)
            known = _ENTRY.fullmatch(name)
            level = int(known[1]) if known else 0
            shown = [text.getparent() for text in paragraph.iter(q("t"))]
            if layout is not None and level and shown:
                run = copy.deepcopy(shown[0].find(q("rPr"))) if shown[0] is not None else None
                for name in ("rStyle", "noProof", "webHidden"):  # of a link, which Word does not show as one here
                    if run is not None and (mark := run.find(q(name))) is not None:
                        run.remove(mark)
                found.setdefault(level, _Look(copy.deepcopy(layout), run))
            if paragraph is field.last:
                break
            paragraph = paragraph.getnext()
        return found

    def _look(self, level: int) -> _Look:
        if level in self._looks:
            return self._looks[level]
        layout = self._field.first.makeelement(q("pPr"))
        if style := self._styles.called(f"toc {level}") or self._styles.called(f"目录 {level}"):
            layout.append(layout.makeelement(q("pStyle"), {q("val"): style}))
        elif level > 1:
            layout.append(layout.makeelement(q("ind"), {q("left"): str(_STEP * (level - 1))}))
        return _Look(layout, None)

    def _paragraph(self, entry: Entry) -> Element:
        """Return a paragraph: its properties, then its text, within a link where the field asks for one."""
        asked, look = self._field.asked, self._look(entry.level)
        made = self._field.first.makeelement(q("p"))
        layout = copy.deepcopy(look.paragraph)
        for name in ("sectPr", "numPr"):
            if (old := layout.find(q(name))) is not None:
                layout.remove(old)
        made.append(layout)
        stops = [kind for _at, kind in self._styles.stops(made)]
        numbered = entry.level not in asked.unnumbered
        if numbered and asked.separator == "\t" and "right" not in stops:
            place(layout, "tabs").append(
                made.makeelement(q("tab"), {q("val"): "right", q("leader"): "dot", q("pos"): str(round(self._width))})
            )
        text = entry.text if stops[:1] == ["left"] and len(stops) > 1 else entry.text.replace("\t", " ")
        holder = made
        if asked.links:
            holder = made.makeelement(q("hyperlink"), {q("anchor"): entry.bookmark, q("history"): "1"})
            made.append(holder)
        holder.extend(self._runs(text, look))
        if numbered:
            holder.extend(self._runs(asked.separator, look))
            holder.append(self._mark("begin", look))
            holder.extend(self._runs(f" PAGEREF {entry.bookmark} \\h ", look, "instrText"))
            holder.append(self._mark("separate", look))
            holder.extend(self._runs(entry.page, look))
            holder.append(self._mark("end", look))
        return made

    def _runs(self, text: str, look: _Look, kind: str = "t") -> Iterator[Element]:
        for index, piece in enumerate(text.split("\t")):
            if index:
                yield self._run(look, q("tab"))
            if piece:
                run = self._run(look, q(kind))
                run[-1].text = piece
                run[-1].set(SPACE, "preserve")
                yield run

    def _mark(self, kind: str, look: _Look) -> Element:
        run = self._run(look, q("fldChar"))
        run[-1].set(q("fldCharType"), kind)
        return run

    def _run(self, look: _Look, tag: str) -> Element:
        run = self._field.first.makeelement(q("r"))
        if look.run is not None and len(look.run):
            run.append(copy.deepcopy(look.run))
        run.append(run.makeelement(tag))
        return run


def _before(run: Element) -> list[Element]:
    return list(run.itersiblings(preceding=True))


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _dress(paragraph: Element, layout: Element | None) -> None:
    """Give a paragraph the properties of another, and leave it the end of its section."""
    old = paragraph.find(q("pPr"))
    section = old.find(q("sectPr")) if old is not None else None
    if old is not None:
        paragraph.remove(old)
    new = copy.deepcopy(layout) if layout is not None else paragraph.makeelement(q("pPr"))
    if section is not None:
        new.append(section)
    paragraph.insert(0, new)
