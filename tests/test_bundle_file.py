"""The one file for Linux, used as somebody does who has Python and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from docgen import workbook
from tests.semesters import a_semester
from tools.bundle import linux, packages

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("file")]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return linux.build(tmp_path_factory.mktemp("一个 文件"), pythons=[f"3.{sys.version_info.minor}"])
    except packages.NotToBeHadError as error:
        pytest.fail(f"the file cannot be made here: {error}")


def ran(program: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run it with a Python that sees no installed package, in an empty home."""
    python = Path(sys.base_prefix) / "bin" / "python3"
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "DOCGEN_LANG": "zh"}
    command = [str(python), "-I", "-S", str(program), *arguments]
    return subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)


def test_a_semester_is_made_archived_and_verified_from_one_file(program: Path, tmp_path: Path) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_semester(2, talks=True))
    done = ran(program, "demo", ".", "--engine", "embedded", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("out/pdf/*.pdf"))) > 10
    assert ran(program, "verify", "archive", home=tmp_path).returncode == 0


def test_it_says_which_python_it_is_for(program: Path, tmp_path: Path) -> None:
    other = program.with_name("other")
    with zipfile.ZipFile(program) as known, zipfile.ZipFile(other, "w") as changed:
        contents = json.loads(known.read("contents.json"))
        changed.writestr("contents.json", json.dumps({**contents, "wheels": {"3.99": []}}))
        changed.writestr("__main__.py", known.read("__main__.py"))
    done = ran(other, "--version", home=tmp_path)
    assert done.returncode == 1
    assert "3.99" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cache_that_cannot_be_written_is_said(program: Path, tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where a folder should be", encoding="utf-8")
    done = ran(program, "--version", home=tmp_path)
    assert done.returncode == 1
    assert "DOCGEN_CACHE" in done.stderr
    assert "Traceback" not in done.stderr
