"""The file: made whole or not at all, known to be docgen's own before anything is read from it or written to it; its tables.

It may lie on a share. SQLite relies on the system's locks, which a share gives to all machines unless it was mounted so that
each keeps its own: then two that write at once spoil the file. Linux tells; elsewhere shares have locks (SMB), or SQLite says
that it has none.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import sqlite3
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from json import JSONDecodeError
from pathlib import Path

from docgen import files
from docgen.errors import DamagedLedger, DocgenError, LedgerError, output_error
from docgen.ledger import paths, seals
from docgen.messages import N_, _

PATIENCE = 30.0
"""Seconds to wait for another clerk's transaction."""
_FIRST = frozenset({"filing_number", "paper", "item", "event"})
"""Tables that a ledger has had since its first version: one before the third bears no other mark of docgen's."""
_CURE = N_("Put back a copy of it, or run docgen ledger rebuild.")
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_OWN_LOCKS = {
    "nfs": {"nolock", "local_lock=all", "local_lock=posix"},
    "nfs4": {"nolock", "local_lock=all", "local_lock=posix"},
    "cifs": {"nobrl", "nolock"},
    "smb3": {"nobrl", "nolock"},
}
"""By kind of share, the options (nfs(5), mount.cifs(8)) under which locks stay on one machine."""


@contextmanager
def opened(path: Path, *, writes: bool = True) -> Iterator[sqlite3.Connection]:
    """Give a connection to a ledger, made where there is none, brought up to this program's version.

    What only reads is refused any writing, and is faster: it keeps no digests.

    Raise DamagedLedger for a file that is empty or none of docgen's, LedgerError for one that is newer or held for more
    than half a minute, OutputError when the disk is full.
    """
    _refuse_a_share_without_locks(path)
    try:
        if not path.exists():
            _create(path)
        if not path.stat().st_size:
            raise DamagedLedger(
                _("{path}: the ledger is empty: all that stood in it is gone").format(path=path), hint=_(_CURE)
            )
        with closing(_connected(path)) as connection:
            _require_own(connection, path)
            _make_durable(connection)
            migrate(connection, path)
            if writes:
                seals.watch(connection)
            else:
                connection.execute("PRAGMA query_only = ON")
            yield connection
    except (sqlite3.Error, UnicodeError, JSONDecodeError, OSError) as error:
        # A cursor that broke off in the middle holds the file's lock for as long as somebody keeps the error.
        traceback.clear_frames(error.__traceback__)
        raise _told(error, path) from error


def _refuse_a_share_without_locks(path: Path) -> None:
    option = _option_without_locks(path)
    if option:
        raise LedgerError(
            _(
                "{path}: lies on a share that is mounted without common locks ({option}); two machines would spoil it"
            ).format(path=path, option=option),
            hint=_(
                "Ask for the share to be mounted without that option, or name a file on this machine as ledger under"
                " [path] in docgen.toml."
            ),
        )


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        seals.install(connection)
        paths.install(connection, path.parent)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _make_durable(connection: sqlite3.Connection) -> None:
    # Not WAL: it needs memory that all users share, which machines on a network do not have, and for transactions that
    # each open the file it is no faster. One file at rest is easier to copy, too.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = EXTRA")  # a number that was printed survives a power cut


def _create(path: Path) -> None:
    """Make a ledger without entries aside and put it in its place, unless another clerk was faster.

    So a ledger that can be seen has its tables, and an empty file is one that lost them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with closing(_connected(aside)) as connection:
            _make_durable(connection)
            migrate(connection, path)
        place(aside, path)
    except FileExistsError:
        pass
    finally:
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                aside.with_name(aside.name + ending).unlink()


def place(aside: Path, path: Path) -> None:
    """Give a finished file its name. Raise FileExistsError when there is one of that name."""
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:  # FAT and some shares know no links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        files.rename(aside, path)


def _require_own(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is not docgen's: it is not given docgen's tables."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    marked = mark == APPLICATION if version > 2 else mark == 0
    if version > len(MIGRATIONS) and marked:
        return  # a newer one: migrate says so
    if version < 1 or not marked or not tables >= _FIRST:
        raise DamagedLedger(
            _("{path}: this file is no ledger of docgen, and was left as it is").format(path=path), hint=_(_CURE)
        )


def _told(error: Exception, path: Path) -> DocgenError:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return output_error(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), path)
    if isinstance(error, UnicodeEncodeError):
        return LedgerError(
            _(
                "{path}: the name of a folder on the way to it is no text in UTF-8, and the ledger could not name it"
            ).format(path=path),
            hint=_("Rename the folder."),
        )
    text = _("{path}: the ledger cannot be used: {reason}").format(path=path, reason=error)
    hint = _("If another docgen is running, wait for it. If the file is damaged, put back a copy of it.")
    busy = isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
    )
    return LedgerError(text, hint=hint) if busy or isinstance(error, OSError) else DamagedLedger(text, hint=hint)


def _option_without_locks(path: Path) -> str:
    """Return the option under which the share that a path lies on has no common locks; ``""`` when all is well."""
    try:
        mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return option_against_locks(mounts, path.resolve())


def option_against_locks(mounts: str, path: Path) -> str:
    """Look a path up in the text of ``/proc/self/mountinfo`` (proc(5))."""
    found: tuple[int, str] = (-1, "")
    for line in mounts.splitlines():
        mount, _dash, source = line.partition(" - ")
        try:
            where, own = Path(_plain(mount.split()[4])), mount.split()[5]
            kind, _from, shared = source.split(" ", 2)
        except (IndexError, ValueError):
            continue
        # What was mounted last hides what was there before.
        if path.is_relative_to(where) and len(where.parts) >= found[0]:
            against = _OWN_LOCKS.get(kind, set()) & {*own.split(","), *shared.split(",")}
            found = len(where.parts), min(against, default="")
    return found[1]


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), text)


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
