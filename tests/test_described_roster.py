"""A roster into the workbook of an activity in files: when it begins, and while it is in use."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from docgen.cli import run

HEAD = "学号,姓名,性别,民族,出生日期,班级名称,政治面貌\n"


def roster(home: Path, name: str, *lines: str) -> Path:
    path = home / name
    path.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def people(book: Path) -> list[dict[str, object]]:
    head, *rows = openpyxl.load_workbook(book)["人员"].iter_rows(values_only=True)
    found = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return [row for row in found if row["编号"] and not str(row["编号"]).startswith("例")]


@pytest.mark.slow
def test_people_of_a_roster_begin_a_workbook_and_are_added_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = roster(tmp_path, "名单.csv", "024101,许知遥,男生,汉族,2006-03-15,影视241班,共青团员")
    begun = ["init", str(tmp_path / "学期"), "--semester", "2026-2027-1", "--activity", "发展党员", "--lang", "en"]
    assert run([*begun, "--roster", str(first)]) == 0
    said = capsys.readouterr().out
    assert "班级 ← column F" in said
    assert "身份" not in said, "this activity knows no 身份"
    book = tmp_path / "学期" / "台账.xlsx"
    (one,) = people(book)
    assert (one["编号"], one["姓名"], one["性别"], one["民族"]) == ("024101", "许知遥", "男", "汉族")
    assert str(one["出生日期"])[:10] == "2006-03-15"

    second = roster(
        tmp_path,
        "新名单.csv",
        "024101,许知遥,男,汉族,2006-03-15,影视242班,共青团员",
        "024102,邱南枝,女,汉族,2007-11-02,影视241班,团员",
    )
    assert run(["roster", str(book), str(second), "--lang", "en"]) == 0
    said = "".join(capsys.readouterr())
    assert "024101 许知遥: 班级 影视241班, in the roster 影视242班" in said
    found = [(row["编号"], row["政治面貌"], row["班级"]) for row in people(book)]
    assert found == [("024101", "共青团员", "影视241班"), ("024102", "共青团员", "影视241班")]
