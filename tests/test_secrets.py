"""What is secret of an activity stays in the workbook and on its own paper: no file that is kept or leaves says it."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pypdf
import pytest

import docgen
from docgen import activities, workbook
from docgen.cli import run
from docgen.described import examine
from tests.membership import Life, day, rows_of, sound

FAMILY, EMPLOYER, IDENTITY = "柳暗花明", "云深不知处村委会", "33078220060315001X"
BALLOTS, FOR = 71829303, 71829287
SECRETS = (FAMILY, EMPLOYER, IDENTITY, str(BALLOTS), str(FOR))
STAYING = {"政治审查结论性报告", "支部大会会议记录与票决结果"}
STAYING_STEMS = {"political_review", "branch_resolution"}


def a_life() -> Life:
    """A sound life whose secrets are words and numbers that nothing else has."""
    life = sound()
    life.person["身份证号"] = IDENTITY
    life.rows["政审"][1] |= {"姓名": FAMILY, "单位": EMPLOYER}
    life.rows["会议"][4] |= {"应到": BALLOTS + 2, "实到": BALLOTS + 1, "发出票": BALLOTS, "收回票": BALLOTS}
    life.rows["会议"][4] |= {"同意": FOR, "不同意": BALLOTS - FOR}
    return life


def a_workbook(home: Path, life: Life) -> Path:
    book = home / "台账.xlsx"
    workbook.write_rows(book, activities.named("发展党员", home, {}), rows_of([life]))
    (home / "docgen.toml").write_text('activity = "发展党员"\n', encoding="utf-8")
    return book


def said_in(name: str, content: bytes) -> Iterator[str]:
    """Every text in a file: of packed files what is in them, of PDFs their pages, of a ledger all that it keeps."""
    yield name
    yield content.decode("utf-8", "ignore")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for part in packed.namelist():
                yield from said_in(part, packed.read(part))
    elif content.startswith(b"%PDF"):
        pdf = pypdf.PdfReader(io.BytesIO(content))
        yield "".join("".join(page.extract_text().split()) for page in pdf.pages)
        yield str(pdf.metadata)
        for attached in pdf.attachment_list:
            yield from said_in(attached.name, attached.content)


def kept_in(ledger: Path) -> Iterator[str]:
    with closing(sqlite3.connect(ledger)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for value in row:
                    yield value.decode("utf-8", "ignore") if isinstance(value, bytes) else str(value)
                    if isinstance(value, bytes):
                        with suppress(zlib.error):
                            yield zlib.decompress(value).decode()


def leaks(home: Path) -> set[tuple[str, str]]:
    """Return file and secret of each that stands in another file than the workbook and the papers that stay."""
    found = set()
    for path in sorted(home.rglob("*")):
        is_own = path.name == "台账.xlsx" or any(title in path.name for title in STAYING)
        if path.is_dir() or (is_own and path.parent.name in ("word", "pdf", "签署件", home.name)):
            continue
        texts = [*said_in(path.name, path.read_bytes()), *(kept_in(path) if path.name == "ledger.db" else ())]
        found |= {(str(path.relative_to(home)), one) for one in SECRETS for text in texts if one in text}
    return found


def changed_after_signing(home: Path, life: Life) -> tuple[str, str]:
    """Return what the record of somebody is called whose oath is corrected after it was signed, and once 变更 says so."""
    life.progress["宣誓日期"] = day("2026-11-21")
    book = a_workbook(home, life)

    def record() -> str:
        made = docgen.build(book, engine="embedded", to=docgen.Target.DOCX)
        return next(one.state.value for one in made.results if one.stem == "progress_record")

    held = record()
    change = {"编号": life.number, "日期": day("2026-11-30"), "事项": "更正宣誓日期"}
    rows = rows_of([life]) | {"变更": [change | {"原内容": "2026-11-20", "新内容": "2026-11-21"}]}
    workbook.write_rows(book, activities.named("发展党员", home, {}), rows)
    return held, record()


@pytest.mark.slow
def test_a_life_goes_to_a_verified_archive_and_no_file_that_is_kept_or_leaves_says_what_is_secret(
    tmp_path: Path,
) -> None:
    life = a_life()
    book = a_workbook(tmp_path, life)
    made = docgen.build(book, engine="embedded")
    assert set(made.counts()) == {"made"}
    staying = [one for one in made.results if one.name.rpartition("-")[2] in STAYING]
    said = ["".join(said_in("", one.pdf.read_bytes())) for one in staying if one.pdf]
    assert any(FAMILY in text for text in said), "the papers themselves say it"
    assert any(str(FOR) in text for text in said)
    for one in [*staying, next(one for one in made.results if one.stem == "progress_record")]:
        key, _dash, title = one.name.rpartition("-")
        docgen.sign_one(book, key, title)
    assert changed_after_signing(tmp_path, life) == ("held-back", "signed")
    public = docgen.build(book, engine="embedded", copy=docgen.Copy.PUBLIC, to=docgen.Target.PDF)
    assert [one.stem for one in public.results] == ["candidate_notice"]
    inspected = docgen.build(book, engine="embedded", copy=docgen.Copy.INSPECTION, to=docgen.Target.PDF)
    assert {one.stem for one in made.results} - {one.stem for one in inspected.results} == STAYING_STEMS
    sealed = docgen.archive(book, engine="embedded")
    assert (sealed.items, sealed.verdict.findings) == (len(made.results) - len(staying), ())
    docgen.hand_over(tmp_path / "archive", folder=tmp_path / "移交")
    assert {hit.paper.name for hit in docgen.find(book, "许知遥 公示")} >= {"024101-N024101-公示"}
    assert [one for one in SECRETS if docgen.find(book, one)] == []
    assert leaks(tmp_path) == set()
    bags = "".join(text for path in (tmp_path / "archive").rglob("*.pdf") for text in said_in("", path.read_bytes()))
    assert f"另有{len(staying)}件不出本单位" in bags


@pytest.mark.slow
def test_that_a_secret_has_changed_is_noticed_and_not_told(tmp_path: Path) -> None:
    life = a_life()
    book = a_workbook(tmp_path, life)
    docgen.build(book, to=docgen.Target.DOCX)
    assert docgen.build(book, to=docgen.Target.DOCX).counts() == {"unchanged": 13}
    life.rows["政审"][1]["单位"] = "天台县某厂"
    workbook.write_rows(book, activities.named("发展党员", tmp_path, {}), rows_of([life]))
    again = docgen.build(book, to=docgen.Target.DOCX)
    assert [one.why for one in again.results if one.why] == [("不出本单位的内容（不显示）",)]
    assert not [path for path, _one in leaks(tmp_path) if "word" not in path]


def test_a_fault_in_a_secret_cell_names_the_cell_and_not_what_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = a_life()
    life.rows["政审"][1] |= {"结果": FAMILY, "日期": EMPLOYER}
    book = a_workbook(tmp_path, life)
    run(["check", str(book), "--json"])
    said = capsys.readouterr().out
    faults = [(one["cell"], one["value"]) for one in json.loads(said)["problems"] if one["severity"] == "E"]
    assert [value for _cell, value in faults] == [""] * len(faults)
    assert len(faults) == 2
    assert not [one for one in SECRETS if one in said]


LEAKING = """
[activity]
name = "试"
unit = "人员"
[sheet.人员]
key = ["编号"]
name = "姓名"
open = ["没有"]
columns.编号 = { type = "id", required = true }
columns.姓名 = { type = "name", required = true }
columns.病史 = { private = "secret" }
values.提要 = "病史"
[[rule]]
no = "R1"
sheet = "人员"
column = "病史"
must = "病史 != '无'"
message = "病史是{{ 提要 }}"
[[paper]]
stem = "health_card"
title = "健康卡"
per = "人员"
key = "{{ 本人.病史 }}"
data.姓名 = "姓名"
data.家庭 = { of = "人员", each = { 谁 = "姓名", 病 = "它.提要" } }
"""


def test_a_message_or_name_that_would_tell_a_secret_is_a_fault_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "activity.toml").write_text(LEAKING, encoding="utf-8")
    declared, faults = examine(tmp_path / "activity.toml")
    assert [one.place for one in faults] == ["sheet.人员.open", "rule 1 (R1).message", "paper 1 (health_card).key"]
    assert "人员.病史" in faults[1].message
    assert declared is not None


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        ("姓名", False),
        ("病史", True),
        ("提要", True),
        ("人员 | 其中('病史') | 各('姓名')", True),
        ("人员 | 各('提要') | 顿号", True),
        ("(人员 | 按('姓名') | 首).病史", True),
        ("人员[0]['病史']", True),
        ("'有' if 本人.病史 else '无'", True),
        ("人员 | 个数", False),
    ],
)
def test_a_paper_that_rests_on_a_secret_stays(tmp_path: Path, value: str, stays: bool) -> None:
    from docgen.described import kinds

    text = LEAKING.replace("{{ 提要 }}", "").replace('key = "{{ 本人.病史 }}"\n', "").replace('open = ["没有"]\n', "")
    text = text.partition("data.家庭")[0] + f'data.值 = "{value}"\n'
    (tmp_path / "activity.toml").write_text(text, encoding="utf-8")
    declared, faults = examine(tmp_path / "activity.toml")
    assert (faults, declared is not None) == ((), True)
    assert declared is not None
    assert [kind.stays for kind in kinds(declared)] == [stays]


def test_days_of_a_life_are_no_secret(tmp_path: Path) -> None:
    """The record of all steps has the day of the vetting, and nothing that was found."""
    activity = activities.named("发展党员", tmp_path, {})
    kinds = {kind.title: kind.stays for kind in activity.added}
    assert {title for title, stays in kinds.items() if stays} >= STAYING
    assert not kinds["发展党员全程纪实表"]
