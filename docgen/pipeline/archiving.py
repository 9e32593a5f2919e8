"""``docgen archive``: step 9, seal. Everything must be sound; 件号 are given once, stamped, sealed, bagged, verified.

An edition is a folder that never changes. Papers that came later go into the next edition as a supplement: the bags
sealed before are carried over byte for byte, the new papers get the next numbers and a bag of their own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from docgen import archive, files
from docgen.archive import BagCatalogue, BagData, BoundFile, Verdict
from docgen.bundle import Item, Stamp, catalogue_lines
from docgen.documents import Per
from docgen.errors import ArchiveError, DataError
from docgen.ledger import ItemNumber
from docgen.messages import _
from docgen.pipeline import bundling, making
from docgen.pipeline.build import workshop
from docgen.pipeline.draft import Draft, draft
from docgen.pipeline.making import Paper, Workshop
from docgen.pipeline.order import Order, Progress, Target

EDITION = "归档"
BOUND = "合订本.pdf"
FOLDER = "archive"


@dataclass(frozen=True, slots=True)
class Archived:
    """An edition that stands in the archive: where, how many items and pages, what verify says of it."""

    edition: Path
    items: int
    pages: int
    is_new: bool
    verdict: Verdict
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A paper on its way into a bag."""

    paper: Paper
    item: Item
    number: ItemNumber


def seal(order: Order, progress: Progress, *, supplement: bool = False) -> Archived:
    """Archive a semester, or what came after it was archived (``supplement``).

    Raise DataError while the workbook has an error, ArchiveError when a paper failed, when what was archived has changed
    since, or when the seal does not hold.
    """
    with files.workplace(order.folder) as work, workshop(order, work, progress) as shop:
        made = draft(order, progress)
        if made.held_back:
            raise DataError(_("a workbook with errors is not archived"), made.problems)
        _require_fonds(made)
        papers = _papers(order, made, shop)
        shelf = order.workbook.parent / FOLDER
        new = _new_papers(shelf, made, papers, supplement=supplement)
        if not new:
            edition = archive.current(shelf)
            assert edition is not None
            verdict = archive.verify(edition)
            return Archived(edition, verdict.checked.get("items", 0), verdict.checked.get("pages", 0), False, verdict)
        return _seal(shelf, made, new, shop)


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
    done = making.make(made.papers, order.folder, recorded, shop, to=Target.PDF)
    failed = [f"{paper.document.name}: {paper.result.reason}" for paper in done.papers if paper.error]
    if failed:
        raise ArchiveError(
            _("{n} papers could not be made, so nothing was archived:").format(n=len(failed)) + "\n" + "\n".join(failed)
        )
    made.ledger.record(paper.record for paper in done.papers if paper.record != recorded.get(paper.document.name))
    return done.papers


def _new_papers(shelf: Path, made: Draft, papers: Sequence[Paper], *, supplement: bool) -> tuple[Paper, ...]:
    """Return the papers that no edition has yet; refuse when one that was archived has changed or gone since."""
    edition = archive.current(shelf)
    if edition is None:
        if supplement:
            raise ArchiveError(_("nothing was archived yet, so there is nothing to supplement"))
        return tuple(papers)
    filed = {name: entry for bag in archive.bags(edition) for name, entry in archive.data_of(bag).items.items()}
    there = {paper.document.name: paper for paper in papers}
    changed = [
        name
        for name, paper in there.items()
        if name in filed and archive.dump(filed[name].data) != archive.dump(paper.document.data)
    ]
    new = tuple(paper for name, paper in there.items() if name not in filed)
    # A group that came later is counted in no report that was archived before it: that report stays as it is.
    supplemented = bool(new) or len(archive.editions(shelf)) > 1
    own = [name for name in changed if not (supplemented and there[name].document.kind.per is Per.SEMESTER)]
    if own:
        raise ArchiveError(
            _("these papers were archived and have changed since: {names}").format(names="、".join(own)),
            hint=_("What is archived stays as it is. Undo the change in the workbook."),
        )
    if new and not supplement:
        raise ArchiveError(
            _("the semester is archived already, and {n} papers came later: {names}").format(
                n=len(new), names="、".join(paper.document.name for paper in new)
            ),
            hint=_("docgen archive --supplement adds them under the next numbers."),
        )
    return new


def _seal(shelf: Path, made: Draft, papers: Sequence[Paper], shop: Workshop) -> Archived:
    published = archive.editions(shelf)
    before = archive.current(shelf)
    name = str(len(published) + 1)
    on = today()
    shop.progress.step("bundle", len(papers))
    items = bundling.items(made, papers, shop)
    given = made.ledger.number_items(name, published, [_wanted(made, item) for item in items])
    entries = [_Entry(paper, item, given[item.name]) for paper, item in zip(papers, items, strict=True)]
    boxes: dict[tuple[int, str], list[_Entry]] = {}
    for entry in entries:
        boxes.setdefault((entry.number.year, entry.number.retention), []).append(entry)

    shop.progress.step("seal", len(boxes))
    remarks: list[str] = []
    with archive.staged(shelf, name) as folder:
        for old in archive.bags(before) if before else ():
            shutil.copytree(old, folder / old.name)
        for (year, retention), content in sorted(boxes.items()):
            bag = folder / _bag_name(folder, made, year, retention)
            remarks += _fill_bag(bag, made, content, year, retention, shop, on)
            shop.progress.advance()
        archive.register(folder)
        verdict = archive.verify(folder)
        if not verdict.is_sound:
            raise ArchiveError(_("the seal does not hold:") + "\n" + "\n".join(map(str, verdict.findings)))
    made.ledger.seal(name)
    shop.progress.step("record", len(entries))
    pages = sum(item.pages for item in items)
    return Archived(shelf / name, len(entries), pages, True, verdict, tuple(remarks))


def _wanted(made: Draft, item: Item) -> ItemNumber:
    programme = made.programme
    year = item.dated.year if item.dated else programme.term.year
    return ItemNumber(item.name, item.title, programme.fonds, year, item.retention, programme.archive_class, 0, "")


def _bag_name(folder: Path, made: Draft, year: int, retention: str) -> str:
    """``Z109-2009-D30``, with ``-b2`` … for supplements of the same year and retention."""
    name = f"{made.programme.fonds}-{year}-{retention}"
    number = 1 + sum(1 for bag in archive.bags(folder) if bag.name == name or bag.name.startswith(f"{name}-b"))
    return name if number == 1 else f"{name}-b{number}"


def _fill_bag(
    bag: Path, made: Draft, content: Sequence[_Entry], year: int, retention: str, shop: Workshop, on: date
) -> tuple[str, ...]:
    """Bind, seal and bag the items of one box; return the binder's remarks."""
    programme = made.programme
    items = tuple(_stamped(entry) for entry in content)
    numbers = [f"{entry.number.no:04}" for entry in content]
    frame = bundling.Frame(
        edition=EDITION,
        programme=programme,
        explanation=_explanation(items),
        year=year,
        retention=retention,
        items=items,
        first_item=numbers[0],
        last_item=numbers[-1],
        box="1",
        arranged_on=on,
    )
    bound = shop.work / f"{bag.name}-{BOUND}"
    merged = bundling.assemble(bound, frame, shop)
    archive.seal(bound, on=on)
    texts = archive.texts_of(bound)
    lines = catalogue_lines(items)
    data = {}
    for entry, line in zip(content, lines, strict=True):
        start = merged.front + line.first_page - 1
        shown = "".join(texts[start : start + line.pages])
        data[entry.item.name] = archive.filed_data(entry.paper.document, shown)
    catalogue = BagCatalogue(
        edition=EDITION,
        fonds=programme.fonds,
        fonds_name=programme.fonds_name,
        year=year,
        retention=retention,
        archive_class=programme.archive_class,
        general_branch=programme.general_branch,
        activity=programme.activity,
        term=programme.term_name,
        files=(BoundFile(name=BOUND, pages=merged.pages, front=merged.front),),
        lines=tuple(archive.filed_line(line, item.name, BOUND) for line, item in zip(lines, items, strict=True)),
    )
    payload: dict[str, Path | bytes] = {
        BOUND: bound,
        archive.CATALOGUE: archive.to_json(catalogue),
        archive.DATA: archive.to_json(BagData(items=data)),
        archive.LEDGER: archive.dump(
            [{"名称": one.number.name, "件号": one.number.no, "备案号": one.item.number} for one in content]
        ),
    }
    for entry in content:
        payload[f"word/{entry.paper.word.name}"] = entry.paper.word
    archive.make_bag(bag, payload, _info(made, items, on))
    return merged.remarks


def _stamped(entry: _Entry) -> Item:
    number = entry.number
    return replace(
        entry.item,
        reference=archive.reference(number.fonds, number.year, number.retention, number.archive_class, number.no),
        stamp=Stamp(
            fonds=number.fonds,
            year=str(number.year),
            number=f"{number.no:04}",
            office=number.archive_class,
            retention=archive.RETENTIONS[number.retention],
            pages=str(entry.item.pages),
        ),
    )


def _explanation(items: Sequence[Item]) -> tuple[str, ...]:
    """情况说明 of the 备考表; prose of a Chinese paper."""
    return (f"本盒共有文件{len(items)}件，{sum(item.pages for item in items)}页，无缺件、无缺页。",)


def _info(made: Draft, items: Sequence[Item], on: date) -> dict[str, str]:
    programme = made.programme
    return {
        "Source-Organization": f"{programme.school} {programme.general_branch}",
        "External-Description": f"{programme.term_name}“{programme.activity}”",
        "External-Identifier": f"{items[0].reference} … {items[-1].reference}",
        "Bagging-Date": on.isoformat(),
        "Fonds": programme.fonds,
        "Semester": programme.term.slug,
        "Item-Count": str(len(items)),
        "Page-Count": str(sum(item.pages for item in items)),
    }
