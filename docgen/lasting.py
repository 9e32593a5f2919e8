"""A child that answers one request after the other, so that it starts and imports once.

What it is asked and what becomes of it is the business of :mod:`docgen.isolate`; its own side is that of every child
(:mod:`docgen.isolated`). Requests and answers go through pipes, read and written by a thread of its own: a child that hangs
holds up that thread and not who waits with a deadline.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import threading
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, cast

from docgen import files
from docgen.ends import end_of
from docgen.group import ProcessGroup

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Answer", "LastingChild"]

Answer = tuple[bool, object, str]
"""Whether the function returned, what it returned or raised, the trace of that."""
_TURNS = 40
"""Requests after which a child goes: whatever its libraries do not give back, it is bounded."""


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
