"""``docgen archive`` as a whole: scans, attachments, index page, catalogue, supplements, and runs that were cut short."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import bagit
import openpyxl
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from docgen import archives, workbook
from docgen.errors import ArchiveError, DocgenError
from docgen.field import GroupState
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building
from docgen.pipeline.archiving import Archived
from docgen.sealing import boxes, overviews
from docgen.signing import scans
from tests.semesters import a_semester, changed

AGREEMENT, PLAN = "G01-共勉协议书", "G01-共勉计划备案表"


pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A semester's folder whose papers are made, so that each test archives a copy without making them again."""
    folder = tmp_path_factory.mktemp("made")
    semester = changed(a_semester(3), "goals", 0, achieved="9", reason_unmet="实习请假")
    workbook.write(folder / "台账.xlsx", semester)
    building.build(Order(folder / "台账.xlsx", engine="embedded", to=Target.PDF), Silent())
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "2008-2009-2"))


def seal(folder: Path, *, supplement: bool = False) -> Archived:
    return archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent(), supplement=supplement)


def a_scan(path: Path, tone: int = 230, pages: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    sheets = [Image.new("L", (420, 594), tone - number) for number in range(pages)]
    how: dict[str, Any] = {"save_all": True, "append_images": sheets[1:]} if path.suffix == ".pdf" else {}
    sheets[0].save(path, **how)
    return path


def catalogue(edition: Path) -> list[dict[str, object]]:
    return [
        line
        for path in sorted(edition.glob("*/data/catalogue.json"))
        for line in json.loads(path.read_text(encoding="utf-8"))["文件"]
    ]


def names(edition: Path) -> list[object]:
    return [line["名称"] for line in catalogue(edition)]


@pytest.fixture(scope="module")
def filled(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Archived]:
    """An archive with a scan in two files, one in a PDF, and attachments of a group and of the department."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("filled") / "term"))
    a_scan(folder / "扫描件/G01/共勉协议书-10.jpg", 210)
    a_scan(folder / "扫描件/G01/共勉协议书-2.jpg", 230)
    a_scan(folder / "扫描件/G02/G02-共勉计划备案表（签字）.pdf", pages=2)
    a_scan(folder / "扫描件/G02/G02-共勉协议书-旧.png")
    a_scan(folder / "附件/G01/获奖证书.png")
    a_scan(folder / "附件/全系/会议记录.pdf")
    (folder / "附件/G01/Thumbs.db").write_bytes(b"x")
    return folder, seal(folder)


def test_a_scan_stands_before_its_text_version_in_one_item(filled: tuple[Path, Archived]) -> None:
    _folder, sealed = filled
    assert sealed.verdict.is_sound, sealed.verdict.findings
    line = next(line for line in catalogue(sealed.edition) if line["名称"] == AGREEMENT)
    bag = archives.bags(sealed.edition)[0]
    bundle = bag / "data" / "合订本.pdf"
    front = archives.catalogue_of(bag).files[0].front
    start = front + int(str(line["起始页"])) - 1
    document = pypdfium2.PdfDocument(bundle)
    try:
        tones = []
        for number in (start, start + 1, start + 2):
            picture = document[number].render(scale=0.2, grayscale=True).to_pil()
            tones.append(picture.getpixel((picture.width // 2, picture.height // 2)))
        assert tones[0] in range(228, 233) and tones[1] in range(208, 213)  # -2 before -10
        assert "共勉协议书" in document[start + 2].get_textpage().get_text_range()
    finally:
        document.close()
    data = archives.data_of(bag).items[AGREEMENT]
    assert [one.file for one in data.enclosed] == [
        "扫描件/G01/共勉协议书-2.jpg",
        "扫描件/G01/共勉协议书-10.jpg",
    ]


def test_bookmarks_of_headings_lead_behind_the_scan(filled: tuple[Path, Archived]) -> None:
    bag = archives.bags(filled[1].edition)[0]
    line = next(line for line in archives.catalogue_of(bag).lines if line.name == AGREEMENT)
    start = archives.catalogue_of(bag).files[0].front + line.first_page - 1
    with pikepdf.open(bag / "data" / "合订本.pdf") as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}

        def goal(entry: pikepdf.OutlineItem) -> int:
            assert entry.action is not None
            return pages[entry.action.D[0].objgen]

        semester = next(entry for entry in outline.root if "携手共勉" in entry.title)
        paper = semester.children[0].children[0]
        assert goal(paper) == start
        assert paper.children and all(goal(heading) >= start + 2 for heading in paper.children)


def test_attachments_are_items_of_their_own_behind_the_groups_papers(filled: tuple[Path, Archived]) -> None:
    found = names(filled[1].edition)
    assert found[:5] == [AGREEMENT, PLAN, "G01-共勉小组总结", "G01-附件-获奖证书", "G02-共勉协议书"]
    assert found[-2:] == ["全系-活动工作总结", "全系-附件-会议记录"]
    line = next(line for line in catalogue(filled[1].edition) if line["名称"] == "G01-附件-获奖证书")
    assert line["题名"] == "[获奖证书]"  # a title of the archivist's own: DA/T 22-2015


def test_a_scan_that_a_better_one_replaced_is_named(filled: tuple[Path, Archived]) -> None:
    assert any("G02-共勉协议书-旧.png" in remark for remark in filled[1].remarks)


def test_the_catalogue_is_in_the_bag_as_a_workbook_too(filled: tuple[Path, Archived]) -> None:
    bag = archives.bags(filled[1].edition)[0]
    sheet = openpyxl.load_workbook(bag / "data" / "归档文件目录.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("序号", "档号", "文号", "责任者", "题名")
    assert [row[1] for row in rows[1:]] == [line["档号"] for line in catalogue(filled[1].edition)]
    assert [row[7] for row in rows[1:]] == [line["页数"] for line in catalogue(filled[1].edition)]
    assert sheet.print_title_rows == "$1:$1"


def test_rows_of_the_catalogue_are_told_apart_and_each_says_whose_it_is_and_of_which_day(
    filled: tuple[Path, Archived],
) -> None:
    rows = catalogue(filled[1].edition)
    assert len({row["题名"] for row in rows}) == len(rows)
    assert all(re.fullmatch(r"\d{8}", str(row["日期"])) for row in rows)
    said = {str(row["名称"]): (str(row["题名"]), row["责任者"]) for row in rows}
    title, whose = said[AGREEMENT]
    assert title == f"{whose}（G01）共勉协议书" and whose != "影视艺术系党总支"
    assert said["全系-活动工作总结"] == (
        "影视艺术系党总支2008—2009学年第二学期“携手共勉”活动工作总结",
        "影视艺术系党总支",
    )


@pytest.mark.slow
def test_a_full_box_is_followed_by_another_with_its_own_catalogue_number_and_label(folder: Path) -> None:
    (folder / "docgen.toml").write_text("[archive]\nbox_pages = 12\n", encoding="utf-8")
    done = seal(folder)
    assert done.verdict.is_sound, done.verdict.findings
    held = [archives.catalogue_of(bag) for bag in archives.bags(done.edition)]
    pages = [sum(line.pages for line in one.lines) for one in held]
    assert len(held) > 2 and all(count <= 12 or len(one.lines) == 1 for count, one in zip(pages, held, strict=True))
    assert [one.box for one in held] == [str(number) for number in range(1, len(held) + 1)]
    numbers = [archives.ArchiveReference.parse(line.reference).number for one in held for line in one.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    labels = archives.texts_of(done.edition / archives.LABELS)
    assert len(labels) == len(held)
    for one, label in zip(held, labels, strict=True):
        box = archives.spine_box(one)
        assert box.first_item in label and box.last_item in label and f"第{one.box}盒" in label


def test_the_index_page_says_what_is_there_and_what_is_unfinished(filled: tuple[Path, Archived]) -> None:
    sealed = filled[1]
    page = sealed.index.read_text(encoding="utf-8")
    assert "实习请假" in page
    assert "签字扫描件" in page and "2 件" in page
    for person in a_semester(3).people:
        assert person.name in page
    assert f"{sealed.items} 件 {sealed.pages} 页" in page
    assert "index.html" in json.loads((sealed.edition / "edition.json").read_text(encoding="utf-8"))


def test_the_labels_of_the_boxes_lie_in_the_edition(filled: tuple[Path, Archived]) -> None:
    edition = filled[1].edition
    document = pypdfium2.PdfDocument(edition / "盒脊标签.pdf")
    text = document[0].get_textpage().get_text_range().split()
    pages = len(document)
    document.close()
    last = f"{len(catalogue(edition)):04}"
    assert pages == len(archives.bags(edition)) == 1
    assert all(text.count(word) == 4 for word in ("Z109", "2009", "DQ11", "0001", last))  # a strip for each spine


def test_a_tampered_index_page_is_named(filled: tuple[Path, Archived], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(filled[0] / "archive", tmp_path / "archive"))
    page = copy / "1" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("实习请假", "无"), encoding="utf-8")
    assert any("index.html" in finding.file for finding in archives.verify(copy).findings)


def test_a_scan_that_was_exchanged_inside_the_bundle_is_named_with_its_file(
    filled: tuple[Path, Archived], tmp_path: Path
) -> None:
    """A careful forger puts another picture into the bundle, seals it and makes every checksum anew."""
    copy = Path(shutil.copytree(filled[0] / "archive", tmp_path / "archive"))
    bag = archives.bags(copy / "1")[0]
    bundle = bag / "data" / "合订本.pdf"
    line = next(line for line in archives.catalogue_of(bag).lines if line.name == AGREEMENT)
    with pikepdf.open(bundle, allow_overwriting_input=True) as pdf:
        page = pdf.pages[archives.catalogue_of(bag).files[0].front + line.first_page]  # its second page
        (picture,) = page.Resources.XObject.values()
        other = Image.new("L", (int(picture.Width), int(picture.Height)), 90)
        picture.write(other.tobytes())
        pdf.save(bundle, preserve_pdfa=True, fix_metadata_version=False, deterministic_id=True)
    bagit.Bag(str(bag)).save(manifests=True)
    (copy / "1" / "edition.json").unlink()
    archives.register(copy / "1")
    (finding,) = (one for one in archives.verify(copy).findings if one.file != archives.INDEX)  # which has the digest
    assert finding.grade is archives.Grade.ERROR
    assert AGREEMENT in finding.message and "扫描件/G01/共勉协议书-10.jpg" in finding.message


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("data/data.json", '"目标值": "8"', '"目标值": "9"'),
        ("data/catalogue.json", '"日期": "20090316"', '"日期": "20090317"'),
        (f"data/word/{PLAN}.docx", "word/document.xml", "word/document.xmm"),
        ("bag-info.txt", "Fonds: Z109", "Fonds: Z110"),
    ],
)
def test_what_was_changed_beside_the_bundle_is_named_even_when_every_checksum_was_made_anew(
    filled: tuple[Path, Archived], tmp_path: Path, path: str, before: str, after: str
) -> None:
    copy = Path(shutil.copytree(filled[0] / "archive", tmp_path / "archive"))
    bag = archives.bags(copy / "1")[0]
    content = (bag / path).read_bytes()
    assert before.encode() in content
    (bag / path).write_bytes(content.replace(before.encode(), after.encode(), 1))
    bagit.Bag(str(bag)).save(manifests=True)
    (copy / "1" / "edition.json").unlink()
    archives.register(copy / "1")
    found = archives.verify(copy).findings
    assert found and {finding.grade for finding in found} == {archives.Grade.ERROR}
    assert any(finding.file.split("/")[-1] in path for finding in found)


def test_another_number_in_the_ledgers_extract_is_named(filled: tuple[Path, Archived], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(filled[0] / "archive", tmp_path / "archive"))
    bag = archives.bags(copy / "1")[0]
    path = bag / "data" / "ledger.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"件号": 2,', '"件号": 9,', 1), encoding="utf-8")
    bagit.Bag(str(bag)).save(manifests=True)
    (copy / "1" / "edition.json").unlink()
    archives.register(copy / "1")
    (finding,) = (one for one in archives.verify(copy).findings if one.file != archives.INDEX)  # which has the digest
    assert finding.file.endswith("ledger.json") and PLAN in finding.message


def test_a_file_that_changed_beside_the_archive_is_pointed_out_and_the_archive_stays_sound(
    filled: tuple[Path, Archived], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(filled[0], tmp_path / "term"))
    a_scan(copy / "附件/G01/获奖证书.png", 10)
    verdict = archives.verify(copy / "archive")
    assert verdict.is_sound and verdict.checked["enclosed"] == 5
    assert [finding.file for finding in verdict.findings] == ["附件/G01/获奖证书.png"]


@pytest.mark.slow
def test_every_file_that_cannot_be_archived_is_named_and_nothing_is_archived(folder: Path) -> None:
    (folder / "扫描件/G01").mkdir(parents=True)
    (folder / "扫描件/G01/共勉协议书.pdf").write_bytes(b"%PDF-1.4 broken")
    a_scan(folder / "扫描件/G01/谈话.jpg")
    a_scan(folder / "扫描件/G77/共勉协议书.jpg")
    a_scan(folder / "附件/G88/照片.jpg")
    locked = a_scan(folder / "附件/G01/锁.pdf")
    with pikepdf.open(locked, allow_overwriting_input=True) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(ArchiveError) as caught:
        seal(folder)
    said = str(caught.value)
    for name in ("G01/共勉协议书.pdf", "G01/谈话.jpg", "G77/共勉协议书.jpg", "G88/照片.jpg", "G01/锁.pdf"):
        assert name in said
    assert not (folder / "archive" / "1").exists()


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_an_attachment_whose_name_is_no_text_is_told_to_be_renamed(tmp_path: Path) -> None:
    (tmp_path / "附件").mkdir()
    odd = tmp_path / "附件" / os.fsdecode(b"\xff.png")
    odd.write_bytes(b"")
    content = scans.found(tmp_path / "附件")
    ((path, why),) = content.strays
    assert (path, content.files) == (odd, ()) and "rename" in why
    assert scans.named(odd, tmp_path) == "附件/?.png", "a name that a message can be written with"


@pytest.mark.slow
def test_no_file_beside_the_workbook_is_left_out_in_silence(folder: Path, tmp_path: Path) -> None:
    a_scan(folder / "扫描件/G02/第一批/共勉协议书.jpg")
    a_scan(folder / "扫描件/G03-共勉协议书.jpg")
    a_scan(folder / "扫描件/谁的.jpg")
    a_scan(folder / "附件/无组.png")
    a_scan(folder / "附件/G01/里/深/奖状.png")
    (folder / "附件/G01/断.pdf").symlink_to(tmp_path / "没有.pdf")
    a_scan(tmp_path / "别处/照片.png")
    (folder / "附件/G02").symlink_to(tmp_path / "别处")
    os.mkfifo(folder / "附件/G01/管道.pdf")
    (folder / "附件/G01/说明.docx").write_bytes(b"PK")
    with pytest.raises(ArchiveError) as caught:
        seal(folder)
    said = str(caught.value)
    for name in ("谁的.jpg", "无组.png", "断.pdf", "附件/G02", "管道.pdf", "说明.docx"):
        assert name in said
    for name in ("第一批", "G03-", "奖状"):
        assert name not in said
    sealed = archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent(), leave_out=True)
    assert sealed.verdict.is_sound, sealed.verdict.findings
    held = {
        one.file
        for entry in archives.data_of(archives.bags(sealed.edition)[0]).items.values()
        for one in entry.enclosed
    }
    assert held == {"扫描件/G02/第一批/共勉协议书.jpg", "扫描件/G03-共勉协议书.jpg", "附件/G01/里/深/奖状.png"}
    said = last_page(sealed.edition)
    assert "未能收入6个文件（" in said and "扫描件/谁的.jpg" in said and "cannot be" not in said
    assert any("谁的.jpg" in remark for remark in sealed.remarks)


def last_page(edition: Path) -> str:
    """The text of the 备考表."""
    document = pypdfium2.PdfDocument(archives.bags(edition)[0] / "data" / "合订本.pdf")
    try:
        return "".join(document[len(document) - 1].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_each_file_from_outside_lies_in_the_bag_as_it_came(filled: tuple[Path, Archived], tmp_path: Path) -> None:
    bag = archives.bags(filled[1].edition)[0]
    kept = [one for entry in archives.data_of(bag).items.values() for one in entry.enclosed]
    assert len(kept) == 5
    for one in kept:
        assert (bag / "data" / one.kept).read_bytes() == (filled[0] / one.file).read_bytes()
    copy = Path(shutil.copytree(filled[0] / "archive", tmp_path / "archive"))
    changed = archives.bags(copy / "1")[0]
    a_scan(changed / "data" / kept[0].kept, 9)
    a_scan(changed / "data/原件/附件/G01/多.png", 9)
    bagit.Bag(str(changed)).save(manifests=True)
    (copy / "1" / "edition.json").unlink()
    archives.register(copy / "1")
    said = {finding.file.split("data/")[-1] for finding in archives.verify(copy).findings}
    assert {kept[0].kept, "原件/附件/G01/多.png"} <= said


def test_the_last_page_says_what_is_missing_and_changed_as_the_report_does(filled: tuple[Path, Archived]) -> None:
    said = last_page(filled[1].edition)
    assert "无缺件" not in said and "无缺页" not in said
    page = filled[1].index.read_text(encoding="utf-8")
    lacking = re.findall(r"(未签字|缺扫描件|未填意见)(\d+)件（(.*?)）", said)
    assert {"未签字", "缺扫描件"} & {lack for lack, _count, _titles in lacking}
    for lack, _count, titles in lacking:
        assert lack in page and all(title.partition("×")[0] in page for title in titles.split("、"))
    assert "扫描件、附件的原件随包保存" in said
    assert "补充：无。" in said and "移出：无。" in said


@pytest.mark.slow
def test_what_the_last_page_says_is_told_before_anything_is_sealed(folder: Path) -> None:
    class Listening(Silent):
        told: tuple[str, ...] = ()

        def tell(self, lines: Sequence[str]) -> None:
            assert not (folder / "archive/1").exists()
            self.told += tuple(lines)

    a_scan(folder / "扫描件/G01/共勉协议书.tif")
    listening = Listening()
    sealed = archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), listening)
    assert any("缺损：" in line for line in listening.told)
    page = last_page(sealed.edition)
    for line in listening.told[1:]:
        assert "".join(line.split()) in page
    row = next(row for row in catalogue(sealed.edition) if row["名称"] == AGREEMENT)
    assert row["备注"] == "G01；由TIFF图片转换"


@pytest.mark.slow
def test_what_comes_late_is_a_supplement_and_the_first_numbers_stay(
    filled: tuple[Path, Archived], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(filled[0], tmp_path / "term"))
    before = catalogue(folder / "archive" / "1")
    a_scan(folder / "扫描件/G03/G03-共勉协议书.png")
    a_scan(folder / "附件/G01/照片.jpg")
    with pytest.raises(ArchiveError, match="G03-共勉协议书-扫描件"):
        seal(folder)
    sealed = seal(folder, supplement=True)
    assert sealed.verdict.is_sound, sealed.verdict.findings
    after = catalogue(sealed.edition)
    assert after[: len(before)] == before
    assert [line["名称"] for line in after[len(before) :]] == ["G01-附件-照片", "G03-共勉协议书-扫描件"]
    numbers = [str(line["档号"])[-4:] for line in after]
    assert numbers == [f"{number:04}" for number in range(1, len(after) + 1)]
    assert "照片" in sealed.index.read_text(encoding="utf-8")
    assert not seal(folder).is_new
    a_scan(folder / "附件/G01/照片.jpg", 100)
    with pytest.raises(ArchiveError, match="照片"):
        seal(folder, supplement=True)


@pytest.mark.slow
def test_the_talks_of_a_group_may_be_one_item_and_later_ones_are_added_behind(tmp_path: Path) -> None:
    folder = tmp_path / "term"
    folder.mkdir()
    (folder / "docgen.toml").write_text('[archive]\ntalks = "group"\n', encoding="utf-8")
    whole = a_semester(2, talks=True)
    fewer = replace(whole, talks=tuple(talk for talk in whole.talks if talk.held_on.month < 6))
    workbook.write(folder / "台账.xlsx", fewer)
    building.build(Order(folder / "台账.xlsx", engine="embedded", to=Target.PDF), Silent())
    talks = sorted(path.stem for path in (folder / "out/word").glob("G01-2009*谈话记录表.docx"))
    a_scan(folder / f"扫描件/G01/{talks[1]}.png")
    first = seal(folder)
    assert first.verdict.is_sound, first.verdict.findings
    bag = archives.bags(first.edition)[0]
    line = next(line for line in archives.catalogue_of(bag).lines if line.name == "G01-交流谈话记录表")
    entry = archives.data_of(bag).items[line.name]
    assert list(entry.papers) == talks == list(entry.data) and len(talks) == 3
    assert line.title.endswith("交流谈话记录表（3份）") and line.dated == "20090512" and line.pages == 4
    start = archives.catalogue_of(bag).files[0].front + line.first_page - 1
    with pikepdf.open(bag / "data" / "合订本.pdf") as pdf, pdf.open_outline() as outline:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        group = next(one for one in outline.root[2].children if one.title.startswith("G01"))
        (marked,) = (one for one in group.children if one.title == "交流谈话记录表")
        places = [pages[one.action.D[0].objgen] - start for one in marked.children if one.action]
    assert places == [1, 0, 3]  # the scan of the second talk stands first, then the three texts

    workbook.write(folder / "台账.xlsx", whole)
    with pytest.raises(ArchiveError, match="came later"):
        seal(folder)
    later = seal(folder, supplement=True)
    assert later.verdict.is_sound, later.verdict.findings
    names = [str(one["名称"]) for one in catalogue(later.edition)]
    assert names[: len(catalogue(first.edition))] == [str(one["名称"]) for one in catalogue(first.edition)]
    assert "G01-交流谈话记录表~2" in names
    assert not seal(folder).is_new


@pytest.mark.slow
def test_a_run_killed_between_moving_the_edition_and_naming_it_is_finished_by_the_next(folder: Path) -> None:
    sealed = seal(folder)
    before = {path.name: path.read_bytes() for path in sealed.edition.rglob("*") if path.is_file()}
    shelf = folder / "archive"
    (shelf / "current").unlink()
    (shelf / "index.html").unlink()
    (shelf / ".publishing").write_text("1\n", encoding="utf-8")
    again = seal(folder)
    assert not again.is_new and again.edition == shelf / "1" == archives.current(shelf)
    assert again.verdict.is_sound
    assert {path.name: path.read_bytes() for path in again.edition.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in shelf.iterdir()) == ["1", "current", "index.html"]


@pytest.mark.slow
def test_a_run_killed_before_the_edition_was_moved_gives_the_same_numbers_again(folder: Path) -> None:
    (folder / "archive").mkdir()
    (folder / "archive" / ".publishing").write_text("1\n", encoding="utf-8")
    sealed = seal(folder)
    assert sealed.is_new and sealed.verdict.is_sound
    lines = catalogue(sealed.edition)
    assert [str(line["档号"])[-4:] for line in lines] == [f"{n:04}" for n in range(1, len(lines) + 1)]


@pytest.mark.slow
def test_past_a_thousand_items_there_are_several_files_and_one_catalogue(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = boxes.fill
    monkeypatch.setattr(boxes, "fill", lambda *given, **named: fill(*given, **named, most=3))
    sealed = seal(folder)
    assert sealed.verdict.is_sound, sealed.verdict.findings
    bag = archives.bags(sealed.edition)[0]
    lines = catalogue(sealed.edition)
    count = -(-len(lines) // 3)
    assert [one.name for one in archives.catalogue_of(bag).files] == [f"合订本-{n}.pdf" for n in range(1, count + 1)]
    assert [line["合订本"] for line in lines] == [f"合订本-{at // 3 + 1}.pdf" for at in range(len(lines))]
    first = pypdfium2.PdfDocument(bag / "data" / "合订本-1.pdf")
    listed = "".join(page.get_textpage().get_text_range() for page in first)
    first.close()
    assert all(f"DQ11-{number:04}" in "".join(listed.split()) for number in range(1, len(lines) + 1))
    page = sealed.index.read_text(encoding="utf-8")
    assert "-3.pdf#page=1" in page


@pytest.mark.slow
def test_each_item_may_lie_in_the_bag_by_itself_too_and_is_held_against_the_bundle(folder: Path) -> None:
    (folder / "docgen.toml").write_text("[archive]\nitems_apart = true\n", encoding="utf-8")
    a_scan(folder / "扫描件/G01/共勉协议书.png")
    sealed = seal(folder)
    assert sealed.verdict.is_sound, sealed.verdict.findings
    (bag,) = archives.bags(sealed.edition)
    lines = archives.catalogue_of(bag).lines
    apart = bag / "data/单件"
    assert {path.name for path in apart.iterdir()} == {f"{line.reference}.pdf" for line in lines}
    assert sealed.verdict.checked["pages"] == archives.catalogue_of(bag).files[0].pages
    line = next(line for line in lines if line.name == "全系-活动工作总结")
    with pikepdf.open(apart / f"{line.reference}.pdf") as pdf, pdf.open_outline() as outline:
        assert len(pdf.pages) == line.pages and pdf.docinfo.Title == line.title and pdf.Root.Lang == "zh-CN"
        assert [one.title for one in outline.root] and any(one.children for one in outline.root)
    one, other, lost = (apart / f"{line.reference}.pdf" for line in lines[:3])
    one.write_bytes(other.read_bytes())
    lost.unlink()
    bagit.Bag(str(bag)).save(manifests=True)
    (sealed.edition / "edition.json").unlink()
    archives.register(sealed.edition)
    archives.write_page(folder / "archive")
    said = {Path(finding.file).name: finding.message for finding in archives.inspect(folder / "archive").findings}
    assert said == {one.name: "does not show what the bundle shows of this item", lost.name: "is missing"}


@pytest.mark.slow
def test_the_same_folder_archived_on_the_same_day_gives_the_same_bytes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1247184000")
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    one, two = seal(folder), seal(other)
    for path in sorted(one.edition.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (two.edition / path.relative_to(one.edition)).read_bytes(), path


def test_goals_members_projects_and_groups_without_an_end_are_listed_with_their_reasons() -> None:
    semester = changed(a_semester(3), "goals", 0, achieved="50", reason_unmet="实习请假")
    semester = changed(semester, "goals", 1, achieved="", reason_unmet="")
    semester = changed(semester, "groups", 2, state=GroupState.MERGED, merged_into="G01")
    found = list(overviews.unfinished(semester))
    assert any(row.reason == "实习请假" and row.reached for row in found)
    assert any(row.reason == "未填完成值" and row.group == "G01" for row in found)
    assert any(row.group == "G03" and row.reason == "已并入G01" for row in found)
    assert len({(row.group, row.who, row.what) for row in found}) == len(found)


_RUN = """
import sys
from pathlib import Path
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline.archiving import seal
seal(Order(Path(sys.argv[1]), engine="embedded"), Silent(), supplement=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_archive_is_the_old_edition_or_the_new_one(folder: Path) -> None:
    """Kill −9 every tenth of the way through a supplement, the last moments more closely."""
    seal(folder)
    a_scan(folder / "附件/G01/照片.jpg")
    first = catalogue(folder / "archive" / "1")
    copy = Path(shutil.copytree(folder, folder.parent / "timed"))
    began = time.monotonic()
    subprocess.run([sys.executable, "-c", _RUN, str(copy / "台账.xlsx")], check=True)
    whole = time.monotonic() - began
    finished = 0
    for share in [0.1, 0.3, 0.5, 0.7, 0.8, *(0.85 + step / 100 for step in range(0, 20, 2))]:
        at = Path(shutil.copytree(folder, folder.parent / f"killed-{share:.2f}"))
        process = subprocess.Popen([sys.executable, "-c", _RUN, str(at / "台账.xlsx")], start_new_session=True)
        time.sleep(whole * share)
        process.send_signal(signal.SIGKILL)
        process.wait()
        edition = archives.current(at / "archive")
        assert edition is not None and archives.verify(at / "archive").is_sound
        finished += edition.name == "2"
        again = seal(at, supplement=True)
        assert again.verdict.is_sound
        lines = catalogue(again.edition)
        assert lines[: len(first)] == first
        assert [str(line["档号"])[-4:] for line in lines] == [f"{n:04}" for n in range(1, len(first) + 2)]
        shutil.rmtree(at)
    assert finished < 15


@pytest.mark.slow
@pytest.mark.parametrize("room", [60, 250, 400, 600])
def test_a_disk_that_is_full_while_it_is_sealed_costs_nothing_but_the_run(
    made: Path, small_disk: Callable[[int], Path], room: int
) -> None:
    """``room``: kilobytes that are left when archiving begins; it fails in another place each time."""
    held = sum(path.stat().st_size // 1024 + 5 for path in made.rglob("*"))
    disk = small_disk(held + room)
    folder = Path(shutil.copytree(made, disk / "term"))
    a_scan(folder / "扫描件/G01/共勉协议书.png")
    with pytest.raises(DocgenError) as caught:
        seal(folder)
    assert "磁盘已满" in str(caught.value) or "the disk is full" in str(caught.value)
    assert not (folder / "archive/1").exists()
    subprocess.run(["mount", "-o", "remount,size=200m", str(disk)], check=True)
    sealed = seal(folder)
    assert sealed.verdict.is_sound, sealed.verdict.findings
    numbers = [str(line["档号"])[-4:] for line in catalogue(sealed.edition)]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
