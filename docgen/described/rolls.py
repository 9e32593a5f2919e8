"""Lists of an activity's file that are shown beside its figures: who may go on and what is missing, say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from docgen.activity import Roll
from docgen.described.declared import Declared, RollSaid
from docgen.described.papers import Within
from docgen.described.rows import NO, YES
from docgen.errors import DataError
from docgen.messages import _
from docgen.template.expressions import Empty, Nothing, Wrong, expression


def rolls(declared: Declared, scope: Mapping[str, object]) -> Iterator[Roll]:
    """Yield the lists of a semester. Raise DataError, naming the list, where one cannot be reckoned."""
    for said in declared.roll:
        try:
            yield Roll(said.name, tuple(said.each), tuple(_lines(said, scope)))
        except Wrong as error:
            raise DataError(
                _("activity.toml: roll {name}: cannot be reckoned: {reason}").format(name=said.name, reason=error),
                hint=_("Correct this in activity.toml."),
            ) from error


def _lines(said: RollSaid, scope: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    source = f"({said.of}) | 按({said.by!r})" if said.by else said.of
    try:
        entries = expression(source).value(scope)
    except Empty:
        return
    if not isinstance(entries, list):
        raise Wrong(_("it is no list"))
    for number, entry in enumerate(entries, start=1):
        inner = Within(scope, entry, number)
        yield tuple(_cell(str(one), inner) for one in said.each.values())


def _cell(source: str, scope: Mapping[str, object]) -> str:
    try:
        return _shown(expression(source).value(scope))
    except Empty:
        return ""


def _shown(value: object) -> str:
    match value:
        case None | Nothing():
            return ""
        case bool():
            return YES if value else NO
        case list():
            return "、".join(map(_shown, value))
        case date():
            return value.isoformat()
        case dict():
            raise Wrong(_("it is a whole row: say which column of it"))
        case _:
            return str(value)
