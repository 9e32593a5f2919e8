"""What of a Word file not every engine draws, as findings of lint. To be asked in a child: the file may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docgen import convert
from docgen.convert import repertoire
from docgen.messages import _
from docgen.problems import Severity
from docgen.template.lint import Finding


def undrawn(path: Path) -> tuple[Finding, ...]:
    """Return what of a Word file not every engine draws; raise TemplateError."""
    return tuple(_undrawn(path))


def _undrawn(path: Path) -> Iterator[Finding]:
    from docgen.template import blocks, drawing, package
    from docgen.template.places import place_of

    whole = blocks.joined(path)
    _raw, parts = package.read(path.name, whole.raw)
    for one in repertoire.undrawn(drawing.as_shown(parts)):
        where = whole.place(place_of(one.part, one.element))
        severity = Severity.WARNING if one.engines else Severity.ERROR
        if one.engines:
            said = _("{name}, which only {engine} draws rightly. {cure}").format(
                name=one.name, engine=", ".join(map(convert.title, one.engines)), cure=one.cure
            )
        else:
            said = _("{name}, which no engine draws rightly. {cure}").format(name=one.name, cure=one.cure)
        yield Finding("undrawable", severity, where.part, where.words, said, where.cell, one.engines)
