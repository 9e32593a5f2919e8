"""A kind of paper that a clerk adds without code: ``name.schema.json`` beside ``name.docx``, and a sheet of that name.

Owns what such a schema may say: a small part of JSON Schema, with a block ``x-docgen`` that says how the kind is called,
one per what, and where it goes. A property is a column of the sheet, unless its own ``x-docgen`` says where docgen gets
it: ``学期`` takes it from that sheet; ``人员``, ``小组``, ``项目`` make it a reference, of which the paper has the number
(a text) or the fields that are named (an object). What is made of it is :mod:`~docgen.documents.own_model`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from docgen import incoming
from docgen.documents.kind import Per
from docgen.errors import TemplateError
from docgen.field import Group, Person, Programme, Project, Row
from docgen.messages import _
from docgen.messages.faults import explain

ENDING = ".schema.json"
_MOST = 1 << 20
"""Bytes of a schema."""


class ValueSource(StrEnum):
    """Sheets from which a property of a paper may come."""

    PROGRAMME = "学期"
    PERSON = "人员"
    GROUP = "小组"
    PROJECT = "项目"


SOURCES: Mapping[ValueSource, type[Row]] = {
    ValueSource.PROGRAMME: Programme,
    ValueSource.PERSON: Person,
    ValueSource.GROUP: Group,
    ValueSource.PROJECT: Project,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class KindBlock(_Part):
    """``x-docgen`` of a schema: how docgen treats papers of the kind."""

    title: str = Field("", max_length=40)
    per: Literal[Per.ROW, Per.GROUP, Per.PERSON, Per.SEMESTER]
    order: int = Field(50, ge=1, le=98)
    """place within the group, or among the department's papers"""
    pages: tuple[int, int] = (1, 50)
    retention: Literal["", "Y", "D30", "D10"] = ""
    """DA/T 22-2015; ``""``: as the workbook says"""
    stem: str = ""


class Property(_Part):
    """One property: a value with its bounds, a list, or a record."""

    type: Literal["string", "integer", "number", "boolean", "array", "object", "any"]
    """any: of a paper whose data is reckoned; no schema that a clerk writes may say so"""
    title: str = ""
    description: str = ""
    examples: tuple[object, ...] = ()
    enum: tuple[str, ...] = ()
    format: Literal["", "date"] = ""
    minLength: int = Field(0, ge=0)
    maxLength: int | None = Field(None, ge=1)
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    items: Property | None = None
    properties: dict[str, Property] = Field(default_factory=dict)
    required: tuple[str, ...] = ()
    additionalProperties: Literal[False] = False
    source: ValueSource | None = Field(None, alias="x-docgen")

    @property
    def is_list(self) -> bool:
        """Whether it holds several."""
        return self.type == "array"

    @property
    def one(self) -> Property:
        """What one entry of it is: of a list an item, else itself."""
        return self.items if self.items is not None else self

    @property
    def origin(self) -> ValueSource | None:
        """The sheet that it comes from or refers to; None for a plain column."""
        return self.source or (self.items.source if self.items is not None else None)


class OwnSchema(_Part):
    """A whole schema."""

    dialect: str = Field("", alias="$schema")
    identifier: str = Field("", alias="$id")
    block: KindBlock = Field(alias="x-docgen")
    title: str = ""
    description: str = ""
    type: Literal["object"]
    properties: dict[str, Property] = Field(min_length=1)
    required: tuple[str, ...] = ()
    additionalProperties: Literal[False] = False

    @property
    def lines(self) -> str:
        """The name of the list whose entries are the rows of the sheet, ``""`` when a paper has one row."""
        return next(
            (
                name
                for name, one in self.properties.items()
                if one.is_list and one.one.type == "object" and one.origin is None
            ),
            "",
        )

    @property
    def columns(self) -> dict[str, tuple[Property, bool]]:
        """Return the columns of the sheet, each with whether it must be filled, in the order of the schema."""
        found: dict[str, tuple[Property, bool]] = {}
        for name, one in self.properties.items():
            if name == self.lines:
                found |= {title: (inner, title in one.one.required) for title, inner in one.one.properties.items()}
            elif one.origin is not ValueSource.PROGRAMME:
                found[name] = (one, name in self.required)
        return found

    def reference(self, source: ValueSource) -> str:
        """Return the first column of the paper itself that names one row of another sheet, ``""`` when there is none."""
        return next(
            (name for name, one in self.properties.items() if one.origin is source and not one.is_list),
            "",
        )


def read(path: Path) -> tuple[OwnSchema, str]:
    """Read a schema file; return it with its text. Raise TemplateError naming every place that does not do."""
    try:
        text = incoming.text(path, _MOST)
        found = OwnSchema.model_validate(json.loads(text, object_pairs_hook=_once))
    except ValidationError as error:
        raise _refused(path, list(_said(error))) from error
    except incoming.Refused as error:
        raise _refused(path, [error.reason]) from error
    except (ValueError, RecursionError) as error:
        raise _refused(path, [_("this is no JSON that can be read: {reason}").format(reason=error)]) from error
    if faults := list(_faults(found)):
        raise _refused(path, faults)
    return found, text


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(_("the name {name} stands twice").format(name=max(names, key=names.count)))
    return found


def _said(error: ValidationError) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        words = explain(fault["type"], fault.get("ctx"))
        yield f"{'.'.join(map(str, fault['loc']))}: {words.message}{f' ({words.hint})' if words.hint else ''}"


def _faults(schema: OwnSchema) -> Iterator[str]:
    """Yield what each property for itself cannot tell."""
    for name, one in schema.properties.items():
        yield from _of_property(name, one)
    plain = [
        name for name, one in schema.properties.items() if one.is_list and one.one.type == "object" and not one.origin
    ]
    if len(plain) > 1:
        yield _("{names}: only one list can hold the rows of the sheet").format(names="、".join(plain))
    if plain and schema.block.per == Per.ROW:
        yield _("{name}: a paper of one row has no list of rows").format(name=plain[0])
    titles = list(schema.properties)
    if plain:
        titles += schema.properties[plain[0]].one.properties
    for name in {title for title in titles if titles.count(title) > 1}:
        yield _("the name {name} stands twice").format(name=name)
    for missing in {*schema.required} - {*schema.properties}:
        yield _("{name} is required, but is no property").format(name=missing)
    for wanted, source in ((Per.GROUP, ValueSource.GROUP), (Per.PERSON, ValueSource.PERSON)):
        if schema.block.per == wanted and schema.reference(source) not in schema.required:
            yield _('one per {per}: a required property must have "x-docgen": "{sheet}"').format(
                per=wanted.value, sheet=source.value
            )


def _of_property(path: str, one: Property, depth: int = 0) -> Iterator[str]:
    name = path.rpartition(".")[2]
    if one.one.type == "any":
        yield _("{name}: of which type is it?").format(name=path)
    if not name.isidentifier() or name.startswith("_"):
        yield _("{name}: a name has letters and digits only, and does not begin with a digit").format(name=path)
    if one.is_list and one.items is None:
        yield _("{name}: a list must say what its items are").format(name=path)
    if (one.one.type == "object") != bool(one.one.properties):
        yield _("{name}: a record has properties, and nothing else has").format(name=path)
    if one.is_list and one.one.type not in ("string", "object"):
        yield _("{name}: a list holds texts or records").format(name=path)
    source = one.origin
    if source is ValueSource.PROGRAMME and name not in _titles(Programme):
        yield _("{name}: the sheet {sheet} has no such line").format(name=path, sheet=source.value)
    inside = one.one.properties
    if inside and source is not None:
        known = _titles(SOURCES[source])
        for inner in inside:
            if inner not in known:
                yield _("{name}: the sheet {sheet} has only {known}").format(
                    name=f"{path}.{inner}", sheet=source.value, known="、".join(known)
                )
    elif inside and (depth or not one.is_list):
        yield _("{name}: a record must come from 人员, 小组 or 项目").format(name=path)
    elif inside:
        for inner, item in inside.items():
            yield from _of_property(f"{path}.{inner}", item, depth + 1)
    for missing in {*one.one.required} - {*inside}:
        yield _("{name} is required, but is no property").format(name=f"{path}.{missing}")


def _titles(model: type[Row]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _refused(path: Path, faults: list[str]) -> TemplateError:
    return TemplateError(
        _("{path}: no schema of a kind of paper: {faults}").format(path=path, faults="；".join(faults)),
        hint=_("docs/how-to.md shows a whole one, under a kind of paper of your own."),
    )
