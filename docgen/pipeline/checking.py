"""Steps 1 and 2: read, check. What was asked for is told apart here from what is at fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen import documents, meant, workbook
from docgen.activity import Activity
from docgen.documents import DocumentKind, Per
from docgen.errors import DataError, InputError
from docgen.field import Programme, Semester, Unit
from docgen.making import own
from docgen.making.order import Order
from docgen.making.progress import Progress
from docgen.messages import _
from docgen.problems import Problem
from docgen.settings import Settings
from docgen.workbook.cells import Workbook


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook that was read, the settings it is judged by, and the activity that it is of."""

    book: Workbook
    settings: Settings
    activity: Activity


@dataclass(frozen=True, slots=True)
class Sound:
    """A semester of which something can be made: what was asked for of it, and what is at fault.

    ``errors`` are those that rest on the semester; a fault on a sheet that the clerk added holds back its own papers only.
    """

    semester: Semester
    programme: Programme
    settings: Settings
    activity: Activity
    problems: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    kinds: tuple[DocumentKind, ...]
    units: tuple[Unit, ...]
    is_whole: bool
    """nothing was left out by asking for some units only"""
    pictures: Mapping[str, bool]
    """which cells name, and whether they were there"""

    @property
    def faults(self) -> tuple[Problem, ...]:
        """All errors."""
        return tuple(problem for problem in self.problems if problem.is_error)

    @property
    def unsound(self) -> frozenset[str]:
        """The units whose papers are held back."""
        return frozenset(group for problem in self.errors for group in problem.groups)

    @property
    def with_department(self) -> bool:
        """Whether the department's papers are made."""
        return self.is_whole and not self.errors

    @property
    def composed(self) -> tuple[str, ...]:
        """The units whose papers are made: of those that are no more, too, since what was changed stays on record."""
        unsound = self.unsound
        gone = [one for one in self.semester.units if not one.is_active] if self.is_whole else []
        return tuple(one.id for one in (*self.units, *gone) if one.id not in unsound)


def read(order: Order, progress: Progress) -> ReadWorkbook:
    """Step 1: read the workbook's cells, and of which activity it is."""
    progress.step("read")
    activity, settings = own.activity_of(order.workbook, order.templates), order.folder.settings
    documents.require_known(settings, (*activity.kinds, *activity.added))
    return ReadWorkbook(workbook.read(order.workbook, activity), settings, activity)


def check(order: Order, opened: ReadWorkbook, progress: Progress) -> Sound:
    """Step 2: judge the cells; raise DataError when nothing can be made of them."""
    progress.step("check")
    activity = opened.activity
    checked = workbook.judge(opened.book, opened.settings, activity)
    errors = [problem for problem in checked.problems if problem.is_error and problem.sheet not in activity.aside]
    programme = checked.semester.programme
    if programme is None or any(problem.everything for problem in errors):
        raise _nothing(checked.problems, errors)
    unsound = {group for problem in errors for group in problem.groups}
    return Sound(
        checked.semester,
        programme,
        opened.settings,
        activity,
        checked.problems,
        tuple(errors),
        _kinds(order, opened.settings.titles, activity),
        tuple(_units(order, checked.semester, unsound)),
        is_whole=not order.groups,
        pictures=checked.pictures,
    )


def _nothing(problems: Sequence[Problem], errors: Sequence[Problem]) -> DataError:
    """Say what holds back all papers, apart from what holds back some."""
    first = "、".join(dict.fromkeys(problem.place for problem in errors if problem.everything))
    then = _("Mend first what holds back all papers: {places}. Then the sound groups' papers are made.")
    hint = then.format(places=first) if first else ""
    return DataError(_("nothing can be made from this workbook"), problems, hint=hint)


def _kinds(order: Order, titles: Mapping[str, str], activity: Activity) -> tuple[DocumentKind, ...]:
    """Return the kinds asked for, called as the school calls them ([titles] of docgen.toml)."""
    every = tuple(
        replace(kind, title=titles.get(kind.stem, kind.title))
        for kind in activity.every_kind
        if kind.per is not Per.BUNDLE
    )
    if not order.kinds:
        return every
    called = {kind.title: kind for kind in every}
    named = [called.get(name) or documents.kind_called(name, activity.every_kind) for name in order.kinds]
    return tuple(kind for kind in every if kind.stem in {one.stem for one in named})


def _units(order: Order, semester: Semester, unsound: set[str]) -> list[Unit]:
    active = [unit for unit in semester.units if unit.is_active]
    if not order.groups:
        return active
    known = {unit.id: unit for unit in active}
    found = []
    for name in order.groups:
        gone = semester.unit_by_id.get(name)
        if gone is not None and name not in known:
            of_group = semester.group_by_id.get(name)
            raise InputError(
                _("no papers are made for group {name}: {state}").format(name=name, state=gone.fate),
                hint=_("Name the group it was merged into.") if of_group and of_group.merged_into else "",
            )
        if name not in known and name not in unsound:
            raise InputError(
                _("there is no group {name} for which papers are made").format(name=name),
                hint=meant.offered(name, known, meant.KEY),
            )
        if name in known:
            found.append(known[name])
    return found
