"""Figures of an activity in files: counted, as shares, told apart; in stats, in papers, on the index page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import docgen
from docgen import activities, workbook
from docgen.cli import run
from docgen.field import Semester
from docgen.making.changes import rows_of
from docgen.settings import Settings
from tests.membership import lives
from tests.membership import rows_of as rows_of_lives
from tests.test_described import a_folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return a_folder(tmp_path)


def said(book: Path) -> dict[tuple[str, str], str]:
    return {(one.section, one.name): one.said for one in docgen.stats(book).figures}


def test_people_are_counted_once_and_a_share_of_fewer_than_five_has_no_percentage(book: Path) -> None:
    figures = said(book)
    assert figures["人数", "志愿者"] == "3"
    assert figures["服务", "服务小时"] == "7.5"
    assert figures["服务", "有服务的志愿者"] == "3 / 3"
    assert (figures["服务", "已完成"], figures["服务", "取消"]) == ("1", "1")
    assert (figures["各班", "影视081班"], figures["各班", "影视082班"]) == ("2", "1")


def test_a_figure_that_rests_on_a_refused_cell_is_left_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = a_folder(tmp_path, ({"编号": "0810130011", "内容": "演出", "小时": "三", "日期": date(2009, 4, 11)},))
    assert said(book)["服务", "服务小时"] == "—"
    assert said(book)["人数", "志愿者"] == "3"
    assert run(["stats", str(book), "--lang", "en"]) == 0
    assert "is not counted (—)" in capsys.readouterr().err


def test_stats_says_them_as_a_table_as_json_and_as_a_workbook(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = book.parent / "统计.xlsx"
    assert run(["stats", str(book), "--xlsx", str(table)]) == 0
    assert "3 / 3" in capsys.readouterr().out
    rows = list(openpyxl.load_workbook(table).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("类别", "名称", "本学期", "总数", "占比")
    assert ("服务", "有服务的志愿者", 3, 3, "") in rows
    assert run(["stats", str(book), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert {"section": "服务", "name": "有服务的志愿者", "now": 3, "of": 3, "before": None} in figures


def test_papers_have_figures_and_charts_as_data(book: Path) -> None:
    activity = activities.named("志愿服务", book.parent, {})
    papers = activity.compose(workbook.check(book, Settings(), activity).semester, {})
    (register,) = (one.document.data for one in papers if one.document.kind.stem == "service_register")
    assert (register["总小时"], register["各班"]) == (7.5, ["影视081班", "影视082班"])
    assert register["图示"] == ["■" * 20, "■" * 10]


@pytest.mark.slow
def test_the_semester_before_stands_beside_it_where_the_ledger_has_it(book: Path) -> None:
    from docgen.ledger import Ledger

    activity = activities.named("志愿服务", book.parent, {})
    semester: Semester = workbook.check(book, Settings(), activity).semester
    programme = semester.programme
    assert programme is not None
    earlier = programme.model_copy(update={"term_name": "2008—2009学年第一学期"})
    own = {**semester.own, "人员": semester.own["人员"][:2]}
    old = replace(semester, programme=earlier, own=own)
    ledger = Ledger(book.parent / "ledger.db", programme.general_branch, "2008-2009-1")
    ledger.remember(book.parent / "old.xlsx", "0" * 64, book.parent, lambda: rows_of(old))
    counted = docgen.stats(book)
    assert counted.before_term == "2008—2009学年第一学期"
    figures = {(one.section, one.name): (one.now, one.before, one.change) for one in counted.figures}
    assert figures["人数", "志愿者"] == (3, 2, "+1")
    assert figures["各班", "影视081班"] == (2, None, ""), "a class has another name each year"


@pytest.mark.slow
def test_the_figures_of_the_twelve_are_those_of_their_page(tmp_path: Path) -> None:
    book, activity = tmp_path / "台账.xlsx", activities.named("发展党员", Path(), {})
    workbook.write_rows(book, activity, rows_of_lives(lives()))
    (tmp_path / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    figures = said(book)
    stages = [figures["阶段", one] for one in ("入党申请人", "入党积极分子", "发展对象", "预备党员", "正式党员")]
    assert stages == ["0", "3", "5", "3", "1"]
    assert figures["本年", "接收（支部大会通过）"] == "3"
    assert figures["比例", "女性"] == "6 / 12（50.0%）"
    assert figures["规范", "公示满五个工作日"] == "4 / 5（80.0%）"
