"""``docgen archive``: the ten steps, up to a sealed edition. Everything must be sound.

An edition is a folder that never changes. Papers that came later go into the next edition as a supplement: the bags
sealed before are carried over byte for byte, the new papers get the next numbers and a bag of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import archives, folder_lock, outgoing
from docgen.archives import Credential, Verdict
from docgen.errors import ArchiveError, DataError, DocgenError
from docgen.ledger import PaperRecord
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.missing import missing
from docgen.making.order import Order, Target
from docgen.making.own import template_folders
from docgen.making.progress import Progress
from docgen.making.tools import PaperFile, Tools, tools_of
from docgen.messages import _, typed
from docgen.pipeline.checking import check, read
from docgen.pipeline.composing import compose, number
from docgen.pipeline.converting import Made, convert, gate
from docgen.pipeline.filling import fill
from docgen.sealing import editions, enclosures, filing, handing
from docgen.sealing.boxes import Facts
from docgen.sealing.editions import Edition, Sealed
from docgen.sealing.examining import examine


@dataclass(frozen=True, slots=True)
class Archived:
    """An edition that stands in the archive: where, how many items and pages, what verify says of it."""

    edition: Path
    items: int
    pages: int
    is_new: bool
    verdict: Verdict
    remarks: tuple[str, ...] = ()
    handover_list: Path | None = None
    """归档材料移交清册, to be signed by both sides"""

    @property
    def index(self) -> Path:
        """The page to open first."""
        return self.edition / archives.INDEX


def seal(
    order: Order,
    progress: Progress,
    *,
    supplement: bool = False,
    leave_out: bool = False,
    lost: str = "",
    credential: Credential | None = None,
    executor: Executor | None = None,
) -> Archived:
    """Archive a semester, or what came after it was archived (``supplement``); ``credential`` signs what is new.

    ``lost``: why editions that the ledger knows are gone for good; what was in them is sealed anew under its numbers.
    Raise DataError while the workbook has an error, ArchiveError when a paper failed, a scan or attachment cannot be
    taken in, what was archived has changed since, or the seal does not hold.
    """
    if credential is not None:
        archives.signer(credential)  # a wrong password is said before any number is given
    for place in (order.output.path, order.folder.home):
        outgoing.folder(place)
    with (
        folder_lock.workplace(order.output.path) as work,
        nullcontext(executor) if executor else carrier(order.jobs) as carrying,
    ):
        tools = tools_of(order, work, progress, carrying)
        opened = read(order, progress)
        sound = check(order, opened, progress)
        numbered = number(order, sound, progress)
        composed = _complete(order, compose(order, sound, numbered, progress))
        recorded = composed.ledger.papers()
        filled = fill(
            composed.papers,
            order.output,
            recorded,
            tools,
            to=Target.PDF,
            locate=composed.tell.cells,
            coder=composed.coder,
        )
        drawn = convert(filled, recorded, tools)
        papers = _whole(composed, gate(drawn, tools), recorded)
        edition = _next(order, composed, papers, tools, supplement=supplement, leave_out=leave_out, lost=lost)
        if edition.before is not None and not edition.new:
            return _unchanged(edition.before, edition.remarks)
        with editions.giving(edition):
            boxes = editions.bundle(edition, tools)
            sealed = editions.seal(edition, boxes, tools, credential)
        editions.record(edition, tools)
        return _archived(edition, sealed)


def with_list(archived: Archived, order: Order) -> Archived:
    """Print what is signed when an edition is handed over, in the output folder; one that cannot be made is remarked on.

    The edition stands in the archive by then, whatever comes of its list.
    """
    if not archived.verdict.is_sound:
        return archived
    copies = order.folder.settings.copies.get(handing.LIST.stem, handing.LIST.copies)
    templates = template_folders(order.workbook, order.templates)
    try:
        listed = handing.write_list(archived.edition, order.output.path, templates, copies, order.engine)
    except DocgenError as error:
        said = _("{paper} could not be made: {reason}").format(paper=handing.LIST.title, reason=error.message)
        return replace(archived, remarks=(*archived.remarks, said))
    return replace(archived, handover_list=listed)


def _complete(order: Order, composed: Draft) -> Draft:
    """Refuse what is not archived: a semester with errors, or without a fonds. Finish what a run that was stopped left."""
    _refuse_held_back(composed)
    _require_fonds(composed)
    shelf = order.folder.archive
    archives.adopt(shelf)
    standing = archives.before(shelf)  # `current` may name one that is lost: see _gone
    if standing is not None:
        composed.ledger.seal(standing.name, archives.digest(standing))
    return composed


def _refuse_held_back(composed: Draft) -> None:
    """Raise DataError with the reason of every paper that is held back: its fault in the workbook, or its own."""
    if any(problem.is_error for problem in composed.problems):
        raise DataError(
            _("a workbook with errors is not archived"),
            composed.problems,
            hint=_("Mend what is marked E above, and archive again."),
        )
    if composed.held_back:
        reasons = "\n".join(f"  {one.name}：{one.reason}" for one in composed.held_back)
        raise DataError(
            _("{n} papers are held back, so nothing was archived:").format(n=len(composed.held_back)) + "\n" + reasons,
            hint=_("Do what stands behind each paper, and archive again."),
        )


def _require_fonds(composed: Draft) -> None:
    if not composed.programme.fonds:
        raise ArchiveError(
            _("there is no 全宗号: an archive number cannot be made without it"),
            hint=_("Fill in 全宗号 (4 characters) on the sheet 学期; the college's archive office knows it."),
        )


def _whole(composed: Draft, made: Made, recorded: Mapping[str, PaperRecord]) -> tuple[PaperFile, ...]:
    """Record the papers, which must all have been made."""
    failed = [f"{paper.document.name}: {paper.result.reason}" for paper in made.papers if paper.error]
    if failed:
        raise ArchiveError(
            _("{n} papers could not be made, so nothing was archived:").format(n=len(failed))
            + "\n"
            + "\n".join(failed),
            hint=_("Mend what stands behind each paper, and archive again."),
        )
    composed.ledger.record(paper.record for paper in made.papers if paper.record != recorded.get(paper.document.name))
    return made.papers


def _next(
    order: Order,
    composed: Draft,
    papers: Sequence[PaperFile],
    tools: Tools,
    *,
    supplement: bool,
    leave_out: bool,
    lost: str,
) -> Edition:
    """Return what goes into the next edition. Raise ArchiveError when that is not what was asked for."""
    shelf = order.folder.archive
    gone = _gone(shelf, composed, lost)
    outside = enclosures.gather(order.folder, [paper.document for paper in papers], tools, leave_out=leave_out)
    before = archives.before(shelf) if gone else archives.current(shelf)
    if before is None and supplement:
        raise ArchiveError(
            _("nothing was archived yet, so there is nothing to supplement"),
            hint=_("Archive it first: docgen archive {workbook}").format(workbook=typed(order.workbook)),
        )
    stays = sum(paper.document.kind.stays for paper in papers)
    papers = [paper for paper in papers if not paper.document.kind.stays]
    composed = replace(composed, papers=tuple(one for one in composed.papers if not one.kind.stays))
    known = filing.filed(before)
    documents = [paper.document for paper in papers]
    new = filing.filings(composed, papers, filing.new_papers(shelf, known, documents), outside, known, tools)
    if before is not None and new and not supplement and not gone:
        raise ArchiveError(
            _("the semester is archived already, and {n} papers came later: {names}").format(
                n=len(new), names="、".join(one.item.name for one in new)
            ),
            hint=_("docgen archive --supplement adds them under the next numbers."),
        )
    lacks = missing(composed, {*outside.scans, *editions.scanned(known)})
    facts = Facts(composed.semester, lacks, outside.left, is_supplement=before is not None, stays=stays)
    remarks = (*outside.remarks, *filing.no_longer_made(known, documents))
    return Edition(shelf, before, composed, new, remarks, facts, gone, lost)


def _gone(shelf: Path, composed: Draft, why: str) -> tuple[str, ...]:
    """Return the editions that the ledger knows and that are gone for good. Raise ArchiveError when nobody has said so."""
    gone = tuple(name for name in composed.ledger.sealed() if not (shelf / name).is_dir())
    if gone and not why:
        raise ArchiveError(
            _("{shelf}: the edition {names} was sealed here and is gone").format(shelf=shelf, names="、".join(gone)),
            hint=_(
                "Put it back from a copy. If there is none, docgen archive --lost REASON seals what was in it anew under "
                "the numbers it had."
            ),
        )
    if why and not gone:
        raise ArchiveError(_("{shelf}: no edition is lost").format(shelf=shelf))
    return gone


def _unchanged(edition: Path, remarks: tuple[str, ...]) -> Archived:
    """Return the edition that stands there, nothing having come later."""
    verdict = replace(examine(edition), digest=archives.digest(edition))
    if verdict.is_sound:
        archives.write_page(edition.parent)
    counts = verdict.checked
    return Archived(edition, counts.get("items", 0), counts.get("pages", 0), False, verdict, remarks)


def _archived(edition: Edition, sealed: Sealed) -> Archived:
    pages = sum(one.item.pages for one in edition.new)
    said = (*edition.remarks, *edition.facts.left.values(), *sealed.remarks)
    return Archived(
        edition.path, len(edition.new), pages, True, replace(sealed.verdict, digest=archives.digest(edition.path)), said
    )
