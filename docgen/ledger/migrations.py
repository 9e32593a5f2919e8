"""The ledger's tables, version by version; each migration and its record are one transaction."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from docgen.errors import LedgerError
from docgen.messages import _

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
                connection.execute(f"PRAGMA user_version = {version}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
