"""A child process and all that it starts, ended as one: a session of its own on POSIX, a job on Windows; and what its end means.

One that lasts answers one request after the other, so that it starts and imports once. Requests and answers go through pipes,
read and written by a thread of its own: a child that hangs holds up that thread and not who waits with a deadline.

What a child is asked: :mod:`docgen.isolate`; its own side: :mod:`docgen.isolated`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pickle
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Literal, cast

from docgen import files
from docgen.errors import DocgenError, MachineError
from docgen.isolated import NO_MEMORY, NO_ROOM
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    *("ENDED_BY_ITS_CLOCK", "ENDED_FROM_OUTSIDE", "Answer", "IsolationError", "LastingChild", "ProcessGroup", "Reason"),
    *("end_of", "end_those_in", "from_child", "killed", "late", "without_answer"),
]

Answer = tuple[bool, object, str]
"""Whether the function returned, what it returned or raised, the trace of that."""
_TURNS = 40
"""Requests after which a child goes: whatever its libraries do not give back, it is bounded."""


class ProcessGroup:
    """A child that was started, and what it started itself."""

    def __init__(
        self,
        args: Sequence[str],
        stdin: IO[bytes] | int,
        stdout: IO[bytes],
        stderr: IO[bytes],
        env: Mapping[str, str] | None,
        cwd: Path | None,
        memory: int | None,
    ) -> None:
        """Start a child. ``memory`` in bytes bounds each of its processes on Windows; on POSIX they bound themselves.

        Raise OSError when it cannot start.
        """
        if sys.platform == "win32":
            from docgen.windows import ALONE, Job

            self._process = subprocess.Popen(
                args, stdin=stdin, stdout=stdout, stderr=stderr, env=env, cwd=cwd, creationflags=ALONE
            )
            self._job = Job(self._process, memory)
        else:
            # A group of its own, and no Ctrl-C from the terminal.
            self._process = subprocess.Popen(
                args, stdin=stdin, stdout=stdout, stderr=stderr, env=env, cwd=cwd, start_new_session=True
            )

    def ended(self, seconds: float) -> bool:
        """Wait for the child's end, not longer than that; return whether it came."""
        # Popen.wait polls on POSIX, at last every 50 ms: more than a short child takes. Linux before 5.3 (麒麟 V10) and
        # other systems know no better.
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                return self._ended_by_handle(os.pidfd_open(self._process.pid), seconds)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def kill(self) -> None:
        """End every process of it that still lives; may be called from another thread, and again."""
        if sys.platform == "win32":
            self._job.kill()
        else:
            # The number of a group whose leader is gone is not given away while a member lives.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def finish(self) -> int:
        """End what is left of it, and return the child's exit code (negative: the signal)."""
        self.kill()
        code = self._process.wait()
        if sys.platform == "win32":
            self._job.close()
        return code

    if sys.platform == "linux":

        def _ended_by_handle(self, handle: int, seconds: float) -> bool:
            import select

            try:
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                return bool(poll.poll(seconds * 1000))
            finally:
                os.close(handle)


class LastingChild:
    """A child that was started and is asked again and again."""

    def __init__(self, args: Sequence[str], greeting: bytes, memory: int | None) -> None:
        """Start it; ``greeting`` is what every child is told first. Raise OSError when it cannot start."""
        self.memory = memory
        self.turns = 0
        self._opened = contextlib.ExitStack()
        self._said: IO[bytes] = self._opened.enter_context(files.scratch_file())
        theirs, ours = os.pipe(), os.pipe()
        with os.fdopen(theirs[0], "rb") as reading, os.fdopen(ours[1], "wb") as writing:
            self._to, self._from = os.fdopen(theirs[1], "wb"), os.fdopen(ours[0], "rb")
            try:
                self.group = ProcessGroup(args, reading, writing, self._said, None, None, memory)
            except OSError:
                self._to.close()
                self._from.close()
                self._opened.close()
                raise
        self._requests: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[Answer | None] = SimpleQueue()
        self._greeting = greeting
        threading.Thread(target=self._talk, daemon=True).start()

    @property
    def is_tired(self) -> bool:
        """Whether it has answered so often that another one is to be started."""
        return self.turns >= _TURNS

    def ask(self, request: bytes, seconds: float) -> Answer | None:
        """Return its answer; None when it ended without one. Raise TimeoutError when it takes longer than that."""
        self._requests.put(request if self.turns else self._greeting + request)
        self.turns += 1
        try:
            return self._answers.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None

    def dismiss(self) -> tuple[int, bytes]:
        """End it and all that it started; return its exit code and the end of what it said."""
        code = self.group.finish()
        self._requests.put(None)
        with self._opened:
            return code, end_of(self._said)

    def _talk(self) -> None:
        """Carry requests to it and answers back until it ends or is dismissed."""
        with self._from, contextlib.suppress(OSError), self._to:
            while (request := self._requests.get()) is not None:
                try:
                    self._to.write(request)
                    self._to.flush()
                    answer = cast("Answer", pickle.load(self._from))
                except (OSError, EOFError, pickle.UnpicklingError):  # it is gone
                    self._answers.put(None)
                    return
                self._answers.put(answer)


def end_those_in(folder: Path) -> None:
    """End programs of ours that were told to work in a folder and whose docgen is gone; only Linux tells which."""
    if sys.platform != "linux":
        return
    told = os.fsencode(folder)
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            with contextlib.suppress(OSError):
                if told in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)


Reason = Literal["time", "memory", "crash"]

_OUTPUT_KEPT = 1 << 20
"""Bytes of a program's output that are kept, from its end: enough to say what went wrong."""
_DETAIL_KEPT = 4000
"""Characters of a child's last words that an error carries."""
_OUT_OF_MEMORY = (
    b"memory allocation of",
    b"MemoryError",
    b"bad_alloc",
    b"annot allocate memory",
    b"ut of memory",
)

ENDED_FROM_OUTSIDE: tuple[int, ...] = ()
"""Exit codes of what somebody else killed, by itself or below a shell. No work of ours sends such a signal."""
ENDED_BY_ITS_CLOCK: int | None = None
if sys.platform != "win32":
    _SENT = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    ENDED_FROM_OUTSIDE = (*(-number for number in _SENT), *(128 + number for number in _SENT))
    ENDED_BY_ITS_CLOCK = -signal.SIGALRM


class IsolationError(DocgenError):
    """A child could not do its work: ``reason`` says why, ``detail`` what it said last."""

    def __init__(self, message: str, reason: Reason, detail: str = "") -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.detail = detail


def end_of(file: IO[bytes]) -> bytes:
    """Return the end of what a program wrote."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _OUTPUT_KEPT))
    return file.read()


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace")[-_DETAIL_KEPT:]


def without_answer(code: int, said: bytes, deadline: float) -> Exception:
    """Say why a child ended without an answer; never returns for what stopped it from our side."""
    if code == NO_ROOM:
        return files.no_scratch(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if code in ENDED_FROM_OUTSIDE:
        return killed()
    if code == NO_MEMORY or any(sign in said for sign in _OUT_OF_MEMORY):
        return IsolationError(_("needs more memory than it may have"), "memory", _text(said))
    if code == 1 and b"Traceback (most recent call last)" in said:
        return RuntimeError(_text(said))
    return IsolationError(_("the program broke down (exit code {code})").format(code=code), "crash", _text(said))


def late(deadline: float, said: bytes) -> IsolationError:
    """Say that a child was not finished in its time."""
    return IsolationError(_("not finished after {seconds:g} seconds").format(seconds=deadline), "time", _text(said))


def killed() -> MachineError:
    """Say that something killed a child that was none of ours."""
    return MachineError(
        _("the system, or another program, ended a part of the work; most often its memory has run out"),
        hint=_(
            "Close other programs, and run the same command again; build and archive need less memory with --jobs 1."
        ),
    )


def from_child(value: object, trace: str) -> BaseException:
    """Return what a function raised in a child, as it is to be raised here."""
    if not isinstance(value, BaseException):  # it could not be pickled: a bug, and its trace is what is needed
        return RuntimeError(trace)
    if not isinstance(value, DocgenError):
        value.add_note(trace)
    return value
