"""What the toolkit is handed to work on: an activity of a department, as a value.

An :class:`Activity` says which sheets its workbook has, how their rows are judged, which kinds of paper are made of them and how
these are composed. Rooms that read, judge, fill, convert, bind and archive take one and know none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from docgen.documents import Document, DocumentKind
from docgen.field import Row, Semester, SheetKind
from docgen.field.carried import Carried
from docgen.problems import Problem
from docgen.rules import Coverage
from docgen.semester import Term
from docgen.settings import Settings

Gaps: TypeAlias = frozenset[tuple[str, str]]
"""(sheet, key) of rows that could not be read."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper as composed, the rows it was made of (sheet and number), and what is wrong with it beside its cells.

    ``rests_on_all``: it states figures of the whole semester, so that any error holds it back.
    """

    document: Document
    rows: tuple[tuple[str, int], ...]
    is_broken: bool = False
    """one of its cells was refused"""
    faults: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """the units it is about, where they are several"""
    rests_on_all: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A count or sum over a semester: what it is of, what it is called; of how many, where it is a share.

    ``value`` is None where it rests on a cell that was refused. ``is_lasting``: it is of the same thing in every semester,
    so that it can be compared.
    """

    section: str
    name: str
    value: int | float | None
    whole: int | float | None = None
    share: str = ""
    """of the whole, where that is not too few to say so"""
    is_charted: bool = False
    is_lasting: bool = True

    @property
    def said(self) -> str:
        """The figure with what it is a share of: 3 / 12（25.0%）."""
        number = "—" if self.value is None else f"{self.value}"
        if self.whole is None:
            return number
        return f"{number} / {self.whole}（{self.share}）" if self.share else f"{number} / {self.whole}"


@dataclass(frozen=True, slots=True)
class Roll:
    """A list beside the figures: what it is called, its columns, its lines."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What is kept of one person: the number, the semesters of the ledger, the oldest first, numbers by (term, group)."""

    person: str
    semesters: tuple[Semester, ...]
    numbers: Mapping[tuple[str, str], str]
    settings: Settings


@dataclass(frozen=True, slots=True)
class Forms:
    """How an activity's units fill in their rows, beyond what its columns say: a sheet whose rows name no unit.

    ``share`` returns a unit's rows by sheet; ``stray`` yields what does not belong in a return, given its rows and the sheets
    that have broken ones. Where a column of ``says_whose``, by sheet, is filled, a row without a unit needs none.
    """

    share: Callable[[Semester, str], Mapping[str, tuple[Row, ...]]]
    stray: Callable[[Mapping[str, Sequence[Row]], Collection[str]], Iterator[Problem]]
    says_whose: Mapping[str, str]


def _uncovered(_semester: Semester, _settings: Settings, _gaps: Gaps) -> Coverage:
    return Coverage((), (), {}, (), ())


def _unlisted(_semester: Semester) -> tuple[Roll, ...]:
    return ()


def _uncounted(_semester: Semester) -> tuple[Figure, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A paper that gets the next number of a series: its name, and the number that the workbook has already."""

    form: str
    """how the series is written, with ``{year}`` and ``{no}``"""
    year: int
    name: str
    given: str = ""


def _unnumbered(_semester: Semester) -> tuple[Numbered, ...]:
    return ()


def _nothing(_semester: Semester, _numbers: Mapping[str, str]) -> tuple[Composed, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity: sheets, rules, kinds of paper.

    ``unit`` is the sheet by whose rows papers are filed and held back: a group, a person. ``judge`` returns what breaks a rule,
    without cells; ``cover`` what is there of what is expected; ``carry`` what the next semester takes over; ``count`` the
    figures, ``rolls`` the lists beside them, ``number`` the papers that have a number of their own.
    ``added`` are kinds whose papers ``compose`` makes, each from rows; the faults of a sheet in ``aside`` hold back the papers
    made of it and no others. ``dossier`` composes a person's over all semesters, where the activity has one of its own; ``forms``
    is said where columns do not tell which rows are a unit's. ``templates`` lie behind the clerk's own. ``is_apart``: its rows
    are of models made at run time, which no other process could know.
    """

    name: str
    sheets: tuple[SheetKind, ...]
    unit: str
    judge: Callable[[Semester, Settings, Gaps], list[Problem]]
    carry: Callable[[Semester, Term, Settings], Carried]
    cover: Callable[[Semester, Settings, Gaps], Coverage] = _uncovered
    kinds: tuple[DocumentKind, ...] = ()
    added: tuple[DocumentKind, ...] = ()
    compose: Callable[[Semester, Mapping[str, str]], tuple[Composed, ...]] = _nothing
    number: Callable[[Semester], tuple[Numbered, ...]] = _unnumbered
    count: Callable[[Semester], tuple[Figure, ...]] = _uncounted
    rolls: Callable[[Semester], tuple[Roll, ...]] = _unlisted
    dossier: Callable[[Past], Document] | None = None
    forms: Forms | None = None
    aside: frozenset[str] = frozenset()
    templates: tuple[Path, ...] = ()
    is_apart: bool = False
    is_numbered: bool = False
    """each unit gets a filing number"""

    @property
    def every_kind(self) -> tuple[DocumentKind, ...]:
        """All kinds of paper: its own, and those that the clerk added or its file says."""
        return (*self.kinds, *self.added)

    def kind_of(self, stem: str) -> DocumentKind | None:
        """Return the kind of a stem: two activities may call papers of theirs alike."""
        return next((kind for kind in self.every_kind if kind.stem == stem), None)
