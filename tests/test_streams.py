"""What docgen writes where the system's code page is 936, as Windows gives it to a pipe or a file in China."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docgen import workbook
from docgen.cli.terminal import streams
from docgen.errors import ExitCode
from tests.semesters import a_semester, changed

PACKAGE = Path(streams.__file__).parent.parent.parent
CODE_PAGE = "gbk"


def said(*arguments: str) -> bytes:
    environment = {**os.environ, "PYTHONIOENCODING": CODE_PAGE, "PYTHONUTF8": "0", "DOCGEN_LANG": "zh"}
    command = [sys.executable, "-m", "docgen", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False).stdout


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that names a person who does not exist, and whose name is not on code page 936."""
    path = tmp_path_factory.mktemp("936") / "台账.xlsx"
    workbook.write(path, changed(a_semester(3), "memberships", 0, person="龚䶮"))
    return path


def test_json_is_utf_8_whatever_the_code_page(book: Path) -> None:
    found = json.loads(said("check", str(book), "--json").decode("utf-8"))
    assert "龚䶮" in {problem["value"] for problem in found["problems"]}


def test_people_read_their_code_page_with_a_sign_lost_at_most(book: Path) -> None:
    assert "龚?" in said("check", str(book)).decode(CODE_PAGE)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="a pipe whose reader has gone is an error of its own on POSIX only")
def test_a_build_goes_on_when_nobody_reads_what_it_says(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(1))
    command = [sys.executable, "-m", "docgen", "build", str(book), "--to", "docx", "--only", "plan"]
    reading, writing = os.pipe()
    with subprocess.Popen(command, stdout=writing, stderr=writing) as process:
        os.close(writing)
        os.read(reading, 1)
        os.close(reading)
        assert process.wait(120) == 0
    assert list(tmp_path.rglob("G01-*.docx"))


@pytest.mark.skipif(os.name != "posix", reason="names of files are text on Windows")
def test_a_system_that_allows_no_chinese_names_is_told_in_words() -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "docgen", "build"]
    done = subprocess.run(command, env={**os.environ, **plain}, capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.MACHINE, done.stderr
    assert "LANG=C.UTF-8" in done.stderr


def test_a_check_mark_becomes_one_that_the_code_page_has() -> None:
    streams.let_everything_through()
    assert "✓ ✗ 第一行⏎第二行".encode(CODE_PAGE, "docgen").decode(CODE_PAGE) == "√ × 第一行\\n第二行"
    assert "✓ ✗".encode("ascii", "docgen") == b"+ x"


def test_no_sign_that_the_command_line_writes_is_lost_on_code_page_936() -> None:
    """A sign lost is one of the clerk's own; docgen's have a stand-in each."""
    streams.let_everything_through()
    catalogue = (PACKAGE / "messages/locale/zh/LC_MESSAGES/docgen.po").read_text(encoding="utf-8")
    translated = re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', catalogue, re.MULTILINE)
    assert len(translated) > 1000
    written = "".join(translated)
    written += "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "cli").rglob("*.py"))
    lost = {sign for sign in written if sign != "?" and sign.encode(CODE_PAGE, "docgen") == b"?"}
    assert not lost
