"""For random valid semesters: written and read they are the same; for a random bad cell: the report names it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen import workbook
from docgen.field import SHEETS, Semester, SheetKind
from docgen.field.column import Role
from docgen.field.columns import columns_of
from docgen.paired import PAIRED
from docgen.settings import Settings
from docgen.workbook.cells import Cell, CellForm, NonText, Sheet, Workbook, letters
from docgen.workbook.checking import check_workbook
from docgen.workbook.reading import read_here
from tests.semesters import a_semester, changed

TITLES = tuple(kind.title for kind in SHEETS)

# Whatever may be typed into a cell and comes back as typed: nothing invisible, no space at the ends.
_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me", "Mc")
)
TEXTS = st.text(_CHARACTERS, min_size=1, max_size=30).map(lambda text: workbook_normal(text)).filter(bool)
DAYS = st.dates(date(2009, 3, 2), date(2009, 7, 20))
NUMBERS = st.from_regex(r"[0-9]{6,18}", fullmatch=True)


def workbook_normal(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text).strip()


@st.composite
def semesters(draw: st.DrawFn) -> Semester:
    semester = a_semester(draw(st.integers(2, 5)))
    for index in range(len(semester.groups)):
        semester = changed(
            semester,
            "groups",
            index,
            name=draw(TEXTS),
            aim=draw(TEXTS),
            measures="\n".join(draw(st.lists(TEXTS, min_size=1, max_size=3))),
            agreed_on=draw(DAYS),
        )
    for index in range(len(semester.goals)):
        if draw(st.booleans()):
            semester = changed(semester, "goals", index, evidence=draw(TEXTS), baseline=draw(TEXTS))
    number = draw(NUMBERS.filter(lambda text: not text.startswith("081013")))
    extra = semester.people[1].model_copy(update={"id": number, "name": "欧阳" + draw(st.sampled_from("喆堃䶮㛃"))})
    return replace(semester, people=(*semester.people, extra.at_row(len(semester.people) + 2)))


@settings(max_examples=12)
@given(semesters())
def test_what_is_written_is_what_is_read(semester: Semester) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        workbook.write(path, semester)
        checked = check_workbook(read_here(path, TITLES), Settings(), PAIRED)
    assert [problem for problem in checked.problems if problem.is_error] == []
    assert checked.semester == semester


@cache
def sound() -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        workbook.write(path, a_semester(3))
        return read_here(path, TITLES)


def places_of(kind: SheetKind, sheet: Sheet) -> list[int]:
    """Where the columns of a sheet are, counted from 0; the names beside numbers are none of them."""
    titles = {column.title for column in columns_of(kind.model)}
    return [index for index, title in enumerate(sheet.rows[0][1]) if title in titles]


def filled(sheet: Sheet) -> list[int]:
    """Rows below the header that hold something, counted from 0."""
    return [index for index, (_number, cells) in enumerate(sheet.rows) if index and cells[0] != ""]


@pytest.mark.slow
@settings(max_examples=150)
@given(st.data())
def test_a_control_character_in_any_cell_is_reported_there(data: st.DataObject) -> None:
    book = sound()
    kind = data.draw(st.sampled_from([kind for kind in SHEETS if len(book.sheets[kind.title].rows) > 1]))
    sheet = book.sheets[kind.title]
    place = data.draw(st.integers(1, len(sheet.rows) - 1))
    number, cells = sheet.rows[place]
    column = 1 if kind.title == "学期" else data.draw(st.sampled_from(places_of(kind, sheet)))
    widened = [*cells, *[""] * (column + 1 - len(cells))]
    widened[column] = f"甲{data.draw(st.sampled_from(['', chr(1), chr(8), chr(0x1F), chr(0xFFFE)]))}\x02乙"
    rows = (*sheet.rows[:place], (number, tuple(widened)), *sheet.rows[place + 1 :])
    bent = replace(book, sheets=book.sheets | {kind.title: Sheet(kind.title, rows)})
    problems = check_workbook(bent, Settings(), PAIRED).problems
    assert (kind.title, f"{letters(column + 1)}{number}") in {(p.sheet, p.cell) for p in problems if p.is_error}


# For each way of reading a column: what it cannot take.
_WRONG: dict[Role, tuple[Cell, ...]] = {
    Role.PERSON_NUMBER: (
        NonText(CellForm.NUMBER, "810130011", 810130011.0),
        "8.1013E+08",
        NonText(CellForm.ERROR, "#N/A"),
    ),
    Role.CODE: (NonText(CellForm.ERROR, "#REF!"), NonText(CellForm.UNCACHED, "")),
    Role.REFERENCE: (
        "无此人无此组",
        NonText(CellForm.NUMBER, "810130011", 810130011.0),
        NonText(CellForm.ERROR, "#N/A"),
    ),
    Role.DATE: ("昨天", "2009-02-30", "3月16日", "1009-03-16", NonText(CellForm.BOOLEAN, "TRUE")),
    Role.WORD: ("胡写", NonText(CellForm.NUMBER, "1", 1.0)),
    Role.NUMBER: ("许多", "-1", NonText(CellForm.ERROR, "#DIV/0!")),
    Role.PHONE: (NonText(CellForm.NUMBER, "57988888888", 57988888888.0), NonText(CellForm.BOOLEAN, "TRUE")),
    Role.NAME: (NonText(CellForm.DATE, "2009-03-04"), NonText(CellForm.UNCACHED, "")),
    Role.TEXT: (
        NonText(CellForm.DATE, "2009-03-04"),
        NonText(CellForm.ERROR, "#N/A"),
        NonText(CellForm.BOOLEAN, "FALSE"),
    ),
}


@settings(max_examples=200)
@given(st.data())
def test_whatever_a_column_cannot_take_is_reported_at_its_cell(data: st.DataObject) -> None:
    book = sound()
    kind = data.draw(st.sampled_from([k for k in SHEETS if k.title != "学期" and filled(book.sheets[k.title])]))
    sheet = book.sheets[kind.title]
    place = data.draw(st.sampled_from(filled(sheet)))
    number, cells = sheet.rows[place]
    header = sheet.rows[0][1]
    index = data.draw(st.sampled_from(places_of(kind, sheet)))
    column = next(c for c in columns_of(kind.model) if c.title == header[index])
    choices: tuple[Cell, ...] = (*_WRONG[column.role], *(("", "　 ") if column.required else ()))
    widened: list[Cell] = [*cells, *[""] * (index + 1 - len(cells))]
    widened[index] = data.draw(st.sampled_from(choices))
    rows = (*sheet.rows[:place], (number, tuple(widened)), *sheet.rows[place + 1 :])
    bent = replace(book, sheets=book.sheets | {kind.title: Sheet(kind.title, rows)})
    problems = [problem for problem in check_workbook(bent, Settings(), PAIRED).problems if problem.is_error]
    assert (kind.title, f"{letters(index + 1)}{number}") in {(p.sheet, p.cell) for p in problems}


@settings(max_examples=100)
@given(st.data())
def test_a_number_changed_to_another_is_named_where_it_stands_or_where_it_is_missed(data: st.DataObject) -> None:
    book = sound()
    title, old = data.draw(
        st.sampled_from([("人员", "0810130011"), ("人员", "0810130022"), ("小组", "G02"), ("人员", "T0012")])
    )
    new = data.draw(st.from_regex(r"[0-9]{10}|G[4-9]{2}", fullmatch=True).filter(lambda text: text != old))
    sheet = book.sheets[title]
    rows = tuple((n, (new, *cells[1:]) if cells[0] == old else cells) for n, cells in sheet.rows)
    bent = replace(book, sheets=book.sheets | {title: Sheet(title, rows)})
    problems = [problem for problem in check_workbook(bent, Settings(), PAIRED).problems if problem.is_error]
    # Either the new number is another's already, or those who refer to the old one are told that it is gone.
    assert any(old in problem.value or new in problem.value for problem in problems)
