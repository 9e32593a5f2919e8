"""The numbers of archived items (件号), given once (DA/T 22-2015)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from docgen.ledger import events


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
    published: Collection[str],
    wanted: Sequence[ItemNumber],
) -> dict[str, ItemNumber]:
    """Give each item without a number the next one of its fonds, year, retention and class; keep the others'.

    ``no`` of what is wanted is ignored. Numbers of an edition that was never published (the power was cut before it
    stood in the archive) are free again; ``published`` names those that are there. Source: DA/T 22-2015, 件号 without
    gaps in catalogue order; nothing is renumbered (domain.md §4).
    """
    for name in published:
        seal(connection, branch, term, name)
    connection.execute("DELETE FROM item WHERE branch = ? AND term = ? AND sealed = 0", (branch, term))
    given = items(connection, branch, term)
    new: list[str] = []
    for one in wanted:
        if one.name in given:
            continue
        box = (one.fonds, one.year, one.retention, one.archive_class)
        last = connection.execute(
            "SELECT COALESCE(MAX(no), 0) FROM item WHERE fonds = ? AND year = ? AND retention = ? AND class = ?", box
        ).fetchone()[0]
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


def restore(connection: sqlite3.Connection, branch: str, term: str, known: Sequence[ItemNumber]) -> None:
    """Take up numbers that stand in the archive, as final."""
    connection.executemany(
        "INSERT OR REPLACE INTO item (branch, term, name, fonds, year, retention, class, no, edition, title, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        [
            (
                branch,
                term,
                one.name,
                one.fonds,
                one.year,
                one.retention,
                one.archive_class,
                one.no,
                one.edition,
                one.title,
            )
            for one in known
        ],
    )


def seal(connection: sqlite3.Connection, branch: str, term: str, edition: str) -> None:
    """Record that an edition stands in the archive: its numbers are given for good."""
    done = connection.execute(
        "UPDATE item SET sealed = 1 WHERE branch = ? AND term = ? AND edition = ? AND sealed = 0",
        (branch, term, edition),
    )
    if done.rowcount:
        events.append(connection, "edition sealed", {"branch": branch, "term": term, "edition": edition})
