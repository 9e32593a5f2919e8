"""Data that was kept as text gets its types back: what the ledger remembers of a paper is what its template was given.

JSON knows no days. Which value is one says the model of the kind, whatever else has changed in it since: a value that
the model no longer knows stays as it was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from docgen.documents.kind import DocumentKind, Paper, Plain
from docgen.documents.own_model import model_of


def kept(kind: DocumentKind, data: Mapping[str, Any]) -> dict[str, Plain]:
    """Return a paper's data as it was composed, from what JSON kept of it."""
    return _paper(model_of(kind), data)


def _paper(model: type[Paper], data: Mapping[str, Any]) -> dict[str, Plain]:
    types = {field.alias or name: types_in(field.annotation) for name, field in model.model_fields.items()}
    return {title: _value(value, types.get(title, ())) for title, value in data.items()}


def _value(value: Any, types: tuple[type, ...]) -> Plain:
    match value:
        case str() if date in types:
            return _day(value)
        case list():
            return [_value(one, types) for one in value]
        case dict():
            model = next((one for one in types if issubclass(one, Paper)), Paper)
            return _paper(model, value)
        case str() | int() | float() | bool() | None:
            return value
        case _:
            raise TypeError(type(value).__name__)


def _day(text: str) -> Plain:
    try:
        return date.fromisoformat(text)
    except ValueError:  # a text where the model of now has a day
        return text


def types_in(annotation: object) -> tuple[type, ...]:
    """Return the plain types inside an annotation: ``tuple[Party, ...] | None`` → tuple, Party, NoneType."""
    found = [annotation] if isinstance(annotation, type) else []
    return (*found, *(one for inner in get_args(annotation) for one in types_in(inner)))
