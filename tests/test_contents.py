"""Contents pages: what a reader finds there is what the paper says, and where it says so."""

from __future__ import annotations

import io
import re
import zipfile

import pypdfium2
import pytest

from docgen import contents, convert, fonts, gate
from docgen.convert import WordFile
from docgen.convert.choice import EMBEDDED
from docgen.errors import ConversionError
from tests import contents as made

pytestmark = pytest.mark.usefixtures("english")

SCHEMA = """{"x-docgen": {"title": "报告", "per": "row", "order": 40, "pages": [1, 60]}, "type": "object",
"properties": {"单位": {"type": "string"}, "事项": {"type": "array", "items": {"type": "object",
"properties": {"名称": {"type": "string"}}}}}, "required": ["单位"]}"""


def drawn(docx: bytes, engine: str = EMBEDDED, *, times: int = 9) -> tuple[bytes, bytes]:
    """The paper with its contents written, and its PDF."""
    tool = convert.choose(engine, fonts.prepare(fonts.characters(docx)))

    def draw(word: bytes) -> bytes:
        (pdf,) = tool.convert([WordFile("报告", word)])
        assert isinstance(pdf, bytes)
        return pdf

    return contents.settled(docx, draw, gate.standing)


def as_it_is(docx: bytes, engine: str = EMBEDDED) -> bytes:
    (pdf,) = convert.choose(engine, fonts.prepare(fonts.characters(docx))).convert([WordFile("报告", docx)])
    assert isinstance(pdf, bytes)
    return pdf


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page, without white space."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage().get_text_range()
        found.append([re.sub(r"\s", "", line) for line in text.splitlines() if line.strip()])
    return found


def listed(lines: list[str]) -> list[tuple[str, str]]:
    """What a contents page says: entries and their numbers."""
    found = (re.fullmatch(r"(.*?)\.{3,}(\w+)", line) for line in lines)
    return [(one[1], one[2]) for one in found if one]


def changed(docx: bytes, old: str, new: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as package, zipfile.ZipFile(out, "w") as other:
        for name in package.namelist():
            content = package.read(name).decode()
            if name == "word/document.xml":
                assert old in content
                content = content.replace(old, new, 1)
            other.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def paper() -> tuple[bytes, bytes]:
    return drawn(made.simple(made.toc(), made.chapters(1, paragraphs=2)))


def test_a_contents_page_lists_the_headings_and_the_pages_on_which_a_reader_finds_them(
    paper: tuple[bytes, bytes],
) -> None:
    first, *others = pages(paper[1])
    entries = listed(first)
    assert [text for text, _page in entries] == [
        "一、第1项工作",
        "（一）基本情况",
        "1.人员",
        "2.经费",
        "（二）存在的问题",
    ]
    for text, page in entries:
        assert text in others[int(page) - 2]
    assert gate.check(*paper) == []
    assert "旧的标题" not in gate.words(paper[0])


def test_a_true_contents_page_stays_byte_for_byte_as_it_is(paper: tuple[bytes, bytes]) -> None:
    word, pdf = drawn(paper[0])
    assert (word, pdf) == paper


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">2</w:t>", ">3</w:t>", "names another page for “一、第1项工作”"),
        (">（一）基本情况</w:t>", ">基本情况</w:t>", "does not list “（一）基本情况”"),
    ],
)
def test_the_gate_finds_a_wrong_page_and_a_wrong_entry(
    paper: tuple[bytes, bytes], old: str, new: str, said: str
) -> None:
    word = changed(paper[0], old, new)
    (finding,) = gate.check(word, as_it_is(word))
    assert finding.kind == "contents" and said in finding.message


def test_the_gate_finds_a_heading_that_is_not_listed(paper: tuple[bytes, bytes]) -> None:
    text = "<w:p><w:pPr><w:ind"
    word = changed(paper[0], text, made.heading(2, "漏下的一节") + text)
    assert [one.kind for one in gate.check(word, as_it_is(word))] == ["contents"]


def test_contents_that_would_list_nothing_are_refused() -> None:
    with pytest.raises(ConversionError, match="nothing to list"):
        drawn(made.simple(made.toc(), made.text(1)))
