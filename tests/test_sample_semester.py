"""The whole sample semester through both engines: what the first Must of the project promises. Second tier."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdf
import pypdfium2
import pytest

from docgen import resources, settings, workbook
from docgen.field import ProjectState, Semester
from docgen.making.order import Order, Outcome
from docgen.making.progress import Silent
from docgen.pipeline import archiving, building

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.slow


def a_clerks_copy(folder: Path) -> Path:
    shutil.copytree(resources.samples() / "2008-2009-2", folder)
    return folder / "台账.xlsx"


@pytest.fixture(scope="module")
def semester() -> Semester:
    folder = resources.samples() / "2008-2009-2"
    return workbook.check(folder / "台账.xlsx", settings.load(folder)).semester


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    book = a_clerks_copy(tmp_path_factory.mktemp("embedded") / "2008-2009-2")
    return building.build(Order(book, engine="embedded"), Silent())


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    book = a_clerks_copy(tmp_path_factory.mktemp("libreoffice") / "2008-2009-2")
    return building.build(Order(book, engine="libreoffice"), Silent())


def text_of(pdf: Path, without: Sequence[str] = ()) -> str:
    """The text of a PDF as a reader copies it, white space and the strokes of blanks to sign on left out."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    text = "".join(text.split()).replace("_", "")
    for row in without:
        text = text.replace(row, "")
    return text


def header_rows(word: Path) -> list[str]:
    """The rows of a .docx that an engine repeats after a page break, the longest first."""
    rows = docx.Document(str(word)).element.body.xpath(".//w:tr[w:trPr/w:tblHeader]")
    repeated = {"".join("".join(text.text or "" for text in row.xpath(".//w:t")).split()) for row in rows}
    return sorted(repeated, key=lambda row: (-len(row), row))


def students_in_groups(semester: Semester) -> set[str]:
    groups = {group.id for group in semester.active_groups}
    members = {row.person for row in semester.memberships if row.group in groups}
    return {person.id for person in semester.people if person.id in members and person.standing.is_student}


def test_every_paper_of_the_sample_is_made_and_passes_the_gate(embedded: Outcome, semester: Semester) -> None:
    stems = Counter(result.stem for result in embedded.results)
    active = len(semester.active_groups)
    assert stems == {
        "agreement": active,
        "plan": active,
        "amendment": len(semester.changes),
        "contact_record": len(semester.talks),
        "activity_record": sum(row.held_on is not None for row in semester.activities),
        "mutual_review": active,
        "appraisal": sum(row.state is ProjectState.DONE for row in semester.projects),
        "group_summary": active,
        "assessment": len(students_in_groups(semester)),
        "scheme": 1,
        "register": 1,
        "public_notice": 2,
        "notice_report": sum(row.form == "公示" and bool(row.outcome) for row in semester.activities),
        "jury_summary": 1,
        "certificate": sum(row.awarded_by in ("影视艺术系", "影视艺术系党总支") for row in semester.honours),
        "selection_list": 1,
        "class_contacts": 1,
        "activist_roll": 1,
        "credit_summary": 1,
        "cultivation_record": sum(
            person.standing.is_activist and person.id in students_in_groups(semester) for person in semester.people
        ),
        "sign_in_sheet": sum(not row.group and row.form != "公示" for row in semester.activities),
        "bulletin": 4,
        "work_report": 1,
        "innovation_case": 1,
        "case_application": 1,
    }
    assert embedded.counts() == {"made": len(embedded.results)}


def test_every_person_who_takes_part_stands_in_the_bundle_with_name_and_number(
    embedded: Outcome, semester: Semester
) -> None:
    assert embedded.bundle
    text = text_of(embedded.bundle)
    groups = {group.id for group in semester.active_groups}
    taking_part = {row.person for row in semester.memberships if row.group in groups}
    taking_part |= {group.guiding_teacher for group in semester.active_groups if group.guiding_teacher}
    assert len(taking_part) >= 110
    missing = [
        person.label
        for person in semester.people
        if person.id in taking_part and not ("".join(person.name.split()) in text and person.id in text)
    ]
    assert missing == []


def test_page_labels_of_the_bundle_are_what_its_catalogue_says(embedded: Outcome) -> None:
    assert embedded.bundle
    reader = pypdf.PdfReader(embedded.bundle)
    labels = reader.page_labels
    assert labels[0] == "i"
    front = labels.index("1")
    items = sum(result.pages for result in embedded.results)
    assert labels[front : front + items] == [str(number) for number in range(1, items + 1)]
    catalogue = "\n".join(reader.pages[index].extract_text() for index in range(1, front)).split()
    first = 1
    for result in embedded.results:
        assert str(first) in catalogue, result.name
        first += result.pages


@pytest.mark.libreoffice
def test_both_engines_give_every_paper_the_same_pages_and_the_same_text(
    embedded: Outcome, libreoffice: Outcome
) -> None:
    def pages(outcome: Outcome) -> dict[str, int]:
        return {result.name: result.pages for result in outcome.results}

    assert pages(embedded) == pages(libreoffice)
    for one, other in zip(embedded.results, libreoffice.results, strict=True):
        assert one.word
        assert other.word
        assert one.word.read_bytes() == other.word.read_bytes()
        assert one.pdf
        assert other.pdf
        repeated = header_rows(one.word)
        # In a row that goes over two pages the number of the page stands before or after the rest of it: hence sorted.
        assert sorted(text_of(one.pdf, repeated)) == sorted(text_of(other.pdf, repeated)), one.name


@pytest.mark.libreoffice
def test_libreoffice_gives_the_same_bytes_twice(libreoffice: Outcome, tmp_path: Path) -> None:
    book = a_clerks_copy(tmp_path / "again")
    order = Order(book, engine="libreoffice", groups=("G01", "G02", "G03"), jobs=1)
    again = {result.name: result.pdf for result in building.build(order, Silent()).results}
    before = {result.name: result.pdf for result in libreoffice.results}
    for name, pdf in again.items():
        first = before[name]
        assert pdf
        assert first
        assert pdf.read_bytes() == first.read_bytes(), name


def test_a_second_run_on_the_unchanged_sample_makes_nothing(embedded: Outcome) -> None:
    assert embedded.bundle
    book = embedded.bundle.parent.parent / "台账.xlsx"
    stamp = embedded.bundle.stat().st_mtime_ns
    again = building.build(Order(book, engine="embedded"), Silent())
    assert again.counts() == {"unchanged": len(embedded.results)}
    assert again.bundle
    assert again.bundle.stat().st_mtime_ns == stamp


def test_the_archive_of_the_sample_is_sealed_and_sound(embedded: Outcome) -> None:
    assert embedded.bundle
    book = embedded.bundle.parent.parent / "台账.xlsx"
    sealed = archiving.seal(replace(Order(book), engine="embedded"), Silent())
    assert sealed.verdict.is_sound, sealed.verdict.findings
    assert sealed.items == len(embedded.results)
