"""The labels of numbered paragraphs, which their text does not hold: 第三章, 1.2, ①, counted from the document.

Reckoned here once more (ISO/IEC 29500-1, 17.9), and not by what an engine does, so that an engine's wrong number is seen.
Where a form is not known, or too far on for programs to agree on it, anything may stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from docgen import markup
from docgen.gate.compared_text import LABEL
from docgen.markup import W, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

__all__ = ["Labels"]

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_LAST = 99
"""Above this programs write Chinese numbers differently."""


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        text += sign * times
    return text


def _chinese(digits: str, ten: str, one: str = "") -> Callable[[int], str]:
    def write(number: int) -> str:
        tens, ones = divmod(number, 10)
        many = (digits[tens] if tens > 1 else one) + ten if tens else ""
        return many + (digits[ones] if ones else "")

    return write


def _from(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1]


_PLAIN = _chinese("零一二三四五六七八九", "十")
_FORMS: dict[str, tuple[int, Callable[[int], str]]] = {
    "decimal": (10**6, str),
    "decimalZero": (10**6, lambda number: f"{number:02d}"),
    "decimalFullWidth": (10**6, lambda number: "".join(chr(ord(one) + 0xFEE0) for one in str(number))),
    "lowerRoman": (399, _roman),
    "upperRoman": (399, lambda number: _roman(number).upper()),
    "lowerLetter": (26, _from("abcdefghijklmnopqrstuvwxyz")),
    "upperLetter": (26, _from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting"), (_LAST, _PLAIN)),
    "chineseLegalSimplified": (_LAST, _chinese("零壹贰叁肆伍陆柒捌玖", "拾", "壹")),
    "ideographDigital": (10**6, lambda number: "".join("〇一二三四五六七八九"[int(one)] for one in str(number))),
    "ideographTraditional": (10, _from("甲乙丙丁戊己庚辛壬癸")),
    "ideographZodiac": (12, _from("子丑寅卯辰巳午未申酉戌亥")),
    "ideographEnclosedCircle": (10, _from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉")),
    **dict.fromkeys(
        ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), (20, lambda number: chr(0x2460 + number - 1))
    ),
    "decimalEnclosedParen": (20, lambda number: chr(0x2474 + number - 1)),
    "decimalEnclosedFullstop": (20, lambda number: chr(0x2488 + number - 1)),
    "none": (10**6, lambda _number: ""),
}
"""By the form's name, up to which number it is known, and how one is written."""


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    """Its definition: lists of one count on together."""
    levels: dict[int, _Element]
    starts: dict[int, int]
    anew: frozenset[int]
    """Levels that are told where to start when the list is first used."""


@lru_cache(maxsize=16)
class _Definitions:
    """The lists and styles of papers; those of one template have theirs in common."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Take the parts of lists and styles; either may be empty."""
        self.lists: dict[str, _List] = {}
        self._styles = {_value(one, "styleId"): one for one in markup.root(styles).iter(f"{W}style")} if styles else {}
        self._resolved: dict[str, tuple[str, int]] = {}
        tree = markup.root(numbering) if numbering else None
        kinds = {} if tree is None else {_value(one, "abstractNumId"): one for one in tree.iter(f"{W}abstractNum")}
        for one in () if tree is None else tree.iter(f"{W}num"):
            kind = _value(one.find(f"{W}abstractNumId"))
            levels = {_number(level, "ilvl"): level for level in kinds[kind].iter(f"{W}lvl")} if kind in kinds else {}
            starts = {at: _number(level.find(f"{W}start")) for at, level in levels.items()}
            anew = set()
            for other in one.iter(f"{W}lvlOverride"):
                at = _number(other, "ilvl")
                if (level := other.find(f"{W}lvl")) is not None:
                    levels[at] = level
                if (start := other.find(f"{W}startOverride")) is not None:
                    starts[at] = _number(start)
                    anew.add(at)
            self.lists[_value(one, "numId")] = _List(kind, levels, starts, frozenset(anew))

    def place(self, paragraph: _Element) -> tuple[str, int]:
        """Return the list and the level that a paragraph is of."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        style = properties.find(f"{W}pStyle")
        named, at = self._of_style(_value(style)) if style is not None else ("", 0)
        own = properties.find(f"{W}numPr")
        if own is None:
            return named, at
        asked, level = own.find(f"{W}numId"), own.find(f"{W}ilvl")
        return (named if asked is None else _value(asked)), (at if level is None else _number(level))

    def _of_style(self, name: str) -> tuple[str, int]:
        if name not in self._resolved:
            self._resolved[name] = self._look_up(name)
        return self._resolved[name]

    def _look_up(self, name: str) -> tuple[str, int]:
        named, at, after = "", -1, name
        seen: set[str] = set()
        while after in self._styles and after not in seen:
            seen.add(after)
            own = self._styles[after].find(f"{W}pPr/{W}numPr")
            if own is not None:
                named = named or _value(own.find(f"{W}numId"))
                at = _number(own.find(f"{W}ilvl")) if at < 0 and own.find(f"{W}ilvl") is not None else at
            after = _value(self._styles[after].find(f"{W}basedOn"))
        linked = self.lists.get(named)
        if at < 0 and linked is not None:
            at = next((one for one, level in linked.levels.items() if _value(level.find(f"{W}pStyle")) == name), 0)
        return named, max(at, 0)


class Labels:
    """The numbered paragraphs of one paper, asked for from its beginning to its end."""

    def __init__(self, numbering: bytes, styles: bytes) -> None:
        """Take the parts of lists and styles; either may be empty."""
        self._known = _Definitions(numbering, styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def of(self, paragraph: _Element, *, counted: bool) -> str:
        """Return a paragraph's label: its text, what stands for any, or nothing; ``counted``: the next of its list."""
        if not self._known.lists:
            return ""
        named, at = self._known.place(paragraph)
        if named in ("", "0"):
            return ""
        own = self._known.lists.get(named)
        level = None if own is None else own.levels.get(at)
        if own is None or level is None or not counted:
            return LABEL
        counts = self._counts.setdefault(own.kind, {})
        if at in own.anew and (named, at) not in self._begun:
            self._begun.add((named, at))
            counts.pop(at, None)
        return _next(own, counts, at, level)


def _next(own: _List, counts: dict[int, int], at: int, level: _Element) -> str:
    """Count one on, and return the label."""
    counts[at] = counts.get(at, own.starts.get(at, 1) - 1) + 1
    for deeper in [one for one in counts if one > at]:
        restart = own.levels[deeper].find(f"{W}lvlRestart") if deeper in own.levels else None
        if restart is None or at < _number(restart):
            del counts[deeper]
    text = _value(level.find(f"{W}lvlText"))
    if _form(level) == "bullet":
        return LABEL if text else ""
    is_plain = level.find(f"{W}isLgl") is not None
    parts = re.split("%([1-9])", text)
    for index in range(1, len(parts), 2):
        other = int(parts[index]) - 1
        form = "decimal" if is_plain and other != at else _form(own.levels.get(other))
        number = counts.get(other, own.starts.get(other, 1))
        last, write = _FORMS.get(form, (0, str))
        if not 0 < number <= last:
            return LABEL
        parts[index] = write(number)
    return "".join(parts)


def _form(level: _Element | None) -> str:
    if level is None or level.find(f"{W}numFmt") is None:
        return "decimal" if level is None or not any("AlternateContent" in str(one.tag) for one in level) else ""
    return _value(level.find(f"{W}numFmt"))


def _value(element: _Element | None, name: str = "val") -> str:
    return "" if element is None else str(element.get(f"{W}{name}", ""))


def _number(element: _Element | None, name: str = "val") -> int:
    return whole(_value(element, name)) or 0
