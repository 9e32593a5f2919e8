"""Filing numbers and 件号 over four semesters of two calendar years: one series, whichever folder gives the next number."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen import archives, messages, workbook
from docgen.cli import run
from docgen.field import GroupState
from docgen.ledger import Ledger
from docgen.semesters.registry import built_semester, ledger_of
from tests.semesters import a_semester, changed, half_years_later

TERMS = ("2008-2009-2", "2009-2010-1", "2009-2010-2", "2010-2011-1")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


class Department:
    """A department's folders, one a semester, side by side; the clerk types commands."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.capsys = root, capsys

    def types(self, *words: str | Path, expect: int = 0) -> str:
        code = run([*map(str, words), "--lang", "en"])
        said = self.capsys.readouterr()
        assert code == expect, said.out + said.err
        return said.out + said.err

    def begins(self, number: int, *more: str | Path, expect: int = 0) -> str:
        return self.types("init", self.home(number), "--semester", TERMS[number], *more, expect=expect)

    def home(self, number: int) -> Path:
        return self.root / TERMS[number]

    def book(self, number: int) -> Path:
        return self.home(number) / "台账.xlsx"

    def fills_in(self, number: int, *, groups: int = 2, late: bool = False) -> None:
        """Fill in the semester; its last group is withdrawn until it comes late."""
        semester = half_years_later(a_semester(groups), number)
        workbook.write(
            self.book(number), semester if late else changed(semester, "groups", groups - 1, state=GroupState.WITHDRAWN)
        )

    def builds(self, number: int, expect: int = 0) -> dict[str, str]:
        self.types("build", self.book(number), "--to", "docx", "--quiet", expect=expect)
        report = json.loads((self.home(number) / "out/report.json").read_text("utf-8"))
        return dict(report["numbers"])

    def archives(self, number: int, *more: str, expect: int = 0) -> str:
        return self.types("archive", self.book(number), "--engine", "embedded", "--quiet", *more, expect=expect)

    def verifies(self, number: int, expect: int = 0) -> str:
        return self.types("verify", self.home(number) / "archive", expect=expect)

    def references(self, number: int) -> list[str]:
        """Every 档号 of the edition in force."""
        edition = archives.current(self.home(number) / "archive")
        assert edition is not None
        return [line.reference for bag in archives.bags(edition) for line in archives.catalogue_of(bag).lines]


@pytest.fixture
def department(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Department:
    return Department(tmp_path, capsys)


def begin_all(department: Department, *, shared: bool, terms: int = 4) -> dict[str, list[str]]:
    """Begin semesters, each from the one before, and build each as it begins; return the filing numbers."""
    numbers = {}
    for number in range(terms):
        department.begins(number, *(() if number == 0 else ("--from", department.home(number - 1))))
        if shared and number == 0:
            toml = department.home(0) / "docgen.toml"
            text = toml.read_text("utf-8").replace('# ledger = "ledger.db" ', 'ledger = "../ledger.db" ')
            toml.write_text(text, "utf-8")
        department.fills_in(number)
        numbers[TERMS[number]] = list(department.builds(number).values())
    return numbers


@pytest.mark.parametrize(
    "shared", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["own ledgers", "one shared"]
)
def test_filing_numbers_run_on_over_the_semesters_of_a_year_and_begin_again_with_the_next(
    department: Department, shared: bool
) -> None:
    assert begin_all(department, shared=shared) == {
        "2008-2009-2": ["影艺共勉〔2009〕1号", "影艺共勉〔2009〕2号"],
        "2009-2010-1": ["影艺共勉〔2009〕3号", "影艺共勉〔2009〕4号"],
        "2009-2010-2": ["影艺共勉〔2010〕1号", "影艺共勉〔2010〕2号"],
        "2010-2011-1": ["影艺共勉〔2010〕3号", "影艺共勉〔2010〕4号"],
    }
    assert (department.root / "ledger.db").exists() == shared
    # A group that comes late to a semester that is over takes the next number of its year, and so does the next semester.
    department.fills_in(0, groups=3, late=True)
    assert department.builds(0)["G03"] == "影艺共勉〔2009〕5号"
    department.fills_in(1, groups=3, late=True)
    assert department.builds(1)["G03"] == "影艺共勉〔2009〕6号"
    assert "whole" in department.types("ledger", "verify", "--workbook", department.book(0))


@pytest.mark.slow
@pytest.mark.parametrize("shared", [False, True], ids=["own ledgers", "one shared"])
def test_item_numbers_run_on_over_archives_and_supplements_and_each_archive_knows_where_the_others_are(
    department: Department, shared: bool
) -> None:
    begin_all(department, shared=shared)
    for number in range(4):
        department.archives(number)
    # The first semester once more, after the second and third were archived; then the second.
    for number in (0, 1):
        department.fills_in(number, late=True)
        department.archives(number, "--supplement")
    every = Counter(reference for number in range(4) for reference in department.references(number))
    assert max(every.values()) == 1, "no 档号 twice"
    series: dict[str, list[int]] = {}
    for reference in every:
        series.setdefault(reference[:-4], []).append(int(reference[-4:]))
    assert len({box.split("·")[1][:4] for box in series}) >= 2
    for box, numbers in series.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), box
    for number in range(4):
        said = department.verifies(number)
        assert "which is not here" not in said
    # What is said to be elsewhere is looked for there.
    moved = department.root / "elsewhere"
    department.home(0).rename(moved)
    assert "2008—2009学年第二学期, which is not here to be compared" in department.verifies(1)
    moved.rename(department.home(0))
    edition = archives.current(department.home(0) / "archive")
    assert edition is not None
    shutil.rmtree(archives.bags(edition)[0])
    assert "should stand in the archive of 2008—2009学年第二学期" in department.verifies(1, expect=8)


@pytest.mark.slow
def test_the_ledger_that_was_carried_on_leads_to_the_one_in_use_and_moving_it_away_stops_the_giving(
    department: Department,
) -> None:
    begin_all(department, shared=False, terms=3)
    first = ledger_of(department.book(0))
    assert first.terms() and first.path == department.home(2) / "ledger.db"
    # The old folder is needed no more by the new one …
    away = department.root / "往年"
    away.mkdir()
    department.home(0).rename(away / TERMS[0])
    department.fills_in(1, late=True)
    assert department.builds(1)["G02"] == "影艺共勉〔2009〕4号"
    # … but the old one gives nothing while it cannot see the ledger in use.
    workbook.write(away / TERMS[0] / "台账.xlsx", a_semester(3))
    said = department.types("build", away / TERMS[0] / "台账.xlsx", "--to", "docx", expect=9)
    assert "its numbers go on in" in said and "docgen.toml" in said
    toml = away / TERMS[0] / "docgen.toml"
    text = toml.read_text("utf-8")
    toml.write_text(text.replace('# ledger = "ledger.db" ', f'ledger = "../../{TERMS[2]}/ledger.db" '), "utf-8")
    department.types("build", away / TERMS[0] / "台账.xlsx", "--to", "docx", "--quiet")
    numbers = json.loads((away / TERMS[0] / "out/report.json").read_text("utf-8"))["numbers"]
    assert numbers["G03"] == "影艺共勉〔2009〕5号"


def test_semesters_that_were_begun_by_themselves_are_refused_with_both_places(department: Department) -> None:
    for number in (0, 1):
        department.begins(number)
        department.fills_in(number)
    department.builds(0)
    said = department.types("build", department.book(1), "--to", "docx", expect=9)
    assert "影艺共勉〔2009〕1号" in said
    for place in (department.home(0), department.home(1)):
        assert str(place / "ledger.db") in said
    assert f'ledger = "../{TERMS[0]}/ledger.db"' in said
    toml = department.home(1) / "docgen.toml"
    line = f'ledger = "../{TERMS[0]}/ledger.db" '
    toml.write_text(toml.read_text("utf-8").replace('# ledger = "ledger.db" ', line), "utf-8")
    assert list(department.builds(1).values()) == ["影艺共勉〔2009〕3号", "影艺共勉〔2009〕4号"]


@pytest.mark.slow
def test_a_number_in_the_workbook_that_another_semester_has_is_refused_with_both_groups(department: Department) -> None:
    department.begins(0)
    department.fills_in(0)
    department.builds(0)
    department.begins(1, "--from", department.home(0))
    semester = half_years_later(a_semester(2), 1)
    workbook.write(department.book(1), changed(semester, "groups", 0, filing_number="影艺共勉〔2009〕2号"))
    said = department.types("build", department.book(1), "--to", "docx", expect=9)
    assert "G01 of 2009-2010-1" in said and "belongs to G02 of 2008-2009-2" in said
    assert str(department.book(0)) in said


@pytest.mark.slow
def test_a_new_folder_that_was_deleted_before_it_was_used_can_be_begun_again(department: Department) -> None:
    department.begins(0)
    department.fills_in(0)
    department.builds(0)
    department.begins(1, "--from", department.home(0))
    shutil.rmtree(department.home(1))
    assert "docgen ledger rebuild" in department.begins(1, "--from", department.home(0), expect=9)
    said = department.types("ledger", "rebuild", "--workbook", department.book(0))
    assert str(department.home(1) / "ledger.db") in said
    department.begins(1, "--from", department.home(0))
    department.fills_in(1)
    assert department.builds(1)["G01"] == "影艺共勉〔2009〕3号"


@pytest.mark.slow
def test_a_shared_ledger_is_named_as_it_is_seen_from_a_folder_of_another_depth(department: Department) -> None:
    begin_all(department, shared=True, terms=1)
    deeper = department.root / "2009/秋/2009-2010-1"
    department.types("init", deeper, "--from", department.home(0))
    assert 'ledger = "../../../ledger.db"' in (deeper / "docgen.toml").read_text("utf-8")
    assert not list(deeper.glob("*.db"))


@pytest.mark.slow
def test_a_ledger_carried_on_has_the_whole_history_of_the_one_before(department: Department) -> None:
    department.begins(0)
    department.fills_in(0)
    department.builds(0)
    before = Ledger(department.home(0) / "ledger.db", "影视艺术系党总支", TERMS[0])
    events = before.events()
    department.begins(1, "--from", department.home(0))
    after = Ledger(department.home(1) / "ledger.db", "影视艺术系党总支", TERMS[1])
    assert after.events()[: len(events)] == events
    assert after.verify() == []
    assert [one.workbook for one in after.terms()] == [str(department.book(0))]


@pytest.mark.slow
def test_a_lost_ledger_of_two_semesters_begins_as_the_earlier_one_and_takes_up_what_both_folders_still_know(
    department: Department,
) -> None:
    numbers = begin_all(department, shared=False, terms=2)
    department.fills_in(0, groups=3, late=True)
    late = department.builds(0)["G03"]
    for path in department.home(1).glob("ledger.db*"):
        path.unlink()
    # Neither folder gives a number; each names the one command that helps.
    for number in (0, 1):
        assert "docgen ledger rebuild" in department.types("build", department.book(number), "--to", "docx", expect=9)
    said = department.types("ledger", "rebuild", "--workbook", department.book(0), expect=9)
    assert f"--workbook {department.book(1)}" in said
    said = department.types("ledger", "rebuild", "--workbook", department.book(1))
    assert str(department.home(0) / "ledger.db") in said
    assert [*department.builds(0).values()] == [*numbers[TERMS[0]], late]
    assert [*department.builds(1).values()] == numbers[TERMS[1]]
    assert "whole" in department.types("ledger", "verify", "--workbook", department.book(1))


@pytest.mark.slow
def test_a_folder_that_was_renamed_is_known_by_a_shared_ledger_by_what_its_workbook_says(
    department: Department,
) -> None:
    begin_all(department, shared=True, terms=1)
    department.home(0).rename(department.root / "2009春")
    book = department.root / "2009春/台账.xlsx"
    desk = built_semester(book)
    assert desk.ledger.term == TERMS[0]
    assert desk.folder.output.report.is_file()
    assert "影艺共勉〔2009〕1号" in department.types("ledger", "list", "--workbook", book)
