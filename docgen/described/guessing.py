"""An ``activity.toml`` to begin with, guessed from the tables of a workbook that a clerk already has.

Every guess is told with its reason, in the file and to who asked, so that it can be corrected there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from docgen.described.naming import LONGEST_TITLE, TAKEN
from docgen.described.rows import LINES, NO, YES
from docgen.messages import _

Cells: TypeAlias = "Sequence[str | float | date | None]"
Tables: TypeAlias = "Mapping[str, Mapping[str, Cells]]"

_WHO = ("人员", "名单", "学生", "成员", "志愿者", "名册", "花名册", "教师")
_NUMBER = re.compile(r"学号|工号|编号|证号|号$|代码$|^id$|码$", re.I)
_PHONE = re.compile(r"电话|手机|联系方式")
_NAME = re.compile(r"^(姓名|(社团|项目)?名称|题目)$")
_DAY = re.compile(r"日期|时间$|年月$|^日$")
_SECRET = re.compile(r"身份证|证件号|银行卡|卡号|病史|家庭经济|困难")
_OUTSIDE = re.compile(r"出生|生日|籍贯|住址|地址|家庭|父|母|成绩")
_MOST_WORDS, _LONGEST_WORD, _LONG = 8, 5, 40
_FEWEST = 4
"""Rows at least, before a few words that repeat are taken for a closed list."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column was taken for, and why."""

    sheet: str
    title: str
    was: str
    """its title in the workbook"""
    said: Mapping[str, object] = field(default_factory=dict)
    """as activity.toml says it"""
    why: str = ""
    is_left_out: bool = False

    @property
    def kind(self) -> str:
        """What it was taken for, in one word as the file has it."""
        if self.is_left_out:
            return "—"
        if to := self.said.get("to"):
            return f"→ {to}"
        if words := self.said.get("words"):
            return "/".join(words) if isinstance(words, list) else str(words)
        return str(self.said.get("type", "text"))


@dataclass(frozen=True, slots=True)
class GuessedSheet:
    """A sheet as it was understood."""

    title: str
    columns: tuple[Guess, ...]
    key: str
    name: str = ""
    about: str = ""
    """the column that says which unit a row is about"""

    @property
    def kept(self) -> tuple[Guess, ...]:
        """Its columns, those left out apart."""
        return tuple(one for one in self.columns if not one.is_left_out)

    def shown(self) -> tuple[Guess, ...]:
        """The columns that papers have: nothing secret."""
        return tuple(one for one in self.kept if one.said.get("private") != "secret")


@dataclass(frozen=True, slots=True)
class Guessed:
    """An activity as it was understood: its sheets, and the one by whose rows papers are filed."""

    sheets: tuple[GuessedSheet, ...]
    unit: GuessedSheet

    @property
    def columns(self) -> tuple[Guess, ...]:
        """Every column, in the workbook's order."""
        return tuple(one for sheet in self.sheets for one in sheet.columns)

    def sheet(self, title: str) -> GuessedSheet:
        """Return a sheet by title."""
        return next(one for one in self.sheets if one.title == title)


def guess(tables: Tables) -> Guessed | None:
    """Return what the tables of a workbook were taken for; None when there is none to begin with."""
    named = _named({title: table for title, table in tables.items() if title != LINES and table})
    if not named:
        return None
    titles = list(named)
    sheets = {title: _sheet(title, table) for title, (_was, table) in named.items()}
    unit = _unit(sheets, {title: table for title, (_was, table) in named.items()})
    referring = {
        title: _referring(sheet, named[title][1], sheets, {one: named[one][1] for one in titles}, unit)
        for title, sheet in sheets.items()
    }
    found = tuple(_renamed(one, titles, is_unit=one.title == unit) for one in referring.values())
    return Guessed(found, next(one for one in found if one.title == unit))


def _named(tables: Tables) -> dict[str, tuple[str, dict[str, Cells]]]:
    """Return the tables under names that expressions can use, each with what it was called."""
    found: dict[str, tuple[str, dict[str, Cells]]] = {}
    for title, table in tables.items():
        name = identifier(title)[:LONGEST_TITLE]
        found[_free(name, {*found, *({name} if name.casefold() in TAKEN else ())})] = (title, dict(table))
    return found


def identifier(title: str) -> str:
    """Return a title as a name: without brackets and what is in them, without signs, not beginning with a digit."""
    bare = re.sub(r"[（(【\[].*?[）)】\]]", "", title) or title
    name = "".join(letter for letter in bare if letter == "_" or letter.isalnum())
    name = f"第{name}" if name[:1].isdigit() else name.lstrip("_")
    return name[:40] if name.isidentifier() else "".join(one for one in name if one.isidentifier())[:40] or "栏"


def _free(name: str, taken: Container[str]) -> str:
    number = 2
    while name in taken:
        name, number = f"{name.rstrip('0123456789')}{number}", number + 1
    return name


def _sheet(title: str, table: Mapping[str, Cells]) -> GuessedSheet:
    columns: dict[str, Guess] = {}
    for was, cells in table.items():
        name = _free(identifier(was), columns)
        columns[name] = _column(title, name, was, cells)
    measured = ("number", "count", "date", "yes")  # no two alike by chance only
    naming = [one for one in columns.values() if one.said.get("type") not in measured]
    unique = [one.title for one in naming if _tells_apart(table[one.was])]
    numbers = [name for name in unique if _NUMBER.search(name)]
    name = next(filter(_NAME.search, columns), "") or next((one for one in columns if "名" in one), "")
    key = (numbers or [one for one in unique if one == name] or unique or list(columns))[0]
    return GuessedSheet(title, tuple(columns.values()), key, name or key)


def _column(sheet: str, name: str, was: str, cells: Cells) -> Guess:
    there = [one for one in cells if one is not None]
    said: dict[str, object] = {}
    why = _("by its title") if not there else _("by what stands in it")
    texts = Counter(str(one) for one in there)
    if (there and all(isinstance(one, date) for one in there)) or (not there and _DAY.search(name)):
        said["type"] = "date"
    elif _PHONE.search(name):
        said["type"], why = "phone", _("by its title")
    elif _NUMBER.search(name) or (_SECRET.search(name) and all(re.search(r"\d", text) for text in texts)):
        said["type"], why = "code", _("by its title: a number that is text, so that no zero is lost")
    elif _NAME.search(name):
        said["type"], why = "name", _("by its title")
    elif there and all(isinstance(one, float) and one >= 0 for one in there):
        is_whole = all(one == int(one) for one in there if isinstance(one, float))
        said["type"] = "count" if is_whole else "number"
    elif there and set(texts) <= {YES, NO}:
        said["type"] = "yes"
    elif set(texts) <= {"男", "女"} and there:
        said["words"] = ["男", "女"]
    elif _is_list(texts, len(there)):
        said["words"] = list(texts)
        why = _("{n} words that repeat").format(n=len(texts))
    elif any(len(text) > _LONG for text in texts):
        said["type"] = "long"
    if there and len(there) == len(cells):
        said["required"] = True
    if _SECRET.search(name):
        said["private"] = "secret"
    elif _OUTSIDE.search(name) or said.get("type") == "phone":
        said["private"] = "outside"
    if there and isinstance(there[0], date) and said.get("type") == "date" and not said.get("private"):
        said["example"] = there[0].isoformat()
    return Guess(sheet, name, was, said, why)


def _is_list(texts: Counter[str], count: int) -> bool:
    few = 2 <= len(texts) <= _MOST_WORDS and count >= _FEWEST and count >= 2 * len(texts)
    return few and all(len(text) <= _LONGEST_WORD and not re.search(r"\d", text) for text in texts)


def _tells_apart(cells: Cells) -> bool:
    there = [str(one) for one in cells if one is not None]
    return bool(there) and len(there) == len(cells) == len(set(there))


def _unit(sheets: Mapping[str, GuessedSheet], tables: Tables) -> str:
    """Return the sheet whose key others have in a column of theirs the most often; else what is called like people."""

    def named_by(title: str) -> int:
        keys = _known_by(tables[title][_was(sheets[title], sheets[title].key)])
        others = [table for other, table in tables.items() if other != title]
        return sum(any(_within(cells, keys) for cells in table.values()) for table in others)

    best = max(sheets, key=lambda title: (named_by(title), any(who in title for who in _WHO)))
    return best


def _was(sheet: GuessedSheet, title: str) -> str:
    return next(one.was for one in sheet.columns if one.title == title)


def _texts(cells: Cells) -> set[str]:
    return {_text(one) for one in cells if one is not None}


def _text(value: str | float | date) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def _known_by(cells: Cells) -> set[str]:
    """Return what rows are known by: nothing of a column in which a value stands twice."""
    return _texts(cells) if _tells_apart(cells) else set()


def _within(cells: Cells, keys: set[str]) -> bool:
    there = _texts(cells)
    return bool(there) and there <= keys


def _referring(
    sheet: GuessedSheet, table: Mapping[str, Cells], sheets: Mapping[str, GuessedSheet], tables: Tables, unit: str
) -> GuessedSheet:
    """Return a sheet with its references: columns in which only keys of another sheet stand, or only its names."""
    columns = list(sheet.columns)
    about = ""
    for title in sorted(sheets, key=lambda one: one != unit):
        other = sheets[title]
        if title == sheet.title:
            continue
        keys, names = (_known_by(tables[title][_was(other, one)]) for one in (other.key, other.name))
        mine = [
            at
            for at, one in enumerate(columns)
            if "to" not in one.said and not (sheet.title == unit and one.title == sheet.key)
        ]
        by_key = [at for at in mine if _within(table[columns[at].was], keys) and columns[at].said.get("type") != "date"]
        if not any(cell is not None for cells in table.values() for cell in cells) or not keys:
            by_key = [at for at in mine if columns[at].title == other.key and title == unit]
        by_key = [at for at in by_key if len(keys) >= _FEWEST or columns[at].title in (other.key, other.name, title)]
        for at in by_key:
            why = _("only what is in {column} of {sheet} stands there").format(column=other.key, sheet=title)
            required = {"required": True} if columns[at].said.get("required") else {}
            columns[at] = replace(columns[at], said={"to": title, **required}, why=why)
            about = about or (columns[at].title if title == unit else "")
        by_name = [at for at in mine if at not in by_key and _within(table[columns[at].was], names)]
        by_name = [at for at in by_name if len(names) >= _FEWEST or columns[at].title == other.name]
        for at in by_name if other.name != other.key else ():
            if by_key and columns[at].title == other.name:
                why = _("docgen shows it beside {column}").format(column=columns[by_key[0]].title)
                columns[at] = replace(columns[at], said={}, why=why, is_left_out=True)
                continue
            why = _("only what is in {column} of {sheet} stands there").format(column=other.name, sheet=title)
            required = {"required": True} if columns[at].said.get("required") else {}
            columns[at] = replace(columns[at], said={"to": title, **required}, why=why)
            about = about or (columns[at].title if title == unit else "")
    key = about if about and sheet.title != unit else sheet.key
    return replace(sheet, columns=tuple(columns), key=key, about=about if sheet.title != unit else "")


def _renamed(sheet: GuessedSheet, titles: Sequence[str], *, is_unit: bool) -> GuessedSheet:
    """Return a sheet none of whose columns is called like a sheet, where that would stand for its rows; its key is a number."""
    columns = []
    for one in sheet.columns:
        said = dict(one.said)
        if one.title == sheet.key and "to" not in said:
            said = {
                "type": "id" if is_unit else "code",
                **{k: v for k, v in said.items() if k not in ("words", "type")},
            }
            said["required"] = True
            if is_unit:
                said["private"] = said.get("private", "public")
        title = f"所属{one.title}" if one.title in titles else one.title
        columns.append(replace(one, title=title, said=said))
    new = {one.title: other.title for one, other in zip(sheet.columns, columns, strict=True)}
    return replace(
        sheet,
        columns=tuple(columns),
        key=new[sheet.key],
        name=new.get(sheet.name, sheet.name),
        about=new.get(sheet.about, ""),
    )


def stems(guessed: Guessed) -> Iterator[tuple[str, str, GuessedSheet]]:
    """Yield stem, title and sheet of each paper that it begins with."""
    for number, sheet in enumerate(guessed.sheets, start=1):
        if sheet is guessed.unit:
            yield "unit_record", f"{sheet.title}登记表", sheet
        else:
            yield f"sheet_{number}_list", f"{sheet.title}一览表", sheet
