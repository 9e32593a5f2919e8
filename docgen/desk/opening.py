"""Opens a file or folder with the program that the user's system has for it; a program is never opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from docgen.desk import places
from docgen.errors import InputError, MissingDependencyError
from docgen.messages import _

_ENDINGS = frozenset((".xlsx", ".docx", ".pdf", ".xls", ".ods", ".html"))
"""What people write, and an archive's index page: it is opened as a file, for nothing that lies in the folder may speak with
the window's own voice."""


def open_with_its_program(root: Path, path: Path) -> None:
    """Open a document or a folder of the window's folder. Raise InputError, MissingDependencyError."""
    real = places.inside(root, path)
    if not real.is_dir() and real.suffix.lower() not in _ENDINGS:
        raise InputError(_("{name} is no document").format(name=real.name))
    try:
        if sys.platform == "win32":
            os.startfile(real)
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            quiet = subprocess.DEVNULL
            subprocess.Popen(
                [program, str(real)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, close_fds=True
            )
    except OSError as error:
        raise MissingDependencyError(
            _("this machine has no program to open {name} with").format(name=real.name),
            hint=_("Open it in its folder: {folder}").format(folder=real.parent),
        ) from error
