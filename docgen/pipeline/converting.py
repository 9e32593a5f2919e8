"""Steps 6 and 7: convert, gate. A PDF that has not changed is not made.

It depends on the paper's .docx, the engine with its version and what the faces are made from. A child draws a batch and
holds each PDF against its document at once, since a piece that fails is drawn once more by itself; here the gate opens or
does not: what passed is moved to where the user finds it, what did not is taken away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen import files, fonts
from docgen.convert import AUTO, Identity, available
from docgen.errors import ConversionError, DocgenError
from docgen.ledger import PaperRecord
from docgen.making import batches, fitting, reasons
from docgen.making.batches import Pdf, PdfTask
from docgen.making.fitting import Fitting
from docgen.making.inputs import pdf_key
from docgen.making.order import State
from docgen.making.progress import Silent
from docgen.making.tools import PaperFile, Tools
from docgen.pipeline.filling import Filling, unfit


@dataclass(frozen=True, slots=True)
class Drawing:
    """A paper after step 6: drawn aside, with what the gate says of it; or with neither, where its PDF stands as it is."""

    paper: PaperFile
    task: PdfTask | None = None
    verdict: Pdf | DocgenError | None = None


@dataclass(frozen=True, slots=True)
class DrawnPapers:
    """All papers after step 6, what they were drawn with, and how many were filled."""

    drawings: tuple[Drawing, ...]
    engine: Identity | None
    filled: int


@dataclass(frozen=True, slots=True)
class Made:
    """Papers after step 7, what they were converted with, and how many were filled and converted."""

    papers: tuple[PaperFile, ...]
    engine: Identity | None = None
    filled: int = 0
    converted: int = 0

    @property
    def whole(self) -> tuple[PaperFile, ...]:
        """The papers that stand in the output folder."""
        return tuple(paper for paper in self.papers if paper.error is None)


def convert(filling: Filling, recorded: Mapping[str, PaperRecord], tools: Tools) -> DrawnPapers:
    """Draw what is not drawn yet or has changed."""
    if filling.engine is None:
        return DrawnPapers(tuple(map(Drawing, filling.papers)), None, len(filling.characters))
    papers = [paper if _is_settled(paper) else keyed(paper) for paper in filling.papers]
    there = [paper if _is_settled(paper) else current_of(paper, recorded.get(paper.document.name)) for paper in papers]
    todo = [
        remade(paper, recorded.get(paper.document.name))
        for paper, current in zip(papers, there, strict=True)
        if current is None
    ]
    tools.progress.step("convert", len(todo))
    new = iter(_drawn(todo, _undrawable(todo, filling, recorded, tools), filling.characters, tools))
    drawings = tuple(next(new) if current is None else Drawing(current) for current in there)
    return DrawnPapers(drawings, filling.engine, len(filling.characters))


def gate(drawn: DrawnPapers, tools: Tools) -> Made:
    """Let through what passed, and take away what did not."""
    new = [one for one in drawn.drawings if one.task is not None]
    if drawn.engine is not None:
        tools.progress.step("gate", len(new))
        tools.progress.advance(len(new))
    return Made(tuple(map(_let_through, drawn.drawings)), drawn.engine, drawn.filled, len(new))


def _is_settled(paper: PaperFile) -> bool:
    return paper.error is not None or paper.state is State.SIGNED


def _undrawable(
    todo: Sequence[PaperFile], filling: Filling, recorded: Mapping[str, PaperRecord], tools: Tools
) -> dict[str, DocgenError]:
    """Return by name what is to be said of papers that were filled earlier, or edited since, and cannot be drawn."""
    kept = [paper for paper in todo if paper.document.name not in filling.characters]
    edited = [paper for paper in kept if paper.state is State.HAND_EDITED]
    wrong = unfit([paper for paper in kept if paper.state is not State.HAND_EDITED], recorded, tools)
    found: dict[str, DocgenError] = {
        paper.document.name: wrong[paper.document.kind.stem] for paper in kept if paper.document.kind.stem in wrong
    }
    for paper in edited:
        if error := fitting.undrawable(paper.word, _engine(paper).name):
            found[paper.document.name] = error
    return found


def _engine(paper: PaperFile) -> Identity:
    name, _space, version = dict(paper.causes)[reasons.ENGINE].partition(" ")
    return Identity(name, version)


def _drawn(
    todo: Sequence[PaperFile], refused: Mapping[str, DocgenError], characters: Mapping[str, str], tools: Tools
) -> Sequence[Drawing]:
    """Draw papers, each with its engine; one that is refused is not drawn."""
    tasks = {paper.document.name: paper.task(tools.work / paper.pdf.name) for paper in todo}
    drawn = {
        name: Drawing(paper, tasks[name], refused[name]) for paper in todo if (name := paper.document.name) in refused
    }
    whole = [paper for paper in todo if paper.document.name not in refused]
    faces = fonts.prepare(_characters(whole, characters)) if whole else None
    for engine in dict.fromkeys(map(_engine, whole)):
        assert faces is not None
        papers = [paper for paper in whole if _engine(paper) == engine]
        verdicts = batches.pdfs(
            tools.executor, tools.maker(engine, faces), [tasks[one.document.name] for one in papers], tools.progress
        )
        for paper, verdict in zip(papers, verdicts, strict=True):
            if isinstance(verdict, DocgenError):
                verdict = fitting.shapeless(paper.document, paper.word.read_bytes(), faces.missing) or verdict
            drawn[paper.document.name] = Drawing(paper, tasks[paper.document.name], verdict)
    if faces is not None:
        drawn |= _again([drawn[paper.document.name] for paper in whole], faces, tools)
    return [drawn[paper.document.name] for paper in todo]


def _again(drawings: Sequence[Drawing], faces: fonts.FontSet, tools: Tools) -> dict[str, Drawing]:
    """Return what the other engine drew rightly of papers of which the gate refused what the first drew, by their names."""
    todo: dict[Identity, list[Drawing]] = {}
    engines = available(tools.engine or AUTO)
    for one in drawings:
        if len(engines) == 1 or not isinstance(one.verdict, ConversionError) or one.paper.state is State.HAND_EDITED:
            continue
        kind, first = one.paper.document.kind, _engine(one.paper)
        other = fitting.other_engine(Fitting(kind, tools.template(kind.stem)), engines, first.name)
        if (
            other is not None
            and fitting.shapeless(one.paper.document, one.paper.word.read_bytes(), faces.missing) is None
        ):
            todo.setdefault(other, []).append(one)
    found: dict[str, Drawing] = {}
    for other, refused in todo.items():
        tasks = [one.task for one in refused if one.task is not None]
        for one, verdict in zip(
            refused, batches.pdfs(tools.executor, tools.maker(other, faces), tasks, Silent()), strict=True
        ):
            if isinstance(verdict, Pdf):
                name, first = one.paper.document.name, _engine(one.paper)
                tools.progress.tell([fitting.drawn_by_other(name, first.name, other.name)])
                causes = dict(one.paper.causes) | {reasons.ENGINE: f"{other.name} {other.version}"}
                found[name] = Drawing(keyed(replace(one.paper, causes=tuple(causes.items()))), one.task, verdict)
    return found


def _let_through(one: Drawing) -> PaperFile:
    if one.task is None:
        return one.paper
    if isinstance(one.verdict, Pdf):
        files.move(one.task.pdf, one.paper.pdf)
        made = one.verdict
        return replace(one.paper, pdf_sha256=made.sha256, pages=made.pages, headings=made.headings)
    one.paper.pdf.unlink(missing_ok=True)
    return replace(one.paper, error=one.verdict)


def _characters(papers: Sequence[PaperFile], drawn: Mapping[str, str]) -> set[str]:
    """Return what papers ask to be drawn: known of those just filled, read from the others."""
    found: set[str] = set()
    for paper in papers:
        found.update(drawn.get(paper.document.name) or fonts.characters(paper.word.read_bytes()))
    return found


def keyed(paper: PaperFile) -> PaperFile:
    """Return the paper with the hash of all that goes into its PDF."""
    return replace(paper, pdf_key=pdf_key(paper.on_disk, paper.causes))


def current_of(paper: PaperFile, record: PaperRecord | None) -> PaperFile | None:
    """Return the paper with its PDF when that stands on disk as recorded; None when it is to be converted."""
    if record is None or paper.pdf_key != record.pdf_key or files.sha256(paper.pdf) != record.pdf_sha256:
        return None
    return replace(paper, pdf_sha256=record.pdf_sha256, pages=record.pages)


def remade(paper: PaperFile, record: PaperRecord | None) -> PaperFile:
    """Return the paper as one whose PDF is made anew, and why."""
    edited = paper.state is State.HAND_EDITED
    why = paper.why or reasons.pdf(dict(paper.causes), record, is_there=paper.pdf.exists(), is_edited=edited)
    return replace(paper, state=State.HAND_EDITED if edited else State.MADE, why=why)
