"""A small page of a few lines, its face embedded: what a signature shows of itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docgen.bundle.frame import MM, number
from docgen.bundle.item import Metadata

WIDTH, HEIGHT = 62 * MM, 16 * MM
_SIZE, _PITCH, _EDGE = 10.0, 15.0, 8.0
_INK = "0.75 0.08 0.08"


def plate(target: Path, lines: Sequence[str], face: Path) -> None:
    """Write a framed page of 62 × 16 mm with these lines, each shrunk to its width.

    Raise ConversionError when ``face`` cannot draw a character.
    """
    # Imported here: whoever only asks for an item must not wait for pypdf.
    from docgen.bundle.lettering import cut
    from docgen.bundle.sheets import Sheets

    letters = cut(face, lines)
    drawn = [f"{_INK} RG {_INK} rg 0.6 w\n1 1 {number(WIDTH - 2)} {number(HEIGHT - 2)} re S\n"]
    top = (HEIGHT + _PITCH * (len(lines) - 1)) / 2 - _SIZE * 0.36
    for at, line in enumerate(lines):
        size = min(_SIZE, _SIZE * (WIDTH - 2 * _EDGE) / max(letters.width(line, _SIZE), 1.0))
        drawn.append(
            f"BT /{letters.alias} {number(size)} Tf {number(_EDGE)} {number(top - at * _PITCH)} Td {letters.code(line)} Tj ET\n"
        )
    sheets = Sheets(letters)
    sheets.blank(WIDTH, HEIGHT)
    sheets.draw(0, "".join(drawn))
    sheets.describe(Metadata(""))
    with target.open("wb") as file:
        sheets.write(file)
