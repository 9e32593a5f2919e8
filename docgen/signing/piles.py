"""``docgen sign --from``: many papers signed at once, from a list of them or from a folder of their scans.

Each is signed as :func:`docgen.signing.signatures.sign` does it; one that cannot be is named with the reason, the others are
signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen import documents, files
from docgen import workbook as books
from docgen.documents import Document, DocumentKind, Per
from docgen.errors import DocgenError, InputError, StoppedError
from docgen.field import Summary
from docgen.folder import SCANS
from docgen.ledger import PaperRecord
from docgen.making.progress import Progress, Silent
from docgen.messages import _
from docgen.semesters.registry import Desk, desk
from docgen.signing import scans, signatures
from docgen.signing.signatures import SignedPaper

PAPER, GROUP, SCAN = "文件", "小组编号", SCANS
"""The titles of a list: the paper's name, or its kind with the group beside it; the scan's file, seen from the list."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Papers that are signed now, and what could not be signed: where it was said, and why."""

    signed: tuple[SignedPaper, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A scan of a pile: the file, what it is called, the paper it belongs to (``""``: none), and why it belongs to none."""

    file: Path
    shown: str
    paper: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Wish:
    shown: str
    record: PaperRecord | None
    scan: Path | None
    reason: str = ""


def sign_many(workbook: Path, source: Path) -> Pile:
    """Sign what a list (.xlsx, .ods, .csv) names, or what the scans in a folder belong to. Raise InputError for an empty one."""
    at = desk(workbook)
    if not source.exists():
        raise InputError(_("{path}: there is no such file").format(path=source))
    with files.workplace(at.folder.output.path):
        wishes = tuple(_of_folder(at, source) if source.is_dir() else _of_list(at, source))
        if not wishes:
            raise InputError(
                _("{path}: names no paper").format(path=source),
                hint=_(
                    "Put scans into it whose names begin with the papers', or list the papers under {title}."
                ).format(title=PAPER),
            )
        return _signed(at, wishes, Silent())


def sign_papers(workbook: Path, papers: Sequence[tuple[str, Path | None]], progress: Progress) -> Pile:
    """Sign papers that are named as they are called in the output folder, each with its scan where it has come back."""
    at = desk(workbook)
    with files.workplace(at.folder.output.path):
        records = at.ledger.papers()
        unknown = _("no such paper was made")
        wishes = [_Wish(name, records.get(name), scan, "" if name in records else unknown) for name, scan in papers]
        return _signed(at, wishes, progress)


def match(workbook: Path, folder: Path) -> tuple[Matched, ...]:
    """Say of each scan in a folder to which paper it belongs. Nothing is signed; raise InputError before the first build."""
    wishes = _of_folder(desk(workbook), folder)
    return tuple(
        Matched(wish.scan or folder / wish.shown, wish.shown, wish.record.name if wish.record else "", wish.reason)
        for wish in wishes
    )


def _signed(at: Desk, wishes: Sequence[_Wish], progress: Progress) -> Pile:
    """Sign while the output folder is held; what cannot be signed is named."""
    signed: list[SignedPaper] = []
    refused: list[tuple[str, str]] = []
    undated = signatures.Undated(at.folder.workbook)
    progress.step("sign", len(wishes))
    for wish in wishes:
        progress.advance()
        if wish.record is None:
            refused.append((wish.shown, wish.reason))
            continue
        try:
            signed.append(signatures.sign_paper(at, wish.record, wish.scan, undated))
        except StoppedError:
            raise
        except DocgenError as error:
            refused.append((wish.shown, f"{error.message}。{error.hint}".rstrip("。")))
    return Pile(tuple(signed), tuple(refused))


def _of_folder(at: Desk, folder: Path) -> Iterator[_Wish]:
    """Yield what each file of a folder belongs to: by its name, or by its name within the folder of its group."""
    records = at.ledger.papers()
    papers = [_document(record) for record in records.values()]
    there = scans.found(folder)
    for path in there.files:
        name = scans.owner_of(path, folder, papers)
        reason = "" if name else _("belongs to no paper; its name must begin with the paper's")
        yield _Wish(path.relative_to(folder).as_posix(), records[name] if name else None, path, reason)
    for path, reason in there.strays:
        yield _Wish(path.name, None, None, reason)


def _of_list(at: Desk, path: Path) -> Iterator[_Wish]:
    records = at.ledger.papers()
    for number, texts in books.read_list(path, (PAPER, GROUP, SCAN)):
        if not texts.get(PAPER):
            continue
        group, scan = texts.get(GROUP, ""), path.parent / texts[SCAN] if texts.get(SCAN) else None
        shown = _("row {row}: {paper}").format(row=number, paper=f"{group} {texts[PAPER]}".strip())
        try:
            record = records.get(texts[PAPER]) or signatures.record_of(at, *_key(texts[PAPER], group))
            yield _Wish(shown, record, scan)
        except InputError as error:
            yield _Wish(shown, None, scan, f"{error.message}。{error.hint}".rstrip("。"))


def _key(paper: str, group: str) -> tuple[str, str]:
    """Return key and kind of a paper that is named by its kind beside its group, or as a whole."""
    if group:
        return group, paper
    key, _dash, kind = paper.rpartition("-")
    return key or Summary.DEPARTMENT, kind


def _document(record: PaperRecord) -> Document:
    """Return a recorded paper as far as its name tells it."""
    key, _dash, title = record.name.rpartition("-")
    known = documents.KINDS.get(record.kind) or DocumentKind(record.kind, title, Per.ROW, 0, documents.Paper)
    group = key.partition("-")[0]
    return Document(replace(known, title=title), key, "", {}, "" if group == Summary.DEPARTMENT else group)
