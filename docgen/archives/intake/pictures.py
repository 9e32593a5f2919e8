"""Pictures from cameras and scanners as pages: JPEG bit for bit, everything else dot for dot.

What a picture shows is kept: transparency on white, its turn (EXIF), every page of a TIFF; sixteen bits become eight.
A telephone's photo may have a film or a second picture behind it; a page shows the first one, and has nothing else of the file.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import incoming
from docgen.archives.intake.edges import A4
from docgen.archives.intake.redrawn import as_stream
from docgen.archives.intake.refusal import Refusal
from docgen.archives.intake.whole_pdf import is_fax
from docgen.bundle.page_geometry import number
from docgen.images import jpeg, photo
from docgen.incoming import limits
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

FORMATS = {
    ".jpg": "JPEG", ".jpeg": "JPEG", ".jpe": "JPEG", ".jfif": "JPEG", ".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF",
    ".bmp": "BMP", ".gif": "GIF", ".webp": "WEBP", ".jp2": "JPEG2000", ".heic": "HEIF", ".heif": "HEIF",
}  # fmt: skip
"""What a picture's name ends with, and what it then is."""
_MOST_DOTS = 80_000_000
"""A3 at 600 dpi has 70 million dots, A4 at 600 dpi 35 million. More than this is no scan of a paper."""
_LONGEST = 30_000
_MOST_FRAMES = 500
_ORIENTATION = 0x0112
_STARTS, _SIZES, _FILLED = 273, 279, 266
"""Tags of a TIFF: where its strips begin, how long they are, which bit of a byte is first."""
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_ZEROS = re.compile(rb"\x00{1024,}")
"""In what a picture is packed into, nothing but a faulty copy leaves such a gap."""


def as_pages(document: pikepdf.Pdf, source: Path) -> tuple[str, ...]:
    """Lay each picture of a file on an A4 page of its own; say what it was made from where that is not kept as it is.

    Raise Refusal.
    """
    from PIL import Image, UnidentifiedImageError

    data = incoming.content(source, limits.PICTURE)
    if not data:
        raise Refusal(_("it is empty"))
    said: list[str] = []
    try:
        # It only warns of what is too large, and only of some; here the bound is our own.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        warnings.simplefilter("ignore", UserWarning)  # of entries that it passes over; what it draws is judged
        if data.startswith(jpeg.BEGIN):
            coding, end = jpeg.judge(data)
            if coding is jpeg.Coding.DAMAGED:
                raise Refusal(_("it is damaged, or was not copied to the end"))
            with Image.open(source, formats=("JPEG",)) as picture:
                _bound(picture)
                if coding is jpeg.Coding.WHOLE and _as_it_is(document, picture, data[:end]):
                    return ()
        else:
            with Image.open(source, formats=_formats(data)) as picture:
                picture.verify()  # checksums; it must be opened anew afterwards
        with Image.open(source, formats=_formats(data)) as picture:
            if _is_packed(picture) and _ZEROS.search(data):
                raise Refusal(_("it is damaged, or was not copied to the end"))
            with _heard() as remarks:
                for page in _frames(picture, data):
                    _lay(document, as_stream(document, page))
            if remarks and picture.format == "TIFF":
                raise Refusal(_("it is damaged, or was not copied to the end"))
            kind = str(picture.format)
            if kind not in ("PNG", "JPEG", "MPO"):
                said.append(f"由{'HEIC' if kind == 'HEIF' else kind}图片转换")
            elif kind != "PNG":
                said.append("图像重新编码")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, zlib.error) as error:
        raise Refusal(_("it is damaged, or no picture of this kind")) from error
    except Image.DecompressionBombError as error:
        raise Refusal(_("it has a picture that is too large")) from error
    return tuple(said)


def _formats(data: bytes) -> tuple[str, ...]:
    """Return what a picture may be, whatever it is called. Raise Refusal for what cannot be read here."""
    if photo.is_heif(data):
        if not photo.can_read_heif():
            raise Refusal(
                _("photos of this kind (HEIC) cannot be read here"),
                _("Save the photo as JPEG (the telephone can do so when it sends it), and put that in its place."),
            )
        return ("HEIF",)
    return tuple(dict.fromkeys(kind for kind in FORMATS.values() if kind != "HEIF"))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Gather what libraries write on the error stream: libtiff says there, and nowhere else, that it guesses."""
    said: list[str] = []
    with tempfile.TemporaryFile() as heard:
        sys.stderr.flush()
        before = os.dup(2)
        os.dup2(heard.fileno(), 2)
        try:
            yield said
        finally:
            os.dup2(before, 2)
            os.close(before)
            heard.seek(0)
            said += heard.read(1 << 16).decode("utf-8", "replace").splitlines()


def _bound(picture: Image) -> None:
    if picture.width * picture.height > _MOST_DOTS or max(picture.size) > _LONGEST:
        raise Refusal(
            _("it has a picture that is too large"), _("Scan it again at 300 dpi, and put that in its place.")
        )


def _is_packed(picture: Image) -> bool:
    return picture.format in ("WEBP", "JPEG2000", "HEIF") or str(picture.info.get("compression", "raw")) not in (
        "raw",
        "packbits",
        "0",
    )


def _frames(picture: Image, data: bytes) -> Iterator[Image]:
    """Yield each page of a picture, upright, grey or in colour; of what moves the first picture only."""
    from PIL import ImageOps

    count = int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1
    if count > _MOST_FRAMES:
        raise Refusal(_("it has no pages, or too many"))
    for index in range(count):
        if count > 1:
            picture.seek(index)
        _bound(picture)
        if not all(map(is_fax, _faxes(picture, data))):
            raise Refusal(_("it is damaged, or was not copied to the end"))
        picture.load()
        yield photo.on_white(
            ImageOps.exif_transpose(picture) if picture.getexif().get(_ORIENTATION, 1) != 1 else picture
        )


def _faxes(picture: Image, data: bytes) -> list[bytes]:
    """Return the strips of a TIFF that are coded as a fax of group 4; their bits may be the other way round."""
    from PIL.TiffImagePlugin import TiffImageFile

    if not isinstance(picture, TiffImageFile) or picture.info.get("compression") != "group4":
        return []
    tags = picture.tag_v2
    strips = [data[at : at + size] for at, size in zip(tags[_STARTS], tags[_SIZES], strict=True)]
    return [strip.translate(_MIRRORED) for strip in strips] if tags.get(_FILLED, 1) == 2 else strips


def _as_it_is(document: pikepdf.Pdf, picture: Image, data: bytes) -> bool:
    """Lay a JPEG on a page bit for bit, unless its colours or its turn would get lost; whether that was done."""
    import pikepdf
    from pikepdf import Name, Stream

    if picture.mode not in ("L", "RGB") or picture.getexif().get(_ORIENTATION, 1) != 1:
        return False
    stream = Stream(document, data)
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, Name.DCTDecode
    stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, 8
    stream.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    held = document.make_indirect(stream)
    try:
        dots = held.read_bytes(pikepdf.StreamDecodeLevel.all)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise Refusal(_("it is damaged, or was not copied to the end")) from error
    if len(dots) < picture.width * picture.height:
        raise Refusal(_("it is damaged, or was not copied to the end"))
    _lay(document, held)
    return True


def _lay(document: pikepdf.Pdf, picture: pikepdf.Object) -> None:
    """Lay a picture on an A4 page, upright or across as it is, as large as it goes."""
    from pikepdf import Dictionary, Stream

    wide, high = int(picture.Width), int(picture.Height)
    across, up = A4 if high >= wide else A4[::-1]
    scale = min(across / wide, up / high)
    width, height = wide * scale, high * scale
    page = document.add_blank_page(page_size=(across, up))
    page.obj.Resources = Dictionary(XObject=Dictionary(Scan=document.make_indirect(picture)))
    place = f"{number(width)} 0 0 {number(height)} {number((across - width) / 2)} {number((up - height) / 2)}"
    page.obj.Contents = document.make_indirect(Stream(document, f"q {place} cm /Scan Do Q".encode()))
