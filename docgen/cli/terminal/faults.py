"""Faults as people read them: one line a fault, faults alike in one line, and what each holds back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import click

from docgen.messages import _
from docgen.problems import Problem, ranges

_ALIKE = 3
"""So many faults of one sort in one column stand in one line."""
_MOST_PLACES, _MOST_VALUES, _MOST_GROUPS = 8, 3, 6


def lines(found: Sequence[Problem]) -> Iterator[str]:
    """Yield a line for each fault, or for several of one sort in one column: place, what is wrong, what to do."""
    alike: dict[tuple[object, ...], list[Problem]] = {}
    for one in found:
        sort = (one.severity, one.kind, one.sheet, one.column) if one.cell and one.row else (id(one),)
        alike.setdefault(sort, []).append(one)
    for one in found:
        sort = (one.severity, one.kind, one.sheet, one.column) if one.cell and one.row else (id(one),)
        together = alike[sort]
        if len(together) < _ALIKE:
            yield _line([one])
        elif one is together[0]:
            yield _line(together)


def _line(alike: Sequence[Problem]) -> str:
    first = alike[0]
    mark = click.style("E", fg="red") if first.is_error else click.style("W", fg="yellow")
    place = first.place if len(alike) == 1 else f"{first.sheet}!{_places(alike)} {first.column}"
    count = _(" ({n} times)").format(n=len(alike)) if len(alike) > 1 else ""
    messages, hints = (
        list(dict.fromkeys(texts)) for texts in zip(*((one.message, one.hint) for one in alike), strict=True)
    )
    said = messages[0] if len(messages) == 1 else _("{message}, and the like").format(message=messages[0])
    rule = _(" (rule {number})").format(number=first.rule) if first.rule else ""
    hint = f" → {hints[0]}" if len(hints) == 1 and hints[0] else ""
    if len(hints) > 1:
        hint = _(" → such as {hint}").format(hint=hints[0])
    return f"{mark} {place}{count}：{said}{_values(alike)}{rule}{hint}{_held_back(alike)}"


def _values(alike: Sequence[Problem]) -> str:
    values = list(dict.fromkeys(one.value for one in alike if one.value))
    if not values:
        return ""
    shown = "、".join(f"“{value}”" for value in values[:_MOST_VALUES])
    return (
        _(" ({values} …)").format(values=shown) if len(values) > _MOST_VALUES else _(" ({values})").format(values=shown)
    )


def _held_back(alike: Sequence[Problem]) -> str:
    if not alike[0].is_error:
        return ""
    if any(one.everything for one in alike):
        return _(" [holds back all papers]")
    groups = list(dict.fromkeys(group for one in alike for group in one.groups))
    if not groups:
        return ""
    named = "、".join(groups[:_MOST_GROUPS])
    if len(groups) > _MOST_GROUPS:
        return _(" [holds back {groups} and {n} groups more]").format(groups=named, n=len(groups) - _MOST_GROUPS)
    return _(" [holds back {groups}]").format(groups=named)


def _places(alike: Sequence[Problem]) -> str:
    """Return the cells of one column, rows that follow each other as a range: ``D3–D20、D25``."""
    letters = "".join(re.findall("[A-Z]+", alike[0].cell)[:1])
    named = [
        f"{letters}{first}" + (f"–{letters}{last}" if last > first else "")
        for first, last in ranges(one.row for one in alike)
    ]
    return "、".join(named[:_MOST_PLACES]) + ("…" if len(named) > _MOST_PLACES else "")
