"""A ledger that something else than docgen wrote to: emptied, exchanged, edited, with flipped bits; none is taken on trust."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from docgen import workbook
from docgen.errors import DamagedLedger, LedgerError
from docgen.ledger import ItemNumber, Ledger, PaperRecord, Wanted, as_json, opening
from docgen.making.order import Order, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.semesters import rebuilding
from tests.semesters import a_semester

FORM = "{prefix}〔{year}〕{no}号"
BRANCH, TERM = "影视艺术系党总支", "2008-2009-2"


pytestmark = pytest.mark.usefixtures("english")


def ledger_in(folder: Path) -> Ledger:
    return Ledger(folder / "ledger.db", BRANCH, TERM)


def fill(ledger: Ledger, papers: int = 12) -> None:
    """Give a ledger a row of every kind."""
    ledger.reserve("影艺共勉", 2009, FORM, [Wanted("G01"), Wanted("G02"), Wanted("G03")])
    ledger.void("影艺共勉〔2009〕3号", "重复")
    rows = {"人员": [(2, {"编号": "0810130011", "姓名": "周砚秋"})]}
    ledger.remember(ledger.path.parent / "台账.xlsx", "w" * 64, ledger.path.parent / "out", lambda: rows)
    names = [f"G{number:02}-共勉协议书" for number in range(1, papers + 1)]
    ledger.record(
        PaperRecord(
            name, "agreement", "k", "w" * 64, "k", "p" * 64, 3, title=f"{name}标题", data=as_json({"姓名": "周砚秋"})
        )
        for name in names
    )
    ledger.sign(names[0], "w" * 64, "p" * 64, 3)
    ledger.number_items("1", {}, [ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "") for name in names])
    ledger.seal("1", "d" * 64)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    fill(ledger_in(folder))
    return folder / "ledger.db"


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Ledger:
    shutil.copy(whole, tmp_path / "ledger.db")
    return ledger_in(tmp_path)


def edited(ledger: Ledger, *statements: str) -> None:
    with closing(sqlite3.connect(ledger.path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_ledger_that_nobody_touched_is_whole(ledger: Ledger) -> None:
    assert ledger.verify() == []


def test_a_signature_that_was_taken_back_leaves_the_ledger_whole_and_one_given_again_counts(ledger: Ledger) -> None:
    ledger.unsign("G01-共勉协议书", "误签")
    assert ledger.verify() == []
    ledger.sign("G01-共勉协议书", "word", "pdf", 1)
    assert ledger.verify() == []
    edited(ledger, "DELETE FROM signed", "DELETE FROM seal WHERE of = 'signed'")
    assert any("G01-共勉协议书" in fault for fault in ledger.verify())


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (
            "UPDATE filing_number SET text = '影艺共勉〔2009〕9号' WHERE no = 1",
            "filing number 影艺共勉〔2009〕1号 is missing",
        ),
        ("UPDATE filing_number SET void_because = '' WHERE no = 3", "filing number 影艺共勉〔2009〕3号 was changed"),
        ("UPDATE item SET no = 99 WHERE no = 12", "archive number G12-共勉协议书 was changed"),
        ("DELETE FROM item WHERE no = 12", "archive number G12-共勉协议书 is missing"),
        ("UPDATE signed SET pdf_sha256 = 'x'", "signed paper G01-共勉协议书 was changed"),
        ("UPDATE paper SET pages = 4 WHERE name = 'G02-共勉协议书'", "paper G02-共勉协议书 was changed"),
        ("UPDATE paper_body SET body = '别的' WHERE paper = 1", "what a paper says 1 was changed"),
        ("UPDATE term SET folder = 'elsewhere'", f"semester {TERM} was changed"),
        ("UPDATE snapshot SET rows = x'00'", "was changed"),
        ("DELETE FROM event WHERE seq = (SELECT MAX(seq) FROM event)", "is missing"),
        ("UPDATE event SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 2", "event 2 was changed"),
        (
            "INSERT INTO filing_number (text, branch, term, group_id, prefix, year, no) VALUES ('x', 'b', 't', 'g', 'p', 1, 1)",
            "filing number x was changed",
        ),
    ],
)
def test_a_row_that_was_changed_deleted_or_added_by_another_program_is_named(
    ledger: Ledger, statement: str, named: str
) -> None:
    edited(ledger, statement)
    assert any(named in fault for fault in ledger.verify()), ledger.verify()


def test_a_number_that_was_changed_with_its_digest_is_caught_by_the_chain(ledger: Ledger) -> None:
    edited(
        ledger,
        "UPDATE filing_number SET text = '影艺共勉〔2009〕9号' WHERE no = 1",
        "DELETE FROM seal WHERE of = 'filing_number'",
    )
    faults = ledger.verify()
    assert any("gave 影艺共勉〔2009〕1号 to G01, and the register does not" in fault for fault in faults)


def test_no_number_is_given_while_one_given_before_was_tampered_with(ledger: Ledger) -> None:
    edited(ledger, "UPDATE filing_number SET text = '影艺共勉〔2009〕9号' WHERE no = 1")
    with pytest.raises(DamagedLedger, match="影艺共勉〔2009〕9号"):
        ledger.reserve("影艺共勉", 2009, FORM, [Wanted("G04")])
    edited(ledger, "DELETE FROM item WHERE no = 12")
    with pytest.raises(DamagedLedger):
        ledger.number_items("2", {}, [ItemNumber("new", "new", "Z109", 2009, "D30", "DQ11", 0, "")])


def an_empty_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("VACUUM")


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE contact (name TEXT)")
        connection.execute("PRAGMA user_version = 3")


def a_negative_version(path: Path) -> None:
    fill(Ledger(path, BRANCH, TERM), papers=1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = -1")
        connection.execute("PRAGMA journal_mode = DELETE")


@pytest.mark.parametrize(
    "make", [lambda path: path.write_bytes(b""), an_empty_database, a_foreign_database, a_negative_version]
)
def test_what_is_no_ledger_any_more_is_refused_and_left_as_it_is(tmp_path: Path, make: Callable[[Path], None]) -> None:
    book = ledger_in(tmp_path)
    make(book.path)
    before = book.path.read_bytes()
    for does in (book.register, book.verify, lambda: book.reserve("x", 2009, FORM, [Wanted("G01")])):
        with pytest.raises(DamagedLedger, match=r"ledger\.db"):
            does()
    with closing(sqlite3.connect(book.path)) as connection:
        assert (
            not connection.execute("SELECT name FROM sqlite_master WHERE name = 'seal'").fetchall()
            or make is a_negative_version
        )
    assert book.path.read_bytes() == before


@pytest.mark.slow
def test_an_emptied_ledger_stops_a_build_and_is_made_anew_by_rebuild(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(2))
    order = Order(book, to=Target.DOCX, kinds=("agreement",))
    numbers = building.build(order, Silent()).numbers
    (tmp_path / "ledger.db").write_bytes(b"")
    with pytest.raises(LedgerError, match="is empty") as refused:
        building.build(order, Silent())
    assert "docgen ledger rebuild" in refused.value.hint
    assert rebuilding.rebuild(book).aside is not None
    assert building.build(order, Silent()).numbers == numbers


def test_data_that_is_not_as_it_was_packed_is_a_damaged_ledger_whoever_asks(ledger: Ledger) -> None:
    edited(
        ledger,
        "UPDATE paper SET data = x'0102'",
        "UPDATE snapshot SET rows = x'789c'",
        "UPDATE signed SET data = x'00'",
    )
    for does in (lambda: ledger.origin("G01-共勉协议书"), ledger.latest_rows, ledger.signed):
        with pytest.raises(DamagedLedger):
            does()


def answers(ledger: Ledger) -> list[object]:
    """All that a ledger says."""
    return [
        ledger.register(), ledger.papers(), ledger.items(), ledger.signed(), ledger.terms(), ledger.latest_rows(),
        ledger.events(), ledger.sealed(), ledger.origin("G02-共勉协议书"), ledger.find("周砚秋"), ledger.find("G03"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "seed", [pytest.param(range(40), id="40"), pytest.param(range(40, 600), id="560", marks=pytest.mark.slow)]
)
def test_flipped_bits_are_seen_or_do_no_harm(whole: Path, tmp_path: Path, seed: range) -> None:
    true = answers(ledger_in(whole.parent))
    content = whole.read_bytes()
    seen = 0
    for number in seed:
        chance = random.Random(number)
        damaged = bytearray(content)
        for _flip in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "ledger.db").write_bytes(damaged)
        book = ledger_in(folder)
        try:
            faults = book.verify()
        except LedgerError:
            faults = ["refused"]
        if faults:
            seen += 1
        else:
            said = answers(book)
            assert str(said).replace(str(folder), str(whole.parent)) == str(true), f"seed {number} goes unseen"
        shutil.rmtree(folder)
    assert seen > len(seed) // 3


def test_a_read_that_broke_off_holds_nothing_while_its_error_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window goes on after an error; a cursor left half read would keep the file from every writer."""
    fill(ledger_in(tmp_path))
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE item SET name = CAST(x'47ff30' AS TEXT) WHERE no = 3")
    monkeypatch.setattr(opening, "PATIENCE", 0.0)
    ledger = ledger_in(tmp_path)
    with pytest.raises(DamagedLedger) as kept:
        ledger.items()
    assert ledger.find("周砚秋") is not None, str(kept.value)
