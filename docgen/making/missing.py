"""What is still missing for a complete archive: told at the end of a build, and group by group on the index page.

No judgement of the data: that is ``check``'s. Here it is said which paper there is not yet, and which lacks what only people
can give: an opinion, a signature, the scan that comes back, an appraisal, what was said in a talk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from docgen.documents import Document, Lack, Per
from docgen.making.draft import Draft
from docgen.making.order import Missing


def missing(made: Draft, scanned: Collection[str]) -> tuple[Missing, ...]:
    """Return what is missing of the papers that were composed; ``scanned`` are the names of those with a scan."""
    signed = made.ledger.signed()
    found = list(_papers(made))
    semester = made.semester
    undated = {group.id for group in semester.active_groups if not semester.is_signed(group)}
    for paper in made.papers:
        came_back = paper.name in signed or paper.name in scanned
        lacks = set[Lack]()
        if paper.kind.dated_by_parties and came_back and paper.group in undated:
            lacks.add(Lack.SIGNING_DAY)
        # An agreement is signed, too, where the report counts it as signed.
        if not came_back and not (paper.kind.dated_by_parties and paper.group not in undated):
            lacks.update(_unsigned(paper))
        elif paper.name not in scanned and not (paper.name in signed and signed[paper.name].scan):
            lacks.add(Lack.SCAN)
        if paper.dated is None and paper.kind.day and Lack.APPRAISAL not in lacks:
            lacks.add(Lack.DATE)
        found += [_of(paper, lack) for lack in Lack if lack in lacks]
    return tuple(found)


def _unsigned(paper: Document) -> Iterator[Lack]:
    """Yield what a paper lacks that a signature on paper would bring, or tell."""
    lack = paper.kind.lacking(paper.data) if paper.kind.lacking is not None else None
    if lack is not None:
        yield lack
    if paper.kind.signers:
        yield Lack.SIGNATURE


def _papers(made: Draft) -> Iterator[Missing]:
    """Yield the papers that other groups have and a group has not: nothing was reported, or nothing reviewed."""
    of_groups = [paper for paper in made.papers if paper.kind.per is Per.GROUP and not paper.kind.is_own]
    kinds = {paper.kind.stem: paper.kind for paper in of_groups}
    there = {(paper.group, paper.kind.stem) for paper in of_groups}
    active = {group.id for group in made.semester.active_groups}  # of one that is gone nothing more is asked
    for group in dict.fromkeys(paper.group for paper in of_groups if paper.group in active):
        for stem, kind in kinds.items():
            if (group, stem) not in there:
                yield Missing(Lack.PAPER, f"{group}-{kind.title}", stem, kind.title, group)


def _of(paper: Document, lack: Lack) -> Missing:
    where = paper.kind.day if lack is Lack.DATE else ""
    return Missing(lack, paper.name, paper.kind.stem, paper.kind.title, paper.group, where)
