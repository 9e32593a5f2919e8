"""Forms out to the groups, returns in: what goes in, what is named, what stays."""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen import messages, workbook
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.errors import DataError, InputError
from docgen.field import SHEETS, Programme, Row, Semester
from docgen.paired import PAIRED
from docgen.resources import samples
from docgen.settings import Settings
from docgen.workbook import reading, returns
from docgen.workbook.collecting import Merged
from docgen.workbook.forms import FormPlan, base_of
from tests.semesters import a_semester, changed

BOOK = "台账.xlsx"
FORMS = "填报表"
PLAN = FormPlan(PAIRED)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    translated.speak(before)


@pytest.fixture(autouse=True)
def _in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without the child that reading usually gets, which costs more than the rest; not where commands are tried."""
    if request.cls is not TestCommand:
        for room in (reading, returns):
            monkeypatch.setattr(room, "read_file", reading.read_here)


def sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def semester_of(path: Path) -> Semester:
    return workbook.check(path, Settings()).semester


_MADE: dict[int, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Most tests begin with one and the same semester: its workbook and forms are written once and copied."""
    folder = tmp_path_factory.mktemp("made")
    workbook.write(folder / BOOK, a_semester(3))
    workbook.write_forms(folder / BOOK, folder / FORMS)
    _MADE[3] = folder
    yield
    _MADE.clear()


def sent(folder: Path, semester: Semester) -> dict[str, Path]:
    """A 台账 and its forms; the forms by group."""
    if semester == a_semester(3):
        shutil.copytree(_MADE[3], folder, dirs_exist_ok=True)
        paths: tuple[Path, ...] = tuple(sorted((folder / FORMS).iterdir()))
    else:
        workbook.write(folder / BOOK, semester)
        paths = workbook.write_forms(folder / BOOK, folder / FORMS)
    return {path.name.partition("-")[0]: path for path in paths}


def fill(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def put(title: str, cell: str, value: object) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        sheet(book, title)[cell] = value

    return change


def merged(folder: Path, **options: Any) -> Merged:
    return workbook.merge_returns(folder / BOOK, folder / FORMS, **options)


def rows(semester: Semester) -> dict[str, list[str]]:
    """All rows of all sheets, whatever their order."""
    found = {}
    for kind in SHEETS:
        value: Programme | tuple[Row, ...] | None = getattr(semester, kind.attribute)
        each = value if isinstance(value, tuple) else (value,)
        found[kind.title] = sorted(repr(row) for row in each)
    return found


class TestForms:
    def test_a_form_holds_its_groups_rows_and_nobody_elses(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        assert list(forms) == ["G01", "G02", "G03"]
        book = openpyxl.load_workbook(forms["G02"])
        assert {row[0].value for row in sheet(book, "组员").iter_rows(min_row=2)} == {"G02"}
        people = {row[0].value for row in sheet(book, "人员").iter_rows(min_row=2)}
        assert people == {"T0012", "0810130021", "0810130022"}
        assert sheet(book, "项目")["A2"].value == "P02"
        everything = "".join(
            zipfile.ZipFile(forms["G02"]).read(name).decode() for name in zipfile.ZipFile(forms["G02"]).namelist()
        )
        assert "13900000001" not in everything
        assert "0810130011" not in everything

    def test_a_form_has_the_drop_downs_and_notes_of_the_workbook_and_no_column_of_the_clerks(
        self, tmp_path: Path
    ) -> None:
        book = openpyxl.load_workbook(sent(tmp_path, a_semester(3))["G02"])
        group = sheet(book, "小组")
        titles = [cell.value for cell in group[1]]
        assert "备案号" not in titles
        assert "党总支意见" not in titles
        assert "鉴定等级" not in [cell.value for cell in sheet(book, "项目")[1]]
        assert all(cell.comment for cell in group[1])
        lists = {
            str(one.sqref).split(":")[0]: one.formula1 for one in sheet(book, "目标").data_validations.dataValidation
        }
        assert lists["A2"] == "人员名单"
        assert "守纪目标" in lists["B2"]
        assert sheet(book, "目标")["A2"].number_format == "@"
        assert book["底稿"].sheet_state == "veryHidden"

    @pytest.mark.slow
    def test_the_same_workbook_gives_the_same_forms(self, tmp_path: Path) -> None:
        one, two = sent(tmp_path / "一", a_semester(2)), sent(tmp_path / "二", a_semester(2))
        assert [path.read_bytes() for path in one.values()] == [path.read_bytes() for path in two.values()]

    def test_a_form_that_is_there_already_is_never_written_over(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        before = forms["G01"].read_bytes()
        with pytest.raises(InputError):
            workbook.write_forms(tmp_path / BOOK, tmp_path / FORMS, ("G01",))
        assert forms["G01"].read_bytes() == before

    def test_a_group_that_is_not_there_is_refused_with_those_that_are(self, tmp_path: Path) -> None:
        workbook.write(tmp_path / BOOK, a_semester(2))
        with pytest.raises(InputError) as caught:
            workbook.write_forms(tmp_path / BOOK, tmp_path / FORMS, ("G09",))
        assert "G01" in caught.value.hint

    def test_a_faulty_row_of_the_workbook_is_mended_first(self, tmp_path: Path) -> None:
        workbook.write(tmp_path / BOOK, a_semester(2))
        fill(tmp_path / BOOK, put("组员", "G2", "三月中旬"))
        with pytest.raises(DataError) as caught:
            workbook.write_forms(tmp_path / BOOK, tmp_path / FORMS)
        assert [(p.sheet, p.cell) for p in caught.value.problems] == [("组员", "G2")]


class TestMerge:
    def test_forms_that_come_back_as_they_went_change_nothing(self, tmp_path: Path) -> None:
        sent(tmp_path, a_semester(3))
        before = (tmp_path / BOOK).read_bytes()
        done = merged(tmp_path)
        assert (len(done.taken), done.target, done.backup, done.missing) == (3, None, None, ())
        assert (tmp_path / BOOK).read_bytes() == before

    def test_what_a_group_fills_in_changes_and_adds_goes_in(self, tmp_path: Path) -> None:
        semester = changed(a_semester(3), "groups", 0, aim="", meeting="每月一次")
        forms = sent(tmp_path, semester)

        def change(book: openpyxl.Workbook) -> None:
            group = sheet(book, "小组")
            titles = {cell.value: cell.column_letter for cell in group[1]}
            group[f"{titles['总体目标']}2"], group[f"{titles['交流方式']}2"] = "完成短片", "每周一次"
            goals = sheet(book, "目标")
            goals.append(["0810130012", "荣誉获取目标", "校级奖", "项", None, "0", "2"])
            activities = sheet(book, "活动")
            activities.append([None, datetime(2009, 5, 4), "五四晨读", "集体"])

        fill(forms["G01"], change)
        before = (tmp_path / BOOK).read_bytes()
        done = merged(tmp_path)
        name = forms["G01"].name
        assert (done.added, done.filled) == ({name: 2}, {name: 1})
        assert [(c.column, c.before, c.after) for c in done.changed] == [("交流方式", "每月一次", "每周一次")]
        assert done.backup is not None
        assert done.backup.read_bytes() == before
        now = semester_of(tmp_path / BOOK)
        assert (now.groups[0].aim, now.groups[0].meeting) == ("完成短片", "每周一次")
        assert now.goals[-1].target == "2"
        assert (now.activities[-1].group, now.activities[-1].planned_on) == ("G01", date(2009, 5, 4))
        assert replace(now, groups=(), goals=(), activities=()) == replace(semester, groups=(), goals=(), activities=())

    def test_answers_under_a_renamed_title_are_not_lost_but_named(self, tmp_path: Path) -> None:
        form = sent(tmp_path, a_semester(3))["G02"]

        def rename(book: openpyxl.Workbook) -> None:
            title = next(cell for cell in sheet(book, "组员")[1] if cell.value == "分工")
            title.value = "具体分工"
            sheet(book, "组员")[f"{title.column_letter}2"] = "摄影"

        fill(form, rename)
        done = merged(tmp_path)
        ((one,),) = [faulty.problems for faulty in done.faulty]
        assert (one.sheet, one.column, one.kind) == ("组员", "分工", "missing-column")
        assert "具体分工" in one.hint
        assert "G02" in done.missing

    def test_honours_and_certificates_come_from_the_groups_too(self, tmp_path: Path) -> None:
        semester = a_semester(3)
        alone = semester.honours[1].model_copy(update={"id": "H50", "group": ""}).at_row(9)
        form = sent(tmp_path, replace(semester, honours=(*semester.honours, alone)))["G02"]
        winner = alone.winners[0]

        def add(book: openpyxl.Workbook) -> None:
            titles = [cell.value for cell in sheet(book, "证书")[1]]
            new = {"编号": winner, "名称": "普通话等级证", "等级": "二级甲等"}
            sheet(book, "证书").append([new.get(str(title)) for title in titles])
            honours = sheet(book, "荣誉")
            assert {row[0].value for row in honours.iter_rows(min_row=2) if row[1].value} >= {"H02", "H50"}

        fill(form, add)
        done = merged(tmp_path)
        assert not done.faulty and not done.conflicts
        now = workbook.check(tmp_path / BOOK, Settings()).semester
        assert [(one.person, one.level) for one in now.certificates] == [(winner, "二级甲等")]
        assert {one.id: one.group for one in now.honours}["H50"] == "", "who won alone did not win it for the group"

    def test_twice_the_same_return_is_harmless(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G01"], put("小组", "J2", "每周共读"))
        fill(forms["G01"], lambda book: sheet(book, "活动").append([None, datetime(2009, 5, 4), "五四晨读"]))
        shutil.copy(forms["G01"], forms["G01"].with_name("G01 (1).xlsx"))
        assert merged(tmp_path).target is not None
        once = (tmp_path / BOOK).read_bytes()
        again = merged(tmp_path)
        assert (again.target, again.conflicts, again.faulty) == (None, (), ())
        assert (tmp_path / BOOK).read_bytes() == once

    def test_forms_may_lie_beside_the_workbook_and_its_copies(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G01"], put("组员", "D2", "新分工"))
        for _time in range(2):
            done = workbook.merge_returns(tmp_path / BOOK, tmp_path)
            assert (len(done.taken), done.faulty) == (3, ())
        assert sorted(path.name for path in tmp_path.glob("*.xlsx")) == ["台账-合并前.xlsx", BOOK]

    def test_a_row_the_group_deleted_is_taken_out_and_said(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G02"], lambda book: sheet(book, "目标").delete_rows(2))
        done = merged(tmp_path)
        assert [(c.sheet, c.key) for c in done.removed] == [("目标", "0810130021 学习目标 班级排名")]
        assert len(semester_of(tmp_path / BOOK).goals) == len(a_semester(3).goals) - 1

    def test_a_sheet_that_came_back_empty_takes_nothing_out_unless_it_is_confirmed(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G02"], lambda book: sheet(book, "目标").delete_rows(2, 20))
        fill(forms["G02"], lambda book: sheet(book, "活动").delete_rows(2))
        before = (tmp_path / BOOK).read_bytes()
        done = merged(tmp_path)
        assert [(c.file, c.sheet, c.before) for c in done.emptied] == [
            (forms["G02"].name, "目标", "8"),
            (forms["G02"].name, "活动", "1"),
        ]
        assert (done.removed, done.target) == ((), None)
        assert (tmp_path / BOOK).read_bytes() == before
        done = merged(tmp_path, take_out=True)
        assert (len(done.removed), done.emptied) == (9, ())
        assert [row.group for row in semester_of(tmp_path / BOOK).activities] == ["G01", "G03"]

    def test_a_sheet_that_was_deleted_says_nothing_about_its_rows(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))

        def change(book: openpyxl.Workbook) -> None:
            del book["活动"]

        fill(forms["G02"], change)
        assert merged(tmp_path).removed == ()

    def test_what_the_clerk_changed_meanwhile_stays(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(tmp_path / BOOK, put("组员", "E2", "书记改的"))
        fill(forms["G01"], put("组员", "D3", "组长改的"))
        done = merged(tmp_path)
        assert done.conflicts == ()
        assert [row.share for row in semester_of(tmp_path / BOOK).memberships[:2]] == ["书记改的", "组长改的"]

    def test_what_both_changed_is_named_and_left_as_the_clerk_has_it(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(tmp_path / BOOK, put("组员", "E2", "书记改的"))
        fill(forms["G01"], put("组员", "D2", "组长改的"))
        [conflict] = merged(tmp_path).conflicts
        assert (conflict.file, conflict.sheet, conflict.row, conflict.column) == (forms["G01"].name, "组员", 2, "分工")
        assert (conflict.before, conflict.after) == ("书记改的", "组长改的")
        assert semester_of(tmp_path / BOOK).memberships[0].share == "书记改的"
        done = merged(tmp_path, overwrite=True)
        assert [(c.before, c.after) for c in done.changed] == [("书记改的", "组长改的")]
        assert semester_of(tmp_path / BOOK).memberships[0].share == "组长改的"

    def test_two_different_returns_of_one_group_are_both_left_out_and_named(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        second = forms["G01"].with_name("G01-再交.xlsx")
        shutil.copy(forms["G01"], second)
        fill(forms["G01"], put("组员", "D2", "一"))
        fill(second, put("组员", "D2", "二"))
        fill(forms["G02"], put("组员", "D2", "三"))
        done = merged(tmp_path)
        assert [one.file for one in done.faulty] == sorted((forms["G01"].name, second.name))
        assert all("“一”" in one.reason or "“二”" in one.reason for one in done.faulty)
        assert done.missing == ("G01",)
        shares = [row.share for row in semester_of(tmp_path / BOOK).memberships]
        assert shares[:3] == ["互相督促", "互相督促", "三"]

    def test_two_groups_that_disagree_about_one_persons_goal_are_named(self, tmp_path: Path) -> None:
        semester = a_semester(3)
        both = semester.memberships[0].model_copy(update={"group": "G02", "partners": ()})
        forms = sent(tmp_path, replace(semester, memberships=(*semester.memberships, both)))
        for group, target in (("G01", "5"), ("G02", "6")):
            book = openpyxl.load_workbook(forms[group])
            goals = sheet(book, "目标")
            place = next(r[0].row for r in goals.iter_rows() if str(r[0].value).startswith("0810130011"))
            goals[f"G{place}"] = target
            book.save(forms[group])
        [conflict] = merged(tmp_path).conflicts
        assert (conflict.file, conflict.column, conflict.before, conflict.after) == (
            forms["G02"].name,
            "目标值",
            "5",
            "6",
        )

    def test_without_its_hidden_sheet_a_return_fills_in_and_overwrites_nothing(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, changed(a_semester(3), "groups", 0, aim=""))

        def change(book: openpyxl.Workbook) -> None:
            del book["底稿"]
            sheet(book, "小组")["I2"] = "新的总体目标"
            sheet(book, "组员")["D2"] = "改了分工"
            sheet(book, "活动").delete_rows(2)

        fill(forms["G01"], change)
        done = merged(tmp_path)
        assert [(c.column, c.before, c.after) for c in done.conflicts] == [("分工", "互相督促", "改了分工")]
        assert (done.removed, len(done.filled)) == ((), 1)
        assert semester_of(tmp_path / BOOK).groups[0].aim == "新的总体目标"

    def test_a_return_whose_numbers_were_replaced_by_another_groups_is_refused(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        before = semester_of(tmp_path / "台账.xlsx")

        def rename(book: openpyxl.Workbook) -> None:
            for page in book.worksheets:
                if page.sheet_state == "visible":
                    for row in page.iter_rows():
                        for cell in row:
                            if cell.value == "G01":
                                cell.value = "G02"

        fill(forms["G01"], rename)
        result = merged(tmp_path)
        assert [one.problems[0].cell for one in result.faulty] == ["A2"]
        assert result.faulty[0].problems[0].kind == "another-group"
        assert rows(semester_of(tmp_path / "台账.xlsx")) == rows(before)

    def test_a_new_project_under_a_number_that_is_taken_is_named(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G01"], lambda book: sheet(book, "项目").append(["P02", "G01", "我们的短片", "项目"]))
        [conflict] = merged(tmp_path).conflicts
        assert (conflict.sheet, conflict.key) == ("项目", "P02")
        assert semester_of(tmp_path / BOOK).projects == a_semester(3).projects

    def test_a_new_workbook_leaves_the_old_one_alone_and_replaces_none(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))
        fill(forms["G01"], put("组员", "D2", "新分工"))
        before = (tmp_path / BOOK).read_bytes()
        done = workbook.merge_returns(tmp_path / BOOK, tmp_path / FORMS, tmp_path / "合并.xlsx")
        assert (done.target, done.backup) == (tmp_path / "合并.xlsx", None)
        assert (tmp_path / BOOK).read_bytes() == before
        assert semester_of(tmp_path / "合并.xlsx").memberships[0].share == "新分工"
        with pytest.raises(InputError):
            workbook.merge_returns(tmp_path / BOOK, tmp_path / FORMS, tmp_path / "合并.xlsx")

    def test_her_own_columns_sheets_comments_and_formats_stay(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(3))

        def hers(book: openpyxl.Workbook) -> None:
            own = book.create_sheet("我的草稿")
            own["A1"], own["A2"] = 5, "=A1*2"
            goals = sheet(book, "目标")
            goals["N1"], goals["N2"] = "我的备注", "问过了"
            sheet(book, "活动").column_dimensions["C"].width = 77

        fill(tmp_path / BOOK, hers)
        fill(forms["G01"], lambda book: sheet(book, "活动").append([None, datetime(2009, 5, 4), "五四晨读 <a&b>"]))
        before = {n: zipfile.ZipFile(tmp_path / BOOK).read(n) for n in zipfile.ZipFile(tmp_path / BOOK).namelist()}
        merged(tmp_path)
        after = {n: zipfile.ZipFile(tmp_path / BOOK).read(n) for n in zipfile.ZipFile(tmp_path / BOOK).namelist()}
        assert set(before) == set(after)
        assert (
            len([name for name in before if before[name] != after[name]]) <= 2
        )  # the sheet, and the order to recalculate
        activities = sheet(openpyxl.load_workbook(tmp_path / BOOK), "活动")
        assert activities.column_dimensions["C"].width == 77
        last = activities[activities.max_row]
        assert (last[0].value, last[1].value, last[2].value) == ("G01", datetime(2009, 5, 4), "五四晨读 <a&b>")
        assert last[1].number_format == "yyyy-mm-dd"
        assert sheet(openpyxl.load_workbook(tmp_path / BOOK), "目标")["N2"].value == "问过了"

    def test_rows_go_below_the_example_of_a_blank_table_and_do_not_look_like_it(self, tmp_path: Path) -> None:
        workbook.begin(tmp_path / BOOK, {"term_name": "2009春"})

        def first(book: openpyxl.Workbook) -> None:
            for person, name in (("01", "甲"), ("02", "乙")):
                sheet(book, "人员").append([person, name, None, "入党积极分子", "共青团员", "影视081班"])
                sheet(book, "组员").append(["G01", person])
            sheet(book, "小组").append(["G01", "晨光", "互助", "01"])

        fill(tmp_path / BOOK, first)
        [form] = workbook.write_forms(tmp_path / BOOK, tmp_path / FORMS)
        fill(form, lambda book: sheet(book, "目标").append(["01", "学习目标", "班级排名", "名", "越低越好", "3", "1"]))
        assert merged(tmp_path).faulty == ()
        goals = sheet(openpyxl.load_workbook(tmp_path / BOOK), "目标")
        assert str(goals["A2"].value).startswith("例：")
        assert [goals[f"{column}3"].value for column in "ACH"] == ["01 甲", "学习目标", "1"]
        assert not goals["A3"].font.italic

    def test_a_workbook_of_csv_files_becomes_a_new_xlsx(self, tmp_path: Path) -> None:
        import csv

        forms = sent(tmp_path, a_semester(2))
        folder = tmp_path / "表"
        folder.mkdir()
        book = openpyxl.load_workbook(tmp_path / BOOK)
        for kind in SHEETS:
            with (folder / f"{kind.title}.csv").open("w", encoding="utf-8", newline="") as file:
                for row in sheet(book, kind.title).iter_rows(values_only=True):
                    shown = ["" if v is None else str(v.date() if isinstance(v, datetime) else v) for v in row]
                    csv.writer(file).writerow(shown)
        fill(forms["G01"], put("组员", "D2", "新分工"))
        done = workbook.merge_returns(folder, tmp_path / FORMS)
        assert done.target == folder / BOOK
        now = semester_of(done.target)
        assert now.memberships[0].share == "新分工"
        assert rows(replace(now, memberships=())) == rows(replace(a_semester(2), memberships=()))


# What is put into a cell of G01's form, and what is said about it: kind, sheet, cell.
FAULTS: list[tuple[str, str, object, str]] = [
    ("组员", "B2", "0999999999", "unknown-reference"),
    ("组员", "B2", 810130011, "number-cell"),
    ("目标", "G2", None, "empty"),
    ("目标", "B2", "学习", "not-allowed"),
    ("活动", "B2", "四月中旬", "not-a-date"),
    ("活动", "A2", "G02", "another-group"),
    ("小组", "A2", "G99", "unknown-group"),
    ("目标", "A2", "0810130021", "not-a-member"),
]


@pytest.mark.parametrize(("title", "cell", "value", "kind"), FAULTS)
def test_a_faulty_return_is_named_by_file_and_cell(
    tmp_path: Path, title: str, cell: str, value: object, kind: str
) -> None:
    forms = sent(tmp_path, a_semester(3))
    for group in ("G02", "G03"):
        forms[group].unlink()
    fill(forms["G01"], put(title, cell, value))
    [faulty] = merged(tmp_path).faulty
    assert faulty.file == forms["G01"].name
    assert (kind, title, cell) in [(p.kind, p.sheet, p.cell) for p in faulty.problems]
    assert all(problem.hint for problem in faulty.problems)


def test_a_form_that_came_back_in_another_way_is_named_with_what_to_do_and_one_of_another_program_read(
    tmp_path: Path,
) -> None:
    forms = sent(tmp_path, a_semester(3))
    with zipfile.ZipFile(tmp_path / FORMS / "第一组.zip", "w") as packed:
        packed.write(forms["G01"], forms["G01"].name)
    (tmp_path / FORMS / "第二组.csv").write_text("编号,姓名\n", encoding="utf-8")
    (tmp_path / FORMS / "第三组.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(50))
    (tmp_path / FORMS / f"~${forms['G01'].name}").write_bytes(bytes(165))
    for group in ("G01", "G02"):
        forms[group].unlink()
    forms["G03"].rename(forms["G03"].with_suffix(".et"))
    messages.set_language("en")
    done = merged(tmp_path)
    assert done.taken == (forms["G03"].with_suffix(".et").name,)
    assert [(one.file, one.reason.rpartition(": ")[2], one.hint) for one in done.faulty] == [
        ("第一组.zip", "is a packed file, not a workbook", "Unpack it, and use the workbook in it."),
        ("第三组.rar", "is a packed file, not a workbook", "Unpack it, and use the workbook in it."),
        (
            "第二组.csv",
            "is not a workbook",
            "docgen reads .xlsx, .xls, .ods, or a folder of .csv files: save it as .xlsx in Excel or WPS.",
        ),
    ]


def test_a_folder_of_tables_that_is_the_workbook_is_no_return(tmp_path: Path) -> None:
    sent(tmp_path, a_semester(3))
    book = openpyxl.load_workbook(tmp_path / BOOK)
    tables = tmp_path / FORMS / "台账"
    tables.mkdir()
    for one in book.worksheets:
        with (tables / f"{one.title}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(
                ["" if value is None else str(value) for value in row] for row in one.iter_rows(values_only=True)
            )
    assert workbook.merge_returns(tables, tmp_path / FORMS).faulty == ()


class TestCommand:
    def test_three_faulty_returns_are_named_and_the_others_go_in(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        forms = sent(tmp_path, a_semester(6))
        fill(forms["G01"], put("目标", "B2", "学习"))
        fill(forms["G02"], put("活动", "B2", "下周"))
        fill(forms["G03"], put("组员", "B3", 810130032))
        forms["G06"].write_bytes(forms["G06"].read_bytes()[:3000])
        for group in ("G04", "G05"):
            fill(forms[group], put("组员", "D2", "新分工"))
        assert run(["collect", "merge", str(tmp_path / BOOK), str(tmp_path / FORMS), "--lang", "en"]) == 10
        said = capsys.readouterr().err
        assert f"{forms['G01'].name} 目标!B2 类别" in said
        assert f"{forms['G02'].name} 活动!B2 计划日期" in said
        assert f"{forms['G03'].name} 组员!B3 编号" in said
        assert forms["G06"].name in said
        shares = [row.share for row in semester_of(tmp_path / BOOK).memberships]
        assert [shares[index] for index in (6, 8)] == ["新分工", "新分工"]

    def test_changes_over_something_are_said_with_both_values(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        forms = sent(tmp_path, a_semester(2))
        fill(forms["G01"], put("组员", "D2", "新分工"))
        assert run(["collect", "merge", str(tmp_path / BOOK), str(tmp_path / FORMS), "--lang", "en"]) == 0
        said = capsys.readouterr().out
        assert "组员 G01 0810130011 分工：互相督促 → 新分工" in said
        assert f"{forms['G01'].name}：1 cells changed" in said
        assert run(["collect", "merge", str(tmp_path / BOOK), str(tmp_path / FORMS), "--lang", "en"]) == 0
        assert "Nothing new" in capsys.readouterr().out

    def test_when_no_return_can_be_taken_it_exits_3(self, tmp_path: Path) -> None:
        forms = sent(tmp_path, a_semester(2))
        for path in forms.values():
            fill(path, put("目标", "B2", "学习"))
        assert run(["collect", "merge", str(tmp_path / BOOK), str(tmp_path / FORMS)]) == 3

    def test_forms_go_beside_the_workbook_unless_said_otherwise(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        workbook.write(tmp_path / BOOK, a_semester(3))
        assert run(["collect", "forms", str(tmp_path / BOOK), "--group", "G02"]) == 0
        assert capsys.readouterr().out.split() == [str(tmp_path / FORMS / "G02-第2共勉小组-填报表.xlsx")]
        assert run(["collect", "forms", str(tmp_path / BOOK), "-o", str(tmp_path / "别处")]) == 0
        assert len(list((tmp_path / "别处").iterdir())) == 3

    def test_an_empty_folder_is_refused_in_words(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        workbook.write(tmp_path / BOOK, a_semester(2))
        (tmp_path / "空").mkdir()
        assert run(["collect", "merge", str(tmp_path / BOOK), str(tmp_path / "空"), "--lang", "en"]) == 3
        assert "holds no returned form" in capsys.readouterr().err


def emptied(whole: Semester) -> Semester:
    """The sample before the groups filled in anything: who is in which group, and which projects there are."""
    active = {group.id for group in whole.active_groups}

    def blank(row: Row, kept: set[str]) -> Row:
        model = type(row)
        gone = {
            name: field.get_default()
            for name, field in model.model_fields.items()
            if not field.is_required() and (field.alias in PLAN.columns[row.SHEET]) and name not in kept
        }
        return row.model_copy(update=gone)

    def mine(row: Row) -> bool:
        return getattr(row, "group", None) in active

    members = {row.person for row in whole.memberships if row.group in active}
    return replace(
        whole,
        groups=tuple(blank(g, set()) if g.id in active else g for g in whole.groups),  # type: ignore[misc]
        memberships=tuple(blank(m, set()) if m.group in active else m for m in whole.memberships),  # type: ignore[misc]
        goals=tuple(goal for goal in whole.goals if goal.person not in members),
        activities=tuple(row for row in whole.activities if not mine(row)),
        projects=tuple(blank(p, {"type", "state"}) if p.group in active else p for p in whole.projects),  # type: ignore[misc]
        honours=tuple(
            row for row in whole.honours if not (mine(row) or (not row.group and members.intersection(row.winners)))
        ),
        certificates=tuple(row for row in whole.certificates if row.person not in members),
        talks=tuple(row for row in whole.talks if not mine(row)),
        reviews=tuple(row for row in whole.reviews if not mine(row)),
        summaries=tuple(row for row in whole.summaries if not mine(row)),
    )


def type_in(form: Path, group: str, whole: Semester) -> None:
    """Fill in a form as its leader would: every cell of the group's rows that is still empty, every row still missing."""
    book = openpyxl.load_workbook(form)
    for title, share in PLAN.share(whole, group).items():
        page = sheet(book, title)
        titles = {str(cell.value): cell.column for cell in page[1]}
        there = {
            tuple(str(page.cell(r, titles[name]).value or "").split(" ")[0] for name in KEYED.get(title, ())): r
            for r in range(2, page.max_row + 1)
        }
        free = 2
        while any(page.cell(free, column).value for column in titles.values()):
            free += 1
        for row in share:
            texts = PLAN.texts_of(row)
            at = there.get(tuple(texts.get(name, "") for name in KEYED[title])) if title in KEYED else None
            if at is None:
                at, free = free, free + 1
            for name, text in texts.items():
                cell = page.cell(at, titles[name])
                if cell.value in (None, ""):
                    cell.value = text
    book.save(form)


KEYED = {"小组": ("小组编号",), "组员": ("编号",), "项目": ("项目编号",), "项目成员": ("项目编号", "编号")}


@pytest.mark.slow
def test_forms_of_the_sample_filled_by_a_script_and_merged_back_give_the_same_semester_as_typed(tmp_path: Path) -> None:
    whole = semester_of(samples() / "2008-2009-2" / BOOK)
    before = emptied(whole)
    assert sum(map(len, rows(before).values())) < sum(map(len, rows(whole).values())) - 1000
    forms = sent(tmp_path, before)
    assert len(forms) == len(whole.active_groups) >= 32
    for group, form in forms.items():
        type_in(form, group, whole)
    done = merged(tmp_path)
    assert (done.faulty, done.conflicts, done.changed, done.removed, done.missing) == ((), (), (), (), ())
    assert rows(semester_of(tmp_path / BOOK)) == rows(whole)
    assert merged(tmp_path).target is None


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_form_saved_by_another_program_in_another_format_says_the_same(tmp_path: Path, ending: str) -> None:
    import subprocess

    forms = sent(tmp_path, a_semester(3))
    fill(forms["G02"], put("组员", "D2", "新分工"))
    profile = (tmp_path / "profile").as_uri()
    back = tmp_path / "交回"
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(back),
    ]
    subprocess.run([*command, *map(str, forms.values())], check=True, capture_output=True, timeout=120)
    done = workbook.merge_returns(tmp_path / BOOK, back)
    assert (done.faulty, done.conflicts, done.added, done.removed) == ((), (), {}, ())
    assert [(c.column, c.before, c.after) for c in done.changed] == [("分工", "互相督促", "新分工")]


def test_what_somebody_put_into_the_hidden_sheet_of_a_form_is_passed_over() -> None:
    assert not any(
        base_of([("目标", "[" * 30_000), ("目标", "9" * 9_000), ("目标", "x"), ("别的", "{}")], PLAN.columns).values()
    )
