"""The per-user cache: faces for both engines, templates of workers, and what docgen wrote where a user told it to."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from docgen.errors import OutputError, output_error
from docgen.messages import _


def folder() -> Path:
    """Return the per-user cache folder: ``DOCGEN_CACHE``, or where this system keeps caches."""
    if chosen := os.environ.get("DOCGEN_CACHE"):
        return Path(chosen)
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library/Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return _homeless()
    return base / "docgen"


def _homeless() -> Path:
    """Return a cache for a user without a home, such as a service: a folder of his own among the temporary ones."""
    if sys.platform == "win32":
        return Path(tempfile.gettempdir()) / "docgen"
    place = Path(tempfile.gettempdir()) / f"docgen-{os.getuid()}"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        if place.stat().st_uid != os.getuid():  # somebody else's fonts are not taken
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))
    except OSError as error:
        raise unusable(error, place) from error
    return place


def unusable(error: OSError, place: Path) -> OutputError:
    """Say that the cache cannot be written, and how to give docgen another."""
    why = output_error(error, place)
    return OutputError(
        _("{reason}; docgen keeps the fonts it draws with there").format(reason=why.message),
        hint=_(
            "Free some space there, or set DOCGEN_CACHE to a folder that you may write in, and run the same command again."
        ),
    )
