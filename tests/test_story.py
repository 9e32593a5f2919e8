"""The mid-term story, through the commands: signed, scanned, a member leaves, a target revised, groups merged and gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from docgen import messages, workbook
from docgen.cli import run
from docgen.field import Change, GroupState, Semester, Talk
from docgen.semesters.registry import ledger_of
from tests.semesters import a_semester, changed


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


class Clerk:
    """A clerk in a semester's folder: she changes the workbook and types commands."""

    def __init__(self, folder: Path, semester: Semester, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.semester, self.capsys = folder, semester, capsys
        self.book = folder / "台账.xlsx"
        self.frozen: dict[str, bytes] = {}
        self.save(semester)

    def save(self, semester: Semester) -> None:
        self.semester = semester
        workbook.write(self.book, semester)

    def types(self, *words: str, expect: int = 0) -> str:
        code = run([*words, "--lang", "en"])
        said = self.capsys.readouterr()
        assert code == expect, said.out + said.err
        return said.out + said.err

    def builds(self, expect: int = 0) -> dict[str, str]:
        self.types("build", str(self.book), "--engine", "embedded", "--to", "pdf", "--quiet", expect=expect)
        for name, content in self.frozen.items():
            for path in self.folder.glob(f"out/*/{name}"):
                assert path.read_bytes() == content, f"{name} was signed"
        return {paper["name"]: paper["state"] for paper in self.report()["papers"]}

    def report(self) -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = json.loads((self.folder / "out/report.json").read_text("utf-8"))
        return found

    def signs(self, key: str, kind: str, *more: str) -> None:
        self.types("sign", key, kind, "--workbook", str(self.book), *more)
        for path in self.folder.glob(f"out/*/{key}-*{kind}.*"):
            self.frozen[path.name] = path.read_bytes()

    def explains(self, group: str, on: date, matter: str, before: str, after: str) -> None:
        row = Change(group=group, changed_on=on, matter=matter, before=before, after=after, reason="组内商议同意")
        rows = (*self.semester.changes, row.at_row(len(self.semester.changes) + 2))
        self.save(replace(self.semester, changes=rows))


@pytest.mark.slow
def test_half_a_semester_from_signing_to_a_late_change_after_archiving(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk = Clerk(tmp_path, a_semester(5), capsys)
    assert set(clerk.builds().values()) == {"made"}

    # Signed; the scan comes back.
    scan = tmp_path / "手机拍的.png"
    Image.new("L", (600, 800), 240).save(scan)
    clerk.signs("G01", "共勉协议书", "--scan", str(scan))
    for group in ("G01", "G02", "G05"):
        clerk.signs(group, "共勉计划备案表")
    clerk.signs("G02", "共勉协议书")
    assert (tmp_path / "扫描件/G01/G01-共勉协议书.png").read_bytes() == scan.read_bytes()
    states = clerk.builds()
    assert states["G01-共勉协议书"] == states["G02-共勉计划备案表"] == "signed"
    assert states["G03-共勉协议书"] == "unchanged"

    # A member leaves: the agreement that they signed stays, nothing is asked for.
    clerk.save(changed(clerk.semester, "memberships", 1, left_on=date(2009, 5, 4), leaving_reason="转学"))
    assert clerk.builds()["G01-共勉协议书"] == "signed"

    # A target is revised without a word: refused with cell and both values, until 变更 explains it.
    place = next(n for n, goal in enumerate(clerk.semester.goals) if goal.person == "0810130021")
    clerk.save(changed(clerk.semester, "goals", place, target="10"))
    states = clerk.builds(expect=10)
    assert states["G02-共勉协议书"] == states["G02-共勉计划备案表"] == "held-back"
    reason = next(paper["reason"] for paper in clerk.report()["papers"] if paper["name"] == "G02-共勉协议书")
    assert f"目标 row {place + 2} 目标值 8 → 10" in reason
    clerk.explains("G02", date(2009, 5, 6), "调整目标值", "班级第8名", "班级第10名")
    states = clerk.builds()
    assert states["G02-共勉协议书"] == states["G02-共勉计划备案表"] == "signed"
    assert states["G02-变更1-变更备案表"] == "made"

    # Two groups merge, one is withdrawn: their numbers are void, what was signed stays, the rest is no more.
    merged = changed(clerk.semester, "groups", 4, state=GroupState.MERGED, merged_into="G02")
    clerk.save(changed(merged, "groups", 3, state=GroupState.WITHDRAWN))
    clerk.explains("G05", date(2009, 5, 8), "小组并入", "独立开展活动", "并入第2共勉小组")
    clerk.explains("G04", date(2009, 5, 8), "小组撤销", "两人结对", "撤销")
    states = clerk.builds()
    assert states["G05-共勉计划备案表"] == "signed"
    assert {"G05-变更1-变更备案表", "G04-变更1-变更备案表"} <= states.keys()
    assert not {"G05-共勉协议书", "G04-共勉协议书", "G04-共勉计划备案表"} & states.keys()
    assert not list(tmp_path.glob("out/*/G04-共勉*"))
    register = clerk.types("ledger", "list", "--workbook", str(clerk.book))
    assert "影艺共勉〔2009〕5号  G05  void: 已并入G02" in register
    assert "影艺共勉〔2009〕4号  G04  void: 已撤销" in register

    # The report is signed, the semester archived; then somebody brings a talk, and a change.
    clerk.signs("全系", "活动工作总结")
    archive = ("archive", str(clerk.book), "--engine", "embedded", "--quiet")
    clerk.types(*archive)
    before = ledger_of(clerk.book).items()
    numbers = sorted(item.no for item in before.values())
    assert numbers == list(range(1, len(before) + 1))
    talk = Talk(held_on=date(2009, 6, 30), talker="T0012", partners=("0810130021",), group="G02", topic="补录")
    clerk.save(replace(clerk.semester, talks=(*clerk.semester.talks, talk.at_row(len(clerk.semester.talks) + 2))))
    states = clerk.builds()
    assert states["全系-活动工作总结"] == "signed"
    late = [name for name, state in states.items() if state == "made"]
    # The talk, the month's bulletin, the record of the activist who was talked with, and the roll, which names who leads
    # the talks.
    assert sorted(name.rpartition("-")[2] for name in late) == [
        "交流谈话记录表", "活动简报", "积极分子和发展对象名册", "积极分子培养考察登记表",
    ]  # fmt: skip
    clerk.explains("G01", date(2009, 7, 1), "调整交流方式", "每两周面谈一次", "每周面谈一次")
    clerk.builds()
    assert "supplement" in clerk.types(*archive, expect=8)
    clerk.types(*archive, "--supplement")
    after = ledger_of(clerk.book).items()
    assert before.items() <= after.items(), "nothing is renumbered"
    new = {name: item.no for name, item in after.items() if name not in before}
    assert sorted(new.values()) == [len(before) + 1, len(before) + 2, len(before) + 3]
    kept = {"全系-积极分子和发展对象名册", "全系-第1期-活动简报"}
    assert new.keys() == {"G01-变更1-变更备案表", *late} - kept, "the roll and the bulletin were archived as they were"
    clerk.types("verify", str(tmp_path / "archive"))
    clerk.types("ledger", "verify", "--workbook", str(clerk.book))
    assert len(clerk.frozen) == 12
    for name, content in clerk.frozen.items():
        assert (tmp_path / "签署件" / name).read_bytes() == content
