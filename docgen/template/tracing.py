"""What the value of an expression rests on: told from its text, before there is any data.

Whoever asks says what a name stands for and what a row has (:class:`Names`); here it is followed through attributes, filters
and the conditions in quotes. Rows and lists of rows are told apart from other values by the sheet that they are of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol

from jinja2 import nodes

from docgen.template.expressions import ASKING, ITEM, parsed

_OF_ENTRIES = frozenset(
    ("其中", "按", "首", "末", "不同", "first", "last", "list", "reverse", "sort", "unique", "default", "d")
)
"""Filters that give entries of the list they are given, or the list."""
_OF_EACH = "各"


@dataclass(frozen=True, slots=True)
class Traced:
    """What a value is and rests on: the sheet whose row or rows it is (``""``: it is none), and columns by sheet and title."""

    sheet: str = ""
    on: frozenset[tuple[str, str]] = frozenset()

    def with_(self, other: Traced) -> Traced:
        """Return this value, resting on what another rests on, too."""
        return Traced(self.sheet, self.on | other.on)


class Names(Protocol):
    """What names stand for."""

    def named(self, name: str) -> Traced:
        """Return what a name of the outer expression stands for."""

    def member(self, sheet: str, name: str) -> Traced | None:
        """Return what a row of a sheet has under a name, None when it has none."""


def trace(source: str, names: Names, *, is_text: bool = False, entry: str = "") -> Traced:
    """Return what the value of an expression, or of a sentence, rests on; ``entry``: the sheet of whose rows it is said."""
    return _Tracer(names).inner(source, entry) if entry else _Tracer(names).of(parsed(source, is_text=is_text))


class _Tracer:
    def __init__(self, names: Names, entry: str = "") -> None:
        self._names, self._entry = names, entry

    def of(self, node: nodes.Node) -> Traced:
        match node:
            case nodes.Name():
                return self._name(node.name)
            case nodes.Getattr():
                return self._member(self.of(node.node), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=str() as name)):
                return self._member(self.of(node.node), name)
            case nodes.Getitem():
                return self.of(node.node).with_(self.of(node.arg))
            case nodes.Filter() if node.node is not None:
                return self._filtered(node, self.of(node.node))
            case _:
                return self._all(node)

    def inner(self, source: str, entry: str) -> Traced:
        """Return what a condition rests on that is asked of each row of a sheet."""
        return _Tracer(_Around(self, entry), entry).of(parsed(source))

    def _name(self, name: str) -> Traced:
        if name == ITEM:
            return Traced(self._entry)
        return self._names.named(name)

    def _member(self, of: Traced, name: str) -> Traced:
        found = self._names.member(of.sheet, name) if of.sheet else None
        return (found or Traced()).with_(of)

    def _filtered(self, node: nodes.Filter, of: Traced) -> Traced:
        first = node.args[0] if node.args else None
        if node.name in ASKING and isinstance(first, nodes.Const):
            asked = self.inner(str(first.value), of.sheet)
            sheet = asked.sheet if node.name == _OF_EACH else of.sheet if node.name in _OF_ENTRIES else ""
            return Traced(sheet, of.on | asked.on)
        others = [self.of(one) for one in node.iter_child_nodes(exclude=("node",))]
        found = reduce(Traced.with_, others, of)
        return found if node.name in _OF_ENTRIES else Traced("", found.on)

    def _all(self, node: nodes.Node) -> Traced:
        found = [self.of(one) for one in node.iter_child_nodes()]
        sheet = next((one.sheet for one in found if one.sheet), "")
        is_choice = isinstance(node, nodes.Or | nodes.And | nodes.CondExpr | nodes.List)
        return Traced(sheet if is_choice else "", frozenset().union(*(one.on for one in found)))


class _Around:
    """The names inside a condition: those of the entry first, then those around it."""

    def __init__(self, outer: _Tracer, entry: str) -> None:
        self._outer, self._entry = outer, entry
        self.member: Callable[[str, str], Traced | None] = outer._names.member

    def named(self, name: str) -> Traced:
        found = self.member(self._entry, name) if self._entry else None
        return found or self._outer._name(name)
