"""Automatic numbers, written out as text.

dxpdf knows no counting in Chinese (chineseCounting is drawn as 1, 2, 3), puts labels elsewhere than the text in lines of
fixed height, and lets lists run on when documents are laid end to end. So each number is computed here (ISO/IEC 29500-1,
17.9) and becomes a run of its own.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, number, on
from docgen.fonts import symbols
from docgen.markup import SPACE, place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.styles import ParagraphLook, Styles

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ((1000, "千", "仟"), (100, "百", "佰"), (10, "十", "拾"))


def chinese_number(n: int, *, legal: bool = False) -> str:
    """Write 0–9999 in Chinese: 12 is 十二, 205 is 二百零五; the legal form is 壹拾贰."""
    digits = _LEGAL if legal else _DIGITS
    if not 0 < n < 10000:
        return digits[0] if n == 0 else str(n)
    text, gap = "", False
    for unit, plain, formal in _UNITS:
        digit, n = divmod(n, unit)
        if digit:
            text += ("零" if gap else "") + digits[digit] + (formal if legal else plain)
            gap = False
        elif text:
            gap = n > 0
    text += (("零" if gap else "") + digits[n]) if n else ""
    return text[1:] if text.startswith("一十") and not legal else text


def _letters(n: int) -> str:
    if not 0 < n <= 780:
        return str(n)
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    text = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        times, n = divmod(n, value)
        text += sign * times
    return text


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord(c) + 0xFEE0) for c in str(n)),
    "decimalEnclosedCircle": lambda n: chr(0x2460 + n - 1) if 0 < n <= 20 else str(n),
    "decimalEnclosedCircleChinese": lambda n: chr(0x2460 + n - 1) if 0 < n <= 20 else str(n),
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCounting": chinese_number,
    "ideographDigital": lambda n: "".join("〇一二三四五六七八九"[int(c)] for c in str(n)),
    "chineseLegalSimplified": lambda n: chinese_number(n, legal=True),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[n - 1] if 0 < n <= 10 else str(n),
    "ideographZodiac": lambda n: "子丑寅卯辰巳午未申酉戌亥"[n - 1] if 0 < n <= 12 else str(n),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda n: "",
}


@dataclass(slots=True)
class _List:
    """One ``w:num`` with its levels, and where its counters stand."""

    levels: dict[int, Element]
    starts: dict[int, int]
    anew: set[int]
    """Levels that are told where to start when the list is first used."""
    counters: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbering part of one document."""

    def __init__(self, part: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        shared: dict[str, dict[int, int]] = {}
        abstract = {val(one, "abstractNumId"): one for one in children(part, "abstractNum")}
        for num in children(part, "num"):
            base_id = val(num.find(q("abstractNumId"))) or ""
            base = abstract.get(base_id)
            levels = {int(number(level, "ilvl") or 0): level for level in children(base, "lvl")}
            starts = {ilvl: int(number(level.find(q("start"))) or 0) for ilvl, level in levels.items()}
            anew: set[int] = set()
            for override in children(num, "lvlOverride"):
                ilvl = int(number(override, "ilvl") or 0)
                if (level := override.find(q("lvl"))) is not None:
                    levels[ilvl] = level
                if (start := number(override.find(q("startOverride")))) is not None:
                    starts[ilvl] = int(start)
                    anew.add(ilvl)
            # Lists of one abstract definition count on, also from where another one was told to start anew.
            self._lists[val(num, "numId") or ""] = _List(levels, starts, anew, shared.setdefault(base_id, {}))

    def write_out(self, paragraph: Element, look: ParagraphLook, styles: Styles) -> None:
        """Give a numbered paragraph its number as text, with the indents of its level."""
        listed = self._lists.get(look.num_id or "")
        if listed is None or (level := listed.levels.get(look.level)) is None:
            return
        label = self._label(listed, look.level, level)
        if label is None:
            return
        layout = properties(paragraph, "pPr")
        if (old := layout.find(q("numPr"))) is not None:
            layout.remove(old)
        place(place(layout, "numPr"), "numId").set(q("val"), "0")
        self._indent(layout, level)
        if label:
            self._insert(paragraph, layout, level, label, styles)

    def _label(self, listed: _List, ilvl: int, level: Element) -> str | None:
        """Count one on and return the label; None where the format is not known here."""
        counters = listed.counters
        if ilvl in listed.anew:
            listed.anew.remove(ilvl)
            counters.pop(ilvl, None)
        counters[ilvl] = counters.get(ilvl, listed.starts.get(ilvl, 1) - 1) + 1
        for deeper in [other for other in counters if other > ilvl]:
            restart = number(listed.levels[deeper].find(q("lvlRestart"))) if deeper in listed.levels else None
            if restart is None or ilvl < restart:
                del counters[deeper]
        text = val(level.find(q("lvlText"))) or ""
        if val(level.find(q("numFmt"))) == "bullet":
            fonts = level.find(f"{q('rPr')}/{q('rFonts')}")
            return symbols.text(val(fonts, "ascii") or "", text)
        legal = on(level.find(q("isLgl"))) or False
        known = True

        def count(match: re.Match[str]) -> str:
            nonlocal known
            other = int(match[1]) - 1
            fmt = val(listed.levels[other].find(q("numFmt"))) if other in listed.levels else None
            writer = FORMATS.get("decimal" if legal and other != ilvl else fmt or "decimal")
            if writer is None:
                known = False
                return ""
            return writer(counters.get(other, listed.starts.get(other, 1)))

        label = re.sub(r"%([1-9])", count, text)
        return label if known else None

    def _indent(self, layout: Element, level: Element) -> None:
        """Take over the level's indents where the paragraph has none of its own (17.9.22)."""
        source = level.find(f"{q('pPr')}/{q('ind')}")
        if source is not None:
            own = place(layout, "ind")
            taken = {str(name).rpartition("}")[2] for name in own.attrib}
            for name, value in source.attrib.items():
                plain = str(name).rpartition("}")[2]
                first = plain in ("firstLine", "hanging") and taken & {"firstLine", "hanging"}
                if plain not in taken and not first:
                    own.set(name, value)
        tabs = level.find(f"{q('pPr')}/{q('tabs')}")
        if tabs is not None and layout.find(q("tabs")) is None:
            place(layout, "tabs").extend(copy.deepcopy(list(tabs)))

    def _insert(self, paragraph: Element, layout: Element, level: Element, label: str, styles: Styles) -> None:
        from lxml import etree

        run = etree.Element(q("r"))
        style = etree.SubElement(run, q("rPr"))
        for source in (layout.find(q("rPr")), level.find(q("rPr"))):
            for child in source if source is not None else ():
                if (old := style.find(child.tag)) is not None:
                    style.remove(old)
                style.append(copy.deepcopy(child))
        fonts = style.find(q("rFonts"))
        if fonts is not None and (styles.family(fonts, ("ascii",)) or "").casefold() in symbols.FONTS:
            style.remove(fonts)
        text = etree.SubElement(run, q("t"))
        text.set(SPACE, "preserve")
        text.text = label
        suffix = val(level.find(q("suff"))) or "tab"
        if suffix == "space":
            text.text += " "
        elif suffix == "tab":
            etree.SubElement(run, q("tab"))
        layout.addnext(run)
