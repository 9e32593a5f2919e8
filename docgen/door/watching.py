"""Who watches a run, and who may stop it."""

from __future__ import annotations

from docgen.making.progress import Progress, Silent, Stop, Stoppable


def watched(progress: Progress | None, stop: Stop | None) -> Progress:
    """Return a progress that is told of a run, and ends it when ``stop`` says so."""
    heard = progress or Silent()
    return heard if stop is None else Stoppable(heard, stop)
