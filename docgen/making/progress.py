"""How far a run is, for whoever watches it, and how it is asked to stop."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Protocol

from docgen import isolate
from docgen.errors import StoppedError
from docgen.messages import _

STEPS = ("read", "check", "number", "compose", "fill", "convert", "gate", "bundle", "seal", "record")
"""The ten steps; the same words are the log lines, the sections of docs/how-it-works.md and, where a step fills one, modules."""


class Progress(Protocol):
    """Who is told how far a run is: a bar on a terminal, plain lines elsewhere, nothing in a test."""

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step of :data:`STEPS`; ``total`` papers go through it."""

    def advance(self, count: int = 1) -> None:
        """So many papers more have gone through the step."""

    def tell(self, lines: Sequence[str]) -> None:
        """Say what should be read before the run goes on."""


class Silent:
    """A Progress that says nothing."""

    def step(self, name: str, total: int = 0) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def tell(self, lines: Sequence[str]) -> None:
        """Say nothing."""


class Stop:
    """Stops a run from another thread: the run raises StoppedError, and what it has finished is whole.

    One Stop is for one run. Children at work are ended at once, those of other runs in this process, too.
    """

    def __init__(self) -> None:
        self._asked = threading.Event()

    def now(self) -> None:
        """Ask the run to stop; it may not have begun yet."""
        self._asked.set()
        isolate.stop_all()

    def check(self) -> None:
        """Raise StoppedError when the run was asked to stop."""
        if self._asked.is_set():
            raise StoppedError(_("stopped by the user"))


class Stoppable:
    """A Progress that is handed on, and that ends the run when it was asked to stop."""

    def __init__(self, progress: Progress, stop: Stop) -> None:
        self._progress, self._stop = progress, stop

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step, unless the run is to stop."""
        self._stop.check()
        self._progress.step(name, total)

    def advance(self, count: int = 1) -> None:
        """Hand on how many papers have gone through the step, unless the run is to stop."""
        self._stop.check()
        self._progress.advance(count)

    def tell(self, lines: Sequence[str]) -> None:
        """Hand on what should be read, unless the run is to stop."""
        self._stop.check()
        self._progress.tell(lines)
