"""What a page looks like, in a reader that shows annotations and filled-in fields: so that nothing seen is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.intake.refusal import Refusal
from docgen.messages import _

if TYPE_CHECKING:
    import pypdfium2
    from PIL.Image import Image

_HIGH = 700
"""Dots from top to bottom: the thinnest stroke of a pen is still grey."""
_UNLIKE = 60
"""Steps of 255 by which a dot is another one."""
_STRAYS = 12
"""Dots that may differ: a rounded edge falls on one side or the other."""


@contextmanager
def opened(pdf: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF with its fields as they are filled in. Raise Refusal when the reader cannot."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Refusal(_("it cannot be opened by a reader")) from error
    try:
        if document.get_formtype():
            document.init_forms()
        yield document
    finally:
        document.close()


def picture(page: pypdfium2.PdfPage, scale: float) -> Image:
    """Return a page as it is shown, in colour; ``scale`` is in dots per point."""
    bitmap = page.render(scale=scale, may_draw_forms=True, draw_annots=True)
    try:
        shown: Image = bitmap.to_pil().convert("RGB")
        return shown
    finally:
        bitmap.close()


def changed(before: Path, after: Path, drawn: dict[int, list[tuple[float, float, float, float]]]) -> tuple[int, ...]:
    """Return the pages, from 0, that look otherwise than before; where pictures were made (``drawn``) they may.

    Raise Refusal when a page cannot be shown, or there are fewer of them.
    """
    with opened(before) as old, opened(after) as new:
        if len(old) != len(new):
            raise Refusal(_("one reader finds {one} pages in it, another {other}").format(one=len(new), other=len(old)))
        found = []
        for number in range(len(old)):
            first, second = _page(old, number), _page(new, number)
            if not _alike(first, second, drawn.get(number, ())):
                found.append(number)
            first.close()
            second.close()
        return tuple(found)


def _page(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise Refusal(_("page {number}: {what}").format(number=number + 1, what=_("cannot be shown"))) from error


def _alike(old: pypdfium2.PdfPage, new: pypdfium2.PdfPage, drawn: Sequence[tuple[float, float, float, float]]) -> bool:
    from PIL import ImageChops

    width, height = old.get_size()
    scale = min(_HIGH / max(height, 1.0), 2000 / max(width, 1.0), 4.0)
    before, after = picture(old, scale), picture(new, scale)
    if max(abs(one - other) for one, other in zip(before.size, after.size, strict=True)) > 1:
        return False
    common = (0, 0, min(before.width, after.width), min(before.height, after.height))
    before, after = before.crop(common), after.crop(common)  # a page may end within a dot
    unlike = ImageChops.difference(before, after).convert("L").point([255 * (tone > _UNLIKE) for tone in range(256)])
    for box in drawn:
        unlike.paste(0, _in_dots(old, box, scale, before.height))
    return unlike.histogram()[255] <= _STRAYS


def _in_dots(
    page: pypdfium2.PdfPage, box: tuple[float, float, float, float], scale: float, high: int
) -> tuple[int, int, int, int]:
    """Return where a box of the page is in its picture, with a margin; all of it where the page is turned."""
    left, _bottom, _right, top = page.get_cropbox()
    if page.get_rotation():
        return 0, 0, 1 << 15, 1 << 15
    x0, x1 = (box[0] - left) * scale, (box[2] - left) * scale
    y0, y1 = (top - box[3]) * scale, (top - box[1]) * scale
    return max(int(x0) - 3, 0), max(int(y0) - 3, 0), max(int(x1) + 3, 0), max(min(int(y1) + 3, high), 0)
