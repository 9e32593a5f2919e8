"""Steps 5 to 7: fill, convert, gate; what has not changed is neither filled nor converted.

A paper's .docx depends on its data, its template and this program; its PDF on the .docx, the engine and the faces. Both
are hashed, and the ledger remembers what stands in the output folder. A .docx that somebody edited by hand is kept and
converted as it is, unless the user says --force.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from docgen import __version__, convert, files, fonts, template
from docgen.convert.engine import Engine
from docgen.documents import Document
from docgen.errors import DocgenError
from docgen.ledger import PaperRecord
from docgen.pipeline import batches
from docgen.pipeline.batches import FillTask, PdfTask
from docgen.pipeline.order import Progress, Result, State, Target


@dataclass(frozen=True, slots=True)
class Workshop:
    """What papers are made with: executor, engine's name, templates, the temporary folder."""

    executor: Executor
    engine: str
    templates: tuple[Path, ...]
    work: Path
    progress: Progress

    def template(self, stem: str) -> Path:
        """Return the template in force for a kind."""
        return template.find(stem, self.templates)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper on its way from data to PDF."""

    document: Document
    word: Path
    pdf: Path
    word_key: str
    state: State = State.MADE
    word_sha256: str = ""
    """of the .docx as docgen made it; a file that hashes otherwise was edited by hand"""
    pdf_key: str = ""
    pdf_sha256: str = ""
    pages: int = 0
    error: DocgenError | None = None

    @property
    def result(self) -> Result:
        """What became of it."""
        name, stem = self.document.name, self.document.kind.stem
        if self.error is not None:
            return Result(name, stem, State.FAILED, reason=f"{self.error.message} {self.error.hint}".strip())
        return Result(name, stem, self.state, self.word, self.pdf if self.pdf_sha256 else None, self.pages)

    @property
    def record(self) -> PaperRecord:
        """What the ledger keeps of it."""
        return PaperRecord(
            self.document.name,
            self.document.kind.stem,
            self.word_key,
            self.word_sha256,
            self.pdf_key,
            self.pdf_sha256,
            self.pages,
        )

    def task(self, pdf: Path) -> PdfTask:
        """Return the conversion of this paper, the PDF going to ``pdf``."""
        return PdfTask(
            self.document.name, self.word, pdf, self.document.kind.pages, self.document.names, self.document.literal
        )


@dataclass(frozen=True, slots=True)
class Made:
    """Papers after steps 5 to 7, and the faces they were drawn with."""

    papers: tuple[Paper, ...]
    engine: Engine | None = None
    faces: fonts.FontSet | None = None


def make(
    documents: Sequence[Document],
    folder: Path,
    recorded: Mapping[str, PaperRecord],
    shop: Workshop,
    *,
    to: Target,
    force: bool = False,
) -> Made:
    """Make papers into ``folder/word`` and ``folder/pdf``; a paper that fails carries its error and spoils no other."""
    papers, characters = _fill([_paper(one, folder, shop.templates) for one in documents], recorded, shop, force=force)
    if to is Target.DOCX:
        return Made(papers)
    faces = fonts.prepare(characters)
    engine = convert.choose(shop.engine, faces)
    return Made(_convert(papers, recorded, engine, shop), engine, faces)


def foresee(
    document: Document, folder: Path, recorded: Mapping[str, PaperRecord], templates: Sequence[Path], *, force: bool
) -> Result:
    """Say what :func:`make` would do with a paper's .docx, and do nothing."""
    paper = _paper(document, folder, templates)
    return (_kept(paper, recorded.get(document.name), force=force) or paper).result


def _paper(document: Document, folder: Path, templates: Sequence[Path]) -> Paper:
    content = json.dumps(document.data, ensure_ascii=False, sort_keys=True, default=str)
    digest = files.sha256(template.find(document.kind.stem, templates))
    key = hashlib.sha256("\n".join((content, digest, __version__)).encode()).hexdigest()
    return Paper(
        document, folder / "word" / f"{document.name}.docx", folder / "pdf" / f"{document.name}.pdf", word_key=key
    )


def _fill(
    papers: Sequence[Paper], recorded: Mapping[str, PaperRecord], shop: Workshop, *, force: bool
) -> tuple[tuple[Paper, ...], frozenset[str]]:
    """Step 5; return the papers and every character that stands in them."""
    shop.progress.step("fill", len(papers))
    kept = {paper.document.name: _kept(paper, recorded.get(paper.document.name), force=force) for paper in papers}
    todo = [paper for paper in papers if kept[paper.document.name] is None]
    shop.progress.advance(len(papers) - len(todo))
    tasks = [FillTask(paper.document, shop.template(paper.document.kind.stem), paper.word) for paper in todo]
    filled = dict(
        zip(
            (paper.document.name for paper in todo),
            batches.each(shop.executor, batches.fill, tasks, shop.progress),
            strict=True,
        )
    )
    found: list[Paper] = []
    characters: set[str] = set()
    for paper in papers:
        old = kept[paper.document.name]
        if old is not None:
            characters |= fonts.characters(paper.word.read_bytes())
            found.append(old)
            continue
        new = filled[paper.document.name]
        if isinstance(new, DocgenError):
            paper.word.unlink(missing_ok=True)
            found.append(replace(paper, error=new))
        else:
            characters |= new.characters
            found.append(replace(paper, word_sha256=new.sha256))
    return tuple(found), frozenset(characters)


def _kept(paper: Paper, record: PaperRecord | None, *, force: bool) -> Paper | None:
    """Return the paper whose .docx stays as it is on disk; None when it is to be filled."""
    if record is None or force:
        return None
    there = files.sha256(paper.word)
    if there and there != record.word_sha256:
        return replace(paper, state=State.HAND_EDITED, word_key=record.word_key, word_sha256=record.word_sha256)
    if there and paper.word_key == record.word_key:
        return replace(paper, state=State.UNCHANGED, word_sha256=record.word_sha256)
    return None


def _convert(
    papers: Sequence[Paper], recorded: Mapping[str, PaperRecord], engine: Engine, shop: Workshop
) -> tuple[Paper, ...]:
    """Steps 6 and 7: what passes the gate is moved to where the user finds it, what does not is taken away."""
    keyed = [replace(paper, pdf_key=_pdf_key(paper, engine)) if paper.error is None else paper for paper in papers]
    current = {paper.document.name: _current(paper, recorded.get(paper.document.name)) for paper in keyed}
    todo = [paper for paper in keyed if paper.error is None and current[paper.document.name] is None]
    tasks = [paper.task(shop.work / paper.pdf.name) for paper in todo]

    shop.progress.step("convert", len(todo))
    converted = batches.each(
        shop.executor, partial(batches.convert, engine), tasks, shop.progress, isolated=engine.name == convert.EMBEDDED
    )
    shop.progress.step("gate", len(todo))
    fit = [task for task, result in zip(tasks, converted, strict=True) if isinstance(result, str)]
    judged = dict(
        zip((task.name for task in fit), batches.each(shop.executor, batches.judge, fit, shop.progress), strict=True)
    )
    new: dict[str, Paper] = {}
    for paper, task, result in zip(todo, tasks, converted, strict=True):
        verdict = judged.get(task.name, result)
        if isinstance(verdict, DocgenError) or isinstance(result, DocgenError):
            paper.pdf.unlink(missing_ok=True)
            error = result if isinstance(result, DocgenError) else verdict
            assert isinstance(error, DocgenError)
            new[task.name] = replace(paper, error=error)
        else:
            files.move(task.pdf, paper.pdf)
            state = State.MADE if paper.state is State.UNCHANGED else paper.state
            new[task.name] = replace(paper, state=state, pdf_sha256=result, pages=int(verdict))
    return tuple(new.get(paper.document.name) or current[paper.document.name] or paper for paper in keyed)


def _pdf_key(paper: Paper, engine: Engine) -> str:
    word = files.sha256(paper.word)
    return hashlib.sha256("\n".join((word, engine.name, engine.version, __version__)).encode()).hexdigest()


def _current(paper: Paper, record: PaperRecord | None) -> Paper | None:
    """Return the paper with its PDF when that stands on disk as recorded; None when it is to be converted."""
    if record is None or paper.pdf_key != record.pdf_key or files.sha256(paper.pdf) != record.pdf_sha256:
        return None
    return replace(paper, pdf_sha256=record.pdf_sha256, pages=record.pages)
