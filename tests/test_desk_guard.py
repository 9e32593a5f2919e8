"""Who may ask the window: its own browser; no other site, no other name of this machine, nobody without the secret."""

from __future__ import annotations

import json
import re
import select
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

import docgen
from docgen import workbook
from docgen.folder import WORKBOOK
from tests.desks import Answer, Client, desk, ended
from tests.semesters import a_semester, changed

HOSTILE = "<img src=x onerror=alert(1)>'\"&"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "semesters"
    for name in ("2008-2009-2", HOSTILE):
        (folder / name).mkdir(parents=True)
        workbook.write(folder / name / WORKBOOK, a_semester(1))
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[Client]:
    with desk(folder) as client:
        yield client


def test_the_window_listens_on_this_machine_alone(client: Client) -> None:
    others = {one[4][0] for one in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with pytest.raises(OSError), socket.create_connection((str(address), client.port), timeout=2):
            pass


def test_without_the_secret_there_is_nothing_to_see(client: Client) -> None:
    for path in ("/", "/s/2008-2009-2", "/static/desk.js", "/events", "/?key=", "/?key=wrong", "/?key=a&key=b"):
        answer = client.ask("GET", path, cookie=None)
        assert (answer.status, "set-cookie" in answer.headers) == (403, False), path
    assert client.ask("POST", "/stop", cookie=None).status == 403
    assert client.ask("GET", "/", cookie=f"docgen-{client.port}=wrong").status == 403


def test_the_secret_gives_a_cookie_that_no_other_site_and_no_script_gets(client: Client) -> None:
    answer = client.ask("GET", client.entrance, cookie=None)
    assert answer.headers["location"] == "/"
    assert {"HttpOnly", "SameSite=strict"} <= set(answer.headers["set-cookie"].split("; "))


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", None]
)
def test_another_name_for_this_machine_is_refused(client: Client, host: str | None) -> None:
    name = host.format(port=client.port) if host else None
    assert client.ask("GET", "/", host=name).status in (400, 421)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}", None]
)
def test_a_form_of_another_site_changes_nothing(client: Client, origin: str | None) -> None:
    said = origin.format(port=client.port) if origin else None
    assert client.ask("POST", "/s/2008-2009-2/build", origin=said).status == 403
    assert client.get("s", "2008-2009-2").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_is_given_nothing(client: Client, site: str) -> None:
    assert client.ask("GET", "/s/2008-2009-2", sec_fetch_site=site).status == 403


@pytest.mark.parametrize(
    "path",
    [
        "/s/..",
        "/s/%2e%2e",
        "/s/2008-2009-2%2f..%2f..",
        "/s/..%2f..%2fetc",
        "/static/..%2fapp.py",
        "/static/../app.py",
        "/s/2008-2009-2/paper/..%2f..%2f..%2fetc%2fpasswd/pdf",
        "/s/2008-2009-2/paper/%2fetc%2fpasswd/word",
        "/s/%00",
    ],
)
def test_no_path_leads_out_of_the_folder(client: Client, path: str) -> None:
    assert client.ask("GET", path).status == 404


def test_a_number_of_thousands_of_digits_is_no_page(client: Client) -> None:
    assert client.ask("GET", f"/run/{'9' * 5000}").status == 404


def test_a_file_that_is_refused_is_called_as_its_owner_calls_it(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"PK\x03\x04")
    said = client.send("new", "roster", file=path).text
    assert json.loads(said)["message"].startswith("名册.xlsx")


def test_a_link_out_of_the_folder_is_not_followed(client: Client, folder: Path, tmp_path: Path) -> None:
    workbook.write(tmp_path / WORKBOOK, a_semester(1))
    (folder / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    (folder / "inside").mkdir()
    (folder / "inside" / WORKBOOK).symlink_to(tmp_path / WORKBOOK)
    try:
        assert {client.ask("GET", f"/s/{name}").status for name in ("elsewhere", "inside")} == {404}
        assert "elsewhere" not in client.get("", all="").words
    finally:
        (folder / "elsewhere").unlink()


UPLOADS = ("/language", "/new/roster?name=a.xlsx", "/s/2008-2009-2/scans?pile=0123456789abcdef&name=a.pdf")


@pytest.mark.parametrize("path", [*UPLOADS, "/s/2008-2009-2/template/agreement/new?name=a.docx"])
def test_two_gigabytes_are_refused_before_they_are_sent(client: Client, path: str) -> None:
    assert client.ask("POST", path, content_length=str(2 << 30)).status == 413


@pytest.mark.parametrize("path", UPLOADS[:2])
def test_what_does_not_say_how_long_it_is_is_refused_as_soon_as_it_is_too_long(client: Client, path: str) -> None:
    line = socket.create_connection(("127.0.0.1", client.port), timeout=300)
    head = f"POST {path} HTTP/1.1\r\nHost: {client.host}\r\nOrigin: http://{client.host}\r\nCookie: {client.cookie}\r\n"
    line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    chunk = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
    sent = 0
    while sent < 200 and not select.select([line], [], [], 0)[0]:
        line.sendall(chunk)
        sent += 1
    answered = line.recv(100)
    line.close()
    assert b" 413 " in answered  # the body has not ended: it is refused while it comes
    assert client.get("s", "2008-2009-2").status == 200


def test_a_page_may_run_and_load_only_what_docgen_serves(client: Client) -> None:
    answer = client.get("s", "2008-2009-2")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert " style=" not in answer.text and "<style" not in answer.text and " onclick" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"


class _Tags(HTMLParser):
    """The tags of a page, as a browser takes them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def is_harmless(page: Answer) -> bool:
    """Whether no name has become a tag or an attribute of the page."""
    tags = _Tags(page.text).found
    return not any(
        name.startswith("on") or attributes.get("src") == "x" for _tag, attributes in tags for name in attributes
    )


def test_a_hostile_name_stays_a_name(client: Client) -> None:
    for page in (client.get("", all=""), client.get("s", HOSTILE), client.get("s", HOSTILE, "faults")):
        assert page.status == 200
        assert is_harmless(page) and HOSTILE in page.words


@pytest.mark.slow
def test_hostile_names_of_people_groups_and_files_stay_names_on_every_page(tmp_path: Path) -> None:
    home = tmp_path / "semesters" / HOSTILE
    home.mkdir(parents=True)
    semester = changed(changed(a_semester(1, talks=True), "people", 2, name=HOSTILE), "groups", 0, name=HOSTILE)
    workbook.write(home / WORKBOOK, changed(semester, "people", 1, class_name=HOSTILE))
    roster, scan = tmp_path / f"{HOSTILE}.csv", tmp_path / f"{HOSTILE}.pdf"
    roster.write_text(
        f'学号,姓名,班级\n0810130101,"{HOSTILE.replace(chr(34), chr(34) * 2)}",影视081班\n', encoding="utf-8"
    )
    scan.write_bytes(b"no PDF at all")
    with desk(tmp_path / "semesters") as client:
        pages = [ended(client, client.post("s", HOSTILE, "build"))]
        papers = docgen.standing(home / WORKBOOK).papers
        talk = next(one.name for one in papers if "onerror" in one.name)
        pages += [client.get("s", HOSTILE, "paper", one) for one in (talk, papers[0].name)]
        pages += [ended(client, client.post("s", HOSTILE, "sign", "ticked", paper=[talk]))]
        pile = re.findall(r"scans\?pile=([0-9a-f]+)", client.get("s", HOSTILE, "sign").text)[0]
        assert client.send("s", HOSTILE, "scans", file=scan, pile=pile).status == 200
        pages += [
            ended(client, client.post("s", HOSTILE, "pile", pile, "sort")),
            client.get("s", HOSTILE, "pile", pile),
        ]
        sent = client.send("new", "roster", file=roster)
        pages += [client.ask("GET", json.loads(sent.text)["next"])]
        workbook.write(home / WORKBOOK, changed(semester, "groups", 0, guiding_teacher=HOSTILE))
        views = ("", "faults", "papers", "sign", "missing", "archive", "statistics", "numbers", "templates", "settings")
        pages += [client.get("s", HOSTILE, *filter(None, [view])) for view in views]
        pages += [client.get("s", HOSTILE, "find", q=HOSTILE), client.get("s", HOSTILE, "paper", HOSTILE)]
    assert all(is_harmless(page) for page in pages)
    assert {page.status for page in pages[:-1]} == {200}
    assert sum("onerror" in page.words for page in pages) > 12


def test_a_form_leads_back_to_a_page_of_ours_and_nowhere_else(client: Client) -> None:
    for here in ("//evil.example/", "http://evil.example/x", "javascript:alert(1)", "\\\\evil.example"):
        answer = client.ask("POST", "/language", f"here={here}&language=zh".encode())
        assert answer.headers["location"].startswith("/") and not answer.headers["location"].startswith(("//", "/\\"))


def test_a_websocket_is_refused(client: Client) -> None:
    answer = client.ask("GET", "/events", connection="Upgrade", upgrade="websocket", cookie=None)
    assert answer.status == 403
