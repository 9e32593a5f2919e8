"""``docgen build``: the ten steps in their order, from a workbook to a draft bundle."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import files, fonts
from docgen.ledger import Ledger, PaperRecord, others
from docgen.making import bundling, journal, missing, reasons
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.order import Order, Outcome, State, Target
from docgen.making.preview import preview
from docgen.making.progress import Progress
from docgen.making.tools import Tools, tools_of
from docgen.marks import Copy
from docgen.pipeline import reporting
from docgen.pipeline.again import Basis, held
from docgen.pipeline.checking import check, read
from docgen.pipeline.composing import GivenNumbers, compose, number, withdrawn
from docgen.pipeline.converting import Made, convert, gate
from docgen.pipeline.filling import fill
from docgen.semesters import registry
from docgen.semesters.registry import BuiltSemester
from docgen.settings import Paths
from docgen.signing import returning, scans

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
    timed = reporting.Timed(progress)
    with held(order) as work:
        tools = tools_of(order, work, timed, executor)
        basis = _basis(order, tools)
        opened = read(order, timed)
        sound = check(order, opened, timed)
        before = Ledger(order.folder.ledger, "", "").state() if basis is not None else ""
        numbered = number(order, sound, timed)
        composed = compose(order, sound, numbered, timed)
        if order.copy is not Copy.DRAFT:
            from docgen.pipeline import copying

            return composed, copying.copy_all(order, composed, tools)
        recorded = composed.ledger.papers()
        filled = fill(
            composed.papers,
            order.output,
            recorded,
            tools,
            to=order.to,
            force=order.force,
            tell=composed.tell,
            locate=composed.tell.cells,
            coder=composed.coder,
        )
        drawn = convert(filled, recorded, tools)
        made = gate(drawn, tools)
        _keep(order, composed, made, recorded)
        bound = _bundle(order, composed, made, recorded, tools)
        _record(composed, bound, recorded, timed)
        state = composed.ledger.state() if basis is not None else ""  # before it is read for the report
        outcome = _reported(order, composed, made, bound, tools, timed)
        if basis is not None and _may_be_said_again(outcome, timed):
            told = _Told(composed, numbered, made, bound, recorded)
            if state == before or told.is_all_that_was_written():
                basis.keep(order, state, told.files, told.pictures, sound.pictures, outcome)
        return composed, outcome


def _basis(order: Order, tools: Tools) -> Basis | None:
    """Return what the run rests on."""
    beside = registry.neighbours(order.workbook)
    folders = {*tools.templates, order.folder.templates, *([order.templates] if order.templates else [])}
    return Basis.of(order, sorted(folders), tuple(others(beside, order.folder.ledger)), Paths().ledger)


def _may_be_said_again(outcome: Outcome, timed: reporting.Timed) -> bool:
    """Whether all is made and nothing was said that is said once; what failed or was edited is looked at each time."""
    settled = (State.MADE, State.UNCHANGED, State.SIGNED)
    is_whole = all(one.state in settled for one in outcome.results)
    return is_whole and not (outcome.locked or timed.has_told or any(one.is_error for one in outcome.problems))


@dataclass(frozen=True, slots=True)
class _Told:
    """What a run knows of the ledger and of its files, now that it is done."""

    composed: Draft
    numbered: GivenNumbers
    made: Made
    bound: _Bound | None
    recorded: Mapping[str, PaperRecord]

    def is_all_that_was_written(self) -> bool:
        """Whether the ledger says what this run read and wrote: a clerk may have signed or voided something meanwhile."""
        ledger, programme = self.composed.ledger, self.composed.programme
        papers = {**self.recorded, **{one.document.name: one.record for one in self.made.papers}}
        if self.bound is not None:
            papers[self.bound.record.name] = self.bound.record
        issued = ledger.issued()
        return (
            ledger.papers() == papers
            and all(issued.get(name, "") == number for name, number in self.numbered.numbers.items())
            and withdrawn(ledger, programme, self.numbered.numbers) == self.numbered.withdrawn
        )

    @property
    def files(self) -> dict[Path, str]:
        """The digest of each file that stands there, as the ledger has it."""
        found = {one.word: one.word_sha256 for one in self.made.papers}
        found |= {one.pdf: one.pdf_sha256 for one in self.made.papers if one.pdf_sha256}
        if self.bound is not None:
            found |= {path: files.sha256(path) for path in bundling.volumes(self.bound.path)}
        return found

    @property
    def pictures(self) -> dict[str, str]:
        """The digest of each picture in a paper."""
        drawn = [paper for paper in self.made.papers if paper.state is not State.SIGNED]
        return {name: one for paper in drawn for name, one in reasons.pictures_in(dict(paper.causes)).items()}


@dataclass(frozen=True, slots=True)
class _Bound:
    """The draft bundle: where it is, what the ledger keeps of it, and whether it was merged anew."""

    path: Path
    record: PaperRecord
    papers: int
    is_new: bool


def _keep(order: Order, composed: Draft, made: Made, recorded: Mapping[str, PaperRecord]) -> None:
    """Note what was made before the bundle is tried, whatever becomes of that; take away what is made no longer."""
    new = [paper.record for paper in made.whole if paper.record != recorded.get(paper.document.name)]
    if new:
        composed.ledger.record(new)
    if len(made.whole) == len(made.papers):
        journal.settle(order.output)
    known = {paper.document.name for paper in made.papers} | {one.name for one in composed.held_back}
    _tidy(order, composed, recorded, known)


def _bundle(
    order: Order, composed: Draft, made: Made, recorded: Mapping[str, PaperRecord], tools: Tools
) -> _Bound | None:
    """Step 8; nothing is merged where what goes in has not changed."""
    whole = tuple(paper for paper in made.whole if not paper.document.kind.stays)
    if order.to is not Target.BUNDLE or not whole or made.engine is None:
        return None
    tools.progress.step("bundle", len(whole))
    name = PART if order.kinds or order.groups else BUNDLE
    target, old = order.output.bundle(name), recorded.get(name)
    frame = bundling.Binding(
        edition=Copy.DRAFT,
        programme=composed.programme,
        explanation=_explanation(composed, made),
        year=composed.programme.term.year,
        retention=composed.programme.retention,
        items=(),
    )
    key = bundling.key(frame, whole, tools, made.engine.version)
    if old is not None and old.pdf_key == key and _digest(target) == old.pdf_sha256:
        return _Bound(target, old, len(whole), is_new=False)
    bound = bundling.bind(target, replace(frame, items=bundling.items(composed, whole, tools)), tools)
    pages = sum(merged.pages for _path, merged in bound)
    return _Bound(target, PaperRecord(name, "bundle", "", "", key, _digest(target), pages), len(whole), is_new=True)


def _record(composed: Draft, bound: _Bound | None, recorded: Mapping[str, PaperRecord], progress: Progress) -> None:
    """Step 10, for the bundle; its papers are recorded by now."""
    if bound is None:
        return
    progress.step("record", bound.papers)
    if bound.record != recorded.get(bound.record.name):
        composed.ledger.record([bound.record])


def _reported(
    order: Order, composed: Draft, made: Made, bound: _Bound | None, tools: Tools, timed: reporting.Timed
) -> Outcome:
    """Return what came of it all, and leave it in the output folder."""
    outcome = Outcome(
        results=tuple(paper.result for paper in made.papers) + composed.held_back,
        problems=composed.problems,
        numbers=composed.numbers,
        bundle=bound.path if bound else None,
        bundle_pages=bound.record.pages if bound else 0,
        pictures=preview(made.papers, order.output) if order.preview else (),
        engine=f"{made.engine.name} ({made.engine.version})" if made.engine else "",
        substitutes=_substitutes(made, tools),
        missing=missing.missing(composed, scans.beside(order.folder, composed.papers)),
        work={
            "filled": made.filled,
            "converted": made.converted,
            "bundled": int(bound is not None and bound.is_new),
        },
        # What was made just now and has its scan already is locked, too.
        locked=(
            *composed.locked,
            *returning.came_back(BuiltSemester(composed.ledger, order.folder), composed.papers).locked,
        ),
    )
    reporting.report(order, outcome, timed)
    return outcome


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


def _substitutes(made: Made, tools: Tools) -> dict[str, str]:
    """Return what was drawn for each family that the templates in use ask for, as a user knows it."""
    if made.engine is None:
        return {}
    stems = dict.fromkeys(paper.document.kind.stem for paper in made.papers)
    return fonts.substitutes(family for stem in stems for family in fonts.families(tools.template(stem).read_bytes()))


def _digest(bundle: Path) -> str:
    """Return the hash of a bundle: of its file, or of its files' hashes when there are several."""
    hashes = [files.sha256(path) for path in bundling.volumes(bundle)]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


def _explanation(made: Draft, done: Made) -> tuple[str, ...]:
    """Say on the 备考表 what is in the bundle and what is not; prose of a Chinese paper."""
    stays = sum(paper.document.kind.stays for paper in done.papers)
    whole = sum(paper.error is None and not paper.document.kind.stays for paper in done.papers)
    lines = [f"本册为草稿，收入文件{whole}件，未编件号，不作归档之用。"]
    if stays:
        lines.append(f"另有{stays}件不出本单位，不收入本册。")
    missing = [paper.document.name for paper in done.papers if paper.error] + [one.name for one in made.held_back]
    if missing:
        lines.append(f"以下{len(missing)}件因台账或文件有误暂未收入：{'、'.join(missing)}。")
    return tuple(lines)
