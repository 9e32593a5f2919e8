"""The workbook room: a spreadsheet in, cell by cell, with every fault at its address; blank and filled workbooks out.

Owns the addresses: only this room turns (sheet, row, column title) into a cell. What the values mean is ``field``'s,
what they must satisfy together ``rules``'s. Heavy imports are lazy: a child that only reads needs no models.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from docgen.activity import Activity
    from docgen.field import Semester
    from docgen.field.carried import Question
    from docgen.problems import Problem
    from docgen.rules.coverage import Coverage
    from docgen.semester import Term
    from docgen.settings import Settings
    from docgen.workbook.adding import Added
    from docgen.workbook.beginning import Handover
    from docgen.workbook.cells import Workbook
    from docgen.workbook.collecting import Merged
    from docgen.workbook.layout import Entry
    from docgen.workbook.lists import Surveyed
    from docgen.workbook.roster import Roster

__all__ = [
    "Checked",
    "add_people",
    "annotate",
    "begin",
    "check",
    "judge",
    "merge_returns",
    "read",
    "read_list",
    "read_roster",
    "survey",
    "take_over",
    "write",
    "write_blank",
    "write_forms",
    "write_rows",
]

_JUDGED_HERE = 50_000
"""Cells. A larger workbook is judged in a child: some rules compare rows with rows, and a hostile one could take minutes."""


@dataclass(frozen=True)
class Checked:
    """A workbook read and judged: the rows without a fault in any cell, every problem in the order of the sheets.

    ``coverage`` is reckoned over all rows that have their key, faulty or not: what is there, is there.
    """

    semester: Semester
    problems: tuple[Problem, ...]
    coverage: Coverage


def read(path: Path, activity: Activity | None = None) -> Workbook:
    """Read the sheets of an activity: .xlsx, .xls, .ods or a folder of .csv; each cell with its place.

    Raise WorkbookError when there is no such file, or it is no workbook, damaged, locked, or absurdly large.
    """
    from docgen.workbook.reading import read_file

    began = time.monotonic()
    book = read_file(path, tuple(kind.title for kind in _usual(activity).sheets))
    return replace(book, seconds=time.monotonic() - began)


def judge(book: Workbook, settings: Settings, activity: Activity | None = None) -> Checked:
    """Judge a workbook that was read, by the form of its cells and the rules of its activity, everything at once.

    A missing sheet or column is a problem like any other. Raise WorkbookError when judging takes what reading has left of
    the time.
    """
    from docgen.workbook import checking, reading

    with reading.uncollected():
        usual = _usual(activity)
        if usual.is_apart or book.size <= _JUDGED_HERE:
            return checking.check_workbook(book, settings, usual)
        left = reading.SECONDS - book.seconds
        return reading.apart(book.path, checking.check_workbook, book, settings, usual, seconds=left)


def check(path: Path, settings: Settings, activity: Activity | None = None) -> Checked:
    """Read a workbook and judge it; only a file that cannot be read raises WorkbookError."""
    return judge(read(path, activity), settings, activity)


def _usual(activity: Activity | None) -> Activity:
    if activity is not None:
        return activity
    from docgen.paired import PAIRED

    return PAIRED


def annotate(source: Path, target: Path, problems: Sequence[Problem]) -> None:
    """Write the clerk's own .xlsx with every problem marked at its cell and listed on a first sheet 检查结果.

    Marks of an earlier run are taken off; without problems what comes out is the workbook as it was. Everything else is
    kept byte for byte. Raise WorkbookError for other formats, OutputError.
    """
    from docgen.workbook.annotating import annotate_workbook

    annotate_workbook(source, target, problems)


def write(path: Path, semester: Semester) -> None:
    """Write a 台账.xlsx that holds this semester; raise OutputError. The same semester gives the same bytes."""
    from docgen.workbook.writing import write_workbook

    write_workbook(path, semester)


def write_blank(path: Path, *, term: str = "", **programme: str) -> None:
    """Write a blank 台账.xlsx for a term; ``programme`` fills lines of 学期 by attribute name. Raise OutputError."""
    from docgen.workbook.writing import write_blank_workbook

    write_blank_workbook(path, {"term_name": term} | programme)


def write_rows(path: Path, activity: Activity, rows: Mapping[str, Sequence[Mapping[str, Entry]]]) -> None:
    """Write a 台账.xlsx of an activity with these rows, by sheet and column title, an example in empty sheets.

    Raise OutputError.
    """
    from docgen.workbook import writing

    writing.write_rows(path, activity, rows)


def read_roster(path: Path, columns: Mapping[str, str] | None = None, activity: Activity | None = None) -> Roster:
    """Read people from an export of the student system; columns are found by title, else by content, and it is said how.

    ``columns`` says by title which one is meant (its letter, ``""``: none) where another would be taken.

    Raise WorkbookError when the file cannot be read or names nobody; a faulty cell is a problem with its address.
    """
    from docgen.workbook import roster
    from docgen.workbook.adding import people_of

    return roster.read_roster(path, columns, people_of(_usual(activity)).model)


def add_people(workbook: Path, roster: Path, target: Path | None = None, activity: Activity | None = None) -> Added:
    """Add the people of a roster to a workbook in use, in place (the one of before is kept) or into ``target``.

    Raise WorkbookError, InputError, OutputError.
    """
    from docgen.workbook import adding

    return adding.add_people(workbook, roster, target, _usual(activity))


def take_over(old: Path, settings: Settings, term: Term | None, activity: Activity | None = None) -> Handover:
    """Read the last semester's workbook and carry over what stays, for ``term`` or the one after; raise WorkbookError."""
    from docgen.workbook import beginning

    return beginning.take_over(old, settings, term, _usual(activity))


def begin(
    path: Path,
    programme: Mapping[str, str],
    roster: Roster | None = None,
    handover: Handover | None = None,
    activity: Activity | None = None,
) -> tuple[Question, ...]:
    """Write the 台账.xlsx of a new semester, with people and what is handed over; return what is to be confirmed.

    ``programme`` fills lines of 学期 by attribute name. The questions stand on a sheet 待确认 too. Raise OutputError.
    """
    from docgen.workbook import beginning

    return beginning.begin(path, programme, roster, handover, _usual(activity))


def write_forms(
    workbook: Path, folder: Path, units: Sequence[str] = (), activity: Activity | None = None
) -> tuple[Path, ...]:
    """Write a fill-in workbook for each active unit (a group, a person), or the named ones; return their paths in order.

    Raise DataError when rows of the 台账 are faulty, InputError for a unit that is not there or a form that is there
    already, OutputError.
    """
    from docgen.workbook import collecting

    return collecting.write_forms(workbook, folder, units, _usual(activity))


def survey(path: Path) -> Surveyed:
    """Return the tables of a workbook that docgen did not make: by sheet and title the values, row by row."""
    from docgen.workbook import lists

    return lists.survey(path)


def read_list(
    path: Path, titles: Sequence[str], also: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[int, dict[str, str]], ...]:
    """Return the rows of a clerk's own list by title, with their numbers; raise WorkbookError when it has no such column."""
    from docgen.workbook import lists

    return lists.read_list(path, titles, also)


def merge_returns(
    workbook: Path,
    folder: Path,
    target: Path | None = None,
    activity: Activity | None = None,
    *,
    overwrite: bool = False,
    take_out: bool = False,
) -> Merged:
    """Merge the returned forms of a folder into the 台账, in place (the one of before is kept) or into a new file.

    Three-way: what only the form changed goes in, what only the clerk changed stays, what both changed differently is
    a conflict, which ``overwrite`` decides for the return. Rows that were deleted on it are taken out; where a whole sheet came
    back empty they stay, unless ``take_out``. Faulty returns are named and left out. Raise DataError, InputError,
    OutputError.
    """
    from docgen.workbook import collecting

    return collecting.merge_returns(workbook, folder, target, _usual(activity), overwrite=overwrite, take_out=take_out)
