"""What a .docx must be told before LibreOffice reads it, because LibreOffice would spoil it otherwise.

One fault so far. Where punctuation may not hang over the margin (``w:overflowPunct`` off, or not stated at all, which
LibreOffice takes for off and Word for on), LibreOffice 7.4 drops the comma or full stop at the end of a justified line
of Chinese when it just does not fit: it is neither drawn nor in the PDF's text. No upstream issue was found. Hanging is
therefore turned on everywhere; it is Word's default and what Chinese typesetting does.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from docgen import markup
from docgen.markup import W

__all__ = ["prepared"]

_OFF = re.compile(rb'<w:overflowPunct\s+w:val="(?:0|false|off)"\s*/>')
_STYLES = "word/styles.xml"


def prepared(docx: bytes) -> bytes:
    """Return the .docx as LibreOffice should see it; one that cannot be read is returned as it is."""
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                if name == _STYLES:
                    part = _with_default(part)
                if name.startswith("word/") and name.endswith(".xml"):
                    part = _OFF.sub(b"<w:overflowPunct/>", part)
                new.writestr(name, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, SyntaxError):
        return docx
    return packed.getvalue()


def _with_default(styles: bytes) -> bytes:
    from lxml import etree

    root = markup.root(styles)
    parent = root
    for name in ("docDefaults", "pPrDefault", "pPr"):
        child = parent.find(f"{W}{name}")
        if child is None:
            child = etree.Element(f"{W}{name}")
            # docDefaults stands first among the styles, pPrDefault last among the defaults.
            parent.insert(0 if name == "docDefaults" else len(parent), child)
        parent = child
    if parent.find(f"{W}overflowPunct") is None:
        mark = etree.Element(f"{W}overflowPunct")
        before = [element for element in parent if etree.QName(element).localname in _BEFORE]
        parent.insert(parent.index(before[-1]) + 1 if before else 0, mark)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


_BEFORE = frozenset(
    (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    )
)
"""What the schema puts before ``overflowPunct`` (ECMA-376, CT_PPrBase)."""
