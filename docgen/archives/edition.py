"""Editions: each archiving is a folder of its own, ``current`` names the one in force.

``current`` is a text file with the edition's name, not a symbolic link: it is replaced in one step on every system,
survives a USB stick (FAT knows no links) and a ZIP, and needs no right that Windows withholds from users.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from docgen import incoming
from docgen.archives.disk import sync_folder, sync_tree
from docgen.archives.edition_contents import EDITION, register
from docgen.errors import ArchiveError, output_error
from docgen.files import rename, write
from docgen.incoming import limits
from docgen.messages import _

POINTER = "current"
_INTENT = ".publishing"
"""Names the edition that is about to be moved into place, until ``current`` names it."""
_STAGED = ".staged-"
_LEFT_BEHIND = 24 * 3600
"""Seconds."""
_NAME = re.compile(r"^[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff._-]{0,63}$")


@contextmanager
def staged(archive: Path, name: str) -> Iterator[Path]:
    """Give a folder to fill; publish it as edition ``name`` when the block ends well, leave nothing when it does not.

    Raise ArchiveError at once when that edition exists, so that no work is done in vain.
    """
    _refuse(archive, name)
    try:
        archive.mkdir(parents=True, exist_ok=True)
        _sweep(archive)
        folder = archive / f"{_STAGED}{secrets.token_hex(4)}"
        folder.mkdir()
    except OSError as error:
        raise output_error(error, archive) from error
    try:
        yield folder
        publish(folder, archive, name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, archive: Path, name: str) -> Path:
    """Move a finished folder (on the same disk) to ``archive/name`` and let ``current`` name it; return the edition.

    ``edition.json`` with the checksums of its bags and loose files (index page …) is written into it first.
    A kill at any moment leaves the old edition in force or the new one, each whole. Raise ArchiveError when the edition
    exists, OutputError when it cannot be moved.
    """
    _refuse(archive, name)
    edition = archive / name
    try:
        register(folder, before(archive))
        sync_tree(folder)
        write(archive / _INTENT, f"{name}\n".encode())
        sync_folder(archive)
        rename(folder, edition)
        sync_folder(archive)
        _point(archive, name)
    except OSError as error:
        raise output_error(error, edition) from error
    return edition


def adopt(archive: Path) -> Path | None:
    """Let ``current`` name an edition that a killed run had finished and moved into place; return it, None when none.

    To be called before anything is archived. Raise OutputError.
    """
    try:
        name = incoming.text(archive / _INTENT, limits.LINE).strip()
        finished = bool(_NAME.match(name)) and (archive / name).is_dir()
        if finished:
            _point(archive, name)
        else:
            (archive / _INTENT).unlink()
    except incoming.Refused as refused:
        if refused.why is incoming.Why.ABSENT:
            return None
        raise ArchiveError(str(refused), hint=refused.hint) from refused
    except OSError as error:
        raise ArchiveError(_("{path}: cannot be read").format(path=archive / _INTENT)) from error
    return archive / name if finished else None


def is_unfinished(edition: Path) -> bool:
    """Whether an edition was moved into place by a run that was stopped before it could let ``current`` name it."""
    try:
        return incoming.text(edition.parent / _INTENT, limits.LINE).strip() == edition.name
    except incoming.Refused:
        return False


def _point(archive: Path, name: str) -> None:
    write(archive / POINTER, f"{name}\n".encode())
    sync_folder(archive)
    (archive / _INTENT).unlink(missing_ok=True)


def current(archive: Path) -> Path | None:
    """Return the edition in force, None when there is none yet; raise ArchiveError when ``current`` leads nowhere."""
    try:
        name = incoming.text(archive / POINTER, limits.LINE).strip()
    except incoming.Refused as refused:
        if refused.why is incoming.Why.ABSENT:
            return None
        raise ArchiveError(str(refused), hint=refused.hint) from refused
    if not _NAME.match(name) or not (archive / name).is_dir():
        raise ArchiveError(
            _("{path}: names the edition {name}, which is not there").format(path=archive / POINTER, name=name),
            hint=_("Restore the folder from a copy, or write the name of another edition into the file."),
        )
    return archive / name


def before(archive: Path) -> Path | None:
    """Return the edition that the next one follows: the newest that is there, whatever ``current`` says."""
    numbers = [int(name) for name in editions(archive) if name.isdecimal() and (archive / name / EDITION).is_file()]
    return archive / str(max(numbers)) if numbers else None


def editions(archive: Path) -> tuple[str, ...]:
    """Return the names of all editions, sorted."""
    if not archive.is_dir():
        return ()
    return tuple(sorted(path.name for path in archive.iterdir() if path.is_dir() and _NAME.match(path.name)))


def _sweep(archive: Path) -> None:
    """Remove what a killed run left behind; only after a day, for another clerk may be archiving now."""
    for folder in archive.glob(f"{_STAGED}*"):
        if time.time() - folder.stat().st_mtime > _LEFT_BEHIND:
            shutil.rmtree(folder, ignore_errors=True)


def _refuse(archive: Path, name: str) -> None:
    if not _NAME.match(name):
        raise ArchiveError(_("{name}: not a name for an edition").format(name=name))
    if (archive / name).exists():
        raise ArchiveError(
            _("{path}: this edition exists already; an edition is never changed").format(path=archive / name),
            hint=_("Choose another name, or archive the later papers as a supplement."),
        )
