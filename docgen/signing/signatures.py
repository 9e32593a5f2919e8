"""The life of a paper after it was made (domain.md §4): signed, its scan come back, its number withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from docgen import archives, documents, files, folder_lock, isolate, meant
from docgen import workbook as books
from docgen.activity import Activity
from docgen.documents import Document, DocumentKind
from docgen.errors import InputError, WorkbookError
from docgen.field import Semester, Summary
from docgen.folder import Folder
from docgen.incoming import limits
from docgen.ledger import Filing, Ledger, PaperRecord, Signed
from docgen.making import own
from docgen.messages import _, typed
from docgen.semesters.registry import BuiltSemester, built_semester, ledger_of
from docgen.signing import freezing

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """A paper that was signed: where its files are kept, and its scan if it has come back.

    ``undated`` are the parties of an agreement who have no 签署日期 in the workbook yet: it does not count as signed.
    """

    name: str
    pdf: Path
    scan: Path | None
    was_signed: bool
    undated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VoidedNumber:
    """A number that was withdrawn, and the papers that people signed under it."""

    filing: Filing
    signed: tuple[str, ...]


def sign(workbook: Path, key: str, kind_name: str, scan: Path | None = None) -> SignedPaper:
    """Record that people signed the paper as it stands in the output folder, and take in its scan.

    ``key`` is the group's number, 全系, or what stands before the kind in the paper's file name. A paper signed before may
    still get its scan, or a better one. Raise InputError when there is no such paper, it is not as it was made, or the scan
    cannot be opened.
    """
    at = built_semester(workbook)
    with folder_lock.workplace(at.folder.output.path, at.folder.signed):
        record = record_of(at, key, kind_name)
        return sign_paper(at, record, scan, Undated(workbook))


def sign_paper(
    at: BuiltSemester, record: PaperRecord, scan: Path | None, undated: Undated, *, is_judged: bool = False
) -> SignedPaper:
    """Freeze one paper and take in its scan, while the output folder is held; see :func:`sign`.

    ``is_judged``: that the archive can take in the scan is known.
    """
    name = record.name
    if record.is_signed and scan is None:
        raise InputError(
            _("{name} is signed already").format(name=name),
            hint=_("A scan that has come back is added with --scan; a change needs a row in 变更."),
        )
    if scan is not None and not is_judged:
        _readable(scan)
    if not record.is_signed:
        freezing.freeze(at, record)
    taken = freezing.take(at, name, scan) if scan is not None else None
    without = undated.of(at.ledger.signed()[name])
    return SignedPaper(name, at.folder.signed / f"{name}.pdf", taken, record.is_signed, without)


def unsign(workbook: Path, key: str, kind_name: str, why: str) -> Path:
    """Take back that a paper was signed; return the folder in which its files and scan are kept from now on.

    Raise InputError when it is not signed, was archived, or no reason is given.
    """
    if not why.strip():
        raise InputError(_("a signature is not taken back without a reason"), hint=_("Give it with --why."))
    at = built_semester(workbook)
    with folder_lock.workplace(at.folder.output.path, at.folder.signed):
        name = record_of(at, key, kind_name).name
        if name not in at.ledger.signed():
            raise InputError(
                _("{name} is not signed").format(name=name), hint=_("docgen ledger list says what is signed.")
            )
        if name in at.ledger.items():
            raise InputError(
                _("{name} was archived as signed").format(name=name),
                hint=_("What is archived stays as it is: a change needs a row in 变更, and goes into a supplement."),
            )
        freezing.thaw(at, name, why.strip())
    return at.folder.signed / freezing.ASIDE


def void(workbook: Path, number: str, why: str) -> VoidedNumber:
    """Withdraw a filing number for good: it stays on the register as 作废, its group gets the next one."""
    if not why.strip():
        raise InputError(_("a number is not voided without a reason"), hint=_("Give it with --why."))
    ledger = ledger_of(workbook)
    filing = ledger.void(number, why.strip())
    signed = Ledger(ledger.path, ledger.branch, filing.term).signed()
    return VoidedNumber(filing, tuple(one.name for one in signed.values() if one.number == number))


class Undated:
    """Who of a group's parties has no 签署日期; the workbook is read when it is first asked."""

    def __init__(self, book: Path) -> None:
        self._book = book

    @cached_property
    def _activity(self) -> Activity:
        return own.activity_of(self._book)

    @cached_property
    def _semester(self) -> Semester:
        try:
            return books.check(self._book, Folder(self._book).settings, self._activity).semester
        except WorkbookError:  # a build will say so
            return Semester()

    def of(self, signed: Signed) -> tuple[str, ...]:
        """Return the undated parties of a paper that its parties date, as people know them."""
        kind = self._activity.kind_of(signed.kind)
        if kind is None or not kind.dated_by_parties:
            return ()
        people, known = self._semester.person_by_id, self._semester.group_by_id.get(signed.group)
        parties = self._semester.signing_members(known) if known is not None else ()
        return tuple(
            people[row.person].label if row.person in people else row.person for row in parties if row.signed_on is None
        )


def record_of(at: BuiltSemester, key: str, kind_name: str) -> PaperRecord:
    """Return the paper of a kind that a key names, or the only one whose key begins with it. Raise InputError."""
    papers = at.ledger.papers()
    _require_key(at, key, kind_name, papers)
    paper = Document(kind_called(at.folder.workbook, kind_name), key, "", {})
    if paper.name in papers:
        return papers[paper.name]
    begins, ends = f"{key}-", f"-{paper.kind.title}"
    keys = {name.removesuffix(ends): name for name in papers if name.startswith(begins) and name.endswith(ends)}
    if len(keys) == 1:
        return papers[next(iter(keys.values()))]
    if not keys:
        raise _unknown(paper.name, list(papers))
    raise InputError(
        _("{key} has {n} papers of the kind {kind}").format(key=key, n=len(keys), kind=paper.kind.title),
        hint=_one_of(keys, paper.kind.title),
    )


def kind_called(workbook: Path, name: str) -> DocumentKind:
    """Return a kind called as the school calls it ([titles] of docgen.toml), by stem or by rule. Raise InputError."""
    titles = Folder(workbook).settings.titles
    stem = next((stem for stem, title in titles.items() if title == name), name)
    kind = documents.kind_called(stem, own.activity_of(workbook).every_kind)
    return replace(kind, title=titles.get(kind.stem, kind.title))


def _require_key(at: BuiltSemester, key: str, kind_name: str, papers: Mapping[str, PaperRecord]) -> None:
    """Raise InputError when no paper begins with a key: that the unit is not there is said before what its paper is called.

    A paper about no unit, or several, is filed under 全系, whatever else tells it: how to name it is said then.
    """
    if any(name.startswith(f"{key}-") for name in papers):
        return
    unit = own.activity_of(at.folder.workbook).unit
    said = _("nothing was made for {key}: it is none of the sheet {unit}").format(key=key, unit=unit)
    of_kind = [name for name, one in papers.items() if one.kind == kind_name or name.endswith(f"-{kind_name}")]
    told = [name for name in of_kind if key in name.split("-")]
    if not told and all(name.startswith(f"{Summary.DEPARTMENT}-") for name in of_kind):
        told = of_kind
    if told:
        title = kind_called(at.folder.workbook, kind_name).title
        raise InputError(said, hint=_one_of((name.removesuffix(f"-{title}") for name in told), title))
    keys = dict.fromkeys(name.partition("-")[0] for name in papers)
    raise InputError(said, hint=meant.offered(key, keys, meant.KEY) or _("docgen ledger list names what was made."))


def _one_of(keys: Iterable[str], title: str) -> str:
    """Return the hint that names papers of a kind as they are typed."""
    named = [f"{typed(one)} {typed(title)}" for one in keys]
    more = [_("and {count} more").format(count=len(named) - _MOST_NAMED)] if len(named) > _MOST_NAMED else []
    return _("Name one of them: {papers}").format(papers="；".join((*named[:_MOST_NAMED], *more)))


def _unknown(name: str, known: list[str]) -> InputError:
    return InputError(
        _("no paper {name} was made").format(name=name),
        hint=meant.offered(name, known) or _("docgen ledger list names what was made."),
    )


def _readable(scan: Path) -> None:
    """Raise InputError when a scan cannot be opened, is locked, or no scan at all."""
    if not scan.is_file():
        raise InputError(_("{path}: there is no such file").format(path=scan))
    with files.scratch() as folder:
        try:
            seconds = limits.seconds(scan.stat().st_size)
            isolate.call(archives.take_in, scan, folder / "scan.pdf", deadline=seconds, memory=limits.MEMORY)
        except isolate.IsolationError as error:
            raise InputError(
                _("{file}: cannot be taken in: {why}").format(file=scan.name, why=error.message),
                hint=_("Scan it again, or save it anew without a password, and put it in its place."),
            ) from error
