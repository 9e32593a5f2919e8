"""The ten steps on a small semester, with the embedded engine: what a clerk gets, and what she gets the second time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdf
import pypdfium2
import pytest

from docgen import folder_lock, workbook
from docgen.errors import ArchiveError, DataError, InputError, LedgerError, OutputError
from docgen.field import GroupState, Semester
from docgen.making.order import Order, Outcome, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building, standings
from tests.edges import DEPARTMENT
from tests.semesters import a_semester, changed

HOSTILE = 'AT&T <甲> "x" {{ 7*7 }} {_{ y }_}'


pytestmark = pytest.mark.usefixtures("english")


def a_folder(path: Path, semester: Semester | None = None) -> Path:
    """Write a clerk's folder and return its workbook."""
    book = path / "台账.xlsx"
    path.mkdir(parents=True, exist_ok=True)
    workbook.write(book, semester or a_semester(3))
    return book


def build(book: Path, **asked: Any) -> Outcome:
    return building.build(replace(Order(book, engine="embedded"), **asked), Silent())


def states(outcome: Outcome) -> dict[str, State]:
    return {result.name: result.state for result in outcome.results}


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return "".join(text.split())


def hashes(folder: Path, *patterns: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for pattern in patterns
        for path in sorted(folder.glob(pattern))
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    """A workbook that was built once; tests that change anything copy the folder."""
    book = a_folder(tmp_path_factory.mktemp("built"))
    return book, build(book)


@contextmanager
def a_copy(book: Path, target: Path) -> Iterator[Path]:
    import shutil

    shutil.copytree(book.parent, target)
    yield target / book.name


def test_every_group_gets_its_papers_and_the_department_its_report(built: tuple[Path, Outcome]) -> None:
    book, outcome = built
    assert [result.name for result in outcome.results] == [
        *(f"G0{n}-{title}" for n in (1, 2, 3) for title in ("共勉协议书", "共勉计划备案表")),
        *DEPARTMENT,
    ]
    assert all(result.state is State.MADE for result in outcome.results)
    assert all(
        result.word and result.word.is_file() and result.pdf and result.pdf.is_file() for result in outcome.results
    )
    assert {path.name for path in (book.parent / "out").iterdir()} == {
        "word",
        "pdf",
        "草稿-合订本.pdf",
        "report.json",
        "build.log",
        ".docgen-last.json",
    }


def test_names_and_numbers_of_all_people_stand_in_the_bundle(built: tuple[Path, Outcome]) -> None:
    _book, outcome = built
    assert outcome.bundle
    text = text_of(outcome.bundle)
    for person in a_semester(3).people:
        assert person.name in text
        assert person.id in text


def test_the_bundle_opens_everywhere_and_its_bookmarks_name_groups_and_papers(built: tuple[Path, Outcome]) -> None:
    _book, outcome = built
    assert outcome.bundle
    reader = pypdf.PdfReader(outcome.bundle, strict=True)

    def titles(outline: Sequence[Any]) -> Iterator[str]:
        for entry in outline:
            if isinstance(entry, list):
                yield from titles(entry)
            else:
                assert isinstance(entry, pypdf.generic.Destination)
                yield str(entry.title)

    found = list(titles(reader.outline))
    for wanted in (
        "封面",
        "文件目录",
        "G01 第1共勉小组",
        "共勉协议书",
        "影视艺术系党总支",
        "活动工作总结",
        "备考表",
    ):
        assert wanted in found
    with pikepdf.open(outcome.bundle) as document:
        assert len(document.pages) == outcome.bundle_pages == len(reader.pages)


def test_page_labels_are_what_the_catalogue_says(built: tuple[Path, Outcome]) -> None:
    _book, outcome = built
    assert outcome.bundle
    reader = pypdf.PdfReader(outcome.bundle)
    labels = reader.page_labels
    first = 1
    titles = {result.name.partition("-")[2] for result in outcome.results}
    bookmarks = [entry for entry in _flat(reader.outline) if entry.title in titles]
    assert len(bookmarks) == len(outcome.results)
    for entry, result in zip(bookmarks, outcome.results, strict=True):
        page = reader.get_destination_page_number(entry)
        assert page is not None
        assert labels[page] == str(first), result.name
        first += result.pages
    rows = "\n".join(text_of_page(outcome.bundle, page) for page, label in enumerate(labels) if label[0] in "ivx")
    assert f"{sum(result.pages for result in outcome.results[:-1]) + 1}" in rows.split()


def _flat(outline: Sequence[Any]) -> Iterator[pypdf.generic.Destination]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        elif isinstance(entry, pypdf.generic.Destination):
            yield entry


def text_of_page(pdf: Path, index: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[index].get_textpage().get_text_range()
    document.close()
    return text


def test_a_second_run_makes_nothing_anew(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        out = book.parent / "out"
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")} | {
            path: path.stat().st_mtime_ns for path in out.rglob("*.docx")
        }
        outcome = build(book)
        assert set(states(outcome).values()) == {State.UNCHANGED}
        assert {path: path.stat().st_mtime_ns for path in before} == before


def test_one_changed_cell_remakes_the_papers_it_stands_in_and_no_other(
    built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        anew = {"aim": "共同拍完一部短片", "filed_on": date(2009, 3, 24)}  # a plan is filed anew when it changes
        workbook.write(book, changed(a_semester(3), "groups", 1, **anew))
        outcome = build(book)
        made = {name for name, state in states(outcome).items() if state is State.MADE}
        assert made == {"G02-共勉协议书", "G02-共勉计划备案表", "全系-共勉计划备案登记簿"}
        assert outcome.bundle
        assert "共同拍完一部短片" in text_of(outcome.bundle)


@pytest.mark.slow
def test_a_word_file_edited_by_hand_is_kept_and_converted_as_it_is(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        word = book.parent / "out/word/G01-共勉协议书.docx"
        document = docx.Document(str(word))
        next(one for one in document.paragraphs if len(one.text) > 40).add_run("手工添加一句")
        document.save(str(word))
        edited = word.read_bytes()
        outcome = build(book)
        assert states(outcome)["G01-共勉协议书"] is State.HAND_EDITED
        assert word.read_bytes() == edited
        assert "手工添加一句" in text_of(book.parent / "out/pdf/G01-共勉协议书.pdf")
        assert states(build(book))["G01-共勉协议书"] is State.HAND_EDITED, "and the next time too"
        forced = build(book, force=True)
        assert states(forced)["G01-共勉协议书"] is State.MADE
        assert word.read_bytes() != edited


def test_a_deleted_file_is_made_again(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        gone = [book.parent / "out/word/G02-共勉协议书.docx", book.parent / "out/pdf/G03-共勉协议书.pdf"]
        before = [path.read_bytes() for path in gone]
        for path in gone:
            path.unlink()
        build(book)
        assert [path.read_bytes() for path in gone] == before


@pytest.mark.slow
def test_two_clean_builds_give_the_same_bytes_whatever_the_hash_seed_jobs_and_clock(tmp_path: Path) -> None:
    found = []
    for seed, jobs, zone in (("1", "1", "UTC"), ("4242", "2", "Asia/Shanghai")):
        book = a_folder(tmp_path / seed)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "DOCGEN_CACHE": str(tmp_path / f"cache{seed}")}
        command = [
            sys.executable,
            "-m",
            "docgen",
            "build",
            str(book),
            "--engine",
            "embedded",
            "--jobs",
            jobs,
            "--quiet",
        ]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        found.append(hashes(book.parent / "out", "word/*.docx", "pdf/*.pdf", "*.pdf"))
    assert len(found[0]) == 2 * (6 + len(DEPARTMENT)) + 1
    assert found[0] == found[1]


def test_a_group_with_a_fault_is_held_back_and_the_others_are_made(tmp_path: Path) -> None:
    semester = changed(a_semester(3), "memberships", 0, person="没有此人")
    outcome = build(a_folder(tmp_path, semester), to=Target.DOCX)
    held = {result.name for result in outcome.results if result.state is State.HELD_BACK}
    assert {"G01-共勉协议书", "G01-共勉计划备案表", "全系-活动工作总结"} <= held
    assert {result.name for result in outcome.results if result.state is State.MADE} == {
        f"G0{n}-{title}" for n in (2, 3) for title in ("共勉协议书", "共勉计划备案表")
    }
    assert not list((tmp_path / "out/word").glob("G01*"))


def test_sound_groups_alone_are_made_without_complaint(tmp_path: Path) -> None:
    book = a_folder(tmp_path, changed(a_semester(3), "memberships", 0, person="没有此人"))
    outcome = build(book, groups=("G02",), to=Target.DOCX)
    assert not outcome.broken
    assert len(outcome.results) == 2


@pytest.mark.slow
def test_numbers_do_not_depend_on_what_was_filtered(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    only = build(book, groups=("G03",), kinds=("plan",), to=Target.DOCX)
    assert only.numbers == {f"G0{n}": f"影艺共勉〔2009〕{n}号" for n in (1, 2, 3)}
    assert build(book, to=Target.DOCX).numbers == only.numbers


def test_a_workbook_with_nothing_sound_makes_nothing(tmp_path: Path) -> None:
    book = a_folder(tmp_path, replace(a_semester(3), programme=None))
    with pytest.raises(DataError) as caught:
        build(book)
    assert any(problem.sheet == "学期" for problem in caught.value.problems)
    assert not (tmp_path / "ledger.db").exists(), "no number is given"


def test_an_unknown_group_is_refused_with_the_closest_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="G9") as caught:
        build(a_folder(tmp_path), groups=("G9",))
    assert "G0" in caught.value.hint


@pytest.mark.slow
def test_values_that_look_like_markup_appear_as_they_were_typed(tmp_path: Path) -> None:
    book = a_folder(tmp_path, changed(a_semester(2), "groups", 0, name="甲组", aim=HOSTILE))
    outcome = build(book, groups=("G01",), to=Target.PDF)
    assert not outcome.broken, outcome.broken
    for result in outcome.results:
        assert result.word
        assert result.pdf
        document = docx.Document(str(result.word))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(HOSTILE in text for text in [*(p.text for p in document.paragraphs), *cells]), result.name
        assert "".join(HOSTILE.split()) in text_of(result.pdf), result.name


@pytest.mark.slow
def test_pictures_are_made_of_the_extreme_papers_of_each_kind(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        outcome = build(book, preview=True)
        names = {path.name.rsplit("-", 1)[0] for path in outcome.pictures}
        assert {name.split("-", 1)[1] for name in names} == {
            "共勉协议书",
            "共勉计划备案表",
            *(one.partition("-")[2] for one in DEPARTMENT),
        }
        assert "G02-共勉协议书" in names, "the only group with a project is the fullest"
        assert all(path.read_bytes().startswith(b"\x89PNG") for path in outcome.pictures)


def test_a_lost_ledger_is_noticed_before_numbers_are_given_anew(built: tuple[Path, Outcome], tmp_path: Path) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        (book.parent / "ledger.db").unlink()
        with pytest.raises(LedgerError, match="ledger"):
            build(book, to=Target.DOCX)
        assert not (book.parent / "ledger.db").exists()


@pytest.mark.slow
def test_a_word_file_that_no_ledger_knows_is_kept(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    build(book, to=Target.DOCX)
    word = tmp_path / "out/word/G01-共勉协议书.docx"
    document = docx.Document(str(word))
    document.paragraphs[-1].add_run("手工添加一句")
    document.save(str(word))
    edited = word.read_bytes()
    for name in ("ledger.db", "out/report.json"):
        (tmp_path / name).unlink()
    assert states(build(book, to=Target.DOCX))["G01-共勉协议书"] is State.HAND_EDITED
    assert word.read_bytes() == edited


@pytest.mark.slow
def test_a_character_that_no_face_has_is_named_with_its_place_and_the_other_papers_are_made(tmp_path: Path) -> None:
    book = a_folder(tmp_path, changed(a_semester(2), "groups", 0, aim="加油\U0001f600"))
    outcome = build(book, to=Target.PDF)
    failed = {result.name: result.reason for result in outcome.broken}
    assert set(failed) == {"G01-共勉协议书", "G01-共勉计划备案表"}
    assert all("U+1F600" in reason and "总体目标" in reason for reason in failed.values()), failed


@pytest.mark.slow
def test_a_bundle_of_some_papers_does_not_take_the_place_of_the_whole_one(
    built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        whole = (book.parent / "out/草稿-合订本.pdf").read_bytes()
        outcome = build(book, groups=("G02",))
        assert outcome.bundle == book.parent / "out/草稿-合订本（部分）.pdf"
        assert (book.parent / "out/草稿-合订本.pdf").read_bytes() == whole


@pytest.mark.slow
def test_template_like_text_in_the_names_of_school_and_group_reaches_the_bundle(tmp_path: Path) -> None:
    semester = changed(a_semester(1), "groups", 0, name=HOSTILE[:20])
    assert semester.programme
    programme = semester.programme.model_copy(update={"school": "{{ 7*7 }}大学", "department": "{% x %}系"})
    outcome = build(a_folder(tmp_path, replace(semester, programme=programme)))
    assert not outcome.broken
    assert outcome.bundle
    assert "{{7*7}}大学" in text_of(outcome.bundle)


def test_a_kind_is_called_as_the_settings_say(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    (tmp_path / "docgen.toml").write_text('[titles]\nplan = "结对计划表"\n', encoding="utf-8")
    outcome = build(book, kinds=("结对计划表",), groups=("G01",), to=Target.DOCX)
    assert [result.name for result in outcome.results] == ["G01-结对计划表"]


def test_a_merged_group_is_said_to_be_merged(tmp_path: Path) -> None:
    semester = changed(a_semester(3), "groups", 0, state=GroupState.MERGED, merged_into="G02")
    with pytest.raises(InputError, match="G02"):
        build(a_folder(tmp_path, semester), groups=("G01",))


def test_a_dry_run_says_what_would_be_made_and_writes_nothing(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    outcome = standings.plan(Order(book), Silent())
    assert set(states(outcome).values()) == {State.MADE}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.xlsx"]


def test_a_second_run_on_a_folder_at_work_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    with folder_lock.workplace(tmp_path / "out"), pytest.raises(OutputError, match=str(os.getpid())):
        build(book)
    build(book, to=Target.DOCX)
    assert not (tmp_path / "out/.docgen-lock").exists()


@pytest.mark.slow
def test_a_number_that_contradicts_the_ledger_stops_the_run_before_anything_is_made(tmp_path: Path) -> None:
    book = a_folder(tmp_path)
    build(book, to=Target.DOCX)
    before = hashes(tmp_path / "out", "word/*")
    workbook.write(book, changed(a_semester(3), "groups", 0, filing_number="影艺共勉〔2009〕77号", aim="变了"))
    with pytest.raises(LedgerError, match="77"):
        build(book, to=Target.DOCX)
    assert hashes(tmp_path / "out", "word/*") == before


def test_the_report_of_a_run_names_every_paper(built: tuple[Path, Outcome]) -> None:
    book, outcome = built
    report = json.loads((book.parent / "out/report.json").read_text(encoding="utf-8"))
    assert [paper["name"] for paper in report["papers"]] == [result.name for result in outcome.results]
    assert report["counts"] == {"made": 6 + len(DEPARTMENT)}


def test_a_semester_is_archived_once_and_a_second_time_nothing_happens(
    built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        order = Order(book, engine="embedded")
        sealed = archiving.seal(order, Silent())
        assert sealed.is_new
        assert sealed.verdict.is_sound, sealed.verdict.findings
        assert sealed.items == 6 + len(DEPARTMENT)
        before = hashes(book.parent / "archive", "**/*.pdf", "**/*.json", "**/*.txt")
        again = archiving.seal(order, Silent())
        assert not again.is_new
        assert again.edition == sealed.edition
        assert hashes(book.parent / "archive", "**/*.pdf", "**/*.json", "**/*.txt") == before


@pytest.mark.slow
def test_what_was_archived_cannot_change_and_what_came_later_is_a_supplement(
    built: tuple[Path, Outcome], tmp_path: Path
) -> None:
    with a_copy(built[0], tmp_path / "copy") as book:
        order = Order(book, engine="embedded", kinds=("agreement",))
        first = archiving.seal(order, Silent())
        assert first.items == 3
        later = replace(order, kinds=("agreement", "plan"))
        with pytest.raises(ArchiveError, match="共勉计划备案表"):
            archiving.seal(later, Silent())
        added = archiving.seal(later, Silent(), supplement=True)
        assert added.verdict.is_sound, added.verdict.findings
        numbers = [
            line["档号"]
            for catalogue in sorted(added.edition.glob("*/data/catalogue.json"))
            for line in json.loads(catalogue.read_text(encoding="utf-8"))["文件"]
        ]
        assert numbers == [f"Z109-WS·2009-D30-DQ11-{n:04}" for n in range(1, 7)]
        assert hashes(first.edition, "*/data/*.pdf").items() <= hashes(added.edition, "*/data/*.pdf").items()
        workbook.write(book, changed(a_semester(3), "groups", 0, aim="归档以后改了"))
        with pytest.raises(ArchiveError, match="G01-共勉协议书"):
            archiving.seal(order, Silent())


@pytest.mark.slow
def test_a_draft_past_a_thousand_items_is_several_files_which_a_second_run_leaves_alone(
    built: tuple[Path, Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen.making import bundling

    folder = Path(shutil.copytree(built[0].parent, tmp_path / "term"))
    bind = bundling.bind
    monkeypatch.setattr(bundling, "bind", lambda *given: bind(*given, most=3))
    order = Order(folder / "台账.xlsx", engine="embedded")
    (folder / "out/草稿-合订本.pdf").unlink()
    building.build(order, Silent())
    volumes = sorted((folder / "out").glob("草稿-合订本*.pdf"))
    more = -(-len(built[1].results) // 3) - 1
    assert more > 1
    assert [path.name for path in volumes] == [*(f"草稿-合订本-{n}.pdf" for n in range(2, more + 2)), "草稿-合订本.pdf"]
    before = [path.stat().st_mtime_ns for path in volumes]
    assert building.build(order, Silent()).work["bundled"] == 0
    assert [path.stat().st_mtime_ns for path in volumes] == before
    volumes[0].write_bytes(b"")
    assert building.build(order, Silent()).work["bundled"] == 1
    monkeypatch.undo()
    volumes[0].unlink()
    building.build(order, Silent())
    assert [path.name for path in sorted((folder / "out").glob("草稿-合订本*.pdf"))] == ["草稿-合订本.pdf"]
