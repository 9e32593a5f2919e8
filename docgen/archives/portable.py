"""Whether a PDF will open in twenty years and does nothing but show: PDF/A-2b, no lock, no actions, no strangers inside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives import seal, signature
from docgen.archives.verdict import Notes, Quality
from docgen.bundle.headings import page_texts
from docgen.errors import ArchiveError
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_HARMLESS = ("/GoTo", "/URI")
_SHOWN = 5
_NAMED = ("/Title", "/Author", "/Subject", "/Creator", "/Producer")
_END, _LAST = b"%%EOF", 1024


@dataclass(frozen=True, slots=True)
class Opened:
    """What the content check needs to know of a bundle: text and label of each page, pages that a bookmark leads to."""

    words: tuple[frozenset[str], ...]
    """Of each page, what stands between white space."""
    texts: tuple[str, ...]
    """Of each page, white space left out."""
    labels: tuple[str, ...]
    marked: frozenset[int]
    outline: str
    """Stands for its bookmarks, page labels and links, what the file is called, its language and what made it."""
    keywords: str = ""


def check_pdf(path: Path, name: str, notes: Notes) -> Opened | None:
    """Note what is wrong with a file as such; return its pages, None when it cannot be opened."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            if document.is_encrypted:
                notes.error(Quality.USABLE, name, _("is encrypted"))
            for warning in document.get_warnings()[:_SHOWN]:
                notes.error(Quality.USABLE, name, _("is damaged: {reason}").format(reason=_short(warning, path)))
            if _tail(path).strip():
                notes.error(Quality.SAFE, name, _("something stands behind its end"))
            for where in _active(document):
                notes.error(Quality.SAFE, name, _("has active content: {where}").format(where=where))
            labels = tuple(str(page.label) for page in document.pages)
            entries = tuple(bookmarks(document))
            named = (*(str(document.docinfo.get(key, "")) for key in _NAMED), str(document.Root.get("/Lang", "")))
            outline = _digest(entries, labels, tuple(_links(document)), named)
            keywords = str(document.docinfo.get("/Keywords", ""))
    except pikepdf.PasswordError:
        notes.error(Quality.USABLE, name, _("is encrypted"))
        return None
    except (pikepdf.PdfError, OSError, ValueError) as error:
        notes.error(Quality.USABLE, name, _("cannot be opened: {reason}").format(reason=_short(error, path)))
        return None
    pages = _texts(path)
    if pages is None:
        notes.error(Quality.USABLE, name, _("its text cannot be read"))
        return None
    return Opened(
        words=tuple(frozenset(text.split()) for text in pages),
        texts=tuple(bare(text) for text in pages),
        labels=labels,
        marked=frozenset(page for _level, _title, page in entries),
        outline=outline,
        keywords=keywords,
    )


def _tail(path: Path) -> bytes:
    """Return what stands behind the end of a PDF, of which a reader takes no notice."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LAST))
        return file.read().rpartition(_END)[2]


def check_flavour(path: Path, name: str, notes: Notes) -> None:
    """Note what keeps a file from being PDF/A-2b; one that cannot be opened is :func:`check_pdf`'s to name."""
    import pikepdf

    with suppress(pikepdf.PdfError, OSError, ValueError):
        findings = seal.faults(path)
        for finding in findings[:_SHOWN]:
            notes.error(Quality.USABLE, name, _("is not PDF/A-2b: {finding}").format(finding=finding))
        if len(findings) > _SHOWN:
            notes.error(Quality.USABLE, name, _("and {count} more of that kind").format(count=len(findings) - _SHOWN))


def bare(text: str) -> str:
    """Return text as it is compared: no white space."""
    return "".join(text.split())


def opened(path: Path) -> Opened:
    """Return what a sealed file shows. Raise ArchiveError when it cannot be read."""
    notes = Notes()
    found = check_pdf(path, path.name, notes)
    if found is None:
        raise ArchiveError(str(notes.verdict().findings[0]))
    return found


def texts_of(path: Path) -> tuple[str, ...]:
    """Return each page's text as it is compared. Raise ArchiveError when the file cannot be read."""
    found = _texts(path)
    if found is None:
        raise ArchiveError(_("{file}: cannot be read").format(file=path.name))
    return tuple(map(bare, found))


def _short(error: object, path: Path) -> str:
    return str(error).replace(str(path), path.name)


def _active(document: object) -> Iterator[str]:
    """Yield where a document does something by itself or carries strangers (DA/T 70-2018, 安全性)."""
    import pikepdf

    assert isinstance(document, pikepdf.Pdf)
    root = document.Root
    if isinstance(root.get("/OpenAction"), pikepdf.Dictionary) and not _is_harmless(root.OpenAction):
        yield "OpenAction"
    for key in ("/AA", "/AcroForm", "/Collection", "/AF"):
        if key in root and not (key == "/AcroForm" and signature.is_signature_alone(root.AcroForm)):
            yield key[1:]
    names = root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles"):
            if key in names:
                yield key[1:]
    for number, page in enumerate(document.pages, 1):
        if "/AA" in page.obj:
            yield _("page {number}: {what}").format(number=number, what="AA")
        for annotation in page.obj.get("/Annots", []):
            kind = str(annotation.get("/Subtype", ""))
            if kind == "/Widget" and signature.is_signature(annotation):
                continue
            if (
                kind != "/Link"
                or {"/AA", "/AP"} & set(annotation.keys())
                or ("/A" in annotation and not _is_harmless(annotation.A))
            ):
                yield _("page {number}: {what}").format(number=number, what=kind[1:])


def _is_harmless(action: object) -> bool:
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) in _HARMLESS and "/Next" not in action


def bookmarks(document: pikepdf.Pdf) -> Iterator[tuple[int, str, int]]:
    """Yield level, title and page (from 0) of each bookmark that leads to a page, in their order."""
    import pikepdf

    numbers = _numbers(document)
    waiting = [(0, document.Root.get("/Outlines"))]
    seen = set()
    while waiting:
        level, entry = waiting.pop()
        if not isinstance(entry, pikepdf.Dictionary) or entry.objgen in seen:
            continue
        seen.add(entry.objgen)
        page = _goal(entry, numbers)
        if page is not None:
            yield level, str(entry.get("/Title", "")), page
        waiting += [(level, entry.get("/Next")), (level + 1, entry.get("/First"))]


def _links(document: pikepdf.Pdf) -> Iterator[tuple[int, int | None]]:
    """Yield from which page to which one each link leads."""
    numbers = _numbers(document)
    for number, page in enumerate(document.pages):
        for annotation in page.obj.get("/Annots", []):
            if str(annotation.get("/Subtype", "")) == "/Link":
                yield number, _goal(annotation, numbers)


def _numbers(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: index for index, page in enumerate(document.pages)}


def _goal(entry: pikepdf.Object, numbers: dict[tuple[int, int], int]) -> int | None:
    """Return the page that a bookmark or a link leads to."""
    import pikepdf

    target = entry.get("/Dest") or (entry.A.get("/D") if "/A" in entry else None)
    if isinstance(target, pikepdf.Array) and len(target) and isinstance(target[0], pikepdf.Dictionary):
        return numbers.get(target[0].objgen)
    return None


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _texts(path: Path) -> list[str] | None:
    import pypdfium2

    try:
        return page_texts(path)
    except pypdfium2.PdfiumError:
        return None
