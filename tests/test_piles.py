"""A pile of scans files itself: pages turned and askew are sorted to papers, and whatever is wrong is named, never guessed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image

import docgen
from docgen import LeftBecause, Pile, Sorting, codes, convert, workbook
from docgen.cli import run
from docgen.codes import drawing, finding
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline.building import build
from tests import piles
from tests.semesters import a_programme, a_semester, changed

pytestmark = pytest.mark.slow

BRANCH, TERM = a_programme().general_branch, a_programme().term.slug
WHOLE, SHORT, SPOILT, NAMED = "G01-共勉协议书", "G02-共勉协议书", "G03-共勉协议书", "G01-共勉计划备案表"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("semester") / "台账.xlsx"
    workbook.write(path, a_semester(3))
    build(Order(path, kinds=("agreement", "plan"), engine=convert.EMBEDDED, to=Target.PDF), Silent())
    return path


def scanned(book: Path, name: str, chance: Random, turns: Sequence[int] = (0, 90, 180, 270)) -> list[bytes]:
    with pypdfium2.PdfDocument(book.parent / f"out/pdf/{name}.pdf") as paper:
        return [piles.scan(page, chance, turn=chance.choice(turns), skew=chance.uniform(-3, 3)) for page in paper]


def a_page_of(book: Path, owner: codes.Owner, text: int) -> bytes:
    """A scan of a page of a paper that is not one of this pile's."""
    pdf = drawing.stamp((book.parent / "out/unstamped.pdf").read_bytes(), owner, text)
    with pypdfium2.PdfDocument(pdf) as paper:
        return piles.scan(paper[0], Random(3))


@pytest.fixture(scope="module")
def pile(book: Path) -> Path:
    """What a clerk takes out of the feeder: see the tests for what is in it."""
    from reportlab.pdfgen.canvas import Canvas

    chance = Random(17)
    canvas = Canvas(str(book.parent / "out/unstamped.pdf"), invariant=True)
    canvas.drawString(100, 700, "a paper of another time")
    canvas.save()
    folder = book.parent / "扫描仪"
    folder.mkdir()
    whole, short, spoilt = (scanned(book, name, chance) for name in (WHOLE, SHORT, SPOILT))
    (folder / "1.jpg").write_bytes(whole[0])
    Image.open(io.BytesIO(whole[1])).save(folder / "2.png")
    others = [
        a_page_of(book, codes.owner(BRANCH, "2007-2008-1", WHOLE), 1),
        a_page_of(book, codes.owner(BRANCH, TERM, "G02-共勉计划备案表"), 1),
        a_page_of(book, codes.owner(BRANCH, TERM, "G99-共勉协议书"), 1),
    ]
    mixed = [*reversed(whole[2:]), piles.blank(), *short[:1], *short[2:]]
    piles.as_pdf(folder / "3.pdf", [*mixed, spoilt[0], piles.without_code(spoilt[1]), *spoilt[2:], *others])
    (folder / "4.jpg").write_bytes(whole[0])
    named = piles.without_code(scanned(book, NAMED, chance, turns=(0,))[0])
    (folder / f"{NAMED} 2009年.jpg").write_bytes(named)
    (folder / "IMG_0001.jpg").write_bytes(named)
    (folder / "坏的.pdf").write_bytes(b"no PDF at all")
    return folder


@pytest.fixture(scope="module")
def sorting(book: Path, pile: Path) -> Sorting:
    return docgen.sort_scans(book, [pile])


def length(book: Path, name: str) -> int:
    return len(pypdfium2.PdfDocument(book.parent / f"out/pdf/{name}.pdf"))


def test_each_page_is_told_by_its_code_however_it_lies_and_what_is_missing_is_named(
    book: Path, sorting: Sorting
) -> None:
    found = {paper.name: paper for paper in sorting.papers}
    assert set(found) == {WHOLE, SHORT, SPOILT, NAMED}
    assert {name: paper.missing for name, paper in found.items()} == {WHOLE: (), SHORT: (2,), SPOILT: (2,), NAMED: ()}
    where = [(page.file.name, page.page) for _number, page in found[WHOLE].pages]
    rest = length(book, WHOLE) - 2
    assert where == [("1.jpg", 1), ("2.png", 1), *(("3.pdf", rest - at) for at in range(rest))]
    whole = found[NAMED].whole
    assert whole is not None and whole.name == f"{NAMED} 2009年.jpg"


def test_what_is_filed_with_no_paper_is_named_with_the_reason(sorting: Sorting) -> None:
    told = {one.why: (one.shown, one.said) for one in sorting.left}
    assert set(told) == set(LeftBecause) - {LeftBecause.SEVERAL}
    assert told[LeftBecause.DOUBLE] == ("4.jpg，第 1 页", f"{WHOLE} 第 1 页：前面已扫描过（1.jpg 第 1 页）")
    assert "改动之前" in told[LeftBecause.OUTDATED][1] and "G02-共勉计划备案表" in told[LeftBecause.OUTDATED][1]
    assert "其他学期" in told[LeftBecause.ELSEWHERE][1]
    assert told[LeftBecause.REFUSED][0] == "坏的.pdf"
    assert len(sorting.of(LeftBecause.UNREAD)) == 2


def test_a_page_without_a_code_is_left_with_the_place_where_it_may_belong_until_somebody_says_so(
    sorting: Sorting,
) -> None:
    (page,) = [one for one in sorting.of(LeftBecause.UNREAD) if one.name]
    assert (page.name, page.number) == (SPOILT, 2)
    placed = sorting.placed(page)
    (paper,) = [one for one in placed.papers if one.name == SPOILT]
    assert paper.is_ready and page not in placed.left


def test_papers_that_are_whole_are_signed_and_filed_in_order_and_upright_the_others_are_named(
    book: Path, sorting: Sorting
) -> None:
    (page,) = [one for one in sorting.of(LeftBecause.UNREAD) if one.name]
    done: Pile = docgen.sign_scans(book, sorting.placed(page))
    assert [one.name for one in done.signed] == [WHOLE, NAMED, SPOILT]
    assert {shown for shown, _why in done.refused} >= {SHORT, "4.jpg，第 1 页", "坏的.pdf", "IMG_0001.jpg"}
    assert "缺第 2 页" in dict(done.refused)[SHORT]
    scans = book.parent / "扫描件"
    filed = finding.read(scans / f"G01/{WHOLE}.pdf")
    assert [(sheet.codes[0].page, sheet.turned) for sheet in filed] == [
        (number, 0) for number in range(1, length(book, WHOLE) + 1)
    ]
    assert (scans / f"G01/{NAMED}.jpg").exists()
    before = {path: path.stat().st_mtime_ns for path in scans.glob("*/*")}
    again = docgen.sign_scans(book, sorting)
    assert [one.name for one in again.signed if not one.was_signed] == []
    assert {path: path.stat().st_mtime_ns for path in scans.glob("*/*")} == before, "the same scans are no better ones"


def test_a_trial_says_what_would_become_of_a_pile_and_changes_nothing(
    book: Path, pile: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(book.parent.glob("扫描件/*/*"))
    words = ["sign", "--from", str(pile / "3.pdf"), "--dry-run", "--workbook", str(book), "--lang", "zh"]
    assert run(words) == 0
    said = capsys.readouterr()
    assert f"{SHORT}  共 " in said.out and "缺第 2 页" in said.out and "没有改动任何文件" in said.err
    assert "识别页上的码" in said.err  # how far it is
    assert sorted(book.parent.glob("扫描件/*/*")) == before
    assert run(["sign", "G01", "共勉协议书", "--dry-run", "--workbook", str(book), "--lang", "zh"]) == 2


def test_a_paper_that_changed_since_it_was_printed_is_signed_by_the_new_print_only(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    order = Order(book, kinds=("agreement",), engine=convert.EMBEDDED, to=Target.PDF)
    build(order, Silent())
    printed = scanned(book, WHOLE, Random(1))
    workbook.write(book, changed(a_semester(1), "goals", 0, target="5"))
    build(order, Silent())
    sorting = docgen.sort_scans(book, [piles.as_pdf(tmp_path / "old.pdf", printed)])
    assert not sorting.papers
    assert {one.why for one in sorting.left} == {LeftBecause.OUTDATED}

    by_hand = tmp_path / f"扫描件/G01/{WHOLE}.pdf"
    piles.as_pdf(by_hand, printed)
    (told,) = build(order, Silent()).results
    assert "改动之前" in told.reason and by_hand.name in told.reason
    piles.as_pdf(by_hand, scanned(book, WHOLE, Random(2)))
    assert build(order, Silent()).locked == (WHOLE,)


def test_nearly_every_page_files_itself_and_none_wrongly(tmp_path: Path) -> None:
    """The five hundred pages of the sample are benchmarks/scans.py's; here are some of each way to lie."""
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(6))
    build(Order(book, kinds=("agreement", "plan"), engine=convert.EMBEDDED, to=Target.PDF), Silent())
    chance = Random(2009)
    pages = piles.anyhow(sorted((tmp_path / "out/pdf").glob("*.pdf")), chance)
    chance.shuffle(pages)
    kept, lost = pages[2:], pages[:2]
    sorting = docgen.sort_scans(book, [piles.as_pdf(tmp_path / "pile.pdf", [scan for _name, _number, scan in kept])])
    found = {(paper.name, number, where.page) for paper in sorting.papers for number, where in paper.pages}
    right = {(name, number, place) for place, (name, number, _scan) in enumerate(kept, 1)}
    assert found == right
    missing = {(paper.name, number) for paper in sorting.papers for number in paper.missing}
    assert missing == {(name, number) for name, number, _scan in lost}
