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
from typing import Any, TypeAlias

from docgen.errors import DamagedLedger
from docgen.messages import _

_MOST = 256 << 20
"""Bytes."""

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
    return _unpacked(packed) if packed else {}


def pack_rows(rows: Rows) -> tuple[str, bytes]:
    """Return the name of a set of rows (its hash) and the rows, compressed."""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32], zlib.compress(text.encode(), 6)


def unpack_rows(packed: bytes | None) -> Rows:
    """Return the rows that were packed, none when there are none."""
    if not packed:
        return {}
    found: Any = _unpacked(packed)
    try:
        return {sheet: [(int(number), dict(cells)) for number, cells in rows] for sheet, rows in found.items()}
    except (TypeError, ValueError) as error:
        raise _damaged() from error


def _unpacked(packed: bytes) -> dict[str, Json]:
    """Return the packed dictionary. Raise DamagedLedger for anything else, or for more than is ever packed."""
    try:
        reader = zlib.decompressobj()
        text = reader.decompress(packed, _MOST)
        found = json.loads(text) if reader.eof else None
    except (zlib.error, TypeError, ValueError, RecursionError) as error:
        raise _damaged() from error
    if not isinstance(found, dict):
        raise _damaged()
    return found


def _damaged() -> DamagedLedger:
    return DamagedLedger(
        _("the ledger is damaged: what papers were made from cannot be read"),
        hint=_("Put back a copy of it, or run docgen ledger rebuild."),
    )


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
