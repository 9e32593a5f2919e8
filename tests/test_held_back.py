"""What a fault holds back, and that everything held back is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docgen import documents, workbook
from docgen.errors import DataError
from docgen.field import Programme, Summary
from docgen.field.column import Role
from docgen.field.columns import by_title, titles
from docgen.making.order import Order, State
from docgen.making.progress import Silent
from docgen.pipeline import standings
from docgen.settings import Settings
from tests.semesters import a_semester, changed


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(3))
    return path


def type_into(path: Path, sheet: str, row: int, column: str, value: object) -> None:
    """Change one cell as a clerk would."""
    book = openpyxl.load_workbook(path)
    cells = book[sheet]
    place = next(cell.column for cell in cells[1] if cell.value == column)
    cells.cell(row, place).value = value
    book.save(path)


def type_in_line(path: Path, title: str, value: object) -> None:
    """Change one line of 学期."""
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["学期"].iter_rows(max_col=2) if row[0].value == title)
    row[1].value = value
    book.save(path)


def test_a_group_whose_own_row_is_faulty_is_listed_with_the_papers_it_does_not_get(book: Path) -> None:
    type_into(book, "小组", 3, "协议日期", "2009-02-31")
    done = standings.plan(replace(Order(book), dry_run=True), Silent())
    held = {result.name: result.reason for result in done.results if result.state is State.HELD_BACK}
    assert {name for name in held if name.startswith("G02")} == {"G02-共勉协议书", "G02-共勉计划备案表"}
    assert "小组!G3" in held["G02-共勉协议书"]


def test_only_the_groups_that_were_asked_for_are_listed_as_held_back(book: Path) -> None:
    type_into(book, "小组", 3, "协议日期", "2009-02-31")
    done = standings.plan(replace(Order(book), dry_run=True, groups=("G01",)), Silent())
    assert {result.name[:3] for result in done.results} == {"G01"}


def test_an_unknown_member_holds_back_the_group_of_its_row_not_those_of_people_with_a_number_like_it(
    book: Path,
) -> None:
    numbers = {row.group: row.person for row in a_semester(3).memberships}
    mistyped = numbers["G02"][:-1] + "x"
    row = next(index for index, one in enumerate(a_semester(3).memberships) if one.group == "G01") + 2
    type_into(book, "组员", row, "编号", mistyped)
    (fault,) = [one for one in workbook.check(book, Settings()).problems if one.kind == "unknown-reference"]
    assert numbers["G02"] in fault.hint
    assert fault.groups == ("G01",)


def test_a_talker_of_another_group_who_is_held_back_holds_back_the_talks_group_and_no_other(book: Path) -> None:
    semester = a_semester(3, talks=True)
    groups = {row.person: row.group for row in semester.memberships}
    talk = next(index for index, one in enumerate(semester.talks) if one.group == "G01")
    talker = next(one for one in semester.people if groups.get(one.id) == "G03")
    workbook.write(book, changed(semester, "talks", talk, talker=talker.id))
    type_into(book, "人员", talker.row, "入党申请日期", "九月")
    (fault,) = [one for one in workbook.check(book, Settings()).problems if one.is_error]
    assert fault.groups == ("G01", "G03")
    done = standings.plan(replace(Order(book), dry_run=True), Silent())
    made = {result.name[:3] for result in done.results if result.state is not State.HELD_BACK}
    assert made == {"G02"}


def test_a_fault_in_the_number_of_the_fonds_holds_back_the_department_and_no_group(book: Path) -> None:
    type_in_line(book, "全宗号", "一百零九")
    (fault,) = [one for one in workbook.check(book, Settings()).problems if one.is_error]
    assert (fault.column, fault.everything) == ("全宗号", False)
    done = standings.plan(replace(Order(book), dry_run=True), Silent())
    made = {result.name[:3] for result in done.results if result.state is not State.HELD_BACK}
    assert made == {"G01", "G02", "G03"}
    assert {result.name[:2] for result in done.results if result.state is State.HELD_BACK} == {"全系"}


def test_a_fault_in_the_name_of_the_activity_holds_back_everything(book: Path) -> None:
    type_in_line(book, "活动名称", None)
    with pytest.raises(DataError) as refused:
        standings.plan(replace(Order(book), dry_run=True), Silent())
    assert [one.column for one in refused.value.problems if one.everything] == ["活动名称"]


@pytest.mark.parametrize("title", titles(lambda column: column.department))
def test_no_paper_of_a_group_says_what_only_the_department_says(title: str) -> None:
    semester = replace(a_semester(3, talks=True), summaries=(Summary(group="G01", situation="一切如常"),))
    assert semester.programme
    model, row = (Programme, semester.programme) if title in by_title(Programme) else (Summary, semester.summaries[0])
    column = by_title(model)[title]
    value = getattr(row, column.attribute)
    said_otherwise: object = (
        ("另一个",) if isinstance(value, tuple) else date(2009, 1, 1) if column.role is Role.DATE else "另一个"
    )
    other = row.model_copy(update={column.attribute: said_otherwise})
    changed = (
        replace(semester, programme=other) if isinstance(other, Programme) else replace(semester, summaries=(other,))
    )
    numbers = {group.id: group.id for group in semester.groups}
    said, others = (documents.compose(one, numbers, list(numbers), department=False) for one in (semester, changed))
    assert [paper.data for paper in said] == [paper.data for paper in others]
