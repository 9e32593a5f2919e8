"""A ledger that was lost or damaged, made anew from what else there is; and numbers written back into a workbook.

What can be restored of a term: filing numbers (from 小组, signed papers, the archive, the last report), what people signed
(``签署件``), archive numbers. A running number that is missing below the highest one may have been void: it is put on
the register as such, so that no number ever comes back. Nothing of the damaged file is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen import archives, files, folder_lock, incoming, ledger, workbook
from docgen.activity import Activity
from docgen.errors import DamagedLedger, DataError, LedgerError, OutputError
from docgen.field import Programme, Semester
from docgen.field.kept import TITLES
from docgen.folder import WORKBOOK, Folder
from docgen.ledger import Elsewhere, Head, ItemNumber, Ledger, PaperRecord, Series, Wanted, as_json, series_of
from docgen.making import own
from docgen.making.changes import rows_of
from docgen.messages import _, typed
from docgen.semester import Term
from docgen.semesters.registry import built_semester, neighbours
from docgen.workbook.adding import write_numbers

_LOST = "登记簿重建时缺号"
"""Why a missing number is void: a word on the register, Chinese in every language."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was restored, and where the old file stands now.

    ``base``: the ledger of an earlier semester that it was made from; ``taken_back``: the lost ledger that this one was
    carried on into, when this one is in use again.
    """

    numbers: int
    signed: int
    items: int
    aside: Path | None = None
    base: Path | None = None
    taken_back: Path | None = None


def rebuild(path: Path) -> Rebuilt:
    """Restore the term of a workbook in its ledger, which must be missing, damaged, or not know the term.

    Where an earlier semester's ledger was carried on into the lost one, the new one begins as a copy of that, and what the
    folders of its other semesters still have is restored, too. Raise LedgerError when the ledger is whole and knows the
    term, DataError when the workbook's 学期 is faulty.
    """
    programme = _checked(path).programme
    assert programme is not None
    target = Folder(path).ledger
    with folder_lock.workplace(Folder(path).output.path):
        lost = _lost_successor(target)
        if lost is not None:
            ledger.take_back(*lost)
            return Rebuilt(0, 0, 0, taken_back=lost[1])
        aside = _set_aside(Ledger(target, programme.general_branch, programme.term.slug))
        base = (
            None
            if target.exists()
            else next((one for one in neighbours(path) if ledger.successor(one) == target.resolve()), None)
        )
        if base is not None:
            ledger.copy(base, target, {"from": base.parent.name})
        others = [Path(one.workbook) for one in Ledger(target, "", "").terms()] if base else []
        restored = [_restore(path, target)]
        restored += [_restore(one, target) for one in others if one.is_file() and not one.samefile(path)]
    numbers, signed, items = (sum(column) for column in zip(*restored, strict=True))
    return Rebuilt(numbers, signed, items, aside, base)


def _lost_successor(target: Path) -> tuple[Path, Path] | None:
    """Return the last ledger that is there and the one that it was carried on into, where that is gone with its folder."""
    if not target.exists():
        return None
    try:
        path, seen = target, {target.resolve()}
        while (onward := ledger.link(path)) is not None and onward.exists() and onward.resolve() not in seen:
            path = onward
            seen.add(onward.resolve())
    except DamagedLedger:
        return None
    if onward is None or onward.exists():
        return None
    if (onward.parent / WORKBOOK).exists():
        raise LedgerError(
            _("{path}: its numbers go on in {target}, and nothing is there").format(path=path, target=onward),
            hint=_(
                "That semester's folder is there, so begin with it: docgen ledger rebuild --workbook {workbook}"
            ).format(workbook=typed(onward.parent / WORKBOOK)),
        )
    return path, onward


def _checked(path: Path) -> Semester:
    checked = workbook.check(path, Folder(path).settings, own.activity_of(path))
    if checked.semester.programme is None:
        raise DataError(_("nothing can be made from this workbook"), checked.problems)
    return checked.semester


def _restore(path: Path, target: Path) -> tuple[int, int, int]:
    """Take up what the folder of a workbook knows; return how many numbers, signed papers and archive numbers."""
    semester = _checked(path)
    programme, shelf = semester.programme, Folder(path).archive
    assert programme is not None
    book = Ledger(target, programme.general_branch, programme.term.slug)
    out = Folder(path).output.path
    book.remember(path.resolve(), files.sha256(path), out.resolve(), lambda: rows_of(semester), TITLES)
    editions = [shelf / name for name in archives.editions(shelf)]
    anchors = [anchor for one in editions if (anchor := archives.anchor_of(one))]
    given = book.restore_numbers(
        _series(path, semester, programme),
        _LOST,
        {one.name: archives.digest(one) for one in editions},
        [Head(one.event, one.hash) for one in anchors],
    )
    signed = _signed(path, book)
    items = _items(shelf, programme)
    book.restore_items(items, _elsewhere(shelf))
    return given, signed, len(items)


def _series(path: Path, semester: Semester, programme: Programme) -> tuple[Series, ...]:
    """Return every number that can still be told, as series."""
    activity, folder = own.activity_of(path), Folder(path)
    if activity.is_numbered:
        wanted = tuple(Wanted(group, text) for group, text in _numbers(path, semester, activity).items())
        return (Series(programme.filing_prefix, programme.term.year, folder.settings.number.filing, wanted),)
    given = _reported(folder.output.report)
    given |= {str(one["name"]): str(one["number"]) for one in _sidecars(folder.signed) if one.get("number")}
    papers = activity.number(semester)
    known = [(one.form, one.year, Wanted(one.name, one.given or given.get(one.name, ""))) for one in papers]
    return series_of(one for one in known if one[2].given)


def _elsewhere(shelf: Path) -> list[Elsewhere]:
    """Return the archive numbers that an archive says are in others'."""
    edition = archives.current(shelf)
    return [
        Elsewhere(
            (catalogue.fonds, catalogue.year, catalogue.retention, catalogue.archive_class),
            run.first,
            run.last,
            run.general_branch,
            Term.parse(run.term).slug if run.term else "",
            "",
        )
        for catalogue in (archives.catalogue_of(bag) for bag in (archives.bags(edition) if edition else ()))
        for run in catalogue.elsewhere
    ]


def write_back(path: Path, target: Path) -> int:
    """Write the issued filing numbers into a copy of the workbook; return how many cells were filled."""
    at = built_semester(path)
    return write_numbers(path, target, at.ledger.issued())


def _set_aside(book: Ledger) -> Path | None:
    """Move a damaged ledger aside; refuse to touch a whole one that knows the term."""
    if not book.path.exists():
        return None
    try:
        faults = book.verify()
        if not faults and not book.knows_term():
            return None
        if not faults:
            raise LedgerError(
                _("{path}: the ledger is whole, there is nothing to rebuild").format(path=book.path),
                hint=_("To start from nothing all the same, move the file away first."),
            )
    except DamagedLedger:
        pass  # what is damaged, emptied or somebody else's goes aside
    number = 1
    while (aside := book.path.with_name(f"{book.path.stem}-damaged-{number}{book.path.suffix}")).exists():
        number += 1
    try:
        for ending in ("", "-journal", "-wal", "-shm"):
            part = book.path.with_name(book.path.name + ending)
            if part.exists():
                files.rename(part, aside.with_name(aside.name + ending))
    except OSError as error:
        raise OutputError(_("{path}: cannot be moved aside").format(path=book.path)) from error
    return aside


def _numbers(path: Path, semester: Semester, activity: Activity) -> dict[str, str]:
    """Return every filing number that can still be told, by group; what the workbook says comes first."""
    found = {group.id: group.filing_number for group in semester.units if group.filing_number}
    for one in _sidecars(Folder(path).signed):
        if one.get("group") and one.get("number"):
            found.setdefault(str(one["group"]), str(one["number"]))
    edition = archives.current(Folder(path).archive)
    for bag in archives.bags(edition) if edition else ():
        for filed in archives.data_of(bag).items.values():
            kind = activity.kind_of(filed.kind)
            group, number = filed.data.get("小组编号"), filed.data.get(kind.numbered if kind else "")
            if group and number:
                found.setdefault(str(group), str(number))
    for group, number in _reported(Folder(path).output.report).items():
        found.setdefault(group, number)
    return found


def _reported(report: Path) -> dict[str, str]:
    try:
        said = incoming.record(report).get("numbers", {})
    except (incoming.Refused, AttributeError):
        return {}
    return {str(group): str(number) for group, number in said.items() if number}


def _sidecars(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield incoming.record(path)
        except incoming.Refused as refused:
            raise LedgerError(str(refused), hint=refused.hint) from refused


def _signed(path: Path, book: Ledger) -> int:
    count, known = 0, book.signed()
    for one in _sidecars(Folder(path).signed):
        if one["name"] in known:
            continue
        paper = PaperRecord(
            name=one["name"],
            kind=one["kind"],
            word_key="",
            word_sha256=one["word_sha256"],
            pdf_key="",
            pdf_sha256=one["pdf_sha256"],
            pages=one["pages"],
            title=one["title"],
            group=one["group"],
            number=one["number"],
            dated=one["dated"],
            data=as_json(one["data"]),
        )
        book.record([paper])
        book.sign(paper.name, paper.word_sha256, paper.pdf_sha256, paper.pages)
        if one.get("scan"):
            book.scanned(paper.name, one["scan"], files.sha256(path.parent / one["scan"]))
        count += 1
    return count


def _items(shelf: Path, programme: Programme) -> list[ItemNumber]:
    """Return the archive numbers that the current edition holds."""
    edition = archives.current(shelf)
    if edition is None:
        return []
    first: dict[str, str] = {}
    for name in archives.editions(shelf):
        for bag in archives.bags(shelf / name):
            first.setdefault(bag.name, name)
    found = []
    for bag in archives.bags(edition):
        catalogue = archives.catalogue_of(bag)
        numbers = {one["名称"]: one["件号"] for one in incoming.record(bag / "data" / archives.LEDGER)}
        for line in catalogue.lines:
            found.append(
                ItemNumber(
                    name=line.name,
                    title=line.title,
                    fonds=catalogue.fonds,
                    year=catalogue.year,
                    retention=catalogue.retention,
                    archive_class=catalogue.archive_class or programme.archive_class,
                    no=int(numbers[line.name]),
                    edition=first[bag.name],
                )
            )
    return found
