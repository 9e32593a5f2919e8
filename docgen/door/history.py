"""What the ledger knows: papers found, people and semesters looked back on, numbers, events; and the ledger itself mended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import convert, files, outgoing
from docgen.door import Place, path_of

if TYPE_CHECKING:
    from docgen.ledger import Event, Filing
    from docgen.semesters.counting import Counted
    from docgen.semesters.finding import Hit
    from docgen.semesters.rebuilding import Rebuilt


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as the ledger has it: its term and name, its pages, whether it is signed, its scan, how often it was printed."""

    term: str
    name: str
    pages: int
    is_signed: bool
    scan: str
    printed: int


@dataclass(frozen=True, slots=True)
class LedgerVerdict:
    """What was found wrong in a ledger, and in the archives that its semesters have; how many events it holds."""

    path: Path
    faults: tuple[str, ...]
    events: int


def find(workbook: Place, text: str, *, most: int = 50) -> tuple[Hit, ...]:
    """Return the papers of a workbook's ledger, of all terms, that say every word of ``text``, the newest first.

    Raise InputError before the first build.
    """
    from docgen.semesters import finding

    return finding.find(Path(workbook), text, most)


def dossier(
    workbook: Place,
    person: str,
    *,
    folder: Place | None = None,
    engine: str = convert.AUTO,
    force: bool = False,
    tell: Callable[[str], None] | None = None,
) -> tuple[Path, Path]:
    """Write one person's dossier over all semesters of the ledger, by number or name; return the .docx and the PDF.

    ``tell`` is told of rows that this docgen cannot read any more. Raise InputError when no semester knows the person.
    """
    from docgen.semesters import dossiers

    return dossiers.dossier(Path(workbook), person, path_of(folder), engine, tell, force=force)


def stats(workbook: Place, *, table: Place | None = None, force: bool = False) -> Counted:
    """Count a semester, beside the one before where the ledger has it; ``table`` is an .xlsx to write the figures into, too.

    Raise DataError when the sheet 学期 is faulty.
    """
    from docgen.semesters import counting

    counted = counting.stats(Path(workbook))
    if table is not None:
        with outgoing.file(Path(table), [Path(workbook)], force=force) as target:
            files.write(target, counted.as_xlsx())
    return counted


def register(workbook: Place) -> tuple[Filing, ...]:
    """Return every filing number that was ever given, void ones too. Raise InputError before the first build."""
    from docgen.semesters.registry import ledger_of

    return tuple(ledger_of(Path(workbook)).register())


def listed(workbook: Place) -> tuple[ListedPaper, ...]:
    """Return the papers that were made from the workbook. Raise InputError before the first build."""
    from docgen.semesters.registry import ledger_of

    book = ledger_of(Path(workbook))
    signed, printed = book.signed(), book.printed()
    return tuple(
        ListedPaper(
            term=book.term,
            name=one.name,
            pages=one.pages,
            is_signed=one.is_signed,
            scan=signed[one.name].scan if one.name in signed else "",
            printed=printed.get(one.name, 0),
        )
        for one in book.papers().values()
    )


def history(workbook: Place, name: str = "") -> tuple[Event, ...]:
    """Return all that happened, in order; ``name`` asks for what concerns one paper, number or group.

    Raise InputError before the first build.
    """
    from docgen.semesters.registry import ledger_of

    return tuple(ledger_of(Path(workbook)).events(name))


def check_ledger(workbook: Place) -> LedgerVerdict:
    """Check that a ledger is whole: the file itself, the chain of what happened, and the archives that were sealed from it.

    What is wrong is in the result. Raise InputError before the first build.
    """
    from docgen.sealing import witnesses
    from docgen.semesters.registry import ledger_of

    book = ledger_of(Path(workbook))
    faults = (*book.verify(), *witnesses.faults_of(book))
    return LedgerVerdict(book.path, faults, 0 if faults else len(book.events()))


def rebuild_ledger(workbook: Place) -> Rebuilt:
    """Make a lost or damaged ledger anew from the workbook, the signed papers and the archive; nothing is thrown away.

    Raise LedgerError when it is whole, DataError when the sheet 学期 is faulty.
    """
    from docgen.semesters import rebuilding

    return rebuilding.rebuild(Path(workbook))


def write_numbers(workbook: Place, target: Place, *, force: bool = False) -> int:
    """Write the filing numbers that were given into a copy of the workbook; return how many cells were filled.

    Raise InputError before the first build, WorkbookError for what is no .xlsx or has no such column, OutputError.
    """
    from docgen.semesters import rebuilding

    with outgoing.file(Path(target), [Path(workbook)], force=force) as path:
        return rebuilding.write_back(Path(workbook), path)
