"""Models of the rows of an activity's sheets, made from its file, with the same :class:`Column` as those written in Python.

Of what they hold, the next semester takes over the rows of sheets that last and the lines of 学期 that may stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, cast

from pydantic import BeforeValidator, Field, create_model

from docgen.described.declared import ColumnSaid, Declared, SheetSaid
from docgen.field import Change, Person, Programme, Reference, Row, Semester, SheetKind
from docgen.field.carried import Carried, Question
from docgen.field.column import KEY, OPEN, Column, Filled, Privacy, Role
from docgen.field.columns import columns_of
from docgen.field.lists import words
from docgen.field.row import Amount, Count, Text
from docgen.messages import _

LINES = Programme.SHEET
YES, NO = "是", "否"
_OF_EVERY = frozenset(
    (
        *("school", "department", "general_branch", "term_name", "activity", "begins_on", "ends_on", "secretary"),
        *("fonds", "fonds_name", "archive_class", "retention", "addressee", "archivist", "inspector", "reported_on"),
    )
)
"""Lines of 学期 that every activity has, by attribute; the others are of the one built in alone."""
_OF_A_CHANGE = {
    "matter": "更正一栏",
    "before": "原来的值",
    "after": "现在的值",
    "reason": "填写有误",
    "approved_by": "负责人",
}
"""Grey examples on the sheet 变更, by attribute: those in Python are of goals and groups."""
_ROLES = {"id": Role.PERSON_NUMBER, "code": Role.CODE, "name": Role.NAME, "phone": Role.PHONE}
_USUAL = {one.title: one.synonyms for one in columns_of(Person) if one.synonyms}
"""What rosters call columns, where the file does not say it; references and numbers of papers are taken from none."""
_PRIVACY = {
    "no": Privacy.NO,
    "public": Privacy.IN_PUBLIC,
    "outside": Privacy.OUTSIDE,
    "secret": Privacy.SECRET,
}


def line_titles() -> tuple[str, ...]:
    """Return the lines that the sheet 学期 has in every activity."""
    return tuple(one.title for one in columns_of(Programme) if one.attribute in _OF_EVERY)


def sheets(declared: Declared) -> tuple[SheetKind, ...]:
    """Return the sheets of an activity: 学期 first, the others as the file has them."""
    lines = declared.sheet.get(LINES, SheetSaid())
    found = [SheetKind(LINES, _lines(lines, declared), "programme", core=True)]
    referred = {one.to for said in declared.sheet.values() for one in said.columns.values()} | {declared.activity.unit}
    for title, said in declared.sheet.items():
        if title not in (LINES, Change.SHEET):
            on_form = title in on_forms(declared)
            model = row_model(title, said, declared)
            found.append(SheetKind(title, model, core=said.core, once=_once(said, title in referred), on_form=on_form))
    return (*found, SheetKind(Change.SHEET, _changes(declared), "changes"))


def on_forms(declared: Declared) -> frozenset[str]:
    """Return the sheets of which units fill something in; with them the units' own, which says whose a form is."""
    found = {title for title, said in declared.sheet.items() if _is_theirs(said)}
    return frozenset(found | {declared.activity.unit} if found else ())


def _is_theirs(said: SheetSaid) -> bool:
    return any(one.filled == "unit" for one in said.columns.values())


def _changes(declared: Declared) -> type[Row]:
    """Return the model of the sheet that every activity has for what changed after signing: it names the unit."""
    unit = declared.activity.unit
    title = declared.sheet[unit].key[0]
    number: Any = Annotated[Text, Reference(unit), KEY]
    example = declared.sheet[unit].columns[title].example
    said = Field(alias=title, min_length=1, description=unit, examples=[example] if example else None)
    made: type[Row] = create_model("DescribedChange", __base__=Change, group=(number, said))
    for name, example in _OF_A_CHANGE.items():
        made.model_fields[name].examples = [example]
    return made


def _once(said: SheetSaid, is_referred: bool) -> tuple[tuple[str, ...], ...]:
    """Return what stands in one row only: what the file says, and the number by which others refer to a row."""
    by_number = said.key[:1] if said.single or is_referred else ()
    return tuple(dict.fromkeys(columns for columns in (by_number, said.once) if columns))


def row_model(title: str, said: SheetSaid, declared: Declared) -> type[Row]:
    """Return the model of a sheet's rows."""
    made: type[Row] = create_model("DescribedRow", __base__=Row, **_fields(said, declared))
    made.SHEET = title
    return made


def _lines(said: SheetSaid, declared: Declared) -> type[Programme]:
    # A class variable in the place of a field is none of the model's: there is no such line.
    others = {name: one.get_default() for name, one in Programme.model_fields.items() if name not in _OF_EVERY}
    gone = {name: ClassVar[Any] for name in others}
    namespace = {"__annotations__": gone, "__module__": __name__, **others}
    base = cast("type[Programme]", type(Programme)("DescribedLines", (Programme,), namespace))  # type: ignore[misc]
    return cast("type[Programme]", create_model("DescribedProgramme", __base__=base, **_fields(said, declared)))


def _fields(said: SheetSaid, declared: Declared) -> dict[str, Any]:
    return {
        f"column{number}": _field(title, one, _column(title, one, said), declared)
        for number, (title, one) in enumerate(said.columns.items(), start=1)
    }


def _column(title: str, one: ColumnSaid, sheet: SheetSaid) -> Column:
    return replace(
        OPEN,
        key=title in sheet.key,
        apart=title in sheet.once and title not in sheet.key,
        filled=Filled.BY_ANYONE if one.filled == "unit" or title in (*sheet.key, *sheet.once) else Filled.BY_CLERK,
        private=_PRIVACY[one.private],
        afterwards=one.afterwards,
        watched=one.watched or one.type == "name",
        role=_ROLES.get(one.type, Role.TEXT),
        called=title == sheet.name,
        long=one.type == "long",
        synonyms="" if one.to or one.type == "code" else one.synonyms or _USUAL.get(title, title),
    )


def _field(title: str, one: ColumnSaid, column: Column, declared: Declared) -> tuple[Any, Any]:
    kind, empty = _type(one, declared.words)
    is_required = one.required or column.key
    said: dict[str, Any] = {
        "alias": title,
        "description": one.note or title,
        "examples": [one.example] if one.example else None,
    }
    if is_required and empty in ("", ()):
        said["min_length"] = 1
    if not is_required and empty is None:
        kind = kind | None
    return Annotated[kind, column], Field(... if is_required else empty, **said)


def _type(one: ColumnSaid, lists: Mapping[str, tuple[str, ...]]) -> tuple[Any, Any]:
    """Return the type of a column's cells and what an empty one is."""
    if one.to:
        single = Annotated[Text, Reference(one.to)]
        return (Annotated[tuple[single, ...], BeforeValidator(_split)], ()) if one.many else (single, "")
    allowed = one.words or lists.get(one.list, ()) or ((YES, NO) if one.type == "yes" else ())
    if allowed:
        return StrEnum("Choice", [(f"word{number}", word) for number, word in enumerate(allowed)]), None
    match one.type:
        case "date":
            return date, None
        case "count":
            return Count, None
        case "number":
            return Amount, None
        case _:
            return Text, ""


def _split(value: object) -> object:
    return words(value) if isinstance(value, str) else value


def carry(declared: Declared, sheets: tuple[SheetKind, ...], old: Semester) -> Carried:
    """Take a semester over: no line that is a day, no row with a cell that was refused."""
    lines = {name: text for name, (_title, text) in _kept_lines(sheets[0], old.programme).items()}
    lasting = {title for title, said in declared.sheet.items() if said.lasts or title == declared.activity.unit}
    rows = {title: tuple(row for row in old.own.get(title, ()) if not row.broken) for title in lasting}
    return Carried(lines, Semester(own=rows), tuple(_questions(declared, sheets[0], old.programme)))


def _kept_lines(kind: SheetKind, programme: Programme | None) -> dict[str, tuple[str, str]]:
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
    for title, text in _kept_lines(kind, programme).values():
        if title in own:
            yield Question("line", title, text, _("is it the same in the new semester?"))
