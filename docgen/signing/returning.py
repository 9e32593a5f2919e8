"""Scans that somebody laid into ``扫描件`` by hand: each locks its paper as signed, or it is said why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.documents import Document
from docgen.ledger import Signed
from docgen.making.progress import Silent
from docgen.messages import _
from docgen.semesters.registry import BuiltSemester
from docgen.signing import freezing, scans
from docgen.signing.sorting import LeftBecause, sort

_NOT_ITS_OWN = (LeftBecause.OUTDATED, LeftBecause.ELSEWHERE, LeftBecause.GONE)


@dataclass(frozen=True, slots=True)
class CameBack:
    """Papers whose scans lie in ``扫描件``: locked because of that, or why not, by name; as signed in a dry run."""

    locked: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    foreseen: Mapping[str, Signed] = field(default_factory=dict)


def came_back(at: BuiltSemester, papers: Sequence[Document], *, dry_run: bool = False) -> CameBack:
    """Freeze each paper whose scan somebody laid into ``扫描件``, as it was last made; a dry run only says which.

    A paper whose files are no longer as docgen made them, and whose data has changed since, is refused: what was signed
    is not known. So is one whose scan has the codes of an older print or of another paper. One that was never made has nothing
    to freeze yet.
    """
    records, locked = at.ledger.papers(), list[str]()
    refused, foreseen = dict[str, str](), dict[str, Signed]()
    there = {paper.name: paper for paper in papers}
    new = {
        name: scan
        for name, scan in scans.beside(at.folder, papers).items()
        if name in records and not records[name].is_signed
    }
    doubts = _doubts(at, new) if new else {}
    for name, scan in new.items():
        record = records[name]
        if name in doubts:
            refused[name] = doubts[name]
        elif not freezing.is_whole(at, record):
            if freezing.has_changed(at.ledger, there[name]):
                refused[name] = _(
                    "its scan is there ({file}), but the files it was printed from are gone or edited, and its data has "
                    "changed since. Undo the change in the workbook, build, and docgen sign it; or take the scan away"
                ).format(file=scan.name)
        elif dry_run:
            foreseen[name] = freezing.as_if_signed(at.ledger, record, there[name])
        else:
            freezing.freeze(at, record)
            freezing.record_scan(at, name, scan)
            locked.append(name)
    return CameBack(tuple(locked), refused, foreseen)


def _doubts(at: BuiltSemester, new: Mapping[str, Path]) -> dict[str, str]:
    """Say of papers why the codes on their scans speak against them; a scan without codes is what its name says."""
    sorting = sort(at, list(new.values()), Silent())
    owners: dict[Path, set[str]] = {}
    for paper in sorting.papers:
        for file in {where.file for _number, where in paper.pages} | ({paper.whole} if paper.whole else set()):
            owners.setdefault(file, set()).add(paper.name)
    found: dict[str, str] = {}
    for name, scan in new.items():
        others = owners.get(scan, set())
        wrong = [one.said for one in sorting.left if one.where.file == scan and one.why in _NOT_ITS_OWN]
        said = [_("it is that of {name}").format(name=other) for other in sorted(others)] or wrong
        if name not in others and said:
            found[name] = _(
                "its scan is there ({file}), but by the code on its pages: {what}. Take the scan away, or put the right one in "
                "its place"
            ).format(file=scan.name, what=said[0])
    return found
