"""Reads what a .docx says: from the XML itself, not through the library that filled it.

The gate must not share the filler's errors, so nothing here knows docxtpl or python-docx.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from docgen import markup
from docgen.gate import labels, listings, rasters, wording
from docgen.gate.wording import FIELD, LABEL, LEADER, NOTE, PAGE, PAGES
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from docgen.gate.wording import Block, Listing, Passage, Running, Section, Wording

__all__ = ["DamagedError", "read"]

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATIONS = "word/_rels/document.xml.rels"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HAIR = 12.0
"""Points that a table is wider than its column by Word's own way of laying it: the margins of its outer cells."""


class DamagedError(ValueError):
    """Not a .docx that can be read."""


@lru_cache(maxsize=1)
def read(docx: bytes) -> Wording:
    """Read a .docx, once when it is asked for twice in a row. Raises DamagedError when it is none."""
    from lxml import etree

    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            names = set(package.namelist())

            def part(name: str) -> _Element:
                return markup.root(package.read(name))

            document = part("word/document.xml")
            styles = package.read("word/styles.xml") if "word/styles.xml" in names else b""
            listed = listings.read(document, markup.root(styles) if styles else None)
            numbered = labels.numbered_styles(styles) if "word/numbering.xml" in names and styles else None
            reader = _Reader(numbered, _notes(document))
            relations = part(_RELATIONS) if _RELATIONS in names else None
            links = {} if relations is None else _links(relations)
            reader.wording.pictures = 0 if relations is None else rasters.count(document, relations, package)
            running = {
                name: reader.read_running(part(name))
                for name in sorted(names)
                if name in links.values() or re.fullmatch(r"word/(header|footer)\d*\.xml", name)
            }
            for name in ("word/footnotes.xml", "word/endnotes.xml"):
                if name in names:
                    reader.read_notes(part(name))
            if "word/settings.xml" in names:
                even = part("word/settings.xml").find(f"{W}evenAndOddHeaders")
                reader.wording.has_even = even is not None and _is_on(even)
    except (zipfile.BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, NotImplementedError, EOFError) as error:
        raise DamagedError(str(error)) from error
    body = document.find(f"{W}body")
    if body is None:
        raise DamagedError("no body")
    reader.read_body(body, {link: running[name] for link, name in links.items() if name in running}, listed)
    return reader.wording


def _notes(document: _Element) -> dict[str, str]:
    """Return the marks of footnotes by their ids: their numbers, or what stands for these where they are formed otherwise."""
    plain = next(document.iter(f"{W}numFmt", f"{W}numStart", f"{W}numRestart"), None) is None
    found: dict[str, str] = {}
    for one in document.iter(f"{W}footnoteReference"):
        if one.get(f"{W}customMarkFollows") not in ("1", "true", "on"):
            found[str(one.get(f"{W}id"))] = str(len(found) + 1) if plain else NOTE
    return found


def _links(relations: _Element) -> dict[str, str]:
    """Return the headers and footers by the names under which sections refer to them."""
    return {
        str(one.get("Id")): posixpath.normpath(posixpath.join("word", str(one.get("Target", "")))).lstrip("/")
        for one in relations
        if str(one.get("Type", "")).endswith(("/header", "/footer"))
    }


class _Reader:
    """Walks the XML once; a field may begin in one paragraph and end in another, so it remembers."""

    def __init__(self, numbered: frozenset[str] | None, notes: Mapping[str, str]) -> None:
        """``numbered``: styles that number their paragraphs; None where the document numbers nothing.

        ``notes``: the marks of footnotes by their ids.
        """
        self.wording = wording.Wording()
        self._numbered = numbered
        self._notes = notes
        self._note = ""
        self._fields: list[str] = []
        self._stands: list[str] = []
        """For each open field what stands for its result."""
        self._tables = 0
        self._boxes = self.wording.loose
        """Where the text of boxes goes."""
        self._places: dict[_Element, int] = {}
        """Of the body's paragraphs, where there are contents."""

    def read_body(self, body: _Element, running: Mapping[str, Running], listed: tuple[Listing, ...]) -> None:
        """Read the body; ``running`` are headers and footers by the names under which sections refer to them."""
        self.wording.listings = listed
        self._places = {one: place for place, one in enumerate(body.iter(f"{W}p"))} if listed else {}
        self.wording.blocks.extend(self._blocks(body))
        before = None
        for each in body.iter(f"{W}sectPr"):
            before = _section(each, running, before)
            self.wording.sections.append(before)
        width = min((each.width - each.left - each.right for each in self.wording.sections), default=0.0)
        laid = [_overhang(one, width) for one in body.iter(f"{W}ind", f"{W}tblInd", f"{W}tbl")]
        left, right = (max((one[side] for one in laid), default=0.0) for side in (0, 1))
        self.wording.sections = [
            replace(each, left=each.left - left, right=each.right - right) for each in self.wording.sections
        ]
        self.wording.floating |= next(body.iter(f"{W}framePr", f"{W}txbxContent"), None) is not None

    def read_running(self, part: _Element) -> Running:
        self._boxes = []
        lines = [passage for block in self._blocks(part) for passage in block.passages]
        boxes, self._boxes = self._boxes, self.wording.loose
        self.wording.running.extend((*lines, *boxes))
        self.wording.floating |= bool(boxes)
        return wording.Running(tuple(lines), tuple(boxes))

    def read_notes(self, part: _Element) -> None:
        for note in part:
            if note.get(f"{W}type") is None:
                self._note = self._notes.get(str(note.get(f"{W}id")), "")
                self.wording.loose.extend(passage for block in self._blocks(note) for passage in block.passages)

    def _blocks(self, parent: _Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                passage = self._passage(child)
                if passage is not None:
                    yield wording.Block((passage,))
            elif child.tag == f"{W}tbl":
                self._tables += 1
                yield from self._rows(child, self._tables)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child)

    def _rows(self, table: _Element, number: int) -> Iterator[Block]:
        heading = True
        for row in table.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not table:
                continue  # of a table within a cell: read with the row it stands in
            mark = row.find(f"{W}trPr/{W}tblHeader")
            heading = heading and mark is not None and _is_on(mark)
            passages = [
                passage
                for paragraph in row.iter(f"{W}p")
                if not _is_elsewhere(paragraph, row) and (passage := self._passage(paragraph)) is not None
            ]
            if passages:
                yield wording.Block(tuple(passages), number, heading)

    def _passage(self, paragraph: _Element) -> Passage | None:
        shown: list[str] = [LABEL] if self._is_numbered(paragraph) else []
        stored: list[str] = []
        for kind, text in self._pieces(paragraph):
            stored.append(text)
            if kind in (PAGE, PAGES) or not self._fields or self._fields[-1] == "text":
                shown.append(kind or text)
            elif self._stands[-1] == FIELD and (not shown or shown[-1] != FIELD):
                shown.append(FIELD)
        said = wording.plain("".join(stored))
        if said:
            self.wording.everything.append(said)
        passage = wording.passage(wording.plain("".join(shown)))
        if passage is not None and paragraph in self._places:
            self.wording.paragraphs[self._places[paragraph]] = passage
        return passage

    def _pieces(self, element: _Element) -> Iterator[tuple[str, str]]:
        """Yield (stand-in for what the engine works out, text as stored) in reading order."""
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                yield "", child.text or ""
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield LEADER, " "
            elif tag == f"{W}noBreakHyphen":
                yield "", "-"
            elif tag == f"{W}footnoteReference" and (mark := self._notes.get(str(child.get(f"{W}id")))):
                yield mark, ""
            elif tag == f"{W}footnoteRef" and self._note:
                yield self._note, ""
            elif tag in _WORKED_OUT:
                yield FIELD, ""
            elif tag == f"{W}fldChar":
                yield from self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                self._instruct(child.text or "")
            elif tag == f"{W}fldSimple" and not _shows_text(child.get(f"{W}instr", "")):
                yield _stand_in(child.get(f"{W}instr", "")), "".join(text.text or "" for text in child.iter(f"{W}t"))
            elif tag == f"{W}txbxContent":
                self._boxes.extend(passage for block in self._blocks(child) for passage in block.passages)
            elif tag not in _NOT_SHOWN and not (tag == f"{W}r" and _is_hidden(child)):
                yield from self._pieces(child)

    def _field(self, kind: str) -> Iterator[tuple[str, str]]:
        """Follow a field; where the number of a page stands for its result, yield that once."""
        if kind == "begin":
            self._fields.append("instruction")
            self._stands.append(FIELD)
        elif kind == "end" and self._fields:
            if self._fields.pop() == "instruction" and self._stands[-1] != FIELD:
                yield self._stands[-1], ""
            self._stands.pop()
        elif kind == "separate" and self._fields and self._fields[-1] != "text":
            self._fields[-1] = "result"
            if self._stands[-1] != FIELD:
                yield self._stands[-1], ""

    def _instruct(self, instruction: str) -> None:
        if not self._fields:
            return
        if _shows_text(instruction) or ("contents" in self._stands and instruction.split()[:1] == ["PAGEREF"]):
            self._fields[-1] = "text"
        elif listings.is_contents(instruction):
            self._fields[-1], self._stands[-1] = "text", "contents"
        elif self._stands[-1] == FIELD:
            self._stands[-1] = _stand_in(instruction)

    def _is_numbered(self, paragraph: _Element) -> bool:
        properties = paragraph.find(f"{W}pPr") if self._numbered is not None else None
        if properties is None or self._numbered is None:
            return False
        own = properties.find(f"{W}numPr/{W}numId")
        if own is not None:
            return own.get(f"{W}val") != "0"
        style = properties.find(f"{W}pStyle")
        return style is not None and style.get(f"{W}val", "") in self._numbered


_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_WORKED_OUT = frozenset(f"{W}{name}" for name in ("sym", "pgNum", "endnoteReference", "endnoteRef"))
_NOT_SHOWN = frozenset((*(f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "delText")), _FALLBACK))


def _stand_in(instruction: str) -> str:
    return {"PAGE": PAGE, "NUMPAGES": PAGES}.get("".join(instruction.split()[:1]).upper(), FIELD)


def _shows_text(instruction: str) -> bool:
    return instruction.split()[:1] == ["HYPERLINK"]


def _is_on(mark: _Element) -> bool:
    return mark.get(f"{W}val", "true") not in ("0", "false", "off")


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and _is_on(mark)


def _overhang(element: _Element, width: float) -> tuple[float, float]:
    """Return by how many points a paragraph or table lies past the left and the right margin, as its author laid it.

    ``width`` is between the margins.
    """

    def points(*names: str) -> float:
        values = [element.get(f"{W}{name}", "") for name in names]
        return max((int(one[1:]) / 20 for one in values if one.startswith("-") and one[1:].isdecimal()), default=0.0)

    if element.tag == f"{W}tbl":
        columns = [column.get(f"{W}w", "0") for column in element.iterfind(f"{W}tblGrid/{W}gridCol")]
        wider = sum(int(column) for column in columns if column.isdecimal()) / 20 - width
        return (wider, wider) if wider > _HAIR else (0.0, 0.0)
    left = points("left", "start", "w")
    return (left + _HAIR if left and element.tag == f"{W}tblInd" else left), points("right", "end")


def _is_elsewhere(paragraph: _Element, row: _Element) -> bool:
    """Whether a paragraph within a row is not drawn there: in a text box, or in a cell merged into the one above."""
    for ancestor in paragraph.iterancestors():
        if ancestor is row:
            return False
        if ancestor.tag in (f"{W}txbxContent", _FALLBACK):
            return True
        if ancestor.tag == f"{W}tc":
            merged = ancestor.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart":
                return True
    return False


def _section(properties: _Element, running: Mapping[str, Running], before: Section | None) -> Section:
    """Read a section; headers and footers that it does not name are those of the one before."""

    def points(name: str, attribute: str, otherwise: float) -> float:
        element = properties.find(f"{W}{name}")
        value = element.get(f"{W}{attribute}") if element is not None else None
        return abs(float(value)) / 20 if value else otherwise

    def named(name: str, inherited: Mapping[str, Running]) -> dict[str, Running]:
        own = {
            str(one.get(f"{W}type", "default")): running[link]
            for one in properties.iter(f"{W}{name}Reference")
            if (link := str(one.get(_ID))) in running
        }
        return {**inherited, **own}

    first, numbers = properties.find(f"{W}titlePg"), properties.find(f"{W}pgNumType")
    start = "" if numbers is None else str(numbers.get(f"{W}start", ""))
    return wording.Section(
        width=points("pgSz", "w", 595.3),
        height=points("pgSz", "h", 841.9),
        top=points("pgMar", "top", 72),
        right=points("pgMar", "right", 90),
        bottom=points("pgMar", "bottom", 72),
        left=points("pgMar", "left", 90),
        headers=named("header", before.headers if before else {}),
        footers=named("footer", before.footers if before else {}),
        has_first=first is not None and _is_on(first),
        start=int(start) if start.isdecimal() else None,
        counts_plainly=numbers is None or numbers.get(f"{W}fmt", "decimal") == "decimal",
    )
