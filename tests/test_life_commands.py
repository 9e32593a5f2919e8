"""``void``, ``find``, ``ledger …`` as a clerk types them: what is printed, and the exit codes."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from docgen import files, workbook
from docgen.cli import run
from docgen.messages import typed
from tests.semesters import a_semester, changed


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A semester's folder, built as far as Word files, and the clerk in it."""
    monkeypatch.chdir(tmp_path)
    workbook.write(tmp_path / "台账.xlsx", a_semester(2))
    assert run(["build", "台账.xlsx", "--to", "docx", "--quiet"]) == 0
    return tmp_path


def types(capsys: pytest.CaptureFixture[str], *words: str, expect: int = 0, lang: str = "zh") -> str:
    capsys.readouterr()
    code = run([*words, "--lang", lang])
    said = capsys.readouterr()
    assert code == expect, said.out + said.err
    return said.out + said.err


@pytest.mark.slow
def test_a_number_is_voided_and_the_register_says_why(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "重复备案")
    types(capsys, "build", "台账.xlsx", "--to", "docx", "--quiet")
    said = types(capsys, "ledger", "list")
    assert "影艺共勉〔2009〕1号  G01  作废：重复备案" in said
    assert "影艺共勉〔2009〕3号  G01" in said
    assert "影艺共勉〔2009〕3号" in types(capsys, "ledger", "show", "G01")
    types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "再来", expect=9)
    types(capsys, "void", "影艺共勉〔2009〕2号", expect=2)


def test_voiding_the_number_of_a_signed_paper_says_what_it_holds_back_and_what_to_do(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    types(capsys, "build", "台账.xlsx", "--to", "pdf", "--group", "G01", "--engine", "embedded", "--quiet")
    types(capsys, "sign", "G01", "共勉协议书")
    said = types(capsys, "void", "影艺共勉〔2009〕1号", "--why", "编号有误")
    assert "G01-共勉协议书" in said
    assert "怎么办：" in said and "变更" in said


@pytest.mark.slow
@pytest.mark.parametrize(
    ("group", "kind", "said"),
    [
        ("G01", "协议书", "是否想写 共勉协议书？"),
        ("G01", "共勉计划", "是否想写 共勉计划备案表、"),
        ("G09", "协议书", "没有为 G09 生成过文件：“小组”表中没有它"),
        ("G09", "活动简报", "请指明其中一份：全系-第1期 活动简报"),
    ],
)
def test_an_unknown_kind_or_group_is_named_with_what_may_be_meant_and_no_wall_of_names(
    here: Path, capsys: pytest.CaptureFixture[str], group: str, kind: str, said: str
) -> None:
    told = types(capsys, "sign", group, kind, expect=3)
    assert said in told
    assert "交流谈话记录表" not in told


@pytest.mark.slow
def test_why_names_the_cell_in_the_clerk_s_own_words(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook.write(here / "台账.xlsx", changed(a_semester(2), "goals", 0, target="5"))
    said = types(capsys, "ledger", "why", "G01-共勉协议书")
    assert "目标 第2行 目标值 8 → 5" in said
    assert "G02" not in said
    assert "目标 第2行 目标值 8 → 5" in types(capsys, "build", "台账.xlsx", "--to", "docx", "--dry-run")
    types(capsys, "ledger", "why", "G77-共勉协议书", expect=3)


@pytest.mark.slow
def test_find_prints_for_people_and_for_programs(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = a_semester(2).people[1].name
    assert "G01-共勉协议书" in types(capsys, "find", name)
    capsys.readouterr()
    assert run(["find", name, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in found} >= {"G01-共勉协议书", "G01-共勉计划备案表"}
    types(capsys, "find", "查无此人", expect=3)


def test_the_ledger_is_verified_and_a_chain_that_was_touched_is_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sqlite3
    from contextlib import closing

    types(capsys, "ledger", "verify")
    types(capsys, "ledger", "rebuild", expect=9)
    with closing(sqlite3.connect(here / "ledger.db")) as connection, connection:
        connection.execute("UPDATE event SET detail = '{}' WHERE seq = 1")
    types(capsys, "ledger", "verify", expect=9)


@pytest.mark.slow
def test_numbers_are_written_into_a_copy_and_never_into_the_workbook_itself(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (here / "台账.xlsx").read_bytes()
    types(capsys, "ledger", "write-back", "-o", "台账.xlsx", "--workbook", "台账.xlsx", expect=7)
    types(capsys, "ledger", "write-back", "-o", "带号.xlsx")
    assert (here / "台账.xlsx").read_bytes() == before
    assert (here / "带号.xlsx").is_file()


@pytest.mark.slow
def test_the_commands_that_are_suggested_can_be_typed_where_a_folder_s_name_has_a_blank(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    book = Path("党务 资料/2009 春/台账.xlsx")
    said = types(capsys, "init", str(book.parent), "--semester", "2008-2009-2")
    suggested = [shlex.split(line.partition("docgen ")[2]) for line in said.splitlines() if "docgen check" in line]
    assert suggested == [["check", str(book)]]
    quoted = f'"{book}"'
    workbook.write(book, changed(a_semester(1), "memberships", 0, person="查无此人"))
    assert f"docgen check {quoted}" in types(capsys, "collect", "forms", str(book), expect=3)
    workbook.write(book, changed(a_semester(1), "memberships", 0, reason=""))
    assert f"docgen check {quoted}" in types(capsys, "build", str(book), "--to", "docx")
    assert typed("台账.xlsx") == "台账.xlsx"


def test_commands_say_what_to_do_where_nothing_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--workbook" in types(capsys, "find", "谁", expect=3)
    workbook.write(tmp_path / "台账.xlsx", a_semester(1))
    for words in (("find", "谁"), ("sign", "G01", "agreement"), ("ledger", "list"), ("dossier", "谁")):
        assert "docgen build" in types(capsys, *words, expect=3)


SEMESTER = a_semester(2, talks=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    workbook.write(folder / "台账.xlsx", SEMESTER)
    assert run(["build", str(folder), "--to", "pdf", "--engine", "embedded", "--quiet"]) == 0
    return folder


@pytest.fixture
def printed(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A semester's folder whose papers are made, and the clerk in it."""
    shutil.copytree(built, tmp_path / "s")
    monkeypatch.chdir(tmp_path / "s")
    assert run(["build", "--to", "pdf", "--engine", "embedded", "--quiet"]) == 0
    return tmp_path / "s"


@pytest.mark.slow
def test_a_kind_of_which_there_are_several_papers_is_answered_with_what_can_be_typed(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = types(capsys, "sign", "G01", "交流谈话记录表", expect=3)
    assert "G01 有5份交流谈话记录表" in told
    offered = shlex.split(told.split("请指明其中一份：")[1].split("；")[0])
    assert offered[1] == "交流谈话记录表"
    assert "-".join(offered) in types(capsys, "sign", *offered)
    assert "全系-期初-公示表" in types(capsys, "sign", "全系", "公示表"), "of one there is no question"


@pytest.mark.slow
def test_a_mistaken_signature_is_taken_back_and_nothing_is_lost(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scan = printed / "scan.png"
    Image.new("L", (600, 800), 255).save(scan)
    types(capsys, "sign", "G01", "共勉协议书", "--scan", str(scan))
    types(capsys, "unsign", "G01", "共勉协议书", expect=2)
    types(capsys, "unsign", "G02", "共勉协议书", "--why", "误操作", expect=3)
    types(capsys, "unsign", "G01", "共勉协议书", "--why", "误操作")
    aside = printed / "签署件/已撤销/1"
    assert sorted(path.suffix for path in aside.iterdir()) == [".docx", ".json", ".pdf", ".png"]
    assert not list((printed / "签署件").glob("G01*")) and not list((printed / "扫描件").rglob("*.png"))
    history = types(capsys, "ledger", "show", "G01-共勉协议书")
    assert "文件签署" in history and "撤销签署" in history and "误操作" in history
    workbook.write(printed / "台账.xlsx", changed(SEMESTER, "groups", 0, aim="改了总体目标"))
    said = types(capsys, "build", "--to", "pdf", "--engine", "embedded", "--only", "agreement", "--quiet")
    assert "暂缓" not in said
    assert "已锁定" not in types(capsys, "ledger", "list")


def test_archive_says_of_each_paper_that_is_held_back_why_and_what_to_do(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    types(capsys, "sign", "G01", "共勉协议书")
    workbook.write(printed / "台账.xlsx", changed(SEMESTER, "groups", 0, aim="改了总体目标"))
    types(capsys, "check")
    told = types(capsys, "archive", "--engine", "embedded", "--quiet", expect=3)
    assert "G01-共勉协议书：" in told and "改了总体目标" in told and "变更" in told
    assert "怎么办：" in told
    assert not (printed / "archive").exists()


@pytest.mark.slow
def test_a_command_takes_the_folder_of_a_semester_where_it_takes_its_workbook(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(here.parent)
    folder = here.name
    for words in (("check",), ("stats",), ("build", "--dry-run"), ("collect", "forms"), ("print", "--only", "证书")):
        assert (
            "怎么办" not in types(capsys, *words, folder, expect=0 if words[0] != "print" else 3) or words[0] == "print"
        )
    for words in (("ledger", "list"), ("ledger", "verify"), ("find", "G01")):
        types(capsys, *words, "--workbook", folder)


@pytest.mark.parametrize(
    ("words", "expect", "cure"),
    [
        (("check",), 3, "请进入该学期的文件夹"),
        (("build",), 3, "请进入该学期的文件夹"),
        (("init", "新学期"), 2, "--semester 2009-2010-1"),
    ],
)
def test_a_command_without_what_it_needs_says_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    expect: int,
    cure: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cure in types(capsys, *words, expect=expect)


@pytest.mark.slow
def test_print_counts_what_is_printed(printed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for times in (1, 2):
        types(capsys, "print", "--only", "共勉协议书", "--group", "G01", "--engine", "embedded", "--quiet")
        (line,) = [one for one in types(capsys, "ledger", "list").splitlines() if "G01-共勉协议书" in one]
        assert line.endswith(f"印过 {times} 次")


@pytest.mark.slow
def test_a_run_leaves_a_log_one_can_debug_by_and_says_it_with_v(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook.write(printed / "台账.xlsx", changed(SEMESTER, "goals", 0, target="5"))
    build = ("build", "--to", "docx", "--only", "agreement", "--quiet")
    quiet, told = types(capsys, *build), types(capsys, *build, "--force", "-v")
    log = (printed / "out/build.log").read_text(encoding="utf-8").splitlines()
    last = next(number for number, line in enumerate(log[::-1]) if not line.startswith("  "))
    lines = [line.strip() for line in log[-last:]]
    assert lines[0].startswith("docgen ") and "--only agreement --to docx" in lines[0] and "--force" in lines[0]
    assert any(line.startswith("fill 2 ") and line.endswith(" s") for line in lines)
    assert any(line.startswith("made G01-共勉协议书: ") for line in lines)
    assert "missing scan: G01-共勉协议书" in lines
    assert all(line in told for line in lines[1:] if not line.endswith(" s"))
    assert "missing scan" not in quiet


def a_scan(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("L", (600, 800), 255).save(path)
    return path


@pytest.mark.slow
def test_a_folder_of_scans_signs_the_papers_that_their_names_begin_with_and_names_the_others(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pile = printed / "扫描仪"
    a_scan(pile / "G01-共勉协议书.png")
    a_scan(pile / "G02" / "共勉协议书 第一份.png")
    a_scan(pile / "IMG_0001.png")
    (pile / "全系-期初-公示表.pdf").write_bytes(b"no PDF at all")
    told = types(capsys, "sign", "--from", str(pile), expect=10)
    assert "已签署 2 份文件；收入扫描件 2 份" in told
    assert "IMG_0001.png：" in told and "全系-期初-公示表.pdf：" in told
    assert "G01-共勉协议书.png：" not in told
    listed = types(capsys, "ledger", "list")
    assert "扫描件/G01/G01-共勉协议书.png" in listed and "扫描件/G02/G02-共勉协议书.png" in listed
    again = types(capsys, "sign", "--from", str(pile), expect=10)
    assert "已签署 0 份文件；收入扫描件 2 份" in again


def test_a_list_signs_the_papers_that_it_names_by_name_or_by_kind_and_group(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in (
        ["本周收回的文件"],
        ["文件", "小组编号", "扫描件"],
        ["G01-共勉协议书", None, "扫描/1.png"],
        ["共勉协议书", "G02", None],
        ["交流谈话记录表", "G01", None],
        ["协议", "G07", None],
    ):
        sheet.append(row)
    book.save(printed / "清单.xlsx")
    a_scan(printed / "扫描/1.png")
    told = types(capsys, "sign", "--from", "清单.xlsx", expect=10)
    assert "已签署 2 份文件；收入扫描件 1 份" in told
    assert "第 5 行" in told and "请指明其中一份" in told, "what is not clear is answered with what can be written"
    assert "第 6 行" in told
    assert types(capsys, "ledger", "list").count("已签署") == 2


def test_a_list_may_head_its_columns_as_clerks_do_and_a_row_without_its_group_is_asked_for_it(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (printed / "清单.csv").write_text("小组,文件种类\nG01,共勉协议书\n,共勉协议书\n", "utf-8")
    told = types(capsys, "sign", "--from", "清单.csv", expect=10)
    assert "已签署 1 份文件" in told
    assert "第 3 行" in told and "请写在“小组编号”一列" in told
    assert "不用于清单" in types(capsys, "sign", "--from", "清单.csv", "--dry-run", expect=2)


def test_sign_without_what_it_needs_says_so(printed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "--from" in types(capsys, "sign", expect=2)
    types(capsys, "sign", "G01", "共勉协议书", "--from", "清单.xlsx", expect=2)
    assert "没有" in types(capsys, "sign", "--from", "清单.xlsx", expect=3)


@pytest.mark.slow
def test_a_trial_of_archiving_says_what_would_be_sealed_and_what_stands_in_the_way_and_writes_nothing(
    printed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a_scan(printed / "扫描件/G01/G01-共勉协议书.png")
    a_scan(printed / "附件/G01/合影.png")
    stray = a_scan(printed / "扫描件/G01/不知何物.png")

    def state() -> dict[str, str]:
        return {str(path): files.sha256(path) for path in printed.rglob("*") if path.is_file()}

    before = state()
    told = types(capsys, "archive", "--dry-run", "--engine", "embedded", "--quiet", expect=8)
    assert state() == before
    assert "不知何物.png" in told.partition("有碍归档")[2]
    stray.unlink()
    told = types(capsys, "archive", "--dry-run", "--engine", "embedded", "--quiet")
    items = int(told.partition("将封存 ")[2].split()[0])
    assert "扫描件 1 份，附件 1 份" in told
    assert f"（{items} 件" in types(capsys, "archive", "--engine", "embedded", "--quiet")
    assert "没有可封存的：没有新文书" in types(capsys, "archive", "--dry-run", "--engine", "embedded", "--quiet")
