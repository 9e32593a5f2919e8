"""Of what kind the values of a paper are, told from the columns that their expressions name: what its templates may do with them.

So a template that prints a date without a form, or what may be empty, is found before there is a workbook. Of what is reckoned
nothing is said beyond numbers, yes or no, and figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from docgen.described.declared import ColumnSaid, Declared, Listed, PaperSaid, Prose, Value
from docgen.described.secrets import RowNames, Secrets
from docgen.described.world import GIVEN
from docgen.field import Programme
from docgen.field.columns import columns_of
from docgen.template.tracing import trace


class Sorts:
    """What the data of an activity's papers is, as JSON Schema."""

    def __init__(self, declared: Declared) -> None:
        self._declared, self._secrets = declared, Secrets(declared)

    def of(self, said: PaperSaid) -> dict[str, object]:
        """Return the schema of a paper's data, with the number that it could have and does not take (``unsaid``)."""
        found = self._object(said.data, RowNames(self._secrets, said.per))
        is_left = said.series and GIVEN not in said.data
        return found | ({"unsaid": {GIVEN: f'data.{GIVEN} = "{GIVEN}"'}} if is_left else {})

    def whole_rows(self, data: Mapping[str, Value], sheet: str) -> Iterator[str]:
        """Yield the places in a paper's data that are a whole row, or a list of rows."""
        yield from self._rows(data, RowNames(self._secrets, sheet), "")

    def _rows(self, data: Mapping[str, Value], names: RowNames, base: str) -> Iterator[str]:
        for name, value in data.items():
            match value:
                case str():
                    if trace(value, names).sheet:
                        yield f"{base}{name}"
                case Listed():
                    yield from self._rows(value.each, self._inside(value, names), f"{base}{name}.each.")
                case dict():
                    yield from self._rows(value, names, f"{base}{name}.")

    def _inside(self, value: Listed, names: RowNames) -> RowNames:
        return RowNames(self._secrets, trace(value.of, names).sheet, names)

    def _object(self, data: Mapping[str, Value], names: RowNames) -> dict[str, object]:
        """Return the schema of a record: lists and records in it are always there, what is empty is null."""
        return {
            "type": "object",
            "properties": {name: self._property(value, names) for name, value in data.items()},
            "required": [name for name, value in data.items() if isinstance(value, (Listed, dict))],
        }

    def _property(self, value: Value, names: RowNames) -> Mapping[str, object]:
        match value:
            case Listed():
                return {"type": "array", "items": self._object(value.each, self._inside(value, names))}
            case Prose():
                return {"type": "string"}
            case dict():
                return self._object(value, names)
            case _:
                return self._expression(value, names)

    def _expression(self, source: str, names: RowNames) -> Mapping[str, object]:
        found = trace(source, names)
        if found.is_number:
            return {"type": "number"}
        if found.is_yes_or_no:
            return {"type": "boolean"}
        if not found.path:
            return {"type": "any"}
        *through, last = [self._column(*one) for one in found.path]
        return _said(last, may_be_none=not all(one.required for one in through))

    def _column(self, sheet: str, title: str) -> ColumnSaid:
        said = self._declared.sheet.get(sheet)
        return said.columns[title] if said is not None and title in said.columns else _LINES[title]


def _said(column: ColumnSaid, *, may_be_none: bool) -> Mapping[str, object]:
    """Return the schema of what stands in a column; a text that was not typed is an empty one."""
    if column.to:
        return {"type": "any"}
    has_form = {
        "date": ("string", {"format": "date"}),
        "count": ("number", {}),
        "number": ("number", {}),
        "yes": ("boolean", {}),
    }
    named, form = has_form.get(column.type, ("string", {}))
    is_choice = bool(column.words or column.list)
    may_be_none |= not column.required and not column.zero and (is_choice or column.type in ("date", "count", "number"))
    told = {"description": column.note, "examples": [column.example] if column.example else []}
    return {"type": [named, "null"] if may_be_none else named, **form, **told}


def _line(attribute: str) -> ColumnSaid:
    field = Programme.model_fields[attribute]
    is_day = date in (field.annotation, *get_args(field.annotation))
    return ColumnSaid(type="date" if is_day else "text", required=field.is_required())


_LINES = {one.title: _line(one.attribute) for one in columns_of(Programme)}
