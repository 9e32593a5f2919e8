"""The ledger through the years: older and newer files, numbers withdrawn, papers found again, a lost book made anew."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from docgen.errors import LedgerError
from docgen.ledger import Ledger, PaperRecord, Wanted, as_json
from docgen.ledger.opening import MIGRATIONS

FORM = "{prefix}〔{year}〕{no}号"
BRANCH, TERM = "影视艺术系党总支", "2008-2009-2"


pytestmark = pytest.mark.usefixtures("english")


def a_ledger(folder: Path, term: str = TERM) -> Ledger:
    return Ledger(folder / "ledger.db", BRANCH, term)


def reserve(ledger: Ledger, *groups: str | Wanted) -> dict[str, str]:
    wanted = [group if isinstance(group, Wanted) else Wanted(group) for group in groups]
    return ledger.reserve("影艺共勉", 2009, FORM, wanted)


def a_paper(name: str, *texts: str, number: str = "") -> PaperRecord:
    data = as_json({"成员": [{"姓名": text} for text in texts]})
    return PaperRecord(name, "agreement", "k", "w", "k", "p", 3, title=f"{name}标题", number=number, data=data)


def an_old_ledger(path: Path) -> None:
    """A ledger as version 1 made it: two numbers, one of them void, a paper, an item, a chain of two events."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 1")
        connection.executemany(
            "INSERT INTO filing_number VALUES (?, ?, ?, '影艺共勉', 2009, ?, ?, ?)",
            [
                (BRANCH, TERM, "G01", 1, "影艺共勉〔2009〕1号", ""),
                (BRANCH, TERM, "G02", 2, "影艺共勉〔2009〕2号", "已撤销"),
            ],
        )
        connection.execute(
            "INSERT INTO paper VALUES (?, ?, 'G01-共勉协议书', 'agreement', 'k1', 's1', 'k2', 's2', 3)", (BRANCH, TERM)
        )
        connection.execute(
            "INSERT INTO item VALUES (?, ?, 'G01-共勉协议书', 'Z109', 2009, 'D30', 'DQ11', 1, '1', '题名', 1)",
            (BRANCH, TERM),
        )


def test_a_ledger_of_the_first_version_migrates_with_all_that_is_in_it(tmp_path: Path) -> None:
    an_old_ledger(tmp_path / "ledger.db")
    ledger = a_ledger(tmp_path)
    assert [(one.group, one.text, one.void_because, one.void_by) for one in ledger.register()] == [
        ("G01", "影艺共勉〔2009〕1号", "", ""),
        ("G02", "影艺共勉〔2009〕2号", "已撤销", "workbook"),
    ]
    assert ledger.papers() == {"G01-共勉协议书": PaperRecord("G01-共勉协议书", "agreement", "k1", "s1", "k2", "s2", 3)}
    assert ledger.items()["G01-共勉协议书"].no == 1
    assert reserve(ledger, "G01", Wanted("G02", void_because="已撤销"), "G03")["G03"] == "影艺共勉〔2009〕3号"
    assert ledger.verify() == []


def test_a_migration_that_is_cut_short_leaves_the_old_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    an_old_ledger(tmp_path / "ledger.db")
    broken = (MIGRATIONS[0], (*MIGRATIONS[1][:5], "no statement at all"))
    monkeypatch.setattr("docgen.ledger.opening.MIGRATIONS", broken)
    with pytest.raises(LedgerError):
        a_ledger(tmp_path).register()
    monkeypatch.undo()
    assert len(a_ledger(tmp_path).register()) == 2


def test_a_number_of_a_paper_is_called_as_an_activity_in_files_calls_it(tmp_path: Path) -> None:
    ledger, form = a_ledger(tmp_path), "系〔{year}〕{no}号"
    ledger.reserve(form, 2009, form, [Wanted("H01-会议记录"), Wanted("H02-会议记录", "系〔2009〕2号")])
    ledger.void("系〔2009〕2号", "写错会议")
    for owner, given, said in (
        ("H01-会议记录", "系〔2009〕3号", "H01-会议记录.*文号 ?(is|是) 系〔2009〕3号"),
        ("H03-会议记录", "系〔2009〕1号", "H03-会议记录.*文号 系〔2009〕1号"),
        ("H02-会议记录", "系〔2009〕2号", "H02-会议记录.*文号 系〔2009〕2号"),
    ):
        with pytest.raises(LedgerError, match=said) as caught:
            ledger.reserve(form, 2009, form, [Wanted(owner, given)])
        assert not re.search("小组|group|备案", f"{caught.value.message}{caught.value.hint}")


def test_a_voided_number_stays_on_the_register_and_its_group_gets_the_next(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01", "G02")
    ledger.void("影艺共勉〔2009〕1号", "重复备案")
    with pytest.raises(LedgerError, match="重复备案"):
        reserve(ledger, Wanted("G01", "影艺共勉〔2009〕1号"))
    assert reserve(ledger, "G01", "G02") == {"G01": "影艺共勉〔2009〕3号", "G02": "影艺共勉〔2009〕2号"}
    assert [(one.text, one.void_because) for one in ledger.register()] == [
        ("影艺共勉〔2009〕1号", "重复备案"),
        ("影艺共勉〔2009〕2号", ""),
        ("影艺共勉〔2009〕3号", ""),
    ]
    with pytest.raises(LedgerError, match="重复备案"):
        ledger.void("影艺共勉〔2009〕1号", "again")
    with pytest.raises(LedgerError, match="99号") as caught:
        ledger.void("影艺共勉〔2009〕99号", "typing slip")
    assert "影艺共勉〔2009〕" in caught.value.hint


def test_a_group_that_comes_back_has_its_old_number_in_force_again(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, Wanted("G01", void_because="已撤销"))
    assert ledger.register()[0].void_because == "已撤销"
    assert reserve(ledger, "G01") == {"G01": "影艺共勉〔2009〕1号"}
    assert ledger.register()[0].void_because == ""
    assert sum(one.what == "groups left or came back" for one in ledger.events()) == 2


@pytest.mark.parametrize("text", ["欧阳王堃", "王堃", "堃", "欧阳 0081", "g01-共勉", "〔2009〕7号"])
def test_a_paper_is_found_by_name_number_and_pieces_of_two_characters(tmp_path: Path, text: str) -> None:
    ledger = a_ledger(tmp_path)
    ledger.record([a_paper("G01-共勉协议书", "欧阳王堃", "00817", number="影艺共勉〔2009〕7号")])
    ledger.record([a_paper("G02-共勉协议书", "李四"), a_paper("G11-共勉协议书", "王二")])
    assert [one.name for one in ledger.find(text)] == ["G01-共勉协议书"]


def test_what_a_paper_no_longer_says_is_no_longer_found(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    ledger.record([a_paper("G01", "周砚秋")])
    ledger.record([a_paper("G01", "林知远")])
    assert ledger.find("周砚秋") == []
    assert ledger.find("砚秋") == []
    assert [one.name for one in ledger.find("知远")] == ["G01"]


@pytest.mark.parametrize("text", ['"', "AND", "a OR b", "NEAR(x)", "%", "'; DROP TABLE paper; --", "(", "*"])
def test_what_is_searched_for_is_text_not_a_query(tmp_path: Path, text: str) -> None:
    ledger = a_ledger(tmp_path)
    ledger.record([a_paper("G01", "周砚秋")])
    assert ledger.find(text) == []
    ledger.record([a_paper("G02", f"甲{text}乙")])
    assert [one.name for one in ledger.find(text)] == ["G02"]


def test_papers_of_all_terms_are_found_the_newest_first(tmp_path: Path) -> None:
    for term in ("2008-2009-2", "2009-2010-1", "2009-2010-2"):
        a_ledger(tmp_path, term).record([a_paper("G01", "周砚秋")])
    assert [one.term for one in a_ledger(tmp_path).find("周砚秋")] == ["2009-2010-2", "2009-2010-1", "2008-2009-2"]


def test_without_an_index_the_texts_are_read_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.ledger.search.is_indexed", lambda _connection: False)
    ledger = a_ledger(tmp_path)
    ledger.record([a_paper("G01", "周砚秋"), a_paper("G02", "林知远")])
    assert [one.name for one in ledger.find("砚秋")] == ["G01"]
    monkeypatch.undo()
    assert [one.name for one in ledger.find("砚秋")] == ["G01"], "and the index takes them up later"


def test_a_damaged_ledger_is_refused_by_name(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, *(f"G{n:03}" for n in range(300)))
    content = bytearray(ledger.path.read_bytes())
    content[4096 : len(content) // 2] = b"\x5a" * (len(content) // 2 - 4096)
    ledger.path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"ledger\.db"):
        ledger.register()


def test_a_second_clerk_waits_for_the_first(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    reserve(ledger, "G01")
    with closing(sqlite3.connect(ledger.path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        import threading

        release = threading.Timer(0.4, lambda: other.execute("ROLLBACK"))
        release.start()
        began = time.monotonic()
        assert reserve(ledger, "G02")["G02"] == "影艺共勉〔2009〕2号"
        assert time.monotonic() - began > 0.2
        release.join()
