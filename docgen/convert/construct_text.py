"""By which key characters and paragraphs are called: what of their look is drawn in a way of its own.

Vertical text of a cell is told by whether it stands in one column, in several, or would be cut off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert.construct_names import PLAIN, is_running, name
from docgen.fonts import symbols
from docgen.markup import W, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["PRIVATE", "SPECIAL", "SYMBOL_FONTS", "WITHOUT_GAP", "has_gap", "vertical"]

SYMBOL_FONTS = re.compile(
    r"wingdings|webdings|^symbol|marlett|dingbats|^mt extra|bookshelf symbol|monotype sorts", re.I
)
_BAR_CODES = re.compile(
    r"bar ?code|code ?-?(?:11|25|39|93|128)|[23] ?of ?[59]|codabar|\bean-?(?:8|13|128)?\b|\bupc|idautomation|条形?码",
    re.I,
)
_UNSEEN_ON = frozenset(("black", "darkBlue", "blue", "darkRed", "darkMagenta"))
"""Colours of a highlighter on which Word shows text of no colour of its own in white."""
_FAR = 4
"""Points between a line and its text that engines leave where they leave any."""
_DARK = 110
PRIVATE = re.compile("[\ue000-\uf8ff]")
_HAN = "[\u3400-\u9fff]"
WITHOUT_GAP = {
    f"w:autoSpace{kind}": re.compile(f"{_HAN}(?:{beside}|{{{{)|(?:{beside}|}}}}){_HAN}")
    for kind, beside in (("DE", "[A-Za-z]"), ("DN", "[0-9]"))
}
"""Switches of the gap that Chinese has to what stands beside it, and where there is one; a tag may become a number."""
_ACCENT = re.compile("[\u0300-\u036f\u20d0-\u20ff]")
_UPRIGHT = re.compile("[\u3007\u3400-\u9fff\\s]*")
"""What stands as it is in vertical text; brackets, dashes and Latin letters are turned."""
_USUAL, _LINE, _MARGINS = 21, 1.3, 216.0
"""Half-points of text of no size of its own; the height of a line, in its text's; twips to both sides of a cell's text."""


def has_gap(switch: Element) -> bool:
    """Whether there is a gap where a paragraph wants none; a style may be of any paragraph."""
    paragraph = next(switch.iterancestors(f"{W}p"), None)
    if paragraph is None:
        return True
    return WITHOUT_GAP[name(switch)].search(markup.words(paragraph)) is not None


def _symbol(element: Element) -> Iterator[str]:
    font, code = str(element.get(f"{W}font", "")), str(element.get(f"{W}char", ""))
    yield "w:sym" if symbols.is_known(font, code) else "w:sym unknown"


def _run(element: Element) -> Iterator[str]:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    named = [] if fonts is None else [fonts.get(f"{W}{slot}", "") for slot in ("ascii", "hAnsi")]
    text = markup.words(element)
    if text.strip() and any(_BAR_CODES.search(one) for one in named):
        yield "text in a font of bar codes"
    if text.strip() and any(SYMBOL_FONTS.search(one) for one in named):
        yield "text in a symbol font"
    elif PRIVATE.search(text):
        yield "private character"
    if _ACCENT.search(text):
        yield "accent apart"


def _faces(element: Element) -> Iterator[str]:
    """The fonts that a style gives to its text; a run's own are told with its text."""
    yield "w:rFonts"
    if next(element.iterancestors(f"{W}style", f"{W}rPrDefault"), None) is not None:
        named = [element.get(f"{W}{slot}", "") for slot in ("ascii", "hAnsi")]
        if any(_BAR_CODES.search(one) for one in named):
            yield "text in a font of bar codes"
        if any(SYMBOL_FONTS.search(one) for one in named):
            yield "text in a symbol font"


def _highlight(element: Element) -> Iterator[str]:
    look = element.getparent()
    colour = None if look is None else look.find(f"{W}color")
    own = colour is not None and colour.get(f"{W}val") not in PLAIN
    yield "w:highlight" if own or element.get(f"{W}val") not in _UNSEEN_ON else "w:highlight dark"


def _break(element: Element) -> Iterator[str]:
    kind = element.get(f"{W}type")
    of_page = kind == "page" or element.tag == f"{W}pageBreakBefore"
    if of_page and next(element.iterancestors(f"{W}tc"), None) is not None:
        yield "page break in a cell"
    yield name(element) if kind in PLAIN else f"{name(element)} {kind}"


def _shading(element: Element) -> Iterator[str]:
    value = element.get(f"{W}val")
    if f"{W}themeFill" in element.attrib and element.get(f"{W}fill") in PLAIN:
        yield "w:shd by the theme alone"
    elif value not in PLAIN:
        yield "w:shd pattern" if str(value).startswith(("pct", "solid")) else "w:shd hatched"
    elif _is_dark(str(element.get(f"{W}fill"))) and not _has_colour(element):
        yield "w:shd dark"
    elif element.get(f"{W}fill") not in PLAIN and _joined(element):
        yield "w:shd of two paragraphs alike"
    else:
        yield "w:shd"


def _joined(shading: Element) -> bool:
    """Whether the paragraph below has the same shading, and space between them, which Word shades, too."""
    layout = shading.getparent()
    paragraph = None if layout is None or layout.tag != f"{W}pPr" else layout.getparent()
    after = None if paragraph is None else paragraph.getnext()
    other = None if after is None else after.find(f"{W}pPr/{W}shd")
    if layout is None or after is None or other is None or other.get(f"{W}fill") != shading.get(f"{W}fill"):
        return False
    apart = ((layout.find(f"{W}spacing"), "after"), (after.find(f"{W}pPr/{W}spacing"), "before"))
    return any(one is not None and one.get(f"{W}{side}") not in (None, "0") for one, side in apart)


def _is_dark(fill: str) -> bool:
    """Whether Word shows text of no colour of its own in white on it; a little before that, to be sure."""
    if re.fullmatch("[0-9A-Fa-f]{6}", fill) is None:
        return False
    red, green, blue = (int(fill[at : at + 2], 16) for at in (0, 2, 4))
    return 0.3 * red + 0.59 * green + 0.11 * blue < _DARK


def _has_colour(shading: Element) -> bool:
    """Whether all text on a shading has a colour of its own."""
    properties = shading.getparent()
    owner = None if properties is None else properties.getparent()
    if properties is None or owner is None:
        return False
    runs = [one for one in owner.iter(f"{W}r") if one.find(f"{W}t") is not None]
    looks = [one.find(f"{W}rPr") for one in runs] if properties.tag != f"{W}rPr" else [properties]
    if properties.tag != f"{W}rPr" and owner.tag not in (f"{W}p", f"{W}tc"):
        looks = [owner.find(f"{W}rPr")]
    colours = [None if look is None else look.find(f"{W}color") for look in looks]
    return all(one is not None and one.get(f"{W}val") not in (None, "auto") for one in colours)


def _colour(element: Element) -> Iterator[str]:
    """Word takes the theme's colour; engines the value beside it, which Word keeps equal where it says one."""
    named = element.get(f"{W}themeColor", "none")
    is_said = element.get(f"{W}val") not in PLAIN or named in ("none", "text1", "dark1")
    yield "w:color" if is_said else "w:color by the theme alone"


def _hidden(element: Element) -> Iterator[str]:
    look = element.getparent()
    above = None if look is None else look.getparent()
    if above is None or above.tag == f"{W}r":
        yield "w:vanish"
        return
    paragraph = above.getparent() if above.tag == f"{W}pPr" else None
    if paragraph is None or paragraph.tag != f"{W}p":
        yield "w:vanish in a style"
        return
    shown = (one for one in paragraph.iter(f"{W}r") if len(one) and one.find(f"{W}rPr/{W}vanish") is None)
    if next(shown, None) is not None:
        yield "w:vanish of a paragraph's end"
    else:
        yield "w:vanish of a paragraph" if above.find(f"{W}numPr") is None else "w:vanish of a numbered paragraph"


def _box(element: Element) -> Iterator[str]:
    drawn = {name(one)[2:] for one in element if one.get(f"{W}val") not in (None, "nil", "none")}
    if any(name(one)[2:] in drawn and (whole(one.get(f"{W}space", "0")) or 0) > _FAR for one in element):
        yield "w:pBdr away from its text"
    paragraph = next(element.iterancestors(f"{W}p"), None)
    after = None if paragraph is None else paragraph.getnext()
    other = None if after is None else after.find(f"{W}pPr/{W}pBdr")
    if drawn & {"left", "right", "start", "end", "between"}:
        yield "w:pBdr to the sides"
    elif (
        drawn
        and other is not None
        and [(one.tag, *one.items()) for one in other] == [(one.tag, *one.items()) for one in element]
    ):
        yield "w:pBdr of two paragraphs alike"
    yield "w:pBdr"


def _indent(element: Element) -> Iterator[str]:
    for side, other in (("left", "start"), ("right", "end"), ("firstLine", ""), ("hanging", "")):
        by_characters = element.get(f"{W}{side}Chars")
        if by_characters not in (None, "0") and not any(f"{W}{one}" in element.attrib for one in (side, other)):
            yield "w:ind by characters alone"
    yield "w:ind"


def _spacing(element: Element) -> Iterator[str]:
    for side in ("before", "after"):
        if element.get(f"{W}{side}Lines") not in (None, "0") and f"{W}{side}" not in element.attrib:
            yield "w:spacing by lines alone"
    yield "w:spacing"


def _tab(element: Element) -> Iterator[str]:
    value, leader = element.get(f"{W}val"), element.get(f"{W}leader")
    if value is not None:
        yield f"w:tab {value}"
    if leader not in PLAIN:
        yield f"leader {leader}"


def _frame(element: Element) -> Iterator[str]:
    if element.get(f"{W}dropCap") not in PLAIN:
        yield "w:framePr as a drop cap"
    else:
        yield "w:framePr in a header or footer" if is_running(element) else "w:framePr"


SPECIAL = {
    "w:sym": _symbol,
    "w:r": _run,
    "w:shd": _shading,
    "w:ind": _indent,
    "w:spacing": _spacing,
    "w:tab": _tab,
    "w:framePr": _frame,
    "w:rFonts": _faces,
    "w:highlight": _highlight,
    "w:br": _break,
    "w:pageBreakBefore": _break,
    "w:color": _colour,
    "w:vanish": _hidden,
    "w:specVanish": _hidden,
    "w:pBdr": _box,
}
"""By an element's name, what yields its keys."""


def vertical(cell: Element) -> str:
    """Return what is special about a cell's text that runs downwards; ``""`` where it is one column of Chinese."""
    paragraphs = [markup.words(paragraph) for paragraph in cell.iterfind(f"{W}p")]
    texts = [text for text in paragraphs if text.strip()]
    sizes = [_number(one) for one in cell.iterfind(f".//{W}rPr/{W}sz")]
    character = 10.0 * max(sizes, default=_USUAL)
    room = _height(cell)
    if room < 2 * character and any(len(text) > 1 for text in texts):
        return " in a row without a height"
    columns = sum(-(-len(text) * character // max(room, 1)) for text in texts)
    width = cell.find(f"{W}tcPr/{W}tcW")
    wide = _number(width, "w") if width is not None and width.get(f"{W}type") == "dxa" else 0
    if columns > 1 and wide and columns * _LINE * character > wide - _MARGINS:
        return " longer than its cell"
    if len(paragraphs) > 1 or columns > 1 or not all(_UPRIGHT.fullmatch(text) for text in texts):
        return " of several columns or scripts"
    return ""


def _height(cell: Element) -> float:
    """Return how high a cell is at least, in twips: the rows that it reaches over."""
    row = cell.getparent()
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    if row is None or row.tag != f"{W}tr":
        return 0.0
    total = _least(row)
    if merged is not None:
        at = _column(cell)
        for below in row.itersiblings(f"{W}tr"):
            same = next((one for one in below.iterfind(f"{W}tc") if _column(one) == at), None)
            goes_on = None if same is None else same.find(f"{W}tcPr/{W}vMerge")
            if goes_on is None or goes_on.get(f"{W}val", "continue") != "continue":
                break
            total += _least(below)
    return total


def _least(row: Element) -> float:
    asked = row.find(f"{W}trPr/{W}trHeight")
    lines = max(
        (sum(1 for _one in cell.iterfind(f"{W}p")) for cell in row.iterfind(f"{W}tc") if not _turned(cell)), default=0
    )
    return max(_number(asked), lines * _LINE * 10 * _USUAL)


def _turned(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}textDirection") is not None


def _column(cell: Element) -> int:
    row = cell.getparent()
    before = None if row is None else row.find(f"{W}trPr/{W}gridBefore")
    return _number(before) + sum(_spans(one) for one in cell.itersiblings(f"{W}tc", preceding=True))


def _spans(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if span is None else _number(span)


def _number(element: Element | None, name: str = "val") -> int:
    """Return a number that a part asks for; 0 where there is none."""
    said = "" if element is None else str(element.get(f"{W}{name}", "")).partition(".")[0]
    return whole(said) or 0
