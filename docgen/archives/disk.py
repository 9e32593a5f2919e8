"""Folders that survive a power cut: their bytes reach the disk before a name shows them. Single files: docgen.files."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Bring a folder's entries to disk, where the system can (Windows keeps them in order by itself)."""
    with contextlib.suppress(PermissionError, IsADirectoryError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_tree(folder: Path) -> None:
    """Bring every file and folder below (and including) a folder to disk."""
    for path, _folders, files in os.walk(folder):
        for name in files:
            with (Path(path) / name).open("rb+") as file:
                os.fsync(file.fileno())
        sync_folder(Path(path))
