"""A digest of every row, kept apart from it: what was changed, added or deleted by anything but docgen is named.

The digests are written by triggers that live in docgen's own connection only, so that whoever edits the file with another
program leaves them behind. They catch accidents and plain edits. Who makes the digests anew as well is caught by the chain
of events, which the archive anchors (:mod:`docgen.ledger.events`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterator

from docgen.messages import N_, _

_KEYS: dict[str, tuple[str, ...]] = {
    "filing_number": ("text",),
    "item": ("branch", "term", "name"),
    "signed": ("branch", "term", "name"),
    "paper": ("branch", "term", "name"),
    "paper_body": ("paper",),
    "term": ("branch", "term"),
    "snapshot": ("hash",),
    "event": ("seq",),
    "carried_on": ("path",),
}
"""Each table whose rows matter, and what names a row of it."""

_WORDS = {
    "filing_number": N_("filing number"),
    "item": N_("archive number"),
    "signed": N_("signed paper"),
    "paper": N_("paper"),
    "paper_body": N_("what a paper says"),
    "term": N_("semester"),
    "snapshot": N_("rows of a workbook"),
    "event": N_("event"),
    "carried_on": N_("where the ledger was carried on"),
}
NUMBERS = ("filing_number", "item")
_BETWEEN = "\x1f"
_TRIGGERS: list[str] = []


def install(connection: sqlite3.Connection) -> None:
    """Let a connection compute digests."""
    connection.create_function("docgen_digest", -1, _digest, deterministic=True)


def watch(connection: sqlite3.Connection) -> None:
    """Let a connection keep the digests of the rows that it writes."""
    if not _TRIGGERS:  # the same for every ledger, as the tables are
        _TRIGGERS.append(_triggers(connection))
    connection.executescript(_TRIGGERS[0])


def _triggers(connection: sqlite3.Connection) -> str:
    # So that a row that gives way to another (INSERT OR REPLACE) counts as deleted.
    said = ["PRAGMA temp_store = MEMORY", "PRAGMA recursive_triggers = ON"]
    for table in _KEYS:
        drop, keep = _drop(table), _keep(connection, table)
        for what, does in (("INSERT", keep), ("UPDATE", f"{drop} {keep}"), ("DELETE", drop)):
            said.append(f"CREATE TEMP TRIGGER seal_{table}_{what} AFTER {what} ON main.{table} BEGIN {does} END")
    return ";\n".join(said)


def seal_all(connection: sqlite3.Connection) -> None:
    """Take up every row as it stands, inside the caller's transaction: once, when a ledger learns to keep digests."""
    connection.execute("DELETE FROM seal")
    for table in _KEYS:
        connection.execute(
            f"INSERT INTO seal (of, key, digest) SELECT '{table}', {_key(table)}, docgen_digest({_columns(connection, table)})"
            f" FROM {table}"
        )


def digest(connection: sqlite3.Connection) -> str:
    """Return a hash over all rows, which is another one as soon as docgen has written anything else into the file."""
    whole = hashlib.sha256()
    for row in connection.execute("SELECT of, key, digest FROM seal ORDER BY of, key"):
        whole.update(_digest(*row).encode())
    return whole.hexdigest()


def broken(connection: sqlite3.Connection, tables: Collection[str] = tuple(_KEYS)) -> list[str]:
    """Return what was changed, added or deleted by something else than docgen, each by its name."""
    return [
        message.format(what=_(_WORDS[table]), name=key.rpartition(_BETWEEN)[2])
        for table in tables
        for message, key in _differing(connection, table)
    ]


def _differing(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    changed = _("{what} {name} was changed by something else than docgen")
    for (key,) in connection.execute(
        f"SELECT {_key(table)} FROM {table} LEFT JOIN seal ON of = '{table}' AND key = {_key(table)}"
        f" WHERE digest IS NOT docgen_digest({_columns(connection, table, f'{table}.')})"
    ):
        yield changed, str(key)
    for (key,) in connection.execute(
        f"SELECT key FROM seal WHERE of = '{table}' AND key NOT IN (SELECT {_key(table)} FROM {table})"
    ):
        yield _("{what} {name} is missing"), str(key)


def _keep(connection: sqlite3.Connection, table: str) -> str:
    values = _columns(connection, table, "NEW.")
    return f"INSERT INTO seal (of, key, digest) VALUES ('{table}', {_key(table, 'NEW.')}, docgen_digest({values}));"


def _drop(table: str) -> str:
    return f"DELETE FROM seal WHERE of = '{table}' AND key = {_key(table, 'OLD.')};"


def _key(table: str, row: str = "") -> str:
    own = row or f"{table}."
    return "(" + " || char(31) || ".join(f"CAST({own}{column} AS TEXT)" for column in _KEYS[table]) + ")"


def _columns(connection: sqlite3.Connection, table: str, row: str = "") -> str:
    names = [str(found[1]) for found in connection.execute(f"PRAGMA table_info({table})")]
    return ", ".join(f"{row}{name}" for name in names)


def _digest(*values: str | int | float | bytes | None) -> str:
    """Hash the values of a row, each with its kind and length, so that none can be taken for another."""
    whole = hashlib.sha256()
    for value in values:
        raw = value if isinstance(value, bytes) else str(value).encode()
        whole.update(f"{type(value).__name__}{len(raw)}:".encode())
        whole.update(raw)
    return whole.hexdigest()
