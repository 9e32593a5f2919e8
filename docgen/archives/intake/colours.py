"""Colours in printing inks as the colours that a screen shows of them, and pictures in codes that PDF/A readers know.

A sheet for the screen has no place for four inks (ISO 19005-2, 6.2.4.3: DeviceCMYK needs a profile of the press). What a
reader shows for them is asked of the reader.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.archives.intake.redrawn import as_stream
from docgen.bundle.frame import number

if TYPE_CHECKING:
    import pikepdf

_FOUR = {"k": "rg", "K": "RG"}
_MOST = 400
"""Colours of one document that are asked for; one with more is a picture."""
_SIDE = 4
Inks = tuple[float, ...]


def to_screen(document: pikepdf.Pdf) -> bool:
    """Write the colours of pages and forms that are given in four inks as the reader shows them; whether there were any."""
    import pikepdf

    drawn = [page for page in document.pages if _has_inks(page)]
    forms = [
        one
        for one in document.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form" and _has_inks(one)
    ]
    every: list[pikepdf.Page | pikepdf.Stream] = [*drawn, *forms]
    found = dict.fromkeys(inks for one in every for inks in _inks(one))
    if not found or len(found) > _MOST:
        return False
    shown = dict(zip(found, _shown(list(found)), strict=True))
    for page in drawn:
        page.obj.Contents = document.make_indirect(pikepdf.Stream(document, _rewritten(page, shown)))
    for form in forms:
        form.write(_rewritten(form, shown))
    return True


def _has_inks(one: pikepdf.Page | pikepdf.Stream) -> bool:
    import pikepdf

    return any(str(each.operator) in _FOUR for each in pikepdf.parse_content_stream(one, "k K"))


def _inks(one: pikepdf.Page | pikepdf.Stream) -> list[Inks]:
    import pikepdf

    found = []
    for each in pikepdf.parse_content_stream(one, "k K"):
        if len(each.operands) == 4:
            found.append(tuple(float(value) for value in each.operands))
    return found


def _shown(inks: Sequence[Inks]) -> list[tuple[int, int, int]]:
    """Return what the reader shows for inks: a square of each is drawn and looked at."""
    import pikepdf
    import pypdfium2

    out = io.BytesIO()
    with pikepdf.new() as asking:
        page = asking.add_blank_page(page_size=(_SIDE * len(inks), max(_SIDE, 3)))
        squares = [f"{' '.join(map(number, one))} k {_SIDE * at} 0 {_SIDE} {_SIDE} re f" for at, one in enumerate(inks)]
        page.obj.Contents = pikepdf.Stream(asking, "\n".join(squares).encode())
        asking.save(out)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        picture = document[0].render(scale=1).to_pil().convert("RGB")
        return [picture.getpixel((_SIDE * at + _SIDE // 2, _SIDE // 2)) for at in range(len(inks))]
    finally:
        document.close()


def _rewritten(one: pikepdf.Page | pikepdf.Stream, shown: dict[Inks, tuple[int, int, int]]) -> bytes:
    import pikepdf

    written = []
    for each in pikepdf.parse_content_stream(one):
        operator = str(each.operator)
        if operator in _FOUR and len(each.operands) == 4:
            colour = shown[tuple(float(value) for value in each.operands)]
            operands = [round(tone / 255, 4) for tone in colour]
            written.append(pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(_FOUR[operator])))
        else:
            written.append(each)  # type: ignore[arg-type]
    return pikepdf.unparse_content_stream(written)


def recode(document: pikepdf.Pdf) -> bool:
    """Write JPEG 2000 pictures dot for dot in a code that every reader knows; whether there were any."""
    import pikepdf
    from PIL import Image

    is_any = False
    for one in list(document.objects):
        if not isinstance(one, pikepdf.Stream) or one.get("/Filter") not in (
            "/JPXDecode",
            pikepdf.Array(["/JPXDecode"]),
        ):
            continue
        with Image.open(io.BytesIO(one.read_raw_bytes()), formats=("JPEG2000",)) as picture:
            picture.load()
            if picture.mode not in ("L", "RGB", "LA", "RGBA") or "/Decode" in one or "/Mask" in one:
                continue
            is_clear = picture.mode in ("LA", "RGBA") and one.get_int("/SMaskInData", 0) == 1
            made = as_stream(document, picture.convert("L" if picture.mode in ("L", "LA") else "RGB"))
            if is_clear:
                made.SMask = document.make_indirect(as_stream(document, picture.getchannel("A"), is_exact=True))
            elif "/SMask" in one:
                made.SMask = one.SMask
        one.write(made.read_raw_bytes(), filter=pikepdf.Name(str(made.Filter)))
        for key in ("/ColorSpace", "/BitsPerComponent", "/SMask", "/Width", "/Height"):
            if key in made:
                one[key] = made[key]
        if "/SMaskInData" in one:
            del one["/SMaskInData"]
        is_any = True
    return is_any
