"""Turns one cell into the text its column's model takes, or says why it cannot be: never a silent guess.

domain.md §5 rule 2: a student or staff number that was stored as a number is refused, for its leading zeros, and its
digits past the fifteenth, are gone. A date that Excel made out of ``3-4`` in a text column is refused likewise.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from docgen.field.column import Column, Role
from docgen.messages import _
from docgen.messages.faults import Fault, explain
from docgen.workbook.cells import Cell, CellForm, NonText
from docgen.workbook.dates import NotADate, in_range, parse_date
from docgen.workbook.formats import serial_date

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xAD))
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+\d+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")
_MOBILE = re.compile(r"1\d{10}")
_DIGITS_KEPT = 15
_NUMBERED = (Role.PERSON_NUMBER, Role.CODE, Role.PHONE, Role.REFERENCE, Role.NAME)
_APOSTROPHES = "'’‘`＇ "


class CellFault(Exception):
    """A cell that its column cannot take."""

    def __init__(self, fault: Fault, rule: int = 0) -> None:
        super().__init__(fault.message)
        self.fault = fault
        self.rule = rule


def text_of(cell: Cell, column: Column, date1904: bool = False) -> str:
    """Return a cell's text for its column, ``""`` when nothing is in it; raise CellFault.

    Dates become ISO, numbers digits; numbers of people and references lose full-width letters and stray spaces.
    """
    if isinstance(cell, NonText):
        return _from_non_text(cell, column, date1904)
    if column.role is Role.TEXT and cell.isprintable():
        return cell.strip()
    if _REFUSED.search(cell):
        code = next(f"U+{ord(c):04X}" for c in cell if _REFUSED.match(c))
        raise CellFault(explain("control_character", {"code": code}))
    if column.role is Role.TEXT:
        return cell.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).strip()
    return _from_text(cell, column)


def narrow(text: str) -> str:
    """Make full-width letters, digits and spaces half-width and drop invisible characters; Han stays untouched."""
    return text.strip() if text.isascii() else text.translate(_INVISIBLE).translate(_WIDE).strip()


def person_name(text: str) -> str:
    """Return a name as it is printed: 王　刚, padded to align in a roster, is 王刚."""
    return _BETWEEN_HAN.sub("", unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip())


def _from_text(cell: str, column: Column) -> str:
    if column.role in _NUMBERED:
        cell = cell.lstrip(_APOSTROPHES)  # what makes text of a number in Excel; exports write it into the cell itself
    match column.role:
        case Role.NAME:
            return person_name(cell)
        case Role.REFERENCE:
            return cell.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).translate(_WIDE).strip()
        case Role.PERSON_NUMBER:
            text = re.sub(r"\s+", "", narrow(cell))
            if _SCIENTIFIC.fullmatch(text):
                raise CellFault(_lost_digits(), rule=2)
            return text
        case Role.CODE | Role.PHONE:
            if _SCIENTIFIC.fullmatch(narrow(cell).strip()):
                raise CellFault(_lost_digits(), rule=2)
            return re.sub(r"\s+", " " if column.role is Role.PHONE else "", narrow(cell))
        case Role.WORD:
            return re.sub(r"\s+", "", narrow(cell))
        case Role.NUMBER:
            return narrow(cell).replace(",", "")
        case Role.DATE:
            return _date(cell)
        case _:
            return cell.strip()


def _from_non_text(cell: NonText, column: Column, date1904: bool) -> str:
    if (fault := _holds_no_text(cell.form)) is not None:
        raise CellFault(fault)
    if column.role is Role.DATE:
        return _date_from(cell, date1904)
    if cell.form is CellForm.DATE:
        hint = _("set the column's format to text, then type it again")
        raise CellFault(Fault("date-in-text-column", _("the program made a date of what was typed"), hint))
    return _number(cell, column)


def _holds_no_text(form: CellForm) -> Fault | None:
    match form:
        case CellForm.ERROR:
            return Fault("error-cell", _("the formula gives an error"), _("mend the formula, or type the value itself"))
        case CellForm.UNCACHED:
            hint = _("open the workbook in Excel or WPS and save it once, or type the value itself")
            return Fault("formula-without-result", _("the formula has no stored result"), hint)
        case CellForm.OVERLONG:
            hint = _("shorten it, or spread it over rows")
            return Fault("too-long", _("holds more characters than a cell can hold"), hint)
        case CellForm.BOOLEAN:
            return Fault("boolean-cell", _("is a yes/no value, which no column takes"), _("type the value itself"))
        case _:
            return None


def _number(cell: NonText, column: Column) -> str:
    if sum(map(str.isdigit, cell.text)) > _DIGITS_KEPT:
        raise CellFault(_lost_digits(), rule=2)
    persons = column.role is Role.PERSON_NUMBER or (column.role is Role.REFERENCE and column.sheet == "人员")
    if persons or (column.role is Role.PHONE and not _MOBILE.fullmatch(cell.text)):
        raise CellFault(
            Fault(
                "number-cell",
                _("the number was stored as a number, which keeps no leading zeros"),
                _("set the column's format to text, then type it again"),
            ),
            rule=2,
        )
    if column.role is Role.NUMBER and cell.text.endswith("%"):
        # What is meant by 88.5 % cannot be told: the cell holds 0.885.
        raise CellFault(
            Fault(
                "percent-cell",
                _("is a percentage, and a number is wanted"),
                _("set the column's format to text, then type the number itself"),
            )
        )
    if column.role is Role.NUMBER and cell.serial is not None:
        return format(Decimal(f"{cell.serial:.15g}"), "f")
    return cell.text


def _lost_digits() -> Fault:
    return Fault(
        "number-lost-digits",
        _("the number was stored as a number, its digits past the fifteenth are lost"),
        _("set the column's format to text, then type it again"),
    )


def _date(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return parse_date(text).isoformat()
    except NotADate as error:
        raise CellFault(_not_a_date(error.reason)) from None


def _date_from(cell: NonText, date1904: bool) -> str:
    try:
        if cell.form is CellForm.DATE:
            return in_range(date.fromisoformat(cell.text)).isoformat()
        if re.fullmatch(r"(?:19|20)\d{6}", cell.text):
            return parse_date(cell.text).isoformat()
        day = serial_date(cell.serial, date1904) if cell.serial is not None else None
        if day is None:
            raise NotADate("form")
        return in_range(day).isoformat()
    except NotADate as error:
        raise CellFault(_not_a_date(error.reason)) from None
    except ValueError:
        raise CellFault(_not_a_date("form")) from None


def _not_a_date(reason: str) -> Fault:
    match reason:
        case "year":
            return Fault("date-without-year", _("the year is missing or too short"), _("for example: 2009-03-16"))
        case "day":
            return Fault("no-such-day", _("there is no such day"), _("check month and day"))
        case "range":
            return Fault("date-out-of-range", _("is too long ago or too far ahead"), _("check the year"))
        case _:
            return explain("date_parsing")
