"""What the value of an expression rests on: told from its text, before there is any data.

Whoever asks says what a name stands for and what a row has (:class:`Names`); here it is followed through attributes, filters
and the conditions in quotes. Rows and lists of rows are told apart from other values by the sheet that they are of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from typing import Protocol

from jinja2 import nodes

from docgen.template.expressions import ASKING, ITEM, parsed

_OF_ENTRIES = frozenset(
    ("其中", "按", "首", "末", "不同", "first", "last", "list", "reverse", "sort", "unique", "default", "d")
)
"""Filters that give entries of the list they are given, or the list."""
_OF_EACH = "各"
_OF_ALL = ("任一", "全部")
_HOW_MANY = "个数"


@dataclass(frozen=True, slots=True)
class Traced:
    """What a value is and rests on: the sheet whose row or rows it is (``""``: it is none), and columns by sheet and title."""

    sheet: str = ""
    on: frozenset[tuple[str, str]] = frozenset()
    path: tuple[tuple[str, str], ...] | None = None
    """the columns that lead to it from a row that is there, where it is what stands in the last of them"""
    is_number: bool = False
    is_yes_or_no: bool = False

    def with_(self, other: Traced) -> Traced:
        """Return this value, resting on what another rests on, too."""
        return replace(self, on=self.on | other.on)

    def member(self, found: Traced | None) -> Traced:
        """Return what the row that this is has under a name, ``found`` being what any row of its sheet has there."""
        if found is None:
            return Traced(on=self.on)
        is_led = self.path is not None and found.path is not None
        return replace(found.with_(self), path=(*self.path, *found.path) if is_led else None)  # type: ignore[misc]


class TracedNames(Protocol):
    """What names stand for."""

    def named(self, name: str) -> Traced:
        """Return what a name of the outer expression stands for."""

    def member(self, sheet: str, name: str) -> Traced | None:
        """Return what a row of a sheet has under a name, None when it has none."""


def trace(source: str, names: TracedNames, *, is_text: bool = False) -> Traced:
    """Return what the value of an expression, or of a sentence, rests on."""
    return _Tracer(names).of(parsed(source, is_text=is_text))


class _Tracer:
    def __init__(self, names: TracedNames, entry: str = "") -> None:
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
                return replace(self.of(node.node).with_(self.of(node.arg)), path=None)
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
        return of.member(self._names.member(of.sheet, name) if of.sheet else None)

    def _filtered(self, node: nodes.Filter, of: Traced) -> Traced:
        first = node.args[0] if node.args else None
        if node.name in ASKING and isinstance(first, nodes.Const):
            asked = self.inner(str(first.value), of.sheet)
            sheet = asked.sheet if node.name == _OF_EACH else of.sheet if node.name in _OF_ENTRIES else ""
            is_one = node.name in _OF_ALL
            return Traced(sheet, of.on | asked.on, is_number=node.name == _HOW_MANY, is_yes_or_no=is_one)
        others = [self.of(one) for one in node.iter_child_nodes(exclude=("node",))]
        found = reduce(Traced.with_, others, of)
        sheet = found.sheet if node.name in _OF_ENTRIES else ""
        return Traced(sheet, found.on, is_number=node.name == _HOW_MANY)

    def _all(self, node: nodes.Node) -> Traced:
        found = [self.of(one) for one in node.iter_child_nodes()]
        match node:
            case nodes.CondExpr():
                given = [self.of(one) for one in (node.expr1, node.expr2) if one is not None]
            case nodes.And():
                given = [self.of(node.right)]
            case nodes.Or() | nodes.List():
                given = found
            case _:
                given = []
        sheet = next((one.sheet for one in given if one.sheet), "")
        on: frozenset[tuple[str, str]] = frozenset().union(*(one.on for one in found))
        return Traced(sheet, on, is_yes_or_no=isinstance(node, nodes.Compare | nodes.Not))


class _Around:
    """The names inside a condition: those of the entry first, then those around it."""

    def __init__(self, outer: _Tracer, entry: str) -> None:
        self._outer, self._entry = outer, entry
        self.member: Callable[[str, str], Traced | None] = outer._names.member

    def named(self, name: str) -> Traced:
        found = self.member(self._entry, name) if self._entry else None
        return found or self._outer._name(name)
