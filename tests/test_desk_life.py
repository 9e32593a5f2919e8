"""The window after the papers are made: signed and taken back, tried out and archived, found and counted; begun anew."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest

from docgen import resources, workbook
from docgen.folder import WORKBOOK, Folder
from docgen.settings import FILE_NAME, load
from tests.desks import Client, desk, ended
from tests.semesters import a_semester, changed
from tests.test_desk import NAME

AGREEMENT, PLAN = "G01-共勉协议书", "G01-共勉计划备案表"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "semesters"
    (folder / NAME).mkdir(parents=True)
    workbook.write(folder / NAME / WORKBOOK, a_semester(1, talks=True))
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    with desk(folder) as client:
        yield client


@pytest.fixture(scope="module", autouse=True)
def _made(client: Client) -> None:
    ended(client, client.post("s", NAME, "build"))


def test_what_waits_for_a_signature_is_ticked_and_signed_and_taken_back_with_a_reason(client: Client) -> None:
    assert f'value="{PLAN}"' in client.get("s", NAME, "sign").text
    page = ended(client, client.post("s", NAME, "sign", "ticked", paper=[PLAN]))
    assert PLAN in page.words
    assert f'value="{PLAN}"' not in client.get("s", NAME, "sign").text
    without = client.post("s", NAME, "unsign", paper=PLAN, why="", here="/")
    assert without.status == 409 and "原因" in without.words
    page = client.post("s", NAME, "unsign", paper=PLAN, why="勾错了", here=f"/s/{NAME}/sign")
    assert f'value="{PLAN}"' in page.text
    assert client.post("s", NAME, "sign", "ticked").status == 409


@pytest.mark.slow
def test_what_was_signed_and_changed_since_waits_for_a_row_that_explains_it(client: Client, folder: Path) -> None:
    assert "签署后有改动" not in client.get("s", NAME, "sign").words
    ended(client, client.post("s", NAME, "sign", "ticked", paper=[PLAN]))
    book = folder / NAME / WORKBOOK
    before = book.read_bytes()
    workbook.write(book, changed(a_semester(1, talks=True), "goals", 0, target="5"))
    try:
        page = client.get("s", NAME, "sign")
        assert "签署后有改动（1 份）" in page.words and PLAN in page.words and "目标值 8 → 5" in page.words
        assert "签署后有改动" in client.get("s", NAME, "paper", PLAN).words
        assert "有 1 份已签署文件与台账不一致" in client.get("s", NAME).words
    finally:
        book.write_bytes(before)
    assert "签署后有改动" not in client.get("s", NAME, "sign").words
    client.post("s", NAME, "unsign", paper=PLAN, why="试一试", here="/")


@pytest.mark.slow
def test_a_pile_of_scans_is_sorted_shown_corrected_and_confirmed(client: Client, folder: Path, tmp_path: Path) -> None:
    pdf = Folder(folder / NAME / WORKBOOK).output.pdf_of(AGREEMENT)
    known, strange = tmp_path / f"{AGREEMENT}.pdf", tmp_path / "扫描0001.pdf"
    known.write_bytes(pdf.read_bytes())
    strange.write_bytes(pdf.read_bytes())
    pile = re.findall(r"scans\?pile=([0-9a-f]+)", client.get("s", NAME, "sign").text)[0]
    for file in (known, strange):
        assert client.send("s", NAME, "scans", file=file, pile=pile).status == 200
    page = ended(client, client.post("s", NAME, "pile", pile, "sort"))
    page = client.get("s", NAME, "pile", pile)
    assert f'value="{AGREEMENT}" checked' in page.text
    page = ended(client, client.post("s", NAME, "pile", pile, "sign", paper=[AGREEMENT]))
    assert AGREEMENT in page.words
    assert any(Folder(folder / NAME / WORKBOOK).scans.rglob("*共勉协议书*"))


def test_a_pile_takes_no_name_that_leads_elsewhere(client: Client, tmp_path: Path) -> None:
    for name in ("..%2F..%2Fevil.pdf", "..\\evil.pdf", ".hidden.pdf", "a<b>.pdf", ""):
        answer = client.ask("POST", f"/s/{NAME}/scans?pile={'0' * 16}&name={name}", b"x")
        assert answer.status == 200
    assert client.ask("POST", f"/s/{NAME}/scans?pile=..%2F..&name=x.pdf", b"x").status == 404
    assert client.get("s", NAME, "pile", "../..").status == 404


def test_what_is_missing_is_told_with_a_way_to_mend_it(client: Client) -> None:
    page = client.get("s", NAME, "missing")
    assert PLAN.partition("-")[2] in page.words and f'class="button" href="/s/{NAME}/sign"' in page.text


@pytest.mark.slow
def test_a_trial_says_what_would_be_sealed_and_what_is_in_the_way(client: Client, folder: Path) -> None:
    page = ended(client, client.post("s", NAME, "archive", "trial"))
    assert "这只是试归档" in page.words
    assert not Folder(folder / NAME / WORKBOOK).archive.exists()


@pytest.mark.slow
def test_papers_are_found_people_and_numbers_looked_up(client: Client) -> None:
    assert AGREEMENT in client.get("s", NAME, "find", q="许南屏").words
    assert "没有" in client.get("s", NAME, "find", q="查无此人").words
    assert "参加人数" in client.get("s", NAME, "statistics").words
    assert client.get("s", NAME, "statistics.xlsx").body[:2] == b"PK"
    assert "影艺共勉〔2009〕1号" in client.get("s", NAME, "numbers").words
    dossier = client.post("s", NAME, "person", person="T0012", form="word")
    assert dossier.body[:2] == b"PK"


@pytest.mark.slow
def test_a_template_is_looked_at_before_it_is_used(client: Client, folder: Path, tmp_path: Path) -> None:
    assert "官方" in client.get("s", NAME, "templates").words
    own, wrong = tmp_path / "我的.docx", tmp_path / "别的.docx"
    wrong.write_bytes((resources.templates() / "plan.docx").read_bytes())
    stem, place = "agreement", Folder(folder / NAME / WORKBOOK).templates / "agreement.docx"
    own.write_bytes((resources.templates() / f"{stem}.docx").read_bytes())
    draft = json.loads(client.send("s", NAME, "template", stem, "new", file=wrong).text)["next"]
    page = client.ask("GET", draft)
    assert "此处没有" in page.words and "template/agreement/use" not in page.text
    token = draft.partition("draft=")[2]
    assert client.post("s", NAME, "template", stem, "use", draft=token).status == 409
    assert not place.exists()
    draft = json.loads(client.send("s", NAME, "template", stem, "new", file=own).text)["next"]
    page = client.ask("GET", draft)
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    sample = client.ask("GET", unescape(pictures[0])).body
    page = client.ask("GET", f"{draft}&paper={quote(AGREEMENT)}")
    assert f'value="{AGREEMENT}" selected' in page.text
    real = client.ask("GET", unescape(re.findall(r'<img src="([^"]+)"', page.text)[0])).body
    assert sample[:4] == real[:4] == b"\x89PNG" and sample != real
    assert "做不出" in client.ask("GET", f"{draft}&paper=G99-{quote('共勉协议书')}").words
    page = client.post("s", NAME, "template", stem, "use", draft=draft.partition("draft=")[2])
    assert "自己的" in page.words and place.is_file()
    place.unlink()
    notes = tmp_path / "notes.txt"
    notes.write_text("x", encoding="utf-8")
    assert client.send("s", NAME, "template", stem, "new", file=notes).status == 409


def test_settings_are_changed_and_the_rest_of_the_file_stays(client: Client, folder: Path) -> None:
    path = folder / NAME / FILE_NAME
    path.write_text("# 我的备注\n[check]\ntalks_per_month = 1  # 每月\n", encoding="utf-8")
    client.post("s", NAME, "settings", talks_per_month="2", youth_each="no", talks="group", here="/")
    text = path.read_text(encoding="utf-8")
    assert "# 我的备注" in text and "talks_per_month = 2  # 每月" in text
    found = load(folder / NAME)
    assert (found.check.talks_per_month, found.check.youth_each, found.archive.talks) == (2, False, "group")
    path.unlink()
    refused = client.post("s", NAME, "settings", talks_per_month="99", youth_each="no", talks="group", here="/")
    assert refused.status == 409 and not path.exists()


def test_a_semester_begins_from_a_roster_whose_match_is_shown_and_corrected(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "名单.csv"
    rows = ["学号,姓名,曾用名,性别,政治面貌,班级", "0810130101,周砚秋,沈知远,女,共青团员,影视081班"]
    roster.write_text("\n".join(rows), encoding="utf-8")
    answer = client.send("new", "roster", file=roster)
    token = re.findall(r"roster=([0-9a-f]+)", answer.text)[0]
    page = client.get("new", roster=token)
    assert "名单.csv" in page.words and "周砚秋" in page.words
    page = client.post("new", roster=token, do="look", **{"column 姓名": "C", "column 编号": "A"})
    assert "沈知远" in page.words
    page = client.post("new", roster=token, do="begin", term="2009-2010-1", **{"column 姓名": "B", "column 编号": "A"})
    assert page.status == 200
    book = folder / "2009-2010-1" / WORKBOOK
    names = [one.value for row in openpyxl.load_workbook(book)["人员"].iter_rows() for one in row]
    assert "周砚秋" in names and "沈知远" not in names
    assert client.post("new", do="begin", term="2009-2010-1").status == 409
    for name in ("../x", "a/b", "..", "C:x", ".x"):
        assert client.post("new", do="begin", term="2010-2011-1", name=name).status == 409
    assert client.post("new", do="begin", term="nonsense").status == 409
