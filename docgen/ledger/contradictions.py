"""The rows against the chain of events: what an event says was given must stand in the register as it was given.

So a number that was changed together with its own digest is caught as long as the chain is whole, and the chain is held by
the anchors in the archives.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from docgen.ledger import events
from docgen.messages import _


def found(connection: sqlite3.Connection) -> list[str]:
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
    for number, said in _said(connection, events.SEALED):
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
    taken_back = {_paper(said): number for number, said in _said(connection, events.UNSIGNED)}
    for number, said in _said(connection, events.SIGNED):
        if number < taken_back.get(_paper(said), 0):
            continue
        if held.get(_paper(said)) != (said.get("word"), said.get("pdf")):
            yield _("event {number} says that {paper} was signed, and its row says otherwise").format(
                number=number, paper=said.get("paper")
            )


def _paper(said: dict[str, object]) -> tuple[object, object, object]:
    return said.get("branch"), said.get("term"), said.get("paper")
