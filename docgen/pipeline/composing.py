"""Steps 3 and 4: number, compose. What cannot be made is held back here, with the reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen import documents, files
from docgen.documents import Document, DocumentKind, Per, Withdrawn
from docgen.errors import DataError, InputError
from docgen.field import Group, Programme, Summary
from docgen.field.kept import TITLES
from docgen.field.row import official
from docgen.ledger import Ledger, Signed, Wanted, series_of
from docgen.making import own
from docgen.making.draft import Draft
from docgen.making.order import Order, Result, State
from docgen.making.progress import Progress
from docgen.making.reasons import Teller
from docgen.messages import _, ngettext
from docgen.pipeline.checking import Sound, check, read
from docgen.problems import groups_of
from docgen.semesters import registry
from docgen.semesters.registry import BuiltSemester
from docgen.settings.filing_number import NumberForm
from docgen.signing import freezing, holding, returning

_OF_THE_DEPARTMENT = (Per.SEMESTER, Per.PERSON, Per.CONTEST, Per.HONOUR)
"""One per what is never a group's own paper: held back whole while there is any error."""


@dataclass(frozen=True, slots=True)
class GivenNumbers:
    """The filing number of each group, the ledger that gave them, and the numbers that no group has any more."""

    ledger: Ledger
    numbers: dict[str, str]
    withdrawn: tuple[Withdrawn, ...]


def draft(order: Order, progress: Progress) -> Draft:
    """Take an order up to composed papers. Raise DataError with every problem when nothing can be made."""
    opened = read(order, progress)
    sound = check(order, opened, progress)
    numbered = number(order, sound, progress)
    return compose(order, sound, numbered, progress)


def number(order: Order, sound: Sound, progress: Progress) -> GivenNumbers:
    """Step 3: give every group its filing number, whatever was asked for; none in a dry run."""
    progress.step("number", len(sound.semester.units))
    ledger = registry.book_of(order.workbook, sound.programme.general_branch, sound.programme.term.slug)
    registry.refuse_lost(order.folder, ledger)
    numbers = _numbers(ledger, sound, issue=not order.dry_run)
    return GivenNumbers(ledger, numbers, withdrawn(ledger, sound.programme, numbers))


def compose(order: Order, sound: Sound, numbered: GivenNumbers, progress: Progress) -> Draft:
    """Step 4: compose the papers; those that people signed stand as they were signed."""
    progress.step("compose", len(sound.composed))
    native = _native(sound, numbered)
    mine = own.compose(
        sound.activity,
        sound.semester,
        numbered.numbers,
        sound.faults,
        wanted=sound.kinds,
        units=[unit.id for unit in sound.units],
        unsound=sound.unsound,
        everything=sound.is_whole,
    )
    units = [unit.id for unit in sound.semester.units]
    papers = own.ordered((*native, *mine.papers), units) if mine.papers else native
    teller = Teller(numbered.ledger, sound.semester)
    came_back = returning.came_back(BuiltSemester(numbered.ledger, order.folder), papers, dry_run=order.dry_run)
    kept = holding.hold(
        papers,
        {**numbered.ledger.signed(), **came_back.foreseen},
        lambda: teller.rows,
        sound.semester.changes,
        wanted=lambda one: _is_wanted(one, order, sound),
        kind_of=sound.activity.kind_of,
        groups=units,
        withdrawn=numbered.withdrawn,
        filed=freezing.filed(numbered.ledger, papers, sound.kinds),
        refused=came_back.refused,
    )
    if not papers and not kept.papers:
        raise DataError(
            _("nothing can be made from this workbook"),
            sound.problems,
            hint="" if sound.faults else _("No such paper is due yet: look at what --only and --group ask for."),
        )
    _distinct(kept.papers)
    if not order.dry_run:
        numbered.ledger.remember(
            order.workbook.resolve(),
            files.sha256(order.workbook),
            order.output.path.resolve(),
            lambda: teller.rows,
            TITLES,
        )
    there = {paper.name for paper in kept.papers}
    held = [one for one in (*_held_back(order, sound, papers), *mine.held_back) if one.name not in there]
    return Draft(
        sound.semester,
        sound.programme,
        sound.settings,
        sound.activity,
        sound.problems,
        numbered.numbers,
        kept.papers,
        (*held, *kept.refused),
        numbered.ledger,
        teller,
        came_back.locked,
    )


def _native(sound: Sound, numbered: GivenNumbers) -> tuple[Document, ...]:
    """Compose the papers of the kinds that are composed from a whole semester, as the school calls them."""
    if not sound.activity.kinds:
        return ()
    called = {kind.stem: kind for kind in sound.kinds}
    papers = documents.compose(
        sound.semester,
        numbered.numbers,
        sound.composed,
        department=sound.with_department,
        settings=sound.settings,
        withdrawn=numbered.withdrawn,
    )
    return tuple(_titled(paper, called[paper.kind.stem]) for paper in papers if paper.kind.stem in called)


def _titled(paper: Document, kind: DocumentKind) -> Document:
    return replace(paper, kind=kind, title=paper.title.replace(paper.kind.title, kind.title))


def _is_wanted(one: Signed, order: Order, sound: Sound) -> bool:
    """Whether a signed paper that the workbook no longer makes belongs to what was asked for."""
    asked = not order.groups or one.group in order.groups
    return asked and one.group not in sound.unsound and any(kind.stem == one.kind for kind in sound.kinds)


def _lost(order: Order, sound: Sound) -> list[str]:
    """Return the wanted groups whose own row in 小组 is faulty, so that the semester does not hold them."""
    found = groups_of(one for one in sound.errors if one.sheet == Group.SHEET)
    return [one for one in found if one not in sound.semester.group_by_id and one in (order.groups or found)]


def _numbers(ledger: Ledger, sound: Sound, *, issue: bool) -> dict[str, str]:
    units, programme = sound.semester.units, sound.programme
    found = {unit.id: "" for unit in units} | ledger.issued()
    if not issue:
        return found
    if not sound.activity.is_numbered:
        papers = sound.activity.number(sound.semester)
        for one in series_of((paper.form, paper.year, Wanted(paper.name, paper.given)) for paper in papers):
            found |= ledger.reserve(one.prefix, one.year, one.form, one.wanted)
        return found
    prefix, year, form = programme.filing_prefix, programme.term.year, sound.settings.number.filing

    def as_written(given: str) -> str:
        """Return a number of the workbook as this department writes it: reading has put it into the usual form."""
        found = re.search(r"(\d{1,7})\D*$", given)
        own = NumberForm.of(form).written(prefix=prefix, year=year, no=int(found[1])) if found else given
        return own if official(own) == given else given

    wanted = [Wanted(unit.id, as_written(unit.filing_number), unit.fate) for unit in units]
    return ledger.reserve(prefix, year, form, wanted)


def withdrawn(book: Ledger, programme: Programme, numbers: Mapping[str, str]) -> tuple[Withdrawn, ...]:
    """Return this term's numbers that no group has any more, as the register shows them."""
    held = frozenset(numbers.values())
    return tuple(
        Withdrawn(one.text, one.group, one.void_because)
        for one in book.register()
        if one.term == programme.term.slug and one.text not in held
    )


def _held_back(order: Order, sound: Sound, papers: Sequence[Document]) -> tuple[Result, ...]:
    """Return what is held back of the kinds that docgen knows: papers of unsound groups, all of the department's."""
    errors = sound.errors
    made = {paper.kind.stem for paper in papers}
    # A summary or a review is made once there is something in it: missed where other groups have theirs.
    kinds = [
        kind
        for kind in sound.kinds
        if kind.is_composed and not kind.is_own and (kind.per is not Per.GROUP or kind.stem in made)
    ]
    of_groups = [kind for kind in kinds if kind.per is Per.GROUP]
    # How many talks or projects a faulty group has cannot be told: named only where nothing else stands for the group.
    of_groups = of_groups or [kind for kind in kinds if kind.per not in _OF_THE_DEPARTMENT]
    found: list[Result] = []
    unsound = [unit.id for unit in sound.units if unit.id in sound.unsound]
    for group in dict.fromkeys([*unsound, *_lost(order, sound)]):
        reasons = "\n".join(str(problem) for problem in errors if group in problem.groups)
        found += [Result(f"{group}-{kind.title}", kind.stem, State.HELD_BACK, reason=reasons) for kind in of_groups]
    if sound.is_whole and errors:
        reason = ngettext(
            "the workbook has an error: its figures would not be true",
            "the workbook has {n} errors: its figures would not be true",
            len(errors),
        ).format(n=len(errors))
        found += [
            Result(f"{Summary.DEPARTMENT}-{kind.title}", kind.stem, State.HELD_BACK, reason=reason)
            for kind in kinds
            if kind.per in _OF_THE_DEPARTMENT
        ]
    return tuple(found)


def _distinct(papers: Sequence[Document]) -> None:
    """Refuse two papers whose files would have one name, on systems too where case does not count."""
    seen: dict[str, Document] = {}
    for paper in papers:
        other = seen.setdefault(paper.name.casefold(), paper)
        if other is not paper:
            raise InputError(
                _("groups {one} and {other} would give files of the same name").format(one=other.key, other=paper.key),
                hint=_("Change one of the two numbers in 小组."),
            )
