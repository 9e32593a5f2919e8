"""The command line as a user meets it: exit codes, both languages, nothing half-done."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest

from docgen import cli, messages, settings, workbook
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.errors import (
    ArchiveError,
    ConversionError,
    DataError,
    DocgenError,
    ExitCode,
    LedgerError,
    MachineError,
    MissingDependencyError,
    OutputError,
    PartialFailure,
    TemplateError,
    WorkbookError,
    output_error,
)
from docgen.resources import samples
from tests.semesters import a_semester, changed
from tests.test_architecture import LIBRARIES


@pytest.fixture(autouse=True)
def _language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = messages.language()
    monkeypatch.setenv("DOCGEN_LANG", "en")
    yield
    translated.speak(before)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, a_semester(3))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A workbook whose G01 names a person that does not exist."""
    path = tmp_path / "台账.xlsx"
    workbook.write(path, changed(a_semester(3), "memberships", 0, person="没有此人"))
    return path


def test_the_exit_codes_are_those_of_the_contract() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "OK": 0, "BUG": 1, "USAGE": 2, "DATA": 3, "TEMPLATE": 4, "MISSING_DEPENDENCY": 5, "CONVERSION": 6,
        "OUTPUT": 7, "ARCHIVE": 8, "LEDGER": 9, "PARTIAL": 10, "MACHINE": 11, "INTERRUPTED": 130,
    }  # fmt: skip
    raised = (
        DocgenError, WorkbookError, DataError, TemplateError, MissingDependencyError, ConversionError, OutputError,
        ArchiveError, LedgerError, PartialFailure, MachineError,
    )  # fmt: skip
    assert [int(error.exit_code) for error in raised] == [1, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11]


def test_an_error_keeps_what_it_says_when_it_comes_from_another_process() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(PartialFailure("two failed", ["a", "b"], hint="mend them")))
    assert (str(error), error.failures, error.hint) == ("two failed", ("a", "b"), "mend them")


def test_help_is_there_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--help"]) == 0
    english = capsys.readouterr().out
    assert run(["--lang", "zh", "build", "--help"]) == 0
    chinese = capsys.readouterr().out
    assert "Only this group" in english
    assert "用法" in chinese
    assert "Only this group" not in chinese


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["fill"], ["build", "x.xlsx", "--engine", "abacus"], ["check", "--no"]]
)
def test_a_wrong_command_line_is_a_usage_error(arguments: list[str]) -> None:
    assert run(arguments) == ExitCode.USAGE


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with what is typed to reach it."""
    for name, one in group.commands.items():
        yield from commands(one, (*path, name)) if isinstance(one, click.Group) else [((*path, name), one)]


def test_a_command_that_lacks_something_says_a_whole_one_that_may_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "2009-2010-1").mkdir()
    for folder in (tmp_path, tmp_path / "2009-2010-1"):
        (folder / "台账.xlsx").touch()
    monkeypatch.chdir(tmp_path)
    wanting = [(path, one) for path, one in commands(cli.commands()) if any(each.required for each in one.params)]
    assert ("unsign",) in [path for path, _one in wanting]
    for path, one in wanting:
        assert run(["--lang", "en", *path]) == ExitCode.USAGE
        said = capsys.readouterr().err
        typed = said.partition("Type for example: docgen ")[2].split()
        assert tuple(typed[: len(path)]) == path, said
        context = one.make_context(path[-1], typed[len(path) :])
        assert all(context.params[str(each.name)] for each in one.params if each.required), said


@pytest.mark.parametrize("command", ["check", "build", "archive"])
def test_a_missing_workbook_is_named(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, str(tmp_path / "没有.xlsx")]) == ExitCode.DATA
    captured = capsys.readouterr()
    assert "没有.xlsx" in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("command", ["check", "verify", "template lint", "stats --xlsx"])
def test_a_name_longer_than_any_file_has_is_refused_as_a_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "长" * 300, "--lang", "en"]) == ExitCode.USAGE
    assert "so long a name" in capsys.readouterr().err


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"%PDF-1.4 not a workbook")
    assert run(["check", str(path)]) == ExitCode.DATA
    assert "台账.xlsx" in capsys.readouterr().err


def test_check_is_quiet_about_a_sound_workbook(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(book)]) == ExitCode.OK
    assert capsys.readouterr().out.strip()


def test_check_names_the_cell_and_exits_3(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty)]) == ExitCode.DATA
    out = capsys.readouterr().out
    assert "组员!B2 编号" in out
    assert "没有此人" in out


def test_check_tells_faults_alike_in_one_line_and_each_in_its_own_with_v(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台账.xlsx"
    workbook.write(path, replace(a_semester(3), goals=()))
    run(["check", str(path)])
    [together] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("E")]
    assert "and the like" in together and "(-v lists each)" in together
    run(["check", str(path), "-v"])
    each = [line for line in capsys.readouterr().out.splitlines() if line.startswith("E")]
    assert len(each) > 3 and not any("-v" in line for line in each)


def test_check_for_programs_has_a_stable_shape(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(faulty), "--json"]) == ExitCode.DATA
    answer = json.loads(capsys.readouterr().out)
    assert answer["version"] == 1
    assert answer["errors"] == sum(one["severity"] == "E" for one in answer["problems"])
    fault = next(one for one in answer["problems"] if (one["sheet"], one["cell"]) == ("组员", "B2"))
    assert {"severity", "rule", "kind", "sheet", "row", "column", "cell", "value", "message", "hint", "groups"} <= set(
        fault
    )
    assert (fault["sheet"], fault["row"], fault["column"], fault["value"]) == ("组员", 2, "编号", "没有此人")


def test_build_with_a_faulty_group_makes_the_others_and_exits_10(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", str(faulty), "--to", "docx", "--quiet"]) == ExitCode.PARTIAL
    captured = capsys.readouterr()
    assert "G01-共勉协议书" in captured.out
    assert "组员!B2" in captured.err
    assert {path.name for path in (faulty.parent / "out/word").iterdir()} == {
        f"G0{n}-{title}.docx" for n in (2, 3) for title in ("共勉协议书", "共勉计划备案表")
    }
    assert run(["build", str(faulty), "--to", "docx", "--quiet", "--group", "G02"]) == ExitCode.OK


def test_build_with_nothing_sound_exits_3(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    workbook.begin(path, {"term_name": "2008-2009-2"})
    assert run(["build", str(path)]) == ExitCode.DATA
    assert not (tmp_path / "out/word").exists()


def test_where_nothing_can_be_made_errors_alone_are_listed_and_the_last_line_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    semester = changed(a_semester(2), "memberships", 0, reason="")
    assert semester.programme
    save = replace(semester, programme=semester.programme.model_copy(update={"ends_on": date(2009, 1, 1)}))
    workbook.write(tmp_path / "台账.xlsx", save)
    assert run(["build", str(tmp_path / "台账.xlsx"), "--quiet", "--lang", "en"]) == ExitCode.DATA
    said = capsys.readouterr().err.splitlines()
    assert [line[0] for line in said if line[:2] in ("E ", "W ")] == ["E"]
    assert said[-1].startswith("What to do: Mend first what holds back all papers: 学期!B9 结束日期.")


def test_init_starts_a_semester_and_never_overwrites_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "2009-2010-1"
    assert run(["init", str(folder), "--semester", "2009-2010-1"]) == ExitCode.OK
    assert {path.name for path in folder.iterdir()} == {"台账.xlsx", "docgen.toml"}
    before = (folder / "台账.xlsx").read_bytes()
    assert run(["init", str(folder), "--semester", "2009-2010-1"]) == ExitCode.DATA
    assert (folder / "台账.xlsx").read_bytes() == before
    assert run(["init", str(tmp_path / "x"), "--semester", "someday"]) == ExitCode.USAGE
    capsys.readouterr()
    assert run(["check", str(folder / "台账.xlsx")]) == ExitCode.DATA, "what is missing is said, not thrown"
    assert "Traceback" not in capsys.readouterr().err


def test_the_settings_of_a_fresh_semester_are_the_defaults_as_they_are_and_uncommented(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "term"), "--semester", "2026-2027-1"]) == ExitCode.OK
    assert run(["check", str(tmp_path / "term/台账.xlsx")]) == ExitCode.DATA, "a blank workbook is not yet filled in"
    toml = tmp_path / "term/docgen.toml"
    assert settings.load(toml.parent) == settings.Settings()
    lines = toml.read_text(encoding="utf-8").splitlines()
    named = [line.removeprefix("# ") if re.match(r"# \S+ = ", line) else line for line in lines]
    assert named != lines
    toml.write_text("\n".join(named), encoding="utf-8")
    loaded = settings.load(toml.parent)
    examples = {"titles", "copies", "retention", "path"}
    assert loaded.model_dump(exclude=examples) == settings.Settings().model_dump(exclude=examples)


def test_a_setting_that_does_not_exist_is_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (book.parent / "docgen.toml").write_text("[check]\ntalks_per_mnth = 2\n", encoding="utf-8")
    assert run(["check", str(book)]) == ExitCode.DATA
    assert "check.talks_per_mnth" in capsys.readouterr().err


@pytest.mark.slow
def test_fill_makes_one_paper_as_word_and_as_pdf(tmp_path: Path) -> None:
    data = samples() / "agreement.yaml"
    for name, magic in (("one.docx", b"PK"), ("one.pdf", b"%PDF")):
        assert run(["fill", "共勉协议书", str(data), "-o", str(tmp_path / name), "--engine", "embedded"]) == ExitCode.OK
        assert (tmp_path / name).read_bytes().startswith(magic)


def test_fill_names_every_fault_of_the_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("协议编号: 1\n", encoding="utf-8")
    assert run(["fill", "agreement", str(path), "-o", str(tmp_path / "a.docx")]) == ExitCode.DATA
    assert "小组名称" in capsys.readouterr().err
    assert not (tmp_path / "a.docx").exists()


@pytest.mark.slow
def test_a_template_that_asks_for_what_is_not_there_exits_4(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    own = book.parent / "templates"
    own.mkdir()
    document = docx.Document()
    document.add_paragraph("{{ 没有这个字段 }}")
    document.save(str(own / "plan.docx"))
    code = run(["build", str(book), "--only", "plan", "--to", "docx", "--quiet"])
    assert code in (ExitCode.TEMPLATE, ExitCode.PARTIAL)
    captured = capsys.readouterr()
    assert "没有这个字段" in captured.out + captured.err


@pytest.mark.slow
def test_lint_has_nothing_to_say_of_the_official_templates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "lint", "--json"]) == ExitCode.OK
    assert json.loads(capsys.readouterr().out) == []


def test_lint_names_a_misspelt_placeholder_and_exits_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("{{ 组长.性名 }}")
    document.save(str(tmp_path / "plan.docx"))
    assert run(["template", "lint", str(tmp_path / "plan.docx")]) == ExitCode.TEMPLATE
    assert "组长.性名" in capsys.readouterr().out


def test_the_placeholders_of_a_kind_can_be_listed_by_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["template", "fields", "共勉计划备案表"]) == ExitCode.OK
    assert "{{ 备案号 }}" in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="a full disk is made with a small tmpfs, as root")
def test_a_full_disk_leaves_a_message_the_code_and_no_half_file(book: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(small)], check=False).returncode:
        pytest.skip("no right to mount here")
    try:
        command = [
            sys.executable,
            "-m",
            "docgen",
            "build",
            str(book),
            "-o",
            str(small / "out"),
            "--to",
            "docx",
            "--quiet",
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode in (ExitCode.OUTPUT, ExitCode.PARTIAL), done.stderr
        assert "disk is full" in done.stderr + done.stdout
        import docx

        for path in (small / "out").rglob("*.docx"):
            docx.Document(str(path))
        assert not list(small.rglob("*.part"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.parametrize("out", ["file", "file/out"])
def test_a_folder_that_cannot_be_written_is_named_with_the_reason_and_what_to_do_in_the_clerk_s_language(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    asked = ["build", str(book), "-o", str(tmp_path / out), "--to", "docx", "--quiet", "--lang", "zh"]
    assert run(asked) == ExitCode.OUTPUT
    said = capsys.readouterr().err
    assert str(tmp_path / "file") in said
    assert ("是文件，此处应为文件夹" if out == "file" else "应是文件夹的地方是一个文件") in said
    assert "怎么办：" in said and "-o" in said


@pytest.mark.parametrize("number", [errno.EACCES, errno.EEXIST, errno.EISDIR, errno.ENOENT, errno.EROFS, errno.EIO])
def test_whatever_keeps_a_file_from_being_written_there_is_something_to_do(number: int) -> None:
    error = output_error(OSError(number, os.strerror(number)), Path("out"))
    assert error.hint
    assert (os.strerror(number) in error.message) == (number == errno.EIO), "usual reasons in the clerk's words"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="POSIX's names of streams")
@pytest.mark.parametrize("streams", ["2>/dev/full", "<&- >&- 2>&-"], ids=["the log's disk is full", "all are closed"])
def test_what_nobody_hears_does_not_stop_the_work(tmp_path: Path, streams: str) -> None:
    workbook.write(tmp_path / "台账.xlsx", a_semester(2))
    line = [sys.executable, "-m", "docgen", "stats", str(tmp_path / "台账.xlsx"), "--xlsx", str(tmp_path / "统计.xlsx")]
    process = subprocess.run(["sh", "-c", f'exec "$@" {streams}', "sh", *line], stdout=subprocess.DEVNULL, check=False)
    assert process.returncode == ExitCode.OK
    assert (tmp_path / "统计.xlsx").is_file()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_stops_with_130_and_leaves_only_whole_files(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    workbook.write(book, a_semester(12))
    command = [sys.executable, "-m", "docgen", "build", str(book), "--engine", "embedded"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stderr
    while line := process.stderr.readline():
        if " 5 " in line:  # papers are filled; most of the work is still to come
            break
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert process.returncode == ExitCode.INTERRUPTED, out + err
    assert time.monotonic() - began < 20
    assert "Traceback" not in err
    assert not list((tmp_path / "out").glob(".docgen-work*"))
    assert not (tmp_path / "out/.docgen-lock").exists()
    assert run(["build", str(book), "--engine", "embedded", "--to", "pdf", "--quiet"]) == ExitCode.OK


LEFT_IN_A_TEXT = """
import os, signal, sys
from docgen.cli import commands, main

def work(*_arguments, **_how):
    exec("import os, signal; os.kill(os.getpid(), signal.{name})")

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
commands().main = work
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_wherever_it_is_stopped_the_exit_code_is_130(tmp_path: Path, name: str) -> None:
    """Python ends a ``-m`` program by SIGINT when KeyboardInterrupt itself once left a text that was run by exec()."""
    (tmp_path / "stopped.py").write_text(LEFT_IN_A_TEXT.format(name=name), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "stopped"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, "Traceback" in done.stderr) == (ExitCode.INTERRUPTED, False), done.stderr


def test_doctor_says_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == ExitCode.OK
    checks = json.loads(capsys.readouterr().out)
    assert any("dxpdf" in check["found"] for check in checks)


def test_schema_export_writes_and_checks(tmp_path: Path) -> None:
    assert run(["schema", "export", str(tmp_path)]) == ExitCode.OK
    assert run(["schema", "export", str(tmp_path), "--check"]) == ExitCode.OK
    (tmp_path / "plan.schema.json").write_text("{}", encoding="utf-8")
    assert run(["schema", "export", str(tmp_path), "--check"]) == ExitCode.DATA


def test_verify_of_something_else_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", str(tmp_path)]) == ExitCode.DATA
    assert "archive" in capsys.readouterr().err


@pytest.mark.slow
def test_the_demo_goes_from_workbook_to_verified_archive(tmp_path: Path) -> None:
    assert run(["demo", str(tmp_path / "demo"), "--engine", "embedded", "--quiet"]) == ExitCode.OK
    assert run(["verify", str(tmp_path / "demo/archive")]) == ExitCode.OK
    bundle = next((tmp_path / "demo/archive").glob("1/*/data/*.pdf"))
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)
    assert run(["verify", str(tmp_path / "demo/archive")]) == ExitCode.ARCHIVE


def test_help_imports_the_commands_words_and_none_of_what_they_do() -> None:
    code = "import sys; from docgen.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    rooms = {name.split(".")[1] for name in loaded if name.startswith("docgen.")}
    assert rooms <= {"cli", "errors", "isolated", "messages"}
    bought = {library for library in LIBRARIES if library != "click"} & loaded
    assert not bought, "click alone is two thirds of what --help costs"
    assert not loaded & {"asyncio", "dataclasses", "json", "pickle", "subprocess", "tempfile", "typing_extensions"}


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes on POSIX only")
def test_a_text_that_is_none_is_a_usage_error_and_a_path_may_be_any(tmp_path: Path) -> None:
    odd = os.fsdecode(b"\xff")
    assert run(["find", odd]) == ExitCode.USAGE
    assert run(["void", "1", "--why", odd]) == ExitCode.USAGE
    assert run(["check", str(tmp_path / odd)]) == ExitCode.DATA


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX only")
def test_a_folder_whose_name_is_no_text_is_told_to_be_renamed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], commands_in_chinese: None
) -> None:
    folder = tmp_path / os.fsdecode(b"\xff")
    folder.mkdir()
    workbook.write(folder / "台账.xlsx", a_semester(2))
    assert run(["build", str(folder / "台账.xlsx"), "--to", "docx", "--quiet"]) == ExitCode.LEDGER
    assert "改名" in capsys.readouterr().err
