"""By which key a construct is called: what of an element's value matters to how it is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.fonts import symbols
from docgen.markup import W

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["LOOKS", "W", "is_opaque", "of", "of_level", "of_picture", "of_setting"]

_SPACES = {
    W[1:-1]: "w",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14",
}
LOOKS = frozenset(f"{W}{name}" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
"""Of a style, what says how something looks."""
_OFF = frozenset(("0", "false", "off"))
_PLAIN = frozenset((None, "", "none", "nil", "clear", "auto", "baseline", "solid"))
_EDGES = frozenset(("top", "left", "bottom", "right", "start", "end", "insideH", "insideV", "between"))
_VALUED = {
    **dict.fromkeys(("u", "jc", "em", "vertAlign", "textDirection", "textAlignment", "effect", "suff", "lvlJc"), "val"),
    **{"br": "type", "trHeight": "hRule"},
}
"""Elements whose value is a way of drawing, and the attribute that has it."""
_OPAQUE = frozenset(
    (
        *("a:extLst", "a:avLst", "pic:extLst", "pic:nvPicPr", "wp:docPr", "wp:cNvGraphicFramePr", "wp:wrapPolygon"),
        *(
            "v:shapetype",
            "m:oMath",
            "m:oMathPara",
            "w:sdtPr",
            "w:sdtEndPr",
            "w:ffData",
            "w:rubyPr",
            "w:instrText",
            "w:divId",
        ),
    )
)
"""What is in them is part of their own key, or draws nothing."""
_DRAWN_INSIDE = ("/picture", "/wordprocessingShape")
"""Graphics whose own elements are looked at; any other is one thing."""
_SYMBOL_FONTS = re.compile(r"wingdings|webdings|^symbol$|marlett|dingbats", re.I)
_SETTINGS = frozenset(
    ("mirrorMargins", "bookFoldPrinting", "bookFoldRevPrinting", "printTwoOnOne", "gutterAtTop", "autoHyphenation")
)
"""Settings that change how pages look; the others concern the program that edits."""
_MAGIC = {
    b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp", b"II*\0": "tiff", b"MM\0*": "tiff",
    b"\xd7\xcd\xc6\x9a": "wmf", b"\1\0\x09\0": "wmf", b"\1\0\0\0": "emf",
}  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ACCENT = re.compile("[\u0300-\u036f\u20d0-\u20ff]")


def name(element: Element) -> str:
    """Return an element's name with the prefix that Word gives its space."""
    space, _brace, local = str(element.tag)[1:].rpartition("}")
    return f"{_SPACES.get(space, '?')}:{local}"


def is_opaque(element: Element) -> bool:
    """Whether what stands within is no construct of its own."""
    called = name(element)
    return called in _OPAQUE or (called == "a:graphicData" and not str(element.get("uri", "")).endswith(_DRAWN_INSIDE))


def of(element: Element) -> Iterator[str]:
    """Yield the keys of an element of a body or a style; none for one that is switched off."""
    called = name(element)
    value = element.get(f"{W}val")
    if value in _OFF and called.startswith("w:"):
        return
    local = called.partition(":")[2]
    if called.startswith("w:") and local in _VALUED:
        yield from _valued(element, called, element.get(f"{W}{_VALUED[local]}"))
    elif called.startswith("w:") and (local in _EDGES or local in ("bdr", "bar", "tl2br", "tr2bl")):
        yield from _edge(element, local, value)
    elif (special := _SPECIAL.get(called)) is not None:
        yield from special(element)
    else:
        yield called


def _valued(element: Element, called: str, value: str | None) -> Iterator[str]:
    above = element.getparent()
    if called == "w:jc" and above is not None and above.tag == f"{W}trPr":
        table = next(element.iterancestors(f"{W}tbl"), None)
        own = None if table is None else table.find(f"{W}tblPr/{W}jc")
        yield "w:jc" if own is not None and own.get(f"{W}val") == value else "w:jc of a row"
        return
    if called == "w:textDirection" and above is not None and above.tag == f"{W}sectPr":
        called = "w:textDirection of a page"
    yield called if value in _PLAIN else f"{called} {value}"


def _edge(element: Element, local: str, value: str | None) -> Iterator[str]:
    above = element.getparent()
    if value is None or (value in _PLAIN and local not in _EDGES):
        return
    if above is not None and above.tag == f"{W}pgBorders":
        yield "w:pgBorders"
    elif local in _EDGES:
        of_cell = above is not None and above.tag == f"{W}tcBorders"
        if value != "none":
            yield f"border {value}"
        elif of_cell:
            yield "border none of a cell"
    else:
        yield f"w:{local}"


def _symbol(element: Element) -> Iterator[str]:
    font, code = str(element.get(f"{W}font", "")), str(element.get(f"{W}char", ""))
    yield "w:sym" if symbols.is_known(font, code) else "w:sym unknown"


def _run(element: Element) -> Iterator[str]:
    fonts = element.find(f"{W}rPr/{W}rFonts")
    named = [] if fonts is None else [fonts.get(f"{W}{slot}", "") for slot in ("ascii", "hAnsi")]
    text = "".join(one.text or "" for one in element.iter(f"{W}t"))
    if text.strip() and any(_SYMBOL_FONTS.search(one) for one in named):
        yield "text in a symbol font"
    elif _PRIVATE.search(text):
        yield "private character"
    if _ACCENT.search(text):
        yield "accent apart"


def _shading(element: Element) -> Iterator[str]:
    value = element.get(f"{W}val")
    if value not in _PLAIN:
        yield "w:shd pattern" if str(value).startswith("pct") else "w:shd hatched"
    else:
        yield "w:shd"


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
    if leader not in _PLAIN:
        yield f"leader {leader}"


def _frame(element: Element) -> Iterator[str]:
    yield "w:framePr" if element.get(f"{W}dropCap") in _PLAIN else "w:framePr as a drop cap"


def _kind_of_section(element: Element) -> Iterator[str]:
    yield f"section {element.get(f'{W}val')}"


def _page_numbers(element: Element) -> Iterator[str]:
    yield f"numbers {element.get(f'{W}fmt', 'decimal')}"


def _columns(element: Element) -> Iterator[str]:
    if element.get(f"{W}sep") in ("1", "true"):
        yield "w:cols with a line"
    yield "w:cols"


def _margins(element: Element) -> Iterator[str]:
    yield "w:pgMar" if element.get(f"{W}gutter", "0") in ("0", "") else "w:pgMar with a gutter"


def _upright(element: Element) -> Iterator[str]:
    above = element.getparent()
    of_page = above is not None and above.tag == f"{W}sectPr"
    yield "w:vAlign of a page" if of_page and element.get(f"{W}val") not in (None, "top") else "w:vAlign"


def _control(element: Element) -> Iterator[str]:
    yield "control bound" if element.find(f"{W}dataBinding") is not None else "w:sdtPr"


def _form(element: Element) -> Iterator[str]:
    for kind in ("checkBox", "ddList", "textInput"):
        if element.find(f"{W}ffData/{W}{kind}") is not None:
            yield f"form {kind}"
    yield "w:fldChar"


def _anchor(element: Element) -> Iterator[str]:
    yield "anchor behind" if element.get("behindDoc") in ("1", "true") else "wp:anchor"


def _inline(element: Element) -> Iterator[str]:
    paragraph = next(element.iterancestors(f"{W}p"), None)
    beside = paragraph is not None and any((one.text or "").strip() for one in paragraph.iter(f"{W}t"))
    yield "picture beside text" if beside else "wp:inline"


def _graphic(element: Element) -> Iterator[str]:
    yield f"graphic {str(element.get('uri', '')).rpartition('/')[2]}"


def _geometry(element: Element) -> Iterator[str]:
    above = element.getparent()
    if above is not None and name(above) == "pic:spPr" and element.get("prst") == "rect":
        yield "a:prstGeom"
    else:
        yield f"shape {element.get('prst')}"


def _turned(element: Element) -> Iterator[str]:
    turned = any(element.get(one) not in (None, "0", "false") for one in ("rot", "flipH", "flipV"))
    yield "picture turned" if turned else "a:xfrm"


def _cut(element: Element) -> Iterator[str]:
    yield "picture cut" if any(value != "0" for value in element.attrib.values()) else "a:srcRect"


def _placed(element: Element) -> Iterator[str]:
    by = str(element.get("relativeFrom", ""))
    yield name(element) if by in ("page", "margin", "column", "paragraph") else f"{name(element)} {by}"


def _unwrapped(element: Element) -> Iterator[str]:
    above = element.getparent()
    if above is None or above.get("behindDoc") not in ("1", "true"):
        yield "wp:wrapNone"


_SPECIAL = {
    "w:sym": _symbol, "w:r": _run, "w:shd": _shading, "w:ind": _indent, "w:spacing": _spacing, "w:tab": _tab,
    "w:framePr": _frame, "w:type": _kind_of_section, "w:pgNumType": _page_numbers, "w:cols": _columns,
    "w:pgMar": _margins, "w:vAlign": _upright, "w:sdtPr": _control, "w:fldChar": _form, "wp:anchor": _anchor,
    "wp:inline": _inline, "a:graphicData": _graphic, "a:prstGeom": _geometry, "a:xfrm": _turned, "a:srcRect": _cut,
    "wp:wrapNone": _unwrapped, "wp:positionH": _placed, "wp:positionV": _placed,
}  # fmt: skip


def of_level(level: Element | None) -> Iterator[str]:
    """Yield the keys of a level of a list; ``list link`` where the level is said elsewhere."""
    if level is None:
        yield "list link"
        return
    form, words = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    kind = "decimal" if form is None else str(form.get(f"{W}val"))
    text = "" if words is None else str(words.get(f"{W}val") or "")
    yield f"list {kind}"
    if level.find(f"{W}lvlPicBulletId") is not None:
        yield "list with pictures"
    if kind == "bullet" and text:
        fonts = level.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")
        if (_PRIVATE.search(text) or _SYMBOL_FONTS.search(font)) and not symbols.is_known(font, f"{ord(text[0]):X}"):
            yield "w:sym unknown"
    for one in level:
        if one.tag in (f"{W}suff", f"{W}lvlJc", f"{W}rPr"):
            yield from of(one) if one.tag != f"{W}rPr" else (key for look in one for key in of(look))


def of_picture(content: bytes) -> str:
    """Return the key of a picture's file; empty for a vector picture, which has another one behind it."""
    if content.lstrip()[:1] == b"<":
        return ""
    return f"picture {next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), 'unknown')}"


def of_setting(element: Element) -> str:
    """Return the key of a setting that changes how pages look; empty for another one."""
    if not isinstance(element.tag, str) or element.get(f"{W}val") in _OFF:
        return ""
    local = element.tag.rpartition("}")[2]
    return f"setting {local}" if local in _SETTINGS else ""
