"""Files that are whole or not there, on a system where another program may hold them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from docgen import clock, files
from docgen.errors import OutputError


class Scanner:
    """A virus scanner of Windows: it holds each file for its first few moments, and nobody can rename it so long."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, moments: int) -> None:
        self._left, self._really = moments, Path.replace
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(files, "_PAUSES", (0.0,) * 5)
        monkeypatch.setattr(Path, "replace", lambda source, target: self._rename(source, target))

    def _rename(self, source: Path, target: Path) -> Path:
        self._left -= 1
        if self._left >= 0:
            raise PermissionError(13, "in use", str(source))
        return self._really(source, target)


def test_a_file_that_a_scanner_holds_for_a_moment_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Scanner(monkeypatch, moments=4)
    files.write(tmp_path / "paper.pdf", b"new")
    assert (tmp_path / "paper.pdf").read_bytes() == b"new"


def test_a_file_that_stays_open_in_wps_is_said_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "paper.pdf"
    target.write_bytes(b"old")
    Scanner(monkeypatch, moments=1000)
    with pytest.raises(OutputError, match=r"paper\.pdf"):
        files.write(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["paper.pdf"]
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says which program works where")
def test_what_a_killed_run_left_in_the_temporary_folder_is_swept_with_what_still_works_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, young = tmp_path / "docgen-run-left", tmp_path / "docgen-run-young"
    for folder in (left, young):
        (folder / "profile").mkdir(parents=True)
    worker = subprocess.Popen(["sh", "-c", "sleep 600; true", f"file://{left}/profile"], start_new_session=True)
    while b"profile" not in Path(f"/proc/{worker.pid}/cmdline").read_bytes():
        pass  # the system shows what it was told a moment after it began
    with files.scratch() as held:
        for folder in (left, held):
            os.utime(folder, (0, 0))
        files._sweep_scratch.cache_clear()
        with files.scratch() as own:
            assert {*tmp_path.iterdir()} == {young, held, own}
    assert worker.wait(60) == -signal.SIGKILL
    assert {*tmp_path.iterdir()} == {young}


@pytest.mark.parametrize("said", ["9" * 30, "-1", "gestern", ""])
def test_a_moment_that_no_calendar_has_sets_no_clock(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", said)
    assert clock.set_time() is None
    assert clock.now().year > 2000
