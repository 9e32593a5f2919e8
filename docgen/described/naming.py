"""What may be a name in an activity's file, which values are reckoned from themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from docgen.messages import _
from docgen.settings.filing_number import NumberForm
from docgen.template.expressions import NotRead, expression

LONGEST_TITLE = 31
"""Characters that Excel takes as the name of a sheet."""
TAKEN = frozenset(("history", "说明", "下拉", "底稿", "待确认", "检查结果"))
"""Names of sheets that Excel or docgen itself gives."""


def not_a_sheet(title: str, known: Collection[str]) -> Iterator[str]:
    """Yield why Excel does not take a title as the name of a sheet, or expressions as a name."""
    if len(title) > LONGEST_TITLE:
        yield _("Excel takes {most} characters at most as the name of a sheet").format(most=LONGEST_TITLE)
    if not is_name(title):
        yield _("a name has letters and digits only, and does not begin with a digit")
    if title.casefold() in TAKEN:
        yield _("is a name of docgen's own")
    if sum(one.casefold() == title.casefold() for one in known) > 1:
        yield _("two sheets have it")


def is_series(form: str) -> bool:
    """Whether numbers can be written so; what is reckoned in it may be any word."""
    try:
        return "prefix" not in NumberForm.of(re.sub(r"\{\{.*?\}\}", "某", form)).pieces
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
