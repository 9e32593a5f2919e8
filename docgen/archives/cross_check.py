"""Catalogue, data and pages against each other: each row has its pages, each page its row, each paper its names.

Nothing here trusts a checksum: a bag whose manifests were made anew after a change is still caught where the parts
contradict each other (DA/T 70-2018: 目录数据与内容的一致性).
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from docgen import incoming
from docgen.archives import apart, catalogue_table, code, enclosed, frame, signature
from docgen.archives.archive_number import ArchiveReference, gaps, in_runs
from docgen.archives.portable import Opened, bare, check_pdf
from docgen.archives.records import (
    CATALOGUE,
    DATA,
    LEDGER,
    ORIGINALS,
    WORDS,
    BagCatalogue,
    BagData,
    FiledData,
    FiledLine,
    bag_information,
    marks_in,
    watched,
)
from docgen.archives.verdict import Notes, Quality, is_of_the_system
from docgen.documents import Paper
from docgen.incoming import limits
from docgen.messages import _

P = TypeVar("P", bound=Paper)


def pdfs(bag: Path) -> dict[str, Path]:
    """Return the PDF files of a bag by their path below ``data``; what came from outside lies there as it was."""
    payload = bag / "data"
    found = {
        path.relative_to(payload).as_posix(): path
        for path in sorted(payload.rglob("*.pdf"))
        if not is_of_the_system(path.name)
    }
    return {name: path for name, path in found.items() if not name.startswith(f"{ORIGINALS}/")}


def check_content(bag: Path, notes: Notes) -> BagCatalogue | None:
    """Note every contradiction within a bag; return its catalogue, None when it cannot be read."""
    payload = notes.inside("data")
    catalogue = _read(bag / "data" / CATALOGUE, BagCatalogue, payload)
    data = _read(bag / "data" / DATA, BagData, payload)
    named = {bound.name for bound in catalogue.files} if catalogue else set()
    opened = {}
    for name, path in pdfs(bag).items():
        if catalogue is not None and catalogue.apart and name.startswith(f"{apart.FOLDER}/"):
            continue
        pages = check_pdf(path, name, payload)
        if pages is not None and name in named:
            opened[name] = pages
            payload.count("pages", len(pages.texts))
    if catalogue is None:
        return None
    for bound in catalogue.files:
        if bound.name in opened:
            signature.check(bag / "data" / bound.name, bound, opened[bound.name].keywords, payload)
    items = {apart.place(line) for line in catalogue.lines} if catalogue.apart else set()
    _check_strays(bag, named | items, data, payload)
    _check_numbers(catalogue, payload)
    _check_pages(catalogue, opened, payload)
    _check_information(bag, catalogue, notes)
    _check_ledger(bag / "data" / LEDGER, catalogue, payload)
    catalogue_table.check(bag / "data" / catalogue_table.LISTED, catalogue, payload)
    frame.check(bag, catalogue, {name: opened[name] for name in sorted(opened)}, payload)
    for line in catalogue.lines:
        payload.count("items")
        pages = opened.get(line.file)
        front = next((bound.front for bound in catalogue.files if bound.name == line.file), 0)
        start = front + line.first_page - _first(catalogue, line.file)
        if pages is not None:
            _check_item(line, pages, start, payload)
        if data is not None:
            _check_data(line, data.items.get(line.name), pages, start, payload)
    if data is not None:
        enclosed.check(bag, catalogue, data, tuple(opened), payload)
        apart.check(bag, catalogue, data, payload)
        enclosed.check_originals(bag / "data", data, payload)
        _check_marks(bag, catalogue, data, opened, payload)
        code.check(bag, catalogue, data, payload)
        named_in_turn = [line.name for line in catalogue.lines]
        if list(data.items) != named_in_turn and sorted(data.items) == sorted(named_in_turn):
            payload.error(Quality.AUTHENTIC, DATA, _("its items stand in another order than in the catalogue"))
        for name in sorted(data.items.keys() - {line.name for line in catalogue.lines}):
            payload.error(Quality.COMPLETE, DATA, _("{name} stands in no row of the catalogue").format(name=name))
    return catalogue


def _check_strays(bag: Path, named: Collection[str], data: BagData | None, notes: Notes) -> None:
    """Note what lies in a bag and is nothing that a bag is made of, whatever its manifests say of it; and Word files missing."""
    papers = [name for key, item in data.items.items() if item.kind for name in item.papers or (key,)] if data else []
    words = {f"{WORDS}/{name}.docx" for name in papers}
    known = {*named, *words, CATALOGUE, DATA, LEDGER, catalogue_table.LISTED}
    for name in sorted(words):
        if not (bag / "data" / name).is_file():
            notes.error(Quality.COMPLETE, name, _("is missing"))
    for path in sorted((bag / "data").rglob("*")):
        name = path.relative_to(bag / "data").as_posix()
        inside = name.startswith(f"{ORIGINALS}/")
        if (path.is_file() or path.is_symlink()) and name not in known and not inside:
            notes.stray(name, _("does not belong to the bag"))


def _read(path: Path, model: type[P], notes: Notes) -> P | None:
    try:
        return model.model_validate(incoming.record(path))
    except incoming.Refused as refused:
        _refused(path.name, refused, notes)
    except ValidationError as error:
        places = "; ".join(".".join(map(str, fault["loc"])) for fault in error.errors()[:5])
        notes.error(
            Quality.AUTHENTIC, path.name, _("does not have the shape it should have: {places}").format(places=places)
        )
    return None


def _refused(name: str, refused: incoming.Refused, notes: Notes) -> None:
    if refused.why is incoming.Why.ABSENT:
        notes.error(Quality.COMPLETE, name, _("is missing"))
    else:
        notes.error(Quality.USABLE, name, _("cannot be read: {reason}").format(reason=refused.reason))


def _first(catalogue: BagCatalogue, file: str) -> int:
    return next((line.first_page for line in catalogue.lines if line.file == file), 1)


def _check_numbers(catalogue: BagCatalogue, notes: Notes) -> None:
    """Running numbers, 档号 and first pages follow from each other, without gaps."""
    numbers = []
    page = catalogue.lines[0].first_page if catalogue.lines else 1
    for expected, line in enumerate(catalogue.lines, 1):
        where = _("row {number}, {name}").format(number=line.number, name=line.name)
        if line.number != expected:
            notes.error(
                Quality.COMPLETE,
                CATALOGUE,
                _("{where}: should be number {number}").format(where=where, number=expected),
            )
        if line.first_page != page:
            notes.error(
                Quality.AUTHENTIC, CATALOGUE, _("{where}: should begin on page {page}").format(where=where, page=page)
            )
        page += line.pages
        try:
            reference = ArchiveReference.parse(line.reference)
        except ValueError:
            notes.error(
                Quality.AUTHENTIC,
                CATALOGUE,
                _("{where}: {reference} is no archive number").format(where=where, reference=line.reference or "—"),
            )
            continue
        said = (catalogue.fonds, catalogue.year, catalogue.retention)
        if (reference.fonds, reference.year, reference.retention) != said:
            notes.error(
                Quality.AUTHENTIC,
                CATALOGUE,
                _("{where}: {reference} does not belong into this bag").format(where=where, reference=line.reference),
            )
        if reference.number in numbers:
            notes.error(
                Quality.COMPLETE,
                CATALOGUE,
                _("{where}: {reference} was given twice").format(where=where, reference=line.reference),
            )
        numbers.append(reference.number)
    # A supplement's bag goes on where the bag before it ended; check_series looks at them together.
    # Of one that was sealed anew after a loss, other archives may hold numbers in between.
    elsewhere = {number for run in catalogue.elsewhere for number in range(run.first, run.last + 1)}
    for first, last in in_runs({*gaps(numbers, min(numbers, default=1))} - elsewhere):
        wrong = (
            _("item number {first:04} is missing")
            if first == last
            else _("item numbers {first:04} to {last:04} are missing")
        )
        notes.error(Quality.COMPLETE, CATALOGUE, wrong.format(first=first, last=last))
    if numbers != sorted(numbers):
        notes.error(Quality.COMPLETE, CATALOGUE, _("the item numbers are out of order"))


def _check_pages(catalogue: BagCatalogue, opened: Mapping[str, Opened], notes: Notes) -> None:
    """Each bundle has the pages the catalogue says."""
    for bound in catalogue.files:
        lines = [line for line in catalogue.lines if line.file == bound.name]
        pages = opened.get(bound.name)
        if pages is None:
            notes.error(Quality.COMPLETE, bound.name, _("cannot be compared with the catalogue"))
            continue
        real = len(pages.texts)
        if real != bound.pages:
            notes.error(
                Quality.COMPLETE,
                bound.name,
                _("has {real} pages, the catalogue says {said}").format(real=real, said=bound.pages),
            )
        if bound.front + sum(line.pages for line in lines) > real:
            notes.error(Quality.COMPLETE, bound.name, _("is too short for the rows of the catalogue"))
    for name in sorted({line.file for line in catalogue.lines} - {bound.name for bound in catalogue.files}):
        notes.error(
            Quality.COMPLETE, CATALOGUE, _("{name}: rows name this file, but it is not listed").format(name=name)
        )


def _check_information(bag: Path, catalogue: BagCatalogue, notes: Notes) -> None:
    """bag-info.txt says what the catalogue says."""
    try:
        text = incoming.text(bag / "bag-info.txt", limits.RECORD)
    except incoming.Refused:
        notes.error(Quality.COMPLETE, "bag-info.txt", _("is missing"))
        return
    said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    on = catalogue.remarks.arranged_on if catalogue.remarks else None
    for key, real in bag_information(catalogue, on).items():
        if said.get(key, "") != real:
            notes.error(
                Quality.COMPLETE,
                "bag-info.txt",
                _("{key} says {said}, the catalogue has {real}").format(key=key, said=said.get(key) or "—", real=real),
            )


def _check_ledger(path: Path, catalogue: BagCatalogue, notes: Notes) -> None:
    """The ledger's extract gives each item the number that the catalogue gives it."""
    try:
        said = {str(row["名称"]): (int(row["件号"]), str(row["备案号"])) for row in incoming.record(path)}
    except incoming.Refused as refused:
        _refused(LEDGER, refused, notes)
        return
    except (ValueError, TypeError, KeyError) as error:
        notes.error(Quality.USABLE, LEDGER, _("cannot be read: {reason}").format(reason=error))
        return
    for line in catalogue.lines:
        with contextlib.suppress(ValueError):  # named by _check_numbers
            real = ArchiveReference.parse(line.reference).number, line.document_number
            if said.pop(line.name, None) != real:
                notes.error(
                    Quality.AUTHENTIC,
                    LEDGER,
                    _("{name}: has another number here than in the catalogue").format(name=line.name),
                )
    for name in said:
        notes.error(Quality.COMPLETE, LEDGER, _("{name} stands in no row of the catalogue").format(name=name))


def _check_item(line: FiledLine, pages: Opened, start: int, notes: Notes) -> None:
    """Its pages bear its numbers: the label, the running number, 件号 and page within the item."""
    try:
        number = f"{ArchiveReference.parse(line.reference).number:04}"
    except ValueError:
        number = ""
    for index in range(line.pages):
        at = start + index
        if not 0 <= at < len(pages.texts):
            notes.error(
                Quality.COMPLETE,
                line.file,
                _("{name}: page {page} of {pages} is missing").format(name=line.name, page=index + 1, pages=line.pages),
            )
            return
        running = str(line.first_page + index)
        own = f"{number}-{index + 1}"
        wrong = pages.labels[at] != running or running not in pages.words[at] or (number and own not in pages.words[at])
        if wrong:
            notes.error(
                Quality.AUTHENTIC,
                line.file,
                _("{name}: page {page} of the file does not bear its numbers {running} and {own}").format(
                    name=line.name, page=at + 1, running=running, own=own
                ),
            )
            return
    if start not in pages.marked:
        notes.error(Quality.USABLE, line.file, _("{name}: no bookmark leads to it").format(name=line.name))


def _check_marks(bag: Path, catalogue: BagCatalogue, data: BagData, opened: Mapping[str, Opened], notes: Notes) -> None:
    """Each bundle says which data, catalogue and Word files it was made from."""
    real = code.made_from(bag, catalogue, data)
    for name, pages in opened.items():
        for part, said, mark in zip((DATA, CATALOGUE, WORDS), marks_in(pages.keywords), real, strict=True):
            if said != mark:
                wrong = (
                    _("is not what {file} was made from") if said else _("{file} does not say that it was made from it")
                )
                notes.error(Quality.AUTHENTIC, part, wrong.format(file=name))


def _check_data(line: FiledLine, entry: FiledData | None, pages: Opened | None, start: int, notes: Notes) -> None:
    """Its data names what its pages show, and its pages show what its data names."""
    if entry is None:
        notes.error(Quality.COMPLETE, DATA, _("{name}: its data is missing").format(name=line.name))
        return
    if entry.title != line.title:
        notes.error(
            Quality.AUTHENTIC,
            DATA,
            _("{name}: is called {one} here and {other} in the catalogue").format(
                name=line.name, one=entry.title, other=line.title
            ),
        )
    said = set(entry.shown) | set(entry.hidden)
    for word in dict.fromkeys(watched(entry.data)):
        if word not in said:
            notes.error(
                Quality.AUTHENTIC,
                DATA,
                _("{name}: {word} was not there when it was archived").format(name=line.name, word=word),
            )
    for word in sorted(said - set(watched(entry.data))):
        notes.error(
            Quality.AUTHENTIC, DATA, _("{name}: {word} is no longer in its data").format(name=line.name, word=word)
        )
    if pages is None:
        return
    text = "".join(pages.texts[max(start, 0) : start + line.pages])
    for word in entry.shown:
        notes.count("words")
        if bare(word) not in text:
            notes.error(
                Quality.AUTHENTIC,
                line.file,
                _("{name}: its pages do not show {word}").format(name=line.name, word=word),
            )
