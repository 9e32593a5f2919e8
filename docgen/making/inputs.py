"""What goes into papers besides their data: template, schema, program, engine, faces."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from docgen import __version__, files, fonts, resources, template
from docgen.convert import Identity
from docgen.documents import DocumentKind
from docgen.making import reasons
from docgen.making.coding import Coder


class Inputs:
    """What goes into papers besides their data, each looked at once a run."""

    def __init__(self, templates: Sequence[Path], engine: Identity | None, coder: Coder) -> None:
        self._templates, self._known, self.coder = templates, dict[str, tuple[tuple[str, str], ...]](), coder
        self._later = (
            ((reasons.ENGINE, f"{engine.name} {engine.version}"), (reasons.FACES, fonts.origin())) if engine else ()
        )

    def of(self, kind: DocumentKind) -> tuple[tuple[str, str], ...]:
        """Return what goes into papers of a kind, by name."""
        stem = kind.stem
        if stem not in self._known:
            self._known[stem] = (
                (reasons.TEMPLATE, files.sha256(template.find(stem, self._templates))),
                (reasons.SCHEMA, _schema(kind)),
                (reasons.PROGRAM, __version__),
                *self._later,
                *self.coder.causes(kind),
            )
        return self._known[stem]


def _schema(kind: DocumentKind) -> str:
    if kind.is_own:
        return hashlib.sha256(kind.schema.encode()).hexdigest()
    return files.sha256(resources.schemas() / f"{kind.stem}.schema.json")


def word_key(data: str, causes: Sequence[tuple[str, str]]) -> str:
    """Return the hash of all that goes into a .docx: the data as JSON, template, schema, this program."""
    return _key(data, causes, (reasons.TEMPLATE, reasons.SCHEMA, reasons.PROGRAM))


def pdf_key(word_sha256: str, causes: Sequence[tuple[str, str]]) -> str:
    """Return the hash of all that goes into a PDF: the .docx, the engine, the faces, this program, the code."""
    return _key(word_sha256, causes, (reasons.ENGINE, reasons.FACES, reasons.PROGRAM, reasons.CODE))


def _key(first: str, causes: Sequence[tuple[str, str]], names: Collection[str]) -> str:
    return hashlib.sha256("\n".join((first, *(value for name, value in causes if name in names))).encode()).hexdigest()
