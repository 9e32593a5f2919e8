"""The next semester of an activity in files: what lasts is taken over, the rest begins blank, the book of numbers goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

import docgen
from docgen import messages, workbook
from docgen.cli import run
from docgen.ledger import Ledger
from docgen.making.changes import rows_of
from docgen.making.own import activity_of
from tests.membership import CONTACTS, full
from tests.membership import rows_of as rows_of_lives
from tests.test_described import LINES, PEOPLE, SERVICES, a_folder


@pytest.fixture(autouse=True)
def _chinese() -> None:
    messages.set_language("zh")


def cells(book: Path, sheet: str, columns: int) -> list[tuple[object, ...]]:
    rows = openpyxl.load_workbook(book)[sheet].iter_rows(min_row=2, max_col=columns, values_only=True)
    return [row for row in rows if row[0] and not str(row[0]).startswith("例：")]


@pytest.mark.slow
def test_people_and_lines_are_taken_over_and_the_activity_goes_along(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "2008-2009-2"
    old.mkdir()
    book = a_folder(old)
    broken = ({**PEOPLE[0]}, {**PEOPLE[1], "注册日期": "三月"}, {**PEOPLE[2]})
    of = activity_of(book)
    workbook.write_rows(book, of, {"学期": [LINES], "人员": broken, "服务": SERVICES})
    with (old / "docgen.toml").open("a", encoding="utf-8") as settings:
        settings.write("[setting]\n每次最多小时 = 6\n")
    before = Ledger(old / "ledger.db", "影视艺术系党总支", "2008-2009-2")
    semester = docgen.check(book).semester
    before.remember(book, "0" * 64, old / "out", lambda: rows_of(semester))
    new = tmp_path / "2009-2010-1"
    assert run(["init", str(new), "--from", str(old), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "人员 2" in said and "2009-2010-1" in said
    shutil.rmtree(old)  # the new semester does not need it
    book = new / "台账.xlsx"
    assert [row[0] for row in cells(book, "人员", 2)] == ["0810130011", "0810130013"]
    assert cells(book, "服务", 2) == []
    lines = {row[0]: row[1] for row in cells(book, "学期", 2)}
    assert (lines["院系"], lines["学年学期"], lines["开始日期"]) == ("影视艺术系", "2009—2010学年第一学期", None)
    asked = [row[0:3] for row in cells(book, "待确认", 3)]
    assert ("人员!D3 注册日期", "三月") in [row[1:] for row in asked]
    assert {one.column for one in docgen.check(book).problems if one.is_error} == {"开始日期", "结束日期"}
    assert "每次最多小时 = 6" in (new / "docgen.toml").read_text(encoding="utf-8")
    assert [one.term for one in Ledger(new / "ledger.db", "", "").terms()] == ["2008-2009-2"]


def test_an_activity_that_lies_beside_both_semesters_is_named_from_the_new_one(tmp_path: Path) -> None:
    old = tmp_path / "旧"
    old.mkdir()
    a_folder(old)
    shutil.move(old / "志愿服务", tmp_path / "活动")
    (old / "docgen.toml").write_text('activity = "../活动"\n', encoding="utf-8")
    docgen.begin(tmp_path / "年" / "新", old=old)
    assert 'activity = "../../活动"' in (tmp_path / "年" / "新" / "docgen.toml").read_text(encoding="utf-8")
    assert len(cells(tmp_path / "年" / "新" / "台账.xlsx", "人员", 2)) == len(PEOPLE)


@pytest.mark.slow
def test_in_发展党员_the_whole_file_of_a_person_goes_on(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    book = old / "台账.xlsx"
    workbook.write_rows(book, activity_of(book), rows_of_lives([full("024101", "许知遥", CONTACTS)]))
    before = docgen.check(book)
    begun = docgen.begin(tmp_path / "new", old=old)
    assert {"年度发展计划数", "公示地点"} <= {one.about for one in begun.questions}
    after = docgen.check(begun.workbook).semester
    assert {title: len(rows) for title, rows in after.own.items() if rows} == {
        title: len(rows) for title, rows in before.semester.own.items() if rows
    }
    votes = [row.model_dump(by_alias=True)["同意"] for row in after.own["会议"]]
    assert votes == [row.model_dump(by_alias=True)["同意"] for row in before.semester.own["会议"]]
