"""Pictures of form fields that come without one, or with one that may be out of date (ISO 32000-1, 12.7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.archives.intake.writing import colour, drawing, manner, set_text
from docgen.bundle.frame import number

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
