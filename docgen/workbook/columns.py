"""What each column of each sheet may hold, read off the models of ``docgen.field``.

Reading, the blank workbook, the forms of groups and the roster import all go by this one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import get_args

from pydantic.fields import FieldInfo

from docgen.field import SHEETS, Reference, Row, SheetKind


class Role(StrEnum):
    """How a column's cells are read."""

    PERSON_NUMBER = "person-number"
    """text only: a number would have lost its leading zeros"""
    CODE = "code"
    """a number that the clerk gives to a group, project, honour or work"""
    REFERENCE = "reference"
    DATE = "date"
    WORD = "word"
    """one of a closed list"""
    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title in the workbook, its attribute in the model, what it may hold."""

    title: str
    attribute: str
    role: Role
    required: bool
    description: str
    example: str
    sheet: str = ""
    """for references: the sheet that is referred to"""
    many: bool = False
    words: tuple[str, ...] = ()
    """for words: the closed list"""


KEYS: dict[str, tuple[str, ...]] = {
    "人员": ("编号",),
    "小组": ("小组编号",),
    "组员": ("小组编号", "编号"),
    "目标": ("编号",),
    "项目": ("项目编号",),
    "项目成员": ("项目编号", "编号"),
    "荣誉": ("荣誉编号",),
    "证书": ("编号",),
    "自查互评": ("小组编号", "编号"),
    "评选": ("作品编号", "评委"),
    "变更": ("小组编号",),
    "总结": ("小组编号",),
}
"""Columns without which nothing can be said about a row."""

_CODES = {"小组编号", "项目编号", "荣誉编号", "作品编号"}


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


def _column(model: type[Row], name: str, field: FieldInfo) -> Column:
    title = field.alias or name
    reference = _reference(field)
    types = _types(field.annotation)
    words = next((kind for kind in types if issubclass(kind, Enum)), None)
    if reference:
        role = Role.REFERENCE
    elif words:
        role = Role.WORD
    elif date in types:
        role = Role.DATE
    elif int in types or Decimal in types:
        role = Role.NUMBER
    elif title == "编号":
        role = Role.PERSON_NUMBER
    elif title in _CODES:
        role = Role.CODE
    elif title == "联系电话":
        role = Role.PHONE
    elif title == "姓名":
        role = Role.NAME
    else:
        role = Role.TEXT
    return Column(
        title=title,
        attribute=name,
        role=role,
        required=field.is_required(),
        description=field.description or "",
        example=str(field.examples[0]) if field.examples else "",
        sheet=reference.sheet if reference else "",
        many=tuple in types,
        words=tuple(str(word.value) for word in words) if words else (),
    )


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


def _reference(field: FieldInfo) -> Reference | None:
    for item in (*field.metadata, *_metadata(field.annotation)):
        if isinstance(item, Reference):
            return item
    return None


def _metadata(annotation: object) -> list[object]:
    found = list(getattr(annotation, "__metadata__", ()))
    for inner in get_args(annotation):
        found.extend(_metadata(inner))
    return found
