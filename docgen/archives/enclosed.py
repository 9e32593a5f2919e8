"""Scans and attachments inside a sealed bundle: that their pages are those that were archived, and from which file.

The hash of the file alone proves nothing about the bundle; that of what its pages show does (:mod:`docgen.archives.shown`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docgen.archives.records import DATA, ORIGINALS, BagCatalogue, BagData, Enclosed
from docgen.archives.shown import Run, digests
from docgen.archives.verdict import Notes, Quality
from docgen.files import sha256
from docgen.messages import _

_UNFIT = re.compile(r'[<>:"\\|?*%\x00-\x1f\ud800-\udfff]')
"""What a path in a bag may not have; ``%`` trips bagit 1.9, half a character comes from a name that is not UTF-8."""
_LONGEST = 60


def runs(start: int, enclosed: Sequence[Enclosed]) -> Iterator[Run]:
    """Yield where each file's pages are: an item begins with them, one file after another."""
    for one in enclosed:
        yield start, one.pages
        start += one.pages


def with_digests(enclosed: Sequence[Enclosed], found: Sequence[str], kept: Mapping[str, str]) -> tuple[Enclosed, ...]:
    """Return what an item encloses with the hashes of its pages, and with the places of the files as they came."""
    return tuple(
        one.model_copy(update={"shown": digest, "kept": kept[one.file]})
        for one, digest in zip(enclosed, found, strict=True)
    )


def check(bag: Path, catalogue: BagCatalogue, data: BagData, readable: Sequence[str], notes: Notes) -> None:
    """Note each item whose pages show something else than when it was archived, by the scan that they are of."""
    for bound in catalogue.files:
        lines = [line for line in catalogue.lines if line.file == bound.name and line.name in data.items]
        if not lines or bound.name not in readable:
            continue
        first = min(line.first_page for line in catalogue.lines if line.file == bound.name)
        wanted: list[Run] = []
        for line in lines:
            start = bound.front + line.first_page - first
            wanted += [(start, line.pages), *runs(start, data.items[line.name].enclosed)]
        found = iter(digests(bag / "data" / bound.name, wanted))
        for line in lines:
            item, drawn = data.items[line.name], next(found)
            exchanged = [one.file for one, shown in zip(item.enclosed, found, strict=False) if shown != one.shown]
            notes.count("enclosed", len(item.enclosed))
            for file in exchanged:
                notes.error(
                    Quality.AUTHENTIC,
                    bound.name,
                    _("{name}: the pages of {file} are not those that were archived").format(name=line.name, file=file),
                )
            if drawn != item.drawn and not exchanged:
                notes.error(
                    Quality.AUTHENTIC,
                    bound.name,
                    _("{name}: its pages do not show what was archived").format(name=line.name),
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
    kept = {one.kept: one for item in data.items.values() for one in item.enclosed}
    for name, one in kept.items():
        if not name:
            notes.error(
                Quality.COMPLETE, DATA, _("{file}: nothing says where it lies as it came").format(file=one.file)
            )
            continue
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
