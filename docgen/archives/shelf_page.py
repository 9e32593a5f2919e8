"""``index.html`` on the shelf: one page over all editions. It lies outside of them, and is made anew with each.

What it finds is what the edition in force holds, for that carries all before it. It proves nothing and is held against what
is there like everything else that can be made again.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from docgen import incoming
from docgen.archives import edition as editions
from docgen.archives.checksums import EDITION, bags, digest
from docgen.archives.findable import about
from docgen.archives.index import NAME, ShelvedEdition, index_page, made_by
from docgen.archives.overview import overview_of
from docgen.archives.records import catalogue_of
from docgen.archives.verdict import Notes, Quality
from docgen.errors import ArchiveError
from docgen.files import write
from docgen.incoming import bounds
from docgen.messages import _


def write_page(shelf: Path) -> Path | None:
    """Write the page over all editions of a shelf; return it, None where no edition is in force that has an overview."""
    page = _page(shelf)
    if page is None:
        return None
    write(shelf / NAME, page)
    return shelf / NAME


def check(shelf: Path, notes: Notes) -> None:
    """Note a page that says something else than what is on the shelf; one that is not there misses nobody."""
    try:
        there, again = incoming.content(shelf / NAME, bounds.RECORD), _page(shelf)
    except (incoming.Refused, OSError, ArchiveError):  # an edition that cannot be read is named by itself
        return
    if again is None or there == again:
        return
    if made_by(there) in ("", made_by(again)):
        notes.error(Quality.AUTHENTIC, NAME, _("does not show what is on the shelf"))
    else:
        said = _("was made by {program}, so it cannot be made again and compared")
        notes.warn(Quality.AUTHENTIC, NAME, said.format(program=made_by(there)))


def _page(shelf: Path) -> bytes | None:
    in_force = editions.current(shelf)
    overview = overview_of(in_force) if in_force else None
    if in_force is None or overview is None:
        return None
    standing = [
        ShelvedEdition(name, _items(shelf / name), digest(shelf / name), name == in_force.name)
        for name in sorted(editions.editions(shelf), key=lambda one: (len(one), one))
        if (shelf / name / EDITION).is_file()
    ]
    held = bags(in_force)
    found = [(f"{in_force.name}/{bag.name}", catalogue_of(bag)) for bag in held]
    return index_page(replace(overview, number=""), found, about(held), standing)


def _items(edition: Path) -> int:
    return sum(len(catalogue_of(bag).lines) for bag in bags(edition))
