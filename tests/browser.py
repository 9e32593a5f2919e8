"""A headless Chromium, spoken to over its debugging pipe (no port, no library): what a user would do, what it asked for."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_PATIENCE = 300
"""Seconds after which one answer is given up: a bound for what hangs, however slow the machine is."""


_START = """
import fcntl, os, sys
hear, answer = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3])
os.dup2(hear, 3), os.dup2(answer, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes the browser, which reads from descriptor 3 and writes to 4."""


class Browser:
    """One page of one browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing = reading, writing
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.requests: list[str] = []
        """Every address the page asked for."""
        self.goals: list[str] = []
        """Where links that were clicked wanted to lead."""
        self.faults: list[str] = []
        """What the page's console was told: faults of scripts, what a policy forbade."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "DOM"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and return its answer; what happens meanwhile is written down."""
        self._number += 1
        command: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            command["sessionId"] = self._session
        os.write(self._writing, json.dumps(command).encode() + b"\0")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            message = self._next()
            if message.get("id") == self._number:
                assert "error" not in message, message
                return dict(message["result"])
            self._note(message)
        raise TimeoutError(method)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            more = os.read(self._reading, 1 << 20)
            if not more:
                raise EOFError("the browser has gone")
            self._buffer += more
        message, self._buffer = self._buffer.split(b"\0", 1)
        return dict(json.loads(message))

    def _note(self, message: dict[str, Any]) -> None:
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(message["params"]["request"]["url"])
            case "Log.entryAdded" if message["params"]["entry"]["level"] == "error":
                self.faults.append(message["params"]["entry"]["text"])
            case "Runtime.exceptionThrown":
                self.faults.append(str(message["params"]["exceptionDetails"]))
            case "Page.frameRequestedNavigation":
                self.goals.append(message["params"]["url"])

    def open(self, address: str) -> None:
        """Go to an address and wait until the page is there."""
        self.ask("Page.navigate", url=address)
        while self.run("document.readyState") != "complete":
            time.sleep(0.05)

    def until(self, condition: str, patience: float = _PATIENCE) -> None:
        """Wait until a condition holds, on whatever page that may be."""
        late = time.monotonic() + patience
        while time.monotonic() < late:
            with contextlib.suppress(AssertionError):  # the page is just changing
                if self.run(f"document.readyState === 'complete' && Boolean({condition})"):
                    return
            time.sleep(0.1)
        raise TimeoutError(f"{condition} on {self.run('location.href')}:\n{self.run('document.body.innerText')}")

    def choose(self, selector: str, *files: Path) -> None:
        """Choose files in a box for files, as its dialogue would."""
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=node, files=[str(one) for one in files])

    def fill(self, selector: str, text: str) -> None:
        """Type a text into a box that is empty."""
        box = f"document.querySelector({json.dumps(selector)})"
        self.run(f"{box}.focus()")
        self.type(text)
        assert self.run(f"{box}.value") == text, f"{selector} took no text"

    def run(self, script: str) -> Any:
        """Return what a script comes to."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self.ask("Input.insertText", text=text)

    def press(self, key: str) -> None:
        """Press a key such as Tab or Enter."""
        code = {"Tab": 9, "Enter": 13}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def click(self, selector: str) -> None:
        """Click the middle of the first element of a kind, with the mouse, once it lies there: pictures that come move it."""
        found = json.dumps(selector)
        self.until(
            f"(() => {{ const one = document.querySelector({found}); one.scrollIntoView({{ block: 'center' }});"
            " const box = one.getBoundingClientRect();"
            " const before = window.clicked; window.clicked = [box.x + box.width / 2, box.y + box.height / 2];"
            " const there = document.elementFromPoint(...window.clicked);"
            " return String(before) === String(window.clicked) && (one.contains(there) || there?.control === one); })()"
        )
        place = self.run("window.clicked")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)

    def size(self, width: int, height: int) -> None:
        """Make the window so wide and high."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def picture(self, path: Path) -> None:
        """Write a picture of the whole page."""
        shot = self.ask("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Give a headless Chromium whose profile is in ``folder``; it ends with the block."""
    assert CHROMIUM
    to_read, to_answer = os.pipe()
    to_hear, to_tell = os.pipe()
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
    command += [f"--user-data-dir={folder}", "--no-first-run", "--disable-background-networking", "about:blank"]
    start = [sys.executable, "-c", _START, str(to_hear), str(to_answer), *command]
    process = subprocess.Popen(
        start, pass_fds=(to_hear, to_answer), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(to_hear)
    os.close(to_answer)
    try:
        yield Browser(to_read, to_tell)
    finally:
        process.terminate()
        process.wait()
        os.close(to_read)
        os.close(to_tell)
