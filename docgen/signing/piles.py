"""``docgen sign --from``: many papers signed at once, from a list of them or from a pile of their scans.

Each is signed as :func:`docgen.signing.signatures.sign` does it; one that cannot be is named with the reason, the others are
signed. A pile is sorted first (:mod:`docgen.signing.sorting`); a paper of which a page is missing is not signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import archives, files, folder_lock
from docgen import workbook as books
from docgen.archives.intake.taking import ENDINGS
from docgen.codes import finding
from docgen.documents import Per
from docgen.errors import DocgenError, InputError, StoppedError
from docgen.field import Summary
from docgen.folder import SCANS
from docgen.ledger import PaperRecord
from docgen.making import batches
from docgen.making.executors import carrier
from docgen.making.progress import Progress
from docgen.messages import _
from docgen.semesters.registry import BuiltSemester, built_semester
from docgen.signing import signatures
from docgen.signing.looking import as_pdf
from docgen.signing.signatures import SignedPaper
from docgen.signing.sorting import LeftBecause, SortedPaper, Sorting, sort

PAPER, GROUP, SCAN = "文件", "小组编号", SCANS
"""The titles of a list: the paper's name, or its kind with the group beside it; the scan's file, seen from the list."""

_ALSO = {"小组": GROUP, "组别": GROUP, "组号": GROUP, "编号": GROUP, "文件种类": PAPER, "文件名称": PAPER}
"""What else clerks write above them."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Papers that are signed now, and what could not be signed: where it was said, and why."""

    signed: tuple[SignedPaper, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Wish:
    shown: str
    record: PaperRecord | None
    scan: Path | None
    reason: str = ""
    is_judged: bool = False


def is_pile(source: Path) -> bool:
    """Whether a source is scans, and not a list of papers."""
    return source.is_dir() or source.suffix.lower() in ENDINGS


def sign_many(workbook: Path, source: Path, progress: Progress) -> Pile:
    """Sign what a list (.xlsx, .ods, .csv) names, or what a pile of scans belongs to. Raise InputError for an empty one."""
    at = built_semester(workbook)
    if not source.exists():
        raise InputError(_("{path}: there is no such file").format(path=source))
    if is_pile(source):
        return sign_scans(workbook, sort(at, [source], progress), progress)
    with folder_lock.workplace(at.folder.output.path, at.folder.signed):
        wishes = tuple(_of_list(at, source))
        if not wishes:
            raise InputError(
                _("{path}: names no paper").format(path=source),
                hint=_("List the papers under {title}.").format(title=PAPER),
            )
        return _signed(at, wishes, progress)


def sign_scans(workbook: Path, sorting: Sorting, progress: Progress) -> Pile:
    """Sign each paper of a sorted pile of which all pages are there, with its pages in order as its scan.

    What cannot be signed and each page that belongs to no paper is named with the reason.
    """
    at = built_semester(workbook)
    with folder_lock.workplace(at.folder.output.path, at.folder.signed) as work, carrier() as executor:
        ready = [paper for paper in sorting.papers if paper.is_ready]
        tasks = [_Laying(paper, work / f"{number}.pdf") for number, paper in enumerate(ready)]
        progress.step("lay", len(tasks))
        laid = batches.each(executor, _lay, tasks, progress)
        records = at.ledger.papers()
        wishes = [
            _Wish(paper.name, None, None, _said(one))
            if isinstance(one, DocgenError)
            else _Wish(paper.name, records[paper.name], one, is_judged=True)
            for paper, one in zip(ready, laid, strict=True)
        ]
        return _signed(at, wishes, progress, (*_not_ready(sorting), *_left(sorting)))


def sign_papers(workbook: Path, papers: Sequence[tuple[str, Path | None]], progress: Progress) -> Pile:
    """Sign papers that are named as they are called in the output folder, each with its scan where it has come back."""
    at = built_semester(workbook)
    with folder_lock.workplace(at.folder.output.path, at.folder.signed):
        records = at.ledger.papers()
        unknown = _("no such paper was made")
        wishes = [_Wish(name, records.get(name), scan, "" if name in records else unknown) for name, scan in papers]
        return _signed(at, wishes, progress)


@dataclass(frozen=True, slots=True)
class _Laying:
    """A paper whose scan is to be laid together, and where to."""

    paper: SortedPaper
    target: Path


def _lay(tasks: Sequence[_Laying]) -> list[Path | DocgenError]:
    """Lay the scans of a batch together, and try each as the archive will take it in."""
    found: list[Path | DocgenError] = []
    for task in tasks:
        with files.scratch() as folder:
            try:
                scan = task.paper.whole or _together(task, folder)
                archives.take_in(scan, folder / "tried.pdf")
                found.append(scan)
            except finding.UnreadableScanError:
                found.append(InputError(_("its scans cannot be laid together; scan it again")))
            except DocgenError as error:
                found.append(error)
    return found


def _together(task: _Laying, folder: Path) -> Path:
    made = {where.file: as_pdf(where.file, folder) for _number, where in task.paper.pages}
    finding.gather(
        [(made[where.file], where.page - 1, where.turned) for _number, where in task.paper.pages], task.target
    )
    return task.target


def _not_ready(sorting: Sorting) -> Iterator[tuple[str, str]]:
    for paper in sorting.papers:
        if paper.missing:
            listed = "、".join(map(str, paper.missing))
            yield (
                paper.name,
                _("of {total} pages these are missing: {pages}. Scan them, and give all of it again").format(
                    total=paper.total, pages=listed
                ),
            )
        elif paper.hindrance:
            yield paper.name, paper.hindrance


def _left(sorting: Sorting) -> Iterator[tuple[str, str]]:
    for one in sorting.left:
        if one.why is not LeftBecause.BLANK:
            yield one.shown, one.said


def _signed(
    at: BuiltSemester, wishes: Sequence[_Wish], progress: Progress, refused: Sequence[tuple[str, str]] = ()
) -> Pile:
    """Sign while the output folder is held; what cannot be signed is named, before what is ``refused`` already."""
    signed: list[SignedPaper] = []
    failed: list[tuple[str, str]] = []
    undated = signatures.Undated(at.folder.workbook)
    progress.step("sign", len(wishes))
    for wish in wishes:
        progress.advance()
        if wish.record is None:
            failed.append((wish.shown, wish.reason))
            continue
        try:
            signed.append(signatures.sign_paper(at, wish.record, wish.scan, undated, is_judged=wish.is_judged))
        except StoppedError:
            raise
        except DocgenError as error:
            failed.append((wish.shown, _said(error)))
    return Pile(tuple(signed), (*failed, *refused))


def _said(error: DocgenError) -> str:
    return f"{error.message}。{error.hint}".rstrip("。")


def _of_list(at: BuiltSemester, path: Path) -> Iterator[_Wish]:
    records = at.ledger.papers()
    for number, texts in books.read_list(path, (PAPER, GROUP, SCAN), _ALSO):
        if not texts.get(PAPER):
            continue
        group, scan = texts.get(GROUP, ""), path.parent / texts[SCAN] if texts.get(SCAN) else None
        shown = _("row {row}: {paper}").format(row=number, paper=f"{group} {texts[PAPER]}".strip())
        try:
            record = records.get(texts[PAPER]) or signatures.record_of(at, *_key(at, texts[PAPER], group))
            yield _Wish(shown, record, scan)
        except InputError as error:
            yield _Wish(shown, None, scan, _said(error))


def _key(at: BuiltSemester, paper: str, group: str) -> tuple[str, str]:
    """Return key and kind of a paper that is named by its kind beside its group, or as a whole."""
    if group:
        return group, paper
    key, _dash, kind = paper.rpartition("-")
    if not key and signatures.kind_called(at.folder.workbook, kind).per is Per.GROUP:
        raise InputError(_("it is not said of which group"), hint=_("Name it under {title}.").format(title=GROUP))
    return key or Summary.DEPARTMENT, kind
