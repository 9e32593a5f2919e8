"""What stands in a Word paper that an engine has to draw: its constructs, each with its place.

A construct is called by a key: the element's name with the prefix Word gives it (``w:strike``), and where it matters with
the value that matters (``w:u wave``, ``field DATE``, ``list hebrew1``). Only what is used is looked at: styles that
something is set in, levels of lists that something stands on. What an engine can draw of it is said in
:mod:`docgen.convert.repertoire`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert import construct_keys as keys
from docgen.convert import construct_layout as layout
from docgen.convert import construct_pictures as pictures
from docgen.convert.construct_keys import W
from docgen.markup import DOCUMENT, NUMBERING, SETTINGS, STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

__all__ = ["Construct", "constructs"]

_BODY = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_FALLBACK, _CHOICE = f"{markup.MC}Fallback", f"{markup.MC}Choice"
_UNDERSTOOD = frozenset(("wps", "wpg", "wpc", "w14", "w15", "wp14", "w16se", "w16cid", "w16", "w16cex"))
_FIELD = re.compile(r"\s*(=|[A-Za-z]+)")
_SWITCH = re.compile(r"\\\S")
_LISTED = "\0"
"""Stands for a contents field while its entries are read."""
_FORM = r"\*\s*(?:MERGEFORMAT|Arabic)"
_SWITCHES = {
    **dict.fromkeys(("PAGE", "NUMPAGES", "SECTIONPAGES"), _FORM),
    **dict.fromkeys(("REF", "PAGEREF"), rf"{_FORM}|h"),
    "SEQ": rf"{_FORM}|n|c|r\s*\d+",
}
"""What may stand behind a computed field's name: engines heed no other form than 1, 2, 3."""
_TOGGLES = frozenset(f"{W}{name}" for name in ("b", "i", "strike", "vanish", "emboss", "imprint", "outline", "shadow"))
"""What is switched off where both a paragraph's and a character's style have it (ISO/IEC 29500-1, 17.7.3)."""
_WORD, _TAG = re.compile("[A-Za-z]{5}"), re.compile(r"\{[{%#].*?[}%#]\}")
"""What could be hyphenated; what is no text of the paper yet."""
_RUNNING = re.compile(r"^word/(?:header|footer)")


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct, and the first place where it stands."""

    key: str
    part: str
    """Name of the part."""
    element: Element


def constructs(parts: Mapping[str, bytes]) -> tuple[Construct, ...]:
    """Return the constructs of a .docx by its parts, each once, in the order in which they are come to.

    The parts have the names that Word gives them. Raise lxml's XMLSyntaxError for one that is damaged.
    """
    found: dict[str, Construct] = {}
    for one in _Reader(parts).read():
        found.setdefault(one.key, one)
    return tuple(found.values())


class _Reader:
    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self._styles: set[str] = set()
        """Those that are used."""
        sheet = markup.root(parts[STYLES]) if STYLES in parts else None
        self._defaults = None if sheet is None else sheet.find(f"{W}docDefaults")
        every = () if sheet is None else sheet.iter(f"{W}style")
        self._sheet = {str(style.get(f"{W}styleId")): style for style in every}
        if (usual := self._sheet.get(_default(self._sheet))) is not None:
            self._sheet[""] = usual
        self._settings = markup.root(parts[SETTINGS]) if SETTINGS in parts else None
        self._levels: dict[tuple[str, str], tuple[str, Element]] = {}
        self._bookmarks: set[str] = set()
        self._has_plain_tables = False
        """Whether a table names no style, so that it has the one by default."""
        self._part = ""
        self._codes: list[list[str] | str] = []
        """For each open field its code as far as it is read; a mere string where its result has begun."""
        self._pairs: dict[tuple[str, str], tuple[str, Element]] = {}
        """Styles of characters with those of the paragraphs they are used in."""
        self._adjoining: set[str] = set()
        """Styles of paragraphs of which two stand below each other."""

    def read(self) -> Iterator[Construct]:
        bodies = {name: markup.root(content) for name, content in self._parts.items() if _BODY.match(name)}
        self._bookmarks = {
            str(one.get(f"{W}name")) for tree in bodies.values() for one in tree.iter(f"{W}bookmarkStart")
        }
        for name, tree in bodies.items():
            self._part, self._codes = name, []
            yield from self._within(tree)
            yield from self._pictures(name, tree)
        yield from self._of_lists()
        yield from self._of_styles()
        for one in () if self._settings is None else self._settings:
            if (key := keys.of_setting(one)) and not _is_idle(key, bodies):
                yield Construct(key, SETTINGS, one)

    def _within(self, parent: Element) -> Iterator[Construct]:
        for element in parent:
            if not isinstance(element.tag, str):
                continue
            if element.tag == _FALLBACK and _is_understood(element.getprevious()):
                continue
            if element.tag == _CHOICE and not _is_understood(element):
                yield Construct("mc:Choice of a later Word", self._part, element)
                continue
            self._note(element)
            if element.tag == f"{W}p" and self._part != DOCUMENT and self._is_numbered(element):
                yield Construct("list outside the text", self._part, element)
            for key in (*keys.of(element), *self._field(element)):
                yield Construct(key, self._part, element)
            if element.tag == f"{W}p":
                for key in layout.of_lines(element, self._sheet, self._settings):
                    yield Construct(key, self._part, element)
            if not keys.is_opaque(element):
                yield from self._within(element)

    def _note(self, element: Element) -> None:
        """Remember what leads to other parts: styles that are used, levels of lists."""
        value = element.get(f"{W}val", "")
        if element.tag in (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle"):
            self._styles.add(value)
            self._see_beside(element, value)
        elif element.tag == f"{W}tbl" and element.find(f"{W}tblPr/{W}tblStyle") is None:
            self._has_plain_tables = True
        elif element.tag == f"{W}numPr":
            number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
            if number is not None and number.get(f"{W}val") != "0":
                at = "0" if level is None else str(level.get(f"{W}val"))
                self._levels.setdefault((str(number.get(f"{W}val")), at), (self._part, element))

    def _is_numbered(self, paragraph: Element) -> bool:
        """Whether a paragraph has a number: by itself, or by its style and those that is based on."""
        found = next(layout.said(paragraph, self._sheet, "numPr"), None)
        number = None if found is None else found.find(f"{W}numId")
        return number is not None and number.get(f"{W}val") != "0"

    def _see_beside(self, element: Element, style: str) -> None:
        """Remember what a style is used together with."""
        paragraph = next(element.iterancestors(f"{W}p"), None)
        if paragraph is None:
            return
        own = paragraph.find(f"{W}pPr/{W}pStyle")
        if element.tag == f"{W}rStyle":
            self._pairs.setdefault((style, "" if own is None else own.get(f"{W}val", "")), (self._part, element))
        elif element.tag == f"{W}pStyle":
            after = paragraph.getnext()
            other = None if after is None else after.find(f"{W}pPr/{W}pStyle")
            if other is not None and other.get(f"{W}val") == style:
                self._adjoining.add(style)

    def _field(self, element: Element) -> Iterator[str]:
        code = self._codes[-1] if self._codes and isinstance(self._codes[-1], list) else None
        if element.tag == f"{W}fldSimple":
            yield from self._kind(str(element.get(f"{W}instr") or ""))
            if element.get(f"{W}fldLock") in markup.ON:
                yield "field locked"
        elif element.tag == f"{W}instrText" and code is not None:
            code.append(element.text or "")
        elif element.tag == f"{W}fldChar":
            match element.get(f"{W}fldCharType"):
                case "begin":
                    if code is not None:
                        yield "field within a field's code"
                    self._codes.append([])
                case "separate" if code is not None:
                    yield from self._kind("".join(code))
                    self._codes[-1] = _LISTED if _is_contents(code) else ""
                case "end" if self._codes:
                    self._codes.pop()
                    yield from self._kind("".join(code or ()))

    def _kind(self, code: str) -> Iterator[str]:
        kind = _FIELD.match(code)
        if kind is None:
            return
        name = kind[1].upper()
        if _LISTED in self._codes and name in ("PAGEREF", "HYPERLINK"):
            return  # of an old entry, which is thrown away
        where = " in a header or footer" if _RUNNING.match(self._part) else ""
        if name in ("REF", "PAGEREF"):
            asked = code[kind.end() :].split()
            where = "" if asked and asked[0] in self._bookmarks else " to nowhere"
        elif name == "TOC":
            yield from (f"field TOC {switch}" for switch in _SWITCH.findall(code))
        elif name not in ("PAGE", "NUMPAGES"):
            where = ""
        known = _SWITCHES.get(name)
        if known and name == "PAGE" and where:
            known += r"|\*\s*ArabicDash"
        if known and not re.fullmatch(rf"[^\\]*(?:\\(?:{known})\s*)*", code[kind.end() :], re.I):
            where = " with a switch"
        yield f"field {name}{where}"

    def _pictures(self, name: str, tree: Element) -> Iterator[Construct]:
        folder, _slash, file = name.rpartition("/")
        content = self._parts.get(f"{folder}/_rels/{file}.rels")
        files = {
            str(one.get("Id")): markup.target_of(name, str(one.get("Target", "")))
            for one in (markup.root(content) if content else ())
            if str(one.get("Type", "")).endswith("/image") and one.get("TargetMode") != "External"
        }
        for path in files.values():
            if path in self._parts and (key := pictures.of_file(self._parts[path])):
                yield Construct(key, name, tree)
        for element in tree.iter("*"):
            if any(files.get(one) not in self._parts for one in pictures.relations(element)):
                yield Construct("picture missing", name, element)

    def _of_styles(self) -> Iterator[Construct]:
        styles = self._sheet
        todo = [*self._styles, *(name for name, one in styles.items() if one.get(f"{W}default") in markup.ON)]
        seen: set[str] = set()
        self._part = STYLES
        if self._defaults is not None:
            yield from self._within(self._defaults)
        for (character, paragraph), (part, element) in self._pairs.items():
            if _toggled(styles, character) & _toggled(styles, paragraph):
                yield Construct("a style within a style", part, element)
        while todo:
            name = todo.pop()
            if name in seen or name not in styles:
                continue
            seen.add(name)
            style = styles[name]
            if name in self._adjoining and style.find(f"{W}pPr/{W}pBdr") is not None:
                yield Construct("w:pBdr of two paragraphs alike", STYLES, style)
            parents = [str(one.get(f"{W}val")) for one in style.iter(f"{W}basedOn")]
            todo += parents
            if style.get(f"{W}type") == "table":
                above = [styles[one] for one in parents if one in styles]
                for key in layout.of_style(style, above, for_all=self._has_plain_tables):
                    yield Construct(key, STYLES, style)
            for one in style:
                if one.tag in keys.LOOKS:
                    yield from self._within(one)

    def _of_lists(self) -> Iterator[Construct]:
        if NUMBERING not in self._parts or not self._levels:
            return
        tree = markup.root(self._parts[NUMBERING])
        for linked in tree.iterfind(f".//{W}lvl/{W}pStyle"):
            if linked.get(f"{W}val") in self._styles:
                for key in keys.of_level(linked.getparent()):
                    yield Construct(key, NUMBERING, linked)
        kinds = {str(one.get(f"{W}abstractNumId")): one for one in tree.iter(f"{W}abstractNum")}
        for number in tree.iter(f"{W}num"):
            named = number.find(f"{W}abstractNumId")
            kind = kinds.get("" if named is None else str(named.get(f"{W}val")))
            for (asked, level), (part, place) in self._levels.items():
                if asked != number.get(f"{W}numId"):
                    continue
                every = {
                    one.get(f"{W}ilvl"): one for own in (kind, number) if own is not None for one in own.iter(f"{W}lvl")
                }
                own = every.get(level)
                for key in (*keys.of_level(own), *keys.of_label(own, every)):
                    yield Construct(key, part, place)
                look = None if own is None else own.find(f"{W}rPr")
                if look is not None and look.find(f"{W}rFonts") is None:
                    self._styles |= {str(one.get(f"{W}val")) for one in look.iterfind(f"{W}rStyle")}


def _is_contents(code: list[str]) -> bool:
    return "".join("".join(code).split()[:1]).upper() == "TOC"


def _toggled(styles: Mapping[str, Element], name: str) -> set[str]:
    """Return what a style and those that it is based on switch on."""
    found: set[str] = set()
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        found |= {str(one.tag) for one in style.iterfind(f"{W}rPr/*") if one.tag in _TOGGLES and keys.is_on(one)}
        parent = style.find(f"{W}basedOn")
        name = "" if parent is None else str(parent.get(f"{W}val"))
    return found


def _default(styles: Mapping[str, Element]) -> str:
    kinds = (
        name for name, one in styles.items() if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") == "1"
    )
    return next(kinds, "")


def _is_idle(setting: str, bodies: Mapping[str, Element]) -> bool:
    """Whether a setting changes nothing here: each section numbers its footnotes by itself, no word could be hyphenated."""
    if setting == "setting footnotePr":
        sections = [one for tree in bodies.values() for one in tree.iter(f"{W}sectPr")]
        return all(one.find(f"{W}footnotePr") is not None for one in sections)
    texts = (markup.words(line) for tree in bodies.values() for line in tree.iter(f"{W}p"))
    return setting == "setting autoHyphenation" and not any(_WORD.search(_TAG.sub("", text)) for text in texts)


def _is_understood(choice: Element | None) -> bool:
    return choice is not None and choice.tag == _CHOICE and set(str(choice.get("Requires", "")).split()) <= _UNDERSTOOD
