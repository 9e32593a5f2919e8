"""Symbol fonts → Unicode: boxes and ticks that forms take from Wingdings and its kin."""

from __future__ import annotations

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
