"""The verdict on an archive, an edition or a bag: every fault, each by name; nothing is changed.

Of an archive every edition is looked at, not only the one in force: the older ones are what was archived first.

Layers, each on its own: checksums (``checksums``), the PDF as a file (``portable``), content against catalogue and data
(``content``). The validator of PDF/A takes as long as all the rest, so the two can be run side by side.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from docgen import incoming
from docgen.archives import anchor, findable, index, shelf_page, spine_labels
from docgen.archives import edition as editions
from docgen.archives.anchor import ANCHOR
from docgen.archives.archive_number import check_elsewhere, check_series, gaps
from docgen.archives.bag import SEAL, check_bag, is_bag
from docgen.archives.cross_check import check_content, pdfs
from docgen.archives.edition_contents import EDITION, bags, check_edition
from docgen.archives.enclosed import check_sources
from docgen.archives.index import INDEX, MARK
from docgen.archives.overview import OVERVIEW, Overview, overview_of
from docgen.archives.portable import check_flavour
from docgen.archives.records import BagCatalogue, data_of
from docgen.archives.spine_labels import LABELS
from docgen.archives.verdict import Notes, Quality, Verdict, is_of_the_system
from docgen.errors import ArchiveError, InputError
from docgen.files import sha256
from docgen.incoming import limits
from docgen.messages import _

_LOOSE = (INDEX, MARK, OVERVIEW, LABELS, ANCHOR)
"""What every edition has besides its bags, and nothing else."""


def verify(path: Path) -> Verdict:
    """Look at an archive (every edition), one edition, or one bag: :func:`inspect` and :func:`prove`.

    Raise InputError when there is nothing of the kind. Faults never raise: they are the result.
    """
    return inspect(path).joined(prove(path))


def inspect(path: Path) -> Verdict:
    """Look at everything but whether each PDF is PDF/A-2b. Raise InputError when there is no archive."""
    notes = Notes()
    if is_bag(path):
        _bag(path, notes)
    elif _is_shelf(path):
        _shelf(path, notes)
    elif path.is_dir() and any(map(is_bag, path.iterdir())):
        check_elsewhere(path.parent, _edition(path, notes, {}), notes)
        _sources(path, notes)
    else:
        raise InputError(
            _("{path}: is no archive").format(path=path),
            hint=_("Give the folder archive, one of its editions, or a bag (a folder with bagit.txt)."),
        )
    return notes.verdict()


def prove(path: Path) -> Verdict:
    """Note what keeps any PDF of an archive, edition or bag from being PDF/A-2b; all else is :func:`inspect`'s.

    A bag is carried over from edition to edition: a file of the same bytes is looked at once.
    """
    notes = Notes()
    known: set[str] = set()
    if is_bag(path):
        _flavours(path, notes, known)
    elif path.is_dir():
        for edition in _in_turn(path) if _is_shelf(path) else (path,):
            here = notes.inside(edition.name) if edition != path else notes
            for bag in bags(edition):
                _flavours(bag, here.inside(bag.name), known)
    return notes.verdict()


def _is_shelf(path: Path) -> bool:
    """Whether a folder holds editions: ``current`` says so, or one of them does where that is gone."""
    return (path / editions.POINTER).is_file() or any(
        (path / name / EDITION).is_file() for name in editions.editions(path)
    )


def _in_turn(shelf: Path) -> tuple[Path, ...]:
    """Return the editions, the one in force first."""
    there = [shelf / name for name in editions.editions(shelf) if _is_edition(shelf / name)]
    in_force = None
    with suppress(ArchiveError):  # said by _shelf
        in_force = editions.current(shelf)
    return tuple(sorted(there, key=lambda edition: edition != in_force))


def _is_edition(folder: Path) -> bool:
    return folder.name.isdecimal() or (folder / EDITION).is_file() or bool(bags(folder))


def _shelf(shelf: Path, notes: Notes) -> None:
    """Note what is wrong with any edition, which ones are missing, and what does not belong there."""
    in_force = None
    try:
        in_force = editions.current(shelf)
        if in_force is None:
            notes.error(Quality.COMPLETE, editions.POINTER, _("is missing"))
    except ArchiveError as error:
        notes.error(Quality.COMPLETE, editions.POINTER, str(error))
    found = _in_turn(shelf)
    known: dict[str, BagCatalogue | None] = {}
    for edition in found:
        catalogues = _edition(edition, notes.inside(edition.name), known)
        if edition == in_force:
            check_elsewhere(shelf, catalogues, notes.inside(edition.name))
            _sources(edition, notes)
    _check_newest(in_force, found, notes)
    _check_carried(found, notes)
    shelf_page.check(shelf, notes)
    given_up = anchor.lost(found)
    for number in gaps(int(edition.name) for edition in found if edition.name.isdecimal()):
        if (why := given_up.get(str(number))) is not None:
            notes.warn(Quality.COMPLETE, str(number), _("this edition is lost for good: {why}").format(why=why))
        else:
            notes.error(Quality.COMPLETE, str(number), _("this edition is missing"))
    for path in sorted(shelf.iterdir()):
        if path.is_symlink():
            notes.error(Quality.SAFE, path.name, _("is a link; an archive holds its files itself"))
        if path in found or path.name in (editions.POINTER, INDEX):
            continue
        # What a stopped run or the system leaves behind says nothing of the archive.
        passing = path.name.startswith(".") or is_of_the_system(path.name)
        (notes.warn if passing else notes.error)(Quality.SAFE, path.name, _("does not belong to the archive"))


def _check_newest(in_force: Path | None, found: Sequence[Path], notes: Notes) -> None:
    """Note when ``current`` names an edition that another one follows; a run that was stopped has it right the next time."""
    newest = max(
        (edition for edition in found if edition.name.isdecimal()), key=lambda one: int(one.name), default=None
    )
    if in_force is None or newest is None or not in_force.name.isdecimal() or in_force == newest:
        return
    said = _("names {name}, and {newest} is the newest edition").format(name=in_force.name, newest=newest.name)
    (notes.warn if editions.is_unfinished(newest) else notes.error)(Quality.AUTHENTIC, editions.POINTER, said)


def _check_carried(found: Sequence[Path], notes: Notes) -> None:
    """Note each bag that the edition before had and that an edition has not, or has otherwise: all of them are carried over."""
    numbered = sorted((edition for edition in found if edition.name.isdecimal()), key=lambda one: int(one.name))
    for earlier, later in itertools.pairwise(numbered):
        for bag in bags(earlier):
            seal = sha256(later / bag.name / SEAL)
            if seal != sha256(bag / SEAL):
                said = (
                    _("is not the bag that edition {name} has") if seal else _("is in edition {name} and missing here")
                )
                where = Quality.AUTHENTIC if seal else Quality.COMPLETE
                notes.error(where, f"{later.name}/{bag.name}", said.format(name=earlier.name))


def _flavours(bag: Path, notes: Notes, known: set[str]) -> None:
    for name, pdf in pdfs(bag).items():
        digest = sha256(pdf)
        if digest not in known:
            check_flavour(pdf, name, notes.inside("data"))
        known.add(digest)


def _edition(edition: Path, notes: Notes, known: dict[str, BagCatalogue | None]) -> tuple[BagCatalogue, ...]:
    """Note the faults of an edition and return its catalogues.

    ``known`` has the catalogues of the bags that were looked into, by their seals.
    """
    notes.count("editions")
    check_edition(edition, notes)
    for name in _LOOSE:
        if not (edition / name).is_file():
            notes.error(Quality.COMPLETE, name, _("is missing"))
    for path in sorted(edition.rglob("*")):
        place = path.relative_to(edition)
        if path.is_file() and place.as_posix() not in (*_LOOSE, EDITION) and not is_bag(edition / place.parts[0]):
            notes.stray(place.as_posix(), _("does not belong to the edition"))
    if (edition / ANCHOR).is_file() and anchor.anchor_of(edition) is None:
        notes.error(Quality.AUTHENTIC, ANCHOR, _("does not say which event of the ledger it was made after"))
    folders = bags(edition)
    if not folders:
        notes.error(Quality.COMPLETE, "", _("holds no bag"))
    catalogues = []
    for folder in folders:
        inside = notes.inside(folder.name)
        seal = sha256(folder / SEAL) if (folder / SEAL).is_file() else ""
        if seal and seal in known:
            # Carried over from edition to edition: checksums say whether it is the same, and the same is looked into once.
            notes.count("bags")
            check_bag(folder, inside)
        else:
            known[seal] = _bag(folder, inside)
        catalogues.append(known[seal])
    readable = tuple(catalogue for catalogue in catalogues if catalogue is not None)
    check_series(readable, notes)
    overview = overview_of(edition)
    if overview is None:
        if (edition / OVERVIEW).exists():
            notes.error(Quality.USABLE, OVERVIEW, _("cannot be read"))
    elif overview.number and sha256(edition / MARK) not in (
        "",
        hashlib.sha256(index.mark(overview.number)).hexdigest(),
    ):
        notes.error(Quality.AUTHENTIC, MARK, _("is not the mark of this edition"))
    if overview is not None and len(readable) == len(folders):
        spine_labels.check(edition / LABELS, readable, overview.unseen, notes)
        _check_index(edition, overview, dict(zip(folders, readable, strict=True)), notes)
    return readable


def _check_index(edition: Path, overview: Overview, found: Mapping[Path, BagCatalogue], notes: Notes) -> None:
    """Note an index page that is not what is made of the edition; one of another docgen may look otherwise."""
    try:
        page = incoming.content(edition / INDEX, limits.RECORD)
        again = index.index_page(
            overview, [(bag.name, one) for bag, one in found.items()], findable.about(tuple(found))
        )
    except (incoming.Refused, OSError, ArchiveError):  # said by who looks at the files
        return
    if page != again:
        if index.made_by(page) in ("", index.made_by(again)):
            notes.error(Quality.AUTHENTIC, INDEX, _("does not show what is in the edition"))
        else:
            notes.warn(
                Quality.AUTHENTIC,
                INDEX,
                _("was made by {program}, so it cannot be made again and compared").format(program=index.made_by(page)),
            )


def _sources(edition: Path, notes: Notes) -> None:
    for folder in bags(edition):
        with suppress(ArchiveError):  # said by the bag
            check_sources(edition.parent.parent, data_of(folder), notes)


def _bag(folder: Path, notes: Notes) -> BagCatalogue | None:
    notes.count("bags")
    check_bag(folder, notes)
    return check_content(folder, notes)
