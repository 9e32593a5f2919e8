"""Returns into the 台账, three ways: as sent, as returned, as it stands now. Nothing is overwritten without saying.

What only the group changed goes in; what only the clerk changed stays; where both changed the same cell differently, the
clerk's stays and the conflict is named. So a return merged twice changes nothing the second time.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from docgen.field.columns import columns_of
from docgen.workbook.forms import FormPlan
from docgen.workbook.returns import Return, ReturnLine

Key = tuple[str, ...]
L = TypeVar("L", bound="ReturnLine | StandingRow")


@dataclass(frozen=True, slots=True)
class ReturnChange:
    """Something that a return changed or would change: ``column`` is ``""`` for a row as a whole.

    ``row`` is the return's, 0 where it has none; ``key`` names the row in words.
    """

    file: str
    sheet: str
    row: int
    column: str
    key: str
    before: str
    after: str


@dataclass
class StandingRow:
    """A row of the 台账 in the making: ``row`` is its number, 0 for a new one; ``was`` what it held when it was read."""

    row: int
    texts: dict[str, str]
    was: dict[str, str]
    holds_more: bool = False
    """whether the clerk has filled in what no form has"""
    gone: bool = False


@dataclass
class MergedBook:
    """The rows of the 台账 that forms concern, by sheet, as they change; what was said about it."""

    rows: dict[str, list[StandingRow]]
    added: dict[str, int] = field(default_factory=dict)
    """rows by file"""
    filled: dict[str, int] = field(default_factory=dict)
    """cells that were empty, by file"""
    changed: list[ReturnChange] = field(default_factory=list)
    """cells that held something else"""
    removed: list[ReturnChange] = field(default_factory=list)
    conflicts: list[ReturnChange] = field(default_factory=list)
    emptied: list[ReturnChange] = field(default_factory=list)
    """sheets that came back without a single row, whose rows stay"""

    @property
    def is_changed(self) -> bool:
        """Whether anything went in."""
        return bool(self.added or self.filled or self.changed or self.removed)


def merge(
    ledger: MergedBook, returned: Return, plan: FormPlan, *, overwrite: bool = False, take_out: bool = False
) -> None:
    """Bring one sound return in; ``overwrite``: where both changed, the return's value goes in, and is said.

    A sheet that came back without a single row was more likely emptied by mistake than meant: its rows stay and that is
    said, unless ``take_out``.
    """
    for title in plan.columns:
        if title in returned.columns:
            _Sheet(ledger, returned, title, plan, overwrite, take_out).merge()


def difference(one: Return, other: Return, plan: FormPlan) -> ReturnChange | None:
    """Return the first place where two returns of one unit differ."""
    for title in plan.columns:
        told = _telling(plan, title)
        left = _keyed(told, one.lines.get(title, ()))
        right = _keyed(told, other.lines.get(title, ()), left)
        for key in dict.fromkeys((*left, *right)):
            a, b = left.get(key), right.get(key)
            if a is None or b is None:
                present = a or b
                assert present is not None
                values = ("", _words(key)) if a is None else (_words(key), "")
                return ReturnChange(other.path.name, title, present.row, "", _words(key), *values)
            for column in plan.columns[title]:
                if a.texts.get(column) != b.texts.get(column):
                    before, after = a.texts.get(column, ""), b.texts.get(column, "")
                    return ReturnChange(other.path.name, title, b.row, column, _words(key), before, after)
    return None


class _Sheet:
    def __init__(
        self, ledger: MergedBook, returned: Return, title: str, plan: FormPlan, overwrite: bool, take_out: bool
    ) -> None:
        self.whose = plan.whose.get(title, "")
        self.ledger, self.title, self.overwrite, self.take_out = ledger, title, overwrite, take_out
        self.file = returned.path.name
        self.columns = returned.columns[title]
        told = _telling(plan, title)
        self.base = _keyed(told, [ReturnLine(texts, 0) for texts in returned.base.get(title, [])])
        self.given = _keyed(told, returned.lines.get(title, ()), self.base)
        self.now = _keyed(told, [row for row in ledger.rows.setdefault(title, []) if not row.gone], self.base)

    def merge(self) -> None:
        for key, line in self.given.items():
            sent, now = self.base.get(key), self.now.get(key)
            if now is not None and sent is None and now.texts.get(self.whose) != line.texts.get(self.whose):
                # A new project under a number that another group's has.
                self._conflict(
                    key, line.row, "", "、".join(now.texts.values())[:60], "、".join(line.texts.values())[:60]
                )
            elif now is not None:
                self._cells(key, line, sent.texts if sent else {}, now)
            elif sent is None:
                self._add(line)
            elif any(line.texts.get(c, "") != sent.texts.get(c, "") for c in self.columns):
                # The clerk took the row out (or its cells are at fault) while the group worked on it.
                self._conflict(key, line.row, "", "", "、".join(line.texts.values())[:60])
        gone = [
            (key, sent, now)
            for key, sent in self.base.items()
            if key not in self.given and (now := self.now.get(key)) is not None
        ]
        if gone and not self.given and not self.take_out:
            self.ledger.emptied.append(ReturnChange(self.file, self.title, 0, "", "", str(len(gone)), ""))
            return
        for key, sent, now in gone:
            self._take_out(key, sent.texts, now)

    def _cells(self, key: Key, line: ReturnLine, sent: Mapping[str, str], now: StandingRow) -> None:
        for column in self.columns:
            wanted, before, stands = (texts.get(column, "") for texts in (line.texts, sent, now.texts))
            if wanted in (stands, before):
                continue
            if stands != before and not self.overwrite:
                self._conflict(key, line.row, column, stands, wanted)
                continue
            if stands:
                self.ledger.changed.append(self._change(key, line.row, column, stands, wanted))
            else:
                self.ledger.filled[self.file] = self.ledger.filled.get(self.file, 0) + 1
            now.texts[column] = wanted

    def _add(self, line: ReturnLine) -> None:
        rows = self.ledger.rows[self.title]
        rows.append(StandingRow(0, dict(line.texts), {}))
        self.ledger.added[self.file] = self.ledger.added.get(self.file, 0) + 1

    def _take_out(self, key: Key, sent: Mapping[str, str], now: StandingRow) -> None:
        said = "、".join(filter(None, (now.texts.get(column, "") for column in self.columns)))[:60]
        changed = now.holds_more or any(now.texts.get(column, "") != sent.get(column, "") for column in self.columns)
        if changed and not self.overwrite:
            self._conflict(key, 0, "", said, "")
            return
        now.gone = True
        self.ledger.removed.append(self._change(key, 0, "", said, ""))

    def _conflict(self, key: Key, row: int, column: str, stands: str, wanted: str) -> None:
        self.ledger.conflicts.append(self._change(key, row, column, stands, wanted))

    def _change(self, key: Key, row: int, column: str, before: str, after: str) -> ReturnChange:
        return ReturnChange(self.file, self.title, row, column, _words(key), before, after)


def _keyed(
    told: Sequence[str], lines: Sequence[L], like: Mapping[Key, ReturnLine | StandingRow] | None = None
) -> dict[Key, L]:
    """Return rows by key and a count of those that have the same; they are counted as those of ``like`` that they resemble.

    So a row that was taken out from among several does not hand its place, and what only the clerk has in it, to the next.
    """
    known: dict[Key, dict[int, Mapping[str, str]]] = {}
    known_rows: Mapping[Key, ReturnLine | StandingRow] = like if like is not None else {}
    for key, row in known_rows.items():
        known.setdefault(key[:-1], {})[int(key[-1])] = row.texts
    same: dict[Key, list[L]] = {}
    for line in lines:
        same.setdefault(tuple(line.texts.get(column, "") for column in told), []).append(line)
    found: dict[Key, L] = {}
    for words, ones in same.items():
        counted: dict[int, L] = _counted(ones, known.get(words, {}))
        found |= {(*words, str(again)): one for again, one in counted.items()}
    return found


def _counted(lines: Sequence[L], known: Mapping[int, Mapping[str, str]]) -> dict[int, L]:
    """Give each row the count of the known one that it shares most cells with; of those like none, in their order."""
    alike = sorted(
        (-_shared(line.texts, texts), at, again) for at, line in enumerate(lines) for again, texts in known.items()
    )
    found: dict[int, L] = {}
    placed: set[int] = set()
    for shared, at, again in alike:
        if shared and at not in placed and again not in found:
            found[again] = lines[at]
            placed.add(at)
    free = itertools.chain((one for one in known if one not in found), itertools.count(max(known, default=-1) + 1))
    left = [line for at, line in enumerate(lines) if at not in placed]
    return found | dict(zip(list(itertools.islice(free, len(left))), left, strict=True))


def _shared(one: Mapping[str, str], other: Mapping[str, str]) -> int:
    """Return how many cells two rows share; nothing where they differ in more, for then they are not the same row."""
    same = sum(other.get(column) == text for column, text in one.items())
    return same if 2 * same >= min(len(one), len(other)) else 0


def _telling(plan: FormPlan, title: str) -> tuple[str, ...]:
    """Return the columns that make two rows the same row."""
    return tuple(column.title for column in columns_of(plan.kind(title).model) if column.key or column.apart)


def _words(key: Key) -> str:
    """Name a row by its key, without the count of equal ones."""
    return " ".join(word for word in key[:-1] if word)
