"""What every row of the workbook has in common: its number, and cells that are text, words, dates or references.

The column title in the workbook is the field's alias here and the word in the message, so a fault found here already
speaks the clerk's language. Values come in as text (``Model.model_validate_strings``); dates as ISO, numbers as digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, ClassVar, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from docgen.field.lists import words

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """Marks a column that names a row of another sheet (drop-downs, resolution and forms all read this)."""

    sheet: str


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    if match := _CONTROL.search(text):
        code = f"U+{ord(match[0]):04X}"
        raise PydanticCustomError("control_character", "control character {code}", {"code": code})
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _split(value: object) -> object:
    if isinstance(value, str):
        return words(value)
    return value


def _whole_number(value: object) -> object:
    # What a validator returns is no longer a string mapping's text: strict mode then wants a real int.
    found = re.fullmatch(r"(-?\d+)(?:\.0+)?", value) if isinstance(value, str) else None
    return int(found[1]) if found else value


_YEAR = re.compile(r"[〔\[［(（【﹝]\s*(\d{4})\s*[〕\]］)）】﹞]\s*(?:第\s*)?0*(?=\d)")


def official(text: str) -> str:
    """Write a number as GB/T 9704-2012 (7.2.5) does: 影艺党[2009]第06号 is 影艺党〔2009〕6号."""
    return _YEAR.sub(r"〔\1〕", text)


Text = Annotated[str, AfterValidator(_clean)]
"""One or more lines; no control characters; NFC."""

Required = Annotated[Text, Field(min_length=1)]
OfficialNumber = Annotated[Text, AfterValidator(official)]
"""A number with its year in hexagonal brackets, however they were typed, no 第 and no leading zero."""
Words = Annotated[tuple[Text, ...], BeforeValidator(_split)]
"""Several words in one cell, separated by 、；or a new line."""

PersonRef = Annotated[Text, Reference("人员")]
PersonRefs = Annotated[tuple[PersonRef, ...], BeforeValidator(_split)]
GroupRef = Annotated[Text, Reference("小组")]
GroupRefs = Annotated[tuple[GroupRef, ...], BeforeValidator(_split)]
ProjectRef = Annotated[Text, Reference("项目")]
ProjectRefs = Annotated[tuple[ProjectRef, ...], BeforeValidator(_split)]
Count = Annotated[int, BeforeValidator(_whole_number), Field(ge=0)]
Amount = Annotated[Decimal, Field(ge=0)]
Day = date


class Row(BaseModel):
    """A row of a sheet; frozen, strict, nothing extra; knows its number in the sheet (1 is the header)."""

    # Deferred: what validates a sheet is made when its first row is met, not for every sheet of every activity at each start.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    # Not Pydantic's private attributes: those make each of 100,000 rows cost three times as much to validate, and each
    # look at them twenty times as much.
    __slots__ = ("_broken", "_row")

    SHEET: ClassVar[str]

    @property
    def row(self) -> int:
        """The row's number as Excel counts, 0 when it does not come from a sheet."""
        found: int = getattr(self, "_row", 0)
        return found

    @property
    def broken(self) -> frozenset[str]:
        """Titles of columns whose cells were refused: the values here stand in for them, so no rule may judge those."""
        found: frozenset[str] = getattr(self, "_broken", _NONE)
        return found

    def at_row(self, number: int, broken: frozenset[str] = frozenset()) -> Self:
        """Return the row itself with its number, and the columns not to be believed, set."""
        object.__setattr__(self, "_row", number)
        object.__setattr__(self, "_broken", broken)
        return self

    def __copy__(self) -> Self:
        return super().__copy__().at_row(self.row, self.broken)

    def __reduce__(self) -> tuple[object, ...]:
        # Pydantic's own way takes three times as long, and a large workbook is judged in a child that sends back its rows.
        return _restored, (type(self), tuple(self.__dict__.values()), self.row, self.broken)


def _restored(model: type[Row], values: tuple[object, ...], row: int, broken: frozenset[str]) -> Row:
    new = model.__new__(model)
    names = _names(model)
    put = object.__setattr__
    put(new, "__dict__", dict(zip(names, values, strict=True)))
    put(new, "__pydantic_fields_set__", set(names))
    put(new, "__pydantic_extra__", None)
    put(new, "__pydantic_private__", None)
    put(new, "_row", row)
    put(new, "_broken", broken)
    return new


@cache
def _names(model: type[Row]) -> tuple[str, ...]:
    return tuple(model.model_fields)
