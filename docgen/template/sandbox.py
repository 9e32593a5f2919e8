"""What a placeholder may do: look up data, loop over it, choose, and call a listed filter. Nothing else.

A template is a file from outside, and Jinja2 is a language. So the one environment that filling uses is made here: names
resolve to data only (never to attributes or methods of Python objects), everything is escaped, what is missing or empty
is refused instead of printed, and the syntax tree is checked against a list of
what official papers need (:mod:`~docgen.template.syntax`). What stays is
bounded: loops by :data:`MOST_STEPS` rounds a paper, texts by :data:`LONGEST_TEXT`, output by :data:`LARGEST_PART`.
"""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date
from typing import TYPE_CHECKING, Any

from docxtpl import RichText
from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.exceptions import TemplateRuntimeError
from jinja2.filters import FILTERS as JINJA
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from docgen.messages import _
from docgen.template.filters import FILTERS as OWN
from docgen.template.filters import Filter, Gives, Names
from docgen.template.picture_filters import Asked
from docgen.template.places import unlined
from docgen.template.shape import Kind
from docgen.template.syntax import BOUNDED, JOINED, bound, check

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context

# What evaluating an expression over plain data can raise beside Jinja2's own exceptions.
EVALUATION = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
MOST_STEPS = 200_000
LONGEST_TEXT = 200_000
LARGEST_PART = 32 << 20
_LONGEST_RANGE = 500

LOOP = frozenset(
    (
        *("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"),
        *("cycle", "changed", "depth", "depth0"),
    )
)
_PARTS_OF_A_DATE = {"年": "year", "月": "month", "日": "day"}

_steps: ContextVar[int] = ContextVar("steps left to the paper now being filled", default=MOST_STEPS)


class MissingValue(StrictUndefined):
    """A name that the data does not have: refused wherever it is used, with the names there are."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name = self._undefined_name
        if isinstance(self._undefined_obj, dict):
            known = "、".join(map(str, self._undefined_obj))
            return _("{field} is not known here; there are: {known}").format(field=name, known=known)
        return _("{field} is not known here").format(field=name)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of every template."""

    intercepted_binops = frozenset({"+", "*", "%"})

    def __init__(self) -> None:
        super().__init__(undefined=MissingValue, autoescape=True, finalize=shown, loader=None)
        self.globals = {"range": _range}
        self.filters = {
            **{name: one.call for name, one in FILTERS.items()},
            BOUNDED: _bounded,
            JOINED: _joined,
        }

    def getattr(self, obj: object, attribute: str) -> object:
        """Resolve a dotted name: a field of the data, a part of a date, a property of the loop."""
        if isinstance(obj, dict):
            if attribute in obj:
                return obj[attribute]
        elif isinstance(obj, LoopContext):
            if attribute in LOOP:
                return getattr(obj, attribute)
        elif isinstance(obj, date):
            if attribute in _PARTS_OF_A_DATE:
                return getattr(obj, _PARTS_OF_A_DATE[attribute])
        elif isinstance(obj, Undefined):
            return getattr(obj, attribute)  # raises, naming the field that is missing
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Resolve ``x["name"]``, ``x[0]`` and slices of lists and texts."""
        if isinstance(obj, dict) and isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, (list, str)) and isinstance(argument, (int, slice)):
            try:
                return obj[argument]
            except IndexError:
                return self.undefined(obj=obj, name=str(argument))
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Calculate with numbers only, and with numbers of a sane size: ``"A" * 10**9`` is no prose."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _joined([left, right])
        if not (isinstance(left, (int, float)) and isinstance(right, (int, float))):
            for value in (left, right):
                if isinstance(value, Undefined):
                    str(value)  # raises, naming the field
            raise TemplateRuntimeError(_("{sign} is for numbers").format(sign=operator))
        if max(abs(left), abs(right)) > 10**15:
            raise TemplateRuntimeError(_("a number is too large"))
        return super().call_binop(context, operator, left, right)

    def is_safe_callable(self, obj: object) -> bool:
        """Allow what :func:`~docgen.template.syntax.check` lets pass: range, loop.cycle and loop.changed."""
        return obj is _range or isinstance(getattr(obj, "__self__", None), LoopContext)

    def _generate(self, source: nodes.Template, *args: object, **kwargs: object) -> str:
        check(source)
        bound(source)
        for data in source.find_all(nodes.TemplateData):
            data.data = unlined(data.data)
        return super()._generate(source, *args, **kwargs)  # type: ignore[arg-type]


def shown(value: object) -> object:
    """Let pass what prints as prose; refuse what would print as Python (Jinja2's ``finalize``)."""
    if isinstance(value, (str, Undefined, RichText, Asked)) or (
        isinstance(value, (int, float)) and not isinstance(value, bool)
    ):
        return value
    if isinstance(value, bool):
        raise TemplateRuntimeError(_("a yes or no cannot be printed: use the filter 勾选, or {% if … %}"))
    if isinstance(value, date):
        raise TemplateRuntimeError(_("a date needs a form: use the filter 日期"))
    if isinstance(value, (list, tuple)):
        raise TemplateRuntimeError(_("a list cannot be printed: use the filter 顿号, or {% for … %}"))
    raise TemplateRuntimeError(_("only a text or a number can be printed, not a whole record"))


def _bounded(value: object) -> list[object] | str:
    if not isinstance(value, list):
        if isinstance(value, Undefined):
            iter(value)  # raises, naming the field
        if isinstance(value, (str, dict)) or not hasattr(value, "__iter__"):
            raise TemplateRuntimeError(_("only a list can be looped over"))
        value = list(value)
    left = _steps.get() - len(value)
    if left < 0:
        raise TemplateRuntimeError(_("the loops of this template go round too often"))
    _steps.set(left)
    return value


def _range(*bounds: int) -> list[int]:
    found = range(*bounds)
    if len(found) > _LONGEST_RANGE:
        raise TemplateRuntimeError(_("range goes to {limit} at most").format(limit=_LONGEST_RANGE))
    return list(found)


def _joined(parts: list[object]) -> str:
    return _within([str(shown(part)) for part in parts], "")


def _join(value: object, between: str = "", attribute: str | None = None) -> str:
    items = _bounded(value)
    if attribute is not None:
        items = [
            item[attribute] if isinstance(item, dict) and attribute in item else MissingValue(obj=item, name=attribute)
            for item in items
        ]
    return _within([str(shown(item)) for item in items], str(between))


def _replace(value: object, old: str, new: str) -> str:
    text = str(shown(value))
    pieces = text.split(str(old)) if old else [text]
    return _within(pieces, str(new))


def _within(parts: list[str], between: str) -> str:
    if sum(map(len, parts)) + len(between) * len(parts) > LONGEST_TEXT:
        raise TemplateRuntimeError(_("a text becomes too long"))
    return between.join(parts)


_TO_TEXT = {
    name: Filter(JINJA[name], gives=Kind.TEXT)
    for name in ("capitalize", "lower", "string", "trim", "truncate", "upper")
}
_TO_NUMBER = {
    name: Filter(JINJA[name], (Kind.NUMBER, Kind.TEXT), Kind.NUMBER) for name in ("abs", "float", "int", "round")
}
_SIZE = Filter(JINJA["length"], gives=Kind.NUMBER)
_OTHERWISE = Filter(JINJA["default"], gives=Gives.SAME, fills=True)
_SELECTED = {name: Filter(JINJA[name], (Kind.LIST,), Gives.SAME, Names.FIRST) for name in ("rejectattr", "selectattr")}
FILTERS = {
    **_TO_TEXT,
    **_TO_NUMBER,
    **_SELECTED,
    **{name: Filter(JINJA[name], gives=Gives.SAME) for name in ("list", "reject", "reverse", "select")},
    **{name: Filter(JINJA[name], gives=Gives.SAME, field=Names.ATTRIBUTE) for name in ("sort", "unique")},
    **{name: Filter(JINJA[name], gives=Gives.ENTRY) for name in ("first", "last")},
    **{name: Filter(JINJA[name], gives=Gives.ENTRY, field=Names.ATTRIBUTE) for name in ("max", "min")},
    **dict.fromkeys(("count", "length"), _SIZE),
    **dict.fromkeys(("d", "default"), _OTHERWISE),
    "groupby": Filter(JINJA["groupby"], (Kind.LIST,), field=Names.FIRST),
    "join": Filter(_join, (Kind.LIST,), Kind.TEXT, Names.ATTRIBUTE),
    "map": Filter(JINJA["map"], (Kind.LIST,), Gives.FIELDS, Names.ATTRIBUTE),
    "replace": Filter(_replace, gives=Kind.TEXT),
    "sum": Filter(JINJA["sum"], (Kind.LIST,), Kind.NUMBER, Names.FIRST),
    **OWN,
}
"""All filters that a template may use: of Jinja2's what official papers need, and docgen's own."""


def render(template: Template, values: dict[str, object]) -> str:
    """Return what the template gives for these values, within the bounds; raises Jinja2's exceptions."""
    return "".join(pieces(template, values))


def pieces(template: Template, values: dict[str, object]) -> list[Any]:
    """Return what the template yields for these values, texts or bytes, within the bounds; raises Jinja2's exceptions."""
    token = _steps.set(MOST_STEPS)
    found: list[Any] = []
    size = 0
    try:
        for piece in template.root_render_func(template.new_context(values)):
            size += len(piece)
            if size > LARGEST_PART:
                raise TemplateRuntimeError(_("the paper becomes too large"))
            found.append(piece)
    finally:
        _steps.reset(token)
    return found
