"""What papers are made with in one run, and a paper on its way through it."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from docgen import template
from docgen.bundle import Bookmark
from docgen.codes import Owner
from docgen.convert import Identity
from docgen.documents import Document
from docgen.errors import ConversionError, DocgenError
from docgen.fonts import FontSet
from docgen.ledger import PaperRecord, as_json
from docgen.making.batches import FillTask, Maker, PdfTask
from docgen.making.order import Order, Result, State
from docgen.making.own import template_folders
from docgen.making.progress import Progress
from docgen.making.shipment import Shipment
from docgen.messages import _


@dataclass(frozen=True, slots=True)
class Tools:
    """What papers are made with, and where.

    Executor, engine's name, templates, the temporary folder, where signed papers are kept, what travels to workers, the folder
    in which the data names pictures.
    """

    executor: Executor
    engine: str
    templates: tuple[Path, ...]
    work: Path
    progress: Progress
    signed: Path
    shipment: Shipment
    pictures: Path

    def template(self, stem: str) -> Path:
        """Return the template in force for a kind."""
        return template.find(stem, self.templates)

    def filling(self, document: Document, target: Path) -> FillTask:
        """Return the task of filling a paper into ``target``, the template where whoever does it can reach it."""
        stem = document.kind.stem
        return FillTask(stem, document.data, self.shipment.template(self.template(stem)), target, self.pictures)

    def maker(self, engine: Identity, faces: FontSet) -> Maker:
        """Return an engine with its faces, likewise."""
        return Maker(engine.name, engine.version, self.shipment.faces(faces))


def tools_of(order: Order, work: Path, progress: Progress, executor: Executor) -> Tools:
    """Return what the papers of an order are made with; ``work`` is a folder for what is under way."""
    kept, shipment = order.folder.signed, Shipment(work if order.cluster else None)
    templates = template_folders(order.workbook, order.templates)
    return Tools(executor, order.engine, templates, work, progress, kept, shipment, order.folder.home)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper on its way from data to PDF."""

    document: Document
    word: Path
    pdf: Path
    word_key: str
    data: str = ""
    """its data as JSON"""
    causes: tuple[tuple[str, str], ...] = ()
    """what goes into it besides its data, each by name"""
    state: State = State.MADE
    word_sha256: str = ""
    """of the .docx as docgen made it; a file that hashes otherwise was edited by hand"""
    on_disk: str = ""
    """of the .docx that stands there, ``""`` when there is none"""
    pdf_key: str = ""
    pdf_sha256: str = ""
    pages: int = 0
    headings: tuple[Bookmark, ...] | None = None
    """on its pages; None where nobody has looked in this run"""
    error: DocgenError | None = None
    why: tuple[str, ...] = ()
    owner: Owner | None = None
    """what the code on its pages names it by; None for a paper that has no code"""

    @property
    def result(self) -> Result:
        """What became of it."""
        name, stem = self.document.name, self.document.kind.stem
        if self.error is not None:
            said = self.error.message
            if self.document.kind.stays and isinstance(self.error, ConversionError):
                said = _("the PDF is not what the document says")  # what it says is not for the log
            reason = f"{said} {self.error.hint}".strip()
            return Result(name, stem, State.FAILED, reason=reason, code=self.error.exit_code)
        pdf = self.pdf if self.pdf_sha256 else None
        return Result(name, stem, self.state, self.word, pdf, self.pages, why=self.why)

    @property
    def record(self) -> PaperRecord:
        """What the ledger keeps of it."""
        one = self.document
        return PaperRecord(
            name=one.name,
            kind=one.kind.stem,
            word_key=self.word_key,
            word_sha256=self.word_sha256,
            pdf_key=self.pdf_key,
            pdf_sha256=self.pdf_sha256,
            pages=self.pages,
            causes=self.causes,
            is_signed=self.state is State.SIGNED,
            title=one.title,
            group=one.group,
            number=one.number,
            dated=one.dated.isoformat() if one.dated else "",
            data=as_json(one.kept) if one.kind.stays else self.data,
        )

    def task(self, pdf: Path) -> PdfTask:
        """Return the conversion of this paper, the PDF going to ``pdf``."""
        one = self.document
        return PdfTask(one.name, self.word, pdf, one.kind.stem, one.norm, one.names, one.literal, self.owner)
