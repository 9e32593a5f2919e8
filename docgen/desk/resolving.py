"""Where things are: a client names a semester, a paper, an edition; it never names a path.

Whatever is served or opened lies, with all links followed, in the folder that the window was opened on.
"""

from __future__ import annotations

from pathlib import Path

from docgen.errors import DocgenError, InputError
from docgen.folder import workbook_here
from docgen.messages import _


def inside(root: Path, path: Path) -> Path:
    """Return the path with all links followed. Raise InputError where it leads out of the folder or to nothing."""
    try:
        real = path.resolve(strict=True)
    except OSError as error:
        raise InputError(
            _("{name} is not there (any more)").format(name=path.name),
            hint=_("Build, and it is made again; or look whether somebody moved it."),
        ) from error
    if not real.is_relative_to(root.resolve()):
        raise InputError(
            _("{name} leads out of the folder that this window was opened on").format(name=path.name),
            hint=_("Put the file itself there, not a link to it; or open the window on a folder that has both."),
        )
    return real


def semesters(root: Path) -> dict[str, Path]:
    """Return the workbooks of the folder and of the folders in it, by the name of the folder that each is in."""
    found: dict[str, Path] = {}
    try:
        beneath = sorted((one for one in root.iterdir() if one.is_dir() and not one.name.startswith(".")), reverse=True)
    except OSError:
        beneath = []
    for folder in (root, *beneath):
        try:
            workbook = workbook_here(folder)
            inside(root, workbook)
        except DocgenError:
            continue
        if workbook.is_file():
            found.setdefault(folder.resolve().name or "docgen", workbook)
    return found
