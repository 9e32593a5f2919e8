"""What kind of value a placeholder stands for, read from a paper's JSON Schema (as exported to schemas/)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Schema = Mapping[str, object]


class Kind(StrEnum):
    """Kinds of value, by what may be done with them in a template."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes or no"
    DATE = "date"
    LIST = "list"
    RECORD = "record"
    PICTURE = "picture"
    """What a filter makes of a value, never a value itself."""
    UNKNOWN = "unknown"
    """Nothing is known, so nothing is judged."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of value with the path by which the data names it, such as ``成员[].姓名``."""

    kind: Kind = Kind.UNKNOWN
    path: str = ""
    may_be_empty: bool = False
    """The schema allows null here."""
    schema: Schema = field(default_factory=dict, repr=False)
    definitions: Schema = field(default_factory=dict, repr=False)
    element: Shape | None = None
    """What a list made by an expression holds; a list of the data knows from its schema."""

    @property
    def names(self) -> tuple[str, ...]:
        """The fields of a record."""
        return tuple(map(str, _mapping(self.schema.get("properties"))))

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that the data always has."""
        found = self.schema.get("required")
        return tuple(map(str, found)) if isinstance(found, list) else ()

    @property
    def unsaid(self) -> dict[str, str]:
        """What a whole paper's data could have and has not been given, with the line that gives it."""
        return {name: str(line) for name, line in _mapping(self.schema.get("unsaid")).items()}

    def field(self, name: str) -> Shape | None:
        """Return the shape of a field of a record, None when there is no such field."""
        schema = _mapping(self.schema.get("properties")).get(name)
        if schema is None:
            return None
        return shape(_mapping(schema), self.definitions, f"{self.path}.{name}" if self.path else name)

    @property
    def item(self) -> Shape:
        """What a list holds."""
        if self.element is not None:
            return self.element
        return shape(_mapping(self.schema.get("items")), self.definitions, f"{self.path}[]")

    @property
    def filled(self) -> Shape:
        """The same, known not to be empty."""
        return replace(self, may_be_empty=False)


def paper(schema: Schema) -> Shape:
    """Return the shape of a whole paper's data."""
    return shape(schema, _mapping(schema.get("$defs")), "")


def shape(schema: Schema, definitions: Schema, path: str) -> Shape:
    """Return the shape that a schema describes."""
    may_be_empty = False
    for _round in range(10):  # references to references; a circle of them describes nothing
        if reference := schema.get("$ref"):
            schema = _mapping(definitions.get(str(reference).rpartition("/")[2]))
            continue
        choices = schema.get("anyOf") or schema.get("oneOf")
        if not isinstance(choices, list):
            break
        real = [_mapping(choice) for choice in choices if _mapping(choice).get("type") != "null"]
        may_be_empty |= len(real) < len(choices)
        if len(real) != 1:
            return Shape(Kind.UNKNOWN, path, may_be_empty)
        schema = real[0]
    named = schema.get("type")
    if isinstance(named, list):
        may_be_empty |= "null" in named
        named = next((one for one in named if one != "null"), None)
    return Shape(_kind(str(named), schema), path, may_be_empty, schema, definitions)


def _kind(named: str, schema: Schema) -> Kind:
    if named == "string":
        return Kind.DATE if schema.get("format") == "date" else Kind.TEXT
    return {
        "integer": Kind.NUMBER,
        "number": Kind.NUMBER,
        "boolean": Kind.YES_NO,
        "array": Kind.LIST,
        "object": Kind.RECORD,
    }.get(named, Kind.UNKNOWN)


def _mapping(value: object) -> Schema:
    return value if isinstance(value, Mapping) else {}
