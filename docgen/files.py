"""Files that are whole or not there: written aside, fsynced, moved into place last; and a lock on a folder.

facts.md, "Merging and archive": of 30 files written in place under kill −9 all 30 were corrupt, of 30 written like this
none was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from docgen.errors import OutputError, output_error
from docgen.messages import _

_WORK = ".docgen-work"
_LOCK = ".docgen-lock"


def write(path: Path, content: bytes) -> None:
    """Write a file whole: it has either its old content or the new one, whatever happens. Raise OutputError."""
    # Not the process's number alone: on a share two machines may have the same.
    aside = path.with_name(f".{path.name[:40]}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise output_error(error, path) from error


def move(source: Path, target: Path) -> None:
    """Move a whole file of the same disk into place. Raise OutputError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb+") as file:
            os.fsync(file.fileno())
        source.replace(target)
    except OSError as error:
        raise output_error(error, target) from error


@contextlib.contextmanager
def scratch_file() -> Iterator[IO[bytes]]:
    """Give a file for the moment in the machine's temporary folder. Raise OutputError where there can be none."""
    with scratching(), contextlib.ExitStack() as opening:
        file = opening.enter_context(tempfile.TemporaryFile())
        opened = opening.pop_all()
    try:
        yield file
    finally:
        with contextlib.suppress(OSError):  # what found no room when it was written finds none now either
            opened.close()


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder for the moment in the machine's temporary folder. Raise OutputError where there can be none."""
    with scratching():
        folder = tempfile.TemporaryDirectory(prefix="docgen-", ignore_cleanup_errors=True)
    with folder as name:
        yield Path(name)


@contextlib.contextmanager
def scratching() -> Iterator[None]:
    """Turn what goes wrong with a file of the moment into an OutputError that names the temporary folder."""
    try:
        yield
    except OSError as error:
        raise no_scratch(error) from error


def no_scratch(error: OSError) -> OutputError:
    """Say that the machine's temporary folder takes nothing more, and how to give docgen another."""
    variable = "TEMP" if sys.platform == "win32" else "TMPDIR"
    try:
        folder = tempfile.gettempdir()
    except OSError:  # none of the usual ones can be written to
        folder = os.environ.get(variable, "/tmp")
    why = output_error(error, Path(folder))
    return OutputError(
        _("{reason}; docgen puts its temporary files there").format(reason=why.message),
        hint=_(
            "Free some space there, or set {variable} to a folder on another disk, and run the same command again."
        ).format(variable=variable),
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, ``""`` when there is none."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


@contextlib.contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Hold a folder for one run, and give an empty temporary folder beside what will be its files.

    A second run on the same folder is refused with the holder's process number; a lock whose holder is dead is taken
    over and what it left half-done is swept. Raise OutputError.
    """
    # A name of this run's own: children of a killed run may live on for a while and write into theirs.
    lock, work = folder / _LOCK, folder / f"{_WORK}-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _take(lock)
        try:
            _sweep(folder)
            work.mkdir()
            yield work
        finally:
            _sweep(folder)
            lock.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(error, Path(error.filename) if error.filename else folder) from error


def _sweep(folder: Path) -> None:
    """Remove what killed runs left half done: their temporary folders, files not yet moved into place."""
    for left in folder.glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    for part in (*folder.glob(".*.part"), *folder.glob("*/.*.part")):
        part.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    for _attempt in range(3):
        try:
            with lock.open("x", encoding="ascii") as file:
                file.write(str(os.getpid()))
            return
        except FileExistsError:
            holder = _holder(lock)
            if holder is not None and _alive(holder):
                raise OutputError(
                    _("{folder}: another docgen (process {pid}) is working here").format(
                        folder=lock.parent, pid=holder
                    ),
                    hint=_("Wait until it has finished, or choose another folder with -o."),
                ) from None
            lock.unlink(missing_ok=True)
    raise OutputError(_("{folder}: another docgen is working here").format(folder=lock.parent))


def _holder(lock: Path) -> int | None:
    try:
        return int(lock.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _alive(pid: int) -> bool:
    if os.name == "nt":  # os.kill would end the process there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # type: ignore[attr-defined, unused-ignore]
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined, unused-ignore]
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
