"""Steps 8 to 10 for the archive: the next edition is numbered and bundled, sealed, bagged and verified, and recorded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from docgen import archives, clock, files
from docgen.archives import Anchor, Credential, FiledData, HeldElsewhere, Verdict
from docgen.errors import ArchiveError
from docgen.field.programme import RETENTIONS
from docgen.folder import SCANS, Folder
from docgen.ledger import Elsewhere, ItemNumber
from docgen.making import bundling
from docgen.making.draft import Draft
from docgen.making.tools import Tools
from docgen.messages import _
from docgen.sealing import boxes, enclosures, filing, overviews
from docgen.sealing.boxes import Facts, NumberedItem, explain
from docgen.sealing.examining import examine
from docgen.sealing.filing import NewItem
from docgen.semester import Term


@dataclass(frozen=True, slots=True)
class Box:
    """What goes into one bag, all of one 年度 and 保管期限, and what its 备考表 says."""

    year: int
    retention: str
    content: tuple[NumberedItem, ...]
    explanation: tuple[str, ...]


@dataclass(frozen=True)
class Edition:
    """The next edition: the archive it goes into, the one before it, what is new in it, and what is to be said of it."""

    shelf: Path
    before: Path | None
    composed: Draft
    new: tuple[NewItem, ...]
    remarks: tuple[str, ...]
    facts: Facts
    """what its 备考表 are to say"""
    gone: tuple[str, ...] = ()
    """editions that are lost for good, whose content it takes up"""
    why_gone: str = ""

    @cached_property
    def published(self) -> dict[str, str]:
        """The editions that stand there, with their digests."""
        return {one: archives.digest(self.shelf / one) for one in archives.editions(self.shelf)}

    @property
    def name(self) -> str:
        """Its number, one past the highest."""
        return str(max((int(one) for one in (*self.published, *self.gone) if one.isdecimal()), default=0) + 1)

    @property
    def path(self) -> Path:
        """Where it will stand."""
        return self.shelf / self.name


@dataclass(frozen=True, slots=True)
class Sealed:
    """What verify says of a new edition, and what is to be said of its bags."""

    verdict: Verdict
    remarks: tuple[str, ...]


@contextmanager
def giving(edition: Edition) -> Iterator[None]:
    """Let the numbers that were given for an edition go again when it does not come to stand in the archive."""
    try:
        yield
    except BaseException:
        if not edition.path.exists():
            edition.composed.ledger.release_items()
        raise


def bundle(edition: Edition, tools: Tools) -> tuple[Box, ...]:
    """Step 8: give every new item its 件号; what was made of one year and for one retention is bound in one bag."""
    tools.progress.step("bundle", len(edition.new))
    wanted = [_wanted(edition.composed, one) for one in edition.new]
    given = edition.composed.ledger.number_items(edition.name, edition.published, wanted, edition.gone)
    parts: dict[tuple[int, str], list[NumberedItem]] = {}
    for one in edition.new:
        number = given[one.item.name]
        parts.setdefault((number.year, number.retention), []).append(NumberedItem(one, number))
    for content in parts.values():  # what is sealed anew after a loss has the numbers it had
        content.sort(key=lambda entry: entry.number.no)
    most = edition.composed.settings.archive.box_pages
    boxed = [(key, part) for key, content in sorted(parts.items()) for part in _in_boxes(content, most)]
    bags = tuple(
        Box(year, retention, content, _explained(edition, content, is_first=place == 0))
        for place, ((year, retention), content) in enumerate(boxed)
    )
    for box in bags:
        paragraphs = (f"  {line}" for line in box.explanation)
        tools.progress.tell((f"备考表 {box.year} {RETENTIONS[box.retention]}", *paragraphs))
    return bags


def _in_boxes(content: Sequence[NumberedItem], most: int) -> Iterator[tuple[NumberedItem, ...]]:
    """Cut items into boxes of at most ``most`` pages, none cut apart; 0: one box for all."""
    box: list[NumberedItem] = []
    for entry in content:
        if box and most and sum(one.filing.item.pages for one in (*box, entry)) > most:
            yield tuple(box)
            box = []
        box.append(entry)
    yield tuple(box)


def seal(edition: Edition, bags: Sequence[Box], tools: Tools, credential: Credential | None) -> Sealed:
    """Step 9: bind, seal and pack each bag; nothing appears in the archive before all of it is verified."""
    tools.progress.step("seal", len(bags))
    on, said, ledger = clock.today(), list[str](), edition.composed.ledger
    elsewhere, head = ledger.elsewhere(), ledger.head()
    with archives.staged(edition.shelf, edition.name) as folder:
        for old in archives.bags(edition.before) if edition.before else ():
            shutil.copytree(old, folder / old.name, ignore=_left_by_the_system)
        for one in bags:
            bag, number = _bag(folder, edition.composed, one.year, one.retention)
            programme, content, explanation = edition.composed.programme, one.content, one.explanation
            apart = edition.composed.settings.archive.items_apart
            others = [_held(run, edition.shelf) for run in elsewhere if run.box == content[0].number.box]
            said += boxes.fill(
                bag,
                programme,
                content,
                number,
                explanation,
                tools,
                on,
                elsewhere=others,
                credential=credential,
                apart=apart,
            )
            tools.progress.advance()
        labels = boxes.labels(edition.composed.programme, archives.bags(folder))
        bundling.spine(folder / archives.LABELS, labels, tools)
        _write_index(folder, edition, archives.unseen(folder / archives.LABELS, labels.boxes))
        anchor = Anchor(head.number, head.hash, edition.gone, edition.why_gone)
        files.write(folder / archives.ANCHOR, archives.anchor_json(anchor))
        archives.register(folder, archives.before(edition.shelf))
        verdict = examine(folder)
        if not verdict.is_sound:
            raise ArchiveError(
                _("the seal does not hold:") + "\n" + "\n".join(map(str, verdict.findings)),
                hint=_("Find the paper named there; print it anew or replace its scan."),
            )
    return Sealed(verdict, tuple(said))


def record(edition: Edition, tools: Tools) -> None:
    """Step 10: the numbers given are final, and the ledger has the digest of what they stand in."""
    edition.composed.ledger.seal(edition.name, archives.digest(edition.path), edition.gone, edition.why_gone)
    archives.write_page(edition.shelf)
    tools.progress.step("record", len(edition.new))


def _explained(edition: Edition, content: Sequence[NumberedItem], *, is_first: bool) -> tuple[str, ...]:
    filings, numbers = [one.filing for one in content], [one.number.no for one in content]
    return tuple(explain(filings, numbers, edition.facts, is_first=is_first))


def _held(one: Elsewhere, shelf: Path) -> HeldElsewhere:
    """Return a run of numbers as a catalogue says that another archive holds it."""
    place = ""
    if one.workbook:
        there = Folder(Path(one.workbook)).archive
        with suppress(ValueError):  # another drive
            place = Path(os.path.relpath(there, shelf.resolve())).as_posix()
    term = str(Term.parse(one.term)) if one.term else ""
    return HeldElsewhere(first=one.first, last=one.last, general_branch=one.branch, term=term, place=place)


def _wanted(made: Draft, one: NewItem) -> ItemNumber:
    programme, item = made.programme, one.item
    year = item.dated.year if item.dated else programme.term.year
    return ItemNumber(item.name, item.title, programme.fonds, year, item.retention, programme.archive_class, 0, "")


def _bag(folder: Path, made: Draft, year: int, retention: str) -> tuple[Path, str]:
    """Return bag and box number: ``Z109-2009-D30``, with ``-b2`` … for supplements of the same year and retention."""
    name = f"{made.programme.fonds}-{year}-{retention}"
    number = 1 + sum(1 for bag in archives.bags(folder) if bag.name == name or bag.name.startswith(f"{name}-b"))
    return folder / (name if number == 1 else f"{name}-b{number}"), str(number)


def _left_by_the_system(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if archives.is_of_the_system(name)]


def _write_index(folder: Path, edition: Edition, unseen: tuple[str, ...]) -> None:
    """Write the page that is opened first, over all bags of the edition, and what it is made from."""
    made, bags = edition.composed, archives.bags(folder)
    catalogues = [(bag.name, archives.catalogue_of(bag)) for bag in bags]
    lines = [line for _name, catalogue in catalogues for line in catalogue.lines]
    glance = overviews.overview(
        made,
        bundling.ARCHIVED,
        filing.titles(made.papers),
        len(lines),
        sum(line.pages for line in lines),
        scanned(filing.filed(folder)),
    )
    glance = replace(glance, unseen=unseen, number=edition.name)
    files.write(folder / archives.OVERVIEW, archives.overview_json(glance))
    files.write(folder / archives.MARK, archives.mark(edition.name))
    files.write(folder / archives.INDEX, archives.index_page(glance, catalogues, archives.about(bags)))


def scanned(filed: Mapping[str, FiledData]) -> set[str]:
    """Return the papers of an edition that have a scan in it, with it or after it."""
    return {
        name.removesuffix(f"-{SCANS}")
        for item, one in filed.items()
        if enclosures.is_scanned(one)
        for name in (one.papers or (item,))
    }
