"""An activity in files, without Python: a folder with ``activity.toml`` and the templates of its papers.

Owns what such a file may say (:mod:`~docgen.described.declared`), reading it with every fault at its place
(:mod:`~docgen.described.reading`), and making of it the same :class:`~docgen.activity.Activity` that an activity written in
Python is: models of rows, rules, kinds, papers. What an expression may do is template's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from docgen.activity import Activity, Composed, Figure, Gaps, Numbered, Roll
from docgen.described import figures, rows
from docgen.described.checking import remarks
from docgen.described.declared import Declared, Setting, days_of
from docgen.described.guessing import Guess, Guessed, guess
from docgen.described.judging import Judge
from docgen.described.papers import Composer, kinds, rolls
from docgen.described.reading import FILE_NAME, FileFault, examine, read
from docgen.described.reference import reference
from docgen.described.world import World
from docgen.described.writing import schemas, written
from docgen.field import Semester
from docgen.problems import Problem
from docgen.settings import Settings
from docgen.template.bounds import within
from docgen.template.reckoning import Calendar, by

__all__ = [
    "FILE_NAME",
    "FileFault",
    "Guess",
    "Guessed",
    "activity",
    "calendar",
    "defaults",
    "examine",
    "guess",
    "kinds",
    "read",
    "reference",
    "remarks",
    "schemas",
    "written",
]


def activity(folder: Path, settings: Mapping[str, Setting]) -> Activity:
    """Return the activity of a folder, with the settings that docgen.toml changes. Raise InputError."""
    declared = _read(folder, (folder / FILE_NAME).stat().st_mtime_ns if (folder / FILE_NAME).is_file() else 0)
    days, judge, composer = calendar(declared), Judge(declared), Composer(declared)

    def judged(semester: Semester, _settings: Settings, gaps: Gaps) -> list[Problem]:
        with _bounded(days):
            return list(judge.problems(World(declared, semester, settings), gaps))

    def composed(semester: Semester, numbers: Mapping[str, str]) -> tuple[Composed, ...]:
        with _bounded(days):
            return tuple(composer.papers(World(declared, semester, settings), numbers))

    def numbered(semester: Semester) -> tuple[Numbered, ...]:
        with _bounded(days):
            return tuple(composer.numbered(World(declared, semester, settings)))

    def counted(semester: Semester) -> tuple[Figure, ...]:
        with _bounded(days):
            return tuple(figures.counted(declared, World(declared, semester, settings).scope()))

    def listed(semester: Semester) -> tuple[Roll, ...]:
        with _bounded(days):
            return tuple(rolls(declared, World(declared, semester, settings).scope()))

    return Activity(
        name=declared.activity.name,
        sheets=rows.sheets(declared),
        unit=declared.activity.unit,
        judge=judged,
        carry=lambda semester, _term, _settings: rows.carry(declared, rows.sheets(declared), semester),
        added=kinds(declared),
        compose=composed,
        number=numbered,
        count=counted,
        rolls=listed,
        templates=(folder,),
        is_apart=True,
    )


def defaults(folder: Path) -> Mapping[str, Setting]:
    """Return what the activity of a folder lets a school decide, as it is where the school says nothing."""
    return read(folder).settings


@cache
def _read(folder: Path, _changed: int) -> Declared:
    return read(folder)


@contextlib.contextmanager
def _bounded(days: Calendar) -> Iterator[None]:
    with within(), by(days):
        yield


def calendar(declared: Declared) -> Calendar:
    """Return the days off and at work that a file declares."""
    years = declared.calendar
    return Calendar(
        frozenset(day for year in years.values() for said in year.off for day in _days(said)),
        frozenset(day for year in years.values() for said in year.work for day in _days(said)),
        frozenset(map(int, years)),
    )


def _days(said: str) -> Iterator[date]:
    first, last = days_of(said)
    for at in range((last - first).days + 1):
        yield first + timedelta(days=at)
