"""What a new official form changes: which placeholders came, went, or moved between two templates.

Placeholders are named as the data has them, loops followed (``成员[].姓名``), so that a renamed loop variable changes nothing.
No schema is needed: what a name stands for is told by the template's own loops.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jinja2 import nodes

from docgen.template.places import Place, place
from docgen.template.syntax import expressions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docgen.template import Template

__all__ = ["PlaceholderChange", "PlaceholderFate", "compare"]


class PlaceholderFate(StrEnum):
    """What became of a placeholder."""

    CAME = "came"
    WENT = "went"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class PlaceholderChange:
    """A placeholder that is not where it was: its path in the data, the places it has, the places it had."""

    change: PlaceholderFate
    path: str
    before: tuple[Place, ...]
    after: tuple[Place, ...]


def compare(old: Template, new: Template) -> tuple[PlaceholderChange, ...]:
    """Return what differs, in the order of the new template, what went at the end.

    A placeholder has moved when its parts or cells differ; other words around it are no move.
    """
    before, after = _places(old), _places(new)
    found = []
    for path, there in after.items():
        was = before.get(path, ())
        if not was:
            found.append(PlaceholderChange(PlaceholderFate.CAME, path, (), there))
        elif sorted(map(_spot, was)) != sorted(map(_spot, there)):
            found.append(PlaceholderChange(PlaceholderFate.MOVED, path, was, there))
    found += [
        PlaceholderChange(PlaceholderFate.WENT, path, was, ()) for path, was in before.items() if path not in after
    ]
    return tuple(found)


def _spot(where: Place) -> tuple[str, int, int, int]:
    return where.part, where.cell.table, where.cell.row, where.cell.cell


def _places(template: Template) -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for part in template.compiled.parts:
        for node, names in expressions(part.tree().body, {}, _path, lambda items: f"{items}[]" if items else "", str):
            for path, line in _paths(node, names):
                found.setdefault(path, []).append(place(part.name, part.source, line))
    return {path: tuple(dict.fromkeys(places)) for path, places in found.items()}


def _paths(node: nodes.Node, names: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Yield the longest paths in an expression, with their lines; ``names`` are the template's own."""
    if path := _path(node, names):
        yield path, node.lineno or 1
        return
    for child in node.iter_child_nodes():
        yield from _paths(child, names)


def _path(node: nodes.Node, names: Mapping[str, str]) -> str:
    """Return the path that a name or a chain of names stands for, ``""`` for anything else."""
    match node:
        case nodes.Name(name=name):
            return names.get(name, "" if name == "range" else name)
        case nodes.Getattr(node=owner, attr=name):
            base = _path(owner, names)
            return f"{base}.{name}" if base else ""
        case nodes.Filter(node=nodes.Expr() as owner, name="各", args=[nodes.Const(value=name), *_]):
            base = _path(owner, names)
            return f"{base}[].{name}" if base else ""
    return ""
