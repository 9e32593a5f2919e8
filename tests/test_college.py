"""Many workbooks: each department by itself, its faults its own, and over all a report and a page that link down."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import docx
import openpyxl
import pytest

import docgen
from docgen import messages, workbook
from docgen.cli import run
from docgen.errors import InputError
from docgen.field import Semester
from docgen.ledger import Ledger
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import college
from tests.semesters import a_programme, a_semester, changed

NAMES = ("影视艺术系", "表演系", "音乐系")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = messages.language()
    yield
    messages.set_language(before)


def a_department(name: str, groups: int = 2, *, talks: bool = False) -> Semester:
    programme = a_programme().model_copy(
        update={"department": name, "general_branch": f"{name}党总支", "filing_prefix": f"{name[:2]}共勉"}
    )
    return replace(a_semester(groups, talks=talks), programme=programme.at_row(2))


def a_college(folder: Path, *, side_by_side: bool = False) -> list[Path]:
    books = [
        folder / f"{name}.xlsx" if side_by_side else folder / f"{number}-{name}" / "台账.xlsx"
        for number, name in enumerate(NAMES, 1)
    ]
    for name, book in zip(NAMES, books, strict=True):
        book.parent.mkdir(parents=True, exist_ok=True)
        workbook.write(book, a_department(name))
    return books


def links(page: Path) -> list[Path]:
    return [page.parent / unquote(unescape(link)) for link in re.findall('href="([^"]+)"', page.read_text("utf-8"))]


@pytest.mark.slow
def test_each_department_has_its_own_numbers_and_one_that_is_broken_stops_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third = a_college(tmp_path)
    second.write_bytes(b"PK not a workbook")
    # A member whom nobody knows: the second group of this department is held back.
    workbook.write(third, changed(a_department(NAMES[2]), "memberships", 2, person="0000000000"))
    code = run(["build", str(tmp_path), "--to", "docx", "--engine", "embedded", "--quiet", "--lang", "en"])
    said = capsys.readouterr()
    assert code == 10, said.err
    assert "2 of 3 departments are not whole" in said.err
    words = [len(list(book.parent.glob("out/word/*.docx"))) for book in (first, third)]
    assert f"{NAMES[0]}（{first}）：made: {words[0]}" in said.out
    assert 2 <= words[1] < words[0], "what concerns the second group is held back, and what counts all"
    assert "2-表演系" in said.out
    for book, prefix in ((first, "影视共勉"), (third, "音乐共勉")):
        term = Ledger(book.parent / "ledger.db", "", "").terms()
        assert [one.workbook for one in term] == [str(book)]
        numbers = {one.text for one in Ledger(book.parent / "ledger.db", term[0].branch, term[0].term).register()}
        assert numbers == {f"{prefix}〔2009〕1号", f"{prefix}〔2009〕2号"}
    assert not (second.parent / "ledger.db").exists()

    report = docx.Document(str(tmp_path / "全院/全院活动工作总结.docx"))
    rows = [[cell.text for cell in row.cells] for row in report.tables[1].rows]
    assert [row[1] for row in rows] == ["院系", "影视艺术系", "2-表演系", "音乐系", "合计"]
    whole = a_department(NAMES[0])
    assert rows[1][2:4] == ["2", str(len(whole.memberships))]
    assert rows[-1][2:] == [str(sum(int(row[n]) for row in rows[1:-1])) for n in (2, 3)] + [
        "／".join(str(sum(int(row[4].split("／")[n]) for row in rows[1:-1])) for n in (0, 1))
    ] + [str(sum(int(row[n]) for row in rows[1:-1])) for n in (5, 6, 7, 8)]
    lacking = [[cell.text for cell in row.cells] for row in report.tables[-1].rows][1:]
    assert [name for name, _why in lacking] == ["2-表演系", "音乐系"]

    catalogue = openpyxl.load_workbook(tmp_path / "全院/全院-文件目录.xlsx")
    assert catalogue.sheetnames == ["统计", "影视艺术系", "音乐系"]
    shown = [row for row in catalogue["影视艺术系"].iter_rows(min_row=2)]
    assert [row[2].value for row in shown[:2]] == ["影视共勉〔2009〕1号"] * 2
    assert all((tmp_path / "全院" / row[-1].value.split('"')[1]).is_file() for row in shown)
    down = links(tmp_path / "全院/index.html")
    assert down
    assert not [path for path in down if not path.exists()]
    again = {path: path.read_bytes() for path in (tmp_path / "全院").iterdir() if path.suffix != ".log"}
    assert run(["build", str(tmp_path), "--to", "docx", "--engine", "embedded", "--quiet", "--lang", "en"]) == 10
    assert {path: path.read_bytes() for path in again} == again


@pytest.mark.slow
def test_workbooks_side_by_side_get_a_folder_each_in_which_later_commands_find_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = a_college(tmp_path, side_by_side=True)
    assert run(["build", *map(str, books), "--to", "docx", "--quiet", "--lang", "en"]) == 0
    for name in NAMES:
        assert (tmp_path / name / "ledger.db").is_file()
        assert len(list((tmp_path / name / "out/word").iterdir())) >= 5
    capsys.readouterr()
    assert run(["ledger", "list", "--workbook", str(books[1]), "--lang", "en"]) == 0
    assert "表演共勉〔2009〕1号" in capsys.readouterr().out
    assert run(["build", str(books[1]), "--to", "docx", "--quiet", "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "unchanged: " in said
    assert "made" not in said


@pytest.mark.slow
def test_a_ledger_that_one_of_several_workbooks_began_is_not_left_behind(tmp_path: Path) -> None:
    books = a_college(tmp_path, side_by_side=True)
    assert run(["build", str(books[0]), "--to", "docx", "--quiet", "--lang", "en"]) == 0
    with pytest.raises(InputError, match="ledger"):
        college.run(Order(books[0]), books, Silent(), lambda _one: None)


def test_a_folder_without_a_workbook_is_refused_and_a_semester_s_own_folder_is_one_workbook(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty"):
        docgen.find_workbooks([tmp_path / "empty"])
    (book, *_others) = a_college(tmp_path)
    (book.parent / "副本.xlsx").write_bytes(book.read_bytes())
    assert docgen.find_workbooks([book.parent]) == (book,)
    (book.parent / "~$台账.xlsx").write_bytes(b"")
    assert docgen.find_workbooks([tmp_path])[0] == book
    assert len(docgen.find_workbooks([tmp_path, book])) == 3


@pytest.mark.slow
def test_departments_are_archived_each_by_itself_and_the_page_leads_into_the_archives(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_college(tmp_path)
    words = ["archive", str(tmp_path), "--engine", "embedded", "--quiet", "--lang", "en"]
    assert run(words) == 0, capsys.readouterr().err
    archives = sorted(tmp_path.glob("*/archive/1/index.html"))
    assert len(archives) == 3
    assert set(archives) <= {path.resolve() for path in links(tmp_path / "全院/index.html")}
    assert (tmp_path / "全院/全院活动工作总结.pdf").stat().st_size > 1000
    with zipfile.ZipFile(io.BytesIO((tmp_path / "全院/全院-文件目录.xlsx").read_bytes())) as package:
        assert package.testzip() is None
