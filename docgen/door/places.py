"""Places as callers name them: texts or paths."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import TypeAlias

Place: TypeAlias = str | PathLike[str]


def path_of(place: Place | None) -> Path | None:
    """Return a place as a path; None stays None."""
    return None if place is None else Path(place)


def only_paired(workbook: Path) -> None:
    """Raise InputError where a workbook is of another activity than the one built in, for what only that has so far."""
    from docgen import activities
    from docgen.folder import Folder

    at = Folder(workbook)
    if name := at.settings.activity:
        activities.refuse_described(at.home, name)
