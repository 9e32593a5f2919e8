"""Whose papers a faulty row holds back, where papers are filed by the rows of one sheet: by person, say.

A row concerns the units that it is about, and those of the rows that name it: what is said of a juror stands in the papers of
whom they judge.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.field import SheetKind
from docgen.field.about import About
from docgen.field.column import Column
from docgen.workbook.rows import RawRow
from docgen.workbook.table import LINES


class Units:
    """The units that rows concern; of the same shape as :class:`~docgen.workbook.scope.Scope`."""

    def __init__(self, raws: Mapping[str, list[RawRow]], kinds: Mapping[str, SheetKind], unit: str) -> None:
        models = {title: kind.model for title, kind in kinds.items() if title != LINES}
        self._about = About(models, unit, raws, _numbers)

    def groups_of(self, sheet: str, raw: RawRow) -> tuple[tuple[str, ...], bool]:
        """Return the units a row concerns, and whether it concerns everything."""
        if sheet == LINES:
            return (), True
        found = {**self._about.units(sheet, raw), **self._about.units_naming(sheet, raw)}
        for fault in raw.faults:
            for near in fault.near:
                found.update(self._about.units_at(fault.sheet, near))
        return tuple(found), False


def _numbers(raw: RawRow, column: Column) -> list[str]:
    return [number for number in raw.texts.get(column.title, "").split("、") if number]
