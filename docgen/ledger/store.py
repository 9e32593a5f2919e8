"""The file: opened, migrated, one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from docgen.errors import LedgerError
from docgen.ledger import events, numbers, papers
from docgen.ledger.migrations import migrate
from docgen.ledger.papers import ItemNumber, PaperRecord
from docgen.messages import _

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
                    "SELECT group_id, text FROM filing_number WHERE branch = ? AND term = ?", (self.branch, self.term)
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
            return papers.items(connection, self.branch, self.term)

    def number_items(
        self, edition: str, published: Collection[str], wanted: Sequence[ItemNumber]
    ) -> dict[str, ItemNumber]:
        """Give archive numbers for an edition that is about to be sealed; :meth:`seal` makes them final."""
        with self._transaction() as connection:
            return papers.give(connection, self.branch, self.term, edition, published, wanted)

    def seal(self, edition: str) -> None:
        """Record that an edition stands in the archive."""
        with self._transaction() as connection:
            papers.seal(connection, self.branch, self.term, edition)

    def verify(self) -> list[str]:
        """Return what is wrong with the file itself: integrity and the chain of events; nothing when it is whole."""
        with self._transaction() as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
            broken = events.broken_at(connection)
            if broken is not None:
                found.append(_("event {number} does not follow from the one before").format(number=broken))
            return found

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                migrate(connection, self.path)
                # IMMEDIATE: a deferred one that turns to writing fails when another clerk writes (facts.md).
                connection.execute("BEGIN IMMEDIATE")
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(
                _("{path}: the ledger cannot be used: {reason}").format(path=self.path, reason=error),
                hint=_("If another docgen is running, wait for it. If the file is damaged, put back a copy of it."),
            ) from error
