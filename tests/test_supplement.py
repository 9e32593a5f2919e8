"""A group and a talk that come after the semester was archived: added, while the report that could not count them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from docgen import workbook
from docgen.errors import ArchiveError
from docgen.field import GroupState, Talk
from docgen.making.order import Order
from docgen.making.progress import Silent
from docgen.pipeline import archiving, trials
from tests.semesters import a_semester, changed


@pytest.mark.slow
def test_a_group_and_a_talk_that_came_later_are_added_without_touching_the_archived_report(tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    order = Order(book, engine="embedded")
    # Not filed: a filed plan that changes is held back before it is asked what was archived.
    sound = changed(a_semester(3), "groups", 0, filed_on=None)
    workbook.write(book, changed(sound, "groups", 2, state=GroupState.WITHDRAWN))
    first = archiving.seal(order, Silent())
    before = {path.name: path.read_bytes() for path in first.edition.glob("*/data/word/全系-*.docx")}

    talk = Talk(held_on=date(2009, 4, 2), talker="T0012", partners=("0810130012",), group="G01", content="谈学习")
    later = replace(sound, talks=(talk.at_row(2),))
    workbook.write(book, later)
    with pytest.raises(ArchiveError, match="G03-共勉协议书"):
        archiving.seal(order, Silent())
    added = archiving.seal(order, Silent(), supplement=True)
    assert added.is_new
    assert added.items == 4  # agreement, plan, talk, and the record of the activist who was talked with
    assert list(added.edition.glob("*/data/word/G01-20090402许南屏与*-交流谈话记录表.docx"))
    assert added.verdict.is_sound, added.verdict.findings
    assert {path.name: path.read_bytes() for path in added.edition.glob("*/data/word/全系-*.docx")} == before
    assert not archiving.seal(order, Silent()).is_new

    moved = replace(later, talks=(talk.model_copy(update={"held_on": date(2009, 4, 3)}).at_row(2),))
    workbook.write(book, moved)
    tried = trials.trial(order, Silent(), supplement=True)
    twice = archiving.seal(order, Silent(), supplement=True)
    for remarks in (tried.remarks, twice.remarks):
        (said,) = (one for one in remarks if "G01-20090402许南屏与" in one)  # on another day it is another paper
        assert "共勉协议书" not in said

    workbook.write(book, changed(moved, "groups", 0, aim="归档以后改了"))
    assert any("G01-共勉协议书" in one for one in trials.trial(order, Silent(), supplement=True).in_the_way)
    with pytest.raises(ArchiveError, match="G01-共勉协议书"):
        archiving.seal(replace(order), Silent(), supplement=True)
