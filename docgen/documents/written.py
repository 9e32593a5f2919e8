"""What a data file says in text is held against how it must be written, where a model would read more into it.

Pydantic takes 1237161600 for a day, 1_000 for a thousand and nothing for a name. A clerk who wrote that meant something else.
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
from docgen.documents.kind import Paper
from docgen.markup import UNSHOWABLE

_LONGEST = 32_767
"""Characters of a text: as many as a cell of a workbook holds."""
_DEEPEST = 20
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,18}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?", re.ASCII)


def faults(model: type[Paper], data: Mapping[str, Any], path: tuple[str | int, ...] = ()) -> Iterator[ErrorDetails]:
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
                yield from faults(inner, value, path)


def _written(text: str, field: FieldInfo, types: Sequence[type]) -> tuple[str, dict[str, Any]] | None:
    if found := UNSHOWABLE.search(text):
        return "control_character", {"code": f"U+{ord(found[0]):04X}"}
    if len(text) > _LONGEST:
        return "string_too_long", {"max_length": _LONGEST}
    if str in types:
        return ("string_too_short", {}) if field.is_required() and not text.strip() else None
    if date in types and not _DAY.fullmatch(text):
        return "date_parsing", {}
    if int in types and not _WHOLE.fullmatch(text):
        return "int_parsing", {}
    if (float in types or Decimal in types) and not _NUMBER.fullmatch(text):
        return "decimal_parsing", {}
    return None
