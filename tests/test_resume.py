"""Killed at any moment, the next run completes: every file that can be seen is whole, no number is lost or doubled."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pypdfium2
import pytest

from docgen import pipeline, workbook
from docgen.archives import current
from docgen.field import Semester, Talk
from docgen.ledger import Ledger, Wanted
from docgen.pipeline import Order, Silent, State, Target
from docgen.sealing.examining import examine
from tests.semesters import a_semester, changed

RUNS, ARCHIVINGS = int(os.environ.get("DOCGEN_KILLS", "20")), 4
FORM = "{prefix}〔{year}〕{no}号"


def command(book: Path, to: str) -> list[str]:
    return [sys.executable, "-m", "docgen", "build", str(book), "--engine", "embedded", "--to", to, "--quiet"]


def killed_after(seconds: float, line: list[str]) -> bool:
    """Start a command and kill it with −9; return whether it was still at work."""
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        at_work = process.poll() is None
        process.send_signal(signal.SIGKILL)
    return at_work


def everything_opens(out: Path) -> None:
    for path in out.rglob("*"):
        if path.is_dir() or any(part.startswith(".docgen-work") for part in path.parts) or path.name.endswith(".part"):
            continue
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                assert package.testzip() is None, path
        elif path.suffix == ".pdf":
            document = pypdfium2.PdfDocument(path)
            assert len(document) > 0, path
            document.close()
        elif path.suffix == ".json":
            json.loads(path.read_bytes())


def unfiled(semester: Semester) -> Semester:
    """The semester before its plans were filed: until then they may change."""
    return replace(semester, groups=tuple(group.model_copy(update={"filed_on": None}) for group in semester.groups))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill −9 is a POSIX word")
def test_runs_killed_at_random_moments_leave_nothing_half_done(tmp_path: Path) -> None:
    chance = random.Random(7)
    book = tmp_path / "台账.xlsx"
    semester = unfiled(a_semester(2))
    workbook.write(book, semester)
    at_work = 0
    known: dict[str, str] = {}
    for run in range(RUNS):
        # Each time something else is new, so that each run has to fill, convert, merge and record.
        semester = changed(semester, "goals", run % 16, target=str(run + 1))
        workbook.write(book, semester)
        to = "bundle" if run % 2 else "pdf"
        at_work += killed_after(chance.uniform(0.3, 4.0 if run % 2 else 2.5), command(book, to))
        if (tmp_path / "out").exists():
            everything_opens(tmp_path / "out")
        ledger = Ledger(tmp_path / "ledger.db", semester.programme.general_branch, "2008-2009-2")  # type: ignore[union-attr]
        assert not ledger.path.exists() or ledger.verify() == []
        numbers = ledger.issued()
        assert known.items() <= numbers.items(), "no number is lost or changed"
        assert len(set(numbers.values())) == len(numbers)
        known = numbers
        outcome = pipeline.build(Order(book, engine="embedded", to=Target(to)), Silent())
        assert not outcome.broken, outcome.broken
        assert not [one for one in outcome.results if one.state is State.HAND_EDITED]
        everything_opens(tmp_path / "out")
        left = {path.name for path in (tmp_path / "out").iterdir()}
        assert left <= {"word", "pdf", "草稿-合订本.pdf", "report.json", "build.log"}
        assert outcome.numbers == {"G01": "影艺共勉〔2009〕1号", "G02": "影艺共勉〔2009〕2号"}
        known = outcome.numbers
        again = pipeline.plan(Order(book, engine="embedded", to=Target(to)), Silent())
        assert {one.state for one in again.results} == {State.UNCHANGED}
    assert at_work > RUNS // 2, "most were killed while they worked"


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="kill −9 is a POSIX word")
def test_archiving_killed_at_random_moments_gives_every_item_its_number_once(tmp_path: Path) -> None:
    chance = random.Random(22)
    book = tmp_path / "台账.xlsx"
    semester = unfiled(a_semester(2))
    branch = semester.programme.general_branch  # type: ignore[union-attr]
    ledger = Ledger(tmp_path / "ledger.db", branch, "2008-2009-2")
    archive = [sys.executable, "-m", "docgen", "archive", str(book), "--engine", "embedded", "--quiet"]
    at_work = first = 0
    sealed: dict[str, int] = {}
    for run in range(ARCHIVINGS):
        # Each time a talk that came later: each edition is a supplement of the one before.
        talk = Talk(held_on=date(2009, 3, 20 + run), talker="T0012", partners=("0810130012",), group="G01")
        semester = replace(semester, talks=(*semester.talks, talk.at_row(run + 2)))
        workbook.write(book, semester)
        more = ["--supplement"] if run else []
        for _kill in range(2):
            at_work += killed_after(chance.uniform(0.5, 6.0), archive + more)
            assert not ledger.path.exists() or ledger.verify() == []
            given = {name: item.no for name, item in ledger.items().items()}
            assert sealed.items() <= given.items(), "what was sealed keeps its number"
            in_force = current(tmp_path / "archive")
            if in_force is not None:
                assert examine(in_force).is_sound
        if not pipeline.seal(Order(book, engine="embedded"), Silent(), supplement=bool(run)).is_new:
            assert current(tmp_path / "archive"), "the kill came after the edition was published"
        sealed = {name: item.no for name, item in ledger.items().items()}
        assert sorted(sealed.values()) == list(range(1, len(sealed) + 1)), "no number is missing, none given twice"
        assert examine(tmp_path / "archive").is_sound
        first = first or len(sealed)
    assert len(sealed) == first + ARCHIVINGS - 1
    assert at_work > ARCHIVINGS, "most were killed while they worked"


def test_files_filled_but_not_recorded_are_not_taken_for_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    order = Order(book, engine="embedded", to=Target.DOCX)
    pipeline.build(order, Silent())
    workbook.write(book, changed(a_semester(1), "goals", 0, target="5"))

    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr("docgen.ledger.papers.record", cut)
        with pytest.raises(KeyboardInterrupt):
            pipeline.build(order, Silent())
    workbook.write(book, changed(a_semester(1), "goals", 0, target="6"))
    states = {one.name: one.state for one in pipeline.build(order, Silent()).results}
    assert states["G01-共勉协议书"] is State.MADE
    assert State.HAND_EDITED not in states.values()
    word = tmp_path / "out/word/G01-共勉协议书.docx"
    word.write_bytes(word.read_bytes() + b"\0")
    states = {one.name: one.state for one in pipeline.build(order, Silent()).results}
    assert states["G01-共勉协议书"] is State.HAND_EDITED, "an edit is still an edit"


@pytest.mark.slow
def test_what_a_killed_run_left_half_done_is_swept(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    left = [tmp_path / "out/word/.G01.docx.77.part", tmp_path / "out/.docgen-work-77/pdf/x.pdf"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    pipeline.build(replace(Order(book, engine="embedded"), to=Target.DOCX), Silent())
    assert not any(path.exists() for path in left)


def issue_many(path: str, worker: int, count: int) -> list[str]:
    ledger = Ledger(Path(path), "影视艺术系党总支", f"clerk-{worker}")
    return [ledger.reserve("影艺共勉", 2009, FORM, [Wanted(f"G{n}")])[f"G{n}"] for n in range(count)]


@pytest.mark.slow
def test_four_processes_issue_a_thousand_numbers_each_without_gap_or_double(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        given = [number for part in pool.map(issue_many, [path] * 4, range(4), [1000] * 4) for number in part]
    assert sorted(given) == sorted(f"影艺共勉〔2009〕{no}号" for no in range(1, 4001))
    assert Ledger(Path(path), "影视艺术系党总支", "clerk-0").verify() == []
