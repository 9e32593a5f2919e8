"""The .docx as a package: parts in, parts out, and what concerns them as a whole."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import markup
from docgen.embedded.errors import DamagedError, UnreadableError
from docgen.embedded.normalise.body import Body
from docgen.embedded.normalise.defaults import settle
from docgen.embedded.normalise.numbering import Numbering
from docgen.embedded.normalise.paragraphs import Setter
from docgen.embedded.normalise.parts import local, number, place, properties, q, val
from docgen.embedded.normalise.styles import RunLook, Styles
from docgen.embedded.normalise.wrappers import unwrap, write_out_contents

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Faces

DOCUMENT = "word/document.xml"
_TEXT = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
NUMBERING = "word/numbering.xml"
_STYLES = "word/styles.xml"
_CORE, _TITLE = "docProps/core.xml", "{http://purl.org/dc/elements/1.1/}title"


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
        return pack(self.parts | {name: serialise(tree) for name, tree in self.trees.items()}, fonts, carry_faces)


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
    settings = _parse("word/settings.xml", parts["word/settings.xml"]) if "word/settings.xml" in parts else None
    dress = _dress(parts, fonts, _tab_stops(settings))
    body = Body(dress.setter, Numbering(trees.get(NUMBERING)), indented=_old(settings))
    for name in sorted(trees):
        if _TEXT.match(name):
            unwrap(trees[name])
            write_out_contents(trees[name])
            body.set(trees[name])
    _close(trees[DOCUMENT])
    for tree in trees.values():
        _rename_families(tree, dress.setter.styles)
    if dress.styles:
        parts[_STYLES] = dress.styles
    return Package({name: data for name, data in parts.items() if name not in trees}, trees)


@dataclass(frozen=True, slots=True)
class _Dress:
    """What papers of one template share."""

    setter: Setter
    styles: bytes
    """The style part as dxpdf gets it."""


_dresses: dict[tuple[bytes, bytes, str, float], _Dress] = {}
_DRESSES = 8
"""As many templates are remembered at once."""


def _dress(parts: dict[str, bytes], fonts: Faces, every: float) -> _Dress:
    """Return a template's styles resolved, from the last paper of it if there was one."""
    theme = next((name for name in sorted(parts) if re.match(r"^word/theme/theme\d*\.xml$", name)), "")
    key = (parts.get(_STYLES, b""), parts.get(theme, b""), str(fonts.folder), every)
    if key not in _dresses:
        if len(_dresses) >= _DRESSES:
            _dresses.clear()
        tree = _parse(_STYLES, key[0]) if key[0] else None
        styles = Styles(tree, _parse(theme, key[1]) if key[1] else None, fonts)
        finished = b""
        if tree is not None:
            plain, copied = RunLook(), copy.deepcopy(tree)
            settle(copied, plain.latin, plain.asian)
            _rename_families(copied, styles)
            finished = serialise(copied)
        _dresses[key] = _Dress(Setter(styles, every), finished)
    return _dresses[key]


def _parse(name: str, data: bytes) -> Element:
    from lxml import etree

    try:
        return markup.root(data)
    except etree.XMLSyntaxError as error:
        raise DamagedError(name, str(error)) from error


def serialise(tree: Element) -> bytes:
    """Write a part."""
    from lxml import etree

    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def pack(parts: dict[str, bytes], fonts: Faces, carry_faces: bool) -> bytes:
    """Write a package, with the faces inside where there is no fontconfig."""
    if carry_faces:
        from docgen.embedded.normalise.carried import carry

        parts = carry(parts, fonts)
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


def _close(document: Element) -> None:
    """Let a body end with a paragraph, as Word does behind a last table: it is what can carry a section's end."""
    body = document.find(q("body"))
    if body is None or len(body) < 2 or local(body[-1]) != "sectPr" or local(body[-2]) != "tbl":
        return
    paragraph = body.makeelement(q("p"))
    body.insert(len(body) - 1, paragraph)
    spacing = place(properties(paragraph, "pPr"), "spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        spacing.set(q(name), value)


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
