"""What a .docx must be told before LibreOffice reads it, because LibreOffice would spoil it otherwise.

- Where punctuation may not hang over the margin (``w:overflowPunct`` off, or not stated at all, which LibreOffice takes for
  off and Word for on), LibreOffice 7.4 drops the comma or full stop at the end of a justified line of Chinese when it just
  does not fit: it is neither drawn nor in the PDF's text. No upstream issue was found. Hanging is therefore turned on
  everywhere; it is Word's default and what Chinese typesetting does.
- Signs and bullets of Word's symbol fonts, which are on no machine without Word, become the signs themselves.
- Content controls leave their content behind: LibreOffice sets the text of a plain one in another size, draws what a document
  property says in place of the text that stands in it, and spoils the page number of a footer that Word made (a control).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from docgen import markup
from docgen.fonts import symbols
from docgen.markup import W

__all__ = ["prepared"]

_OFF = re.compile(rb'<w:overflowPunct\s+w:val="(?:0|false|off)"\s*/>')
_STYLES = "word/styles.xml"
_SPOILT = re.compile(rb"<w:(?:sym|sdt)\b|<w:lvlText\b[^>]*(?:\xee[\x80-\xbf]|\xef[\x80-\xa3]|&#)")
"""Signs of symbol fonts (the private area in UTF-8, in labels) and controls."""


def prepared(docx: bytes) -> bytes:
    """Return the .docx as LibreOffice should see it; one that cannot be read is returned as it is."""
    packed = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                if name == _STYLES:
                    part = _with_default(part)
                elif _SPOILT.search(part):
                    part = _unspoilt(part)
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
    return markup.written(root)


def _unspoilt(part: bytes) -> bytes:

    root = markup.root(part)
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        if parent is not None:
            for content in control.iterfind(f"{W}sdtContent/*"):
                control.addprevious(content)
            parent.remove(control)
    for sign in list(root.iter(f"{W}sym")):
        parent = sign.getparent()
        if parent is not None:
            text = sign.makeelement(f"{W}t")
            text.text = symbols.character(str(sign.get(f"{W}font", "")), str(sign.get(f"{W}char", "")))
            parent.replace(sign, text)
    for level in root.iter(f"{W}lvl"):
        label, fonts = level.find(f"{W}lvlText"), level.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")
        said = "" if label is None else str(label.get(f"{W}val", ""))
        plain = symbols.text(font, said)
        if label is not None and fonts is not None and plain != said:
            label.set(f"{W}val", plain)
            above = fonts.getparent()
            if above is not None:
                above.remove(fonts)
    return markup.written(root)


_BEFORE = frozenset(
    (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
        *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    )
)
"""What the schema puts before ``overflowPunct`` (ECMA-376, CT_PPrBase)."""
