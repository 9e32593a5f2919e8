"""The chain of events: append-only, each bound to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from docgen import clock

_START = "0" * 64
PRINTED = "papers printed"
CARRIED_ON, TAKEN_BACK = "ledger carried on", "ledger taken back"
SIGNED, UNSIGNED = "paper signed", "signature taken back"
SEALED, VERIFIED, REBUILT = "edition sealed", "archive verified", "ledger rebuilt"


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of the chain as of some moment: what an archive keeps of the ledger, so that it cannot be rewritten."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: when (UTC), what, and its particulars as JSON."""

    number: int
    at: str
    what: str
    detail: str


def append(connection: sqlite3.Connection, what: str, detail: dict[str, object]) -> None:
    """Append an event inside the caller's transaction."""
    at = clock.now().isoformat(timespec="seconds")
    text = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    row = connection.execute("SELECT hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    previous = row[0] if row else _START
    connection.execute(
        "INSERT INTO event (at, what, detail, previous, hash) VALUES (?, ?, ?, ?, ?)",
        (at, what, text, previous, _hash(previous, at, what, text)),
    )


def head(connection: sqlite3.Connection) -> Head:
    """Return the last event; number 0 when there is none."""
    row = connection.execute("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    return Head(int(row[0]), str(row[1])) if row else Head(0, _START)


def stands(connection: sqlite3.Connection, known: Head) -> bool:
    """Whether the chain has an event that was its head once, at its place, or was rebuilt with the word of who kept it."""
    row = connection.execute("SELECT hash FROM event WHERE seq = ?", (known.number,)).fetchone()
    if known.number == 0 or (row and row[0] == known.hash):
        return True
    rebuilt = connection.execute("SELECT detail FROM event WHERE what = ?", (REBUILT,))
    return any(known.hash in json.loads(detail).get("heads", ()) for (detail,) in rebuilt)


def every(connection: sqlite3.Connection) -> list[Event]:
    """Return all events in order."""
    return [Event(*row) for row in connection.execute("SELECT seq, at, what, detail FROM event ORDER BY seq")]


def printed(connection: sqlite3.Connection, branch: str, term: str) -> dict[str, int]:
    """Return how many times each paper of a term was printed, reprints counted; papers never printed are left out."""
    times: dict[str, int] = {}
    for (detail,) in connection.execute("SELECT detail FROM event WHERE what = ? ORDER BY seq", (PRINTED,)):
        said = json.loads(detail)
        if (said["branch"], said["term"]) == (branch, term):
            for name in said["papers"]:
                times[name] = times.get(name, 0) + 1
    return times


def broken_at(connection: sqlite3.Connection) -> int | None:
    """Return the number of the first event that does not follow from the one before, None when all do."""
    previous, next_ = _START, 1
    for seq, at, what, detail, said, hashed in connection.execute(
        "SELECT seq, at, what, detail, previous, hash FROM event ORDER BY seq"
    ):
        if seq != next_ or said != previous or hashed != _hash(previous, at, what, detail):
            return int(seq)
        previous, next_ = hashed, seq + 1
    return None


def _hash(previous: str, at: str, what: str, detail: str) -> str:
    return hashlib.sha256("\n".join((previous, at, what, detail)).encode()).hexdigest()
