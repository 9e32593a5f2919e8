"""The fill-in workbook of one group: its own rows of the 台账, with the same drop-downs and notes, and nobody else's.

Of people it holds number and name only, and only of those its rows name (PIPL art. 6, least scope). Columns that the
clerk or the teaching-research office fills in are left out. A hidden sheet keeps the rows as they were sent, so that
merging can tell what the group changed from what the clerk changed meanwhile.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from docgen.field import SHEETS, Group, Row, Semester
from docgen.field.column import Filled, Role
from docgen.field.columns import columns_of, kind_of_sheet
from docgen.messages import _
from docgen.workbook.layout import GUIDE, Styles, write_page, write_table
from docgen.workbook.picks import PICKS, Pick, write_picks
from docgen.workbook.writing import entries_of

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

FORM_SHEETS = tuple(kind for kind in SHEETS if kind.on_form)
FORM_COLUMNS: dict[str, tuple[str, ...]] = {
    kind.title: tuple(c.title for c in columns_of(kind.model) if c.filled is Filled.BY_ANYONE) for kind in FORM_SHEETS
}
"""The columns of a form, by sheet."""
BASE = "底稿"
"""The hidden sheet: sheet title and row as JSON, as they were when the form was written."""
_SPARE_PROJECTS = 20
_EPOCH = datetime(2000, 1, 1)
_CELL = 16_000
"""Characters; a cell holds 32,767 UTF-16 units."""


def form_of(group: Group, semester: Semester) -> bytes:
    """Return a group's form. The same semester gives the same bytes."""
    from xlsxwriter import Workbook

    share = share_of(group.id, semester)
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _EPOCH, "author": "docgen"})
        styles = Styles(book)
        sheets = {title: book.add_worksheet(title) for title in (GUIDE, *FORM_COLUMNS, "人员", PICKS, BASE)}
        write_page(sheets[GUIDE], f"{group.id} {group.name}", _guide(), styles)
        for kind in FORM_SHEETS:
            rows = [entries_of(row, semester) for row in share[kind.title]]
            write_table(sheets[kind.title], kind, rows, styles, example=True, only=FORM_COLUMNS[kind.title])
        people = _named(share, semester)
        _write_people(sheets["人员"], people, styles)
        _write_base(sheets[BASE], share)
        book.define_name("人员名单", f"=人员!$C$2:$C${max(2, len(people) + 1)}")
        book.define_name("小组名单", "=小组!$A$2")
        numbers = [str(getattr(project, "id", "")) for project in share["项目"]]
        write_picks(book, sheets[PICKS], (Pick("项目", numbers, spare=_SPARE_PROJECTS),), styles.head_filled)
        sheets["小组"].activate()
    return stream.getvalue()


def share_of(group: str, semester: Semester) -> dict[str, tuple[Row, ...]]:
    """Return a group's rows by sheet: its own, and goals of its members that are for all their groups or name it."""
    members = dict.fromkeys(row.person for row in semester.members_by_group.get(group, ()))
    projects = semester.projects_by_group.get(group, ())
    numbers = {project.id for project in projects}
    found = semester.group_by_id.get(group)
    return {
        "小组": (found,) if found is not None else (),
        "组员": semester.members_by_group.get(group, ()),
        "目标": tuple(goal for person in members for goal in semester.goals_of(person, group)),
        "活动": semester.activities_by_group.get(group, ()),
        "项目": projects,
        "项目成员": tuple(row for row in semester.project_members if row.project in numbers),
        "荣誉": tuple(
            row for row in semester.honours if row.group == group or (not row.group and members.keys() & {*row.winners})
        ),
        "证书": tuple(row for row in semester.certificates if row.person in members),
        "交流": tuple(row for row in semester.talks if row.group == group),
        "自查互评": tuple(row for row in semester.reviews if row.group == group),
        "总结": tuple(row for row in semester.summaries if row.group == group),
    }


def texts_of(row: Row) -> dict[str, str]:
    """Return a row's form columns as plain text: dates as ISO, references as numbers, empty ones left out."""
    found = {}
    for column in columns_of(type(row)):
        if column.title in FORM_COLUMNS[row.SHEET]:
            value: object = getattr(row, column.attribute)
            text = "、".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
            if column.role is Role.NUMBER and "." in text:
                text = text.rstrip("0").rstrip(".")
            if text:
                found[column.title] = text
    return found


def file_name(group: Group) -> str:
    """``G01-晨光剧本互助小组-填报表.xlsx``, without what file systems refuse."""
    name = unicodedata.normalize("NFC", f"{group.id}-{group.name}"[:60])
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name).strip(". ") + "-填报表.xlsx"


def _named(share: dict[str, tuple[Row, ...]], semester: Semester) -> dict[str, str]:
    """Number and name of everybody whom a share names."""
    numbers: dict[str, None] = {}
    for title, rows in share.items():
        people = [c for c in columns_of(kind_of_sheet(title).model) if c.role is Role.REFERENCE and c.sheet == "人员"]
        for row in rows:
            for column in people:
                value = getattr(row, column.attribute)
                numbers.update(dict.fromkeys(value if isinstance(value, tuple) else (value,)))
    return {n: semester.person_by_id[n].name for n in sorted(numbers) if n in semester.person_by_id}


def _write_people(sheet: Worksheet, people: dict[str, str], styles: Styles) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, 22, styles.text)
    for index, title in enumerate(("编号", "姓名", "（编号 姓名）")):
        sheet.write_string(0, index, title, styles.head_filled)
    for row, (number, name) in enumerate(people.items(), start=1):
        for index, text in enumerate((number, name, f"{number} {name}")):
            sheet.write_string(row, index, text, styles.derived)


def _write_base(sheet: Worksheet, share: dict[str, tuple[Row, ...]]) -> None:
    lines = ((title, texts_of(row)) for title, rows in share.items() for row in rows)
    for number, (title, texts) in enumerate(lines):
        sheet.write_string(number, 0, title)
        text = json.dumps(texts, ensure_ascii=False, sort_keys=True)
        for column, start in enumerate(range(0, len(text), _CELL), start=1):
            sheet.write_string(number, column, text[start : start + _CELL])
    sheet.very_hidden()


def base_of(lines: Iterable[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Read the hidden sheet back: rows as they were sent, by sheet; what is not ours is passed over."""
    found: dict[str, list[dict[str, str]]] = {title: [] for title in FORM_COLUMNS}
    for title, text in lines:
        try:
            texts = json.loads(text)
        except (ValueError, RecursionError):
            continue
        if title in found and isinstance(texts, dict):
            found[title].append({str(name): str(value) for name, value in texts.items()})
    return found


def _guide() -> list[str]:
    return [
        _("This workbook is your group's. Fill in and correct its sheets, save it, and send it back to the clerk."),
        _("小组编号 may stay empty in new rows: all rows here are your group's."),
        _("Rest the mouse on a column title to see what belongs there; titles on orange must be filled in."),
        _("A person is written as number, or as “number name”; the drop-downs offer those that are named already."),
        _("Delete a row that no longer holds; the clerk is told of it."),
        _("Grey rows that begin with 例： are examples; they are not read and may be deleted."),
    ]
