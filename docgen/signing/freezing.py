"""How a paper is frozen: its files kept as people signed them, its scan beside them, both in the ledger (domain.md §4).

``docgen sign`` freezes what it is told. A scan that somebody lays into ``扫描件`` by hand says as much
(:mod:`docgen.signing.returning`), and a day of filing does for the papers that are filed: what was signed or filed is never
filled again.
"""

from __future__ import annotations

import glob
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from docgen import files
from docgen.documents import Document, DocumentKind
from docgen.errors import InputError
from docgen.field import Summary
from docgen.ledger import Json, Ledger, PaperRecord, Signed, as_json, from_json
from docgen.making.inputs import pdf_key
from docgen.messages import _
from docgen.semesters.registry import BuiltSemester
from docgen.signing import scans

ASIDE = "已撤销"
"""In the folder of signed papers: those whose signature was taken back, numbered."""


def filed(ledger: Ledger, papers: Sequence[Document], kinds: Sequence[DocumentKind]) -> dict[str, Signed]:
    """Return the papers that were filed, as they were filed, where the workbook would now make others of them.

    A paper is filed with the text it had when it was last made with its day of filing; another day or number files it anew.
    """
    found: dict[str, Signed] = {}
    for kind in (kind for kind in kinds if kind.filed):
        before = ledger.data_of_kind(kind.stem)
        changed = [
            paper for paper in papers if paper.kind.stem == kind.stem and _is_filed(paper, before.get(paper.name))
        ]
        records = ledger.papers() if changed else {}
        found |= {paper.name: as_if_signed(ledger, records[paper.name], paper) for paper in changed}
    return found


def _is_filed(paper: Document, before: Mapping[str, Json] | None) -> bool:
    now = from_json(as_json(paper.kept))
    under = (paper.kind.filed, paper.kind.numbered)
    return (
        before is not None
        and all(before.get(title) and before[title] == now[title] for title in under)
        and before != now
    )


def is_whole(at: BuiltSemester, record: PaperRecord) -> bool:
    """Whether a paper's files stand in the output folder as docgen made them."""
    word, pdf = _files(at, record.name)
    digest = files.sha256(pdf)
    return bool(digest) and digest == record.pdf_sha256 and pdf_key(files.sha256(word), record.causes) == record.pdf_key


def _files(at: BuiltSemester, name: str) -> tuple[Path, Path]:
    return at.folder.output.word_of(name), at.folder.output.pdf_of(name)


def has_changed(ledger: Ledger, paper: Document) -> bool:
    """Whether a paper's data is no longer what it was last made from."""
    origin = ledger.origin(paper.name)
    return origin is None or from_json(as_json(paper.kept)) != origin.data


def as_if_signed(ledger: Ledger, record: PaperRecord, paper: Document) -> Signed:
    """Return what a signed paper is held against, of one that is not recorded as signed."""
    origin = ledger.origin(record.name)
    assert origin is not None
    day = paper.dated.isoformat() if paper.dated else ""
    return Signed(
        record.name,
        record.kind,
        paper.group,
        paper.title,
        paper.number,
        day,
        record.word_sha256,
        record.pdf_sha256,
        record.pages,
        origin.data,
        origin.rows,
    )


def freeze(at: BuiltSemester, record: PaperRecord) -> None:
    """Keep the files as they stand, if the PDF is what the .docx and the ledger say."""
    if not is_whole(at, record):
        raise InputError(
            _("{name}: its files are not as docgen made them").format(name=record.name),
            hint=_("Run docgen build first; what is signed must be what the ledger knows."),
        )
    keep = at.folder.signed
    word, pdf = _files(at, record.name)
    for path in (word, pdf):
        files.write(keep / path.name, path.read_bytes())
    at.ledger.sign(record.name, files.sha256(word), files.sha256(pdf), record.pages)
    _write_sidecar(at, record.name)


def _write_sidecar(at: BuiltSemester, name: str) -> None:
    """Write what the ledger knows of a signed paper beside its files, so that a lost ledger can be made anew."""
    said = asdict(at.ledger.signed()[name])
    del said["rows"]
    content = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    files.write(at.folder.signed / f"{name}.json", content.encode())


def take(at: BuiltSemester, name: str, scan: Path) -> Path:
    """Put the scan of a signed paper where scans lie, and record it; an earlier one is put aside, unless it is the same."""
    group = at.ledger.signed()[name].group or Summary.DEPARTMENT
    target = at.folder.scans / group / f"{name}{scan.suffix.lower()}"
    if files.sha256(target) != files.sha256(scan):
        for other in target.parent.glob(f"{name}.*"):
            # An earlier scan is somebody's original too.
            aside = other.with_name(f"{other.stem}-旧{other.suffix}")
            shutil.copy2(other, aside)
            if other != target:
                other.unlink()
        files.write(target, scan.read_bytes())
    record_scan(at, name, target)
    return target


def thaw(at: BuiltSemester, name: str, why: str) -> None:
    """Take a signature back: what was kept of the paper, and its scan, are put aside, and thrown away never."""
    keep = at.folder.signed
    aside = keep / ASIDE
    number = 1 + max((int(one.name) for one in aside.glob("*") if one.name.isdecimal()), default=0)
    recorded = at.folder.home / at.ledger.signed()[name].scan
    at.ledger.unsign(name, why)
    kept = {*(at.folder.scans).glob(f"*/{glob.escape(name)}*"), *([recorded] if recorded.is_file() else [])}
    for path in sorted((*keep.glob(f"{glob.escape(name)}.*"), *kept)):
        if not path.stem.endswith(scans.SUPERSEDED):
            files.move(path, aside / str(number) / path.name)


def record_scan(at: BuiltSemester, name: str, scan: Path) -> None:
    """Record where the scan of a signed paper lies."""
    at.ledger.scanned(name, scan.relative_to(at.folder.home).as_posix(), files.sha256(scan))
    _write_sidecar(at, name)
