"""``docgen build``: the ten steps in their order, from a workbook to a draft bundle."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from docgen import convert, files, fonts
from docgen.documents import Copy
from docgen.ledger import PaperRecord
from docgen.pipeline import bundling, copying, enclosures, journal, making, missing
from docgen.pipeline.draft import Draft, draft
from docgen.pipeline.executors import carrier
from docgen.pipeline.inputs import Inputs
from docgen.pipeline.kit import Kit
from docgen.pipeline.making import Made, Workshop
from docgen.pipeline.order import Order, Outcome, Progress, Result, Target
from docgen.pipeline.own import template_folders
from docgen.pipeline.preview import preview

BUNDLE = f"{Copy.DRAFT}-合订本"
PART = f"{BUNDLE}（部分）"
"""A bundle of what was filtered never takes the place of the whole one."""


def build(order: Order, progress: Progress) -> Outcome:
    """Make what the order asks for: sound papers whole, the others held back with their reasons.

    Raise DataError when nothing can be made; what concerns one paper only is in the outcome.
    """
    with carrier(order.jobs, order.cluster) as executor:
        return build_with(order, progress, executor)[1]


def build_with(order: Order, progress: Progress, executor: Executor) -> tuple[Draft, Outcome]:
    """Do what :func:`build` does with an executor that is there; return what was composed, too."""
    with files.workplace(order.output.path) as work:
        shop = workshop(order, work, progress, executor)
        done = draft(order, progress)
        if order.copy is not Copy.DRAFT:
            return done, copying.build(order, done, shop)
        recorded = done.ledger.papers()
        papers, bundle, pages, merged = _make(order, done, shop, recorded)
        results = tuple(paper.result for paper in papers.papers) + done.held_back
        _tidy(order, done, recorded, {result.name for result in results})
        outcome = Outcome(
            results=results,
            problems=done.problems,
            numbers=done.numbers,
            bundle=bundle,
            bundle_pages=pages,
            pictures=preview(papers.papers, order.output) if order.preview else (),
            engine=f"{papers.engine.name} ({papers.engine.version})" if papers.engine else "",
            substitutes=_substitutes(papers, shop),
            missing=missing.missing(done, enclosures.scanned(order.folder, done.papers)),
            work={"filled": papers.filled, "converted": papers.converted, "bundled": merged},
        )
        _report(order, outcome)
        return done, outcome


def plan(order: Order, progress: Progress) -> Outcome:
    """Say what :func:`build` would do, and do nothing: no number is given, no file is written."""
    made = draft(replace(order, dry_run=True), progress)
    recorded = made.ledger.papers()
    inputs = Inputs(
        template_folders(order.workbook, order.templates),
        None if order.to is Target.DOCX else convert.identify(order.engine),
    )
    results = tuple(
        making.foresee(one, order.output, recorded, inputs, to=order.to, force=order.force, tell=made.tell)
        for one in made.papers
    )
    return Outcome(results + made.held_back, made.problems, made.numbers)


def workshop(order: Order, work: Path, progress: Progress, executor: Executor) -> Workshop:
    """Return what papers are made with in one run."""
    kept, kit = order.folder.signed, Kit(work if order.cluster else None)
    return Workshop(
        executor, order.engine, template_folders(order.workbook, order.templates), work, progress, kept, kit
    )


def _tidy(order: Order, made: Draft, recorded: Mapping[str, PaperRecord], known: set[str]) -> None:
    """Take away papers that the workbook no longer makes, unless somebody edited them; the ledger remembers them."""
    if order.kinds or order.groups or any(problem.is_error for problem in made.problems):
        return  # a group that cannot be read has not gone
    for name, record in recorded.items():
        if name in known or name in (BUNDLE, PART):
            continue
        output = order.output
        for path, digest in ((output.word_of(name), record.word_sha256), (output.pdf_of(name), record.pdf_sha256)):
            if digest and files.sha256(path) == digest:
                path.unlink()


def _substitutes(made: Made, shop: Workshop) -> dict[str, str]:
    """Return which face was drawn for each family that the templates in use ask for."""
    if made.engine is None:
        return {}
    stems = dict.fromkeys(paper.document.kind.stem for paper in made.papers)
    return fonts.substitutes(family for stem in stems for family in fonts.families(shop.template(stem).read_bytes()))


def _make(
    order: Order, made: Draft, shop: Workshop, recorded: Mapping[str, PaperRecord]
) -> tuple[Made, Path | None, int, int]:
    done = making.make(made.papers, order.output, recorded, shop, to=order.to, force=order.force, tell=made.tell)
    whole = [paper for paper in done.papers if paper.error is None]
    # Before the bundle is tried: what was made is made, whatever becomes of it.
    _record(made, [paper.record for paper in whole], recorded)
    if len(whole) == len(done.papers):
        journal.settle(order.output)
    if order.to is not Target.BUNDLE or not whole or done.engine is None:
        return done, None, 0, 0
    shop.progress.step("bundle", len(whole))
    name = PART if order.kinds or order.groups else BUNDLE
    bundle = order.output.bundle(name)
    old = recorded.get(name)
    record = _bundle(bundle, made, done, whole, shop, old)
    shop.progress.step("record", len(whole))
    _record(made, [record], recorded)
    return done, bundle, record.pages, int(record is not old)


def _record(made: Draft, records: Sequence[PaperRecord], recorded: Mapping[str, PaperRecord]) -> None:
    new = [record for record in records if record != recorded.get(record.name)]
    if new:
        made.ledger.record(new)


def _bundle(
    target: Path, made: Draft, done: Made, whole: Sequence[making.Paper], shop: Workshop, old: PaperRecord | None
) -> PaperRecord:
    assert done.engine is not None
    frame = bundling.Frame(
        edition=Copy.DRAFT,
        programme=made.programme,
        explanation=_explanation(made, done),
        year=made.programme.term.year,
        retention=made.programme.retention,
        items=(),
    )
    key = bundling.key(frame, whole, shop, done.engine.version)
    if old is not None and old.pdf_key == key and _digest(target) == old.pdf_sha256:
        return old
    frame = replace(frame, items=bundling.items(made, whole, shop))
    bound = bundling.bind(target, frame, shop)
    return PaperRecord(
        target.stem, "bundle", "", "", key, _digest(target), sum(merged.pages for _path, merged in bound)
    )


def _digest(bundle: Path) -> str:
    """Return the hash of a bundle: of its file, or of its files' hashes when there are several."""
    hashes = [files.sha256(path) for path in bundling.volumes(bundle)]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _explanation(made: Draft, done: Made) -> tuple[str, ...]:
    """Say on the 备考表 what is in the bundle and what is not; prose of a Chinese paper."""
    whole = sum(paper.error is None for paper in done.papers)
    lines = [f"本册为草稿，收入文件{whole}件，未编件号，不作归档之用。"]
    missing = [paper.document.name for paper in done.papers if paper.error] + [one.name for one in made.held_back]
    if missing:
        lines.append(f"以下{len(missing)}件因台账或文件有误暂未收入：{'、'.join(missing)}。")
    return tuple(lines)


def _report(order: Order, outcome: Outcome) -> None:
    """Write ``report.json`` (the last run, for programs) and add to ``build.log`` (all runs, for people)."""
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    report = {
        "at": now,
        "engine": outcome.engine,
        "counts": outcome.counts(),
        "work": outcome.work,
        "bundle": outcome.bundle.name if outcome.bundle else "",
        "bundle_pages": outcome.bundle_pages,
        "numbers": outcome.numbers,
        "papers": [_paper(result, f"{order.output.path.as_posix()}/") for result in outcome.results],
        "problems": [
            {"severity": one.severity, "kind": one.kind, "rule": one.rule, "place": one.place, "message": one.message}
            for one in outcome.problems
        ],
        "missing": [{"lack": one.lack, "paper": one.paper, "group": one.group} for one in outcome.missing],
    }
    # Without indent: with it, json works in Python and takes a fifth of a run that changes nothing.
    files.write(order.output.report, json.dumps(report, ensure_ascii=False).encode())
    log = order.output.log
    line = f"{now} {json.dumps(outcome.counts())} {outcome.engine}\n"
    files.write(log, (log.read_bytes() if log.exists() else b"") + line.encode())


def _paper(result: Result, folder: str) -> dict[str, object]:
    return {
        "name": result.name,
        "kind": result.stem,
        "state": result.state,
        "word": result.word.as_posix().removeprefix(folder) if result.word else "",
        "pdf": result.pdf.as_posix().removeprefix(folder) if result.pdf else "",
        "pages": result.pages,
        "reason": result.reason,
        "why": list(result.why),
    }
