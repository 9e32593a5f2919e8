"""A ledger that was lost or damaged, made anew from what else there is; and numbers written back into a workbook.

What can be restored of a term: filing numbers (from 小组, signed papers, the archive, the last report), what people signed
(``签署件``), archive numbers. A running number that is missing below the highest one may have been void: it is put on
the register as such, so that no number ever comes back. Nothing of the damaged file is thrown away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen import archives, documents, files, workbook
from docgen.errors import DataError, InputError, LedgerError, OutputError
from docgen.field import Programme, Semester
from docgen.folder import Folder
from docgen.ledger import ItemNumber, Ledger, PaperRecord, Wanted, as_json
from docgen.messages import _
from docgen.pipeline.registry import desk
from docgen.workbook.numbering import write_numbers

_LOST = "登记簿重建时缺号"
"""Why a missing number is void: a word on the register, Chinese in every language."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was restored, and where the old file stands now."""

    numbers: int
    signed: int
    items: int
    aside: Path | None


def rebuild(path: Path) -> Rebuilt:
    """Restore the term of a workbook in its ledger, which must be missing, damaged, or not know the term.

    Raise LedgerError when the ledger is whole and knows the term, DataError when the workbook's 学期 is faulty.
    """
    rules = Folder(path).settings
    checked = workbook.check(path, rules)
    semester, programme = checked.semester, checked.semester.programme
    if programme is None:
        raise DataError(_("nothing can be made from this workbook"), checked.problems)
    target = Folder(path).ledger
    book = Ledger(target, programme.general_branch, programme.term.slug)
    with files.workplace(Folder(path).output.path):
        aside = _set_aside(book)
        known = _numbers(path, semester)
        given = book.restore_numbers(
            programme.filing_prefix,
            programme.term.year,
            rules.number.filing,
            [Wanted(group, text) for group, text in known.items()],
            _LOST,
        )
        signed = _signed(path, book)
        items = _items(Folder(path).archive, programme)
        book.restore_items(items)
    return Rebuilt(given, signed, len(items), aside)


def write_back(path: Path, target: Path) -> int:
    """Write the issued filing numbers into a copy of the workbook; return how many cells were filled."""
    at = desk(path)
    if target.resolve() == path.resolve():
        raise InputError(_("{path}: is the workbook itself").format(path=target), hint=_("Name another file with -o."))
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
    except LedgerError as error:
        if error.__cause__ is None:  # not a fault of the file: refused, or newer than this docgen
            raise
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


def _numbers(path: Path, semester: Semester) -> dict[str, str]:
    """Return every filing number that can still be told, by group; what the workbook says comes first."""
    found = {group.id: group.filing_number for group in semester.groups if group.filing_number}
    for one in _sidecars(Folder(path).signed):
        if one.get("group") and one.get("number"):
            found.setdefault(str(one["group"]), str(one["number"]))
    edition = archives.current(Folder(path).archive)
    for bag in archives.bags(edition) if edition else ():
        for filed in archives.data_of(bag).items.values():
            kind = documents.KINDS.get(filed.kind)
            group, number = filed.data.get("小组编号"), filed.data.get(kind.numbered if kind else "")
            if group and number:
                found.setdefault(str(group), str(number))
    for group, number in _reported(Folder(path).output.report).items():
        found.setdefault(group, number)
    return found


def _reported(report: Path) -> dict[str, str]:
    try:
        said = json.loads(report.read_bytes()).get("numbers", {})
    except (OSError, ValueError):
        return {}
    return {str(group): str(number) for group, number in said.items() if number}


def _sidecars(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.json")):
        try:
            said = json.loads(path.read_bytes())
        except (OSError, ValueError) as error:
            raise LedgerError(_("{path}: cannot be read").format(path=path)) from error
        yield said


def _signed(path: Path, book: Ledger) -> int:
    count = 0
    for one in _sidecars(Folder(path).signed):
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
        numbers = {one["名称"]: one["件号"] for one in json.loads((bag / "data" / archives.LEDGER).read_bytes())}
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
