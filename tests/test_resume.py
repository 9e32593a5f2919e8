"""What a killed run leaves, and the next one makes of it: whole files, no edit that nobody made, no number lost or doubled.

Runs that are killed at any moment: ``test_interrupted.py``.
"""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import pypdfium2
import pytest

from docgen import workbook
from docgen.field import Semester
from docgen.ledger import Ledger, Wanted
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from tests.semesters import a_semester, changed

FORM = "{prefix}〔{year}〕{no}号"


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
def test_files_filled_but_not_recorded_are_not_taken_for_edited_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    order = Order(book, engine="embedded", to=Target.DOCX)
    building.build(order, Silent())
    workbook.write(book, changed(a_semester(1), "goals", 0, target="5"))

    def cut(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as power:
        power.setattr("docgen.ledger.papers.record", cut)
        with pytest.raises(KeyboardInterrupt):
            building.build(order, Silent())
    workbook.write(book, changed(a_semester(1), "goals", 0, target="6"))
    states = {one.name: one.state for one in building.build(order, Silent()).results}
    assert states["G01-共勉协议书"] is State.MADE
    assert State.HAND_EDITED not in states.values()
    word = tmp_path / "out/word/G01-共勉协议书.docx"
    word.write_bytes(word.read_bytes() + b"\0")
    states = {one.name: one.state for one in building.build(order, Silent()).results}
    assert states["G01-共勉协议书"] is State.HAND_EDITED, "an edit is still an edit"


@pytest.mark.slow
def test_what_a_killed_run_left_half_done_is_swept(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    left = [tmp_path / "out/word/.G01.docx.77.part", tmp_path / "out/.docgen-work-77/pdf/x.pdf"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    building.build(replace(Order(book, engine="embedded"), to=Target.DOCX), Silent())
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
