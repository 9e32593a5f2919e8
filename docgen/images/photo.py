"""A picture in a file, as it is printed: upright, on white, whole within the size asked for, without a word about itself."""

from __future__ import annotations

import warnings
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docgen.images import jpeg
from docgen.images.drawn import Drawn, Size
from docgen.messages import _

if TYPE_CHECKING:
    from PIL.Image import Image

_KINDS = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")
_LOSSY = ("JPEG", "MPO", "HEIF", "WEBP")
"""What is packed with losses; packing it otherwise would make it larger and no better."""
_DOTS = 400 / 25.4
"""A millimetre: more than a printer shows of a photo, enough for a signature."""
_MOST_DOTS, _LONGEST = 120_000_000, 20_000
_QUALITY = 92
_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


class NoPicture(ValueError):
    """A file that holds no picture that can be printed; says why, ``hint`` what to do."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.hint = hint or _("Open it in a picture viewer and save it as JPEG or PNG.")


def drawn(data: bytes, size: Size, words: str) -> Drawn:
    """Return the picture in a file for its size in print. Raise NoPicture."""
    from PIL import Image, UnidentifiedImageError

    if data.startswith(jpeg.BEGIN) and jpeg.judge(data)[0] is jpeg.Coding.DAMAGED:
        raise NoPicture(_("it is damaged, or was not copied to the end"))
    try:
        with warnings.catch_warnings():
            # Pillow only warns of what is too large, and only of some; here the bound is our own.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_formats(data)) as picture:
                if _is_too_large(picture):
                    raise NoPicture(_("it has too many dots"), _("Save it smaller: 2000 dots a side are plenty."))
                kind = str(picture.format)
                shown = _upright(picture, size)
    except UnidentifiedImageError as error:
        raise NoPicture(_("it is no picture of a kind that can be printed")) from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, zlib.error, MemoryError) as error:
        if isinstance(error, NoPicture):
            raise
        raise NoPicture(_("it is damaged, or was not copied to the end")) from error
    except Image.DecompressionBombError as error:
        raise NoPicture(_("it has too many dots"), _("Save it smaller: 2000 dots a side are plenty.")) from error
    laid, whole = _laid(shown, size)
    out = BytesIO()
    if kind in _LOSSY:
        laid.save(out, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    else:
        laid.save(out, "PNG", optimize=True)
    return Drawn(out.getvalue(), "jpeg" if kind in _LOSSY else "png", whole, words)


def field(size: Size, words: str) -> Drawn:
    """Return a grey field as large as asked, as wide as high where no height is."""
    from PIL import Image

    out = BytesIO()
    Image.new("L", (1, 1), 217).save(out, "PNG")
    return Drawn(out.getvalue(), "png", Size(size.width, size.height or size.width), words)


def has_too_many_dots(data: bytes) -> bool:
    """Whether drawing a picture would cost more than any page shows; only its head is read, and one of another kind has none."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=_KINDS) as picture:
                return _is_too_large(picture)
    except Image.DecompressionBombError:
        return True
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, zlib.error, MemoryError):
        return False  # damaged, and drawn as nothing


def _is_too_large(picture: Image) -> bool:
    return picture.width * picture.height > _MOST_DOTS or max(picture.size) > _LONGEST


def _formats(data: bytes) -> tuple[str, ...]:
    """Return what a picture may be, whatever it is called. Raise NoPicture for what cannot be read here."""
    if not is_heif(data):
        return _KINDS
    if not can_read_heif():
        raise NoPicture(
            _("photos of this kind (HEIC) cannot be read here"),
            _("Save the photo as JPEG (the telephone can do so when it sends it), or install docgen-zh[photos]."),
        )
    return ("HEIF",)


def _upright(picture: Image, size: Size) -> Image:
    """Return a picture as its camera was held, grey or in the colours of screens."""
    from PIL import ImageOps

    if picture.format == "JPEG":
        longest = round(max(size.width, size.height) * _DOTS)
        picture.draft(None, (longest, longest))  # a large photo is unpacked no larger than it is needed
    picture.load()
    return on_white(_in_screen_colours(ImageOps.exif_transpose(picture)))


def _in_screen_colours(picture: Image) -> Image:
    """Return a picture whose colours were measured by a camera's or printer's own scale in those of screens (sRGB)."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        return (
            ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            or picture
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture  # a scale that cannot be read says nothing


def on_white(picture: Image) -> Image:
    """Return a picture of 256 tones or of colours, what is clear on white."""
    from PIL import Image

    if picture.mode in ("1", "L") and "transparency" not in picture.info:
        return picture.convert("L")
    if picture.mode == "F" or picture.mode.startswith("I"):  # sixteen bits and more
        tones = picture.convert("F")
        highest = tones.getextrema()[1]
        most = 65535.0 if isinstance(highest, float) and highest > 255 else 255.0
        return tones.point(lambda tone: tone * (255.0 / most)).convert("L")
    if picture.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        flat = Image.new("RGB", clear.size, "white")
        flat.paste(clear, mask=clear.getchannel("A"))
        return flat
    return picture.convert("RGB")


def _laid(picture: Image, size: Size) -> tuple[Image, Size]:
    """Lay a picture in the middle of what was asked for, whole and not stretched; return its size in print with it."""
    from PIL import Image

    whole = size if size.height else Size(size.width, size.width * picture.height / picture.width)
    dots = min(_DOTS, max(picture.width / whole.width, picture.height / whole.height))
    room = max(1, round(whole.width * dots)), max(1, round(whole.height * dots))
    scale = min(room[0] / picture.width, room[1] / picture.height)
    fitted = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    if max(room[0] - fitted[0], room[1] - fitted[1]) <= 1:
        fitted = room
    shown = picture if fitted == picture.size else picture.resize(fitted, Image.Resampling.LANCZOS)
    # A new picture, so that nothing that the file said about itself goes along.
    laid = Image.new(picture.mode, room, "white")
    laid.paste(shown, ((room[0] - fitted[0]) // 2, (room[1] - fitted[1]) // 2))
    return laid, whole


def is_heif(data: bytes) -> bool:
    """Whether a file is a photo of a newer telephone, whatever it is called (ISO/IEC 23008-12, the brands of its first box)."""
    return data[4:8] == b"ftyp" and data[8:12] in _BRANDS


def can_read_heif() -> bool:
    """Let Pillow read photos of newer telephones from now on; False where the package that does is missing."""
    try:
        import pi_heif
    except ImportError:
        return False
    pi_heif.register_heif_opener()
    return True
