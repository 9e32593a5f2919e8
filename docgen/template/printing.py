"""What a template prints, as bytes: encoded once where it is the template's, and value by value where it is the paper's.

A value is looked at, escaped and encoded in one step, and what the template says is encoded when it is compiled; nothing
that is as long as a paper is then searched for what a value may have brought.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from docgen.markup import escaped
from docgen.template.one_line import Run
from docgen.template.sandbox import Sandbox, pieces, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Template
    from jinja2.compiler import Frame

_QUOTES = {'"': "&#34;", "'": "&#39;"}
_BREAK = b'</w:t><w:br/><w:t xml:space="preserve">'
_EMPTIED = re.compile(rb"(<([\w:]+)(?: [^<>]*)?)></\2>")
"""What a condition may leave empty besides a text."""
_DRAWING = re.compile(rb"(<wp:docPr\b[^<>]*?\bid=\")[^\"]*(\")")


class _Bytes(CodeGenerator):
    """Writes a template that yields bytes: what prints a value is the environment's ``finalize`` alone.

    A paper of many rows asks for a thousand fields, so what is asked most is written out: a field of a record is looked up where
    it stands, and a cell's run is bytes already.
    """

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("printed = environment.finalize")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        field, record = repr(node.attr), self.temporary_identifier()
        self.write(f"({record}[{field}] if type({record} := ")
        self.visit(node.node, frame)
        self.write(f") is dict and {field} in {record} else environment.getattr({record}, {field}))")

    def _output_const_repr(self, group: Iterable[bytes]) -> str:
        return repr(_without_empty_texts(b"".join(group)))

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> bytes:  # type: ignore[override]
        if isinstance(node, nodes.TemplateData):
            return node.data.encode()
        return printed(node.as_const(frame.eval_ctx))

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("printed(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class Printer(Sandbox):
    """The environment of a paper's parts; ``attributes``: values stand in attributes too, where no quote may be bare."""

    code_generator_class = _Bytes

    def __init__(self, *, attributes: bool = False) -> None:
        super().__init__()
        self.finalize = _printed_anywhere if attributes else printed


def printed(value: object) -> bytes:
    """Return a value as it stands in a text; refuse what would print as Python."""
    if type(value) is str:
        return escaped(value).encode()
    if type(value) is Run:
        return value.printed
    made = getattr(shown(value), "__html__", None)
    return (made() if made else escaped(str(value))).encode()


def _printed_anywhere(value: object) -> bytes:
    made = getattr(shown(value), "__html__", None)
    return (made() if made else escape(str(value), _QUOTES)).encode()


def printout(template: Template, values: dict[str, object], resolve: Callable[[str], str], *, hollow: bool) -> bytes:
    """Return what a template of a :class:`Printer` prints, with breaks, as lxml would write it: an empty text is one element.

    ``resolve`` is docxtpl's step for breaks; ``hollow``: other elements may have been left empty too. Raises Jinja2's
    exceptions.
    """
    text = _with_breaks(b"".join(pieces(template, values)), resolve)
    text = _without_empty_texts(text)
    return _EMPTIED.sub(rb"\1/>", text) if hollow else text


def _without_empty_texts(text: bytes) -> bytes:
    return text.replace(b"></w:t>", b"/>")


def _with_breaks(text: bytes, resolve: Callable[[str], str]) -> bytes:
    """Return a part with the line feeds and tabs of values as Word has them.

    A line feed in a text ends it and begins another; only a tab needs to know the run, and takes docxtpl's step.
    """
    if b"\t" in text:
        return resolve(text.decode()).encode()
    found: list[bytes] = []
    done = 0
    while (at := text.find(b"\n", done)) >= 0:
        in_text = text.startswith((b"<w:t>", b"<w:t "), text.rfind(b"<", 0, at))
        found += (text[done:at], _BREAK if in_text else b"\n")
        done = at + 1
    return b"".join((*found, text[done:])) if found else text


def renumbered(text: bytes) -> bytes:
    """Return a part with its drawings numbered from 1001, as docxtpl's fix_docpr_ids does: equal numbers may collide."""
    numbers = count(1001)
    return _DRAWING.sub(lambda found: b"%b%d%b" % (found[1], next(numbers), found[2]), text)
