"""Scans and attachments inside a sealed bundle: that their pages are those that were archived, and from which file.

A scan is written anew when it is taken in (:mod:`docgen.archives.intake`), so the hash of the file alone proves nothing
about the bundle. What its pages show is hashed too, as it stands in the sealed file: pictures, forms, drawing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.records import DATA, ORIGINALS, BagCatalogue, BagData, Enclosed
from docgen.archives.verdict import Notes, Quality
from docgen.files import sha256
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_UNFIT = re.compile(r'[<>:"\\|?*%\x00-\x1f\ud800-\udfff]')
"""What a path in a bag may not have; ``%`` trips bagit 1.9, half a character comes from a name that is not UTF-8."""
_LONGEST = 60
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


def with_digests(enclosed: Sequence[Enclosed], found: Sequence[str], kept: Mapping[str, str]) -> tuple[Enclosed, ...]:
    """Return what an item encloses with the hashes of its pages, and with the places of the files as they came."""
    return tuple(
        one.model_copy(update={"shown": digest, "kept": kept[one.file]})
        for one, digest in zip(enclosed, found, strict=True)
    )


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


def kept_names(enclosed: Sequence[Enclosed]) -> dict[str, str]:
    """Return where each file lies in the bag as it was: its own path, with what a bag's path may not have replaced."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for one in enclosed:
        folder, _slash, name = one.file.rpartition("/")
        parts = [_UNFIT.sub("_", part).rstrip(". ")[:_LONGEST] or "_" for part in folder.split("/")]
        stem, dot, ending = _UNFIT.sub("_", name).rpartition(".")
        short = (stem[:_LONGEST] if dot else ending[:_LONGEST]) or "_"
        last = f".{ending[:8].rstrip('. ')}" if dot else ""
        places = (f"{'/'.join([ORIGINALS, *parts])}/{short}{more}{last}" for more in _more(len(enclosed)))
        found[one.file] = next(place for place in places if place.casefold() not in used)
        used.add(found[one.file].casefold())
    return found


def _more(count: int) -> Iterator[str]:
    yield ""
    yield from (f"~{number}" for number in range(2, count + 2))


def check_originals(payload: Path, data: BagData, notes: Notes) -> None:
    """Note each file from outside that is not in the bag as it was when it was archived, and each that nobody names."""
    kept = {one.kept: one for item in data.items.values() for one in item.enclosed if one.kept}
    for name, one in kept.items():
        if not name.startswith(f"{ORIGINALS}/") or ".." in name.split("/"):
            notes.error(Quality.SAFE, DATA, _("{name}: leads out of the bag").format(name=name))
            continue
        digest = sha256(payload / name)
        if digest != one.sha256:
            said = _("is not the file that was archived") if digest else _("is missing")
            notes.error(Quality.AUTHENTIC if digest else Quality.COMPLETE, name, said)
    for path in sorted((payload / ORIGINALS).rglob("*")):
        name = path.relative_to(payload).as_posix()
        if path.is_file() and name not in kept:
            notes.error(Quality.SAFE, name, _("does not belong to the bag"))


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
        _add(digest, page.obj.get("/Resources"), set())
        digest.update(f"{page.obj.get_int('/Rotate', 0)}".encode())
    return digest.hexdigest()


def _add(digest: hashlib._Hash, resources: pikepdf.Object | None, seen: set[tuple[int, int]]) -> None:
    """Add the pictures and forms that resources name, each once, in the order of their names."""
    import pikepdf

    held = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    if not isinstance(held, pikepdf.Dictionary):
        return
    for key in sorted(held.keys()):
        stream = held[key]
        digest.update(f"{key} {stream.get('/Width')} {stream.get('/Height')}\n".encode())
        if stream.objgen in seen or not isinstance(stream, pikepdf.Stream):
            continue
        seen.add(stream.objgen)
        digest.update(stream.read_raw_bytes())
        if "/SMask" in stream:
            digest.update(stream.SMask.read_raw_bytes())
        _add(digest, stream.get("/Resources"), seen)
