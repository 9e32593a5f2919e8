"""Papers of random semesters, the same for the same seed: rare names, long texts, many or few goals."""

from __future__ import annotations

import random

from docgen import fonts, template
from docgen.convert import WordFile
from docgen.documents import Document, compose
from docgen.field import Semester
from tests.semesters import a_semester, changed

_SURNAMES = ("周", "欧阳", "沈", "䶮", "令狐", "买买提·", "Ng ")
_GIVEN = ("喆", "堃", "青禾", "一苇", "𬭎", "㛃儿", "艾力江", "Anna")
_WORDS = (
    "共同",
    "晨读",
    "互查",
    "短片《春》",
    "AV",
    "CET-4",
    "“携手”",
    "普通话",
    "2009年",
    "——",
    "、",
    "，",
    "。",
    "3.5",
)


def a_random_semester(seed: int, groups: int) -> Semester:
    """A valid semester in which names, shares, measures and goals are arbitrary."""
    chance = random.Random(seed)

    def text(least: int, most: int) -> str:
        return "".join(chance.choice(_WORDS) for _ in range(chance.randint(least, most))).strip("、，。—") or "无"

    semester = a_semester(groups)
    for index in range(len(semester.people)):
        name = chance.choice(_SURNAMES) + chance.choice(_GIVEN)
        semester = changed(semester, "people", index, name=name)
    for index in range(len(semester.groups)):
        measures = "\n".join(text(2, 40) for _ in range(chance.randint(1, 6)))
        semester = changed(semester, "groups", index, name=text(1, 4), aim=text(1, 30), measures=measures)
    for index in range(len(semester.memberships)):
        semester = changed(semester, "memberships", index, share=text(1, 20), reason=text(1, 20))
    for index in range(len(semester.goals)):
        if chance.random() < 0.5:
            semester = changed(semester, "goals", index, indicator=text(1, 6))
    return semester


def papers_of(semester: Semester) -> list[tuple[Document, WordFile]]:
    """All papers of a semester, filled."""
    numbers = {group.id: f"影艺共勉〔2009〕{number}号" for number, group in enumerate(semester.groups, 1)}
    documents = compose(semester, numbers, [group.id for group in semester.groups], department=True)
    return [
        (one, WordFile(one.name, template.load(template.find(one.kind.stem, ())).fill(one.data))) for one in documents
    ]


def faces_for(papers: list[tuple[Document, WordFile]]) -> fonts.FontSet:
    """Faces that cover the papers."""
    return fonts.prepare(frozenset().union(*(fonts.characters(source.docx) for _document, source in papers)))
