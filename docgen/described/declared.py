"""What an ``activity.toml`` may say: sheets and their columns, rules, papers, figures, calendars, settings.

The form only; whether names are known and expressions read is :mod:`~docgen.described.checking`'s.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator
from typing_extensions import TypeAliasType

from docgen.field import Change
from docgen.field.column import Role
from docgen.field.columns import columns_of

Said: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Name: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Setting: TypeAlias = bool | int | str


class Part(BaseModel):
    """Base of all tables of the file: nothing extra."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ActivityHead(Part):
    """[activity]: what it is called, and by the rows of which sheet papers are filed."""

    name: Name
    unit: Name
    about: str = ""


class ColumnSaid(Part):
    """One column: ``班级 = { note = "…" }``."""

    type: Literal["text", "long", "id", "code", "name", "phone", "date", "count", "number", "yes"] = "text"
    words: tuple[Name, ...] = ()
    """a closed list, by itself or by the name of one of [words]"""
    list: Name | Literal[""] = ""
    to: Name | Literal[""] = ""
    """the sheet that it refers to"""
    many: bool = False
    required: bool = False
    zero: bool = False
    """an empty number is 0"""
    private: Literal["no", "public", "outside", "secret"] = "no"
    back: Name | Literal[""] = ""
    """under what name whoever is referred to has the rows that name them here"""
    afterwards: bool = False
    watched: bool = False
    filled: Literal["clerk", "unit"] = "clerk"
    """``unit``: whoever the row is about fills it in, on their form (``docgen collect``)"""
    note: str = ""
    example: str = ""
    synonyms: str = ""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum((bool(self.words), bool(self.list), bool(self.to), self.type != "text")) > 1:
            raise ValueError("type, words, list, to")
        if self.many and not self.to:
            raise ValueError("many")
        if self.zero and self.type not in ("count", "number"):
            raise ValueError("zero")
        if self.back and not self.to:
            raise ValueError("back")
        return self


class SheetSaid(Part):
    """[sheet.NAME]: a sheet, what its rows are about, its columns, and what is reckoned from each row."""

    key: tuple[Name, ...] = ()
    """columns without which nothing can be said of a row; of the unit's own sheet its number"""
    name: Name | Literal[""] = ""
    """the column that a row is called by"""
    once: tuple[Name, ...] = ()
    """columns whose values together may stand in one row only"""
    single: bool = False
    """each unit has one row at most"""
    core: bool = False
    lasts: bool = False
    """the next semester takes its rows over, as it does those of the unit's own sheet"""
    columns: dict[Name, ColumnSaid] = Field(default_factory=dict)
    values: dict[Name, Said] = Field(default_factory=dict)
    open: tuple[Name, ...] = ()
    inside: tuple[Name, ...] = ()
    """values that no copy which leaves the department has, whatever they are reckoned from"""
    """values that may be known although they rest on what is private"""


class RuleSaid(Part):
    """[[rule]]: what must hold of each row of a sheet; said at a column of it.

    Where it has several columns each is judged by itself, ``值`` being what stands in it. ``unique``: no other row has the value.
    """

    no: Name
    sheet: Name
    column: Name | tuple[Name, ...]
    level: Literal["E", "W"] = "E"
    when: Said | Literal[""] = ""
    must: Said | Literal[""] = ""
    unique: bool = False
    message: Said
    message_en: str = ""
    do: str = ""
    do_en: str = ""
    source: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Its columns."""
        return (self.column,) if isinstance(self.column, str) else self.column

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if bool(self.must) == self.unique:
            raise ValueError("must, unique")
        return self


class Prose(Part):
    """A sentence of a paper; with a form for none and for one where ``count`` says how many it is about."""

    text: Said
    count: Said | Literal[""] = ""
    none: str = ""
    one: str = ""

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if (self.none or self.one) and not self.count:
            raise ValueError("none, one, count")
        return self


def _sort(value: object) -> str:
    if not isinstance(value, dict):
        return "sentence" if isinstance(value, Prose) else "list" if isinstance(value, Listed) else "expression"
    return "sentence" if "text" in value else "list" if "of" in value else "record"


_Sorts: TypeAlias = (
    Annotated[Said, Tag("expression")]
    | Annotated[Prose, Tag("sentence")]
    | Annotated["Listed", Tag("list")]
    | Annotated[dict[Name, "Value"], Tag("record")]
)
Value = TypeAliasType("Value", Annotated[_Sorts, Discriminator(_sort)])
"""How a value of a paper is got: an expression, a sentence, a list, or a record of these."""


class Listed(Part):
    """A list of a paper: of what, in which order, and what of each entry."""

    of: Said
    by: Said | Literal[""] = ""
    each: dict[Name, Value]


class PaperSaid(Part):
    """[[paper]]: a kind of paper, one a row of a sheet, or one a semester."""

    stem: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
    title: Name
    per: Name
    """a sheet; 学期: one a semester"""
    when: Said | Literal[""] = ""
    key: Said | Literal[""] = ""
    """tells apart the papers of one unit: a sentence"""
    dated: Said | Literal[""] = ""
    number: Said | Literal[""] = ""
    series: Said | Literal[""] = ""
    """how the numbers are written that docgen gives it, with {year} and {no}; one series for all that are written alike"""
    batch: tuple[Name, ...] = ()
    """rows with the same in these columns make one paper; ``同批`` are all of them, the first is the paper's row"""
    order: int = Field(50, ge=1, le=98)
    pages: tuple[int, int] = (1, 20)
    retention: Literal["", "Y", "D30", "D10"] = ""
    copies: int = Field(1, ge=1, le=20)
    signers: tuple[Name, ...] = ()
    public: tuple[Name, ...] = ()
    """what a public copy has of its data; none: there is no public copy"""
    private: Literal["no", "outside", "secret"] = "no"
    """all of it; ``secret``: it stays in the department"""
    data: dict[Name, Value]


class FigureSaid(Part):
    """[[figure]]: a count or sum over the semester; with ``of`` also as a share.

    With ``by`` the value is a list, counted by what each entry has there; ``list`` names the words that are counted even where
    there are none.
    """

    section: Name
    name: Name
    value: Said
    of: Said | Literal[""] = ""
    by: Said | Literal[""] = ""
    list: Name | Literal[""] = ""
    chart: bool = False

    @model_validator(mode="after")
    def _lists_what_is_told_apart(self) -> Self:
        if self.list and not self.by:
            raise ValueError("list")
        return self


class RollSaid(Listed):
    """[[roll]]: a list that ``docgen stats`` shows below the figures: who may go on, say."""

    name: Name


class YearSaid(Part):
    """[calendar.YEAR]: days off beside weekends and weekend days at work, single or as ``2026-02-15/2026-02-23``."""

    off: tuple[str, ...] = ()
    work: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _reads(self) -> Self:
        for said in (*self.off, *self.work):
            days_of(said)
        return self


def days_of(said: str) -> tuple[date, date]:
    """Return the first and last day of a span; raise ValueError with it."""
    first, _slash, last = said.partition("/")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise ValueError(said) from None
    if end < begin or (end - begin).days > 366:
        raise ValueError(said)
    return begin, end


class Declared(Part):
    """A whole file."""

    activity: ActivityHead
    words: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    settings: dict[Name, Setting] = Field(default_factory=dict)
    sheet: dict[Name, SheetSaid]
    rule: tuple[RuleSaid, ...] = ()
    paper: tuple[PaperSaid, ...] = ()
    figure: tuple[FigureSaid, ...] = ()
    roll: tuple[RollSaid, ...] = ()
    calendar: dict[str, YearSaid] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_changes(self) -> Self:
        if any(paper.per == Change.SHEET for paper in self.paper) and Change.SHEET not in self.sheet:
            self.sheet.update({Change.SHEET: said} if (said := changes_said(self)) is not None else {})
        return self


def changes_said(declared: Declared) -> SheetSaid | None:
    """Return the sheet 变更 as papers are made of its rows; what changed may be secret where anything is."""
    unit = declared.activity.unit
    of_unit = declared.sheet.get(unit)
    if of_unit is None or not of_unit.key:
        return None
    may_be = any(one.private == "secret" for said in declared.sheet.values() for one in said.columns.values())
    told = ColumnSaid(private="secret" if may_be else "no")
    others = {
        one.title: ColumnSaid(type="date") if one.role is Role.DATE else told
        for one in columns_of(Change)
        if not one.key
    }
    return SheetSaid(key=of_unit.key[:1], columns={of_unit.key[0]: ColumnSaid(to=unit, required=True), **others})
