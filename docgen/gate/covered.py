"""Text that is in a PDF and not seen: a shape or picture lies over it, or it has the colour of its ground.

No comparison of texts can tell; so the page is looked at where its characters are, of papers alone on which drawings float.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["covered"]

_SCALE = 2.0
"""Dots per point: a comma has some of its own."""
_SEEN = 12
"""Of 255 steps of grey, how far the lightest and the darkest dot of a character and its ground are apart at least."""


def covered(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Yield of each page that has such text its number, from 1, and the text."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document, 1):
            text, height = page.get_textpage(), page.get_height()
            image = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L")
            edges = [ctypes.c_double() for _side in range(4)]
            found = []
            for index in range(text.count_chars()):
                character = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
                if not character.strip() or pdfium.FPDFText_IsGenerated(text.raw, index):
                    continue
                if not pdfium.FPDFText_GetCharBox(text.raw, index, *edges):
                    continue
                left, right, bottom, top = (edge.value * _SCALE for edge in edges)
                upper = height * _SCALE
                box = (int(left) - 1, int(upper - top) - 1, int(right) + 2, int(upper - bottom) + 2)
                inside = (max(box[0], 0), max(box[1], 0), min(box[2], image.width), min(box[3], image.height))
                if inside[0] < inside[2] and inside[1] < inside[3] and right > left and top > bottom:
                    darkest, lightest = image.crop(inside).getextrema()
                    if lightest - darkest < _SEEN:
                        found.append(character)
            text.close()
            page.close()
            if found:
                yield number, "".join(found)
    finally:
        document.close()
