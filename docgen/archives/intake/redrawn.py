"""The last way in: a page as a picture of 300 dpi, its text unseen behind it so that it is found and copied.

A PDF may name Chinese, Japanese or Korean faces and not bring them along. Where no such font is on the machine, the reader
draws nothing at all in its place, without a word; so it is lent ours. On Windows and macOS it takes those of the system, which
are always there.
"""

from __future__ import annotations

import ctypes
import io
import struct
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import fonts
from docgen.archives.intake import sight, unseen
from docgen.archives.intake.refusal import Refusal
from docgen.bundle.page_geometry import frame, number
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf
    import pypdfium2
    from PIL.Image import Image

DPI = 300
_MOST_DOTS = 5000
"""Along the longer side: A3 at 300 dpi; a larger page is drawn less finely."""
_GOOD = 92
"""Quality of a JPEG at which the ringing around letters is not seen."""
_LIMIT = 600_000
"""Bytes up to which a page is kept without loss."""
_SHOWN = 10
_CODE_PAGES = 0b11111 << 17
"""Bits of OS/2.ulCodePageRange1: Japanese, simplified Chinese, Korean, traditional Chinese, Korean (Johab)."""
_CODE_PAGES_AT = 78


def redraw(document: pikepdf.Pdf, source: Path, pages: Sequence[int]) -> None:
    """Replace pages (from 0) by pictures of what ``source`` shows on them; boxes and turn stay."""
    from pikepdf import Dictionary, Stream

    with (
        tempfile.TemporaryDirectory(dir=source.parent, prefix="lent-") as folder,
        _lent(_characters(source, pages), Path(folder)) as lacking,
        sight.opened(source) as shown,
    ):
        for at in pages:
            sheet = shown[at]
            _require_drawn(sheet, lacking)
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


@contextmanager
def _lent(characters: str, folder: Path) -> Iterator[frozenset[str]]:
    """Let the reader draw with our faces what is not embedded; give the characters that they lack.

    No document may be open; ``folder`` holds the faces.
    """
    import pypdfium2.raw as pdfium

    wanted = {one for one in characters if ord(one) > 0x2E80 and one.isprintable()}
    if not wanted:
        yield frozenset()
        return
    found = fonts.prepare(wanted)
    for family, name in (("宋体", "song.ttf"), ("黑体", "hei.ttf")):
        (folder / name).write_bytes(_for_all(found.faces[found.family(family)].read_bytes()))
    place = ctypes.create_string_buffer(str(folder).encode())
    paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(place, ctypes.POINTER(ctypes.c_char)))  # ends with null
    _begin_anew(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
    try:
        yield found.missing & wanted
    finally:
        _begin_anew(pdfium.FPDF_LIBRARY_CONFIG(version=2))


def _begin_anew(config: object) -> None:
    import pypdfium2.raw as pdfium

    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(config)


def _for_all(face: bytes) -> bytes:
    """Return a face that says of itself that it is for each of the scripts."""
    data = bytearray(face)
    (count,) = struct.unpack_from(">H", data, 4)
    for at in range(12, 12 + 16 * count, 16):
        if data[at : at + 4] == b"OS/2":
            (start,) = struct.unpack_from(">I", data, at + 8)
            (pages,) = struct.unpack_from(">I", data, start + _CODE_PAGES_AT)
            struct.pack_into(">I", data, start + _CODE_PAGES_AT, pages | _CODE_PAGES)
    return bytes(data)


def _require_drawn(page: pypdfium2.PdfPage, lacking: frozenset[str]) -> None:
    """Refuse a page on which text stands whose font is neither in the file nor here: it would be drawn as nothing."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]) if lacking else ():
            font = pdfium.FPDFTextObj_GetFont(one)
            length = pdfium.FPDFTextObj_GetText(one, text, None, 0)
            written = ctypes.create_string_buffer(length)
            pdfium.FPDFTextObj_GetText(one, text, ctypes.cast(written, ctypes.POINTER(ctypes.c_ushort)), length)
            found = set(written.raw.decode("utf-16-le", "replace")) & lacking
            if found and not pdfium.FPDFFont_GetIsEmbedded(font):
                raise Refusal(
                    _("it has text in a font that is neither in it nor here: {characters}").format(
                        characters="".join(sorted(found))[:_SHOWN]
                    ),
                    _("Save it anew with its fonts embedded, or scan the paper, and put that in its place."),
                )
    finally:
        text.close()
