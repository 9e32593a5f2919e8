"""What a run leaves behind for those who look later: its report for programs, its log for people, a line a paper with -v.

Times stand here and in the ledger only, so that equal input gives equal bytes.
"""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from docgen import __version__, files
from docgen.making.order import Order, Outcome, Result, State
from docgen.making.progress import Progress

_LOG_BYTES = 1 << 20
"""What the log keeps of earlier runs."""

_log = logging.getLogger(__name__)


class Timed:
    """Progress that is handed on, and how long each step took."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._steps: list[tuple[str, int, float]] = []
        self.has_told = False

    def step(self, name: str, total: int = 0) -> None:
        """Begin a step, which ends the one before."""
        self._steps.append((name, total, time.monotonic()))
        self._progress.step(name, total)

    def advance(self, count: int = 1) -> None:
        """So many papers more have gone through the step."""
        self._progress.advance(count)

    def tell(self, lines: Sequence[str]) -> None:
        """Hand on what should be read before the run goes on."""
        self.has_told = True
        self._progress.tell(lines)

    def lines(self) -> Iterator[str]:
        """Yield each step with its papers and its seconds."""
        ends = [*(begun for _name, _total, begun in self._steps[1:]), time.monotonic()]
        for (name, total, begun), end in zip(self._steps, ends, strict=True):
            yield f"{name} {total or ''} {end - begun:.2f} s".replace("  ", " ")


def report(order: Order, outcome: Outcome, timed: Timed) -> None:
    """Write ``report.json`` (the last run, for programs) and add to ``build.log`` (all runs, for people).

    The log says what the run was asked, with what it was made, how long each step took, and of each paper that was not kept as
    it was what became of it and why.
    """
    folder = f"{order.output.path.as_posix()}/"
    now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
    report = {
        "at": now,
        "engine": outcome.engine,
        "counts": outcome.counts(),
        "work": outcome.work,
        "bundle": outcome.bundle.name if outcome.bundle else "",
        "bundle_pages": outcome.bundle_pages,
        "numbers": outcome.numbers,
        "papers": [_paper(result, folder) for result in outcome.results],
        "problems": [
            {"severity": one.severity, "kind": one.kind, "rule": one.rule, "place": one.place, "message": one.message}
            for one in outcome.problems
        ],
        "missing": [{"lack": one.lack, "paper": one.paper, "group": one.group} for one in outcome.missing],
    }
    # Without indent: with it, json works in Python and takes a fifth of a run that changes nothing.
    files.write(order.output.report, json.dumps(report, ensure_ascii=False).encode())
    details = [*timed.lines(), *_details(outcome)]
    for line in details:
        _log.info(line)
    log = order.output.log
    said = "".join(f"  {line}\n" for line in (_asked(order), *details))
    line = f"{now} {json.dumps(outcome.counts())} {outcome.engine}\n{said}"
    before = log.read_bytes() if log.exists() else b""
    if len(before) > _LOG_BYTES:
        before = before[-_LOG_BYTES:].partition(b"\n")[2]
    files.write(log, before + line.encode())


def _asked(order: Order) -> str:
    """Return what a run was asked, and where it ran."""
    asked = [f"--only {kind}" for kind in order.kinds] + [f"--group {group}" for group in order.groups]
    asked += [f"--to {order.to}", f"--engine {order.engine}", *(["--force"] if order.force else [])]
    where = f"docgen {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"{where}: {' '.join(asked)}"


def _details(outcome: Outcome) -> Iterator[str]:
    for result in outcome.results:
        if result.state not in (State.UNCHANGED, State.SIGNED):
            reasons = " · ".join((*result.why, *filter(None, result.reason.split("\n"))))
            yield f"{result.state} {result.name}: {reasons}"
    for name in outcome.locked:
        yield f"locked {name}"
    for one in outcome.missing:
        yield f"missing {one.lack}: {one.paper}"


def _paper(result: Result, folder: str) -> dict[str, object]:
    return {
        "name": result.name,
        "kind": result.stem,
        "state": result.state,
        "word": result.word.as_posix().removeprefix(folder) if result.word else "",
        "pdf": result.pdf.as_posix().removeprefix(folder) if result.pdf else "",
        "pages": result.pages,
        "reason": result.reason,
        "why": list(result.why),
    }
