"""What takes its time: one run at once, in a thread of its own, with its progress for whoever looks, and an end on request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import docgen
from docgen.errors import DocgenError, OutputError, StoppedError, output_error
from docgen.messages import _

_KEPT = 20
"""Runs that can still be looked at."""


class Stage(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Step:
    """One of the ten steps: how many papers go through it, and how many have."""

    name: str
    total: int
    done: int = 0


class Run:
    """One run: what it does for which semester, how far it is, what came of it.

    It is the Progress of what it runs; ``halt`` stops that.
    """

    def __init__(
        self, number: int, kind: str, semester: str, asked: Mapping[str, str | bool], told: Callable[[], None]
    ) -> None:
        self.number, self.kind, self.semester, self.asked = number, kind, semester, asked
        self.stage = Stage.RUNNING
        self.steps: list[Step] = []
        self.lines: list[str] = []
        self.result: object = None
        self.error: DocgenError | None = None
        self.halt = docgen.Stop()
        self._told = told

    @property
    def is_over(self) -> bool:
        """Whether it has ended, however."""
        return self.stage not in (Stage.RUNNING, Stage.STOPPING)

    def stop(self) -> None:
        """End it; what is finished stays whole."""
        if self.stage is Stage.RUNNING:
            self.stage = Stage.STOPPING
            self._told()
            self.halt.now()

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step."""
        self.steps.append(Step(name, total))
        self._told()

    def advance(self, count: int = 1) -> None:
        """So many papers more are through."""
        if self.steps:
            self.steps[-1].done += count
            self._told()

    def tell(self, lines: Sequence[str]) -> None:
        """Keep what should be read."""
        self.lines.extend(lines)
        self._told()

    def carry_out(self, work: Work) -> None:
        """Do it; whatever happens is kept."""
        try:
            self.result = work(self)
            self.stage = Stage.DONE
        except StoppedError:
            self.stage = Stage.STOPPED
        except DocgenError as error:
            self.error, self.stage = error, Stage.FAILED
        except OSError as error:
            self.error, self.stage = output_error(error), Stage.FAILED
        except BaseException:
            self.error, self.stage = DocgenError(_("docgen stopped at a fault of its own")), Stage.FAILED
            raise
        finally:
            self._told()

    def as_json(self) -> dict[str, object]:
        """Return how far it is, for the page."""
        steps = [[one.name, one.done, one.total] for one in self.steps]
        return {"run": self.number, "stage": self.stage, "steps": steps}


Work: TypeAlias = Callable[[Run], object]
"""What a run does; it is given the run itself."""


class Runs:
    """All runs of this window; one at a time."""

    def __init__(self, told: Callable[[], None]) -> None:
        self._told = told
        self._kept: dict[int, Run] = {}
        self._lock = threading.Lock()
        self._number = 0

    def begin(self, kind: str, semester: str, work: Work, asked: Mapping[str, str | bool]) -> Run:
        """Begin a run. Raise OutputError while another is under way."""
        with self._lock:
            if self.under_way is not None:
                raise OutputError(
                    _("something is being made already"), hint=_("Wait until it has finished, or stop it.")
                )
            self._number += 1
            run = self._kept[self._number] = Run(self._number, kind, semester, asked, self._told)
            for old in list(self._kept)[:-_KEPT]:
                del self._kept[old]
        threading.Thread(target=run.carry_out, args=(work,), name=f"docgen-run-{run.number}", daemon=True).start()
        return run

    @property
    def under_way(self) -> Run | None:
        """The run that has not ended yet."""
        return next((run for run in self._kept.values() if not run.is_over), None)

    def get(self, number: int) -> Run | None:
        """Return a run by its number."""
        return self._kept.get(number)
