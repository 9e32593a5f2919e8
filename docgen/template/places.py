"""Where something stands in a template, as a clerk finds it again: part, words, and in a table the row and cell.

A patched source has a line for each paragraph and for each tag that stands between elements (a ``{%tr`` row, which
docxtpl takes away), so that Jinja2's line numbers lead here. A row that is only a tag counts, as it does in Word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen import markup
from docgen.errors import TemplateError
from docgen.markup import W
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_TITLES = {
    "document": "正文",
    "header": "页眉",
    "footer": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "core": "文档属性",
    "styles": "样式",
    "settings": "文档设置",
}
_TOKEN = re.compile(
    r"(?P<tag>{%.*?%}|{{.*?}}|{#.*?#})"
    r"|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>",
    re.S,
)
_OPENER = re.compile(r"{[{%#]")
_CLOSERS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_PARAGRAPH = re.compile(r"<w:p[ >]")
_BETWEEN = re.compile(r"(<(?!w:t[ >])[^<>]*>\s*)({[{%])")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, each counted from 1; all 0 outside tables. Tables count through the part."""

    table: int = 0
    row: int = 0
    cell: int = 0

    def __str__(self) -> str:
        if not self.table:
            return ""
        return _("table {table}, row {row}, cell {cell}").format(table=self.table, row=self.row, cell=self.cell)


NOWHERE = Cell()
"""Outside tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """A part as a clerk calls it, the words that stand there, the cell they stand in."""

    part: str
    words: str = ""
    cell: Cell = NOWHERE

    def __str__(self) -> str:
        where = f"{self.part}“{self.words}”" if self.words else self.part
        return _("{where} ({cell})").format(where=where, cell=self.cell) if self.cell.table else where


class PlacedError(TemplateError):
    """A template that cannot be used, for a ``reason`` that has a place."""

    def __init__(self, name: str, place: Place, reason: str) -> None:
        super().__init__(
            _("{name}, {where}: {reason}").format(name=name, where=place, reason=reason),
            hint=_("Open the template in Word or WPS, search for these words and correct the placeholder."),
        )
        self.name = name
        self.place = place
        self.reason = reason

    def at(self, place: Place) -> PlacedError:
        """Return the same error with another place."""
        return PlacedError(self.name, place, self.reason)


@dataclass(frozen=True, slots=True)
class Token:
    """A tag or an element of a source: ``kind`` is tag, start, empty or end; ``line`` is where it begins."""

    kind: str
    text: str
    attributes: str
    line: int


def part_title(part: str) -> str:
    """Return what a clerk calls a part, such as 正文 for word/document.xml."""
    return _TITLES.get(re.sub(r"\d*(\.xml)?$", "", part.rpartition("/")[2]), part)


def lined(source: str) -> str:
    """Return a source with a line for each paragraph, and one for each tag between elements, begun within the tag."""
    return _BETWEEN.sub(r"\1\2\n", _PARAGRAPH.sub(lambda found: f"\n{found[0]}", source))


def unlined(text: str) -> str:
    """Take away the lines of :func:`lined` between tags; those within tags print nothing."""
    return text.replace("\n<w:p ", "<w:p ").replace("\n<w:p>", "<w:p>")


def tags(words: str) -> Iterator[str]:
    """Yield each tag in words, in order; of one that does not end only the two signs it begins with.

    What ends no tag is looked for once, so thousands of braces cost what their number costs.
    """
    at, absent = 0, set()
    while found := _OPENER.search(words, at):
        begin, closer = found.start(), _CLOSERS[found[0]]
        end = -1 if closer in absent else words.find(closer, found.end())
        if end < 0:
            absent.add(closer)
            at = begin + 1
            yield found[0]
        else:
            at = end + len(closer)
            yield words[begin:at]


def tokens(source: str) -> Iterator[Token]:
    """Yield the tags and elements of a source, in order."""
    line, seen = 1, 0
    for found in _TOKEN.finditer(source):
        line += source.count("\n", seen, found.start())
        seen = found.start()
        if tag := found["tag"]:
            yield Token("tag", tag, "", line + (tag[2:3] == "\n"))
        else:
            kind = "end" if found["end"] else "empty" if found["empty"] else "start"
            yield Token(kind, found["name"], found["attributes"], line)


def place(part: str, source: str, line: int) -> Place:
    """Return the place at a line of a source, counted from 1; the part alone where there is no such line."""
    words = excerpt(source, line)
    return Place(part_title(part), shortened(words), cells(source).get(line, NOWHERE) if words else NOWHERE)


def excerpt(source: str, line: int) -> str:
    """Return the words of the paragraph at a line of the source, or the tag there, as a clerk sees them in Word."""
    lines = source.split("\n")
    if not 1 <= line <= len(lines):
        return ""
    at = sum(map(len, lines[: line - 1])) + line - 1
    before = source[at - 3 : at]
    if before[:2] in ("{%", "{{"):
        tag = source[at : source.find("%}" if before[:2] == "{%" else "}}", at) + 2]
        return _text(f"{before[:2]} {tag.lstrip()}")
    end = source.find("</w:p>", at)
    return _text(source[at : end if end >= 0 else None])


@lru_cache(maxsize=2)  # each tag of a part asks for its place
def cells(source: str) -> dict[int, Cell]:
    """Return the cell of each line of a source that stands in a table."""
    found: dict[int, Cell] = {}
    elements: list[str] = []
    open_tables: list[list[int]] = []
    count = 0
    for token in tokens(source):
        if token.kind == "end":
            if elements:
                elements.pop()
            if token.text == "w:tbl" and open_tables:
                open_tables.pop()
            continue
        if token.text == "w:tbl":
            count += 1
            open_tables.append([count, 0, 0])
        inside = open_tables[-1] if open_tables else None
        if inside is not None:
            parent = elements[-1] if elements else ""
            if token.text == "w:tr" or (token.kind == "tag" and parent == "w:tbl"):
                inside[1:] = [inside[1] + 1, int(token.kind == "tag")]
            elif token.text == "w:tc" or (token.kind == "tag" and parent == "w:tr"):
                inside[2] += 1
            if token.text == "w:p" or token.kind == "tag":
                found.setdefault(token.line, Cell(*inside))
        if token.kind == "start":
            elements.append(token.text)
    return found


def place_of(part: str, element: etree._Element) -> Place:
    """Return the place of an element of an unpatched part: its paragraph's words, or the style it belongs to."""
    for above in (element, *element.iterancestors()):
        if above.tag == f"{W}style":
            name = above.find(f"{W}name")
            return Place("样式", "" if name is None else str(name.get(f"{W}val", "")))
        if above.tag in (f"{W}p", f"{W}tc", f"{W}tr", f"{W}tbl"):
            words = markup.words(above).strip()
            if words:
                return Place(part_title(part), shortened(words), cell_of(above))
    return Place(part_title(part))


def cell_of(element: etree._Element) -> Cell:
    """Return the cell that a paragraph of an unpatched part stands in."""
    row = cell = None
    for above in element.iterancestors():
        if above.tag == f"{W}tc" and cell is None:
            cell = above
        elif above.tag == f"{W}tr" and row is None:
            row = above
        elif above.tag == f"{W}tbl" and row is not None and cell is not None:
            tables = list(above.getroottree().iter(f"{W}tbl"))
            return Cell(
                tables.index(above) + 1,
                list(above.iter(f"{W}tr")).index(row) + 1,
                list(row.iterchildren(f"{W}tc")).index(cell) + 1,
            )
    return NOWHERE


def shortened(words: str) -> str:
    """Return words cut to a width fit for a message."""
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


def _text(xml: str) -> str:
    text = re.sub(r"<[^>]*>", "", xml).strip()
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text
