"""Filters for official prose, under Chinese names, for use in Word as ``{{ 协议日期 | 日期 }}``.

=========  ==================================================================================================
``日期``     2009年3月16日 (GB/T 9704-2012 7.3.5.4: Arabic digits, no leading zeros); nothing: room to write it by hand,
           or the words given: ``日期("待定")``
``年月``     2009年3月
``数字日期``   20090316 (DA/T 22-2015); with a sign between: ``数字日期("-")`` 2009-03-16
``大写日期``   二〇〇九年三月十六日
``中文数字``   12 → 十二, 2009 → 二千零九
``大写数字``   12 → 壹拾贰
``顿号``     a list as prose: 甲、乙、丙; with a last word: ``顿号("和")`` 甲、乙和丙
``各``      one field of each entry of a list: ``成员 | 各("姓名") | 顿号``
``无``      无 when there is nothing; other words: ``无("待定")``
``空白``     the value, or that many full-width blanks to write on: ``空白(6)``
``勾选``     ☑ or ☐: of a yes/no, or of a choice: ``形式 | 勾选("互勉")``
``段落``     a text as a list of its lines, for ``{%p for 段 in 总体目标 | 段落 %}``
``遮盖``     138****5678: all but the first three and last four signs; ``遮盖(1, 0)``
``金额``     0.5 → 0.50
``大写金额``   1203.5 → 壹仟贰佰零叁元伍角
``格式``     formatted text, in a tag of its own kind: ``{{r 意见 | 格式("加粗", "红色") }}``; 加粗 斜体 下划线 红色 黑体 楷体
``一行``     a value that had better stand on one line, such as a number, a name or a date in a cell: set a little smaller where
           it is wider than so many characters, else broken where no number or date is parted: ``{{r 编号 | 一行(5.5) }}``; with
           the size of the type if not 5号: ``一行(5.5, 12)``
``分行``     a list as lines of at most so many characters, no entry parted: ``{%p for 行 in 成员 | 分行(12) %}``
``图片``     a picture, as ``二维码`` and ``条形`` are: see :mod:`~docgen.template.picture_filters`
=========  ==================================================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

from docxtpl import RichText
from jinja2 import Undefined, nodes
from jinja2.exceptions import FilterArgumentError, UndefinedError

from docgen.markup import LEFT_OUT
from docgen.messages import _
from docgen.template.numerals import amount, capital_amount, capital_number, chinese_number
from docgen.template.one_line import CELLS, ReadyRun, width
from docgen.template.picture_filters import BAR, CODE, PHOTO, bar, code, photo
from docgen.template.shape import Kind
from docgen.template.values import Nothing

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FILTERS", "IN_A_CELL", "Filter", "Gives", "Names"]

IN_A_CELL = "一行"
_BLANK_DATE = "　　　年　　月　　日"
_DIGITS = "〇一二三四五六七八九"
_MOST_BLANKS = 40
_LOOKS: dict[str, dict[str, bool | str]] = {
    "加粗": {"bold": True},
    "斜体": {"italic": True},
    "下划线": {"underline": True},
    "红色": {"color": "C00000"},
    "黑体": {"font": "eastAsia:黑体"},
    "楷体": {"font": "eastAsia:楷体"},
}


def _nothing(value: object) -> bool:
    """Whether the data leaves it empty; a name that the data does not know at all is refused as usual."""
    if type(value) is str:
        return value in ("", LEFT_OUT)
    if isinstance(value, Undefined) and not isinstance(value, Nothing):
        raise UndefinedError(value._undefined_message)
    return isinstance(value, Nothing) or value is None or value in ("", LEFT_OUT) or value == []


def _date(value: object, name: str) -> date:
    if not isinstance(value, date):
        raise FilterArgumentError(_("the filter {name} needs a date").format(name=name))
    return value


def chinese_date(value: object, otherwise: str = _BLANK_DATE) -> str:
    """日期."""
    if _nothing(value):
        return otherwise
    day = _date(value, "日期")
    return f"{day.year}年{day.month}月{day.day}日"


def year_and_month(value: object, otherwise: str = "　　　　年　　月") -> str:
    """年月."""
    if _nothing(value):
        return otherwise
    day = _date(value, "年月")
    return f"{day.year}年{day.month}月"


def digits_date(value: object, between: str = "", otherwise: str = "") -> str:
    """数字日期."""
    if _nothing(value):
        return otherwise
    day = _date(value, "数字日期")
    return f"{day.year:04d}{between}{day.month:02d}{between}{day.day:02d}"


def written_date(value: object, otherwise: str = _BLANK_DATE) -> str:
    """大写日期: the year digit by digit, month and day as numbers."""
    if _nothing(value):
        return otherwise
    day = _date(value, "大写日期")
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def formatted(value: object, *looks: str) -> RichText:
    """格式."""
    asked: dict[str, bool | str] = {}
    for look in looks:
        if look not in _LOOKS:
            known = "、".join(_LOOKS)
            raise FilterArgumentError(
                _("{look} is no look that 格式 knows; there are: {known}").format(look=look, known=known)
            )
        asked |= _LOOKS[look]
    if not isinstance(value, (str, int, float, Undefined)) or isinstance(value, bool):
        raise FilterArgumentError(_("the filter {name} needs a text").format(name="格式"))
    return RichText(str(value), **asked)


def on_one_line(value: object, room: float, points: float = 10.5) -> RichText:
    """一行."""
    return ReadyRun(CELLS[value if type(value) is str else "" if _nothing(value) else str(value), room, points])


def packed(value: object, room: float) -> list[str]:
    """分行."""
    words = [str(item) for item in value if not _nothing(item)] if isinstance(value, list) else lines(value)
    found: list[str] = []
    for word in words:
        if found and width(f"{found[-1]}{word}") + 2 <= room:
            found[-1] += f"、{word}"
        else:
            if found:
                found[-1] += "、"
            found.append(word)
    return found


def listed(value: object, last: str = "") -> str:
    """顿号."""
    if _nothing(value):
        return ""
    if not isinstance(value, list):
        raise FilterArgumentError(_("the filter {name} needs a list").format(name="顿号"))
    words = [str(item) for item in value if not _nothing(item)]
    if last and len(words) > 1:
        return "、".join(words[:-1]) + last + words[-1]
    return "、".join(words)


def each(value: object, field: str) -> list[object]:
    """各."""
    if not isinstance(value, list):
        raise FilterArgumentError(_("the filter {name} needs a list").format(name="各"))
    found = []
    for item in value:
        if not isinstance(item, dict) or field not in item:
            raise UndefinedError(_("{field} is not known here").format(field=field))
        found.append(item[field])
    return found


def or_none(value: object, word: str = "无") -> object:
    """无."""
    return word if _nothing(value) and value != LEFT_OUT else value


def or_blank(value: object, width: int = 4) -> object:
    """空白."""
    return "　" * max(0, min(width, _MOST_BLANKS)) if _nothing(value) else value


def ticked(value: object, choice: object = None) -> str:
    """勾选."""
    if choice is not None:
        yes = choice in value if isinstance(value, list) else value == choice
    else:
        yes = not _nothing(value) and bool(value)
    return "☑" if yes else "☐"


def lines(value: object) -> list[str]:
    """段落."""
    if _nothing(value):
        return []
    if isinstance(value, list):
        return [line for item in value for line in lines(item)]
    return [line.strip() for line in str(value).split("\n") if line.strip()]


def masked(value: object, first: int = 3, last: int = 4) -> str:
    """遮盖."""
    if _nothing(value):
        return ""
    text = str(value)
    hidden = len(text) - first - last
    if hidden < 1:
        return "*" * len(text)
    return text[:first] + "*" * hidden + text[len(text) - last :]


class Gives(Enum):
    """What a filter gives where that depends on what it got."""

    SAME = auto()
    ENTRY = auto()
    """One of the list."""
    FIELDS = auto()
    """A list of the field that it names."""


class Names(Enum):
    """How a filter names the field of the entries that it looks at."""

    ATTRIBUTE = auto()
    """``sort(attribute="日期")``"""
    FIRST = auto()
    """``各("姓名")``, or as above."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter, and what is known of it before there is any data."""

    call: Callable[..., object]
    takes: tuple[Kind, ...] = ()
    """Kinds of value, the usual one first; none: any."""
    gives: Kind | Gives = Kind.UNKNOWN
    field: Names | None = None
    fills: bool = False
    """Whether it knows what to do where there is nothing."""

    def field_in(self, node: nodes.Filter) -> str:
        """Return the field, or the path to it, that a template names here; ``""`` where it names none."""
        named = [pair.value for pair in node.kwargs if pair.key == "attribute"]
        if not named and self.field is Names.FIRST:
            named = node.args[:1]
        first = named[0] if named and self.field else None
        return first.value if isinstance(first, nodes.Const) and isinstance(first.value, str) else ""


_DATED = Filter(chinese_date, (Kind.DATE,), Kind.TEXT, fills=True)
_COUNTED = Filter(chinese_number, (Kind.NUMBER, Kind.TEXT), Kind.TEXT)
FILTERS = {
    "日期": _DATED,
    "年月": replace(_DATED, call=year_and_month),
    "数字日期": replace(_DATED, call=digits_date),
    "大写日期": replace(_DATED, call=written_date),
    "中文数字": _COUNTED,
    "大写数字": replace(_COUNTED, call=capital_number),
    "金额": replace(_COUNTED, call=amount),
    "大写金额": replace(_COUNTED, call=capital_amount),
    "顿号": Filter(listed, (Kind.LIST,), Kind.TEXT, fills=True),
    "各": Filter(each, (Kind.LIST,), Gives.FIELDS, Names.FIRST),
    "无": Filter(or_none, gives=Gives.SAME, fills=True),
    "空白": Filter(or_blank, gives=Gives.SAME, fills=True),
    "勾选": Filter(ticked, gives=Kind.TEXT, fills=True),
    "段落": Filter(lines, gives=Kind.LIST, fills=True),
    "遮盖": Filter(masked, gives=Kind.TEXT, fills=True),
    "格式": Filter(formatted, gives=Kind.TEXT),
    IN_A_CELL: Filter(on_one_line, gives=Kind.TEXT, fills=True),
    "分行": Filter(packed, (Kind.LIST, Kind.TEXT), Kind.LIST, fills=True),
    PHOTO: Filter(photo, (Kind.TEXT,), Kind.PICTURE, fills=True),
    CODE: Filter(code, (Kind.TEXT, Kind.NUMBER), Kind.PICTURE, fills=True),
    BAR: Filter(bar, (Kind.NUMBER, Kind.LIST), Kind.PICTURE),
}
"""docgen's own filters, by the name that a template uses."""
