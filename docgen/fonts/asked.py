"""Which characters a document asks to be drawn."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO
from string import ascii_letters

from docgen.fonts import symbols

_TEXT = re.compile(r"<w:(?:t|instrText|lvlText|sym)\b[^>]*?(?:w:val=\"([^\"]*)\"[^>]*)?(?:/>|>([^<]*)<)")
_PART = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|endnotes|numbering)\.xml$")

_FORMATTED = re.compile(r"^word/(?:document|header\d*|footer\d*|footnotes|styles|numbering)\.xml$")

_ALWAYS = "0123456789〇零一二三四五六七八九十百千（）()、.．—-–_·… 　"
"""Numbers of pages and lists, tab leaders, underlined blanks: drawn without standing in the text."""
_SIGN = re.compile(r"<w:sym\b[^>]*>")
_ATTRIBUTE = re.compile(r"w:(font|char)=\"([^\"]*)\"")
_NUMBERED = re.compile(r"<w:(?:numFmt w:val|pgNumType\b[^>]*? ?w:fmt)=\"(\w+)\"")
_BULLET = re.compile(r"<w:lvlText\b[^>]*w:val=\"([^\"]*)\"")
_WATERMARK = re.compile(r"<v:textpath\b[^>]*\bstring=\"([^\"]*)\"")


def _from(first: str, count: int) -> str:
    return "".join(chr(ord(first) + place) for place in range(count))


_LABELS = {
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾佰仟萬零",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalFullWidth": _from("０", 10),
    **dict.fromkeys(("upperLetter", "lowerLetter", "upperRoman", "lowerRoman"), ascii_letters),
}
"""What lists are numbered with, by the kind of numbering."""


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
                part = package.read(name).decode("utf-8")
                for value, text in _TEXT.findall(part):
                    found.update(unescape(text or value))
                found.update(_unwritten(part))
    return frozenset(character for character in found if character >= " ")


def _unwritten(part: str) -> str:
    """Return the characters that a part has drawn without their standing in its text: signs, labels of lists, watermarks."""
    found = [_LABELS.get(kind, "") for kind in _NUMBERED.findall(part)]
    for sign in _SIGN.findall(part):
        said = dict(_ATTRIBUTE.findall(sign))
        found.append(symbols.character(unescape(said.get("font", "")), said.get("char", "")))
    for label in _BULLET.findall(part):
        found += (symbols.text(font, unescape(label)) for font in symbols.FONTS)
    found += map(unescape, _WATERMARK.findall(part))
    if "<w:noBreakHyphen" in part:
        found.append("\u2011")
    return "".join(found)
