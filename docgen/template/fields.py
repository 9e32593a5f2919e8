"""Lists what a template may name: every placeholder of a schema with its meaning and an example, to paste into Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.messages import _
from docgen.template.shape import Kind, Shape, paper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docgen.template.shape import Schema

__all__ = ["Placeholder", "placeholders", "tag_of", "variable"]

_DEEPEST = 6


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
