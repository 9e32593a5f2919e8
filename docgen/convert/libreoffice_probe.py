"""Is LibreOffice on this machine, where, and which version? Knows nothing about converting."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import files
from docgen.isolate import IsolationError, run_command

if TYPE_CHECKING:
    from collections.abc import Iterator


_USUAL_PLACES = {
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
}
_LINUX_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)


@dataclass(frozen=True, slots=True)
class Probe:
    """A LibreOffice that was found: the program and its version, such as ``7.4.7.2``."""

    program: Path
    version: str


def probe() -> Probe | None:
    """Look for LibreOffice: ``DOCGEN_SOFFICE``, then PATH, then the usual places; None when there is none.

    A program that ``DOCGEN_SOFFICE`` names and that is not there is not replaced by another one.
    """
    return next((found for program in _candidates() if (found := _asked(program))), None)


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("DOCGEN_SOFFICE")
    if chosen:
        yield Path(chosen)
        return
    for name in ("soffice.com", "soffice", "libreoffice") if sys.platform == "win32" else ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            yield Path(found)
    yield from map(Path, _USUAL_PLACES.get(sys.platform, _LINUX_PLACES))


@cache
def _asked(program: Path) -> Probe | None:
    if not program.is_file():
        return None
    with files.scratch() as folder:
        try:
            answer = run_command([program, profile_option(folder), "--version"], deadline=30)
        except (OSError, IsolationError):
            return None
    words = answer.stdout.decode("utf-8", "replace").split()
    # "LibreOffice 7.4.7.2 40(Build:2)"; vendors put words of their own before the number.
    numbers = [word for word in words if word[:1].isdigit() and "." in word]
    return Probe(program, numbers[0]) if answer.returncode == 0 and numbers else None


def profile_option(profile: Path) -> str:
    """Return the option that makes LibreOffice use this folder instead of the user's own profile."""
    return f"-env:UserInstallation={profile.resolve().as_uri()}"
