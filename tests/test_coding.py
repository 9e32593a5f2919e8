"""Papers with codes on their pages, from either engine: which have one, and that nothing else changes by it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from docgen import codes, convert, workbook
from docgen.codes import Code, finding
from docgen.documents import kind_called
from docgen.gate.reading import words
from docgen.making.coding import Coder
from docgen.making.order import Order, Outcome, Target
from docgen.making.progress import Silent
from docgen.pipeline.building import build
from docgen.settings import Codes
from tests.semesters import a_programme, a_semester, changed

BRANCH, TERM = a_programme().general_branch, a_programme().term.slug


def made(book: Path, settings: str = "", engine: str = convert.EMBEDDED) -> Outcome:
    (book.parent / "docgen.toml").write_text(settings, encoding="utf-8")
    return build(Order(book, kinds=("agreement",), engine=engine, to=Target.PDF), Silent())


def a_book(folder: Path) -> Path:
    workbook.write(folder / "台账.xlsx", a_semester(2))
    return folder / "台账.xlsx"


def pdf(book: Path, name: str) -> Path:
    return book.parent / f"out/pdf/{name}.pdf"


def codes_on(path: Path) -> list[tuple[Code, ...]]:
    return [sheet.codes for sheet in finding.read(path)]


@pytest.mark.parametrize("engine", [convert.EMBEDDED, pytest.param(convert.LIBREOFFICE, marks=pytest.mark.libreoffice)])
def test_each_page_that_people_sign_says_which_paper_it_is_whichever_engine_drew_it(
    engine: str, tmp_path: Path
) -> None:
    book = a_book(tmp_path)
    made(book, engine=engine)
    for name in ("G01-共勉协议书", "G02-共勉协议书"):
        text = codes.text(words((tmp_path / f"out/word/{name}.docx").read_bytes()))
        found = codes_on(pdf(book, name))
        assert found == [
            (Code(codes.owner(BRANCH, TERM, name), text, page, len(found)),) for page in range(1, len(found) + 1)
        ]


@pytest.mark.parametrize(
    ("settings", "with_code"),
    [
        (Codes(), {"agreement", "plan", "public_notice"}),
        (Codes(going_out=True), {"agreement", "plan", "public_notice", "certificate"}),
        (Codes(papers=False, going_out=True), set()),
    ],
)
def test_what_people_sign_has_one_and_what_is_handed_over_where_it_is_wanted(
    settings: Codes, with_code: set[str]
) -> None:
    coder = Coder(BRANCH, TERM, settings)
    asked = ("agreement", "plan", "public_notice", "certificate", "dossier", "catalogue")
    assert {stem for stem in asked if coder.has_code(kind_called(stem))} == with_code


@pytest.mark.slow
def test_a_code_more_or_less_converts_the_papers_anew_says_why_and_touches_no_neighbour(tmp_path: Path) -> None:
    book = a_book(tmp_path)
    made(book, "[codes]\npapers = false\n")
    text = pypdfium2.PdfDocument(pdf(book, "G01-共勉协议书"))[0].get_textpage().get_text_bounded()
    on = made(book)
    assert (on.work["filled"], on.work["converted"]) == (0, 2)
    assert {one.why for one in on.results} == {("每页将印识别码，扫描件据此归位",)}
    assert pypdfium2.PdfDocument(pdf(book, "G01-共勉协议书"))[0].get_textpage().get_text_bounded() == text
    assert made(book).work["converted"] == 0
    together = pdf(book, "G01-共勉协议书").read_bytes()
    pdf(book, "G01-共勉协议书").unlink()
    workbook.write(book, changed(a_semester(2), "groups", 1, name="改了名的小组"))
    assert made(book).work["converted"] == 2
    assert pdf(book, "G01-共勉协议书").read_bytes() == together, "whatever is made beside it"
