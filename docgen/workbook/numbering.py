"""Issued filing numbers written into a copy of the clerk's own .xlsx; nothing else of it changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from docgen import files
from docgen.errors import WorkbookError
from docgen.field import Group
from docgen.field.columns import kind_of_sheet
from docgen.messages import _
from docgen.workbook.cells import shown
from docgen.workbook.container import FileKind, kind_of
from docgen.workbook.patching import Patch, patched
from docgen.workbook.reading import read_file
from docgen.workbook.table import find_table

_GROUP, _NUMBER = "小组编号", "备案号"


def write_numbers(source: Path, target: Path, numbers: Mapping[str, str]) -> int:
    """Fill the empty cells of 小组 备案号 in a copy of a workbook; return how many. Raise WorkbookError, OutputError."""
    if kind_of(source) is not FileKind.XLSX:
        raise WorkbookError(
            _("{path}: numbers can be written into an .xlsx only").format(path=source),
            hint=_("Save it as .xlsx in Excel or WPS first."),
        )
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
