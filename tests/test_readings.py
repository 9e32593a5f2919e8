"""What clerks write in a cell is understood, or said at its cell: nothing is misread without a word (rule 18)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import workbook
from docgen.field import Programme, Semester
from docgen.field.lists import entries, words
from docgen.rules import judge
from docgen.settings import Settings
from tests.edges import every
from tests.semesters import a_programme, a_semester, changed


def found(semester: Semester) -> list[tuple[str, str, str]]:
    return [(one.kind, one.sheet, one.column) for one in judge(semester, Settings())]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("张三、李四", ("张三", "李四")),
        ("1. 张三；2. 李四；", ("张三", "李四")),
        ("1、张三；2、李四", ("张三", "李四")),
        ("（1）张三\n（2）李四", ("张三", "李四")),
        ("①张三②李四", ("张三", "李四")),
        ("12、13", ("12", "13")),
        ("1、2", ("1", "2")),
        ("1.2班、1.3班", ("1.2班", "1.3班")),
        ("2. 张三；3. 李四", ("2. 张三", "3. 李四")),
    ],
)
def test_a_list_numbered_by_hand_is_read_without_its_numbers(text: str, read: tuple[str, ...]) -> None:
    assert words(text) == read


def test_measures_numbered_in_one_cell_are_as_many_and_end_as_sentences() -> None:
    assert entries("1. 每周晨读；2. 每月互查。") == ("每周晨读", "每月互查。")
    semester = changed(
        a_semester(1), "groups", 0, measures="1. 每周晨读；2. 每月互查。", aim="共同进步", meeting="每月面谈"
    )
    for paper in every(semester):
        if paper.kind.stem in ("agreement", "plan"):
            assert paper.data["措施"] == ["每周晨读。", "每月互查。"]
            assert paper.data["总体目标"] == "共同进步。"
    (agreement,) = [paper for paper in every(semester) if paper.kind.stem == "agreement"]
    assert agreement.data["交流方式"] == "每月面谈。"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("影艺党[2009]第06号", "影艺党〔2009〕6号"), ("影艺党（2009）6号", "影艺党〔2009〕6号"), ("影艺党〔2009〕6号",) * 2,
        ("影艺党【2009】16号", "影艺党〔2009〕16号"), ("", ""),
    ],
)  # fmt: skip
def test_an_official_number_is_written_as_the_standard_does(typed: str, read: str) -> None:
    fields = {**a_programme().model_dump(by_alias=True), "文号": typed}
    assert Programme.model_validate(fields).document_number == read


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["护理共勉〔2025〕", "护理共勉[2025]", "护理共勉〔2025〕1号"])
def test_a_prefix_with_the_year_is_refused_because_numbers_are_for_good(tmp_path: Path, prefix: str) -> None:
    semester = a_semester(1)
    assert semester.programme
    programme = semester.programme.model_copy(update={"filing_prefix": prefix})
    workbook.write(tmp_path / "台账.xlsx", replace(semester, programme=programme))
    problems = workbook.check(tmp_path / "台账.xlsx", Settings()).problems
    (problem,) = [one for one in problems if one.kind == "prefix-with-year"]
    assert (problem.sheet, problem.is_error) == ("学期", True)
    assert not re.search(r"[\\^$]", str(problem))


def test_nobody_leads_a_talk_with_themselves() -> None:
    semester = a_semester(1, talks=True)
    member = semester.people[1].id
    assert ("talks-with-themselves", "交流", "谈话对象") in found(
        changed(semester, "talks", 0, talker=member, partners=(member,))
    )


@pytest.mark.parametrize(
    ("phone", "fine"),
    [("13900000001", True), ("0579-86551234转802", True), ("139 0000 0001、0579-86551234", True), ("见班级群", False)],
)
def test_what_is_no_phone_and_printed_as_one_is_said(phone: str, fine: bool) -> None:
    problems = found(changed(a_semester(1, talks=True), "people", 1, phone=phone))
    assert (("phone-form", "人员", "联系电话") not in problems) is fine


def test_a_phone_that_a_program_has_shortened_is_refused_at_its_cell(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", changed(a_semester(1), "people", 1, phone="1.39E+10"))
    problems = workbook.check(tmp_path / "台账.xlsx", Settings()).problems
    assert [(one.kind, one.column) for one in problems if one.is_error] == [("number-lost-digits", "联系电话")]


def test_the_report_numbers_its_own_practice_only_where_the_clerk_tells_none() -> None:
    semester = a_semester(2, talks=True)
    summary = semester.summaries[0].model_copy(update={"practice": "一是抓结对。\n二是抓过程。"})
    for told, count in ((semester, 1), (replace(semester, summaries=(summary,)), 1)):
        (report,) = [paper for paper in every(told) if paper.kind.stem == "work_report"]
        practice = report.data["主要做法"]
        assert isinstance(practice, list)
        assert sum(str(one).startswith("一是") for one in practice) == count
