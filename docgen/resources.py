"""Finds what ships with docgen: templates, schemas, samples; in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / "_data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def templates() -> Path:
    """Return the folder of the official templates."""
    return _folder("templates")


def activities() -> Path:
    """Return the folder of the activities that ship as files, one folder each."""
    return _folder("activities")


def schemas() -> Path:
    """Return the folder of the exported JSON Schemas."""
    return _folder("schemas")


def samples() -> Path:
    """Return the folder of the sample semester."""
    return _folder("samples")


def look() -> Path:
    """Return the style that an archive's pages and the window's share."""
    return _PACKAGE / "archives" / "page" / "index.css"
