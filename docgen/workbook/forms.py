"""The fill-in workbook of one unit, a group or a person: its own rows of the 台账, with the same drop-downs and notes.

Nobody else's rows are in it, and of people it holds number and name only, and only of those its rows name (PIPL art. 6, least
scope). Columns that the clerk or an office fills in are left out. A hidden sheet keeps the rows as they were sent, so that
merging can tell what the unit changed from what the clerk changed meanwhile.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from docgen.activity import Activity
from docgen.errors import InputError
from docgen.field import Row, Semester, SheetKind, Unit
from docgen.field.column import Column, Filled, Role
from docgen.field.columns import by_title, columns_of, directories, keys_of, names_of, numbers_in, without
from docgen.messages import _
from docgen.workbook.layout import GUIDE, CellFormats, begun, write_page, write_table
from docgen.workbook.picks import PICKS, Pick, write_picks
from docgen.workbook.writing import entries_of, labels_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

BASE = "底稿"
"""The hidden sheet: sheet title and row as JSON, as they were when the form was written."""
_SPARE_ROWS = 20
_CELL = 16_000
"""Characters; a cell holds 32,767 UTF-16 units."""


@dataclass(frozen=True)
class FormPlan:
    """What the forms of an activity have. Raise InputError where its units fill nothing in."""

    activity: Activity

    def __post_init__(self) -> None:
        if not self.kinds:
            raise InputError(
                _("the activity {name} has no column that others than the clerk fill in").format(
                    name=self.activity.name
                ),
                hint=_('Say filled = "unit" of such columns in activity.toml.'),
            )

    @cached_property
    def kinds(self) -> tuple[SheetKind, ...]:
        """The sheets, with models that ask for no column which the form has not."""
        return tuple(
            replace(kind, model=without(kind.model, frozenset(c.title for c in _not_theirs(kind) if c.required)))
            for kind in self.activity.sheets
            if kind.on_form
        )

    @cached_property
    def columns(self) -> dict[str, tuple[str, ...]]:
        """The columns of a form, by sheet."""
        return {
            kind.title: tuple(c.title for c in columns_of(kind.model) if c.filled is Filled.BY_ANYONE)
            for kind in self.kinds
        }

    @cached_property
    def whose(self) -> dict[str, str]:
        """The column of each sheet that says whose a row is; a sheet without one goes by whom its rows name."""
        found = {}
        for kind in self.kinds:
            naming = [c for c in columns_of(kind.model) if c.sheet == self.unit and not c.many]
            says = next((c for c in naming if c.key), naming[0] if naming else None)
            if kind.title == self.unit:
                found[kind.title] = keys_of(kind.model)[0]
            elif says is not None:
                found[kind.title] = says.title
        return found

    @cached_property
    def directories(self) -> dict[str, tuple[str, str]]:
        """The sheets that a form's rows refer to and that are not on it, with the titles of number and name."""
        known = directories(self.activity.sheets)
        referred = [c.sheet for kind in self.kinds for c in self.of(kind.title) if c.sheet]
        return {title: known[title] for title in dict.fromkeys(referred) if title not in self.columns}

    @property
    def unit(self) -> str:
        """The sheet whose rows are those that fill forms in."""
        return self.activity.unit

    def kind(self, title: str) -> SheetKind:
        """Return a sheet of the form by its title."""
        return next(kind for kind in self.kinds if kind.title == title)

    def of(self, sheet: str) -> tuple[Column, ...]:
        """Return the columns that a sheet has on the form."""
        return tuple(column for column in columns_of(self.kind(sheet).model) if column.title in self.columns[sheet])

    def share(self, semester: Semester, unit: str) -> Mapping[str, tuple[Row, ...]]:
        """Return a unit's rows by sheet."""
        if self.activity.forms is not None:
            return self.activity.forms.share(semester, unit)
        found = {}
        for kind in self.kinds:
            attribute = by_title(kind.model)[self.whose[kind.title]].attribute
            found[kind.title] = tuple(row for row in semester.rows(kind) if getattr(row, attribute) == unit)
        return found

    def texts_of(self, row: Row) -> dict[str, str]:
        """Return a row's form columns as plain text: dates as ISO, references as numbers, empty ones left out."""
        found = {}
        for column in self.of(row.SHEET):
            value: object = getattr(row, column.attribute)
            text = "、".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
            if column.role is Role.NUMBER and "." in text:
                text = text.rstrip("0").rstrip(".")
            if text:
                found[column.title] = text
        return found

    def holds_more(self, row: Row) -> bool:
        """Whether a row has something in a column that no form has."""
        others = (one for one in type(row).model_fields.values() if one.alias not in self.columns[row.SHEET])
        values = row.model_dump(by_alias=True)
        return any(values[one.alias or ""] not in (None, "", (), one.default) for one in others)


def _not_theirs(kind: SheetKind) -> tuple[Column, ...]:
    return tuple(column for column in columns_of(kind.model) if column.filled is not Filled.BY_ANYONE)


def form_of(unit: Unit, semester: Semester, plan: FormPlan) -> bytes:
    """Return a unit's form. The same semester gives the same bytes."""
    share, labels = plan.share(semester, unit.id), labels_of(semester, plan.activity.sheets)
    stream = io.BytesIO()
    with begun(stream) as book:
        styles = CellFormats(book)
        titles = (GUIDE, *plan.columns, *plan.directories, PICKS, BASE)
        sheets = {title: book.add_worksheet(title) for title in titles}
        write_page(sheets[GUIDE], f"{unit.id} {unit.name}".strip(), _guide(plan), styles)
        for kind in plan.kinds:
            rows = [entries_of(row, labels) for row in share[kind.title]]
            write_table(sheets[kind.title], kind, rows, styles, example=True, only=plan.columns[kind.title])
        for title, names in _named(share, semester, plan).items():
            _write_directory(sheets[title], plan.directories[title], names, styles)
            book.define_name(f"{title}名单", f"={title}!$C$2:$C${max(2, len(names) + 1)}")
        picks = []
        for title, (number, _name) in directories(plan.activity.sheets).items():
            if title == plan.unit and title in plan.columns:
                book.define_name(f"{title}名单", f"={title}!$A$2")
            elif title in plan.columns:
                attribute = by_title(plan.kind(title).model)[number].attribute
                picks.append(Pick(title, [str(getattr(row, attribute)) for row in share[title]], spare=_SPARE_ROWS))
        write_picks(book, sheets[PICKS], picks, styles.head_filled)
        _write_base(sheets[BASE], share, plan)
        sheets[next(iter(plan.columns))].activate()
    return stream.getvalue()


def file_name(unit: Unit) -> str:
    """``G01-晨光剧本互助小组-填报表.xlsx``, without what file systems refuse."""
    name = unicodedata.normalize("NFC", f"{unit.id}-{unit.name}"[:60])
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ") + "-填报表.xlsx"


def _named(share: Mapping[str, tuple[Row, ...]], semester: Semester, plan: FormPlan) -> dict[str, dict[str, str]]:
    """Number and name of everybody whom a share names, by the sheet they stand on."""
    numbers: dict[str, dict[str, None]] = {title: {} for title in plan.directories}
    for title, rows in share.items():
        for column in plan.of(title):
            for row in rows if column.sheet in numbers else ():
                numbers[column.sheet].update(dict.fromkeys(numbers_in(row, column)))
    known = names_of(semester, plan.activity.sheets)
    return {title: {n: known[title][n] for n in sorted(ones) if n in known[title]} for title, ones in numbers.items()}


def _write_directory(sheet: Worksheet, titles: tuple[str, str], names: Mapping[str, str], styles: CellFormats) -> None:
    number, name = titles
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, 22, styles.text)
    for index, title in enumerate((number, name, f"（{number} {name}）")):
        sheet.write_string(0, index, title, styles.head_filled)
    for row, (one, called) in enumerate(names.items(), start=1):
        for index, text in enumerate((one, called, f"{one} {called}" if called != one else one)):
            sheet.write_string(row, index, text, styles.derived)


def _write_base(sheet: Worksheet, share: Mapping[str, tuple[Row, ...]], plan: FormPlan) -> None:
    lines = ((title, plan.texts_of(row)) for title, rows in share.items() for row in rows)
    for number, (title, texts) in enumerate(lines):
        sheet.write_string(number, 0, title)
        text = json.dumps(texts, ensure_ascii=False, sort_keys=True)
        for column, start in enumerate(range(0, len(text), _CELL), start=1):
            sheet.write_string(number, column, text[start : start + _CELL])
    sheet.very_hidden()


def base_of(lines: Iterable[tuple[str, str]], sheets: Iterable[str]) -> dict[str, list[dict[str, str]]]:
    """Read the hidden sheet back: rows as they were sent, by sheet; what is not ours is passed over."""
    found: dict[str, list[dict[str, str]]] = {title: [] for title in sheets}
    for title, text in lines:
        try:
            texts = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if title in found and isinstance(texts, dict):
            found[title].append({str(name): str(value) for name, value in texts.items()})
    return found


def _guide(plan: FormPlan) -> list[str]:
    return [
        _("This workbook is yours alone. Fill in and correct its sheets, save it, and send it back to the clerk."),
        _("{column} may stay empty in new rows: all rows here are yours.").format(
            column="、".join(dict.fromkeys(plan.whose.values()))
        ),
        _("Rest the mouse on a column title to see what belongs there; titles on orange must be filled in."),
        _("A person is written as number, or as “number name”; the drop-downs offer those that are named already."),
        _("Delete a row that no longer holds; the clerk is told of it."),
        _("Grey rows that begin with 例： are examples; they are not read and may be deleted."),
    ]
