"""A new semester's workbook: people from a roster, and what the last semester hands over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen import messages, settings, workbook
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.errors import WorkbookError
from docgen.field import GroupState, PoliticalStatus, ProjectState, Semester, Standing
from docgen.rules.carrying import carry
from docgen.semester import Term
from docgen.settings import Carrying, Settings
from docgen.workbook.cells import Workbook
from docgen.workbook.reading import read_here
from docgen.workbook.roster import Roster, read_roster
from tests.semesters import a_semester, changed


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    translated.speak(before)


def a_roster(folder: Path, rows: Sequence[Sequence[object]], title: str = "学生名单") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def people_of(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)["人员"]
    assert isinstance(sheet, Worksheet)
    return [row[:8] for row in sheet.iter_rows(min_row=2, values_only=True) if row[1]]


TITLED: list[list[object]] = [
    ["影视艺术系学生信息表（导出）"],
    ["序号", "学 号", "学生姓名", "性别", "政治面貌", "行政班级", "手机号码", "身份证号", "确定为入党积极分子时间"],
    [1, "0810130101", "周　砚秋", "女", "共青团员", "影视081班", "13900000001", "330783199001011234", "2008.12.15"],
    [2, "0810130102", "林知远", "男", "中共党员", "影视081班", "13900000002", "330783199002021234", None],
    [3, "0810130103", "欧阳䶮", "男", "团员", "影视082班", 13900000003, "330783199003031234", None],
]


class TestRoster:
    @pytest.mark.parametrize("blank", [" ", "\xa0", "\u3000", " \t\u2003"])
    def test_cells_of_blanks_are_empty_ones(self, blank: str, tmp_path: Path) -> None:
        rows: list[list[object]] = [[blank] * 9, *TITLED, [blank] * 9, ["合计", blank, "3人"]]
        found = read_roster(a_roster(tmp_path, rows))
        assert [one["编号"] for one in found.people] == ["0810130101", "0810130102", "0810130103"]
        (tmp_path / "空.csv").write_text(f"{blank},{blank}\n" * 6, encoding="utf-8")
        with pytest.raises(WorkbookError):
            read_roster(tmp_path / "空.csv")

    @pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
    def test_of_two_sheets_that_name_people_the_one_left_out_is_named(self, state: str, tmp_path: Path) -> None:
        path = a_roster(tmp_path, TITLED)
        book = openpyxl.load_workbook(path)
        second = book.create_sheet("二班", 0 if state == "veryHidden" else None)
        second.append(["学号", "姓名"])
        second.append(["0810130201", "沈若谷"])
        second.sheet_state = state
        book.active = book["学生名单"]
        book.save(path)
        found = read_roster(path)
        assert found.sheet == "学生名单"
        assert [(one.kind, one.sheet) for one in found.problems if one.kind == "sheet-left-out"] == [
            ("sheet-left-out", "二班")
        ]

    def test_people_on_a_sheet_that_nobody_is_shown_are_not_taken(self, tmp_path: Path) -> None:
        path = a_roster(tmp_path, TITLED)
        book = openpyxl.load_workbook(path)
        book["学生名单"].sheet_state = "veryHidden"
        book.create_sheet("封面")
        book.active = 1
        book.save(path)
        with pytest.raises(WorkbookError):
            read_roster(path)

    @pytest.mark.parametrize("head", ["行政班级", "专业班级", "班 级"])
    def test_a_class_is_known_by_what_exports_call_it(self, head: str, tmp_path: Path) -> None:
        rows = [[head if cell == "行政班级" else cell for cell in row] for row in TITLED]
        classes = [one["班级"] for one in read_roster(a_roster(tmp_path, rows)).people]
        assert classes == ["影视081班", "影视081班", "影视082班"]

    def test_a_class_that_is_merged_over_its_students_is_each_students(self, tmp_path: Path) -> None:
        path = a_roster(tmp_path, TITLED)
        book = openpyxl.load_workbook(path)
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        sheet.merge_cells("F3:F5")
        book.save(path)
        assert [one["班级"] for one in read_roster(path).people] == ["影视081班"] * 3

    @pytest.mark.parametrize(
        ("numbers", "taken"),
        [
            ([2023030101, 2023030102, 2023030103], True),  # they begin with a year
            (["2023030101", 2023030102, "2023030103"], True),  # as long as the others
            ([810130101, 810130102, 810130103], False),  # 0810130101, or not
            (["0810130101", 810130102, "0810130103"], False),
            ([2023030101, 202303010, 2023030103], False),
        ],
    )
    def test_a_number_that_was_stored_as_one_is_taken_where_no_zero_can_be_lost(
        self, tmp_path: Path, numbers: list[object], taken: bool
    ) -> None:
        rows = [[number, f"{name}同学", "一班"] for number, name in zip(numbers, "甲乙丙", strict=True)]
        found = read_roster(a_roster(tmp_path, [["学号", "姓名", "班级"], *rows]))
        assert all("编号" in one for one in found.people) == taken
        assert bool(found.problems) != taken
        assert any(title == "编号" for title, _said, _word in found.understood) == taken

    def test_an_apostrophe_that_an_export_wrote_before_a_number_or_name_is_no_part_of_it(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [["学号", "姓名", "手机"], ["'0810130101", "’周砚秋", "'13900000001"]]
        (person,) = read_roster(a_roster(tmp_path, rows)).people
        assert (person["编号"], person["姓名"], person["联系电话"]) == ("0810130101", "周砚秋", "13900000001")

    def test_columns_are_matched_by_the_titles_of_student_systems(self, tmp_path: Path) -> None:
        found = read_roster(a_roster(tmp_path, TITLED))
        assert [(m.title, m.letter, m.by_content) for m in found.matches] == [
            ("编号", "B", False),
            ("姓名", "C", False),
            ("性别", "D", False),
            ("政治面貌", "E", False),
            ("班级", "F", False),
            ("联系电话", "G", False),
            ("确定积极分子日期", "I", False),
        ]
        assert found.unused == ("序号", "身份证号")
        assert found.missing == ("身份",)
        assert found.problems == ()
        assert found.people[0] == {
            "编号": "0810130101",
            "姓名": "周砚秋",
            "性别": "女",
            "政治面貌": "共青团员",
            "班级": "影视081班",
            "联系电话": "13900000001",
            "确定积极分子日期": date(2008, 12, 15),
            "身份": "入党积极分子",
        }
        assert [person.get("身份") for person in found.people] == ["入党积极分子", "学生党员", None]
        assert found.people[2]["政治面貌"] == "共青团员"

    def test_columns_without_a_known_title_are_matched_by_what_stands_in_them(self, tmp_path: Path) -> None:
        strange: list[list[object]] = [["a", "b", "c", "d", "e", "f", "g", "h"], *(row[:8] for row in TITLED[2:])]
        strange += [
            [n, f"08101302{n:02d}", f"林{'甲乙丙丁'[n % 4]}{'子丑寅卯'[n // 4]}", "男", "群众"] for n in range(16)
        ]
        found = read_roster(a_roster(tmp_path, strange))
        assert {m.title: (m.letter, m.by_content) for m in found.matches} == {
            "编号": ("B", True),
            "姓名": ("C", True),
            "性别": ("D", True),
            "政治面貌": ("E", True),
        }
        assert found.people[0]["姓名"] == "周砚秋"
        assert len(found.people) == 19

    def test_a_list_without_any_header_is_understood(self, tmp_path: Path) -> None:
        found = read_roster(a_roster(tmp_path, [row[1:7] for row in TITLED[2:]]))
        assert [person["编号"] for person in found.people] == ["0810130101", "0810130102", "0810130103"]

    def test_faults_are_named_by_cell_and_the_person_still_goes_in(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [
            ["学号", "姓名", "政治面貌", "班级"],
            [810130101, "周砚秋", "共青团员", "影视081班"],
            ["0810130102", "林知远", "民革", "影视081班"],
            ["0810130102", "林知远", "共青团员", "影视081班"],
            [None, "沈青禾", "共青团员", "影视081班"],
            [None, None, None, "合计"],
        ]
        found = read_roster(a_roster(tmp_path, rows))
        assert [(p.kind, p.sheet, p.cell) for p in found.problems] == [
            ("number-cell", "学生名单", "A2"),
            ("not-allowed", "学生名单", "C3"),
            ("duplicate-number", "学生名单", "A4"),
            ("empty", "学生名单", "A5"),
            ("left-out", "学生名单", "A6"),
        ]
        assert [person.get("编号") for person in found.people] == [None, "0810130102", None]
        assert "政治面貌" not in found.people[1]

    def test_what_is_nearly_the_word_is_understood_and_told_and_the_rest_is_asked_about(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [
            ["学号", "姓名", "性别", "政治面貌"],
            ["01", "甲一", "女生", "中共预备党员（2008）"],
            ["02", "甲二", "男性", "共青团员2005.5入团"],
            ["03", "甲三", "2", "01"],
            ["04", "甲四", "F", "团 员"],
            ["05", "甲五", "？", "民革会员"],
            ["06", "甲六", "女", "入党积极分子"],
            ["07", "甲七", "女", "非党员"],
            ["08", "甲八", "女", "党员、团员"],
        ]
        found = read_roster(a_roster(tmp_path, rows))
        assert [(p.get("性别"), p.get("政治面貌"), p.get("身份")) for p in found.people] == [
            ("女", "中共预备党员", "学生党员"),
            ("男", "共青团员", None),
            ("女", "中共党员", "学生党员"),
            ("女", "共青团员", None),
            (None, None, None),
            ("女", None, "入党积极分子"),
            ("女", None, None),
            ("女", None, None),
        ]
        assert [(p.kind, p.cell) for p in found.problems] == [
            ("not-allowed", cell) for cell in ("C6", "D6", "D7", "D8", "D9")
        ]
        assert found.understood["政治面貌", "中共预备党员(2008)", "中共预备党员"] == 1
        assert found.understood["性别", "2", "女"] == 1

    def test_totals_and_notes_below_the_list_are_nobody_and_said(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [
            ["学号", "姓名", "政治面貌"],
            ["0101", "计小明", "群众"],
            ["0102", "总有理", "群众"],
        ]
        rows += [["合 计", 2, None], [None, "总计：2人", None], ["小计", None, "党员0"], ["制表人：张三", None, None]]
        found = read_roster(a_roster(tmp_path, rows))
        assert [person["姓名"] for person in found.people] == ["计小明", "总有理"]
        assert [(p.kind, p.cell) for p in found.problems] == [("left-out", f"A{row}") for row in (4, 5, 6, 7)]

    def test_a_list_of_teachers_makes_teachers(self, tmp_path: Path) -> None:
        rows: list[list[object]] = [
            ["工号", "姓名", "政治面貌", "职称"],
            ["T0012", "许南屏", "中共党员", "讲师"],
        ]
        assert read_roster(a_roster(tmp_path, rows)).people[0]["身份"] == "教师党员"

    def test_a_csv_in_gb18030_keeps_zeros_and_rare_names(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.csv"
        path.write_bytes("学号,姓名\n000000199001011234,方㛃\n0012,𬭎甲\n".encode("gb18030"))
        assert [(p["编号"], p["姓名"]) for p in read_roster(path).people] == [
            ("000000199001011234", "方㛃"),
            ("0012", "𬭎甲"),
        ]

    @pytest.mark.parametrize("separator", ["\t", ";"])
    def test_a_csv_with_another_separator_is_told_by_its_lines(self, separator: str, tmp_path: Path) -> None:
        path = tmp_path / "导出.csv"
        lines = ("影视艺术系学生信息表", "学号,姓名,政治面貌", "0101,周砚秋,群众", "0102,林知远,群众")
        text = "\n".join(lines).replace(",", separator)
        path.write_bytes((text.replace("林知远", "林,知远") + "\n").encode("utf-16" if separator == "\t" else "utf-8"))
        assert [(p["编号"], p["姓名"]) for p in read_roster(path).people] == [("0101", "周砚秋"), ("0102", "林,知远")]

    def test_a_csv_cell_that_keeps_its_zeros_as_a_formula_is_its_text(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.csv"
        path.write_text('学号,姓名\n="0081",="周砚秋"\n"=""0082""",林知远\n', encoding="utf-8")
        assert [(p["编号"], p["姓名"]) for p in read_roster(path).people] == [("0081", "周砚秋"), ("0082", "林知远")]

    def test_a_quotation_mark_that_is_not_closed_is_named_by_its_line(self, tmp_path: Path) -> None:
        path = tmp_path / "导出.csv"
        path.write_text('学号,姓名\n0081,周砚秋\n0082,"林知远\n0083,沈青禾\n', encoding="utf-8")
        with pytest.raises(WorkbookError, match="第4行"):
            read_roster(path)

    def test_the_sheet_with_the_people_is_found_among_others(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.create_sheet("名单")
        for row in TITLED:
            book["名单"].append(row)
        path = tmp_path / "名册.xlsx"
        book.save(path)
        assert read_roster(path).sheet == "名单"

    def test_a_file_that_names_nobody_is_refused(self, tmp_path: Path) -> None:
        for rows in ([["课程", "成绩"], ["语文", "85"], ["数学", "90"]], [["学号", "姓名"]]):
            with pytest.raises(WorkbookError) as caught:
                read_roster(a_roster(tmp_path, rows))
            assert caught.value.hint


class TestInit:
    def test_people_go_into_the_workbook_as_text_and_the_match_is_shown(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        roster = a_roster(tmp_path, TITLED)
        folder = tmp_path / "新学期"
        assert run(["init", str(folder), "--semester", "2009春", "--roster", str(roster), "--lang", "en"]) == 0
        said = capsys.readouterr().out
        assert "编号 ← column B “学 号” (by its title)" in said
        assert "身份 left open for 1 people" in said
        found = people_of(folder / "台账.xlsx")
        assert found[2][:7] == ("0810130103", "欧阳䶮", "男", None, "共青团员", "影视082班", None)
        problems = workbook.check(folder / "台账.xlsx", Settings()).problems
        assert [(p.cell, p.kind) for p in problems if p.sheet == "人员" and p.is_error] == [("D4", "empty")]

    def test_without_a_semester_or_an_old_one_it_asks_for_one(self, tmp_path: Path) -> None:
        assert run(["init", str(tmp_path / "x")]) == 2
        assert not (tmp_path / "x").exists()

    @pytest.mark.parametrize("term", ["0000-0001-1", "0001春", "9999秋", "9998-9999-2"])
    def test_a_semester_of_no_year_there_is_makes_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], term: str
    ) -> None:
        assert run(["init", str(tmp_path / "x"), "--semester", term, "--lang", "zh"]) == 2
        assert f"{term} 不是学年学期" in capsys.readouterr().err
        assert not (tmp_path / "x").exists()

    def test_an_existing_workbook_is_left_as_it_is(self, tmp_path: Path) -> None:
        (tmp_path / "台账.xlsx").write_bytes(b"hers")
        assert run(["init", str(tmp_path), "--semester", "2009春"]) == 3
        assert (tmp_path / "台账.xlsx").read_bytes() == b"hers"

    def test_examples_that_were_typed_over_in_part_are_no_data(self, tmp_path: Path) -> None:
        workbook.begin(tmp_path / "台账.xlsx", {"term_name": "2009春"})
        book = openpyxl.load_workbook(tmp_path / "台账.xlsx")
        book["人员"].append(["01", "甲", None, "教师党员", "中共党员"])
        typed: list[tuple[str, str, str | date]] = [
            *(("小组", "A2", "G01"), ("小组", "B2", "晨光"), ("小组", "C2", "互勉"), ("小组", "D2", "01")),
            *(("组员", "A2", "G01"), ("组员", "B2", "01")),
            *(("活动", "B2", date(2009, 3, 9)), ("活动", "C2", "启动大会")),
        ]
        for sheet, cell, value in typed:
            book[sheet][cell] = value
        book.save(tmp_path / "台账.xlsx")
        semester = workbook.check(tmp_path / "台账.xlsx", Settings()).semester
        assert semester.groups[0].model_dump(exclude_defaults=True, exclude={"row"}) == {
            "id": "G01",
            "name": "晨光",
            "form": "互勉",
            "leader": "01",
        }
        assert [(row.group, row.content, row.place) for row in semester.activities] == [("", "启动大会", "")]
        assert semester.memberships[0].joined_on is None
        assert not semester.goals and not semester.honours, "nobody typed over these"

    def test_the_next_semester_follows_the_old_one_with_its_settings(self, tmp_path: Path) -> None:
        old, new = tmp_path / "旧", tmp_path / "新"
        semester = a_semester(3)
        assert semester.programme
        told = semester.programme.model_copy(update={"office_phone": "0579-80000000"})
        workbook.write(old / "台账.xlsx", replace(semester, programme=told))
        (old / settings.FILE_NAME).write_text("[check]\ntalks_per_month = 2\n", "utf-8")
        assert run(["init", str(new), "--from", str(old)]) == 0
        assert settings.load(new).check.talks_per_month == 2
        book = openpyxl.load_workbook(new / "台账.xlsx")
        assert "待确认" in book.sheetnames
        lines = {row[0]: row[1] for row in book["学期"].iter_rows(values_only=True)}
        assert lines["学年学期"] == "2009—2010学年第一学期"
        assert lines["办公电话"] == "0579-80000000"
        assert (lines["书记"], lines["备案号前缀"], lines["开始日期"], lines["活动主题"]) == (
            "方秉文",
            "影艺共勉",
            None,
            None,
        )
        kinds = {(p.sheet, p.kind) for p in workbook.check(new / "台账.xlsx", Settings()).problems if p.is_error}
        assert kinds == {("学期", "empty"), ("组员", "goal-missing")}


NEXT = Term(2009, 1)


def carried(semester: Semester, term: Term = NEXT) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for question in carry(semester, term, Carrying()).questions:
        found.setdefault(question.kind, []).append(question.about)
    return found


class TestCarry:
    def test_active_groups_go_on_as_drafts(self) -> None:
        old = changed(a_semester(3), "groups", 0, filing_number="影艺共勉〔2009〕1号", branch_opinion="同意")
        old = changed(old, "groups", 2, state=GroupState.WITHDRAWN)
        new = carry(old, NEXT, Carrying()).semester
        assert [group.id for group in new.groups] == ["G01", "G02"]
        group = new.groups[0]
        assert (group.filing_number, group.branch_opinion, group.agreed_on, group.filed_on) == ("", "", None, None)
        assert (group.leader, group.guiding_teacher, group.aim) == ("0810130011", "T0012", "共同进步")
        assert {(row.group, row.person) for row in new.memberships} == {
            (row.group, row.person) for row in old.memberships if row.group != "G03"
        }
        assert all(row.signed_on is None for row in new.memberships)
        assert new.memberships[0].partners == ("0810130012",)
        assert (new.goals, new.activities, new.talks, new.honours) == ((), (), (), ())

    def test_who_left_is_not_carried_and_whom_it_leaves_alone_is_asked_about(self) -> None:
        old = changed(a_semester(3), "memberships", 0, left_on=date(2009, 5, 10), leaving_reason="转学")
        new = carry(old, NEXT, Carrying())
        assert [row.person for row in new.semester.memberships if row.group == "G01"] == ["0810130012"]
        assert new.semester.groups[0].leader == ""
        assert new.semester.memberships[0].partners == ()
        found = carried(old)
        assert found["no-leader"] == found["too-few-members"] == ["G01 第1共勉小组"]
        assert found["partner-left"] == ["G01 0810130012"]
        assert found["left"] == [old.people[1].label], "whoever left every group may be gone"
        assert "left" not in carried(a_semester(3))

    def test_only_unfinished_projects_go_on_with_their_teams(self) -> None:
        old = a_semester(6)
        old = changed(old, "projects", 0, state=ProjectState.DONE)
        new = carry(old, NEXT, Carrying()).semester
        assert [project.id for project in new.projects] == ["P05"]
        assert {row.project for row in new.project_members} == {"P05"}

    def test_a_project_whose_group_ended_is_asked_about(self) -> None:
        old = changed(a_semester(3), "groups", 1, state=GroupState.WITHDRAWN)
        assert carry(old, NEXT, Carrying()).semester.projects == ()
        assert carried(old)["project-without-group"] == ["P02 校园短片第2部"]

    def test_graduates_are_reckoned_from_the_class_and_kept_until_confirmed(self) -> None:
        old = a_semester(2)
        assert old.programme
        assert "graduate" not in carried(old)
        later = Term(2011, 1)
        assert carried(old, later)["graduate"] == [person.label for person in old.people[1:]]
        assert carry(old, later, Carrying()).semester.people == old.people
        assert "graduate" not in {q.kind for q in carry(old, later, Carrying(years=4)).questions}

    @pytest.mark.parametrize("name", ["影视061班", "机械0602班", "2006级录音1班", "06级影视1班"])
    def test_a_class_tells_the_year_it_began_in_any_usual_spelling(self, name: str) -> None:
        old = changed(a_semester(2), "people", 1, class_name=name)
        assert carried(old)["graduate"] == [old.people[1].label]

    def test_classes_move_up_only_with_the_academic_year(self) -> None:
        old = a_semester(2)
        assert old.programme
        assert carried(old)["promoted-class"] == ["影视082班", "影视083班"]
        first = replace(old, programme=old.programme.model_copy(update={"term_name": "2008-2009-1"}))
        assert "promoted-class" not in carried(first, Term(2008, 2))

    def test_a_youth_who_became_an_activist_and_a_probationary_member_are_asked_about(self) -> None:
        old = changed(a_semester(3), "people", 6, activist_since=date(2009, 6, 1))
        assert old.people[6].standing is Standing.YOUTH
        old = changed(old, "people", 1, political_status=PoliticalStatus.PROBATIONARY_MEMBER)
        found = carried(old)
        assert found["became-activist"] == [old.people[6].label]
        assert found["probationary"] == [old.people[1].label]


def joined(
    tmp_path: Path, rows: Sequence[Sequence[object]]
) -> tuple[Roster, list[tuple[object, ...]], list[tuple[str, str]]]:
    workbook.write(tmp_path / "旧.xlsx", a_semester(2))
    roster = read_roster(a_roster(tmp_path, rows))
    handover = workbook.take_over(tmp_path / "旧.xlsx", Settings(), None)
    questions = workbook.begin(tmp_path / "新.xlsx", {"term_name": str(handover.term)}, roster, handover)
    return roster, people_of(tmp_path / "新.xlsx"), [(question.kind, question.about) for question in questions]


def test_a_roster_brings_the_people_of_last_semester_up_to_date(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["学号", "姓名", "班级"],
        ["0810130011", a_semester(2).people[1].name, "影视089班"],
        ["0910130001", "新来的", "影视091班"],
    ]
    _roster, people, questions = joined(tmp_path, rows)
    assert [row[0] for row in people] == [*(person.id for person in a_semester(2).people), "0910130001"]
    assert people[1][5] == "影视089班"
    assert ("updated", f"0810130011 {a_semester(2).people[1].name}") in questions
    assert len([kind for kind, _about in questions if kind == "not-in-roster"]) == 3
    assert ("new-people", "名册.xlsx") in questions


def test_rows_with_a_faulty_cell_are_not_carried_and_each_is_named(tmp_path: Path) -> None:
    workbook.write(tmp_path / "旧.xlsx", a_semester(2))
    book = openpyxl.load_workbook(tmp_path / "旧.xlsx")
    book["人员"]["D3"] = "党员"
    book.save(tmp_path / "旧.xlsx")
    handover = workbook.take_over(tmp_path / "旧.xlsx", Settings(), None)
    assert len(handover.carried.semester.people) == 4
    assert [problem.cell for problem in handover.problems] == ["D3"]
    questions = workbook.begin(tmp_path / "新.xlsx", {}, None, handover)
    assert [question.about for question in questions if question.kind == "not-carried"] == ["人员!D3 身份"]


def test_the_sheet_of_questions_is_hers_and_check_does_not_mind_it(tmp_path: Path) -> None:
    joined(tmp_path, [["学号", "姓名"], ["0810130011", "周砚秋"]])
    book: Workbook = read_here(tmp_path / "新.xlsx", ("人员",))
    assert "待确认" in book.others


@pytest.mark.slow
def test_a_roster_adds_people_to_a_workbook_in_use_and_changes_nobody_who_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "台账.xlsx"
    semester = a_semester(2)
    workbook.write(book, semester)
    before = book.read_bytes()
    known = semester.people[1]
    rows: list[list[object]] = [
        ["学号", "姓名", "性别", "政治面貌", "班级"],
        [known.id, known.name, "男", "共青团员", known.class_name],
        ["0910130101", "岑可欣", "女", "共青团员", "影视091班"],
        ["0910130102", "樊星", "男", "群众", "影视091班"],
    ]
    assert run(["roster", str(book), str(a_roster(tmp_path, rows)), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "2 people added." in said
    assert f"{known.id} {known.name}: 性别 女, in the roster 男" in said
    people = people_of(book)
    assert people[: len(semester.people)] == people_of(tmp_path / "台账-添加前.xlsx")
    assert [row[:2] for row in people[len(semester.people) :]] == [("0910130101", "岑可欣"), ("0910130102", "樊星")]
    assert (tmp_path / "台账-添加前.xlsx").read_bytes() == before
    assert run(["roster", str(book), str(tmp_path / "名册.xlsx"), "--lang", "en"]) == 0
    assert "Nobody new" in capsys.readouterr().out


def test_a_roster_that_is_not_there_is_looked_for_and_no_workbook_is_made_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError) as refused:
        workbook.read_roster(tmp_path / "名单.xls")
    assert "docgen init" not in str(refused.value.hint)
