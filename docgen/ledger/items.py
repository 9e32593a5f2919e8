"""The numbers of archived items (件号), given once (DA/T 22-2015)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.errors import LedgerError
from docgen.ledger import events
from docgen.ledger.neighbours import Box, Neighbours
from docgen.messages import _

_IN_BOX = "fonds = ? AND year = ? AND retention = ? AND class = ?"


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """The archive number of an item (件号), given once; ``edition`` says in which edition."""

    name: str
    title: str
    fonds: str
    year: int
    retention: str
    archive_class: str
    no: int
    edition: str

    @property
    def box(self) -> Box:
        """What 件号 are counted within."""
        return self.fonds, self.year, self.retention, self.archive_class


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A run of 件号 that another archive holds: of which branch and term, and where its workbook was (``""``: unknown)."""

    box: Box
    first: int
    last: int
    branch: str
    term: str
    workbook: str


def items(connection: sqlite3.Connection, branch: str, term: str) -> dict[str, ItemNumber]:
    """Return the numbered items of a term by name, in the order they were numbered."""
    rows = connection.execute(
        "SELECT name, title, fonds, year, retention, class, no, edition FROM item WHERE branch = ? AND term = ?"
        " ORDER BY fonds, year, retention, class, no",
        (branch, term),
    )
    return {row[0]: ItemNumber(*row) for row in rows}


def give(
    connection: sqlite3.Connection,
    branch: str,
    term: str,
    edition: str,
    published: Mapping[str, str],
    lost: Sequence[str],
    wanted: Sequence[ItemNumber],
    neighbours: Neighbours,
) -> dict[str, ItemNumber]:
    """Give each item without a number the next one of its fonds, year, retention and class; keep the others'.

    ``no`` of what is wanted is ignored. Numbers run on over all branches and terms of the ledger. Those of an edition that
    was never published (the power was cut before it stood in the archive) are free again; ``published`` names those that
    are there, with their digests. What was in a ``lost`` edition keeps its numbers in the new one. Source: DA/T 22-2015, 件号
    without gaps in catalogue order; nothing is renumbered (domain.md §4). Raise LedgerError while another term's numbers
    are not final, or where a neighbouring ledger has given a number already.
    """
    for name, digest in published.items():
        seal(connection, branch, term, name, digest)
    release(connection, branch, term)
    connection.executemany(
        "UPDATE item SET edition = ? WHERE branch = ? AND term = ? AND edition = ?",
        [(edition, branch, term, name) for name in lost],
    )
    given = items(connection, branch, term)
    new: list[str] = []
    for box in dict.fromkeys(one.box for one in wanted if one.name not in given):
        _require_final(connection, box)
    for one in wanted:
        if one.name in given:
            continue
        box = one.box
        last = connection.execute(f"SELECT COALESCE(MAX(no), 0) FROM item WHERE {_IN_BOX}", box).fetchone()[0]
        neighbours.require_free_item(box, int(last) + 1, term, one.name)
        given[one.name] = ItemNumber(one.name, one.title, *box, int(last) + 1, edition)
        connection.execute(
            "INSERT INTO item (branch, term, name, fonds, year, retention, class, no, edition, title)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (branch, term, one.name, *box, int(last) + 1, edition, one.title),
        )
        new.append(one.name)
    if new:
        events.append(connection, "items numbered", {"branch": branch, "term": term, "edition": edition, "items": new})
    return {one.name: given[one.name] for one in wanted}


def _require_final(connection: sqlite3.Connection, box: Box) -> None:
    """Raise LedgerError while numbers of a box were given to an edition that does not stand in its archive yet."""
    row = connection.execute(
        f"SELECT i.term, docgen_found(t.workbook) FROM item i LEFT JOIN term t ON t.branch = i.branch AND t.term = i.term"
        f" WHERE sealed = 0 AND {_IN_BOX} LIMIT 1",
        box,
    ).fetchone()
    if row is not None:
        raise LedgerError(
            _("the archiving of {term} was begun and is not finished: the next 件号 are not free yet").format(
                term=row[0]
            ),
            hint=_("Finish it first: docgen archive {workbook}").format(workbook=row[1] or row[0]),
        )


def release(connection: sqlite3.Connection, branch: str, term: str) -> None:
    """Let numbers go that were given to an edition which never came to stand in the archive."""
    connection.execute("DELETE FROM item WHERE branch = ? AND term = ? AND sealed = 0", (branch, term))


def elsewhere(connection: sqlite3.Connection, branch: str, term: str) -> list[Elsewhere]:
    """Return, for every box of a term, the runs of numbers below its own highest that other branches and terms hold."""
    rows = connection.execute(
        """SELECT i.fonds, i.year, i.retention, i.class, i.no, i.branch, i.term, docgen_found(t.workbook)
        FROM item i LEFT JOIN term t ON t.branch = i.branch AND t.term = i.term
        JOIN (SELECT fonds, year, retention, class, MAX(no) AS last FROM item WHERE branch = ? AND term = ?
            GROUP BY fonds, year, retention, class) own USING (fonds, year, retention, class)
        WHERE (i.branch, i.term) <> (?, ?) AND i.no < own.last
        ORDER BY i.fonds, i.year, i.retention, i.class, i.no""",
        (branch, term, branch, term),
    )
    found: list[Elsewhere] = []
    for fonds, year, retention, office, no, other, when, workbook in rows:
        one = Elsewhere((fonds, year, retention, office), no, no, other, when, workbook)
        before = found[-1] if found else None
        if before and (*before.box, before.branch, before.term, before.last + 1) == (*one.box, other, when, no):
            found[-1] = replace(before, last=no)
        else:
            found.append(one)
    return found


def restore(connection: sqlite3.Connection, branch: str, term: str, known: Sequence[ItemNumber]) -> None:
    """Take up numbers that stand in the archive, as final; in place of what was only known to be elsewhere."""
    connection.executemany(
        "INSERT OR REPLACE INTO item (branch, term, name, fonds, year, retention, class, no, edition, title, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        [(branch, term, one.name, *one.box, one.no, one.edition, one.title) for one in known],
    )


def reserve_elsewhere(connection: sqlite3.Connection, runs: Sequence[Elsewhere]) -> None:
    """Keep numbers from being given that another archive holds, whose own semester is not in the ledger (any more)."""
    connection.executemany(
        "INSERT OR IGNORE INTO item (branch, term, name, fonds, year, retention, class, no, edition, title, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', 1)",
        [
            (one.branch, one.term, "-".join((*map(str, one.box), f"{no:04}")), *one.box, no)
            for one in runs
            for no in range(one.first, one.last + 1)
        ],
    )


def seal(
    connection: sqlite3.Connection,
    branch: str,
    term: str,
    edition: str,
    digest: str,
    lost: Sequence[str] = (),
    why: str = "",
) -> None:
    """Record that an edition stands in the archive: its numbers are given for good; ``digest`` is that of the edition.

    ``lost``: earlier editions that it was made in the place of, and why.
    """
    connection.execute(
        "UPDATE item SET sealed = 1 WHERE branch = ? AND term = ? AND edition = ? AND sealed = 0",
        (branch, term, edition),
    )
    held = connection.execute(
        "SELECT name, fonds, year, retention, class, no FROM item WHERE branch = ? AND term = ? AND edition = ?"
        " ORDER BY fonds, year, retention, class, no",
        (branch, term, edition),
    )
    given = {name: f"{fonds}-{year}-{kept}-{office}-{no:04}" for name, fonds, year, kept, office, no in held}
    if not given or edition in sealed(connection, branch, term):
        return
    said: dict[str, object] = {"branch": branch, "term": term, "edition": edition, "digest": digest, "items": given}
    if lost:
        said |= {"lost": list(lost), "why": why}
    events.append(connection, events.SEALED, said)


def sealed(connection: sqlite3.Connection, branch: str, term: str) -> dict[str, str]:
    """Return the editions of a term that should be there, the oldest first, each with its digest (``""``: none was kept)."""
    found: dict[str, str] = {}
    for (detail,) in connection.execute(
        "SELECT detail FROM event WHERE what IN (?, ?) ORDER BY seq", (events.SEALED, events.REBUILT)
    ):
        said = json.loads(detail)
        if (said.get("branch"), said.get("term")) == (branch, term):
            for name in said.get("lost", ()):
                found.pop(name, None)
            found |= said.get("editions", {}) or (
                {said["edition"]: said.get("digest", "")} if "edition" in said else {}
            )
    return found


def given_up(connection: sqlite3.Connection, branch: str, term: str) -> set[str]:
    """Return the editions of a term that were lost for good."""
    return {
        name
        for (detail,) in connection.execute("SELECT detail FROM event WHERE what = ?", (events.SEALED,))
        if ((said := json.loads(detail)).get("branch"), said.get("term")) == (branch, term)
        for name in said.get("lost", ())
    }
