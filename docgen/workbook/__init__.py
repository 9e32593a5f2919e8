"""The workbook room: a spreadsheet in, cell by cell, with every fault at its address; blank and filled workbooks out.

Owns the addresses: only this room turns (sheet, row, column title) into a cell. What the values mean is ``field``'s,
what they must satisfy together ``rules``'s. Heavy imports are lazy: a child that only reads needs no models.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docgen.activity import Activity
    from docgen.field import Semester
    from docgen.problems import Problem
    from docgen.rules.coverage import Coverage
    from docgen.settings import Settings
    from docgen.workbook.adding import add_people
    from docgen.workbook.annotating import annotate
    from docgen.workbook.beginning import begin, take_over
    from docgen.workbook.cells import Workbook
    from docgen.workbook.collecting import merge_returns, write_forms
    from docgen.workbook.foreign_tables import read_list, survey
    from docgen.workbook.roster import read_roster
    from docgen.workbook.writing import write, write_rows

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
    "usual",
    "write",
    "write_forms",
    "write_rows",
]

_HOMES = {
    "adding": "add_people",
    "annotating": "annotate",
    "beginning": "begin take_over",
    "collecting": "merge_returns write_forms",
    "foreign_tables": "read_list survey",
    "roster": "read_roster",
    "writing": "write write_rows",
}
"""Which module each name is imported from when it is asked for."""
_JUDGED_HERE = 50_000
"""Cells. A larger workbook is judged in a child: some rules compare rows with rows, and a hostile one could take minutes."""


@dataclass(frozen=True)
class Checked:
    """A workbook read and judged: the rows without a fault in any cell, every problem in the order of the sheets.

    ``coverage`` is reckoned over all rows that have their key, faulty or not: what is there, is there. ``pictures`` are the
    names that cells say, and whether the workbook's folder had such a file.
    """

    semester: Semester
    problems: tuple[Problem, ...]
    coverage: Coverage
    pictures: Mapping[str, bool]


def read(path: Path, activity: Activity | None = None) -> Workbook:
    """Read the sheets of an activity: .xlsx, .xls, .ods or a folder of .csv; each cell with its place.

    Raise WorkbookError when there is no such file, or it is no workbook, damaged, locked, or absurdly large.
    """
    from docgen.workbook.reading import read_file

    began = time.monotonic()
    book = read_file(path, tuple(kind.title for kind in usual(activity).sheets))
    return replace(book, seconds=time.monotonic() - began)


def judge(book: Workbook, settings: Settings, activity: Activity | None = None) -> Checked:
    """Judge a workbook that was read, by the form of its cells and the rules of its activity, everything at once.

    A missing sheet or column is a problem like any other. Raise WorkbookError when judging takes what reading has left of
    the time.
    """
    from docgen.workbook import checking, reading

    with reading.uncollected():
        meant = usual(activity)
        if meant.is_apart or book.size <= _JUDGED_HERE:
            return checking.check_workbook(book, settings, meant)
        left = reading.SECONDS - book.seconds
        return reading.apart(book.path, checking.check_workbook, book, settings, meant, seconds=left)


def check(path: Path, settings: Settings, activity: Activity | None = None) -> Checked:
    """Read a workbook and judge it; only a file that cannot be read raises WorkbookError."""
    return judge(read(path, activity), settings, activity)


def usual(activity: Activity | None) -> Activity:
    """Return the activity that is meant where none is said."""
    if activity is not None:
        return activity
    from docgen.paired import PAIRED

    return PAIRED


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
