"""Lays items end to end into one file: pages, bookmarks, labels, marks, links of the catalogue, metadata.

Only pages cross over from a part: its document-level actions, forms, attachments and scripts stay behind, and of a page's
own entries only those that show something. Same input, same bytes: no clock, no random /ID.

The catalogue is a Word template that a school may lay out its own way; what is relied upon is only that a column is headed
起始页, 起页, 首页, 页号, 页码 or 页次 and that its numbers stand below each other in the order of the rows.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.bundle import stamp_place
from docgen.bundle.catalogue import first_pages
from docgen.bundle.item import Item, MergedFile, Metadata
from docgen.bundle.lettering import cut
from docgen.bundle.overlays import page_number, stamp
from docgen.errors import InputError, output_error
from docgen.files import beside, rename
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.bundle.lettering import Lettering
    from docgen.bundle.sheets import Sheets

_BUFFER = 1 << 20
_HEADS = ("起始页", "起页", "首页", "页号", "页码", "页次")
_SLACK = 6.0
"""Points by which a number may reach beyond its column's heading."""


def merge(
    target: Path,
    *,
    items: Sequence[Item],
    metadata: Metadata,
    face: Path,
    front: Sequence[tuple[str, Path]] = (),
    back: Sequence[tuple[str, Path]] = (),
    edition: str | None = None,
    catalogue: str = "",
    first_page: int = 1,
) -> MergedFile:
    """Write one bundle.

    ``front`` and ``back`` are ``(bookmark, PDF)``; the front's pages are labelled i, ii, …, the items' 1, 2, … (from
    ``first_page`` in a later shard), the back's go on in roman. ``catalogue`` is the bookmark among ``front`` whose page
    numbers become links (the first called 归档文件目录 or 目录 when empty). ``face`` is a TrueType file that covers digits and
    the stamps' and edition's characters. ``edition`` (such as 草稿) is written on every page of an item.

    Raises InputError naming the part that is missing, broken, encrypted or has another number of pages than the item
    says; ConversionError when ``face`` lacks a character; OutputError when the target cannot be written.
    """
    from docgen.bundle.sheets import Sheets

    letters = cut(face, _characters(items, edition))
    sheets = Sheets(letters)
    remarks: list[str] = []
    for label, part in front:
        _plain(sheets, label, part)
    before = sheets.count
    running = first_page
    for item in items:
        running = _lay(sheets, item, running, letters, edition or "", remarks)
    middle = sheets.count
    for label, part in back:
        _plain(sheets, label, part)
    sheets.label(before, middle, first_page)
    starts = first_pages(items, first_page)
    linked = _link(sheets, front, catalogue, starts, before - first_page, remarks)
    sheets.describe(metadata)
    _write(target, sheets)
    return MergedFile(sheets.count, before, starts, linked, tuple(remarks))


def pack(target: Path, parts: Sequence[tuple[str, Path, int]], metadata: Metadata) -> int:
    """Write PDFs to be printed on both sides: each copy of each begins on an odd page; return the number of pages.

    ``parts`` are ``(bookmark, PDF, copies)``; the copies of one stand together, under one bookmark. Blank pages in between
    have the size of the page before. Raises InputError naming a part that cannot be read, OutputError when the target
    cannot be written.
    """
    from docgen.bundle.sheets import Sheets

    sheets = Sheets()
    for label, part, copies in parts:
        for copy in range(copies):
            if sheets.count % 2:
                last = sheets.frame(sheets.count - 1)
                sheets.blank(last.width, last.height)
            if copy == 0:
                start = sheets.count
            sheets.take(part, label)
        if copies:
            sheets.bookmark((), label, start)
    sheets.describe(metadata)
    _write(target, sheets)
    return sheets.count


def _characters(items: Sequence[Item], edition: str | None) -> str:
    return "0123456789-" + (edition or "") + "".join("".join(item.stamp.cells) for item in items if item.stamp)


def _plain(sheets: Sheets, label: str, part: Path) -> None:
    start = sheets.count
    sheets.take(part, label)
    sheets.bookmark((), label, start)


def _lay(sheets: Sheets, item: Item, running: int, letters: Lettering, edition: str, remarks: list[str]) -> int:
    """Add one item; return the running number after its last page."""
    start = sheets.count
    for part in item.parts:
        sheets.take(part, item.name)
    pages = sheets.count - start
    if pages != item.pages:
        raise InputError(
            _("{name}: {found} pages found, {said} expected").format(name=item.name, found=pages, said=item.pages),
            hint=_("The file changed while the bundle was made: run the command again."),
        )
    for index in range(pages):
        sheet = sheets.frame(start + index)
        own = f"{item.stamp.number}-{index + 1}" if item.stamp and item.stamp.number else ""
        drawn = page_number(letters, sheet, running + index, own, edition)
        if index == 0 and item.stamp:
            drawn += _stamped(item, sheets, start, letters, remarks)
        sheets.draw(start + index, drawn)
    sheets.bookmark(item.branch, item.label, start)
    for heading in item.headings:
        if heading.page < pages:
            sheets.heading(heading, start + heading.page)
    return running + pages


def _stamped(item: Item, sheets: Sheets, index: int, letters: Lettering, remarks: list[str]) -> str:
    assert item.stamp is not None
    sheet, top = sheets.frame(index), sheets.top(index)
    place = stamp_place.usual(sheet.width, sheet.height, top) if top is not None else None
    place = place or stamp_place.place(item.parts[0])
    if place is None:
        remarks.append(_("{name}: no room for the archive stamp on its first page").format(name=item.name))
        return ""
    if place.scale < 1:
        remarks.append(
            _("{name}: the archive stamp was made smaller, {percent} %").format(
                name=item.name, percent=round(place.scale * 100)
            )
        )
    elif place.moved:
        remarks.append(_("{name}: the archive stamp stands beside its usual place").format(name=item.name))
    return stamp(letters, item.stamp, place.x, place.y, place.scale)


def _link(
    sheets: Sheets,
    front: Sequence[tuple[str, Path]],
    catalogue: str,
    starts: Sequence[int],
    offset: int,
    remarks: list[str],
) -> int:
    """Make the catalogue's page numbers lead to their pages; ``offset`` + running number is a page from 0."""
    at = 0
    for label, part in front:
        if label == catalogue or (not catalogue and label in ("归档文件目录", "目录")):
            places = _links_in(part, starts)
            if starts and not places:
                remarks.append(_("{label}: its page numbers were not found, so they are no links").format(label=label))
            for place, start in zip(places, starts, strict=bool(places)):
                sheets.link(at + place.page, place.box, offset + start)
            return len(places)
        at += sheets.pages_of(part)
    return 0


def _write(target: Path, sheets: Sheets) -> None:
    """Write aside, bring to disk, move into place: what can be seen under the final name is whole."""
    aside = beside(target)
    try:
        with aside.open("xb+", buffering=_BUFFER) as file:
            sheets.write(file)
            file.flush()
            os.fsync(file.fileno())
        rename(aside, target)
    except OSError as error:
        raise output_error(error, target) from error
    finally:
        aside.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Destination:
    """A rectangle on a page of the catalogue: page from 0, points in the page's own coordinates."""

    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    bottom: float
    right: float
    top: float


def _links_in(pdf: Path, numbers: Sequence[int]) -> tuple[Destination, ...]:
    """Return the place of each number, in order; nothing at all when they are not found one after another."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        found: list[tuple[int, Destination]] = []
        for index, page in enumerate(document):
            found += [(number, Destination(index, box)) for number, box in _column(_glyphs(page))]
            page.close()
    finally:
        document.close()
    places: list[Destination] = []
    for number, place in found:
        if len(places) < len(numbers) and number == numbers[len(places)]:
            places.append(place)
    return tuple(places) if len(places) == len(numbers) else ()


def _glyphs(page: object) -> list[_Glyph]:
    import pypdfium2

    assert isinstance(page, pypdfium2.PdfPage)
    text = page.get_textpage()
    glyphs = []
    for index in range(text.count_chars()):
        # Asked one by one: a rare character (𬭚) takes two places in PDFium, and one in the text as a whole.
        character = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
        if character.strip():
            left, bottom, right, top = text.get_charbox(index, loose=False)
            glyphs.append(_Glyph(character, left, bottom, right, top))
    text.close()
    return glyphs


def _column(glyphs: Sequence[_Glyph]) -> list[tuple[int, tuple[float, float, float, float]]]:
    """Return the numbers below the heading of the page column, from the top down."""
    text = "".join(glyph.text for glyph in glyphs)
    at, head = next(((text.find(head), head) for head in _HEADS if head in text), (-1, ""))
    if at < 0:
        return []
    heading = glyphs[at : at + len(head)]
    left, right = min(g.left for g in heading) - _SLACK, max(g.right for g in heading) + _SLACK
    floor = min(g.bottom for g in heading)
    below = [g for g in glyphs if g.top < floor and left <= (g.left + g.right) / 2 <= right]
    below.sort(key=lambda g: (-g.bottom, g.left))
    lines: list[list[_Glyph]] = []
    for glyph in below:
        if lines and abs(lines[-1][0].bottom - glyph.bottom) < 3:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    numbers = []
    for line in lines:
        line.sort(key=lambda g: g.left)
        word = "".join(g.text for g in line)
        if re.fullmatch(r"[0-9]+", word):
            box = (left + 2, min(g.bottom for g in line) - 4, right - 2, max(g.top for g in line) + 4)
            numbers.append((int(word), box))
    return numbers
