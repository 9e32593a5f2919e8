"""Before papers are filled: a template of the clerk's own is held against its data and the engine, in a child with a deadline.

The official templates are held to theirs by a test. A template that papers were made with before, with the same schema and
program, was looked at then, so an unchanged one costs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import convert, fonts, isolate, resources
from docgen.documents import Document, DocumentKind, schemas
from docgen.errors import ConversionError, MissingDependencyError, TemplateError
from docgen.incoming import limits
from docgen.ledger import PaperRecord
from docgen.making import reasons
from docgen.messages import _, typed
from docgen.template import blocks

if TYPE_CHECKING:
    from docgen.template.lint import Finding

_SAID = 20
"""Findings that a message lists."""
_INPUTS = (reasons.TEMPLATE, reasons.SCHEMA, reasons.PROGRAM, reasons.ENGINE)


@dataclass(frozen=True, slots=True)
class Fitting:
    """A kind of paper, its template, what goes into its papers."""

    kind: DocumentKind
    template: Path
    causes: tuple[tuple[str, str], ...] = ()


def unfit(fittings: Sequence[Fitting], recorded: Mapping[str, PaperRecord]) -> dict[str, TemplateError]:
    """Return by stem what is to be said of each template that does not fit its data, or that its engine cannot draw."""
    known = {(one.kind, _inputs(one.causes)) for one in recorded.values()}
    found = {}
    for one in fittings:
        if (one.kind.stem, _inputs(one.causes)) in known:
            continue
        try:
            check(one, (dict(one.causes).get(reasons.ENGINE, "").partition(" ")[0],))
        except TemplateError as error:
            found[one.kind.stem] = error
    return found


def engine(one: Fitting, recorded: Mapping[str, PaperRecord], engines: Sequence[str]) -> str:
    """Return the engine for papers of a template: the first that draws it, the first of all where none does.

    One that papers were made with before, with the same template, is asked nothing.
    """
    if len(engines) == 1 or one.template.parent == resources.templates():
        return engines[0]
    asked = dict(one.causes)
    for record in recorded.values():
        known = dict(record.causes)
        name = known.get(reasons.ENGINE, "").partition(" ")[0]
        if record.kind == one.kind.stem and name in engines and asked.items() <= known.items():
            return name
    try:
        found = findings(one.template, one.kind)
    except TemplateError:
        return engines[0]  # said when it is to be used
    return next((name for name in engines if not any(finding.stops(name) for finding in found)), engines[0])


def undrawable(word: Path, engine: str) -> ConversionError | None:
    """Return what is to be said of a Word file of somebody's making that an engine cannot draw."""
    from docgen.making.undrawn import undrawn

    try:
        found = isolate.call(undrawn, word, deadline=limits.seconds(), memory=limits.MEMORY)
    except (isolate.IsolationError, TemplateError) as error:
        return ConversionError(error.message, hint=error.hint)
    said = [str(finding) for finding in found if finding.stops(engine)]
    if not said:
        return None
    return ConversionError(
        _("{name} cannot be drawn: {findings}").format(name=word.name, findings="；".join(said[:_SAID])),
        hint=_("Correct the Word file, or let docgen make it anew with --force."),
    )


def check(one: Fitting, engines: Sequence[str]) -> tuple[str, ...]:
    """Return those engines that draw a template of the clerk's own; raise TemplateError with what stops the first.

    An engine's name is empty where only a Word file is wanted.
    """
    if one.template.parent == resources.templates():
        return tuple(engines)
    found = findings(one.template, one.kind)
    drawing = tuple(engine for engine in engines if not any(finding.stops(engine) for finding in found))
    if drawing:
        return drawing
    if unread := next((one for one in found if one.hint), None):  # the file itself: there is nothing more to list
        raise TemplateError(unread.message, hint=unread.hint)
    said = [str(finding) for finding in found if finding.stops(engines[0])]
    more = _(" (and {n} more)").format(n=len(said) - _SAID) if len(said) > _SAID else ""
    raise TemplateError(
        _("{name} cannot be used: {findings}").format(name=one.template.name, findings="；".join(said[:_SAID]) + more),
        hint=_("docgen template lint {path} lists everything.").format(path=typed(one.template)),
    )


def other_engine(one: Fitting, engines: Sequence[str], refused: str) -> convert.Identity | None:
    """Return an engine for a paper of which the gate refused what another engine drew; None where there is none."""
    try:
        drawing = check(one, [name for name in engines if name != refused] or [refused])
        return next((convert.identify(name) for name in drawing if name != refused), None)
    except (TemplateError, MissingDependencyError):
        return None


def drawn_by_other(paper: str, refused: str, other: str) -> str:
    """Return what is said of a paper that one engine drew wrongly and another rightly."""
    return _("{paper}: {engine} did not draw it rightly, {other} did.").format(
        paper=paper, engine=convert.title(refused), other=convert.title(other)
    )


def findings(path: Path, kind: DocumentKind) -> tuple[Finding, ...]:
    """Return everything that lint finds in a template for papers of a kind; raise TemplateError."""
    return _findings(path, blocks.sources(path), schemas.schema(kind))


@lru_cache(maxsize=32)
def _findings(path: Path, _sha256: str, schema: str) -> tuple[Finding, ...]:
    try:
        return isolate.call(_lint, path, schema, deadline=limits.seconds(), memory=limits.MEMORY)
    except isolate.IsolationError as error:
        raise TemplateError(
            _("{name}: it cannot be checked: {why}").format(name=path.name, why=error.message),
            hint=_("Copy its text into a new Word document and save that as .docx."),
        ) from error


def _lint(path: Path, schema: str) -> tuple[Finding, ...]:
    from docgen.making.undrawn import undrawn
    from docgen.template import spreadsheet
    from docgen.template.lint import lint

    if path.suffix.lower() == ".xlsx":
        return spreadsheet.lint(path, json.loads(schema))
    found = lint(path, json.loads(schema))
    if any(finding.slug == "unreadable" for finding in found):
        return found
    return (*found, *undrawn(path))


def _inputs(causes: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    found = dict(causes)
    return tuple(found.get(name, "") for name in _INPUTS)


def shapeless(paper: Document, word: bytes, missing: frozenset[str]) -> ConversionError | None:
    """Return what to say of a paper with characters that no face covers: drawn, they would be blank."""
    absent = fonts.characters(word) & missing if missing else frozenset()
    if not absent:
        return None
    places = [f"{character} (U+{ord(character):04X}){_where(paper, character)}" for character in sorted(absent)]
    return ConversionError(
        _("no font here has a shape for: {characters}").format(characters="、".join(places)),
        hint=_(
            "Install a font that has the Chinese character, such as 宋体-ExtB (SimSun-ExtB) of Windows or 花园明朝 (HanaMin), "
            "or put it with your other fonts into a folder and name that folder in DOCGEN_FONTS: docgen takes from it what "
            "other fonts lack. For a sign that is no Chinese character, type another one."
        ),
    )


def _where(paper: Document, character: str) -> str:
    path = next((path for path, text in paper.entries if character in text), "")
    return f" {path}" if path else ""
