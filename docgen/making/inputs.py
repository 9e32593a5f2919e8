"""What goes into papers besides their data: template, schema, program, engine, faces."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from docgen import __version__, convert, files, fonts, resources, template
from docgen.documents import DocumentKind
from docgen.ledger import PaperRecord
from docgen.making import fitting, reasons
from docgen.making.coding import Coder
from docgen.making.fitting import Fitting


class Inputs:
    """What goes into papers besides their data, each looked at once a run."""

    def __init__(
        self, templates: Sequence[Path], asked: str, recorded: Mapping[str, PaperRecord], coder: Coder
    ) -> None:
        """``asked`` is the engine's name as the user gave it, empty where only Word files are wanted."""
        self._templates, self._known, self.coder = templates, dict[str, tuple[tuple[str, str], ...]](), coder
        self._asked, self._recorded = asked, recorded
        self.engine = convert.identify(asked) if asked else None
        """The one that papers are converted with, but for templates that only the other one draws."""

    def of(self, kind: DocumentKind) -> tuple[tuple[str, str], ...]:
        """Return what goes into papers of a kind, by name."""
        stem = kind.stem
        if stem not in self._known:
            layout = template.find(stem, self._templates)
            first = (
                (reasons.TEMPLATE, files.sha256(layout)),
                (reasons.SCHEMA, _schema(kind)),
                (reasons.PROGRAM, __version__),
            )
            self._known[stem] = (*first, *self._later(Fitting(kind, layout, first)), *self.coder.causes(kind))
        return self._known[stem]

    def _later(self, one: Fitting) -> tuple[tuple[str, str], ...]:
        if self.engine is None:
            return ()
        engine = convert.identify(fitting.engine(one, self._recorded, convert.available(self._asked)))
        return ((reasons.ENGINE, f"{engine.name} {engine.version}"), (reasons.FACES, fonts.origin()))


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
