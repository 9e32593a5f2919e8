"""Who speaks for an archive besides itself: the ledger of its semester, and a digest that somebody kept.

Who can write in the folder can change an archive and all of its checksums. What stands elsewhere still tells: the ledger
has the digest of each edition in its chain of events, and each edition has the head of that chain; the digest that
``docgen archive`` prints can be kept on paper.
"""

from __future__ import annotations

from pathlib import Path

from docgen import archives, settings
from docgen.archives import Notes, Quality, Verdict
from docgen.errors import ArchiveError, InputError
from docgen.folder import Folder
from docgen.ledger import Head, Ledger
from docgen.messages import _
from docgen.semester import Term


def edition_in(path: Path) -> Path | None:
    """Return the edition that a digest of ``path`` would be of: the one in force, the one named; None for a bag."""
    if (path / archives.EDITION).is_file():
        return path
    try:
        return archives.current(path)
    except ArchiveError:
        return None


def expected(path: Path, digest: str) -> Verdict:
    """Note when an archive, or an edition, is not the one that a digest was printed for."""
    wanted = "".join(digest.split()).lower()
    edition = edition_in(path)
    if edition is None:
        raise InputError(
            _("{path}: has no digest to be compared").format(path=path),
            hint=_("Give the folder archive or one of its editions."),
        )
    if len(wanted) < archives.DIGITS or set(wanted) - set("0123456789abcdef"):
        raise InputError(
            _("{digest}: is no digest").format(digest=digest),
            hint=_(
                "It is what docgen archive printed, at least its first {n} digits, or the code on the 备考表 of a box."
            ).format(n=archives.DIGITS),
        )
    notes = Notes()
    real = archives.digest(edition)
    coded = [bag for bag in archives.bags(edition) if wanted == "".join(_code(bag).split())]
    for bag in coded:
        said = _(
            "its catalogue, data, Word files, scans and attachments are those of this code; only the digest tells of all"
        )
        notes.warn(Quality.AUTHENTIC, f"{edition.name}/{bag.name}", said)
    if not coded and not real.startswith(wanted):
        older = [one for one in _editions(edition.parent) if archives.digest(one).startswith(wanted)]
        said = _("its digest is {real}, not {wanted}").format(real=real, wanted=wanted)
        if older:
            said += _("; that is the digest of edition {name}: a supplement has its own").format(name=older[0].name)
        notes.error(Quality.AUTHENTIC, edition.name, said)
    return notes.verdict()


def _code(bag: Path) -> str:
    try:
        return archives.code_of(bag)
    except ArchiveError:  # said by who looks into the bag
        return ""


def ledger_of(shelf: Path) -> Ledger | None:
    """Return the ledger beside an archive, None where there is none or the archive does not say whose it is."""
    home = shelf.resolve().parent
    rules = next((folder for folder in (home, home.parent) if (folder / settings.FILE_NAME).exists()), home)
    path = home / settings.load(rules).path.ledger
    edition = archives.before(shelf)
    bags = archives.bags(edition) if edition else ()
    if not path.exists() or not bags:
        return None
    try:
        catalogue = archives.catalogue_of(bags[0])
        return Ledger(path, catalogue.general_branch, Term.parse(catalogue.term).slug)
    except (ArchiveError, ValueError):
        return None


def against(shelf: Path, book: Ledger) -> Verdict:
    """Note each edition that is not as the ledger knows it, and each that knows another ledger."""
    notes = Notes()
    known, there = book.sealed(), {one.name: one for one in _editions(shelf)}
    if not known:
        notes.warn(Quality.AUTHENTIC, "", _("the ledger {path} knows nothing of this archive").format(path=book.path))
        return notes.verdict()
    notes.count("witnesses")
    for name, digest in known.items():
        if name not in there:
            notes.error(Quality.COMPLETE, name, _("the ledger knows this edition, and it is not here"))
        elif digest and digest != archives.digest(there[name]):
            notes.error(Quality.AUTHENTIC, name, _("is not the edition that the ledger knows under this name"))
    for name in there.keys() - known.keys():
        # What was lost for good and has turned up again is an earlier edition still.
        grade = notes.warn if name in book.given_up() else notes.error
        grade(Quality.AUTHENTIC, name, _("the ledger does not know this edition"))
    newest = list(known)[-1]
    in_force = edition_in(shelf)
    if newest in there and in_force is not None and in_force.name != newest:
        notes.error(
            Quality.AUTHENTIC,
            archives.POINTER,
            _("names {name}, and the newest edition that the ledger knows is {newest}").format(
                name=in_force.name, newest=newest
            ),
        )
    for name, edition in there.items():
        anchor = archives.anchor_of(edition)
        if anchor is not None and not book.stands(Head(anchor.event, anchor.hash)):
            notes.error(Quality.AUTHENTIC, f"{name}/{archives.ANCHOR}", rewritten(book.path, anchor.event))
    return notes.verdict()


def rewritten(path: Path, event: int) -> str:
    """Say that a ledger's chain is no longer the one that an archive kept the head of."""
    said = _("event {number} of the ledger {path} is no longer what it was then: the ledger was rewritten or shortened")
    return said.format(path=path, number=event)


def faults_of(book: Ledger) -> list[str]:
    """Return where the archives that a ledger's semesters have contradict it."""
    found = []
    for one in book.terms():
        shelf = Folder(Path(one.workbook)).archive
        if one.workbook and shelf.is_dir():
            own = Ledger(book.path, one.branch, one.term)
            known = own.sealed()
            for edition in _editions(shelf):
                anchor = archives.anchor_of(edition)
                if anchor is not None and not own.stands(Head(anchor.event, anchor.hash)):
                    found.append(f"{edition}：{rewritten(book.path, anchor.event)}")
                elif known.get(edition.name, "") not in ("", archives.digest(edition)):
                    found.append(f"{edition}：" + _("is not the edition that the ledger knows under this name"))
    return found


def _editions(shelf: Path) -> list[Path]:
    return [shelf / name for name in archives.editions(shelf) if (shelf / name / archives.EDITION).is_file()]
