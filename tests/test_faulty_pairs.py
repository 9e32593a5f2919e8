"""Any one or two faulty cells of the sample: no command ends in a traceback, and what they do not concern is made."""

from __future__ import annotations

import os
import random
from functools import cache
from pathlib import Path

import pytest

from docgen import resources, workbook
from docgen.cli import run
from docgen.field import SHEETS
from docgen.field.columns import columns_of
from docgen.settings import Settings
from docgen.workbook.cells import Cell
from docgen.workbook.layout import Entry
from docgen.workbook.patching import Patch, patched
from docgen.workbook.reading import read_here

SAMPLE = resources.samples() / "2008-2009-2" / "台账.xlsx"
TRASH = (
    "？",
    "2009-02-31",
    "0",
    "-1",
    "不详",
    "9" * 20,
    "G99",
    "王五",
    "0810139999 赵六",
    "10%",
    "作废",
    "\n",
    "{{ x }}",
    "合并",
)
BUG = 1


PAIRS = int(os.environ.get("DOCGEN_PAIRS", "100"))
"""What the second tier tries: 500 take a quarter of an hour on one core."""


@cache
def cells() -> tuple[tuple[str, int, int, tuple[str, ...]], ...]:
    """Every cell of the sample that docgen reads: sheet, row, column, and what else stands in its column."""
    book = read_here(SAMPLE, tuple(kind.title for kind in SHEETS))
    found: list[tuple[str, int, int, tuple[str, ...]]] = []
    for kind in SHEETS:
        rows = book.sheets[kind.title].rows
        if kind.title == "学期":
            found += [(kind.title, number, 2, (text(row[1]),)) for number, row in rows[1:] if len(row) > 1]
            continue
        titles = {column.title for column in columns_of(kind.model)}
        for place, title in enumerate(rows[0][1]):
            if title in titles:
                others = tuple({text(row[place]) for _number, row in rows[1:] if len(row) > place})
                found += [(kind.title, number, place + 1, others) for number, _row in rows[1:]]
    return tuple(found)


def text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def spoilt(seed: int) -> list[Patch]:
    """One or two cells of the sample, emptied, filled with trash, or with what belongs into another row."""
    chance = random.Random(seed)
    patches = []
    for _time in range(chance.choice((1, 2, 2))):
        # Sheets alike, so that those with few rows are spoilt too.
        sheet = chance.choice(SHEETS).title
        _sheet, row, column, others = chance.choice([one for one in cells() if one[0] == sheet])
        content: Entry | None = chance.choice((None, chance.choice(TRASH), chance.choice((*others, "")) or None))
        patches.append(Patch(sheet, row, {column: content}))
    return patches


def try_out(seeds: range, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = folder / "台账.xlsx"
    person = "0810130101"
    for seed in seeds:
        patches = spoilt(seed)
        book.write_bytes(patched(SAMPLE, patches))
        checked = workbook.check(book, Settings())
        errors = [one for one in checked.problems if one.is_error]
        commands = [["build", str(book), "--dry-run"]]
        if seed % 10 == 0:
            commands += [
                ["check", str(book), "--annotate", str(folder / f"{seed}.xlsx"), "--coverage"],
                ["check", str(book), "--json"],
                ["collect", "forms", str(book), "-o", str(folder / f"forms-{seed}")],
                ["init", str(folder / f"next-{seed}"), "--semester", "2009-2010-1", "--from", str(book)],
                ["dossier", person, "--workbook", str(book), "-o", str(folder / f"{seed}.docx")],
                ["stats", str(book), "--json"],
                *([["archive", str(book)]] if errors else []),
            ]
        for command in commands:
            try:
                code = run([*command, "--lang", "zh"])
            except Exception as error:
                raise AssertionError(f"seed {seed}, {patches}: {command} ends in a traceback") from error
            said = capsys.readouterr()
            assert code != BUG, (seed, patches, command, said.err)
            if command[0] == "build":
                unsound = {group for one in errors for group in one.groups}
                lost = any(one.everything for one in errors)
                for group in {one.id for one in checked.semester.active_groups} - unsound if not lost else ():
                    assert f"{group}-共勉协议书  将重新生成" in said.out, (seed, patches, group)
                assert errors or code == 0, (seed, patches, said.err)


def test_a_few_pairs_of_faulty_cells_leave_no_traceback_and_sound_papers_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try_out(range(5), tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(5, 5 + PAIRS, 50))
def test_many_pairs_of_faulty_cells_leave_no_traceback_and_sound_papers_are_made(
    first: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try_out(range(first, first + 50), tmp_path, capsys)
