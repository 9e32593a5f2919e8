"""Steps 1 to 4: read, check, number, compose. What cannot be made is held back here, with the reason."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen import documents, files, workbook
from docgen.documents import Document, DocumentKind, Per, Withdrawn
from docgen.errors import DataError, InputError, LedgerError
from docgen.field import Group, GroupState, Programme, Semester, Summary
from docgen.ledger import Ledger, Signed, Wanted
from docgen.messages import _, ngettext
from docgen.pipeline import own, signing
from docgen.pipeline.order import Order, Progress, Result, State
from docgen.pipeline.reasons import Teller
from docgen.problems import Problem
from docgen.settings import Settings

_OF_THE_DEPARTMENT = (Per.SEMESTER, Per.PERSON, Per.CONTEST, Per.HONOUR)
"""One per what is never a group's own paper: held back whole while there is any error."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A semester that was checked, numbered and composed."""

    semester: Semester
    programme: Programme
    settings: Settings
    problems: tuple[Problem, ...]
    numbers: dict[str, str]
    papers: tuple[Document, ...]
    held_back: tuple[Result, ...]
    ledger: Ledger
    tell: Teller


def draft(order: Order, progress: Progress) -> Draft:
    """Take an order up to composed papers. Raise DataError with every problem when nothing can be made."""
    rules = order.folder.settings
    progress.step("read")
    added = own.kinds(order.workbook, order.templates)
    checked = workbook.check(order.workbook, rules, [one.sheet for one in added])
    semester, programme = checked.semester, checked.semester.programme
    progress.step("check")
    own_sheets = {one.sheet.title for one in added}
    faults = [problem for problem in checked.problems if problem.is_error]
    errors = [problem for problem in faults if problem.sheet not in own_sheets]
    if programme is None or any(problem.everything for problem in errors):
        raise DataError(_("nothing can be made from this workbook"), checked.problems)
    kinds = _kinds(order, rules.titles, [one.kind for one in added])
    unsound = {group for problem in errors for group in problem.groups}
    wanted = _groups(order, semester, unsound)
    sound = [group.id for group in wanted if group.id not in unsound]
    if not order.groups:
        # What was changed stays on record even when the group is no more.
        gone = (group.id for group in semester.groups if group.state is not GroupState.ACTIVE)
        sound += [group for group in gone if group not in unsound]
    with_department = not order.groups and not errors

    progress.step("number", len(semester.groups))
    book = Ledger(order.folder.home / rules.path.ledger, programme.general_branch, programme.term.slug)
    _refuse_lost(order, book)
    numbers = _numbers(book, semester, programme, rules, issue=not order.dry_run)

    progress.step("compose", len(sound))
    withdrawn = _withdrawn(book, programme, numbers)
    papers = tuple(
        _titled(paper, kinds)
        for paper in documents.compose(
            semester,
            numbers,
            sound,
            department=with_department,
            settings=rules,
            withdrawn=withdrawn,
        )
        if paper.kind.stem in {kind.stem for kind in kinds}
    )
    mine = own.compose(
        added,
        semester,
        numbers,
        faults,
        wanted=kinds,
        groups=[group.id for group in wanted],
        unsound=unsound,
        everything=not order.groups,
    )
    if mine.papers:
        papers = own.ordered((*papers, *mine.papers), [group.id for group in semester.groups])
    teller = Teller(book, semester)
    kept = signing.hold(
        papers,
        book.signed(),
        lambda: teller.rows,
        semester.changes,
        wanted=lambda one: _is_wanted(one, order, kinds, unsound),
        groups=[group.id for group in semester.groups],
        withdrawn=withdrawn,
    )
    lost = _lost(order, semester, errors)
    made = {paper.kind.stem for paper in papers}
    # A summary or a review is made once there is something in it: missed where other groups have theirs.
    native = [kind for kind in kinds if not kind.is_own and (kind.per is not Per.GROUP or kind.stem in made)]
    held = _held_back(native, wanted, unsound, lost, errors, department=not order.groups and bool(errors))
    held += mine.held_back
    if not papers and not kept.papers:
        raise DataError(
            _("nothing can be made from this workbook"),
            checked.problems,
            hint="" if faults else _("No such paper is due yet: look at what --only and --group ask for."),
        )
    _distinct(kept.papers)
    if not order.dry_run:
        book.remember(
            order.workbook.resolve(), files.sha256(order.workbook), order.output.path.resolve(), lambda: teller.rows
        )
    there = {paper.name for paper in kept.papers}
    held = tuple(one for one in held if one.name not in there) + kept.refused
    return Draft(semester, programme, rules, checked.problems, numbers, kept.papers, held, book, teller)


def _kinds(order: Order, titles: Mapping[str, str], added: Sequence[DocumentKind]) -> tuple[DocumentKind, ...]:
    """Return the kinds asked for, called as the school calls them ([titles] of docgen.toml)."""
    every = tuple(
        replace(kind, title=titles.get(kind.stem, kind.title))
        for kind in (*documents.KINDS.values(), *added)
        if kind.per is not Per.BUNDLE
    )
    if not order.kinds:
        return every
    called = {kind.title: kind for kind in every}
    named = [called.get(name) or documents.kind_called(name, added) for name in order.kinds]
    return tuple(kind for kind in every if kind.stem in {one.stem for one in named})


def _titled(paper: Document, kinds: Sequence[DocumentKind]) -> Document:
    kind = next(kind for kind in kinds if kind.stem == paper.kind.stem)
    return replace(paper, kind=kind, title=paper.title.replace(paper.kind.title, kind.title))


def _refuse_lost(order: Order, book: Ledger) -> None:
    """Refuse to give numbers anew where the output folder has papers with numbers and the ledger is gone."""
    report = order.output.report
    if book.path.exists() or not report.exists():
        return
    try:
        numbered = bool(json.loads(report.read_bytes()).get("numbers"))
    except (OSError, ValueError, AttributeError):
        return
    if numbered:
        raise LedgerError(
            _("{path}: the ledger is gone, but {folder} has papers with its numbers").format(
                path=book.path, folder=order.output.path
            ),
            hint=_(
                "Put the ledger back from a copy, or docgen ledger rebuild; to start anew, delete the output folder."
            ),
        )


def _groups(order: Order, semester: Semester, unsound: set[str]) -> list[Group]:
    if not order.groups:
        return list(semester.active_groups)
    known = {group.id: group for group in semester.active_groups}
    found = []
    for name in order.groups:
        gone = semester.group_by_id.get(name)
        if gone is not None and name not in known:
            raise InputError(
                _("no papers are made for group {name}: {state}").format(name=name, state=_void(gone)),
                hint=_("Name the group it was merged into.") if gone.merged_into else "",
            )
        if name not in known and name not in unsound:
            close = difflib.get_close_matches(name, known, 1, 0.4)
            raise InputError(
                _("there is no group {name} for which papers are made").format(name=name),
                hint=_("Did you mean {close}?").format(close=close[0]) if close else "",
            )
        if name in known:
            found.append(known[name])
    return found


def _is_wanted(one: Signed, order: Order, kinds: Sequence[DocumentKind], unsound: set[str]) -> bool:
    """Whether a signed paper that the workbook no longer makes belongs to what was asked for."""
    asked = not order.groups or one.group in order.groups
    return asked and one.group not in unsound and any(kind.stem == one.kind for kind in kinds)


def _lost(order: Order, semester: Semester, errors: Sequence[Problem]) -> list[str]:
    """Return the wanted groups whose own row in 小组 is faulty, so that the semester does not hold them."""
    found = dict.fromkeys(group for one in errors if one.sheet == Group.SHEET for group in one.groups)
    return [one for one in found if one not in semester.group_by_id and one in (order.groups or found)]


def _numbers(book: Ledger, semester: Semester, programme: Programme, rules: Settings, *, issue: bool) -> dict[str, str]:
    if not issue:
        return {group.id: "" for group in semester.groups} | book.issued()
    return book.reserve(
        programme.filing_prefix,
        programme.term.year,
        rules.number.filing,
        [
            Wanted(group.id, group.filing_number, "" if group.state is GroupState.ACTIVE else _void(group))
            for group in semester.groups
        ],
    )


def _withdrawn(book: Ledger, programme: Programme, numbers: Mapping[str, str]) -> tuple[Withdrawn, ...]:
    """Return this term's numbers that no group has any more, as the register shows them."""
    held = frozenset(numbers.values())
    return tuple(
        Withdrawn(one.text, one.group, one.void_because)
        for one in book.register()
        if one.term == programme.term.slug and one.text not in held
    )


def _void(group: Group) -> str:
    return f"{group.state}{group.merged_into}"


def _held_back(
    kinds: Sequence[DocumentKind],
    wanted: Sequence[Group],
    unsound: set[str],
    lost: Sequence[str],
    errors: Sequence[Problem],
    *,
    department: bool,
) -> tuple[Result, ...]:
    found = []
    made = [kind for kind in kinds if kind.papers]
    of_groups = [kind for kind in made if kind.per is Per.GROUP]
    # How many talks or projects a faulty group has cannot be told: named only where nothing else stands for the group.
    of_groups = of_groups or [kind for kind in made if kind.per not in _OF_THE_DEPARTMENT]
    for group in dict.fromkeys([*(group.id for group in wanted if group.id in unsound), *lost]):
        reasons = [str(problem) for problem in errors if group in problem.groups]
        found += [
            Result(f"{group}-{kind.title}", kind.stem, State.HELD_BACK, reason="\n".join(reasons)) for kind in of_groups
        ]
    if department:
        reason = ngettext(
            "the workbook has an error: its figures would not be true",
            "the workbook has {n} errors: its figures would not be true",
            len(errors),
        ).format(n=len(errors))
        found += [
            Result(f"{Summary.DEPARTMENT}-{kind.title}", kind.stem, State.HELD_BACK, reason=reason)
            for kind in made
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
