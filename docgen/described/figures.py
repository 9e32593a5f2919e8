"""Figures of an activity's file: counts and sums over rows, as shares of a whole, one by one or by what rows have.

Expressions see them as ``统计``: a number, a share as record (数, 总数, 占比), a breakdown as list of records; and those that are
drawn as ``图表``, by section, each bar with what it is drawn as.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from docgen.activity import Figure
from docgen.described.declared import Declared, FigureSaid
from docgen.documents.figures import length_bar
from docgen.errors import DataError
from docgen.messages import _
from docgen.template.expressions import Empty, Nothing, Record, Wrong, expression
from docgen.template.reckoning import share

FIGURES, CHARTS = "统计", "图表"
NAME, NUMBER, WHOLE, SHARE, BAR = MEMBERS = ("名称", "数", "总数", "占比", "图示")


def counted(declared: Declared, scope: Mapping[str, object]) -> Iterator[Figure]:
    """Yield the figures of a semester. Raise DataError, naming the figure, where one cannot be reckoned."""
    for at, said in enumerate(declared.figure, start=1):
        try:
            yield from _figures(said, declared, scope)
        except Wrong as error:
            raise DataError(
                _("activity.toml: figure {n} ({name}): cannot be reckoned: {reason}").format(
                    n=at, name=said.name, reason=error
                ),
                hint=_("Correct this in activity.toml."),
            ) from error


def record_of(declared: Declared, scope: Mapping[str, object]) -> Record:
    """Return the figures as expressions see them; none is reckoned that is not asked for."""
    return Record({}, {said.name: lambda _r, said=said: _seen(said, declared, scope) for said in declared.figure})  # type: ignore[misc]


def charts_of(declared: Declared, scope: Mapping[str, object]) -> Record:
    """Return the charts as expressions see them, by section."""
    sections = dict.fromkeys(said.section for said in declared.figure if said.chart)
    return Record({}, {name: lambda _r, name=name: _chart(name, declared, scope) for name in sections})  # type: ignore[misc]


def _seen(said: FigureSaid, declared: Declared, scope: Mapping[str, object]) -> object:
    found = list(_figures(said, declared, scope))
    if said.by:
        return _records(found)
    one = found[0]
    if one.value is None:
        return Nothing(f"{FIGURES}.{said.name}")
    return one.value if one.whole is None else _record(one, one.value)


def _chart(section: str, declared: Declared, scope: Mapping[str, object]) -> list[object]:
    said = [one for one in declared.figure if one.chart and one.section == section]
    return _records([figure for one in said for figure in _figures(one, declared, scope)])


def _records(found: list[Figure]) -> list[object]:
    most = max((one.value or 0 for one in found), default=0)
    return [_record(one, most) for one in found]


def _record(one: Figure, most: float) -> Record:
    empty = Nothing(f"{FIGURES}.{one.name}")
    values: dict[str, object] = {
        NAME: one.name,
        NUMBER: empty if one.value is None else one.value,
        WHOLE: empty if one.whole is None else one.whole,
        SHARE: one.share,
        BAR: length_bar(one.value or 0, most),
    }
    return Record(values, {})


def is_figure(value: dict[object, object]) -> bool:
    """Whether a record is a figure's, which a paper may have as it is; a row's would be all of its columns."""
    return tuple(value) == MEMBERS


def _figures(said: FigureSaid, declared: Declared, scope: Mapping[str, object]) -> Iterator[Figure]:
    whole = _number(said.of, scope) if said.of else None
    for name, value in _counts(said, declared, scope):
        part = "" if value is None or whole is None else share(value, whole)
        yield Figure(said.section, name, value, whole, part, said.chart, not said.by or bool(said.list))


def sources_of(said: FigureSaid) -> tuple[str, ...]:
    """Return the expressions that a figure is reckoned by."""
    value = _listed(said) if said.by else said.value
    return (value, said.of) if said.of else (value,)


def _listed(said: FigureSaid) -> str:
    return f"({said.value}) | 各({json.dumps(said.by, ensure_ascii=False)})"


def _counts(
    said: FigureSaid, declared: Declared, scope: Mapping[str, object]
) -> Iterator[tuple[str, int | float | None]]:
    if not said.by:
        yield said.name, _number(said.value, scope)
        return
    try:
        found = expression(_listed(said)).value(scope)
    except Empty:
        yield said.name, None
        return
    assert isinstance(found, list)
    if any(isinstance(one, (dict, list)) for one in found):
        raise Wrong(_("it is a whole row: say which column of it"))
    counts = Counter(str(one) for one in found)
    for word in declared.words.get(said.list, ()):
        yield word, counts.pop(word, 0)
    for word in sorted(
        counts, key=lambda one: (not one.isdecimal(), len(one.lstrip("0")) if one.isdecimal() else 0, one)
    ):
        yield word, counts[word]


def _number(source: str, scope: Mapping[str, object]) -> int | float | None:
    """Return a number; None where what it rests on is empty or was refused."""
    try:
        found = expression(source).value(scope)
    except Empty:
        return None
    if isinstance(found, Nothing):
        return None
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise Wrong(_("it is no number"))
    exact = Decimal(repr(found)) if isinstance(found, float) else found
    return int(exact) if exact == int(exact) else round(float(exact), 2)
