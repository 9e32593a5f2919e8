"""The columns of each sheet, read off the models: what they say of themselves, and what may stand in them.

Reading, the blank workbook, the forms of groups and the roster import all go by this one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from docgen.field.column import Column, Privacy, Role
from docgen.field.row import Reference, Row
from docgen.field.semester import SHEETS, Semester, SheetKind

_ELSEWHERE = {
    Privacy.IN_PUBLIC: frozenset(("身份证号", "身份证号码", "证件号码")),
    Privacy.OUTSIDE: frozenset(("出生日期", "出生年月", "生日")),
}
"""What no sheet has, and a paper of the clerk's own may."""


@cache
def kind_of_sheet(title: str) -> SheetKind:
    """Return the sheet of this title; raise KeyError."""
    for kind in SHEETS:
        if kind.title == title:
            return kind
    raise KeyError(title)


@cache
def columns_of(model: type[Row]) -> tuple[Column, ...]:
    """Return a sheet's columns in the model's order, which is the blank workbook's."""
    return tuple(_column(model, name, field) for name, field in model.model_fields.items())


@cache
def by_title(model: type[Row]) -> dict[str, Column]:
    """Return a sheet's columns by title."""
    return {column.title: column for column in columns_of(model)}


@cache
def keys_of(model: type[Row]) -> tuple[str, ...]:
    """Return the titles of a sheet's columns without which nothing can be said about a row."""
    return tuple(column.title for column in columns_of(model) if column.key)


@cache
def directories(sheets: tuple[SheetKind, ...] = SHEETS) -> dict[str, tuple[str, str]]:
    """Return, for each of the sheets that their cells refer to, the titles of the number and the name by which they do."""
    referred = {column.sheet for kind in sheets for column in columns_of(kind.model)}
    return {kind.title: _called_by(kind) for kind in sheets if kind.title in referred}


def names_of(semester: Semester, sheets: tuple[SheetKind, ...] = SHEETS) -> dict[str, dict[str, str]]:
    """Return, for each sheet that others refer to, what its rows are called, by number; of a number twice the first."""
    found: dict[str, dict[str, str]] = {}
    for kind in sheets:
        if kind.title in directories(sheets):
            number, name = (by_title(kind.model)[title].attribute for title in directories(sheets)[kind.title])
            rows = reversed(semester.rows(kind))
            found[kind.title] = {str(getattr(row, number)): str(getattr(row, name)) for row in rows}
    return found


@cache
def without(model: type[Row], gone: frozenset[str]) -> type[Row]:
    """Return a model of the same rows in which the columns of these titles hold nothing and are not asked for."""
    fields: dict[str, Any] = {
        one.attribute: (Annotated[Any, one], Field(None, alias=one.title, description=one.description or None))
        for one in columns_of(model)
        if one.title in gone
    }
    if not fields:
        return model
    made: type[Row] = create_model(model.__name__, __base__=model, **fields)
    return made


def subject(sheets: tuple[SheetKind, ...], unit: str) -> SheetKind:
    """Return the sheet whose rows are people, by their numbers; of an activity without one the sheet ``unit``."""
    people = (kind for kind in sheets if columns_of(kind.model)[0].role is Role.PERSON_NUMBER)
    return next(people, None) or next(kind for kind in sheets if kind.title == unit)


def numbers_in(row: Row, column: Column) -> tuple[str, ...]:
    """Return the numbers that a reference of a row names."""
    value: object = getattr(row, column.attribute)
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),) if value else ()


def _called_by(kind: SheetKind) -> tuple[str, str]:
    number = keys_of(kind.model)[0]
    return number, next((column.title for column in columns_of(kind.model) if column.called), number)


@cache
def all_columns() -> tuple[Column, ...]:
    """Return the columns of all sheets, in the workbook's order."""
    return tuple(column for kind in SHEETS for column in columns_of(kind.model))


def titles(fact: Callable[[Column], bool]) -> tuple[str, ...]:
    """Return the titles of the columns of which something holds, in the workbook's order."""
    return tuple(dict.fromkeys(column.title for column in all_columns() if fact(column)))


@cache
def published_titles() -> frozenset[str]:
    """Return the titles of what is meant for everybody, whatever it reads like."""
    return frozenset(titles(lambda column: column.published))


@cache
def known(title: str) -> Column | None:
    """Return the column of this title, whichever sheet has it; None for a title of somebody's own."""
    return next((column for column in all_columns() if column.title == title), None)


@cache
def private_titles(private: Privacy, model: type[Row] | None = None) -> frozenset[str]:
    """Return the titles, synonyms too, of what is private in this degree; ``model``: in papers made of such rows.

    A title that another sheet has for what is open is private only in papers made of the sheet's own rows.
    """
    of_all = all_columns()
    open_somewhere = {column.title for column in of_all if column.private is not private}
    there = [column for column in of_all if column.title not in open_somewhere]
    if model is not None:
        there += columns_of(model)
    found = frozenset(name for column in there if column.private is private for name in column.names)
    return found | _ELSEWHERE.get(private, frozenset())


def _column(model: type[Row], name: str, field: FieldInfo) -> Column:
    found = [*field.metadata, *_metadata(field.annotation)]
    said = next((item for item in found if isinstance(item, Column)), None)
    if said is None:
        raise TypeError(f"{model.__name__}.{name} does not say what it is: it needs a Column")
    reference = next((item for item in found if isinstance(item, Reference)), None)
    types = _types(field.annotation)
    words = next((kind for kind in types if issubclass(kind, Enum)), None)
    return replace(
        said,
        title=field.alias or name,
        attribute=name,
        role=_role(types, reference, words) or said.role,
        required=field.is_required(),
        description=field.description or "",
        example=str(field.examples[0]) if field.examples else "",
        sheet=reference.sheet if reference else "",
        many=tuple in types,
        words=tuple(str(word.value) for word in words) if words else (),
    )


def _role(types: tuple[type, ...], reference: Reference | None, words: type[Enum] | None) -> Role | None:
    """Return how cells of such a type are read; None where any text may stand."""
    if reference:
        return Role.REFERENCE
    if words:
        return Role.WORD
    if date in types:
        return Role.DATE
    return Role.NUMBER if int in types or Decimal in types else None


def _types(annotation: object) -> tuple[type, ...]:
    """Return the plain types inside an annotation: ``tuple[str, ...] | None`` → tuple, str, NoneType."""
    found: list[type] = []
    origin = getattr(annotation, "__origin__", None)
    if isinstance(origin, type):
        found.append(origin)
    elif isinstance(annotation, type):
        found.append(annotation)
    for inner in get_args(annotation):
        if inner is not Ellipsis:
            found.extend(_types(inner))
    return tuple(found)


def _metadata(annotation: object) -> list[object]:
    found = list(getattr(annotation, "__metadata__", ()))
    for inner in get_args(annotation):
        found.extend(_metadata(inner))
    return found
