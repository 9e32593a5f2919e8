"""What goes into papers besides their data: template, schema, program, engine, faces."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from docgen import __version__, contents, convert, files, fonts, images, resources, template
from docgen.documents import Document, DocumentKind
from docgen.ledger import PaperRecord
from docgen.making import fitting, reasons
from docgen.making.coding import Coder
from docgen.making.fitting import Fitting
from docgen.template import blocks


class Inputs:
    """What goes into papers besides their data, each looked at once a run."""

    def __init__(
        self, templates: Sequence[Path], asked: str, recorded: Mapping[str, PaperRecord], coder: Coder, folder: Path
    ) -> None:
        """``asked`` is the engine's name as the user gave it, empty where only Word files are wanted.

        ``folder`` is the one in which the data names pictures.
        """
        self._templates, self._known, self.coder = templates, dict[str, tuple[tuple[str, str], ...]](), coder
        self._asked, self._recorded, self._folder = asked, recorded, folder
        self.engine = convert.identify(asked) if asked else None
        """The one that papers are converted with, but for templates that only the other one draws."""

    def of(self, kind: DocumentKind) -> tuple[tuple[str, str], ...]:
        """Return what goes into papers of a kind, by name."""
        stem = kind.stem
        if stem not in self._known:
            layout = template.find(stem, self._templates)
            first = (
                (reasons.TEMPLATE, blocks.sources(layout)),
                (reasons.SCHEMA, _schema(kind)),
                (reasons.PROGRAM, __version__),
            )
            self._known[stem] = (*first, *self._later(Fitting(kind, layout, first)), *self.coder.causes(kind))
        return self._known[stem]

    @cached_property
    def _faces(self) -> str:
        return fonts.origin()

    def of_paper(self, document: Document) -> tuple[tuple[str, str], ...]:
        """Return what goes into one paper: besides what its kind needs, the pictures that went into it last, as they are now."""
        causes, record = self.of(document.kind), self._recorded.get(document.name)
        names = reasons.pictures_in(dict(record.causes)) if record is not None else {}
        return reasons.with_pictures(causes, images.digests(self._folder, tuple(names))) if names else causes

    def _later(self, one: Fitting) -> tuple[tuple[str, str], ...]:
        listed = contents.has_contents(blocks.content(one.template))
        if self.engine is None and not listed:
            return ()
        engine = convert.identify(fitting.engine(one, self._recorded, convert.available(self._asked or convert.AUTO)))
        drawn = ((reasons.ENGINE, f"{engine.name} {engine.version}"), (reasons.FACES, self._faces))
        return (*drawn, (reasons.CONTENTS, "")) if listed else drawn


def _schema(kind: DocumentKind) -> str:
    if kind.is_own:
        return hashlib.sha256(kind.schema.encode()).hexdigest()
    return files.sha256(resources.schemas() / f"{kind.stem}.schema.json")


def word_key(data: str, causes: Sequence[tuple[str, str]]) -> str:
    """Return the hash of all that goes into a .docx: the data as JSON, its pictures, template, schema, this program."""
    return _key(data, causes, (*reasons.behind_word(dict(causes)), reasons.PICTURES))


def pdf_key(word_sha256: str, causes: Sequence[tuple[str, str]]) -> str:
    """Return the hash of all that goes into a PDF: the .docx, the engine, the faces, this program, the code."""
    return _key(word_sha256, causes, (reasons.ENGINE, reasons.FACES, reasons.PROGRAM, reasons.CODE))


def _key(first: str, causes: Sequence[tuple[str, str]], names: Collection[str]) -> str:
    return hashlib.sha256("\n".join((first, *(value for name, value in causes if name in names))).encode()).hexdigest()
