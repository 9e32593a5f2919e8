"""Piles of scans read page by page, in children with bounds: which codes are on each."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from docgen import files
from docgen.codes import finding
from docgen.codes.finding import SeenPage
from docgen.errors import DocgenError, InputError
from docgen.making import batches
from docgen.making.progress import Progress, Silent
from docgen.messages import _

_TOGETHER = 4
"""Pages of a PDF that are one task."""


@dataclass(frozen=True, slots=True)
class _Task:
    path: Path
    pages: range


def look(paths: Sequence[Path], executor: Executor, progress: Progress) -> dict[Path, list[SeenPage] | DocgenError]:
    """Return the pages of each file, or why it cannot be opened; a page that cannot be drawn has no code."""
    counted = dict(zip(paths, batches.each(executor, _counts, list(paths), Silent()), strict=True))
    tasks = [
        _Task(path, range(start, min(start + _TOGETHER, count)))
        for path, count in counted.items()
        if not isinstance(count, DocgenError)
        for start in range(0, count, _TOGETHER)
    ]
    found: dict[Path, list[SeenPage] | DocgenError] = {
        path: count if isinstance(count, DocgenError) else [] for path, count in counted.items()
    }
    progress.step("sort", len(tasks))
    for task, sheets in zip(tasks, batches.each(executor, _sheets, tasks, progress), strict=True):
        into = found[task.path]
        if isinstance(into, list):
            into += [SeenPage()] * len(task.pages) if isinstance(sheets, DocgenError) else sheets
    return found


def as_pdf(path: Path, folder: Path) -> Path:
    """Return a scan as a PDF: itself, or what the archive makes of a picture, in ``folder``. Raise InputError."""
    if path.suffix.lower() == ".pdf":
        return path
    from docgen import archives

    with tempfile.TemporaryDirectory(dir=folder) as aside:
        made = Path(aside) / "scan.pdf"
        archives.take_in(path, made)
        target = folder / f"{files.sha256(made)}.pdf"
        files.move(made, target)
    return target


def _counts(paths: Sequence[Path]) -> list[int | DocgenError]:
    found: list[int | DocgenError] = []
    for path in paths:
        try:
            found.append(finding.count(path) if path.suffix.lower() in finding.ENDINGS else _other(path)[0])
        except finding.UnreadableScanError:
            found.append(_unreadable(path))
        except InputError as error:
            found.append(error)
    return found


def _sheets(tasks: Sequence[_Task]) -> list[list[SeenPage] | DocgenError]:
    found: list[list[SeenPage] | DocgenError] = []
    for task in tasks:
        try:
            if task.path.suffix.lower() in finding.ENDINGS:
                found.append(finding.read(task.path, task.pages))
            else:
                found.append(_other(task.path)[1][task.pages.start : task.pages.stop])
        except finding.UnreadableScanError:
            found.append(_unreadable(task.path))
        except InputError as error:
            found.append(error)
    return found


def _other(path: Path) -> tuple[int, list[SeenPage]]:
    """Read what only the archive knows how to open, such as a TIFF of several pages."""
    with files.scratch() as folder:
        sheets = finding.read(as_pdf(path, folder))
        return len(sheets), sheets


def _unreadable(path: Path) -> InputError:
    return InputError(
        _("{file}: cannot be opened").format(file=path.name),
        hint=_("Scan it again, or save it anew without a password, and put it in its place."),
    )
