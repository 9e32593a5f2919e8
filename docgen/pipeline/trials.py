"""What would come of it, tried: ``docgen archive --dry-run``, and one paper with another template than the one in force.

Of an archive: what would be sealed, how many numbers it takes, what stands in the way, what is missing. No number
is given. Papers are composed, not made; scans and attachments are taken in for a trial.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import archives, files
from docgen.documents import Document, Per
from docgen.errors import ArchiveError, InputError
from docgen.field import Summary
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.missing import missing
from docgen.making.order import Missing, Order, Target
from docgen.making.progress import Progress, Silent
from docgen.making.single import make_one
from docgen.making.tools import tools_of
from docgen.messages import _
from docgen.pipeline.composing import draft
from docgen.sealing import enclosures, filing
from docgen.sealing.enclosures import Enclosures


@dataclass(frozen=True, slots=True)
class Trial:
    """What archiving would do.

    ``boxes`` counts the items, each with a number of its own, by year and retention; ``scans`` and ``attachments`` the files that
    go in with them. ``in_the_way`` says what would stop it, line by line.
    """

    boxes: Mapping[tuple[int, str], int]
    scans: int
    attachments: int
    in_the_way: tuple[str, ...]
    missing: tuple[Missing, ...]
    remarks: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        """How many numbers would be given."""
        return sum(self.boxes.values())


def trial(order: Order, progress: Progress, *, supplement: bool = False, leave_out: bool = False) -> Trial:
    """Say what :func:`docgen.pipeline.archiving.seal` would do. Raise DataError when nothing can be made at all."""
    made = draft(replace(order, dry_run=True), progress)
    with files.scratch() as work, carrier(order.jobs) as executor:
        tools = tools_of(order, work, progress, executor)
        outside = enclosures.gather(order.folder, made.papers, tools, leave_out=True)
    before = archives.current(order.folder.archive)
    known = filing.filed(before)
    papers = [paper for paper in made.papers if not paper.kind.stays]
    names = {name for one, entry in known.items() for name in (one, *entry.papers)}
    new = [paper for paper in papers if paper.name not in names]
    try:
        filing.new_papers(order.folder.archive, known, papers)
        changed = ""
    except ArchiveError as error:
        changed = f"{error.message} → {error.hint}"
    there = {(one.file, one.sha256) for entry in known.values() for one in entry.enclosed}
    boxes = Counter(_boxes(made, new))
    year = made.programme.term.year
    late = [name for name, sheets in outside.scans.items() if name in names and _is_new(sheets, there)]
    attached = [one for sheets in outside.attachments.values() for one in sheets if _is_new((one,), there)]
    boxes[year, made.programme.retention] += len(late) + len(attached)
    return Trial(
        {box: count for box, count in sorted(boxes.items()) if count},
        sum(_is_new((one,), there) for sheets in outside.scans.values() for one in sheets),
        len(attached),
        (
            *_in_the_way(made, outside, before is not None, bool(+boxes), supplement=supplement, leave_out=leave_out),
            *filter(None, (changed,)),
        ),
        missing(made, outside.scans),
        (
            *outside.remarks,
            *filing.no_longer_made(known, papers),
            *(outside.left.values() if leave_out else ()),
        ),
    )


def _is_new(sheets: tuple[enclosures.Sheetful, ...], there: set[tuple[str, str]]) -> bool:
    return any((one.source.file, one.source.sha256) not in there for one in sheets)


def _boxes(made: Draft, papers: list[Document]) -> Iterator[tuple[int, str]]:
    """Yield year and retention of each item; a group's talks may share one."""
    together = made.settings.archive.talks == "group"
    talks: dict[str, Document] = {}
    for paper in papers:
        if together and paper.kind.per is Per.TALK:
            talks[paper.group or Summary.DEPARTMENT] = paper
        else:
            yield _box(made, paper)
    for paper in talks.values():
        yield _box(made, paper)


def _box(made: Draft, paper: Document) -> tuple[int, str]:
    year = paper.dated.year if paper.dated else made.programme.term.year
    usual = made.settings.retention.get(paper.kind.stem, made.programme.retention)
    return year, paper.kind.retention or usual


def _in_the_way(
    made: Draft, outside: Enclosures, is_archived: bool, is_new: bool, *, supplement: bool, leave_out: bool
) -> Iterator[str]:
    for problem in made.problems:
        if problem.is_error:
            yield f"{problem}{f' → {problem.hint}' if problem.hint else ''}"
    if not any(problem.is_error for problem in made.problems):
        for one in made.held_back:
            yield f"{one.name}：{one.reason}"
    if not made.programme.fonds:
        yield _("there is no 全宗号: an archive number cannot be made without it")
    if not leave_out:
        yield from outside.left.values()
    if is_archived and is_new and not supplement:
        yield _("the semester is archived already: what came later is added with --supplement")
    if supplement and not is_archived:
        yield _("nothing was archived yet, so there is nothing to supplement")


def try_template(workbook: Path, stem: str, template: Path, name: str, target: Path, engine: str) -> None:
    """Make the PDF of one paper with a template; no number is given, nothing else is written.

    Raise InputError when the workbook makes no such paper, and what the step that fails raises.
    """
    made = draft(Order(workbook, kinds=(stem,), to=Target.PDF, dry_run=True, engine=engine), Silent())
    paper = next((one for one in made.papers if one.name == name), None)
    if paper is None:
        raise InputError(
            _("{name} cannot be made from the workbook as it is").format(name=name),
            hint=_("Choose another paper, or the sample."),
        )
    make_one(paper, (target,), template, engine)
