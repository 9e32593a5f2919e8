"""The folder of scans (``扫描件``): what lies in it, and to which paper each file belongs.

A scan belongs to the paper whose file name, title or kind its own name begins with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from docgen.activity import Activity
from docgen.documents import Document, DocumentKind, Paper, Per
from docgen.field import Summary
from docgen.folder import Folder
from docgen.ledger import PaperRecord
from docgen.messages import _

SUPERSEDED = "-旧"
"""Ends the name of a scan that a better one replaced (``docgen sign`` puts it aside): not archived."""
_JUNK = frozenset(("thumbs.db", "desktop.ini", ".ds_store", ".localized", ".directory"))


def beside(folder: Folder, papers: Sequence[Document]) -> dict[str, Path]:
    """Return the scan of each paper that has one beside the workbook, unopened; of several the first."""
    owned: dict[str, Path] = {}
    for path in found(folder.scans).files:
        owner = None if path.stem.endswith(SUPERSEDED) else owner_of(path, folder.scans, papers)
        if owner is not None:
            owned.setdefault(owner, path)
    return owned


@dataclass(frozen=True, slots=True)
class FolderContent:
    """What lies in a folder: files in order, groups first; and what is none or cannot be seen, each with the reason."""

    files: tuple[Path, ...] = ()
    strays: tuple[tuple[Path, str], ...] = ()


def found(folder: Path) -> FolderContent:
    """Return every file below a folder; what systems leave behind is no file."""
    kept: list[Path] = []
    strays: list[tuple[Path, str]] = []
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(here.iterdir())
        except OSError:
            strays.append((here, _("this folder cannot be read; ask for the right to read it")))
            continue
        for path in entries:
            name = path.name
            if name.lower() in _JUNK or name.startswith(("._", "~$")):
                continue
            if name != name.encode("utf-8", "replace").decode():
                strays.append((path, _("its name has characters that cannot be read; rename it")))
            elif path.is_dir() and path.is_symlink():
                strays.append((path, _("leads to another folder; put the files themselves here")))
            elif path.is_dir():
                waiting.append(path)
            elif not path.exists():
                strays.append((path, _("leads to a file that is not there; put the file itself here")))
            elif not path.is_file():
                strays.append((path, _("is no file; remove it")))
            else:
                kept.append(path)
    parts = {path: path.relative_to(folder).parts for path in kept}
    kept.sort(key=lambda path: (parts[path][:-1], _natural(path.name)))
    return FolderContent(tuple(kept), tuple(strays))


def _natural(name: str) -> list[tuple[int, str]]:
    """Order 2 before 10, as people count the pages of a scan."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


def named(path: Path, home: Path) -> str:
    """Return how a file is called to a clerk: its path as seen from the semester's folder."""
    name = path.relative_to(home).as_posix().encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", name)


def group_of(path: Path, folder: Path) -> str:
    """Return the group in whose folder a file lies, however deep; ``""`` for one that lies beside them."""
    parts = path.relative_to(folder).parts
    return unicodedata.normalize("NFC", parts[0]) if len(parts) > 1 else ""


def owner_of(path: Path, folder: Path, papers: Sequence[Document]) -> str | None:
    """Return the paper of the folder's group whose name a scan begins with; the longest wins, a draw is nobody's.

    A scan that lies in no group's folder begins with the paper's own name, which has the group's in it.
    """
    name, group = unicodedata.normalize("NFC", path.stem), group_of(path, folder)
    matches: dict[int, set[str]] = {}
    for paper in papers:
        if group not in ("", paper.group or Summary.DEPARTMENT, paper.key):
            continue
        for begins in (paper.name, paper.title, paper.kind.title, paper.kind.stem) if group else (paper.name,):
            if begins and name.startswith(begins):
                matches.setdefault(len(begins), set()).add(paper.name)
    best = matches[max(matches)] if matches else set()
    return next(iter(best)) if len(best) == 1 else None


def document_of(record: PaperRecord, activity: Activity) -> Document:
    """Return a recorded paper as far as its name tells it."""
    key, _dash, title = record.name.rpartition("-")
    known = activity.kind_of(record.kind) or DocumentKind(record.kind, title, Per.ROW, 0, Paper)
    group = key.partition("-")[0]
    return Document(replace(known, title=title), key, "", {}, "" if group == Summary.DEPARTMENT else group)
