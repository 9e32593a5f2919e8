"""Counts of a semester: distinct people and prizes, why goals were not met, who is proposed, and ``docgen stats``."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docgen import messages, workbook
from docgen.cli import run
from docgen.field import GoalKind, Honour, Level, Membership, Semester
from docgen.ledger import Ledger
from docgen.making.changes import rows_of
from docgen.semesters import counting
from docgen.statistics import count, proposed
from tests.edges import bare, reported
from tests.semesters import a_programme, a_semester, changed


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


def test_a_person_in_three_groups_and_a_prize_with_five_winners_are_each_counted_once() -> None:
    semester = a_semester(3)
    first = semester.memberships[0].person
    more = tuple(Membership(group=group, person=first) for group in ("G02", "G03"))
    five = tuple(row.person for row in semester.memberships[:5])
    prize = Honour(id="H90", winners=five, name="全省短片大赛", level=Level.PROVINCIAL)
    before, now = count(replace(semester, honours=())), count(replace(semester, honours=(prize,)))
    three = count(replace(semester, memberships=(*semester.memberships, *more)))
    assert three.participants == count(semester).participants == 6
    assert three.goals_set == count(semester).goals_set, "a goal counts once, whichever groups its person is in"
    assert now.honours_total - before.honours_total == 1
    assert next(row.winners for row in now.honours if row.level is Level.PROVINCIAL) == 5


def test_goals_not_met_are_counted_with_their_reasons() -> None:
    semester = a_semester(2)
    own = [index for index, goal in enumerate(semester.goals) if goal.kind is GoalKind.DISCIPLINE]
    for index, why in zip(own, ("病假", "病假", ""), strict=False):
        semester = changed(semester, "goals", index, achieved="2", reason_unmet=why)
    counts = count(semester)
    assert [(row.reason, row.count) for row in counts.reasons] == [("病假", 2), ("", 1)]
    discipline = next(row for row in counts.goals if row.kind is GoalKind.DISCIPLINE)
    assert (discipline.set, discipline.met, discipline.not_met, discipline.unreported) == (4, 0, 3, 1)


def test_activists_nobody_talked_with_are_counted_too() -> None:
    counts = count(replace(a_semester(2), talks=()))
    assert [row.talks for row in counts.talks_by_activist] == [0, 0, 0]


def honoured(semester: Semester, *groups: str) -> Semester:
    honours = tuple(Honour(id=f"H{group}", group=group, name="优秀小组", level=Level.DEPARTMENT) for group in groups)
    return replace(semester, honours=honours)


def test_a_group_is_proposed_when_its_goals_are_reported_kept_and_met_and_it_has_something_to_show() -> None:
    semester = honoured(reported(a_semester(2)), "G01")
    assert [group.id for group in proposed(semester)] == ["G01"]
    assert proposed(honoured(reported(a_semester(2)))) == ()
    assert proposed(honoured(a_semester(2), "G01")) == (), "nothing is reported"
    index = next(i for i, goal in enumerate(semester.goals) if goal.kind is GoalKind.DISCIPLINE)
    assert proposed(changed(semester, "goals", index, achieved="1")) == (), "a discipline goal was not met"


def test_at_most_one_group_in_five_is_proposed() -> None:
    semester = honoured(reported(a_semester(6)), *(f"G0{number}" for number in range(1, 7)))
    assert len(proposed(semester)) == 2


def written(folder: Path, semester: Semester) -> Path:
    book = folder / "台账.xlsx"
    workbook.write(book, semester)
    return book


def test_without_a_semester_before_nothing_is_compared(tmp_path: Path) -> None:
    counted = counting.stats(written(tmp_path, bare()))
    assert counted.before is None
    assert {one.before for one in counted.figures} == {None}


def test_the_semester_before_stands_beside_it_where_the_ledger_has_it(tmp_path: Path) -> None:
    book = written(tmp_path, a_semester(3))
    earlier = a_programme().model_copy(
        update={
            "term_name": "2008—2009学年第一学期",
            "begins_on": date(2008, 9, 1),
            "ends_on": date(2009, 1, 10),
        }
    )
    old = replace(a_semester(2), programme=earlier)
    ledger = Ledger(tmp_path / "ledger.db", earlier.general_branch, "2008-2009-1")
    ledger.remember(tmp_path / "old.xlsx", "0" * 64, tmp_path, lambda: rows_of(old))
    counted = counting.stats(book)
    assert counted.before_term == "2008—2009学年第一学期"
    figures = {(one.section, one.name): one for one in counted.figures}
    groups = figures["总数", "共勉小组"]
    assert (groups.now, groups.before, groups.change) == (3, 2, "+1")
    assert figures["目标", "守纪目标设定"].change == "+2"
    assert all(one.before is None for one in counted.figures if one.section == "按班级")


def test_stats_says_it_as_a_table_as_json_and_as_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path, honoured(reported(a_semester(3)), "G02"))
    assert run(["stats", str(book), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "参加人数" in said
    assert "Proposed as exemplary (the meeting decides): G02 第2共勉小组" in said
    assert run(["stats", str(book), "--json", "--xlsx", str(tmp_path / "统计.xlsx")]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["statistics"]["participants"] == 6
    assert found["proposed_exemplary"] == ["G02 第2共勉小组"]
    sheet = openpyxl.load_workbook(io.BytesIO((tmp_path / "统计.xlsx").read_bytes())).active
    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0] == ("类别", "名称", "本学期")
    assert ("总数", "参加人数", 6) in lines


def test_rows_with_a_fault_are_said_not_to_be_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = written(tmp_path, changed(a_semester(3), "memberships", 0, person="没有此人"))
    assert run(["stats", str(book), "--lang", "en"]) == 0
    assert "rows with a fault are not counted" in capsys.readouterr().err
