"""Papers in fixed batches, each batch in a child with a deadline: fill, convert, gate.

The batch functions are what an executor carries, here and on a cluster; they read and write files of the output
folder and return small values. A child that hangs, crashes or eats memory costs its batch at first: the batch is then
halved until the poison stands alone, and all others finish.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from docgen import files, gate, isolate
from docgen.convert.engine import Engine, Source
from docgen.documents import Document
from docgen.errors import ConversionError, DocgenError, TemplateError
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.bundle import Heading
    from docgen.pipeline.order import Progress

BATCH = 16
"""Papers a batch: fixed, so that bytes do not depend on the number of jobs."""

_MEMORY = 4 << 30
_START, _EACH = 60.0, 20.0
"""Seconds for a child to start (a cold disk, a busy machine) and for one paper."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled .docx: its hash and its characters (for the faces)."""

    sha256: str
    characters: frozenset[str]


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


def fill(tasks: Sequence[FillTask]) -> list[Filled | DocgenError]:
    """Step 5 for a batch."""
    from docgen import fonts, template

    found: list[Filled | DocgenError] = []
    for task in tasks:
        try:
            word = template.load(task.template).fill(task.document.data)
            files.write(task.target, word)
            found.append(Filled(hashlib.sha256(word).hexdigest(), fonts.characters(word)))
        except DocgenError as error:
            found.append(error)
    return found


def convert(engine: Engine, tasks: Sequence[PdfTask]) -> list[str | DocgenError]:
    """Step 6 for a batch; return each PDF's hash."""
    sources = [Source(task.name, task.word.read_bytes()) for task in tasks]
    found: list[str | DocgenError] = []
    for task, result in zip(tasks, engine.convert(sources), strict=True):
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


def each(
    executor: Executor,
    work: Callable[[Sequence[T]], list[R | DocgenError]],
    tasks: Sequence[T],
    progress: Progress,
    *,
    isolated: bool = True,
) -> list[R | DocgenError]:
    """Send tasks through ``work`` in batches; return the results in the order of the tasks.

    ``isolated`` False is for work that keeps its own children (LibreOffice).
    """
    run = _supervised if isolated else _directly
    # LibreOffice pays its start once a call and lets no paper touch another's bytes: as few calls as there are cores.
    size = BATCH if isolated else max(BATCH, -(-len(tasks) // (os.cpu_count() or 1)))
    batches = [tasks[start : start + size] for start in range(0, len(tasks), size)]
    futures = [executor.submit(run, work, batch) for batch in batches]
    found: list[R | DocgenError] = []
    try:
        for batch, future in zip(batches, futures, strict=True):
            found += future.result()
            progress.advance(len(batch))
    except BaseException:
        for future in futures:
            future.cancel()
        isolate.stop_all()
        raise
    return found


def _directly(work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]) -> list[R | DocgenError]:
    return work(batch)


def _supervised(work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]) -> list[R | DocgenError]:
    try:
        return isolate.call(work, batch, deadline=_START + _EACH * len(batch), memory=_MEMORY)
    except isolate.IsolationError as error:
        if error.reason == "stopped":
            raise
        if len(batch) == 1:
            trouble = TemplateError if work is fill else ConversionError
            return [trouble(error.message, hint=_("Look at this paper's data and template; the others were made."))]
        middle = len(batch) // 2
        return _supervised(work, batch[:middle]) + _supervised(work, batch[middle:])
