"""The life of a paper after it was made (domain.md §4): signed, its scan come back, its number withdrawn."""

from __future__ import annotations

import difflib
import json
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from docgen import archives, documents, files, isolate
from docgen import workbook as books
from docgen.documents import Document
from docgen.errors import InputError, WorkbookError
from docgen.field import Summary
from docgen.folder import Folder
from docgen.ledger import Filing, Ledger, PaperRecord
from docgen.messages import _
from docgen.pipeline import own
from docgen.pipeline.inputs import pdf_key
from docgen.pipeline.registry import Desk, desk, shelf

_SECONDS, _MEMORY = 120.0, 2 << 30


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
    at = desk(workbook)
    _require_key(key, list(at.ledger.papers()))
    name = _name(workbook, key, kind_name)
    with files.workplace(at.folder.output.path):
        record = at.ledger.papers().get(name)
        if record is None:
            raise _unknown(name, list(at.ledger.papers()))
        if record.is_signed and scan is None:
            raise InputError(
                _("{name} is signed already").format(name=name),
                hint=_("A scan that has come back is added with --scan; a change needs a row in 变更."),
            )
        if scan is not None:
            _readable(scan)
        if not record.is_signed:
            _freeze(at, record)
        taken = _take(at, name, scan) if scan is not None else None
        signed = at.ledger.signed()[name]
    kind = documents.KINDS.get(signed.kind)
    undated = _undated(workbook, signed.group) if kind is not None and kind.dated_by_parties else ()
    return SignedPaper(name, at.folder.signed / f"{name}.pdf", taken, record.is_signed, undated)


def void(workbook: Path, number: str, why: str) -> VoidedNumber:
    """Withdraw a filing number for good: it stays on the register as 作废, its group gets the next one."""
    if not why.strip():
        raise InputError(_("a number is not voided without a reason"), hint=_("Give it with --why."))
    ledger = shelf(workbook)
    filing = ledger.void(number, why.strip())
    signed = Ledger(ledger.path, ledger.branch, filing.term).signed()
    return VoidedNumber(filing, tuple(one.name for one in signed.values() if one.number == number))


def _undated(book: Path, group: str) -> tuple[str, ...]:
    """Return who of a group's parties has no 签署日期; nobody where the workbook cannot be read, which a build will say."""
    try:
        semester = books.check(book, Folder(book).settings).semester
    except WorkbookError:
        return ()
    people, known = semester.person_by_id, semester.group_by_id.get(group)
    parties = semester.signing_members(known) if known is not None else ()
    return tuple(
        people[row.person].label if row.person in people else row.person for row in parties if row.signed_on is None
    )


def _name(workbook: Path, key: str, kind_name: str) -> str:
    """Return the name of a paper, its kind called as the school calls it ([titles] of docgen.toml), by stem or by rule."""
    titles = Folder(workbook).settings.titles
    stem = next((stem for stem, title in titles.items() if title == kind_name), kind_name)
    kind = documents.kind_called(stem, [one.kind for one in own.kinds(workbook)])
    return Document(replace(kind, title=titles.get(kind.stem, kind.title)), key, "", {}).name


def _require_key(key: str, known: list[str]) -> None:
    """Raise InputError when no paper begins with a key: that the group is not there is said before what its paper is called."""
    if any(name.startswith(f"{key}-") for name in known):
        return
    keys = dict.fromkeys(name.partition("-")[0] for name in known)
    close = difflib.get_close_matches(key, keys, 1, 0.4)
    raise InputError(
        _("nothing was made for {key}: there is no such group").format(key=key),
        hint=_("Did you mean {close}?").format(close=close[0])
        if close
        else _("docgen ledger list names what was made."),
    )


def _unknown(name: str, known: list[str]) -> InputError:
    close = difflib.get_close_matches(name, known, 1, 0.5)
    return InputError(
        _("no paper {name} was made").format(name=name),
        hint=_("Did you mean {close}?").format(close=close[0])
        if close
        else _("docgen ledger list names what was made."),
    )


def _freeze(at: Desk, record: PaperRecord) -> None:
    """Keep the files as they stand, if the PDF is what the .docx and the ledger say."""
    word = at.folder.output.word_of(record.name)
    pdf = at.folder.output.pdf_of(record.name)
    word_sha256, pdf_sha256 = files.sha256(word), files.sha256(pdf)
    whole = pdf_sha256 and pdf_sha256 == record.pdf_sha256
    if not whole or pdf_key(word_sha256, record.causes) != record.pdf_key:
        raise InputError(
            _("{name}: its files are not as docgen made them").format(name=record.name),
            hint=_("Run docgen build first; what is signed must be what the ledger knows."),
        )
    keep = at.folder.signed
    for path in (word, pdf):
        files.write(keep / path.name, path.read_bytes())
    at.ledger.sign(record.name, word_sha256, pdf_sha256, record.pages)
    _write_sidecar(at, record.name)


def _write_sidecar(at: Desk, name: str) -> None:
    """Write what the ledger knows of a signed paper beside its files, so that a lost ledger can be made anew."""
    said = asdict(at.ledger.signed()[name])
    del said["rows"]
    content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    files.write(at.folder.signed / f"{name}.json", content.encode())


def _readable(scan: Path) -> None:
    """Raise InputError when a scan cannot be opened, is locked, or no scan at all."""
    if not scan.is_file():
        raise InputError(_("{path}: there is no such file").format(path=scan))
    with files.scratch() as folder:
        try:
            isolate.call(archives.take_in, scan, folder / "scan.pdf", deadline=_SECONDS, memory=_MEMORY)
        except isolate.IsolationError as error:
            raise InputError(
                _("{file}: cannot be taken in: {why}").format(file=scan.name, why=error.message),
                hint=_("Scan it again, or save it anew without a password, and put it in its place."),
            ) from error


def _take(at: Desk, name: str, scan: Path) -> Path:
    group = at.ledger.signed()[name].group or Summary.DEPARTMENT
    target = at.folder.scans / group / f"{name}{scan.suffix.lower()}"
    if not (target.exists() and target.samefile(scan)):
        for other in target.parent.glob(f"{name}.*"):
            # An earlier scan is somebody's original too.
            aside = other.with_name(f"{other.stem}-旧{other.suffix}")
            shutil.copy2(other, aside)
            if other != target:
                other.unlink()
        files.write(target, scan.read_bytes())
    at.ledger.scanned(name, target.relative_to(at.folder.home).as_posix(), files.sha256(target))
    _write_sidecar(at, name)
    return target
