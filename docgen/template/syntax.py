"""Which constructs of Jinja2 a template may use, and how its loops and texts are kept within bounds.

A list of what official papers need, not of what is known to be dangerous: what Jinja2 adds tomorrow is refused until
somebody decides otherwise. No includes, macros, blocks, calls; no way to switch escaping off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from docgen import meant
from docgen.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

T = TypeVar("T")

BOUNDED, JOINED = "docgen bounded", "docgen joined"
"""Names of the filters that count a loop's rounds and a text's length; no template can write them."""

_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.With, nodes.Name, nodes.Const, nodes.List, nodes.Tuple, nodes.Getattr),
    *(nodes.Getitem, nodes.Slice, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Add, nodes.Sub, nodes.Mul),
    *(nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos, nodes.Concat, nodes.Call),
    nodes.Keyword,
)


def check(tree: nodes.Template) -> None:
    """Refuse every construct that is not on the list; at its line."""
    for node in walk(tree):
        if not isinstance(node, _NODES):
            word = type(node).__name__.lower()
            raise TemplateSyntaxError(
                _("{construct} may not be used in a template").format(construct=word), node.lineno or 1
            )
        if isinstance(node, nodes.For) and node.recursive:
            raise TemplateSyntaxError(
                _("{construct} may not be used in a template").format(construct="recursive"), node.lineno or 1
            )
        if isinstance(node, nodes.Call) and not _may_be_called(node.node):
            raise TemplateSyntaxError(
                _("nothing can be called from a template but range and loop.cycle"), node.lineno or 1
            )


def walk(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a node and all below it, in order."""
    yield node
    for child in node.iter_child_nodes():
        yield from walk(child)


def expressions(
    body: Iterable[nodes.Node],
    names: Mapping[str, T],
    value: Callable[[nodes.Node, Mapping[str, T]], T],
    entry: Callable[[T], T],
    unknown: Callable[[], T],
) -> Iterator[tuple[nodes.Node, Mapping[str, T]]]:
    """Yield each expression of statements, in order, with what the template's own names stand for there.

    ``value`` says what an expression stands for, ``entry`` what an entry of a list does, ``unknown`` what is not known.
    """
    own = dict(names)
    for node in body:
        match node:
            case nodes.For():
                yield node.iter, own
                inner = own | {name.name: unknown() for name in node.target.find_all(nodes.Name)} | {"loop": unknown()}
                if isinstance(node.target, nodes.Name):
                    inner[node.target.name] = entry(value(node.iter, own))
                if node.test is not None:
                    yield node.test, inner
                yield from expressions(node.body, inner, value, entry, unknown)
                yield from expressions(node.else_, own, value, entry, unknown)
            case nodes.If():
                yield node.test, own
                yield from expressions((*node.body, *node.elif_, *node.else_), own, value, entry, unknown)
            case nodes.Assign():
                yield node.node, own
                if isinstance(node.target, nodes.Name):
                    own = own | {node.target.name: value(node.node, own)}
            case _:
                yield node, own


def _may_be_called(node: nodes.Expr) -> bool:
    if isinstance(node, nodes.Name):
        return node.name == "range"
    return (
        isinstance(node, nodes.Getattr)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "loop"
        and node.attr in ("cycle", "changed")
    )


def bound(tree: nodes.Template) -> None:
    """Let every loop count its rounds and every ``~`` its length."""
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, BOUNDED, [], [], None, None, lineno=loop.iter.lineno)
    for node in list(walk(tree)):
        for field, value in node.iter_fields():
            if isinstance(value, nodes.Concat):
                setattr(node, field, _as_joined(value))
            elif isinstance(value, list):
                value[:] = [_as_joined(item) if isinstance(item, nodes.Concat) else item for item in value]


def _as_joined(node: nodes.Concat) -> nodes.Filter:
    return nodes.Filter(nodes.List(node.nodes), JOINED, [], [], None, None, lineno=node.lineno)


_OF_NUMBERS = frozenset(("四舍五入", "round", "占比", "金额", "大写金额", "中文数字", "大写数字"))


def of_the_last_alone(tree: nodes.Node) -> Iterator[tuple[str, int]]:
    """Yield filters that only the last number of a calculation goes through, with their lines: all of it is seldom not meant."""
    for node in walk(tree):
        if isinstance(node, (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv)):
            last = node.right
            if isinstance(last, nodes.Filter) and last.name in _OF_NUMBERS:
                yield last.name, node.lineno


def alone_said(name: str) -> str:
    """Say of such a filter what it does, and what may be meant."""
    return _("only the last number goes through {name}: write brackets around the whole calculation").format(name=name)


_UNREAD: tuple[tuple[str, str], ...] = (
    (r"No filter named '(.+)'", N_("there is no filter {what}")),
    (r"No test named '(.+)'", N_("there is no test {what}")),
    (r"unexpected end of template, expected '(.+)'", N_("{what} is missing at its end")),
    (r"unexpected end of template|Unexpected end of template", N_("its end is missing")),
    (r"expected token '(.+)', got '(.+)'", N_("{what} should stand where {there} stands")),
    (r"expected name or number", N_("a name is missing")),
    (r"unexpected char '(.+)' at", N_("the sign {what} means nothing here")),
    (r"unexpected '(.+)'", N_("{what} does not belong where it stands")),
    (r"Encountered unknown tag '([^']+)'", N_("there is no tag {what}")),
)
_KINDS_OF_TOKEN = {"end of template": N_("the end"), "end of print statement": N_("the end"), "name": N_("a name")}


def unread(error: TemplateSyntaxError, known: Collection[str] = ()) -> str:
    """Return in the language in use why Jinja2 does not read a text; ``known``: the filters that may be meant."""
    for pattern, words in _UNREAD:
        if found := re.search(pattern, str(error.message)):
            said = [_(_KINDS_OF_TOKEN[one]) if one in _KINDS_OF_TOKEN else f"“{one}”" for one in found.groups()]
            offered = meant.asked(found[1], known) if "filter named" in pattern else ""
            return _(words).format(what=said[0] if said else "", there=said[1] if said[1:] else "") + offered
    return str(error.message)
