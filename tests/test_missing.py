"""What is still missing for a complete archive: named at the end of a build and on the index page, gone once it is there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from docgen import archives, documents, messages, workbook
from docgen.cli.terminal import outcomes
from docgen.documents import Lack
from docgen.field import Activity, ProjectState, Semester, Summary, Talk
from docgen.making.order import Order, Outcome, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.semesters import counting
from docgen.settings import Settings
from docgen.signing import signatures
from tests import edges
from tests.edges import numbers, reported
from tests.semesters import a_semester, changed


def a_term() -> Semester:
    """Two groups, of which one has summed up; a talk of no words; a project done and not appraised."""
    semester = changed(a_semester(2), "projects", 0, state=ProjectState.DONE)
    semester = undated(semester, 0)
    talk = Talk(held_on=date(2009, 4, 2), talker="T0012", partners=("0810130012",), group="G01")
    told = Summary(group="G01", practice="一稿一议")
    return replace(semester, talks=(talk,), summaries=(*semester.summaries, told))


def undated(semester: Semester, group: int) -> Semester:
    """The same semester, nobody of one group having a day of signing; 协议日期 stays."""
    for place in (2 * group, 2 * group + 1):
        semester = changed(semester, "memberships", place, signed_on=None)
    return semester


def built(book: Path) -> Outcome:
    return building.build(Order(book, engine="embedded", to=Target.DOCX), Silent())


def lacking(outcome: Outcome, lack: Lack) -> list[str]:
    return [one.paper for one in outcome.missing if one.lack is lack]


def signed_of(book: Path) -> float | None:
    """How many groups count as signed."""
    return next(one.now for one in counting.stats(book).figures if one.name == "签订协议的小组")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    book = tmp_path_factory.mktemp("term") / "台账.xlsx"
    workbook.write(book, a_term())
    return book, built(book)


@pytest.mark.slow
def test_each_lack_is_named_with_its_paper(made: tuple[Path, Outcome]) -> None:
    outcome = made[1]
    assert lacking(outcome, Lack.PAPER) == ["G02-共勉小组总结"]
    assert lacking(outcome, Lack.OPINION) == ["G01-共勉计划备案表", "G02-共勉计划备案表"]
    assert lacking(outcome, Lack.WORDS) == ["G01-20090402许南屏与陆砚秋-交流谈话记录表"]
    assert lacking(outcome, Lack.APPRAISAL) == ["G02-P02-成果鉴定表"]
    assert [name for name in lacking(outcome, Lack.SIGNATURE) if "协议书" in name] == ["G01-共勉协议书"]
    assert lacking(outcome, Lack.SCAN) == ["G02-共勉协议书"]
    report = json.loads((made[0].parent / "out" / "report.json").read_text(encoding="utf-8"))
    assert {"lack": "appraisal", "paper": "G02-P02-成果鉴定表", "group": "G02"} in report["missing"]


def test_a_build_ends_with_what_is_missing(made: tuple[Path, Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    before = messages.language()
    messages.set_language("en")
    try:
        outcomes.still_missing(made[1].missing)
    finally:
        messages.set_language(before)
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("Still missing for a complete archive")
    assert "  Without an opinion：共勉计划备案表 2（G01、G02）" in said
    assert [line for line in said if "Not signed" in line] == [said[-1]]
    assert "共勉协议书 1" in said[-1]
    assert "  Groups without the paper：共勉小组总结 1（G02）" in said


def test_a_paper_without_a_day_is_told_with_the_cell_that_would_date_it(
    made: tuple[Path, Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    assert {"全系-期初-公示表", "全系-活动实施方案", "全系-活动工作总结"} <= {*lacking(made[1], Lack.DATE)}
    before = messages.language()
    messages.set_language("zh")
    try:
        outcomes.still_missing(made[1].missing)
    finally:
        messages.set_language(before)
    said = [line for line in capsys.readouterr().out.splitlines() if "目录" in line]
    assert [line for line in said if "公示表 1（全系-期初）" in line and "活动!实际日期（全系，形式“公示”）" in line]
    assert [line for line in said if "活动工作总结 1（全系）" in line and "学期!报告日期" in line]
    # What the catalogue takes instead is a day that nobody gave, whatever the kind of paper.
    whole = edges.told()
    papers = documents.compose(whole, numbers(whole), [group.id for group in whole.groups], department=True)
    assert {one.kind.title for one in papers if one.dated is None and not one.kind.day} == set()


def test_a_department_s_activity_dates_the_papers_that_it_names() -> None:
    semester = edges.told()
    days = {"公示承诺": date(2009, 3, 20), "讨论实施方案": date(2009, 3, 5), "作品评选": date(2009, 6, 9)}
    held = [Activity(content=name, form="公示" if "公示" in name else "", held_on=day) for name, day in days.items()]
    dated = replace(semester, activities=(*semester.activities, *held))
    papers = documents.compose(dated, numbers(dated), (), department=True)
    found = {one.kind.stem: one.dated for one in papers if one.kind.stem in ("public_notice", "scheme", "jury_summary")}
    assert found["scheme"] == days["讨论实施方案"]
    assert found["jury_summary"] == days["作品评选"]
    assert [one.dated for one in papers if one.key == "全系-期初"] == [days["公示承诺"]]


def test_a_scan_beside_the_workbook_takes_a_paper_off_the_list(made: tuple[Path, Outcome]) -> None:
    book = made[0]
    scan = book.parent / "扫描件" / "G01" / "G01-共勉计划备案表.pdf"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"%PDF-1.4")
    outcome = built(book)
    assert lacking(outcome, Lack.OPINION) == ["G02-共勉计划备案表"]
    assert "G01-共勉计划备案表" not in lacking(outcome, Lack.SIGNATURE)
    scan.unlink()


def test_report_statistics_check_scoring_and_the_list_of_what_is_missing_agree_on_which_agreements_are_signed(
    made: tuple[Path, Outcome],
) -> None:
    book, outcome = made
    checked = workbook.check(book, Settings())
    semester = checked.semester
    unsigned = {f"{group.id}-共勉协议书" for group in semester.active_groups if not semester.is_signed(group)}
    assert unsigned == {"G01-共勉协议书"} == {name for name in lacking(outcome, Lack.SIGNATURE) if "协议书" in name}
    assert signed_of(book) == 1
    report = docx.Document(str(book.parent / "out/word/全系-活动工作总结.docx"))
    assert "已签订共勉协议书的小组1个" in "".join(one.text for one in report.paragraphs)
    lacks = {group.group: "签署日期×2" in group.papers["agreement"].missing for group in checked.coverage.groups}
    assert lacks == {"G01": True, "G02": False}
    assert [(one.kind, one.groups) for one in checked.problems if one.rule == 5] == [("agreed-not-signed", ("G01",))]
    papers = documents.compose(reported(semester), numbers(semester), (), department=True)
    assessed = [one.data for one in papers if one.kind.stem == "assessment"]
    scores = {str(data["编号"]): json.dumps(data, ensure_ascii=False) for data in assessed}
    for row in semester.memberships:
        assert ("未签署协议" if row.group == "G01" else "签署协议1份") in scores[row.person]


def test_an_agreement_that_came_back_without_its_days_is_told_and_does_not_count_as_signed(
    made: tuple[Path, Outcome],
) -> None:
    book = made[0]
    building.build(Order(book, engine="embedded", to=Target.PDF, groups=("G01",)), Silent())
    done = signatures.sign(book, "G01", "agreement")
    people = [one.label for one in a_semester(2).people if one.id in {row.person for row in a_semester(1).memberships}]
    assert list(done.undated) == people
    outcome = built(book)
    assert lacking(outcome, Lack.SIGNING_DAY) == ["G01-共勉协议书"]
    assert "G01-共勉协议书" in lacking(outcome, Lack.SCAN)
    assert signed_of(book) == 1


def test_nothing_is_said_where_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes.still_missing(())
    assert capsys.readouterr().out == ""


def test_the_index_page_says_group_by_group_what_is_missing() -> None:
    group = archives.GroupEntry("G01", "晨光", missing=("未签字：共勉协议书、交流谈话记录表×5",))
    glance = archives.Overview(
        "影视艺术系党总支", "携手共勉", "2009春", "归档", groups=(group,), missing=("未签字：公示表",)
    )
    page = archives.index_page(glance, ()).decode()
    assert "<td>未签字：共勉协议书、交流谈话记录表×5</td>" in page
    assert "<td>未签字：公示表</td>" in page
    assert "Still missing" in page
