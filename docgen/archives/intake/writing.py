"""Text set into a box, for fields and notes that come without a picture of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.bundle.frame import number

if TYPE_CHECKING:
    import pikepdf

    from docgen.archives.intake.letters import Letters

_LEADING = 1.2
_USUAL, _LEAST = 12.0, 4.0
_EDGE = 2.0
_WORDS = re.compile(r"[!-~]+|\s|.", re.DOTALL)
_SIZE = re.compile(r"([\d.]+)\s+Tf")
_INK = re.compile(r"((?:[\d.]+\s+){1,4})(g|rg|k)\b")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is set: size in points (0: as fits), colour operator, 0 left, 1 centred or 2 right, on how many lines."""

    size: float
    ink: str
    place: int = 0
    is_long: bool = False
    cells: int = 0
    """Of a field with a cell for each character, how many."""


def manner(default: str, place: int, *, is_long: bool, cells: int = 0) -> Manner:
    """Read a default appearance string (ISO 32000-1, 12.7.3.3)."""
    size = _SIZE.search(default)
    ink = _INK.search(default)
    values = [float(value) for value in ink[1].split()] if ink else [0.0]
    return Manner(float(size[1]) if size else 0.0, colour(values), place, is_long, cells)


def colour(values: list[float], *, is_stroke: bool = False) -> str:
    """Return the operator for 1, 3 or 4 numbers; four are printing inks, and become what a screen shows of them."""
    if len(values) == 4:
        c, m, y, k = values
        values = [(1 - c) * (1 - k), (1 - m) * (1 - k), (1 - y) * (1 - k)]
    operator = "g" if len(values) == 1 else "rg"
    return " ".join(number(value) for value in values) + " " + (operator.upper() if is_stroke else operator)


def set_text(text: str, width: float, height: float, how: Manner, letters: Letters) -> str:
    """Return the operators that draw a text in a box whose lower left corner is 0 0; font ``/F`` is the letters'."""
    rows = [letters.writable(row.replace("\t", " ")) for row in text.splitlines()]
    text = ("\n" if how.is_long else " ").join(rows)
    if how.cells:
        return _in_cells(text, width, height, how, letters)
    room = max(width - 2 * _EDGE, 1.0)
    size = how.size or _fitting(text, room, height, how, letters)
    lines = list(_lines(text, room, size, letters)) if how.is_long else [text]
    top = height - _EDGE - size if how.is_long else (height - size) / 2 + size * 0.2
    drawn = [f"BT {how.ink} /F {number(size)} Tf"]
    for row, line in enumerate(lines):
        left = _EDGE + (room - letters.width(line, size)) * how.place / 2
        drawn.append(f"1 0 0 1 {number(left)} {number(top - row * size * _LEADING)} Tm {letters.code(line)} Tj")
    return "\n".join((*drawn, "ET\n"))


def _fitting(text: str, room: float, height: float, how: Manner, letters: Letters) -> float:
    size = _USUAL if how.is_long else min(_USUAL, height * 0.75)
    while size > _LEAST:
        if how.is_long:
            if len(list(_lines(text, room, size, letters))) * size * _LEADING <= height - 2 * _EDGE:
                break
        elif letters.width(text, size) <= room:
            break
        size -= 0.5
    return size


def _in_cells(text: str, width: float, height: float, how: Manner, letters: Letters) -> str:
    cell = width / how.cells
    size = how.size or min(_USUAL, height * 0.75)
    drawn = [f"BT {how.ink} /F {number(size)} Tf"]
    for place, one in enumerate(text[: how.cells]):
        left = place * cell + (cell - letters.width(one, size)) / 2
        drawn.append(f"1 0 0 1 {number(left)} {number((height - size) / 2 + size * 0.2)} Tm {letters.code(one)} Tj")
    return "\n".join((*drawn, "ET\n"))


def _lines(text: str, room: float, size: float, letters: Letters) -> Iterator[str]:
    """Break a text where it may be: between Chinese characters, between Latin words."""
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORDS.findall(paragraph):
            if line and letters.width(line + word, size) > room:
                yield line
                line = ""
            while len(word) > 1 and letters.width(word, size) > room:
                most = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or letters.width(word[:n], size) <= room)
                yield word[:most]
                word = word[most:]
            line = line + word if line or not word.isspace() else ""
        yield line


def drawing(document: pikepdf.Pdf, content: str, box: list[float], **resources: object) -> pikepdf.Object:
    """Return a form of these operators, in the coordinates of its page."""
    from pikepdf import Array, Dictionary, Name, Stream

    return document.make_indirect(
        Stream(
            document,
            content.encode("ascii"),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([round(edge, 3) for edge in box]),
            Resources=Dictionary({f"/{key}": entry for key, entry in resources.items()}),
        )
    )
