"""Where the rows of a sheet are after some were repeated or taken out, and everything that names rows follows them.

A place of before is a row that may now be there once, several times or not at all. A range goes from the first of what it
held to the last, so that a sum over a repeated row is a sum over all its copies; what stands in a copy follows its own copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from docgen.markup import S

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["LOST", "Rows", "moved", "moved_parts"]

_REFERENCE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")"
    r"|(?P<sheet>(?:'(?:[^']|'')+'|[\w.\u4e00-\u9fff]+)!)?"
    r"(?<![\w.$])(?P<one>\$?[A-Z]{1,3}\$?\d{1,7})(?::(?P<two>\$?[A-Z]{1,3}\$?\d{1,7}))?(?![\w(.!])"
    r"|(?P<row_sheet>(?:'(?:[^']|'')+'|[\w.\u4e00-\u9fff]+)!)?(?<![\w.$:])(?P<first>\$?\d{1,7}):(?P<last>\$?\d{1,7})(?![\w.])"
)
LOST = "#REF!"


class Rows:
    """The rows of one sheet: ``order`` has the number of before of each row that is now there, from the first."""

    def __init__(self, order: Sequence[int]) -> None:
        self.order = tuple(order)
        self._now: dict[int, list[int]] = {}
        for place, old in enumerate(order, 1):
            self._now.setdefault(old, []).append(place)
        self._end, self._last = max(self._now, default=0), len(self.order)

    @property
    def stay(self) -> bool:
        """Whether every row is where it was."""
        return all(place == old for place, old in enumerate(self.order, 1))

    def at(self, old: int) -> list[int]:
        """Return where a row is now; rows below all that has anything in it move with the end."""
        return self._now.get(old, []) if old <= self._end else [old - self._end + self._last]

    def range(self, first: int, last: int) -> tuple[int, int] | None:
        """Return the rows of a range of rows, None where nothing of it is left."""
        found = [place for old in range(first, min(last, self._end) + 1) for place in self._now.get(old, ())]
        if last > self._end:
            found += [*self.at(max(first, self._end + 1)), *self.at(last)]
        return (min(found), max(found)) if found else None

    def copies(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the places of something that stands over rows together, once for each copy of them."""
        if len(self.at(first)) <= 1 or len(self.at(last)) <= 1:
            whole = self.range(first, last)
            return [whole] if whole and self.at(first) and self.at(last) else []
        wanted = tuple(range(first, last + 1))
        return [
            (place, place + last - first)
            for place in self.at(first)
            if self.order[place - 1 : place + last - first] == wanted
        ]


def moved(formula: str, sheet: str, rows: Mapping[str, Rows], *, here: int = 0) -> str:
    """Return a formula whose references follow their rows.

    ``sheet`` is the one it stands in, ``here`` its own row as it is now: a reference to a row of the same copy stays in it.
    """

    def follow(found: re.Match[str]) -> str:
        if found["text"]:
            return found[0]
        said = found["sheet"] or found["row_sheet"] or ""
        named = said[:-1].strip("'").replace("''", "'") if said else sheet
        if named not in rows:
            return found[0]
        of = rows[named]
        if found["first"]:
            whole = of.range(_number(found["first"]), _number(found["last"]))
            return f"{said}{_with(found['first'], whole[0])}:{_with(found['last'], whole[1])}" if whole else LOST
        one, two = found["one"], found["two"] or found["one"]
        near = _near(of, _number(one), _number(two), here if named == sheet else 0)
        if near is None:
            return LOST
        return f"{said}{_with(one, near[0])}" + (f":{_with(two, near[1])}" if found["two"] else "")

    return _REFERENCE.sub(follow, formula)


def _near(rows: Rows, first: int, last: int, here: int) -> tuple[int, int] | None:
    """Return the rows of a reference: within the copy that the formula itself is in, if the rows are in it, else all."""
    if here and here <= len(rows.order):
        own = rows.order[here - 1]
        for distance in ((first - own, last - own),):
            begin, end = here + distance[0], here + distance[1]
            if (
                begin >= 1
                and end <= len(rows.order)
                and len(rows.at(own)) > 1
                and len(rows.at(first)) > 1
                and (rows.order[begin - 1], rows.order[end - 1]) == (first, last)
            ):
                return begin, end
    return rows.range(first, last)


def _number(reference: str) -> int:
    return int(re.sub(r"\D", "", reference))


def _with(reference: str, row: int) -> str:
    return re.sub(r"\d+$", str(row), reference)


def moved_parts(sheet: _Element, rows: Rows) -> None:
    """Let everything of a sheet outside its cells follow the rows: merged cells, lists, colours by condition, breaks."""
    for merged in list(sheet.iter(f"{S}mergeCell")):
        reference = str(merged.get("ref", ""))
        parent = merged.getparent()
        if parent is None:
            continue
        for first, last in rows.copies(*_rows(reference)):
            copy = merged.makeelement(f"{S}mergeCell")
            one, _colon, two = reference.partition(":")
            copy.set("ref", f"{_with(one, first)}:{_with(two or one, last)}")
            merged.addprevious(copy)
        parent.remove(merged)
    for cells in sheet.iter(f"{S}mergeCells"):
        cells.set("count", str(len(cells)))
    _drop_empty(sheet, "mergeCells")
    for name, attribute in (
        *(("conditionalFormatting", "sqref"), ("dataValidation", "sqref"), ("hyperlink", "ref"), ("autoFilter", "ref")),
        *(("ignoredError", "sqref"), ("protectedRange", "sqref")),
    ):
        for element in list(sheet.iter(f"{S}{name}")):
            kept = [one for one in map(_following(rows), str(element.get(attribute, "")).split()) if one]
            parent = element.getparent()
            if kept:
                element.set(attribute, " ".join(kept))
            elif parent is not None:
                parent.remove(element)
    _drop_empty(sheet, "hyperlinks", "dataValidations")
    for element in sheet.iter(f"{S}dataValidations"):
        element.set("count", str(len(element)))
    for stop in sheet.iterfind(f"{S}rowBreaks/{S}brk"):
        now = rows.at(int(str(stop.get("id", "0"))))
        stop.set("id", str(now[-1] if now else 0))
    for element in list(sheet.iterfind(f"{S}dimension")):
        sheet.remove(element)


def _drop_empty(sheet: _Element, *names: str) -> None:
    for name in names:
        for element in list(sheet.iterfind(f"{S}{name}")):
            if not len(element):
                sheet.remove(element)


def _following(rows: Rows) -> Callable[[str], str]:
    def follow(reference: str) -> str:
        one, _colon, two = reference.partition(":")
        if not re.search(r"\d", one):
            return reference
        whole = rows.range(_number(one), _number(two or one))
        if whole is None:
            return ""
        begin, end = _with(one, whole[0]), _with(two or one, whole[1])
        return begin if begin == end else f"{begin}:{end}"

    return follow


def _rows(reference: str) -> tuple[int, int]:
    one, _colon, two = reference.partition(":")
    return _number(one), _number(two or one)
