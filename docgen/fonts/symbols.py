"""The characters that a document asks to be drawn, and those that symbol fonts stand for.

Forms take boxes and ticks from Wingdings and its kin; here they become Unicode.
"""

from __future__ import annotations

import re
import zipfile
from html import unescape
from io import BytesIO
from string import ascii_letters

_WINGDINGS = {
    0x52: "☑", 0x54: "☒", 0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□",
    0x73: "◆", 0x74: "◆", 0x75: "◆", 0x76: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "■",
    0xA8: "□", 0xAB: "★", 0xD8: "▲", 0xDF: "←", 0xE0: "→", 0xE8: "→", 0xFB: "×", 0xFC: "✓", 0xFD: "☒",
    0xFE: "☑", **{0x80 + number: chr(0x245F + number) for number in range(1, 11)},
}  # fmt: skip
_WINGDINGS_2 = {0x2A: "☐", 0x4F: "×", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"}
_SYMBOL = {
    0x61: "α", 0x62: "β", 0x67: "γ", 0x70: "π", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xD6: "√",
}  # fmt: skip
FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def is_known(font: str, code: str) -> bool:
    """Whether it is known what ``w:sym`` stands for with this font and code."""
    try:
        number = int(code, 16)
    except ValueError:
        return False
    table = FONTS.get(font.casefold())
    return number & 0xFF in table if table is not None else not 0xE000 <= number <= 0xF8FF


def character(font: str, code: str) -> str:
    """Return the character that ``w:sym`` stands for; U+25A1 where nobody can tell."""
    try:
        number = int(code, 16)
    except ValueError:
        return "□"
    table = FONTS.get(font.casefold())
    if table is not None:
        return table.get(number & 0xFF, "□")
    return chr(number) if number < 0xE000 or number > 0xF8FF else "□"


def text(font: str, characters: str) -> str:
    """Return text typed in a symbol font as Unicode; other text comes back as it is."""
    table = FONTS.get(font.casefold())
    if table is None and not any("\ue000" <= c <= "\uf8ff" for c in characters):
        return characters
    known = table or _WINGDINGS
    return "".join(known.get(ord(c) & 0xFF, "•") if table or "\ue000" <= c <= "\uf8ff" else c for c in characters)


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
                for value, said in _TEXT.findall(part):
                    found.update(unescape(said or value))
                found.update(_unwritten(part))
    return frozenset(character for character in found if character >= " ")


def _unwritten(part: str) -> str:
    """Return the characters that a part has drawn without their standing in its text: signs, labels of lists, watermarks."""
    found = [_LABELS.get(kind, "") for kind in _NUMBERED.findall(part)]
    for sign in _SIGN.findall(part):
        said = dict(_ATTRIBUTE.findall(sign))
        found.append(character(unescape(said.get("font", "")), said.get("char", "")))
    for label in _BULLET.findall(part):
        found += (text(font, unescape(label)) for font in FONTS)
    found += map(unescape, _WATERMARK.findall(part))
    if "<w:noBreakHyphen" in part:
        found.append("\u2011")
    return "".join(found)
