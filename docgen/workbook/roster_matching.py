"""Which column of a roster holds what: by the titles that student systems use, else by what stands in the cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence

from docgen.field import Person, Row, Standing
from docgen.field.columns import by_title
from docgen.workbook.cells import Cell, NonText, Sheet
from docgen.workbook.spellings import gender, political_status
from docgen.workbook.table import plain_title

_ROWS_SEARCHED = 20
_STRANGE_ROWS = 4
_SAMPLE = 300
_ENOUGH = 0.8
"""The share of a column's cells that must look right for it to be taken by content."""

STAFF = frozenset(("工号", "职工号", "教工号", "教职工号", "教师姓名"))
"""Titles of a list of teachers."""
_ID_CARD = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[\dXx]")


def match(sheet: Sheet, model: type[Row] = Person) -> tuple[int, dict[str, tuple[int, bool]]]:
    """Return the header's row (0: none) and, by title, the index of a column and whether its content told.

    ``model`` has the columns that may be meant.
    """
    known = by_title(model)
    columns = {name: column for column in known.values() if column.synonyms for name in column.names}
    top, named = 0, dict[str, int]()
    for number, cells in sheet.rows[:_ROWS_SEARCHED]:
        here: dict[str, int] = {}
        for index, cell in enumerate(cells):
            column = columns.get(bare(cell))
            if column is None:
                continue
            # 联系电话 and 手机 side by side: the one whose name comes first in our list is taken.
            title, names = column.title, column.names
            if title not in here or names.index(bare(cell)) < names.index(bare(cells[here[title]])):
                here[title] = index
        if len(here) > len(named):
            top, named = number, here
    if named:
        return top, _by_content(sheet, top, {title: (index, False) for title, index in named.items()}, known)
    # No title is known: the first rows may be a heading all the same, in words of the school's own.
    tops = [0, *(number for number, _cells in sheet.rows[:_STRANGE_ROWS])]
    top, found = max(((top, _by_content(sheet, top, {}, known)) for top in tops), key=lambda item: len(item[1]))
    if "编号" in found:
        index = found["编号"][0]
        for number, cells in sheet.rows[:_STRANGE_ROWS]:
            if len(cells) > index and re.search(r"\d", _plain(cells[index])):
                break
            top = max(top, number)
    return top, found


def _by_content(
    sheet: Sheet, top: int, found: dict[str, tuple[int, bool]], known: Container[str]
) -> dict[str, tuple[int, bool]]:
    rows = [cells for number, cells in sheet.rows if number > top][:_SAMPLE]
    width = max((len(cells) for cells in rows), default=0)
    for title, looks_right in _CONTENT.items():
        for index in range(width):
            if title not in known or title in found or any(index == taken for taken, _by in found.values()):
                continue
            values = [text for cells in rows if len(cells) > index and (text := _plain(cells[index]))]
            if len(values) >= max(2, len(rows) // 2) and looks_right(values):
                found[title] = (index, True)
    return found


def bare(cell: Cell) -> str:
    """Return a title without spaces, marks and what stands in brackets, in capitals."""
    return re.sub(r"[(（\[【].*?[)）\]】]|[:：]", "", plain_title(cell)).upper()


def _plain(cell: Cell) -> str:
    return re.sub(r"\s+", "", cell.text if isinstance(cell, NonText) else cell)


def _mostly(values: Sequence[str], fits: Callable[[str], object]) -> bool:
    return sum(bool(fits(value)) for value in values) >= _ENOUGH * len(values)


def _are_numbers(values: Sequence[str]) -> bool:
    return len(set(values)) == len(values) and _mostly(
        values,
        lambda text: (
            re.fullmatch(r"[A-Za-z]{0,2}\d{5,18}", text)
            and not re.fullmatch(r"1[3-9]\d{9}", text)
            and not _ID_CARD.fullmatch(text)
            and not re.fullmatch(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d", text)
        ),
    )


def _are_names(values: Sequence[str]) -> bool:
    return len(set(values)) >= _ENOUGH * len(values) and _mostly(
        values, lambda text: re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff·]{2,4}|\S+·\S+", text)
    )


_CONTENT: dict[str, Callable[[Sequence[str]], bool]] = {
    "政治面貌": lambda values: _mostly(values, lambda text: not text.isdigit() and political_status(text)),
    "身份": lambda values: _mostly(values, lambda text: text in tuple(Standing)),
    "性别": lambda values: _mostly(values, lambda text: text[0] in "男女" and gender(text)),
    "联系电话": lambda values: _mostly(values, lambda text: re.fullmatch(r"1[3-9]\d{9}", text)),
    "编号": _are_numbers,
    "班级": lambda values: _mostly(values, lambda text: re.search(r"\d", text) and text.endswith(("班", "级"))),
    "姓名": _are_names,
}
"""How a column looks that holds this; the surest first. Codes alone (01, 03) never tell."""
