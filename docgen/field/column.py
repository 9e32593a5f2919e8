"""What a column of a sheet says of itself, where it is declared: one :class:`Column` in the annotation of each field.

Reading, the blank workbook, forms, rosters, copies for other eyes, signing and the archive all ask here; none of them keeps
a list of titles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """How a column's cells are read."""

    PERSON_NUMBER = "person-number"
    """text only: a number would have lost its leading zeros"""
    CODE = "code"
    """a number that the clerk gives to a group, project, honour or work"""
    REFERENCE = "reference"
    DATE = "date"
    WORD = "word"
    """one of a closed list"""
    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    TEXT = "text"

    @property
    def is_text(self) -> bool:
        """Whether the type is text, which does not tell what sort."""
        return self in (Role.PERSON_NUMBER, Role.CODE, Role.PHONE, Role.NAME, Role.TEXT)


class Privacy(StrEnum):
    """Which copies for other eyes leave a column out."""

    NO = "no"
    IN_PUBLIC = "in-public"
    """A public copy leaves it out; an inspector may see it."""
    OUTSIDE = "outside"
    """No copy that leaves the department has it."""
    SECRET = "secret"
    """Nothing that is kept or leaves has it: not the ledger and what is found by it, no log, bundle, archive or copy."""


class Filled(StrEnum):
    """Who fills a column in."""

    BY_ANYONE = "anyone"
    """The clerk, or the group on its form."""
    BY_CLERK = "clerk"
    """The clerk or an office; a group's form leaves it out."""
    BY_DOCGEN = "docgen"
    """Left empty for docgen; a group's form leaves it out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a sheet. The first four must be said of each; :data:`OPEN` says no to all of them.

    ``key``: nothing can be said about a row without it. ``private``: which copies leave it out. ``afterwards``: known only
    once the paper is signed, so that it may change then; every other column is frozen by a signature. ``watched``: its
    value is expected on the pages of a paper, and ``verify`` looks for it there.
    """

    key: bool
    private: Privacy
    afterwards: bool
    watched: bool

    role: Role = Role.TEXT
    """said only where the type does not tell"""
    apart: bool = False
    """tells rows apart that have the same key"""
    called: bool = False
    """what a row is called by"""
    long: bool = False
    """holds sentences"""
    published: bool = False
    """meant for everybody's eyes, whatever it reads like: the phone of an office, not of a person"""
    department: bool = False
    """only the department's papers and the archive say it: a fault in it holds back no group's paper"""
    filled: Filled = Filled.BY_ANYONE
    renewed: bool = False
    """a roster of today knows it better than the last semester's workbook"""
    synonyms: str = ""
    """what rosters of others call it, with spaces between, the likeliest first"""

    title: str = ""
    """from here on: read off the model by :func:`docgen.field.columns.columns_of`"""
    attribute: str = ""
    required: bool = False
    description: str = ""
    example: str = ""
    sheet: str = ""
    """for references: the sheet that is referred to"""
    many: bool = False
    words: tuple[str, ...] = ()
    """for words: the closed list"""

    @property
    def names(self) -> tuple[str, ...]:
        """Its title and what others call it, the likeliest first."""
        return tuple(dict.fromkeys((*self.synonyms.split(), self.title)))


OPEN = Column(key=False, private=Privacy.NO, afterwards=False, watched=False)
"""No key, for every eye, frozen by a signature, not looked for in the archive."""
LONG = replace(OPEN, long=True)
APART = replace(OPEN, apart=True)
CALLED = replace(OPEN, called=True)
CLERKS = replace(OPEN, filled=Filled.BY_CLERK)
OPINION = replace(CLERKS, long=True)

DEPARTMENTS = replace(OPEN, department=True)
TOLD = replace(OPINION, department=True)
"""What the department tells of its semester, in sentences."""

KEY = Column(key=True, private=Privacy.NO, afterwards=False, watched=False)
"""What a row is about: a group, a project."""
CODE = replace(KEY, role=Role.CODE)

WHOSE = Column(key=True, private=Privacy.IN_PUBLIC, afterwards=False, watched=True)
"""Whom a row is about, by number."""

NUMBER = Column(key=False, private=Privacy.NO, afterwards=False, watched=True)
"""The number of a paper."""
NAME = replace(NUMBER, called=True)
"""The name of a person or group, which may be missing on none of their papers."""

AFTERWARDS = Column(key=False, private=Privacy.NO, afterwards=True, watched=False)
"""Known only once the paper is signed."""

SAID = Column(key=False, private=Privacy.OUTSIDE, afterwards=False, watched=False)
"""What was said between the two sides of a talk."""
