"""The last way in: a page as a picture of 300 dpi, its text unseen behind it so that it is found and copied."""

from __future__ import annotations

import io
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.intake import lent, sight, unseen
from docgen.bundle.frame import frame, number

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

DPI = 300
_MOST_DOTS = 5000
"""Along the longer side: A3 at 300 dpi; a larger page is drawn less finely."""
_GOOD = 92
"""Quality of a JPEG at which the ringing around letters is not seen."""
_LIMIT = 600_000
"""Bytes up to which a page is kept without loss."""
_MOST_CHARACTERS = 60_000
"""Of one page; past that it is no text."""
Placed = tuple[str, float, float, float, float]


def redraw(document: pikepdf.Pdf, source: Path, pages: Sequence[int]) -> None:
    """Replace pages (from 0) by pictures of what ``source`` shows on them; boxes and turn stay."""
    from pikepdf import Dictionary, Stream

    with (
        tempfile.TemporaryDirectory(dir=source.parent, prefix="lent-") as folder,
        lent.faces(_characters(source, pages), Path(folder)) as lacking,
        sight.opened(source) as shown,
    ):
        for at in pages:
            sheet = shown[at]
            lent.require_drawn(sheet, lacking)
            width, height = sheet.get_size()
            scale = min(DPI / 72, _MOST_DOTS / max(width, height))
            picture = as_stream(document, sight.picture(sheet, scale))
            text = list(unseen.placed(sheet))
            sheet.close()
            page = document.pages[at]
            media, crop = ([float(edge) for edge in page.obj[key]] for key in ("/MediaBox", "/CropBox"))
            unit = float(page.obj.get("/UserUnit", 1))
            seen = frame(tuple(media), tuple(crop), int(page.obj.get("/Rotate", 0)), unit)
            drawn = f"q {seen.transform}{number(seen.width)} 0 0 {number(seen.height)} 0 0 cm /Page Do Q\n"
            page.obj.Resources = Dictionary(XObject=Dictionary(Page=document.make_indirect(picture)))
            page.obj.Contents = document.make_indirect(Stream(document, drawn.encode("ascii")))
            unseen.write(document, page, text)
            if "/Group" in page.obj:
                del page.obj["/Group"]


def _characters(source: Path, pages: Sequence[int]) -> str:
    """Return what can be read on pages, each character once."""
    with sight.opened(source) as shown:
        found: set[str] = set()
        for at in pages:
            page = shown[at]
            text = page.get_textpage()
            found |= set(text.get_text_range())
            text.close()
            page.close()
        return "".join(found)


def as_stream(document: pikepdf.Pdf, picture: Image, *, is_exact: bool = False) -> pikepdf.Stream:
    """Return a picture (grey or in colour) as small as it goes without loss, or as a good JPEG where that is large."""
    from pikepdf import Name, Stream

    if picture.mode != "L" and _is_grey(picture):
        picture = picture.convert("L")
    data, coding = zlib.compress(picture.tobytes(), 6), Name.FlateDecode
    if len(data) > _LIMIT and not is_exact:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=_GOOD, subsampling=0)
        if out.tell() < len(data):
            data, coding = out.getvalue(), Name.DCTDecode
    stream = Stream(document, data)
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, coding
    stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
    stream.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    return stream


def _is_grey(picture: Image) -> bool:
    from PIL import ImageChops

    red, green, blue = picture.split()
    unlike = [ImageChops.difference(red, other).histogram() for other in (green, blue)]
    return not any(any(counts[3:]) for counts in unlike)
