"""携手共勉, the activity that docgen was born with, as the value that the toolkit takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen import rules
from docgen.activity import Activity, Composed
from docgen.documents import KINDS, own
from docgen.documents.own import OwnKind
from docgen.field import SHEETS, Group

PAIRED = Activity(
    name="携手共勉",
    sheets=SHEETS,
    unit=Group.SHEET,
    judge=rules.judge,
    cover=rules.cover,
    kinds=tuple(KINDS.values()),
    is_numbered=True,
)


def with_kinds(added: Sequence[OwnKind]) -> Activity:
    """Return the activity with the kinds of paper that a clerk added to it, and their sheets."""
    if not added:
        return PAIRED
    return replace(
        PAIRED,
        sheets=(*SHEETS, *(one.sheet for one in added)),
        added=tuple(one.kind for one in added),
        compose=lambda semester, numbers: tuple(
            Composed(paper.document, tuple((one.sheet.title, row) for row in paper.rows), paper.is_broken, paper.faults)
            for one in added
            for paper in own.compose(one, semester, numbers)
        ),
        aside=frozenset(one.sheet.title for one in added),
        is_apart=True,
    )
