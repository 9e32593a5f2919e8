"""The book as other rooms use it: numbers, papers, items and events, read and written in one transaction at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from docgen.errors import DamagedLedger
from docgen.ledger import carrying, events, items, numbers, papers, seals, search, signed
from docgen.ledger.content import Json, Rows
from docgen.ledger.events import Event, Head
from docgen.ledger.items import Elsewhere, ItemNumber
from docgen.ledger.neighbours import Neighbours
from docgen.ledger.numbers import Filing
from docgen.ledger.opening import opened
from docgen.ledger.papers import KeptRows, Origin, PaperRecord, PersonsPaper, TermRecord
from docgen.ledger.search import Found
from docgen.ledger.signed import Signed
from docgen.messages import _

T = TypeVar("T")


class Ledger:
    """The ledger of a department's papers.

    Each method opens the file, works in one transaction and closes it again, so that no lock outlives a call. A ledger
    that was carried on (:mod:`docgen.ledger.carrying`) stands for the one in use, which ``path`` then names. Raises
    LedgerError for a file that is no ledger, damaged, newer than this program, or held for more than half a minute.
    ``neighbours`` are other ledgers whose numbers must not be given again.
    """

    def __init__(self, path: Path, branch: str, term: str, neighbours: Sequence[Path] = ()) -> None:
        self.path, self.branch, self.term, self._neighbours = path, branch, term, neighbours

    def reserve(self, prefix: str, year: int, form: str, wanted: Sequence[numbers.Wanted]) -> dict[str, str]:
        """Give every group, or paper, its number, all in one transaction; return them by group or paper."""
        with self._transaction(writes=True) as connection:
            self._require_whole(connection)
            return self._reserve(connection, numbers.Series(prefix, year, form, tuple(wanted)))

    def _reserve(self, connection: sqlite3.Connection, series: numbers.Series) -> dict[str, str]:
        neighbours = Neighbours(self._neighbours, self.path, self.branch)
        return numbers.reserve(connection, branch=self.branch, term=self.term, series=series, neighbours=neighbours)

    def issued(self) -> dict[str, str]:
        """Return the filing numbers given so far, by group."""
        given = "SELECT group_id, text FROM filing_number WHERE branch = ? AND term = ? AND void_by <> ?"
        mine = (self.branch, self.term, numbers.BY_CLERK)
        return self._asked({}, lambda connection: dict(connection.execute(given, mine).fetchall()))

    def papers(self) -> dict[str, PaperRecord]:
        """Return what was made so far, by name."""
        return self._asked({}, lambda connection: papers.recorded(connection, self.branch, self.term))

    def record(self, made: Iterable[PaperRecord]) -> None:
        """Record papers that now stand in the output folder."""
        with self._transaction(writes=True) as connection:
            papers.record(connection, self.branch, self.term, made)

    def items(self) -> dict[str, ItemNumber]:
        """Return the items that have an archive number, by name."""
        return self._asked({}, lambda connection: items.items(connection, self.branch, self.term))

    def number_items(
        self, edition: str, published: Mapping[str, str], wanted: Sequence[ItemNumber], lost: Sequence[str] = ()
    ) -> dict[str, ItemNumber]:
        """Give archive numbers for an edition that is about to be sealed; :meth:`seal` makes them final.

        ``published``: the editions that stand in the archive, with their digests; ``lost``: those that are gone for good.
        """
        with self._transaction(writes=True) as connection:
            self._require_whole(connection)
            neighbours = Neighbours(self._neighbours, self.path, self.branch)
            return items.give(connection, self.branch, self.term, edition, published, lost, wanted, neighbours)

    def release_items(self) -> None:
        """Let the numbers of an edition go that did not come to stand in the archive."""
        with self._transaction(writes=True) as connection:
            items.release(connection, self.branch, self.term)

    def elsewhere(self) -> list[Elsewhere]:
        """Return the archive numbers in the boxes of this term that other archives hold."""
        with self._transaction() as connection:
            return items.elsewhere(connection, self.branch, self.term)

    def seal(self, edition: str, digest: str, lost: Sequence[str] = (), why: str = "") -> None:
        """Record that an edition stands in the archive, with the digest that stands for all of it.

        ``lost``: earlier editions that are gone for good, and why.
        """
        with self._transaction(writes=True) as connection:
            items.seal(connection, self.branch, self.term, edition, digest, lost, why)

    def sealed(self) -> dict[str, str]:
        """Return the digests of the editions that were sealed, by name, the oldest first."""
        return self._asked({}, lambda connection: items.sealed(connection, self.branch, self.term))

    def given_up(self) -> set[str]:
        """Return the editions that were lost for good."""
        with self._transaction() as connection:
            return items.given_up(connection, self.branch, self.term)

    def head(self) -> Head:
        """Return the last event of the chain, for an archive to keep."""
        with self._transaction() as connection:
            return events.head(connection)

    def stands(self, known: Head) -> bool:
        """Whether the chain still has an event that an archive kept."""
        with self._transaction() as connection:
            return events.stands(connection, known)

    def verified(self, edition: str, digest: str, faults: int) -> None:
        """Record that an archive was verified, and what came of it."""
        with self._transaction(writes=True) as connection:
            said = {"branch": self.branch, "term": self.term, "edition": edition, "digest": digest, "faults": faults}
            events.append(connection, events.VERIFIED, said)

    def origin(self, name: str) -> Origin | None:
        """Return what a paper was last made from; None when it is unknown."""
        with self._transaction() as connection:
            return papers.origin(connection, self.branch, self.term, name)

    def of_person(
        self, units: Iterable[str], named: str, among: Iterable[str], longer: Iterable[str] = ()
    ) -> list[PersonsPaper]:
        """Return the papers of these units in all terms, and those of kinds ``among`` that say ``named``, not ``longer``."""
        with self._transaction() as connection:
            return papers.of_person(connection, self.branch, units, named, among, longer)

    def data_of_kind(self, kind: str) -> dict[str, Mapping[str, Json]]:
        """Return the data that the papers of a kind were last made from, by name."""
        return self._asked({}, lambda connection: papers.data_of_kind(connection, self.branch, self.term, kind))

    def remember(
        self, workbook: Path, workbook_sha256: str, folder: Path, rows: Callable[[], Rows], titles: int = 1
    ) -> None:
        """Keep the rows of the workbook as it is now; ``rows`` is asked only when the file has changed.

        ``titles`` is the version of the titles that the rows have.
        """
        now = TermRecord(self.branch, self.term, str(workbook), workbook_sha256, str(folder))
        with self._transaction(writes=True) as connection:
            if now not in papers.terms(connection):
                papers.remember(connection, now, rows(), titles)

    def terms(self) -> list[TermRecord]:
        """Return every term in the ledger that was built, the oldest first."""
        return self._asked([], papers.terms)

    def latest_rows(self) -> list[KeptRows]:
        """Return the rows of every term as they were when it was last built, the oldest term first."""
        return self._asked([], papers.latest_rows)

    def signed(self) -> dict[str, Signed]:
        """Return the papers that people signed, by name."""
        return self._asked({}, lambda connection: signed.signed(connection, self.branch, self.term))

    def sign(self, name: str, word_sha256: str, pdf_sha256: str, pages: int) -> None:
        """Freeze a recorded paper with the files that people signed."""
        with self._transaction(writes=True) as connection:
            signed.sign(connection, self.branch, self.term, name, word_sha256, pdf_sha256, pages)

    def unsign(self, name: str, why: str) -> None:
        """Record that a paper counts as signed no more, and why."""
        with self._transaction(writes=True) as connection:
            signed.unsign(connection, self.branch, self.term, name, why)

    def scanned(self, name: str, scan: str, scan_sha256: str) -> None:
        """Record the scan of a signed paper."""
        with self._transaction(writes=True) as connection:
            signed.scanned(connection, self.branch, self.term, name, scan, scan_sha256)

    def print(self, names: Sequence[str], copies: int) -> dict[str, int]:
        """Record that papers were printed, each ``copies`` times over; return how often each was printed, this time too."""
        with self._transaction(writes=True) as connection:
            events.append(
                connection,
                events.PRINTED,
                {"branch": self.branch, "term": self.term, "papers": list(names), "copies": copies},
            )
            times = events.printed(connection, self.branch, self.term)
            return {name: times[name] for name in names}

    def printed(self) -> dict[str, int]:
        """Return how many times each paper was printed; more than once is a reprint."""
        return self._asked({}, lambda connection: events.printed(connection, self.branch, self.term))

    def void(self, number: str, why: str) -> Filing:
        """Withdraw a filing number for good. Raise LedgerError when it was never issued or is void."""
        with self._transaction(writes=True) as connection:
            return numbers.void(connection, self.branch, number, why)

    def register(self) -> list[Filing]:
        """Return every filing number ever given by this branch, void ones too."""
        return self._asked([], lambda connection: numbers.register(connection, self.branch))

    def find(self, text: str, most: int = 50) -> list[Found]:
        """Return the papers of all terms that say every word of ``text``, the newest first."""
        if not self.path.exists():
            return []
        with self._transaction(writes=True) as connection:
            return search.find(connection, text, most)

    def events(self, about: str = "") -> list[Event]:
        """Return what happened, in order; ``about``: only events that name it."""
        return self._asked([], lambda connection: [one for one in events.every(connection) if about in one.detail])

    def knows_term(self) -> bool:
        """Whether anything of the term stands in the ledger."""
        with self._transaction() as connection:
            asked = " UNION ALL ".join(
                f"SELECT 1 FROM {table} WHERE branch = :branch AND term = :term"
                for table in ("filing_number", "paper", "item", "term")
            )
            mine = {"branch": self.branch, "term": self.term}
            return bool(connection.execute(f"SELECT EXISTS ({asked})", mine).fetchone()[0])

    def restore_numbers(
        self, every: Sequence[numbers.Series], why_lost: str, editions: Mapping[str, str], heads: Sequence[Head]
    ) -> int:
        """Take up numbers from elsewhere; those missing below the highest are void for ``why_lost``. Return how many.

        ``editions`` stand in the archive, with their digests; ``heads`` are what they kept of the ledger that was lost.
        """
        with self._transaction(writes=True) as connection:
            numbers.reclaim(connection, [one.given for series in every for one in series.wanted])
            given = sum(len(self._reserve(connection, series)) for series in every)
            lost = [
                text
                for series in every
                for text in numbers.void_gaps(connection, self.branch, self.term, series, why_lost)
            ]
            said = {"branch": self.branch, "term": self.term, "void": lost, "editions": dict(editions)}
            events.append(connection, events.REBUILT, {**said, "heads": [one.hash for one in heads]})
            return given

    def restore_items(self, known: Sequence[ItemNumber], elsewhere: Sequence[Elsewhere] = ()) -> None:
        """Take up the archive numbers of editions that stand in the archive, and those that it says are elsewhere."""
        with self._transaction(writes=True) as connection:
            items.restore(connection, self.branch, self.term, known)
            items.reserve_elsewhere(connection, elsewhere)

    def state(self) -> str:
        """Return what is another as soon as anybody has written into the file, docgen or not; ``""`` where there is none."""
        if not self.path.exists():
            return ""
        with self._transaction() as connection:
            known = self.path.stat()
            return f"{seals.digest(connection)} {known.st_size} {known.st_mtime_ns}"

    def verify(self) -> list[str]:
        """Return what is wrong with the file itself: integrity, each row, the chain of events; nothing when it is whole."""
        with self._transaction(writes=True) as connection:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
            found += seals.broken(connection)
            if not search.is_whole(connection):
                found.append(_("the index of what the papers say is damaged"))
            broken = events.broken_at(connection)
            if broken is not None:
                found.append(_("event {number} does not follow from the one before").format(number=broken))
            return found + events.contradictions(connection)

    def _require_whole(self, connection: sqlite3.Connection) -> None:
        """Refuse to give a number while any given before was changed by something else than docgen."""
        faults = seals.broken(connection, seals.NUMBERS)
        if faults:
            raise DamagedLedger(
                _("{path}: no number is given, for the ledger is not as docgen left it: {faults}").format(
                    path=self.path, faults="；".join(faults)
                ),
                hint=_("Put back a copy of it, or run docgen ledger rebuild."),
            )

    def _asked(self, nothing: T, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Return what is asked of the ledger, ``nothing`` where there is none yet."""
        if not self.path.exists():
            return nothing
        with self._transaction() as connection:
            return ask(connection)

    @contextmanager
    def _transaction(self, *, writes: bool = False) -> Iterator[sqlite3.Connection]:
        while True:
            with opened(self.path, writes=writes) as connection:
                # IMMEDIATE: a deferred one that turns to writing fails when another clerk writes.
                connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
                with connection:  # from here on: what fails with the transaction open would keep its lock
                    target = carrying.onward(connection, self.path)
                    if target is None:
                        yield connection
                        return
            self.path = target
