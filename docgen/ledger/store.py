"""The file: opened, migrated, one transaction at a time."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from docgen.errors import LedgerError, output_error
from docgen.ledger import events, items, numbers, papers, search, share, signed
from docgen.ledger.content import Rows
from docgen.ledger.events import Event
from docgen.ledger.items import ItemNumber
from docgen.ledger.migrations import migrate
from docgen.ledger.numbers import Filing
from docgen.ledger.papers import Origin, PaperRecord, TermRecord
from docgen.ledger.search import Found
from docgen.ledger.signed import Signed
from docgen.messages import _

P = TypeVar("P", TermRecord, Found)

_PATIENCE = 30.0
"""Seconds to wait for another clerk's transaction."""


class Ledger:
    """The ledger of a department's papers.

    Each method opens the file, works in one transaction and closes it again, so that no lock outlives a call. Raises
    LedgerError for a file that is no ledger, damaged, newer than this program, or held for more than half a minute.
    """

    def __init__(self, path: Path, branch: str, term: str) -> None:
        self.path, self.branch, self.term = path, branch, term

    def reserve(self, prefix: str, year: int, form: str, wanted: Sequence[numbers.Wanted]) -> dict[str, str]:
        """Give every group its filing number, all in one transaction; return them by group."""
        with self._transaction() as connection:
            return numbers.reserve(
                connection, branch=self.branch, term=self.term, prefix=prefix, year=year, form=form, wanted=wanted
            )

    def issued(self) -> dict[str, str]:
        """Return the filing numbers given so far, by group."""
        if not self.path.exists():
            return {}
        with self._transaction() as connection:
            return dict(
                connection.execute(
                    "SELECT group_id, text FROM filing_number WHERE branch = ? AND term = ? AND void_by <> ?",
                    (self.branch, self.term, numbers.BY_CLERK),
                ).fetchall()
            )

    def papers(self) -> dict[str, PaperRecord]:
        """Return what was made so far, by name."""
        if not self.path.exists():
            return {}
        with self._transaction() as connection:
            return papers.recorded(connection, self.branch, self.term)

    def record(self, made: Iterable[PaperRecord]) -> None:
        """Record papers that now stand in the output folder."""
        with self._transaction() as connection:
            papers.record(connection, self.branch, self.term, made)

    def items(self) -> dict[str, ItemNumber]:
        """Return the items that have an archive number, by name."""
        if not self.path.exists():
            return {}
        with self._transaction() as connection:
            return items.items(connection, self.branch, self.term)

    def number_items(
        self, edition: str, published: Collection[str], wanted: Sequence[ItemNumber]
    ) -> dict[str, ItemNumber]:
        """Give archive numbers for an edition that is about to be sealed; :meth:`seal` makes them final."""
        with self._transaction() as connection:
            return items.give(connection, self.branch, self.term, edition, published, wanted)

    def seal(self, edition: str) -> None:
        """Record that an edition stands in the archive."""
        with self._transaction() as connection:
            items.seal(connection, self.branch, self.term, edition)

    def origin(self, name: str) -> Origin | None:
        """Return what a paper was last made from; None when it is unknown."""
        with self._transaction() as connection:
            return papers.origin(connection, self.branch, self.term, name)

    def remember(self, workbook: Path, workbook_sha256: str, folder: Path, rows: Callable[[], Rows]) -> None:
        """Keep the rows of the workbook as it is now; ``rows`` is asked only when the file has changed."""
        now = TermRecord(self.branch, self.term, self._kept(workbook), workbook_sha256, self._kept(folder))
        with self._transaction() as connection:
            if now not in papers.terms(connection):
                papers.remember(connection, now, rows())

    def terms(self) -> list[TermRecord]:
        """Return every term in the ledger that was built, the oldest first."""
        if not self.path.exists():
            return []
        with self._transaction() as connection:
            return [self._found(one) for one in papers.terms(connection)]

    def latest_rows(self) -> list[tuple[TermRecord, Rows]]:
        """Return the rows of every term as they were when it was last built, the oldest term first."""
        if not self.path.exists():
            return []
        with self._transaction() as connection:
            return [(self._found(one), rows) for one, rows in papers.latest_rows(connection)]

    def signed(self) -> dict[str, Signed]:
        """Return the papers that people signed, by name."""
        if not self.path.exists():
            return {}
        with self._transaction() as connection:
            return signed.signed(connection, self.branch, self.term)

    def sign(self, name: str, word_sha256: str, pdf_sha256: str, pages: int) -> None:
        """Freeze a recorded paper with the files that people signed."""
        with self._transaction() as connection:
            signed.sign(connection, self.branch, self.term, name, word_sha256, pdf_sha256, pages)

    def scanned(self, name: str, scan: str, scan_sha256: str) -> None:
        """Record the scan of a signed paper."""
        with self._transaction() as connection:
            signed.scanned(connection, self.branch, self.term, name, scan, scan_sha256)

    def print(self, names: Sequence[str], copies: int) -> dict[str, int]:
        """Record that papers were printed, each ``copies`` times over; return how often each was printed, this time too."""
        with self._transaction() as connection:
            events.append(
                connection,
                events.PRINTED,
                {"branch": self.branch, "term": self.term, "papers": list(names), "copies": copies},
            )
            times = events.printed(connection, self.branch, self.term)
            return {name: times[name] for name in names}

    def printed(self) -> dict[str, int]:
        """Return how many times each paper was printed; more than once is a reprint."""
        if not self.path.exists():
            return {}
        with self._transaction() as connection:
            return events.printed(connection, self.branch, self.term)

    def void(self, number: str, why: str) -> Filing:
        """Withdraw a filing number for good. Raise LedgerError when it was never issued or is void."""
        with self._transaction() as connection:
            return numbers.void(connection, self.branch, number, why)

    def register(self) -> list[Filing]:
        """Return every filing number ever given by this branch, void ones too."""
        if not self.path.exists():
            return []
        with self._transaction() as connection:
            return numbers.register(connection, self.branch)

    def find(self, text: str, most: int = 50) -> list[Found]:
        """Return the papers of all terms that say every word of ``text``, the newest first."""
        if not self.path.exists():
            return []
        with self._transaction() as connection:
            return [self._found(one) for one in search.find(connection, text, most)]

    def events(self, about: str = "") -> list[Event]:
        """Return what happened, in order; ``about``: only events that name it."""
        if not self.path.exists():
            return []
        with self._transaction() as connection:
            return [one for one in events.every(connection) if about in one.detail]

    def knows_term(self) -> bool:
        """Whether anything of the term stands in the ledger."""
        with self._transaction() as connection:
            asked = " UNION ALL ".join(
                f"SELECT 1 FROM {table} WHERE branch = :branch AND term = :term"
                for table in ("filing_number", "paper", "item", "term")
            )
            mine = {"branch": self.branch, "term": self.term}
            return bool(connection.execute(f"SELECT EXISTS ({asked})", mine).fetchone()[0])

    def restore_numbers(self, prefix: str, year: int, form: str, known: Sequence[numbers.Wanted], why_lost: str) -> int:
        """Take up numbers from elsewhere; those missing below the highest are void for ``why_lost``. Return how many."""
        with self._transaction() as connection:
            numbers.reclaim(connection, [one.given for one in known])
            given = numbers.reserve(
                connection, branch=self.branch, term=self.term, prefix=prefix, year=year, form=form, wanted=known
            )
            lost = numbers.void_gaps(connection, self.branch, self.term, prefix, year, form, why_lost)
            events.append(connection, "ledger rebuilt", {"branch": self.branch, "term": self.term, "lost": lost})
            return len(given)

    def restore_items(self, known: Sequence[ItemNumber]) -> None:
        """Take up the archive numbers of editions that stand in the archive."""
        with self._transaction() as connection:
            items.restore(connection, self.branch, self.term, known)

    def verify(self) -> list[str]:
        """Return what is wrong with the file itself: integrity and the chain of events; nothing when it is whole."""
        with self._transaction() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
            broken = events.broken_at(connection)
            if broken is not None:
                found.append(_("event {number} does not follow from the one before").format(number=broken))
            return found

    def _kept(self, path: Path) -> str:
        """Return a path as it is written down: from the ledger's own folder, so that a moved or copied one still holds."""
        here = self.path.parent.resolve()
        return path.relative_to(here).as_posix() or "." if path.is_relative_to(here) else str(path)

    def _found(self, one: P) -> P:
        """Return what was written down with the paths as they are now; those of elsewhere stay as they are."""
        here = self.path.parent.resolve()
        return replace(
            one,
            workbook=str(here / one.workbook) if one.workbook else "",
            folder=str(here / one.folder) if one.folder else "",
        )

    def _refuse_a_share_without_locks(self) -> None:
        option = share.without_locks(self.path)
        if option:
            raise LedgerError(
                _(
                    "{path}: lies on a share that is mounted without common locks ({option}); two machines would spoil it"
                ).format(path=self.path, option=option),
                hint=_(
                    "Ask for the share to be mounted without that option, or name a file on this machine as ledger under"
                    " [path] in docgen.toml."
                ),
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._refuse_a_share_without_locks()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as connection:
                # Not WAL: it needs memory that all users share, which machines on a network do not have, and for
                # transactions that each open the file it is no faster. One file at rest is easier to copy, too.
                connection.execute("PRAGMA journal_mode = DELETE")
                connection.execute("PRAGMA synchronous = EXTRA")  # a number that was printed survives a power cut
                migrate(connection, self.path)
                # IMMEDIATE: a deferred one that turns to writing fails when another clerk writes (facts.md).
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                raise output_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), self.path) from error
            raise LedgerError(
                _("{path}: the ledger cannot be used: {reason}").format(path=self.path, reason=error),
                hint=_("If another docgen is running, wait for it. If the file is damaged, put back a copy of it."),
            ) from error
