"""The command line speaks the user's language, click's own sentences included, and keeps to the terminal's width."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import click
import pytest

from docgen import cli, messages
from docgen.cli import run
from docgen.cli.terminal import translated
from docgen.cli.terminal.help_layout import columns, wrapped

PROGRAM = cli.commands()


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before, environment = messages.language(), os.environ.get("LANGUAGE")
    yield
    translated.speak(before)
    if environment is None:
        os.environ.pop("LANGUAGE", None)


def commands(group: click.Group = PROGRAM, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every command."""
    for name, command in sorted(group.commands.items()):
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_help_in_chinese_is_chinese_and_not_wider_than_the_terminal(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*path, "--lang", "zh", "--help"]) == 0
    shown = capsys.readouterr().out
    assert max(map(columns, shown.splitlines())) <= 80
    english = re.findall(r"\b(?:[a-z]+ ){2,}[a-z]+\b", re.sub(r"docgen( [a-z]+)+", "", shown))
    assert english == []


@pytest.mark.parametrize("path", [(), *commands()], ids=" ".join)
def test_help_in_english_holds_no_chinese_but_the_fields_own_words(
    path: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*path, "--lang", "en", "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Show this message and exit." in shown
    assert not re.search("[，。；（）]", shown)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "没有命令"),
        (["fill"], "缺少参数 '文件种类'"),
        (["build", "a.xlsx", "--lonk"], "没有选项"),
        (["build", "a.xlsx", "--to", "x"], "应为"),
        (["build", "a.xlsx", "--jobs", "99"], "超出范围"),
        (["check", "a.xlsx", "b.xlsx"], "多写了内容"),
        (["init", "a"], "未指明学期"),
        (["build", "a.xlsx", "--only"], "后面要写内容"),
    ],
)
def test_a_wrong_command_line_is_explained_in_the_language_it_asks_for(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--lang=zh", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_bare_docgen_shows_its_help(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCGEN_LANG", "zh_CN.UTF-8")
    run([])
    assert "检查台账" in "".join(capsys.readouterr())


def test_a_chinese_line_is_broken_by_columns_and_never_before_closing_punctuation() -> None:
    lines = wrapped("上次以来没有变动的文件不再重做。数据有错误的文件暂不生成，其余照常生成。", 32)
    assert max(map(columns, lines)) <= 34
    assert all(line[0] not in "，。" for line in lines)
    assert "".join(lines) == "上次以来没有变动的文件不再重做。数据有错误的文件暂不生成，其余照常生成。"


def test_words_of_ascii_are_not_torn() -> None:
    assert wrapped("运行 docgen check 台账.xlsx 查看", 14) == ["运行 docgen", "check 台账", ".xlsx 查看"]
