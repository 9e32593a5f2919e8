"""What a kind of paper is, and one paper of it: the two values that cross from compose to seal.

A :class:`DocumentKind` is data: a stem (its template and schema are named after it), a title, one per what, its place in
the bundle, the model that its data obeys, and the function that composes its papers from a :class:`Source`. Nothing after
compose can tell where a kind came from.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Self, TypeAlias

from pydantic import BaseModel, ConfigDict

from docgen.field import Group, Programme, Row, Semester
from docgen.field.columns import by_title, titles
from docgen.marks import Lack
from docgen.settings import Settings

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

_LEADING = re.compile(r"^(?:\.|-|~\$)+")
"""Hidden, taken for an option, taken for another program's lock."""
NOT_KEPT = "不出本单位的内容"
"""Stands in what is kept of a paper for what is secret in it."""
_LONGEST_NAME = 180
"""Bytes: disks take 255, and an ending and the name of what is written aside come to it."""

Plain: TypeAlias = "str | int | float | bool | date | list[Plain] | dict[str, Plain] | None"
"""What a template may see: no objects, no methods."""


class Paper(BaseModel):
    """Base of the models of papers and their parts; titles in Chinese, nothing extra."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    @classmethod
    def of(cls, *told: Any, **said: Any) -> Self:
        """Return a paper of what values tell and ``said`` says: a row by the titles of its columns, what is reckoned by name.

        The later goes before the earlier; what is empty is as the model has it.
        """
        found: dict[str, Any] = {}
        for one in told:
            found |= {name: getattr(one, theirs) for name, theirs in _shared(cls, one.__class__)}
        return cls(**{name: value for name, value in (found | said).items() if value is not None})


@cache
def _shared(model: type[Paper], other: type) -> tuple[tuple[str, str], ...]:
    """Return which of a model's values another tells, with their names there."""
    titled = by_title(other) if issubclass(other, Row) else {}
    found = {name: titled[field.alias].attribute for name, field in model.model_fields.items() if field.alias in titled}
    reckoned = {name: name for name in model.model_fields if hasattr(other, name)}
    return tuple((reckoned | found).items())


class Per(StrEnum):
    """One paper per what."""

    GROUP = "group"
    SEMESTER = "semester"
    TALK = "talk"
    PROJECT = "project"
    PERSON = "person"
    ACTIVITY = "activity"
    CHANGE = "change"
    CONTEST = "contest"
    HONOUR = "honour"
    ROW = "row"
    """A row of the sheet of a kind that a clerk added."""
    COLLEGE = "college"
    """Over all departments of a college."""
    BUNDLE = "bundle"
    """A page of the bundle itself: cover, catalogue, 备考表."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A filing number that was voided for good (``docgen void``), the group that had it, and why."""

    number: str
    group: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """What papers are composed from: a semester's rows, the filing number of each group, the school's settings.

    ``withdrawn`` are the numbers that no group has any more: they stay on the register.
    """

    semester: Semester
    programme: Programme
    numbers: Mapping[str, str] = field(hash=False)
    settings: Settings = field(default_factory=Settings, hash=False)
    withdrawn: tuple[Withdrawn, ...] = ()

    def name(self, person: str) -> str:
        """Return a person's name; ``""`` when nobody has the number."""
        found = self.semester.person_by_id.get(person)
        return found.name if found else ""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of paper.

    ``order`` is its place within a group (or within the department's branch) of the bundle; ``pages`` the usual least and
    greatest number of pages, beyond which the gate asks to look: of each entry of the list ``each`` in its data, where it
    names one. ``retention`` is Y, D30, D10 or ``""`` for the workbook's 保管期限 (DA/T 22-2015).

    ``of_each`` composes the papers of one group, ``of_all`` the department's; without either it is made on request only.
    A kind that ``sums_up`` states figures as of its day: what comes after signing or archiving does not change it. A kind
    ``of_gone`` groups is made too of those that were merged or withdrawn: what happened stays on record.

    ``signers`` are the places in its data where those stand who sign it; ``numbered`` is the title of the group's filing
    number there; ``copies`` how many are printed where the paper itself does not say. ``lacking`` tells what only people can
    give and its data has not. A kind ``dated_by_parties`` counts as signed once each party has its 签署日期 in the workbook.
    ``day`` is where the workbook says the day that its papers have in the catalogue, if it may be empty there.
    ``rows``: it is made one a row of theirs, and what is private there is private in it. No public copy has a kind that
    ``is_inside``: what was said in a talk, how somebody was judged, what somebody did not reach and why. A kind that
    ``goes_out`` is handed over to somebody for good. ``filed`` is the title of the day on which such a paper is filed under
    its number: from then on it stays as it is, until it is filed anew (domain.md §4).

    A kind that a clerk added has the text of its ``schema``, and its model is made from that
    (:func:`docgen.documents.own_model.model_of`), because a model made at run time cannot cross to another process.
    """

    stem: str
    title: str
    per: Per
    order: int
    model: type[Paper]
    pages: tuple[int, int] = (1, 50)
    each: str = ""
    retention: str = ""
    of_each: Callable[[Source, Group], Iterable[Document]] | None = None
    of_all: Callable[[Source], Iterable[Document]] | None = None
    sums_up: bool = False
    of_gone: bool = False
    signers: tuple[str, ...] = ()
    copies: int = 1
    numbered: str = ""
    lacking: Callable[[Mapping[str, Plain]], Lack | None] | None = None
    dated_by_parties: bool = False
    day: str = ""
    rows: type[Row] | None = None
    is_inside: bool = False
    goes_out: bool = False
    filed: str = ""
    schema: str = field(default="", repr=False)
    public: tuple[str, ...] = ()
    """what alone of its data a public copy has; none: whatever is not private"""
    outside: tuple[str, ...] = ()
    """names in its data that no copy which leaves the department has"""
    secret: tuple[str, ...] = ()
    """names in its data that nothing has but the paper itself"""
    seen: str = field(default="", repr=False)
    """what its templates see, as JSON Schema, where more is known than its model says"""

    @property
    def is_composed(self) -> bool:
        """Whether its papers are made from a semester's rows."""
        return bool(self.of_each or self.of_all)

    @property
    def stays(self) -> bool:
        """Whether its papers stay in the department: no bundle, archive or copy has them."""
        return bool(self.secret)

    @property
    def is_own(self) -> bool:
        """Whether a clerk added it."""
        return bool(self.schema)


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: of which kind, for whom (``key``: a group's number, 全系 …), under which title, with which data.

    ``group`` is the 小组编号 it belongs to, ``""`` for the department's papers. ``number``, ``dated`` and ``by`` go to the
    archive's catalogue (文号, 日期, 责任者); ``by`` is left out where the group, or the department's branch, speaks itself.
    """

    kind: DocumentKind
    key: str
    title: str
    data: dict[str, Plain] = field(hash=False)
    group: str = ""
    number: str = ""
    dated: date | None = None
    by: str = ""

    @property
    def kept(self) -> dict[str, Plain]:
        """Its data as the ledger keeps it: of what is secret only whether it is still the same."""
        if not self.kind.secret:
            return self.data
        said = json.dumps(self.data, ensure_ascii=False, default=str)
        open_ = _without(self.data, frozenset(self.kind.secret))
        assert isinstance(open_, dict)
        return {**open_, NOT_KEPT: hashlib.sha256(said.encode()).hexdigest()}

    @property
    def name(self) -> str:
        """Its file name without ending, such as ``G01-共勉协议书``: NFC, nothing that Windows forbids, never hidden."""
        return _file_name(f"{self.key}-{self.kind.title}")

    @property
    def norm(self) -> tuple[int, int]:
        """The least and greatest number of pages that the gate takes for usual."""
        least, most = self.kind.pages
        entries = self.data.get(self.kind.each)
        times = len(entries) if isinstance(entries, list) else 1
        return least * times, most * times

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Every text in its data with its path, such as ``成员.2.姓名``; lists count from 1, as people do."""
        return tuple(_entries("", self.data))

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text in its data."""
        return tuple(text for _path, text in self.entries)

    @property
    def literal(self) -> tuple[str, ...]:
        """Texts that look like template tags and yet are data: they are to appear as they are."""
        return tuple(text for text in self.texts if any(tag in text for tag in ("{{", "}}", "{%", "%}", "{#", "#}")))

    @property
    def names(self) -> tuple[str, ...]:
        """Whom it is about: names of people and groups, none of which may be missing on paper."""
        return tuple(text for path, text in self.entries if path.rpartition(".")[2] in _NAMES and text)


def _without(value: Plain, secret: frozenset[str]) -> Plain:
    match value:
        case dict():
            return {title: _without(inner, secret) for title, inner in value.items() if title not in secret}
        case list():
            return [_without(inner, secret) for inner in value]
        case _:
            return value


_NAMES = frozenset(titles(lambda column: column.called and column.watched))


@lru_cache(maxsize=1 << 14)
def _file_name(name: str) -> str:
    # Asked for a dozen times a paper in every run.
    allowed = _LEADING.sub("_", _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name))).rstrip(". ")
    if len(allowed.encode()) <= _LONGEST_NAME:
        return allowed
    # Its end is the paper's title, its beginning whose it is; what was cut out stays told apart.
    digest = hashlib.sha256(allowed.encode()).hexdigest()[:8]
    head = allowed.encode()[: _LONGEST_NAME // 2].decode(errors="ignore")
    tail = allowed.encode()[-_LONGEST_NAME // 3 :].decode(errors="ignore")
    return f"{head}…{digest}…{tail}"


def _entries(path: str, value: Plain) -> Iterator[tuple[str, str]]:
    match value:
        case str():
            yield path, value
        case dict():
            for title, item in value.items():
                yield from _entries(f"{path}.{title}" if path else title, item)
        case list():
            for number, item in enumerate(value, 1):
                yield from _entries(f"{path}.{number}", item)


def plain(model: Paper) -> dict[str, Plain]:
    """Return a paper's data as plain values under their Chinese titles."""
    data = _plain(model.model_dump(by_alias=True))
    assert isinstance(data, dict)
    return data


_AS_IT_IS = frozenset((str, type(None), int, date, bool, float))


def _plain(value: Any) -> Plain:
    if type(value) in _AS_IT_IS:  # nearly all of them: a paper has some hundred values
        as_it_is: Plain = value
        return as_it_is
    match value:
        case dict():
            return {str(key): item if type(item) in _AS_IT_IS else _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case StrEnum():
            return value.value
        case Decimal():
            return f"{value.normalize():f}"
        case str() | int() | float() | date():
            return value
        case _:
            raise TypeError(type(value).__name__)
