"""What is drawn on top of a page: running page number, name of the edition, 归档章; and what a signature shows of itself.

Pure, but for that: numbers in, operators out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.bundle.item import Metadata, Stamp
from docgen.bundle.lettering import Lettering
from docgen.bundle.page_geometry import MM, Frame, number

STAMP_WIDTH, STAMP_HEIGHT = 45 * MM, 16 * MM
"""DA/T 22-2015: the 归档章 is 45 × 16 mm, six equal cells."""
_INK = "0.75 0.08 0.08"
_SIDE, _TOP = 12 * MM, 12 * MM
_SIZE = 9.0
PLATE_WIDTH, PLATE_HEIGHT = 62 * MM, 16 * MM
_LINE, _PITCH, _EDGE = 10.0, 15.0, 8.0


def _line(letters: Lettering, text: str, size: float, x: float, y: float) -> str:
    return f"BT /{letters.alias} {number(size)} Tf {number(x)} {number(y)} Td {letters.code(text)} Tj ET\n"


def page_number(letters: Lettering, frame: Frame, running: int, item: str = "", edition: str = "") -> str:
    """Return operators for the running number at the outer upper corner: right on odd pages, left on even ones.

    DA/T 22-2015 asks for a number at the outer upper corner of each page that bears text, counted within the 件; ``item``
    (such as ``0001-2``) stands below the running number. ``edition`` stands at the inner corner, in grey.
    """
    right = running % 2 == 1

    def at(text: str, size: float, outer: bool) -> float:
        return frame.width - _SIDE - letters.width(text, size) if right is outer else _SIDE

    top = frame.height - _TOP
    drawn = "0 g\n" + _line(letters, str(running), _SIZE, at(str(running), _SIZE, True), top)
    if item:
        drawn += _line(letters, item, 6.5, at(item, 6.5, True), top - 9)
    if edition:
        drawn += "0.45 g\n" + _line(letters, edition, _SIZE, at(edition, _SIZE, False), top)
    return drawn


def stamp(letters: Lettering, mark: Stamp, x: float, y: float, scale: float = 1.0) -> str:
    """Return operators for a 归档章 whose lower left corner is at ``x``, ``y``; text shrinks to fit its cell."""
    width, height = STAMP_WIDTH * scale, STAMP_HEIGHT * scale
    cell, row = width / 3, height / 2
    lines = [f"{number(x)} {number(y)} {number(width)} {number(height)} re"]
    lines += [f"{number(x + cell * i)} {number(y)} m {number(x + cell * i)} {number(y + height)} l" for i in (1, 2)]
    lines += [f"{number(x)} {number(y + row)} m {number(x + width)} {number(y + row)} l"]
    drawn = f"{_INK} RG {_INK} rg 0.6 w\n" + "\n".join(lines) + "\nS\n"
    for index, text in enumerate(mark.cells):
        if not text:
            continue
        size = min(10.0 * scale, 10.0 * scale * (cell - 3 * scale) / letters.width(text, 10.0 * scale))
        left = x + cell * (index % 3) + (cell - letters.width(text, size)) / 2
        base = y + (row if index < 3 else 0) + row / 2 - size * 0.36
        drawn += _line(letters, text, size, left, base)
    return drawn


def wrapped(frame: Frame, operators: str) -> bytes:
    """Close the page's own graphics state (opened by a ``q`` before it) and draw in the upright page."""
    return f"\nQ\nq\n{frame.transform}{operators}Q\n".encode("ascii")


def plate(target: Path, lines: Sequence[str], face: Path) -> None:
    """Write a framed page of 62 × 16 mm with these lines, each shrunk to its width.

    Raise ConversionError when ``face`` cannot draw a character.
    """
    # Imported here: whoever only asks for an item must not wait for pypdf.
    from docgen.bundle.lettering import cut
    from docgen.bundle.sheets import Sheets

    letters = cut(face, lines)
    drawn = [f"{_INK} RG {_INK} rg 0.6 w\n1 1 {number(PLATE_WIDTH - 2)} {number(PLATE_HEIGHT - 2)} re S\n"]
    top = (PLATE_HEIGHT + _PITCH * (len(lines) - 1)) / 2 - _LINE * 0.36
    for at, line in enumerate(lines):
        size = min(_LINE, _LINE * (PLATE_WIDTH - 2 * _EDGE) / max(letters.width(line, _LINE), 1.0))
        drawn.append(_line(letters, line, size, _EDGE, top - at * _PITCH))
    sheets = Sheets(letters)
    sheets.blank(PLATE_WIDTH, PLATE_HEIGHT)
    sheets.draw(0, "".join(drawn))
    sheets.describe(Metadata(""))
    with target.open("wb") as file:
        sheets.write(file)
