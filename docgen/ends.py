"""What the end of a child means: who is to be told of it, and in which words (see :mod:`docgen.isolate`)."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import IO, Literal

from docgen import files
from docgen.errors import DocgenError, MachineError
from docgen.isolated import NO_MEMORY, NO_ROOM
from docgen.messages import _

__all__ = [
    *("ENDED_BY_ITS_CLOCK", "ENDED_FROM_OUTSIDE", "IsolationError", "Reason"),
    *("end_of", "from_child", "killed", "late", "without_answer"),
]

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
