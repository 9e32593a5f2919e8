"""Papers of an activity's file: kinds, and one Document a row or a semester, its data reckoned by expressions; lists, too."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from datetime import date
from typing import cast

from docgen.activity import Composed, Numbered, Roll
from docgen.described.declared import Declared, Listed, PaperSaid, Prose, Value
from docgen.described.figures import is_figure
from docgen.described.rows import LINES, NO, YES
from docgen.described.secrets import OUTSIDE, SECRET, Secrets
from docgen.described.sorts import Sorts
from docgen.described.world import AT, BATCH, GIVEN, ExpressionScope, World
from docgen.documents import Document, DocumentKind, Paper, Per, Plain
from docgen.errors import DataError
from docgen.field import Summary
from docgen.messages import _
from docgen.template.expressions import Empty, Nothing, Record, Text, Wrong, expression


def kinds(declared: Declared) -> tuple[DocumentKind, ...]:
    """Return the kinds of paper that a file declares."""
    secrets, sorts = Secrets(declared), Sorts(declared)
    return tuple(_kind(said, secrets, sorts) for said in declared.paper)


def _kind(said: PaperSaid, secrets: Secrets, sorts: Sorts) -> DocumentKind:
    of_semester = said.per == LINES
    return DocumentKind(
        said.stem,
        said.title,
        Per.SEMESTER if of_semester else Per.ROW,
        said.order,
        Paper,
        pages=said.pages,
        retention=said.retention,
        signers=said.signers,
        copies=said.copies,
        sums_up=of_semester,
        is_inside=not said.public,
        schema=_schema(said),
        seen=json.dumps(sorts.of(said), ensure_ascii=False),
        public=said.public,
        outside=secrets.of(said, OUTSIDE),
        secret=secrets.of(said, SECRET),
        day=said.dated,
    )


def _schema(said: PaperSaid) -> str:
    """Return what the data of a kind is called, as the schema of a kind that a clerk adds; its values are of any type."""
    block = {"title": said.title, "per": "semester" if said.per == LINES else "row", "order": said.order}
    return json.dumps({"x-docgen": block, **_object(said.data)}, ensure_ascii=False, sort_keys=True)


def _object(data: Mapping[str, Value]) -> dict[str, object]:
    """Return the schema of a record: lists and records in it are always there."""
    return {
        "type": "object",
        "properties": {name: _property(value) for name, value in data.items()},
        "required": [name for name, value in data.items() if isinstance(value, (Listed, dict))],
    }


def _property(value: Value) -> dict[str, object]:
    match value:
        case Listed():
            return {"type": "array", "items": _object(value.each)}
        case dict():
            return _object(value)
        case _:
            return {"type": "any"}


class Composer:
    """The papers of one activity."""

    def __init__(self, declared: Declared) -> None:
        self._declared = declared
        self._kinds = {said.stem: kind for said, kind in zip(declared.paper, kinds(declared), strict=True)}

    def papers(self, world: World, numbers: Mapping[str, str]) -> Iterator[Composed]:
        """Yield the papers, kind by kind, each in the order of its sheet. Raise DataError naming paper and field."""
        for said, batch, key, unit in self._called(world, self._declared.paper):
            yield self._paper(said, world, batch, key, unit, numbers)

    def numbered(self, world: World) -> Iterator[Numbered]:
        """Yield the papers that docgen numbers and whose rows could be read, in their order."""
        term = world.semester.programme.term.year if world.semester.programme is not None else 0
        for said, batch, key, _unit in self._called(world, [one for one in self._declared.paper if one.series]):
            scope = self._scope(said, world, batch)
            dated = self._one(said, "dated", said.dated, scope) if said.dated else None
            given = self._one(said, "number", said.number, scope) if said.number else ""
            if not any(world.row_of(one).broken for one in batch):
                year = dated.year if isinstance(dated, date) else term
                form = self._text(said, "series", said.series, world.scope())
                yield Numbered(form, year, Document(self._kinds[said.stem], key, "", {}).name, str(given or ""))

    def _called(self, world: World, every: Iterable[PaperSaid]) -> Iterator[tuple[PaperSaid, list[Record], str, str]]:
        """Yield each paper with the rows it is made of, its key, and the unit that it is filed under."""
        for said in every:
            counted: dict[str, int] = {}
            wanted = [one for one in world.sheets.get(said.per, ()) if self._is_wanted(said, world, one)]
            for batch in _batches(said, wanted):
                unit = self._unit(said, world, batch)
                yield said, batch, self._key(said, world, batch, unit, counted), unit

    def _is_wanted(self, said: PaperSaid, world: World, record: Record) -> bool:
        if not said.when:
            return True
        try:
            return bool(expression(said.when).value(world.scope(record, said.per)))
        except Empty:
            return False
        except Wrong as error:
            raise _wrong(said, "when", str(error)) from error

    def _unit(self, said: PaperSaid, world: World, batch: list[Record]) -> str:
        units = set() if said.per == LINES else {one for record in batch for one in world.units_of(record, said.per)}
        return units.pop() if len(units) == 1 and not said.batch else ""

    def _key(self, said: PaperSaid, world: World, batch: list[Record], unit: str, counted: dict[str, int]) -> str:
        """Return what tells a paper from the others of its kind."""
        record, key = batch[0], unit or Summary.DEPARTMENT
        if said.key:
            return f"{key}-{self._text(said, 'key', said.key, self._scope(said, world, batch))}"
        if said.per in (LINES, self._declared.activity.unit):
            return key
        key = "-".join((key, *(_told_by(record[name]) for name in self._tell_apart(said) if record[name])))
        counted[key] = counted.get(key, 0) + 1
        return f"{key}-{counted[key]}" if counted[key] > 1 else key

    def _scope(self, said: PaperSaid, world: World, batch: list[Record]) -> ExpressionScope:
        scope = world.scope(batch[0], said.per)
        return scope.having(BATCH, list(batch)) if said.batch else scope

    def _paper(
        self, said: PaperSaid, world: World, batch: list[Record], key: str, unit: str, numbers: Mapping[str, str]
    ) -> Composed:
        """Return the paper of a row, or of a batch of rows that the first stands for."""
        kind, rows, scope = self._kinds[said.stem], tuple(map(world.row_of, batch)), self._scope(said, world, batch)
        of_semester = said.per == LINES
        every = () if of_semester else (one for record in batch for one in world.units_of(record, said.per))
        units = tuple(dict.fromkeys(every))
        name = world.semester.unit_by_id[unit].name if unit in world.semester.unit_by_id else ""
        programme = world.semester.programme
        above = f"{programme.term_name}“{programme.activity}”" if programme is not None and not name else name
        dated = self._one(said, "dated", said.dated, scope) if said.dated else None
        number = self._one(said, "number", said.number, scope) if said.number else ""
        if said.series:
            number = numbers.get(Document(kind, key, "", {}).name) or number
            scope = scope.having(GIVEN, str(number or ""))
        data = {title: self._value(said, title, value, scope) for title, value in said.data.items()}
        document = Document(
            kind,
            key,
            f"{above}{said.title}",
            data,
            unit,
            str(number or ""),
            dated if isinstance(dated, date) else None,
        )
        return Composed(
            document,
            tuple((said.per, row.row) for row in rows),
            any(row.broken for row in rows) and not of_semester,
            units=units,
            rests_on_all=of_semester or not units,
        )

    def _tell_apart(self, said: PaperSaid) -> Iterator[str]:
        """Yield the columns whose values tell apart papers of one unit: those of a batch, else the sheet's own numbers."""
        sheet = self._declared.sheet[said.per]
        for name in said.batch or sheet.key:
            one = sheet.columns.get(name)
            if (
                one is not None
                and not one.to
                and one.type in ("text", "id", "code")
                and one.private in ("no", "public")
            ):
                yield name

    def _value(self, said: PaperSaid, path: str, value: Value, scope: Mapping[str, object]) -> Plain:
        match value:
            case str():
                return self._one(said, path, value, scope)
            case Prose():
                return self._prose(said, path, value, scope)
            case Listed():
                return self._listed(said, path, value, scope)
            case _:
                return {name: self._value(said, f"{path}.{name}", one, scope) for name, one in value.items()}

    def _one(self, said: PaperSaid, path: str, source: str, scope: Mapping[str, object]) -> Plain:
        """Return a value for a template; what is empty is None there."""
        try:
            found = expression(source).value(scope)
        except Empty:
            return None
        except Wrong as error:
            raise _wrong(said, path, str(error)) from error
        return self._plain(said, path, found)

    def _plain(self, said: PaperSaid, path: str, value: object) -> Plain:
        match value:
            case None | Nothing():
                return None
            case bool() | int() | float() | date():
                return value
            case str():
                return str.__str__(value)
            case list():
                return [self._plain(said, path, one) for one in value]
            case dict() if is_figure(value):
                return {name: self._plain(said, f"{path}.{name}", one) for name, one in value.items()}
            case _:
                raise _wrong(said, path, _("it is a whole row: say which column of it"))

    def _prose(self, said: PaperSaid, path: str, value: Prose, scope: Mapping[str, object]) -> str:
        text = value.text
        if value.count:
            count = self._one(said, f"{path}.count", value.count, scope)
            if count in (0, None) and value.none:
                text = value.none
            elif count == 1 and value.one:
                text = value.one
        return self._text(said, path, text, scope)

    def _text(self, said: PaperSaid, path: str, text: str, scope: Mapping[str, object]) -> str:
        try:
            return Text(text).said(scope)
        except Empty:
            return ""
        except Wrong as error:
            raise _wrong(said, path, str(error)) from error

    def _listed(self, said: PaperSaid, path: str, value: Listed, scope: Mapping[str, object]) -> list[Plain]:
        try:
            entries = _entries(value, scope)
        except Wrong as error:
            raise _wrong(said, path, str(error)) from error
        if entries is None:
            raise _wrong(said, f"{path}.of", _("it is no list"))
        return [
            {name: self._value(said, f"{path}.{name}", one, inner) for name, one in value.each.items()}
            for inner in entries
        ]


def _entries(said: Listed, scope: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    """Return what names are in each entry of a list: its columns, ``它``, ``序号``, what is around it. None: it is no list."""
    source = f"({said.of}) | 按({json.dumps(said.by, ensure_ascii=False)})" if said.by else said.of
    try:
        found = expression(source).value(scope)
    except Empty:
        return []
    if not isinstance(found, list):
        return None
    around = cast("MutableMapping[str, object]", scope)
    return [
        ChainMap(entry if isinstance(entry, dict) else {}, {"它": entry, AT: number}, around)
        for number, entry in enumerate(found, start=1)
    ]


def _batches(said: PaperSaid, records: list[Record]) -> Iterable[list[Record]]:
    """Return the rows of each paper: one by one, or those that have the same in the columns of a batch."""
    if not said.batch:
        return ([one] for one in records)
    found: dict[tuple[str, ...], list[Record]] = {}
    for one in records:
        found.setdefault(tuple(_told_by(one[name]) for name in said.batch), []).append(one)
    return found.values()


def _told_by(value: object) -> str:
    return "" if isinstance(value, Nothing) else str(value)


def _wrong(said: PaperSaid, path: str, reason: str) -> DataError:
    return DataError(
        _("activity.toml: paper {stem}, {field}: cannot be evaluated: {reason}").format(
            stem=said.stem, field=path, reason=reason
        ),
        hint=_("Correct this in activity.toml."),
    )


def rolls(declared: Declared, scope: Mapping[str, object]) -> Iterator[Roll]:
    """Yield the lists beside the figures: who may go on, say. Raise DataError, naming the list that cannot be reckoned."""
    for said in declared.roll:
        try:
            entries = _entries(said, scope)
            if entries is None:
                raise Wrong(_("it is no list"))
            lines = tuple(tuple(_cell(str(one), inner) for one in said.each.values()) for inner in entries)
            yield Roll(said.name, tuple(said.each), lines)
        except Wrong as error:
            raise DataError(
                _("activity.toml: roll {name}: cannot be reckoned: {reason}").format(name=said.name, reason=error),
                hint=_("Correct this in activity.toml."),
            ) from error


def _cell(source: str, scope: Mapping[str, object]) -> str:
    try:
        return _shown(expression(source).value(scope))
    except Empty:
        return ""


def _shown(value: object) -> str:
    match value:
        case None | Nothing():
            return ""
        case bool():
            return YES if value else NO
        case list():
            return "、".join(map(_shown, value))
        case date():
            return value.isoformat()
        case dict():
            raise Wrong(_("it is a whole row: say which column of it"))
        case _:
            return str(value)
