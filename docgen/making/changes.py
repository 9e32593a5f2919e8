"""What changed under a paper, told as the clerk knows it: 目标 第2行 目标值 90 → 85.

A paper's data is compared value by value; each difference is then looked for among the cells of the workbook that
changed. Where no cell can be told (a figure, a name taken from another sheet), the place in the data is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from docgen.documents.kind import NOT_KEPT
from docgen.field import SHEETS, Row, Semester
from docgen.field.column import Privacy
from docgen.field.columns import columns_of, keys_of, titles
from docgen.ledger import Json, Rows
from docgen.messages import _

_SHORT = 40
"""Characters of a value that are shown."""
_NAMES = titles(lambda column: column.called)
"""What an entry of a list is known by."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell of the workbook before and after; ``row`` as Excel counts now, 0 where there is none."""

    sheet: str
    row: int
    column: str
    old: str
    new: str
    about: frozenset[str] = frozenset()
    """the texts of its row"""

    def __str__(self) -> str:
        place = _("{sheet} row {row} {column}") if self.row else _("{sheet} {column}")
        where = place.format(sheet=self.sheet, row=self.row, column=self.column)
        return f"{where} {_shown(self.old)} → {_shown(self.new)}"


@dataclass(frozen=True, slots=True)
class DataChange:
    """A value in a paper's data before and after; ``path`` from the root, entries of lists counted from 1."""

    path: tuple[str, ...]
    old: str
    new: str
    beside: tuple[str, ...] = ()
    """the texts that stand beside and around it, by which its row can be told from others"""

    @property
    def title(self) -> str:
        """The title of the value: the nearest word of its path."""
        return next((part for part in reversed(self.path) if not part.isdigit()), "")

    def __str__(self) -> str:
        if self.title == NOT_KEPT:
            return _("{what} (not shown)").format(what=NOT_KEPT)
        return f"{'.'.join(self.path)} {_shown(self.old)} → {_shown(self.new)}"


def rows_of(semester: Semester) -> Rows:
    """Return a semester's rows as plain texts: each row's number and its filled cells by column title."""
    found: Rows = {}
    for kind in SHEETS:
        value: Row | tuple[Row, ...] | None = getattr(semester, kind.attribute)
        rows = value if isinstance(value, tuple) else (value,) if value is not None else ()
        found[kind.title] = [(row.row, _cells(row)) for row in rows]
    for title, rows in semester.own.items():
        found[title] = [(row.row, cells) for row in rows if (cells := _cells(row))]
    return found


def data_changes(old: Mapping[str, Json], new: Mapping[str, Json]) -> tuple[DataChange, ...]:
    """Return what differs between two states of a paper's data, both as JSON has them."""
    return tuple(_differences((), dict(old), dict(new), ()))


def cell_changes(old: Rows, new: Rows) -> tuple[CellChange, ...]:
    """Return the cells that differ between two states of a workbook; rows are paired by what they are about."""
    found: list[CellChange] = []
    for title in dict.fromkeys([*new, *old]):
        before, after = old.get(title, []), new.get(title, [])
        if before != after:
            found += _cells_of(title, before, after)
    return tuple(found)


def told(changes: Sequence[DataChange], cells: Sequence[CellChange]) -> tuple[str, ...]:
    """Say each change of a paper's data by the cell that it comes from, or by its place in the data."""
    return tuple(dict.fromkeys(said for change in changes for said in _told(change, cells)))


def cells_saying(rows: Rows, text: str) -> tuple[str, ...]:
    """Return the cells in which a text stands, as a clerk calls them."""
    place = _("{sheet} row {row} {column}")
    return tuple(
        place.format(sheet=sheet, row=number, column=column)
        for sheet, lines in rows.items()
        for number, cells in lines
        for column, said in cells.items()
        if said.strip() == text.strip()
    )


def _told(change: DataChange, cells: Sequence[CellChange]) -> list[str]:
    # A paper ends what a clerk wrote as a sentence; the cell need not.
    wanted = change.old.rstrip("。"), change.new.rstrip("。")
    alike = [one for one in cells if (one.old.rstrip("。"), one.new.rstrip("。")) == wanted]
    near = set(change.beside)
    fitting = [one for one in alike if one.column == change.title] or alike
    if not fitting:  # 是组长 of one who stands under 组长
        fitting = [one for one in cells if f"是{one.column}" == change.title and near & {one.old, one.new}]
    if not fitting:
        return [str(change)]
    return [str(max(fitting, key=lambda one: len(near & one.about)))]


def _differences(path: tuple[str, ...], old: Json, new: Json, beside: tuple[str, ...]) -> Iterable[DataChange]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        near = (*beside, *(text for text in new.values() if isinstance(text, str) and text))
        for key in dict.fromkeys([*old, *new]):
            yield from _differences((*path, key), old.get(key), new.get(key), near)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _entries(path, old, new, beside)
    else:
        yield DataChange(path, _text(old), _text(new), beside)


def _entries(path: tuple[str, ...], old: list[Json], new: list[Json], beside: tuple[str, ...]) -> Iterable[DataChange]:
    """Compare two lists: in place where they are of one length and in one order, else what came and what went."""
    if len(old) == len(new) and not _are_reordered(old, new):
        for number, (one, other) in enumerate(zip(old, new, strict=True), start=1):
            yield from _differences((*path, str(number)), one, other, beside)
        return
    known = {_key(entry): entry for entry in old}
    there = {_key(entry) for entry in new}
    for entry in old:
        if _key(entry) not in there:
            yield DataChange(path, _key(entry), "", beside)
    for number, entry in enumerate(new, start=1):
        if _key(entry) in known:
            yield from _differences((*path, str(number)), known[_key(entry)], entry, beside)
        else:
            yield DataChange((*path, str(number)), "", _key(entry), beside)


def _are_reordered(old: list[Json], new: list[Json]) -> bool:
    """Whether the same people or things stand in another order: who leads a group now stands first."""
    if not all(isinstance(entry, Mapping) for entry in (*old, *new)):
        return False
    before, after = [_key(entry) for entry in old], [_key(entry) for entry in new]
    return before != after and sorted(before) == sorted(after) and len(set(before)) == len(before)


def _key(entry: Json) -> str:
    """Return what an entry of a list is known by."""
    if isinstance(entry, Mapping):
        named = [str(entry[name]) for name in _NAMES if entry.get(name)]
        return " ".join(named) or " ".join(text for text in entry.values() if isinstance(text, str))
    return _text(entry)


def _cells_of(
    sheet: str, before: list[tuple[int, dict[str, str]]], after: list[tuple[int, dict[str, str]]]
) -> list[CellChange]:
    same = Counter(_frozen(cells) for _number, cells in before) & Counter(_frozen(cells) for _number, cells in after)
    old, new = _without(before, same), _without(after, same)
    found = []
    for number, cells in new:
        # The row that shares most cells with it, and at least half of them, is the same row changed.
        alike = [sum(other.get(column) == text for column, text in cells.items()) for _number, other in old]
        best = max(range(len(old)), key=lambda place: (alike[place], old[place][0] == number), default=-1)
        if best < 0 or 2 * alike[best] < min(len(cells), len(old[best][1])):
            found.append(CellChange(sheet, number, "", "", _label(cells), frozenset(cells.values())))
            continue
        _number, other = old.pop(best)
        found += [
            CellChange(sheet, number, column, other.get(column, ""), cells.get(column, ""), frozenset(cells.values()))
            for column in dict.fromkeys([*other, *cells])
            if other.get(column, "") != cells.get(column, "")
        ]
    return found + [CellChange(sheet, number, "", _label(cells), "") for number, cells in old]


def _without(
    rows: list[tuple[int, dict[str, str]]], same: Counter[tuple[tuple[str, str], ...]]
) -> list[tuple[int, dict[str, str]]]:
    left = same.copy()
    found = []
    for number, cells in rows:
        if left[_frozen(cells)]:
            left[_frozen(cells)] -= 1
        else:
            found.append((number, cells))
    return found


def _frozen(cells: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(cells.items())


def _label(cells: dict[str, str]) -> str:
    return " ".join(list(cells.values())[:3])


def _cells(row: Row) -> dict[str, str]:
    """Return what is kept of a row: nothing that is secret, and nothing at all of a row that says nothing else."""
    found = {}
    secret = _secret(type(row))
    for name, field in type(row).model_fields.items():
        value = getattr(row, name)
        if name not in secret and value is not None and value != "" and value != ():
            found[field.alias or name] = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return {} if secret and found.keys() <= set(keys_of(type(row))) else found


@cache
def _secret(model: type[Row]) -> frozenset[str]:
    return frozenset(column.attribute for column in columns_of(model) if column.private is Privacy.SECRET)


def _text(value: Json) -> str:
    if isinstance(value, list):
        return "、".join(map(_text, value))
    if isinstance(value, Mapping):
        return _key(value)
    return "" if value is None else str(value)


def _shown(text: str) -> str:
    flat = " ".join(text.split())
    if not flat:
        return _("(empty)")
    return flat if len(flat) <= _SHORT else f"{flat[:_SHORT]}…"
