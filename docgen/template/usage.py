"""Reads a template's syntax tree against the shape of its data: what is used, and what cannot be right.

Every name is followed through loops, conditions, assignments and filters; what nothing is known about is not judged, so
that a report means something. A field that may be empty is fine where a condition has asked for it or a filter takes care
of it (日期, 无, 空白 …).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jinja2 import nodes

from docgen.messages import _
from docgen.template.filters import Gives
from docgen.template.picture_filters import SIZED, faults_of_size
from docgen.template.sandbox import FILTERS
from docgen.template.shape import Kind, Shape

if TYPE_CHECKING:
    from collections.abc import Callable

_TEXT, _NUMBER, _YES_NO = Shape(Kind.TEXT), Shape(Kind.NUMBER), Shape(Kind.YES_NO)
_UNKNOWN = Shape()


@dataclass(slots=True)
class Usage:
    """What was found: paths that are used, and faults as (slug, line, message)."""

    used: set[str] = field(default_factory=set)
    faults: list[tuple[str, int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Names that stand for something at a place, and paths that a condition has shown not to be empty."""

    names: dict[str, Shape]
    present: frozenset[str] = frozenset()

    def knowing(self, paths: Iterable[str]) -> _Scope:
        return _Scope(self.names, self.present.union(paths))


def read(tree: nodes.Template, data: Shape) -> Usage:
    """Read one part's tree against the data."""
    reader = _Reader(data)
    reader.body(tree.body, _Scope({}))
    return reader.usage


class _Reader:
    def __init__(self, data: Shape) -> None:
        self.data = data
        self.usage = Usage()

    def body(self, statements: Iterable[nodes.Node], scope: _Scope) -> None:
        """Follow statements in order."""
        for statement in statements:
            match statement:
                case nodes.Output():
                    for piece in statement.nodes:
                        if not isinstance(piece, nodes.TemplateData):
                            self.printed(piece, scope)
                case nodes.If():
                    self.condition(statement, scope)
                case nodes.For():
                    self.loop(statement, scope)
                case nodes.Assign():
                    if isinstance(statement.target, nodes.Name):
                        scope.names[statement.target.name] = self.value(statement.node, scope)
                case nodes.With():
                    names = dict(scope.names)
                    for target, value in zip(statement.targets, statement.values, strict=True):
                        if isinstance(target, nodes.Name):
                            names[target.name] = self.value(value, scope)
                    self.body(statement.body, _Scope(names, scope.present))

    def condition(self, node: nodes.If, scope: _Scope) -> None:
        """Follow the branches, each knowing what its condition says."""
        self.value(node.test, scope)
        self.body(node.body, scope.knowing(self.true(node.test, scope)))
        rest = scope.knowing(self.false(node.test, scope))
        for other in node.elif_:
            self.condition(other, rest)
        self.body(node.else_, rest)

    def loop(self, node: nodes.For, scope: _Scope) -> None:
        """Follow a loop: its variable stands for an item of the list."""
        items = self.value(node.iter, scope)
        if items.kind not in (Kind.LIST, Kind.UNKNOWN):
            self.fault(
                "not-a-list", node, _("{field} is no list, and cannot be looped over").format(field=_name(items))
            )
        self.emptiness(items, node.iter, scope)
        names = dict(scope.names) | {"loop": _UNKNOWN}
        if isinstance(node.target, nodes.Name):
            names[node.target.name] = items.item if items.kind is Kind.LIST else _UNKNOWN
        else:
            names |= {name.name: _UNKNOWN for name in node.target.find_all(nodes.Name)}
        inner = _Scope(names, scope.present)
        if node.test is not None:
            self.value(node.test, inner)
            inner = inner.knowing(self.true(node.test, inner))
        self.body(node.body, inner)
        self.body(node.else_, scope)

    def printed(self, node: nodes.Node, scope: _Scope) -> None:
        """Judge what is printed: a text or a number, and not nothing."""
        value = self.value(node, scope)
        said = {
            Kind.LIST: _("{field} is a list: print it with the filter 顿号, or loop over it"),
            Kind.RECORD: _("{field} is a whole record: name the field of it that is meant"),
            Kind.DATE: _("{field} is a date: say its form with the filter 日期"),
            Kind.YES_NO: _("{field} is a yes or no: print it with the filter 勾选"),
        }.get(value.kind)
        if said:
            self.fault("wrong-kind", node, said.format(field=_name(value)))
        else:
            self.emptiness(value, node, scope)

    def emptiness(self, value: Shape, node: nodes.Node, scope: _Scope) -> None:
        """Report a field that may be empty where nothing takes care of that."""
        if value.may_be_empty and value.path not in scope.present:
            said = _("{field} may be empty: use the filter 无 or 空白")
            if asked := _as_typed(node):
                said = _("{field} may be empty: ask for it with {tag}, or use the filter 无 or 空白")
            self.fault("may-be-empty", node, said.format(field=_name(value), tag=f"{{% if {asked} %}}"))

    def unknown(self, field: str, name: str, base: Shape, node: nodes.Node) -> None:
        """Report a name that a record does not have, with those it has."""
        known = "、".join(_likest(name, base.names))
        said = _("{field} is not known here; there are: {known}") if known else _("{field} is not known here")
        if base is self.data and name in self.data.unsaid:
            said = _("{field} is not in the paper's data yet: write {line} in activity.toml")
        line = self.data.unsaid.get(name, "")
        self.fault("unknown", node, said.format(field=field, known=known, line=line))

    def fault(self, slug: str, node: nodes.Node, message: str) -> None:
        """Keep a fault with its line."""
        self.usage.faults.append((slug, node.lineno or 1, message))

    def value(self, node: nodes.Node, scope: _Scope) -> Shape:
        """Return the shape of an expression, noting what it uses."""
        match node:
            case nodes.Name():
                return self.name(node, scope)
            case nodes.Getattr():
                return self.member(self.value(node.node, scope), node.attr, node, scope)
            case nodes.Getitem():
                base = self.value(node.node, scope)
                if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
                    return self.member(base, node.arg.value, node, scope)
                self.value(node.arg, scope)
                if base.kind is Kind.LIST:
                    return base if isinstance(node.arg, nodes.Slice) else base.item
                return _UNKNOWN
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.CondExpr():
                return self.choice(node, scope)
            case nodes.Const():
                return _YES_NO if isinstance(node.value, bool) else _TEXT if isinstance(node.value, str) else _NUMBER
            case nodes.And():
                self.value(node.left, scope)
                self.value(node.right, scope.knowing(self.true(node.left, scope)))
                return _YES_NO
            case nodes.Or():
                self.value(node.left, scope)
                self.value(node.right, scope.knowing(self.false(node.left, scope)))
                return _UNKNOWN
            case nodes.Concat():
                for piece in node.nodes:
                    self.printed(piece, scope)
                return _TEXT
            case nodes.List() | nodes.Tuple():
                items = [self.value(item, scope) for item in node.items]
                return Shape(Kind.LIST, element=items[0] if items else _UNKNOWN)
        for child in node.iter_child_nodes():
            self.value(child, scope)
        return _YES_NO if isinstance(node, (nodes.Compare, nodes.Not, nodes.Test)) else _UNKNOWN

    def name(self, node: nodes.Name, scope: _Scope) -> Shape:
        """Resolve a name: of the template's own, else of the data."""
        if node.name in scope.names:
            return scope.names[node.name]
        found = self.data.field(node.name)
        if found is None:
            if node.name not in ("range", "loop"):
                self.unknown(node.name, node.name, self.data, node)
            return _UNKNOWN
        self.usage.used.add(found.path)
        return found

    def member(self, base: Shape, name: str, node: nodes.Node, scope: _Scope) -> Shape:
        """Resolve a field of a record."""
        if base.kind is Kind.UNKNOWN:
            return _UNKNOWN
        self.emptiness(base, node.node if isinstance(node, (nodes.Getattr, nodes.Getitem)) else node, scope)
        if base.kind is Kind.DATE and name in ("年", "月", "日"):
            return _NUMBER
        found = base.field(name) if base.kind is Kind.RECORD else None
        if found is None:
            self.unknown(f"{_name(base)}.{name}", name, base, node)
            return _UNKNOWN
        self.usage.used.add(found.path)
        return found

    def filtered(self, node: nodes.Filter, scope: _Scope) -> Shape:
        """Resolve a filter by its name."""
        base = self.value(node.node, scope) if node.node is not None else _UNKNOWN
        for argument in (*node.args, *(pair.value for pair in node.kwargs)):
            self.value(argument, scope)
        known = FILTERS.get(node.name)
        if known is None:
            return _UNKNOWN
        if known.fills:
            base = base.filled
        else:
            self.emptiness(base, node.node or node, scope)
        if base.kind is Kind.PICTURE:
            self.fault("wrong-kind", node, _("a picture is no text: nothing but “or” may come behind it"))
        elif known.takes and base.kind not in (*known.takes, Kind.UNKNOWN):
            self.fault("wrong-kind", node, _is_none(known.takes[0]).format(field=_name(base)))
        if node.name in SIZED:
            for slug, said in faults_of_size(node):
                self.fault(slug, node, said)
        inside = self.inside(known.field_in(node), base, node, scope)
        match known.gives:
            case Gives.SAME:
                return base
            case Gives.ENTRY:
                return base.item if base.kind is Kind.LIST else _UNKNOWN
            case Gives.FIELDS:
                return Shape(Kind.LIST, element=inside)
            case Kind.LIST:
                return Shape(Kind.LIST, element=_TEXT)
        return Shape(known.gives)

    def inside(self, field: str, base: Shape, node: nodes.Filter, scope: _Scope) -> Shape:
        """Resolve the field of a list's entries that a filter names: ``各("姓名")``, ``sum(attribute="数量")``."""
        if not field or base.kind is not Kind.LIST:
            return _UNKNOWN
        inside = base.item
        for step in field.split("."):
            inside = self.member(inside, step, node, scope)
        return inside

    def choice(self, node: nodes.CondExpr, scope: _Scope) -> Shape:
        """Resolve ``a if b else c``: what both are, else unknown."""
        self.value(node.test, scope)
        first = self.value(node.expr1, scope.knowing(self.true(node.test, scope)))
        if self.true(node.test, scope) & {first.path}:
            first = first.filled
        if node.expr2 is None:
            return first
        second = self.value(node.expr2, scope.knowing(self.false(node.test, scope)))
        return first if first.kind is second.kind and not second.may_be_empty else _UNKNOWN

    def true(self, test: nodes.Node, scope: _Scope) -> frozenset[str]:
        """Return the paths that are not empty when ``test`` holds."""
        match test:
            case nodes.And():
                return self.true(test.left, scope) | self.true(test.right, scope)
            case nodes.Not():
                return self.false(test.node, scope)
            case nodes.Name() | nodes.Getattr():
                return frozenset({self.quietly(test, scope).path} - {""})
        return frozenset()

    def false(self, test: nodes.Node, scope: _Scope) -> frozenset[str]:
        """Return the paths that are not empty when ``test`` does not hold."""
        match test:
            case nodes.Or():
                return self.false(test.left, scope) | self.false(test.right, scope)
            case nodes.Not():
                return self.true(test.node, scope)
        return frozenset()

    def quietly(self, node: nodes.Node, scope: _Scope) -> Shape:
        """Resolve without reporting twice."""
        kept = len(self.usage.faults)
        found = self.value(node, scope)
        del self.usage.faults[kept:]
        return found


def _is_none(kind: Kind) -> str:
    """Return the words for a value that is not of this kind."""
    match kind:
        case Kind.DATE:
            return _("{field} is no date")
        case Kind.LIST:
            return _("{field} is no list")
        case Kind.NUMBER:
            return _("{field} is no number")
    return _("{field} is no text")


def _name(value: Shape) -> str:
    return value.path or _("the value")


def _as_typed(node: nodes.Node) -> str:
    """Return what asks for a value as the template has it, such as ``人.结果``; ``""`` where it is no mere name."""
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=owner, attr=name) | nodes.Getitem(node=owner, arg=nodes.Const(value=str(name))):
            before = _as_typed(owner)
            return f"{before}.{name}" if before else ""
        case nodes.Filter(node=nodes.Expr() as of, name=name) if name in FILTERS and FILTERS[name].gives is Gives.SAME:
            return _as_typed(of)
    return ""


def _likest(name: str, names: Iterable[str]) -> list[str]:
    """Return the names that may have been meant first."""
    from difflib import SequenceMatcher

    likeness: Callable[[str], float] = lambda other: -SequenceMatcher(None, name, other).ratio()  # noqa: E731
    return sorted(names, key=likeness)[:12]
