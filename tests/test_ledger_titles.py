"""What an older docgen kept under other titles: read under today's, and said where it cannot be read any more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen import workbook
from docgen.cli import run
from docgen.field import kept
from docgen.field.kept import Renamed, read_back
from docgen.ledger import Ledger, Rows
from docgen.semesters import counting, dossiers
from tests.semesters import a_semester, half_years_later

TERM = {
    "学校": "某某学院",
    "院系": "影视艺术系",
    "党组织": "影视艺术系党总支",
    "学年学期": "2008-2009-2",
    "活动名称": "携手共勉",
    "开始日期": "2009-03-02",
    "结束日期": "2009-07-20",
    "书记": "方秉文",
    "备案号前缀": "影艺共勉",
}
YOUTH = {"性别": "女", "身份": "优秀青年", "政治面貌": "共青团员"}
ROWS: Rows = {
    "学期": [(2, TERM)],
    "人员": [
        (2, YOUTH | {"编号": "0810130011", "姓名": "周砚秋", "宿舍": "3-201"}),
        (3, YOUTH | {"编号": "0810130012", "姓名": "林知远", "性别": "不详"}),
        (4, YOUTH | {"编号": "0810130013", "姓名": "沈青禾", "身份": "旁听生"}),
    ],
    "早已没有的表": [(2, {"甲": "乙"})],
}


pytestmark = pytest.mark.usefixtures("english")


def renamed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if 学号 had been called 编号 since the second version of the titles."""
    monkeypatch.setattr(kept, "TITLES", 2)
    monkeypatch.setattr(kept, "RENAMED", (Renamed(2, "人员", "学号", "编号"),))


def with_old_titles(rows: Rows) -> Rows:
    def old(cells: dict[str, str]) -> dict[str, str]:
        return {"学号" if title == "编号" else title: text for title, text in cells.items()}

    people = [(number, old(cells)) for number, cells in rows["人员"]]
    return {**rows, "人员": people}


def test_a_title_or_sheet_that_is_gone_is_passed_over_and_a_row_that_says_nothing_more_is_named() -> None:
    found = read_back(ROWS, kept.TITLES)
    assert [person.name for person in found.semester.people] == ["周砚秋", "林知远"]
    assert found.semester.people[1].gender is None, "a word that is no longer in the list is left empty"
    assert found.unread == ("人员 row 4",)


def test_rows_kept_under_an_old_title_are_read_under_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed(monkeypatch)
    assert [person.id for person in read_back(with_old_titles(ROWS), 1).semester.people] == ["0810130011", "0810130012"]
    assert not read_back(with_old_titles(ROWS), 2).semester.people, "what was kept since then needs no renaming"


def test_stats_beside_a_semester_that_an_older_docgen_kept_say_what_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book, semester = tmp_path / "台账.xlsx", half_years_later(a_semester(2), 1)
    workbook.write(book, semester)
    assert semester.programme
    old = Ledger(tmp_path / "ledger.db", semester.programme.general_branch, "2008-2009-2")
    old.remember(tmp_path / "旧.xlsx", "0" * 64, tmp_path / "out", lambda: with_old_titles(ROWS), titles=1)
    renamed(monkeypatch)
    counted = counting.stats(book)
    assert counted.before is not None
    assert counted.before.groups == 0
    assert run(["stats", str(book), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "人员 row 4" in said.out + said.err
    assert old.verify() == []


@pytest.mark.slow
def test_a_dossier_is_made_from_what_an_older_docgen_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = tmp_path / "台账.xlsx"
    semester = a_semester(2)
    workbook.write(book, replace(semester))
    assert semester.programme
    old = Ledger(tmp_path / "ledger.db", semester.programme.general_branch, "2008-2009-2")
    old.remember(book, "0" * 64, tmp_path / "out", lambda: with_old_titles(ROWS), titles=1)
    renamed(monkeypatch)
    said: list[str] = []
    word, pdf = dossiers.dossier(book, "周砚秋", engine="embedded", tell=said.append)
    assert word.is_file() and pdf.is_file()
    assert "人员 row 4" in said[0]
