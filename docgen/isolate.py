"""Runs something in a child with a deadline and, where the system has one, a bound on memory.

Two shapes: :func:`run_command` for programs, :func:`call` for a Python function that may hang, eat memory or
abort the process (readers of untrusted files, engines). The child's whole group is killed, whatever happens.
Both are safe to use from several threads; :func:`stop_all` ends every child at once when the user presses
Ctrl-C while threads wait. The child's side: :mod:`docgen.isolated`.

A child that gives no answer is one of these, and only the first is for the room that started it to explain:

- its work could not be done (IsolationError): it took too long, wanted more memory than it may have, or took the
  process down with it. The room says which file or paper was concerned, and whether that makes the file damaged;
- the machine would not carry it (MachineError): something killed it, or no process could be started;
- there was no room for what it says (OutputError): the temporary folder is full;
- nobody wants it any more (StoppedError): :func:`stop_all`;
- it could not even begin (RuntimeError with the child's trace): a bug, or half an installation.

Why not :mod:`multiprocessing`: its children import the caller's ``__main__``, share Ctrl-C with the parent,
and a crash is only noticed as a silent pipe. A child here is a fresh interpreter that imports nothing but
what its function needs, in a session of its own.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Literal, TypeVar, TypeVarTuple, cast

from docgen import files, interruption, messages
from docgen.errors import DocgenError, MachineError, StoppedError
from docgen.group import ProcessGroup
from docgen.isolated import CHILD, NO_MEMORY, NO_ROOM
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

__all__ = ["Completed", "IsolationError", "Reason", "StoppedError", "call", "run_command", "stop_all"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Reason = Literal["time", "memory", "crash"]

_OUTPUT_KEPT = 1 << 20
"""Bytes of a program's output that are kept, from its end: enough to say what went wrong."""
_DETAIL_KEPT = 4000
"""Characters of a child's last words that an error carries."""
_GLANCE = 0.25
"""Seconds between two looks at a program's progress."""
_OUT_OF_MEMORY = (
    b"memory allocation of",
    b"MemoryError",
    b"bad_alloc",
    b"annot allocate memory",
    b"ut of memory",
)

# The child learns the parent's sys.path before it imports docgen: it then finds docgen and the function's
# module wherever the parent found them, and nothing that merely lies in the current folder.
_BOOT = "import sys,pickle;sys.path[:]=pickle.load(sys.stdin.buffer);from docgen.isolated import serve;serve()"

_ENDED_FROM_OUTSIDE: tuple[int, ...] = ()
"""Exit codes of what somebody else killed, by itself or below a shell. No work of ours sends such a signal."""
_ENDED_BY_ITS_CLOCK: int | None = None
if sys.platform != "win32":
    _SENT = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    _ENDED_FROM_OUTSIDE = (*(-number for number in _SENT), *(128 + number for number in _SENT))
    _ENDED_BY_ITS_CLOCK = -signal.SIGALRM


class IsolationError(DocgenError):
    """A child could not do its work: ``reason`` says why, ``detail`` what it said last."""

    def __init__(self, message: str, reason: Reason, detail: str = "") -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Completed:
    """A program that ended: its exit code (negative: the signal) and the end of what it wrote."""

    args: tuple[str, ...]
    returncode: int
    stdout: bytes
    stderr: bytes
    seconds: float


_running: set[ProcessGroup] = set()
_stopped: set[ProcessGroup] = set()
_lock = threading.Lock()


def stop_all() -> None:
    """Kill every child of every thread; a thread that waits for one gets a StoppedError."""
    with _lock:
        victims = list(_running)
        _stopped.update(victims)
    for group in victims:
        group.kill()


def run_command(
    args: Sequence[str | os.PathLike[str]],
    *,
    deadline: float,
    progress: Callable[[], int] | None = None,
    memory: int | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Completed:
    """Run a program and everything it starts; nothing of it is left when this returns or raises.

    ``deadline`` is in seconds of wall-clock time; with ``progress`` it counts from the last time that the
    number it returns changed (it is asked some times a second). ``memory`` in bytes is allowed to each of its
    processes (POSIX: of address space; Windows: of its own). The exit code is not judged, but
    for a program that was killed from outside.

    Raises IsolationError (``time``), MachineError, StoppedError, OutputError when there is no temporary folder, and
    FileNotFoundError or PermissionError when the program cannot start.
    """
    command = tuple(os.fspath(arg) for arg in args)
    line = command
    if memory is not None and os.name == "posix":
        if shutil.which(command[0]) is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), command[0])
        # Not preexec_fn, which may deadlock where there are threads. Where ulimit is refused: no bound.
        line = ("/bin/sh", "-c", f'ulimit -v {memory // 1024} 2>/dev/null; exec "$@"', "sh", *command)
    with files.scratch_file() as out, files.scratch_file() as err:
        start = time.monotonic()
        code = _supervise(line, deadline, subprocess.DEVNULL, out, err, env, cwd, memory, progress)
        if code in _ENDED_FROM_OUTSIDE:
            raise _killed()
        return Completed(command, code, _end_of(out), _end_of(err), time.monotonic() - start)


def call(function: Callable[[*Ts], T], *args: *Ts, deadline: float, memory: int | None = None) -> T:
    """Call a function in a child of its own: ``call(read, path, deadline=60, memory=1 << 30)``.

    ``deadline`` is in seconds of wall-clock time, the child's start (some 40 ms and its imports) included.
    ``memory`` is in bytes; on POSIX of address space, which counts libraries and reserved space too, so allow
    512 MB at least (macOS has no such bound). Function, arguments and result are pickled: the function
    must be importable by its module's name (``functools.partial`` for keywords). The child speaks the
    parent's language; what it prints goes nowhere.

    Raises what the function raises, a DocgenError as itself, with hint and fields; else one of the kinds above.
    """
    with files.scratch_file() as request, files.scratch_file() as out, files.scratch_file() as err:
        with files.scratching():
            pickle.dump(sys.path, request)
            pickle.dump((messages.language(), deadline, memory, os.getpid()), request)
            pickle.dump((function, args), request, protocol=pickle.HIGHEST_PROTOCOL)
            request.seek(0)
        code = _supervise(_interpreter(), deadline, request, out, err, None, None, memory)
        if code != 0:
            raise _without_answer(code, _end_of(err), deadline)
        out.seek(0)
        returned, value, trace = cast("tuple[bool, object, str]", pickle.load(out))
    if returned:
        return cast("T", value)
    raise _from_child(value, trace)


def _interpreter() -> tuple[str, ...]:
    """Return what starts a child: this interpreter, or this program where it was frozen into one and takes no -c."""
    if getattr(sys, "frozen", False):
        return (sys.executable, CHILD)
    return (sys.executable, "-P", "-c", _BOOT)


def _supervise(
    args: Sequence[str],
    deadline: float,
    stdin: IO[bytes] | int,
    stdout: IO[bytes],
    stderr: IO[bytes],
    env: Mapping[str, str] | None,
    cwd: Path | None,
    memory: int | None,
    progress: Callable[[], int] | None = None,
) -> int:
    # Output goes to files: a pipe would stay open, and a reader wait, as long as any grandchild lives.
    with interruption.put_off() as interrupted:
        with _lock:  # stop_all finds every child that was begun
            try:
                group = ProcessGroup(args, stdin, stdout, stderr, env, cwd, memory)
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.ENOMEM):
                    raise _killed() from error
                raise
            _running.add(group)
        interrupted.ends(group.kill)
        late = False
        try:
            late = not (group.ended(deadline) if progress is None else _watched(group, deadline, progress))
        finally:
            # Also after success: a program may leave helpers behind that hold its profile or our files.
            code = group.finish()
            with _lock:
                _running.discard(group)
                stopped = group in _stopped or interrupted.came
                _stopped.discard(group)
    if stopped:
        raise StoppedError(_("stopped by the user"))
    if late or code == _ENDED_BY_ITS_CLOCK:
        raise IsolationError(_late(deadline), "time", _text(_end_of(stderr)))
    return code


def _watched(group: ProcessGroup, deadline: float, progress: Callable[[], int]) -> bool:
    seen, since = progress(), time.monotonic()
    while not group.ended(min(_GLANCE, deadline)):
        now, count = time.monotonic(), progress()
        if count != seen:
            seen, since = count, now
        elif now - since >= deadline:
            return False
    return True


def _end_of(file: IO[bytes]) -> bytes:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _OUTPUT_KEPT))
    return file.read()


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace")[-_DETAIL_KEPT:]


def _without_answer(code: int, said: bytes, deadline: float) -> Exception:
    """Say why a child ended without an answer; never returns for what stopped it from our side."""
    if code == NO_ROOM:
        return files.no_scratch(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if code in _ENDED_FROM_OUTSIDE:
        return _killed()
    if code == NO_MEMORY or any(sign in said for sign in _OUT_OF_MEMORY):
        return IsolationError(_("needs more memory than it may have"), "memory", _text(said))
    if code == 1 and b"Traceback (most recent call last)" in said:
        return RuntimeError(_text(said))
    return IsolationError(_("the program broke down (exit code {code})").format(code=code), "crash", _text(said))


def _late(deadline: float) -> str:
    return _("not finished after {seconds:g} seconds").format(seconds=deadline)


def _killed() -> MachineError:
    return MachineError(
        _("the system, or another program, ended a part of the work; most often its memory has run out"),
        hint=_(
            "Close other programs, and run the same command again; build and archive need less memory with --jobs 1."
        ),
    )


def _from_child(value: object, trace: str) -> BaseException:
    if not isinstance(value, BaseException):  # it could not be pickled: a bug, and its trace is what is needed
        return RuntimeError(trace)
    if not isinstance(value, DocgenError):
        value.add_note(trace)
    return value
