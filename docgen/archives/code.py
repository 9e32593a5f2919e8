"""核验码: a short code for what a bag was made from, printed on its 备考表, so that it can be asked for with what is in the box.

It stands for the catalogue, the data, the Word files, and the scans and attachments as they came. How the pages of the
bundle are drawn it cannot stand for, since it is on one of them: that is the edition's digest, which is known only when all
is sealed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from docgen.archives.records import CATALOGUE, WORDS, BagCatalogue, BagData, catalogue_of, data_of, made_of, marks
from docgen.archives.verdict import Notes, Quality, is_of_the_system
from docgen.files import sha256
from docgen.messages import _

DIGITS = 16
"""As many as a digest must have to be asked for."""
_GROUP = 4


def code_for(made_from: Sequence[str], sources: Iterable[str]) -> str:
    """Return the code for the :func:`marks` of a bundle and the SHA-256 of each file from outside that is in it."""
    whole = hashlib.sha256("\n".join((*made_from, *sorted(sources))).encode()).hexdigest()
    return grouped(whole[:DIGITS])


def grouped(digest: str) -> str:
    """Return the digits of a digest as people compare them, four at a time."""
    return " ".join(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def code_of(bag: Path) -> str:
    """Return the code of what is in a bag now. Raise ArchiveError when that cannot be read."""
    return _code(bag, catalogue_of(bag), data_of(bag))


def made_from(bag: Path, catalogue: BagCatalogue, data: BagData) -> tuple[str, ...]:
    """Return the marks of what lies in a bag now."""
    there = {line.name: made_of(data.items[line.name]) for line in catalogue.lines if line.name in data.items}
    words = {path.name: sha256(path) for path in (bag / "data" / WORDS).glob("*") if not is_of_the_system(path.name)}
    return marks(there, catalogue.lines, words, catalogue.remarks)


def check(bag: Path, catalogue: BagCatalogue, data: BagData, notes: Notes) -> None:
    """Note a 备考表 whose code is not that of what lies in the bag."""
    if catalogue.remarks is not None and catalogue.remarks.code != _code(bag, catalogue, data):
        notes.error(Quality.AUTHENTIC, CATALOGUE, _("the code on the 备考表 is not that of what is in the bag"))


def _code(bag: Path, catalogue: BagCatalogue, data: BagData) -> str:
    sources = (one.sha256 for item in data.items.values() for one in item.enclosed)
    return code_for(made_from(bag, catalogue, data), sources)
