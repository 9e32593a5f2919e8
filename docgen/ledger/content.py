"""What papers are made from, packed small: a paper's data, and the rows of a workbook behind it.

Kept so that a later run can say which cell changed, a search can find a paper by what it says, and a signed paper stays
known even when its group has gone. JSON, compressed; the same values give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
"""Data as JSON has it; dates as YYYY-MM-DD."""

Rows: TypeAlias = "dict[str, list[tuple[int, dict[str, str]]]]"
"""By sheet: each row's number and its filled cells by column title, as text."""


def as_json(data: Mapping[str, object]) -> str:
    """Return a paper's data as one line of JSON, in the order of its model."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=_day)


def from_json(text: str) -> dict[str, Json]:
    """Return the data that :func:`as_json` wrote."""
    found: dict[str, Json] = json.loads(text)
    return found


def pack(text: str) -> bytes:
    """Compress a text."""
    return zlib.compress(text.encode(), 9)


def unpack(packed: bytes | None) -> dict[str, Json]:
    """Return the data that was packed, nothing when none was."""
    if not packed:
        return {}
    found: dict[str, Json] = json.loads(zlib.decompress(packed))
    return found


def pack_rows(rows: Rows) -> tuple[str, bytes]:
    """Return the name of a set of rows (its hash) and the rows, compressed."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32], zlib.compress(text.encode(), 6)


def unpack_rows(packed: bytes | None) -> Rows:
    """Return the rows that were packed, none when there are none."""
    if not packed:
        return {}
    raw = json.loads(zlib.decompress(packed))
    return {sheet: [(int(number), dict(cells)) for number, cells in rows] for sheet, rows in raw.items()}


def texts(value: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    """Yield every text in a paper's data with the title it stands under."""
    yield from _texts("", value)


def _texts(title: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield title, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(str(key), inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(title, inner)


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
