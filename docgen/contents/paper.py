"""A filled paper as its contents pages see it: headings with their labels, and the fields that list them.

What a TOC field shows is thrown away and written anew, as Word would write it (:mod:`docgen.contents.listing`).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import markup
from docgen.contents import switches
from docgen.contents.entry_numbers import NumberedSection, Span, labelled, page_numbers
from docgen.contents.heading_styles import ParagraphStyles
from docgen.contents.listing import Entry, EntryWriter, Field
from docgen.errors import ConversionError
from docgen.markup import DOCUMENT, NUMBERING, SPACE, STYLES, q, val, whole
from docgen.messages import _

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["ListedHeading", "PaperWithContents", "has_contents"]

_UNKNOWN = "0"
"""Stands for a page until the paper has been drawn."""
_BLANKS = frozenset(q(name) for name in ("tab", "br", "cr"))
_DELETED = tuple(map(q, ("del", "moveFrom")))
_GONE = ("del", "moveFrom", "txbxContent", "pict", "Fallback")


@dataclass(frozen=True, slots=True)
class ListedHeading:
    """A paragraph that a contents page may list."""

    paragraph: Element
    place: int
    """Among the paragraphs of the body."""
    style: str
    """Its style's name."""
    outline: int
    level: Element | None
    """Of the list that numbers it."""
    text: str


def has_contents(docx: bytes) -> bool:
    """Whether a paper has a contents page, be its field whole or not; a file that is no .docx has none."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            document = package.read(DOCUMENT)
        return b"instr" in document and any(map(switches.is_contents, _codes(markup.root(document))))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return False


class PaperWithContents:
    """A paper whose contents pages can be written. Raise ConversionError for one whose contents field is not whole."""

    def __init__(self, docx: bytes) -> None:
        self._docx = docx
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            self._parts = {name: package.read(name) for name in package.namelist()}
        self._tree = markup.root(self._parts[DOCUMENT])
        self._styles = ParagraphStyles(self._part(STYLES), self._part(NUMBERING))
        for simple in [one for one in self._tree.iter(q("fldSimple")) if switches.is_contents(val(one, "instr") or "")]:
            _unfold(simple)
        self._fields = list(_fields(self._tree))
        self.headings, self.sections = self._read()

    def written(self, spans: Sequence[Span | None] = ()) -> bytes:
        """Return the paper with its contents written anew, its headings where ``spans`` say that they stand.

        Without spans those labels and numbers stand that stood there before. Headings have their places in what is returned.
        """
        listed = [
            [(level, one) for one in self.headings if (level := field.asked.level(one.style, one.outline))]
            for field in self._fields
        ]
        if not all(listed):
            raise ConversionError(
                _("the contents page has nothing to list: no heading has a style that it asks for"),
                hint=_("Give the headings the styles 标题 1 to 标题 3 (Heading 1 to 3) in Word."),
            )
        ends = [field.end for field in self._fields]
        names = _named({one.place: one.paragraph for lines in listed for _level, one in lines}, self._tree, ends)
        if spans:
            numbers = page_numbers(self.sections, self.headings, spans)
            shown = {
                names[one.place]: (labelled(one, span[2]), numbers[one.place])
                for lines in listed
                for _level, one in lines
                if (span := spans[one.place]) is not None
            }
        else:
            shown = _standing(self._tree)
        for field, lines in zip(self._fields, listed, strict=True):
            entries = [
                Entry(level, *shown.get(names[one.place], (one.text, _UNKNOWN)), names[one.place])
                for level, one in lines
            ]
            EntryWriter(field, self._styles, self._width_at(field)).write(entries)
        self._fields = list(_fields(self._tree))
        self.headings, self.sections = self._read()
        return self._packed()

    def _read(self) -> tuple[list[ListedHeading], list[NumberedSection]]:
        self._paragraphs = list(self._tree.iter(q("p")))
        places = {id(one): place for place, one in enumerate(self._paragraphs)}
        own = {
            place
            for one in self._fields
            for place in range(places[id(one.first)], places[id(one.last)] + one.ends_alone)
        }
        ends = [one.end for one in self._fields]
        headings: list[ListedHeading] = []
        sections: list[NumberedSection] = []
        begun = 0
        for place, paragraph in enumerate(self._paragraphs):
            if place not in own and not _is_gone(paragraph):
                style, outline = self._styles.name(paragraph), self._styles.outline(paragraph)
                text = _text(paragraph, ends)
                if text and any(one.asked.level(style, outline) for one in self._fields):
                    headings.append(
                        ListedHeading(paragraph, place, style, outline, self._styles.level(paragraph), text)
                    )
            if (section := paragraph.find(f"{q('pPr')}/{q('sectPr')}")) is not None:
                sections.append(_section(section, begun, place + 1))
                begun = place + 1
        last = self._tree.find(f"{q('body')}/{q('sectPr')}")
        sections.append(_section(last, begun, len(self._paragraphs)))
        return headings, sections

    def _width_at(self, field: Field) -> float:
        """Return the width of the text where a contents page stands, in twips."""
        at = next(place for place, one in enumerate(self._paragraphs) if one is field.first)
        return next(one.width for one in self.sections if at < one.end)

    def _part(self, name: str) -> Element | None:
        return markup.root(self._parts[name]) if name in self._parts else None

    def _packed(self) -> bytes:

        written = markup.written(self._tree)
        if written == self._parts[DOCUMENT]:
            return self._docx
        self._parts[DOCUMENT] = written
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
            for name, content in self._parts.items():
                entry = zipfile.ZipInfo(name)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, content)
        self._docx = out.getvalue()
        return self._docx


def _codes(tree: Element) -> Iterator[str]:
    """Yield the codes of fields, each as far as it stands in a row."""
    yield from (val(one, "instr") or "" for one in tree.iter(q("fldSimple")))
    code = ""
    for one in tree.iter(q("fldChar"), q("instrText")):
        if one.tag == q("instrText"):
            code += one.text or ""
            continue
        yield code
        code = ""


def _fields(tree: Element) -> Iterator[Field]:
    """Yield the contents fields of a document that stand by themselves; raise ConversionError for one that is not whole."""
    open_fields: list[tuple[list[str], list[Element]]] = []
    for element in tree.iter(q("fldChar"), q("instrText")):
        if element.tag == q("instrText"):
            if open_fields and len(open_fields[-1][1]) == 1:
                open_fields[-1][0].append(element.text or "")
            continue
        kind = val(element, "fldCharType")
        if kind == "begin":
            open_fields.append(([], [element]))
        elif open_fields:
            codes, marks = open_fields[-1]
            marks.append(element)
            if kind == "end":
                open_fields.pop()
                if switches.is_contents("".join(codes)):
                    yield _field("".join(codes), marks)


def _field(code: str, marks: Sequence[Element]) -> Field:
    runs = [one.getparent() for one in marks]
    lines = [None if one is None else one.getparent() for one in runs]
    if len(marks) == 3 and all(one is not None and one.tag == q("p") for one in lines):
        begin, separate, end = (one for one in runs if one is not None)
        first, second, last = (one for one in lines if one is not None)
        if first is second and first.getparent() is last.getparent() and not _is_gone(first):
            return Field(code, begin, separate, end, first, last)
    raise ConversionError(
        _("the field of the contents page is not whole, or stands in a text box"),
        hint=_("Delete the contents page in Word and insert it anew (References, Table of Contents)."),
    )


def _unfold(simple: Element) -> None:
    """Make of a ``w:fldSimple`` the same field in its long form."""

    def mark(kind: str) -> Element:
        run = simple.makeelement(q("r"))
        run.append(simple.makeelement(q("fldChar"), {q("fldCharType"): kind}))
        return run

    code = simple.makeelement(q("r"))
    text = simple.makeelement(q("instrText"), {SPACE: "preserve"})
    text.text = val(simple, "instr")
    code.append(text)
    parent = simple.getparent()
    assert parent is not None
    at = parent.index(simple)
    parent[at : at + 1] = [mark("begin"), code, mark("separate"), *simple, mark("end")]


def _is_gone(element: Element) -> bool:
    """Whether a paragraph is no part of the text that runs on."""
    return next(element.iterancestors(*map(q, _GONE)), None) is not None


def _text(paragraph: Element, ends: Sequence[Element]) -> str:
    """Return what a heading says on a contents page: in one line, without what is hidden or refers to notes.

    ``ends`` are the runs that end contents pages: what stands before one is none of the heading's.
    """
    found: list[str] = []
    for run in paragraph.iter(q("r")):
        if run in ends:
            found = []
        hidden = run.find(f"{q('rPr')}/{q('vanish')}")
        is_hidden = hidden is not None and val(hidden) not in ("0", "false", "off")
        if (
            is_hidden
            or next(run.iterancestors(q("p"))) is not paragraph
            or next(run.iterancestors(*_DELETED), None) is not None
        ):
            continue
        for child in run:
            if child.tag == q("t"):
                found.append(child.text or "")
            elif child.tag in _BLANKS:
                found.append(" ")
            elif child.tag == q("noBreakHyphen"):
                found.append("-")
    return "".join(found).strip()


def _section(properties: Element | None, first: int, end: int) -> NumberedSection:
    def of(name: str, attribute: str = "val") -> str | None:
        return None if properties is None else val(properties.find(q(name)), attribute)

    def twips(name: str, attribute: str, usual: float) -> float:
        found = whole(of(name, attribute) or "")
        return usual if found is None else found

    columns = twips("cols", "num", 1) or 1
    width = twips("pgSz", "w", 11906) - twips("pgMar", "left", 1800) - twips("pgMar", "right", 1800)
    return NumberedSection(
        first,
        end,
        whole(of("pgNumType", "start") or ""),
        of("pgNumType", "fmt") or "decimal",
        of("type") == "continuous",
        (width - (columns - 1) * twips("cols", "space", 425)) / columns,
    )


def _named(paragraphs: Mapping[int, Element], tree: Element, ends: Sequence[Element]) -> dict[int, str]:
    """Give each heading a bookmark of its own, as Word calls it, behind the end of a contents page; return their names."""
    marks = list(tree.iter(q("bookmarkStart")))
    following = max((whole(val(one, "id") or "") or 0 for one in marks), default=0)
    taken: set[str] = set()
    found: dict[int, str] = {}
    used = {val(one, "name") for one in marks}
    fresh = (name for count in range(1, 1_000_000) if (name := f"_Toc{count:09d}") not in used)
    for place, paragraph in paragraphs.items():
        name = next(
            (
                name
                for one in paragraph.iter(q("bookmarkStart"))
                if (name := val(one, "name") or "").startswith("_Toc") and name not in taken
            ),
            "",
        )
        if not name:
            name = next(fresh)
            following += 1
            start = paragraph.makeelement(q("bookmarkStart"), {q("id"): str(following), q("name"): name})
            before = [place for place, one in enumerate(paragraph, 1) if one.tag == q("pPr") or one in ends]
            paragraph.insert(max(before, default=0), start)
            paragraph.append(paragraph.makeelement(q("bookmarkEnd"), {q("id"): str(following)}))
        taken.add(name)
        found[place] = name
    return found


def _standing(tree: Element) -> dict[str, tuple[str, str]]:
    """Return what entries of a contents page say, text and page, by their headings' bookmarks."""
    found: dict[str, tuple[str, str]] = {}
    for paragraph in tree.iter(q("p")):
        said = ["", ""]
        name = ""
        for element in paragraph.iter(q("instrText"), q("t"), q("tab")):
            parent = element.getparent()
            if element.tag == q("instrText"):
                asked = (element.text or "").split()
                name = asked[1] if asked[:1] == ["PAGEREF"] and len(asked) > 1 else name
            elif element.tag == q("t"):
                said[1 if name else 0] += element.text or ""
            elif not name and parent is not None and parent.tag == q("r"):
                said[0] += "\t"
        if name.startswith("_Toc"):
            found[name] = (said[0].removesuffix("\t"), said[1])
    return found
