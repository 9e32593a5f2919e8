"""``void``, ``find``, ``ledger …`` as a clerk types them: what is printed, and the exit codes."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen import messages, workbook
from docgen.cli import run
from docgen.messages import typed
from tests.semesters import a_semester, changed


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A semester's folder, built as far as Word files, and the clerk in it."""
    monkeypatch.chdir(tmp_path)
    workbook.write(tmp_path / "台账.xlsx", a_semester(2))
    assert run(["build", "台账.xlsx", "--to", "docx", "--quiet"]) == 0
    return tmp_path


def types(capsys: pytest.CaptureFixture[str], *words: str, expect: int = 0, lang: str = "zh") -> str:
    capsys.readouterr()
    code = run([*words, "--lang", lang])
    said = capsys.readouterr()
    assert code == expect, said.out + said.err
    return said.out + said.err


def test_a_number_is_voided_and_the_register_says_why(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "重复备案")
    types(capsys, "build", "台账.xlsx", "--to", "docx", "--quiet")
    said = types(capsys, "ledger", "list")
    assert "影艺共勉〔2009〕1号  G01  作废：重复备案" in said
    assert "影艺共勉〔2009〕3号  G01" in said
    assert "影艺共勉〔2009〕3号" in types(capsys, "ledger", "show", "G01")
    types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "再来", expect=9)
    types(capsys, "void", "影艺共勉〔2009〕2号", expect=2)


def test_voiding_the_number_of_a_signed_paper_says_what_it_holds_back_and_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    types(capsys, "build", "台账.xlsx", "--to", "pdf", "--group", "G01", "--engine", "embedded", "--quiet")
    types(capsys, "sign", "G01", "共勉协议书")
    said = types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "编号有误")
    assert "G01-共勉协议书" in said
    assert "怎么办：" in said and "变更" in said


@pytest.mark.parametrize(
    ("group", "kind", "said"),
    [
        ("G01", "协议书", "是否想写 共勉协议书？"),
        ("G01", "共勉计划", "是否想写 共勉计划备案表、"),
        ("G09", "协议书", "没有为 G09"),
    ],
)
def test_an_unknown_kind_or_group_is_named_with_what_may_be_meant_and_no_wall_of_names(
    here: Path, capsys: pytest.CaptureFixture[str], group: str, kind: str, said: str
) -> None:
    told = types(capsys, "sign", group, kind, expect=3)
    assert said in told
    assert "交流谈话记录表" not in told


def test_why_names_the_cell_in_the_clerk_s_own_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook.write(here / "台账.xlsx", changed(a_semester(2), "goals", 0, target="5"))
    said = types(capsys, "ledger", "why", "G01-共勉协议书")
    assert "目标 第2行 目标值 8 → 5" in said
    assert "G02" not in said
    assert "目标 第2行 目标值 8 → 5" in types(capsys, "build", "台账.xlsx", "--to", "docx", "--dry-run")
    types(capsys, "ledger", "why", "G77-共勉协议书", expect=3)


def test_find_prints_for_people_and_for_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = a_semester(2).people[1].name
    assert "G01-共勉协议书" in types(capsys, "find", name)
    capsys.readouterr()
    assert run(["find", name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in found} >= {"G01-共勉协议书", "G01-共勉计划备案表"}
    types(capsys, "find", "查无此人", expect=3)


def test_the_ledger_is_verified_and_a_chain_that_was_touched_is_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3
    from contextlib import closing

    types(capsys, "ledger", "verify")
    types(capsys, "ledger", "rebuild", expect=9)
    with closing(sqlite3.connect(here / "ledger.db")) as connection, connection:
        connection.execute("UPDATE event SET detail = '{}' WHERE seq = 1")
    types(capsys, "ledger", "verify", expect=9)


def test_numbers_are_written_into_a_copy_and_never_into_the_workbook_itself(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (here / "台账.xlsx").read_bytes()
    types(capsys, "ledger", "write-back", "-o", "台账.xlsx", "--workbook", "台账.xlsx", expect=3)
    types(capsys, "ledger", "write-back", "-o", "带号.xlsx")
    assert (here / "台账.xlsx").read_bytes() == before
    assert (here / "带号.xlsx").is_file()


def test_the_commands_that_are_suggested_can_be_typed_where_a_folder_s_name_has_a_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    book = Path("党务 资料/2009 春/台账.xlsx")
    said = types(capsys, "init", str(book.parent), "--semester", "2008-2009-2")
    suggested = [shlex.split(line.partition("docgen ")[2]) for line in said.splitlines() if "docgen check" in line]
    assert suggested == [["check", str(book)]]
    quoted = f'"{book}"'
    workbook.write(book, changed(a_semester(1), "memberships", 0, person="查无此人"))
    assert f"docgen check {quoted}" in types(capsys, "collect", "forms", str(book), expect=3)
    workbook.write(book, changed(a_semester(1), "memberships", 0, reason=""))
    assert f"docgen check {quoted}" in types(capsys, "build", str(book), "--to", "docx")
    assert typed("台账.xlsx") == "台账.xlsx"


def test_commands_say_what_to_do_where_nothing_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--workbook" in types(capsys, "find", "谁", expect=3)
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    for words in (("find", "谁"), ("sign", "G01", "agreement"), ("ledger", "list"), ("dossier", "谁")):
        assert "docgen build" in types(capsys, *words, expect=3)
