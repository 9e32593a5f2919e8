"""What a workbook names and is not there: a row that is gone, said once and not at every cell that names it, and pictures.

Somebody clears a row of 小组, and a dozen cells of other sheets name a group that is no more: the cause is one. A number
that hardly any cell names is a slip in that cell, and one that is known in another spelling is spelt wrongly there; both
stay what they are. domain.md §5 rule 3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import files
from docgen.field.columns import keys_of
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook.cells import shown
from docgen.workbook.references import Directory
from docgen.workbook.rows import RawFault, RawRow
from docgen.workbook.scope import Scope, Units
from docgen.workbook.table import Table

_ENOUGH = 3
"""Cells that name a number which is nowhere: from so many on, or from two sheets on, its row is what is missing."""
_MOST_PLACES = 6
_PICTURE = re.compile(r"[^.\s]\.(?:jpe?g|png|bmp|gif|tiff?|webp|hei[cf])$", re.I)


@dataclass
class _Absent:
    """A number without a row, and the faults of the cells that name it."""

    sheet: str
    number: str
    cells: list[tuple[str, RawRow, RawFault]]

    @property
    def is_a_row(self) -> bool:
        return len(self.cells) >= _ENOUGH or len({title for title, _raw, _fault in self.cells}) > 1

    def held_back(self, scope: Scope | Units) -> tuple[tuple[str, ...], bool]:
        concerned = [scope.groups_of(title, raw) for title, raw, _fault in self.cells]
        groups = dict.fromkeys(group for groups, _everything in concerned for group in groups)
        if self.sheet == "小组":
            groups[self.number] = None
        return tuple(groups), any(everything for _groups, everything in concerned)

    def places(self, tables: Mapping[str, Table]) -> str:
        found = dict.fromkeys(f"{title}!{tables[title].cell_of(raw.number, f.column)}" for title, raw, f in self.cells)
        return "、".join(list(found)[:_MOST_PLACES]) + ("…" if len(found) > _MOST_PLACES else "")


def absent_rows(
    raws: Mapping[str, list[RawRow]],
    tables: Mapping[str, Table],
    directories: Mapping[str, Directory],
    scope: Scope | Units,
    numbers: Mapping[str, str],
) -> Iterator[Problem]:
    """Yield a problem for each row that is gone, and quieten the faults of the cells that name it.

    ``numbers``: by what title each sheet's rows are known. It holds back the papers that those cells would have held back.
    Where a sheet has one row without a number, or with a number that stands twice, and one number without a row, the report
    stands at that row and asks whether it is the one.
    """
    absent = [one for one in _named(raws, directories) if one.is_a_row]
    for sheet in directories:
        own = [one for one in absent if one.sheet == sheet]
        if not own:
            continue
        for one in own:
            for _title, raw, fault in one.cells:
                raw.faults[raw.faults.index(fault)] = replace(fault, near=(), said=True)
        table, number = tables.get(sheet), numbers[sheet]
        place, hint = 0, _("put the row back (was it deleted or emptied?), or correct those cells")
        if len(own) == 1 and table is not None:
            place, hint = _likely(own[0].number, raws.get(sheet, ()), table) or (_gap(table), hint)
        for one in own:
            yield Problem(
                "missing-row",
                Severity.ERROR,
                sheet,
                place,
                number,
                _("the sheet has no row for {number}, and {count} cells name it: {places}").format(
                    number=shown(one.number), count=len(one.cells), places=one.places(tables)
                ),
                hint,
                shown(one.number),
                3,
                table.cell_of(place, number) if table is not None else "",
                *one.held_back(scope),
            )


def _likely(number: str, rows: Sequence[RawRow], table: Table) -> tuple[int, str] | None:
    """Return the one row without a number, or with another row's, that must be the one that is missed; and say so."""
    key = keys_of(table.kind.model)[0]
    seen: set[str] = set()
    odd = []
    for raw in rows:
        own = raw.texts.get(key, "")
        if own in seen or (not own and key not in raw.broken):
            odd.append(raw)
        seen.add(own)
    if len(odd) != 1:
        return None
    if not odd[0].texts.get(key):
        odd[0].broken.add(key)  # that the cell is empty is said with this
        return odd[0].number, _("this row has no number: is it {number}?").format(number=number)
    return odd[0].number, _("the number of this row stands twice: is it {number}?").format(number=number)


def _named(raws: Mapping[str, list[RawRow]], directories: Mapping[str, Directory]) -> list[_Absent]:
    found: dict[tuple[str, str], _Absent] = {}
    for title, rows in raws.items():
        for raw in rows:
            for fault in raw.faults:
                if fault.fault.kind != "unknown-reference" or not fault.number:
                    continue
                if directories[fault.sheet].spelt_otherwise(fault.number):
                    continue
                one = found.setdefault((fault.sheet, fault.number), _Absent(fault.sheet, fault.number, []))
                one.cells.append((title, raw, fault))
    return list(found.values())


def _gap(table: Table) -> int:
    """Return the one empty row among those of a table, 0 when there is none or more."""
    numbers = {number for number, _cells in table.rows}
    gaps = [number for number in range(table.header_row + 1, max(numbers, default=0)) if number not in numbers]
    return gaps[0] if len(gaps) == 1 else 0


def named_pictures(raws: Mapping[str, Iterable[RawRow]]) -> Iterator[tuple[str, int, str, str]]:
    """Yield each cell that names a picture: its sheet, row and column, and the name."""
    for sheet, rows in raws.items():
        for row in rows:
            for column, text in row.texts.items():
                if _PICTURE.search(text) and not any(one in text for one in "\n:*?"):
                    yield sheet, row.number, column, text


def absent_pictures(raws: Mapping[str, Iterable[RawRow]], folder: Path) -> Iterator[Problem]:
    """Yield a warning for each cell that names a picture which the workbook's folder does not have."""
    for sheet, row, column, text in named_pictures(raws):
        if not files.is_there(folder / text):
            yield Problem(
                "missing-picture",
                Severity.WARNING,
                sheet,
                row,
                column,
                _("there is no such file in the folder {folder}").format(folder=folder.name),
                _("Put the picture there, or correct what the data says; case and ending count."),
                text,
            )
