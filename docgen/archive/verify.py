"""The verdict on an archive, an edition or a bag: every fault, each by name; nothing is changed.

Layers, each on its own: checksums (``checksums``), the PDF as a file (``portable``), content against catalogue and data
(``content``). The validator of PDF/A takes as long as all the rest, so the two can be run side by side.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from docgen.archive import edition as editions
from docgen.archive.checksums import bags, check_bag, check_edition, is_bag
from docgen.archive.content import check_content, check_series, pdfs
from docgen.archive.enclosed import check_sources
from docgen.archive.portable import check_flavour
from docgen.archive.records import BagCatalogue, data_of
from docgen.archive.verdict import Notes, Quality, Verdict
from docgen.errors import ArchiveError, InputError
from docgen.messages import _


def verify(path: Path) -> Verdict:
    """Look at an archive (the edition in force), one edition, or one bag: :func:`inspect` and :func:`prove`.

    Raise InputError when there is nothing of the kind. Faults never raise: they are the result.
    """
    return inspect(path).joined(prove(path))


def inspect(path: Path) -> Verdict:
    """Look at everything but whether each PDF is PDF/A-2b. Raise InputError when there is no archive."""
    notes = Notes()
    if is_bag(path):
        _bag(path, notes)
    elif (path / editions.POINTER).is_file():
        try:
            edition = _in_force(path)
        except ArchiveError as error:
            notes.error(Quality.COMPLETE, editions.POINTER, str(error))
            return notes.verdict()
        _edition(edition, notes.inside(edition.name), notes)
    elif path.is_dir() and any(map(is_bag, path.iterdir())):
        _edition(path, notes, notes)
    else:
        raise InputError(
            _("{path}: is no archive").format(path=path),
            hint=_("Give the folder archive, one of its editions, or a bag (a folder with bagit.txt)."),
        )
    return notes.verdict()


def prove(path: Path) -> Verdict:
    """Note what keeps any PDF of an archive, edition or bag from being PDF/A-2b; all else is :func:`inspect`'s."""
    notes = Notes()
    if is_bag(path):
        _flavours(path, notes)
    elif (path / editions.POINTER).is_file():
        with suppress(ArchiveError):
            edition = _in_force(path)
            for bag in bags(edition):
                _flavours(bag, notes.inside(edition.name).inside(bag.name))
    elif path.is_dir():
        for bag in bags(path):
            _flavours(bag, notes.inside(bag.name))
    return notes.verdict()


def _in_force(shelf: Path) -> Path:
    edition = editions.current(shelf)
    assert edition is not None, "the pointer is there"
    return edition


def _flavours(bag: Path, notes: Notes) -> None:
    for name, pdf in pdfs(bag).items():
        check_flavour(pdf, name, notes.inside("data"))


def _edition(edition: Path, notes: Notes, beside: Notes) -> None:
    notes.count("editions")
    check_edition(edition, notes)
    folders = bags(edition)
    if not folders:
        notes.error(Quality.COMPLETE, "", _("holds no bag"))
    catalogues = [_bag(folder, notes.inside(folder.name)) for folder in folders]
    check_series([catalogue for catalogue in catalogues if catalogue is not None], notes)
    for folder in folders:
        with suppress(ArchiveError):  # said by the bag
            check_sources(edition.parent.parent, data_of(folder), beside)


def _bag(folder: Path, notes: Notes) -> BagCatalogue | None:
    notes.count("bags")
    check_bag(folder, notes)
    return check_content(folder, notes)
