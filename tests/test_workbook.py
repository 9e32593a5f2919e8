"""Reading what clerks and the world send: formats, headers, spellings, references; and writing it back."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen import messages, workbook
from docgen.errors import WorkbookError
from docgen.field import SHEETS, Semester
from docgen.paired import PAIRED
from docgen.problems import Problem
from docgen.workbook.checking import check_workbook
from docgen.workbook.dates import NotADate, parse_date
from docgen.workbook.reading import read_here
from docgen.workbook.writing import entries_of, labels_of
from tests.semesters import PAIRED_OTHERWISE, a_semester, changed, without

TITLES = tuple(kind.title for kind in SHEETS)


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("valid") / "台账.xlsx"
    workbook.write(path, a_semester(3))
    return path


@pytest.fixture
def book(valid: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(valid)


def sheet(book: openpyxl.Workbook, title: str) -> Worksheet:
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def saved(book: openpyxl.Workbook, folder: Path) -> workbook.Checked:
    path = folder / "台账.xlsx"
    book.save(path)
    return check_workbook(read_here(path, TITLES), PAIRED_OTHERWISE, PAIRED)


def places(found: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(p.kind, p.sheet, p.cell) for p in found]


def test_what_is_written_is_read_back_equal_with_its_rows(valid: Path) -> None:
    checked = workbook.check(valid, PAIRED_OTHERWISE)
    assert checked.problems == ()
    assert checked.semester == a_semester(3)
    assert [person.row for person in checked.semester.people] == [2, 3, 4, 5, 6, 7, 8]


def test_the_same_semester_gives_the_same_bytes(tmp_path: Path) -> None:
    workbook.write(tmp_path / "a.xlsx", a_semester(2))
    workbook.write(tmp_path / "b.xlsx", a_semester(2))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_values_with_markup_and_tags_pass_through_as_typed(tmp_path: Path) -> None:
    hostile = 'AT&T <甲> "x" {{ 7*7 }} ]]> _x005F_ =1+1 㛃䶮𬭎𠅤'
    semester = changed(a_semester(2), "groups", 0, name=hostile)
    workbook.write(tmp_path / "台账.xlsx", semester)
    checked = workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE)
    assert checked.problems == ()
    assert checked.semester.groups[0].name == hostile


def test_leading_zeros_and_eighteen_digits_survive(tmp_path: Path) -> None:
    semester = changed(a_semester(2), "people", 0, id="T0012", phone="057986668888")
    long = "000000199001011234"
    semester = replace(
        semester,
        people=(*semester.people, semester.people[1].model_copy(update={"id": long, "name": "欧阳慕容"})),
    )
    workbook.write(tmp_path / "台账.xlsx", semester)
    found = workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE).semester
    assert found.people[0].phone == "057986668888"
    assert found.people[-1].id == long


class TestMissingThings:
    def test_every_missing_sheet_is_named(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        for title in ("学期", "人员", "目标", "荣誉"):
            del book[title]
        found = saved(book, tmp_path).problems
        assert [(p.kind, p.sheet, p.row, p.everything) for p in found] == [
            ("missing-sheet", title, 0, True) for title in ("学期", "人员", "目标")
        ]

    def test_a_sheet_with_nearly_the_name_is_offered(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "人员").title = "人员名单"
        found = saved(book, tmp_path).problems
        assert places(found) == [("missing-sheet", "人员", "")]
        assert "人员名单" in found[0].hint

    def test_every_missing_column_is_named_once(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "人员")["D1"] = "党内身份"
        sheet(book, "组员")["B1"] = "人"
        sheet(book, "人员")["H1"] = "手机联系电话"
        found = saved(book, tmp_path).problems
        assert [(p.kind, p.sheet, p.column, str(p.severity)) for p in found] == [
            ("missing-column", "人员", "身份", "E"),
            ("missing-column", "人员", "联系电话", "W"),
            ("missing-column", "组员", "编号", "E"),
        ]
        assert "党内身份" in found[0].hint

    def test_a_workbook_that_is_something_else_gets_all_its_sheets_named(self, tmp_path: Path) -> None:
        other = openpyxl.Workbook()
        found = saved(other, tmp_path).problems
        assert [p.sheet for p in found if p.kind == "missing-sheet"] == ["学期", "人员", "小组", "组员", "目标"]

    def test_a_blank_workbook_says_kindly_what_to_fill_in(self, tmp_path: Path) -> None:
        workbook.begin(tmp_path / "台账.xlsx", {"term_name": "2008-2009-2", "school": "某学院"})
        found = workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE).problems
        assert {(p.kind, p.sheet) for p in found} == {("empty", "学期"), ("no-rows", "人员"), ("no-rows", "小组")}
        assert "B2" not in {p.cell for p in found}
        assert [p.column for p in found if not p.everything] == ["书记"]

    def test_a_missing_line_of_学期_is_named(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "学期").delete_rows(2)
        found = saved(book, tmp_path)
        assert places(found.problems) == [("missing-line", "学期", "")]
        assert found.problems[0].column == "学校"
        assert found.semester.programme is None


class TestHeaders:
    def test_columns_may_stand_in_any_order_among_others(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        people = sheet(book, "人员")
        people.move_range("A1:A8", cols=20)
        people.insert_cols(2)
        people["B1"] = "我的备注"
        people["B3"] = "随便写"
        assert saved(book, tmp_path).problems == ()

    def test_a_duplicate_header_is_refused(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "人员")["P1"] = "姓 名"
        assert places(saved(book, tmp_path).problems) == [("duplicate-column", "人员", "P1")]

    def test_titles_may_be_padded_starred_and_full_width(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        people = sheet(book, "人员")
        people["A1"], people["B1"], people["D1"] = " 编　号*", "姓\n名", "身份＊"
        assert saved(book, tmp_path).problems == ()

    def test_a_banner_above_and_blank_rows_between_are_passed_over(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        people = sheet(book, "人员")
        people.insert_rows(1, 2)
        people["A1"] = "影视艺术系人员一览表"
        people.merge_cells("A1:M1")
        people.insert_rows(6, 3)
        people["B4"] = None
        assert places(saved(book, tmp_path).problems) == [("empty", "人员", "B4")]

    def test_a_header_of_two_rows_with_merged_cells_is_understood(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        people = sheet(book, "人员")
        people.insert_rows(2)
        for column in "ABCDEFGJKLM":
            people.merge_cells(f"{column}1:{column}2")
        people["H2"], people["I2"] = people["H1"].value, people["I1"].value
        people["H1"], people["I1"] = "联系", None
        people.merge_cells("H1:I1")
        assert saved(book, tmp_path).problems == ()

    def test_a_merged_data_cell_counts_for_all_its_rows(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        members = sheet(book, "组员")
        members.merge_cells("A2:A3")
        assert members["A3"].value is None
        assert saved(book, tmp_path).problems == ()


class TestSpellings:
    @pytest.mark.parametrize(
        "text",
        [
            "2009-03-16",
            "2009.3.16",
            "2009/3/16",
            "2009年3月16日",
            "2009 年 3 月 16 日",
            "２００９．３．１６",
            "20090316",
            "2009-03-16 00:00:00",
            "2009年3月16日（星期一）",
            "二〇〇九年三月十六日",
            "2009年3月16号",
        ],
    )
    def test_a_date_may_be_written_as_people_do(self, text: str) -> None:
        assert parse_date(text) == date(2009, 3, 16)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("3月16日", "year"),
            ("09.3.16", "year"),
            ("2009-2-30", "day"),
            ("2009-3", "form"),
            ("二〇〇九年三月十五六日", "day"),
            ("二〇〇九年十十月一日", "day"),
        ],
    )
    def test_no_date_is_guessed(self, text: str, reason: str) -> None:
        with pytest.raises(NotADate) as caught:
            parse_date(text)
        assert caught.value.reason == reason

    def test_serials_count_in_both_date_systems(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "小组")["G2"] = 39888
        sheet(book, "小组")["G2"].number_format = "General"
        assert saved(book, tmp_path).semester.groups[0].agreed_on == date(2009, 3, 16)
        for row in sheet(book, "小组").iter_rows(min_row=2):
            for cell in row:
                cell.number_format = "General" if cell.coordinate == "G2" else cell.number_format
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        sheet(book, "小组")["G2"] = 39888 - 1462
        checked = saved(book, tmp_path)
        assert checked.problems == ()
        assert checked.semester.groups[0].agreed_on == date(2009, 3, 16)

    def test_full_width_numbers_and_padding_are_made_plain(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        people = sheet(book, "人员")
        number, name = str(people["A3"].value), str(people["B3"].value)
        wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
        people["A3"] = f"　{wide} "
        people["B3"] = f"{name[0]}　{name[1:]}"
        sheet(book, "组员")["B2"] = f"{wide}　{name}"
        checked = saved(book, tmp_path)
        assert checked.problems == ()
        assert (checked.semester.people[1].id, checked.semester.people[1].name) == (number, name)

    def test_numbers_in_text_columns_read_as_shown(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        goals = sheet(book, "目标")
        for at, value, number_format in (("G2", 12, "General"), ("H2", 0.85, "0%"), ("G3", 1.5, "0.0")):
            goals[at] = value
            goals[at].number_format = number_format
        found = saved(book, tmp_path).semester.goals
        assert (found[0].baseline, found[0].target, found[1].baseline) == ("12", "85%", "1.5")

    def test_a_percentage_in_a_column_of_numbers_is_refused_at_its_cell(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        marks = sheet(book, "评选")
        title = [cell.value for cell in marks[1]].index("分数") + 1
        marks.cell(2, title, 0.885).number_format = "0.0%"
        found = [one for one in saved(book, tmp_path).problems if one.kind == "percent-cell"]
        assert [(one.sheet, one.row, one.column, one.value) for one in found] == [("评选", 2, "分数", "88.5%")]

    def test_a_formula_counts_by_its_stored_result(self, valid: Path, tmp_path: Path) -> None:
        path = tmp_path / "台账.xlsx"
        shutil.copy(valid, path)
        _replace_part(
            path, "xl/worksheets/sheet3.xml", b'<c r="F3" s="3" t="s"><v>', b'<c r="F3" t="str"><f>"x"</f><v>'
        )
        checked = check_workbook(read_here(path, TITLES), PAIRED_OTHERWISE, PAIRED)
        assert checked.problems == ()
        assert checked.semester.people[1].class_name.isdigit()  # the stored result, whatever the formula says

    def test_rich_text_joins_its_runs_without_phonetic_guides(self, valid: Path, tmp_path: Path) -> None:
        path = tmp_path / "台账.xlsx"
        shutil.copy(valid, path)
        rich = "<si><r><t>许</t></r><r><rPr><b/></rPr><t>南屏</t></r><rPh sb='0' eb='1'><t>xu</t></rPh></si>"
        _replace_part(path, "xl/sharedStrings.xml", "<si><t>许南屏</t></si>".encode(), rich.encode())
        assert check_workbook(read_here(path, TITLES), PAIRED_OTHERWISE, PAIRED).semester.people[0].name == "许南屏"


class TestReferences:
    def test_a_number_a_label_and_a_unique_name_mean_the_same(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        teacher = sheet(book, "小组")
        teacher["E2"], teacher["E3"], teacher["E4"] = "T0012", "许南屏", "T0012　许 南屏"
        checked = saved(book, tmp_path)
        assert checked.problems == ()
        assert [group.guiding_teacher for group in checked.semester.groups] == ["T0012"] * 3

    def test_two_people_of_one_name_are_refused_with_both_numbers(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        name = sheet(book, "人员")["B3"].value
        sheet(book, "人员")["B7"] = name
        sheet(book, "组员")["B2"] = name
        for row in ("组员", "D6"), ("组员", "D7"), ("组员", "D3"):
            sheet(book, row[0])[row[1]] = None
        found = saved(book, tmp_path).problems
        [problem] = [p for p in found if p.kind == "ambiguous-name"]
        assert (problem.sheet, problem.cell, problem.rule) == ("组员", "B2", 3)
        assert "0810130011" in problem.message
        assert "0810130031" in problem.message

    @pytest.mark.parametrize("typed", ["G1", "g01", "G-01", "GO1"])
    def test_a_close_match_is_offered(self, book: openpyxl.Workbook, tmp_path: Path, typed: str) -> None:
        sheet(book, "活动")["A2"] = typed
        [problem] = saved(book, tmp_path).problems
        assert (problem.kind, problem.cell, problem.groups[0]) == ("unknown-reference", "A2", "G01")
        assert "G01" in problem.hint

    def test_a_goal_of_nobody_known_is_pointed_at_where_it_is_missed(
        self, book: openpyxl.Workbook, tmp_path: Path, request: pytest.FixtureRequest
    ) -> None:
        request.addfinalizer(partial(messages.set_language, messages.language()))
        messages.set_language("en")
        goals = sheet(book, "目标")
        owner = goals["A2"].value
        goals["A2"] = "某某某某"
        found = saved(book, tmp_path).problems
        assert [(p.kind, p.sheet, p.cell) for p in found] == [
            ("goal-missing", "组员", "B2"),
            ("unknown-reference", "目标", "A2"),
        ]
        # The report at 组员 holds back the right group, and says that the row may be there already.
        assert found[0].groups == ("G01",)
        assert "names nobody known" in found[0].hint
        goals["A2"], goals["C2"] = owner, None
        assert "names nobody known" not in saved(book, tmp_path).problems[0].hint

    def test_a_fault_elsewhere_in_a_row_makes_nobody_unknown(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "人员")["D3"] = "党员"
        sheet(book, "小组")["C2"] = "互帮"
        assert places(saved(book, tmp_path).problems) == [("not-allowed", "人员", "D3"), ("not-allowed", "小组", "C2")]

    def test_a_number_that_lost_its_zeros_is_said_once_and_not_at_every_reference(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        sheet(book, "人员")["A3"] = 810130011
        [problem] = saved(book, tmp_path).problems
        assert (problem.kind, problem.cell, problem.groups) == ("number-cell", "A3", ("G01",))


class TestRowsThatAreGone:
    @pytest.mark.parametrize(
        ("title", "row", "number", "groups"),
        [
            ("小组", 3, "G02", {"G02"}),
            ("人员", 3, "0810130011", {"G01"}),
            ("人员", 2, "T0012", {"G01", "G02", "G03"}),
        ],
    )
    def test_an_emptied_row_is_said_once_where_it_was_with_the_cells_that_name_it(
        self, book: openpyxl.Workbook, tmp_path: Path, title: str, row: int, number: str, groups: set[str]
    ) -> None:
        for cell in sheet(book, title)[row]:
            cell.value = None
        [problem] = saved(book, tmp_path).problems
        assert (problem.kind, problem.sheet, problem.cell, problem.value) == ("missing-row", title, f"A{row}", number)
        assert set(problem.groups) == groups
        assert ("组员!" if title == "小组" else "小组!") in problem.message

    def test_a_deleted_row_leaves_no_place_and_is_said_of_the_sheet(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        sheet(book, "小组").delete_rows(3)
        [problem] = saved(book, tmp_path).problems
        assert (problem.kind, problem.sheet, problem.row, problem.value) == ("missing-row", "小组", 0, "G02")

    def test_a_row_that_lost_its_number_or_has_anothers_is_asked_about_there(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        for number in (None, "G01"):
            sheet(book, "小组")["A3"] = number
            [problem] = saved(book, tmp_path).problems
            assert (problem.kind, problem.sheet, problem.cell) == ("missing-row", "小组", "A3")
            assert "G02" in problem.hint

    def test_one_cell_that_names_nobody_is_a_slip_in_that_cell(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        sheet(book, "活动")["A2"] = "X77"
        assert places(saved(book, tmp_path).problems) == [("unknown-reference", "活动", "A2")]

    def test_a_number_that_stands_twice_is_said_once_whoever_has_it(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        for row, number in ((4, "0810130011"), (8, "0810130011"), (3, "0810130012")):
            before = sheet(book, "人员")[f"A{row}"].value
            sheet(book, "人员")[f"A{row}"] = number
            assert places(saved(book, tmp_path).problems) == [("duplicate-number", "人员", f"A{max(row, 4)}")]
            sheet(book, "人员")[f"A{row}"] = before


class TestNumbersThatCannotNameFiles:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "number", ["CON", "nul", "Com1.x", "COM¹", "-rf", "~$x", "G01.", ".G01", "G/01", "G:1", "组" * 21]
    )
    def test_a_group_under_such_a_number_is_refused_at_its_cell(
        self, book: openpyxl.Workbook, tmp_path: Path, number: str
    ) -> None:
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if cell.value == "G01":
                        cell.value = number
        assert places(saved(book, tmp_path).problems) == [("no-file-name", "小组", "A2")]

    def test_two_groups_that_differ_by_case_alone_would_share_their_files(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        for page in book.worksheets:
            for row in page.iter_rows():
                for cell in row:
                    if cell.value == "G02":
                        cell.value = "g01"
        assert places(saved(book, tmp_path).problems) == [("no-file-name", "小组", "A3")]


class TestWhoseReportIsHeldBack:
    def test_a_member_of_no_known_group_holds_back_the_group_that_lacks_them_not_all(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        sheet(book, "组员")["A3"] = "X99"
        found = saved(book, tmp_path).problems
        assert {group for problem in found for group in problem.groups if problem.is_error} == {"G01"}
        assert not any(problem.everything for problem in found)

    def test_a_member_without_a_group_might_be_anybodys(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        members = sheet(book, "组员")
        members["A3"] = None
        [problem] = [p for p in saved(book, tmp_path).problems if p.kind == "empty"]
        assert problem.groups == ("G01",)  # that of the person they are paired with
        members["D3"] = None
        [problem] = [p for p in saved(book, tmp_path).problems if p.kind == "empty"]
        assert problem.everything

    def test_a_guiding_teachers_row_concerns_the_groups_they_guide(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        sheet(book, "人员")["E2"] = "党员"
        [problem] = saved(book, tmp_path).problems
        assert problem.groups == ("G01", "G02", "G03")


class TestEverythingAtOnce:
    def test_one_broken_cell_hides_no_other_in_its_row(self, book: openpyxl.Workbook, tmp_path: Path) -> None:
        people = sheet(book, "人员")
        people["C3"], people["D3"], people["L3"], people["F3"] = "F", "党员", "昨天", "团_x0001_支书"
        assert places(saved(book, tmp_path).problems) == [
            ("not-allowed", "人员", "C3"),
            ("not-allowed", "人员", "D3"),
            ("control-character", "人员", "F3"),
            ("not-a-date", "人员", "L3"),
        ]

    def test_a_broken_cell_does_not_keep_the_rules_from_the_rest_of_its_row(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        people = sheet(book, "人员")
        people["L3"], people["E3"] = "昨天", "群众"
        sheet(book, "学期")["B10"] = None
        sheet(book, "小组")["G2"] = "2008-01-01"
        assert places(saved(book, tmp_path).problems) == [
            ("empty", "学期", "B10"),
            ("standing-and-status", "人员", "E3"),
            ("not-a-date", "人员", "L3"),
            ("outside-semester", "小组", "G2"),
        ]

    def test_sound_rows_are_in_the_semester_and_faulty_ones_are_not(
        self, book: openpyxl.Workbook, tmp_path: Path
    ) -> None:
        sheet(book, "人员")["C3"] = "F"
        checked = saved(book, tmp_path)
        assert [person.row for person in checked.semester.people] == [2, 4, 5, 6, 7, 8]
        assert checked.problems[0].groups == ("G01",)
        assert not checked.problems[0].everything

    def test_thirty_faults_are_thirty_reports(self, tmp_path: Path) -> None:
        workbook.write(tmp_path / "台账.xlsx", a_semester(30))
        book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
        expected = []
        for number in range(10):
            row = 3 + 2 * number
            for title, column, value, kind in (
                ("人员", "C", "F", "not-allowed"),
                ("组员", "E", "分_x0002_工", "control-character"),
                ("小组", "G", "2009-02-30", "no-such-day"),
            ):
                at = f"{column}{row if title != '小组' else 2 + number * 3}"
                sheet(book, title)[at] = value
                expected.append((kind, title, at))
        assert sorted(places(saved(book, tmp_path).problems)) == sorted(expected)


class TestOtherFormats:
    def test_a_folder_of_csv_files_reads_in_both_encodings(self, tmp_path: Path) -> None:
        semester = a_semester(3)
        for encoding in ("utf-8-sig", "utf-8", "gb18030"):
            folder = tmp_path / encoding
            _write_csv(folder, semester, encoding)
            checked = workbook.check(folder, PAIRED_OTHERWISE)
            assert checked.problems == ()
            assert checked.semester == semester

    def test_a_number_in_scientific_notation_is_refused_in_csv(self, tmp_path: Path) -> None:
        _write_csv(tmp_path / "台账", a_semester(3), "utf-8")
        people = tmp_path / "台账" / "人员.csv"
        people.write_text(people.read_text("utf-8").replace("0810130011", "8.1013E+08"), "utf-8")
        assert places(workbook.check(tmp_path / "台账", PAIRED_OTHERWISE).problems)[0] == (
            "number-lost-digits",
            "人员",
            "A3",
        )

    @pytest.mark.libreoffice
    @pytest.mark.slow
    @pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
    def test_what_libreoffice_saves_reads_the_same(self, valid: Path, tmp_path: Path, ending: str) -> None:
        profile = (tmp_path / "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending]
        subprocess.run([*command, "--outdir", tmp_path, valid], check=True, capture_output=True, timeout=120)
        checked = workbook.check(tmp_path / f"台账.{ending}", PAIRED_OTHERWISE)
        assert checked.problems == ()
        assert checked.semester == a_semester(3)


def _write_csv(folder: Path, semester: Semester, encoding: str) -> None:
    import csv

    folder.mkdir()
    for kind in SHEETS:
        value = getattr(semester, kind.attribute)
        rows = value if isinstance(value, tuple) else (value,)
        titles = [field.alias for field in kind.model.model_fields.values()]
        text = io.StringIO()
        writer = csv.writer(text)
        if kind.title == "学期":
            writer.writerow(["项目", "内容"])
            writer.writerows(entries_of(rows[0], labels_of(semester)).items())
        else:
            writer.writerow(titles)
            for row in rows:
                entries = entries_of(row, labels_of(semester))
                writer.writerow([entries.get(title or "", "") for title in titles])
        (folder / f"{kind.title}.csv").write_bytes(text.getvalue().encode(encoding))


def _replace_part(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change one part of a package as another program might have written it."""
    import zipfile

    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)


def test_removing_a_row_that_others_need_is_reported_where_it_is_missed(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", without(a_semester(3), "goals", 0))
    assert places(workbook.check(tmp_path / "台账.xlsx", PAIRED_OTHERWISE).problems) == [("goal-missing", "组员", "B2")]


def test_a_missing_file_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as caught:
        workbook.check(tmp_path / "没有.xlsx", PAIRED_OTHERWISE)
    assert "没有.xlsx" in str(caught.value)
    assert caught.value.hint
