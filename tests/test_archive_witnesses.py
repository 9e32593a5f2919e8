"""What speaks for an archive besides itself: the digest on paper, the ledger; and the way on where one of them is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from docgen import archives, files, workbook
from docgen.cli import run
from docgen.errors import ArchiveError, InputError
from docgen.field import GroupState
from docgen.ledger import Ledger, Wanted
from docgen.ledger.events import _hash
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import archiving
from docgen.pipeline.archiving import Archived
from docgen.sealing import examining, witnesses
from docgen.semesters import rebuilding
from docgen.semesters.registry import ledger_of
from tests.semesters import a_semester, changed

BRANCH, TERM = "影视艺术系党总支", "2008-2009-2"


pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("english")]


def seal(folder: Path, *, supplement: bool = False, lost: str = "") -> Archived:
    return archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent(), supplement=supplement, lost=lost)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A semester's folder with two editions: a group came late."""
    folder = tmp_path_factory.mktemp("sealed") / "2008-2009-2"
    folder.mkdir()
    semester = a_semester(2)
    workbook.write(folder / "台账.xlsx", changed(semester, "groups", 1, state=GroupState.WITHDRAWN))
    seal(folder)
    workbook.write(folder / "台账.xlsx", semester)
    seal(folder, supplement=True)
    return folder


@pytest.fixture
def folder(sealed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sealed, tmp_path / "moved"))


def faults(folder: Path) -> list[str]:
    """What the ledger says against the archive, without the archive's own proof."""
    book = witnesses.ledger_of(folder / "archive")
    assert book is not None
    return [str(one) for one in witnesses.against(folder / "archive", book).findings]


def ledger_faults(folder: Path) -> list[str]:
    return witnesses.faults_of(ledger_of(folder / "台账.xlsx"))


def touched(edition: Path, name: str = "index.html") -> None:
    """Change a file of an edition and make the checksum anew, as whoever can write there may do."""
    (edition / name).write_text("changed", encoding="utf-8")
    said = json.loads((edition / "edition.json").read_bytes())
    said[name] = files.sha256(edition / name)
    (edition / "edition.json").write_text(json.dumps(said), encoding="utf-8")


def test_a_folder_that_was_moved_is_verified_by_itself_by_its_ledger_and_by_the_digest_on_paper(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf = folder / "archive"
    assert run(["verify", str(shelf), "--lang", "en"]) == 0
    said = capsys.readouterr().out
    digest = archives.digest(shelf / "2")
    assert f"Digest: {digest}" in said and "ledger beside it 1" in said
    assert ledger_of(folder / "台账.xlsx").events()[-1].what == "archive verified"
    assert run(["verify", str(shelf), "--expect", digest[:8].upper() + " " + digest[8:24], "--lang", "en"]) == 0
    assert run(["verify", str(shelf), "--expect", "0" * 64, "--lang", "en"]) == 8
    assert f"its digest is {digest}" in capsys.readouterr().out


def test_the_digest_of_an_earlier_edition_is_told_from_that_of_another_archive(folder: Path) -> None:
    first = archives.digest(folder / "archive/1")
    found = witnesses.expected(folder / "archive", first)
    assert "that is the digest of edition 1" in str(found.findings[0])
    assert witnesses.expected(folder / "archive/1", first).is_sound
    with pytest.raises(InputError, match="no digest"):
        witnesses.expected(folder / "archive", "abc")
    with pytest.raises(InputError, match="no digest"):
        witnesses.expected(archives.bags(folder / "archive/1")[0], first)


def test_an_edition_changed_with_all_its_checksums_is_named_by_the_ledger_and_by_the_edition_after_it(
    folder: Path,
) -> None:
    touched(folder / "archive/1")
    assert any("1：is not the edition that the ledger knows" in fault for fault in faults(folder))
    assert any("is not the edition that the ledger knows" in fault for fault in ledger_faults(folder))
    own = archives.inspect(folder / "archive").findings
    assert any("edition.json：the edition 1 before it is not what it was" in str(one) for one in own)


def test_an_edition_deleted_or_put_back_is_named_by_the_ledger(folder: Path) -> None:
    (folder / "archive/current").write_text("1\n", encoding="utf-8")
    assert any("names 1, and the newest edition that the ledger knows is 2" in fault for fault in faults(folder))
    shutil.rmtree(folder / "archive/2")
    assert any("2：the ledger knows this edition, and it is not here" in fault for fault in faults(folder))


def rewrite(path: Path, keep: int, renumber: bool = False) -> None:
    """Forge a chain that is whole in itself: the first ``keep`` events, the first one told otherwise."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute("SELECT seq, at, what, detail FROM event ORDER BY seq").fetchall()[:keep]
        connection.execute("DELETE FROM event")
        connection.execute("DELETE FROM seal WHERE of = 'event'")
        previous = "0" * 64
        for seq, _at, what, detail in rows[1:] if renumber else rows:
            at = "2001-01-01T00:00:00+00:00"
            hashed = _hash(previous, at, what, detail)
            values = (seq - 1 if renumber else seq, at, what, detail, previous, hashed)
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", values)
            previous = hashed


@pytest.mark.parametrize(
    ("keep", "renumber"),
    [
        pytest.param(1000, False, id="rewritten"),
        pytest.param(3, False, id="cut"),
        pytest.param(1000, True, id="renumbered"),
    ],
)
def test_a_chain_that_was_forged_is_caught_by_the_archives(folder: Path, keep: int, renumber: bool) -> None:
    assert ledger_faults(folder) == []
    rewrite(folder / "ledger.db", keep, renumber)
    assert any("was rewritten or shortened" in fault for fault in ledger_faults(folder))


def test_a_lost_ledger_is_made_anew_before_anything_is_written_and_knows_its_archive_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = folder / "台账.xlsx"
    before = ledger_of(book)
    numbers, items = before.issued(), before.items()
    for path in folder.glob("ledger.db*"):
        path.unlink()
    shutil.rmtree(folder / "out")  # neither a report nor a paper tells that there were numbers: the archive does
    begin = ["init", str(folder.parent / "next"), "--from", str(folder)]
    for words in (["build", str(book), "--to", "docx"], ["archive", str(book)], begin):
        assert run([*words, "--lang", "en"]) == 9
        assert "docgen ledger rebuild" in capsys.readouterr().err
        assert not (folder / "ledger.db").exists()
    # Nor is a fresh one taken for it.
    Ledger(folder / "ledger.db", "别的党总支", "2001-2002-1").reserve("别", 2001, "{prefix}{year}{no}", [Wanted("G01")])
    assert run(["build", str(book), "--to", "docx", "--lang", "en"]) == 9
    for path in folder.glob("ledger.db*"):
        path.unlink()
    rebuilding.rebuild(book)
    after = ledger_of(book)
    assert after.issued() == numbers
    assert {name: one.no for name, one in after.items().items()} == {name: one.no for name, one in items.items()}
    assert after.verify() == [] and ledger_faults(folder) == [] and faults(folder) == []


@pytest.mark.slow
@pytest.mark.parametrize("gone", [("1", "2"), ("2",)], ids=["the whole archive", "the newest edition"])
def test_a_lost_archive_is_refused_until_somebody_says_so_and_then_made_anew_under_its_numbers(
    folder: Path, gone: tuple[str, ...]
) -> None:
    book = ledger_of(folder / "台账.xlsx")
    items = {name: one.no for name, one in book.items().items()}
    for name in gone:
        shutil.rmtree(folder / "archive" / name)
    with pytest.raises(ArchiveError, match="was sealed here and is gone") as refused:
        seal(folder)
    assert "--lost" in refused.value.hint
    done = seal(folder, lost="硬盘损坏")
    assert done.edition.name == "3"
    assert {name: one.no for name, one in book.items().items()} == items
    verdict = examining.verify(folder / "archive")
    assert verdict.is_sound, verdict.findings
    assert any("lost for good: 硬盘损坏" in str(one) for one in verdict.findings)
    assert book.verify() == []
    with pytest.raises(ArchiveError, match="no edition is lost"):
        seal(folder, lost="又说一遍")
    assert not seal(folder).is_new
