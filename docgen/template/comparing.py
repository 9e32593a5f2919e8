"""What a new official form changes: which placeholders came, went, or moved between two templates.

Placeholders are named as the data has them, loops followed (``成员[].姓名``), so that a renamed loop variable changes nothing.
No schema is needed: what a name stands for is told by the template's own loops.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jinja2 import nodes

from docgen.template.places import Place, place

if TYPE_CHECKING:
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
        for path, line in _Reader().read(part.tree().body, {}):
            found.setdefault(path, []).append(place(part.name, part.source, line))
    return {path: tuple(dict.fromkeys(places)) for path, places in found.items()}


class _Reader:
    """Reads the paths that a tree names; ``names`` are the template's own, each with what it stands for."""

    def read(self, body: Iterable[nodes.Node], names: Mapping[str, str]) -> list[tuple[str, int]]:
        """Return every path with its line, in order."""
        found: list[tuple[str, int]] = []
        own = dict(names)
        for node in body:
            if isinstance(node, nodes.For):
                found += self.paths(node.iter, own)
                items = self.path(node.iter, own)
                inner = own | {name.name: "" for name in node.target.find_all(nodes.Name)} | {"loop": ""}
                if isinstance(node.target, nodes.Name):
                    inner[node.target.name] = f"{items}[]" if items else ""
                if node.test is not None:
                    found += self.paths(node.test, inner)
                found += self.read(node.body, inner) + self.read(node.else_, own)
            elif isinstance(node, nodes.If):
                found += self.paths(node.test, own) + self.read((*node.body, *node.elif_, *node.else_), own)
            elif isinstance(node, nodes.Assign):
                found += self.paths(node.node, own)
                own |= {name.name: self.path(node.node, own) for name in [node.target] if isinstance(name, nodes.Name)}
            else:
                found += self.paths(node, own)
        return found

    def paths(self, node: nodes.Node, names: Mapping[str, str]) -> list[tuple[str, int]]:
        """Return the longest paths in an expression."""
        path = self.path(node, names)
        if path:
            return [(path, node.lineno or 1)]
        return [one for child in node.iter_child_nodes() for one in self.paths(child, names)]

    def path(self, node: nodes.Node, names: Mapping[str, str]) -> str:
        """Return the path that a name or a chain of names stands for, ``""`` for anything else."""
        if isinstance(node, nodes.Name):
            return names.get(node.name, "" if node.name == "range" else node.name)
        if isinstance(node, nodes.Getattr):
            base = self.path(node.node, names)
            return f"{base}.{node.attr}" if base else ""
        if isinstance(node, nodes.Filter) and node.node is not None and node.name == "各":
            base = self.path(node.node, names)
            field = node.args[0] if node.args else None
            return f"{base}[].{field.value}" if base and isinstance(field, nodes.Const) else ""
        return ""
