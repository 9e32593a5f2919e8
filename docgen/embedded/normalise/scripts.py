"""Which script a character is set in, where a line may break, and where Chinese and Latin stand apart.

The rules are those both LibreOffice and Word follow for Chinese: GB/T 15834 forbids closing marks at the start of a line
and opening marks at its end; a letter or digit next to a Chinese character gets a narrow gap.
"""

from __future__ import annotations

import unicodedata
from functools import cache

NO_START = frozenset(
    "!),.:;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏～￠々‖•·ˇˉ―′’”"
)
"""What a line must not begin with."""
NO_END = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝“‘")
"""What a line must not end with."""
_TOGETHER = frozenset("—…‥")
"""Marks of two characters that are not torn."""
_EITHER = frozenset("“”‘’…‥—–·•×÷°§±′″※〇①②③④⑤⑥⑦⑧⑨⑩")
"""Set in the Chinese face where there is Chinese in the paragraph."""
GAP = 0.2
"""Ems between a Chinese and a Latin character, as LibreOffice 7.4 sets it (Word: about 0.25)."""


@cache
def chinese(character: str) -> bool:
    """Whether a character belongs to the East Asian script."""
    code = ord(character)
    return (
        0x2E80 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0xFE30 <= code <= 0xFE4F
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
        or 0x2460 <= code <= 0x27BF
        or 0x2190 <= code <= 0x22FF
        or 0x3200 <= code <= 0x33FF
        or character in _EITHER
    )


@cache
def wordlike(character: str) -> bool:
    """Whether it is a letter or digit, so that a gap separates it from one of the other script."""
    return unicodedata.category(character)[0] in "LN"


def apart(before: str, after: str, *, letters: bool, digits: bool) -> bool:
    """Whether a gap stands between two neighbours."""
    if chinese(before) == chinese(after) or not (wordlike(before) and wordlike(after)):
        return False
    latin = after if chinese(before) else before
    return digits if latin.isdigit() else letters


def breakable(before: str, after: str) -> bool:
    """Whether a line may end between two neighbours."""
    if after == " " or after in NO_START or before in NO_END or before in "\u00a0\u2011" or after in "\u00a0\u2011":
        return False
    if before in _TOGETHER and after == before:
        return False
    if before in "”’" and not chinese(after):
        return False  # a quotation mark is not torn from a Latin word (UAX #14, LB19)
    if before == " " or chinese(before) or chinese(after):
        return True
    return before == "-" and after.isalpha()
