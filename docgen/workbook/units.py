"""Whose papers a faulty row holds back, where papers are filed by the rows of one sheet: by person, say.

A row concerns the units that it is about, and those of the rows that name it: what is said of a juror stands in the papers of
whom they judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.field import SheetKind
from docgen.field.about import About
from docgen.field.column import Column
from docgen.field.columns import columns_of
from docgen.workbook.rows import RawRow
from docgen.workbook.table import LINES


class Units:
    """The units that rows concern; of the same shape as :class:`~docgen.workbook.scope.Scope`."""

    def __init__(self, raws: Mapping[str, list[RawRow]], kinds: Mapping[str, SheetKind], unit: str) -> None:
        models = {title: kind.model for title, kind in kinds.items() if title != LINES}
        self._about = About(models, unit, raws, _numbers)
        self._naming: dict[tuple[str, str], list[tuple[str, RawRow]]] = {}
        for sheet, model in models.items():
            naming = [one for one in columns_of(model) if one.sheet and not (one.sheet == unit and one.key)]
            for raw in raws.get(sheet, ()) if sheet != unit else ():
                for column in naming:
                    for number in _numbers(raw, column):
                        self._naming.setdefault((column.sheet, number), []).append((sheet, raw))

    def groups_of(self, sheet: str, raw: RawRow) -> tuple[tuple[str, ...], bool]:
        """Return the units a row concerns, and whether it concerns everything."""
        if sheet == LINES:
            return (), True
        found = dict(self._about.units(sheet, raw))
        asked: set[tuple[str, str]] = set()
        rows = [(sheet, raw)]
        while rows:  # who names it, and who names those that are about nobody
            there, row = rows.pop()
            places = {(there, number) for number in self._about.numbers(there, row)} - asked
            asked |= places
            for other, naming in (one for place in places for one in self._naming.get(place, ())):
                units = self._about.units(other, naming)
                found.update(units)
                if not units:
                    rows.append((other, naming))
        for fault in raw.faults:
            for near in fault.near:
                found.update(self._about.units_at(fault.sheet, near))
        return tuple(found), False


def _numbers(raw: RawRow, column: Column) -> list[str]:
    return [number for number in raw.texts.get(column.title, "").split("、") if number]
