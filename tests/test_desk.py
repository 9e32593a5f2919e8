"""The window as a clerk uses it, page by page: what it shows is what the folder holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import docgen
from docgen import folder_lock, workbook
from docgen.desk.books import Book
from docgen.folder import WORKBOOK, Folder
from tests.desks import Answer, Client, desk, ended
from tests.semesters import a_semester, changed

NAME = "2008-2009-2"


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


@pytest.fixture(scope="module")
def made(client: Client) -> Answer:
    """The page of a build that has ended."""
    return ended(client, client.post("s", NAME, "build"))


def test_the_only_semester_is_shown_at_once_with_where_it_stands(client: Client) -> None:
    client.get("s", NAME, "faults")  # by then it is read
    page = client.get("")
    assert "2008—2009学年第二学期“携手共勉”" in page.words
    assert "没有错误" in page.words


def test_a_build_ends_with_what_came_of_it_and_the_papers_can_be_opened(client: Client, made: Answer) -> None:
    assert "做成的" in made.words and "未制作" not in made.words
    page = client.get("s", NAME, "papers")
    assert "G01-共勉协议书" in page.words
    pdf = client.get("s", NAME, "paper", "G01-共勉协议书", "pdf")
    assert (pdf.headers["content-type"], pdf.body[:5]) == ("application/pdf", b"%PDF-")
    assert client.get("s", NAME, "paper", "G01-共勉协议书", "word").body[:2] == b"PK"


def test_what_changed_between_a_page_and_its_asking_for_news_is_told_at_once(client: Client) -> None:
    client.get("s", NAME, "faults")
    shown = re.search(r'data-version="(\d+)"', client.get("s", NAME).text)
    assert shown and int(shown[1]) > 0
    news = client.news(str(int(shown[1]) - 1))
    assert [next(news), next(news)] == ["hello", "changed"]


@pytest.mark.usefixtures("made")
def test_a_paper_is_shown_page_by_page(client: Client) -> None:
    page = client.get("s", NAME, "paper", "G01-共勉协议书")
    pictures = re.findall(r"<img src=\"([^\"]+)\"", page.text)
    assert pictures
    picture = client.ask("GET", pictures[0])
    assert (picture.headers["content-type"], picture.body[:4]) == ("image/png", b"\x89PNG")
    assert client.get("s", NAME, "paper", "G01-共勉协议书", f"{len(pictures) + 1}.png").status == 404


@pytest.mark.usefixtures("made")
def test_a_workbook_that_was_saved_is_looked_at_again_and_its_papers_are_out_of_date(
    client: Client, folder: Path
) -> None:
    book = folder / NAME / WORKBOOK
    before = book.read_bytes()
    workbook.write(book, changed(a_semester(1, talks=True), "memberships", 0, reason="外语成绩班级第一"))
    try:
        page = client.get("s", NAME, "papers")
        assert "待更新" in page.words
        assert "外语成绩班级第一" in client.get("s", NAME, "paper", "G01-共勉协议书").words
    finally:
        book.write_bytes(before)


@pytest.mark.usefixtures("made")
def test_a_paper_whose_file_is_a_link_out_of_the_folder_is_not_given(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    pdf = Folder(folder / NAME / WORKBOOK).output.pdf_of("G01-共勉计划备案表")
    elsewhere = tmp_path / "secret.pdf"
    pdf.replace(elsewhere)
    pdf.symlink_to(elsewhere)
    try:
        for what in ("pdf", "1.png"):
            answer = client.get("s", NAME, "paper", "G01-共勉计划备案表", what)
            assert answer.status == 409 and b"%PDF" not in answer.body and b"PNG" not in answer.body
    finally:
        elsewhere.replace(pdf)


def test_faults_of_one_sort_stand_together_with_what_to_do(client: Client, folder: Path) -> None:
    book = folder / NAME / WORKBOOK
    before = book.read_bytes()
    semester = a_semester(2, talks=True)
    for place in range(1, 5):
        semester = changed(semester, "people", place, class_name="")
    workbook.write(book, semester)
    try:
        page = client.get("s", NAME, "faults")
        assert re.search(r"人员![A-Z]3–[A-Z]6 班级", page.words)
        assert "学生没有填班级" in page.words
        assert "整个学期" in client.get("s", NAME, "faults", by="group").words
        marked = client.get("s", NAME, "marked")
        assert marked.status == 200 and marked.body[:2] == b"PK"
    finally:
        book.write_bytes(before)


def test_two_windows_on_one_folder_do_not_build_at_once(client: Client, folder: Path) -> None:
    with folder_lock.workplace(Folder(folder / NAME / WORKBOOK).output.path):
        page = ended(client, client.post("s", NAME, "build"))
    assert "另一个 docgen 正在这里工作" in page.words


@pytest.mark.slow
@pytest.mark.usefixtures("made")
def test_of_two_windows_that_build_at_once_each_says_what_came_of_it_and_the_folder_is_whole(
    client: Client, folder: Path
) -> None:
    book = folder / NAME / WORKBOOK
    workbook.write(book, changed(a_semester(1, talks=True), "memberships", 0, reason="外语成绩班级第一"))
    with desk(folder) as other:
        begun = [(one, one.post("s", NAME, "build")) for one in (client, other)]
        said = [ended(one, page).words for one, page in begun]
    assert any("做成的" in one for one in said)
    assert all("做成的" in one or "另一个 docgen 正在这里工作" in one for one in said)
    assert not docgen.check_ledger(book).faults
    there = docgen.standing(book, engine="embedded").papers
    assert not [(one.name, one.why) for one in there if one.state is docgen.State.MADE]


def test_the_window_speaks_english_too(client: Client) -> None:
    try:
        assert "Where it stands" in client.post("language", language="en", here=f"/s/{NAME}").words
        assert "No error." in client.get("s", NAME).words
    finally:
        client.post("language", language="zh", here="/")


def test_what_is_not_there_is_said(client: Client) -> None:
    page = client.get("s", "1999-2000-1")
    assert page.status == 404 and "没有这个页面" in page.words
    assert client.get("run", "99").status == 404


def test_the_public_door_says_where_a_semester_stands(folder: Path) -> None:
    standing = docgen.standing(folder / NAME / WORKBOOK)
    assert standing.groups["G01"] == "第1共勉小组"
    assert {one.group for one in standing.papers} == {"G01", ""}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_look_that_breaks_down_keeps_no_page_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Folder) -> Path:
        raise RuntimeError("a fault of docgen's own")

    monkeypatch.setattr(Folder, "ledger", property(broken))
    book = Book("学期", tmp_path / "台账.xlsx", "embedded", lambda: None)
    book.forget()
    book.wait()
    assert not book.is_looking
