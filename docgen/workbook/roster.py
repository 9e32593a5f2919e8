"""People from an export of the student system: columns found by their titles, else by what stands in them.

Nothing is guessed silently: which column was taken for what, and why, is part of the result, and so is every cell that
could not be taken, with its address. Such a cell stays empty in the new workbook, where ``check`` will ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from docgen.activity import Activity
from docgen.errors import InputError, WorkbookError
from docgen.field import Person, PoliticalStatus, SheetKind, Standing
from docgen.field.column import Column, Role
from docgen.field.columns import by_title
from docgen.messages import _
from docgen.problems import Problem, Severity
from docgen.workbook import usual
from docgen.workbook.cells import Cell, CellForm, NonText, Sheet, Workbook, column_number, letters, shown
from docgen.workbook.layout import Entry
from docgen.workbook.overlooked import overlooked
from docgen.workbook.reading import apart, read_file
from docgen.workbook.roster_matching import STAFF, bare, match
from docgen.workbook.spellings import gender, is_nobody, political_status, standing
from docgen.workbook.table import spread
from docgen.workbook.texts import CellFault, narrow, person_name, text_of

_STORED = re.compile(r"[1-9]\d{5,14}")


@dataclass(frozen=True, slots=True)
class Match:
    """Which column of the roster was taken for which of 人员, and whether its title or its content told."""

    title: str
    letter: str
    header: str
    by_content: bool


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read: people as cells of 人员, how columns were matched, what is missing, left over or faulty."""

    path: Path
    sheet: str
    people: tuple[dict[str, Entry], ...]
    matches: tuple[Match, ...]
    missing: tuple[str, ...]
    """required columns that were not found"""
    unused: tuple[str, ...]
    problems: tuple[Problem, ...]
    derived: dict[str, int] = field(default_factory=dict)
    """身份 concluded from 政治面貌 and dates → how often; ``""``: left open"""
    understood: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """column, what stood there, what it was read as → how often, where the two differ"""
    headings: tuple[tuple[str, str], ...] = ()
    """every column of the sheet: its letter and what stands at its head"""
    titles: tuple[str, ...] = ()
    """every column of the workbook's sheet of people that a roster may have"""


def _people_of(activity: Activity) -> SheetKind:
    """Return the sheet on which an activity has its people. Raise InputError when it has none that a roster could fill."""
    for kind in activity.sheets:
        if kind.title == Person.SHEET and {"编号", "姓名"} <= by_title(kind.model).keys():
            return kind
    raise InputError(
        _("the activity {name} has no sheet 人员 with the columns 编号 and 姓名").format(name=activity.name),
        hint=_("Only people are taken from a roster."),
    )


def read_roster(path: Path, chosen: Mapping[str, str] | None = None, activity: Activity | None = None) -> Roster:
    """Read people from an export of the student system: .xlsx, .xls, .ods, .csv or a folder of .csv.

    Columns are found by title, else by content, and it is said how; ``chosen`` says by title which one is meant (``"C"``; ``""``:
    none) where another would be taken. Raise WorkbookError when the file cannot be read or names nobody; a faulty cell is a
    problem with its address.
    """
    model = _people_of(usual(activity)).model
    workbook = _all_sheets(path)
    found = [(sheet, *match(sheet, model)) for sheet in workbook.sheets.values()]
    rosters = [one for one in found if _names_people(one[2])]
    # What Excel's own menus show goes before what they do not.
    shown = [one for one in rosters if one[0].hidden != "veryHidden"]
    best = max(shown or (found if chosen else ()), key=lambda one: (not one[0].hidden, len(one[2])), default=None)
    columns = _corrected(best[2], chosen or {}) if best else {}
    if best is None or not _names_people(columns):
        raise WorkbookError(
            _("{path}: no column of numbers (学号) or names (姓名) was found").format(path=path),
            hint=_("Give the columns the titles 学号, 姓名, 性别, 政治面貌, 班级, and try again."),
        )
    reading = _Reading(workbook, *best[:2], columns, by_title(model))
    reading.problems += [_left_out(sheet) for sheet, *_columns in rosters if sheet is not best[0]]
    return reading.roster()


def _names_people(columns: Mapping[str, tuple[int, bool]]) -> bool:
    told = {title for title, (_index, by_content) in columns.items() if not by_content}
    # Names alone tell little: 语文 and 数学 look like names too.
    return bool({"编号", "姓名"} & told) or {"编号", "姓名"} <= columns.keys()


def _left_out(sheet: Sheet) -> Problem:
    return Problem(
        "sheet-left-out",
        Severity.WARNING,
        sheet.title,
        0,
        "",
        _("this sheet, which is hidden, names people, too, and was left out")
        if sheet.hidden
        else _("this sheet names people, too, and was left out"),
        _("save it as a file of its own, and add it with docgen roster"),
    )


def _corrected(columns: Mapping[str, tuple[int, bool]], chosen: Mapping[str, str]) -> dict[str, tuple[int, bool]]:
    """Return the columns as the user says they are; one column is one title's only."""
    said = {title: column_number(letter) - 1 for title, letter in chosen.items() if letter}
    kept = {title: place for title, place in columns.items() if title not in chosen and place[0] not in said.values()}
    return kept | {title: (index, columns.get(title) == (index, True)) for title, index in said.items()}


def _all_sheets(path: Path) -> Workbook:
    if not path.exists():
        raise WorkbookError(
            _("{path}: there is no such file").format(path=path), hint=_("Check the name and the folder.")
        )
    if path.is_file() and path.suffix.lower() in (".csv", ".txt"):
        from docgen.workbook.csvs import read_csv_file

        return apart(path, read_csv_file, path)

    titles = read_file(path, ()).others
    return read_file(path, titles)


class _Reading:
    def __init__(
        self,
        workbook: Workbook,
        sheet: Sheet,
        top: int,
        columns: Mapping[str, tuple[int, bool]],
        known: Mapping[str, Column],
    ) -> None:
        self.workbook, self.sheet, self.top, self.columns, self.known = workbook, sheet, top, columns, known
        self.problems: list[Problem] = list(overlooked(sheet.title, sheet, core=False))
        self.seen: dict[str, int] = {}
        self.derived: dict[str, int] = {}
        self.understood: dict[tuple[str, str, str], int] = {}
        self.header = next((cells for number, cells in sheet.rows if number == top), ())
        titles = {bare(self.header[index]) for index, _by in columns.values() if index < len(self.header)}
        self.staff = bool(titles & STAFF)
        index = columns.get("编号", (-1, False))[0]
        numbers = [cells[index] for number, cells in sheet.rows if number > top and 0 <= index < len(cells)]
        self.lengths = {
            len(text) for text in (narrow(cell) for cell in numbers if isinstance(cell, str)) if text.isdigit()
        }
        """of the numbers that stand there as text"""
        stored = [cell.text for cell in numbers if isinstance(cell, NonText)]
        self.is_by_year = len({len(text) for text in stored}) == 1 and all(text[:2] in ("19", "20") for text in stored)

    def roster(self) -> Roster:
        people = [person for number, cells in spread(self.sheet, self.top) if (person := self._person(number, cells))]
        if not people:
            raise WorkbookError(
                _("{path}: the roster names nobody").format(path=self.workbook.path),
                hint=_("Check that the right file and sheet were exported."),
            )
        taken = {index for index, _by in self.columns.values()}
        needed = [column.title for column in self.known.values() if column.required]
        return Roster(
            path=self.workbook.path,
            sheet=self.sheet.title,
            people=tuple(people),
            matches=tuple(
                Match(title, letters(index + 1), self._heading(index), by_content)
                for title, (index, by_content) in sorted(self.columns.items(), key=lambda item: item[1][0])
            ),
            missing=tuple(title for title in needed if title not in self.columns),
            unused=tuple(shown(cell) for index, cell in enumerate(self.header) if cell != "" and index not in taken),
            problems=tuple(self.problems),
            derived=self.derived,
            understood=self.understood,
            headings=tuple((letters(index + 1), shown(cell)) for index, cell in enumerate(self.header)),
            titles=tuple(title for title, column in self.known.items() if column.synonyms),
        )

    def _heading(self, index: int) -> str:
        return shown(self.header[index]) if index < len(self.header) else ""

    def _person(self, number: int, cells: tuple[Cell, ...]) -> dict[str, Entry]:
        texts: dict[str, str] = {}
        refused: set[str] = set()
        columns = self.known
        begins = next((shown(cell) for cell in cells if cell != ""), "")
        keys = [self.columns[title][0] for title in ("编号", "姓名") if title in self.columns]
        if any(map(is_nobody, (begins, *(shown(cells[index]) for index in keys if index < len(cells))))):
            self._say(number, "编号", "left-out", _("looks like a total or a note, and was left out"), "", 0, begins)
            return {}
        for title, (index, _by) in self.columns.items():
            if index < len(cells) and cells[index] != "":
                try:
                    text = self._text(cells[index], columns[title])
                    if text := self._meant(text, columns[title], texts):
                        texts[title] = text
                except CellFault as error:
                    refused.add(title)
                    self._say(
                        number, title, error.fault.kind, error.fault.message, error.fault.hint, error.rule, cells[index]
                    )
        if not texts.keys() & {"编号", "姓名"} and not refused & {"编号", "姓名"}:
            if texts:
                self._say(
                    number, "编号", "left-out", _("the row has neither number nor name, and was left out"), "", 0, ""
                )
            return {}
        if (own := texts.get("编号", "")) and (first := self.seen.setdefault(own, number)) != number:
            message = _("the number stood in row {row} already; this row was left out").format(row=first)
            self._say(number, "编号", "duplicate-number", message, _("keep one of the two rows"), 2, own)
            return {}
        if "编号" in self.columns and "编号" not in texts and "编号" not in refused:
            self._say(number, "编号", "empty", _("the person has no number"), _("fill it in"), 2, "")
        self._conclude(texts)
        return {title: _entry(text, columns[title]) for title, text in texts.items()}

    def _text(self, cell: Cell, column: Column) -> str:
        if column.role is Role.PERSON_NUMBER and isinstance(cell, NonText) and self._is_whole(cell):
            said = (column.title, _("cells stored as numbers"), _("text, no zero being lost"))
            self.understood[said] = self.understood.get(said, 0) + 1
            cell = cell.text
        text = text_of(cell, column, self.workbook.date1904)
        return person_name(text) if column.role is Role.NAME else text

    def _is_whole(self, cell: NonText) -> bool:
        """Whether a number that was stored as a number has lost no leading zero: the column tells.

        It has as many digits as the numbers that stand there as text; or all have as many, and begin with the year in which
        students came.
        """
        if cell.form is not CellForm.NUMBER or not _STORED.fullmatch(cell.text):
            return False
        if self.lengths:
            return len(cell.text) in self.lengths
        return self.is_by_year and cell.text[:2] in ("19", "20")

    def _meant(self, text: str, column: Column, texts: dict[str, str]) -> str:
        """Return the word of a closed list that a text means; ``texts`` gains what else it tells. Raise CellFault."""
        if column.role is not Role.WORD or not text or text in column.words:
            return text
        word: str | None = None
        match column.title:
            case "性别":
                word = gender(text)
            case "政治面貌":
                word = political_status(text)
                if word is None and (known := standing(text)):
                    if "身份" in self.known and "身份" not in self.columns:
                        texts["身份"] = known
                    hint = _("fill in the 政治面貌: {standing} is an 身份").format(standing=known)
                    raise CellFault(replace(_not_one_of(column).fault, hint=hint))
        if word not in column.words:
            raise _not_one_of(column)
        said = (column.title, text, str(word))
        self.understood[said] = self.understood.get(said, 0) + 1
        return str(word)

    def _conclude(self, texts: dict[str, str]) -> None:
        """Fill in 身份 where 政治面貌 or a date leaves no choice: a Party member, or who was made an activist."""
        if "身份" in texts or "身份" not in self.known:
            return
        if texts.get("政治面貌") in (PoliticalStatus.FULL_MEMBER, PoliticalStatus.PROBATIONARY_MEMBER):
            texts["身份"] = Standing.TEACHER_MEMBER if self.staff else Standing.STUDENT_MEMBER
        elif texts.get("确定积极分子日期") and texts.get("政治面貌"):
            texts["身份"] = Standing.ACTIVIST
        concluded = texts.get("身份", "")
        self.derived[concluded] = self.derived.get(concluded, 0) + 1

    def _say(self, row: int, title: str, kind: str, message: str, hint: str, rule: int, cell: Cell) -> None:
        index = self.columns[title][0] if title in self.columns else 0
        self.problems.append(
            Problem(
                kind,
                Severity.WARNING if kind == "left-out" else Severity.ERROR,
                self.sheet.title,
                row,
                title,
                message,
                hint,
                shown(cell),
                rule,
                f"{letters(index + 1)}{row}",
            )
        )


def _not_one_of(column: Column) -> CellFault:
    from docgen.messages.faults import explain

    return CellFault(explain("enum", {"expected": "、".join(column.words)}))


def _entry(text: str, column: Column) -> Entry:
    return date.fromisoformat(text) if column.role is Role.DATE else text
