"""One book for all semesters: a new semester's ledger is the last one's carried on, and the last one says where it went.

A number can only be used once if one book gives it. So ``docgen init --from`` copies the whole ledger into the new folder
and leaves in the old one where the copy is; from then on both folders write into the newest. The new folder needs the old
one no more. The old one needs the new one when it goes on (a late signature, a supplement): the place is kept relative to
it, and when nothing is there, nothing is written.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from docgen.errors import LedgerError
from docgen.ledger import events, opening, paths, seals
from docgen.messages import _

_FURTHEST = 200
"""Semesters."""


def onward(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Return where a ledger was carried on, None when it is the book in use. Raise LedgerError when nothing is there."""
    row = connection.execute("SELECT path FROM carried_on").fetchone()
    if row is None:
        return None
    target = paths.found(row[0], path.parent)
    if target.exists():
        return target
    raise LedgerError(
        _("{path}: its numbers go on in {target}, and nothing is there").format(path=path, target=target),
        hint=_(
            "Put that folder back, or write where its ledger is now under [path] ledger in docgen.toml. If it is lost "
            "for good, docgen ledger rebuild goes on with this one."
        ),
    )


def in_use(path: Path) -> Path:
    """Return the book that is written into: the ledger itself, or the one that carries it on."""
    for _number in range(_FURTHEST):
        with opening.opened(path, writes=False) as connection:
            target = onward(connection, path)
        if target is None:
            return path
        path = target
    raise LedgerError(_("{path}: it cannot be told where its numbers go on").format(path=path))


def carry_on(old: Path, new: Path) -> bool:
    """Let ``new`` go on with the ledger ``old``, whose numbers then go on there; return whether anything was to do.

    Raise LedgerError when ``new`` is there already and is another book.
    """
    source = in_use(old)
    if new.exists() and source.samefile(new):
        return False
    with opening.opened(source) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            if new.exists():
                _require_unused_copy(new, source, events.head(connection).hash)
                _remove(new)
            copy(source, new, {"from": paths.kept(source, new.parent)})
            target = paths.kept(new, source.parent)
            connection.execute("INSERT INTO carried_on (path) VALUES (?)", (target,))
            events.append(connection, events.CARRIED_ON, {"to": target})
    return True


def copy(source: Path, new: Path, said: dict[str, object]) -> None:
    """Copy a whole ledger, as of its last transaction, into a folder where none is; places are kept relative to that."""
    new.parent.mkdir(parents=True, exist_ok=True)
    aside = new.with_name(f".{new.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with (
            closing(sqlite3.connect(source, timeout=opening.PATIENCE)) as here,
            closing(sqlite3.connect(aside)) as there,
        ):
            here.backup(there)
        with opening.opened(aside) as connection:
            connection.create_function("docgen_moved", 1, lambda text: _moved(str(text), source.parent, new.parent))
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                connection.execute("DELETE FROM carried_on")
                connection.execute("UPDATE term SET workbook = docgen_moved(workbook), folder = docgen_moved(folder)")
                events.append(connection, events.CARRIED_ON, said)
        opening.place(aside, new)
    finally:
        _remove(aside)


def link(path: Path) -> Path | None:
    """Return where a ledger says that it was carried on, whether or not anything is there."""
    with opening.opened(path, writes=False) as connection:
        row = connection.execute("SELECT path FROM carried_on").fetchone()
    return paths.found(row[0], path.parent) if row else None


def take_back(path: Path, lost: Path) -> None:
    """Go on with a ledger whose successor is lost."""
    with opening.opened(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            connection.execute("DELETE FROM carried_on")
            events.append(connection, events.TAKEN_BACK, {"lost": paths.kept(lost, path.parent)})


def _moved(text: str, old: Path, new: Path) -> str:
    return paths.kept(paths.found(text, old), new) if text else ""


def _require_unused_copy(new: Path, source: Path, head: str) -> None:
    """Refuse to replace a ledger that anything was written to since it was copied (by a run that was cut short)."""
    with opening.opened(new, writes=False) as connection:
        last = connection.execute("SELECT what, previous FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        if last == (events.CARRIED_ON, head) and not seals.broken(connection):
            return
    raise LedgerError(
        _("{new}: there is a ledger already, and it does not go on with the numbers of {old}").format(
            new=new, old=source
        ),
        hint=_("Choose an empty folder for the new semester."),
    )


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
