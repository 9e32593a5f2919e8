"""Runs something in a child with a deadline and, where the system has one, a bound on memory.

Two shapes: :func:`run_command` for programs, :func:`call` for a Python function that may hang, eat memory or
abort the process (readers of untrusted files, engines). What only reads docgen's own files may be asked of a child again
and again (:func:`keeping`). The child's whole group is killed, whatever happens.
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
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TypeVar, TypeVarTuple, cast

from docgen import files, interruption, messages
from docgen.child import (
    ENDED_BY_ITS_CLOCK,
    ENDED_FROM_OUTSIDE,
    Answer,
    IsolationError,
    LastingChild,
    ProcessGroup,
    Reason,
    end_of,
    from_child,
    killed,
    late,
    without_answer,
)
from docgen.errors import StoppedError
from docgen.isolated import CHILD
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from docgen.interruption import Interruption

__all__ = ["Completed", "IsolationError", "Reason", "StoppedError", "call", "keeping", "run_command", "stop_all"]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_GLANCE = 0.25
"""Seconds between two looks at a program's progress."""
# The child learns the parent's sys.path before it imports docgen: it then finds docgen and the function's
# module wherever the parent found them, and nothing that merely lies in the current folder.
_BOOT = "import sys,pickle;sys.path[:]=pickle.load(sys.stdin.buffer);from docgen.isolated import serve;serve()"


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
_here = threading.local()
"""What a thread keeps a child with."""


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
        if code in ENDED_FROM_OUTSIDE:
            raise killed()
        return Completed(command, code, end_of(out), end_of(err), time.monotonic() - start)


def call(
    function: Callable[[*Ts], T], *args: *Ts, deadline: float, memory: int | None = None, lasting: bool = False
) -> T:
    """Call a function in a child of its own: ``call(read, path, deadline=60, memory=1 << 30)``.

    ``deadline`` is in seconds of wall-clock time, the child's start (some 40 ms and its imports) included.
    ``memory`` is in bytes; on POSIX of address space, which counts libraries and reserved space too, so allow
    512 MB at least (macOS has no such bound). Function, arguments and result are pickled: the function
    must be importable by its module's name (``functools.partial`` for keywords). The child speaks the
    parent's language; what it prints goes nowhere. ``lasting``: the child that the thread keeps (:func:`keeping`), if it
    keeps one, for work on what docgen made itself; nothing from outside is ever read in a child that is asked again.

    Raises what the function raises, a DocgenError as itself, with hint and fields; else one of the kinds above.
    """
    asked = (messages.language(), deadline, memory, os.getpid())
    if lasting and (keeper := getattr(_here, "keeper", None)) is not None:
        request = pickle.dumps(asked) + pickle.dumps((function, args), protocol=pickle.HIGHEST_PROTOCOL)
        returned, value, trace = keeper.ask(request, deadline, memory)
    else:
        returned, value, trace = _asked_once(asked, function, args)
    if returned:
        return cast("T", value)
    raise from_child(value, trace)


def _asked_once(asked: tuple[str, float, int | None, int], function: object, args: tuple[object, ...]) -> Answer:
    """Ask a child that does nothing else, with all that is said in files: a reader of a pipe waits for every grandchild."""
    _language, deadline, memory, _pid = asked
    with files.scratch_file() as request, files.scratch_file() as out, files.scratch_file() as err:
        with files.scratching():
            pickle.dump(sys.path, request)
            pickle.dump(asked, request)
            pickle.dump((function, args), request, protocol=pickle.HIGHEST_PROTOCOL)
            request.seek(0)
        code = _supervise(_interpreter(), deadline, request, out, err, None, None, memory)
        if code != 0:
            raise without_answer(code, end_of(err), deadline)
        out.seek(0)
        return cast("Answer", pickle.load(out))


@contextmanager
def keeping() -> Iterator[Callable[[], None]]:
    """Let threads keep a child each for what they call ``lasting``: those that have called what this gives, until its end.

    A child goes with the thread that started it (Linux ends it then), so it is no other thread's.
    """
    keepers: list[_Keeper] = []

    def join() -> None:
        _here.keeper = _Keeper()
        keepers.append(_here.keeper)

    try:
        yield join
    finally:
        for keeper in keepers:
            keeper.dismiss()


class _Keeper:
    """Keeps a child for one thread."""

    def __init__(self) -> None:
        self._child: LastingChild | None = None

    def ask(self, request: bytes, deadline: float, memory: int | None) -> Answer:
        """Ask the child, or one that is started for it; what broke down in one that had answered before is asked anew."""
        if self._child is not None and (self._child.is_tired or self._child.memory != memory):
            self.dismiss()
        is_fresh = self._child is None
        try:
            return self._asked(request, deadline, memory)
        except IsolationError as error:
            if is_fresh or error.reason == "time":
                raise
        return self._asked(request, deadline, memory)

    def dismiss(self) -> tuple[int, bytes]:
        """End the child; return its exit code and the end of what it said."""
        child, self._child = self._child, None
        return (0, b"") if child is None else child.dismiss()

    def _asked(self, request: bytes, deadline: float, memory: int | None) -> Answer:
        answer: Answer | None = None
        is_late = False
        with interruption.put_off() as interrupted:
            with _beginning():
                self._child = child = self._child or LastingChild(_interpreter(), pickle.dumps(sys.path), memory)
                _running.add(child.group)
            interrupted.ends(child.group.kill)
            try:
                answer = child.ask(request, deadline)
            except TimeoutError:
                is_late = True
            finally:
                code, said = self.dismiss() if answer is None else (0, b"")
                stopped = _ended(child.group, interrupted)
        if stopped:
            self.dismiss()
            raise StoppedError(_("stopped by the user"))
        if is_late or code == ENDED_BY_ITS_CLOCK:
            raise late(deadline, said)
        if answer is None:
            raise without_answer(code, said, deadline)
        return answer


@contextmanager
def _beginning() -> Iterator[None]:
    """Start a child so that stop_all finds it, or say that the machine starts none."""
    try:
        with _lock:
            yield
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.ENOMEM):
            raise killed() from error
        raise


def _ended(group: ProcessGroup, interrupted: Interruption) -> bool:
    """Forget a child that nobody waits for any more; return whether somebody stopped it."""
    with _lock:
        _running.discard(group)
        stopped = group in _stopped or interrupted.came
        _stopped.discard(group)
    return stopped


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
        with _beginning():
            group = ProcessGroup(args, stdin, stdout, stderr, env, cwd, memory)
            _running.add(group)
        interrupted.ends(group.kill)
        is_late = False
        try:
            is_late = not (group.ended(deadline) if progress is None else _watched(group, deadline, progress))
        finally:
            # Also after success: a program may leave helpers behind that hold its profile or our files.
            code = group.finish()
            stopped = _ended(group, interrupted)
    if stopped:
        raise StoppedError(_("stopped by the user"))
    if is_late or code == ENDED_BY_ITS_CLOCK:
        raise late(deadline, end_of(stderr))
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
