"""Places as callers name them: texts or paths."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TypeAlias

Place: TypeAlias = str | PathLike[str]


def path_of(place: Place | None) -> Path | None:
    """Return a place as a path; None stays None."""
    return None if place is None else Path(place)
