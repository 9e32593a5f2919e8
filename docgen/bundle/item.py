"""The values that go into a bundle and come out of it; plain data, no library behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A heading inside an item: where a bookmark leads. ``level`` counts from 1, ``page`` from 0 within the item."""

    title: str
    level: int
    page: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What stands in the six cells of the 归档章 (DA/T 22-2015: 45 × 16 mm, first page of the 件, top centre)."""

    fonds: str
    """全宗号"""
    year: str
    """年度"""
    number: str
    """件号, four digits"""
    office: str
    """机构（问题）"""
    retention: str
    """保管期限"""
    pages: str
    """页数"""

    @property
    def cells(self) -> tuple[str, ...]:
        """The six cells, upper row first."""
        return (self.fonds, self.year, self.number, self.office, self.retention, self.pages)


@dataclass(frozen=True, slots=True)
class Item:
    """One 件: the scan of the signed paper first, when there is one, its text version behind it.

    ``name`` is its file name without ending; ``branch`` the bookmarks above it, outermost first (semester, then group, or
    the department); ``label`` its own bookmark. ``pages`` counts all parts together.
    """

    name: str
    title: str
    branch: tuple[str, ...]
    label: str
    parts: tuple[Path, ...]
    pages: int
    headings: tuple[Bookmark, ...] = ()
    responsible: str = ""
    number: str = ""
    """文号, or the filing number"""
    dated: date | None = None
    retention: str = ""
    """Y, D30 or D10"""
    stamp: Stamp | None = None
    reference: str = ""
    """档号; empty in a draft"""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the bundle says about itself; ``created`` is written only when it is given, never the clock."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    created: date | None = None


@dataclass(frozen=True, slots=True)
class MergedFile:
    """What :func:`docgen.bundle.merge` made.

    ``pages`` counts everything, ``front`` the pages before the first item; ``first_pages`` has the running number of each
    item's first page (page ``front + number`` of the file); ``links`` how many catalogue rows lead to their page.
    ``remarks`` are sentences for the report: a stamp that was moved, a catalogue without links.
    """

    pages: int
    front: int
    first_pages: tuple[int, ...]
    links: int = 0
    remarks: tuple[str, ...] = ()
