"""What pages show, as one checksum: content, pictures, forms and faces, whatever the file around them says of itself.

A scan is written anew when it is taken in (:mod:`docgen.archives.intake`) and a paper when it is bound, so the hash of the
file alone proves nothing about the bundle. What its pages show is hashed as it stands in the sealed file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

Run = tuple[int, int]
"""First page in the file, from 0, and how many."""
_ELSEWHERE = ("/Parent", "/P", "/StructParent", "/StructParents")
"""Entries that lead out of what a page shows."""
_FRAMED = ("/MediaBox", "/CropBox", "/Rotate")


def digests(pdf: Path, wanted: Sequence[Run]) -> list[str]:
    """Return the SHA-256 of what each run of pages shows; ``""`` for one that cannot be read or reaches past the end."""
    import pikepdf

    try:
        with pikepdf.open(pdf) as document:
            pages, known = list(document.pages), dict[tuple[int, int], bytes]()
            return [_run(pages[start : start + count], count, known) for start, count in wanted]
    except pikepdf.PdfError:
        return [""] * len(wanted)


def _run(pages: Sequence[pikepdf.Page], count: int, known: dict[tuple[int, int], bytes]) -> str:
    import pikepdf

    if len(pages) < count:
        return ""
    try:
        return hashlib.sha256(b"".join(_page(page, known) for page in pages)).hexdigest()
    except (pikepdf.PdfError, ValueError):  # a stream that was damaged since
        return ""


def _page(page: pikepdf.Page, known: dict[tuple[int, int], bytes]) -> bytes:
    import pikepdf

    digest = hashlib.sha256()
    contents = page.obj.get("/Contents")
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(stream, pikepdf.Stream):
            digest.update(stream.read_bytes() + b"\n")
    digest.update(_of(_inherited(page.obj, "/Resources"), known))
    for key in _FRAMED:
        digest.update(_of(_inherited(page.obj, key), known))
    if "/UserUnit" in page.obj:
        digest.update(_of(page.obj.get("/UserUnit"), known))
    return digest.digest()


def _inherited(node: pikepdf.Object | None, key: str) -> object:
    """Return an entry of a page, its own or that of the tree above it."""
    for _level in range(32):
        if node is None or key in node:
            break
        node = node.get("/Parent")
    return node.get(key) if node is not None else None


def _of(value: object, known: dict[tuple[int, int], bytes]) -> bytes:
    """Return the digest of an object with all that it leads to; what many pages share is looked at once."""
    import pikepdf

    if not isinstance(value, pikepdf.Object):
        return hashlib.sha256(f"{type(value).__name__} {value}".encode()).digest()
    if value.is_indirect:
        if value.objgen not in known:
            known[value.objgen] = b"within itself"
            known[value.objgen] = _whole(value, known)
        return known[value.objgen]
    return _whole(value, known)


def _whole(value: pikepdf.Object, known: dict[tuple[int, int], bytes]) -> bytes:
    digest = hashlib.sha256(str(value._type_code).encode())
    for part in _parts(value, known):
        digest.update(part)
    return digest.digest()


def _parts(value: pikepdf.Object, known: dict[tuple[int, int], bytes]) -> Iterator[bytes]:
    import pikepdf

    match value:
        case pikepdf.Stream() | pikepdf.Dictionary():
            for key in sorted(value.keys()):
                if key not in _ELSEWHERE:
                    yield key.encode()
                    yield _of(value.get(key), known)
            if isinstance(value, pikepdf.Stream):
                yield value.read_raw_bytes()
        case pikepdf.Array():
            for one in value:
                yield _of(one, known)
        case pikepdf.String():
            yield bytes(value)
        case _:
            yield str(value).encode()
