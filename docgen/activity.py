"""What the toolkit is handed to work on: an activity of a department, as a value.

An :class:`Activity` says which sheets its workbook has, how their rows are judged, which kinds of paper are made of them and how
these are composed. Rooms that read, judge, fill, convert, bind and archive take one and know none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from docgen.documents import Document, DocumentKind
from docgen.field import Semester, SheetKind
from docgen.problems import Problem
from docgen.rules import Coverage
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


def _nothing(_semester: Semester, _numbers: Mapping[str, str]) -> tuple[Composed, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity: sheets, rules, kinds of paper.

    ``unit`` is the sheet by whose rows papers are filed and held back: a group, a person. ``judge`` returns what breaks a rule,
    without cells; ``cover`` what is there of what is expected. ``added`` are kinds whose papers ``compose`` makes, each from
    rows; the faults of a sheet in ``aside`` hold back the papers made of it and no others. ``templates`` lie behind the clerk's
    own. ``is_apart``: its rows are of models made at run time, which no other process could know.
    """

    name: str
    sheets: tuple[SheetKind, ...]
    unit: str
    judge: Callable[[Semester, Settings, Gaps], list[Problem]]
    cover: Callable[[Semester, Settings, Gaps], Coverage]
    kinds: tuple[DocumentKind, ...] = ()
    added: tuple[DocumentKind, ...] = ()
    compose: Callable[[Semester, Mapping[str, str]], tuple[Composed, ...]] = _nothing
    aside: frozenset[str] = frozenset()
    templates: tuple[Path, ...] = ()
    is_apart: bool = False
    is_numbered: bool = False
    """each unit gets a filing number"""
