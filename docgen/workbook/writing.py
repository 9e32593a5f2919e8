"""Workbooks out: a 台账.xlsx that holds a semester, and a blank one for a new term.

Both have the same sheets, laid out by ``layout``. Written whole beside the target and moved into place last; the same
rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from docgen import files
from docgen.activity import Activity
from docgen.field import SHEETS, Row, Semester, SheetKind
from docgen.field.column import Column, Role
from docgen.field.columns import columns_of, directories, names_of
from docgen.workbook.layout import NAME, Entries, Entry, lay_out

Labels: TypeAlias = Mapping[str, Mapping[str, str]]
"""How cells name the rows of other sheets, by sheet and number."""


def write(path: Path, semester: Semester) -> None:
    """Write a semester as a clerk would have it, people and groups named as drop-downs offer them; raise OutputError.

    The same semester gives the same bytes.
    """
    labels = labels_of(semester)
    rows = {kind.title: [entries_of(row, labels) for row in semester.rows(kind)] for kind in SHEETS}
    files.write(path, lay_out(rows, examples=False))


def write_rows(path: Path, activity: Activity, rows: Mapping[str, Sequence[Entries]]) -> None:
    """Write a 台账.xlsx of an activity with these rows, by sheet and title, examples in empty sheets; raise OutputError."""
    files.write(path, lay_out(rows, examples=True, sheets=activity.sheets))


def labels_of(semester: Semester, sheets: tuple[SheetKind, ...] = SHEETS) -> Labels:
    """Return how cells name people: by number and name, as drop-downs offer them; other rows are named by number."""
    people = {title for title, (_number, name) in directories(sheets).items() if name == NAME}
    return {
        title: {number: f"{number} {name}".strip() for number, name in names.items()}
        for title, names in names_of(semester, sheets).items()
        if title in people
    }


def entries_of(row: Row, labels: Labels) -> dict[str, Entry]:
    """Return a row's cells by column title, as a clerk would have typed them; empty ones left out."""
    found: dict[str, Entry] = {}
    for column in columns_of(type(row)):
        value: object = getattr(row, column.attribute)
        if value in (None, "", ()):
            continue
        found[column.title] = _entry(value, column, labels)
    return found


def _entry(value: object, column: Column, labels: Labels) -> Entry:
    if isinstance(value, tuple):
        return "、".join(str(_entry(item, column, labels)) for item in value)
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal):
        # A number is easier for a clerk; text where a cell's 15 digits would not hold it.
        return float(value) if Decimal(repr(float(value))) == value else format(value, "f")
    text = str(value)
    return labels.get(column.sheet, {}).get(text, text) if column.role is Role.REFERENCE else text
