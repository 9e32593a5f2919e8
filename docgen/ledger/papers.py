"""What was made from what: papers as they were last made, and the rows of the workbook behind them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from docgen.ledger import content, events, search
from docgen.ledger.content import Json, Rows

_TERM = "branch, term, docgen_found(workbook), workbook_sha256, docgen_found(folder)"
"""The columns of a TermRecord; places are kept relative to the ledger (:mod:`docgen.ledger.paths`)."""


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """A paper as it was last made.

    ``word_key`` is the hash of what went into the .docx (data, template, schema, program), ``pdf_key`` of what went into
    the PDF (the .docx, engine, faces); the sha256 are of the files themselves. ``causes`` are the parts of both keys but
    the data, each by name. ``is_signed``: people signed it, and the hashes are of what they signed.

    What stands below ``causes`` is recorded with it but not read back by :func:`recorded`; :func:`origin` reads the data.
    """

    name: str
    kind: str
    word_key: str
    word_sha256: str
    pdf_key: str
    pdf_sha256: str
    pages: int
    causes: tuple[tuple[str, str], ...] = ()
    is_signed: bool = False
    title: str = field(default="", compare=False)
    group: str = field(default="", compare=False)
    number: str = field(default="", compare=False)
    dated: str = field(default="", compare=False)
    data: str = field(default="", compare=False, repr=False)
    """JSON, as :func:`content.as_json` writes it; ``""`` when the recorder has none (the bundle)"""


@dataclass(frozen=True, slots=True)
class Origin:
    """What a recorded paper was made from: its data, and the rows of the workbook as they were then."""

    data: Mapping[str, Json]
    rows: Rows


@dataclass(frozen=True, slots=True)
class PersonsPaper:
    """A paper of one person: in which term it was made, what it is; ``dated`` as ISO, ``""`` where it has no day."""

    term: str
    name: str
    kind: str
    group: str
    title: str
    number: str
    dated: str
    is_signed: bool


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of a term's workbook as it was last built, and the version of the titles that they are kept under."""

    at: TermRecord
    rows: Rows
    titles: int


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A term in the ledger: where its workbook and its output are, from the ledger's folder where they lie beneath it."""

    branch: str
    term: str
    workbook: str
    workbook_sha256: str
    folder: str


def recorded(connection: sqlite3.Connection, branch: str, term: str) -> dict[str, PaperRecord]:
    """Return the papers of a term by name."""
    rows = connection.execute(
        """SELECT p.name, p.kind, word_key, COALESCE(s.word_sha256, p.word_sha256), pdf_key,
            COALESCE(s.pdf_sha256, p.pdf_sha256), COALESCE(s.pages, p.pages), causes, s.name IS NOT NULL
        FROM paper p LEFT JOIN signed s ON s.branch = p.branch AND s.term = p.term AND s.name = p.name
        WHERE p.branch = ? AND p.term = ? ORDER BY p.id""",
        (branch, term),
    )
    return {
        name: PaperRecord(
            name,
            kind,
            word_key,
            word,
            pdf_key,
            pdf,
            pages,
            _causes(causes),
            is_signed=bool(is_signed),
        )
        for name, kind, word_key, word, pdf_key, pdf, pages, causes, is_signed in rows
    }


@lru_cache(maxsize=256)
def _causes(packed: str) -> tuple[tuple[str, str], ...]:
    # The same for all papers of a kind.
    return tuple(json.loads(packed).items())


def record(connection: sqlite3.Connection, branch: str, term: str, papers: Iterable[PaperRecord]) -> None:
    """Record papers inside the caller's transaction."""
    made = []
    indexed = search.is_indexed(connection)
    for one in papers:
        made.append(one.name)
        (number,) = connection.execute(
            """INSERT INTO paper (branch, term, name, kind, word_key, word_sha256, pdf_key, pdf_sha256, pages,
                title, group_id, number, dated, causes, data, snapshot)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                COALESCE((SELECT snapshot FROM term WHERE branch = ? AND term = ?), ''))
            ON CONFLICT (branch, term, name) DO UPDATE SET kind = excluded.kind, word_key = excluded.word_key,
                word_sha256 = excluded.word_sha256, pdf_key = excluded.pdf_key, pdf_sha256 = excluded.pdf_sha256,
                pages = excluded.pages, title = excluded.title, group_id = excluded.group_id,
                number = excluded.number, dated = excluded.dated, causes = excluded.causes, data = excluded.data,
                snapshot = excluded.snapshot
            RETURNING id""",
            (
                *(
                    branch,
                    term,
                    one.name,
                    one.kind,
                    one.word_key,
                    one.word_sha256,
                    one.pdf_key,
                    one.pdf_sha256,
                    one.pages,
                ),
                *(one.title, one.group, one.number, one.dated, json.dumps(dict(one.causes), ensure_ascii=False)),
                *(content.pack(one.data) if one.data else None, branch, term),
            ),
        ).fetchone()
        if one.data:
            search.index(
                connection, number, (term, one.name, one.title, one.number), json.loads(one.data), indexed=indexed
            )
    if made:
        _sweep(connection)
        events.append(connection, "papers made", {"branch": branch, "term": term, "papers": made})


def of_person(
    connection: sqlite3.Connection,
    branch: str,
    units: Iterable[str],
    named: str,
    among: Iterable[str],
    longer: Iterable[str] = (),
) -> list[PersonsPaper]:
    """Return the papers of these units in all terms, and those of no unit of the kinds ``among`` that say ``named``.

    To say one of ``longer``, in which it stands, is not to say it.
    """
    own, kinds, others = tuple(units), tuple(among), tuple(longer)
    body = f"{'replace(' * len(others)}b.body{', ?, char(10))' * len(others)}"
    rows = connection.execute(
        f"""SELECT p.term, p.name, p.kind, p.group_id, p.title, p.number, p.dated, s.name IS NOT NULL
        FROM paper p LEFT JOIN signed s ON s.branch = p.branch AND s.term = p.term AND s.name = p.name
        WHERE p.branch = ? AND (p.group_id IN ({",".join("?" * len(own))})
            OR (p.group_id = '' AND p.kind IN ({",".join("?" * len(kinds))})
                AND EXISTS (SELECT 1 FROM paper_body b WHERE b.paper = p.id AND instr({body}, ?) > 0)))
        ORDER BY p.term, p.id""",
        (branch, *own, *kinds, *others, named),
    )
    return [
        PersonsPaper(term, name, kind, group, title, number, dated, bool(is_signed))
        for term, name, kind, group, title, number, dated, is_signed in rows
    ]


def origin(connection: sqlite3.Connection, branch: str, term: str, name: str) -> Origin | None:
    """Return what a paper was last made from; None when it is unknown."""
    row = connection.execute(
        """SELECT p.data, s.rows FROM paper p LEFT JOIN snapshot s ON s.hash = p.snapshot
        WHERE p.branch = ? AND p.term = ? AND p.name = ?""",
        (branch, term, name),
    ).fetchone()
    return Origin(content.unpack(row[0]), content.unpack_rows(row[1])) if row and row[0] else None


def data_of_kind(connection: sqlite3.Connection, branch: str, term: str, kind: str) -> dict[str, Mapping[str, Json]]:
    """Return the data that the papers of a kind were last made from, by name."""
    rows = connection.execute(
        "SELECT name, data FROM paper WHERE branch = ? AND term = ? AND kind = ? ORDER BY id", (branch, term, kind)
    )
    return {name: content.unpack(packed) for name, packed in rows}


def remember(connection: sqlite3.Connection, at: TermRecord, rows: Rows, titles: int) -> None:
    """Keep the rows of a workbook as it is now, and where it is, inside the caller's transaction."""
    name, packed = content.pack_rows(rows)
    connection.execute("INSERT OR IGNORE INTO snapshot (hash, rows, titles) VALUES (?, ?, ?)", (name, packed, titles))
    connection.execute(
        "INSERT OR REPLACE INTO term (branch, term, workbook, workbook_sha256, folder, snapshot)"
        " VALUES (?, ?, docgen_kept(?), ?, docgen_kept(?), ?)",
        (at.branch, at.term, at.workbook, at.workbook_sha256, at.folder, name),
    )
    _sweep(connection)


def terms(connection: sqlite3.Connection) -> list[TermRecord]:
    """Return every term that was built, the oldest first."""
    rows = connection.execute(f"SELECT {_TERM} FROM term ORDER BY term, branch")
    return [TermRecord(*row) for row in rows]


def latest_rows(connection: sqlite3.Connection) -> list[KeptRows]:
    """Return the rows of every term as they were when it was last built, the oldest term first."""
    rows = connection.execute(
        f"SELECT {_TERM}, rows, titles FROM term LEFT JOIN snapshot ON hash = snapshot ORDER BY term, branch"
    )
    return [KeptRows(TermRecord(*row[:5]), content.unpack_rows(row[5]), row[6] or 0) for row in rows]


def _sweep(connection: sqlite3.Connection) -> None:
    """Forget rows that nothing was made from any more."""
    connection.execute(
        """DELETE FROM snapshot WHERE hash NOT IN (SELECT snapshot FROM paper UNION SELECT snapshot FROM signed
            UNION SELECT snapshot FROM term)"""
    )
