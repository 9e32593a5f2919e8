"""Finding papers by what they say: an index of three-character pieces (FTS5 trigram) over all terms of a ledger.

Names of two characters are found too: every piece that begins with them is looked up in the index's own vocabulary. Where
SQLite was built without FTS5 the texts themselves are read through, slower.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docgen.ledger import content
from docgen.ledger.content import Json

_PIECE = 3
_MOST_PIECES = 4000
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that was found: where it is recorded, and where its term keeps its files."""

    branch: str
    term: str
    name: str
    title: str
    number: str
    pages: int
    folder: str
    workbook: str
    is_signed: bool


def is_indexed(connection: sqlite3.Connection) -> bool:
    """Make the index where it is missing; return whether this SQLite can."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'paper_text'").fetchone()
    if known is None:
        try:
            connection.execute(
                "CREATE VIRTUAL TABLE paper_text USING fts5("
                "body, content = 'paper_body', content_rowid = 'paper', tokenize = 'trigram')"
            )
        except sqlite3.OperationalError:
            return False
        # Papers recorded where there was no FTS5.
        connection.execute("INSERT INTO paper_text (paper_text) VALUES ('rebuild')")
    return True


def index(
    connection: sqlite3.Connection, paper: int, said: Iterable[str], data: Mapping[str, Json], *, indexed: bool
) -> None:
    """Take up what a paper says inside the caller's transaction, in place of what it said before."""
    old = connection.execute("SELECT body FROM paper_body WHERE paper = ?", (paper,)).fetchone()
    body = "\n".join(dict.fromkeys([*said, *(text for _title, text in content.texts(data) if text)])) + "\n"
    if old and old[0] == body:
        return
    if old and indexed:
        connection.execute("INSERT INTO paper_text (paper_text, rowid, body) VALUES ('delete', ?, ?)", (paper, old[0]))
    connection.execute("INSERT OR REPLACE INTO paper_body (paper, body) VALUES (?, ?)", (paper, body))
    if indexed:
        connection.execute("INSERT INTO paper_text (rowid, body) VALUES (?, ?)", (paper, body))


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether the index says of every paper what it says; where there is none, nothing is wrong with it."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'paper_text'").fetchone():
        try:
            connection.execute("INSERT INTO paper_text (paper_text, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            return False
    return True


def find(connection: sqlite3.Connection, text: str, most: int) -> list[Found]:
    """Return the papers that say every word of ``text``, the newest first, at most ``most``."""
    words = text.split()
    if not words:
        return []
    if is_indexed(connection):
        wanted = [_pieces(connection, word) for word in words]
        if not all(wanted):
            return []
        return _papers(
            connection,
            "SELECT rowid FROM paper_text WHERE paper_text MATCH ? ORDER BY rowid DESC LIMIT ?",
            (" AND ".join(wanted), most),
        )
    conditions = " AND ".join("instr(lower(body), ?) > 0" for _word in words)
    return _papers(
        connection,
        f"SELECT paper FROM paper_body WHERE {conditions} ORDER BY paper DESC LIMIT ?",
        (*(word.lower() for word in words), most),
    )


def _pieces(connection: sqlite3.Connection, word: str) -> str:
    """Return what the index is asked for one word; ``""`` when no paper can have it."""
    if len(word) >= _PIECE:
        return _quoted(word)
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.paper_piece USING fts5vocab(main, paper_text, row)")
    low = word.lower()
    pieces = connection.execute(
        "SELECT term FROM temp.paper_piece WHERE term >= ? AND term < ? LIMIT ?", (low, low + _LAST, _MOST_PIECES)
    ).fetchall()
    return f"({' OR '.join(_quoted(piece) for (piece,) in pieces)})" if pieces else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _papers(connection: sqlite3.Connection, which: str, values: tuple[object, ...]) -> list[Found]:
    rows = connection.execute(
        f"""WITH hit (id) AS ({which})
        SELECT p.branch, p.term, p.name, p.title, p.number, COALESCE(s.pages, p.pages), docgen_found(t.folder),
            docgen_found(t.workbook), s.name IS NOT NULL
        FROM hit JOIN paper p ON p.id = hit.id
        LEFT JOIN signed s ON s.branch = p.branch AND s.term = p.term AND s.name = p.name
        LEFT JOIN term t ON t.branch = p.branch AND t.term = p.term
        ORDER BY p.id DESC""",
        values,
    )
    return [
        Found(branch, term, name, title, number, pages, folder, workbook, bool(is_signed))
        for branch, term, name, title, number, pages, folder, workbook, is_signed in rows
    ]
