"""Scans and attachments inside a sealed bundle: that their pages are those that were archived, and from which file.

A scan is written anew when it is taken in (:mod:`docgen.archive.intake`), so the hash of the file alone proves nothing
about the bundle. What its pages show is hashed too, as it stands in the sealed file: pictures, forms, drawing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archive.records import BagCatalogue, BagData, Enclosed
from docgen.archive.verdict import Notes, Quality
from docgen.files import sha256
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_DEEPEST = 8
"""Forms within forms that are looked into."""
Run = tuple[int, int]
"""First page in the file, from 0, and how many."""


def runs(start: int, enclosed: Sequence[Enclosed]) -> Iterator[Run]:
    """Yield where each file's pages are: an item begins with them, one file after another."""
    for one in enclosed:
        yield start, one.pages
        start += one.pages


def digests(pdf: Path, wanted: Sequence[Run]) -> list[str]:
    """Return the SHA-256 of what each run of pages shows; ``""`` for one that reaches past the end."""
    import pikepdf

    with pikepdf.open(pdf) as document:
        pages = document.pages
        return [
            _digest([pages[at] for at in range(start, start + count)]) if start + count <= len(pages) else ""
            for start, count in wanted
        ]


def with_digests(enclosed: Sequence[Enclosed], found: Sequence[str]) -> tuple[Enclosed, ...]:
    """Return what an item encloses with the hashes of its pages."""
    return tuple(one.model_copy(update={"shown": digest}) for one, digest in zip(enclosed, found, strict=True))


def check(bag: Path, catalogue: BagCatalogue, data: BagData, readable: Sequence[str], notes: Notes) -> None:
    """Note each scan or attachment whose pages show something else than when it was archived."""
    for bound in catalogue.files:
        lines = [line for line in catalogue.lines if line.file == bound.name]
        known: list[tuple[str, Enclosed, Run]] = []
        for line in lines:
            item = data.items.get(line.name)
            start = bound.front + line.first_page - lines[0].first_page
            files = item.enclosed if item else ()
            known += [(line.name, one, run) for one, run in zip(files, runs(start, files), strict=True) if one.shown]
        if not known or bound.name not in readable:
            continue
        found = digests(bag / "data" / bound.name, [run for _name, _one, run in known])
        for (name, one, _run), digest in zip(known, found, strict=True):
            notes.count("enclosed")
            if digest != one.shown:
                notes.error(
                    Quality.AUTHENTIC,
                    bound.name,
                    _("{name}: the pages of {file} are not those that were archived").format(name=name, file=one.file),
                )


def check_sources(beside: Path, data: BagData, notes: Notes) -> None:
    """Note files that still lie beside the archive and are no longer the ones it was made from; a copy has none."""
    for name, item in data.items.items():
        for one in item.enclosed:
            digest = sha256(beside / one.file)
            if digest and digest != one.sha256:
                notes.warn(
                    Quality.AUTHENTIC,
                    one.file,
                    _("{name}: this file has changed since it was archived; the archive has it as it was").format(
                        name=name
                    ),
                )


def _digest(pages: Sequence[pikepdf.Page]) -> str:
    import pikepdf

    digest = hashlib.sha256()
    for page in pages:
        contents = page.obj.get("/Contents")
        for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(stream, pikepdf.Stream):
                digest.update(stream.read_bytes() + b"\n")
        _add(digest, page.obj.get("/Resources"), 0)
        digest.update(f"{int(page.obj.get('/Rotate', 0))}".encode())
    return digest.hexdigest()


def _add(digest: hashlib._Hash, resources: pikepdf.Object | None, depth: int) -> None:
    """Add the pictures and forms that resources name, in the order of their names."""
    import pikepdf

    held = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(held, pikepdf.Dictionary) or depth > _DEEPEST:
        return
    for key in sorted(held.keys()):
        stream = held[key]
        digest.update(f"{key} {stream.get('/Width')} {stream.get('/Height')}\n".encode())
        digest.update(stream.read_raw_bytes())
        if "/SMask" in stream:
            digest.update(stream.SMask.read_raw_bytes())
        _add(digest, stream.get("/Resources"), depth + 1)
