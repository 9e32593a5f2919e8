"""Whose papers a faulty row holds back, where papers are filed by the rows of one sheet: by person, say.

A row concerns the units that it names in the columns which say whom it is about (its keys), or any of them where it has no
such column; a row of the units' own sheet concerns itself and whoever names it.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.field import SheetKind
from docgen.field.column import Column
from docgen.field.columns import columns_of, keys_of
from docgen.workbook.rows import RawRow
from docgen.workbook.table import LINES


class Units:
    """The units that rows concern; of the same shape as :class:`~docgen.workbook.scope.Scope`."""

    def __init__(self, raws: Mapping[str, list[RawRow]], kinds: Mapping[str, SheetKind], unit: str) -> None:
        self._kinds, self._unit = kinds, unit
        self._naming: dict[str, dict[str, None]] = {}
        for sheet, rows in raws.items():
            for raw in rows if sheet in kinds and sheet not in (LINES, unit) else ():
                about = self._about(sheet, raw)
                for column in columns_of(kinds[sheet].model):
                    if column.sheet == unit and not column.key:
                        for number in _numbers(raw, column):
                            self._naming.setdefault(number, {}).update(about)

    def groups_of(self, sheet: str, raw: RawRow) -> tuple[tuple[str, ...], bool]:
        """Return the units a row concerns, and whether it concerns everything."""
        if sheet == LINES:
            return (), True
        found = self._about(sheet, raw)
        if sheet == self._unit:
            for number in tuple(found):
                found.update(self._naming.get(number, {}))
        for fault in raw.faults:
            if fault.sheet == self._unit:
                found.update(dict.fromkeys(fault.near))
        return tuple(found), False

    def _about(self, sheet: str, raw: RawRow) -> dict[str, None]:
        model = self._kinds[sheet].model
        if sheet == self._unit:
            return dict.fromkeys(filter(None, (raw.texts.get(keys_of(model)[0], ""),)))
        naming = [column for column in columns_of(model) if column.sheet == self._unit]
        about = [column for column in naming if column.key] or naming
        return dict.fromkeys(number for column in about for number in _numbers(raw, column))


def _numbers(raw: RawRow, column: Column) -> list[str]:
    return [number for number in raw.texts.get(column.title, "").split("、") if number]
