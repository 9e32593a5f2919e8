"""Ctrl-C, a polite kill and kill −9 in the midst of what writes: all that can be seen is whole, and the next run goes on.

``DOCGEN_KILLS`` says how many of each signal there are, a third of them while it archives.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from docgen import workbook
from docgen.archives import current
from docgen.cli import run
from docgen.field import Talk
from docgen.ledger import Ledger
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import again, archiving, building, standings
from docgen.sealing.examining import examine
from docgen.settings import Settings
from tests.semesters import a_semester
from tests.struck import Ended, Pauses, Striker
from tests.test_resume import everything_opens, unfiled

KILLS = int(os.environ.get("DOCGEN_KILLS", "6"))
ARCHIVINGS = max(2, KILLS // 3)
TERM = "2008-2009-2"
STOPPED = 130
ENDINGS = {signal.SIGKILL: {-signal.SIGKILL}, signal.SIGINT: {STOPPED, 0, 10}, signal.SIGTERM: {STOPPED, 0, 10}}
"""Exit codes of what was struck: one that had done all but to leave says how it went."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A semester that was built, with a form that came back."""

    home: Path

    @property
    def book(self) -> Path:
        return self.home / "台账.xlsx"

    @property
    def order(self) -> Order:
        return Order(self.book, engine="embedded", to=Target.PDF)

    @property
    def ledger(self) -> Ledger:
        programme = a_semester(2).programme
        assert programme is not None
        return Ledger(self.home / "ledger.db", programme.general_branch, TERM)

    def commands(self, turn: int) -> Iterator[tuple[str, ...]]:
        """Yield what writes into the folder, with something new to do at each turn, and something left to do."""
        book = str(self.book)
        self.answer(turn)
        yield "collect", "merge", book, str(self.home / "填报表")
        run(["collect", "merge", book, str(self.home / "填报表")])
        yield "build", book, "--engine", "embedded", "--to", "bundle" if turn % 3 == 0 else "pdf", "--quiet"
        self.build()
        yield "sign", "G01", "plan", "--workbook", book
        run(["sign", "G01", "plan", "--workbook", book])
        yield "unsign", "G01", "plan", "--why", "误签", "--workbook", book
        run(["unsign", "G01", "plan", "--why", "误签", "--workbook", book])
        yield "void", str(self.ledger.issued()["G02"]), "--why", "重号", "--workbook", book
        self.build()

    def answer(self, turn: int) -> None:
        """Let the group's form, begun from the workbook as it is, say something else than at the turn before."""
        shutil.rmtree(self.home / "填报表")
        workbook.write_forms(self.book, self.home / "填报表", ("G01",))
        form = next((self.home / "填报表").glob("*.xlsx"))
        _set(form, 60 + turn)

    def build(self) -> None:
        """Go on after what was cut short: nothing is broken, nothing is taken for edited by hand, nothing is left over."""
        outcome = building.build(self.order, Silent())
        assert not outcome.broken, outcome.broken
        assert not [one for one in outcome.results if one.state is State.HAND_EDITED]
        assert {one.state for one in standings.plan(self.order, Silent()).results} == {State.UNCHANGED}
        names = [one.name for one in self.home.rglob("*") if one.name != again.RECORD]
        assert not [one for one in names if one.endswith(".part") or "docgen-" in one]

    def talk(self, number: int) -> None:
        """Let one talk more have been held."""
        semester = unfiled(a_semester(2))
        talks = tuple(
            Talk(held_on=date(2009, 3, 2 + day), talker="T0012", partners=("0810130012",), group="G01").at_row(day + 2)
            for day in range(number)
        )
        workbook.write(self.book, replace(semester, talks=talks))


def _set(path: Path, target: int) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["目标"]
    column = [cell.value for cell in sheet[1]].index("目标值") + 1
    sheet.cell(2, column).value = str(target)
    book.save(path)


@pytest.fixture(scope="module")
def pauses() -> Pauses:
    """How long each command works between one thing it does and the next: measured once for all signals."""
    return {}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    made = Folder(tmp_path_factory.mktemp("built"))
    workbook.write(made.book, unfiled(a_semester(2)))  # a plan that is filed would be held back when its data changes
    workbook.write_forms(made.book, made.home / "填报表", ("G01",))
    made.build()
    return made


@pytest.fixture
def folder(built: Folder, tmp_path: Path) -> Folder:
    return Folder(Path(shutil.copytree(built.home, tmp_path / "folder")))


SIGNALS = pytest.mark.parametrize("number", ENDINGS, ids=lambda one: one.name)
POSIX = pytest.mark.skipif(os.name != "posix", reason="the three signals are POSIX")


@pytest.mark.slow
@POSIX
@SIGNALS
def test_what_is_cut_short_at_any_moment_leaves_everything_whole(
    folder: Folder, number: signal.Signals, pauses: Pauses
) -> None:
    striker = Striker(number, pauses)
    sent = turn = 0
    known = set(folder.ledger.issued().values())
    while sent < KILLS - ARCHIVINGS:
        turn += 1
        assert turn < 10 + KILLS, "it comes to strike"
        for line in folder.commands(turn):
            sent += ended_well(striker.strike(*line), number)
            known = whole(folder, known)


def ended_well(ended: Ended, number: signal.Signals) -> bool:
    """Hold how a command ended against what it should say; return whether it was struck."""
    assert ended.code in (ENDINGS[number] if ended.was_struck else {0}), (ended.code, ended.said)
    assert "Traceback" not in ended.said, ended.said
    return ended.was_struck


def whole(folder: Folder, known: set[str]) -> set[str]:
    """Hold the folder against what must be true of it at any moment; return the numbers that are given."""
    assert folder.ledger.verify() == []
    given = [one.text for one in folder.ledger.register()]
    assert known <= set(given), "no number is lost"
    assert len(given) == len(set(given))
    numbers = sorted(int(text.partition("〕")[2].rstrip("号")) for text in given)
    assert numbers == list(range(1, len(numbers) + 1)), "no number is skipped"
    everything_opens(folder.home / "out")
    assert workbook.check(folder.book, Settings()).semester.programme is not None
    return set(given)


@pytest.mark.slow
@POSIX
@SIGNALS
def test_archiving_that_is_cut_short_at_any_moment_gives_every_item_its_number_once(
    built: Folder, tmp_path: Path, number: signal.Signals, pauses: Pauses
) -> None:
    striker = Striker(number, pauses)
    sent = semesters = 0
    while sent < ARCHIVINGS:
        semesters += 1
        assert semesters < 10 + ARCHIVINGS, "it comes to strike"
        folder = Folder(Path(shutil.copytree(built.home, tmp_path / str(semesters))))
        sealed: dict[str, int] = {}
        for talks in range(2):
            # A talk that came later: the second edition is a supplement of the first.
            folder.talk(talks + 1)
            line = ("archive", str(folder.book), "--engine", "embedded", "--quiet")
            ended = striker.strike(*line, *(["--supplement"] if talks else []))
            sent += ended_well(ended, number)
            whole(folder, set())
            assert sealed.items() <= _items(folder).items(), "what was sealed keeps its number"
            in_force = current(folder.home / "archive")
            assert in_force is None or examine(in_force).is_sound
            archiving.seal(folder.order, Silent(), supplement=bool(talks))
            before, sealed = len(sealed), _items(folder)
            assert sorted(sealed.values()) == list(range(1, len(sealed) + 1)), "no number is missing, none given twice"
            assert examine(folder.home / "archive").is_sound
        assert len(sealed) == before + 1
        shutil.rmtree(folder.home)


def _items(folder: Folder) -> dict[str, int]:
    return {name: item.no for name, item in folder.ledger.items().items()}
