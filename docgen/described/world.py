"""A semester as the expressions of an activity see it: records by title, references followed, people with what is about them.

In every expression there are the sheets by title (lists; 学期 one record), 设置, and in that of a row its columns, what is
reckoned from it, ``行`` (the row) and ``本人`` (the unit that it is about). A reference is the record it refers to; a unit has,
under the title of each other sheet, the rows about it, or the one row where the sheet says ``single``; and a row of any sheet
has so the rows whose key refers to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from docgen.described import figures
from docgen.described.declared import ColumnSaid, Declared, Setting
from docgen.described.figures import CHARTS, FIGURES
from docgen.described.rows import LINES, NO, YES
from docgen.field import Change, Row, Semester
from docgen.field.about import About
from docgen.field.column import Column
from docgen.field.columns import columns_of, numbers_in
from docgen.template.expressions import Broken, Empty, Nothing, Record, Unreadable, expression

UNIT, ROW, SETTINGS, VALUE, BATCH, AT, GIVEN = "本人", "行", "设置", "值", "同批", "序号", "文号"


class World:
    """All records of a semester."""

    def __init__(self, declared: Declared, semester: Semester, settings: Mapping[str, Setting]) -> None:
        self.declared, self.semester = declared, semester
        self.settings = {**declared.settings, **settings}
        self._source: dict[int, Row] = {}
        self._firsts: dict[tuple[str, str], dict[str, int]] = {}
        self.sheets: dict[str, list[Record]] = {}
        """records by sheet, 学期 a list of one"""
        self._wire()

    def row_of(self, record: Record) -> Row:
        """Return the row that a record stands for."""
        return self._source[id(record)]

    def scope(self, record: Record | None = None, sheet: str = "") -> ExpressionScope:
        """Return the names that an expression has: of a row, or of the whole semester."""
        return ExpressionScope(self, record, self.unit_of(record, sheet) if record is not None else None)

    def unit_of(self, record: Record, sheet: str) -> Record | None:
        """Return the unit that a row is about; None when it is about none, or several."""
        if sheet == self.declared.activity.unit:
            return record
        title = self.about.get(sheet)
        found = record.get(title) if title else None
        return found if isinstance(found, Record) else None

    def is_first(self, sheet: str, column: str, record: Record) -> bool:
        """Whether no row above has the same value in a column; an empty one is no value."""
        if (sheet, column) not in self._firsts:
            firsts: dict[str, int] = {}
            for one in self.sheets[sheet]:
                value = one[column]
                if not isinstance(value, (Nothing, dict, list)):
                    firsts.setdefault(str(value), id(one))
            self._firsts[sheet, column] = firsts
        value = record[column]
        if isinstance(value, (Nothing, dict, list)) or value == "":
            return True
        return self._firsts[sheet, column][str(value)] == id(record)

    def units_of(self, record: Record, sheet: str) -> tuple[str, ...]:
        """Return the numbers of the units whose row the key of a row names: its papers are filed there."""
        unit = self.declared.activity.unit
        number = self.declared.sheet[unit].key[0]
        if sheet == unit:
            return () if isinstance(record[number], Nothing) else (str(record[number]),)
        title = self.about.get(sheet)
        found = record.get(title) if title else None
        several = found if isinstance(found, list) else [found]
        return tuple(str(one[number]) for one in several if isinstance(one, Record))

    def concerned(self, record: Record, sheet: str) -> tuple[str, ...]:
        """Return the numbers of the units whose papers a fault in a row holds back: however far references lead."""
        own, row = self.units_of(record, sheet), self.row_of(record)
        if sheet == self.declared.activity.unit:
            return own
        return tuple(dict.fromkeys((*(own or self._led.units(sheet, row)), *self._led.units_naming(sheet, row))))

    @cached_property
    def _led(self) -> About[Row]:
        rows = {title: rows for title, rows in self._rows.items() if rows}
        models = {title: type(rows[0]) for title, rows in rows.items()}
        return About(models, self.declared.activity.unit, rows, _sound_numbers)

    @cached_property
    def about(self) -> dict[str, str]:
        """The column of each sheet that says which unit a row is about."""
        return about(self.declared)

    @cached_property
    def by_sheet(self) -> dict[str, object]:
        """What the titles of the sheets stand for."""
        lines = self.sheets.get(LINES, [])
        return {
            **{title: list(records) for title, records in self.sheets.items() if title != LINES},
            LINES: lines[0] if lines else Nothing(LINES),
            SETTINGS: Record(self.settings, {}),
            FIGURES: figures.record_of(self.declared, self.scope()),
            CHARTS: figures.charts_of(self.declared, self.scope()),
        }

    @property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        """The rows of a semester by sheet, but for 学期."""
        return {
            **self.semester.own,
            **({Change.SHEET: self.semester.changes} if Change.SHEET in self.declared.sheet else {}),
        }

    def _wire(self) -> None:
        declared, semester = self.declared, self.semester
        rows = self._rows
        if semester.programme is not None:
            rows[LINES] = (semester.programme,)
        for title in dict.fromkeys((LINES, *declared.sheet)):
            said = declared.sheet.get(title)
            reckoned = self._reckoned(title, said.values) if said is not None else {}
            columns = said.columns if said is not None else {}
            self.sheets[title] = [self._record(row, columns, reckoned) for row in rows.get(title, ())]
        known = {
            title: {
                str(number): record
                for record in reversed(self.sheets[title])
                if not isinstance(number := record[said.key[0]], Nothing)
            }
            for title, said in declared.sheet.items()
            if said.key and title != LINES
        }
        for title, said in declared.sheet.items():
            for name, one in said.columns.items():
                if one.to:
                    for record in self.sheets[title]:
                        record[name] = _followed(record[name], known.get(one.to, {}), f"{title}.{name}")
        self._gather()

    def _gather(self) -> None:
        """Give each row the rows of other sheets whose key refers to it, under their sheet's title."""
        for (title, target), key in gathered(self.declared).items():
            number = self.declared.sheet[target].key[0]
            found: dict[int, list[Record]] = {}
            for record in self.sheets[title]:
                named = record[key]
                for one in named if isinstance(named, list) else [named]:
                    if isinstance(one, Record):
                        found.setdefault(id(one), []).append(record)
            is_single = target == self.declared.activity.unit and self.declared.sheet[title].single
            for record in self.sheets[target]:
                mine = found.get(id(record), [])
                if isinstance(record[number], Unreadable):
                    record[title] = Unreadable(f"{target}.{title}")
                else:
                    record[title] = (mine[0] if mine else Nothing(title)) if is_single else mine
        for title, said in self.declared.sheet.items():
            for name, column in said.columns.items():
                if column.back:
                    self._turn_back(title, name, column)

    def _turn_back(self, title: str, name: str, one: ColumnSaid) -> None:
        """Give the rows that a column refers to the rows that name them there."""
        for record in self.sheets[one.to]:
            record[one.back] = []
        for record in self.sheets[title]:
            value = record[name]
            for named in value if isinstance(value, list) else [value]:
                back = named.get(one.back) if isinstance(named, Record) else None
                if isinstance(back, list):
                    back.append(record)

    def _record(
        self, row: Row, columns: Mapping[str, ColumnSaid], reckoned: Mapping[str, Callable[[Record], object]]
    ) -> Record:
        values = {
            column.title: Unreadable(f"{row.SHEET}.{column.title}")
            if column.title in row.broken
            else _plain(getattr(row, column.attribute), columns.get(column.title), f"{row.SHEET}.{column.title}")
            for column in columns_of(type(row))
        }
        record = Record(values, reckoned)
        self._source[id(record)] = row
        return record

    def _reckoned(self, sheet: str, values: Mapping[str, str]) -> dict[str, Callable[[Record], object]]:
        def reckon(name: str, source: str) -> Callable[[Record], object]:
            return lambda record: self._tried(name, source, record, sheet)

        return {name: reckon(name, source) for name, source in values.items()}

    def _tried(self, name: str, source: str, record: Record, sheet: str) -> object:
        """Return what is reckoned; nothing where it rests on what is empty, not to be believed where on what was refused."""
        try:
            return expression(source).value(self.scope(record, sheet))
        except Broken:
            return Unreadable(f"{sheet}.{name}")
        except Empty:
            return Nothing(f"{sheet}.{name}")


class ExpressionScope(Mapping[str, object]):
    """The names of one expression: of the row, of its unit, of the semester; nothing is reckoned that is not asked for."""

    def __init__(self, world: World, record: Record | None, unit: Record | None) -> None:
        self._world, self._record, self._unit = world, record, unit
        self._more: dict[str, object] = {}

    def having(self, name: str, value: object) -> ExpressionScope:
        """Return the same names and one more."""
        self._more[name] = value
        return self

    def __getitem__(self, name: str) -> object:
        record = self._record
        if name in self._more:
            return self._more[name]
        if record is not None:
            if name in record:
                return record[name]
            if name == ROW:
                return record
            if name == UNIT:
                return self._unit if self._unit is not None else Nothing(UNIT)
        return self._world.by_sheet[name]

    def __contains__(self, name: object) -> bool:
        record = self._record
        of_row = record is not None and (name in record or name in (ROW, UNIT))
        return of_row or name in self._more or name in self._world.by_sheet

    def __iter__(self) -> Iterator[str]:
        yield from self._record or ()
        yield from self._world.by_sheet

    def __len__(self) -> int:
        return sum(1 for _name in self)


def about(declared: Declared) -> dict[str, str]:
    """Return, by sheet, the column that says which unit a row is about: the first key that refers to one."""
    unit = declared.activity.unit
    return {title: column for (title, target), column in gathered(declared).items() if target == unit}


def gathered(declared: Declared) -> dict[tuple[str, str], str]:
    """Return, by sheet and the sheet whose rows have its rows under its title, the first key that refers to those."""
    found: dict[tuple[str, str], str] = {}
    for title, said in declared.sheet.items():
        for name in said.key:
            to = said.columns[name].to if name in said.columns else ""
            there = declared.sheet.get(to)
            if there is None or to in (title, LINES) or not there.key or title in (*there.columns, *there.values):
                continue
            found.setdefault((title, to), name)
    return found


def _sound_numbers(row: Row, column: Column) -> tuple[str, ...]:
    return () if column.title in row.broken else numbers_in(row, column)


def _plain(value: object, said: ColumnSaid | None, path: str) -> object:
    """Return a cell's value as expressions see it."""
    match value:
        case StrEnum() if said is not None and said.type == "yes" and value.value in (YES, NO):
            return value.value == YES
        case StrEnum():
            return value.value
        case None if said is not None and said.zero:
            return 0
        case None:
            return False if said is not None and said.type == "yes" else Nothing(path)
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case tuple():
            return list(value)
        case _:
            return value


def _followed(value: object, known: Mapping[str, Record], path: str) -> object:
    if isinstance(value, list):
        return [known[one] for one in value if one in known]
    if isinstance(value, str):
        return known.get(value) or (Unreadable(path) if value else Nothing(path))
    return value
