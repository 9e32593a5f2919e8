"""Many workbooks, a department each: every one with its own ledger, numbers and archive; a report and a page over all.

Departments are made one after the other, so that no more than one is ever in memory; within each the batches go to the
same executor. A department's faults are told and never stop another's. What stands over all — report, catalogue,
statistics and an index page that links down — is made anew each time from what the departments have.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import archives, documents, files, folder_lock, outgoing, settings, statistics
from docgen.archives.shelf_page import DepartmentEntry, college_page
from docgen.documents import Document
from docgen.documents.kinds import college_report
from docgen.documents.kinds.college_report import DepartmentCounts, compose_college_report
from docgen.errors import DocgenError, ExitCode, InputError, StoppedError
from docgen.field import Programme
from docgen.folder import Folder
from docgen.making.draft import Draft
from docgen.making.executors import carrier
from docgen.making.order import Order, Outcome, Target
from docgen.making.progress import Progress
from docgen.messages import _
from docgen.pipeline.building import build_with
from docgen.workbook.plain_tables import Link, PlainSheet, tables

if TYPE_CHECKING:
    from docgen.pipeline import archiving

FOLDER = "全院"
"""Beside the departments: what stands over them."""
_CATALOGUE = f"{FOLDER}-文件目录.xlsx"


@dataclass(frozen=True, slots=True)
class CollegeLine:
    """A paper in the catalogue of the college."""

    group: str
    name: str
    title: str
    number: str
    dated: str
    pages: int
    path: Path


@dataclass(frozen=True, slots=True)
class Department:
    """A department after a run: what came of it, or why nothing could; its counts and its papers."""

    order: Order
    name: str
    outcome: Outcome | None = None
    archived: archiving.Archived | None = None
    error: DocgenError | None = None
    programme: Programme | None = None
    counts: statistics.Statistics | None = None
    lines: tuple[CollegeLine, ...] = ()

    @property
    def code(self) -> ExitCode:
        """What it would end the program with, if it were alone."""
        if self.error is not None:
            return self.error.exit_code
        return ExitCode.PARTIAL if self.outcome and self.outcome.broken else ExitCode.OK

    @property
    def counted(self) -> DepartmentCounts:
        """As the report of the college counts it."""
        fault = self.error.message if self.error and not self.lines else ""
        lacking = len(self.outcome.broken) if self.outcome else 0
        return DepartmentCounts(
            self.name, self.counts, len(self.lines), sum(line.pages for line in self.lines), lacking, fault
        )


@dataclass(frozen=True, slots=True)
class College:
    """All departments, and what stands over them (nothing when no department could be made)."""

    departments: tuple[Department, ...]
    folder: Path
    index: Path | None


def run(
    order: Order,
    chosen: Sequence[Path],
    progress: Progress,
    tell: Callable[[Department], None],
    seal: Callable[..., archiving.Archived] | None = None,
) -> College:
    """Make (and with ``seal`` archive) every workbook as ``order`` says, then what stands over all; ``tell`` of each.

    ``order.out`` is the folder for what stands over all. Raise InputError when two workbooks cannot be told apart on disk.
    """
    folder = order.out or _common(chosen) / FOLDER
    outgoing.folder(folder)
    _give_homes(chosen)
    departments = []
    with folder_lock.workplace(folder), carrier(order.jobs, order.cluster) as executor:
        for path in chosen:
            own = replace(order, workbook=path, out=None)
            done = _department(own, progress, executor, seal)
            tell(done)
            departments.append(done)
        index = _over_all(folder, departments, order)
    return College(tuple(departments), folder, index)


def _department(
    order: Order, progress: Progress, executor: Executor, seal: Callable[..., archiving.Archived] | None
) -> Department:
    done = Department(order, order.folder.home.name)
    try:
        made, outcome = build_with(order, progress, executor)
        done = replace(
            done,
            name=made.programme.department or order.folder.home.name,
            outcome=outcome,
            programme=made.programme,
            counts=statistics.count(made.semester),
            lines=tuple(_lines(made, outcome)),
        )
        if seal is not None:
            done = replace(done, archived=seal(order, progress, executor=executor))
    except StoppedError:
        raise
    except DocgenError as error:
        return replace(done, error=error)
    return done


def _lines(made: Draft, outcome: Outcome) -> Iterator[CollegeLine]:
    papers = {paper.name: paper for paper in made.papers}
    for result in outcome.results:
        path = result.pdf or result.word
        if path is not None:
            one = papers[result.name]
            dated = f"{one.dated:%Y%m%d}" if one.dated else ""
            yield CollegeLine(one.group, one.name, one.title, one.number, dated, result.pages, path)


def _common(chosen: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath([path.resolve().parent for path in chosen]))
    except ValueError:  # different drives
        raise InputError(
            _("these workbooks have no folder in common"), hint=_("Say with -o where the college's papers go.")
        ) from None


def _give_homes(chosen: Sequence[Path]) -> None:
    """Give workbooks that stand in one folder a folder each; refuse where one of them has begun a ledger there already."""
    for path in chosen:
        neighbours = [other for other in chosen if other.parent.resolve() == path.parent.resolve()]
        if len(neighbours) == 1 or (path.parent / path.stem).is_dir():
            continue
        if (
            Folder(path).settings.path.ledger == settings.Paths().ledger
            and (path.parent / settings.Paths().ledger).exists()
        ):
            raise InputError(
                _("{folder}: holds several workbooks, and a ledger that one of them has begun").format(
                    folder=path.parent
                ),
                hint=_("Move each workbook, with what belongs to it, into a folder of its own."),
            )
        (path.parent / path.stem).mkdir()


def _over_all(folder: Path, departments: Sequence[Department], order: Order) -> Path | None:
    programme = next((one.programme for one in departments if one.programme), None)
    if programme is None:
        return None
    report = compose_college_report(programme, [one.counted for one in departments])
    kind = college_report.KIND
    paper = Document(kind, FOLDER, kind.title, documents.plain(report))
    targets = [folder / f"{kind.title}.docx"]
    if order.to is not Target.DOCX:
        targets.append(targets[0].with_suffix(".pdf"))
    from docgen.making import single

    single.make_one(paper, targets, engine=order.engine)
    _catalogue(folder / _CATALOGUE, departments)
    total = report.total
    figures = (
        ("院系", f"{len(departments)}"),
        ("小组", f"{total.groups}"),
        ("参加人次", f"{total.people}"),
        ("目标完成", f"{total.goals_met} / {total.goals_set}"),
        ("项目（课题）", f"{total.projects}"),
        ("荣誉", f"{total.honours}"),
        ("文件", f"{total.papers}"),
    )
    entries = [
        DepartmentEntry(
            one.name,
            (line.groups, line.people, line.goals_met, line.honours, line.papers, line.pages) if one.counts else (),
            tuple(_links(one, folder)),
            "；".join(row.reason for row in report.lacking if row.name == one.name),
        )
        for one, line in zip(departments, report.departments, strict=True)
    ]
    columns = ("小组", "人数", "完成目标", "荣誉", "文件", "页数")
    over = [(path.name, path.name) for path in (*targets, folder / _CATALOGUE)]
    title = f"{programme.school} {programme.term_name}“{programme.activity}”"
    files.write(folder / archives.INDEX, college_page(title, figures, columns, entries, over))
    return folder / archives.INDEX


def _links(one: Department, folder: Path) -> Iterator[tuple[str, str]]:
    edition = archives.current(one.order.folder.archive)
    places = [
        ("归档文件", edition / archives.INDEX if edition else None),
        ("合订本", one.outcome.bundle if one.outcome else None),
        ("PDF", one.order.output.pdf),
        ("Word", one.order.output.word),
        ("台账", one.order.workbook),
    ]
    for text, path in places:
        if path is not None and path.exists():
            yield text, _relative(path, folder)


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()


def _catalogue(target: Path, departments: Sequence[Department]) -> None:
    """Write every paper of the college, department by department, with a link to it, and the counts before them."""
    columns = (("序号", 6), ("小组", 8), ("文号", 22), ("题名", 40), ("日期", 10), ("页数", 6), ("文件", 30))
    counted = (
        ("院系", 24), ("小组", 8), ("人数", 8), ("目标设定", 10), ("目标完成", 10), ("项目", 8), ("荣誉", 8), ("谈话", 8),
        ("文件", 8), ("页数", 8),
    )  # fmt: skip

    def counts() -> Iterator[tuple[str | int, ...]]:
        for one in departments:
            numbers = one.counts
            if numbers is not None:
                yield (
                    one.name,
                    numbers.groups,
                    numbers.participants,
                    numbers.goals_set,
                    numbers.goals_met,
                    sum(row.count for row in numbers.projects),
                    numbers.honours_total,
                    numbers.talks,
                    len(one.lines),
                    sum(line.pages for line in one.lines),
                )

    def papers(one: Department) -> Iterator[tuple[str | int | Link, ...]]:
        for number, line in enumerate(one.lines, 1):
            link = Link(line.path.name, _relative(line.path, target.parent))
            yield number, line.group, line.number, line.title, line.dated, line.pages, link

    sheets = [PlainSheet("统计", counted, counts())]
    names: set[str] = {"统计"}
    for one in departments:
        if one.lines:
            sheets.append(PlainSheet(_tab(one.name, names), columns, papers(one)))
    aside = target.with_name(f".{target.name}.part")
    tables(str(aside), _CATALOGUE, sheets)
    files.move(aside, target)


def _tab(name: str, taken: set[str]) -> str:
    """Return a name for a sheet: at most 31 characters, none that Excel forbids, no name twice."""
    plain = "".join("_" if character in "[]:*?/\\'" else character for character in name)[:27] or "院系"
    found, number = plain, 2
    while found.casefold() in taken:
        found, number = f"{plain}-{number}", number + 1
    taken.add(found.casefold())
    return found
