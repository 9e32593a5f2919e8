"""Steps 5 to 7: fill, convert, gate; what has not changed is neither filled nor converted.

A paper's .docx depends on its data, its template, its schema and this program; its PDF on the .docx, the engine with its
version and what the faces are made from. Both are hashed, and the ledger remembers what stands in the output folder. A
.docx that somebody edited by hand is kept and converted as it is, unless the user says --force; a signed paper is kept as
it was signed (:mod:`docgen.pipeline.signing`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import convert, files, fonts, template
from docgen.convert import Identity
from docgen.documents import Document
from docgen.errors import ConversionError, DocgenError, TemplateError
from docgen.folder import Output
from docgen.fonts import FontSet
from docgen.ledger import PaperRecord, as_json
from docgen.messages import _
from docgen.pipeline import batches, fitting, reasons, signing
from docgen.pipeline.batches import Filled, FillTask, Maker, PdfTask
from docgen.pipeline.fitting import Fitting
from docgen.pipeline.inputs import Inputs
from docgen.pipeline.journal import Journal
from docgen.pipeline.kit import Kit
from docgen.pipeline.order import Progress, Result, State, Target


@dataclass(frozen=True, slots=True)
class Workshop:
    """What papers are made with, and where.

    Executor, engine's name, templates, the temporary folder, where signed papers are kept, what travels to workers.
    """

    executor: Executor
    engine: str
    templates: tuple[Path, ...]
    work: Path
    progress: Progress
    signed: Path
    kit: Kit

    def template(self, stem: str) -> Path:
        """Return the template in force for a kind."""
        return template.find(stem, self.templates)

    def filling(self, document: Document, target: Path) -> FillTask:
        """Return the task of filling a paper into ``target``, the template where whoever does it can reach it."""
        return FillTask(document, self.kit.template(self.template(document.kind.stem)), target)

    def maker(self, engine: Identity, faces: FontSet) -> Maker:
        """Return an engine with its faces, likewise."""
        return Maker(engine.name, engine.version, self.kit.faces(faces))


@dataclass(frozen=True, slots=True)
class Paper:
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
    error: DocgenError | None = None
    why: tuple[str, ...] = ()

    @property
    def result(self) -> Result:
        """What became of it."""
        name, stem = self.document.name, self.document.kind.stem
        if self.error is not None:
            reason = f"{self.error.message} {self.error.hint}".strip()
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
            data=self.data,
        )

    def task(self, pdf: Path) -> PdfTask:
        """Return the conversion of this paper, the PDF going to ``pdf``."""
        one = self.document
        return PdfTask(one.name, self.word, pdf, one.kind.stem, one.norm, one.names, one.literal)


@dataclass(frozen=True, slots=True)
class Made:
    """Papers after steps 5 to 7, what they were converted with, and how many were filled and converted."""

    papers: tuple[Paper, ...]
    engine: Identity | None = None
    filled: int = 0
    converted: int = 0


def make(
    documents: Sequence[Document],
    output: Output,
    recorded: Mapping[str, PaperRecord],
    shop: Workshop,
    *,
    to: Target,
    force: bool = False,
    tell: reasons.Tell | None = None,
) -> Made:
    """Make papers into ``output``; a paper that fails carries its error and spoils no other.

    ``tell`` says what has changed in a paper's data; without it, why a paper is made anew is told less exactly.
    """
    engine = None if to is Target.DOCX else convert.identify(shop.engine)
    inputs = Inputs(shop.templates, engine)
    papers = [_paper(one, output, inputs) for one in documents]
    journal = Journal(output, recorded)
    filled, drawn = _fill(papers, recorded, shop, journal, force=force, tell=tell or _unexplained)
    if engine is None:
        return Made(filled, filled=len(drawn))
    converted, count = _convert(filled, drawn, recorded, engine, shop)
    return Made(converted, engine, len(drawn), count)


def foresee(
    document: Document,
    output: Output,
    recorded: Mapping[str, PaperRecord],
    inputs: Inputs,
    *,
    to: Target,
    force: bool,
    tell: reasons.Tell,
) -> Result:
    """Say what :func:`make` would do with a paper, and why, and do nothing."""
    record = recorded.get(document.name)
    paper = _paper(document, output, inputs)
    kept = _kept(paper, record, force=force)
    if kept is None:
        return replace(paper, why=_why(paper, record, force=force, tell=tell)).result
    if to is Target.DOCX or kept.state is State.SIGNED:
        return kept.result
    return (_current(_keyed(kept), record) or _remade(kept, record)).result


def _unexplained(_document: Document) -> tuple[str, ...]:
    return (_("its data has changed"),)


def _paper(document: Document, output: Output, inputs: Inputs) -> Paper:
    causes = inputs.of(document.kind)
    before = [value for name, value in causes if name in (reasons.TEMPLATE, reasons.SCHEMA, reasons.PROGRAM)]
    data = as_json(document.data)
    key = hashlib.sha256("\n".join((data, *before)).encode()).hexdigest()
    word, pdf = output.word_of(document.name), output.pdf_of(document.name)
    return Paper(document, word, pdf, word_key=key, data=data, causes=causes, on_disk=files.sha256(word))


def _why(paper: Paper, record: PaperRecord | None, *, force: bool, tell: reasons.Tell) -> tuple[str, ...]:
    return reasons.word(
        paper.document, dict(paper.causes), record, is_there=bool(paper.on_disk), force=force, tell=tell
    )


def _fill(
    papers: Sequence[Paper],
    recorded: Mapping[str, PaperRecord],
    shop: Workshop,
    journal: Journal,
    *,
    force: bool,
    tell: reasons.Tell,
) -> tuple[tuple[Paper, ...], dict[str, str]]:
    """Step 5; return the papers, and of those that were filled the characters in them."""
    shop.progress.step("fill", len(papers))
    papers = [
        replace(paper, on_disk="") if journal.is_own(paper.document.name, paper.on_disk) else paper for paper in papers
    ]
    kept = {paper.document.name: _kept(paper, recorded.get(paper.document.name), force=force) for paper in papers}
    # Of a ledger that was lost: what would be filled just so is docgen's own, anything else is somebody's work.
    unknown = {name for name, old in kept.items() if old is not None and name not in recorded}
    todo = [paper for paper in papers if kept[paper.document.name] is None or paper.document.name in unknown]
    shop.progress.advance(len(papers) - len(todo))
    wrong = _unfit(todo, recorded, shop)
    fit = [paper for paper in todo if paper.document.kind.stem not in wrong]
    tasks = [shop.filling(paper.document, Output(shop.work).word / paper.word.name) for paper in fit]
    results = batches.each(shop.executor, batches.fill, tasks, shop.progress) if tasks else []
    filled: dict[str, Filled | DocgenError] = {
        paper.document.name: wrong[paper.document.kind.stem] for paper in todo if paper.document.kind.stem in wrong
    }
    filled |= zip((paper.document.name for paper in fit), results, strict=True)
    for paper in todo:
        result = filled[paper.document.name]
        if paper.document.name in unknown and isinstance(result, Filled) and result.sha256 == paper.on_disk:
            kept[paper.document.name] = None
    filled = {name: result for name, result in filled.items() if kept[name] is None}
    journal.add({name: one.sha256 for name, one in filled.items() if not isinstance(one, DocgenError)})
    for paper, task in zip(fit, tasks, strict=True):
        if isinstance(filled.get(paper.document.name), Filled):
            files.move(task.target, paper.word)
    found: list[Paper] = []
    for paper in papers:
        name = paper.document.name
        old = kept[name]
        if old is not None:
            if old.state is State.SIGNED:
                old = _as_signed(old, recorded[name], shop, force=force)
            found.append(old)
            continue
        new = filled[name]
        why = _why(paper, recorded.get(name), force=force, tell=tell)
        if isinstance(new, DocgenError):
            paper.word.unlink(missing_ok=True)
            found.append(replace(paper, error=new, why=why))
        else:
            found.append(replace(paper, word_sha256=new.sha256, on_disk=new.sha256, why=why))
    drawn = {name: "" if isinstance(result, DocgenError) else result.characters for name, result in filled.items()}
    return tuple(found), drawn


def _unfit(todo: Sequence[Paper], recorded: Mapping[str, PaperRecord], shop: Workshop) -> dict[str, TemplateError]:
    kinds = {paper.document.kind.stem: paper for paper in todo}
    return fitting.unfit(
        [Fitting(paper.document.kind, shop.template(stem), paper.causes) for stem, paper in kinds.items()], recorded
    )


def _kept(paper: Paper, record: PaperRecord | None, *, force: bool) -> Paper | None:
    """Return the paper whose .docx stays as it is on disk; None when it is to be filled."""
    if record is None:
        # Not of this ledger's making: somebody's work, or the ledger was lost. Nothing is overwritten unasked.
        return replace(paper, state=State.HAND_EDITED) if paper.on_disk and not force else None
    if record.is_signed:
        return replace(
            paper,
            state=State.SIGNED,
            word_key=record.word_key,
            word_sha256=record.word_sha256,
            pdf_key=record.pdf_key,
            pdf_sha256=record.pdf_sha256,
            pages=record.pages,
            causes=record.causes,
        )
    if force:
        return None
    if paper.on_disk and paper.on_disk != record.word_sha256:
        return replace(paper, state=State.HAND_EDITED, word_key=record.word_key, word_sha256=record.word_sha256)
    if paper.on_disk and paper.word_key == record.word_key:
        return replace(paper, state=State.UNCHANGED, word_sha256=record.word_sha256)
    return None


def _as_signed(paper: Paper, record: PaperRecord, shop: Workshop, *, force: bool) -> Paper:
    """See to it that the signed files stand in the output folder as they were signed."""
    try:
        signing.put_back(paper.word, record.word_sha256, shop.signed, force=force)
        signing.put_back(paper.pdf, record.pdf_sha256, shop.signed, force=force)
    except DocgenError as error:
        return replace(paper, error=error)
    return paper


def _convert(
    papers: Sequence[Paper],
    drawn: Mapping[str, str],
    recorded: Mapping[str, PaperRecord],
    engine: Identity,
    shop: Workshop,
) -> tuple[tuple[Paper, ...], int]:
    """Steps 6 and 7: what passes the gate is moved to where the user finds it, what does not is taken away."""
    keyed = [paper if paper.error or paper.state is State.SIGNED else _keyed(paper) for paper in papers]
    todo = []
    found: dict[str, Paper] = {}
    for paper in keyed:
        name = paper.document.name
        current = paper if paper.error or paper.state is State.SIGNED else _current(paper, recorded.get(name))
        if current is None:
            todo.append(_remade(paper, recorded.get(name)))
        else:
            found[name] = current
    if todo:
        found |= _converted(todo, drawn, engine, shop)
    else:
        shop.progress.step("convert")
        shop.progress.step("gate")
    return tuple(found[paper.document.name] for paper in keyed), len(todo)


def _converted(todo: Sequence[Paper], drawn: Mapping[str, str], engine: Identity, shop: Workshop) -> dict[str, Paper]:
    faces = fonts.prepare(_characters(todo, drawn))
    tasks = [paper.task(shop.work / paper.pdf.name) for paper in todo]
    shop.progress.step("convert", len(todo))
    made = batches.pdfs(shop.executor, shop.maker(engine, faces), tasks, shop.progress)
    shop.progress.step("gate", len(todo))
    shop.progress.advance(len(todo))
    new: dict[str, Paper] = {}
    for paper, task, result in zip(todo, tasks, made, strict=True):
        if isinstance(result, DocgenError):
            paper.pdf.unlink(missing_ok=True)
            new[task.name] = replace(paper, error=_undrawn(paper, faces.missing) or result)
        else:
            files.move(task.pdf, paper.pdf)
            new[task.name] = replace(paper, pdf_sha256=result.sha256, pages=result.pages)
    return new


def _undrawn(paper: Paper, missing: frozenset[str]) -> DocgenError | None:
    """Return what to say of a paper with characters that no face covers: drawn, they would be blank."""
    absent = fonts.characters(paper.word.read_bytes()) & missing if missing else frozenset()
    if not absent:
        return None
    places = [
        f"{character} (U+{ord(character):04X}){_place(paper.document, character)}" for character in sorted(absent)
    ]
    return ConversionError(
        _("no font here has a shape for: {characters}").format(characters="、".join(places)),
        hint=_("Type another character in the workbook, such as the usual form of a rare one."),
    )


def _place(document: Document, character: str) -> str:
    path = next((path for path, text in document.entries if character in text), "")
    return f" {path}" if path else ""


def _characters(papers: Sequence[Paper], drawn: Mapping[str, str]) -> set[str]:
    """Return what papers ask to be drawn: known of those just filled, read from the others."""
    found: set[str] = set()
    for paper in papers:
        found.update(drawn.get(paper.document.name) or fonts.characters(paper.word.read_bytes()))
    return found


def _keyed(paper: Paper) -> Paper:
    """Return the paper with the hash of all that goes into its PDF."""
    return replace(paper, pdf_key=pdf_key(paper.on_disk, paper.causes))


def pdf_key(word_sha256: str, causes: Sequence[tuple[str, str]]) -> str:
    """Return the hash of all that goes into a PDF: the .docx, the engine, the faces, this program."""
    after = [value for name, value in causes if name in (reasons.ENGINE, reasons.FACES, reasons.PROGRAM)]
    return hashlib.sha256("\n".join((word_sha256, *after)).encode()).hexdigest()


def _current(paper: Paper, record: PaperRecord | None) -> Paper | None:
    """Return the paper with its PDF when that stands on disk as recorded; None when it is to be converted."""
    if record is None or paper.pdf_key != record.pdf_key or files.sha256(paper.pdf) != record.pdf_sha256:
        return None
    return replace(paper, pdf_sha256=record.pdf_sha256, pages=record.pages)


def _remade(paper: Paper, record: PaperRecord | None) -> Paper:
    """Return the paper as one whose PDF is made anew, and why."""
    edited = paper.state is State.HAND_EDITED
    why = paper.why or reasons.pdf(dict(paper.causes), record, is_there=paper.pdf.exists(), is_edited=edited)
    return replace(paper, state=State.HAND_EDITED if edited else State.MADE, why=why)
