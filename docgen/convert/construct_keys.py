"""By which key a construct is called: what of an element's value matters to how it is drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen import markup
from docgen.convert import construct_layout as layout
from docgen.convert import construct_pictures as pictures
from docgen.convert import construct_text as text
from docgen.convert.construct_names import OFF, PLAIN, is_on, name
from docgen.convert.construct_text import PRIVATE, SYMBOL_FONTS, vertical
from docgen.fonts import symbols
from docgen.markup import ON, W, whole, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

__all__ = ["LOOKS", "W", "is_on", "is_opaque", "of", "of_label", "of_level", "of_setting"]

LOOKS = frozenset(f"{W}{name}" for name in ("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblStylePr"))
"""Of a style, what says how something looks."""
_EDGES = frozenset(("top", "left", "bottom", "right", "start", "end", "insideH", "insideV", "between"))
_VALUED = {
    **dict.fromkeys(("u", "jc", "em", "vertAlign", "textDirection", "textAlignment", "effect", "suff", "lvlJc"), "val"),
    "trHeight": "hRule",
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
_SHOWN = re.compile("%([1-9])")
"""A level's number in a label."""
_SETTINGS = frozenset(
    ("mirrorMargins", "bookFoldPrinting", "bookFoldRevPrinting", "printTwoOnOne", "gutterAtTop", "autoHyphenation")
)
"""Settings that change how pages look; the others concern the program that edits."""


def is_opaque(element: Element) -> bool:
    """Whether what stands within is no construct of its own."""
    called = name(element)
    return called in _OPAQUE or (called == "a:graphicData" and not str(element.get("uri", "")).endswith(_DRAWN_INSIDE))


def of(element: Element) -> Iterator[str]:
    """Yield the keys of an element of a body or a style; none for one that is switched off."""
    called = name(element)
    value = element.get(f"{W}val")
    if value in OFF and called.startswith("w:"):
        if called in text.WITHOUT_GAP and text.has_gap(element):
            yield f"{called} off"
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
    if called == "w:jc" and next(element.iterancestors(f"{W}tblStylePr"), None) is not None:
        yield "w:jc of a part of a table"
        return
    if called == "w:textDirection" and above is not None and above.tag == f"{W}sectPr":
        called = "w:textDirection of a page"
    elif called == "w:textDirection" and value in ("tbRl", "tbRlV"):
        cell = next(element.iterancestors(f"{W}tc"), None)
        value += "" if cell is None else vertical(cell)
    elif called == "w:u" and element.get(f"{W}color") not in (None, "auto", "000000"):
        yield "w:u coloured"
    yield called if value in PLAIN else f"{called} {value}"


def _edge(element: Element, local: str, value: str | None) -> Iterator[str]:
    above = element.getparent()
    if value is None or (value in PLAIN and local not in _EDGES):
        return
    if above is not None and above.tag == f"{W}pgBorders":
        yield "w:pgBorders"
    elif local in _EDGES:
        of_cell = above is not None and above.tag == f"{W}tcBorders"
        if element.get(f"{W}shadow") in ON:
            yield "border with a shadow"
        if value != "none":
            yield f"border {value}"
        elif of_cell:
            yield "border none of a cell"
    else:
        yield f"w:{local}"


def _choice(element: Element) -> Iterator[str]:
    drawn = any(name(one) in ("w:drawing", "w:pict") for one in element)
    yield "mc:Choice" if drawn or not len(element) else "mc:Choice of text"


def _control(element: Element) -> Iterator[str]:
    yield "control bound" if element.find(f"{W}dataBinding") is not None else "w:sdtPr"


def _form(element: Element) -> Iterator[str]:
    if element.get(f"{W}fldLock") in ON:
        yield "field locked"
    for kind in ("checkBox", "ddList", "textInput"):
        if element.find(f"{W}ffData/{W}{kind}") is not None:
            yield f"form {kind}"
    yield "w:fldChar"


def _kind_of_section(element: Element) -> Iterator[str]:
    kind = element.get(f"{W}val")
    yield f"section {kind}"
    section = element.getparent()
    before = None if section is None else _before(section)
    if kind != "continuous" or section is None or before is None:
        return
    if _shape(section) != _shape(before):
        yield "section continuous of another shape"
    paragraph = next(before.iterancestors(f"{W}p"), None)
    if paragraph is not None and next(paragraph.iter(f"{W}r"), None) is None:
        yield "section continuous behind an empty paragraph"


def _before(section: Element) -> Element | None:
    """Return the section before one."""
    sections = [*next(reversed([*section.iterancestors()])).iter(f"{W}sectPr")]
    at = sections.index(section)
    return sections[at - 1] if at else None


def _shape(section: Element) -> list[str | None]:
    """Return the size of a section's paper and its margins to the sides."""
    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    asked = ((size, "w"), (size, "h"), (margins, "left"), (margins, "right"), (margins, "gutter"))
    return [None if one is None else one.get(f"{W}{name}") for one, name in asked]


def _page_numbers(element: Element) -> Iterator[str]:
    if f"{W}chapStyle" in element.attrib:
        yield "numbers with the chapter's"
    form = element.get(f"{W}fmt", "decimal")
    everywhere = form != "numberInDash" or markup.is_numbered_in_dashes(next(reversed([*element.iterancestors()])))
    yield f"numbers {form}" if everywhere else f"numbers {form} of some sections"


def _columns(element: Element) -> Iterator[str]:
    if element.get(f"{W}sep") in ON:
        yield "w:cols with a line"
    if element.get(f"{W}num", "1") != "1" and _goes_on(element):
        yield "w:cols of one height"
    if element.get(f"{W}equalWidth") in OFF and len({one.get(f"{W}w") for one in element}) > 1:
        yield "w:cols of different widths"
    yield "w:cols"


def _goes_on(element: Element) -> bool:
    """Whether the section after this one begins on the same page, so that the columns of this one end alike."""
    sections = [*next(reversed([*element.iterancestors()])).iter(f"{W}sectPr")]
    after = [*sections, None][sections.index(next(element.iterancestors(f"{W}sectPr"))) + 1]
    kind = None if after is None else after.find(f"{W}type")
    return kind is not None and kind.get(f"{W}val") == "continuous"


def _margins(element: Element) -> Iterator[str]:
    if any(str(element.get(f"{W}{side}", "")).startswith("-") for side in ("top", "bottom")):
        yield "w:pgMar over the header"
    yield "w:pgMar" if element.get(f"{W}gutter", "0") in ("0", "") else "w:pgMar with a gutter"


def _grid(element: Element) -> Iterator[str]:
    kind = element.get(f"{W}type")
    spaced = kind == "linesAndChars" and element.get(f"{W}charSpace", "0") != "0"
    yield "w:docGrid snapToChars" if kind == "snapToChars" else "w:docGrid of characters" if spaced else "w:docGrid"


def _upright(element: Element) -> Iterator[str]:
    above = element.getparent()
    of_page = above is not None and above.tag == f"{W}sectPr"
    yield "w:vAlign of a page" if of_page and element.get(f"{W}val") not in (None, "top") else "w:vAlign"


def _note(element: Element) -> Iterator[str]:
    if element.get(f"{W}customMarkFollows") in ON:
        yield "w:footnoteReference with a mark of its own"
    if next(element.iterancestors(f"{W}tc"), None) is not None:
        yield "w:footnoteReference in a cell"
    yield name(element)


def _separator(element: Element) -> Iterator[str]:
    worded = element.get(f"{W}type") not in (None, "normal") and words(element).strip()
    yield "w:footnote as a line of words" if worded else "w:footnote"


def _numbered_notes(element: Element) -> Iterator[str]:
    value = element.get(f"{W}val")
    usual = {"w:numFmt": "decimal", "w:numStart": "1", "w:numRestart": "continuous", "w:pos": "pageBottom"}[
        name(element)
    ]
    said = "other" if name(element) == "w:numStart" else value
    yield name(element) if value == usual else f"{name(element)} {said}"


_SPECIAL = {
    **text.SPECIAL,
    **pictures.SPECIAL,
    **layout.SPECIAL,
    "w:type": _kind_of_section,
    "w:pgNumType": _page_numbers,
    "w:cols": _columns,
    "w:pgMar": _margins,
    "w:vAlign": _upright,
    "w:docGrid": _grid,
    "w:footnoteReference": _note,
    "w:footnote": _separator,
    "w:numFmt": _numbered_notes,
    "w:numStart": _numbered_notes,
    "w:numRestart": _numbered_notes,
    "w:pos": _numbered_notes,
    "w:sdtPr": _control,
    "w:fldChar": _form,
    "mc:Choice": _choice,
}


def of_level(level: Element | None) -> Iterator[str]:
    """Yield the keys of a level of a list; ``list link`` where the level is said elsewhere."""
    if level is None:
        yield "list link"
        return
    form, words = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    kind = "decimal" if form is None else str(form.get(f"{W}val"))
    text = "" if words is None else str(words.get(f"{W}val") or "")
    yield f"list {kind}" if not any("AlternateContent" in str(one.tag) for one in level) else "list of a later Word"
    if level.find(f"{W}lvlPicBulletId") is not None:
        yield "list with pictures"
    if kind == "bullet" and text:
        fonts = level.find(f"{W}rPr/{W}rFonts")
        font = "" if fonts is None else str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "")
        if (PRIVATE.search(text) or SYMBOL_FONTS.search(font)) and not symbols.is_known(font, f"{ord(text[0]):X}"):
            yield "w:sym unknown"
    for one in level:
        if one.tag in (f"{W}isLgl", f"{W}lvlRestart"):
            yield name(one)
        elif one.find(f"{W}vanish") is not None:
            yield "list with hidden labels"
        elif one.tag in (f"{W}suff", f"{W}lvlJc", f"{W}rPr"):
            yield from of(one) if one.tag != f"{W}rPr" else (key for look in one for key in of(look))


def of_label(level: Element | None, levels: Mapping[str | None, Element]) -> Iterator[str]:
    """Yield the keys of what a level's label shows beside its own number: those of other levels, signs."""
    words = None if level is None else level.find(f"{W}lvlText")
    if level is None or words is None:
        return
    text, form = str(words.get(f"{W}val") or ""), level.find(f"{W}numFmt")
    if form is not None and form.get(f"{W}val") == "bullet":
        if len(text) > 1:
            yield "list bullet of several signs"
        return
    at = whole(level.get(f"{W}ilvl", "")) or 0
    for shown in (int(digit) - 1 for digit in _SHOWN.findall(text)):
        other = levels.get(str(shown))
        form = None if other is None else other.find(f"{W}numFmt")
        if shown > at:
            yield "list label of a lower level"
        elif shown < at and form is not None and level.find(f"{W}isLgl") is None:
            yield f"list {form.get(f'{W}val')}"


def of_setting(element: Element) -> str:
    """Return the key of a setting that changes how pages look; empty for another one."""
    if not isinstance(element.tag, str) or element.get(f"{W}val") in OFF:
        return ""
    local = element.tag.rpartition("}")[2]
    if local == "footnotePr":
        plain = all(
            key in ("w:numFmt", "w:numStart", "w:numRestart", "w:pos", "w:footnote")
            for one in element
            for key in of(one)
        )
        return "" if plain else "setting footnotePr"
    return f"setting {local}" if local in _SETTINGS else ""
