"""A part's XML as a Jinja2 source: patched by docxtpl, proved to stay well-formed, and what it needs afterwards.

docxtpl's own steps after rendering (parse, :meth:`fix_tables`, :meth:`fix_docpr_ids`, serialise) cost more than all the
rest. :func:`analyse` reads the source once and tells whether they have anything to do for any data; and because every
``{% if %}`` and ``{% for %}`` is shown to begin and end within the same elements, what comes out is well-formed without
another look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from jinja2.exceptions import TemplateSyntaxError

from docgen import markup
from docgen.markup import W
from docgen.messages import _
from docgen.template.places import Cell, Token, cell_of, lined, tags, tokens

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from lxml import etree

_BLOCK = re.compile(r"{%[-+]?\s*(\w+)")
_FORMATTED = re.compile(r"\|\s*(?:格式|一行)(?!\w)")
_FORMATTED_LAST = re.compile(r"\|\s*(?:格式|一行)\s*(\([^()|]*\))?\s*}}$")
_PICTURE = re.compile(r"\|\s*(图片|二维码|条形)(?!\w)")
_END_OF_GRID = b"</w:tblGrid>"
_TEXTS = ("w:t", "w:instrText", "w:delText")
_LITERAL = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})|({_{|}_}|{_%|%_})", re.S)
_LITERALS = {"{_{": "{{ '{{' }}", "}_}": "}}", "{_%": "{{ '{%' }}", "%_}": "%}"}
_HIDDEN = {ord(sign): 0xFDD0 + number for number, sign in enumerate("“”‘’")}
"""Typographic quotes as signs that stand in no text: docxtpl would make all of those in a tag straight."""
_TYPOGRAPHIC = {hidden: sign for sign, hidden in _HIDDEN.items()}
_STRAIGHT = {hidden: "\"\"''"[hidden - 0xFDD0] for hidden in _TYPOGRAPHIC}
_IN_TAG = re.compile(r"(?<={[{%]).*?(?=[}%]})")
_QUOTED = re.compile(
    '("[^"]*"|\'[^\']*\')|([\ufdd0\ufdd1])([^\ufdd0\ufdd1"]*)([\ufdd0\ufdd1"])'
    "|([\ufdd2\ufdd3])([^\ufdd2\ufdd3']*)([\ufdd2\ufdd3'])|([\ufdd0-\ufdd3])"
)
_OPENERS = {"if": "endif", "for": "endfor", "with": "endwith"}
_BETWEEN = ("else", "elif")


def patched(docxtpl: DocxTemplate, xml: str) -> str:
    """Return the source of a part: docxtpl's patches, its escaped braces as literals, a line for each paragraph.

    docxtpl turns ``{_{`` into ``{{`` after rendering, in values too; here it is done before, so that a value stays as it
    is (docxtpl 0.20.2).
    """
    source = docxtpl.patch_xml(xml.translate(_HIDDEN))
    source = _IN_TAG.sub(lambda found: _QUOTED.sub(_straightened, found.group()), source).translate(_TYPOGRAPHIC)
    source = _LITERAL.sub(lambda found: found.group(1) or _LITERALS[found.group(2)], source)
    return lined(source)


def _straightened(found: re.Match[str]) -> str:
    """Return a text in quotes with straight ones around it, as Jinja2 wants them; those within it are the author's words."""
    if found[1]:
        return found[1]
    begin, text, end = next((one for one in (found.group(2, 3, 4), found.group(5, 6, 7)) if one[0]), (found[8], "", ""))
    return f"{begin.translate(_STRAIGHT)}{text}{end.translate(_STRAIGHT)}"


def torn_tag(root: etree._Element) -> tuple[str, Cell] | None:
    """Return the words and cell of the first paragraph in which a tag begins and does not end.

    docxtpl would swallow everything up to the end of the tag, paragraphs and all.
    """
    for paragraph in root.iter(f"{W}p"):
        words = markup.words(paragraph)
        if "{" in words and any(len(tag) == len("{{") for tag in tags(words)):
            return words, cell_of(paragraph)
    return None


@dataclass
class _Table:
    columns: int = 0
    row_lengths: list[int] = field(default_factory=list)
    certain_rows: int = 0
    depth: int = 0
    """How many blocks enclose the table."""


class Need(IntEnum):
    """When docxtpl's step :meth:`fix_tables` has something to do."""

    NEVER = 0
    EMPTY_TABLE = 1
    """Only for a table that came out without any row."""
    ALWAYS = 2


@dataclass(slots=True)
class Analysis:
    """What was found out about a source.

    When its tables need a look; whether a tag stands within an element's attributes; whether an element other than a text
    may come out empty, all that is in it being within conditions or loops; whether a tag prints a picture; whether there
    are drawings to be numbered.
    """

    tables: Need = Need.NEVER
    has_tags_in_attributes: bool = False
    has_pictures: bool = False
    may_hollow: bool = False
    has_drawings: bool = False


def analyse(source: str) -> Analysis:
    """Prove that the source stays well-formed; return what docxtpl's tree steps may have to do.

    Raise TemplateSyntaxError, with its line, for a block that begins in one place and ends in another kind of place.
    """
    found = Analysis()
    elements: list[str] = []
    blocks: list[tuple[str, tuple[str, ...], int]] = []
    tables: list[_Table] = []
    certain: list[tuple[int, bool]] = []
    for token in tokens(source):
        if token.kind == "tag":
            if block := _BLOCK.match(token.text):
                found.tables = max(found.tables, _block(block.group(1), elements, blocks, token.line))
            _refuse_unfit(token, elements[-1] if elements else "")
            if picture := _PICTURE.search(token.text):
                _refuse_picture(picture[1], elements, token.line)
                found.has_pictures = True
        elif token.kind == "end":
            if not elements or elements.pop() != token.text:
                # The part was well-formed, and docxtpl takes out what stands within a tag: the half of something around it.
                said = _(
                    "a tag stands half inside a link, a field or a content control: delete it, and type it anew outside"
                )
                raise TemplateSyntaxError(said, token.line)
            found.may_hollow |= not certain.pop()[1] and token.text not in _TEXTS
            if token.text == "w:tbl" and tables:
                found.tables = max(found.tables, _need(tables.pop()))
        else:
            empty = token.kind == "empty"
            if certain and certain[-1][0] == len(blocks):
                certain[-1] = len(blocks), True
            if not empty:
                elements.append(token.text)
                certain.append((len(blocks), False))
            found.tables = max(found.tables, _start(token.text, token.attributes, tables, len(blocks), empty=empty))
            found.has_tags_in_attributes |= "{" in token.attributes
            found.has_drawings |= token.text == "wp:docPr"
    return found


def _refuse_unfit(token: Token, parent: str) -> None:
    """Refuse what would vanish or break the paper: a plain value where a whole run stands, formatted text where none does."""
    formatted = bool(_FORMATTED.search(token.text))
    between = token.text.startswith("{{") and parent.startswith("w:") and parent not in _TEXTS
    if between and not (parent == "w:p" and _FORMATTED_LAST.search(token.text)):
        said = _(
            "{tag} takes formatted text only, and a plain value would vanish: write {plain}, or use the filter 格式 or 一行"
        )
        raise TemplateSyntaxError(said.format(tag="{{r … }}", plain="{{ … }}"), token.line)
    if formatted and not between:
        said = _("the filters 格式 and 一行 make formatted text: write {tag}, as the last filter")
        raise TemplateSyntaxError(said.format(tag="{{r … | 格式 }}"), token.line)


def _refuse_picture(filter_name: str, elements: list[str], line: int) -> None:
    """Refuse a picture where none can stand: it goes into a line of text of the body, a cell, a header or a footer."""
    part = elements[0] if elements else ""
    if part not in ("w:document", "w:hdr", "w:ftr") or elements[-1] != "w:t" or "w:txbxContent" in elements:
        said = _(
            "the filter {name} prints a picture: it stands in a plain tag, in a line of the text, a cell, a header or a footer"
        )
        raise TemplateSyntaxError(said.format(name=filter_name), line)


def _block(word: str, elements: list[str], blocks: list[tuple[str, tuple[str, ...], int]], line: int) -> Need:
    """Follow a block's tags; each must stand within the same elements as the one that opened it."""
    here = tuple(elements)
    if word in _OPENERS:
        blocks.append((_OPENERS[word], here, line))
        # {%tc: the number of cells is the data's
        return Need.ALWAYS if here and here[-1] == "w:tr" else Need.NEVER
    elif word in _BETWEEN or word in _OPENERS.values():
        if not blocks or (word not in _BETWEEN and blocks[-1][0] != word):
            return Need.ALWAYS  # Jinja2 reports it better
        if blocks[-1][1] != here:
            raise TemplateSyntaxError(
                _(
                    "the block that ends here began in another kind of place: use {%p … %} for paragraphs, {%tr … %} for rows"
                ),
                line,
            )
        if word not in _BETWEEN:
            blocks.pop()
    return Need.NEVER


def _start(name: str, attributes: str, tables: list[_Table], depth: int, *, empty: bool = False) -> Need:
    if name == "w:tbl" and not empty:
        tables.append(_Table(depth=depth))
        # docxtpl counts the rows of a table in a cell as its host's.
        return Need.ALWAYS if len(tables) > 1 else Need.NEVER
    if not tables:
        return Need.NEVER
    table = tables[-1]
    if name == "w:gridCol":
        table.columns += 1
    elif name == "w:tr":
        table.row_lengths.append(0)
        table.certain_rows += depth == table.depth
    elif name == "w:tc" and table.row_lengths:
        table.row_lengths[-1] += 1
    elif name == "w:gridSpan" and table.row_lengths:
        span = re.search(r"w:val=[\"'](\d+)[\"']", attributes)
        if span is None:
            return Need.ALWAYS
        table.row_lengths[-1] += int(span.group(1)) - 1
    return Need.NEVER


def _need(table: _Table) -> Need:
    """A table needs no look when every row fills the grid, and one row at least is there."""
    if any(length != table.columns for length in table.row_lengths):
        return Need.ALWAYS
    return Need.NEVER if table.certain_rows else Need.EMPTY_TABLE


def has_empty_table(text: bytes) -> bool:
    """Whether a rendered part has a table without any row; there are no tables in tables."""
    at = text.find(_END_OF_GRID)
    while at >= 0:
        rows = at + len(_END_OF_GRID)
        if not text.startswith(b"<w:tr", rows) and text.find(b"<w:tr", rows, text.find(b"</w:tbl>", rows)) < 0:
            return True
        at = text.find(_END_OF_GRID, rows)
    return False
