"""The archives of four semesters over two years: moved, copied, asked by all that speaks for them; and each loss."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

import docgen
from docgen import archives, workbook
from docgen.errors import ArchiveError, DocgenError
from docgen.semester import Term
from tests.semesters import a_semester, half_years_later

TERMS = ("2008-2009-2", "2009-2010-1", "2009-2010-2", "2010-2011-1")
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("english")]


def book(root: Path, number: int) -> Path:
    return root / TERMS[number] / "台账.xlsx"


def shelf(root: Path, number: int) -> Path:
    return root / TERMS[number] / "archive"


def begin_and_archive(root: Path, number: int) -> str:
    """Begin a semester from the one before, fill it in and archive it; return the digest that is printed."""
    old = root / TERMS[number - 1] if number else None
    docgen.begin(root / TERMS[number], Term.parse(TERMS[number]), old=old)
    workbook.write(book(root, number), half_years_later(a_semester(1), number))
    done = docgen.archive(book(root, number), engine="embedded")
    assert done.verdict.is_sound, done.verdict.findings
    return done.verdict.digest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    root = tmp_path_factory.mktemp("college") / "总支"
    return root, [begin_and_archive(root, number) for number in range(4)]


@pytest.fixture
def moved(made: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """All four folders copied to another place, whose name is another, too."""
    return Path(shutil.copytree(made[0], tmp_path / "备份/党总支"))


def faults(verdict: docgen.Verdict) -> list[str]:
    return [str(one) for one in verdict.findings if one.grade is archives.Grade.ERROR]


def series(root: Path, numbers: range = range(4)) -> dict[str, list[int]]:
    """The 件号 of each series over the archives."""
    found = defaultdict[str, list[int]](list)
    for number in numbers:
        edition = archives.current(shelf(root, number))
        assert edition is not None
        for bag in archives.bags(edition):
            for line in archives.catalogue_of(bag).lines:
                found[line.reference[:-4]].append(int(line.reference[-4:]))
    return {one: sorted(given) for one, given in found.items()}


def test_moved_together_each_is_vouched_for_by_itself_by_the_ledger_and_by_the_digest_on_paper(
    made: tuple[Path, list[str]], moved: Path
) -> None:
    assert all(given == list(range(1, len(given) + 1)) for given in series(moved).values())
    for number, printed in enumerate(made[1]):
        verdict = docgen.verify(shelf(moved, number), expect=printed)
        assert not verdict.findings, verdict.findings
        # The first three ledgers were carried on; each leads to the fourth, wherever all of them stand now.
        assert verdict.checked["witnesses"] == 1 and verdict.digest == printed
    assert docgen.check_ledger(book(moved, 3)).faults == ()
    wrong = docgen.verify(shelf(moved, 1), expect=made[1][2])
    assert any("its digest is" in one for one in faults(wrong))


def test_copied_away_from_its_ledger_an_archive_is_vouched_for_by_itself_and_by_the_digest_on_paper(
    made: tuple[Path, list[str]], tmp_path: Path
) -> None:
    alone = Path(shutil.copytree(shelf(made[0], 2), tmp_path / "光盘"))
    verdict = docgen.verify(alone, expect=made[1][2])
    assert verdict.is_sound and "witnesses" not in verdict.checked
    forged = next(alone.glob("*/概览.json"))
    forged.write_text(forged.read_text(encoding="utf-8").replace("第1共勉小组", "别的小组"), encoding="utf-8")
    (alone / "1/edition.json").unlink()
    archives.register(alone / "1")
    assert any("its digest is" in one for one in faults(docgen.verify(alone, expect=made[1][2])))


def test_a_lost_ledger_is_made_anew_from_the_four_folders_and_the_numbers_go_on(moved: Path) -> None:
    for path in (moved / TERMS[3]).glob("ledger.db*"):
        path.unlink()
    with pytest.raises(DocgenError) as refused:
        docgen.archive(book(moved, 3), engine="embedded")
    assert "docgen ledger rebuild" in refused.value.hint
    docgen.rebuild_ledger(book(moved, 3))
    assert docgen.check_ledger(book(moved, 3)).faults == ()
    for number in range(4):
        verdict = docgen.verify(shelf(moved, number))
        assert not verdict.findings and verdict.checked["witnesses"] == 1, verdict.findings
    before = series(moved)
    workbook.write(book(moved, 1), half_years_later(a_semester(2), 1))
    late = docgen.archive(book(moved, 1), supplement=True, engine="embedded")
    assert late.is_new and late.verdict.is_sound
    after = series(moved)
    assert all(given == list(range(1, len(given) + 1)) for given in after.values())
    assert sum(map(len, after.values())) == sum(map(len, before.values())) + late.items


def test_a_lost_archive_is_asked_for_and_made_anew_under_its_numbers(moved: Path) -> None:
    numbers = series(moved)
    shutil.rmtree(shelf(moved, 1))
    with pytest.raises(ArchiveError, match="was sealed here and is gone") as refused:
        docgen.archive(book(moved, 1), engine="embedded")
    assert "--lost REASON" in refused.value.hint
    # What says that others hold its numbers says so while it is gone, and is content when it is back.
    assert any(TERMS[1][:4] in str(one) for one in docgen.verify(shelf(moved, 3)).findings)
    docgen.archive(book(moved, 1), lost="硬盘损坏", engine="embedded")
    assert series(moved) == numbers
    again = docgen.verify(shelf(moved, 1))
    assert again.is_sound and any("lost for good: 硬盘损坏" in str(one) for one in again.findings)
    assert docgen.verify(shelf(moved, 3)).findings == ()


def test_the_newest_folder_lost_with_the_ledger_is_named_and_the_one_before_takes_the_ledger_back(moved: Path) -> None:
    shutil.rmtree(moved / TERMS[3])
    with pytest.raises(DocgenError) as refused:
        docgen.archive(book(moved, 2), supplement=True, engine="embedded")
    assert TERMS[3] in str(refused.value) and "docgen ledger rebuild" in refused.value.hint
    assert docgen.rebuild_ledger(book(moved, 2)).taken_back is not None
    for number in range(3):
        verdict = docgen.verify(shelf(moved, number))
        assert verdict.is_sound and verdict.checked["witnesses"] == 1, verdict.findings
    assert docgen.check_ledger(book(moved, 2)).faults == ()
