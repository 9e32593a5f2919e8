"""Where a semester stands: each paper with its state and why, what is signed, archived, still missing. Nothing is written.

A paper's state is what a build would do with it: ``build --dry-run`` says it, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.documents import Document, Lack
from docgen.ledger import PaperRecord
from docgen.making import missing
from docgen.making.draft import Draft
from docgen.making.inputs import Inputs
from docgen.making.order import Missing, Order, Outcome, Result, State, Target
from docgen.making.own import template_folders
from docgen.making.progress import Progress, Silent
from docgen.pipeline.composing import draft
from docgen.pipeline.converting import current_of, keyed, remade
from docgen.pipeline.filling import as_kept, paper_of, why
from docgen.problems import Problem
from docgen.signing import scans


@dataclass(frozen=True, slots=True)
class PaperStanding:
    """One paper: ``state`` is what a build would do with it, and ``why``; ``group`` is ``""`` for the department's.

    ``pdf`` and ``word`` are its files where they are there; ``item`` its number in the archive, ``""`` while it has none.
    """

    name: str
    stem: str
    title: str
    group: str
    state: State
    why: tuple[str, ...]
    reason: str
    word: Path | None
    pdf: Path | None
    pages: int
    is_signed: bool
    has_scan: bool
    is_archived: bool
    lacks: tuple[Lack, ...]
    needs_change: bool
    """whether the workbook contradicts what was signed or filed, and a row in 变更 is wanted (``reason`` says of what)"""


@dataclass(frozen=True, slots=True)
class SemesterStanding:
    """A semester as it stands: its groups by number and name, its papers, its faults, what the archive still lacks."""

    term: str
    department: str
    activity: str
    groups: dict[str, str]
    numbers: dict[str, str]
    papers: tuple[PaperStanding, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Missing, ...]


def standing(workbook: Path, progress: Progress, engine: str = "auto") -> SemesterStanding:
    """Say where a semester stands. Raise DataError when nothing can be made from its workbook."""
    order = Order(workbook, to=Target.PDF, dry_run=True, engine=engine)
    made = draft(order, progress)
    outcome = foresee(order, made)
    scanned = scans.beside(order.folder, made.papers)
    lacking = missing.missing(made, scanned)
    lacks: dict[str, list[Lack]] = {}
    for one in lacking:
        lacks.setdefault(one.paper, []).append(one.lack)
    signed, items, recorded = made.ledger.signed(), made.ledger.items(), made.ledger.papers()
    known = {paper.name: paper for paper in made.papers}
    papers = []
    for result in outcome.results:
        paper, name = known.get(result.name), result.name
        key, _dash, title = name.rpartition("-")
        group = paper.group if paper is not None else key.partition("-")[0]
        word, pdf = order.output.word_of(name), order.output.pdf_of(name)
        papers.append(
            PaperStanding(
                name,
                result.stem,
                paper.kind.title if paper is not None else title,
                group if group in made.semester.group_by_id else "",
                result.state,
                result.why,
                result.reason,
                word if word.is_file() else None,
                pdf if pdf.is_file() else None,
                recorded[name].pages if name in recorded else 0,
                name in signed,
                name in scanned or bool(name in signed and signed[name].scan),
                name in items,
                tuple(lacks.get(name, ())),
                result.needs_change,
            )
        )
    return SemesterStanding(
        made.programme.term_name,
        made.programme.general_branch,
        made.programme.activity,
        {group.id: group.name for group in made.semester.groups},
        made.numbers,
        tuple(papers),
        made.problems,
        lacking,
    )


def missing_of(order: Order) -> tuple[Missing, ...]:
    """Return what is missing of the papers that an order would make. Raise DataError when nothing can be made at all."""
    made = draft(order, Silent())
    return missing.missing(made, scans.beside(order.folder, made.papers))


def plan(order: Order, progress: Progress) -> Outcome:
    """Say what a build would do, and do nothing: no number is given, no file is written."""
    return foresee(order, draft(replace(order, dry_run=True), progress))


def foresee(order: Order, made: Draft) -> Outcome:
    """Say of composed papers what a build would do with them."""
    recorded = made.ledger.papers()
    inputs = Inputs(
        template_folders(order.workbook, order.templates),
        "" if order.to is Target.DOCX else order.engine,
        recorded,
        made.coder,
        order.folder.home,
    )
    results = tuple(_foresee(one, order, made, recorded, inputs) for one in made.papers)
    return Outcome(results + made.held_back, made.problems, made.numbers)


def _foresee(
    document: Document, order: Order, made: Draft, recorded: Mapping[str, PaperRecord], inputs: Inputs
) -> Result:
    record = recorded.get(document.name)
    paper = paper_of(document, order.output, inputs)
    kept = as_kept(paper, record, force=order.force)
    if kept is None:
        return replace(paper, why=why(paper, record, force=order.force, tell=made.tell)).result
    if order.to is Target.DOCX or kept.state is State.SIGNED:
        return kept.result
    return (current_of(keyed(kept), record) or remade(kept, record)).result
