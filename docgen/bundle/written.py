"""How far up a plain page is written on, read off its operators: a tenth of what drawing and looking costs.

Only for pages of which this can be said for certain (text placed line by line, rules and boxes, no pictures, no matrices
but the page's own); for all others the answer is None, and :mod:`docgen.bundle.stamp_place` draws the page.
"""

from __future__ import annotations

import re

# Numbers begin where numbers begin: without that a run of digits is tried from each of them.
_REAL = rb"(?<![0-9.])(-?(?:\d++\.?\d*+|\.\d++))"
_FLIPPED = re.compile(rb"1 0 0 -1 0 " + _REAL + rb" cm\s")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>")
_UNSURE = re.compile(
    # strings might hold anything
    rb"[(%]|\b(?:cm|Do|sh|BI|TD|TL|Tz|Ts|Tc|d0|d1|v|y)\b|T\*|['\"]"
)
_CLIP = re.compile(_REAL + rb" " + _REAL + rb" " + _REAL + rb" " + _REAL + rb"\s+re\s+W\*?\s+n\b")
_SIZE = re.compile(_REAL + rb"\s+Tf\b")
_MOVE = re.compile(_REAL + rb"\s+Td\b")
_MATRIX = re.compile(rb"1 0 0 (-?)1 " + _REAL + rb" " + _REAL + rb"\s+Tm\b")
_BOX = re.compile(_REAL + rb" " + _REAL + rb" " + _REAL + rb" " + _REAL + rb"\s+re\b")
_POINT = re.compile(_REAL + rb"\s+[ml]\b")
_CURVE = re.compile((_REAL + rb"\s+") * 6 + rb"c\b")
_TALLEST = 1.3
"""Type sizes that a letter reaches above its base line at most, accents included."""


def top(content: bytes) -> float | None:
    """Return the height that no mark reaches above, in points of the page's own coordinates; None when it is unknown."""
    height: float | None = None
    flipped = _FLIPPED.match(content)
    if flipped:
        height = float(flipped[1])
        content = content[flipped.end() :]
    content = _HEX.sub(b"", content)
    if _UNSURE.search(content):
        return None
    content = _CLIP.sub(b"", content)
    sizes = [abs(float(size)) for size in _SIZE.findall(content)]
    rise = max(sizes, default=0.0) * _TALLEST
    lines = _lines(content, height is not None)
    boxes = [(float(y), float(y) + float(tall)) for _x, y, _wide, tall in _BOX.findall(content)]
    if lines is None or len(boxes) != content.count(b" re"):
        return None
    marks = [edge for box in boxes for edge in box]
    marks += [float(y) for y in _POINT.findall(content)]
    marks += [float(curve[at]) for curve in _CURVE.findall(content) for at in (1, 3, 5)]
    if height is None:
        return max([*(y + rise for y in lines), *marks], default=0.0)
    return height - min([*(y - rise for y in lines), *marks], default=height)


def _lines(content: bytes, is_flipped: bool) -> list[float] | None:
    """Return the base lines of all text; None when one is placed in a way that is not seen through."""
    blocks = content.count(b"BT")
    if is_flipped:
        places = _MATRIX.findall(content)
        level = all(float(move) == 0 for move in _MOVE.findall(content))
        is_plain = len(places) == blocks == content.count(b"Tm") and level and all(sign for sign, _x, _y in places)
        return [float(y) for _sign, _x, y in places] if is_plain else None
    moves = [float(y) for y in _MOVE.findall(content)]
    # one move from the corner in each block: it says where the line stands
    return moves if len(moves) == blocks and b"Tm" not in content else None
