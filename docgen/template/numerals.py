"""Numbers written in Chinese characters: 十二, 壹拾贰, 壹仟贰佰零叁元伍角."""

from __future__ import annotations

import re

from jinja2.exceptions import FilterArgumentError

from docgen.messages import _

__all__ = ["amount", "capital_amount", "capital_number", "chinese_number"]

_NUMERALS = ("零一二三四五六七八九", ("", "十", "百", "千"), ("", "万", "亿"))
_CAPITALS = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿"))
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")


def chinese_number(value: object) -> str:
    """中文数字."""
    written = _written(value, "中文数字", *_NUMERALS)
    return written[1:] if written.startswith("一十") else written


def capital_number(value: object) -> str:
    """大写数字."""
    return _written(value, "大写数字", *_CAPITALS)


def _written(value: object, name: str, digits: str, units: tuple[str, ...], groups: tuple[str, ...]) -> str:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:13])
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**12:
        raise FilterArgumentError(_("the filter {name} needs a whole number not below 0").format(name=name))
    if not value:
        return digits[0]
    out = ""
    for index, group in enumerate(groups):
        part = value // 10 ** (4 * index) % 10**4
        word, gap = "", False
        for place in range(4):
            digit = part // 10**place % 10
            if digit:
                word = digits[digit] + units[place] + (digits[0] if gap else "") + word
                gap = False
            elif word:
                gap = True
        if part:
            # 零 stands where the group above goes on but this one does not fill its places: 一万零五.
            lead = digits[0] if part < 1000 and value >= 10 ** (4 * index + 4) else ""
            out = lead + word + group + out
        elif out and value >= 10 ** (4 * index + 4) and not out.startswith(digits[0]):
            out = digits[0] + out
    return out


def amount(value: object) -> str:
    """金额: in digits, to the fen."""
    return ".".join(_parts(value, "金额"))


def _parts(value: object, name: str) -> tuple[str, str]:
    """Return the yuan and the two digits of jiao and fen."""
    text = str(value).replace(",", "")
    if isinstance(value, bool) or not _AMOUNT.fullmatch(text):
        raise FilterArgumentError(_("the filter {name} needs an amount with two decimals at most").format(name=name))
    whole, _point, rest = text.partition(".")
    return whole, rest.ljust(2, "0")


def capital_amount(value: object) -> str:
    """大写金额: to the fen, as on cheques."""
    whole, rest = _parts(value, "大写金额")
    jiao, fen = map(int, rest)
    yuan = f"{_written(int(whole), '大写金额', *_CAPITALS)}元" if int(whole) else ""
    if not jiao and not fen:
        return f"{yuan or '零元'}整"
    digits = _CAPITALS[0]
    tenths = f"{digits[jiao]}角" if jiao else digits[0] if yuan else ""
    return f"{yuan}{tenths}{f'{digits[fen]}分' if fen else ''}"
