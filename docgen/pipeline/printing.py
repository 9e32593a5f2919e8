"""``docgen print``: a print pack, one PDF a kind with its copies, and the 签字清单 of what is to be signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import bundle, documents
from docgen.bundle import Metadata
from docgen.documents import Document, signing_list
from docgen.documents.signing_list import SigningLine, signers
from docgen.errors import ConversionError
from docgen.folder import PRINTS
from docgen.making import single
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.order import Order, Outcome, Result, State, Target
from docgen.making.progress import Progress
from docgen.messages import _
from docgen.pipeline.building import build_with

_SAID = "份数"
"""The field in which a paper says how many copies there are of it."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One kind, ready for the printer."""

    title: str
    path: Path
    papers: int
    pages: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A print pack."""

    packs: tuple[Pack, ...]
    signing_list: Path
    outcome: Outcome


def print_pack(order: Order, progress: Progress) -> Printed:
    """Make the papers of an order and lay each kind out for the printer, with its copies, in workbook order.

    Raise ConversionError when no paper at all could be made; what concerns one paper is in the outcome.
    """
    with carrier(order.jobs, order.cluster) as executor:
        draft, outcome = build_with(replace(order, to=Target.PDF), progress, executor)
    whole = {result.name: result for result in outcome.results if result.pdf is not None and result.is_whole}
    papers = [(paper, whole[paper.name]) for paper in draft.papers if paper.name in whole]
    copies = {paper.name: _copies(draft, paper) for paper, _result in papers}
    papers = [(paper, result) for paper, result in papers if copies[paper.name]]
    if not papers:
        raise ConversionError(
            _("there is nothing to print"), hint=_("Look at what docgen build says of each paper, and at [copies].")
        )
    folder = order.output.prints
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {_file(paper) for paper, _result in papers}
    for old in folder.glob("*.pdf"):
        if not (order.kinds or order.groups) and old.name not in wanted:
            old.unlink()  # a kind that is no longer made is not printed by mistake
    packs = tuple(
        _pack(folder, draft, title, [pair for pair in papers if pair[0].kind.title == title], copies)
        for title in dict.fromkeys(paper.kind.title for paper, _result in papers)
    )
    for number in sorted(set(copies.values()) - {0}):
        draft.ledger.print([paper.name for paper, _result in papers if copies[paper.name] == number], number)
    return Printed(packs, _list(folder, draft, papers, copies, order.engine), outcome)


def _file(paper: Document) -> str:
    """Return the name of the file in which a paper's kind is printed."""
    return f"{replace(paper, key=PRINTS).name}.pdf"


def _copies(draft: Draft, paper: Document) -> int:
    """Return how many copies are printed: what docgen.toml says, else the paper itself, else what is usual."""
    said = paper.data.get(_SAID)
    usual = said if isinstance(said, int) else paper.kind.copies
    return draft.settings.copies.get(paper.kind.stem, usual)


def _pack(
    folder: Path, draft: Draft, title: str, papers: Sequence[tuple[Document, Result]], copies: dict[str, int]
) -> Pack:
    programme = draft.programme
    target = folder / _file(papers[0][0])
    parts = [(paper.title, result.pdf, copies[paper.name]) for paper, result in papers if result.pdf is not None]
    metadata = Metadata(
        title=f"{programme.term_name}“{programme.activity}”{title}",
        author=programme.general_branch,
        subject=programme.activity,
        keywords=(programme.department, programme.activity, programme.term_name),
    )
    return Pack(title, target, len(parts), bundle.pack(target, parts, metadata))


def _list(
    folder: Path, draft: Draft, papers: Sequence[tuple[Document, Result]], copies: dict[str, int], engine: str
) -> Path:
    lines = [
        SigningLine(
            number=number,
            title=paper.title,
            copies=copies[paper.name],
            pages=result.pages,
            signers=signers(paper),
            is_signed=result.state is State.SIGNED,
        )
        for number, (paper, result) in enumerate(papers, 1)
    ]
    kind = signing_list.KIND
    data = documents.plain(signing_list.signing_list(draft.programme, lines))
    target = folder / f"{kind.title}.pdf"
    single.make_one(Document(kind, "", kind.title, data), (target, target.with_suffix(".docx")), engine=engine)
    return target
