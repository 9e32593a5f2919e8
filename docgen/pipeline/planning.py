"""``build --dry-run``: what a build would do, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from docgen.documents import Document
from docgen.ledger import PaperRecord
from docgen.making.draft import Draft
from docgen.making.inputs import Inputs
from docgen.making.order import Order, Outcome, Result, State, Target
from docgen.making.own import template_folders
from docgen.making.progress import Progress
from docgen.pipeline.composing import draft
from docgen.pipeline.converting import current_of, keyed, remade
from docgen.pipeline.filling import as_kept, paper_of, why


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
