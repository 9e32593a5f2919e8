"""Before papers are filled: a template of the clerk's own is held against its data and the engine, in a child with a deadline.

The official templates are held to theirs by a test. A template that papers were made with before, with the same schema and
program, was looked at then, so an unchanged one costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import convert, isolate, resources
from docgen.documents import DocumentKind, schemas
from docgen.errors import TemplateError
from docgen.ledger import PaperRecord
from docgen.making import reasons
from docgen.messages import _, typed
from docgen.problems import Severity
from docgen.template.lint import Finding

_SECONDS, _MEMORY = 60.0, 2 << 30
_SAID = 20
"""Findings that a message lists."""
_INPUTS = (reasons.TEMPLATE, reasons.SCHEMA, reasons.PROGRAM, reasons.ENGINE)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A kind of paper, its template, what goes into its papers."""

    kind: DocumentKind
    template: Path
    causes: tuple[tuple[str, str], ...] = ()


def unfit(fittings: Sequence[Fitting], recorded: Mapping[str, PaperRecord], engine: str) -> dict[str, TemplateError]:
    """Return by stem what is to be said of each template that does not fit its data, or that the engine cannot draw."""
    known = {(one.kind, _inputs(one.causes)) for one in recorded.values()}
    found = {}
    for one in fittings:
        if (one.kind.stem, _inputs(one.causes)) in known:
            continue
        try:
            check(one, (engine,))
        except TemplateError as error:
            found[one.kind.stem] = error
    return found


def check(one: Fitting, engines: Sequence[str]) -> str:
    """Return the first engine that draws a template of the clerk's own; raise TemplateError with what stops the last.

    An engine's name is empty where only a Word file is wanted.
    """
    if one.template.parent == resources.templates():
        return engines[0]
    found = findings(one.template, one.kind)
    for engine in engines:
        if not any(finding.stops(engine) for finding in found):
            return engine
    said = [str(finding) for finding in found if finding.stops(engines[0])]
    more = _(" (and {n} more)").format(n=len(said) - _SAID) if len(said) > _SAID else ""
    raise TemplateError(
        _("{name} cannot be used: {findings}").format(name=one.template.name, findings="；".join(said[:_SAID]) + more),
        hint=_("docgen template lint {path} lists everything.").format(path=typed(one.template)),
    )


def findings(path: Path, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return everything that lint finds in a template for papers of a kind; raise TemplateError."""
    try:
        return isolate.call(_lint, path, schemas.schema(kind), deadline=_SECONDS, memory=_MEMORY)
    except isolate.IsolationError as error:
        raise TemplateError(
            _("{name}: it cannot be checked: {why}").format(name=path.name, why=error.message),
            hint=_("Copy its text into a new Word document and save that as .docx."),
        ) from error


def _lint(path: Path, schema: str) -> tuple[Finding, ...]:
    from docgen.template.lint import lint

    found = lint(path, json.loads(schema))
    if any(finding.slug == "unreadable" for finding in found):
        return found
    return (*found, *_undrawn(path))


def _undrawn(path: Path) -> Iterator[Finding]:
    """Yield what of a template not every engine draws."""
    from docgen.template import package
    from docgen.template.places import place_of

    _raw, parts = package.read(path.name, path.read_bytes())
    for one in convert.undrawn(parts):
        where = place_of(one.part, one.element)
        severity = Severity.WARNING if one.engines else Severity.ERROR
        if one.engines:
            said = _("{name}, which only {engine} draws rightly. {cure}").format(
                name=one.name, engine=", ".join(map(convert.title, one.engines)), cure=one.cure
            )
        else:
            said = _("{name}, which no engine draws rightly. {cure}").format(name=one.name, cure=one.cure)
        yield Finding("undrawable", severity, where.part, where.words, said, where.cell, one.engines)


def _inputs(causes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found = dict(causes)
    return tuple(found.get(name, "") for name in _INPUTS)
