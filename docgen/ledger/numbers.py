"""Filing numbers (备案号): unique, without gaps, never reused (domain.md §5 rule 8).

A number is the smallest one that was never used with the same prefix in the same year. Numbers that the workbook
already carries are adopted first; then the other groups get theirs in workbook order.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from docgen import meant
from docgen.errors import LedgerError
from docgen.ledger import events
from docgen.ledger.neighbours import Neighbours
from docgen.messages import _
from docgen.settings.filing_number import NumberForm

BY_CLERK, BY_WORKBOOK = "clerk", "workbook"
"""Who voided a number: ``docgen void``, for good; or 小组, as long as the group is merged or withdrawn there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A group that needs a number; ``given`` is what its row in 小组 already carries; ``void_because`` when 作废."""

    group: str
    given: str = ""
    void_because: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that run by themselves: of one prefix, year and form; and who needs one."""

    prefix: str
    year: int
    form: str
    wanted: tuple[Wanted, ...]

    @property
    def is_of_papers(self) -> bool:
        """Whether papers have its numbers, as :func:`series_of` tells it, and not groups."""
        return self.prefix == self.form

    @property
    def called(self) -> str:
        """What its numbers are called."""
        return "文号" if self.is_of_papers else "备案号"


def series_of(papers: Iterable[tuple[str, int, Wanted]]) -> tuple[Series, ...]:
    """Return the series of papers that have numbers of their own: one of each form and year, told by its form."""
    found: dict[tuple[str, int], list[Wanted]] = {}
    for form, year, wanted in papers:
        found.setdefault((form, year), []).append(wanted)
    return tuple(Series(form, year, form, tuple(every)) for (form, year), every in found.items())


@dataclass(frozen=True, slots=True)
class Filing:
    """A number on the register, and why it is void if it is; ``void_by``: ``""``, ``clerk`` or ``workbook``."""

    term: str
    group: str
    text: str
    void_because: str
    void_by: str


def reserve(
    connection: sqlite3.Connection,
    *,
    branch: str,
    term: str,
    series: Series,
    neighbours: Neighbours,
) -> dict[str, str]:
    """Give every group, or paper, its number inside the caller's transaction; raise LedgerError on a contradiction."""
    giving = _Giving(connection, branch, term, series, neighbours)
    for one in series.wanted:
        if one.given:
            giving.adopt(one)
    giving.give_the_next()
    voided = giving.mark_void()
    if giving.new:
        events.append(connection, "numbers issued", {"branch": branch, "term": term, "numbers": giving.new})
    if voided:
        events.append(connection, "groups left or came back", {"branch": branch, "term": term, "numbers": voided})
    return {one.group: giving.issued[one.group] for one in series.wanted}


class _Giving:
    """The numbers of a series while they are given: ``issued`` by group, and of these those that are ``new``."""

    def __init__(
        self, connection: sqlite3.Connection, branch: str, term: str, series: Series, neighbours: Neighbours
    ) -> None:
        self._connection, self._branch, self._term = connection, branch, term
        self._series, self._neighbours = series, neighbours
        self.issued: dict[str, str] = dict(
            connection.execute(
                "SELECT group_id, text FROM filing_number WHERE branch = ? AND term = ? AND void_by <> ?",
                (branch, term, BY_CLERK),
            ).fetchall()
        )
        self.new: dict[str, str] = {}

    def adopt(self, one: Wanted) -> None:
        """Take the number that the workbook carries. Raise LedgerError where it has another already, or is another's."""
        series = self._series
        if one.group in self.issued:
            if self.issued[one.group] == one.given:
                return
            raise LedgerError(
                _("{owner}: {number} is {given} in the workbook, but {issued} was issued").format(
                    owner=one.group, number=series.called, given=one.given, issued=self.issued[one.group]
                ),
                hint=_(
                    "Put the issued number back into the workbook, or empty the cell; an issued number is never changed."
                ),
            )
        self._require_unowned(one)
        self._keep(one.group, one.given, _number_in(one.given, series.form, series.prefix, series.year))

    def give_the_next(self) -> None:
        """Give who has none the next one that is free, in the workbook's order. Raise LedgerError where two would read alike."""
        series, no = self._series, 1
        taken = {
            one
            for (one,) in self._connection.execute(
                "SELECT no FROM filing_number WHERE prefix = ? AND year = ?", (series.prefix, series.year)
            )
        }
        form = NumberForm.of(series.form)
        for one in series.wanted:
            if one.group in self.issued:
                continue
            while no in taken:
                no += 1
            taken.add(no)
            text = form.written(prefix=series.prefix, year=series.year, no=no)
            if self._connection.execute("SELECT 1 FROM filing_number WHERE text = ?", (text,)).fetchone():
                raise LedgerError(
                    _("{owner}: {number} {given} was given already, in another series").format(
                        owner=one.group, number=series.called, given=text
                    ),
                    hint=_("Set year and number off from what stands beside them in series of activity.toml.")
                    if series.is_of_papers
                    else _("Let filing in docgen.toml have {prefix} in it, set off from the numbers.").format(
                        prefix="{prefix}"
                    ),
                )
            self._keep(one.group, text, no)

    def mark_void(self) -> dict[str, str]:
        """Say of each number why it is void, or that it is no more; return what changed."""
        voided: dict[str, str] = {}
        for one in self._series.wanted:
            done = self._connection.execute(
                "UPDATE filing_number SET void_because = ?, void_by = ? WHERE text = ? AND void_because <> ?",
                (
                    one.void_because,
                    BY_WORKBOOK if one.void_because else "",
                    self.issued[one.group],
                    one.void_because,
                ),
            )
            if done.rowcount:
                voided[self.issued[one.group]] = one.void_because
        return voided

    def _require_unowned(self, one: Wanted) -> None:
        called = self._series.called
        owner = self._connection.execute(
            """SELECT n.term, n.group_id, n.void_by, n.void_because, docgen_found(t.workbook)
            FROM filing_number n LEFT JOIN term t ON t.branch = n.branch AND t.term = n.term WHERE n.text = ?""",
            (one.given,),
        ).fetchone()
        if owner is None:
            return
        if owner[2] == BY_CLERK:
            raise LedgerError(
                _("{owner}: {number} {given} was voided: {why}").format(
                    owner=one.group, number=called, given=one.given, why=owner[3]
                ),
                hint=_("Empty the cell and docgen issues the next number; a void number never comes back."),
            )
        said = _("{owner} of {here}: {number} {given} already belongs to {other} of {term}").format(
            owner=one.group, here=self._term, number=called, given=one.given, other=owner[1], term=owner[0]
        )
        raise LedgerError(
            said + (_(" ({place})").format(place=owner[4]) if owner[4] else ""),
            hint=_("Correct the number in the workbook, or empty the cell and docgen issues one."),
        )

    def _keep(self, group: str, text: str, no: int | None) -> None:
        self._neighbours.require_free(self._series.called, text, self._term, group)
        self._connection.execute(
            "INSERT INTO filing_number (branch, term, group_id, prefix, year, no, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (self._branch, self._term, group, self._series.prefix, self._series.year, no, text),
        )
        self.issued[group] = self.new[group] = text


def void(connection: sqlite3.Connection, branch: str, text: str, why: str) -> Filing:
    """Withdraw a number for good, inside the caller's transaction; return it. Raise LedgerError when that cannot be."""
    known = {one.text: one for one in register(connection, branch)}
    found = known.get(text)
    if found is None:
        raise LedgerError(
            _("no filing number {number} was issued").format(number=text),
            hint=meant.offered(text, known) or _("docgen ledger list tells every number that was issued"),
        )
    if found.void_by == BY_CLERK:
        raise LedgerError(_("{number} is void already: {why}").format(number=text, why=found.void_because))
    connection.execute("UPDATE filing_number SET void_because = ?, void_by = ? WHERE text = ?", (why, BY_CLERK, text))
    events.append(connection, "number voided", {"branch": branch, "term": found.term, "number": text, "why": why})
    return replace(found, void_because=why, void_by=BY_CLERK)


def void_gaps(connection: sqlite3.Connection, branch: str, term: str, series: Series, why: str) -> list[str]:
    """Put every running number that is missing below the highest one on the register as void; return them."""
    prefix, year, form = series.prefix, series.year, series.form
    taken = {
        no
        for (no,) in connection.execute(
            "SELECT no FROM filing_number WHERE prefix = ? AND year = ? AND no IS NOT NULL", (prefix, year)
        )
    }
    lost = [no for no in range(1, max(taken, default=0)) if no not in taken]
    written = NumberForm.of(form)
    texts = [written.written(prefix=prefix, year=year, no=no) for no in lost]
    connection.executemany(
        "INSERT OR IGNORE INTO filing_number (text, branch, term, group_id, prefix, year, no, void_because, void_by)"
        " VALUES (?, ?, ?, '', ?, ?, ?, ?, ?)",
        [(text, branch, term, prefix, year, no, why, BY_CLERK) for text, no in zip(texts, lost, strict=True)],
    )
    return texts


def reclaim(connection: sqlite3.Connection, texts: Sequence[str]) -> None:
    """Take back numbers that :func:`void_gaps` took for lost: another department's, on a ledger that several share."""
    connection.executemany(
        "DELETE FROM filing_number WHERE text = ? AND group_id = '' AND void_by = ?",
        [(text, BY_CLERK) for text in texts],
    )


def register(connection: sqlite3.Connection, branch: str) -> list[Filing]:
    """Return every number that was ever given, void ones too, by term and number."""
    rows = connection.execute(
        """SELECT term, group_id, text, void_because, void_by FROM filing_number WHERE branch = ?
        ORDER BY term, year, prefix, no, text""",
        (branch,),
    )
    return [Filing(*row) for row in rows]


def _number_in(text: str, form: str, prefix: str, year: int) -> int | None:
    """Return the running number in a number that follows the usual form, None when it follows another."""
    match = NumberForm.of(form).pattern(prefix=prefix, year=year).fullmatch(text)
    return int(match[1]) if match else None
