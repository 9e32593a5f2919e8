"""Pydantic's faults in the user's words: what is wrong with a value, and what to do about it.

Pydantic speaks English only, so its messages are replaced by type (``error['type']``); a type that is not in the table
would show a bare word, so a test walks every type that docgen's models can raise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.messages import N_, _


@dataclass(frozen=True, slots=True)
class Fault:
    """A stable slug for programs, what is wrong, what to do."""

    kind: str
    message: str
    hint: str = ""


_SAID: dict[str, tuple[str, str, str]] = {
    "missing string_too_short too_short": ("empty", N_("must not be empty"), N_("fill it in")),
    "string_too_long": ("too-long", N_("is too long"), N_("the most is {max_length} characters")),
    "extra_forbidden": ("unknown-name", N_("no such entry"), N_("check its spelling, or take it out")),
    "enum literal_error": ("not-allowed", N_("not one of the allowed words"), N_("choose one of: {expected}")),
    "string_type": ("not-text", N_("is not text"), N_("type it as text")),
    "string_pattern_mismatch": ("wrong-form", N_("is not written as it must be"), ""),
    "date_type date_parsing date_from_datetime_parsing date_from_datetime_inexact": (
        "not-a-date",
        N_("is not a date"),
        N_("for example: 2009-03-16"),
    ),
    "int_type int_parsing int_from_float int_parsing_size": (
        "not-a-number",
        N_("is not a whole number"),
        N_("write it with digits only"),
    ),
    "decimal_type decimal_parsing finite_number": (
        "not-a-number",
        N_("is not a number"),
        N_("write it with digits only"),
    ),
    "bool_type bool_parsing": ("not-yes-or-no", N_("is neither yes nor no"), N_("write true or false")),
    "greater_than_equal": ("out-of-range", N_("is too small"), N_("the least is {ge}")),
    "less_than_equal": ("out-of-range", N_("is too large"), N_("the greatest is {le}")),
    "tuple_type list_type": ("not-a-list", N_("is not a list"), N_("write one entry a line, each after a dash")),
    "dict_type model_type": ("not-a-table", N_("is not a group of entries"), N_("write its entries indented below it")),
    "control_character": (
        "control-character",
        N_("holds the invisible control character {code}"),
        N_("retype the value by hand instead of pasting it"),
    ),
    "term": (
        "not-a-term",
        N_("is not an academic year and term"),
        N_("for example: 2008—2009学年第二学期, or 2008-2009-2"),
    ),
    "prefix": (
        "prefix-with-year",
        N_("holds the year or a bracket, which docgen adds itself: they would stand twice in every number"),
        N_("write only what stands before the year, for example 影艺共勉"),
    ),
}
"""Types of Pydantic fault → kind for programs, what is wrong, what to do."""

TABLE = {one: said for types, said in _SAID.items() for one in types.split()}
"""The same by each type."""


def explain(error_type: str, context: Mapping[str, object] | None = None) -> Fault:
    """Put a Pydantic fault into words; ``context`` is the error's ``ctx``."""
    kind, message, hint = TABLE.get(error_type, ("wrong-value", N_("is not an allowed value"), ""))
    shown = {
        name: str(value).replace("'", "").replace(" or ", "、").replace(", ", "、")
        for name, value in (context or {}).items()
    }
    return Fault(kind, _(message).format_map(shown), _(hint).format_map(shown) if hint else "")
