"""Pictures of annotations that come without one: a reader draws them, a flattened page would lose them.

What each looks like is said in ISO 32000-1, 12.5.6; where programs differ, what Acrobat shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from docgen.archives.intake.form_fields import colour, drawing, manner, set_text
from docgen.bundle.page_geometry import number

if TYPE_CHECKING:
    import pikepdf

    from docgen.archives.intake.letters import Letters

_ROUND = 0.5523
"""How far the handles of a quarter circle stand (four Bézier curves make an ellipse)."""
_ICON = 18.0
_MOST_WAVES = 1000
"""Of one wavy line; the widest page that is printed has no more."""
Point = tuple[float, float]


def text_of(note: pikepdf.Dictionary) -> str:
    """Return what a note writes on the page: the others say their text in a window of their own."""
    kind = str(note.get("/Subtype"))
    if kind == "/FreeText":
        return str(note.get("/Contents", ""))
    return str(note.get("/Name", "Draft"))[1:] if kind == "/Stamp" else ""


def draw(document: pikepdf.Pdf, note: pikepdf.Dictionary, letters: Letters | None) -> pikepdf.Object | None:
    """Return the picture of an annotation in its page's coordinates, None when a reader shows nothing of it.

    Raise ValueError or TypeError when it is no annotation that can be drawn.
    """
    from pikepdf import Dictionary, Name

    kind = str(note.get("/Subtype"))
    pen = _KINDS.get(kind)
    if pen is None:
        return None
    content = pen(note, letters)
    if not content:
        return None
    opacity = float(note.get("/CA", 1))
    state = Dictionary(ca=opacity, CA=opacity, BM=Name.Multiply if kind == "/Highlight" else Name.Normal)
    more: dict[str, pikepdf.Object] = {"ExtGState": Dictionary(S=state)}
    if letters is not None and kind in ("/FreeText", "/Stamp"):
        more["Font"] = Dictionary(F=letters.embed(document))
    box = _box(note, kind)
    form = drawing(document, f"/S gs\n{content}", box, **more)
    if opacity < 1 or kind == "/Highlight":
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
    return form


def _box(note: pikepdf.Dictionary, kind: str) -> list[float]:
    """Return where an annotation is drawn: its own rectangle, widened to the points it names."""
    edges = _rectangle(note)
    points = list(_points(note))
    margin = _width(note) + 1.0 if points else 0.0
    if kind in ("/Text", "/FileAttachment"):
        edges = [edges[0], max(edges[1], edges[3] - _ICON), edges[0] + _ICON, edges[3]]
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return [
        min([edges[0], *(x - margin for x in xs)]),
        min([edges[1], *(y - margin for y in ys)]),
        max([edges[2], *(x + margin for x in xs)]),
        max([edges[3], *(y + margin for y in ys)]),
    ]


def _rectangle(note: pikepdf.Dictionary) -> list[float]:
    x0, y0, x1, y1 = (float(edge) for edge in note.Rect)
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


def _points(note: pikepdf.Dictionary) -> Iterable[Point]:
    for stroke in note.get("/InkList", ()):
        yield from _pairs(stroke)
    for key in ("/L", "/Vertices", "/QuadPoints", "/CL"):
        yield from _pairs(note.get(key, ()))


def _pairs(values: Iterable[object]) -> list[Point]:
    numbers = [float(value) for value in values]  # type: ignore[arg-type]
    return list(zip(numbers[::2], numbers[1::2], strict=False))


def _width(note: pikepdf.Dictionary) -> float:
    style, border = note.get("/BS"), note.get("/Border")
    if style is not None:
        return float(style.get("/W", 1))
    return float(border[2]) if border is not None and len(border) > 2 else 1.0


def _ink(note: pikepdf.Dictionary, key: str = "/C", *, is_stroke: bool, otherwise: str = "") -> str:
    values = [float(value) for value in note.get(key, ())]
    return colour(values, is_stroke=is_stroke) if len(values) in (1, 3, 4) else otherwise


def _stroke(note: pikepdf.Dictionary) -> str:
    style = note.get("/BS")
    dashes = style.get("/D") if style is not None and style.get("/S") == "/D" else None
    dashed = f"[{' '.join(number(float(one)) for one in dashes)}] 0 d " if dashes else ""
    return f"{_ink(note, is_stroke=True, otherwise='0 G')} {number(_width(note))} w 1 J 1 j {dashed}\n"


def _line(points: Iterable[Point]) -> str:
    moves = [f"{number(x)} {number(y)} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    if len(moves) == 1:
        moves.append(moves[0][:-1] + "l")  # a dot
    return " ".join(moves)


def _inked(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    strokes = [_line(_pairs(stroke)) for stroke in note.get("/InkList", ())]
    return _stroke(note) + "".join(f"{stroke} S\n" for stroke in strokes if stroke)


def _straight(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    return f"{_stroke(note)}{_line(_pairs(note.L))} S\n"


def _cornered(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    inside = _ink(note, "/IC", is_stroke=False)
    path = _line(_pairs(note.get("/Vertices", ())))
    if not path:
        return ""
    if str(note.Subtype) == "/PolyLine":
        return f"{_stroke(note)}{path} S\n"
    return f"{_stroke(note)}{inside} {path} h {'B' if inside else 'S'}\n"


def _framed(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    x0, y0, x1, y1 = _rectangle(note)
    half = _width(note) / 2
    x0, y0, x1, y1 = x0 + half, y0 + half, x1 - half, y1 - half
    inside = _ink(note, "/IC", is_stroke=False)
    paint = ("B" if inside else "S") if half else ("f" if inside else "n")
    if str(note.Subtype) == "/Square":
        path = f"{number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re"
    else:
        path = _ellipse(x0, y0, x1, y1)
    return f"{_stroke(note)}{inside} {path} {paint}\n"


def _ellipse(x0: float, y0: float, x1: float, y1: float) -> str:
    x, y, a, b = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2, (y1 - y0) / 2
    k, j = a * _ROUND, b * _ROUND
    curves = (
        (x + a, y + j, x + k, y + b, x, y + b),
        (x - k, y + b, x - a, y + j, x - a, y),
        (x - a, y - j, x - k, y - b, x, y - b),
        (x + k, y - b, x + a, y - j, x + a, y),
    )
    drawn = "\n".join(" ".join(map(number, curve)) + " c" for curve in curves)
    return f"{number(x + a)} {number(y)} m {drawn} h"


def _marked(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    """Highlight, underline, strike out or wave each quadrilateral: upper left, upper right, lower left, lower right."""
    kind = str(note.Subtype)
    points = _pairs(note.get("/QuadPoints", ()))
    drawn = []
    for start in range(0, len(points) - 3, 4):
        a, b, c, d = points[start : start + 4]
        thick = max(abs(a[1] - c[1]) / 14, 0.5)
        if kind == "/Highlight":
            drawn.append(f"{_ink(note, is_stroke=False, otherwise='1 1 0 rg')} {_line((a, b, d, c))} h f\n")
            continue
        pen = f"{_ink(note, is_stroke=True, otherwise='0 G')} {number(thick)} w "
        if kind == "/StrikeOut":
            ends = [((a[0] + c[0]) / 2, (a[1] + c[1]) / 2), ((b[0] + d[0]) / 2, (b[1] + d[1]) / 2)]
        elif kind == "/Squiggly":
            steps = min(max(int((d[0] - c[0]) / 4), 1), _MOST_WAVES)
            ends = [
                (
                    c[0] + (d[0] - c[0]) * step / steps,
                    c[1] + (d[1] - c[1]) * step / steps + thick * (1 + 2 * (step % 2)),
                )
                for step in range(steps + 1)
            ]
        else:
            ends = [(c[0], c[1] + thick), (d[0], d[1] + thick)]
        drawn.append(f"{pen}{_line(ends)} S\n")
    return "".join(drawn)


def _written(note: pikepdf.Dictionary, letters: Letters | None) -> str:
    x0, y0, x1, y1 = _rectangle(note)
    ground = _ink(note, is_stroke=False)
    drawn = f"{ground} {number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re f\n" if ground else ""
    if _width(note) and ("/BS" in note or "/Border" in note):
        half = _width(note) / 2
        sides = " ".join(map(number, (x0 + half, y0 + half, x1 - x0 - 2 * half, y1 - y0 - 2 * half)))
        drawn += f"0 G {number(2 * half)} w {sides} re S\n"
    leader = _pairs(note.get("/CL", ()))
    drawn += f"0 G 1 w {_line(leader)} S\n" if leader else ""
    how = manner(str(note.get("/DA", "")), int(note.get("/Q", 0)), is_long=True)
    if letters is None or not text_of(note):
        return drawn
    return (
        f"{drawn}q 1 0 0 1 {number(x0)} {number(y0)} cm\n{set_text(text_of(note), x1 - x0, y1 - y0, how, letters)}Q\n"
    )


def _stamped(note: pikepdf.Dictionary, letters: Letters | None) -> str:
    x0, y0, x1, y1 = _rectangle(note)
    sides = " ".join(map(number, (x0 + 1, y0 + 1, x1 - x0 - 2, y1 - y0 - 2)))
    frame = f"{_ink(note, is_stroke=True, otherwise='0.75 0 0 RG')} 2 w {sides} re S\n"
    how = manner(_ink(note, is_stroke=False, otherwise="0.75 0 0 rg"), 1, is_long=False)
    if letters is None:
        return frame
    return (
        f"{frame}q 1 0 0 1 {number(x0)} {number(y0)} cm\n{set_text(text_of(note), x1 - x0, y1 - y0, how, letters)}Q\n"
    )


def _icon(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    """A small sheet with lines where a note is pinned."""
    x0, _y0, _x1, y1 = _rectangle(note)
    x, y = x0 + 1, y1 - _ICON + 1
    ground = _ink(note, is_stroke=False, otherwise="1 0.9 0.4 rg")
    rows = "".join(
        f"{number(x + 3)} {number(y + 4 + 4 * row)} m {number(x + 13)} {number(y + 4 + 4 * row)} l S\n"
        for row in range(3)
    )
    return f"{ground} 0 G 0.8 w {number(x)} {number(y)} 16 16 re B\n{rows}"


def _caret(note: pikepdf.Dictionary, _letters: Letters | None) -> str:
    x0, y0, x1, y1 = _rectangle(note)
    return (
        f"{_ink(note, is_stroke=False, otherwise='0 0 1 rg')} {_line(((x0, y0), ((x0 + x1) / 2, y1), (x1, y0)))} h f\n"
    )


_KINDS: Mapping[str, Callable[[pikepdf.Dictionary, Letters | None], str]] = {
    "/Ink": _inked,
    "/Line": _straight,
    "/Polygon": _cornered,
    "/PolyLine": _cornered,
    "/Square": _framed,
    "/Circle": _framed,
    "/Redact": _framed,
    "/Highlight": _marked,
    "/Underline": _marked,
    "/StrikeOut": _marked,
    "/Squiggly": _marked,
    "/FreeText": _written,
    "/Stamp": _stamped,
    "/Text": _icon,
    "/FileAttachment": _icon,
    "/Caret": _caret,
}
