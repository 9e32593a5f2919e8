"""What a target asks and what was reached, as clerks write them: numbers, numbers in words, grades, levels, plain words.

Two values are compared only where both were understood and are of one sort. Everything else is for a person to judge, and
``rules`` says so at the cell: nothing is printed as reached or missed on a guess.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_IN_WORDS = re.compile(r"第?([零〇一二两三四五六七八九十]{1,3})(?:次|项|名|个|门|人|本|张|篇|部|份|天|学时|节|分|件)?")
_NONE = frozenset(("无", "没有", "未发生", "全勤", "否"))

_SCALES = (
    (("优秀", "优"), ("良好", "良"), ("中等", "中"), ("合格", "及格"), ("不合格", "不及格")),
    (("一级甲等",), ("一级乙等",), ("二级甲等",), ("二级乙等",), ("三级甲等",), ("三级乙等",)),
)
"""Grades of a college, and of 普通话水平测试, the best first."""
_NAMED = re.compile(r"^(?:普通话)?(.+?)(?:以上|及以上)?$")

_NOT = re.compile(r"(?:未|没有?|不)(?:能|曾)?(?:完成|达|通过|获|取得|考取|考过|合格|及格|报名|参加|实现|符合)")
_YES = re.compile(r"(?:已|完成|达|获|通过|取得|考取|考过|是$|实现)")


def number(text: str) -> Decimal | None:
    """Read a measured value such as ``85``, ``3次``, ``第12名`` or ``三次``; None when it holds no single number."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    found = re.findall(r"-?\d+(?:\.\d+)?", plain)
    if found:
        return Decimal(found[0]) if len(found) == 1 else None
    words = _IN_WORDS.fullmatch(plain)
    below_hundred = in_words(words[1]) if words else None
    return None if below_hundred is None else Decimal(below_hundred)


def in_words(text: str) -> int | None:
    """Read a Chinese number below 100: 三, 十, 十六, 二十, 三十一; None for other words of the same signs."""
    tens, ten, ones = text.partition("十")
    if ten:
        tens, ones = tens or "一", ones or "零"
    else:
        tens, ones = "零", text
    return 10 * DIGITS[tens] + DIGITS[ones] if tens in DIGITS and ones in DIGITS else None


@lru_cache(maxsize=1 << 12)  # every paper that counts goals asks again
def reaches(achieved: str, target: str, *, lower_is_better: bool) -> bool | None:
    """Whether what was reached is as good as the target; None where the two cannot be compared.

    未完成, 没有通过 … say no whatever was asked. Numbers are compared: where less is better, 无, 全勤, 未旷课 are none.
    Grades and the levels of 普通话 are compared by their order. Else the target's own words, or such as 已取得, say yes.
    """
    if _NOT.match(achieved):
        return False
    wanted = number(target)
    if wanted is not None:
        reached = number(achieved)
        if reached is None and (achieved in _NONE or (lower_is_better and re.match("无|未|没有?", achieved))):
            reached = Decimal(0)
        if reached is not None:
            return reached <= wanted if lower_is_better else reached >= wanted
        return True if _YES.match(achieved) and not re.search(r"\d", achieved) else None
    if achieved == target:
        return True
    if (in_order := _as_good_on_a_scale(achieved, target)) is not None:
        return in_order
    if achieved in _NONE:
        return False
    return True if _YES.match(achieved) else None


def falls_short(target: str, baseline: str, *, lower_is_better: bool) -> bool:
    """Whether a target asks less than what is there now: of two numbers, or of two grades; no if they cannot be compared."""
    wanted, now = number(target), number(baseline)
    if wanted is not None and now is not None:
        return wanted > now if lower_is_better else wanted < now
    return _as_good_on_a_scale(target, baseline) is False


def _as_good_on_a_scale(one: str, other: str) -> bool | None:
    for scale in _SCALES:
        places = [_place(scale, text) for text in (one, other)]
        if None not in places:
            at, other_at = places
            return (at or 0) <= (other_at or 0)
    return None


def _place(scale: tuple[tuple[str, ...], ...], text: str) -> int | None:
    named = _NAMED.match(text)
    word = named[1] if named else text
    return next((at for at, words in enumerate(scale) if word in words), None)
