"""The second run on the sample semester: nothing filled, nothing converted. How long it takes: benchmarks/ledger.py."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from docgen import resources
from tests.test_life import a_copy_with_target

pytestmark = pytest.mark.slow


def build(book: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "docgen", "build", str(book), "--engine", "embedded", "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    report: dict[str, Any] = json.loads((book.parent / "out/report.json").read_bytes())
    return report


def unfiled(book: Path) -> None:
    """Empty the days of filing: a plan that is filed would be held back when its data changes."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["小组"]
    place = next(cell.column for cell in sheet[1] if cell.value == "备案日期")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, place).value = None
    workbook.save(book)


def test_the_sample_a_second_time_then_one_cell_then_one_template(tmp_path: Path) -> None:
    sample = resources.samples() / "2008-2009-2"
    book = tmp_path / "台账.xlsx"
    for name in ("台账.xlsx", "docgen.toml"):
        shutil.copy(sample / name, tmp_path / name)
    unfiled(book)
    first = build(book)
    papers = sum(first["counts"].values())
    assert first["work"] == {"filled": papers, "converted": papers, "bundled": 1}

    files = [path for path in tmp_path.glob("out/**/*") if path.suffix in (".docx", ".pdf")]
    before = {path: path.stat().st_mtime_ns for path in files}
    assert build(book)["work"] == {"filled": 0, "converted": 0, "bundled": 0}
    assert {path: path.stat().st_mtime_ns for path in files} == before

    changed = a_copy_with_target(book, "85")
    report = build(book)
    made = {one["name"] for one in report["papers"] if one["state"] == "made"}
    assert made
    whys = [one["why"][0] for one in report["papers"] if one["state"] == "made"]
    # The cell, for papers of its groups; what is reckoned from it, for the department's.
    assert any(changed in why for why in whys) and all("85" in why for why in whys)
    assert report["work"] == {"filled": len(made), "converted": len(made), "bundled": 1}
    touched = {path.stem for path in files if path.stat().st_mtime_ns != before[path]}
    assert touched == made | {"草稿-合订本"}

    layout = docx.Document(str(resources.templates() / "plan.docx"))
    layout.paragraphs[0].add_run("（修订）")
    (tmp_path / "templates").mkdir()
    layout.save(str(tmp_path / "templates/plan.docx"))
    report = build(book)
    plans = [one for one in report["papers"] if one["kind"] == "plan"]
    assert {one["state"] for one in plans} == {"made"}
    assert report["work"] == {"filled": len(plans), "converted": len(plans), "bundled": 1}
