"""Papers in fixed batches, each batch in a child with a deadline: fill, convert, gate.

The batch functions are what an executor carries, here and on a cluster; they read and write files of the output
folder (written aside, then moved into place) and return small values. A child that hangs, crashes or eats memory costs
its batch at first: the batch is then halved until the poison stands alone, and all others finish.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from docgen import __version__, codes, contents, convert, files, gate, isolate, messages
from docgen.codes import Owner, drawing
from docgen.convert import Engine, WordFile
from docgen.errors import ConversionError, DocgenError, MachineError, MissingDependencyError, TemplateError
from docgen.fonts import FontSet
from docgen.gate.reading import words
from docgen.making import contents_passes, shipment
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.bundle import Bookmark
    from docgen.documents import Plain
    from docgen.making.progress import Progress

_LEAST, _MANY, _MOST = 16, 64, 200
"""Papers a batch: at least, where there are more; at most in a child (its start costs as much as filling a hundred), and
where each call starts a program (LibreOffice). No paper touches another's bytes, however they are batched."""
_SHORT, _LONG = 3, 4
"""Pages, at most, of a paper that is short; as how many short ones a longer one counts when it is converted."""

_UNDER_WAY = 256
"""Batches handed to the executor at a time: as many as the largest cluster has workers, and no more memory than that."""
_MEMORY = 4 << 30
_START, _EACH, _BRIEF = 60.0, 20.0, 5.0
"""Seconds for a child to start (a cold disk, a busy machine), to convert one paper, and for one paper of other work."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class FilledWord:
    """A filled .docx: its hash, its characters, each once (for the faces), and the hashes of pictures in it by their names."""

    sha256: str
    characters: str
    pictures: tuple[tuple[str, str], ...] = ()
    has_contents: bool = False
    """Whether it has a contents page, which :mod:`~docgen.making.contents_pages` writes."""

    @classmethod
    def of(cls, word: bytes, pictures: tuple[tuple[str, str], ...], *, has_contents: bool) -> FilledWord:
        """Look at a filled .docx."""
        from docgen import fonts

        characters = "".join(sorted(fonts.characters(word)))
        return cls(hashlib.sha256(word).hexdigest(), characters, pictures, has_contents)


@dataclass(frozen=True, slots=True)
class FillTask:
    """Fill one template with the data of one document into one file; the data names pictures in a folder."""

    stem: str
    """The kind of the document: not the kind itself, whose models a child would take as long to import as to fill ten papers."""
    data: Mapping[str, Plain]
    template: Path
    target: Path
    pictures: Path | None = None


@dataclass(frozen=True, slots=True)
class PdfTask:
    """Convert one .docx into one PDF, and hold the one against the other."""

    name: str
    word: Path
    pdf: Path
    stem: str
    pages: tuple[int, int]
    """At least and at most."""
    required: tuple[str, ...] = ()
    literal: tuple[str, ...] = ()
    owner: Owner | None = None
    """What the code on its pages names it by; None for a paper without one."""

    @property
    def drawn(self) -> Path:
        """Where the engine's PDF goes: a code is drawn on a copy, so that a child that is killed may begin anew."""
        return self.pdf if self.owner is None else self.pdf.with_suffix(".drawn")

    @property
    def paper(self) -> WordFile:
        """The .docx as it stands there."""
        return WordFile(self.name, self.word.read_bytes())


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF that passed the gate: its hash, its pages, and the headings on them, the innermost bookmarks of the bundle."""

    sha256: str
    pages: int
    headings: tuple[Bookmark, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Which engine a batch is converted with, and the faces it draws with."""

    name: str
    version: str
    faces: FontSet

    def engine(self) -> Engine:
        """Return the engine on the machine that this runs on. Raise MissingDependencyError when it is another one."""
        tool = convert.choose(self.name, shipment.near_faces(self.faces))
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


def fill(tasks: Sequence[FillTask]) -> list[FilledWord | DocgenError]:
    """Step 5 for a batch."""
    from docgen import template
    from docgen.images import Album

    found: list[FilledWord | DocgenError] = []
    for task in tasks:
        try:
            album = Album(task.pictures)
            loaded = template.load(shipment.near_template(task.template))
            files.write(task.target, word := loaded.fill(task.data, album), passing=True)
            listed = loaded.may_have_contents and contents.has_contents(word)
            found.append(FilledWord.of(word, tuple(album.used.items()), has_contents=listed))
        except DocgenError as error:
            found.append(error)
    return found


def pdfs(executor: Executor, maker: Maker, tasks: Sequence[PdfTask], progress: Progress) -> list[Pdf | DocgenError]:
    """Steps 6 and 7 for all of a run."""
    from docgen.making.progress import Silent

    if maker.name == convert.EMBEDDED:
        return each(executor, partial(_press, maker), tasks, progress)
    converted = each(executor, partial(_convert, maker), tasks, progress, isolated=False)
    drawn = [place for place, error in enumerate(converted) if error is None]
    judged = dict(zip(drawn, each(executor, _judge, [tasks[place] for place in drawn], Silent()), strict=True))
    failed = (place for place, one in judged.items() if isinstance(one, DocgenError))
    listed = [place for place in failed if contents.has_contents(tasks[place].paper.docx)]
    again = each(executor, partial(_alone, maker), [tasks[place] for place in listed], Silent(), isolated=False)
    judged |= zip(listed, again, strict=True)
    return [error or judged[place] for place, error in enumerate(converted)]


def _press(maker: Maker, tasks: Sequence[PdfTask]) -> list[Pdf | DocgenError]:
    """Convert a batch and hold each PDF against its document; one that fails is drawn once more, by itself."""
    sources = [task.paper for task in tasks]
    found: list[Pdf | DocgenError] = []
    for task, source, drawn in zip(tasks, sources, maker.engine().convert(sources), strict=True):
        one = _judged(task, source.docx, drawn)
        if isinstance(one, DocgenError) and (len(tasks) > 1 or contents.has_contents(source.docx)):
            (one,) = _alone(maker, [task])
        found.append(one)
    return found


def _alone(maker: Maker, tasks: Sequence[PdfTask]) -> list[Pdf | DocgenError]:
    """Convert papers each by itself; the .docx that is drawn has the contents page of this layout."""
    return [_judged(task, *contents_passes.settled(maker.engine(), task.paper)) for task in tasks]


def _convert(maker: Maker, tasks: Sequence[PdfTask]) -> list[DocgenError | None]:
    """Step 6 for a batch; return what is wrong with each paper."""
    found: list[DocgenError | None] = []
    for task, result in zip(tasks, maker.engine().convert([task.paper for task in tasks]), strict=True):
        if isinstance(result, bytes):
            files.write(task.drawn, result, passing=True)
        found.append(None if isinstance(result, bytes) else result)
    return found


def _judge(tasks: Sequence[PdfTask]) -> list[Pdf | DocgenError]:
    """Step 7 for a batch that was converted elsewhere."""
    return [_judged(task, task.word.read_bytes(), task.drawn.read_bytes()) for task in tasks]


def _judged(task: PdfTask, word: bytes, drawn: bytes | ConversionError) -> Pdf | DocgenError:
    """Hold a PDF with its codes against its document, and write it."""
    from docgen.bundle import headings as outline

    if not isinstance(drawn, bytes):
        return drawn
    pdf = drawn if task.owner is None else drawing.stamp(drawn, task.owner, codes.text(words(word)))
    files.write(task.pdf, pdf, passing=True)
    norm = range(task.pages[0], task.pages[1] + 1)
    seen = gate.examine(word, pdf, pages=norm, required=task.required, literal=task.literal)
    if not seen.mismatches:
        return Pdf(
            hashlib.sha256(pdf).hexdigest(), len(seen.pages), outline.headings_of(seen.pages, outline.headings(word))
        )
    said = "; ".join(finding.message for finding in seen.mismatches)
    return ConversionError(
        _("the PDF is not what the document says: {findings}").format(findings=said),
        hint=gate.cure(seen.mismatches),
    )


def headings(tasks: Sequence[PdfTask]) -> list[tuple[Bookmark, ...] | DocgenError]:
    """Find the headings of papers that were made earlier."""
    from docgen.bundle import headings as outline

    return [outline.headings_of(outline.page_texts(one.pdf), outline.headings(one.word.read_bytes())) for one in tasks]


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
    terms = _Terms(messages.language())
    lots = _lots(tasks, weigh=work not in (fill, headings)) if isolated else _calls(len(tasks))
    found: dict[int, R | DocgenError] = {}
    under_way: deque[tuple[Sequence[int], Future[list[R | DocgenError]]]] = deque()

    def wait() -> None:
        places, future = under_way[0]
        found.update(zip(places, future.result(), strict=True))
        under_way.popleft()
        progress.advance(len(places))

    try:
        for places in lots:
            under_way.append(
                (places, executor.submit(_carried, terms, isolated, work, [tasks[place] for place in places]))
            )
            if len(under_way) == _UNDER_WAY:
                wait()
        while under_way:
            wait()
    except BaseException:
        for _places, future in under_way:
            future.cancel()
        isolate.stop_all()
        raise
    return [found[place] for place in range(len(tasks))]


def _lots(tasks: Sequence[object], *, weigh: bool) -> Iterator[Sequence[int]]:
    """Yield the places of the tasks of each batch: papers of one kind together, for what they share is made once.

    ``weigh``: longer papers count for more than short ones.
    """
    stems = [task.stem if isinstance(task, FillTask | PdfTask) else "" for task in tasks]
    weights = [_LONG if weigh and isinstance(task, PdfTask) and task.pages[1] > _SHORT else 1 for task in tasks]
    first = {stem: place for place, stem in reversed(list(enumerate(stems)))}
    room = _share(sum(weights), _MANY)
    lot: list[int] = []
    held = 0
    for place in sorted(range(len(tasks)), key=lambda place: (first[stems[place]], place)):
        if held and held + weights[place] > room:
            yield lot
            lot, held = [], 0
        lot.append(place)
        held += weights[place]
    if lot:
        yield lot


def _calls(count: int) -> Iterator[Sequence[int]]:
    """Yield the places of each call of a program that pays its start once a call."""
    size = _share(count, _MOST)
    for start in range(0, count, size):
        yield range(start, min(count, start + size))


def _share(count: int, most: int) -> int:
    """Return how large a batch may be: as few batches as keep every core busy."""
    return min(most, max(_LEAST, -(-count // (os.cpu_count() or 1))))


def _carried(
    terms: _Terms, isolated: bool, work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]
) -> list[R | DocgenError]:
    terms.accept()
    return _bounded(work, batch) if isolated else work(batch)


def _bounded(work: Callable[[Sequence[T]], list[R | DocgenError]], batch: Sequence[T]) -> list[R | DocgenError]:
    seconds = _BRIEF if work in (fill, _judge, headings) else _EACH
    try:
        return isolate.call(
            work, batch, deadline=_START + seconds * len(batch), memory=_MEMORY, lasting=_is_on_our_own(work)
        )
    except (isolate.IsolationError, MachineError) as error:
        if len(batch) == 1:
            if isinstance(error, MachineError):
                return [error]
            trouble = TemplateError if work is fill else ConversionError
            return [trouble(error.message, hint=_("Look at this paper's data and template; the others were made."))]
        middle = len(batch) // 2
        return _bounded(work, batch[:middle]) + _bounded(work, batch[middle:])


def _is_on_our_own(work: Callable[..., object]) -> bool:
    """Whether work reads nothing but what docgen made: the next batch may go to the same child."""
    return (work.func if isinstance(work, partial) else work) in (fill, headings, _judge, _press)
