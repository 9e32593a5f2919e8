"""The .docx as a package: parts in, parts out, and what concerns them as a whole.

What only wraps text is taken off (content controls, smart tags, insertions) and deletions go: dxpdf (0.8.1) loses the text of a
content control within a line, and forms from Word and WPS are full of them. Where it has no fontconfig to ask (Windows, macOS),
the faces are put inside.
"""

from __future__ import annotations

import copy
import io
import re
import uuid
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import markup
from docgen.embedded.errors import DamagedError, UnreadableError
from docgen.embedded.normalise.body import Body
from docgen.embedded.normalise.numbering import Numbering
from docgen.embedded.normalise.paragraphs import Setter
from docgen.embedded.normalise.parts import local, number, on, thinned
from docgen.embedded.normalise.styles import RunLook, Styles, settle_defaults
from docgen.markup import DOCUMENT, NUMBERING, OFFICE, SETTINGS, STYLES, TYPES, q, val
from docgen.markup import WORD as W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Faces

_TEXT = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_RUNNING = re.compile(r"^word/(?:header|footer)\d*\.xml$")
_CORE, _TITLE = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}title"
_FACES = uuid.UUID("0b2f6f0e-52a4-5d0b-9a53-6f4d9d1f2c11")
_FONT_TABLE = "word/fontTable.xml"
_TYPE = "application/vnd.openxmlformats-officedocument"
_TRANSPARENT = ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo")
_GONE = ("del", "moveFrom", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")


@dataclass(frozen=True, slots=True)
class Package:
    """A normalised paper, taken apart: what is left to do is to write it."""

    parts: dict[str, bytes]
    """Parts that are finished, by name."""
    trees: dict[str, Element]
    """The document, its headers, footers and notes, its numbering."""

    @property
    def title(self) -> str:
        """What the paper says it is called, ``""`` when it says nothing."""
        said = self.parts.get(_CORE)
        return str(_parse(_CORE, said).findtext(_TITLE) or "").strip() if said else ""

    def packed(self, fonts: Faces, *, carry_faces: bool = False) -> bytes:
        """Write the .docx; ``carry_faces`` puts the faces into it (ISO/IEC 29500-1, 17.8.3)."""
        return pack(self.parts | {name: markup.written(tree) for name, tree in self.trees.items()}, fonts, carry_faces)


def normalise(docx: bytes, fonts: Faces, *, carry_faces: bool = False) -> bytes:
    """Return the .docx as dxpdf draws it well; raise UnreadableError when it is no .docx.

    ``carry_faces`` puts the faces into the package, for systems without fontconfig.
    """
    return normalised(docx, fonts).packed(fonts, carry_faces=carry_faces)


def normalised(docx: bytes, fonts: Faces) -> Package:
    """Return the .docx as dxpdf draws it well, not yet written; raise UnreadableError when it is no .docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(docx)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableError(str(error)) from error
    if DOCUMENT not in parts:
        raise UnreadableError(f"{DOCUMENT}?")
    trees = {name: _parse(name, parts[name]) for name in parts if _TEXT.match(name) or name == NUMBERING}
    settings = _parse(SETTINGS, parts[SETTINGS]) if SETTINGS in parts else None
    dress = _dress(parts, fonts, _tab_stops(settings), _stretched(settings))
    body = Body(dress.setter, Numbering(trees.get(NUMBERING)), indented=_old(settings))
    dashed = markup.is_numbered_in_dashes(trees[DOCUMENT])
    for name in sorted(trees):
        if _RUNNING.match(name):
            markup.write_dashes(trees[name], everywhere=dashed)
        if _TEXT.match(name):
            _unwrap(trees[name])
            _write_out_contents(trees[name])
            body.set(trees[name])
    _close(trees[DOCUMENT])
    for tree in trees.values():
        _rename_families(tree, dress.setter.styles)
    if dress.styles:
        parts[STYLES] = dress.styles
    return Package({name: data for name, data in parts.items() if name not in trees}, trees)


@dataclass(frozen=True, slots=True)
class _Dress:
    """What papers of one template share."""

    setter: Setter
    styles: bytes
    """The style part as dxpdf gets it."""


_dresses: dict[tuple[bytes, bytes, str, float, bool], _Dress] = {}
_DRESSES = 8
"""As many templates are remembered at once."""


def _dress(parts: dict[str, bytes], fonts: Faces, every: float, stretched: bool) -> _Dress:
    """Return a template's styles resolved, from the last paper of it if there was one."""
    theme = next((name for name in sorted(parts) if re.match(r"^word/theme/theme\d*\.xml$", name)), "")
    key = (parts.get(STYLES, b""), parts.get(theme, b""), str(fonts.folder), every, stretched)
    if key not in _dresses:
        if len(_dresses) >= _DRESSES:
            _dresses.clear()
        tree = _parse(STYLES, key[0]) if key[0] else None
        styles = Styles(tree, _parse(theme, key[1]) if key[1] else None, fonts)
        finished = b""
        if tree is not None:
            plain, copied = RunLook(), copy.deepcopy(tree)
            settle_defaults(copied, plain.latin, plain.asian)
            _rename_families(copied, styles)
            finished = markup.written(copied)
        _dresses[key] = _Dress(Setter(styles, every, stretched=stretched), finished)
    return _dresses[key]


def _parse(name: str, data: bytes) -> Element:
    from lxml import etree

    try:
        return markup.root(data)
    except etree.XMLSyntaxError as error:
        raise DamagedError(name, str(error)) from error


def pack(parts: dict[str, bytes], fonts: Faces, carry_faces: bool) -> bytes:
    """Write a package, with the faces inside where there is no fontconfig."""
    if carry_faces:
        parts = _carry(parts, fonts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_STORED)
    return out.getvalue()


def _old(settings: Element | None) -> bool:
    """Whether a document asks to be laid out as Word 2010 and before did."""
    if settings is not None:
        for setting in settings.iter(q("compatSetting")):
            if val(setting, "name") == "compatibilityMode":
                return (number(setting) or 12) < 15
    return True


def _tab_stops(settings: Element | None) -> float:
    """Return the twips between the tab stops of paragraphs that set none (ISO/IEC 29500-1, 17.15.1.25)."""
    asked = None if settings is None else number(settings.find(q("defaultTabStop")))
    return asked or 720.0


def _stretched(settings: Element | None) -> bool:
    """Whether a line that ends at a break is justified like the others (ISO/IEC 29500-1, 17.15.3: doNotExpandShiftReturn)."""
    refused = None if settings is None else settings.find(f"{q('compat')}/{q('doNotExpandShiftReturn')}")
    return not on(refused)


def _close(document: Element) -> None:
    """Let a body end with a paragraph, as Word does behind a last table: it is what can carry a section's end."""
    body = document.find(q("body"))
    if body is None or len(body) < 2 or local(body[-1]) != "sectPr" or local(body[-2]) != "tbl":
        return
    body.insert(len(body) - 1, thinned(body.makeelement(q("p")), 20))


def _rename_families(tree: Element, styles: Styles) -> None:
    """Put the faces that stand for them in the place of all families, so that dxpdf finds each at once."""
    for fonts in tree.iter(q("rFonts")):
        named = {
            name: styles.fonts.family(family)
            for name in ("ascii", "hAnsi", "eastAsia", "cs")
            if (family := styles.family(fonts, (name,)))
        }
        fonts.attrib.clear()
        for name, family in named.items():
            fonts.set(q(name), family)


def _carry(parts: dict[str, bytes], fonts: Faces) -> dict[str, bytes]:
    """Put the faces into a package, scrambled as ISO/IEC 29500-1, 17.8.1 asks, with a font table of their own."""
    parts = {name: data for name, data in parts.items() if not re.match(r"^word/(?:_rels/)?fontTable\.xml", name)}
    entries: dict[str, str] = {}
    links = ""
    for index, (key, path) in enumerate(sorted(fonts.faces.items()), 1):
        family, _colon, style = key.partition(":")
        guid = uuid.uuid5(_FACES, path.name)
        scramble = guid.bytes[::-1]
        face = path.read_bytes()
        head = bytes(byte ^ scramble[i % 16] for i, byte in enumerate(face[:32]))
        parts[f"word/fonts/face{index}.odttf"] = head + face[32:]
        links += f'<Relationship Id="rId{index}" Type="{OFFICE}/font" Target="fonts/face{index}.odttf"/>'
        kind = "embedBold" if style else "embedRegular"
        link = f'<w:{kind} r:id="rId{index}" w:fontKey="{{{str(guid).upper()}}}"/>'
        # Regular stands before bold in the schema, and in the sorted keys.
        entries[family] = entries.get(family, "") + link
    fonts_xml = "".join(f'<w:font w:name="{family}">{links_}</w:font>' for family, links_ in entries.items())
    start = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts[_FONT_TABLE] = f'{start}<w:fonts xmlns:w="{W}" xmlns:r="{OFFICE}">{fonts_xml}</w:fonts>'.encode()
    parts["word/_rels/fontTable.xml.rels"] = (
        f'{start}<Relationships xmlns="{markup.RELATIONS}">{links}</Relationships>'.encode()
    )
    _declare(parts)
    return parts


def _declare(parts: dict[str, bytes]) -> None:
    types = parts[TYPES].decode("utf-8")
    types = re.sub(r'<Override[^>]*"/word/fontTable\.xml"[^>]*/>', "", types)
    types = re.sub(r'<Default[^>]*"odttf"[^>]*/>', "", types)
    added = (
        f'<Default Extension="odttf" ContentType="{_TYPE}.obfuscatedFont"/>'
        f'<Override PartName="/{_FONT_TABLE}" ContentType="{_TYPE}.wordprocessingml.fontTable+xml"/>'
    )
    parts[TYPES] = types.replace("</Types>", f"{added}</Types>").encode()
    name = "word/_rels/document.xml.rels"
    relations = re.sub(r'<Relationship [^>]*relationships/fontTable"[^>]*/>', "", parts[name].decode("utf-8"))
    link = f'<Relationship Id="rIdFaces" Type="{OFFICE}/fontTable" Target="fontTable.xml"/>'
    parts[name] = relations.replace("</Relationships>", f"{link}</Relationships>").encode()


def _write_out_contents(tree: Element) -> None:
    """Make plain text of what a contents page shows: dxpdf would work out its fields anew, and sets no leaders among them."""
    marks = list(tree.iter(q("fldChar"), q("instrText")))
    begun: list[int] = []
    for at, mark in enumerate(marks):
        kind = mark.get(q("fldCharType"))
        if kind == "begin":
            begun.append(at)
        elif kind == "end" and begun:
            within = marks[begun.pop() : at + 1]
            if "".join(one.text or "" for one in within).split()[:1] == ["TOC"]:
                for run in [one.getparent() for one in within]:
                    if run is not None and (parent := run.getparent()) is not None:
                        parent.remove(run)


def _unwrap(tree: Element) -> None:
    """Take all wrappers off the text of a part, and what was deleted out of it.

    A border of a cell that is ``none`` becomes ``nil``: dxpdf draws the table's own for the former.
    """
    for border in tree.iter(q("tcBorders")):
        for edge in border:
            if edge.get(q("val")) == "none":
                edge.set(q("val"), "nil")
    for element in list(tree.iter(*map(q, _GONE))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in list(tree.iter(*map(q, _TRANSPARENT))):
        parent = element.getparent()
        if parent is not None:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
