"""Another college and another year, through the whole life: what holds for our own sample only would fail here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import workbook
from docgen.documents import Document, Plain
from docgen.field import Change, GoalKind, Semester
from docgen.making.order import Order, State
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building
from docgen.settings import Settings
from docgen.signing import signatures
from tests import second_college
from tests.edges import every
from tests.second_college import BRANCH, LATE, MERGED, SCHOOL, TARGET
from tests.semesters import changed


@pytest.fixture(scope="module")
def semester(tmp_path_factory: pytest.TempPathFactory) -> Semester:
    """Read back from its workbook, as a clerk's is."""
    book = tmp_path_factory.mktemp("second") / "台账.xlsx"
    workbook.write(book, second_college.semester())
    return workbook.check(book, Settings()).semester


@pytest.fixture(scope="module")
def papers(semester: Semester) -> tuple[Document, ...]:
    return every(semester)


def rows(value: Plain) -> list[dict[str, Plain]]:
    assert isinstance(value, list)
    return [row for row in value if isinstance(row, dict)]


def test_its_workbook_has_no_error_and_reads_back_as_it_was_written(tmp_path: Path) -> None:
    made = second_college.semester()
    workbook.write(tmp_path / "台账.xlsx", made)
    checked = workbook.check(tmp_path / "台账.xlsx", Settings())
    assert [str(problem) for problem in checked.problems if problem.is_error] == []
    assert checked.semester.people == made.people
    assert checked.semester.memberships == made.memberships
    warned = {problem.kind for problem in checked.problems}
    assert {"result-unclear", "answers-for-no-youth"} <= warned


def test_the_report_of_a_college_does_not_call_it_a_department(papers: tuple[Document, ...]) -> None:
    (report,) = (one for one in papers if one.kind.stem == "work_report")
    assert "报学院备案" in str(report.data)
    assert "报系备案" not in str(report.data) and "系部" not in str(report.data)


def test_the_issuer_stands_once_with_its_school(papers: tuple[Document, ...]) -> None:
    for paper in papers:
        assert f"{SCHOOL}{BRANCH}" not in str(paper.data), paper.name
        assert f"{SCHOOL}中共" not in str(paper.data), paper.name


def test_two_of_one_name_are_told_apart_in_their_group(papers: tuple[Document, ...]) -> None:
    (agreement,) = [one for one in papers if one.kind.stem == "agreement" and one.group == TARGET]
    same = [str(row["姓名"]) for row in rows(agreement.data["目标"]) if str(row["姓名"]).startswith("王敏")]
    assert len(same) == len(set(same)) == 2


def test_of_two_of_one_name_it_is_said_which_one_leads(papers: tuple[Document, ...]) -> None:
    led = {one.kind.stem: one.data["组长"] for one in papers if one.group == TARGET and "组长" in one.data}
    named = {stem: said for stem, said in led.items() if isinstance(said, str)}
    assert set(named) == {"appraisal", "group_summary", "mutual_review"}
    assert set(named.values()) == {"王敏（尾号01）"}


def test_the_merged_group_is_void_its_people_went_on_and_the_late_one_is_there(papers: tuple[Document, ...]) -> None:
    (register,) = [one for one in papers if one.kind.stem == "register"]
    lines = {row["小组编号"]: row for row in rows(register.data["登记"])}
    assert lines[MERGED]["作废"] is True
    assert lines[TARGET]["人数"] == 6
    assert lines[LATE]["作废"] is False
    (report,) = [one for one in papers if one.kind.stem == "work_report"]
    figures = report.data["统计"]
    assert isinstance(figures, dict)
    assert {one.data["参加人数"] for one in papers if one.kind.stem == "public_notice"} == {figures["参加人数"]}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["embedded", pytest.param("libreoffice", marks=pytest.mark.libreoffice)])
def test_its_whole_life_from_the_first_build_to_a_verified_archive(tmp_path: Path, engine: str) -> None:
    book = tmp_path / "2025-2026-1" / "台账.xlsx"
    book.parent.mkdir()
    made = second_college.semester()
    workbook.write(book, made)
    order = Order(book, engine=engine)
    first = building.build(order, Silent())
    assert first.counts() == {"made": len(first.results)}, [one for one in first.results if one.reason]
    for group in ("H01", "H02"):
        signatures.sign(book, group, "agreement")
    # A target is lowered after signing: held back until 变更 explains it, then a paper of its own.
    place = next(at for at, goal in enumerate(made.goals) if goal.kind is GoalKind.STUDY)
    lowered = changed(made, "goals", place, target="8")
    workbook.write(book, lowered)
    held = building.build(order, Silent())
    assert {one.name for one in held.results if one.state is State.HELD_BACK} >= {"H01-共勉协议书"}
    change = Change(
        group="H01", changed_on=date(2025, 11, 20), matter="调整目标值", before="7", after="8", reason="转入新班级"
    )
    numbered = change.at_row(len(lowered.changes) + 2)
    workbook.write(book, replace(lowered, changes=(*lowered.changes, numbered)))
    again = building.build(order, Silent())
    assert again.counts().get("signed") == 2
    assert "H01-变更1-变更备案表" in {one.name for one in again.results}
    sealed = archiving.seal(order, Silent())
    assert sealed.verdict.is_sound, sealed.verdict.findings
    assert sealed.items == len(again.results)
