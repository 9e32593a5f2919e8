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
from jinja2.exceptions import TemplateError

from docgen.markup import escaped
from docgen.template.filters import IN_A_CELL
from docgen.template.one_line import BREAK, CELLS, ReadyRun
from docgen.template.sandbox import EVALUATION, LOOP, Sandbox, pieces, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Template
    from jinja2.compiler import Frame

_QUOTES = {'"': "&#34;", "'": "&#39;"}
_END_OF_TEXT = b"</w:t>"
_RUNS, _VALUES = 32, 8
"""Printed at once, between two looks at how much there is: so many runs of what is the template's or the paper's, and so many
values in one."""
_EMPTIED = re.compile(rb"(<([\w:]+)(?: [^<>]*)?)></\2>")
"""What a condition may leave empty besides a text."""
_DRAWING = re.compile(rb"(<wp:docPr\b[^<>]*?\bid=\")[^\"]*(\")")


class _Bytes(CodeGenerator):
    """Writes a template that yields bytes, a row or paragraph at once: what prints a value is the environment's ``finalize``.

    A paper of many rows asks for a thousand fields, so what is asked most is written out: a field of a record is looked up
    where it stands, and so is what becomes of a text in a cell so wide.
    """

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("joined, printed = b''.join, environment.finalize")
        self.writeline("cells, in_text, plain = environment.cells, environment.in_text, {str, int}")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        runs: list[bytes | list[nodes.Expr]] = []
        for child in node.nodes:
            constant = _constant(child, frame)
            if constant is None:
                if not runs or not isinstance(runs[-1], list) or len(runs[-1]) == _VALUES:
                    runs.append([])
                runs[-1] += [child]  # type: ignore[operator]
            elif runs and isinstance(runs[-1], bytes):
                runs[-1] += constant
            else:
                runs.append(constant)
        texts = _whole_texts(runs)
        for begin in range(0, len(runs), _RUNS):
            self.writeline("yield joined((")
            self.indent()
            for place, run in enumerate(runs[begin : begin + _RUNS], begin):
                if isinstance(run, bytes):
                    self.writeline(f"{_without_empty_texts(run)!r},")
                    continue
                if place in texts:
                    self.writeline("in_text(")
                for expression in run:
                    self.newline(expression)
                    self._print(expression, frame)
                    self.write(",")
                if place in texts:
                    self.write("),")
            self.outdent()
            self.writeline("))")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        name, found = repr(node.attr), self.temporary_identifier()
        if node.attr in LOOP and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            field, fits = f"{found}.{node.attr}", "is LoopContext"
        else:
            field, fits = f"{found}[{name}]", f"is dict and {name} in {found}"
        self.write(f"({field} if type({found} := ")
        self.visit(node.node, frame)
        self.write(f") {fits} else environment.getattr({found}, {name}))")

    def _print(self, node: nodes.Expr, frame: Frame) -> None:
        """Write what gives an expression's bytes."""
        told = node.args if isinstance(node, nodes.Filter) and node.name == IN_A_CELL and not node.kwargs else []
        if not isinstance(node, nodes.Filter) or not told or not all(isinstance(one, nodes.Const) for one in told):
            self.write("printed(")
            self.visit(node, frame)
            self.write(")")
            return
        text, room = (
            self.temporary_identifier(),
            ", ".join(repr(one.value) for one in told if isinstance(one, nodes.Const)),
        )
        self.write(f"(cells[{text}, {room}] if type({text} := ")
        self.visit(node.node, frame)  # type: ignore[arg-type]
        self.write(f") in plain else printed({self.filters[node.name]}({text}, {room})))")


def _constant(node: nodes.Expr, frame: Frame) -> bytes | None:
    """Return what is printed in every paper; None for what is the paper's, or would fail and had better do so there."""
    if isinstance(node, nodes.TemplateData):
        return node.data.encode()
    try:
        return printed(node.as_const(frame.eval_ctx))
    except (nodes.Impossible, TemplateError, *EVALUATION):
        return None


def _whole_texts(runs: list[bytes | list[nodes.Expr]]) -> set[int]:
    """Return the places of what makes up a text, whose brackets are left to :func:`in_text`."""
    found = set()
    for place in range(1, len(runs) - 1):
        before, after = runs[place - 1], runs[place + 1]
        if isinstance(runs[place], list) and before[-1:] == b">" and after[:6] == _END_OF_TEXT:
            runs[place - 1], runs[place + 1] = before[:-1], after[6:]
            found.add(place)
    return found


class Printer(Sandbox):
    """The environment of a paper's parts; ``attributes``: values stand in attributes too, where no quote may be bare."""

    code_generator_class = _Bytes

    def __init__(self, *, attributes: bool = False) -> None:
        super().__init__()
        self.finalize = _printed_anywhere if attributes else printed
        self.cells, self.in_text = CELLS, in_text


def printed(value: object) -> bytes:
    """Return a value as it stands in a text; refuse what would print as Python."""
    if type(value) is str:
        return escaped(value).encode()
    if type(value) is ReadyRun:
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
    whole = b"".join(_with_texts_closed(pieces(template, values)))
    text = _with_breaks(whole, resolve)
    if text is not whole:
        text = _without_empty_texts(text)
    return _EMPTIED.sub(rb"\1/>", text) if hollow else text


def in_text(*printed: bytes) -> bytes:
    """Return the end of a text with what is printed in it, from where its beginning closes."""
    text = b"".join(printed)
    return b">%b</w:t>" % text if text else b"/>"


def _with_texts_closed(found: list[bytes]) -> list[bytes]:
    """Close each text in which conditions or loops left nothing."""
    before = 0
    for place, piece in enumerate(found):
        if piece[:6] == _END_OF_TEXT and found[before][-1:] == b">":
            found[before], found[place] = found[before][:-1] + b"/>", piece[6:]
        if found[place]:
            before = place
    return found


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
        found += (text[done:at], BREAK.encode() if in_text else b"\n")
        done = at + 1
    return b"".join((*found, text[done:])) if found else text


def renumbered(text: bytes) -> bytes:
    """Return a part with its drawings numbered from 1001, as docxtpl's fix_docpr_ids does: equal numbers may collide."""
    numbers = count(1001)
    return _DRAWING.sub(lambda found: b"%b%d%b" % (found[1], next(numbers), found[2]), text)
