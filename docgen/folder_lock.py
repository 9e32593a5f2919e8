"""The lock on a folder: one docgen at a time, on this machine and on all others that see the folder.

Two proofs, for neither is enough by itself:

- The system's own lock on the file. It ends with its process, so that a number which lives again holds nothing. But it
  need not reach from one machine to another over a share, and some file systems have none.
- A sign of life in the file, every few seconds. What another machine wrote there holds as long as it is fresh, which the
  times of the folder's own files tell: two machines' clocks are never compared.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import platform
import secrets
import shutil
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from docgen.errors import OutputError, output_error
from docgen.messages import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

__all__ = ["Holding", "held", "workplace"]

BEAT = 10.0
"""Seconds between two signs of life."""
DEAD = 120.0
"""Seconds without one after which a machine is taken for switched off; a share may show times a minute late."""
_PATIENCE = 1.0
"""Seconds to wait for somebody who has made the file and not yet written into it."""
_FAR = 1 << 30
"""Where Windows locks: a byte beyond the text, which others can then still read."""
_WITHOUT_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
_WORK, _LOCK = ".docgen-work", ".docgen-lock"
_LONGEST = 1 << 14
"""Bytes of what a holder says of itself; it has some 300."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """What stands in the file: who holds the folder, since when, and the last sign of life. For people, too."""

    host: str
    machine: str
    process: int
    started: str
    beat: str
    token: str


class Holding:
    """A folder that is held; signs of life are written until :meth:`release`."""

    def __init__(self, path: Path, file: int, me: _Holder) -> None:
        self._path, self._file, self._me = path, file, me
        self._over = threading.Event()
        self._lost = False
        self._heart = threading.Thread(target=self._beat, name="docgen-lock", daemon=True)
        self._heart.start()

    @property
    def lost(self) -> bool:
        """Whether another machine took the folder over, because this one gave no sign of life for long: it slept."""
        self._lost = self._lost or not self._mine()
        return self._lost

    def release(self) -> None:
        """Give the folder back; take the file away unless it is another's by now."""
        self._over.set()
        self._heart.join()
        with contextlib.suppress(OSError):
            if not self.lost:
                if sys.platform != "win32":
                    self._path.unlink()  # while it is locked: nobody can have begun to use it
                else:
                    os.truncate(self._file, 0)
        _let_go(self._file)
        if sys.platform == "win32" and not self._lost:
            with contextlib.suppress(OSError):  # somebody else has opened it already
                self._path.unlink()

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            if self.lost:
                return
            with contextlib.suppress(OSError):  # full, or the share is away: the next one may succeed
                _write(self._file, replace(self._me, beat=_now()))

    def _mine(self) -> bool:
        try:
            said = _read(_words(self._path))
        except FileNotFoundError:
            return False
        except OSError:
            return True  # the share is away, and nobody else's word is known
        return said is None or said.token == self._me.token


@contextlib.contextmanager
def workplace(folder: Path, *others: Path) -> Iterator[Path]:
    """Hold a folder for one run, and give an empty temporary folder beside what will be its files.

    A second run on the same folder, from whatever machine, is refused with who holds it; what a killed run left half done
    is swept, also in ``others``, into which nobody writes who does not hold this one. Raise OutputError.
    """
    # A name of this run's own: children of a killed run may live on for a while and write into theirs.
    work = folder / f"{_WORK}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with held(folder / _LOCK) as holding:
            _sweep(folder, *others)
            work.mkdir()
            try:
                yield work
            finally:
                if holding.lost:
                    shutil.rmtree(work, ignore_errors=True)
                    raise OutputError(
                        _("{folder}: another machine went on here while this one was asleep or cut off").format(
                            folder=folder
                        ),
                        hint=_("What is there is whole. Run the same command again when the other has finished."),
                    )
                _sweep(folder)
    except OSError as error:
        raise output_error(error, Path(error.filename) if error.filename else folder) from error


def _sweep(folder: Path, *others: Path) -> None:
    """Remove what killed runs left half done: their temporary folders, files not yet moved into place."""
    for left in folder.glob(f"{_WORK}*"):
        shutil.rmtree(left, ignore_errors=True)
    for part in (
        *folder.glob(".*.part"),
        *folder.glob("*/.*.part"),
        *(one for other in others for one in other.glob(".*.part")),
    ):
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def held(path: Path) -> Iterator[Holding]:
    """Hold the folder of a lock file. Raise OutputError, saying who holds it, where somebody does."""
    me = _Holder(platform.node() or "?", _machine(), os.getpid(), _now(), _now(), secrets.token_hex(8))
    holding = Holding(path, _taken(path, me), me)
    try:
        yield holding
    finally:
        holding.release()


def _taken(path: Path, me: _Holder) -> int:
    """Take the lock; return its open file."""
    patient = time.monotonic() + _PATIENCE
    while True:
        file, new = _opened(path)
        try:
            locked = _system_lock(file)
            if not _is(file, path):  # its holder has just given it back
                os.close(file)
                continue
            said = b"" if new else _content(file)
            if not said and (not new or locked is False) and time.monotonic() < patient:
                _let_go(file)
                time.sleep(0.05)
                continue
            holder = _read(said)
            here = holder is None or holder.machine == me.machine
            if locked is False or (said and not (locked and here) and _age(path) < DEAD):
                raise _busy(path, holder, here=here)
            _write(file, me)
            if not locked or not here:
                _settle(path, me)
        except BaseException:
            _let_go(file)
            raise
        return file


def _settle(path: Path, me: _Holder) -> None:
    """See whether another machine took the lock in the same moment; the last one that wrote has it."""
    time.sleep(0.2)
    said = _read(_words(path))
    if said is not None and said.token != me.token:
        raise _busy(path, said, here=False)


def _opened(path: Path) -> tuple[int, bool]:
    """Open the file, or make it; of all who find none, one makes it."""
    flags = os.O_RDWR | getattr(os, "O_BINARY", 0)
    while True:
        try:
            return os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o666), True
        except FileExistsError:
            with contextlib.suppress(FileNotFoundError):
                return os.open(path, flags), False


def _is(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _system_lock(file: int) -> bool | None:
    """Lock an open file; False when another process has it, None where the file system has no locks."""
    try:
        if sys.platform == "win32":
            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            # Not lockf: that lock would end as soon as this process closes any other handle of the file.
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return None if error.errno in _WITHOUT_LOCKS else False
    return True


def _let_go(file: int) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            os.lseek(file, _FAR, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
    with contextlib.suppress(OSError):
        os.close(file)


def _content(file: int) -> bytes:
    os.lseek(file, 0, os.SEEK_SET)
    return os.read(file, 4096)


def _write(file: int, holder: _Holder) -> None:
    os.lseek(file, 0, os.SEEK_SET)
    said = json.dumps(asdict(holder), ensure_ascii=False, indent=1).encode() + b"\n"
    os.truncate(file, os.write(file, said))
    os.fsync(file)


def _words(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_LONGEST)


def _read(said: bytes) -> _Holder | None:
    """Return the holder; None for a text that is none of ours, or half of one."""
    try:
        return _Holder(**json.loads(said))
    except (ValueError, TypeError, RecursionError):
        return None


def _age(path: Path) -> float:
    """Return how many seconds ago a file was written, by the clock of the disk it is on."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        beside.touch()
        return max(0.0, beside.stat().st_mtime - path.stat().st_mtime)
    except FileNotFoundError:  # its holder gives it back, or sweeps, at this moment
        return 0.0
    finally:
        beside.unlink(missing_ok=True)


@cache
def _machine() -> str:
    """Name the running system: processes that share this name share the system's locks."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return f"{platform.node()} {uuid.getnode():x}"


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


def _busy(path: Path, holder: _Holder | None, *, here: bool) -> OutputError:
    folder = path.parent
    if holder is None:
        return OutputError(
            _("{folder}: another docgen is working here").format(folder=folder),
            hint=_("Wait until it has finished, or choose another folder with -o. Its lock is the file {file}.").format(
                file=path
            ),
        )
    if here:
        return OutputError(
            _("{folder}: another docgen is working here (process {process} on {host}, since {since})").format(
                folder=folder, process=holder.process, host=holder.host, since=holder.started
            ),
            hint=_(
                "Wait until it has finished, or choose another folder with -o. Its lock, {file}, is free as soon as that"
                " process has ended."
            ).format(file=path),
        )
    return OutputError(
        _(
            "{folder}: docgen on another machine is working here ({host}, process {process}, since {since}; last sign of"
            " life {seconds} s ago)"
        ).format(
            folder=folder, host=holder.host, process=holder.process, since=holder.started, seconds=round(_age(path))
        ),
        hint=_(
            "Wait until it has finished, or choose another folder with -o. If it was killed or that machine switched off,"
            " its lock is free {minutes} minutes after the last sign of life; to go on sooner, delete {file}."
        ).format(minutes=round(DEAD / 60), file=path),
    )
