"""docgen.toml as Notepad and a Windows path make it: refused with the line and the way to write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen import settings
from docgen.errors import InputError


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
