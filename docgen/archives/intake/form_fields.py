"""Pictures of form fields that come without one, or with one that may be out of date (ISO 32000-1, 12.7.4).

A text is set into a box here; notes have theirs set likewise (:mod:`docgen.archives.intake.notes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.bundle.page_geometry import number

if TYPE_CHECKING:
    import pikepdf

    from docgen.archives.intake.letters import Letters

_DEEPEST = 32
_LONG, _SECRET, _CELLS = 1 << 12, 1 << 13, 1 << 24
_RADIO, _BUTTON, _DROPDOWN = 1 << 15, 1 << 16, 1 << 17


def inherited(field: pikepdf.Dictionary, key: str, form: pikepdf.Dictionary | None = None) -> pikepdf.Object | None:
    """Return an entry of a field, of one above it, or of the form."""
    at: pikepdf.Object | None = field
    for _depth in range(_DEEPEST):
        if at is None:
            break
        if key in at:
            return at[key]
        at = at.get("/Parent")
    return form.get(key) if form is not None else None


def text_of(field: pikepdf.Dictionary) -> str:
    """Return what a field shows as text."""
    import pikepdf

    flags, value = _flags(field), inherited(field, "/V")
    match str(inherited(field, "/FT")):
        case "/Tx":
            said = (
                value.read_bytes().decode("utf-8", "replace") if isinstance(value, pikepdf.Stream) else str(value or "")
            )
            return "*" * len(said) if flags & _SECRET else said
        case "/Ch":
            chosen = [str(one) for one in value] if isinstance(value, pikepdf.Array) else [str(value)] if value else []
            offered = inherited(field, "/Opt")
            pairs = [_option(one) for one in offered] if isinstance(offered, pikepdf.Array) else []
            if flags & _DROPDOWN:
                shown = dict(pairs)
                return "、".join(shown.get(one, one) for one in chosen)
            return "\n".join(f"● {shown}" if export in chosen else shown for export, shown in pairs)
        case "/Btn" if flags & _BUTTON:
            return str(_inside(field, "/MK").get("/CA", ""))
    return ""


def _inside(field: pikepdf.Dictionary, key: str) -> pikepdf.Dictionary:
    import pikepdf

    held = field.get(key)
    return held if isinstance(held, pikepdf.Dictionary) else pikepdf.Dictionary()


def _option(one: pikepdf.Object) -> tuple[str, str]:
    import pikepdf

    return (str(one[0]), str(one[1])) if isinstance(one, pikepdf.Array) else (str(one), str(one))


def _flags(field: pikepdf.Dictionary) -> int:
    return int(inherited(field, "/Ff") or 0)


def is_stated(field: pikepdf.Dictionary) -> bool:
    """Whether a field is one to be ticked, whose picture follows its state and is never out of date."""
    return str(inherited(field, "/FT")) in ("/Btn", "/Sig")


def draw(
    document: pikepdf.Pdf, field: pikepdf.Dictionary, form: pikepdf.Dictionary | None, letters: Letters | None
) -> pikepdf.Object | None:
    """Return the picture of a field in its page's coordinates, None when a reader shows nothing of it."""
    from pikepdf import Dictionary

    x0, y0, x1, y1 = (float(edge) for edge in field.Rect)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    drawn = _ground(field, x0, y0, x1, y1)
    flags, text = _flags(field), text_of(field)
    if str(inherited(field, "/FT")) == "/Btn" and not flags & _BUTTON:
        drawn += _tick(field, x0, y0, x1, y1)
    elif text and letters is not None:
        is_list = str(inherited(field, "/FT")) == "/Ch" and not flags & _DROPDOWN
        cells = int(inherited(field, "/MaxLen") or 0) if flags & _CELLS else 0
        how = manner(
            str(inherited(field, "/DA", form) or ""),
            1 if flags & _BUTTON and str(inherited(field, "/FT")) == "/Btn" else int(inherited(field, "/Q", form) or 0),
            is_long=bool(is_list or (flags & _LONG and str(inherited(field, "/FT")) == "/Tx")),
            cells=cells,
        )
        drawn += f"q 1 0 0 1 {number(x0)} {number(y0)} cm\n{set_text(text, x1 - x0, y1 - y0, how, letters)}Q\n"
    if not drawn:
        return None
    more = {"Font": Dictionary(F=letters.embed(document))} if text and letters is not None else {}
    return drawing(document, drawn, [x0, y0, x1, y1], **more)


def _ground(field: pikepdf.Dictionary, x0: float, y0: float, x1: float, y1: float) -> str:
    looks = _inside(field, "/MK")
    sides = [[float(value) for value in looks.get(key, ())] for key in ("/BG", "/BC")]
    width = float(_inside(field, "/BS").get("/W", 1))
    drawn = ""
    if len(sides[0]) in (1, 3, 4):
        drawn += f"{colour(sides[0])} {number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re f\n"
    if len(sides[1]) in (1, 3, 4) and width:
        edge = " ".join(map(number, (x0 + width / 2, y0 + width / 2, x1 - x0 - width, y1 - y0 - width)))
        drawn += f"{colour(sides[1], is_stroke=True)} {number(width)} w {edge} re S\n"
    return drawn


def _tick(field: pikepdf.Dictionary, x0: float, y0: float, x1: float, y1: float) -> str:
    """Draw the mark of a box that is ticked: a tick, or a dot in a round one."""
    state = str(field.get("/AS") or inherited(field, "/V") or "/Off")
    if state.lstrip("/") in ("Off", ""):
        return ""
    across, up = x1 - x0, y1 - y0
    if _flags(field) & _RADIO:
        side = min(across, up) / 2
        left, low = x0 + (across - side) / 2, y0 + (up - side) / 2
        return f"0 g {number(left)} {number(low)} {number(side)} {number(side)} re f\n"
    points = ((0.2, 0.5), (0.42, 0.25), (0.82, 0.8))
    path = " ".join(
        f"{number(x0 + x * across)} {number(y0 + y * up)} {'l' if place else 'm'}"
        for place, (x, y) in enumerate(points)
    )
    return f"0 G {number(max(min(across, up) / 9, 0.8))} w 1 J 1 j {path} S\n"


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
