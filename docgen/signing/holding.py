"""What people signed is never rewritten (domain.md §4): kept beside the workbook, held against what the workbook says now.

A signed paper is frozen by the hash of its data and of its files; copies of the files stand in ``签署件`` beside the
workbook, so that the output folder stays disposable. A cell changed under it holds the paper back until a row in 变更
explains the change, which yields a 变更备案表 of its own; the signed file stays as it was.

A paper that is filed is frozen from its day of filing on in the same way, before anybody has signed it.

What comes after signing is no change of it: dates of signing and filing, a member's leaving. Papers of the whole
semester state figures as of their signing; later figures do not touch them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from docgen import documents, files
from docgen.documents import Document, DocumentKind, Per, Withdrawn
from docgen.documents.shared_parts import name_others, unmarked
from docgen.errors import LedgerError, OutputError
from docgen.field import Change
from docgen.field.columns import titles
from docgen.ledger import Json, Rows, Signed, as_json, from_json
from docgen.making import changes
from docgen.making.changes import DataChange
from docgen.making.order import Result, State
from docgen.messages import _

_LAST = 98
_NAME, _NUMBER = "姓名", "编号"
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_AFTERWARDS = frozenset(titles(lambda column: column.afterwards))
"""Titles of what is known only after signing."""


@dataclass(frozen=True, slots=True)
class Held:
    """Papers with the signed ones as they were signed, and the signed ones that contradict the workbook."""

    papers: tuple[Document, ...]
    refused: tuple[Result, ...]


def hold(
    papers: Sequence[Document],
    signed: Mapping[str, Signed],
    rows: Callable[[], Rows],
    explanations: Sequence[Change],
    *,
    wanted: Callable[[Signed], bool],
    kind_of: Callable[[str], DocumentKind | None],
    groups: Sequence[str],
    withdrawn: Sequence[Withdrawn] = (),
    filed: Mapping[str, Signed] = MappingProxyType({}),
    refused: Mapping[str, str] = MappingProxyType({}),
) -> Held:
    """Put the signed papers as they were in the place of what the workbook would make of them now.

    A signed paper that the workbook no longer makes (its group was merged or withdrawn) is kept too, when ``wanted``;
    ``groups`` is the order of the workbook, ``withdrawn`` the numbers that were voided: a signed paper may bear one.
    ``filed`` papers are held in the same way, from their day of filing on; ``refused`` says of papers why they cannot be
    made for another reason.
    """
    kept: list[Document] = []
    held: list[Result] = []
    for paper in papers:
        if paper.name in refused:
            held.append(Result(paper.name, paper.kind.stem, State.HELD_BACK, reason=refused[paper.name]))
            continue
        old = signed.get(paper.name) or filed.get(paper.name)
        if old is None:
            kept.append(paper)
            continue
        unexplained = _unexplained(paper, old, explanations)
        if unexplained:
            told = changes.told(_worth_telling(unexplained), changes.cell_changes(old.rows, rows()))
            void = [one for one in withdrawn if one.number in {change.old for change in unexplained}]
            held.append(_refusal(paper, told, void, filed=paper.name not in signed))
        else:
            kept.append(_frozen(paper, old))
    there = {paper.name for paper in papers}
    gone = [_revived(one, kind_of(one.kind)) for one in signed.values() if one.name not in there and wanted(one)]
    return Held(_in_order(kept, gone, groups), tuple(held))


def put_back(path: Path, sha256: str, keep: Path, *, force: bool = False) -> None:
    """See to it that a signed file stands at ``path`` as it was signed, and a copy of it in ``keep``.

    Raise OutputError when somebody edited it since, unless ``force``; LedgerError when no whole copy is left.
    """
    copy = keep / path.name
    there, kept = files.sha256(path), files.sha256(copy)
    if there == sha256:
        if kept != sha256:
            files.write(copy, path.read_bytes())
        return
    if kept != sha256:
        raise LedgerError(
            _("{path}: this signed file is no longer as it was signed, and no copy of it is left").format(path=copy),
            hint=_("Put it back from a backup of the folder {folder}.").format(folder=keep.name),
        )
    if there and not force:
        raise OutputError(
            _("{path}: was edited after it was signed").format(path=path),
            hint=_("Delete it, and the next build puts the signed file back; changes belong on the sheet 变更."),
        )
    files.write(path, copy.read_bytes())


def _unexplained(paper: Document, old: Signed, explanations: Sequence[Change]) -> tuple[DataChange, ...]:
    if paper.kind.sums_up:
        return ()
    kept = from_json(as_json(paper.kept))
    others_of_a_name = (one for one in changes.data_changes(old.data, kept) if name_others(one.old, one.new))
    before, now = (from_json(unmarked(as_json(data))) for data in (old.data, kept))
    differences = (*changes.data_changes(before, now), *others_of_a_name)
    rows = [one for one in explanations if one.group == paper.group]
    others = _in_place_of_others(differences, rows)
    return tuple(
        one
        for one in differences
        if not _AFTERWARDS.intersection(one.path)
        and not any(one.path[: len(path)] == path for path in others)
        and not any(_explains(row, one) or _names_who(row, one, now) for row in rows)
    )


def _in_place_of_others(differences: Sequence[DataChange], rows: Sequence[Change]) -> list[tuple[str, ...]]:
    """Return where somebody stands in another's place and a row names both: what else is said of them goes with it."""
    return [
        one.path[:-1]
        for one in differences
        if one.path[-1] == _NUMBER
        and any(
            _explains(row, other)
            for other in differences
            if other.path in (one.path, (*one.path[:-1], _NAME))
            for row in rows
        )
    ]


def _worth_telling(unexplained: Sequence[DataChange]) -> tuple[DataChange, ...]:
    """Leave out what goes with somebody who stands in another's place: naming both explains it, too."""
    others = [one.path[:-1] for one in unexplained if one.path[-1] == _NUMBER]
    return tuple(
        one
        for one in unexplained
        if one.path[-1] == _NUMBER
        or not any(one.path[: len(path)] == path and one.path != (*path, _NAME) for path in others)
    )


def _names_who(row: Change, change: DataChange, now: Mapping[str, Json]) -> bool:
    """Whether a row names the one of whom something is true now, or is no longer: who leads the group."""
    if {change.old, change.new} != {str(True), str(False)}:
        return False
    here: object = now
    for part in change.path[:-1]:
        here = here[int(part) - 1] if isinstance(here, list) else here[part] if isinstance(here, Mapping) else None
    text = row.after if change.new == str(True) else row.before
    return isinstance(here, Mapping) and any(
        _names(text, str(here[title])) for title in (_NAME, _NUMBER) if text and here.get(title)
    )


def _explains(row: Change, change: DataChange) -> bool:
    """Whether a row in 变更 names both values: the old one in 原内容, the new one in 新内容."""
    return _names(row.before, change.old) and _names(row.after, change.new)


def _names(text: str, value: str) -> bool:
    """Whether a text names a value: every word of it, numbers as whole numbers (8 is not named by 18).

    A paper ends what a clerk wrote as a sentence, and writes dates in one way; the clerk need not.
    """
    plain = "".join(text.split())
    return all(re.search(_pattern(word), plain) for word in re.split(r"[\s、。]+", value) if word)


def _pattern(word: str) -> str:
    """Return what finds a word in a text without spaces."""
    if day := _DAY.fullmatch(word):
        year, month, of_month = map(int, day.groups())
        return rf"(?<!\d){year}[-./年]0?{month}[-./月]0?{of_month}(?!\d)"
    exact = re.escape(word)
    return rf"(?<!\d){exact}(?!\d)" if word[0].isdigit() or word[-1].isdigit() else exact


def _refusal(paper: Document, told: Sequence[str], void: Sequence[Withdrawn], *, filed: bool) -> Result:
    if filed:
        first = _("it was filed on {day}, and since then: {changes}").format(
            day=paper.data[paper.kind.filed], changes="；".join(told)
        )
        then = _(
            "Undo the change; or write a row in 变更 with the old value under 原内容 and the new one under 新内容; or, where "
            "it is not filed yet or filed anew, empty or correct {title}."
        ).format(title=paper.kind.filed)
    else:
        first = _("it is signed, and since then: {changes}").format(changes="；".join(told))
        then = _(
            "Undo the change, or write a row in 变更 with the old value under 原内容 and the new one under 新内容."
        )
    for one in void:  # a number that is void cannot be had back
        then = _(
            "Its number {number} was voided ({why}): write a row in 变更 with {number} under 原内容 and {new} under 新内容."
        ).format(number=one.number, why=one.why, new=paper.number or _("the new number"))
    return Result(
        paper.name, paper.kind.stem, State.HELD_BACK, reason=f"{first.rstrip('。')}。{then}", needs_change=True
    )


def _frozen(paper: Document, old: Signed) -> Document:
    if from_json(as_json(paper.kept)) == old.data:
        return paper
    return replace(paper, title=old.title, data=documents.kept(paper.kind, old.data), number=old.number)


def _revived(old: Signed, kind: DocumentKind | None) -> Document:
    key, _dash, title = old.name.rpartition("-")
    # As it was called when it was signed; the files of a kind that the clerk added may be gone.
    known = kind or DocumentKind(old.kind, title, Per.ROW, _LAST, documents.Paper, is_inside=True)
    kind = replace(known, title=title)
    dated = date.fromisoformat(old.dated) if old.dated else None
    return Document(kind, key, old.title, documents.kept(kind, old.data), old.group, old.number, dated)


def _in_order(kept: list[Document], gone: list[Document], groups: Sequence[str]) -> tuple[Document, ...]:
    """Put what the workbook no longer makes where its group stood, the department's papers last."""
    place = {group: number for number, group in enumerate(groups)}
    last = len(place)
    found = list(kept)
    for paper in gone:
        before = [n for n, one in enumerate(found) if place.get(one.group, last) <= place.get(paper.group, last)]
        found.insert(max(before, default=-1) + 1, paper)
    return tuple(found)
