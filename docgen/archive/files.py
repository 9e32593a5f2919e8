"""Writing that survives a power cut: bytes reach the disk before a name shows them."""

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


def write(path: Path, data: bytes) -> None:
    """Write a small file whole: aside, to disk, into place."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    sync_folder(path.parent)
