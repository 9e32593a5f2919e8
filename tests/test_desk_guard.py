"""Who may ask the window: its own browser; no other site, no other name of this machine, nobody without the secret."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from docgen import workbook
from docgen.folder import WORKBOOK
from tests.desks import Client, desk
from tests.semesters import a_semester

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


def test_what_is_sent_is_bounded_whether_or_not_it_says_how_long_it_is(client: Client) -> None:
    assert client.ask("POST", "/language", content_length=str(2 << 30)).status == 413
    line = socket.create_connection(("127.0.0.1", client.port), timeout=60)
    head = (
        f"POST /language HTTP/1.1\r\nHost: {client.host}\r\nOrigin: http://{client.host}\r\nCookie: {client.cookie}\r\n"
    )
    line.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
    chunk = b"100000\r\n" + b"x" * (1 << 20) + b"\r\n"
    sent, answered = 0, b""
    try:
        while sent < 64:
            line.sendall(chunk)
            sent += 1
    except OSError:
        pass
    try:
        answered = line.recv(100)
    except OSError:
        answered = b"HTTP/1.1 413 (the line was cut)"
    line.close()
    assert b" 413 " in answered


def test_a_page_may_run_and_load_only_what_docgen_serves(client: Client) -> None:
    answer = client.get("s", "2008-2009-2")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert " style=" not in answer.text and "<style" not in answer.text and " onclick" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff" and answer.headers["cache-control"] == "no-store"


def test_a_hostile_name_stays_a_name(client: Client) -> None:
    for page in (client.get("", all=""), client.get("s", HOSTILE), client.get("s", HOSTILE, "faults")):
        assert page.status == 200
        assert "<img" not in page.text and HOSTILE in page.words


def test_a_form_leads_back_to_a_page_of_ours_and_nowhere_else(client: Client) -> None:
    for here in ("//evil.example/", "http://evil.example/x", "javascript:alert(1)", "\\\\evil.example"):
        answer = client.ask("POST", "/language", f"here={here}&language=zh".encode())
        assert answer.headers["location"].startswith("/") and not answer.headers["location"].startswith(("//", "/\\"))


def test_a_websocket_is_refused(client: Client) -> None:
    answer = client.ask("GET", "/events", connection="Upgrade", upgrade="websocket", cookie=None)
    assert answer.status == 403
