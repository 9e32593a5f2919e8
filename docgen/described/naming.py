"""What may be a name in an activity's file, what an unknown one may stand for, which values are reckoned from themselves."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping

from docgen.messages import _
from docgen.settings.filing_number import Form
from docgen.template.expressions import NotRead, expression


def is_series(form: str) -> bool:
    """Whether numbers can be written so; what is reckoned in it may be any word."""
    try:
        return "prefix" not in Form.of(re.sub(r"\{\{.*?\}\}", "某", form)).pieces
    except ValueError:
        return False


def leads_to(name: str, wanted: str, values: Mapping[str, str], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a value of a row asks, by way of others of the same row, for a certain one."""
    try:
        asked = expression(values[name]).names & set(values)
    except NotRead:  # said already
        return False
    return wanted in asked or any(leads_to(one, wanted, values, seen | {name}) for one in asked - seen - {name})


def is_name(name: str) -> bool:
    """Whether an expression can say it."""
    return name.isidentifier() and not name.startswith("_")


def near(name: str, known: Collection[str]) -> str:
    """Return which known name may be meant, as the end of a message."""
    close = difflib.get_close_matches(name, list(known), 1, 0.5)
    return _("; is {name} meant?").format(name=close[0]) if close else ""
