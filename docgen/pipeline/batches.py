"""Papers in fixed batches, each batch in a child with a deadline: fill, convert, gate.

The batch functions are what an executor carries, here and on a cluster; they read and write files of the output
folder (written aside, then moved into place) and return small values. A child that hangs, crashes or eats memory costs
its batch at first: the batch is then halved until the poison stands alone, and all others finish.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from docgen import __version__, convert, files, gate, isolate, messages
from docgen.convert.engine import Engine, Source
from docgen.documents import Document
from docgen.errors import ConversionError, DocgenError, MissingDependencyError, TemplateError
from docgen.fonts import FontSet
from docgen.messages import _
from docgen.pipeline import kit

if TYPE_CHECKING:
    from docgen.bundle import Heading
    from docgen.pipeline.order import Progress

BATCH = 16
"""Papers a batch of the embedded engine: fixed, so that bytes do not depend on the number of jobs."""

_MANY, _MOST = 64, 200
"""Papers a batch, at most, of work that treats each paper by itself: in a child (its start costs as much as filling a
hundred papers), and where each call starts a program (LibreOffice)."""
_UNDER_WAY = 256
"""Batches handed to the executor at a time: as many as the largest cluster has workers, and no more memory than that."""
_MEMORY = 4 << 30
_START, _EACH, _BRIEF = 60.0, 20.0, 5.0
"""Seconds for a child to start (a cold disk, a busy machine), to convert one paper, and for one paper of other work."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled .docx: its hash and its characters, each once (for the faces)."""

    sha256: str
    characters: str


@dataclass(frozen=True, slots=True)
class FillTask:
    """Fill one document with one template into one file."""

    document: Document
    template: Path
    target: Path


@dataclass(frozen=True, slots=True)
class PdfTask:
    """Convert one .docx into one PDF, and hold the one against the other."""

    name: str
    word: Path
    pdf: Path
    pages: tuple[int, int]
    required: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Maker:
    """Which engine a batch is converted with, and the faces it draws with."""

    name: str
    version: str
    faces: FontSet

    def engine(self) -> Engine:
        """Return the engine on the machine that this runs on. Raise MissingDependencyError when it is another one."""
        tool = convert.choose(self.name, kit.near_faces(self.faces))
        _refuse_other(tool.version, self.version)
        return tool


@dataclass(frozen=True, slots=True)
class _Terms:
    """How a batch is to be made wherever it is carried: with the same program, speaking the same language."""

    language: str
    version: str = __version__

    def accept(self) -> None:
        _refuse_other(f"docgen {__version__}", f"docgen {self.version}")
        messages.set_language(self.language)


def _refuse_other(here: str, wanted: str) -> None:
    if here != wanted:
        raise MissingDependencyError(
            _("a worker has {found}, this run is made with {wanted}").format(found=here, wanted=wanted),
            hint=_("Install the same versions on every machine of the cluster."),
        )


def fill(tasks: Sequence[FillTask]) -> list[Filled | DocgenError]:
    """Step 5 for a batch."""
    from docgen import fonts, template

    found: list[Filled | DocgenError] = []
    for task in tasks:
        try:
            word = template.load(kit.near_template(task.template)).fill(task.document.data)
            files.write(task.target, word)
            found.append(Filled(hashlib.sha256(word).hexdigest(), "".join(sorted(fonts.characters(word)))))
        except DocgenError as error:
            found.append(error)
    return found


def pdf(maker: Maker, tasks: Sequence[PdfTask]) -> list[str | DocgenError]:
    """Step 6 for a batch; return each PDF's hash."""
    sources = [Source(task.name, task.word.read_bytes()) for task in tasks]
    found: list[str | DocgenError] = []
    for task, result in zip(tasks, maker.engine().convert(sources), strict=True):
        if isinstance(result, bytes):
            files.write(task.pdf, result)
            found.append(hashlib.sha256(result).hexdigest())
        else:
            found.append(result)
    return found


def judge(tasks: Sequence[PdfTask]) -> list[int | DocgenError]:
    """Step 7 for a batch; return each PDF's pages."""
    found: list[int | DocgenError] = []
    for task in tasks:
        word, pdf = task.word.read_bytes(), task.pdf.read_bytes()
        norm = range(task.pages[0], task.pages[1] + 1)
        findings = gate.check(word, pdf, pages=norm, required=task.required, literal=task.literal)
        if findings:
            said = "; ".join(finding.message for finding in findings)
            found.append(
                ConversionError(
                    _("the PDF is not what the document says: {findings}").format(findings=said),
                    hint=_(
                        "Shorten or divide a very long text, or try the other engine with --engine; "
                        "docgen doctor names missing fonts."
                    ),
                )
            )
        else:
            found.append(gate.page_count(pdf))
    return found


def headings(tasks: Sequence[PdfTask]) -> list[tuple[Heading, ...] | DocgenError]:
    """Find the headings of each paper in its PDF: the innermost bookmarks of the bundle."""
    from docgen import bundle

    return [bundle.headings_of(task.pdf, bundle.headings(task.word.read_bytes())) for task in tasks]


def converted(
    executor: Executor, maker: Maker, tasks: Sequence[PdfTask], progress: Progress
) -> list[str | DocgenError]:
    """Send papers through step 6; return the results in the order of the tasks."""
    if maker.name == convert.EMBEDDED:
        return each(executor, partial(pdf, maker), tasks, progress, size=BATCH)
    return each(executor, partial(pdf, maker), tasks, progress, isolated=False)


def each(
    executor: Executor,
    work: Callable[[Sequence[T]], list[R | DocgenError]],
    tasks: Sequence[T],
    progress: Progress,
    *,
    size: int = 0,
    isolated: bool = True,
) -> list[R | DocgenError]:
    """Send tasks through ``work`` in batches; return the results in the order of the tasks.

    ``size`` fixes the papers a batch where they touch each other's bytes; else there are as few batches as keep every core
    busy. ``isolated`` False is for work that keeps its own children (LibreOffice).
    """
    run = _supervised if isolated else _directly
    size = size or min(_MANY if isolated else _MOST, max(BATCH, -(-len(tasks) // (os.cpu_count() or 1))))
    terms = _Terms(messages.language())
    found: list[R | DocgenError] = []
    under_way: deque[tuple[int, Future[list[R | DocgenError]]]] = deque()

    def wait() -> None:
        count, future = under_way[0]
        found.extend(future.result())
        under_way.popleft()
        progress.advance(count)

    try:
        for start in range(0, len(tasks), size):
            batch = tasks[start : start + size]
            under_way.append((len(batch), executor.submit(run, terms, work, batch)))
            if len(under_way) == _UNDER_WAY:
                wait()
        while under_way:
            wait()
    except BaseException:
        for _count, future in under_way:
            future.cancel()
        isolate.stop_all()
        raise
    return found


def _directly(
    terms: _Terms, work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]
) -> list[R | DocgenError]:
    terms.accept()
    return work(batch)


def _supervised(
    terms: _Terms, work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]
) -> list[R | DocgenError]:
    terms.accept()
    return _bounded(work, batch)


def _bounded(work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]) -> list[R | DocgenError]:
    seconds = _BRIEF if work in (fill, judge, headings) else _EACH
    try:
        return isolate.call(work, batch, deadline=_START + seconds * len(batch), memory=_MEMORY)
    except isolate.IsolationError as error:
        if error.reason == "stopped":
            raise
        if len(batch) == 1:
            trouble = TemplateError if work is fill else ConversionError
            return [trouble(error.message, hint=_("Look at this paper's data and template; the others were made."))]
        middle = len(batch) // 2
        return _bounded(work, batch[:middle]) + _bounded(work, batch[middle:])
