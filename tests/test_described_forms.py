"""Forms that the people of an activity in files fill in, sent out and merged back: nothing they wrote is lost in silence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import docgen
from docgen import messages, workbook
from docgen.errors import InputError
from docgen.making.own import activity_of
from docgen.workbook import reading, returns
from docgen.workbook.layout import Entries
from tests.membership import CONTACTS, full, rows_of
from tests.test_described import SERVICES, a_folder

HE, SHE = "0810130011", "0810130012"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without the child that reading usually gets, which costs more than the rest."""
    messages.set_language("zh")
    for room in (reading, returns):
        monkeypatch.setattr(room, "read_file", reading.read_here)


def the_form(folder: Path, number: str) -> Path:
    return next((folder / "填报表").glob(f"{number}-*.xlsx"))


def sent(home: Path, services: Sequence[Entries] = SERVICES) -> tuple[Path, Path]:
    """A 台账 and the form of 周砚秋."""
    book = a_folder(home, services)
    docgen.write_forms(book)
    return book, the_form(home, HE)


def table(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """Its rows that say something beside the names that formulas show."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [row for row in rows if any(cell for cell in row if not str(cell).startswith("="))]


def test_a_form_has_its_own_persons_rows_in_the_columns_they_fill_and_nothing_else(tmp_path: Path) -> None:
    book, form = sent(tmp_path)
    assert [path.name for path in sorted((tmp_path / "填报表").iterdir())] == [
        "0810130011-周砚秋-填报表.xlsx",
        "0810130012-沈既白-填报表.xlsx",
        "0810130013-何汀-填报表.xlsx",
    ]
    assert openpyxl.load_workbook(form).sheetnames == ["说明", "人员", "服务", "下拉", "底稿"]
    assert table(form, "人员") == [("编号",), (HE,)]
    titles, *rows = table(form, "服务")
    assert titles == ("编号", "日期", "内容", "小时"), "状态 is the clerk's"
    assert [row[2] for row in rows] == ["敬老院慰问演出", "校园清扫"]
    assert "沈既白" not in str([list(page.values) for page in openpyxl.load_workbook(form)])
    assert docgen.merge_returns(book, form.parent).target is None


def test_what_a_person_fills_in_goes_into_the_workbook_and_what_only_the_clerk_fills_in_stays(tmp_path: Path) -> None:
    book, form = sent(tmp_path)
    filled = openpyxl.load_workbook(form)
    filled["服务"]["D2"] = 3.5
    filled["服务"].append([None, date(2009, 6, 6), "图书整理", 2])
    filled.save(form)
    done = docgen.merge_returns(book, form.parent)
    assert (done.faulty, done.conflicts, done.removed) == ((), (), ())
    assert [(one.column, one.before, one.after) for one in done.changed] == [("小时", "3", "3.5")]
    rows = [(row[0], row[3], row[4], row[5]) for row in table(book, "服务")[1:]]
    assert rows[0] == (HE, "敬老院慰问演出", 3.5, "已完成")
    assert rows[-1] == ("0810130011 周砚秋", "图书整理", 2, None)
    assert docgen.check(book).problems == ()
    assert docgen.merge_returns(book, form.parent).target is None, "merged twice it changes nothing"


def test_a_row_taken_out_of_which_the_clerk_filled_in_more_stays_and_that_is_said(tmp_path: Path) -> None:
    book, form = sent(tmp_path)
    filled = openpyxl.load_workbook(form)
    filled["服务"].delete_rows(2, 2)
    filled["服务"].append([HE, date(2009, 5, 1), "别的", 1])
    filled.save(form)
    done = docgen.merge_returns(book, form.parent)
    assert [(one.sheet, one.key) for one in done.removed] == [("服务", "0810130011 2009-03-21")]
    assert [(one.sheet, one.key) for one in done.conflicts] == [("服务", "0810130011 2009-04-11")]
    assert [row[3] for row in table(book, "服务")[1:] if str(row[0]).startswith(HE)] == ["敬老院慰问演出", "别的"]


def test_of_several_rows_with_one_key_each_is_found_again_by_what_it_says(tmp_path: Path) -> None:
    day = date(2009, 4, 11)
    rows: Sequence[Entries] = tuple(
        {"编号": HE, "日期": day, "内容": said, "小时": hours, "状态": state}
        for said, hours, state in (("清扫", 1, "取消"), ("演出", 2, "已完成"), ("值班", 3, "已完成"))
    )
    book, form = sent(tmp_path, rows)
    filled = openpyxl.load_workbook(form)
    filled["服务"].delete_rows(4)
    filled["服务"]["D3"] = 2.5
    for column in "ABCD":
        above, below = filled["服务"][f"{column}2"].value, filled["服务"][f"{column}3"].value
        filled["服务"][f"{column}2"], filled["服务"][f"{column}3"] = below, above
    filled.save(form)
    done = docgen.merge_returns(book, form.parent)
    assert [(one.column, one.before, one.after) for one in done.changed] == [("小时", "2", "2.5")]
    assert [one.before.split("、")[2] for one in done.conflicts] == ["值班"], (
        "taken out, and the clerk had filled in more"
    )
    stands = [("清扫", 1, "取消"), ("演出", 2.5, "已完成"), ("值班", 3, "已完成")]
    assert [(row[3], row[4], row[5]) for row in table(book, "服务")[1:]] == stands


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("A2", SHE, ("another-group", "编号", "A2")),
        ("B2", "四月", ("not-a-date", "日期", "B2")),
        ("B1", "哪天", ("missing-column", "日期", "A1")),
    ],
)
def test_a_faulty_return_is_named_by_its_cell_and_left_out(
    tmp_path: Path, cell: str, value: str, said: tuple[str, str, str]
) -> None:
    book, form = sent(tmp_path)
    before = book.read_bytes()
    filled = openpyxl.load_workbook(form)
    filled["服务"][cell] = value
    filled.save(form)
    (faulty,) = docgen.merge_returns(book, form.parent).faulty
    assert faulty.file == form.name
    assert said in {(one.kind, one.column, one.cell) for one in faulty.problems}
    assert book.read_bytes() == before


def test_an_activity_in_which_nobody_else_fills_anything_in_has_no_forms_and_says_what_to_write(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    file = tmp_path / "志愿服务" / "activity.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('filled = "unit", ', ""), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        docgen.write_forms(book)
    assert refused.value.message == "活动“志愿服务”没有由本人填写的栏"
    assert "activity.toml" in refused.value.hint
    assert not (tmp_path / "填报表").exists()


@pytest.mark.slow
def test_in_发展党员_a_person_fills_in_what_is_theirs_and_sees_nothing_of_their_file(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    book = tmp_path / "台账.xlsx"
    workbook.write_rows(book, activity_of(book), rows_of([full("024101", "许知遥", CONTACTS)]))
    docgen.write_forms(book, groups=["024101"])
    form = the_form(tmp_path, "024101")
    assert openpyxl.load_workbook(form).sheetnames == ["说明", "人员", "下拉", "底稿"]
    assert table(form, "人员")[0] == ("编号", "籍贯", "联系电话")
    filled = openpyxl.load_workbook(form)
    filled["人员"]["C2"] = "13900000101"
    filled.save(form)
    assert docgen.merge_returns(book, form.parent).faulty == ()
    person = docgen.check(book).semester.own["人员"][-1]
    assert "13900000101" in person.model_dump().values() and "许知遥" in person.model_dump().values()
