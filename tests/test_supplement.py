"""A group that comes after the semester was archived: added, while the report that could not count it stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen import pipeline, workbook
from docgen.errors import ArchiveError
from docgen.field import GroupState
from docgen.pipeline import Order, Silent
from tests.semesters import a_semester, changed


def test_a_group_that_came_later_is_added_without_touching_the_archived_report(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    order = Order(book, engine="embedded")
    workbook.write(book, changed(a_semester(3), "groups", 2, state=GroupState.WITHDRAWN))
    first = pipeline.seal(order, Silent())
    report = next(first.edition.glob("*/data/word/全系-*.docx")).read_bytes()

    workbook.write(book, a_semester(3))
    with pytest.raises(ArchiveError, match="G03-共勉协议书"):
        pipeline.seal(order, Silent())
    added = pipeline.seal(order, Silent(), supplement=True)
    assert added.is_new
    assert added.items == 2
    assert added.verdict.is_sound, added.verdict.findings
    assert [path.read_bytes() for path in added.edition.glob("*/data/word/全系-*.docx")] == [report]
    assert not pipeline.seal(order, Silent()).is_new

    workbook.write(book, changed(a_semester(3), "groups", 0, aim="归档以后改了"))
    with pytest.raises(ArchiveError, match="G01-共勉协议书"):
        pipeline.seal(replace(order), Silent(), supplement=True)
