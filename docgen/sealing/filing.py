"""What goes into the next edition of the archive: papers, scans and attachments that no edition has yet.

What was archived stays as it is: a paper whose data changed since is refused by name, what came later is named, and added
only as a supplement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen import archives
from docgen.archives import Enclosed, FiledData
from docgen.bundle import Bookmark, Item
from docgen.documents import Document, Per
from docgen.errors import ArchiveError
from docgen.field import Summary
from docgen.making import bundling
from docgen.making.draft import Draft
from docgen.making.tools import PaperFile, Tools
from docgen.messages import _
from docgen.sealing import enclosures
from docgen.sealing.enclosures import Enclosures, Sheetful


@dataclass(frozen=True, slots=True)
class NewItem:
    """One item on its way into the archive; a scan or an attachment alone has no paper behind it, a group's talks several."""

    item: Item
    papers: tuple[PaperFile, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    originals: tuple[Path, ...] = ()
    """Where the files that are enclosed lie as they came."""

    def data(self, text: str) -> FiledData:
        """Return what ``data.json`` says of it; ``text`` is that of its pages."""
        match self.papers:
            case ():
                return FiledData(title=self.item.title, data={}, shown=(), enclosed=self.enclosed)
            case (paper,):
                filed = archives.filed_data(paper.document, text, self.enclosed)
                return filed.model_copy(update={"title": self.item.title})
            case papers:
                documents = [paper.document for paper in papers]
                return archives.filed_together(self.item.title, documents, text, self.enclosed)


def filed(edition: Path | None) -> dict[str, FiledData]:
    """Return what an edition holds, by name."""
    return (
        {name: entry for bag in archives.bags(edition) for name, entry in archives.data_of(bag).items.items()}
        if edition
        else {}
    )


def _by_paper(known: Mapping[str, FiledData]) -> dict[str, Mapping[str, Any]]:
    """Return the data of each paper that was archived, those that share an item one by one."""
    found: dict[str, Mapping[str, Any]] = {}
    for name, entry in known.items():
        found |= {paper: entry.data[paper] for paper in entry.papers} or {name: entry.data}
    return found


def new_papers(shelf: Path, known: Mapping[str, FiledData], papers: Sequence[Document]) -> frozenset[str]:
    """Return the names of the papers that no edition has yet. Raise ArchiveError when one that was archived has changed since."""
    there = {paper.name: paper for paper in papers}
    filed = _by_paper(known)
    changed = [
        name
        for name, paper in there.items()
        if name in filed and archives.dump(filed[name]) != archives.dump(paper.data)
    ]
    new = there.keys() - filed.keys()
    # A group that came later is counted in no report that was archived before it: that report stays as it is.
    supplemented = bool(new) or len(archives.editions(shelf)) > 1
    own = [name for name in changed if not (supplemented and there[name].kind.sums_up)]
    if own:
        raise ArchiveError(
            _("these papers were archived and have changed since: {names}").format(names="、".join(own)),
            hint=_("What is archived stays as it is. Undo the change in the workbook."),
        )
    return frozenset(new)


def no_longer_made(known: Mapping[str, FiledData], papers: Sequence[Document]) -> Iterator[str]:
    """Yield a remark on papers that were archived and that the workbook makes no more: a row may only have been reworded."""
    there = {paper.name for paper in papers}
    if names := [name for name, data in _by_paper(known).items() if data and name not in there]:
        yield _(
            "archived, and no longer made from the workbook: {names}. They stay in the archive. Where a row was only "
            "reworded, put the old words back: else the archive has the same paper twice."
        ).format(names="、".join(names))


def filings(
    made: Draft,
    papers: Sequence[PaperFile],
    new: Collection[str],
    outside: Enclosures,
    known: Mapping[str, FiledData],
    tools: Tools,
) -> tuple[NewItem, ...]:
    """Return what no edition has yet, in catalogue order: each group's papers, what came late, its attachments."""
    held = {(one.file, one.sha256) for entry in known.values() for one in entry.enclosed}
    _refuse_changed(outside, known)
    filed = _by_paper(known)
    late = {
        name: rest
        for name, scans in outside.scans.items()
        if name in filed and (rest := tuple(one for one in scans if (one.source.file, one.source.sha256) not in held))
    }
    wanted = [paper for paper in papers if paper.document.name in new or paper.document.name in late]
    items = {item.name: item for item in bundling.items(made, wanted, tools)}
    used = set(known) | set(filed) | {paper.document.name for paper in papers}
    found: dict[str, list[NewItem]] = {group.id: [] for group in made.semester.units}
    for paper in wanted:
        document = paper.document
        item, scans = items[document.name], outside.scans.get(document.name, ())
        if document.name in late:
            one = _filing(enclosures.late(item, late[document.name], used), (), late[document.name])
        else:
            one = _filing(enclosures.signed(item, scans), (paper,), scans)
        used.add(one.item.name)
        found.setdefault(document.group, []).append(one)
    for group, sheets in outside.attachments.items():
        for sheet in sheets:
            if (sheet.source.file, sheet.source.sha256) not in held:
                item = enclosures.attached(group, sheet, used, made.semester, made.programme)
                used.add(item.name)
                key = group if group in made.semester.unit_by_id else ""
                found.setdefault(key, []).append(_filing(item, (), [sheet]))
    if made.settings.archive.talks == "group":
        found = {group: _talks_together(group, ones, used) for group, ones in found.items()}
    return tuple(one for group in found.values() for one in group)


def _talks_together(group: str, filings: Sequence[NewItem], used: Collection[str]) -> list[NewItem]:
    """Make one 件 of a group's talks: their scans first, their text versions behind, a bookmark for each."""
    talks = [one for one in filings if one.papers and one.papers[0].document.kind.per is Per.TALK]
    if len(talks) < 2:
        return list(filings)
    first, last = talks[0].item, talks[-1].item
    scanned = [sum(source.pages for source in one.enclosed) for one in talks]
    scans, texts = 0, sum(scanned)
    headings = []
    for one, ahead in zip(talks, scanned, strict=True):
        headings.append(Bookmark(one.item.label, 1, scans if ahead else texts))
        scans, texts = scans + ahead, texts + one.item.pages - ahead
    label = talks[0].papers[0].document.kind.title
    item = replace(
        first,
        name=enclosures.unused(f"{group or Summary.DEPARTMENT}-{label}", used),
        title=f"{first.branch[-1]}{label}（{len(talks)}份）",
        label=label,
        parts=(*(part for one in talks for part in one.item.parts[:-1]), *(one.item.parts[-1] for one in talks)),
        pages=sum(one.item.pages for one in talks),
        headings=tuple(headings),
        dated=last.dated,
    )
    together = NewItem(
        item,
        tuple(paper for one in talks for paper in one.papers),
        tuple(source for one in talks for source in one.enclosed),
        tuple(path for one in talks for path in one.originals),
    )
    at = filings.index(talks[0])
    return [*filings[:at], together, *(one for one in filings[at:] if one not in talks)]


def _filing(item: Item, papers: tuple[PaperFile, ...], sheets: Sequence[Sheetful]) -> NewItem:
    return NewItem(item, papers, tuple(one.source for one in sheets), tuple(one.original for one in sheets))


def _refuse_changed(outside: Enclosures, known: Mapping[str, FiledData]) -> None:
    """Refuse an attachment that is another file than the one archived under its name."""
    before = {one.file: one.sha256 for entry in known.values() for one in entry.enclosed}
    changed = [
        sheet.source.file
        for sheets in outside.attachments.values()
        for sheet in sheets
        if before.get(sheet.source.file, sheet.source.sha256) != sheet.source.sha256
    ]
    if changed:
        raise ArchiveError(
            _("these files were archived and have changed since: {names}").format(names="、".join(changed)),
            hint=_("Put the old file back, and the new one beside it under a name of its own."),
        )


def titles(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the titles of the papers that each group has, in their order."""
    kinds = {document.kind.title: document.kind.order for document in documents if document.kind.per is Per.GROUP}
    return tuple(sorted(kinds, key=kinds.__getitem__))
