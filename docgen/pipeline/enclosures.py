"""What comes from outside into the archive: scans of signed papers (``扫描件``) and attachments (``附件``), by group.

The scan of a signed paper is the original: it stands first, the generated version behind it, both one 件 (domain.md §4).
A scan belongs to the paper whose file name, title or kind its own name begins with; an attachment is an item of its own
behind the group's papers. Nothing is left out in silence: what cannot be opened or placed stops the archiving, by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen import archive, files
from docgen.archive import Enclosed, FiledData
from docgen.bundle import Item
from docgen.documents import Document
from docgen.errors import ArchiveError, DocgenError
from docgen.field import Programme, Semester, Summary
from docgen.messages import _
from docgen.pipeline import batches
from docgen.pipeline.making import Workshop

SCANS, ATTACHMENTS = "扫描件", "附件"
"""Folders beside the workbook; in them one folder a group (小组编号), or 全系."""
SUPERSEDED = "-旧"
"""Ends the name of a scan that a better one replaced (``docgen sign`` puts it aside): not archived."""
_JUNK = frozenset(("thumbs.db", "desktop.ini"))
_LONGEST = 60
"""Characters of a file's name that go into the name of its item."""


@dataclass(frozen=True, slots=True)
class Sheetful:
    """A file that was taken in: where it came from (as recorded), and the PDF made of it."""

    source: Enclosed
    pdf: Path


@dataclass(frozen=True, slots=True)
class Enclosures:
    """All that lies beside the workbook: scans by the name of their paper, attachments by group, in name order."""

    scans: Mapping[str, tuple[Sheetful, ...]] = field(default_factory=dict)
    attachments: Mapping[str, tuple[Sheetful, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Task:
    source: Path
    target: Path
    shown: str


def gather(beside: Path, papers: Sequence[Document], shop: Workshop) -> Enclosures:
    """Take in every scan and attachment beside the workbook, each in a child of its own.

    Raise ArchiveError naming every file that cannot be opened and every scan that belongs to no paper.
    """
    remarks: list[str] = []
    refused: list[str] = []
    owners: dict[Path, str] = {}
    for path in _files(beside / SCANS):
        if path.stem.endswith(SUPERSEDED):
            remarks.append(_("{file}: replaced by a later scan, not archived").format(file=_shown(path, beside)))
            continue
        owner = _owner(path, papers)
        if owner is None:
            refused.append(
                _("{file}: belongs to no paper; its name must begin with the paper's").format(file=_shown(path, beside))
            )
        else:
            owners[path] = owner
    attached = _files(beside / ATTACHMENTS)
    known = {paper.group for paper in papers if paper.group} | {Summary.DEPARTMENT}
    refused += [
        _("{file}: there is no group {group}").format(file=_shown(path, beside), group=path.parent.name)
        for path in attached
        if path.parent.name not in known
    ]
    sources = [*owners, *attached]
    tasks = [
        _Task(path, shop.work / f"enclosed-{index}.pdf", _shown(path, beside)) for index, path in enumerate(sources)
    ]
    taken = batches.each(shop.executor, _take, tasks, shop.progress)
    refused += [
        f"{task.shown}: {one.message}" for task, one in zip(tasks, taken, strict=True) if isinstance(one, DocgenError)
    ]
    if refused:
        raise ArchiveError(
            _("{n} files cannot be archived as they are, so nothing was archived:").format(n=len(refused))
            + "\n"
            + "\n".join(refused),
            hint=_("Mend, rename or remove them, and archive again."),
        )
    scans: dict[str, list[Sheetful]] = {}
    attachments: dict[str, list[Sheetful]] = {}
    for path, one in zip(sources, taken, strict=True):
        assert isinstance(one, Sheetful)
        if path in owners:
            scans.setdefault(owners[path], []).append(one)
        else:
            attachments.setdefault(path.parent.name, []).append(one)
    return Enclosures(_fixed(scans), _fixed(attachments), tuple(remarks))


def scanned(beside: Path, papers: Sequence[Document]) -> frozenset[str]:
    """Return the names of the papers whose scan lies beside the workbook, unopened."""
    found = (_owner(path, papers) for path in _files(beside / SCANS) if not path.stem.endswith(SUPERSEDED))
    return frozenset(name for name in found if name is not None)


def _fixed(found: Mapping[str, list[Sheetful]]) -> dict[str, tuple[Sheetful, ...]]:
    return {key: tuple(value) for key, value in found.items()}


def _take(tasks: Sequence[_Task]) -> list[Sheetful | DocgenError]:
    """Take in a batch of files."""
    found: list[Sheetful | DocgenError] = []
    for task in tasks:
        try:
            pages = archive.take_in(task.source, task.target).pages
            found.append(
                Sheetful(Enclosed(file=task.shown, sha256=files.sha256(task.source), pages=pages), task.target)
            )
        except DocgenError as error:
            found.append(error)
    return found


def _files(folder: Path) -> list[Path]:
    """Return the files of each group's folder, groups and names in order; what systems leave behind is no file."""
    found = [path for path in folder.glob("*/*") if path.is_file()]
    found = [path for path in found if not path.name.startswith((".", "~$")) and path.name.lower() not in _JUNK]
    return sorted(found, key=lambda path: (path.parent.name, _natural(path.name)))


def _natural(name: str) -> list[tuple[int, str]]:
    """Order 2 before 10, as people count the pages of a scan."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def _shown(path: Path, beside: Path) -> str:
    return unicodedata.normalize("NFC", path.relative_to(beside).as_posix())


def _owner(path: Path, papers: Sequence[Document]) -> str | None:
    """Return the paper of the folder's group whose name a scan begins with; the longest wins, a draw is nobody's."""
    name = unicodedata.normalize("NFC", path.stem)
    found: dict[int, set[str]] = {}
    for paper in papers:
        if path.parent.name not in (paper.group or Summary.DEPARTMENT, paper.key):
            continue
        for begins in (paper.name, paper.title, paper.kind.title, paper.kind.stem):
            if begins and name.startswith(begins):
                found.setdefault(len(begins), set()).add(paper.name)
    best = found[max(found)] if found else set()
    return next(iter(best)) if len(best) == 1 else None


def signed(item: Item, scans: Sequence[Sheetful]) -> Item:
    """Put the scan in front of an item's text version."""
    if not scans:
        return item
    ahead = sum(one.source.pages for one in scans)
    return replace(
        item,
        parts=(*(one.pdf for one in scans), *item.parts),
        pages=ahead + item.pages,
        headings=tuple(replace(heading, page=heading.page + ahead) for heading in item.headings),
    )


def attached(group: str, sheet: Sheetful, used: Collection[str], semester: Semester, programme: Programme) -> Item:
    """Return an attachment as an item of its own; the archivist makes its title, so it stands in brackets (DA/T 22-2015).

    ``used`` are the names that other items have.
    """
    above = semester.group_by_id.get(group)
    stem = re.sub(r'[\\/:*?"<>|%\x00-\x1f]', "_", Path(sheet.source.file).stem)[:_LONGEST].strip(". ")
    return Item(
        name=unused(f"{group}-{ATTACHMENTS}-{stem}", used),
        title=f"[{stem}]",
        branch=(
            f"{programme.term_name}“{programme.activity}”",
            f"{above.id} {above.name}" if above else programme.general_branch,
        ),
        label=f"{ATTACHMENTS}：{stem}",
        parts=(sheet.pdf,),
        pages=sheet.source.pages,
        responsible=programme.general_branch,
        retention=programme.retention,
        remark=above.id if above else "",
    )


def late(item: Item, scans: Sequence[Sheetful], used: Collection[str]) -> Item:
    """Return the scan of a paper that was archived without it, as an item of its own for a supplement."""
    return replace(
        item,
        name=unused(f"{item.name}-{SCANS}", used),
        title=f"{item.title}（{SCANS}）",
        label=f"{item.label}（{SCANS}）",
        parts=tuple(one.pdf for one in scans),
        pages=sum(one.source.pages for one in scans),
        headings=(),
    )


def is_scanned(one: FiledData) -> bool:
    """Whether an archived item has the scan of a signed paper in it."""
    return bool(one.enclosed) and (bool(one.kind) or one.title.endswith(f"（{SCANS}）"))


def unused(name: str, used: Collection[str]) -> str:
    """Return a name that no item has yet: itself, or with ``~2`` …."""
    every = (name, *(f"{name}~{number}" for number in range(2, len(used) + 3)))
    return next(one for one in every if one not in used)
