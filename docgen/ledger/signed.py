"""What people signed: frozen by the hash of its data and of its files (domain.md §4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from docgen.ledger import content, events
from docgen.ledger.content import Json, Rows


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed paper: its data and the rows behind it as they were, the hashes of its files and of the scan.

    ``scan`` is the scan's place beside the workbook, ``""`` while it has not come back.
    """

    name: str
    kind: str
    group: str
    title: str
    number: str
    dated: str
    word_sha256: str
    pdf_sha256: str
    pages: int
    data: Mapping[str, Json]
    rows: Rows
    scan: str = ""
    scan_sha256: str = ""


def signed(connection: sqlite3.Connection, branch: str, term: str) -> dict[str, Signed]:
    """Return the signed papers of a term by name, in the order they were first made."""
    found = connection.execute(
        """SELECT g.name, g.kind, g.group_id, g.title, g.number, g.dated, g.word_sha256, g.pdf_sha256, g.pages, g.data,
            s.rows, g.scan, g.scan_sha256
        FROM signed g LEFT JOIN snapshot s ON s.hash = g.snapshot
        LEFT JOIN paper p ON p.branch = g.branch AND p.term = g.term AND p.name = g.name
        WHERE g.branch = ? AND g.term = ? ORDER BY p.id, g.name""",
        (branch, term),
    ).fetchall()
    unpacked: dict[bytes, Rows] = {}
    signed_papers = {}
    for name, kind, group, title, number, dated, word, pdf, pages, data, packed, scan, scan_sha256 in found:
        if packed not in unpacked:
            unpacked[packed] = content.unpack_rows(packed)
        signed_papers[name] = Signed(
            name,
            kind,
            group,
            title,
            number,
            dated,
            word,
            pdf,
            pages,
            content.unpack(data),
            unpacked[packed],
            scan,
            scan_sha256,
        )
    return signed_papers


def sign(
    connection: sqlite3.Connection, branch: str, term: str, name: str, word_sha256: str, pdf_sha256: str, pages: int
) -> None:
    """Freeze a paper as it was last made, with the files that stand there, inside the caller's transaction."""
    connection.execute(
        """INSERT INTO signed (branch, term, name, kind, group_id, title, number, dated, word_sha256, pdf_sha256, pages,
            data, snapshot, scan, scan_sha256)
        SELECT branch, term, name, kind, group_id, title, number, dated, ?, ?, ?, data, snapshot, '', ''
        FROM paper WHERE branch = ? AND term = ? AND name = ?""",
        (word_sha256, pdf_sha256, pages, branch, term, name),
    )
    events.append(
        connection,
        events.SIGNED,
        {"branch": branch, "term": term, "paper": name, "word": word_sha256, "pdf": pdf_sha256},
    )


def scanned(connection: sqlite3.Connection, branch: str, term: str, name: str, scan: str, scan_sha256: str) -> None:
    """Record the scan of a signed paper inside the caller's transaction."""
    connection.execute(
        "UPDATE signed SET scan = ?, scan_sha256 = ? WHERE branch = ? AND term = ? AND name = ?",
        (scan, scan_sha256, branch, term, name),
    )
    events.append(
        connection,
        "scan came back",
        {"branch": branch, "term": term, "paper": name, "scan": scan, "sha256": scan_sha256},
    )


def unsign(connection: sqlite3.Connection, branch: str, term: str, name: str, why: str) -> None:
    """Take a signature back inside the caller's transaction: the paper may be made anew; that it was signed stays on record."""
    connection.execute("DELETE FROM signed WHERE branch = ? AND term = ? AND name = ?", (branch, term, name))
    events.append(connection, events.UNSIGNED, {"branch": branch, "term": term, "paper": name, "why": why})
