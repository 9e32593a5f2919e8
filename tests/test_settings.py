"""docgen.toml as Notepad and a Windows path make it: refused with the line and the way to write it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen import documents, settings
from docgen.errors import InputError
from docgen.settings import Settings, patterns
from docgen.settings.filing_number import NumberForm


def refusal(folder: Path, content: bytes) -> InputError:
    (folder / "docgen.toml").write_bytes(content)
    with pytest.raises(InputError) as caught:
        settings.load(folder)
    assert str(folder / "docgen.toml") in str(caught.value)
    return caught.value


@pytest.mark.parametrize("path", [r"D:\tools", r"D:\new", r"D:\form", r"D:\bin", r"D:\report"])
def test_a_path_whose_backslash_makes_another_sign_is_refused_by_name(path: str, tmp_path: Path) -> None:
    trouble = refusal(tmp_path, f'[path]\ntemplates = "{path}"\n'.encode())
    assert "path.templates" in str(trouble)
    assert path in str(trouble), "as it was written"
    assert r"'D:\tools\new'" in trouble.hint


def test_a_backslash_that_toml_does_not_know_is_refused_with_its_line(tmp_path: Path) -> None:
    trouble = refusal(tmp_path, b'[path]\n\ntemplates = "D:\\office"\n')
    assert "第 3 行" in str(trouble)
    assert r'templates = "D:\office"' in str(trouble)
    assert r"'D:\tools\new'" in trouble.hint


def test_in_single_quotes_a_path_is_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text("[path]\ntemplates = 'D:\\tools\\new'\n", encoding="utf-8")
    assert settings.load(tmp_path).path.templates == r"D:\tools\new"


def test_a_list_or_table_that_is_not_closed_is_refused_with_its_line(tmp_path: Path) -> None:
    assert "第 1 行" in str(refusal(tmp_path, b"[path\nledger = 'a'\n"))


def test_settings_saved_in_the_code_page_of_chinese_windows_are_told_to_be_saved_as_utf_8(tmp_path: Path) -> None:
    trouble = refusal(tmp_path, '[titles]\nplan = "工作计划"\n'.encode("gbk"))
    assert "UTF-8" in str(trouble)
    assert "UTF-8" in trouble.hint


def test_utf_8_with_a_mark_in_front_as_notepad_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text('[titles]\nplan = "工作计划"\n', encoding="utf-8-sig")
    assert settings.load(tmp_path).titles == {"plan": "工作计划"}


@pytest.mark.parametrize(
    "form",
    [
        "{prefix.foo}{year}{no}",
        "{prefix.__class__.__mro__}{year}{no}",
        "{year}{no[0]}{no}",
        "{{no}}{year}",
        "{year:1000000}{no}",
        "{year}{no:999999999}",
        "{year}{no!r}{no}",
        "{year}{no}{no}",
        "{prefix}{no}",
        "{prefix}{prefix}{year}{no}",
        "{year}{no}{",
        "{}",
        "{year}{no}" + "号" * 60,
        "{year}\u2028{no}",
        " {year}{no}",
    ],
)
def test_a_form_for_filing_numbers_has_year_and_number_once_each_and_nothing_that_runs(
    form: str, tmp_path: Path
) -> None:
    assert "number.filing" in str(refusal(tmp_path, f"[number]\nfiling = '{form}'\n".encode()))


def test_a_filing_number_is_written_and_read_by_the_same_form() -> None:
    form = NumberForm.of("{prefix}[{year}]第{no}号")
    text = form.written(prefix="影艺+共勉", year=2009, no=12)
    assert text == "影艺+共勉[2009]第12号"
    found = form.pattern(prefix="影艺+共勉", year=2009).fullmatch(text)
    assert found is not None
    assert found[1] == "12"
    assert form.pattern(prefix="影艺+共勉", year=2010).fullmatch(text) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        r"^(\S+)+x$",
        "(级|班)*",
        "(((a?){9}){9}){9}",
        ".*.*.*.*x",
        "(a{1,60000}){1,60000}",
        "a{99999999999}",
        "(" * 5000 + ")" * 5000,
        r"(\d)\1",
        "(?P<a>x)(?P=a)",
        "(?i)x",
        "(?<=a)b",
        "a**",
        "[",
        "(",
        ")",
        "\\",
    ],
)
def test_a_pattern_that_is_none_or_could_take_long_is_refused(pattern: str, tmp_path: Path) -> None:
    assert "check.class_pattern" in str(refusal(tmp_path, f"[check]\nclass_pattern = '{pattern}'\n".encode()))


@pytest.mark.parametrize(
    "pattern", [r"^\d{4}级.+\d班$", r"^\S{2,20}$", "影视|表演", r"[一-龥]+(?:\d{2,3}|[ABC])班?", r"\d班$"]
)
def test_patterns_of_the_usual_kinds_are_taken(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "docgen.toml").write_text(f"[check]\nclass_pattern = '{pattern}'\n", encoding="utf-8")
    assert settings.load(tmp_path).check.class_pattern == pattern


def test_the_slowest_pattern_that_is_taken_takes_no_second_on_the_longest_name() -> None:
    began = time.process_time()
    assert patterns.search(".*.*.*x$", "a" * patterns.LONGEST_TEXT) is None
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "content",
    [
        "[check]\ntalks_per_month = " + "9" * 5000,
        "a = " + "[" * 3000 + "]" * 3000,
        "[" + "a." * 5000 + "a]\nb = 1",
        '[path]\nledger = "a\\u0000b"',
        '[path]\nledger = "a\\u007fb"',
        '[titles]\nplan = ""',
        '[titles]\nplan = "共勉/计划"',
        '[titles]\nplan = "' + "长" * 500 + '"',
        "x" * 300_000,
    ],
)
def test_what_no_setting_can_be_is_refused_in_few_words(content: str, tmp_path: Path) -> None:
    assert len(str(refusal(tmp_path, content.encode()))) < 400 + len(str(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX only")
def test_settings_that_are_a_pipe_a_device_or_a_folder_are_refused_at_once(tmp_path: Path) -> None:
    def to_zero(path: Path) -> None:
        path.symlink_to("/dev/zero")

    makers: tuple[Callable[[Path], None], ...] = (os.mkfifo, to_zero, Path.mkdir)
    for number, make in enumerate(makers):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / settings.FILE_NAME)
        with pytest.raises(InputError, match=r"docgen\.toml.*普通文件"):
            settings.load(folder)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"titles": {"plann": "计划"}}, "plann"),
        ({"copies": {"plann": 2}}, "plann"),
        ({"retention": {"plann": "Y"}}, "plann"),
        ({"titles": {"plan": "共勉协议书"}}, "共勉协议书"),
    ],
)
def test_a_stem_that_no_paper_has_is_refused_and_so_is_a_title_of_two(table: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as caught:
        documents.require_known(Settings.model_validate(table))
    assert said in str(caught.value)
    assert caught.value.hint
