"""Nearly two hundred ways to tamper with an archive, with checksums as they were and made anew: each is named.

By itself an archive names what contradicts itself. What a forger makes consistent throughout, with checksums and proofs made
anew, only a witness outside the folder can name: the ledger, or the digest on paper. Both are asked in every case.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from docgen import archives, workbook
from docgen.archives.portable import bare
from docgen.field import GroupState
from docgen.ledger import Ledger
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import archiving
from docgen.sealing import witnesses
from tests import tampering as t
from tests.semesters import a_semester, changed
from tests.tamperings import ALL, FORGED, NO_MORE, STILL_THERE, WITNESSED

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A semester's folder with two editions: a group came late, with a scan and an attachment."""
    folder = tmp_path_factory.mktemp("sealed") / "2008-2009-2"
    folder.mkdir()
    semester = a_semester(2)
    workbook.write(folder / "台账.xlsx", changed(semester, "groups", 1, state=GroupState.WITHDRAWN))
    archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent())
    workbook.write(folder / "台账.xlsx", semester)
    for name in ("扫描件/G02/共勉协议书.png", "附件/G02/获奖证书.png"):
        (folder / name).parent.mkdir(parents=True)
        Image.new("L", (210, 297), 200).save(folder / name)
    done = archiving.seal(Order(folder / "台账.xlsx", engine="embedded"), Silent(), supplement=True)
    assert done.verdict.is_sound, done.verdict.findings
    return folder


@pytest.fixture
def shelf(sealed: Path, tmp_path: Path) -> Path:
    shutil.copytree(sealed / "archive", tmp_path / "term/archive")
    return tmp_path / "term/archive"


@pytest.fixture(scope="module")
def book(sealed: Path) -> Ledger:
    found = witnesses.ledger_of(sealed / "archive")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def printed(sealed: Path) -> str:
    return archives.digest(sealed / "archive/2")


def faults(verdict: archives.Verdict) -> list[str]:
    return [str(one) for one in verdict.findings if one.grade is archives.Grade.ERROR]


def test_checksums_that_are_made_anew_by_themselves_are_no_fault(shelf: Path) -> None:
    """So that none of what follows is named for them alone."""
    t.checksums_anew(shelf)
    assert faults(archives.inspect(shelf)) == []


@pytest.mark.parametrize("what", ALL)
def test_what_was_changed_is_named(shelf: Path, book: Ledger, printed: str, what: str) -> None:
    ALL[what](shelf)
    assert faults(archives.inspect(shelf)), "as it is"
    if what in NO_MORE:
        return
    t.checksums_anew(shelf)
    assert bool(faults(archives.inspect(shelf))) == (what not in WITNESSED), "with checksums made anew"
    if what not in STILL_THERE:
        assert faults(witnesses.against(shelf, book)), "by the ledger"
        assert faults(witnesses.expected(shelf / "2", printed)), "by the digest on paper"


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_throughout_is_named_by_the_ledger_and_by_the_digest_on_paper(
    shelf: Path, book: Ledger, printed: str, what: str
) -> None:
    ALL[what](shelf)
    t.proofs_anew(shelf)
    assert any("2：is not the edition that the ledger knows" in one for one in faults(witnesses.against(shelf, book)))
    assert any("its digest is" in one for one in faults(witnesses.expected(shelf / "2", printed)))


@pytest.mark.parametrize(
    "what", ["a page emptied", "a page taken out", "a title", "what the 备考表 says", "a cell of the table"]
)
def test_what_is_forged_without_its_consequences_is_named_by_its_contradictions(shelf: Path, what: str) -> None:
    ALL[what](shelf)
    t.proofs_anew(shelf)
    assert faults(archives.inspect(shelf))


def test_a_newest_edition_that_is_gone_is_known_to_the_ledger_and_to_who_has_its_digest(
    shelf: Path, book: Ledger, printed: str
) -> None:
    t.newest_deleted(shelf)
    # the archive itself has only the page over its editions to tell by, which a forger makes anew
    assert {one.file for one in archives.inspect(shelf).findings} == {"index.html"}
    assert any("is not here" in one for one in faults(witnesses.against(shelf, book)))
    assert faults(witnesses.expected(shelf, printed))


def test_the_code_on_a_备考表_is_asked_for_and_says_what_it_stands_for(shelf: Path) -> None:
    code = archives.code_of(t.late(shelf))
    assert bare(code) in archives.texts_of(t.payload(shelf, "合订本.pdf"))[-1]
    (said,) = witnesses.expected(shelf, code).findings
    assert (
        said.grade is archives.Grade.WARNING
        and said.file == f"2/{t.LATE}"
        and "only the digest tells of all" in said.message
    )
    ALL["a day in the data"](shelf)
    t.proofs_anew(shelf)
    assert faults(witnesses.expected(shelf, code))


@pytest.mark.parametrize("name", ["Thumbs.db", ".DS_Store", "._合订本.pdf", "desktop.ini"])
@pytest.mark.parametrize("where", ["", "2", f"2/{t.LATE}", f"2/{t.LATE}/data", f"2/{t.LATE}/data/word"])
def test_what_the_system_leaves_is_named_and_does_no_harm(shelf: Path, name: str, where: str) -> None:
    (shelf / where / name).write_bytes(b"1")
    verdict = archives.inspect(shelf)
    assert verdict.is_sound, faults(verdict)
    assert [one.file.rpartition("/")[2] for one in verdict.findings] == [name]
