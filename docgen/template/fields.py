"""The fields of a paper's data: as placeholders to paste into Word, and as values made up to look at a template with.

Values look like what they stand for — a name, a day, a number — as far as the title of the field tells; everything else shows
its title in brackets, so that nobody takes it for a paper. Where there is no schema a template's own tags tell the fields:
what a tag does with a value — it is looped over, its field is asked for, it passes through 日期 — tells what the value is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jinja2 import nodes

from docgen.messages import _
from docgen.template.filters import Filter, Gives
from docgen.template.picture_filters import BAR
from docgen.template.sandbox import FILTERS
from docgen.template.shape import Kind, Schema, Shape, paper
from docgen.template.syntax import expressions

if TYPE_CHECKING:
    from docgen.documents import Plain
    from docgen.template.compiled import Compiled

__all__ = ["Placeholder", "made_up", "placeholders", "schema_of", "tag_of", "variable"]

_DEEPEST, _DEEPEST_MADE_UP = 6, 8
_NAMES = ("方秉文", "林可", "陈思远")
_DAY = date(2009, 3, 16)
_LIKE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("姓名 组长 教师 联系人 负责人 书记 作者 整理人 检查人 谈话人", _NAMES),
    ("性别", ("男", "女")),
    ("电话 手机", ("13800000000", "13800000001")),
    ("学号 工号 编号 序号", ("080911001", "080911002")),
    ("班级", ("影视081班", "影视082班")),
    ("日期 时间", ("2009年3月16日",)),
    ("学年 学期", ("2008—2009学年第二学期",)),
)
"""Words that a title ends in, and what such a field may say in the first entry, the second, …"""
_WHOLE = 40
"""What a bar's whole length stands for: more than its parts together."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A field of the data and how a template shows it."""

    path: str
    """Where the data has it, such as ``成员[].姓名``."""
    tag: str
    """What to paste into Word; for a list, the tag that begins its rows."""
    kind: Kind
    meaning: str
    example: str
    may_be_empty: bool


def placeholders(schema: Schema) -> tuple[Placeholder, ...]:
    """Return every placeholder of a JSON Schema, in its order, fields of a list behind the list."""
    return tuple(_below(paper(schema), "", 0))


def _below(record: Shape, base: str, depth: int) -> Iterator[Placeholder]:
    for name in record.names:
        shape = record.field(name)
        if shape is None or depth > _DEEPEST:
            continue
        said = f"{base}.{name}" if base else name
        yield _placeholder(shape, said, record)
        if shape.kind is Kind.RECORD:
            yield from _below(shape, said, depth + 1)
        elif shape.kind is Kind.LIST and shape.item.kind is Kind.RECORD:
            yield from _below(shape.item, variable(name), depth + 1)


def _placeholder(shape: Shape, said: str, record: Shape) -> Placeholder:
    name = shape.path.rpartition(".")[2]
    schema = record.schema.get("properties")
    own = schema.get(name) if isinstance(schema, dict) else None
    meaning = str(own.get("description", "")) if isinstance(own, dict) else ""
    examples = own.get("examples") if isinstance(own, dict) else None
    return Placeholder(
        shape.path,
        tag_of(shape, said),
        shape.kind,
        _(meaning) if meaning else "",
        str(examples[0]) if isinstance(examples, list) and examples else "",
        shape.may_be_empty,
    )


def tag_of(shape: Shape, said: str) -> str:
    """Return what prints a value, or for a list of records the tags around its rows."""
    if shape.kind is Kind.LIST:
        if shape.item.kind is Kind.RECORD:
            return f"{{%tr for {variable(said.rpartition('.')[2])} in {said} %}} … {{%tr endfor %}}"
        return f"{{{{ {said} | 顿号 }}}}"
    if shape.kind is Kind.RECORD:
        return f"{{% if {said} %}} … {{% endif %}}" if shape.may_be_empty else ""
    if shape.kind is Kind.DATE:
        return f"{{{{ {said} | 日期 }}}}"
    if shape.kind is Kind.YES_NO:
        return f"{{{{ {said} | 勾选 }}}}"
    return f"{{{{ {said} | 无 }}}}" if shape.may_be_empty else f"{{{{ {said} }}}}"


def variable(name: str) -> str:
    """Return the name that a loop gives to one entry of a list."""
    return f"一{name}"


def made_up(schema: Schema) -> dict[str, Plain]:
    """Return data of a JSON Schema, every field filled, two entries in each list."""
    return _entries(paper(schema), 0, 0)


def _entries(shape: Shape, place: int, depth: int) -> dict[str, Plain]:
    fields = ((name, shape.field(name)) for name in shape.names)
    return {name: _value(one, name, place, depth + 1) for name, one in fields if one is not None}


def _value(shape: Shape, name: str, place: int, depth: int) -> Plain:
    if depth > _DEEPEST_MADE_UP:
        return None
    match shape.kind:
        case Kind.RECORD:
            return _entries(shape, place, depth)
        case Kind.LIST:
            return [_value(shape.item, name, entry, depth + 1) for entry in range(2)]
        case Kind.DATE:
            return _DAY
        case Kind.NUMBER:
            least = shape.schema.get("minimum")
            return place + (least if isinstance(least, int) and least > 0 else 3)
        case Kind.YES_NO:
            return True
    choices = shape.schema.get("enum")
    if isinstance(choices, list) and choices:
        return str(choices[0])
    examples = shape.schema.get("examples")
    if isinstance(examples, list) and examples:
        return str(examples[place % len(examples)])
    for endings, said in _LIKE:
        if name.endswith(tuple(endings.split())):
            return said[place % len(said)]
    return f"［{name}］"


def schema_of(compiled: Compiled) -> Schema:
    """Return a JSON Schema of what a template's tags ask for."""
    data: _Guess = {"type": "object", "properties": {}}

    def value(node: nodes.Node, names: Mapping[str, _Guess]) -> _Guess:
        found = _guess(node, names, data)
        return {} if found is None else found

    for part in compiled.parts:
        for node, names in expressions(part.tree().body, {}, value, _entry, dict):
            _guess(node, names, data)
    return data


_Guess = dict[str, object]


def _guess(node: nodes.Node, names: Mapping[str, _Guess], data: _Guess) -> _Guess | None:
    """Note what an expression tells of the values in it; return what is known of the value that it names."""
    match node:
        case nodes.Name(name=name):
            return None if name == "range" else names[name] if name in names else _field(data, name)
        case nodes.Getattr(node=base, attr=attr):
            record = _guess(base, names, data)
            return None if record is None or attr in ("年", "月", "日") else _field(record, attr)
        case nodes.Getitem(node=base, arg=nodes.Const(value=value)):
            found = _guess(base, names, data)
            if found is None:
                return None
            return _field(found, value) if isinstance(value, str) else _entry(found)
        case nodes.Filter(node=inner, name=name, args=args, kwargs=named) if inner is not None:
            found, known = _guess(inner, names, data), FILTERS.get(name)
            given = [*args, *(one.value for one in named)]
            for other in given:
                _guess(other, names, data)
            if name == BAR:
                for one in inner.items if isinstance(inner, nodes.List) else [inner]:
                    if (part := _guess(one, names, data)) is not None:
                        part.setdefault("type", "integer")
                if given and (whole := _guess(given[0], names, data)) is not None:
                    whole.update(type="integer", minimum=_WHOLE)
            if found is not None and known is not None:
                _filtered(found, known, node)
            return found if known is not None and known.gives is Gives.SAME else None
        case nodes.Compare(expr=left, ops=operands):
            for one, other in ((left, operands[0].expr), (operands[0].expr, left)):
                found = _guess(one, names, data)
                if found is not None and isinstance(other, nodes.Const) and isinstance(other.value, int | float):
                    found.setdefault("type", "boolean" if isinstance(other.value, bool) else "integer")
            return None
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div() | nodes.FloorDiv() | nodes.Mod():
            for one in (node.left, node.right):
                found = _guess(one, names, data)
                if found is not None:
                    found.setdefault("type", "integer")
            return None
    for child in node.iter_child_nodes():
        _guess(child, names, data)
    return None


def _filtered(found: _Guess, known: Filter, node: nodes.Filter) -> None:
    usual = known.takes[0] if known.takes else Kind.UNKNOWN
    if usual is Kind.DATE:
        found.setdefault("type", "string")
        found["format"] = "date"
    elif usual is Kind.NUMBER:
        found.setdefault("type", "integer")
    elif node.name == "勾选" and not node.args:
        found.setdefault("type", "boolean")
    elif field := known.field_in(node):
        inner = _field(_entry(found), field)
        if known.gives is Kind.NUMBER:
            inner.setdefault("type", "integer")
    elif usual is Kind.LIST:
        _entry(found)


def _field(record: _Guess, name: str) -> _Guess:
    record.setdefault("type", "object")
    fields = record.setdefault("properties", {})
    assert isinstance(fields, dict)
    found: _Guess = fields.setdefault(name, {})
    return found


def _entry(items: _Guess) -> _Guess:
    items.setdefault("type", "array")
    entry = items.setdefault("items", {})
    assert isinstance(entry, dict)
    return entry
