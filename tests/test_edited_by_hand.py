"""A Word file in the output folder that somebody replaced: if Word could not open it, its paper is named and no other suffers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen import workbook
from docgen.making.order import Order, State, Target
from docgen.making.progress import Silent
from docgen.pipeline import building
from tests.semesters import a_semester

PAPER = "G01-共勉协议书"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = tmp_path_factory.mktemp("edited") / "台账.xlsx"
    workbook.write(book, a_semester(1))
    building.build(order(book), Silent())
    return book


def order(book: Path) -> Order:
    return Order(book, engine="embedded", to=Target.DOCX)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_its_text(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")


def a_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/big.xml", b" " * (60 << 20))


@pytest.mark.slow
@pytest.mark.parametrize("damage", [emptied, cut, without_its_text, a_bomb])
def test_what_is_no_word_file_any_more_holds_back_its_own_paper_only(
    built: Path, damage: Callable[[Path], None]
) -> None:
    word = next(built.parent.rglob(f"{PAPER}.docx"))
    sound = word.read_bytes()
    try:
        damage(word)
        outcome = building.build(order(built), Silent())
        failed = [one for one in outcome.results if one.name == PAPER]
        assert [one.state for one in failed] == [State.FAILED]
        assert word.name in failed[0].reason
        assert all(one.state is State.UNCHANGED for one in outcome.results if one.name != PAPER)
        assert word.exists(), "somebody's work is not taken away"
    finally:
        word.write_bytes(sound)


def test_a_file_that_word_opens_is_kept_as_somebody_left_it(built: Path) -> None:
    word = next(built.parent.rglob(f"{PAPER}.docx"))
    sound = word.read_bytes()
    try:
        with zipfile.ZipFile(word, "a") as package:
            package.writestr("docProps/note.xml", "<note/>")
        outcome = building.build(order(built), Silent())
        assert {one.state for one in outcome.results if one.name == PAPER} == {State.HAND_EDITED}
    finally:
        word.write_bytes(sound)
