"""``docgen print``: one PDF a kind, every copy on an odd page, and a list of what is to be signed by whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from docgen import documents, messages, workbook
from docgen.cli import run
from docgen.documents.kinds.signing_list import signers
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import copying
from docgen.pipeline.copying import Printed
from tests.edges import numbers
from tests.semesters import a_semester


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    book = tmp_path_factory.mktemp("printed") / "台账.xlsx"
    workbook.write(book, a_semester(2))
    (book.parent / "docgen.toml").write_text("[copies]\nagreement = 3\nscheme = 0\n", encoding="utf-8")
    kinds = ("agreement", "plan", "register", "scheme")
    return copying.print_pack(Order(book, engine="embedded", kinds=kinds), Silent())


@pytest.mark.slow
def test_each_copy_of_each_paper_begins_on_an_odd_page(printed: Printed) -> None:
    agreements = next(pack for pack in printed.packs if pack.title == "共勉协议书")
    document = pypdfium2.PdfDocument(agreements.path)
    firsts = [index for index, page in enumerate(document) if "共勉协议书" in page.get_textpage().get_text_range()[:80]]
    pages = {one.name: one.pages for one in printed.outcome.results}
    assert len(firsts) == 6, "two papers, three copies each"
    assert all(index % 2 == 0 for index in firsts)
    assert any(count % 2 for count in pages.values()), "else nothing would have been filled up"
    assert len(document) == agreements.pages


def test_copies_are_what_docgen_toml_says_and_a_plan_has_two(printed: Printed) -> None:
    assert [pack.title for pack in printed.packs] == ["共勉协议书", "共勉计划备案表", "共勉计划备案登记簿"]
    plans = next(pack for pack in printed.packs if pack.title == "共勉计划备案表")
    outline = pypdf.PdfReader(plans.path).outline
    assert [entry.title for entry in outline if isinstance(entry, pypdf.generic.Destination)] == [
        "第1共勉小组共勉计划备案表",
        "第2共勉小组共勉计划备案表",
    ]
    pages = next(one.pages for one in printed.outcome.results if one.name == "G01-共勉计划备案表")
    assert plans.pages >= 4 * pages


def test_the_list_of_signing_names_every_paper_and_who_signs_it(printed: Printed) -> None:
    document = pypdfium2.PdfDocument(printed.signing_list)
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    semester = a_semester(2)
    assert all(f"第{group}共勉小组共勉协议书" in text for group in (1, 2))
    assert all(semester.person_by_id[row.person].name in text for row in semester.memberships)
    assert "许南屏" in text
    assert text.count("☐") == 5


def test_who_signs_is_read_off_the_papers_own_data() -> None:
    semester = a_semester(2)
    papers = documents.compose(semester, numbers(semester), ["G01"], department=True)
    by_stem = {paper.kind.stem: paper for paper in papers}
    names = [semester.person_by_id[row.person].name for row in semester.memberships if row.group == "G01"]
    assert signers(by_stem["agreement"]) == (*names, "许南屏", "影视艺术系党总支")
    assert signers(by_stem["register"]) == ()
    assert signers(by_stem["scheme"]) == ("影视艺术系党总支",)


def test_every_kind_that_is_made_has_its_signers_unless_it_is_told_and_not_certified() -> None:
    unsigned = {kind.stem for kind in documents.KINDS.values() if kind.is_composed and not kind.signers}
    assert unsigned == {"bulletin", "innovation_case"}, "the case is signed on its form"


def test_print_says_what_lies_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    assert run(["print", str(book), "--only", "register", "--engine", "embedded", "--quiet", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "打印-共勉计划备案登记簿.pdf: 1 papers, 1 pages" in said
    assert "To be signed:" in said
