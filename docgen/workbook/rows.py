"""Turns the cells of a table into the field's rows, keeping every fault with its place.

A fault in one cell never hides the others: the cell is left out, a required one is stood in for, and the row carries
its title in ``broken``, so that the rules can still judge the rest. A row without its key is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from docgen import meant
from docgen.field import Row, SheetKind, Summary
from docgen.field.column import Column, Privacy, Role
from docgen.field.columns import by_title, columns_of, keys_of
from docgen.messages import _
from docgen.messages.faults import Fault, explain
from docgen.problems import Problem, Severity
from docgen.workbook.cells import Cell, NonText, shown
from docgen.workbook.references import Directory, NotResolved, split
from docgen.workbook.table import Table
from docgen.workbook.texts import CellFault, text_of

EXAMPLE = "例："
"""What each cell of the blank workbook's example rows starts with."""

_FAULT_RULES = {
    "not-a-term": 1,
    "unknown-reference": 3,
    "ambiguous-name": 3,
    "number-and-name-disagree": 3,
    "several-named": 3,
}
_STAND_INS = {Role.DATE: "2000-01-01", Role.NUMBER: "0"}


@dataclass(slots=True)
class RawRow:
    """A row on its way from cells to a model: the text of each column that has one, the faulty columns."""

    number: int
    texts: dict[str, str]
    broken: set[str] = field(default_factory=set)
    faults: list[RawFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class RawFault:
    """A fault in one cell, before it is known whose papers it holds back."""

    column: str
    fault: Fault
    value: str = ""
    rule: int = 0
    near: tuple[str, ...] = ()
    sheet: str = ""
    """of a reference: the sheet that has no such row"""
    number: str = ""
    """what that row would be known by"""
    said: bool = False
    """it is reported elsewhere, where its cause is"""


def gather(table: Table, date1904: bool) -> list[RawRow]:
    """Read every row of a table; blank rows and the blank workbook's example rows are passed over.

    So is each example that still stands in a row that a clerk typed over it.
    """
    columns = by_title(table.kind.model)
    # Words, references and dates repeat: each distinct cell of a column is read once.
    plan: list[tuple[int, str, Column, dict[Cell, str]]] = [
        (place - 1, title, columns[title], {example_of(columns[title]): ""})
        for title, place in sorted(table.places.items(), key=lambda item: item[1])
    ]
    first = plan[0][0] if plan else 0
    raws = []
    for number, cells in table.rows:
        if len(cells) > first and _begins_example(cells[first]) and _are_examples(cells, columns, table):
            continue
        raw = RawRow(number, {})
        width = len(cells)
        texts = raw.texts
        for index, title, column, memo in plan:
            if index >= width:
                break
            cell = cells[index]
            if cell == "":
                continue
            text = memo.get(cell)
            if text is None:
                text = read_cell(raw, column, cell, date1904)
                if title not in raw.broken:
                    memo[cell] = text
            if text:
                texts[title] = text
        if raw.texts or raw.broken:
            raws.append(raw)
    return raws


def example_of(column: Column) -> str:
    """Return what the blank workbook's example row holds in a column."""
    return EXAMPLE + column.example


def read_cell(raw: RawRow, column: Column, cell: Cell, date1904: bool) -> str:
    """Return a cell's text; a fault goes into the row."""
    try:
        return text_of(cell, column, date1904)
    except CellFault as error:
        raw.broken.add(column.title)
        raw.faults.append(RawFault(column.title, error.fault, shown(cell), error.rule))
        if column.role in (Role.PERSON_NUMBER, Role.NAME) and isinstance(cell, NonText):
            return cell.text  # still good enough to know the row by
        return ""


def resolve(raw: RawRow, references: tuple[Column, ...], directories: Mapping[str, Directory]) -> None:
    """Replace what a row refers to by numbers; what names nothing is left out and becomes a fault."""
    for column in references:
        text = raw.texts.get(column.title)
        if text is None or column.title in raw.broken:
            continue
        directory = directories[column.sheet]
        if text in directory.names:
            continue
        numbers = []
        for part in split(text) if column.many else (text,):
            if part == Summary.DEPARTMENT and column.sheet == "小组":
                numbers.append(part)
                continue
            try:
                numbers.append(directory.resolve(part) if column.many else directory.one_of(part))
            except NotResolved as error:
                raw.broken.add(column.title)
                rule = _FAULT_RULES.get(error.fault.kind, 0)
                raw.faults.append(
                    RawFault(column.title, error.fault, shown(part), rule, error.near, column.sheet, error.number)
                )
        raw.texts[column.title] = "、".join(numbers)
        if not numbers:
            del raw.texts[column.title]


def repeated(raws: Sequence[RawRow], kind: SheetKind) -> dict[int, RawFault]:
    """Return a fault for each row whose values in columns of ``kind.once`` stand in a row above, by row number."""
    first: dict[tuple[tuple[str, ...], tuple[str, ...]], int] = {}
    found: dict[int, RawFault] = {}
    for raw in raws if kind.once else ():
        for columns in kind.once:
            values = tuple(raw.texts.get(title, "") for title in columns)
            if not all(values):
                continue
            row = first.setdefault((columns, values), raw.number)
            if row != raw.number:
                same = _("row {row} has the same already: {columns}").format(row=row, columns="、".join(columns))
                said = (
                    same
                    if columns
                    else _("there is one paper only for it, and row {row} has it already").format(row=row)
                )
                column = columns[0] if columns else columns_of(kind.model)[0].title
                fault = Fault("repeated", said, _("correct one of the two rows, or delete it"))
                found.setdefault(raw.number, RawFault(column, fault, "、".join(values)))
    return found


def build(raw: RawRow, kind: SheetKind) -> Row | None:
    """Return the row's model, faulty cells left out or stood in for; None when its key is missing."""
    texts = {title: text for title, text in raw.texts.items() if title not in raw.broken or _is_partial(raw, title)}
    if not raw.broken:
        try:
            return kind.model.model_validate_strings(texts, strict=True).at_row(raw.number)
        except ValidationError as error:
            _collect(raw, error)
    else:
        _stand_in(texts, raw, kind)
        try:
            return _built(texts, raw, kind)
        except ValidationError as error:
            _collect(raw, error)
    texts = {title: text for title, text in texts.items() if title not in raw.broken}
    _stand_in(texts, raw, kind)
    try:
        return _built(texts, raw, kind)
    except ValidationError:
        return None


def _is_partial(raw: RawRow, title: str) -> bool:
    """Whether some of the people a cell names are known: they are kept."""
    return any(fault.column == title and fault.rule == 3 for fault in raw.faults)


def _built(texts: dict[str, str], raw: RawRow, kind: SheetKind) -> Row | None:
    if any(key in raw.broken and key not in texts for key in keys_of(kind.model)):
        kind.model.model_validate_strings(_with_keys(texts, kind), strict=True)  # for the other faults of the row
        return None
    return kind.model.model_validate_strings(texts, strict=True).at_row(raw.number, frozenset(raw.broken))


def _with_keys(texts: dict[str, str], kind: SheetKind) -> dict[str, str]:
    return dict.fromkeys(keys_of(kind.model), "？") | texts


def _stand_in(texts: dict[str, str], raw: RawRow, kind: SheetKind) -> None:
    keys = keys_of(kind.model)
    for column in columns_of(kind.model):
        title = column.title
        if column.required and title in raw.broken and title not in texts and title not in keys:
            texts[title] = column.words[0] if column.words else _STAND_INS.get(column.role, "？")
            if title == "学年学期":
                texts[title] = "2000-2001-1"


def _collect(raw: RawRow, error: ValidationError) -> None:
    for item in error.errors(include_url=False):
        title = str(item["loc"][0])
        if title in raw.broken:
            continue
        raw.broken.add(title)
        fault = explain(item["type"], item.get("ctx"))
        raw.faults.append(RawFault(title, fault, shown(raw.texts.get(title, "")), _FAULT_RULES.get(fault.kind, 0)))


def problems_of(raw: RawRow, table: Table, groups: tuple[str, ...], everything: bool) -> Iterator[Problem]:
    """Return a row's faults as problems, which hold back the papers of these groups."""
    for fault in raw.faults:
        if fault.said:
            continue
        item = fault if _is_shown(by_title(table.kind.model)[fault.column]) else replace(fault, value="")
        yield Problem(
            item.fault.kind,
            Severity.ERROR,
            table.kind.title,
            raw.number,
            item.column,
            item.fault.message,
            _nearest_word(item, table.kind) or item.fault.hint,
            item.value,
            item.rule,
            table.cell_of(raw.number, item.column),
            groups,
            everything,
        )


def _is_shown(column: Column) -> bool:
    """Whether a message may say what stands in a column: a report, a log and a marked workbook go through many hands."""
    is_text = column.long or column.role is Role.TEXT
    return column.private is not Privacy.SECRET and not (column.private is Privacy.OUTSIDE and is_text)


def _nearest_word(item: RawFault, kind: SheetKind) -> str:
    """Offer the word of a closed list that comes nearest to what was typed, or an example of what has a form."""
    column = by_title(kind.model)[item.column]
    if item.fault.kind == "wrong-form" and column.example:
        return _("for example: {example}").format(example=column.example)
    if item.fault.kind != "not-allowed":
        return ""
    words = column.words
    near = [word for word in words if item.value and (item.value in word or word in item.value)]
    if len(near) != 1:
        near = meant.near(item.value, words)
    if not near:
        return ""
    return _("is it {word}? Choose one of: {words}").format(word=near[0], words="、".join(words))


def _begins_example(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith(EXAMPLE)


def _are_examples(cells: Sequence[Cell], columns: Mapping[str, Column], table: Table) -> bool:
    """Whether nothing but examples stands in a row; behind the first they once stood without 例：."""
    return all(
        _begins_example(cells[place - 1]) or cells[place - 1] in ("", columns[title].example)
        for title, place in table.places.items()
        if place <= len(cells)
    )
