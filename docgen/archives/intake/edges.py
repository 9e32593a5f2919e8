"""Pages brought into bounds: boxes and turns that readers understand alike, sizes that PDF/A and a stamp allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.bundle.page_geometry import MM, number

if TYPE_CHECKING:
    import pikepdf

A4 = (595.28, 841.89)
_LEAST, _MOST = 70 * MM, 14400.0
"""Sides of a page in points: room for a stamp at the least; ISO 19005-2, 6.1.13 at the most."""
_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def mend(document: pikepdf.Pdf) -> bool:
    """Give every page boxes and a turn that all readers understand alike; whether any was without."""
    return any([_mend(page) for page in document.pages])


def _mend(page: pikepdf.Page) -> bool:
    from pikepdf import Array

    before = [page.obj.get(key, _inherited(page, key)) for key in ("/MediaBox", "/CropBox", "/Rotate")]
    media = _box(before[0]) or (0.0, 0.0, *A4)
    crop = _box(before[1])
    seen = media
    if crop is not None:
        inside = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
        seen = inside if inside[0] < inside[2] and inside[1] < inside[3] else media
    for key in _BOXES:
        if key in page.obj:
            del page.obj[key]
    # What is inherited from above would come back: it is said here, too.
    page.obj.MediaBox = Array([round(edge, 6) for edge in media])
    page.obj.CropBox = Array([round(edge, 6) for edge in seen])
    turn = int(before[2]) % 360 // 90 * 90 if _is_number(before[2]) else 0  # type: ignore[call-overload]
    page.obj.Rotate = turn
    if "/UserUnit" in page.obj and not (_is_number(page.obj.UserUnit) and float(page.obj.UserUnit) > 0):
        del page.obj["/UserUnit"]
    return media != _box(before[0]) or (crop is not None and crop != seen) or turn != (before[2] or 0)


def lay(document: pikepdf.Pdf) -> tuple[int, ...]:
    """Lay each page that is too small for a stamp, or too large for PDF/A, on an A4 sheet; return those, from 0.

    The pages have been mended.
    """
    laid = []
    for at, page in enumerate(document.pages):
        unit = float(page.obj.get("/UserUnit", 1))
        x0, y0, x1, y1 = (float(edge) for edge in page.obj.CropBox)
        sides = ((x1 - x0) * unit, (y1 - y0) * unit)
        if min(sides) < _LEAST or max(sides) > _MOST:
            _lay_on_a_sheet(document, page, (x0, y0, x1, y1), unit)
            laid.append(at)
    return tuple(laid)


def _lay_on_a_sheet(document: pikepdf.Pdf, page: pikepdf.Page, seen: tuple[float, ...], unit: float) -> None:
    """Lay a page that is too small or too large for a stamp in the middle of an A4 sheet."""
    from pikepdf import Array, Dictionary, Name, Stream

    across, up = seen[2] - seen[0], seen[3] - seen[1]
    sheet = A4 if up >= across else A4[::-1]
    scale = min(unit, sheet[0] * 0.9 / across, sheet[1] * 0.8 / up)
    left, low = (sheet[0] - across * scale) / 2, (sheet[1] - up * scale) / 2
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    form = Stream(
        document,
        contents.read_bytes() if isinstance(contents, Stream) else b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array(list(seen)),
        Resources=page.obj.get("/Resources", Dictionary()),
    )
    if "/Group" in page.obj:
        form.Group = page.obj.Group
    place = " ".join(map(number, (scale, 0, 0, scale, left - seen[0] * scale, low - seen[1] * scale)))
    page.obj.Resources = Dictionary(XObject=Dictionary(Page=document.make_indirect(form)))
    page.obj.Contents = Stream(document, f"q {place} cm /Page Do Q".encode())
    page.obj.MediaBox = page.obj.CropBox = Array([0, 0, *sheet])
    for key in ("/UserUnit", "/Group"):
        if key in page.obj:
            del page.obj[key]


def _box(box: object) -> tuple[float, float, float, float] | None:
    import pikepdf

    if not isinstance(box, pikepdf.Array) or len(box) != 4 or not all(_is_number(edge) for edge in box):
        return None
    x0, y0, x1, y1 = (float(edge) for edge in box)
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def _is_number(value: object) -> bool:
    from decimal import Decimal

    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _inherited(page: pikepdf.Page, key: str) -> object:
    at = page.obj.get("/Parent")
    for _depth in range(32):
        if at is None:
            return None
        if key in at:
            return at[key]
        at = at.get("/Parent")
    return None
