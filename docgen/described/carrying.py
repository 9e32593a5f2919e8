"""What the next semester of an activity takes over: lines of 学期 that stay, and the rows of sheets that last."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.described.declared import Declared
from docgen.field import Programme, Semester, SheetKind
from docgen.field.carried import Carried, Question
from docgen.field.column import Role
from docgen.field.columns import columns_of
from docgen.messages import _


def carry(declared: Declared, sheets: tuple[SheetKind, ...], old: Semester) -> Carried:
    """Take a semester over: no line that is a day, no row with a cell that was refused."""
    lines = {name: text for name, (_title, text) in _lines(sheets[0], old.programme).items()}
    lasting = {title for title, said in declared.sheet.items() if said.lasts or title == declared.activity.unit}
    rows = {title: tuple(row for row in old.own.get(title, ()) if not row.broken) for title in lasting}
    return Carried(lines, Semester(own=rows), tuple(_questions(declared, sheets[0], old.programme)))


def _lines(kind: SheetKind, programme: Programme | None) -> dict[str, tuple[str, str]]:
    """Return lines that may be the same next time, by attribute: title and text."""
    found = {}
    for column in columns_of(kind.model) if programme is not None else ():
        value = getattr(programme, column.attribute)
        if column.attribute != "term_name" and column.role is not Role.DATE and value not in (None, "", ()):
            text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
            found[column.attribute] = column.title, text
    return found


def _questions(declared: Declared, kind: SheetKind, programme: Programme | None) -> Iterator[Question]:
    if programme is None:
        yield Question("term", "学期", "", _("the old sheet could not be read: fill it in"))
        return
    days = [column.title for column in columns_of(kind.model) if column.role is Role.DATE and column.required]
    yield Question("term", "学期", "", _("fill in {lines} of the new semester").format(lines="、".join(days)))
    own = declared.sheet[kind.title].columns if kind.title in declared.sheet else {}
    for title, text in _lines(kind, programme).values():
        if title in own:
            yield Question("line", title, text, _("is it the same in the new semester?"))
