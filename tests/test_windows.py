"""Windows, as Debian's wine gives it: the offline bundle is unpacked and used on code page 936.

Where wine or the packages cannot be had every test here fails and says why. What wine cannot show: a real console, Ctrl-C
there, the memory bound of a job.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from docgen import workbook
from docgen.errors import ExitCode
from docgen.pipeline.again import RECORD
from tests.semesters import a_semester
from tools import wine as windows_here
from tools.bundle import packages, windows

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("windows")]
BOOK = "台账.xlsx"
CODE_PAGE = "gbk"


@dataclass(frozen=True, slots=True)
class Said:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Bundle:
    """The bundle as a clerk has it: unpacked in a folder with Chinese characters and blanks in its name."""

    wine: windows_here.Wine
    root: Path

    @property
    def python(self) -> Path:
        return self.root / "python" / "python.exe"

    def docgen(self, *arguments: str, folder: Path, libraries: str = "msvcp140=n") -> Said:
        """Run the command as the starter's terminal does; Microsoft's C++ runtime is the one of the bundle."""
        batch = os.path.relpath(self.root / "docgen.bat", folder)
        more = {"WINEDLLOVERRIDES": f"mscoree,mshtml=;{libraries}"}
        done = self.wine.run("cmd", "/c", batch.replace("/", "\\"), *arguments, folder=folder, more=more)
        return Said(done.returncode, done.stdout.decode(CODE_PAGE), done.stderr.decode(CODE_PAGE))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bundle]:
    try:
        wine = windows_here.ready()
        archive = windows.build(tmp_path_factory.mktemp("dist"))
    except (windows_here.NotToBeHadError, packages.NotToBeHadError) as error:
        pytest.fail(f"Windows cannot be tried here: {error}")
    folder = tmp_path_factory.mktemp("张 三") / "我的 文档"
    zipfile.ZipFile(archive).extractall(folder)
    # It asks Windows' own management for its version and calls what wine 8 does not have; Python does without it.
    (folder / windows.name() / "python" / "_wmi.pyd").unlink()
    yield Bundle(wine, folder / windows.name())
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def semester(bundle: Bundle) -> Path:
    """A small semester, from workbook to archive, made by ``docgen demo`` on Windows beside the bundle."""
    folder = bundle.root.parent / "2008-2009-2"
    folder.mkdir()
    workbook.write(folder / BOOK, a_semester(2, talks=True))
    said = bundle.docgen("demo", ".", "--engine", "embedded", folder=folder)
    assert said.code == 0, said
    assert "合格" in said.out
    return folder


def test_the_starter_shows_the_commands_and_opens_a_terminal(bundle: Bundle) -> None:
    done = bundle.wine.run("cmd", "/c", "开始.bat", folder=bundle.root)
    shown = done.stdout.decode(CODE_PAGE)
    assert "check" in shown
    assert shown.rstrip().endswith(">")  # it waits for what the clerk types


def test_the_archive_made_on_windows_is_verified_there_and_here(bundle: Bundle, semester: Path) -> None:
    said = bundle.docgen("verify", "archive", "--json", folder=semester)
    assert said.code == 0, said
    here = subprocess.run(
        [sys.executable, "-m", "docgen", "verify", str(semester / "archive"), "--json"], capture_output=True, check=True
    )
    assert json.loads(here.stdout)["sound"]


def test_a_run_that_changes_nothing_makes_nothing(bundle: Bundle, semester: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (semester / "out").rglob("*.pdf")}
    said = bundle.docgen("build", BOOK, "--engine", "embedded", "--to", "pdf", folder=semester)
    assert said.code == 0, said
    assert "没有变动" in said.out
    assert before == {path: path.stat().st_mtime_ns for path in (semester / "out").rglob("*.pdf")}


def test_papers_made_on_windows_are_those_made_here(semester: Path, tmp_path: Path) -> None:
    """Word files byte for byte; of PDFs every page's text: their glyphs come through Windows' own drawing of fonts."""
    shutil.copyfile(semester / BOOK, tmp_path / BOOK)
    command = [sys.executable, "-m", "docgen", "build", str(tmp_path / BOOK), "--engine", "embedded", "--to", "pdf"]
    subprocess.run(command, capture_output=True, check=True)
    here, there = tmp_path / "out", semester / "out"
    names = sorted(path.relative_to(here) for path in here.glob("word/*.docx"))
    assert len(names) > 10
    assert [name for name in names if (here / name).read_bytes() != (there / name).read_bytes()] == []
    for name in sorted(path.relative_to(here) for path in here.glob("pdf/*.pdf")):
        assert pages(there / name) == pages(here / name), name


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def test_check_speaks_code_page_936_to_people_and_utf_8_to_programs(bundle: Bundle, semester: Path) -> None:
    assert bundle.docgen("check", BOOK, folder=semester).code == 0
    batch = os.path.relpath(bundle.root / "docgen.bat", semester).replace("/", "\\")
    done = bundle.wine.run("cmd", "/c", batch, "check", BOOK, "--json", folder=semester)
    assert json.loads(done.stdout.decode("utf-8"))["workbook"] == BOOK


def test_doctor_finds_all_well_with_marks_that_code_page_936_has(bundle: Bundle, semester: Path) -> None:
    said = bundle.docgen("doctor", folder=semester)
    assert said.code == 0, said
    assert "√ 内置引擎" in said.out
    assert "× LibreOffice" in said.out


def test_without_microsofts_runtime_it_is_named_and_the_exit_code_is_5(bundle: Bundle, semester: Path) -> None:
    """What pip users on a fresh Windows would meet if msvc-runtime did not come along."""
    data = os.path.relpath(bundle.python.parent / "packages/docgen/_data/samples/agreement.yaml", semester)
    words = ("fill", "agreement", data.replace("/", "\\"), "-o", "one.pdf", "--engine", "embedded")
    said = bundle.docgen(*words, folder=semester, libraries="msvcp140=")
    assert said.code == ExitCode.MISSING_DEPENDENCY, said
    assert "MSVCP140.dll" in said.err
    assert "Traceback" not in said.err


def test_a_killed_run_leaves_nobody_behind_and_the_next_one_finishes(bundle: Bundle, tmp_path: Path) -> None:
    workbook.write(tmp_path / BOOK, a_semester(2, talks=True))
    command = ("-m", "docgen", "build", BOOK, "--engine", "embedded", "--to", "pdf")
    with bundle.wine.start(bundle.python, *command, folder=tmp_path) as process:
        assert process.stderr is not None
        while not process.stderr.readline().startswith(b" 6"):
            assert process.poll() is None
        time.sleep(0.5)  # its children are at work
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 30
    while working(bundle.root) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert working(bundle.root) == []
    said = bundle.docgen("build", BOOK, "--engine", "embedded", "--to", "pdf", folder=tmp_path)
    assert said.code == 0, said
    assert len(list(tmp_path.glob("out/pdf/*.pdf"))) == len(list(tmp_path.glob("out/word/*.docx"))) > 10
    assert [one.name for one in tmp_path.glob("out/.docgen-*")] == [RECORD], "what was under way is gone"


def working(root: Path) -> list[int]:
    """Return the processes that run the bundle's Python."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if root.parent.parent.name in line and "python.exe" in line:
                found.append(int(entry.name))
    return found
