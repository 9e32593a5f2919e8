"""What comes from outside into the archive: scans of signed papers (``扫描件``) and attachments (``附件``), by group.

The scan of a signed paper is the original: it stands first, the generated version behind it, both one 件 (domain.md §4).
A scan belongs to the paper whose file name, title or kind its own name begins with; an attachment is an item of its own
behind the group's papers. Nothing is left out in silence: what cannot be opened or placed stops the archiving, by name,
or is left out by the user's word, and named in the 备考表.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen import archives, files, isolate
from docgen.archives import Enclosed, FiledData
from docgen.bundle import Item
from docgen.documents import Document
from docgen.errors import ArchiveError, DocgenError, InputError
from docgen.field import Programme, Semester, Summary
from docgen.folder import ATTACHMENTS, SCANS, Folder
from docgen.incoming import limits
from docgen.making import batches, bundling
from docgen.making.tools import Tools
from docgen.messages import _
from docgen.signing.scans import SUPERSEDED, found, group_of, named, owner_of

_LONGEST = 60
"""Characters of a file's name that go into the name of its item."""
_SMALL, _TOGETHER = 4 << 20, 8
"""Bytes and files that go into one child."""


@dataclass(frozen=True, slots=True)
class Sheetful:
    """A file that was taken in: what is recorded of it, the PDF made of it, and where it lies as it came."""

    source: Enclosed
    pdf: Path
    original: Path


@dataclass(frozen=True, slots=True)
class Enclosures:
    """All that lies beside the workbook: scans by the name of their paper, attachments by group, in name order."""

    scans: Mapping[str, tuple[Sheetful, ...]] = field(default_factory=dict)
    attachments: Mapping[str, tuple[Sheetful, ...]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)
    """Files that were left out because the user said so: what is said of each, by its path beside the workbook."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be taken in: where from, where to, and what it is called."""

    source: Path
    target: Path
    shown: str


def gather(beside: Folder, papers: Sequence[Document], tools: Tools, *, leave_out: bool = False) -> Enclosures:
    """Take in every scan and attachment beside the workbook, in children with bounds.

    Raise ArchiveError naming every file that cannot be taken in and every scan that belongs to no paper; with
    ``leave_out`` they are left out instead, and named in the result.
    """
    remarks: list[str] = []
    scanned, attached = found(beside.scans), found(beside.attachments)
    strays = {named(path, beside.home): why for path, why in (*scanned.strays, *attached.strays)}
    refused = {shown: f"{shown}：{why}" for shown, why in strays.items()}
    owners: dict[Path, str] = {}
    for path in scanned.files:
        if path.stem.endswith(SUPERSEDED):
            remarks.append(_("{file}: replaced by a later scan, not archived").format(file=named(path, beside.home)))
            continue
        owner = owner_of(path, beside.scans, papers)
        if owner is None:
            shown = named(path, beside.home)
            refused[shown] = _(
                "{file}: belongs to no paper; put it into the folder of its group and begin its name with the paper's"
            ).format(file=shown)
        else:
            owners[path] = owner
    known = {paper.group for paper in papers if paper.group} | {Summary.DEPARTMENT}
    groups = {path: group_of(path, beside.attachments) for path in attached.files}
    for path, group in groups.items():
        shown = named(path, beside.home)
        if not group:
            refused[shown] = _(
                "{file}: lies in no group's folder; put it into that of its group, or into {department}"
            ).format(file=shown, department=Summary.DEPARTMENT)
        elif group not in known:
            refused[shown] = _("{file}: there is no group {group}").format(file=shown, group=group)
    sources = [*owners, *(path for path, group in groups.items() if group in known)]
    tasks = [
        Task(path, tools.work / f"enclosed-{index}.pdf", named(path, beside.home)) for index, path in enumerate(sources)
    ]
    taken = batches.each(tools.executor, take, tasks, tools.progress, isolated=False)
    refused |= {
        task.shown: _why(task.shown, one)
        for task, one in zip(tasks, taken, strict=True)
        if isinstance(one, DocgenError)
    }
    if refused and not leave_out:
        raise ArchiveError(
            _("{n} files cannot be archived as they are, so nothing was archived:").format(n=len(refused))
            + "\n"
            + "\n".join(refused.values()),
            hint=_(
                "Mend, rename or remove them and archive again; or archive without them (--leave-out): the 备考表 then "
                "names each, and --supplement takes it in later."
            ),
        )
    by_paper: dict[str, list[Sheetful]] = {}
    by_group: dict[str, list[Sheetful]] = {}
    for path, one in zip(sources, taken, strict=True):
        if isinstance(one, Sheetful):
            key, into = (owners[path], by_paper) if path in owners else (groups[path], by_group)
            into.setdefault(key, []).append(one)
    return Enclosures(_fixed(by_paper), _fixed(by_group), tuple(remarks), refused)


def _why(shown: str, error: DocgenError) -> str:
    """Say of a file what is wrong and what to do, under its path."""
    said = error.message.removeprefix(Path(shown).name).lstrip("：: ")
    return f"{shown}：{said}" + (f"（{error.hint}）" if error.hint else "")


def _fixed(found: Mapping[str, list[Sheetful]]) -> dict[str, tuple[Sheetful, ...]]:
    return {key: tuple(value) for key, value in found.items()}


def take(tasks: Sequence[Task]) -> list[Sheetful | DocgenError]:
    """Take in a batch of files, small ones several to a child: its start costs as much as a page."""
    taken: list[Sheetful | DocgenError] = []
    for lot in _lots(tasks):
        taken += _bounded(lot)
    return taken


def _lots(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    lot: list[Task] = []
    held = 0
    for task in tasks:
        size = _size(task.source)
        if lot and (held + size > _SMALL or len(lot) == _TOGETHER):
            yield lot
            lot, held = [], 0
        lot.append(task)
        held += size
    if lot:
        yield lot


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _bounded(tasks: Sequence[Task]) -> list[Sheetful | DocgenError]:
    """Take in files in a child that may take so long and so much memory; what breaks it stands alone in the end."""
    seconds = limits.seconds(sum(_size(task.source) for task in tasks))
    try:
        return isolate.call(_taken, tasks, deadline=seconds, memory=limits.MEMORY)
    except isolate.IsolationError as error:
        if len(tasks) > 1:
            return [one for task in tasks for one in _bounded([task])]
        why = {
            "time": _("takes longer to read than {seconds:.0f} seconds").format(seconds=seconds),
            "memory": _("needs more memory to be read than it may have"),
        }.get(error.reason, _("breaks the reader down"))
        return [InputError(why, hint=_("Open it in a reader, print it anew as PDF, and put that in its place."))]


def _taken(tasks: Sequence[Task]) -> list[Sheetful | DocgenError]:
    """The child's side of :func:`_bounded`."""
    made: list[Sheetful | DocgenError] = []
    for task in tasks:
        try:
            taken = archives.take_in(task.source, task.target)
            record = Enclosed(
                file=task.shown, sha256=files.sha256(task.source), pages=taken.pages, changes=taken.changes
            )
            made.append(Sheetful(record, task.target, task.source))
        except DocgenError as error:
            made.append(error)
    return made


def _remark(said: str, sheets: Sequence[Sheetful]) -> str:
    """Return the 备注 of an item: what it had, and what was changed of the files in it."""
    changes = dict.fromkeys(change for sheet in sheets for change in sheet.source.changes)
    return "；".join(filter(None, (said, *changes)))


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
        remark=_remark(item.remark, scans),
    )


def attached(group: str, sheet: Sheetful, used: Collection[str], semester: Semester, programme: Programme) -> Item:
    """Return an attachment as an item of its own; the archivist makes its title, so it stands in brackets (DA/T 22-2015).

    ``used`` are the names that other items have.
    """
    above = semester.unit_by_id.get(group)
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
        responsible=above.name if above else programme.general_branch,
        dated=bundling.undated(programme),
        retention=programme.retention,
        remark=_remark(above.id if above else "", [sheet]),
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
        remark=_remark(item.remark, scans),
    )


def is_scanned(one: FiledData) -> bool:
    """Whether an archived item has the scan of a signed paper in it."""
    return bool(one.enclosed) and (bool(one.kind) or one.title.endswith(f"（{SCANS}）"))


def unused(name: str, used: Collection[str]) -> str:
    """Return a name that no item has yet: itself, or with ``~2`` …."""
    every = (name, *(f"{name}~{number}" for number in range(2, len(used) + 3)))
    return next(one for one in every if one not in used)
