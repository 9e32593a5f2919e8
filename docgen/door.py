"""The public door: what a program calls; ``import docgen`` offers these functions, their results and the errors.

Each does what the command of its name does. Paths may be texts; results are values; what goes wrong is raised as one of the
errors of :mod:`docgen.errors`, never as a library's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from docgen import convert, pipeline
from docgen.documents import Copy
from docgen.pipeline import Order, Progress, Silent, Target

if TYPE_CHECKING:
    from docgen.archives import Credential, Verdict
    from docgen.ledger import Event, Filing
    from docgen.pipeline import Archived, Begun, Counted, Hit, Matched, Outcome, Pile, Standing, Trial, VoidedNumber
    from docgen.problems import Problem
    from docgen.semester import Term
    from docgen.workbook import Checked
    from docgen.workbook.roster import Roster

Place: TypeAlias = str | PathLike[str]


def begin(
    folder: Place,
    term: Term | None = None,
    *,
    school: str = "",
    department: str = "",
    roster: Place | None = None,
    columns: Mapping[str, str] | None = None,
    old: Place | None = None,
) -> Begun:
    """Begin a semester: a folder with a blank workbook, its people from a roster, or taken over from the ``old`` semester.

    Without ``term`` it is the one after ``old``. ``columns`` corrects how the roster's columns were understood, see
    :func:`read_roster`. Raise InputError where a workbook is already.
    """
    return pipeline.begin(
        Path(folder),
        term,
        school=school,
        department=department,
        roster=_path(roster),
        columns=columns,
        old=_path(old),
    )


def read_roster(roster: Place, *, columns: Mapping[str, str] | None = None) -> Roster:
    """Read people from an export of the student system, and say which column was taken for what.

    ``columns`` says by title of 人员 which column is meant (``"C"``; ``""``: none). Raise WorkbookError when it names nobody.
    """
    from docgen import workbook as books

    return books.read_roster(Path(roster), columns)


def check(workbook: Place) -> Checked:
    """Read a workbook and judge it: the sound rows, every problem with its cell, what there is for each paper.

    The ``docgen.toml`` beside it counts, and so do the kinds of paper that the clerk added. Raise WorkbookError for a file
    that cannot be read.
    """
    from docgen import workbook as books
    from docgen.folder import Folder

    path = Path(workbook)
    return books.check(path, Folder(path).settings, pipeline.activity_of(path))


def standing(workbook: Place, *, engine: str = convert.AUTO) -> Standing:
    """Say where a semester stands: each paper, what a build would do with it and why, what is signed, what is missing.

    Nothing is written. Raise DataError, with every problem, when nothing can be made from the workbook.
    """
    return pipeline.standing(Path(workbook), Silent(), engine)


def annotate(workbook: Place, target: Place, problems: Sequence[Problem]) -> Path:
    """Write the workbook, marked where each problem is, with a sheet that links to all of them; return ``target``."""
    from docgen import workbook as books

    books.annotate(Path(workbook), Path(target), tuple(problems))
    return Path(target)


def history(workbook: Place, name: str) -> tuple[Event, ...]:
    """Return all that happened to a paper, a number or a group, in order."""
    return tuple(pipeline.shelf(Path(workbook)).events(name))


def pictures(pdf: Place, *, width: int = 0) -> tuple[bytes, ...]:
    """Return the pages of a paper's PDF as PNG pictures, ``width`` pixels wide. Raise ConversionError."""
    return pipeline.pictures_of(Path(pdf), width)


def build(
    workbook: Place,
    *,
    out: Place | None = None,
    kinds: Sequence[str] = (),
    groups: Sequence[str] = (),
    to: Target = Target.BUNDLE,
    copy: Copy = Copy.DRAFT,
    engine: str = convert.AUTO,
    jobs: int = 0,
    cluster: str = "",
    templates: Place | None = None,
    preview: bool = False,
    dry_run: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Make papers: Word files, PDFs and a draft bundle, ``to`` so far, into ``out`` beside the workbook.

    ``kinds`` (by stem or title) and ``groups`` (by 小组编号) ask for some only; a ``copy`` for other eyes is made instead of
    the papers themselves; ``dry_run`` only says what would be done, and why. What failed or was held back is in the
    outcome, the rest is whole. Raise DataError when nothing can be made.
    """
    order = Order(
        Path(workbook),
        _path(out),
        kinds=tuple(kinds),
        groups=tuple(groups),
        to=to,
        engine=engine,
        jobs=jobs,
        cluster=cluster,
        templates=_path(templates),
        copy=copy,
        preview=preview,
        dry_run=dry_run,
        force=force,
    )
    return (pipeline.plan if dry_run else pipeline.build)(order, progress or Silent())


def archive(
    workbook: Place,
    *,
    out: Place | None = None,
    supplement: bool = False,
    leave_out: bool = False,
    lost: str = "",
    credential: Credential | None = None,
    engine: str = convert.AUTO,
    jobs: int = 0,
    templates: Place | None = None,
    progress: Progress | None = None,
) -> Archived:
    """Archive a semester for good, or what came after it was archived (``supplement``): numbered, sealed, verified.

    ``leave_out`` goes on without the scans and attachments that cannot be taken in; ``credential`` signs what is new;
    ``lost`` says why editions that the ledger knows are gone for good: what was in them is sealed anew under its numbers.
    Raise DataError while the workbook has an error, ArchiveError when anything else is not fit to be archived.
    """
    order = Order(Path(workbook), _path(out), engine=engine, jobs=jobs, templates=_path(templates))
    return pipeline.seal(
        order, progress or Silent(), supplement=supplement, leave_out=leave_out, lost=lost, credential=credential
    )


def trial(
    workbook: Place, *, supplement: bool = False, leave_out: bool = False, progress: Progress | None = None
) -> Trial:
    """Say what archiving would seal, how many numbers it would take, what is in its way and what is missing."""
    order = Order(Path(workbook), engine=convert.AUTO)
    return pipeline.trial(order, progress or Silent(), supplement=supplement, leave_out=leave_out)


def sign(workbook: Place, papers: Sequence[tuple[str, Place | None]], *, progress: Progress | None = None) -> Pile:
    """Record that people signed papers, each named as its file is, with its scan where it has come back.

    From then on they are kept as they stand. What could not be signed is in the result, with the reason.
    """
    named = [(name, _path(scan)) for name, scan in papers]
    return pipeline.sign_papers(Path(workbook), named, progress or Silent())


def match(workbook: Place, folder: Place) -> tuple[Matched, ...]:
    """Say of each scan in a folder to which paper it belongs. Nothing is signed."""
    return pipeline.match(Path(workbook), Path(folder))


def unsign(workbook: Place, paper: str, why: str) -> Path:
    """Take back that a paper was signed, with the reason; return the folder in which its files are put aside.

    Raise InputError when it is not signed, or archived.
    """
    key, _dash, kind = paper.rpartition("-")
    return pipeline.unsign(Path(workbook), key, kind, why)


def void(workbook: Place, number: str, why: str) -> VoidedNumber:
    """Withdraw a filing number for good, with the reason; its group gets the next one."""
    return pipeline.void(Path(workbook), number, why)


def register(workbook: Place) -> tuple[Filing, ...]:
    """Return every filing number that was ever given, void ones too. Raise InputError before the first build."""
    return tuple(pipeline.shelf(Path(workbook)).register())


def stats(workbook: Place) -> Counted:
    """Count a semester, beside the one before where the ledger knows it. Raise DataError when it cannot be counted."""
    return pipeline.stats(Path(workbook))


def dossier(
    workbook: Place, person: str, *, folder: Place | None = None, engine: str = convert.AUTO
) -> tuple[Path, Path]:
    """Write one person's papers over all semesters of the ledger into ``folder``; return the .docx and the PDF."""
    return pipeline.dossier(Path(workbook), person, _path(folder), engine)


def verify(archive: Place, *, expect: str = "") -> Verdict:
    """Verify an archive, an edition or a bag: what was looked at, and everything that is wrong, file by file.

    The ledger beside an archive speaks, too, and records that it was verified. ``expect`` is a digest that was printed when
    it was sealed.
    """
    return pipeline.verify(Path(archive), expect)


def fill(kind: str, data: Place, target: Place, *, template: Place | None = None, engine: str = convert.AUTO) -> Path:
    """Fill one paper of a kind (stem, title, or a schema of one's own) from a data file; return ``target``.

    It is a .docx or a .pdf by its ending. Raise DataError naming each faulty entry by its path.
    """
    path = Path(target)
    pipeline.fill_one(kind, Path(data), path, _path(template), engine)
    return path


def find(workbook: Place, text: str, *, most: int = 50) -> tuple[Hit, ...]:
    """Return the papers of a workbook's ledger, of all terms, that say every word of ``text``, the newest first."""
    return pipeline.find(Path(workbook), text, most)


def _path(place: Place | None) -> Path | None:
    return None if place is None else Path(place)
