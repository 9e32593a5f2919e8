"""The ledger on real SQLite files: numbers once and for all, a chain that breaks when touched."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from docgen.errors import LedgerError
from docgen.ledger import Elsewhere, ItemNumber, Ledger, PaperRecord, Wanted, opening

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


@pytest.mark.parametrize("number", [str(2**63), "9" * 5000], ids=["2 ** 63", "of 5000 digits"])
def test_a_number_too_large_to_be_counted_is_left_as_the_clerk_wrote_it(tmp_path: Path, number: str) -> None:
    hers = f"影艺共勉〔2009〕{number}号"
    assert reserve(a_ledger(tmp_path), Wanted("G01", hers), "G02") == {"G01": hers, "G02": "影艺共勉〔2009〕1号"}


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


def test_who_voids_what_is_no_number_is_told_where_the_numbers_stand(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    with pytest.raises(LedgerError) as refused:
        ledger.void("G01", "误编")
    assert "docgen ledger list" in refused.value.hint


def test_four_clerks_at_once_get_distinct_numbers_without_gaps(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        given = [number for part in pool.map(issue_many, [path] * 4, range(4), [20] * 4) for number in part]
    assert sorted(given) == sorted(f"影艺共勉〔2009〕{no}号" for no in range(1, 81))


def issue_for_ever(path: str) -> None:
    ledger = Ledger(Path(path), "影视艺术系党总支", "killed")
    for number in range(1_000_000):
        print(reserve(ledger, f"G{number}")[f"G{number}"], flush=True)


def test_a_number_that_was_given_survives_a_kill_and_the_next_one_leaves_a_single_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    code = f"from tests.test_ledger import issue_for_ever; issue_for_ever({str(path)!r})"
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout
        given = [process.stdout.readline().strip() for _each in range(5)]
        process.kill()
        given += process.stdout.read().split()
    ledger = Ledger(path, "影视艺术系党总支", "killed")
    assert set(given) <= set(ledger.issued().values())
    assert ledger.verify() == []
    reserve(ledger, "the next")
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.db"]


def test_a_ledger_that_an_older_docgen_left_with_a_write_ahead_log_is_taken_up_whole(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    before = reserve(ledger, "G01")
    old = sqlite3.connect(ledger.path, isolation_level=None)
    old.execute("PRAGMA journal_mode = WAL")
    old.execute("UPDATE filing_number SET void_because = 'x'")
    for part in tmp_path.glob("ledger.db*"):  # as a killed run leaves them
        (tmp_path / "old").mkdir(exist_ok=True)
        shutil.copy(part, tmp_path / "old")
    old.close()
    again = a_ledger(tmp_path / "old")
    assert again.issued() == before
    assert [one.void_because for one in again.register()] == ["x"]
    assert [one.name for one in (tmp_path / "old").iterdir()] == ["ledger.db"]


MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / /srv/our share rw,relatime - nfs4 server:/share rw,vers=4.2,hard,local_lock=none
41 22 0:41 / /srv/old rw,relatime - nfs server:/old rw,vers=3,nolock,local_lock=all
42 22 0:42 / /srv/win rw,relatime - cifs //server/win rw,vers=3.1.1,nobrl
43 41 0:43 / /srv/old/inner rw,relatime - ext4 /dev/sdb1 rw,nolock
44 22 0:44 / /srv/twice rw - ext4 /dev/sdc1 rw
45 22 0:45 / /srv/twice rw - nfs server:/twice rw,local_lock=posix
half a line"""


@pytest.mark.parametrize(
    ("path", "option"),
    [
        ("/home/clerk/ledger.db", ""),
        ("/srv/our share/ledger.db", ""),
        ("/srv/old/ledger.db", "local_lock=all"),
        ("/srv/older/ledger.db", ""),
        ("/srv/win/a/ledger.db", "nobrl"),
        ("/srv/old/inner/ledger.db", ""),
        ("/srv/twice/ledger.db", "local_lock=posix"),
    ],
)
def test_a_share_whose_locks_stay_on_one_machine_is_known_by_its_options(path: str, option: str) -> None:
    assert opening.option_against_locks(MOUNTS, Path(path)) == option


def test_a_ledger_on_a_share_without_common_locks_is_refused_before_it_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"41 22 0:41 / {tmp_path} rw - nfs server:/old rw,nolock", encoding="utf-8")
    monkeypatch.setattr(opening, "_MOUNTS", mounts)
    with pytest.raises(LedgerError, match="nolock") as caught:
        reserve(a_ledger(tmp_path), "G01")
    assert "docgen.toml" in caught.value.hint
    assert not (tmp_path / "ledger.db").exists()


def test_archive_numbers_are_given_once_and_a_late_paper_gets_the_next(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    def item(name: str) -> ItemNumber:
        return ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "")

    first = ledger.number_items("1", {}, [item("b"), item("a")])
    ledger.seal("1", "d")
    later = ledger.number_items("2", {"1": "d"}, [item("late"), item("a"), item("b")])
    assert {name: one.no for name, one in first.items()} == {"b": 1, "a": 2}
    assert {name: one.no for name, one in later.items()} == {"b": 1, "a": 2, "late": 3}
    assert later["late"].edition == "2"
    assert later["a"].edition == "1"


def test_numbers_of_an_edition_that_never_appeared_are_given_anew_without_gaps(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)

    def numbered(*names: str, published: dict[str, str] | None = None) -> dict[str, int]:
        wanted = [ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "") for name in names]
        return {name: one.no for name, one in ledger.number_items("1", published or {}, wanted).items()}

    assert numbered("a", "withdrawn", "b") == {"a": 1, "withdrawn": 2, "b": 3}
    assert numbered("a", "b") == {"a": 1, "b": 2}, "the power was cut, then a paper was withdrawn"
    assert numbered("b", "a", published={"1": "d"}) == {"b": 2, "a": 1}, "cut after publishing: the numbers stand"


def test_items_of_different_retention_are_counted_apart(tmp_path: Path) -> None:
    wanted = [
        ItemNumber(name, name, "Z109", 2009, kept, "DQ11", 0, "")
        for name, kept in (("a", "D30"), ("b", "Y"), ("c", "D30"))
    ]
    given = a_ledger(tmp_path).number_items("1", {}, wanted)
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
    assert "第 1 条记录与前一条不衔接" in ledger.verify()


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


def an_item(name: str) -> ItemNumber:
    return ItemNumber(name, name, "Z109", 2009, "D30", "DQ11", 0, "")


def test_no_other_semester_gets_item_numbers_while_an_archiving_is_unfinished_so_that_none_is_left_out(
    tmp_path: Path,
) -> None:
    first, second = a_ledger(tmp_path), a_ledger(tmp_path, "2009-2010-1")
    first.number_items("1", {}, [an_item("a"), an_item("b")])
    with pytest.raises(LedgerError, match="2008-2009-2"):
        second.number_items("1", {}, [an_item("a")])
    first.release_items()  # it failed, and nothing came to stand in the archive
    assert [one.no for one in second.number_items("1", {}, [an_item("a")]).values()] == [1]
    second.seal("1", "d")
    assert [one.no for one in first.number_items("1", {}, [an_item("a"), an_item("b")]).values()] == [2, 3]
    first.seal("1", "d")
    assert [(run.first, run.last, run.term) for run in first.elsewhere()] == [(1, 1, "2009-2010-1")]
    assert second.elsewhere() == [], "nothing below its own highest"


def test_an_item_number_that_a_ledger_beside_has_given_is_refused_with_both_places(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    first = a_ledger(tmp_path / "a")
    first.number_items("1", {}, [an_item("甲")])
    first.seal("1", "d")
    second = Ledger(tmp_path / "b/ledger.db", "影视艺术系党总支", "2009-2010-1", [tmp_path / "a/ledger.db"])
    with pytest.raises(LedgerError) as refused:
        second.number_items("1", {}, [an_item("乙")])
    for said in ("0001", "甲", "乙", str(first.path), str(second.path)):
        assert said in refused.value.message
    same = Ledger(tmp_path / "b/ledger.db", "影视艺术系党总支", "2008-2009-2", [tmp_path / "a/ledger.db"])
    assert same.number_items("1", {}, [an_item("乙")]), "a copy of the same semester is somebody trying something out"


def test_what_only_another_archive_is_known_to_hold_is_not_given_after_a_rebuild(tmp_path: Path) -> None:
    lost = a_ledger(tmp_path)
    lost.restore_items([], [Elsewhere(("Z109", 2009, "D30", "DQ11"), 1, 97, "影视艺术系党总支", "2009-2010-1", "")])
    assert lost.number_items("1", {}, [an_item("a")])["a"].no == 98
    again = a_ledger(tmp_path, "2009-2010-1")
    again.restore_items([ItemNumber("x", "x", "Z109", 2009, "D30", "DQ11", 5, "1")])
    assert again.items()["x"].no == 5, "the archive itself speaks louder"
    assert again.verify() == []
