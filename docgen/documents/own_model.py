"""Models made from a clerk's own schema: of the rows of its sheet, and of the data of its papers.

From here on such a kind is like any other: cells are read into a :class:`~docgen.field.Row`, data files and templates are
held against a :class:`~docgen.documents.kind.Paper`. Made at run time, so they do not cross to other processes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from pydantic_core import SchemaError

from docgen.documents.kind import DocumentKind, Paper
from docgen.documents.own_schema import SOURCES, OwnSchema, Property, ValueSource
from docgen.field import Row
from docgen.field.column import OPEN, Role
from docgen.field.columns import known
from docgen.field.row import (
    Amount,
    Count,
    GroupRef,
    GroupRefs,
    PersonRef,
    PersonRefs,
    ProjectRef,
    ProjectRefs,
    Text,
    Words,
)

YES, NO = "是", "否"
_REFERENCES: Mapping[ValueSource, tuple[Any, Any]] = {
    ValueSource.PERSON: (PersonRef, PersonRefs),
    ValueSource.GROUP: (GroupRef, GroupRefs),
    ValueSource.PROJECT: (ProjectRef, ProjectRefs),
}


def model_of(kind: DocumentKind) -> type[Paper]:
    """Return the model of a kind's data."""
    return paper_model(kind.schema) if kind.is_own else kind.model


@cache
def paper_model(text: str) -> type[Paper]:
    """Return the model of a kind's data; ``text`` is its schema. Raise ValueError for a pattern that does not read."""
    schema = OwnSchema.model_validate_json(text)
    made = _paper("Own", schema.properties, schema.required)
    try:
        made.model_rebuild()
    except SchemaError as error:
        raise ValueError(str(error)) from error
    return made


def row_model(title: str, schema: OwnSchema) -> type[Row]:
    """Return the model of the rows of a kind's sheet, under its columns' titles."""
    fields: dict[str, Any] = {
        f"column{number}": _column(name, *_cell(name, one, is_required=is_required))
        for number, (name, (one, is_required)) in enumerate(schema.columns.items(), start=1)
    }
    made = create_model("OwnRow", __base__=Row, **fields)
    made.SHEET = title
    return made


def _column(title: str, kind: Any, field: Any) -> tuple[Any, Any]:
    """Say of a column what the field says of one with its title: how it is read, whether it is private."""
    there = known(title)
    if there is None:
        return Annotated[kind, OPEN], field
    role = there.role if there.role.is_text else Role.TEXT
    return Annotated[kind, replace(OPEN, role=role, private=there.private, watched=there.watched)], field


def _paper(name: str, properties: Mapping[str, Property], required: tuple[str, ...]) -> type[Paper]:
    fields: dict[str, Any] = {
        f"field{number}": _value(title, one, is_required=title in required)
        for number, (title, one) in enumerate(properties.items(), start=1)
    }
    return create_model(name, __base__=Paper, **fields)


def _value(title: str, one: Property, *, is_required: bool) -> tuple[Any, Any]:
    """Return type and field of a value in a paper; what the data may lack is empty text, an empty list, or None."""
    if one.is_list:
        inner: Any = str if one.one.type == "string" else _record(title, one.one)
        return tuple[inner, ...], _field(title, one, ... if is_required else ())
    if one.type == "string" and not one.format:
        kind: Any = Literal[*one.enum, *(() if is_required else ("",))] if one.enum else _text(one, is_required)
        return kind, _field(title, one, ... if is_required else "")
    if one.type == "any":
        return date | Any, _field(title, one, None)  # a day, where what was kept reads as one
    if one.type == "boolean":
        return bool, _field(title, one, ... if is_required else False)
    kinds = {
        "string": date,
        "integer": Annotated[int, Field(ge=one.minimum, le=one.maximum)],
        "number": Annotated[Decimal, Field(ge=one.minimum, le=one.maximum)],
    }
    kind = kinds.get(one.type) or _record(title, one)
    return (kind, _field(title, one, ...)) if is_required else (kind | None, _field(title, one, None))


def _record(title: str, one: Property) -> type[Paper]:
    if one.source is None:
        return _paper(title, one.properties, one.required)
    # What another sheet has: as that sheet has it, so that an empty cell there is an empty text here.
    model = SOURCES[one.source]
    by_alias = {field.alias: field for field in model.model_fields.values()}
    fields: dict[str, Any] = {}
    for number, (name, inner) in enumerate(one.properties.items(), start=1):
        is_required = name in one.required or by_alias[name].is_required()
        fields[f"field{number}"] = _value(name, inner, is_required=is_required)
    return create_model(title, __base__=Paper, **fields)


def _text(one: Property, is_required: bool) -> Any:
    if one.pattern is None and one.maxLength is None:
        return Annotated[str, Field(min_length=max(1, one.minLength))] if is_required else str
    least = max(one.minLength, int(is_required))
    bounded = Annotated[str, Field(min_length=least, max_length=one.maxLength, pattern=one.pattern)]
    return bounded if is_required else bounded | Literal[""]


def _cell(title: str, one: Property, *, is_required: bool) -> tuple[Any, Any]:
    """Return type and field of a column; its cells come as text."""
    source = one.origin
    if source is not None:
        single, several = _REFERENCES[source]
        if one.is_list:
            return several, _field(title, one, ... if is_required else (), min_length=1 if is_required else None)
        return single, _field(title, one, ... if is_required else "", min_length=1 if is_required else None)
    if one.is_list:
        return Words, _field(title, one, ... if is_required else (), min_length=1 if is_required else None)
    if one.type == "string" and not one.format and not one.enum:
        least = max(one.minLength, int(is_required)) or None
        bounded = Annotated[Text, Field(min_length=least, max_length=one.maxLength, pattern=one.pattern)]
        return bounded, _field(title, one, ... if is_required else "")
    kind = _bounded(one)
    return (kind, _field(title, one, ...)) if is_required else (kind | None, _field(title, one, None))


def _bounded(one: Property) -> Any:
    """Return the type of a cell with a word of a closed list, a number or a date."""
    if words := one.enum or ((YES, NO) if one.type == "boolean" else ()):
        members = [(f"word{number}", word) for number, word in enumerate(words)]
        return StrEnum("Choice", members)
    if one.type == "integer":
        return Annotated[Count, Field(ge=one.minimum, le=one.maximum)]
    return Annotated[Amount, Field(ge=one.minimum, le=one.maximum)] if one.type == "number" else date


def _field(title: str, one: Property, default: Any, min_length: int | None = None) -> Any:
    return Field(
        default,
        alias=title,
        description=one.description or one.title or title,
        examples=list(one.examples) or None,
        min_length=min_length,
    )
