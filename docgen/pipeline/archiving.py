"""``docgen archive``: step 9, seal. Everything must be sound; 件号 are given once, stamped, sealed, bagged, verified.

An edition is a folder that never changes. Papers that came later go into the next edition as a supplement: the bags
sealed before are carried over byte for byte, the new papers get the next numbers and a bag of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from docgen import archive, files
from docgen.archive import Credential, FiledData, Verdict
from docgen.errors import ArchiveError, DataError
from docgen.folder import SCANS
from docgen.ledger import ItemNumber
from docgen.messages import _
from docgen.pipeline import boxes, bundling, enclosures, filing, making, overviews
from docgen.pipeline.boxes import Entry
from docgen.pipeline.building import workshop
from docgen.pipeline.condition import Facts, explain
from docgen.pipeline.draft import Draft, draft
from docgen.pipeline.examining import examine
from docgen.pipeline.executors import carrier
from docgen.pipeline.filing import Filing
from docgen.pipeline.making import Paper, Workshop
from docgen.pipeline.missing import missing
from docgen.pipeline.order import Order, Progress, Target

SPINE = "盒脊标签.pdf"


@dataclass(frozen=True, slots=True)
class Archived:
    """An edition that stands in the archive: where, how many items and pages, what verify says of it."""

    edition: Path
    items: int
    pages: int
    is_new: bool
    verdict: Verdict
    remarks: tuple[str, ...] = ()

    @property
    def index(self) -> Path:
        """The page to open first."""
        return self.edition / archive.INDEX


def seal(
    order: Order,
    progress: Progress,
    *,
    supplement: bool = False,
    leave_out: bool = False,
    credential: Credential | None = None,
    executor: Executor | None = None,
) -> Archived:
    """Archive a semester, or what came after it was archived (``supplement``); ``credential`` signs what is new.

    Raise DataError while the workbook has an error, ArchiveError when a paper failed, a scan or attachment cannot be
    taken in, what was archived has changed since, or the seal does not hold.
    """
    if credential is not None:
        archive.signer(credential)  # a wrong password is said before any number is given
    with (
        files.workplace(order.output.path) as work,
        nullcontext(executor) if executor else carrier(order.jobs) as carrying,
    ):
        shop = workshop(order, work, progress, carrying)
        made = draft(order, progress)
        if made.held_back:
            raise DataError(_("a workbook with errors is not archived"), made.problems)
        _require_fonds(made)
        shelf = order.folder.archive
        adopted = archive.adopt(shelf)
        if adopted is not None:
            made.ledger.seal(adopted.name)
        papers = _papers(order, made, shop)
        outside = enclosures.gather(order.folder, [paper.document for paper in papers], shop, leave_out=leave_out)
        before = archive.current(shelf)
        if before is None and supplement:
            raise ArchiveError(_("nothing was archived yet, so there is nothing to supplement"))
        known = filing.filed(before)
        new = filing.filings(made, papers, filing.new_papers(shelf, known, papers), outside, known, shop)
        if before is not None and not new:
            verdict = examine(before)
            counts = verdict.checked
            return Archived(before, counts.get("items", 0), counts.get("pages", 0), False, verdict, outside.remarks)
        if before is not None and not supplement:
            raise ArchiveError(
                _("the semester is archived already, and {n} papers came later: {names}").format(
                    n=len(new), names="、".join(one.item.name for one in new)
                ),
                hint=_("docgen archive --supplement adds them under the next numbers."),
            )
        lacks = missing(made, {*outside.scans, *_scanned(known)})
        facts = Facts(made.semester, lacks, outside.left, is_supplement=before is not None)
        return _seal(shelf, before, made, new, (*outside.remarks, *outside.left), facts, shop, credential)


def today() -> date:
    """Return the day of archiving: SOURCE_DATE_EPOCH where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().astimezone().date()


def _require_fonds(made: Draft) -> None:
    if not made.programme.fonds:
        raise ArchiveError(
            _("there is no 全宗号: an archive number cannot be made without it"),
            hint=_("Fill in 全宗号 (4 characters) on the sheet 学期; the college's archive office knows it."),
        )


def _papers(order: Order, made: Draft, shop: Workshop) -> tuple[Paper, ...]:
    recorded = made.ledger.papers()
    done = making.make(made.papers, order.output, recorded, shop, to=Target.PDF)
    failed = [f"{paper.document.name}: {paper.result.reason}" for paper in done.papers if paper.error]
    if failed:
        raise ArchiveError(
            _("{n} papers could not be made, so nothing was archived:").format(n=len(failed)) + "\n" + "\n".join(failed)
        )
    made.ledger.record(paper.record for paper in done.papers if paper.record != recorded.get(paper.document.name))
    return done.papers


def _seal(
    shelf: Path,
    before: Path | None,
    made: Draft,
    new: Sequence[Filing],
    remarks: Sequence[str],
    facts: Facts,
    shop: Workshop,
    credential: Credential | None,
) -> Archived:
    published = archive.editions(shelf)
    name = str(max((int(one) for one in published if one.isdecimal()), default=0) + 1)
    on = today()
    shop.progress.step("bundle", len(new))
    given = made.ledger.number_items(name, published, [_wanted(made, one) for one in new])
    parts: dict[tuple[int, str], list[Entry]] = {}
    for one in new:
        number = given[one.item.name]
        parts.setdefault((number.year, number.retention), []).append(Entry(one, number))
    explained = {
        part: explain(
            [one.filing for one in content],
            [one.number.no for one in content],
            facts,
            is_first=place == 0,
        )
        for place, (part, content) in enumerate(sorted(parts.items()))
    }
    for (year, retention), paragraphs in explained.items():
        shop.progress.tell((f"备考表 {year} {archive.RETENTIONS[retention]}", *(f"  {line}" for line in paragraphs)))

    shop.progress.step("seal", len(parts))
    said = list(remarks)
    with archive.staged(shelf, name) as folder:
        for old in archive.bags(before) if before else ():
            shutil.copytree(old, folder / old.name)
        for (year, retention), content in sorted(parts.items()):
            bag, box = _bag(folder, made, year, retention)
            explanation = explained[year, retention]
            said += boxes.fill(bag, made.programme, content, box, explanation, shop, on, credential=credential)
            shop.progress.advance()
        bundling.spine(folder / SPINE, boxes.labels(made.programme, archive.bags(folder)), shop)
        _write_index(folder, made)
        archive.register(folder)
        verdict = examine(folder)
        if not verdict.is_sound:
            raise ArchiveError(
                _("the seal does not hold:") + "\n" + "\n".join(map(str, verdict.findings)),
                hint=_("Find the paper named there; print it anew or replace its scan."),
            )
    made.ledger.seal(name)
    shop.progress.step("record", len(new))
    pages = sum(one.item.pages for one in new)
    return Archived(shelf / name, len(new), pages, True, verdict, tuple(said))


def _wanted(made: Draft, one: Filing) -> ItemNumber:
    programme, item = made.programme, one.item
    year = item.dated.year if item.dated else programme.term.year
    return ItemNumber(item.name, item.title, programme.fonds, year, item.retention, programme.archive_class, 0, "")


def _bag(folder: Path, made: Draft, year: int, retention: str) -> tuple[Path, str]:
    """Return bag and box number: ``Z109-2009-D30``, with ``-b2`` … for supplements of the same year and retention."""
    name = f"{made.programme.fonds}-{year}-{retention}"
    number = 1 + sum(1 for bag in archive.bags(folder) if bag.name == name or bag.name.startswith(f"{name}-b"))
    return folder / (name if number == 1 else f"{name}-b{number}"), str(number)


def _write_index(folder: Path, made: Draft) -> None:
    """Write the page that is opened first, over all bags of the edition."""
    catalogues = [(bag.name, archive.catalogue_of(bag)) for bag in archive.bags(folder)]
    lines = [line for _name, catalogue in catalogues for line in catalogue.lines]
    filed = filing.filed(folder)
    about = {name: (*one.shown, *one.hidden) for name, one in filed.items()}
    glance = overviews.overview(
        made,
        bundling.ARCHIVED,
        filing.titles(made.papers),
        len(lines),
        sum(line.pages for line in lines),
        _scanned(filed),
    )
    files.write(folder / archive.INDEX, archive.index_page(glance, catalogues, about))


def _scanned(filed: Mapping[str, FiledData]) -> set[str]:
    """Return the papers of an edition that have a scan in it, with it or after it."""
    return {
        name.removesuffix(f"-{SCANS}")
        for item, one in filed.items()
        if enclosures.is_scanned(one)
        for name in (one.papers or (item,))
    }
