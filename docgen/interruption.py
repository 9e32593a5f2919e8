"""Ctrl-C, or a polite kill, while something is under way that must be ended first: it is raised afterwards.

An exception that is raised between the start of a child and the line that would end it leaves the child behind. On a busy
machine that happened at every third Ctrl-C.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

__all__ = ["Interruption", "put_off"]


class Interruption:
    """What came from outside while it was put off."""

    def __init__(self) -> None:
        self._before: dict[int, Callable[[int, FrameType | None], object]] = {}
        self._noted: list[int] = []
        self._over = False
        self._end: Callable[[], None] | None = None

    @property
    def came(self) -> bool:
        """Whether somebody asked to stop."""
        return bool(self._noted)

    def ends(self, end: Callable[[], None]) -> None:
        """Say what is to be done at once when somebody asks to stop, or has asked already."""
        self._end = end
        if self.came:
            end()

    def _begin(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            handler = signal.getsignal(number)
            if callable(handler):
                self._before[number] = handler
                signal.signal(number, self._note)

    def _finish(self) -> None:
        self._over = True
        for number, handler in self._before.items():
            signal.signal(number, handler)
        for number in self._noted[:1]:
            self._before[number](number, None)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._over:  # no longer put off, and the handler of before not yet back
            self._before[number](number, frame)
            return
        self._noted.append(number)
        if self._end is not None:
            self._end()


@contextlib.contextmanager
def put_off() -> Iterator[Interruption]:
    """Put Ctrl-C and a polite kill off until the end of the block; then let them do what they do."""
    interruption = Interruption()
    if threading.current_thread() is not threading.main_thread():
        yield interruption  # Python handles signals in the main thread only
        return
    try:
        interruption._begin()
        yield interruption
    finally:
        interruption._finish()
