"""Where a user lets docgen write: nothing is lost by it, for every command that takes a place to write to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from docgen import cache, cli, messages, outgoing, resources, workbook
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.errors import ExitCode
from tests.semesters import a_semester

SOMEBODYS = b"somebody's own"
FILES = {
    "stats": ("stats", "{book}", "--xlsx", "{place}"),
    "check": ("check", "{book}", "--annotate", "{place}"),
    "fill": ("fill", "activity_record", "{data}", "--template", "{template}", "-o", "{place}"),
    "template new": ("template", "new", "plan", "-o", "{place}"),
    "roster": ("roster", "{book}", "{roster}", "-o", "{place}"),
    "template lint": ("template", "lint", "{template}", "--kind", "activity_record", "--annotate", "{place}"),
    "template preview": ("template", "preview", "{template}", "--kind", "activity_record", "-o", "{place}"),
    "activity doc": ("activity", "doc", "{activity}", "--out", "{place}"),
    "ledger write-back": ("ledger", "write-back", "--workbook", "{book}", "-o", "{place}"),
}
"""Each command that writes one file where it is told."""
FOLDERS = {
    "build": ("build", "{book}", "-o", "{place}"),
    "archive": ("archive", "{book}", "-o", "{place}"),
    "collect forms": ("collect", "forms", "{book}", "-o", "{place}"),
    "init": ("init", "{place}", "--semester", "2009-2010-1"),
    "demo": ("demo", "{place}"),
    "schema export": ("schema", "export", "{place}"),
}
"""Each command that fills a folder."""
TESTED_ELSEWHERE = {"ledger why", "collect merge", "dossier", "handover", "preview"}
"""Writes nothing; refuses every file that is there; take a built ledger, an archive, a made paper (through the same guard)."""


@pytest.fixture(autouse=True)
def _english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "cache")
    before = messages.language()
    yield
    translated.speak(before)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(2))
    return path


def said_to(command: tuple[str, ...], book: Path, place: Path) -> list[str]:
    data = book.with_name("activity_record.yaml")
    template = book.with_name("活动记录.docx")
    if not data.exists():
        data.write_bytes((resources.samples() / data.name).read_bytes())
        template.write_bytes((resources.templates() / "activity_record.docx").read_bytes())
    roster = book.with_name("名册.csv")
    roster.write_text("学号,姓名,性别\n0910130101,岑可欣,女\n0910130102,樊星,男\n", encoding="utf-8")
    activity = resources.activities() / "membership"
    known = {"book": book, "place": place, "data": data, "template": template, "roster": roster, "activity": activity}
    return [word.format(**known) for word in command] + ["--lang", "en"]


def ending(name: str) -> str:
    endings = {"template preview": ".png", "activity doc": ".md"}
    return endings.get(name, ".docx" if name in ("fill", "template new", "template lint") else ".xlsx")


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def test_every_command_that_takes_a_place_to_write_to_is_tried_here() -> None:
    writing = {"out", "xlsx", "marked", "target"}
    found = {name for name, command in commands(cli.commands()) if writing & {one.name for one in command.params}}
    assert found <= {*FILES, *FOLDERS, *TESTED_ELSEWHERE}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stats", "check", "fill", "roster"])
def test_what_a_command_reads_is_never_written_over(name: str, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    read = book.with_name("活动记录.docx") if name == "fill" else book
    said = said_to(FILES[name], book, read)
    link = book.with_name(f"link{read.suffix}")
    link.symlink_to(read)
    before = read.read_bytes()
    for place in (read, link):
        for force in ([], ["--force"]):
            assert run([*(str(place) if word == str(read) else word for word in said), *force]) == ExitCode.OUTPUT
            assert "is what this command reads, and would be written over" in capsys.readouterr().err
            assert read.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FILES, *FOLDERS])
def test_nothing_is_written_into_a_sealed_archive(
    name: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bag = tmp_path / "archive/1/Z109-2009-D30"
    (bag / "data").mkdir(parents=True)
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    place = bag / "data" / f"x{ending(name)}" if name in FILES else bag / "data"
    before = sorted(bag.rglob("*"))
    assert run(said_to({**FILES, **FOLDERS}[name], book, place)) in (ExitCode.OUTPUT, ExitCode.DATA)
    said = capsys.readouterr().err
    assert "lies in a sealed archive" in said or name == "ledger write-back"
    assert sorted(bag.rglob("*")) == before


def test_a_workbook_that_lies_in_an_archive_is_not_built_there(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = tmp_path / "archive/1"
    inside.mkdir(parents=True)
    (inside / "edition.json").write_text("{}")
    book.rename(inside / book.name)
    assert run(["build", str(inside / book.name), "-o", str(tmp_path / "out"), "--lang", "en"]) == ExitCode.OUTPUT
    assert "Copy out of the archive what you need" in capsys.readouterr().err
    assert sorted(path.name for path in inside.iterdir()) == ["edition.json", book.name]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["stats", "check", "fill", "template new"])
def test_what_is_no_ordinary_file_stays_what_it_is(
    name: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe, folder = tmp_path / f"pipe{ending(name)}", tmp_path / f"folder{ending(name)}"
    folder.mkdir()
    if hasattr(os, "mkfifo"):  # Windows has none
        os.mkfifo(pipe)
    for place in (one for one in (pipe, folder) if one.exists()):
        assert run([*said_to(FILES[name], book, place), "--force"]) == ExitCode.OUTPUT
        assert "is a folder or a device" in capsys.readouterr().err
        assert place.exists() and not place.is_file()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["build", "archive", "collect forms", "init", "demo", "schema export"])
def test_a_file_where_a_folder_is_wanted_is_refused(
    name: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "a file"
    place.write_bytes(SOMEBODYS)
    assert run(said_to(FOLDERS[name], book, place)) == ExitCode.OUTPUT
    assert "is a file, and a folder is wanted" in capsys.readouterr().err
    assert place.read_bytes() == SOMEBODYS


@pytest.mark.parametrize("name", ["stats", "check", "fill", "template new", "roster"])
@pytest.mark.slow
def test_somebodys_file_is_written_over_with_force_only_and_docgens_own_always(
    name: str, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / f"there{ending(name)}"
    place.write_bytes(SOMEBODYS)
    said = said_to(FILES[name], book, place)
    assert run(said) == ExitCode.OUTPUT
    told = capsys.readouterr().err
    assert "is there already, and docgen did not make it" in told and "--force" in told
    assert place.read_bytes() == SOMEBODYS
    assert run([*said, "--force"]) in (ExitCode.OK, ExitCode.DATA)
    made = place.read_bytes()
    assert made != SOMEBODYS
    assert run(said) in (ExitCode.OK, ExitCode.DATA), "docgen knows its own file again"
    place.write_bytes(made + b"\n")
    assert run(said) == ExitCode.OUTPUT, "somebody changed it since"


def test_a_cache_that_cannot_be_written_costs_a_force_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_bytes(b"a file in its place")
    place = tmp_path / "table.xlsx"
    for force in (False, True):
        with outgoing.file(place, force=force) as target:
            target.write_bytes(b"made")
    assert place.read_bytes() == b"made"
