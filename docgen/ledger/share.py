"""Tells whether the disk that a ledger lies on keeps two machines apart.

SQLite relies on the system's locks. A share gives them to all machines, unless it was mounted so that each keeps its own:
then two that write at once spoil the file. Linux tells; elsewhere shares have locks (SMB), or SQLite says that it has none.
"""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_OWN_LOCKS = {
    "nfs": {"nolock", "local_lock=all", "local_lock=posix"},
    "nfs4": {"nolock", "local_lock=all", "local_lock=posix"},
    "cifs": {"nobrl", "nolock"},
    "smb3": {"nobrl", "nolock"},
}
"""By kind of share, the options (nfs(5), mount.cifs(8)) under which locks stay on one machine."""


def without_locks(path: Path) -> str:
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
