"""The ledger's tables, version by version; each migration and its record are one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from docgen.errors import LedgerError
from docgen.ledger import seals
from docgen.messages import _

APPLICATION = 0x646F6367
"""What marks an SQLite file as docgen's ledger (``docg``), from the third version on."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE filing_number (
            branch TEXT NOT NULL, term TEXT NOT NULL, group_id TEXT NOT NULL,
            prefix TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER,
            text TEXT NOT NULL UNIQUE, void_because TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (branch, term, group_id)) STRICT""",
        "CREATE UNIQUE INDEX filing_number_once ON filing_number (prefix, year, no) WHERE no IS NOT NULL",
        """CREATE TABLE paper (
            branch TEXT NOT NULL, term TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
            word_key TEXT NOT NULL, word_sha256 TEXT NOT NULL,
            pdf_key TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
            PRIMARY KEY (branch, term, name)) STRICT""",
        """CREATE TABLE item (
            branch TEXT NOT NULL, term TEXT NOT NULL, name TEXT NOT NULL,
            fonds TEXT NOT NULL, year INTEGER NOT NULL, retention TEXT NOT NULL, class TEXT NOT NULL,
            no INTEGER NOT NULL, edition TEXT NOT NULL, title TEXT NOT NULL,
            sealed INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (branch, term, name),
            UNIQUE (fonds, year, retention, class, no)) STRICT""",
        """CREATE TABLE event (
            seq INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL,
            previous TEXT NOT NULL, hash TEXT NOT NULL UNIQUE) STRICT""",
    ),
    (
        # A number that a clerk withdrew stays on the register while its group gets another one.
        """CREATE TABLE filing_number_2 (
            text TEXT PRIMARY KEY, branch TEXT NOT NULL, term TEXT NOT NULL, group_id TEXT NOT NULL,
            prefix TEXT NOT NULL, year INTEGER NOT NULL, no INTEGER,
            void_because TEXT NOT NULL DEFAULT '', void_by TEXT NOT NULL DEFAULT '') STRICT""",
        """INSERT INTO filing_number_2
            SELECT text, branch, term, group_id, prefix, year, no, void_because,
                CASE void_because WHEN '' THEN '' ELSE 'workbook' END
            FROM filing_number ORDER BY rowid""",
        "DROP TABLE filing_number",
        "ALTER TABLE filing_number_2 RENAME TO filing_number",
        "CREATE UNIQUE INDEX filing_number_once ON filing_number (prefix, year, no) WHERE no IS NOT NULL",
        "CREATE UNIQUE INDEX filing_number_in_force ON filing_number (branch, term, group_id) WHERE void_by <> 'clerk'",
        # What a paper was made from, so that a later run can say what changed and a search can find it.
        """CREATE TABLE paper_2 (
            id INTEGER PRIMARY KEY, branch TEXT NOT NULL, term TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
            word_key TEXT NOT NULL, word_sha256 TEXT NOT NULL,
            pdf_key TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
            title TEXT NOT NULL DEFAULT '', group_id TEXT NOT NULL DEFAULT '', number TEXT NOT NULL DEFAULT '',
            dated TEXT NOT NULL DEFAULT '', causes TEXT NOT NULL DEFAULT '{}', data BLOB, snapshot TEXT NOT NULL DEFAULT '',
            UNIQUE (branch, term, name)) STRICT""",
        """INSERT INTO paper_2
            (branch, term, name, kind, word_key, word_sha256, pdf_key, pdf_sha256, pages)
            SELECT branch, term, name, kind, word_key, word_sha256, pdf_key, pdf_sha256, pages FROM paper ORDER BY rowid""",
        "DROP TABLE paper",
        "ALTER TABLE paper_2 RENAME TO paper",
        "CREATE TABLE snapshot (hash TEXT PRIMARY KEY, rows BLOB NOT NULL) STRICT",
        """CREATE TABLE term (
            branch TEXT NOT NULL, term TEXT NOT NULL, workbook TEXT NOT NULL, workbook_sha256 TEXT NOT NULL,
            folder TEXT NOT NULL, snapshot TEXT NOT NULL, PRIMARY KEY (branch, term)) STRICT""",
        """CREATE TABLE signed (
            branch TEXT NOT NULL, term TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,
            group_id TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL, dated TEXT NOT NULL,
            word_sha256 TEXT NOT NULL, pdf_sha256 TEXT NOT NULL, pages INTEGER NOT NULL,
            data BLOB NOT NULL, snapshot TEXT NOT NULL, scan TEXT NOT NULL, scan_sha256 TEXT NOT NULL,
            PRIMARY KEY (branch, term, name)) STRICT""",
        "CREATE TABLE paper_body (paper INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT",
    ),
    (
        # A digest of each row, so that what other programs change is noticed.
        "CREATE TABLE seal (of TEXT NOT NULL, key TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (of, key)) STRICT",
        # The ledger that goes on with the numbers of this one; at most one row.
        "CREATE TABLE carried_on (path TEXT PRIMARY KEY) STRICT",
        # Relative to the ledger's folder: semesters are moved and copied.
        "UPDATE term SET workbook = docgen_kept(workbook), folder = docgen_kept(folder)",
        # Which titles the rows of a workbook are kept under.
        "ALTER TABLE snapshot ADD COLUMN titles INTEGER NOT NULL DEFAULT 1",
        f"PRAGMA application_id = {APPLICATION}",
    ),
)
"""Append only: what stands here was already carried out on somebody's ledger."""


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a ledger up to this program's version; refuse one that is newer."""
    version = _version(connection)
    if version > len(MIGRATIONS):
        raise LedgerError(
            _("{path}: made by a newer docgen (ledger version {version}, this one knows {known})").format(
                path=path, version=version, known=len(MIGRATIONS)
            ),
            hint=_("Update docgen; the ledger was left as it is."),
        )
    while version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            version = _version(connection)  # another process may have been faster
            if version < len(MIGRATIONS):
                for statement in MIGRATIONS[version]:
                    connection.execute(statement)
                version += 1
                if version == len(MIGRATIONS):
                    seals.seal_all(connection)
                connection.execute(f"PRAGMA user_version = {version}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
