"""Rows that the ledger kept, read again by a docgen whose columns may have other titles, or be others, by now.

The ledger keeps a workbook's rows by title, with the version of the titles (:data:`TITLES`). Who renames a column adds a
:class:`Renamed` and counts that version up; nothing else is needed, for what is read is read tolerantly: a title that is
known no more is passed over, a cell that is no longer allowed is left empty, a row that then says nothing is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import ValidationError

from docgen.field.column import Privacy
from docgen.field.columns import columns_of, without
from docgen.field.row import Row
from docgen.field.semester import SHEETS, Semester, SheetKind
from docgen.messages import _

TITLES = 1


@dataclass(frozen=True, slots=True)
class Renamed:
    """A column that has another title since a version of the titles."""

    since: int
    sheet: str
    old: str
    new: str


RENAMED: tuple[Renamed, ...] = ()
"""In the order they happened."""


@dataclass(frozen=True, slots=True)
class KeptSemester:
    """A semester read back; ``unread`` says, row by row, what could not be."""

    semester: Semester
    unread: tuple[str, ...]


def read_back(
    rows: Mapping[str, Sequence[tuple[int, Mapping[str, str]]]], titles: int, sheets: Sequence[SheetKind] = SHEETS
) -> KeptSemester:
    """Return the semester whose rows were kept by sheet, under the titles of a version; ``sheets`` are its activity's."""
    found: dict[str, tuple[Row, ...]] = {}
    own: dict[str, tuple[Row, ...]] = {}
    unread: list[str] = []
    for kind in sheets:
        renamed = [one for one in RENAMED if one.since > titles and one.sheet == kind.title]
        read = []
        for number, cells in rows.get(kind.title, ()):
            row = _row(kind.model, _renamed(cells, renamed), number)
            if row is None:
                unread.append(_("{sheet} row {number}").format(sheet=kind.title, number=number))
            else:
                read.append(row)
        if kind.attribute:
            found[kind.attribute] = tuple(read)
        else:
            own[kind.title] = tuple(read)
    programme = next(iter(found.pop("programme")), None)
    semester = Semester(programme=programme, own=own, **found)  # type: ignore[arg-type]  # SHEETS pairs each attribute with its model
    return KeptSemester(semester, tuple(unread))


def _renamed(cells: Mapping[str, str], renamed: Sequence[Renamed]) -> dict[str, str]:
    said = dict(cells)
    for one in renamed:
        if one.old in said:
            said.setdefault(one.new, said.pop(one.old))
    return said


def _row(model: type[Row], cells: Mapping[str, str], number: int) -> Row | None:
    """Read a row without the cells that are unknown or not allowed any more; None when it cannot do without them."""
    model, secret = _as_kept(model)
    titles = {field.alias or name for name, field in model.model_fields.items()}
    known = {title: text for title, text in cells.items() if title in titles}
    try:
        return model.model_validate_strings(known).at_row(number, secret)
    except ValidationError as error:
        broken = frozenset(str(fault["loc"][0]) for fault in error.errors() if fault["loc"])
    try:
        sound = {title: text for title, text in known.items() if title not in broken}
        return model.model_validate_strings(sound).at_row(number, broken | secret)
    except ValidationError:
        return None


@cache
def _as_kept(model: type[Row]) -> tuple[type[Row], frozenset[str]]:
    """Return the model of rows as they are kept, which have nothing in their secret columns, and the titles of these."""
    secret = frozenset(column.title for column in columns_of(model) if column.private is Privacy.SECRET)
    return without(model, secret), secret
