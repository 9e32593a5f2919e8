"""The XML inside Office files: read as it stands, with nothing expanded or fetched, and written.

And how Word's elements are called, and how the parts of a package are related (ISO/IEC 29500-2).
"""

from __future__ import annotations

import copy
import posixpath
import re
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The name space of a Word document."""
W = f"{{{WORD}}}"
"""What stands before the name of each of its elements and attributes, as lxml writes it."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The name space of an attribute that names a relationship; what most kinds of relationship begin with, too."""
R = f"{{{OFFICE}}}"
"""What stands before the name of such an attribute."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
"""The name space of a part that lists relationships."""
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
"""The name space of the part that says what each part is."""
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
"""What stands before the name of each element of a workbook."""
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
"""Of what is drawn, in a document and in a workbook."""
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
"""Of what places a drawing in a document."""
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
"""Of a choice between two ways to say something, for programs that do not know one of them (ISO/IEC 29500-3)."""
TYPES = "[Content_Types].xml"
"""The part that says what each part is."""
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
NUMBERING, SETTINGS = "word/numbering.xml", "word/settings.xml"
"""The parts of a document by their usual names; a template that has others is brought into these."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""The attribute by which a text keeps its white space."""
ON = ("1", "true", "on")
"""The words for yes (ST_OnOff, the transitional one, too)."""
UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no paper can show: control characters, halves of pairs, what Unicode keeps free for programs."""
LEFT_OUT = "　"
"""What stands in a copy for a text that it leaves out: room to write it, and no word for what is empty, which it may not be."""

_RPR_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w",
    "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign",
    "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
_PPR_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
_TBLPR_ORDER = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW",
    "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook",
    "tblCaption", "tblDescription",
)  # fmt: skip
_BEFORE = {
    f"{W}{parent}": {f"{W}{name}": frozenset(f"{W}{one}" for one in order[:index]) for index, name in enumerate(order)}
    for parent, order in (("rPr", _RPR_ORDER), ("pPr", _PPR_ORDER), ("tblPr", _TBLPR_ORDER))
}
"""What the schema puts before a child, by parent and child."""
_ENDLESS = 10
"""Digits that no measure of a paper has, and no count on it."""
_NAMELESS = re.compile(rb"""xmlns[^\s=]*\s*=\s*["'][^"']*[{}]""")
"""A name space with a brace in it: lxml cannot name what stands in it."""


def whole(said: str) -> int | None:
    """Return a whole number as a part says it, in digits; None where it is another word, or beyond every measure and count."""
    return int(said) if said.isdecimal() and len(said) < _ENDLESS else None


def escaped(text: str) -> str:
    """Return a text as it stands in an element: most values have nothing to escape, being letters and figures."""
    return text if text.isalnum() else escape(text)


def root(content: bytes, *, huge: bool = False, blanks: bool = True) -> _Element:
    """Return the root element of a part; entities and document types stay unread, and nothing is fetched.

    ``huge``: it may be deeper and longer than libxml2 thinks wise. ``blanks``: text that is only white space is kept. Raise
    lxml's XMLSyntaxError for what is not well formed; the caller knows which file and part to name.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge, remove_blank_text=not blanks
    )
    tree = etree.fromstring(content, parser)
    said = _NAMELESS.search(content.replace(b"\0", b"") if b"\0" in content[:4] else content)
    # A text may speak of markup: only a name space that is one counts.
    if said and any(set("{}") & set(space) for one in tree.iter() for space in one.nsmap.values()):
        raise etree.XMLSyntaxError("a name space with a brace in it", 0, 1, 1)  # type: ignore[call-arg, arg-type]
    return tree


def written(tree: _Element) -> bytes:
    """Return a part as it stands in a package."""
    from lxml import etree

    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def words(element: _Element) -> str:
    """Return the text of a paragraph of Word's, or of anything above it."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def relations_of(part: str) -> str:
    """Return the part that lists another part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def owner_of(relations: str) -> str:
    """Return the part whose relationships a .rels part lists."""
    return relations.replace("_rels/", "").removesuffix(".rels")


def target_of(owner: str, target: str) -> str:
    """Return the part that a relationship of ``owner`` leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/")


@cache
def q(name: str) -> str:
    """Return the qualified name of an element or attribute of WordprocessingML."""
    return f"{W}{name}"


def val(element: _Element | None, attribute: str = "val") -> str | None:
    """Return an attribute of an element that may not be there."""
    return None if element is None else element.get(q(attribute))


def place(parent: _Element, name: str) -> _Element:
    """Return the child of that name, made at its place in the schema's order where it is missing."""
    tag = q(name)
    found = parent.find(tag)
    if found is not None:
        return found
    made = parent.makeelement(tag)
    before = _BEFORE.get(str(parent.tag), {}).get(tag)
    if before is None:
        parent.append(made)
    else:
        at = 0
        for index, child in enumerate(parent, 1):
            if child.tag in before:
                at = index
        parent.insert(at, made)
    return made


def properties(element: _Element, name: str) -> _Element:
    """Return an element's properties (``rPr``, ``pPr``, …), made as its first child where they are missing."""
    found = element.find(q(name))
    if found is None:
        found = element.makeelement(q(name))
        element.insert(0, found)
    return found


def relate(relations: _Element, number: str, kind: str, target: str) -> None:
    """Add a relationship to a part's list of them; ``kind`` is the end of its type."""
    said = {"Id": number, "Type": f"{OFFICE}/{kind}", "Target": target}
    relations.append(relations.makeelement(f"{{{RELATIONS}}}Relationship", said))


def fields(tree: _Element) -> Iterator[tuple[list[_Element], str]]:
    """Yield each field of a part: its marks from the first to the last, or its one element, and its code."""
    begun: list[list[_Element]] = []
    for mark in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
        kind = mark.get(f"{W}fldCharType")
        if mark.tag == f"{W}fldSimple":
            yield [mark], str(mark.get(f"{W}instr", ""))
            continue
        if kind == "begin":
            begun.append([])
        if begun:
            begun[-1].append(mark)
            if kind == "end":
                marks = begun.pop()
                yield marks, "".join(one.text or "" for one in marks if one.tag == f"{W}instrText")


def is_numbered_in_dashes(document: _Element) -> bool:
    """Whether all sections number their pages - 1 -, - 2 - (ISO/IEC 29500-1, 17.18.59: numberInDash)."""
    sections = [*document.iter(f"{W}sectPr")]
    return bool(sections) and all(val(one.find(f"{W}pgNumType"), "fmt") == "numberInDash" for one in sections)


def write_dashes(running: _Element, *, everywhere: bool) -> None:
    """Write the dashes into a header or footer that no engine draws around a page's number.

    Where the field asks for them, and ``everywhere`` where it asks for no form.
    """
    for marks, code in list(fields(running)):
        form = _PAGE.fullmatch(code)
        if form is None or not (everywhere or form[1]) or form[2]:
            continue
        first, last = (one if one.tag == f"{W}fldSimple" else one.getparent() for one in (marks[0], marks[-1]))
        if first is None or last is None:
            continue
        shown = next((one for one in marks if one.get(f"{W}fldCharType") == "separate"), marks[0]).getparent()
        result = next(first.iter(f"{W}r"), None) if first is last or shown is None else shown.getnext()
        look = first.find(f"{W}rPr") if result is None else result.find(f"{W}rPr")
        for put, dash in ((first.addprevious, "- "), (last.addnext, " -")):
            run, text = first.makeelement(f"{W}r"), first.makeelement(f"{W}t")
            text.text = dash
            text.set(SPACE, "preserve")
            run.extend([text] if look is None else [copy.deepcopy(look), text])
            put(run)


_PAGE = re.compile(r"\s*PAGE\s*(?:\\\*\s*(?:MERGEFORMAT|(ArabicDash)|(\w+))\s*)*", re.I)
