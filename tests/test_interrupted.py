"""Ctrl-C, a polite kill and kill −9 at any moment of what writes: all that can be seen is whole, and the next run goes on.

``DOCGEN_KILLS`` says how many of each signal there are; the second tier's own number takes less than a minute.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from docgen import pipeline, workbook
from docgen.ledger import Ledger
from docgen.pipeline import Order, Silent, State, Target
from docgen.settings import Settings
from tests.semesters import a_semester
from tests.test_resume import everything_opens, unfiled

KILLS = int(os.environ.get("DOCGEN_KILLS", "6"))
TERM = "2008-2009-2"
STOPPED = 130
SIGNED = "G01-共勉计划备案表"


@dataclass(frozen=True, slots=True)
class Folder:
    """A semester that was built, with a form that came back."""

    home: Path

    @property
    def book(self) -> Path:
        return self.home / "台账.xlsx"

    @property
    def ledger(self) -> Ledger:
        programme = a_semester(2).programme
        assert programme is not None
        return Ledger(self.home / "ledger.db", programme.general_branch, TERM)

    def commands(self, turn: int) -> Iterator[tuple[str, ...]]:
        """Yield what writes into the folder, with something new to do at each turn."""
        book = str(self.book)
        self.answer(turn)
        yield "collect", "merge", book, str(self.home / "填报表")
        yield "build", book, "--engine", "embedded", "--to", "docx" if turn % 3 else "bundle", "--quiet"
        yield "sign", "G01", "plan", "--workbook", book
        yield "unsign", "G01", "plan", "--why", "误签", "--workbook", book
        if turn % 4 == 0:
            number = self.ledger.issued().get("G02")
            yield "void", str(number), "--why", "重号", "--workbook", book

    def answer(self, turn: int) -> None:
        """Let the group's form say something else than at the turn before."""
        form = next((self.home / "填报表").glob("*.xlsx"))
        filled = openpyxl.load_workbook(form)
        sheet = filled["目标"]
        column = [cell.value for cell in sheet[1]].index("目标值") + 1
        sheet.cell(2, column).value = str(60 + turn)
        filled.save(form)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path)
    workbook.write(made.book, unfiled(a_semester(2)))  # a plan that is filed would be held back when its data changes
    workbook.write_forms(made.book, tmp_path / "填报表", ("G01",))
    pipeline.build(Order(made.book, engine="embedded", to=Target.DOCX), Silent())
    return made


def cut_short(line: tuple[str, ...], number: signal.Signals, seconds: float) -> tuple[int, bytes, bool]:
    """Start a command and send it a signal; return its exit code, what it said, and whether it was still at work."""
    with subprocess.Popen(
        [sys.executable, "-m", "docgen", *line], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        time.sleep(seconds)
        at_work = process.poll() is None
        process.send_signal(number)
        _nothing, said = process.communicate(timeout=60)
        return process.returncode, said, at_work


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="the three signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_what_was_cut_short_at_any_moment_left_everything_whole(folder: Folder, number: signal.Signals) -> None:
    chance = random.Random(int(number))
    sent = at_work = turn = 0
    known: set[str] = set(folder.ledger.issued().values())
    while sent < KILLS:
        turn += 1
        for line in folder.commands(turn):
            code, said, was_at_work = cut_short(line, number, chance.uniform(0.2, 2.5))
            sent, at_work = sent + 1, at_work + was_at_work
            # What is cut short before Python has come to docgen is Python's to tell.
            assert b"in main" not in said, said.decode()
            if was_at_work and number is not signal.SIGKILL and b"Traceback" not in said:
                assert code in (STOPPED, 0, 3, 9, 10, -number), (line, code, said.decode())
            known = whole(folder, known)
        outcome = pipeline.build(Order(folder.book, engine="embedded", to=Target.DOCX), Silent())
        assert not outcome.broken, outcome.broken
        assert not [one for one in outcome.results if one.state is State.HAND_EDITED]
        assert not list(folder.home.rglob("*.part"))
    assert at_work > KILLS // 2, "most were cut short while they worked"


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
