"""The ledger on real SQLite files: numbers once and for all, a chain that breaks when touched."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from docgen.errors import LedgerError
from docgen.ledger import ItemNumber, Ledger, PaperRecord, Wanted

FORM = "{prefix}〔{year}〕{no}号"


def a_ledger(folder: Path, term: str = "2008-2009-2") -> Ledger:
    return Ledger(folder / "ledger.db", "影视艺术系党总支", term)


def reserve(ledger: Ledger, *groups: str | Wanted, year: int = 2009) -> dict[str, str]:
    wanted = [group if isinstance(group, Wanted) else Wanted(group) for group in groups]
    return ledger.reserve("影艺共勉", year, FORM, wanted)


def issue_many(path: str, worker: int, count: int) -> list[str]:
    ledger = Ledger(Path(path), "影视艺术系党总支", f"clerk-{worker}")
    return [reserve(ledger, f"G{number}")[f"G{number}"] for number in range(count)]


def test_numbers_follow_workbook_order_and_stay_when_asked_again(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    first = reserve(ledger, "G02", "G01", "G03")
    assert first == {"G02": "影艺共勉〔2009〕1号", "G01": "影艺共勉〔2009〕2号", "G03": "影艺共勉〔2009〕3号"}
    assert reserve(ledger, "G01", "G02", "G03") == first


def test_a_number_that_the_workbook_carries_is_adopted_and_the_gap_before_it_filled(tmp_path: Path) -> None:
    numbers = reserve(a_ledger(tmp_path), "G01", Wanted("G02", "影艺共勉〔2009〕1号"), "G03")
    assert numbers == {"G01": "影艺共勉〔2009〕2号", "G02": "影艺共勉〔2009〕1号", "G03": "影艺共勉〔2009〕3号"}


def test_the_next_semester_of_the_year_goes_on_counting_and_the_next_year_starts_afresh(tmp_path: Path) -> None:
    reserve(a_ledger(tmp_path), "G01", "G02")
    assert reserve(a_ledger(tmp_path, "2009-2010-1"), "G01") == {"G01": "影艺共勉〔2009〕3号"}
    assert reserve(a_ledger(tmp_path, "2009-2010-2"), "G01", year=2010) == {"G01": "影艺共勉〔2010〕1号"}


def test_a_number_changed_in_the_workbook_after_issue_is_refused_with_both(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    with pytest.raises(LedgerError, match=r"影艺共勉〔2009〕9号.*影艺共勉〔2009〕1号"):
        reserve(ledger, Wanted("G01", "影艺共勉〔2009〕9号"), "G02")
    assert ledger.issued() == {"G01": "影艺共勉〔2009〕1号"}, "a refused run gives no number away"


def test_a_number_of_another_group_is_refused(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    with pytest.raises(LedgerError, match="G01"):
        reserve(ledger, Wanted("G02", "影艺共勉〔2009〕1号"))


def test_a_void_number_is_never_given_again(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01", "G02")
    reserve(ledger, Wanted("G01", void_because="已撤销"), "G02")
    assert reserve(ledger, "G02", "G03")["G03"] == "影艺共勉〔2009〕3号"


def test_four_clerks_at_once_get_distinct_numbers_without_gaps(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        given = [number for part in pool.map(issue_many, [path] * 4, range(4), [20] * 4) for number in part]
    assert sorted(given) == sorted(f"影艺共勉〔2009〕{no}号" for no in range(1, 81))


def test_archive_numbers_are_given_once_and_a_late_paper_gets_the_next(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    def item(name: str) -> ItemNumber:
        return ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "")

    first = ledger.number_items("1", [], [item("b"), item("a")])
    ledger.seal("1")
    later = ledger.number_items("2", ["1"], [item("late"), item("a"), item("b")])
    assert {name: one.no for name, one in first.items()} == {"b": 1, "a": 2}
    assert {name: one.no for name, one in later.items()} == {"b": 1, "a": 2, "late": 3}
    assert later["late"].edition == "2"
    assert later["a"].edition == "1"


def test_numbers_of_an_edition_that_never_appeared_are_given_anew_without_gaps(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    def numbered(*names: str, published: tuple[str, ...] = ()) -> dict[str, int]:
        wanted = [ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "") for name in names]
        return {name: one.no for name, one in ledger.number_items("1", published, wanted).items()}

    assert numbered("a", "withdrawn", "b") == {"a": 1, "withdrawn": 2, "b": 3}
    assert numbered("a", "b") == {"a": 1, "b": 2}, "the power was cut, then a paper was withdrawn"
    assert numbered("b", "a", published=("1",)) == {"b": 2, "a": 1}, "cut after publishing: the numbers stand"


def test_items_of_different_retention_are_counted_apart(tmp_path: Path) -> None:
    wanted = [
        ItemNumber(name, name, "Z109", 2009, kept, "DQ11", 0, "")
        for name, kept in (("a", "D30"), ("b", "Y"), ("c", "D30"))
    ]
    given = a_ledger(tmp_path).number_items("1", [], wanted)
    assert [(one.retention, one.no) for one in given.values()] == [("D30", 1), ("Y", 1), ("D30", 2)]


def test_papers_are_recorded_and_found_again(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    paper = PaperRecord("G01-共勉协议书", "agreement", "k1", "s1", "k2", "s2", 3)
    ledger.record([paper])
    assert ledger.papers() == {"G01-共勉协议书": paper}
    assert a_ledger(tmp_path, "2009-2010-1").papers() == {}


def test_an_event_changed_afterwards_breaks_the_chain(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    reserve(ledger, "G02")
    assert ledger.verify() == []
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("UPDATE event SET detail = replace(detail, 'G01', 'G99') WHERE seq = 1")
    connection.close()
    assert len(ledger.verify()) == 1


def test_a_ledger_of_a_newer_docgen_is_refused_and_left_alone(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(LedgerError, match="99"):
        reserve(ledger, "G02")


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"not a database, but long enough to be looked at" * 50)
    with pytest.raises(LedgerError, match=r"ledger\.db"):
        reserve(a_ledger(tmp_path), "G01")
