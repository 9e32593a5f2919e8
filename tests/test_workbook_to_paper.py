"""From the cell to the PDF: what is easily lost on the way arrives, with the real template and the embedded engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen import workbook
from docgen.field import Semester
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from tests.semesters import a_semester, changed

LONG = "000000199001011234"
ZEROS = "0000000012"
RARE = ("㛃䶮", "𬭎喆", "堃𠅤")


def a_difficult_semester() -> Semester:
    """G02 is two people of one name, one with a number of 18 digits; G01 and G03 have rare names and leading zeros."""
    semester = a_semester(3)
    twin = {"0810130021": LONG, "0810130022": "0810130022"}
    people = []
    for person in semester.people:
        name = "林知远" if person.id in twin else person.name
        people.append(person.model_copy(update={"id": twin.get(person.id, person.id), "name": name}).at_row(person.row))
    semester = replace(_renumbered(semester, "0810130021", LONG), people=tuple(people))
    semester = _renumbered(semester, "0810130011", ZEROS)
    semester = changed(semester, "people", 1, name=f"欧阳{RARE[0]}", id=ZEROS, phone="057900001234")
    semester = changed(semester, "people", 2, name=RARE[1])
    return changed(semester, "people", 6, name=f"方{RARE[2]}")


def _renumbered(semester: Semester, old: str, new: str) -> Semester:
    def of(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(of(item) for item in value)
        return new if value == old else value

    found: dict[str, Any] = {}
    for attribute in Semester.__dataclass_fields__:
        rows = getattr(semester, attribute)
        if isinstance(rows, tuple):
            found[attribute] = tuple(
                row.model_copy(update={name: of(getattr(row, name)) for name in type(row).model_fields}).at_row(row.row)
                for row in rows
            )
    return replace(semester, **found)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Text of each paper, spaces left out, by name."""
    book = tmp_path_factory.mktemp("difficult") / "台账.xlsx"
    workbook.write(book, a_difficult_semester())
    outcome = building.build(Order(book, kinds=("agreement", "plan"), to=Target.PDF, engine="embedded"), Silent())
    assert outcome.broken == ()
    assert [problem for problem in outcome.problems if problem.is_error] == []
    found: dict[str, Any] = {}
    for result in outcome.results:
        assert result.pdf is not None
        document = pypdfium2.PdfDocument(result.pdf)
        found[result.name] = "".join("".join(page.get_textpage().get_text_range() for page in document).split())
        document.close()
    return found


def test_the_cells_hold_text_and_not_numbers(tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_difficult_semester())
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx")["人员"]
    assert isinstance(sheet, Worksheet)
    assert [sheet[f"A{row}"].value for row in (3, 5)] == [ZEROS, LONG]
    assert sheet["A3"].number_format == "@"
    assert sheet["H3"].value == "057900001234"


def test_leading_zeros_reach_the_paper(texts: dict[str, str]) -> None:
    assert ZEROS in texts["G01-共勉协议书"]
    assert "057900001234" in texts["G01-共勉协议书"]


def test_eighteen_digits_reach_the_paper(texts: dict[str, str]) -> None:
    assert LONG in texts["G02-共勉协议书"]


def test_rare_characters_reach_the_paper(texts: dict[str, str]) -> None:
    assert f"欧阳{RARE[0]}" in texts["G01-共勉协议书"]
    assert RARE[1] in texts["G01-共勉协议书"]
    assert f"方{RARE[2]}" in texts["G03-共勉协议书"]


def test_two_people_of_one_name_stay_two_with_their_own_numbers(texts: dict[str, str]) -> None:
    agreement = texts["G02-共勉协议书"]
    assert agreement.count("林知远") >= 2
    assert LONG in agreement
    assert "0810130022" in agreement
    assert agreement.index(LONG) != agreement.index("0810130022")
