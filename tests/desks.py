"""A window that is open for tests, and a client that asks it as a browser would, or as nobody should."""

from __future__ import annotations

import contextlib
import http.client
import math
import queue
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from docgen.desk.serving import serve

_PATIENCE = 300
"""Seconds after which a test that waits for an answer is given up: a bound for what hangs, however slow the machine is."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page as text."""
        return self.body.decode()

    @property
    def words(self) -> str:
        """What the page says, without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.text)).split())


class Client:
    """A browser without a screen: it keeps its cookie and says where a form stands."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname and parts.port
        self.address, self.port = address, parts.port
        self.host = f"{parts.hostname}:{parts.port}"
        self.entrance = f"{parts.path}?{parts.query}"
        self.cookie = ""

    def enter(self) -> None:
        """Open the address that docgen printed."""
        self.cookie = self.ask("GET", self.entrance).headers["set-cookie"].split(";")[0]

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str | None) -> Answer:
        """Send one request; a header that is None is left out."""
        said: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie or None}
        if method == "POST":
            said["Origin"] = f"http://{self.host}"
        said |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in said.items():
                if value is not None:
                    line.putheader(name, value)
            if method == "POST" and "Content-Length" not in said:
                line.putheader("Content-Length", str(len(body)))
            line.endheaders()
            line.send(body)
            answer = line.getresponse()
            return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def get(self, *parts: str, **asked: str) -> Answer:
        """Go to a page and follow where it leads."""
        return self._followed(self.ask("GET", _path(parts) + (f"?{urlencode(asked)}" if asked else "")))

    def post(self, *parts: str, **fields: str | list[str]) -> Answer:
        """Send a form and follow where it leads."""
        return self._followed(self.ask("POST", _path(parts), urlencode(fields, doseq=True).encode()))

    def send(self, *parts: str, file: Path, **asked: str) -> Answer:
        """Drop a file on a page."""
        address = f"{_path(parts)}?{urlencode({**asked, 'name': file.name})}"
        return self.ask("POST", address, file.read_bytes(), accept="application/json")

    def news(self, version: str) -> Iterator[str]:
        """Listen as a page that shows what there was at a version; yield the name of each thing that is told."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            line.request(
                "GET", f"/events?page=test&version={version}", headers={"Cookie": self.cookie, "Host": self.host}
            )
            for said in line.getresponse():
                if said.startswith(b"event: "):
                    yield said.decode().removeprefix("event: ").strip()
        finally:
            line.close()

    def _followed(self, answer: Answer) -> Answer:
        for _turn in range(5):
            if answer.status != 303:
                return answer
            answer = self.ask("GET", answer.headers["location"])
        raise AssertionError("the page leads in circles")


def _path(parts: tuple[str, ...]) -> str:
    return "/" + "/".join(quote(part, safe="") for part in parts)


@contextlib.contextmanager
def desk(folder: Path) -> Iterator[Client]:
    """Open a window on a folder; it is stopped with the block, if not by its button before, and never by itself."""
    told: queue.Queue[str] = queue.Queue()
    wishes = {"tell": told.put, "engine": "embedded", "browser": False, "patience": math.inf}
    thread = threading.Thread(target=serve, args=(folder,), kwargs=wishes, daemon=True)
    thread.start()
    client = Client(told.get(timeout=_PATIENCE))
    client.enter()
    try:
        yield client
    finally:
        # Its button may have been pressed: it is about to end, or has, and answers nobody. Only the thread's end tells which.
        with contextlib.suppress(ConnectionError):
            client.post("stop")
        thread.join(_PATIENCE)
        assert not thread.is_alive()


def ended(client: Client, page: Answer) -> Answer:
    """Wait for a run."""
    number = re.findall(r"data-run=\"(\d+)\"", page.text)[0]
    until = time.monotonic() + _PATIENCE
    while re.search('data-stage="(running|stopping)"', page.text):
        assert time.monotonic() < until
        time.sleep(0.2)
        page = client.get("run", number)
    return page
