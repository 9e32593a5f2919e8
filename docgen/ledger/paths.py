"""Places on disk as the ledger keeps them: relative to its own folder, so that what is copied or moved together still fits.

On another drive (Windows) there is no relative path; such a place is kept as it is.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path, PureWindowsPath


def kept(place: Path | str, folder: Path) -> str:
    """Return how a place is kept by a ledger in ``folder``; ``""`` stays ``""``."""
    if not str(place):
        return ""
    try:
        return Path(os.path.relpath(Path(place).resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(Path(place).resolve())


def found(text: str, folder: Path) -> Path:
    """Return the place that a ledger in ``folder`` keeps as ``text``."""
    # A path of the other system's is not taken for a name in this folder.
    absolute = Path(text).is_absolute() or PureWindowsPath(text).is_absolute()
    return Path(text) if absolute else Path(os.path.normpath(folder.resolve() / text))


def install(connection: sqlite3.Connection, folder: Path) -> None:
    """Let a connection's statements keep and find places."""
    connection.create_function("docgen_kept", 1, lambda text: kept(text or "", folder))
    connection.create_function("docgen_found", 1, lambda text: str(found(text, folder)) if text else "")
