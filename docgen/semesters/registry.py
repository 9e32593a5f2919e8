"""Which ledger belongs to a workbook, and which of its terms: for commands that read no workbook."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from docgen import incoming, settings
from docgen import workbook as books
from docgen.errors import InputError, LedgerError
from docgen.folder import Folder
from docgen.ledger import Ledger, TermRecord
from docgen.making import own
from docgen.messages import _, typed


@dataclass(frozen=True, slots=True)
class BuiltSemester:
    """A workbook that was built: its ledger and its folder."""

    ledger: Ledger
    folder: Folder


def book_of(workbook: Path, branch: str, term: str) -> Ledger:
    """Return the ledger of a workbook for a branch's term, with an eye on the ledgers of the folders beside it."""
    return Ledger(Folder(workbook).ledger, branch, term, neighbours(workbook))


def refuse_lost(folder: Folder, book: Ledger) -> None:
    """Refuse to begin a ledger anew where papers, signatures or an archive with numbers of a lost one are.

    Raise LedgerError when the ledger is gone, or another stands in its place that knows nothing of this workbook.
    """
    if book.path.exists() and (book.knows_term() or any(_is(one, folder.workbook) for one in book.terms())):
        return
    proofs = [
        *([folder.output.path] if _has_numbers(folder.output.report) else []),
        *([folder.signed] if any(folder.signed.glob("*.json")) else []),
        *([folder.archive] if any(folder.archive.glob("*/edition.json")) else []),
    ]
    if proofs:
        raise LedgerError(
            _("{path}: the ledger is gone, but {folder} has papers with its numbers").format(
                path=book.path, folder="、".join(map(str, proofs))
            ),
            hint=_(
                "Put the ledger back from a copy, or docgen ledger rebuild; to start anew, delete the output folder."
            ),
        )


def _has_numbers(report: Path) -> bool:
    try:
        return bool(incoming.record(report).get("numbers"))
    except (incoming.Refused, AttributeError):
        return False


def _is(one: TermRecord, workbook: Path) -> bool:
    return one.workbook == str(workbook.resolve())


def neighbours(workbook: Path) -> tuple[Path, ...]:
    """Return the ledgers of the folders beside a semester's, and the one that stands beside them all."""
    beside, usual = Folder(workbook).home.resolve().parent, settings.Paths().ledger
    try:
        return tuple(sorted((*beside.glob(f"*/{usual}"), *beside.glob(usual))))
    except OSError:
        return ()


def ledger_of(workbook: Path) -> Ledger:
    """Return the ledger of a workbook for questions over all terms; which term the workbook has does not matter."""
    path = Folder(workbook).ledger
    if not path.exists():
        raise InputError(
            _("{path}: there is no such file").format(path=path),
            hint=_("The ledger begins with the first docgen build in this folder."),
        )
    return Ledger(path, *_own(Ledger(path, "", "").terms(), workbook))


def built_semester(workbook: Path) -> BuiltSemester:
    """Return the ledger of a workbook that was built. Raise InputError when nothing was made from it yet."""
    ledger = ledger_of(workbook)
    one = _record(ledger.terms(), workbook)
    if one is not None:
        # Where the folder has moved since, its output has moved with it.
        output = os.path.relpath(one.folder, Path(one.workbook).parent)
        return BuiltSemester(ledger, Folder(workbook, Path(os.path.normpath(workbook.resolve().parent / output))))
    raise InputError(
        _("{workbook}: nothing was made from it yet").format(workbook=workbook),
        hint=_("Run docgen build {workbook} first.").format(workbook=typed(workbook)),
    )


def _own(terms: list[TermRecord], workbook: Path) -> tuple[str, str]:
    here = _record(terms, workbook) or (terms[-1] if terms else None)
    return (here.branch, here.term) if here else ("", "")


def _record(terms: list[TermRecord], workbook: Path) -> TermRecord | None:
    """Return what the ledger knows of a workbook: by its place, or, when it has moved, by the semester that it says."""
    there = next((one for one in terms if _is(one, workbook)), None)
    if there is not None or not terms or not workbook.is_file():
        return there
    try:
        programme = books.check(workbook, Folder(workbook).settings, own.activity_of(workbook)).semester.programme
    except InputError:
        return None
    if programme is None:
        return None
    said = programme.general_branch, programme.term.slug
    return next((one for one in terms if (one.branch, one.term) == said and not Path(one.workbook).is_file()), None)
