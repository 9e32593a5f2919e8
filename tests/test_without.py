"""An installation without dxpdf, without docgen's fonts, or without both: what is left works, and what is lost is said."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest

from docgen.errors import ExitCode
from docgen.resources import samples

PAPER = samples() / "certificate.yaml"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def run(
    *arguments: str | Path, missing: tuple[str, ...], at: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run docgen where some packages are not installed: neither to be imported nor known to the installer."""
    names = ", ".join(repr(name) for name in missing)
    (at / "sitecustomize.py").write_text(
        f"""
import importlib.metadata, sys
MISSING = {{{names}}}
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in MISSING:
            raise ModuleNotFoundError("No module named " + repr(name), name=name)
sys.meta_path.insert(0, Absent())
known = importlib.metadata.version
def version(name):
    if name in MISSING:
        raise importlib.metadata.PackageNotFoundError(name)
    return known(name)
importlib.metadata.version = version
""",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(at), *(entry for entry in sys.path if entry)])
    around: Mapping[str, str] = {**os.environ, "PYTHONPATH": path, **environment}
    line = [sys.executable, "-m", "docgen", *map(str, arguments), "--lang", "en"]
    return subprocess.run(line, capture_output=True, text=True, env=around, cwd=at)


def fonts_of_a_machine(at: Path) -> Path:
    """A machine with one Chinese font: a Song."""
    folder = at / "fonts"
    folder.mkdir()
    shutil.copy(pylopdf_fonts_zh_cn.serif_path(), folder / "SomeSong.otf")
    return folder


@pytest.mark.slow
def test_without_docgens_fonts_papers_are_drawn_with_the_machines(tmp_path: Path, cache: Path) -> None:
    here = {"DOCGEN_FONTS": str(fonts_of_a_machine(tmp_path)), "DOCGEN_CACHE": str(cache)}
    missing = ("pylopdf_fonts_zh_cn",)
    done = run(
        "fill", "certificate", PAPER, "-o", "a.pdf", "--engine", "embedded", missing=missing, at=tmp_path, **here
    )
    assert done.returncode == ExitCode.OK, done.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    said = run("doctor", missing=missing, at=tmp_path, **here)
    assert said.returncode == ExitCode.OK, said.stdout
    assert "drawn with this machine's SomeSong.otf" in said.stdout
    assert "rare characters may be missing" in said.stdout


@pytest.mark.slow
def test_without_any_chinese_font_it_is_said_what_to_install(tmp_path: Path) -> None:
    here = {"DOCGEN_FONTS": str(tmp_path / "none"), "DOCGEN_CACHE": str(tmp_path)}
    done = run("fill", "certificate", PAPER, "-o", "a.pdf", missing=("pylopdf_fonts_zh_cn",), at=tmp_path, **here)
    assert done.returncode == ExitCode.MISSING_DEPENDENCY
    assert "no Chinese font" in done.stderr
    assert "pip install pylopdf-fonts-zh-cn" in done.stderr
    assert "DOCGEN_FONTS" in done.stderr


@pytest.mark.slow
def test_without_an_engine_word_files_are_made_and_pdfs_are_refused_with_what_to_install(tmp_path: Path) -> None:
    here = {"DOCGEN_SOFFICE": str(tmp_path / "none")}
    missing = ("dxpdf", "pylopdf_fonts_zh_cn")
    done = run("fill", "certificate", PAPER, "-o", "a.docx", missing=missing, at=tmp_path, **here)
    assert done.returncode == ExitCode.OK, done.stderr
    done = run("fill", "certificate", PAPER, "-o", "a.pdf", missing=missing, at=tmp_path, **here)
    assert done.returncode == ExitCode.MISSING_DEPENDENCY
    assert "neither LibreOffice nor the embedded engine" in done.stderr


@pytest.mark.libreoffice
@pytest.mark.slow
def test_without_dxpdf_libreoffice_makes_the_pdfs_and_doctor_says_what_is_lost(tmp_path: Path, cache: Path) -> None:
    done = run("fill", "certificate", PAPER, "-o", "a.pdf", missing=("dxpdf",), at=tmp_path, DOCGEN_CACHE=str(cache))
    assert done.returncode == ExitCode.OK, done.stderr
    said = run("doctor", missing=("dxpdf",), at=tmp_path, DOCGEN_CACHE=str(cache))
    assert said.returncode == ExitCode.OK, said.stdout
    assert "LibreOffice makes the PDFs" in said.stdout
