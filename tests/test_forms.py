"""The forms of the activity, from rows to words on paper: what each says, and what it leaves room for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lxml import etree

from docgen import documents, resources
from docgen.documents import Document
from docgen.field import GroupState, Semester, Talk
from docgen.template import load
from tests.semesters import a_semester, changed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def composed(semester: Semester, stem: str) -> dict[str, Document]:
    """The papers of one kind by file name."""
    numbers = {group.id: f"影艺共勉〔2009〕{n}号" for n, group in enumerate(semester.groups, start=1)}
    papers = documents.compose(semester, numbers, list(numbers), department=True)
    return {paper.name: paper for paper in papers if paper.kind.stem == stem}


def words(paper: Document) -> str:
    """All text of a filled paper's body, a line a paragraph."""
    filled = load(resources.templates() / f"{paper.kind.stem}.docx").fill(paper.data)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}p"))


def a_talk(day: int, partners: Sequence[str] = ("0810130012",), **values: object) -> Talk:
    return Talk.model_validate(
        {"held_on": date(2009, 4, day), "talker": "T0012", "partners": tuple(partners), "group": "G01", **values}
    )


def test_a_talk_is_one_record_named_by_day_and_people_so_that_a_later_row_renames_none() -> None:
    first, late = a_talk(9, content="谈学习"), a_talk(2, content="谈入党动机")
    before = composed(replace(a_semester(2), talks=(first,)), "contact_record")
    after = composed(replace(a_semester(2), talks=(first, late)), "contact_record")
    assert list(before) == ["G01-20090409许南屏与陆砚秋-交流谈话记录表"]
    assert list(after) == ["G01-20090402许南屏与陆砚秋-交流谈话记录表", *before]
    assert after[next(iter(before))].data == before[next(iter(before))].data


def test_two_talks_of_the_same_people_on_one_day_and_one_with_many_have_names_of_their_own() -> None:
    people = tuple(person.id for person in a_semester(2).people[1:5])
    talks = (a_talk(2), a_talk(2, content="下午又谈"), a_talk(3, people))
    names = list(composed(replace(a_semester(2), talks=talks), "contact_record"))
    assert names[1] == names[0].replace("陆砚秋", "陆砚秋（2）")
    assert names[2].endswith("等4人-交流谈话记录表")


def test_a_record_says_who_talked_about_what_and_leaves_room_to_sign() -> None:
    talk = a_talk(2, content="谈学习\n谈生活", follow_up="月底再谈", topic="学习", recorded_on=date(2009, 4, 3))
    (paper,) = composed(replace(a_semester(2), talks=(talk,)), "contact_record").values()
    said = words(paper)
    for expected in ("许南屏", "陆砚秋", "0810130012", "2009年4月2日", "谈学习\n谈生活", "月底再谈", "G01 第1共勉小组"):
        assert expected in said
    assert said.count("签名：") == 2
    assert "记录日期：2009年4月3日" in said


def test_a_talk_of_no_group_is_the_departments_and_one_of_a_withdrawn_group_stays_on_record() -> None:
    semester = replace(a_semester(3), talks=(a_talk(2, group=""), a_talk(3)))
    names = composed(changed(semester, "groups", 0, state=GroupState.WITHDRAWN), "contact_record")
    assert sorted(names) == ["G01-20090403许南屏与陆砚秋-交流谈话记录表", "全系-20090402许南屏与陆砚秋-交流谈话记录表"]
