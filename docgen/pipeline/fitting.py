"""Before papers are filled: a template of the clerk's own is held against its data, in a child with a deadline.

The official templates are held to theirs by a test. A template that papers were made with before, with the same schema and
program, was looked at then, so an unchanged one costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import isolate, resources
from docgen.documents import DocumentKind, schemas
from docgen.errors import TemplateError
from docgen.ledger import PaperRecord
from docgen.messages import _, typed
from docgen.pipeline import reasons
from docgen.template.lint import Finding

_SECONDS, _MEMORY = 60.0, 2 << 30
_SAID = 20
"""Findings that a message lists."""
_INPUTS = (reasons.TEMPLATE, reasons.SCHEMA, reasons.PROGRAM)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A kind of paper, its template, what goes into its papers."""

    kind: DocumentKind
    template: Path
    causes: tuple[tuple[str, str], ...] = ()


def unfit(fittings: Sequence[Fitting], recorded: Mapping[str, PaperRecord]) -> dict[str, TemplateError]:
    """Return by stem what is to be said of each template that does not fit."""
    known = {(one.kind, _inputs(one.causes)) for one in recorded.values()}
    found = {}
    for one in fittings:
        if (one.kind.stem, _inputs(one.causes)) in known:
            continue
        try:
            check(one)
        except TemplateError as error:
            found[one.kind.stem] = error
    return found


def check(one: Fitting) -> None:
    """Raise TemplateError with every error that lint finds in a template of the clerk's own."""
    if one.template.parent == resources.templates():
        return
    said = [str(finding) for finding in findings(one.template, one.kind) if finding.is_error]
    if said:
        more = _(" (and {n} more)").format(n=len(said) - _SAID) if len(said) > _SAID else ""
        raise TemplateError(
            _("{name} does not fit its data: {findings}").format(
                name=one.template.name, findings="；".join(said[:_SAID]) + more
            ),
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

    return lint(path, json.loads(schema))


def _inputs(causes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found = dict(causes)
    return tuple(found.get(name, "") for name in _INPUTS)
