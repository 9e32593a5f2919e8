"""The public door: what ``import docgen`` offers to programs, docgen's own command line and window among them.

Each function does what a command does. Paths may be texts; results are values; what goes wrong is raised as one of the errors
of :mod:`docgen.errors`, never as a library's own. A function that writes a file named by the caller writes over nothing that
docgen did not make, unless ``force``.
"""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from docgen.making.progress import Progress, Stop

Place: TypeAlias = str | PathLike[str]
"""A place as callers name it: a text or a path."""


def path_of(place: Place | None) -> Path | None:
    """Return a place as a path; None stays None."""
    return None if place is None else Path(place)


def watched(progress: Progress | None, stop: Stop | None) -> Progress:
    """Return a progress that is told of a run, and ends it when ``stop`` says so."""
    from docgen.making.progress import Silent, Stoppable

    heard = progress or Silent()
    return heard if stop is None else Stoppable(heard, stop)
