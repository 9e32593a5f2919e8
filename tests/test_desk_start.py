"""How the window is started: from a starter on the desktop, by a command; and how it ends."""

from __future__ import annotations

import asyncio
import configparser
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

import docgen
from docgen.cli import run
from docgen.desk import shortcut
from docgen.desk.guard import Guard
from docgen.desk.window import Window
from docgen.folder import WORKBOOK, Folder
from tests.desks import desk

FOLDER = Path('/home/某 人/学期 "2009" 100% `x` $y')


def test_linux_is_given_a_desktop_entry_whose_words_come_out_as_they_are() -> None:
    ending, content, executable = shortcut.starter("linux", Path("/usr/bin/python3"), FOLDER)
    assert (ending, executable) == (".desktop", True)
    entry = configparser.RawConfigParser()
    entry.read_string(content.decode())
    said = entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("%%", "%")
    assert [one.replace("\\`", "`").replace("\\$", "$") for one in shlex.split(said)] == [
        *("/usr/bin/python3", "-m", "docgen", "desk"),
        str(FOLDER),
    ]
    assert entry["Desktop Entry"]["Terminal"] == "false"


def test_macos_is_given_a_command_whose_words_come_out_as_they_are() -> None:
    folder = Path("/Users/o'brien/学期 2009")
    ending, content, executable = shortcut.starter("darwin", Path("/usr/bin/python3"), folder)
    assert (ending, executable) == (".command", True)
    line = content.decode().splitlines()[1]
    assert shlex.split(line) == ["exec", "/usr/bin/python3", "-m", "docgen", "desk", str(folder)]


def test_windows_is_given_a_script_that_shows_no_console() -> None:
    ending, content, _executable = shortcut.starter("win32", Path(r"C:\docgen\python.exe"), Path(r"D:\学期 2009"))
    assert ending == ".vbs"
    text = content.decode("utf-16")
    assert text.strip().endswith(", 0, False")
    (line,) = re.findall(r'Run "(.*)", 0', text)
    assert line.replace('""', '"') == r'"C:\docgen\python.exe" -m docgen desk "D:\学期 2009"'


@pytest.mark.skipif(sys.platform != "linux", reason="where Linux has its desktop")
def test_the_command_puts_it_on_the_desktop_ready_to_be_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "学期").mkdir()
    assert run(["desk", str(tmp_path / "学期"), "--shortcut"]) == 7
    (tmp_path / "Desktop").mkdir()
    assert run(["desk", str(tmp_path / "学期"), "--shortcut"]) == 0
    made = tmp_path / "Desktop" / "docgen 学期.desktop"
    assert os.access(made, os.X_OK)
    assert str(made) in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert run(["desk", str(tmp_path / "none")]) == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_the_command_prints_its_address_rests_while_nobody_asks_and_ends_by_ctrl_c(
    tmp_path: Path, number: signal.Signals
) -> None:
    line = [sys.executable, "-m", "docgen", "desk", str(tmp_path), "--no-browser"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?key=[\w-]{43}\n", address)
    if sys.platform == "linux":
        assert any(_rests(process.pid) for _turn in range(100))
    process.send_signal(number)
    _out, told = process.communicate(timeout=60)
    assert "Traceback" not in told
    assert process.returncode in (0, 130)


def _rests(process: int) -> bool:
    """Whether a second goes by in which a process does not wake even once."""

    def woken() -> str:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
        return next(line for line in lines if line.startswith("voluntary_ctxt_switches"))

    before = woken()
    time.sleep(1)
    return woken() == before


def test_a_window_is_left_a_while_after_its_last_page_was_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    window = Window(tmp_path, tmp_path)
    now[0] += 300
    assert window.stays()  # the browser may take its time to open
    window.opened("a")
    now[0] += 50000
    assert window.stays()
    window.away("a")  # it lies behind other windows
    window.closed("a")
    now[0] += 3600
    assert window.stays()
    window.opened("a")
    window.closed("a")
    assert window.stays()  # it may only be on its way to the next page
    now[0] += 80
    window.asked()  # a slow machine: the next page is asked for, and does not listen yet
    now[0] += 80
    assert window.stays()
    now[0] += 80
    assert not window.stays()


@pytest.mark.parametrize("known", [True, False])
def test_only_who_is_let_in_counts_as_somebody(known: bool) -> None:
    came: list[bool] = []

    async def page(scope: Scope, receive: Receive, send: Send) -> None:
        await Response()(scope, receive, send)

    async def asks() -> None:
        guard = Guard(page, 4711, "secret", lambda: came.append(True))
        headers = [(b"host", b"127.0.0.1:4711")]
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"key=secret", "headers": headers}
        said = await _answer(guard, scope)
        assert came == []
        cookie = dict(said["headers"])[b"set-cookie"].split(b";")[0] if known else b"docgen-4711=wrong"
        said = await _answer(guard, {**scope, "query_string": b"", "headers": [*headers, (b"cookie", cookie)]})
        assert said["status"] == (200 if known else 403)

    asyncio.run(asks())
    assert came == [True] * known


async def _answer(guard: Guard, scope: Scope) -> Message:
    told: list[Message] = []

    async def heard() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def tell(message: Message) -> None:
        told.append(message)

    await guard(scope, heard, tell)
    return told[0]


def test_a_window_ends_by_its_button_even_while_somebody_asks_again(tmp_path: Path) -> None:
    with desk(tmp_path) as client:
        assert "docgen 已停止" in client.post("stop").words  # and the block's end asks at once whether it still runs


def test_a_paper_is_pictured_by_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "a"), "--semester", "2009春"]) == 0
    paper = Folder(tmp_path / "a" / WORKBOOK).output.pdf_of("G01-共勉协议书")
    paper.parent.mkdir(parents=True)
    two = pypdf.PdfWriter()
    two.add_blank_page(300, 400)
    two.add_blank_page(300, 400)
    two.write(paper)
    capsys.readouterr()
    assert run(["preview", "G01-共勉协议书", "--workbook", str(tmp_path / "a"), "--width", "150"]) == 0
    made = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert [one.name for one in made] == ["G01-共勉协议书-1.png", "G01-共勉协议书-2.png"]
    assert all(one.read_bytes()[:4] == b"\x89PNG" for one in made)
    assert docgen.pictures(paper, width=150, only=2) == (made[1].read_bytes(),)
    assert docgen.pictures(paper, only=3) == ()
    one = pypdf.PdfWriter()
    one.add_blank_page(300, 400)
    one.write(paper)
    assert run(["preview", "G01-共勉协议书", "--workbook", str(tmp_path / "a")]) == 0
    assert [path.exists() for path in made] == [True, False], "no page of before stays"
    high = pypdf.PdfWriter()
    high.add_blank_page(3, 14_400)
    high.write(paper)
    assert run(["preview", "G01-共勉协议书", "--workbook", str(tmp_path / "a")]) == 6
    two.write(paper)
    assert run(["preview", "../../etc/passwd", "--workbook", str(tmp_path / "a")]) == 3
    bag = tmp_path / "archive/1/Z109-2009-D30"
    (bag / "data").mkdir(parents=True)
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    assert run(["preview", "G01-共勉协议书", "--workbook", str(tmp_path / "a"), "-o", str(bag / "data")]) == 7
    assert not list((bag / "data").iterdir())
    made[0].write_bytes("别人的文件".encode())
    assert run(["preview", "G01-共勉协议书", "--workbook", str(tmp_path / "a")]) == 7
    assert made[0].read_bytes() == "别人的文件".encode()
