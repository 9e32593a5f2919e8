"""``docgen check`` as a clerk and a program see it: what is printed, what is given back, how it exits."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from docgen import messages, workbook
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.errors import ExitCode
from docgen.settings import Settings
from tests.semesters import a_semester, changed


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = messages.language()
    yield
    translated.speak(before)


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(2, talks=True))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    semester = a_semester(2, talks=True)
    semester = replace(changed(semester, "memberships", 2, signed_on=None), talks=semester.talks[1:])
    workbook.write(path, changed(semester, "memberships", 0, reason=""))
    return path


def test_a_sound_workbook_exits_0(sound: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(sound), "--lang", "en"]) == 0
    assert "No problem found." in capsys.readouterr().out


def test_a_full_temporary_folder_is_not_laid_to_a_sound_workbook(
    sound: Path,
    small_disk: Callable[[int], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = small_disk(8)  # the question fits, the answer does not
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    assert run(["check", str(sound), "--lang", "en"]) == ExitCode.OUTPUT
    said = capsys.readouterr().err
    assert f"{place}: cannot be written (the disk is full)" in said
    assert "set TMPDIR to a folder on another disk" in said
    assert sound.name not in said


def test_warnings_alone_exit_0_and_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, changed(a_semester(2, talks=True), "memberships", 0, reason=""))
    assert run(["check", str(path), "--lang", "en"]) == 0
    assert "In all: 0 E (must be mended), 1 W (look at them)" in capsys.readouterr().out


def test_an_error_exits_3_with_its_cell_and_a_summary_by_sheet(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(faulty), "--lang", "en"]) == 3
    said = capsys.readouterr().out
    assert "E 组员!G4 签署日期：" in said
    assert "组员: 1 E, 1 W" in said


def test_the_table_says_what_is_missing_where(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(faulty), "--lang", "en"])
    lines = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line.split()}
    assert lines["共勉协议书"] == ["2", "1", "G02"]
    assert lines["交流谈话记录表"] == ["15", "14", "G01"]
    run(["check", str(faulty), "--coverage", "--lang", "en"])
    said = capsys.readouterr().out
    assert "共勉协议书（签署日期）" in said
    assert "0810130012" in next(line for line in said.splitlines() if "✗" in line)


def test_json_has_the_shape_that_is_documented(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty), "--json", "--lang", "en"]) == 3
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["version", "workbook", "errors", "warnings", "problems", "coverage"]
    assert (found["version"], found["workbook"], found["errors"], found["warnings"]) == (1, "台账.xlsx", 1, 2)
    problem = next(one for one in found["problems"] if one["severity"] == "E")
    assert {name: problem[name] for name in problem if name not in ("message", "hint")} == {
        "severity": "E",
        "rule": 5,
        "kind": "not-signed",
        "sheet": "组员",
        "row": 4,
        "column": "签署日期",
        "cell": "G4",
        "value": "",
        "groups": ["G02"],
    }
    coverage = found["coverage"]
    assert list(coverage) == ["months", "papers", "groups", "activists", "without_group", "empty_groups"]
    assert coverage["groups"][1]["papers"]["agreement"] == {"expected": 1, "present": 0, "missing": ["签署日期"]}
    assert coverage["activists"][0]["talks"]["2009-03"] == 0
    assert coverage["activists"][0]["missing"] == ["2009-03"]


def test_every_key_of_the_json_is_in_its_documentation(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def keys(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key.isascii() and not key[:1].isdigit():
                    yield key
                yield from keys(inner)
        elif isinstance(value, list) and value:
            yield from keys(value[0])

    run(["check", str(faulty), "--json", "--lang", "en"])
    stems = {"agreement", "plan", "contact_record", "appraisal", "mutual_review", "group_summary"}
    found = set(keys(json.loads(capsys.readouterr().out))) - stems
    reference = (Path(__file__).parents[1] / "docs/reference.md").read_text(encoding="utf-8")
    described = set(re.findall(r"\w+", reference.partition("\n## check --json\n")[2].partition("\n## ")[0]))
    assert found <= described


@pytest.mark.slow
def test_annotate_gives_back_marks_and_takes_them_off_when_all_is_mended(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked, clean = faulty.with_name("标注.xlsx"), faulty.with_name("干净.xlsx")
    before = faulty.read_bytes()
    assert run(["check", str(faulty), "--annotate", str(marked), "--lang", "en"]) == 3
    assert faulty.read_bytes() == before
    book = openpyxl.load_workbook(marked)
    members = book["组员"]
    assert isinstance(members, Worksheet)
    assert book.sheetnames[0] == "检查结果"
    assert members["G4"].comment is not None
    members["G4"], members["F2"] = members["G2"].value, "专业成绩班级前三"
    talks = book["交流"]
    assert isinstance(talks, Worksheet)
    talks.append([talks["A2"].value.replace(month=3), "", "T0012", "0810130012", "G01"])
    book.save(marked)
    assert run(["check", str(marked), "--annotate", str(clean), "--lang", "en"]) == 0
    assert "Workbook without marks" in capsys.readouterr().err
    book = openpyxl.load_workbook(clean)
    assert "检查结果" not in book.sheetnames
    members = book["组员"]
    assert isinstance(members, Worksheet)
    assert members["G4"].comment is None
    assert workbook.check(clean, Settings()).problems == ()


def test_a_workbook_is_marked_again_and_again_beside_it_and_never_in_its_own_place(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, marked = faulty.read_bytes(), faulty.with_name("标注.xlsx")
    assert run(["check", str(faulty), "--annotate", str(faulty), "--lang", "en"]) == 7
    assert "is what this command reads" in capsys.readouterr().err
    assert faulty.read_bytes() == before
    for _time in range(2):
        assert run(["check", str(faulty), "--annotate", str(marked)]) == 3
    assert openpyxl.load_workbook(marked).sheetnames.count("检查结果") == 1


def test_a_file_that_is_no_workbook_exits_3_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "台账.xlsx").write_text("不是工作簿", "utf-8")
    assert run(["check", str(tmp_path / "台账.xlsx"), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    assert "is not a workbook" in said
    assert "What to do" in said
