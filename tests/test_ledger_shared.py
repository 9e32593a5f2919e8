"""One ledger for several departments, whose groups have the same numbers; and what a lost ledger costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import messages, workbook
from docgen.cli import run
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from docgen.semesters import rebuilding
from docgen.semesters.registry import ledger_of
from tests.semesters import a_semester
from tests.test_college import a_department


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


def two_departments(folder: Path) -> list[Order]:
    orders = []
    for name in ("影视艺术系", "表演系"):
        book = folder / name / "台账.xlsx"
        book.parent.mkdir()
        semester = a_department(name)
        assert semester.programme is not None
        # The college numbers all its departments in one series.
        programme = semester.programme.model_copy(update={"filing_prefix": "院共勉"}).at_row(2)
        workbook.write(book, replace(semester, programme=programme))
        (book.parent / "docgen.toml").write_text('[path]\nledger = "../ledger.db"\n', encoding="utf-8")
        orders.append(Order(book, to=Target.DOCX))
    return orders


@pytest.mark.slow
def test_departments_with_the_same_groups_share_a_ledger_and_each_finds_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = two_departments(tmp_path)
    assert building.build(first, Silent()).numbers == {"G01": "院共勉〔2009〕1号", "G02": "院共勉〔2009〕2号"}
    assert building.build(second, Silent()).numbers == {"G01": "院共勉〔2009〕3号", "G02": "院共勉〔2009〕4号"}
    for order in (first, second):
        assert building.build(order, Silent()).work["filled"] == 0
    monkeypatch.chdir(first.workbook.parent)
    assert run(["ledger", "list", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "〔2009〕2号" in said
    assert "〔2009〕3号" not in said
    assert run(["find", "院共勉〔2009〕3号", "--lang", "en"]) == 0
    found = capsys.readouterr().out
    assert "../表演系/out/word/G01-共勉协议书.docx" in found
    assert str(tmp_path) not in found


@pytest.mark.slow
def test_a_shared_ledger_that_was_lost_is_rebuilt_department_by_department(tmp_path: Path) -> None:
    first, second = two_departments(tmp_path)
    before = [building.build(order, Silent()).numbers for order in (first, second)]
    for path in tmp_path.glob("ledger.db*"):
        path.unlink()
    # The later department first: its numbers leave gaps below, which are the other's.
    for order in (second, first):
        rebuilding.rebuild(order.workbook)
    mine = first.folder.output.word_of("G01-共勉协议书")
    mine.write_bytes(mine.read_bytes() + b"\0")
    after = [building.build(order, Silent()) for order in (first, second)]
    assert [one.numbers for one in after] == before
    states = {one.name: one.state for one in after[0].results}
    assert states.pop("G01-共勉协议书") is State.HAND_EDITED
    assert {*states.values(), *(one.state for one in after[1].results)} == {State.MADE}, (
        "its own papers are known again"
    )


@pytest.mark.slow
def test_printing_is_counted_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    building.build(Order(tmp_path / "台账.xlsx", to=Target.DOCX), Silent())
    book = ledger_of(Path("台账.xlsx"))
    assert book.print(["G01-共勉协议书", "G01-共勉计划备案表"], 2) == {"G01-共勉协议书": 1, "G01-共勉计划备案表": 1}
    assert book.print(["G01-共勉协议书"], 1) == {"G01-共勉协议书": 2}
    assert book.printed() == {"G01-共勉协议书": 2, "G01-共勉计划备案表": 1}
    assert book.verify() == []
    assert run(["ledger", "list", "--lang", "en"]) == 0
    assert "G01-共勉协议书  0 pages  printed 2 times" in capsys.readouterr().out
    assert run(["ledger", "show", "G01-共勉协议书", "--lang", "en"]) == 0
    assert capsys.readouterr().out.count("papers printed") == 2
