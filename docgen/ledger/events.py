"""The chain of events: append-only, each bound to the one before by its hash.

What an event says was given must stand in the register as it was given. So a number that was changed together with its own digest
is caught as long as the chain is whole, and the chain is held by the anchors in the archives.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from docgen import clock
from docgen.messages import _

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


def contradictions(connection: sqlite3.Connection) -> list[str]:
    """Return every number, archive number and signature that an event knows otherwise than its row says."""
    return [*_numbers(connection), *_items(connection), *_signed(connection)]


def _said(connection: sqlite3.Connection, what: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, detail in connection.execute("SELECT seq, detail FROM event WHERE what = ? ORDER BY seq", (what,)):
        try:
            said = json.loads(detail)
        except ValueError:
            continue  # the chain is broken there, which is said
        if isinstance(said, dict):
            yield int(number), said


def _numbers(connection: sqlite3.Connection) -> Iterator[str]:
    held = {
        text: (branch, term, group)
        for text, branch, term, group in connection.execute("SELECT text, branch, term, group_id FROM filing_number")
    }
    for number, said in _said(connection, "numbers issued"):
        given = said.get("numbers")
        for group, text in given.items() if isinstance(given, dict) else ():
            if held.get(text) != (said.get("branch"), said.get("term"), group):
                yield _("event {number} gave {text} to {holder}, and the register does not").format(
                    number=number, text=text, holder=group
                )


def _items(connection: sqlite3.Connection) -> Iterator[str]:
    held = {
        (branch, term, name): f"{fonds}-{year}-{kept}-{office}-{no:04}"
        for branch, term, name, fonds, year, kept, office, no in connection.execute(
            "SELECT branch, term, name, fonds, year, retention, class, no FROM item"
        )
    }
    for number, said in _said(connection, SEALED):
        given = said.get("items")
        for name, text in given.items() if isinstance(given, dict) else ():
            if held.get((said.get("branch"), said.get("term"), name)) != text:
                yield _("event {number} gave {text} to {holder}, and the register does not").format(
                    number=number, text=text, holder=name
                )


def _signed(connection: sqlite3.Connection) -> Iterator[str]:
    held = {
        (branch, term, name): (word, pdf)
        for branch, term, name, word, pdf in connection.execute(
            "SELECT branch, term, name, word_sha256, pdf_sha256 FROM signed"
        )
    }
    taken_back = {_paper(said): number for number, said in _said(connection, UNSIGNED)}
    for number, said in _said(connection, SIGNED):
        if number < taken_back.get(_paper(said), 0):
            continue
        if held.get(_paper(said)) != (said.get("word"), said.get("pdf")):
            yield _("event {number} says that {paper} was signed, and its row says otherwise").format(
                number=number, paper=said.get("paper")
            )


def _paper(said: dict[str, object]) -> tuple[object, object, object]:
    return said.get("branch"), said.get("term"), said.get("paper")
