"""Faults in a data file for one paper, each with its path in the file (成员.2.姓名).

What the file says in text is held against how it must be written, where a model would read more into it: Pydantic takes
1237161600 for a day, 1_000 for a thousand and nothing for a name. A clerk who wrote that meant something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from docgen.documents.kept import types_in
from docgen.documents.kind import DocumentKind, Paper
from docgen.documents.own_model import model_of
from docgen.incoming import limits
from docgen.markup import UNSHOWABLE
from docgen.messages import _
from docgen.messages.faults import explain
from docgen.problems import Problem, Severity

_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What is not seen and has what follows it read from right to left: the paper would show another name."""
_DEEPEST = 20
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?", re.ASCII)


def problems(faults: Sequence[ErrorDetails], kind: DocumentKind) -> tuple[Problem, ...]:
    """Return one problem for each fault; lists count from 1, as people do."""
    found = []
    for fault in faults:
        path = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
        words = explain(fault["type"], fault.get("ctx"))
        value = fault["input"]
        found.append(
            Problem(
                kind=words.kind,
                severity=Severity.ERROR,
                sheet=kind.title,
                row=0,
                column=path,
                message=words.message,
                hint=words.hint or _for_example(kind, fault["loc"]),
                value=value if isinstance(value, str) else "",
            )
        )
    return tuple(found)


def _for_example(kind: DocumentKind, path: Sequence[str | int]) -> str:
    """Show what has a form by an example, where the kind's schema has one."""
    model: object = model_of(kind)
    field = None
    for title in (part for part in path if isinstance(part, str)):
        fields = getattr(model, "model_fields", {})
        field = next((one for name, one in fields.items() if title in (name, one.alias)), None)
        if field is None:
            return ""
        model = next((one for one in types_in(field.annotation) if issubclass(one, Paper)), None)
    examples = field.examples if field is not None else None
    return _("for example: {example}").format(example=examples[0]) if examples else ""


def of_texts(model: type[Paper], data: Mapping[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[ErrorDetails]:
    """Yield a fault, in Pydantic's form, for each text that is not written as its field wants it."""
    fields = {name: field for own, field in model.model_fields.items() for name in (own, field.alias or own)}
    for name, value in data.items():
        if (field := fields.get(name)) is not None and len(path) < _DEEPEST:
            yield from _in(value, field, types_in(field.annotation), (*path, field.alias or name))


def _in(value: Any, field: FieldInfo, types: Sequence[type], path: tuple[str | int, ...]) -> Iterator[ErrorDetails]:
    match value:
        case str():
            if fault := _written(value, field, types):
                kind, context = fault
                yield ErrorDetails(type=kind, loc=path, msg=kind, input=value, ctx=context)
        case list():
            for index, one in enumerate(value):
                yield from _in(one, field, types, (*path, index))
        case dict():
            if inner := next((one for one in types if issubclass(one, Paper)), None):
                yield from of_texts(inner, value, path)


def _written(text: str, field: FieldInfo, types: Sequence[type]) -> tuple[str, dict[str, Any]] | None:
    if found := UNSHOWABLE.search(text) or _TURNING.search(text):
        return "control_character", {"code": f"U+{ord(found[0]):04X}"}
    if len(text) > limits.CELL:
        return "string_too_long", {"max_length": limits.CELL}
    if str in types:
        return ("string_too_short", {}) if field.is_required() and not text.strip() else None
    if date in types and not _DAY.fullmatch(text):
        return "date_parsing", {}
    if int in types and not _WHOLE.fullmatch(text):
        return "int_parsing", {}
    if (float in types or Decimal in types) and not _NUMBER.fullmatch(text):
        return "decimal_parsing", {}
    return None
