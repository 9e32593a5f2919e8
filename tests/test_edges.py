"""Semesters at the edge: every paper of theirs is well set, none with an empty heading or a table of nothing but its heads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
from lxml import etree

from docgen import documents, fonts, gate, resources
from docgen.convert import EMBEDDED, LIBREOFFICE, WordFile, choose
from docgen.documents import Document
from docgen.field import Semester
from docgen.template import load
from tests.edges import bare, crowded, numbers, reported
from tests.semesters import a_semester, changed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "\n".join(["谈到学习和工作怎样兼顾，怎样在班级里起带头作用，怎样把承诺落到每一天。" * 8] * 8)
"""Some three pages of what was said."""


def long_talk() -> Semester:
    return changed(a_semester(2, talks=True), "talks", 0, content=LONG, thinking=LONG[:400])


EDGES: dict[str, Callable[[], Semester]] = {
    "every optional sheet empty": bare,
    "a group of eight, long names, forty honours": crowded,
    "no projects": lambda: replace(reported(a_semester(3)), projects=(), project_members=()),
    "no honours": lambda: replace(reported(a_semester(3)), honours=()),
    "one group only": lambda: reported(a_semester(1)),
    "a talk of three pages": long_talk,
}


def papers_of(semester: Semester, most: int = 3) -> list[Document]:
    """All papers of a semester, of one kind no more than ``most``."""
    made = documents.compose(semester, numbers(semester), [group.id for group in semester.groups], department=True)
    by_stem: dict[str, list[Document]] = {}
    for paper in made:
        by_stem.setdefault(paper.kind.stem, []).append(paper)
    return [paper for own in by_stem.values() for paper in own[:most]]


def filled(paper: Document) -> bytes:
    return load(resources.templates() / f"{paper.kind.stem}.docx").fill(paper.data)


def text(element: etree._Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t")).strip()


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


@pytest.mark.parametrize("edge", EDGES)
def test_no_paper_has_an_empty_heading_or_a_table_without_rows(edge: str) -> None:
    for paper in papers_of(EDGES[edge]()):
        with zipfile.ZipFile(io.BytesIO(filled(paper))) as archive:
            body = etree.fromstring(archive.read("word/document.xml"))[0]
        blocks = [one for one in body if one.tag in (f"{W}p", f"{W}tbl")]
        for at, block in enumerate(blocks):
            if block.tag == f"{W}p" and style(block) in ("Heading1", "Heading2", "TableName", "AnnexTitle"):
                following = blocks[at + 1]
                assert text(block), f"{paper.name}: an empty heading"
                empty = following.tag == f"{W}p" and (not text(following) or style(following) == style(block))
                assert not empty, f"{paper.name}: nothing under {text(block)}"
            if block.tag == f"{W}tbl":
                rows = block.findall(f"{W}tr")
                heads = [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
                assert len(rows) > len(heads), f"{paper.name}: a table of nothing but its heads"


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.parametrize("edge", EDGES)
def test_both_engines_set_the_papers_of_an_edge_alike_and_whole(edge: str) -> None:
    papers = papers_of(EDGES[edge](), most=2)
    sources = [WordFile(paper.name, filled(paper)) for paper in papers]
    faces = fonts.prepare({sign for one in sources for sign in fonts.characters(one.docx)})
    pages: dict[str, list[int]] = {}
    for engine in (EMBEDDED, LIBREOFFICE):
        results = choose(engine, faces).convert(sources)
        pages[engine] = []
        for paper, source, result in zip(papers, sources, results, strict=True):
            assert isinstance(result, bytes), paper.name
            norm = range(paper.norm[0], paper.norm[1] + 1)
            assert gate.check(source.docx, result, pages=norm, required=paper.names) == [], (engine, paper.name)
            pages[engine].append(len(pypdfium2.PdfDocument(result)))
    differing = [
        (paper.name, one, other)
        for paper, one, other in zip(papers, pages[EMBEDDED], pages[LIBREOFFICE], strict=True)
        if one != other
    ]
    assert differing == []
