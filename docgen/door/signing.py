"""What people signed: recorded, matched with scans, taken back; a filing number withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.door import Place, path_of, watched
from docgen.signing import piles, signatures, sorting

if TYPE_CHECKING:
    from docgen.making.progress import Progress, Stop
    from docgen.signing.piles import Pile
    from docgen.signing.signatures import SignedPaper, VoidedNumber
    from docgen.signing.sorting import Sorting


def sign(
    workbook: Place,
    papers: Sequence[tuple[str, Place | None]],
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Pile:
    """Record that people signed papers, each named as its file is, with its scan where it has come back.

    From then on they are kept as they stand. What could not be signed is in the result, with the reason. Raise InputError
    when nothing was made from the workbook yet.
    """
    named = [(name, path_of(scan)) for name, scan in papers]
    return piles.sign_papers(Path(workbook), named, watched(progress, stop))


def sign_one(workbook: Place, key: str, kind: str, *, scan: Place | None = None) -> SignedPaper:
    """Record that a paper was signed, named as its file is: what stands before the kind, and the kind by stem or title.

    Raise InputError when there is no such paper, it is not as docgen made it, or the scan cannot be opened.
    """
    return signatures.sign(Path(workbook), key, kind, path_of(scan))


def sign_from(workbook: Place, source: Place, *, progress: Progress | None = None, stop: Stop | None = None) -> Pile:
    """Sign many papers: a pile of their scans, a file or a folder, or a list of them (.xlsx, .ods, .csv).

    One that cannot be signed is named with the reason, the others are signed. Raise InputError when it names none.
    """
    return piles.sign_many(Path(workbook), Path(source), watched(progress, stop))


def is_pile(source: Place) -> bool:
    """Whether what is signed from is a pile of scans, and not a list of papers. Raises nothing."""
    return piles.is_pile(Path(source))


def sort_scans(
    workbook: Place, files: Sequence[Place], *, progress: Progress | None = None, stop: Stop | None = None
) -> Sorting:
    """Look at each page of scans (PDF, JPEG, PNG …) and of folders of them: which paper each belongs to; change nothing.

    Pages are told by the code in their bottom margin, however they lie; a file none of whose pages has one by its name. What is
    missing, double, cannot be read, was printed before its paper changed or belongs to another semester is in the result.
    Raise InputError when a file is not there or nothing was made from the workbook yet.
    """
    return sorting.sort_scans(Path(workbook), [Path(file) for file in files], watched(progress, stop))


def sign_scans(
    workbook: Place, sorting: Sorting, *, progress: Progress | None = None, stop: Stop | None = None
) -> Pile:
    """Sign each paper of a sorted pile of which all pages are there, and file them as its scan, in order and upright.

    What could not be signed is in the result, each with the reason. ``Sorting.placed`` puts a page where somebody says.
    Raise InputError when nothing was made from the workbook yet.
    """
    return piles.sign_scans(Path(workbook), sorting, watched(progress, stop))


def unsign(workbook: Place, paper: str, why: str) -> Path:
    """Take back that a paper was signed, with the reason; return the folder in which its files are put aside.

    Raise InputError when it is not signed, or archived.
    """
    key, _dash, kind = paper.rpartition("-")
    return signatures.unsign(Path(workbook), key, kind, why)


def void(workbook: Place, number: str, why: str) -> VoidedNumber:
    """Withdraw a filing number for good, with the reason; its group gets the next one.

    Raise InputError without a reason, LedgerError for a number that was not given or is void already.
    """
    return signatures.void(Path(workbook), number, why)
