"""Reads what a .docx says: from the XML itself, not through the library that filled it.

The gate must not share the filler's errors, so nothing here knows docxtpl or python-docx.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

from docgen import markup
from docgen.gate import compared_text, labels, listings, picture
from docgen.gate.compared_text import FIELD, LEADER, NOTE, PAGE, PAGES
from docgen.gate.running import is_on, sections_of
from docgen.markup import DOCUMENT, MC, NUMBERING, SETTINGS, STYLES, WP, W

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from docgen.gate.compared_text import Block, Listing, Passage, Running, Wording

__all__ = ["DamagedDocxError", "read", "words"]

_RELATIONS = "word/_rels/document.xml.rels"
_FALLBACK = f"{MC}Fallback"


class DamagedDocxError(ValueError):
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

            document = part(DOCUMENT)
            styles = package.read(STYLES) if STYLES in names else b""
            listed = listings.read(document, _styles(styles) if styles else None)
            lists = package.read(NUMBERING) if NUMBERING in names else b""
            reader = _Reader(
                labels.Labels(lists, styles), _notes(document), dashed=markup.is_numbered_in_dashes(document)
            )
            relations = part(_RELATIONS) if _RELATIONS in names else None
            links = {} if relations is None else _links(relations)
            reader.wording.pictures = picture.count(DOCUMENT, document, package)
            running = {
                name: reader.read_running(one := part(name), picture.count(name, one, package))
                for name in sorted(names)
                if name in links.values() or re.fullmatch(r"word/(header|footer)\d*\.xml", name)
            }
            for name in ("word/footnotes.xml", "word/endnotes.xml"):
                if name in names:
                    reader.read_notes(part(name))
            if SETTINGS in names:
                even = part(SETTINGS).find(f"{W}evenAndOddHeaders")
                reader.wording.has_even = even is not None and is_on(even)
    except (zipfile.BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, NotImplementedError, EOFError) as error:
        raise DamagedDocxError(str(error)) from error
    body = document.find(f"{W}body")
    if body is None:
        raise DamagedDocxError("no body")
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


@lru_cache(maxsize=8)
def _styles(part: bytes) -> _Element:
    """Parse the styles, which papers of one template have in common; nobody changes them."""
    return markup.root(part)


def words(docx: bytes) -> str:
    """Return all that a .docx says, paragraph by paragraph and without white space; ``""`` when it cannot be read."""
    try:
        return "\n".join(read(docx).everything)
    except DamagedDocxError:
        return ""


class _Reader:
    """Walks the XML once; a field may begin in one paragraph and end in another, so it remembers."""

    def __init__(self, numbers: labels.Labels, notes: Mapping[str, str], *, dashed: bool) -> None:
        """``notes``: the marks of footnotes by their ids; ``dashed``: whether all pages are numbered - 1 -."""
        self.wording = compared_text.Wording()
        self._labels = numbers
        self._in_body = False
        self._notes = notes
        self._note = ""
        self._series: dict[str, int] = {}
        """How far captions of each kind are counted."""
        self._fields: list[str] = []
        self._codes: list[str] = []
        self._dashed = dashed
        self._stands: list[str] = []
        """For each open field what stands for its result."""
        self._tables = 0
        self._hides = False
        """Whether anything is hidden in the part that is read: in most nothing is, and no run is asked."""
        self._boxes = self.wording.loose
        """Where the text of boxes goes."""
        self._places: dict[_Element, int] = {}
        """Of the body's paragraphs, where there are contents."""

    def read_body(self, body: _Element, running: Mapping[str, Running], listed: tuple[Listing, ...]) -> None:
        """Read the body; ``running`` are headers and footers by the names under which sections refer to them."""
        self.wording.listings = listed
        self._places = {one: place for place, one in enumerate(body.iter(f"{W}p"))} if listed else {}
        self._in_body = True
        self.wording.blocks.extend(self._part(body))
        self.wording.sections = sections_of(body, running)
        self.wording.floating |= next(body.iter(f"{W}framePr", f"{W}txbxContent"), None) is not None

    def read_running(self, part: _Element, pictures: int) -> Running:
        self._boxes = []
        lines = [passage for block in self._part(part) for passage in block.passages]
        boxes, self._boxes = self._boxes, self.wording.loose
        self.wording.running.extend((*lines, *boxes))
        self.wording.floating |= bool(boxes)
        return compared_text.Running(tuple(lines), tuple(boxes), pictures)

    def read_notes(self, part: _Element) -> None:
        for note in part:
            if note.get(f"{W}type") is None:
                self._note = self._notes.get(str(note.get(f"{W}id")), "")
                self.wording.loose.extend(passage for block in self._part(note) for passage in block.passages)

    def _part(self, part: _Element) -> Iterator[Block]:
        self._hides = next(part.iter(f"{W}vanish"), None) is not None
        self.wording.layered |= next(part.iter(f"{WP}anchor", f"{W}pict"), None) is not None
        return self._blocks(part)

    def _blocks(self, parent: _Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                passage = self._passage(child)
                if passage is not None:
                    yield compared_text.Block((passage,))
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
            heading = heading and mark is not None and is_on(mark)
            passages = [
                passage
                for paragraph in row.iter(f"{W}p")
                if not _is_elsewhere(paragraph, row) and (passage := self._passage(paragraph)) is not None
            ]
            if passages:
                yield compared_text.Block(tuple(passages), number, heading)

    def _passage(self, paragraph: _Element) -> Passage | None:
        label = self._labels.of(paragraph, counted=self._in_body)
        shown: list[str] = [label] if label else []
        stored: list[str] = []
        self._walk(paragraph, shown, stored)
        said = compared_text.plain("".join(stored))
        self.wording.everything.extend(filter(None, (said,)))
        passage = compared_text.passage(said if shown == stored else compared_text.plain("".join(shown)))
        if passage is not None and paragraph in self._places:
            self.wording.paragraphs[self._places[paragraph]] = passage
        return passage

    def _walk(self, element: _Element, shown: list[str], stored: list[str]) -> None:
        """Take down in reading order what is shown, with what stands for what the engine works out, and what is stored."""
        for child in element:
            tag = child.tag
            if tag in _NOT_SHOWN or (self._hides and tag == _RUN and _is_hidden(child)):
                continue
            if tag == _RUN:
                self._walk(child, shown, stored)
            elif tag == _TEXT:
                self._say("", child.text or "", shown, stored)
            elif tag in _SIGNS:
                self._say(*_SIGNS[tag], shown, stored)
            elif tag == f"{W}footnoteReference" and (mark := self._notes.get(str(child.get(f"{W}id")))):
                self._say(mark, "", shown, stored)
            elif tag == f"{W}footnoteRef" and self._note:
                self._say(self._note, "", shown, stored)
            elif tag == f"{W}fldChar":
                if number := self._field(child.get(f"{W}fldCharType", "")):
                    self._say(number, "", shown, stored)
            elif tag == f"{W}instrText":
                self._instruct(child.text or "")
            elif tag == f"{W}fldSimple" and not _shows_text(child.get(f"{W}instr", "")):
                text = "".join(text.text or "" for text in child.iter(_TEXT))
                self._say(self._worked_out(child.get(f"{W}instr", "")), text, shown, stored)
            elif tag == f"{W}txbxContent":
                self._boxes.extend(passage for block in self._blocks(child) for passage in block.passages)
            else:
                self._walk(child, shown, stored)

    def _say(self, kind: str, text: str, shown: list[str], stored: list[str]) -> None:
        stored.append(text)
        if not self._fields or PAGE in kind or kind == PAGES or kind.isdecimal() or self._fields[-1] == "text":
            shown.append(kind or text)
        elif self._stands[-1] == FIELD and (not shown or shown[-1] != FIELD):
            shown.append(FIELD)

    def _field(self, kind: str) -> str:
        """Follow a field; where the number of a page stands for its result, return that once."""
        if kind == "begin":
            self._fields.append("instruction")
            self._stands.append(FIELD)
            self._codes.append("")
        elif kind == "separate" and self._fields and self._fields[-1] == "instruction":
            return self._understood()
        elif kind == "end" and self._fields:
            number = self._understood() if self._fields[-1] == "instruction" else ""
            for each in (self._fields, self._stands, self._codes):
                each.pop()
            return number
        return ""

    def _instruct(self, instruction: str) -> None:
        if self._codes:
            self._codes[-1] += instruction

    def _understood(self) -> str:
        """Settle what stands for the innermost field's result by its whole code; return it where it is a number."""
        code = self._codes[-1]
        if _shows_text(code) or ("contents" in self._stands and code.split()[:1] == ["PAGEREF"]):
            self._fields[-1] = "text"
        elif listings.is_contents(code):
            self._fields[-1], self._stands[-1] = "text", "contents"
        else:
            self._fields[-1], self._stands[-1] = "result", self._worked_out(code)
            return self._stands[-1].replace(FIELD, "")
        return ""

    def _worked_out(self, instruction: str) -> str:
        """Return what a field shows: the number of a caption (SEQ), the next of its series, or what stands for another."""
        code = _SERIES.fullmatch(instruction)
        if code is None:
            kind = "".join(instruction.split()[:1]).upper()
            form = _FORM.search(instruction)
            if kind == "PAGE" and (self._dashed if form is None else form[1]):
                return f"-{PAGE}-"
            return {"PAGE": PAGE, "NUMPAGES": PAGES}.get(kind, FIELD)
        name, switch, start = code[1], code[2] or "n", code[3]
        before = self._series.get(name, 0)
        self._series[name] = int(start) if start else before if switch == "c" else before + 1
        return str(self._series[name])


_FORM = re.compile(r"\\\*\s*(?!MERGEFORMAT)(?:(ArabicDash)|\w+)", re.I)
"""A switch for a number's form, and whether that is dashes."""
_SERIES = re.compile(r"\s*SEQ\s+([^\s\\]+)\s*(?:\\\*\s*\w+\s*)*(?:\\([cn]|r\s*(\d+))\s*)?(?:\\\*\s*\w+\s*)*", re.I)
_TEXT, _RUN = f"{W}t", f"{W}r"
_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_WORKED_OUT = ("sym", "pgNum", "endnoteReference", "endnoteRef")
_SIGNS: dict[object, tuple[str, str]] = {  # what stands for a sign that is no text, and how it is stored
    **{f"{W}{name}": (FIELD, "") for name in _WORKED_OUT},
    **{f"{W}{name}": (LEADER, " ") for name in ("tab", "ptab")},
    f"{W}noBreakHyphen": ("", "-"),
}
_NOT_SHOWN = frozenset((*(f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "delText")), _FALLBACK))


def _shows_text(instruction: str) -> bool:
    return instruction.split()[:1] == ["HYPERLINK"]


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and is_on(mark)


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
