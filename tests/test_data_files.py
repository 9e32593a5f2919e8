"""A data file that says something else than what a paper would say is refused, with the entry at fault."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from docgen import resources
from docgen.documents import KINDS, datafile
from docgen.errors import DataError, DocgenError, InputError

SAMPLE = (resources.samples() / "agreement.yaml").read_text(encoding="utf-8")
AGREEMENT = KINDS["agreement"]


def refusal(folder: Path, text: str, name: str = "a.yaml") -> DocgenError:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        datafile.read(folder / name, AGREEMENT)
    return caught.value


def faulty(folder: Path, old: str, new: str) -> tuple[str, str]:
    assert old in SAMPLE
    error = refusal(folder, SAMPLE.replace(old, new, 1))
    assert isinstance(error, DataError)
    (problem,) = error.problems
    return problem.column, problem.kind


@pytest.mark.parametrize(
    ("old", "new", "column", "kind"),
    [
        ("活动名称: 携手共勉", '活动名称: "  "', "活动名称", "empty"),
        ("院系: 影视艺术系", "院系:", "院系", "empty"),
        ("姓名: 周砚秋", '姓名: ""', "成员.1.姓名", "empty"),
        ("签署日期: 2009-03-16", "签署日期: 1237161600", "成员.1.签署日期", "not-a-date"),
        ("签署日期: 2009-03-16", "签署日期: 2009-03-16T08:00", "成员.1.签署日期", "not-a-date"),
        ("签署日期: 2009-03-16", "签署日期: 2009-02-30", "成员.1.签署日期", "not-a-date"),
        ("活动名称: 携手共勉", '活动名称: "携手\\x01"', "活动名称", "control-character"),
        ("活动名称: 携手共勉", '活动名称: "携手\\ud800"', "活动名称", "control-character"),
        ("姓名: 周砚秋", '姓名: "周\\u202e砚秋"', "成员.1.姓名", "control-character"),
        ("活动名称: 携手共勉", f"活动名称: {'长' * 40_000}", "活动名称", "too-long"),
    ],
)
def test_a_value_that_is_not_what_was_meant_is_refused_at_its_entry(
    old: str, new: str, column: str, kind: str, tmp_path: Path
) -> None:
    assert faulty(tmp_path, old, new) == (column, kind)


@pytest.mark.parametrize("number", ["1_000", "１０", "2.5", "1e1", "0x10", "9" * 5000])
def test_a_number_is_written_with_digits_only(number: str, tmp_path: Path) -> None:
    line = next(line for line in SAMPLE.splitlines() if line.startswith("份数:"))
    assert faulty(tmp_path, line, f'份数: "{number}"') == ("份数", "not-a-number")


def test_a_name_that_stands_twice_in_json_is_refused(tmp_path: Path) -> None:
    assert "活动名称" in str(refusal(tmp_path, '{"活动名称": "甲", "活动名称": "乙"}', "a.json"))


def test_what_is_no_json_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "第 3 行" in str(refusal(tmp_path, '{\n"活动名称": "甲"\n"院系": "乙"}', "a.json"))


def test_a_placeholder_without_quotes_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "第 1 行" in str(refusal(tmp_path, "活动名称: {{ x }}\n"))


@pytest.mark.parametrize("text", ["[" * 50_000, "a: " + "{b: " * 3000, "a: 1\n" * 2_000_000])
def test_a_file_without_measure_is_refused(text: str, tmp_path: Path) -> None:
    assert refusal(tmp_path, text).hint


def test_json_without_measure_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "[" * 100_000, "a.json").hint
    assert refusal(tmp_path, json.dumps({"活动名称": float("nan")}), "a.json")


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX only")
def test_a_pipe_and_a_device_are_no_data_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for path in (tmp_path / "pipe.yaml", Path("/dev/zero"), tmp_path):
        with pytest.raises(InputError, match="普通文件"):
            datafile.read(path, AGREEMENT)
