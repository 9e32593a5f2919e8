"""Reads what a .docx says: from the XML itself, not through the library that filled it.

The gate must not share the filler's errors, so nothing here knows docxtpl or python-docx.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docgen import markup
from docgen.gate import wording
from docgen.gate.wording import FIELD, LABEL, LEADER
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from docgen.gate.wording import Block, Passage, Section, Wording

__all__ = ["DamagedError", "read"]

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class DamagedError(ValueError):
    """Not a .docx that can be read."""


def read(docx: bytes) -> Wording:
    """Read a .docx. Raises DamagedError when it is none."""
    from lxml import etree

    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            names = set(package.namelist())

            def part(name: str) -> _Element:
                return markup.root(package.read(name))

            document = part("word/document.xml")
            numbered = _numbered_styles(part("word/styles.xml")) if "word/numbering.xml" in names else None
            reader = _Reader(numbered)
            for name in sorted(names):
                if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
                    reader.read_running(part(name))
                elif name in ("word/footnotes.xml", "word/endnotes.xml"):
                    reader.read_notes(part(name))
    except (zipfile.BadZipFile, zlib.error, KeyError, etree.XMLSyntaxError, NotImplementedError, EOFError) as error:
        raise DamagedError(str(error)) from error
    body = document.find(f"{W}body")
    if body is None:
        raise DamagedError("no body")
    reader.read_body(body)
    return reader.wording


def _numbered_styles(styles: _Element) -> frozenset[str]:
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            own[name] = number.get(f"{W}val") != "0"
        parent = style.find(f"{W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{W}val", "")
    found = set()
    for name in {*own, *based}:
        seen: set[str] = set()
        ancestor = name
        while ancestor not in own and ancestor in based and ancestor not in seen:
            seen.add(ancestor)
            ancestor = based[ancestor]
        if own.get(ancestor):
            found.add(name)
    return frozenset(found)


class _Reader:
    """Walks the XML once; a field may begin in one paragraph and end in another, so it remembers."""

    def __init__(self, numbered: frozenset[str] | None) -> None:
        """``numbered``: styles that number their paragraphs; None where the document numbers nothing."""
        self.wording = wording.Wording()
        self._numbered = numbered
        self._fields: list[str] = []
        self._tables = 0

    def read_body(self, body: _Element) -> None:
        self.wording.blocks.extend(self._blocks(body))
        self.wording.sections.extend(_section(each) for each in body.iter(f"{W}sectPr"))
        self.wording.floating |= next(body.iter(f"{W}framePr", f"{W}txbxContent"), None) is not None

    def read_running(self, part: _Element) -> None:
        self.wording.running.extend(passage for block in self._blocks(part) for passage in block.passages)

    def read_notes(self, part: _Element) -> None:
        for note in part:
            if note.get(f"{W}type") is None:
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
            if not self._fields or self._fields[-1] == "text":
                shown.append(kind or text)
            elif not shown or shown[-1] != FIELD:
                shown.append(FIELD)
        said = wording.plain("".join(stored))
        if said:
            self.wording.everything.append(said)
        return wording.passage(wording.plain("".join(shown)))

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
            elif tag in _WORKED_OUT:
                yield FIELD, ""
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                self._instruct(child.text or "")
            elif tag == f"{W}fldSimple" and not _shows_text(child.get(f"{W}instr", "")):
                yield FIELD, "".join(text.text or "" for text in child.iter(f"{W}t"))
            elif tag == f"{W}txbxContent":
                self.wording.loose.extend(passage for block in self._blocks(child) for passage in block.passages)
            elif tag not in _NOT_SHOWN and not (tag == f"{W}r" and _is_hidden(child)):
                yield from self._pieces(child)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("instruction")
        elif kind == "end" and self._fields:
            self._fields.pop()
        elif kind == "separate" and self._fields and self._fields[-1] != "text":
            self._fields[-1] = "result"

    def _instruct(self, instruction: str) -> None:
        if self._fields and _shows_text(instruction):
            self._fields[-1] = "text"

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
_WORKED_OUT = frozenset(
    f"{W}{name}" for name in ("sym", "pgNum", "footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef")
)
_NOT_SHOWN = frozenset((*(f"{W}{name}" for name in ("pPr", "rPr", "del", "moveFrom", "delText")), _FALLBACK))


def _shows_text(instruction: str) -> bool:
    return instruction.split()[:1] == ["HYPERLINK"]


def _is_on(mark: _Element) -> bool:
    return mark.get(f"{W}val", "true") not in ("0", "false", "off")


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and _is_on(mark)


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


def _section(properties: _Element) -> Section:
    def points(name: str, attribute: str, otherwise: float) -> float:
        element = properties.find(f"{W}{name}")
        value = element.get(f"{W}{attribute}") if element is not None else None
        return abs(float(value)) / 20 if value else otherwise

    return wording.Section(
        width=points("pgSz", "w", 595.3),
        height=points("pgSz", "h", 841.9),
        top=points("pgMar", "top", 72),
        right=points("pgMar", "right", 90),
        bottom=points("pgMar", "bottom", 72),
        left=points("pgMar", "left", 90),
    )
