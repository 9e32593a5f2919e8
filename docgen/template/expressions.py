"""Expressions outside of Word: what a placeholder may say, evaluated to a value instead of printed.

The language is the one of templates, in the same sandbox and within the same bounds: names resolve to data, filters are
listed, loops are counted. What is new is that lists are asked: ``会议 | 其中("事项 == '转正'") | 按("日期") | 末``. A
condition in quotes is an expression itself, read once; in it the columns of each entry are names, ``它`` is the entry, and
behind them come the names of the outer expression. What asks for a value that is empty raises :class:`Empty`, so that
whoever asks can keep quiet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, Undefined, meta, nodes, pass_context
from jinja2.exceptions import TemplateAssertionError, TemplateError, TemplateRuntimeError, UndefinedError
from jinja2.runtime import TemplateReference

from docgen.messages import _
from docgen.template import sandbox
from docgen.template.bounds import counted, look_at_the_clock, sliced
from docgen.template.picture_filters import PICTURES
from docgen.template.reckoning import RECKONING, added, exactly
from docgen.template.sandbox import EVALUATION, MOST_STEPS, Sandbox
from docgen.template.syntax import of_the_last_alone, unread, walk
from docgen.template.values import Broken, Empty, Nothing, Record, Unreadable

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context

__all__ = ["Broken", "Empty", "Expression", "NotRead", "Nothing", "Record", "Text", "Unreadable", "Wrong"]

ITEM = "它"
_LONGEST = 4000
_SLICED = "docgen sliced"
"""Name of the filter that counts what is about to be sliced; no expression can write it."""
_DEEPEST = 40


class NotRead(Exception):
    """A text is no expression; says why."""


class Wrong(Exception):
    """An expression cannot be evaluated, whatever the data: says why."""


@contextmanager
def _evaluated() -> Iterator[None]:
    """Raise as Wrong whatever goes wrong meanwhile, but for what is empty."""
    look_at_the_clock()
    try:
        yield
    except Empty:
        raise
    except (NotRead, RecursionError) as error:  # values that are reckoned from values without end
        raise Wrong(_("it is nested too deeply")) from error
    except (TemplateError, *EVALUATION) as error:
        raise Wrong(_reason(error)) from error


class _Reckoner(Sandbox):
    """The sandbox of templates, for values: what is asked of lists, and no minus between days."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def __init__(self) -> None:
        super().__init__()
        self.autoescape = False
        plain = {name: one for name, one in {**self.filters, **RECKONING}.items() if name not in PICTURES}
        self.filters = {**{name: counted(one) for name, one in plain.items()}, **ASKING}
        self.filters[_SLICED] = sliced

    def call_binop(self, context: Context, sign: str, left: object, right: object) -> object:
        """Calculate, and exactly where one is no whole number: what is asked of money is whether sums agree."""
        found = super().call_binop(context, sign, left, right)
        if isinstance(found, float) and isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return exactly(sign, left, right)
        return found

    def _generate(self, source: nodes.Template, *args: object, **kwargs: object) -> str:
        for node in list(source.find_all(nodes.Getitem)):
            if isinstance(node.arg, nodes.Slice):  # which Jinja2 leaves to Python
                node.node = nodes.Filter(node.node, _SLICED, [], [], None, None, lineno=node.lineno)
        return super()._generate(source, *args, **kwargs)


@lru_cache(maxsize=1)
def _environment() -> _Reckoner:
    return _Reckoner()


class _Evaluated:
    """What expressions and texts have in common: the names that they ask for."""

    def __init__(self, source: str, tree: nodes.Node) -> None:
        self.source = source
        self.inner: dict[str, Expression] = {}
        for node in walk(tree):
            if isinstance(node, nodes.Filter) and node.name in ASKING and node.args:
                self._read_inner(node)
        own = meta.find_undeclared_variables(tree) if isinstance(tree, nodes.Template) else _names(tree)
        self.names: frozenset[str] = frozenset(own)
        """names of the outer expression"""
        inner = (one.names | one.inner_names for one in self.inner.values())
        self.inner_names: frozenset[str] = frozenset().union(*inner)
        """names in conditions: of an entry, or of the outer expression"""
        self.asked: frozenset[tuple[str, str]] = frozenset(
            (node.node.name if isinstance(node.node, nodes.Name) else "", node.attr)  # as in 设置.上限
            for node in walk(tree)
            if isinstance(node, nodes.Getattr)
        ).union(*(one.asked for one in self.inner.values()))
        self.members = frozenset(member for _of, member in self.asked)
        self.of_the_last_alone: frozenset[str] = frozenset(name for name, _line in of_the_last_alone(tree)).union(
            *(one.of_the_last_alone for one in self.inner.values())
        )

    def _read_inner(self, node: nodes.Filter) -> None:
        first = node.args[0]
        if not isinstance(first, nodes.Const) or not isinstance(first.value, str):
            raise NotRead(_("the filter {name} needs its condition written out in quotes").format(name=node.name))
        self.inner[first.value] = expression(first.value)

    def _values(self, scope: Mapping[str, object]) -> dict[str, object]:
        return {name: scope[name] for name in self.names | self.inner_names if name in scope}


class Expression(_Evaluated):
    """One expression, read once."""

    def __init__(self, source: str) -> None:
        tree = _parsed(source)
        super().__init__(source, tree)
        body: list[nodes.Node] = [nodes.Assign(nodes.Name("result", "store"), tree, lineno=1)]
        self._template: Template = _compiled(nodes.Template(body, lineno=1))

    def value(self, scope: Mapping[str, object]) -> object:
        """Return its value. Raise Empty where it asks for what is empty, Wrong for what no data could mend."""
        token = sandbox._steps.set(MOST_STEPS)
        try:
            with _evaluated():
                return self.reckon(self._values(scope))
        finally:
            sandbox._steps.reset(token)

    def reckon(self, values: dict[str, object]) -> object:
        """Return its value within the bounds of the expression that it is part of."""
        context = self._template.new_context(values)
        for _piece in self._template.root_render_func(context):
            pass
        found = context.vars["result"]
        if isinstance(found, Undefined) and not isinstance(found, Nothing):
            str(found)  # raises, naming the field
        if isinstance(found, TemplateReference):  # what Jinja2 calls ``self``
            raise TemplateRuntimeError(_("{field} is not known here").format(field="self"))
        return found


class Text(_Evaluated):
    """A sentence with expressions inside: ``最早 {{ 起点 | 加月(12) | 日期 }}``."""

    def __init__(self, source: str) -> None:
        if len(source) > _LONGEST:
            raise NotRead(_("it is too long"))
        environment = _environment()
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            raise NotRead(unread(error, _environment().filters)) from error
        super().__init__(source, tree)
        self._template: Template = _compiled(environment.parse(source))

    def said(self, scope: Mapping[str, object]) -> str:
        """Return the sentence. Raise Empty and Wrong like an expression."""
        with _evaluated():
            return sandbox.render(self._template, self._values(scope))


@lru_cache(maxsize=4096)
def expression(source: str) -> Expression:
    """Return the expression of a text; raise NotRead."""
    return Expression(source)


def parsed(source: str, *, is_text: bool = False) -> nodes.Node:
    """Return the tree of an expression or of a sentence; raise NotRead."""
    if not is_text:
        return _parsed(source)
    try:
        return _environment().parse(source)
    except TemplateSyntaxError as error:
        raise NotRead(unread(error, _environment().filters)) from error


def _parsed(source: str) -> nodes.Expr:
    from jinja2.parser import Parser

    if len(source) > _LONGEST:
        raise NotRead(_("it is too long"))
    if not source.strip():
        raise NotRead(_("it is empty"))
    environment = _environment()
    try:
        parser = Parser(environment, source, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            raise NotRead(_("something stands behind its end: {words}").format(words=str(parser.stream.current)))
    except TemplateSyntaxError as error:
        raise NotRead(unread(error, _environment().filters)) from error
    except RecursionError as error:
        raise NotRead(_("it is nested too deeply")) from error
    if _depth(tree) > _DEEPEST:
        raise NotRead(_("it is nested too deeply"))
    tree.set_environment(environment)
    return tree


def _depth(node: nodes.Node) -> int:
    deepest, level = 0, [node]
    while level:
        deepest += 1
        level = [child for one in level for child in one.iter_child_nodes()]
    return deepest


def _compiled(tree: nodes.Template) -> Template:
    try:
        return _environment().from_string(tree)
    except (TemplateSyntaxError, TemplateAssertionError) as error:
        raise NotRead(unread(error, _environment().filters)) from error
    except RecursionError as error:
        raise NotRead(_("it is nested too deeply")) from error


def _names(tree: nodes.Node) -> set[str]:
    return {node.name for node in walk(tree) if isinstance(node, nodes.Name) and node.name != "range"}


def _reason(error: Exception) -> str:
    if isinstance(error, UndefinedError):
        return str(error.message)
    if isinstance(error, TemplateError):
        return str(error.message or error)
    if isinstance(error, ZeroDivisionError):
        return _("it divides by zero")
    if isinstance(error, TypeError) and "not supported between" in str(error):
        return _("what is compared is of two kinds, or a whole row")
    return _("its values do not fit together: {reason}").format(reason=error)


def _each(context: Context, value: object, source: str) -> Iterator[tuple[object, Callable[[], object]]]:
    """Yield each entry of a list, and how to reckon an expression of it."""
    inner = expression(source)
    wanted = inner.names | inner.inner_names
    outer = {name: context.resolve(name) for name in wanted if context.resolve_or_missing(name) is not None}
    for item in sandbox._bounded(value):
        look_at_the_clock()
        values: dict[str, object] = {**outer, ITEM: item}
        if isinstance(item, dict):
            # What is not asked for is not reckoned: an entry may have columns that are reckoned from this very list.
            values |= {name: item[name] for name in wanted if name in item}
        yield item, lambda values=values: inner.reckon(values)  # type: ignore[misc]


def _holds(reckon: Callable[[], object]) -> bool:
    """Whether a condition holds; what it asks for and is empty does not, what could not be read says nothing."""
    try:
        return bool(reckon())
    except Broken:
        raise
    except Empty:
        return False


def _is_empty(value: object) -> bool:
    """Whether there is nothing. Raise Broken for what is there and was refused."""
    return isinstance(value, Nothing) and not value


@pass_context
def _where(context: Context, value: object, condition: str) -> list[object]:
    return [item for item, reckon in _each(context, value, condition) if _holds(reckon)]


@pass_context
def _any(context: Context, value: object, condition: str) -> bool:
    return any(_holds(reckon) for _item, reckon in _each(context, value, condition))


@pass_context
def _every(context: Context, value: object, condition: str) -> bool:
    return all(_holds(reckon) for _item, reckon in _each(context, value, condition))


@pass_context
def _how_many(context: Context, value: object, condition: str = "") -> int:
    if not condition:
        return len(sandbox._bounded(value))
    return sum(_holds(reckon) for _item, reckon in _each(context, value, condition))


@pass_context
def _of_each(context: Context, value: object, what: str) -> list[object]:
    """Return what there is: entries for which it is empty are left out."""
    return [one for one, _item in _there(context, value, what)]


def _there(context: Context, value: object, what: str) -> Iterator[tuple[object, object]]:
    """Yield a value of each entry, and the entry; those for which it is empty are left out."""
    for item, reckon in _each(context, value, what):
        try:
            one = reckon()
        except Broken:
            raise
        except Empty:
            continue
        if not _is_empty(one):
            yield one, item


@pass_context
def _total(context: Context, value: object, what: str) -> float:
    numbers = _of_each(context, value, what)
    if not all(isinstance(one, (int, float)) for one in numbers):
        raise TemplateRuntimeError(_("only numbers can be added up"))
    return added(numbers)  # type: ignore[arg-type]


@pass_context
def _ordered(context: Context, value: object, what: str) -> list[object]:
    """Sort by a value; entries for which it is empty are left out."""
    return [item for _key, item in sorted(_there(context, value, what), key=lambda pair: pair[0])]  # type: ignore[arg-type,return-value]


ASKING: dict[str, Callable[..., object]] = {
    "其中": _where,
    "任一": _any,
    "全部": _every,
    "个数": _how_many,
    "各": _of_each,
    "合计": _total,
    "按": _ordered,
}
"""Filters whose first argument is an expression of each entry."""
