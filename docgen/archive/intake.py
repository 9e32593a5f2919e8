"""Takes strangers' files into the archive: scans of signed papers and attachments (PDF, JPEG, PNG).

A file is opened, judged and written anew: what shows on its pages stays, annotations included (a signature in ink may be
one); what acts or hides (scripts, forms, actions, attachments) does not. What cannot be opened is refused by name. Reading
foreign files is done in a child process by the caller (:mod:`docgen.isolate`).
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import InputError, output_error
from docgen.files import rename
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf
    from PIL.Image import Image

ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
_A4 = (595.28, 841.89)
_MOST_DOTS = 120_000_000
"""A4 in colour at 1,200 dpi is 139 million dots; at 600 dpi 35 million. More than this is no scan of a paper."""
_MOST_PAGES = 2000
_BY_ITSELF = (
    "/OpenAction",
    "/AA",
    "/AcroForm",
    "/Names",
    "/Collection",
    "/AF",
    "/Outlines",
    "/StructTreeRoot",
    "/MarkInfo",
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A scan as it goes into the bundle; ``left_out`` says what of it stayed behind."""

    pages: int
    left_out: tuple[str, ...] = ()


def take_in(source: Path, target: Path) -> TakenIn:
    """Write a scan or attachment as a PDF of A4-sized pages that only shows. Return its pages.

    Raise InputError naming the file when it is encrypted, damaged, empty, too large or of another kind; OutputError when
    ``target`` cannot be written.
    """
    import pikepdf

    if source.suffix.lower() not in ENDINGS:
        raise InputError(
            _("{file}: this kind of file is not taken in").format(file=source.name),
            hint=_("Scan or save it as PDF, JPEG or PNG."),
        )
    try:
        with _as_pdf(source) as document:
            left_out = _quieten(document)
            pages = len(document.pages)
            aside = target.with_name(f".{target.name}.part")
            try:
                document.remove_unreferenced_resources()
                document.save(aside, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
                with aside.open("rb+") as file:
                    os.fsync(file.fileno())
                rename(aside, target)
            except OSError as error:
                raise output_error(error, target) from error
            finally:
                aside.unlink(missing_ok=True)
    except pikepdf.PasswordError as error:
        raise _refused(source, _("it is locked with a password")) from error
    except (pikepdf.PdfError, OSError, ValueError) as error:
        raise _refused(source, _("it is damaged")) from error
    return TakenIn(pages, left_out)


def _refused(source: Path, why: str) -> InputError:
    return InputError(
        _("{file}: cannot be taken in: {why}").format(file=source.name, why=why),
        hint=_("Scan it again, or save it anew without a password, and put it in its place."),
    )


def _as_pdf(source: Path) -> pikepdf.Pdf:
    import pikepdf

    if source.suffix.lower() != ".pdf":
        return _picture(source)
    document = pikepdf.open(source)
    if document.is_encrypted:
        document.close()
        raise _refused(source, _("it is locked with a password"))
    if not 0 < len(document.pages) <= _MOST_PAGES:
        document.close()
        raise _refused(source, _("it has no pages, or too many"))
    return document


def _quieten(document: pikepdf.Pdf) -> tuple[str, ...]:
    """Draw annotations into their pages, drop whatever acts; return what was dropped, sorted."""
    import pikepdf

    dropped = set()
    document.generate_appearance_streams()
    document.flatten_annotations("screen")
    for page in document.pages:
        _balance(document, page)
        for key in (
            "/AA",
            "/AF",
            "/Annots",
            "/PieceInfo",
            "/Metadata",
            "/Thumb",
            "/B",
            "/Trans",
            "/Dur",
            "/StructParents",
        ):
            if key in page.obj:
                if key != "/StructParents":
                    dropped.add(key[1:])
                del page.obj[key]
    for key in _BY_ITSELF:
        if key in document.Root:
            dropped.add(key[1:])
            del document.Root[key]
    for image in document.objects:
        if isinstance(image, pikepdf.Stream) and image.get("/Subtype") == "/Image":
            # scanners write them; PDF/A-2 forbids both (ISO 19005-2, 6.2.8)
            for key in ("/Alternates", "/OPI"):
                if key in image:
                    del image[key]
            if image.get("/Interpolate", False):
                image.Interpolate = False
    return tuple(sorted(dropped))


def _balance(document: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Close graphics states that a page left open: the stamp is drawn after it (bundle closes one, its own)."""
    import pikepdf

    depth = 0
    for instruction in pikepdf.parse_content_stream(page, "q Q"):
        depth += 1 if str(instruction.operator) == "q" else -1 if depth else 0
    if depth:
        page.contents_add(b"\nQ" * depth)


def _picture(source: Path) -> pikepdf.Pdf:
    """Lay a picture on an A4 page, upright or across as it is, as large as it goes."""
    import pikepdf
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(source, formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > _MOST_DOTS:
                raise _refused(source, _("it is too large"))
            # A JPEG goes in as it is, bit for bit, unless its colours or its turn would get lost.
            raw = source.read_bytes() if picture.format == "JPEG" and picture.mode in ("L", "RGB") else b""
            turned = picture.getexif().get(0x0112, 1) != 1
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise _refused(source, _("it is damaged")) from error
    document = pikepdf.new()
    stream = pikepdf.Stream(document, raw) if raw and not turned else _flat(document, upright)
    if raw and not turned:
        stream.Filter = pikepdf.Name.DCTDecode
        stream.ColorSpace = pikepdf.Name.DeviceGray if upright.mode == "L" else pikepdf.Name.DeviceRGB
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = upright.width, upright.height, 8
    across, up = _A4 if upright.height >= upright.width else (_A4[1], _A4[0])
    scale = min(across / upright.width, up / upright.height)
    width, height = upright.width * scale, upright.height * scale
    page = document.add_blank_page(page_size=(across, up))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=document.make_indirect(stream)))
    place = f"{width:.3f} 0 0 {height:.3f} {(across - width) / 2:.3f} {(up - height) / 2:.3f}"
    page.Contents = pikepdf.Stream(document, f"q {place} cm /Scan Do Q".encode())
    return document


def _flat(document: pikepdf.Pdf, picture: Image) -> pikepdf.Stream:
    """Return a picture without transparency, on white, losslessly compressed."""
    import pikepdf
    from PIL import Image

    if picture.mode in ("1", "L"):
        flat = picture.convert("L")
    else:
        clear = picture.convert("RGBA")
        flat = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")
    stream = pikepdf.Stream(document, zlib.compress(flat.tobytes(), 6))
    stream.Filter = pikepdf.Name.FlateDecode
    stream.ColorSpace = pikepdf.Name.DeviceGray if flat.mode == "L" else pikepdf.Name.DeviceRGB
    return stream
