"""Reads the text tables and TOML files of ``data/``, and the short dates in them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"
YEAR = 2009


def lines(name: str) -> list[str]:
    """Return the lines of a text table that are neither blank nor comments."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def table(name: str) -> list[list[str]]:
    """Return the rows of a text table, cells separated by ``|``."""
    return [cells(line) for line in lines(name)]


def cells(line: str) -> list[str]:
    """Split one row at ``|``."""
    return [cell.strip() for cell in line.split("|")]


def document(name: str) -> dict[str, Any]:
    """Return a TOML file as plain values."""
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


def day(text: str) -> date | None:
    """Read ``03-16`` (of the sample's year) or a full ISO date; None for an empty cell."""
    if not text:
        return None
    return date.fromisoformat(text if len(text) > 5 else f"{YEAR}-{text}")


def must_day(text: str) -> date:
    """Read a date that has to be there."""
    found = day(text)
    if found is None:
        raise ValueError("empty date")
    return found


def pairs(items: list[str]) -> list[tuple[str, str]]:
    """Split ``a=b`` items."""
    return [(left, right) for left, _, right in (item.partition("=") for item in items)]
