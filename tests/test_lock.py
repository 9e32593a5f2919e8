"""One docgen in a folder: on one machine, on two that share it, after a kill, whatever lives again."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from docgen import folder_lock
from docgen.errors import OutputError

POSIX = pytest.mark.skipif(os.name != "posix", reason="namespaces and signals are POSIX")
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}

HOLD = """
import sys
from pathlib import Path
from docgen import files, folder_lock
with folder_lock.workplace(Path(sys.argv[1])) as work:
    (work / "half done").write_text("x")
    print("held", flush=True)
    sys.stdin.read()
"""
NO_SYSTEM_LOCK = "from docgen import folder_lock\nfolder_lock._system_lock = lambda _file: None\n"
"""What a share without locks, or one that does not carry them to other machines, looks like from here."""


@contextmanager
def another_docgen(folder: Path, before: str = "", wrapper: tuple[str, ...] = ()) -> Iterator[subprocess.Popen[str]]:
    """A second docgen at work in a folder, until the block ends."""
    line = [*wrapper, sys.executable, "-c", before + HOLD, str(folder)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate()


def refusal(folder: Path) -> OutputError:
    with pytest.raises(OutputError) as caught, folder_lock.workplace(folder):
        pass
    return caught.value


def said(folder: Path) -> dict[str, object]:
    content = json.loads((folder / ".docgen-lock").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def left_by(folder: Path, *, seconds_ago: float = 0, **changed: object) -> None:
    """The lock file as a killed run leaves it."""
    here = {"host": "教务处-PC", "machine": folder_lock._machine(), "process": 1, "started": "2026-11-28 08:00:00"}
    content = here | {"beat": "2026-11-28 08:00:10", "token": "00"} | changed
    (folder / ".docgen-lock").write_text(json.dumps(content), encoding="utf-8")
    past = time.time() - seconds_ago
    os.utime(folder / ".docgen-lock", (past, past))


def test_who_holds_a_folder_is_said_with_the_file_and_the_way_out(tmp_path: Path) -> None:
    with another_docgen(tmp_path) as process:
        trouble = refusal(tmp_path)
    assert str(process.pid) in str(trouble)
    assert str(tmp_path) in str(trouble)
    assert str(tmp_path / ".docgen-lock") in trouble.hint
    assert "-o" in trouble.hint
    assert list(tmp_path.iterdir()) == [], "and nothing is left when both have gone"


def test_the_same_process_does_not_take_a_folder_twice(tmp_path: Path) -> None:
    with folder_lock.workplace(tmp_path):
        assert str(os.getpid()) in str(refusal(tmp_path))


@POSIX
def test_a_killed_docgen_leaves_a_folder_that_the_next_one_takes_and_sweeps_at_once(tmp_path: Path) -> None:
    with another_docgen(tmp_path) as process:
        process.kill()
        process.wait()
        assert list(tmp_path.glob(".docgen-work*/half done"))
        with folder_lock.workplace(tmp_path) as work:
            assert list(tmp_path.glob(".docgen-work*")) == [work]
    assert list(tmp_path.iterdir()) == []


def test_a_process_number_that_lives_again_holds_nothing(tmp_path: Path) -> None:
    left_by(tmp_path, process=os.getpid())
    with folder_lock.workplace(tmp_path):
        assert said(tmp_path)["process"] == os.getpid()
        assert said(tmp_path)["token"] != "00"


@pytest.mark.parametrize(
    "content", [b"", b"12345", b'{"host": "half', b"\xff\xfe", b"[" * 100_000, b"7" * 5_000_000], ids=range(6)
)
def test_a_lock_that_nobody_can_read_and_nobody_holds_is_taken(content: bytes, tmp_path: Path) -> None:
    (tmp_path / ".docgen-lock").write_bytes(content)
    with folder_lock.workplace(tmp_path):
        assert said(tmp_path)["process"] == os.getpid()


def test_another_machines_lock_holds_while_it_gives_signs_of_life(tmp_path: Path) -> None:
    left_by(tmp_path, machine="another", seconds_ago=60)
    (tmp_path / ".docgen-work-theirs").mkdir()
    trouble = refusal(tmp_path)
    assert "教务处-PC" in str(trouble)
    assert re.search(r"\b6\d 秒前", str(trouble))
    assert str(tmp_path / ".docgen-lock") in trouble.hint
    assert "2 分钟" in trouble.hint
    assert (tmp_path / ".docgen-work-theirs").exists(), "its work is not swept"


def test_another_machines_lock_ends_two_minutes_after_its_last_sign_of_life(tmp_path: Path) -> None:
    left_by(tmp_path, machine="another", seconds_ago=121)
    with folder_lock.workplace(tmp_path):
        assert said(tmp_path)["process"] == os.getpid()


def test_a_holder_gives_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_lock, "BEAT", 0.01)
    with folder_lock.workplace(tmp_path):
        file = tmp_path / ".docgen-lock"
        os.utime(file, (0, 0))
        until = time.monotonic() + 20
        while file.stat().st_mtime == 0 and time.monotonic() < until:
            time.sleep(0.01)
        assert file.stat().st_mtime > 0
        assert said(tmp_path)["process"] == os.getpid()


def test_a_machine_that_slept_while_another_took_over_leaves_the_others_work_alone(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="另一台"), folder_lock.workplace(tmp_path) as mine:
        left_by(tmp_path, machine="another")
        theirs = tmp_path / ".docgen-work-theirs"
        theirs.mkdir()
    assert theirs.exists()
    assert said(tmp_path)["machine"] == "another"
    assert not mine.exists()


@POSIX
def test_two_machines_with_process_numbers_of_their_own_do_not_take_each_others_lock(tmp_path: Path) -> None:
    # In a PID namespace of its own each docgen has a low number, which outside is somebody else's or nobody's.
    apart = ("unshare", "--map-root-user", "--pid", "--fork", "--kill-child")
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], capture_output=True).returncode:
        pytest.skip("PID namespaces are not allowed here")
    with another_docgen(tmp_path, wrapper=apart):
        number = said(tmp_path)["process"]
        assert isinstance(number, int)
        assert number < 100
        assert str(number) in str(refusal(tmp_path))
        assert list(tmp_path.glob(".docgen-work*/half done"))
        inside = subprocess.run(
            [*apart, sys.executable, "-c", HOLD, str(tmp_path)], capture_output=True, text=True, env=ENVIRONMENT
        )
        assert "OutputError" in inside.stderr
        assert list(tmp_path.glob(".docgen-work*/half done"))


@POSIX
def test_where_a_share_carries_no_locks_signs_of_life_alone_keep_two_machines_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "_system_lock", lambda _file: None)
    with another_docgen(
        tmp_path, NO_SYSTEM_LOCK + "folder_lock._machine = lambda: 'another'\nfolder_lock.BEAT = 0.05\n"
    ) as process:
        assert "另一台" in str(refusal(tmp_path))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert "另一台" in str(refusal(tmp_path)), "it may only be slow"
        monkeypatch.setattr(folder_lock, "DEAD", 0.0)
        with folder_lock.workplace(tmp_path):
            pass
    assert list(tmp_path.iterdir()) == []
