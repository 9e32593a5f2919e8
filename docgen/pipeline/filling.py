"""Step 5: fill. A paper's .docx that has not changed is not filled.

It depends on the paper's data, its template, its schema and this program. These are hashed, and the ledger remembers what
stands in the output folder. A .docx that somebody edited by hand is kept and converted as it is, unless the user says
--force; a signed paper is kept as it was signed (:mod:`docgen.signing.holding`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen import convert, files, fonts
from docgen.convert import Identity
from docgen.documents import Document
from docgen.errors import DocgenError, TemplateError
from docgen.folder import Output
from docgen.images import Unfit
from docgen.incoming import Refused
from docgen.ledger import PaperRecord, as_json
from docgen.making import batches, contents_pages, fitting, reasons
from docgen.making.batches import FilledWord, FillTask
from docgen.making.coding import Coder
from docgen.making.fitting import Fitting
from docgen.making.inputs import Inputs, word_key
from docgen.making.journal import Journal
from docgen.making.order import State, Target
from docgen.making.tools import PaperFile, Tools
from docgen.messages import _
from docgen.signing import holding
from docgen.template.package import require_openable


@dataclass(frozen=True, slots=True)
class Filling:
    """Papers after step 5, the engine they are for (None: no PDFs are wanted), and the characters of those just filled."""

    papers: tuple[PaperFile, ...]
    engine: Identity | None
    characters: Mapping[str, str]


@dataclass(slots=True)
class _Turn:
    """A paper's turn: what the ledger knows of it, how its .docx stays if it does, else what came of filling it."""

    paper: PaperFile
    record: PaperRecord | None
    stays: PaperFile | None
    task: FillTask | None = None
    result: FilledWord | DocgenError | None = None

    @property
    def has_contents(self) -> bool:
        """Whether it was filled, and has a contents page."""
        return isinstance(self.result, FilledWord) and self.result.has_contents

    @property
    def is_to_be_tried(self) -> bool:
        """Whether it is filled, if only to see: of a ledger that was lost, what comes out just so is docgen's own."""
        return self.stays is None or self.record is None

    def judge(self) -> None:
        """Know as docgen's own what comes out as it stands there; anything else is somebody's work, and stays."""
        if self.stays is not None and isinstance(self.result, FilledWord) and self.result.sha256 == self.paper.on_disk:
            self.stays = None


def fill(
    documents: Sequence[Document],
    output: Output,
    recorded: Mapping[str, PaperRecord],
    tools: Tools,
    *,
    to: Target,
    force: bool = False,
    tell: reasons.Tell | None = None,
    locate: reasons.Locate | None = None,
    coder: Coder,
) -> Filling:
    """Fill papers into ``output``; one that fails carries its error and spoils no other.

    ``tell`` says what has changed in a paper's data; without it, why a paper is made anew is told less exactly. ``locate``
    says in which cell the name of a picture stands that cannot be printed. ``coder`` says which papers have a code on their
    pages.
    """
    tools.progress.step("fill", len(documents))
    inputs = Inputs(tools.templates, "" if to is Target.DOCX else tools.engine, recorded, coder, tools.pictures)
    journal = Journal(output, recorded)
    turns = [_turn(paper_of(one, output, inputs), recorded, journal, force=force) for one in documents]
    tried = [turn for turn in turns if turn.is_to_be_tried]
    tools.progress.advance(len(turns) - len(tried))
    _try(tried, recorded, tools)
    for turn in tried:
        turn.judge()
        if locate is not None and isinstance(turn.result, Unfit) and (cell := locate(turn.result.name)):
            turn.result = turn.result.at(cell)
    new = [turn for turn in tried if turn.stays is None]
    journal.add({turn.paper.document.name: turn.result.sha256 for turn in new if isinstance(turn.result, FilledWord)})
    for turn in new:
        if turn.task is not None and isinstance(turn.result, FilledWord):
            files.move(turn.task.target, turn.paper.word)
    papers = tuple(_openable(_after(turn, tools, force=force, tell=tell or _unexplained)) for turn in turns)
    characters = {
        turn.paper.document.name: turn.result.characters if isinstance(turn.result, FilledWord) else "" for turn in new
    }
    return Filling(papers, inputs.engine, characters)


def paper_of(document: Document, output: Output, inputs: Inputs) -> PaperFile:
    """Return a paper as it stands in the output folder, with the hash of all that goes into its .docx."""
    causes, data = inputs.of_paper(document), as_json(document.data)
    word, pdf = output.word_of(document.name), output.pdf_of(document.name)
    return PaperFile(
        document,
        word,
        pdf,
        word_key=word_key(data, causes),
        data=data,
        causes=causes,
        on_disk=files.sha256(word),
        owner=inputs.coder.owner(document),
    )


def why(paper: PaperFile, record: PaperRecord | None, *, force: bool, tell: reasons.Tell) -> tuple[str, ...]:
    """Say why a paper's .docx is filled anew."""
    return reasons.word(
        paper.document, dict(paper.causes), record, is_there=bool(paper.on_disk), force=force, tell=tell
    )


def as_kept(paper: PaperFile, record: PaperRecord | None, *, force: bool) -> PaperFile | None:
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
    if day := _filed_as_it_stands(paper, record):
        said = _(
            "it was filed on {day}, and stays as it was filed although its template has changed; --force fills it anew"
        )
        return replace(
            paper,
            state=State.UNCHANGED,
            word_key=record.word_key,
            word_sha256=record.word_sha256,
            causes=record.causes,
            why=(said.format(day=day),),
        )
    return None


def _filed_as_it_stands(paper: PaperFile, record: PaperRecord) -> str:
    """Return the day on which a paper of just this data was filed, whose file is there; ``""`` for any other."""
    day = paper.document.data.get(paper.document.kind.filed) if paper.document.kind.filed else None
    same = word_key(paper.data, record.causes) == record.word_key
    return str(day) if day and paper.on_disk and same else ""


def _unexplained(_document: Document) -> tuple[str, ...]:
    return (_("its data has changed"),)


def _turn(paper: PaperFile, recorded: Mapping[str, PaperRecord], journal: Journal, *, force: bool) -> _Turn:
    record = recorded.get(paper.document.name)
    if journal.is_own(paper.document.name, paper.on_disk):
        paper = replace(paper, on_disk="")
    return _Turn(paper, record, as_kept(paper, record, force=force))


def _try(turns: Sequence[_Turn], recorded: Mapping[str, PaperRecord], tools: Tools) -> None:
    """Fill aside what is to be tried; a template that does not fit its data is said once, and fills nothing."""
    wrong = unfit([turn.paper for turn in turns], recorded, tools)
    for turn in turns:
        turn.result = wrong.get(turn.paper.document.kind.stem)
    fit = [turn for turn in turns if turn.result is None]
    tasks = [tools.filling(turn.paper.document, Output(tools.work).word / turn.paper.word.name) for turn in fit]
    results = batches.each(tools.executor, batches.fill, tasks, tools.progress) if tasks else []
    for turn, task, result in zip(fit, tasks, results, strict=True):
        turn.task, turn.result = task, result
    _list_contents(fit, tools)


def _list_contents(turns: Sequence[_Turn], tools: Tools) -> None:
    """Write the contents pages of those that have one, with the pages of the engine that will draw them."""
    for engine in dict.fromkeys(_engine(turn.paper, tools) for turn in turns if turn.has_contents):
        own = [turn for turn in turns if turn.has_contents and _engine(turn.paper, tools) == engine]
        filled = [
            (turn.task.target, turn.result)
            for turn in own
            if turn.task is not None and isinstance(turn.result, FilledWord)
        ]
        faces = fonts.prepare(set().union(*(one.characters for _path, one in filled)))
        results = contents_pages.list_contents(tools.executor, tools.maker(engine, faces), filled)
        for turn, result in zip(own, results, strict=True):
            turn.result = result


def _engine(paper: PaperFile, tools: Tools) -> Identity:
    """Return the engine of a paper; where only Word files are wanted, the one that would draw it."""
    name, _space, version = dict(paper.causes).get(reasons.ENGINE, "").partition(" ")
    return Identity(name, version) if name else convert.identify(tools.engine)


def unfit(todo: Sequence[PaperFile], recorded: Mapping[str, PaperRecord], tools: Tools) -> dict[str, TemplateError]:
    """Return by stem what is to be said of the templates of these papers that cannot be used."""
    kinds = {paper.document.kind.stem: paper for paper in todo}
    return fitting.unfit(
        [Fitting(paper.document.kind, tools.template(stem), paper.causes) for stem, paper in kinds.items()], recorded
    )


def _after(turn: _Turn, tools: Tools, *, force: bool, tell: reasons.Tell) -> PaperFile:
    if turn.stays is not None:
        if turn.record is not None and turn.stays.state is State.SIGNED:
            return _as_signed(turn.stays, turn.record, tools, force=force)
        return turn.stays
    told = why(turn.paper, turn.record, force=force, tell=tell)
    if isinstance(turn.result, FilledWord):
        sha256 = turn.result.sha256
        causes = reasons.with_pictures(turn.paper.causes, dict(turn.result.pictures))
        key = word_key(turn.paper.data, causes)
        return replace(turn.paper, word_sha256=sha256, on_disk=sha256, why=told, word_key=key, causes=causes)
    turn.paper.word.unlink(missing_ok=True)
    turn.paper.pdf.unlink(missing_ok=True)  # it shows the paper as it was before
    return replace(turn.paper, error=turn.result, why=told)


def _openable(paper: PaperFile) -> PaperFile:
    """Hold a .docx that somebody edited against what Word opens, before any reader of ours does."""
    if paper.state is State.HAND_EDITED and paper.error is None:
        try:
            require_openable(paper.word)
        except Refused as error:
            return replace(paper, error=error)
    return paper


def _as_signed(paper: PaperFile, record: PaperRecord, tools: Tools, *, force: bool) -> PaperFile:
    """See to it that the signed files stand in the output folder as they were signed."""
    try:
        holding.put_back(paper.word, record.word_sha256, tools.signed, force=force)
        holding.put_back(paper.pdf, record.pdf_sha256, tools.signed, force=force)
    except DocgenError as error:
        return replace(paper, error=error)
    return paper
