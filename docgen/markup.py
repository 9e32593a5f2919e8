"""The XML inside Office files: read as it stands, with nothing expanded or fetched, and written.

And how Word's elements are called, and how the parts of a package are related (ISO/IEC 29500-2).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The name space of a Word document."""
W = f"{{{WORD}}}"
"""What stands before the name of each of its elements and attributes, as lxml writes it."""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The name space of an attribute that names a relationship; what most kinds of relationship begin with, too."""
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
"""The name space of a part that lists relationships."""
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
"""The name space of the part that says what each part is."""
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
"""The attribute by which a text keeps its white space."""
UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""What no paper can show: control characters, halves of pairs, what Unicode keeps free for programs."""
LEFT_OUT = "　"
"""What stands in a copy for a text that it leaves out: room to write it, and no word for what is empty, which it may not be."""

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
