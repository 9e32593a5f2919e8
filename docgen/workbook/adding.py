"""Written into a clerk's own .xlsx: people of a roster, issued filing numbers. Who and what is there stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import files
from docgen.activity import Activity
from docgen.errors import InputError, WorkbookError
from docgen.field import Group, Person
from docgen.field.columns import kind_of_sheet
from docgen.messages import _
from docgen.workbook import read, usual
from docgen.workbook.cells import shown
from docgen.workbook.checking import SheetsInWork
from docgen.workbook.collecting import free
from docgen.workbook.container import FileKind, kind_of
from docgen.workbook.layout import Entry
from docgen.workbook.patching import Patch, patched
from docgen.workbook.reading import read_file
from docgen.workbook.roster import Roster, read_roster
from docgen.workbook.table import find_table
from docgen.workbook.texts import narrow

_BEFORE = "-添加前"


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: how the roster was understood, who came new, of whom something else is said there than here."""

    roster: Roster
    new: tuple[str, ...]
    differing: tuple[str, ...]
    """number and name, column, both values"""
    target: Path | None
    backup: Path | None


def add_people(workbook: Path, roster: Path, target: Path | None = None, activity: Activity | None = None) -> Added:
    """Add the people of a roster whose numbers 人员 does not have; in place (the workbook of before is kept) or into ``target``.

    Nothing that stands in the workbook is changed: where the roster says otherwise, it is said. Raise WorkbookError for what
    is no .xlsx, InputError when there is no sheet 人员 to take them.
    """
    _require_xlsx(workbook, _("{path}: people can be added to an .xlsx only"))
    activity = usual(activity)
    found = read_roster(roster, activity=activity)
    work = SheetsInWork(read(workbook, activity))
    work.read(activity.sheets)
    table = work.tables.get(Person.SHEET)
    if table is None or not {"编号", "姓名"} <= table.places.keys():
        raise InputError(
            _("{path}: has no sheet 人员 with the columns 编号 and 姓名").format(path=workbook),
            hint=_("docgen check says what is wrong with it."),
        )
    there = {raw.texts.get("编号", ""): raw.texts for raw in work.raws[Person.SHEET]}
    end = max((number for number, _cells in table.rows), default=table.header_row)
    patches: list[Patch] = []
    new: list[str] = []
    for person in found.people:
        number = str(person.get("编号", ""))
        if not number or number in there:
            continue
        cells: dict[int, Entry | None] = {
            table.places[title]: entry for title, entry in person.items() if title in table.places
        }
        patches.append(Patch(Person.SHEET, end + 1 + len(patches), cells, like=end))
        new.append(f"{number} {person.get('姓名', '')}".strip())
    if not patches:
        return Added(found, (), _differing(found.people, there), None, None)
    data = patched(workbook, patches)
    goal, backup = target or workbook, None
    if target is None:
        backup = free(workbook.with_name(f"{workbook.stem}{_BEFORE}{workbook.suffix}"))
        files.write(backup, workbook.read_bytes())
    files.write(goal, data)
    return Added(found, tuple(new), _differing(found.people, there), goal, backup)


def _differing(people: Sequence[dict[str, Entry]], there: dict[str, dict[str, str]]) -> tuple[str, ...]:
    said = []
    for person in people:
        texts = there.get(str(person.get("编号", "")))
        for title, entry in person.items() if texts else ():
            here, other = (texts or {}).get(title, ""), str(entry)
            if here and narrow(here) != narrow(other):
                who = f"{person['编号']} {(texts or {}).get('姓名', '')}".strip()
                said.append(
                    _("{who}: {column} {here}, in the roster {other}").format(
                        who=who, column=title, here=here, other=other
                    )
                )
    return tuple(said)


_GROUP, _NUMBER = "小组编号", "备案号"


def write_numbers(source: Path, target: Path, numbers: Mapping[str, str]) -> int:
    """Fill the empty cells of 小组 备案号 in a copy of a workbook; return how many. Raise WorkbookError, OutputError."""
    _require_xlsx(source, _("{path}: numbers can be written into an .xlsx only"))
    kind = kind_of_sheet(Group.SHEET)
    sheet = read_file(source, (kind.title,)).sheets.get(kind.title)
    if sheet is None:
        raise WorkbookError(_("the workbook has no sheet {sheet}").format(sheet=kind.title))
    table, _problems = find_table(sheet, kind)
    group, number = table.places.get(_GROUP), table.places.get(_NUMBER)
    if group is None or number is None:
        missing = _GROUP if group is None else _NUMBER
        raise WorkbookError(_("the sheet has no column {column}").format(column=missing))
    found = []
    for row, cells in table.rows:
        name = shown(cells[group - 1]).strip() if len(cells) >= group else ""
        there = shown(cells[number - 1]).strip() if len(cells) >= number else ""
        if name in numbers and not there:
            found.append(Patch(kind.title, row, {number: numbers[name]}))
    files.write(target, patched(source, found))
    return len(found)


def _require_xlsx(path: Path, otherwise: str) -> None:
    if kind_of(path) is not FileKind.XLSX:
        raise WorkbookError(otherwise.format(path=path), hint=_("Save it as .xlsx in Excel or WPS first."))
