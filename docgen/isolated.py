"""The child's side of :mod:`docgen.isolate`: read a request, bound oneself, call, answer.

It imports next to nothing itself: what a child costs is the interpreter and what its function's module needs. Not even
pickle at once, for the command line, too, asks this module at every start whether it is a child.
"""

from __future__ import annotations

import errno
import os
import sys

_PARENT_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of prctl(2)."""

_GRACE = 5
"""Seconds after its deadline at which an orphaned child ends itself."""
CHILD = "--docgen-child"
"""The one word on the command line of a frozen program that is to be a child."""
NEW_VALUES = 50_000
"""After so many the garbage collector looks, here and in the process of a command: what is made mostly stays to the end."""
NO_MEMORY, NO_ROOM = 71, 72
"""Exit codes: the function wanted more memory than it may have; the answer did not fit in the temporary folder."""


def begin() -> None:
    """Be the child of a frozen program, which has no ``-c`` to be told how."""
    import pickle

    sys.path[:] = pickle.load(sys.stdin.buffer)
    serve()


def serve() -> None:
    """Answer the requests on stdin, on stdout, and leave at once when there are no more: exit code 0.

    Most children get one request, in a file; one that lasts gets them through a pipe.
    """
    import gc
    import pickle

    gc.set_threshold(NEW_VALUES)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what functions print must not get between the bytes of the answers
    is_bound = False
    while (asked := _asked()) is not None:
        language, deadline, memory, parent = asked
        if not is_bound:
            _bound(memory, parent)
            is_bound = True
        _wake(deadline)
        try:
            from docgen.messages import set_language

            set_language(language)
            function, args = pickle.load(sys.stdin.buffer)
            outcome = _pickled(True, function(*args), "")
        except MemoryError:
            os._exit(NO_MEMORY)
        except SystemExit:
            os._exit(1)  # not a way to answer, and its code may be 0
        except Exception as error:  # whatever it is, it belongs to the caller
            outcome = _raised(error)
        try:
            answers.write(outcome)
            answers.flush()
        except OSError as error:
            os._exit(NO_ROOM if error.errno in (errno.ENOSPC, errno.EDQUOT) else 1)
        _wake(None)
        del function, args, outcome
    # Libraries with threads of their own may hang or crash in their farewells; the answer is safe by now.
    sys.stderr.flush()
    os._exit(0)


def _asked() -> tuple[str, float, int | None, int] | None:
    """Return on what terms the next request is to be answered; None when there is none."""
    import pickle

    try:
        terms: tuple[str, float, int | None, int] = pickle.load(sys.stdin.buffer)
    except EOFError:
        return None
    return terms


def _pickled(returned: bool, value: object, trace: str) -> bytes:
    import pickle

    return pickle.dumps((returned, value, trace), protocol=pickle.HIGHEST_PROTOCOL)


def _raised(error: Exception) -> bytes:
    import pickle
    import traceback

    trace = "".join(traceback.format_exception(error))
    try:
        whole = _pickled(False, error, trace)
        pickle.loads(whole)  # an exception may pickle and yet not come back: its constructor asks for more
    except (pickle.PicklingError, TypeError, AttributeError, ValueError):
        return _pickled(False, None, trace)
    return whole


def _wake(deadline: float | None) -> None:
    """Let this child end itself some time after its deadline: should the parent be killed, nobody else would."""
    if sys.platform == "win32":
        return
    import math
    import signal

    signal.alarm(0 if deadline is None else math.ceil(deadline) + _GRACE)


def _bound(memory: int | None, parent: int) -> None:
    if sys.platform == "win32":
        return
    import contextlib
    import resource

    if sys.platform == "linux":
        _die_with(parent)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory is not None:
        with contextlib.suppress(ValueError, OSError):  # macOS refuses
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _die_with(parent: int) -> None:
    """Ask Linux to end this child when the thread that started it is gone: the next run finds nobody in its way."""
    if sys.platform == "win32":
        return
    import ctypes
    import signal

    with_signal = ctypes.CDLL(None, use_errno=True).prctl
    with_signal(_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it went before we asked
        os._exit(1)
