"""Papers after they were made: why they would be made anew, signed and kept, found, and a ledger made anew."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import docx
import openpyxl
import pytest
from PIL import Image

from docgen import files, resources, workbook
from docgen.archives import texts_of
from docgen.errors import InputError, LedgerError
from docgen.field import Change, Row, Semester
from docgen.ledger import Ledger
from docgen.making.order import Order, Outcome, Result, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building, standings
from docgen.semesters import dossiers, finding, rebuilding
from docgen.semesters.registry import built_semester
from docgen.signing import signatures
from tests import semesters
from tests.semesters import changed

AGREEMENT, PLAN = "G01-共勉协议书", "G01-共勉计划备案表"


def a_semester(groups: int = 2) -> Semester:
    """A semester whose plans are not filed yet: they may still change."""
    semester = semesters.a_semester(groups)
    for place in range(groups):
        semester = changed(semester, "groups", place, filed_on=None)
    return semester


pytestmark = pytest.mark.usefixtures("english")


def build(book: Path, **asked: Any) -> Outcome:
    return building.build(replace(Order(book, engine="embedded", to=Target.PDF), **asked), Silent())


def plan(book: Path, **asked: Any) -> dict[str, tuple[State, tuple[str, ...]]]:
    order = replace(Order(book, engine="embedded", to=Target.PDF), **asked)
    return {one.name: (one.state, one.why) for one in standings.plan(order, Silent()).results}


def result(outcome: Outcome, name: str) -> Result:
    return next(one for one in outcome.results if one.name == name)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was built once, and whose G01 agreement was signed."""
    folder = tmp_path_factory.mktemp("built")
    workbook.write(folder / "台账.xlsx", a_semester(2))
    build(folder / "台账.xlsx")
    return folder


@pytest.fixture
def book(template: Path, tmp_path: Path) -> Path:
    """A copy of it, which the ledger in it knows as it knew the folder."""
    shutil.copytree(template, tmp_path / "s")
    return tmp_path / "s/台账.xlsx"


def save(book: Path, semester: Semester) -> None:
    workbook.write(book, semester)


def a_target(semester: Semester, place: int, target: str) -> Semester:
    return changed(semester, "goals", place, target=target)


@pytest.mark.slow
def test_a_folder_that_was_copied_works_where_it_stands_now(book: Path, tmp_path: Path) -> None:
    signatures.sign(book, "G01", "agreement")
    assert (tmp_path / f"s/签署件/{AGREEMENT}.pdf").is_file()
    found = {hit.paper.name: hit.path for hit in finding.find(book, "共勉协议书")}
    assert found[AGREEMENT] == tmp_path / f"s/签署件/{AGREEMENT}.pdf"
    assert build(book).work == {"filled": 0, "converted": 0, "bundled": 0}


def test_a_ledger_that_names_its_places_in_full_is_still_read(book: Path) -> None:
    ledger = book.with_name("ledger.db")
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.execute("UPDATE term SET workbook = ?, folder = ?", (str(book), str(book.parent / "out")))
    signatures.sign(book, "G01", "agreement")
    assert (book.parent / f"签署件/{AGREEMENT}.pdf").is_file()


@pytest.mark.slow
def test_a_changed_target_is_told_by_sheet_row_and_column_to_the_papers_it_stands_in(book: Path) -> None:
    save(book, a_target(a_semester(2), 0, "5"))
    foreseen = plan(book)
    said = ("目标 row 2 目标值 8 → 5",)
    assert foreseen[AGREEMENT] == foreseen[PLAN] == (State.MADE, said)
    others = {name: state for name, (state, _why) in foreseen.items() if not name.startswith("G01")}
    assert others.pop("全系-期初-公示表") is State.MADE
    assert set(others.values()) == {State.UNCHANGED}
    outcome = build(book)
    assert outcome.work == {"filled": 3, "converted": 3, "bundled": 0}
    assert result(outcome, AGREEMENT).why == said


def test_of_two_equal_changes_each_paper_is_told_its_own_row(book: Path) -> None:
    save(book, a_target(a_target(a_semester(2), 0, "5"), 8, "5"))
    foreseen = plan(book)
    assert foreseen[AGREEMENT][1] == ("目标 row 2 目标值 8 → 5",)
    assert foreseen["G02-共勉协议书"][1] == ("目标 row 10 目标值 8 → 5",)


def test_rows_that_only_moved_change_nothing(book: Path) -> None:
    semester = a_semester(2)
    save(book, replace(semester, talks=tuple(reversed(semester.talks))))
    assert {state for state, _why in plan(book).values()} == {State.UNCHANGED}


def test_a_new_member_and_a_new_theme_are_told(book: Path) -> None:
    semester = a_semester(2)
    assert semester.programme
    theme = replace(semester, programme=semester.programme.model_copy(update={"theme": "求真务实"}))
    save(book, theme)
    (why,) = plan(book)[AGREEMENT][1]
    assert why.startswith("学期 活动主题 彰显办学特色")
    assert why.endswith("→ 求真务实")


def test_a_changed_template_remakes_all_papers_of_its_kind_and_says_so(book: Path) -> None:
    own = book.parent / "templates"
    own.mkdir()
    layout = docx.Document(str(resources.templates() / "plan.docx"))
    layout.paragraphs[0].add_run("（修订）")
    layout.save(str(own / "plan.docx"))
    foreseen = plan(book)
    assert {name for name, (state, _why) in foreseen.items() if state is State.MADE} == {PLAN, "G02-共勉计划备案表"}
    assert foreseen[PLAN][1] == ("the template has changed",)


def test_another_version_of_the_engine_or_the_fonts_remakes_pdfs_only(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.fonts.origin", lambda: "other sources")
    foreseen = plan(book)
    assert {state for state, _why in foreseen.values()} == {State.MADE}
    assert foreseen[AGREEMENT][1] == ("the fonts have changed",)
    outcome = build(book, groups=("G01",))
    assert outcome.work == {"filled": 0, "converted": 2, "bundled": 0}


def test_a_file_that_is_gone_or_was_changed_by_hand_is_noticed(book: Path) -> None:
    out = book.parent / "out"
    (out / f"word/{AGREEMENT}.docx").unlink()
    (out / f"pdf/{PLAN}.pdf").write_bytes(b"%PDF-1.4 scribbled")
    foreseen = plan(book)
    assert foreseen[AGREEMENT] == (State.MADE, ("its Word file is gone",))
    assert foreseen[PLAN] == (State.MADE, ("its PDF was changed by hand",))


def signed(book: Path, **asked: Path) -> dict[str, bytes]:
    signatures.sign(book, "G01", "agreement", **asked)
    return {path.name: path.read_bytes() for path in (book.parent / "签署件").iterdir()}


@pytest.mark.slow
def test_a_signed_paper_is_put_back_as_it_was_signed_when_the_output_folder_is_thrown_away(book: Path) -> None:
    kept = signed(book)
    shutil.rmtree(book.parent / "out")
    outcome = build(book)
    assert result(outcome, AGREEMENT).state is State.SIGNED
    assert (book.parent / f"out/pdf/{AGREEMENT}.pdf").read_bytes() == kept[f"{AGREEMENT}.pdf"]
    assert (book.parent / f"out/word/{AGREEMENT}.docx").read_bytes() == kept[f"{AGREEMENT}.docx"]


@pytest.mark.parametrize("force", [False, True])
def test_a_signed_paper_is_never_filled_again_whatever_changes(book: Path, force: bool) -> None:
    kept = signed(book)
    save(book, changed(a_semester(2), "groups", 0, aim="改了总体目标"))
    outcome = build(book, force=force)
    refused = result(outcome, AGREEMENT)
    assert refused.state is State.HELD_BACK
    assert "小组 row 2 总体目标 共同进步 → 改了总体目标" in refused.reason
    assert result(outcome, PLAN).state is State.MADE, "the plan is not signed"
    assert (book.parent / f"out/pdf/{AGREEMENT}.pdf").read_bytes() == kept[f"{AGREEMENT}.pdf"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "is_enough"),
    [
        ("班级第8名", "班级第5名", True),
        ("8", "5", True),
        ("班级第18名", "班级第5名", False),
        ("班级第8名", "班级第55名", False),
        ("", "", False),
    ],
)
def test_a_change_explains_only_what_it_names(book: Path, before: str, after: str, is_enough: bool) -> None:
    signed(book)
    semester = a_target(a_semester(2), 0, "5")
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="调整目标值", before=before, after=after)
    save(book, replace(semester, changes=(row.at_row(2),)))
    foreseen = plan(book)
    assert (foreseen[AGREEMENT][0] is State.SIGNED) == is_enough
    assert foreseen["G01-变更1-变更备案表"][0] is State.MADE


@pytest.mark.slow
def test_one_row_explains_that_one_of_two_with_one_name_is_renamed(book: Path) -> None:
    semester = changed(changed(semesters.a_semester(1), "people", 1, name="张伟"), "people", 2, name="张伟")
    save(book, semester)
    build(book)
    signed(book)
    save(book, changed(semester, "people", 2, name="张玮"))
    refused = next(one for one in standings.plan(Order(book), Silent()).results if one.name == AGREEMENT)
    assert "since then: 人员 row 4 姓名 张伟 → 张玮。" in refused.reason, "the mark that told them apart is ours"
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="更正姓名", before="张伟", after="张玮")
    save(book, replace(changed(semester, "people", 2, name="张玮"), changes=(row.at_row(2),)))
    assert plan(book)[AGREEMENT][0] is State.SIGNED


@pytest.mark.slow
def test_one_of_two_with_one_name_in_the_others_place_is_a_change_of_a_signed_paper(book: Path) -> None:
    semester = changed(changed(semesters.a_semester(1), "people", 1, name="张伟"), "people", 2, name="张伟")
    one, other = (person.id for person in semester.people[1:3])
    held = changed(semester, "activities", 0, held_on=date(2009, 4, 10), present=(one,))
    save(book, held)
    (record,) = (each.name for each in build(book).results if each.name.endswith("活动记录表"))
    signatures.sign(book, "G01", "activity_record")
    save(book, changed(held, "activities", 0, present=(other,)))
    refused = next(each for each in standings.plan(Order(book), Silent()).results if each.name == record)
    assert refused.state is State.HELD_BACK and "尾号" in refused.reason


@pytest.mark.slow
@pytest.mark.parametrize(
    ("column", "now", "before", "after"),
    [
        ("aim", "改了总体目标", "共同进步", "改了总体目标"),
        ("aim", "改了。总体目标", "共同进步。", "改了总体目标"),
        ("agreed_on", date(2009, 3, 18), "2009年3月16日", "2009.3.18"),
        ("agreed_on", date(2009, 3, 18), "2009-03-16", "2009-03-18"),
    ],
)
def test_what_the_refusal_of_a_signed_paper_names_is_what_a_change_must_say(
    book: Path, column: str, now: object, before: str, after: str
) -> None:
    signed(book)
    semester = changed(a_semester(2), "groups", 0, **{column: now})
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="调整", before=before, after=after)
    save(book, replace(semester, changes=(row.at_row(2),)))
    assert plan(book)[AGREEMENT][0] is State.SIGNED
    save(book, replace(semester, changes=(row.model_copy(update={"after": "别的"}).at_row(2),)))
    assert plan(book)[AGREEMENT][0] is State.HELD_BACK


@pytest.mark.slow
@pytest.mark.parametrize("column", ["leader", "guiding_teacher"])
def test_who_comes_in_anothers_place_is_explained_by_both_names_and_brings_what_is_said_of_them(
    book: Path, column: str
) -> None:
    signed(book)
    semester = a_semester(2)
    before = getattr(semester.groups[0], column)
    other = semester.person_by_id[before].model_copy(update={"id": "T0099", "name": "陆一苇", "title": "教授"})
    semester = replace(semester, people=(*semester.people, other.at_row(99)))
    members = [row.person for row in semester.members_by_group["G01"] if row.person != before]
    after = members[0] if column == "leader" else other.id
    changed_one = changed(semester, "groups", 0, **{column: after})
    save(book, changed_one)
    reason = result(build(book), AGREEMENT).reason
    assert f"{before} → {after}" in reason
    assert "推荐理由" not in reason and "职称" not in reason, "what goes with them is not asked about"
    names = [semester.person_by_id[one].name for one in (before, after)]
    for old, new, state in ((*names, State.SIGNED), (before, after, State.SIGNED), (names[0], "", State.HELD_BACK)):
        row = Change(group="G01", changed_on=date(2009, 5, 6), matter="换人", before=old, after=new)
        save(book, replace(changed_one, changes=(row.at_row(2),)))
        assert plan(book)[AGREEMENT][0] is state, (old, new)


def a_scan_by_hand(book: Path, name: str = AGREEMENT) -> Path:
    scan = book.parent / f"扫描件/{name[:3]}/{name}.png"
    scan.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (600, 800), 255).save(scan)
    return scan


@pytest.mark.slow
def test_a_scan_laid_by_hand_locks_its_paper_as_sign_does(book: Path) -> None:
    made = (book.parent / f"out/pdf/{AGREEMENT}.pdf").read_bytes()
    a_scan_by_hand(book)
    save(book, a_target(a_semester(2), 0, "5"))
    assert plan(book)[AGREEMENT][0] is State.HELD_BACK, "a dry run foresees it"
    outcome = build(book)
    assert outcome.locked == (AGREEMENT,)
    refused = result(outcome, AGREEMENT)
    assert refused.state is State.HELD_BACK
    assert "it is signed, and since then: 目标 row 2 目标值 8 → 5" in refused.reason
    assert (book.parent / f"签署件/{AGREEMENT}.pdf").read_bytes() == made
    signed = built_semester(book).ledger.signed()[AGREEMENT]
    assert signed.scan == f"扫描件/G01/{AGREEMENT}.png"
    assert not build(book).locked


@pytest.mark.slow
def test_a_scan_laid_by_hand_before_its_paper_was_made_locks_what_is_made(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    a_scan_by_hand(book)
    outcome = build(book, kinds=("agreement",))
    assert outcome.locked == (AGREEMENT,)
    assert result(build(book, kinds=("agreement",)), AGREEMENT).state is State.SIGNED


@pytest.mark.slow
def test_a_scan_whose_paper_was_edited_and_changed_since_locks_nothing_and_says_why(book: Path) -> None:
    a_scan_by_hand(book)
    (book.parent / f"out/pdf/{AGREEMENT}.pdf").unlink()
    save(book, a_target(a_semester(2), 0, "5"))
    outcome = build(book)
    refused = result(outcome, AGREEMENT)
    assert refused.state is State.HELD_BACK
    assert (
        f"its scan is there ({AGREEMENT}.png), but the files it was printed from are gone or edited" in refused.reason
    )
    save(book, a_semester(2))
    assert build(book).locked == (AGREEMENT,)


@pytest.mark.slow
def test_a_plan_that_was_filed_is_not_filled_again_under_the_old_day_of_filing(book: Path) -> None:
    filed = changed(a_semester(2), "groups", 0, filed_on=date(2009, 3, 20))
    save(book, filed)
    build(book)
    made = (book.parent / f"out/word/{PLAN}.docx").read_bytes()
    save(book, a_target(filed, 0, "5"))
    refused = result(build(book), PLAN)
    assert refused.state is State.HELD_BACK
    assert "it was filed on 2009-03-20, and since then: 目标 row 2 目标值 8 → 5" in refused.reason
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="调整目标值", before="8", after="5")
    save(book, replace(a_target(filed, 0, "5"), changes=(row.at_row(2),)))
    assert result(build(book), PLAN).state is State.UNCHANGED
    assert (book.parent / f"out/word/{PLAN}.docx").read_bytes() == made
    anew = changed(a_target(filed, 0, "5"), "groups", 0, filed_on=date(2009, 5, 8))
    save(book, anew)
    assert result(build(book), PLAN).state is State.MADE, "it was filed anew"


@pytest.mark.slow
def test_a_new_template_leaves_a_filed_plan_as_it_was_filed_and_says_so(book: Path) -> None:
    filed = changed(a_semester(2), "groups", 0, filed_on=date(2009, 3, 20))
    save(book, filed)
    build(book)
    made = (book.parent / f"out/word/{PLAN}.docx").read_bytes()
    layout = docx.Document(str(resources.templates() / "plan.docx"))
    layout.add_paragraph("新的一行")
    (book.parent / "templates").mkdir()
    layout.save(str(book.parent / "templates" / "plan.docx"))
    outcome = build(book)
    assert result(outcome, PLAN).state is State.UNCHANGED
    assert "it was filed on 2009-03-20, and stays as it was filed" in result(outcome, PLAN).why[0]
    assert (book.parent / f"out/word/{PLAN}.docx").read_bytes() == made
    other = PLAN.replace("G01", "G02")
    assert result(outcome, other).state is State.MADE, "this one is not filed yet"
    assert result(build(book, force=True), PLAN).state is State.MADE


@pytest.mark.slow
def test_a_void_number_of_a_signed_paper_is_told_with_the_way_out_and_an_amendment_is_that_way(book: Path) -> None:
    signed(book)
    first, next_one = "影艺共勉〔2009〕1号", "影艺共勉〔2009〕3号"
    assert signatures.void(book, first, "编号有误").signed == (AGREEMENT,)
    reason = result(build(book), AGREEMENT).reason
    assert f"{first} was voided (编号有误)" in reason
    assert f"{first} under 原内容 and {next_one} under 新内容" in reason
    row = Change(group="G01", changed_on=date(2009, 5, 6), matter="换发备案号", before=first, after=next_one)
    save(book, replace(a_semester(2), changes=(row.at_row(2),)))
    outcome = build(book)
    assert result(outcome, AGREEMENT).state is State.SIGNED
    assert result(outcome, "G01-变更1-变更备案表").state is State.MADE


def test_a_change_of_another_group_explains_nothing(book: Path) -> None:
    signed(book)
    row = Change(group="G02", changed_on=date(2009, 5, 6), matter="调整目标值", before="8", after="5")
    save(book, replace(a_target(a_semester(2), 0, "5"), changes=(row.at_row(2),)))
    assert plan(book)[AGREEMENT][0] is State.HELD_BACK


def test_dates_of_signing_and_leaving_are_no_change_of_what_was_signed(book: Path) -> None:
    signed(book)
    semester = changed(a_semester(2), "memberships", 0, signed_on=date(2009, 3, 17))
    save(book, changed(semester, "memberships", 1, left_on=date(2009, 5, 1), leaving_reason="转学"))
    assert plan(book)[AGREEMENT][0] is State.SIGNED


def test_a_signed_file_that_was_edited_is_reported_and_its_copy_stays(book: Path) -> None:
    kept = signed(book)
    word = book.parent / f"out/word/{AGREEMENT}.docx"
    word.write_bytes(word.read_bytes() + b"\0")
    outcome = build(book)
    assert result(outcome, AGREEMENT).state is State.FAILED
    assert "edited after it was signed" in result(outcome, AGREEMENT).reason
    word.unlink()
    assert result(build(book), AGREEMENT).state is State.SIGNED
    assert word.read_bytes() == kept[word.name]


def test_only_what_the_ledger_knows_can_be_signed(book: Path) -> None:
    with pytest.raises(InputError, match="G01-作品评选评分汇总表"):
        signatures.sign(book, "G01", "jury_summary")
    word = book.parent / f"out/word/{AGREEMENT}.docx"
    word.write_bytes(word.read_bytes() + b"\0")
    with pytest.raises(InputError, match="not as docgen made them"):
        signatures.sign(book, "G01", "agreement")
    assert not (book.parent / "签署件").exists()


def test_a_scan_that_cannot_be_opened_signs_nothing(book: Path, tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 not really")
    with pytest.raises(InputError, match=r"scan\.pdf"):
        signatures.sign(book, "G01", "agreement", scan)
    assert plan(book)[AGREEMENT][0] is not State.SIGNED


@pytest.mark.slow
def test_a_better_scan_replaces_the_first_which_is_kept(book: Path, tmp_path: Path) -> None:
    scans = [tmp_path / "one.png", tmp_path / "two.png"]
    for shade, path in enumerate(scans):
        Image.new("L", (300, 400), 200 + shade).save(path)
    signatures.sign(book, "G01", "agreement", scans[0])
    signatures.sign(book, "G01", "agreement", scans[1])
    place = book.parent / "扫描件/G01"
    assert {path.name: path.read_bytes() for path in place.iterdir()} == {
        f"{AGREEMENT}.png": scans[1].read_bytes(),
        f"{AGREEMENT}-旧.png": scans[0].read_bytes(),
    }


def test_a_person_is_found_with_page_and_path_and_by_two_characters(book: Path) -> None:
    name = a_semester(2).people[1].name
    hits = finding.find(book, name)
    assert {AGREEMENT, PLAN} <= {hit.paper.name for hit in hits}
    for hit in hits:
        assert hit.path == book.parent / f"out/pdf/{hit.paper.name}.pdf"
        assert 1 <= hit.page <= hit.paper.pages
    assert {AGREEMENT, PLAN} <= {hit.paper.name for hit in finding.find(book, name[-2:])}


def test_issued_numbers_are_written_into_a_copy_and_nothing_else_changes(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    assert rebuilding.write_back(book, tmp_path / "带备案号.xlsx") == 2
    assert book.read_bytes() == before
    sheets = [openpyxl.load_workbook(path) for path in (book, tmp_path / "带备案号.xlsx")]
    differing = [
        (sheet.title, cell.coordinate, other.value)
        for sheet in sheets[0]
        for cells, others in zip(sheet.iter_rows(), sheets[1][sheet.title].iter_rows(), strict=True)
        for cell, other in zip(cells, others, strict=True)
        if cell.value != other.value
    ]
    assert [value for _sheet, _cell, value in differing] == ["影艺共勉〔2009〕1号", "影艺共勉〔2009〕2号"]
    assert {sheet for sheet, _cell, _value in differing} == {"小组"}
    shutil.copy(tmp_path / "带备案号.xlsx", book)
    assert not build(book).broken, "the numbers are adopted"


@pytest.mark.parametrize("damage", [pytest.param("lost", marks=pytest.mark.slow), "overwritten"])
@pytest.mark.slow
def test_a_lost_ledger_is_made_anew_from_workbook_signed_papers_and_archive(book: Path, damage: str) -> None:
    kept = signed(book)
    archiving.seal(Order(book, engine="embedded"), Silent())
    ledger = built_semester(book).ledger
    numbers, items = ledger.issued(), ledger.items()
    with pytest.raises(LedgerError, match="whole"):
        rebuilding.rebuild(book)
    for path in book.parent.glob("ledger.db*"):
        if damage == "lost":
            path.unlink()
        else:
            path.write_bytes(b"not a database any more" * 400)
    if damage == "overwritten":
        with pytest.raises(LedgerError, match=r"ledger\.db"):
            build(book)
    (book.parent / "out/report.json").unlink()
    done = rebuilding.rebuild(book)
    assert (done.numbers, done.signed, done.items) == (2, 1, len(items))
    assert (done.aside is not None) == (damage == "overwritten")
    again = Ledger(ledger.path, ledger.branch, ledger.term)
    assert again.issued() == numbers
    assert again.items() == items
    assert again.verify() == []
    outcome = build(book)
    assert result(outcome, AGREEMENT).state is State.SIGNED
    assert (book.parent / f"out/pdf/{AGREEMENT}.pdf").read_bytes() == kept[f"{AGREEMENT}.pdf"]
    assert outcome.numbers == numbers


def test_a_number_missing_when_a_ledger_is_made_anew_never_comes_back(book: Path) -> None:
    report = book.parent / "out/report.json"
    said = json.loads(report.read_bytes())
    said["numbers"] = {"G02": "影艺共勉〔2009〕2号"}
    report.write_text(json.dumps(said), encoding="utf-8")
    for path in book.parent.glob("ledger.db*"):
        path.unlink()
    rebuilding.rebuild(book)
    assert build(book, to=Target.DOCX).numbers == {"G01": "影艺共勉〔2009〕3号", "G02": "影艺共勉〔2009〕2号"}


def test_the_signed_copy_itself_being_changed_is_refused(book: Path) -> None:
    signed(book)
    for path in book.parent.glob(f"*/**/{AGREEMENT}.pdf"):
        path.write_bytes(b"forged")
    (book.parent / f"签署件/{AGREEMENT}.pdf").write_bytes(b"forged")
    outcome = build(book)
    assert result(outcome, AGREEMENT).state is State.FAILED
    assert files.sha256(book.parent / f"out/pdf/{AGREEMENT}.pdf")


@pytest.mark.slow
def test_a_dossier_tells_one_person_over_two_semesters_of_a_shared_ledger(tmp_path: Path) -> None:
    first, second = tmp_path / "2008-2009-2/台账.xlsx", tmp_path / "2009-2010-2/台账.xlsx"
    semester = a_semester(2)
    goals = tuple(
        goal.model_copy(update={"achieved": goal.target}).at_row(goal.row)
        if goal.person == semester.people[1].id
        else goal
        for goal in semester.goals
    )
    for book, rows in ((first, replace(semester, goals=goals)), (second, a_year_later(semester))):
        book.parent.mkdir()
        (book.parent / "docgen.toml").write_text('[path]\nledger = "../ledger.db"\n', encoding="utf-8")
        workbook.write(book, rows)
        build(book, kinds=("agreement",), to=Target.DOCX)
    word, pdf = dossiers.dossier(first, semester.people[1].name, engine="embedded")
    text = "".join("".join(page) for page in texts_of(pdf))
    assert text.count("2008—2009学年第二学期影视082班") == 1
    assert text.count("2009—2010学年第二学期影视082班") == 1
    assert "共参加2个学期的活动，确立目标8项，完成4项，获得荣誉2项" in text
    assert "影艺共勉〔2009〕1号" in text
    assert "影艺共勉〔2010〕1号" in text
    assert word.is_file()
    with pytest.raises(InputError, match="没有此人"):
        dossiers.dossier(first, "没有此人", engine="embedded")
    assert {hit.paper.term for hit in finding.find(second, semester.people[1].name)} == {"2008-2009-2", "2009-2010-2"}


R = TypeVar("R", bound=Row)


def a_year_later(semester: Semester) -> Semester:
    def shifted(row: R) -> R:
        days = {name: value.replace(year=value.year + 1) for name, value in row if isinstance(value, date)}
        return row.model_copy(update=days).at_row(row.row)

    assert semester.programme
    sheets: dict[str, Any] = {
        name: tuple(map(shifted, rows))
        for name, rows in vars(semester).items()
        if isinstance(rows, tuple) and rows and name in Semester.__dataclass_fields__
    }
    programme = shifted(semester.programme).model_copy(update={"term_name": "2009—2010学年第二学期"})
    return replace(semester, **sheets, programme=programme)


def a_copy_with_target(book: Path, target: str) -> str:
    """Change the first target in a workbook as a clerk would; return how the change is told."""
    content = openpyxl.load_workbook(book)
    sheet = content["目标"]
    titles = [str(cell.value).strip("* ") for cell in sheet[1]]
    cell = sheet.cell(2, titles.index("目标值") + 1)
    before, cell.value = cell.value, target
    content.save(book)
    return f"目标值 {before} → {target}"


def test_numbers_in_a_form_of_the_schools_own_may_stand_in_the_workbook(tmp_path: Path) -> None:
    """Reading puts [2009]第1号 into the usual form, 〔2009〕1号: it is the same number."""
    book = tmp_path / "台账.xlsx"
    workbook.write(book, changed(a_semester(2), "groups", 1, filing_number="影艺共勉[2009]第7号"))
    (tmp_path / "docgen.toml").write_text('[number]\nfiling = "{prefix}[{year}]第{no}号"\n', encoding="utf-8")
    order = Order(book, engine="embedded", to=Target.DOCX)
    numbers = {"G01": "影艺共勉[2009]第1号", "G02": "影艺共勉[2009]第7号"}
    assert building.build(order, Silent()).numbers == numbers
    rebuilding.write_back(book, tmp_path / "带备案号.xlsx")
    shutil.copy(tmp_path / "带备案号.xlsx", book)
    assert building.build(order, Silent()).numbers == numbers
