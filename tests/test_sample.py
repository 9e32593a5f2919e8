"""The sample semester: as large as it was promised, without a fault, and just what its tool writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from docgen import workbook
from docgen.documents import KINDS, Per
from docgen.documents.datafile import read
from docgen.field import GoalKind, GroupState, JudgeKind, Level, PairingForm, ProjectState, Semester, Standing
from docgen.resources import samples
from docgen.settings import load
from docgen.workbook import Checked

ROOT = Path(__file__).parents[1]
FOLDER = samples() / "2008-2009-2"
BOOK = FOLDER / "台账.xlsx"


@pytest.fixture(scope="module")
def checked() -> Checked:
    return workbook.check(BOOK, load(FOLDER))


@pytest.fixture(scope="module")
def semester(checked: Checked) -> Semester:
    return checked.semester


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What the tool writes now, twice, with two hash seeds."""
    folders = tuple(tmp_path_factory.mktemp(f"seed{seed}") for seed in (1, 2))
    for seed, folder in enumerate(folders, start=1):
        subprocess.run(
            [sys.executable, "-m", "tools.sample_semester", str(folder)],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            check=True,
        )
    return folders[0], folders[1]


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_no_error_and_only_a_handful_of_warnings(checked: Checked) -> None:
    assert [str(problem) for problem in checked.problems if problem.is_error] == []
    assert len(checked.problems) <= 26
    assert {problem.rule for problem in checked.problems} == {7, 10, 14, 15}


def test_it_is_the_case_of_the_film_school(semester: Semester) -> None:
    programme = semester.programme
    assert programme is not None
    assert programme.school == "浙江横店影视职业学院"
    assert programme.general_branch == "影视艺术系党总支"
    assert programme.term_name == "2008—2009学年第二学期"
    assert programme.theme == "彰显办学特色，践行科学管理，提高办学质量"
    assert (programme.begins_on.month, programme.ends_on.month) == (3, 7)


def test_groups_people_and_projects_are_as_many_as_promised(semester: Semester) -> None:
    assert len(semester.active_groups) >= 32
    assert {group.form for group in semester.active_groups} == set(PairingForm)
    standings = Counter(person.standing for person in semester.people)
    assert standings[Standing.TEACHER_MEMBER] >= 14
    assert standings[Standing.STUDENT_MEMBER] >= 22
    assert standings[Standing.ACTIVIST] >= 60
    assert standings[Standing.YOUTH] >= 30
    assert len(semester.people) >= 120
    classes = {person.class_name for person in semester.people if person.class_name}
    assert len(classes) >= 9
    assert {re.sub(r"\D", "", name)[:2] for name in classes} == {"07", "08"}
    assert len(semester.projects) >= 30
    assert len({row.person for row in semester.project_members}) > 100
    assert sum("片" in row.result_form and row.state is ProjectState.DONE for row in semester.projects) > 10


def test_rare_double_long_and_short_names_are_there(semester: Semester) -> None:
    names = Counter(person.name for person in semester.people)
    for character in "喆堃䶮㛃":
        assert any(character in name for name in names)
    assert [name for name, count in names.items() if count > 1] == ["王思远"]
    assert {"欧阳明玥", "阿依古丽·买买提"} <= set(names)
    assert min(map(len, names)) == 2


def test_student_numbers_keep_their_leading_zero_and_phones_are_of_no_one(semester: Semester) -> None:
    students = [person for person in semester.people if person.standing.is_student]
    assert all(re.fullmatch(r"0[78]\d{8}", person.id) for person in students)
    assert all(person.phone.startswith("1390000") for person in semester.people)
    assert len({person.phone for person in semester.people}) == len(semester.people)


def test_every_goal_that_is_not_met_says_why_and_some_are_still_open(semester: Semester) -> None:
    kinds = defaultdict(set)
    for goal in semester.goals:
        kinds[goal.person].add(goal.kind)
        assert goal.met is not False or goal.reason_unmet
    students = [person for person in semester.people if person.standing.is_student]
    assert all(kinds[person.id] == set(GoalKind) for person in students)
    results = Counter(goal.met for goal in semester.goals)
    assert results[False] >= 20
    assert 0 < results[None] <= 10
    assert results[True] > results[False] * 4


def test_goals_reached_agree_with_certificates_and_honours(semester: Semester) -> None:
    proved = {(row.person, row.name, row.level) for row in semester.certificates}
    won = Counter(person for honour in semester.honours for person in honour.winners)
    for goal in semester.goals:
        if goal.kind is GoalKind.PROFESSION and goal.achieved == goal.target != goal.baseline:
            assert (goal.person, goal.indicator, goal.achieved) in proved
        if goal.kind is GoalKind.PROFESSION and goal.achieved == "未通过":
            assert (goal.person, goal.indicator, goal.target) not in proved
        if goal.kind is GoalKind.HONOUR and goal.achieved:
            assert int(goal.achieved) <= won[goal.person]


def test_ranks_of_a_class_are_taken_once(semester: Semester) -> None:
    ranks = [
        (semester.person_by_id[goal.person].class_name, goal.achieved)
        for goal in semester.goals
        if goal.indicator == "班级排名" and goal.achieved
    ]
    assert len(ranks) == len(set(ranks))


def test_one_group_was_merged_one_withdrawn_and_somebody_left(semester: Semester) -> None:
    states = Counter(group.state for group in semester.groups)
    assert states[GroupState.MERGED] == states[GroupState.WITHDRAWN] == 1
    active = {group.id for group in semester.active_groups}
    leavers = [row for row in semester.memberships if row.left_on and row.group in active]
    assert [semester.person_by_id[row.person].name for row in leavers] == ["楼天翔"]
    assert leavers[0].leaving_reason
    assert {change.group for change in semester.changes} >= {"G05", "G07", "G16", "G39"}


def test_talks_reviews_marks_and_honours_are_as_many_as_promised(semester: Semester) -> None:
    assert 120 <= len(semester.talks) <= 220
    assert len({talk.content for talk in semester.talks}) == len(semester.talks)
    assert Counter(talk.held_on.month for talk in semester.talks).keys() == {3, 4, 5, 6}
    assert len(semester.honours) >= 35
    assert len({honour.level for honour in semester.honours}) == len(Level)
    assert sorted({(day.year, day.month) for h in semester.honours if (day := h.awarded_on)})[-1] == (2009, 10)
    judges = defaultdict(set)
    for mark in semester.marks:
        judges[mark.work_id, mark.judge_kind].add(mark.judge)
    assert len({mark.work_id for mark in semester.marks}) >= 10
    assert all(len(names) == (5 if kind is JudgeKind.PROFESSIONAL else 10) for (_w, kind), names in judges.items())
    assert {row.group for row in semester.reviews} == {group.id for group in semester.active_groups}


def test_each_group_and_the_department_tell_their_semester(semester: Semester) -> None:
    told = semester.summary_by_group
    assert set(told) == {"全系", *(group.id for group in semester.groups)}
    for attribute in ("situation", "practice", "results", "cases", "difficulties", "next_steps"):
        assert all(getattr(row, attribute) for row in told.values()), attribute
        texts = [getattr(row, attribute) for row in told.values()]
        assert len(texts) == len(set(texts)) or attribute == "results"
        assert "\n" in getattr(told["全系"], attribute)


def test_the_tone_is_a_promise_among_comrades(semester: Semester) -> None:
    said = " ".join(
        str(value)
        for row in (*semester.groups, *semester.summaries, *semester.talks)
        for value in row.model_dump().values()
    )
    for word in ("违约", "法律效力", "赔偿", "甲方", "乙方"):
        assert word not in said


def test_every_group_has_a_schedule_and_most_of_it_was_held(semester: Semester) -> None:
    for group in semester.active_groups:
        assert 4 <= len(semester.activities_by_group[group.id]) <= 6, group.id
    assert sum(row.held_on is None for row in semester.activities) in range(1, 10)
    department = " ".join(row.content for row in semester.activities_by_group[""])
    for word in ("启动", "中期检查", "作品展映周", "作品评选"):
        assert word in department


@pytest.mark.parametrize("stem", [kind.stem for kind in KINDS.values() if kind.per in (Per.GROUP, Per.SEMESTER)])
def test_each_kind_has_a_data_file_that_fits_its_model(stem: str) -> None:
    document = read(samples() / f"{stem}.yaml", KINDS[stem])
    assert document.texts


def test_numbers_in_data_files_are_quoted() -> None:
    text = (samples() / "agreement.yaml").read_text(encoding="utf-8")
    assert '编号: "0810130101"' in text
    assert not re.search(r"(编号|电话): \d", text)


@pytest.mark.slow
def test_the_tool_writes_the_same_bytes_whatever_the_hash_seed(made: tuple[Path, Path]) -> None:
    first, second = made
    assert files(first) == files(second)
    for name in files(first):
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_the_committed_sample_is_what_the_tool_writes(made: tuple[Path, Path], semester: Semester) -> None:
    written = made[0]
    for name in files(written):
        if not name.endswith(".xlsx"):
            assert (samples() / name).read_text(encoding="utf-8") == (written / name).read_text(encoding="utf-8"), name
    fresh = workbook.read(written / "2008-2009-2" / "台账.xlsx")
    ours = workbook.read(BOOK)
    assert list(fresh.sheets) == list(ours.sheets)
    for title, sheet in fresh.sheets.items():
        assert sheet.rows == ours.sheets[title].rows, title
