"""By which key a picture or shape is called: where it stands, whether it is seen, what its file is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.convert.construct_names import is_running, name
from docgen.images import jpeg
from docgen.markup import ON, WP, R, W, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["SPECIAL", "of_file", "relations"]

_MAGIC = {
    b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"BM": "bmp", b"II*\0": "tiff", b"MM\0*": "tiff",
    b"\xd7\xcd\xc6\x9a": "wmf", b"\1\0\x09\0": "wmf", b"\1\0\0\0": "emf",
}  # fmt: skip
_PNG_HEAD = 8
_TWIP = 635
"""English metric units in a twip."""
_NEAR = 180_000
"""Half a centimetre: how far from its line a picture may be moved so that no text finds room between them."""


def _anchor(element: Element) -> Iterator[str]:
    behind = element.get("behindDoc") in ON
    yield "anchor behind" if behind else "wp:anchor"
    if not behind and next(element.iterancestors(f"{W}tc"), None) is not None:
        yield "wp:anchor in a cell"


def _inline(element: Element) -> Iterator[str]:
    paragraph = next(element.iterancestors(f"{W}p"), None)
    beside = paragraph is not None and (
        any((one.text or "").strip() for one in paragraph.iter(f"{W}t"))
        or next(paragraph.iter(f"{W}sym"), None) is not None
    )
    yield "picture beside text" if beside else "wp:inline"


def _drawing(element: Element) -> Iterator[str]:
    run = element.getparent()
    hidden = None if run is None else run.find(f"{W}rPr/{W}vanish")
    off = hidden is not None and hidden.get(f"{W}val") not in ("0", "false", "off")
    named = next((one for one in element.iter() if name(one) == "wp:docPr"), None)
    yield "picture hidden" if off or (named is not None and named.get("hidden") in ON) else "w:drawing"


def _extent(element: Element) -> Iterator[str]:
    """A picture's size, held against its cell, or the page."""
    yield "wp:extent"
    above = element.getparent()
    if above is None or next((one for one in above.iter() if name(one) == "pic:pic"), None) is None:
        return
    wide, high = (whole(str(element.get(side, ""))) or 0 for side in ("cx", "cy"))
    cell = next(element.iterancestors(f"{W}tc"), None)
    own = None if cell is None else cell.find(f"{W}tcPr/{W}tcW")
    if own is not None and own.get(f"{W}type") == "dxa" and wide > _TWIP * (whole(own.get(f"{W}w", "")) or wide):
        yield "picture wider than its cell"
    sizes = [*next(reversed([*element.iterancestors()])).iter(f"{W}pgSz")]
    paper = [max((whole(one.get(f"{W}{side}", "")) or 0 for one in sizes), default=0) for side in ("w", "h")]
    if sizes and (wide > 1.02 * _TWIP * paper[0] or high > 1.02 * _TWIP * paper[1]):
        yield "picture larger than its page"
    elif sizes and cell is None and name(above) == "wp:inline" and wide > _TWIP * _column(element):
        yield "picture wider than its text"


def _column(element: Element) -> int:
    """Return how wide text is, in twips; in the widest section, as nobody knows yet in which a picture comes to stand."""
    widths = []
    for section in next(reversed([*element.iterancestors()])).iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        if size is not None and margins is not None:
            sides = [whole(margins.get(f"{W}{side}", "")) or 0 for side in ("left", "right")]
            widths.append((whole(size.get(f"{W}w", "")) or 0) - sum(sides))
    return max(widths, default=0)


def _apart(element: Element) -> Iterator[str]:
    """Text above and below a picture: where that was moved away from its own line, other text may come between."""
    yield "wp:wrapTopAndBottom"
    above = element.getparent()
    placed = None if above is None else next((one for one in above if name(one) == "wp:positionV"), None)
    offset = None if placed is None else next((one.text for one in placed if name(one) == "wp:posOffset"), None)
    far = None if offset is None else whole(offset.strip().removeprefix("-"))
    near = far is not None and far <= _NEAR
    if placed is not None and not (near and placed.get("relativeFrom") == "paragraph"):
        yield "wp:wrapTopAndBottom elsewhere"


def _share(element: Element) -> Iterator[str]:
    yield name(element) if (element.text or "0").strip() == "0" else "picture sized by its page"


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


def _set_in(element: Element) -> Iterator[str]:
    above = next(element.iterancestors(), None)
    own = above is not None and name(above) == "a:stretch" and any(value != "0" for value in element.attrib.values())
    yield "picture set in" if own else "a:fillRect"


def _ground(element: Element) -> Iterator[str]:
    above = element.getparent()
    yield "picture with a ground" if above is not None and name(above) == "pic:spPr" else "a:solidFill"


def _placed(element: Element) -> Iterator[str]:
    by = str(element.get("relativeFrom", ""))
    yield name(element) if by in ("page", "margin", "column", "paragraph") else f"{name(element)} {by}"


def _unwrapped(element: Element) -> Iterator[str]:
    above = element.getparent()
    if above is None or above.get("behindDoc") not in ON:
        yield "wp:wrapNone"


def _warped(element: Element) -> Iterator[str]:
    """Text in a shape of its own, which WPS always states; a box as wide as its text is known in a header or footer."""
    body = element.getparent()
    anchor = next(element.iterancestors(f"{WP}anchor"), None)
    plain = element.get("prst") == "textNoShape"
    if plain and body is not None and body.get("wrap") == "none":
        box = None if anchor is None else anchor.findtext(f"{WP}positionH/{WP}align")
        lines = 0 if anchor is None else sum(1 for _line in anchor.iter(f"{W}p"))
        plain = is_running(element) and box in ("left", "center", "right") and lines == 1
    yield "a:prstTxWarp" if plain else "a:prstTxWarp otherwise"


SPECIAL = {
    "w:drawing": _drawing,
    "wp:anchor": _anchor,
    "wp:inline": _inline,
    "wp:extent": _extent,
    "wp:wrapTopAndBottom": _apart,
    "wp14:pctWidth": _share,
    "wp14:pctHeight": _share,
    "a:graphicData": _graphic,
    "a:prstGeom": _geometry,
    "a:prstTxWarp": _warped,
    "a:xfrm": _turned,
    "a:srcRect": _cut,
    "a:fillRect": _set_in,
    "a:solidFill": _ground,
    "wp:wrapNone": _unwrapped,
    "wp:positionH": _placed,
    "wp:positionV": _placed,
}
"""By an element's name, what yields its keys."""


def relations(element: Element) -> Iterator[str]:
    """Yield the relationships by which a picture's file is named; none for one without a file."""
    if name(element) in ("a:blip", "v:imagedata"):
        said = [element.get(f"{R}{one}") for one in ("embed", "link", "id")]
        yield from (one for one in said if one)


def of_file(content: bytes) -> str:
    """Return the key of a picture's file; empty for a vector picture, which has another one behind it."""
    if content.lstrip()[:1] == b"<":
        return ""
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), "unknown")
    if (kind == "jpeg" and jpeg.judge(content)[0] is jpeg.Coding.DAMAGED) or (kind == "png" and not _ends(content)):
        return "picture damaged"
    return "picture turned by its camera" if kind == "jpeg" and _is_turned(content) else f"picture {kind}"


def _ends(png: bytes) -> bool:
    """Whether every chunk of a picture is there to its last one (ISO/IEC 15948, 5.3); programs leave something behind it."""
    at = _PNG_HEAD
    while png[at + 4 : at + 8] != b"IEND":
        if len(png) < at + 8:
            return False
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return True


def _is_turned(photo: bytes) -> bool:
    """Whether a photograph says that it lies on its side (Exif, 4.6.4): programs differ in whether they heed that."""
    at = photo.find(b"Exif\0\0", 0, 1 << 16) + 6
    order = {b"II": "little", b"MM": "big"}.get(photo[at : at + 2]) if at > 5 else None
    if order is None:
        return False

    def number(place: int, size: int) -> int:
        return int.from_bytes(photo[place : place + size], "little" if order == "little" else "big")

    entries = at + number(at + 4, 4)
    for entry in range(entries + 2, entries + 2 + 12 * min(number(entries, 2), 200), 12):
        if number(entry, 2) == 0x0112:
            return number(entry + 8, 2) not in (0, 1)
    return False
