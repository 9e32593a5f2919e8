"""Finds codes on scans: PDF, JPEG or PNG, pages turned and askew, from 150 dpi on. To be called in a child with bounds.

The whole page is looked at, for two papers may lie on it; where nothing is found, its corners by themselves, where a code
stands; then both more finely. The pages of one paper are then laid together, in their order and upright, each as it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.codes import Code

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

PICTURES = (".jpg", ".jpeg", ".png")
ENDINGS = (".pdf", *PICTURES)
"""What a scan's name ends with."""
_DPI, _FINE = 200, 300
_LONGEST = 4200
"""Dots of a picture's longer side: A4 at 300 dpi has 3508; a camera's picture is made smaller."""
_ACROSS, _DOWN = 0.34, 0.3
"""Share of a page that a corner is, however the page lies."""
_QUARTER = 90
_BLANK = 8
"""Levels of grey that paper without anything on it varies by, seen from afar."""


class UnreadableScanError(ValueError):
    """No scan that can be opened."""


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of a scan: the codes found on it (two when two papers lie on it), how far it is turned, whether it is blank."""

    codes: tuple[Code, ...] = ()
    turned: int = 0
    """Degrees, clockwise, by which it must be turned to stand upright: 0, 90, 180 or 270."""
    is_blank: bool = False


def read(path: Path, pages: range | None = None) -> list[SeenPage]:
    """Look for codes on the pages of a scan, numbered from 0, or on all. Raise UnreadableError when it cannot be opened."""
    if path.suffix.lower() in PICTURES:
        return [_look(_Picture(path))]
    with _opened(path) as document:
        return [_look(_PdfPage(document[number])) for number in (range(len(document)) if pages is None else pages)]


def count(path: Path) -> int:
    """Return how many pages a scan has. Raise UnreadableError when it cannot be opened."""
    if path.suffix.lower() in PICTURES:
        return 1
    with _opened(path) as document:
        return len(document)


@contextmanager
def _opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
        try:
            yield document
        finally:
            document.close()
    except (pypdfium2.PdfiumError, OSError, ValueError) as error:
        raise UnreadableScanError(str(error)) from error


class _Picture:
    """A picture by itself, which has the dots it has."""

    def __init__(self, path: Path) -> None:
        from PIL import Image, ImageOps, UnidentifiedImageError

        try:
            with Image.open(path) as picture:
                picture.draft("L", (_LONGEST, _LONGEST))
                upright = ImageOps.exif_transpose(picture)
                self._dots = upright.convert("L")
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
            raise UnreadableScanError(str(error)) from error
        if max(self._dots.size) > _LONGEST:
            self._dots.thumbnail((_LONGEST, _LONGEST))

    def drawn(self, fine: bool) -> Image:
        """Return it, twice as large where it is to be looked at finely."""
        return self._dots.resize((self._dots.width * 2, self._dots.height * 2)) if fine else self._dots


class _PdfPage:
    """A page of a PDF, drawn as finely as it is asked for."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page

    def drawn(self, fine: bool) -> Image:
        """Draw it."""
        dots = _LONGEST / max(self._page.get_size())
        scale = min((_FINE if fine else _DPI) / 72, dots)
        image: Image = self._page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
        return image


def _look(page: _Picture | _PdfPage) -> SeenPage:
    picture = page.drawn(fine=False)
    found = _found(picture) or _in_corners(picture)
    if not found:
        if _is_blank(picture):
            return SeenPage(is_blank=True)
        picture = page.drawn(fine=True)
        found = _found(picture) or _in_corners(picture)
    turns = set(found.values())
    return SeenPage(tuple(found), turns.pop() if len(turns) == 1 else 0)


def _in_corners(picture: Image) -> dict[Code, int]:
    found: dict[Code, int] = {}
    for corner in _corners(picture):
        found |= _found(corner)
    return found


def _corners(picture: Image) -> Iterator[Image]:
    wide, tall = picture.size
    across, down = (_ACROSS, _DOWN) if wide < tall else (_DOWN, _ACROSS)
    x, y = int(wide * across), int(tall * down)
    for left, top in ((0, tall - y), (wide - x, 0), (wide - x, tall - y), (0, 0)):
        yield picture.crop((left, top, left + x, top + y))


def _found(picture: Image) -> dict[Code, int]:
    """Return docgen's codes in a picture, and by how much each must be turned to stand upright."""
    import zxingcpp

    found: dict[Code, int] = {}
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    dots = memoryview(picture.tobytes()).cast("B", (picture.height, picture.width))
    for one in zxingcpp.read_barcodes(dots, formats=formats, try_invert=False):
        code = Code.parse(one.text) if one.valid else None
        if code is not None:
            found[code] = -round(one.orientation / _QUARTER) * _QUARTER % 360
    return found


def _is_blank(picture: Image) -> bool:
    """Whether nothing stands on a page: the back of a paper, scanned along."""
    small = picture.reduce(max(1, picture.width // 100))
    inner = small.crop((5, 5, small.width - 5, small.height - 5))
    low, high = inner.getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return high - low <= _BLANK


def gather(pages: Sequence[tuple[Path, int, int]], target: Path) -> None:
    """Write pages of PDFs as one: each with its file, its number there from 0, and how far to turn it, clockwise.

    Raise UnreadableError when a file cannot be opened. The same pages give the same bytes.
    """
    import pikepdf

    try:
        with ExitStack() as stack, pikepdf.new() as document:
            sources = {
                path: stack.enter_context(pikepdf.open(path, suppress_warnings=True))
                for path in dict.fromkeys(path for path, _number, _turn in pages)
            }
            for path, number, turn in pages:
                document.pages.append(sources[path].pages[number])
                if turn:
                    document.pages[-1].rotate(turn, relative=True)
            document.remove_unreferenced_resources()
            document.save(target, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableScanError(str(error)) from error
