"""A build that changes nothing: said at once, word for word as a whole build says it; whatever has changed is built."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from PIL import Image

import docgen
from docgen import cli, messages, resources, workbook
from docgen.making.order import Order, Outcome, Result, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import again as at_once
from tests import semesters
from tests.semesters import changed
from tests.test_own_kinds import a_desk

ENGLISH = re.compile("[a-z]{2} [a-z]")
TEMPLATE = ("the template has changed",)
AGREEMENT, PLAN = "G01-共勉协议书", "G01-共勉计划备案表"

pytestmark = pytest.mark.usefixtures("english")


class Steps(Silent):
    """Hears which steps a run takes."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def step(self, name: str, total: int = 0) -> None:
        """Note it."""
        self.heard.append(name)


def built(book: Path, **asked: Any) -> tuple[Outcome, bool]:
    """Build; return what is answered, and whether the workbook was read for it."""
    steps = Steps()
    outcome = at_once.build(replace(Order(book, engine="embedded"), **asked), steps)
    return outcome, "read" in steps.heard


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.run(list(arguments))
    return code, capsys.readouterr().out


def told(book: Path) -> dict[str, Any]:
    """The report of the last run, but for its time."""
    report: dict[str, Any] = json.loads((book.parent / "out/report.json").read_bytes())
    return report | {"at": ""}


def forget(book: Path) -> None:
    (book.parent / "out" / at_once.RECORD).unlink()


def test_nothing_changed_is_said_at_once_and_as_a_whole_build_says_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, semesters.a_semester(3))
    first, was_read = built(book, to=Target.DOCX)
    assert was_read
    assert {one.state for one in first.results} == {State.MADE}
    assert first.problems, "what is remarked is to be said again"
    again, was_read = built(book, to=Target.DOCX)
    assert not was_read
    assert {one.state for one in again.results} == {State.UNCHANGED}
    report = told(book)
    said = printed(capsys, "build", str(book), "--to", "docx", "--engine", "embedded", "--quiet")
    forget(book)
    whole, was_read = built(book, to=Target.DOCX)
    assert was_read
    assert (again, report) == (whole, told(book))
    forget(book)
    assert said == printed(capsys, "build", str(book), "--to", "docx", "--engine", "embedded", "--quiet")
    log = (book.parent / "out/build.log").read_text("utf-8")
    assert log.count("unchanged") == 4, "each run has its entry in the log"


@pytest.mark.slow
def test_the_answer_of_a_run_that_would_change_nothing_needs_no_model(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, semesters.a_semester(1))
    built(book, to=Target.DOCX)
    code = (
        "import sys; from docgen import cli; cli.run(sys.argv[1:]);"
        "print({'pydantic', 'lxml', 'docgen.documents', 'docgen.workbook'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code, "build", str(book), "--to", "docx", "--engine", "embedded", "--quiet"]
    # Two runs: the first in this language, whose answer the second may give.
    runs = [subprocess.run(command, capture_output=True, check=True, text=True) for _run in range(2)]
    assert runs[1].stdout.endswith("\nset()\n")


@pytest.mark.slow
def test_a_build_that_made_not_all_is_made_again(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, changed(semesters.a_semester(2), "goals", 0, target=None))
    outcome, _was_read = built(book, to=Target.DOCX)
    assert outcome.broken
    assert built(book, to=Target.DOCX)[1]


@pytest.mark.slow
def test_what_is_not_as_a_run_wrote_it_down_is_no_answer(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, semesters.a_semester(1))
    built(book, to=Target.DOCX)
    last = tmp_path / "out" / at_once.RECORD
    whole = last.read_bytes()
    wrongs = {
        "empty": b"",
        "cut off": whole[:-99],
        "edited by hand": whole.replace(b'"unchanged"', b'"signed"', 1),
        "of another type": whole.replace(b'"numbers": {', b'"numbers": 9, "no": {', 1),
        "deep": b"[" * 100_000,
        "no text": bytes(range(256)),
    }
    for what, wrong in wrongs.items():
        assert wrong != whole
        last.write_bytes(wrong)
        outcome, was_read = built(book, to=Target.DOCX)
        assert was_read, what
        assert not outcome.broken
        assert not built(book, to=Target.DOCX)[1]


@pytest.mark.slow
def test_a_run_that_cannot_write_down_what_it_rested_on_is_whole(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, semesters.a_semester(1))
    (tmp_path / "out" / at_once.RECORD).mkdir(parents=True)
    outcome, was_read = built(book, to=Target.DOCX)
    assert was_read
    assert not outcome.broken


@pytest.mark.slow
def test_templates_that_were_named_and_are_gone_are_missed(tmp_path: Path) -> None:
    book, own = tmp_path / "台账.xlsx", tmp_path / "模板"
    workbook.write(book, semesters.a_semester(1))
    own.mkdir()
    for _run in range(2):
        _outcome, was_read = built(book, to=Target.DOCX, templates=own)
    assert not was_read
    own.rmdir()
    with pytest.raises(docgen.InputError, match="no such folder of templates"):
        built(book, to=Target.DOCX, templates=own)


@pytest.mark.slow
def test_a_paper_made_no_longer_is_taken_away_once_it_is_as_docgen_left_it(tmp_path: Path) -> None:
    book, gone = tmp_path / "台账.xlsx", tmp_path / f"out/word/{AGREEMENT.replace('G01', 'G02')}.docx"
    workbook.write(book, semesters.a_semester(2))
    built(book, to=Target.DOCX)
    whole = gone.read_bytes()
    gone.write_bytes(whole + b"\n")
    workbook.write(book, semesters.a_semester(1))
    for _run in range(2):
        _outcome, was_read = built(book, to=Target.DOCX)
    assert not was_read
    assert gone.exists()
    gone.write_bytes(whole)
    assert built(book, to=Target.DOCX)[1]
    assert not gone.exists()


@pytest.mark.parametrize("asked", [{"force": True}, {"preview": True, "to": Target.PDF}, {"copy": docgen.Copy.PUBLIC}])
@pytest.mark.slow
def test_what_is_made_each_time_is_made_each_time(tmp_path: Path, asked: dict[str, Any]) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, semesters.a_semester(1))
    for _run in range(2):
        assert built(book, **asked)[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that was built up to its bundle, with a paper of the clerk's own that has a picture."""
    schema = {
        "x-docgen": {"title": "登记表", "per": "row", "order": 40, "pages": [1, 1]},
        "type": "object",
        "properties": {
            "小组": {"type": "object", "x-docgen": "小组", "properties": {"小组名称": {"type": "string"}}},
            "照片": {"type": "string"},
            "底片": {"type": "string"},
        },
        "required": ["小组"],
    }
    home = tmp_path_factory.mktemp("made")
    rows = (("小组", "照片", "底片"), ("G01", "甲.png", "底片.png"))
    book = a_desk(home, rows, json.dumps(schema, ensure_ascii=False), name="登记表")
    document = docx.Document()
    document.add_paragraph('{{ 照片 | 图片("25mm", "35mm") }}')
    document.add_paragraph("{{ 小组.小组名称 }}")
    document.save(str(home / "templates/登记表.docx"))
    a_picture(home, "甲.png", 120)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DOCGEN_FONTS", "")
        built(book)
    return book


def a_picture(home: Path, name: str, grey: int) -> None:
    Image.new("L", (50, 70), grey).save(home / name)


def a_cell(home: Path) -> None:
    sheets = openpyxl.load_workbook(home / "台账.xlsx")
    sheet = sheets["学期"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "彰显办学特色，践行科学管理，提高办学质量":
                cell.value = "彰显特色"
    sheets.save(home / "台账.xlsx")


def a_template(home: Path) -> None:
    document = docx.Document(str(resources.templates() / "agreement.docx"))
    document.add_paragraph("另纸附后。")
    document.save(str(home / "templates/agreement.docx"))


def a_block(home: Path, words: str) -> None:
    (home / "templates/共用").mkdir(exist_ok=True)
    document = docx.Document()
    document.add_paragraph(words)
    document.save(str(home / "templates/共用/附注.DOCX"))


def a_template_with_a_block(home: Path) -> None:
    a_block(home, "附一页。")
    document = docx.Document(str(resources.templates() / "agreement.docx"))
    document.add_paragraph('{{p 块("共用/附注.DOCX") }}')
    document.save(str(home / "templates/agreement.docx"))


def a_scan_that_leads_round(home: Path) -> None:
    (home / "扫描件").mkdir()
    (home / "扫描件/环.png").symlink_to("环.png")


def a_program(home: Path) -> None:
    """Another agreement comes with the program."""
    a_template(home)
    shutil.copytree(resources.templates(), home / "official")
    shutil.move(home / "templates/agreement.docx", home / "official/agreement.docx")
    resources.templates = lambda: home / "official"


def a_row_by_another_program(home: Path) -> None:
    with closing(sqlite3.connect(home / "ledger.db")) as connection, connection:
        connection.execute("UPDATE paper SET pages = 9 WHERE name = ?", (AGREEMENT,))


def a_neighbour(home: Path) -> None:
    shutil.copytree(home, home.parent / "二", ignore=shutil.ignore_patterns("out"))


def a_scan(home: Path) -> None:
    (home / "扫描件/G01").mkdir(parents=True)
    a_picture(home / "扫描件/G01", f"{AGREEMENT}.png", 200)


def an_edit(home: Path) -> None:
    document = docx.Document(str(home / f"out/word/{AGREEMENT}.docx"))
    document.add_paragraph("手写一句。")
    document.save(str(home / f"out/word/{AGREEMENT}.docx"))


def more(path: str) -> Callable[[Path], object]:
    return lambda home: (home / path).write_bytes((home / path).read_bytes() + b"\n")


def gone(path: str) -> Callable[[Path], object]:
    return lambda home: (home / path).unlink()


def text(path: str, content: str) -> Callable[[Path], object]:
    return lambda home: (home / path).write_text(content, encoding="utf-8")


CHANGES: dict[str, tuple[Callable[[Path], object], Callable[[Outcome], object]]] = {
    "a cell": (a_cell, lambda said: why(said, "全系-活动工作总结")),
    "a setting": (
        text("docgen.toml", '[titles]\nagreement = "结对协议书"\n'),
        lambda said: of(said, "G01-结对协议书").state is State.MADE,
    ),
    "a template of one's own": (a_template, lambda said: why(said, AGREEMENT) == TEMPLATE),
    "a block in a folder below the templates": (
        lambda home: a_block(home, "另纸附后。"),
        lambda said: why(said, AGREEMENT) == TEMPLATE,
    ),
    "a template that comes with the program": (a_program, lambda said: why(said, AGREEMENT) == TEMPLATE),
    "a schema of one's own": (
        lambda home: edited(home / "templates/登记表.schema.json", '"title": "登记表"', '"title": "登记簿"'),
        lambda said: of(said, "G01-1-登记簿").state is State.MADE,
    ),
    "a picture": (
        lambda home: a_picture(home, "甲.png", 90),
        lambda said: why(said, "G01-1-登记表") == ("the picture 甲.png has changed",),
    ),
    "a picture that only a cell names": (
        lambda home: a_picture(home, "底片.png", 90),
        lambda said: not any(one.kind == "missing-picture" for one in said.problems),
    ),
    "a Word file is gone": (
        gone(f"out/word/{AGREEMENT}.docx"),
        lambda said: why(said, AGREEMENT) == ("its Word file is gone",),
    ),
    "a PDF is gone": (gone(f"out/pdf/{PLAN}.pdf"), lambda said: why(said, PLAN) == ("its PDF is gone",)),
    "a Word file was edited": (an_edit, lambda said: of(said, AGREEMENT).state is State.HAND_EDITED),
    "a PDF was edited": (more(f"out/pdf/{PLAN}.pdf"), lambda said: why(said, PLAN) == ("its PDF was changed by hand",)),
    "the bundle was edited": (more("out/草稿-合订本.pdf"), lambda said: said.work["bundled"] == 1),
    "a paper was signed": (
        lambda home: docgen.sign_one(home / "台账.xlsx", "G01", "agreement"),
        lambda said: of(said, AGREEMENT).state is State.SIGNED,
    ),
    "a number was voided": (
        lambda home: docgen.void(home / "台账.xlsx", "影艺共勉〔2009〕1号", "写错"),
        lambda said: said.numbers["G01"] == "影艺共勉〔2009〕4号",
    ),
    "a scan lies there": (a_scan, lambda said: said.locked == (AGREEMENT,)),
    "a link that leads round": (a_scan_that_leads_round, lambda said: not said.broken),
    "another program wrote into the ledger": (a_row_by_another_program, lambda said: of(said, AGREEMENT).pages == 9),
    "a ledger stands beside it": (a_neighbour, lambda said: not said.broken),
    "the language": (
        lambda _home: messages.set_language("zh"),
        lambda said: not ENGLISH.search(said.problems[0].message),
    ),
    "where fonts are": (lambda home: os.environ.update(DOCGEN_FONTS=str(home)), lambda said: not said.broken),
}


DRAWN = (
    *("a PDF is gone", "a PDF was edited", "the bundle was edited", "a paper was signed", "a scan lies there"),
    "another program wrote into the ledger",
)
"""Changes that are seen where PDFs are made."""


@pytest.mark.slow
@pytest.mark.parametrize("what", CHANGES)
def test_what_a_run_rests_on_has_changed_and_all_is_built(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    change, is_seen = CHANGES[what]
    home = tmp_path / "s/一"
    shutil.copytree(made.parent, home)
    book = home / "台账.xlsx"
    monkeypatch.setattr(resources, "templates", resources.templates)  # what a change sets is set back
    monkeypatch.setenv("DOCGEN_FONTS", "")
    to = Target.BUNDLE if what in DRAWN else Target.DOCX
    if "block" in what:
        a_template_with_a_block(home)
    built(book, to=to)  # it lies elsewhere now
    assert not built(book, to=to)[1]
    change(home)
    outcome, was_read = built(book, to=to)
    assert was_read
    assert is_seen(outcome)


def of(outcome: Outcome, name: str) -> Result:
    return next(one for one in outcome.results if one.name == name)


def why(outcome: Outcome, name: str) -> tuple[str, ...]:
    assert of(outcome, name).state is State.MADE
    return of(outcome, name).why


def edited(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.slow
def test_another_wish_is_another_answer(made: Path) -> None:
    asked: list[dict[str, Any]] = [
        {"to": Target.PDF},
        {"to": Target.DOCX},
        {"kinds": ("plan",)},
        {"groups": ("G01",)},
        {},
    ]
    for wish in asked:
        outcome, was_read = built(made, **wish)
        assert was_read, wish
        again, was_read = built(made, **wish)
        assert not was_read, wish
        assert [(one.name, one.pdf) for one in again.results] == [(one.name, one.pdf) for one in outcome.results]
        assert (again.bundle, again.engine) == (outcome.bundle, outcome.engine)
