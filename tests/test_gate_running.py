"""The gate looks at headers and footers as it does at the body: which page has which, with which numbers."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest

from docgen import convert, fonts, gate
from docgen.convert import EMBEDDED, WordFile
from tests.constructs import Construct
from tests.constructs.paper import PAGE, reference, running
from tests.papers import field, paragraph, run

PAPER = Construct(
    paragraph("第一页") + paragraph("第二页", "<w:pageBreakBefore/>") + paragraph("第三页", "<w:pageBreakBefore/>"),
    parts=running("header", paragraph("首页页眉"), "header1")
    | running("header", paragraph("奇数页眉"), "header2")
    | running("header", paragraph("偶数页眉"), "header3")
    | running("footer", f"<w:p>{run('第')}{field('PAGE')}{run('页共')}{field('NUMPAGES')}{run('页')}</w:p>", "footer1"),
    section=reference("header", "first", "header1")
    + reference("header", "default", "header2")
    + reference("header", "even", "header3")
    + "".join(reference("footer", when, "footer1") for when in ("first", "default", "even")),
    settings="<w:evenAndOddHeaders/>",
    ending='<w:pgNumType w:start="1"/><w:titlePg/>',
)
"""Three pages, each with a header of its own kind, all with a footer."""


@pytest.fixture(scope="module")
def pdf() -> bytes:
    docx = PAPER.docx()
    (made,) = convert.choose(EMBEDDED, fonts.prepare(fonts.characters(docx))).convert([WordFile("paper", docx)])
    assert isinstance(made, bytes)
    return made


def changed(part: str, old: str, new: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(PAPER.docx())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert re.search(old, content.decode())
                content = re.sub(old, new, content.decode()).encode()
            target.writestr(name, content)
    return out.getvalue()


def test_a_paper_with_headers_of_all_kinds_passes(pdf: bytes) -> None:
    assert gate.check(PAPER.docx(), pdf) == []


DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "pages"),
    [
        ("word/header1.xml", "首页页眉", "首页眉", [1]),
        ("word/header2.xml", "奇数", "单数", [3]),
        ("word/header3.xml", "偶数", "双数", [2]),
        ("word/footer1.xml", "页共", "页，共", [1, 2, 3]),
        (DOCUMENT, "<w:titlePg/>", "", [1]),
        (SETTINGS, "<w:evenAndOddHeaders/>", "", [2]),
        (DOCUMENT, 'w:start="1"', 'w:start="11"', [1, 2, 3]),
        (DOCUMENT, '<w:headerReference w:type="even"[^>]*/>', "", [2]),
    ],
)
def test_a_header_or_footer_that_is_not_what_the_document_says_is_found_on_its_page(
    pdf: bytes, part: str, old: str, new: str, pages: list[int]
) -> None:
    found = gate.check(changed(part, old, new), pdf)
    assert [one.page for one in found] == pages
    assert {one.kind for one in found} <= {"lost", "extra"}


def test_a_footer_that_reaches_into_a_low_margin_is_no_body_text() -> None:
    low = replace(PAPER, page=PAGE.replace('w:bottom="1440"', 'w:bottom="567"')).docx()
    (made,) = convert.choose(EMBEDDED, fonts.prepare(fonts.characters(low))).convert([WordFile("paper", low)])
    assert isinstance(made, bytes)
    assert gate.check(low, made) == []


def drawn(docx: bytes) -> list[str]:
    (made,) = convert.choose(EMBEDDED, fonts.prepare(fonts.characters(docx))).convert([WordFile("paper", docx)])
    assert isinstance(made, bytes)
    return [one.kind for one in gate.check(docx, made)]


def test_what_its_author_laid_past_the_margin_is_no_fault() -> None:
    assert drawn(Construct(paragraph(run("文" * 60), '<w:ind w:left="-500"/>')).docx()) == []


@pytest.mark.parametrize(
    ("shown", "kinds"), [("周**", []), ("***", ["required"]), ("周砚秋", []), ("周砚", ["required"]), ("*砚*", [])]
)
def test_a_masked_value_is_there_as_long_as_something_of_it_is(shown: str, kinds: list[str]) -> None:
    docx = Construct(paragraph(shown)).docx()
    (made,) = convert.choose(EMBEDDED, fonts.prepare(fonts.characters(docx))).convert([WordFile("paper", docx)])
    assert isinstance(made, bytes)
    assert [one.kind for one in gate.check(docx, made, required=["周砚秋"])] == kinds
