"""Ninety-six ways to tamper with an archive, with checksums as they were and made anew: each is named.

By itself an archive names what contradicts itself. What a forger makes consistent throughout, with checksums and proofs made
anew, only a witness outside the folder can name: the ledger, or the digest on paper. Both are asked in every case.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from docgen import archives, messages, pipeline, workbook
from docgen.field import GroupState
from docgen.ledger import Ledger
from docgen.pipeline import Order, Silent
from docgen.sealing import witnesses
from tests import tampering as t
from tests.semesters import a_semester, changed

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = messages.language()
    messages.set_language("en")
    yield
    messages.set_language(before)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A semester's folder with two editions: a group came late, with a scan and an attachment."""
    folder = tmp_path_factory.mktemp("sealed") / "2008-2009-2"
    folder.mkdir()
    semester = a_semester(2)
    workbook.write(folder / "台账.xlsx", changed(semester, "groups", 1, state=GroupState.WITHDRAWN))
    pipeline.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent())
    workbook.write(folder / "台账.xlsx", semester)
    for name in ("扫描件/G02/共勉协议书.png", "附件/G02/获奖证书.png"):
        (folder / name).parent.mkdir(parents=True)
        Image.new("L", (210, 297), 200).save(folder / name)
    done = pipeline.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent(), supplement=True)
    assert done.verdict.is_sound, done.verdict.findings
    return folder


@pytest.fixture
def shelf(sealed: Path, tmp_path: Path) -> Path:
    shutil.copytree(sealed / "archive", tmp_path / "term/archive")
    return tmp_path / "term/archive"


@pytest.fixture(scope="module")
def book(sealed: Path) -> Ledger:
    found = witnesses.ledger_of(sealed / "archive")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def printed(sealed: Path) -> str:
    return archives.digest(sealed / "archive/2")


def faults(verdict: archives.Verdict) -> list[str]:
    return [str(one) for one in verdict.findings if one.grade is archives.Grade.ERROR]


PAGE = t.item_page
COVER = lambda _shelf: 0  # noqa: E731
LISTED = lambda _shelf: 1  # noqa: E731
LAST = lambda shelf: archives.catalogue_of(t.late(shelf)).files[0].pages - 1  # noqa: E731

IN_BUNDLE: dict[str, t.Change] = {
    "a white box over a paper": t.on_page(PAGE, t.WHITE),
    "a white box over the cover": t.on_page(COVER, t.WHITE),
    "a white box over the catalogue": t.on_page(LISTED, t.WHITE),
    "a white box over the 备考表": t.on_page(LAST, t.WHITE),
    "a stroke through a paper": t.on_page(PAGE, t.INK),
    "a page emptied": t.on_page(PAGE, t.put("/Contents", pikepdf.Array())),
    "a page taken out": t.on_page(PAGE, lambda pdf, at: pdf.pages.__delitem__(at)),
    "a page put in": t.on_page(PAGE, lambda pdf, at: pdf.pages.insert(at, pdf.pages[at])),
    "two pages exchanged": t.on_page(PAGE, t.swap),
    "a page turned": t.on_page(PAGE, t.put("/Rotate", 180)),
    "a page cut": t.on_page(PAGE, t.put("/CropBox", pikepdf.Array([0, 0, 595, 300]))),
    "another face": t.in_bundle(t.other_face),
    "other codes of characters": t.in_bundle(t.other_codes),
    "a bookmark renamed": t.in_bundle(t.renamed_bookmark),
    "a bookmark led elsewhere": t.in_bundle(t.moved_bookmark),
    "all bookmarks gone": t.in_bundle(lambda pdf: pdf.Root.__delitem__("/Outlines")),
    "page labels gone": t.in_bundle(lambda pdf: pdf.Root.__delitem__("/PageLabels")),
    "a link of the catalogue led elsewhere": t.in_bundle(t.moved_link),
    "all marks gone": t.keywords(lambda _all: ""),
    "one mark gone": t.keywords(lambda all_: all_.replace("data-sha256:", "data:")),
    "a mark exchanged": t.keywords(lambda all_: all_.replace("word-sha256:", "word-sha256:0")),
    "another title": t.in_bundle(lambda pdf: pdf.docinfo.__setitem__("/Title", "别的合订本")),
    "a note on a page": t.on_page(PAGE, t.note),
    "a file inside": t.in_bundle(lambda pdf: pdf.attachments.__setitem__("a.exe", b"MZ")),
    "a script": t.in_bundle(
        lambda pdf: pdf.Root.__setitem__("/OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x"))
    ),
    "another picture in a scan": t.in_bundle(t.picture),
    "the bundle encrypted": t.encrypted,
    "the bundle cut": t.truncated,
    "the bundle deleted": t.gone(lambda shelf: t.payload(shelf, "合订本.pdf")),
}
BESIDE: dict[str, t.Change] = {
    "a name in the data": t.said("data.json", t.renamed),
    "a day in the data": t.text(lambda shelf: t.payload(shelf, "data.json"), "2009-07-20", "2009-07-21"),
    "an item's data gone": t.said("data.json", lambda all_: all_["文件"].pop(next(iter(all_["文件"])))),
    "an item's data put in": t.said("data.json", lambda all_: all_["文件"].update(别的=t.items(all_)[0])),
    "an item's checksum gone": t.said("data.json", lambda all_: t.items(all_)[1].__setitem__("页面校验值", "")),
    "a scan's checksum gone": t.said("data.json", lambda all_: t.enclosed(all_).__setitem__("页面校验值", "")),
    "a scan's place gone": t.said("data.json", lambda all_: t.enclosed(all_).__setitem__("原件", "")),
    "a scan that nobody knows": t.said("data.json", lambda all_: t.enclosed(all_).__setitem__("校验值", "0" * 64)),
    "the data deleted": t.gone(lambda shelf: t.payload(shelf, "data.json")),
    "a title": t.line("题名", "别的题名"),
    "a day": t.line("日期", "20090101"),
    "a responsible": t.line("责任者", "别的总支"),
    "a 档号": t.line("档号", "Z109-WS·2009-D30-DQ11-0999"),
    "a number of pages": t.line("页数", 9),
    "a remark": t.line("备注", "已移出"),
    "a row gone": t.said("catalogue.json", lambda all_: all_["文件"].pop(1)),
    "a bundle's signer put in": t.bound("签名者", "别人"),
    "the cover's checksum gone": t.bound("卷首校验值"),
    "the 备考表's checksum gone": t.bound("卷尾校验值"),
    "the bookmarks' checksum gone": t.bound("书签校验值"),
    "what the 备考表 says": t.said("catalogue.json", lambda all_: all_["备考表"]["情况说明"].append("移出：第2件。")),
    "who put it in order": t.said("catalogue.json", lambda all_: all_["备考表"].__setitem__("整理人", "别人")),
    "the year": t.said("catalogue.json", lambda all_: all_.__setitem__("年度", 2010)),
    "how long it is kept": t.said("catalogue.json", lambda all_: all_.__setitem__("保管期限", "D10")),
    "the catalogue deleted": t.gone(lambda shelf: t.payload(shelf, "catalogue.json")),
    "a 件号 in the ledger's extract": t.said("ledger.json", lambda all_: all_[1].__setitem__("件号", 999)),
    "the ledger's extract deleted": t.gone(lambda shelf: t.payload(shelf, "ledger.json")),
    "a cell of the table": t.table("G02", "G09"),
    "a table of one row": t.new(lambda shelf: t.payload(shelf, "归档文件目录.xlsx"), b"PK"),
    "the table deleted": t.gone(lambda shelf: t.payload(shelf, "归档文件目录.xlsx")),
    "a Word file changed": lambda shelf: t.word(shelf).write_bytes(t.word(shelf).read_bytes() + b"\0"),
    "a Word file deleted": t.gone(t.word),
    "a Word file put in": t.new(lambda shelf: t.payload(shelf, "word/别的.docx")),
    "an original exchanged": lambda shelf: t.original(shelf).write_bytes(b"\x89PNG"),
    "an original deleted": t.gone(t.original),
    "an original put in": t.new(lambda shelf: t.original(shelf).with_name("别的.png")),
    "the fonds in bag-info.txt": t.text(lambda shelf: t.late(shelf) / "bag-info.txt", "Fonds: Z109", "Fonds: Z110"),
    "the count in bag-info.txt": t.text(lambda shelf: t.late(shelf) / "bag-info.txt", "Item-Count: ", "Item-Count: 1"),
    "the day in bag-info.txt": t.text(lambda shelf: t.late(shelf) / "bag-info.txt", "Bagging-Date: 2", "Bagging-Date: 1"),
    "a folder linked into the bag": t.linked,
}  # fmt: skip
STRAY: dict[str, t.Change] = {
    "a program in the bag": t.new(lambda shelf: t.payload(shelf, "私货.exe")),
    "a hidden file in the bag": t.new(lambda shelf: t.payload(shelf, ".私货")),
    "a PDF in the bag": t.new(lambda shelf: t.payload(shelf, "别的.pdf"), b"%PDF-1.4"),
    "a file among the Word files": t.new(lambda shelf: t.payload(shelf, "word/私货.exe")),
    "a file beside the bags": t.new(t.edition("私货.exe")),
    "a file in a folder beside the bags": t.new(t.edition("更多/私货.exe")),
    "a file beside the payload": t.new(lambda shelf: t.late(shelf) / "私货.txt"),
}
EDITIONS: dict[str, t.Change] = {
    "a link of the index page": t.text(t.edition("index.html"), "#page=", "#page=1"),
    "a figure of the index page": t.text(t.edition("index.html"), "<dd>", "<dd>9"),
    "the index page deleted": t.gone(t.edition("index.html")),
    "a figure of the overview": t.text(t.edition("概览.json"), "小组", "小小组"),
    "the overview deleted": t.gone(t.edition("概览.json")),
    "a label taken out": t.labels,
    "the labels deleted": t.gone(t.edition("盒脊标签.pdf")),
    "the anchor deleted": t.gone(t.edition("登记簿.json")),
    "the anchor emptied": t.new(t.edition("登记簿.json"), b"{}"),
    "a bag deleted": t.gone(t.late),
    "a bag carried over changed": t.carried,
    "a bag carried over deleted": t.gone(lambda shelf: shelf / "2" / t.FIRST),
    "a bag led elsewhere": t.led_elsewhere(t.late),
    "an edition led elsewhere": t.led_elsewhere(lambda shelf: shelf / "2"),
    "an older index page": t.text(lambda shelf: shelf / "1/index.html", "<dd>", "<dd>9"),
    "the older edition deleted": t.gone(lambda shelf: shelf / "1"),
    "current set back": t.set_back,
    "current deleted": t.gone(lambda shelf: shelf / "current"),
    "current to nowhere": t.new(lambda shelf: shelf / "current", b"7\n"),
    "a folder on the shelf": t.new(lambda shelf: shelf / "备份/x.txt"),
    "edition.json deleted": t.gone(t.edition("edition.json")),
}
ALL = IN_BUNDLE | BESIDE | STRAY | EDITIONS
NO_MORE = {"edition.json deleted", "current to nowhere", "current deleted"}
"""What leaves nothing to make checksums of, or is put right by making them."""
STILL_THERE = {
    "an edition led elsewhere",
    "a bag led elsewhere",
    "current set back",
    "a folder on the shelf",
    "an older index page",
}
"""What changes no byte of the newest edition, so that its digest is as it was."""


@pytest.mark.parametrize("what", ALL)
def test_what_was_changed_is_named(shelf: Path, book: Ledger, printed: str, what: str) -> None:
    ALL[what](shelf)
    assert faults(archives.inspect(shelf)), "as it is"
    if what in NO_MORE:
        return
    t.checksums_anew(shelf)
    assert faults(archives.inspect(shelf)), "with checksums made anew"
    if what not in STILL_THERE:
        assert faults(witnesses.against(shelf, book)), "by the ledger"
        assert faults(witnesses.expected(shelf / "2", printed)), "by the digest on paper"


FORGED = (
    "a white box over a paper", "a white box over the cover", "a white box over the 备考表", "a stroke through a paper",
    "a page turned", "a page cut", "another face", "a bookmark renamed", "a bookmark led elsewhere",
    "a link of the catalogue led elsewhere", "another title", "another picture in a scan", "a day in the data",
    "a Word file changed",
)  # fmt: skip
"""What agrees with itself once not only checksums but docgen's own proofs were made anew: nothing inside can name it."""


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_throughout_is_named_by_the_ledger_and_by_the_digest_on_paper(
    shelf: Path, book: Ledger, printed: str, what: str
) -> None:
    ALL[what](shelf)
    t.proofs_anew(shelf)
    assert any("2：is not the edition that the ledger knows" in one for one in faults(witnesses.against(shelf, book)))
    assert any("its digest is" in one for one in faults(witnesses.expected(shelf / "2", printed)))


@pytest.mark.parametrize(
    "what", ["a page emptied", "a page taken out", "a title", "what the 备考表 says", "a cell of the table"]
)
def test_what_is_forged_without_its_consequences_is_named_by_its_contradictions(shelf: Path, what: str) -> None:
    ALL[what](shelf)
    t.proofs_anew(shelf)
    assert faults(archives.inspect(shelf))


def test_a_newest_edition_that_is_gone_is_known_to_the_ledger_and_to_who_has_its_digest(
    shelf: Path, book: Ledger, printed: str
) -> None:
    t.newest_deleted(shelf)
    # the archive itself has only the page over its editions to tell by, which a forger makes anew
    assert {one.file for one in archives.inspect(shelf).findings} == {"index.html"}
    assert any("is not here" in one for one in faults(witnesses.against(shelf, book)))
    assert faults(witnesses.expected(shelf, printed))


@pytest.mark.parametrize("name", ["Thumbs.db", ".DS_Store", "._合订本.pdf", "desktop.ini"])
@pytest.mark.parametrize("where", ["", "2", f"2/{t.LATE}", f"2/{t.LATE}/data", f"2/{t.LATE}/data/word"])
def test_what_the_system_leaves_is_named_and_does_no_harm(shelf: Path, name: str, where: str) -> None:
    (shelf / where / name).write_bytes(b"1")
    verdict = archives.inspect(shelf)
    assert verdict.is_sound, faults(verdict)
    assert [one.file.rpartition("/")[2] for one in verdict.findings] == [name]
