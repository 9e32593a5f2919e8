"""Which characters a document asks to be drawn."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO

_TEXT = re.compile(r"<w:(?:t|instrText|lvlText|sym)\b[^>]*?(?:w:val=\"([^\"]*)\"[^>]*)?(?:/>|>([^<]*)<)")
_PART = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes|numbering)\.xml$")

_FORMATTED = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|styles|numbering)\.xml$")

_ALWAYS = "0123456789〇零一二三四五六七八九十百千（）()、.．—-–_·… 　"
"""Numbers of pages and lists, tab leaders, underlined blanks: drawn without standing in the text."""


def families(docx: bytes) -> tuple[str, ...]:
    """Return the font families that a document's text and styles name for Chinese, sorted."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        parts = [package.read(name).decode("utf-8") for name in package.namelist() if _FORMATTED.match(name)]
    return tuple(
        sorted({unescape(name) for part in parts for name in re.findall(r'<w:rFonts\b[^>]*w:eastAsia="([^"]+)"', part)})
    )


def characters(docx: bytes) -> frozenset[str]:
    """Return every character that the document's text, headers, footers and numbering may draw."""
    found = set(_ALWAYS)
    with zipfile.ZipFile(BytesIO(docx)) as package:
        for name in package.namelist():
            if _PART.match(name):
                for value, text in _TEXT.findall(package.read(name).decode("utf-8")):
                    found.update(unescape(text or value))
    return frozenset(character for character in found if character >= " ")
