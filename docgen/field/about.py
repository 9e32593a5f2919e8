"""Which units a row is about: those that it names itself, else those of the rows that it refers to.

A score names an application, and that the student who made it. What a row's key says goes before its other columns; no way
leads through a sheet twice, so that references in a circle end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Generic, TypeVar

from docgen.field.column import Column
from docgen.field.columns import by_title, columns_of, keys_of
from docgen.field.row import Row

Line = TypeVar("Line")
"""A row, as typed or as read."""


class About(Generic[Line]):
    """The rows of an activity, typed or read, and the units that they lead to.

    ``models`` and ``rows`` by sheet; ``named`` returns the numbers in a cell of a row.
    """

    def __init__(
        self,
        models: Mapping[str, type[Row]],
        unit: str,
        rows: Mapping[str, Iterable[Line]],
        named: Callable[[Line, Column], Iterable[str]],
    ) -> None:
        self._models, self._unit, self._named, self._lines = models, unit, named, rows
        self._rows: dict[tuple[str, str], list[Line]] = {}
        self._found: dict[tuple[str, str, frozenset[str]], dict[str, None]] = {}
        referred = {column.sheet for model in models.values() for column in columns_of(model)} - {unit}
        for sheet in referred & models.keys():
            for row in rows.get(sheet, ()):
                for number in self.numbers(sheet, row):
                    self._rows.setdefault((sheet, number), []).append(row)

    def numbers(self, sheet: str, row: Line) -> tuple[str, ...]:
        """Return the number by which other sheets refer to a row, where it has one."""
        model = self._models[sheet]
        first = keys_of(model)[:1]
        return tuple(number for title in first for number in self._named(row, by_title(model)[title]))

    def units(self, sheet: str, row: Line, passed: frozenset[str] = frozenset()) -> dict[str, None]:
        """Return the numbers of the units that a row is about."""
        if sheet == self._unit:
            return dict.fromkeys(self.numbers(sheet, row))
        passed |= {sheet}
        columns = [one for one in columns_of(self._models[sheet]) if one.sheet and one.sheet not in passed]
        for naming in ([one for one in columns if one.key], columns):
            own = [one for one in naming if one.sheet == self._unit]
            found = {
                unit: None
                for one in own or naming
                for number in self._named(row, one)
                for unit in self.units_at(one.sheet, number, passed)
            }
            if own or found:
                return found
        return {}

    def units_naming(self, sheet: str, row: Line) -> dict[str, None]:
        """Return the units of the rows that name a row: their papers rest on it, too."""
        found: dict[str, None] = {}
        asked: set[tuple[str, str]] = set()
        rows = [(sheet, row)]
        while rows:  # who names it, and who names those that are about nobody
            there, line = rows.pop()
            places = {(there, number) for number in self.numbers(there, line)} - asked
            asked |= places
            for other, naming in (one for place in places for one in self._naming.get(place, ())):
                units = self.units(other, naming)
                found.update(units)
                if not units:
                    rows.append((other, naming))
        return found

    @cached_property
    def _naming(self) -> dict[tuple[str, str], list[tuple[str, Line]]]:
        """The rows that name each row, but those that a unit has by their key: they are its own."""
        found: dict[tuple[str, str], list[tuple[str, Line]]] = {}
        for sheet, model in self._models.items():
            columns = [one for one in columns_of(model) if one.sheet and not (one.sheet == self._unit and one.key)]
            for row in self._lines.get(sheet, ()) if sheet != self._unit else ():
                for column in columns:
                    for number in self._named(row, column):
                        found.setdefault((column.sheet, number), []).append((sheet, row))
        return found

    def units_at(self, sheet: str, number: str, passed: frozenset[str] = frozenset()) -> dict[str, None]:
        """Return the units that the row of this number is about."""
        if sheet == self._unit:
            return {number: None}
        place = (sheet, number, passed)
        if place not in self._found:
            rows = self._rows.get((sheet, number), ())
            self._found[place] = {unit: None for row in rows for unit in self.units(sheet, row, passed)}
        return self._found[place]
