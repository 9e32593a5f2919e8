"""Workbooks: found, judged, begun, added to, sent out to the groups and merged again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import files, outgoing, resources, settings
from docgen.door import Place, path_of
from docgen.folder import WORKBOOK, Folder, workbook_here, workbooks_in

if TYPE_CHECKING:
    from docgen.problems import Problem
    from docgen.semester import Term
    from docgen.semesters.beginning import Begun
    from docgen.workbook import Checked
    from docgen.workbook.adding import Added
    from docgen.workbook.collecting import Merged
    from docgen.workbook.roster import Roster

SAMPLE = "2008-2009-2"
"""The folder of the sample semester."""


def find_workbook(place: Place | None = None) -> Path:
    """Return the workbook that a file or a semester's folder names (default: the current folder). Raise InputError."""
    return workbook_here(path_of(place))


def find_workbooks(places: Sequence[Place]) -> tuple[Path, ...]:
    """Return the workbooks that files and folders name: a semester's own, or those of the departments in a folder.

    Raise InputError for a folder that has none.
    """
    return workbooks_in([Path(one) for one in places])


def check(workbook: Place) -> Checked:
    """Read a workbook and judge it: the sound rows, every problem with its cell, what there is for each paper.

    The ``docgen.toml`` beside it counts, and so do the kinds of paper that the clerk added. Raise WorkbookError for a file
    that cannot be read.
    """
    from docgen import workbook as books
    from docgen.making.own import activity_of

    path = Path(workbook)
    return books.check(path, Folder(path).settings, activity_of(path))


def annotate(workbook: Place, target: Place, problems: Sequence[Problem], *, force: bool = False) -> Path:
    """Write the workbook, marked where each problem is, with a sheet that links to all of them; return ``target``.

    Raise WorkbookError for what is no .xlsx, OutputError.
    """
    from docgen import workbook as books

    with outgoing.file(Path(target), [Path(workbook)], force=force) as path:
        books.annotate(Path(workbook), path, tuple(problems))
    return Path(target)


def copy_sample(folder: Place) -> Path:
    """Put the sample semester's workbook and settings into a folder, unless they are there; return the workbook.

    Raise OutputError.
    """
    target, sample = Path(folder), resources.samples() / SAMPLE
    outgoing.folder(target)
    for name in (WORKBOOK, settings.FILE_NAME):
        if not (target / name).exists():
            files.write(target / name, (sample / name).read_bytes())
    return target / WORKBOOK


def begin(
    folder: Place,
    term: Term | None = None,
    *,
    school: str = "",
    department: str = "",
    roster: Place | None = None,
    columns: Mapping[str, str] | None = None,
    old: Place | None = None,
    activity: str = "",
) -> Begun:
    """Begin a semester: a folder with a blank workbook, its people from a roster, or taken over from the ``old`` semester.

    Without ``term`` it is the one after ``old``. ``columns`` corrects how the roster's columns were understood, see
    :func:`read_roster`. It is of ``activity``, by name or folder, or of the old one's. Raise InputError where a workbook is
    already.
    """
    from docgen.semesters import beginning

    return beginning.begin(
        Path(folder),
        term,
        school=school,
        department=department,
        roster=path_of(roster),
        columns=columns,
        old=path_of(old),
        activity=activity,
    )


def read_roster(roster: Place, *, columns: Mapping[str, str] | None = None) -> Roster:
    """Read people from an export of the student system, and say which column was taken for what.

    ``columns`` says by title of 人员 which column is meant (``"C"``; ``""``: none). Raise WorkbookError when it names nobody.
    """
    from docgen import workbook as books

    return books.read_roster(Path(roster), columns)


def add_people(workbook: Place, roster: Place, *, target: Place | None = None, force: bool = False) -> Added:
    """Add the people of a roster to a workbook in use, in place (the one of before is kept) or into ``target``.

    Who is there by number stays as they are; where the roster says otherwise, that is said. Raise WorkbookError for what is no
    .xlsx and for a roster that names nobody, InputError when there is no sheet 人员 to take them, OutputError.
    """
    from docgen import workbook as books
    from docgen.making.own import activity_of

    book, people, new = Path(workbook), Path(roster), path_of(target)
    outgoing.folder((new or book).parent)
    with outgoing.file(new, [book, people], force=force) if new else nullcontext(None) as place:
        return books.add_people(book, people, place, activity_of(book))


def write_forms(workbook: Place, *, out: Place | None = None, groups: Sequence[str] = ()) -> tuple[Path, ...]:
    """Write a fill-in workbook for each active group, or the named ones, into ``out`` (default: 填报表 beside the workbook).

    Of another activity it is one for each row of the sheet by which papers are filed: a person, say. Raise DataError when rows
    of the workbook are faulty, InputError for a group that is not there or a form that is there already, OutputError.
    """
    from docgen import workbook as books
    from docgen.making.own import activity_of

    folder = path_of(out) or Folder(Path(workbook)).forms
    outgoing.folder(folder)
    return books.write_forms(Path(workbook), folder, groups, activity_of(Path(workbook)))


def merge_returns(
    workbook: Place, folder: Place, *, target: Place | None = None, overwrite: bool = False, take_out: bool = False
) -> Merged:
    """Merge the returned forms of a folder into the 台账, in place (the one of before is kept) or into ``target``.

    What only the group changed goes in, what only the clerk changed stays; what both changed is a conflict, which
    ``overwrite`` decides for the return. Rows of a sheet that came back empty stay, unless ``take_out``. A faulty return is named
    in the result and left out. Raise DataError when rows of the 台账 are faulty, InputError when there is no return or
    ``target`` is there already, OutputError.
    """
    from docgen import workbook as books
    from docgen.making.own import activity_of

    book, new = Path(workbook), path_of(target)
    outgoing.folder((new or book).parent)
    activity = activity_of(book)
    return books.merge_returns(book, Path(folder), new, activity, overwrite=overwrite, take_out=take_out)
