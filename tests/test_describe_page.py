"""The page on describing an activity is followed as it is printed: its tables typed, its lines appended, its commands run."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import docgen
from docgen import workbook
from docgen.cli import run
from docgen.errors import ExitCode
from docgen.making.own import activity_of
from tests.test_new_activity import rows_taken_over

DOCS = Path(__file__).resolve().parent.parent / "docs"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


pytestmark = pytest.mark.usefixtures("commands_in_chinese")


def cell(text: str) -> str | float | date:
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return float(text) if re.fullmatch(r"\d{1,3}(\.\d+)?", text) else text


def commands(page: str) -> list[str]:
    return re.findall(r"(?m)^\$ (docgen .*)$", page)


class Reader:
    """Somebody who does what the page says, in the current folder."""

    def __init__(self) -> None:
        self.source = Path("志愿者.xlsx")
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)

    def follow(self, page: str) -> None:
        for said, table, appended, filled, broken, command in re.findall(
            r"<!-- sheet: (\S+) -->\n\n((?:\|.*\n)+)|<!-- append -->\n\n```toml\n([^`]*)```"
            r"|<!-- fill: (\S+) -->|<!-- breaks: (.*?) -->|(?m:^\$ (docgen .*)$)",
            page,
        ):
            if said:
                self._type(said, table)
            elif appended:
                path = Path("志愿服务/activity.toml")
                path.write_text(path.read_text(encoding="utf-8") + "\n" + appended, encoding="utf-8")
            elif filled:
                self._fill(Path(filled))
            elif broken:
                self._break(*broken.split())
            else:
                assert run(shlex.split(command)[1:]) == ExitCode.OK, command

    def _type(self, title: str, table: str) -> None:
        lines = [[one.strip() for one in line.strip().strip("|").split("|")] for line in table.splitlines()]
        sheet = self.book.create_sheet(title)
        sheet.append(lines[0])
        for line in lines[2:]:
            sheet.append([cell(one) for one in line])
        self.book.save(self.source)

    def _fill(self, book: Path) -> None:
        begun = docgen.begin_activity("又一个", self.source, name="志愿服务")
        self.filled, self.rows = book, rows_taken_over(self.source, begun)
        workbook.write_rows(book, activity_of(book), self.rows)

    def _break(self, sheet: str, column: str, text: str) -> None:
        before = self.rows[sheet][0][column]
        self.rows[sheet][0][column] = cell(text)
        workbook.write_rows(self.filled, activity_of(self.filled), self.rows)
        assert [(one.kind, one.sheet, one.column) for one in docgen.check(self.filled).problems] == [
            ("V1", sheet, column)
        ]
        self.rows[sheet][0][column] = before
        workbook.write_rows(self.filled, activity_of(self.filled), self.rows)


@pytest.mark.slow
def test_who_follows_the_page_comes_from_an_empty_folder_to_a_sealed_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Reader().follow((DOCS / "describe.zh-CN.md").read_text(encoding="utf-8"))
    assert docgen.verify("2009春/archive").findings == ()
    found = capsys.readouterr().out
    assert "0810130011-志愿者登记表" in found
    assert "已签署" in found
    assert "服务小时" in Path("志愿服务.md").read_text(encoding="utf-8")


def test_both_pages_type_the_same_tables_lines_and_commands() -> None:
    chinese, english = ((DOCS / name).read_text(encoding="utf-8") for name in ("describe.zh-CN.md", "describe.md"))
    assert commands(chinese) == commands(english)
    for block in (r"(?s)```toml\n.*?```", r"(?m)^\|.*$", r"<!-- .*? -->"):
        assert re.findall(block, chinese) == re.findall(block, english)
