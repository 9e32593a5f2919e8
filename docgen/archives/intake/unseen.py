"""Text that is there to be found and copied and is not drawn: what a scanner's reading puts behind the picture.

Its fonts are seldom in the file, and need not be (ISO 19005-2, 6.2.11.4.1 asks for those that are drawn with); but a reader
without them loses the text. It is written anew in a font that has no shape and that every reader can follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.intake import sight
from docgen.archives.intake.letters import unseen
from docgen.bundle.page_geometry import number
from docgen.fonts.dictionaries import brings_face

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2

_INVISIBLE = 3
_SHOWS = frozenset(("Tj", "TJ", "'", '"'))
_LASTING = frozenset(("Tr", "Tc", "Tw", "TL", "Tz", "Ts"))
"""Operators of a text object that hold beyond it."""
_MOST_CHARACTERS = 60_000
"""Of one page; past that it is no text."""
Placed = tuple[str, float, float, float, float]


def rewrite(document: pikepdf.Pdf, shown: Path) -> bool:
    """Write the unseen text of pages anew whose fonts are not in the file; whether there was any.

    ``shown`` is the document as the reader opens it.
    """
    import pikepdf

    wanted = {number: page for number, page in enumerate(document.pages) if _names_a_font_only(page)}
    if not wanted:
        return False
    is_any = False
    with sight.opened(shown) as reader:
        for at, page in wanted.items():
            kept = _without_unseen(page)
            if kept is None:
                continue
            sheet = reader[at]
            found = list(placed(sheet, only_unseen=True))
            sheet.close()
            page.obj.Contents = document.make_indirect(pikepdf.Stream(document, b"q\n" + kept + b"\nQ\n"))
            page.remove_unreferenced_resources()
            write(document, page, found)
            is_any = True
    return is_any


def write(document: pikepdf.Pdf, page: pikepdf.Page, found: Sequence[Placed]) -> None:
    """Add characters to a page, unseen, each as wide and high as its box."""
    import pikepdf

    if not found:
        return
    font, codes = unseen(document, (one[0] for one in found))
    page.add_resource(font, pikepdf.Name.Font, pikepdf.Name.Unseen)
    page.contents_add(pikepdf.Stream(document, _behind(found, codes).encode("ascii")))


def _names_a_font_only(page: pikepdf.Page) -> bool:
    import pikepdf

    fonts = page.resources.get("/Font")
    if not isinstance(fonts, pikepdf.Dictionary):
        return False
    for key in fonts.keys():  # noqa: SIM118 - it is no dict
        below = fonts[key].get("/DescendantFonts")
        for font in below if isinstance(below, pikepdf.Array) else ():
            if not brings_face(font.get("/FontDescriptor")):
                return True
    return False


def _without_unseen(page: pikepdf.Page) -> bytes | None:
    """Return a page's content without the text objects that are not drawn, None where none is."""
    import pikepdf

    kept: list[object] = []
    block: list[object] = []
    mode, modes, is_inside, is_any = 0, list[int](), False, False
    shows: set[int] = set()
    for one in pikepdf.parse_content_stream(page):
        operator = str(one.operator)
        if operator == "q":
            modes.append(mode)
        elif operator == "Q" and modes:
            mode = modes.pop()
        elif operator == "Tr":
            mode = int(one.operands[0])
        if operator == "BT":
            block, shows, is_inside = [], set(), True
        if is_inside:
            block.append(one)
            if operator in _SHOWS:
                shows.add(mode)
        else:
            kept.append(one)
        if operator == "ET":
            is_inside = False
            if shows == {_INVISIBLE}:
                is_any = True
                kept += [each for each in block if str(each.operator) in _LASTING]  # type: ignore[attr-defined]
            else:
                kept += block
    return pikepdf.unparse_content_stream(kept) if is_any and not is_inside else None  # type: ignore[arg-type]


def placed(page: pypdfium2.PdfPage, *, only_unseen: bool = False) -> Iterator[Placed]:
    """Yield each character that can be read on a page, with its box in the page's own coordinates."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        box = (0.0, 0.0, 0.0, 0.0)
        for index in range(min(text.count_chars(), _MOST_CHARACTERS)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code < 0x20 or 0xD800 <= code < 0xE000 or code in (0xFFFE, 0xFFFF):
                continue
            owner = pdfium.FPDFText_GetTextObject(text, index) if only_unseen else None
            if owner and pdfium.FPDFTextObj_GetTextRenderMode(owner) != _INVISIBLE:
                continue
            here = text.get_charbox(index, loose=True)
            if chr(code).isspace():  # made up by the reader: it stands behind the character before
                box = (box[2], box[1], box[2] + 1, box[3])
            elif here[2] - here[0] > 0.01 and here[3] - here[1] > 0.01:
                box = here
            yield chr(code), *box
    finally:
        text.close()


def _behind(found: Sequence[Placed], codes: Mapping[str, int]) -> str:
    """Write characters in rendering mode 3."""
    written = [
        f"{number(x1 - x0)} 0 0 {number(y1 - y0)} {number(x0)} {number(y0 + (y1 - y0) * 0.2)} Tm <{codes[one]:04X}> Tj"
        for one, x0, y0, x1, y1 in found
        if x1 > x0 and y1 > y0
    ]
    return "\n".join(("q BT 3 Tr /Unseen 1 Tf", *written, "ET Q\n"))
