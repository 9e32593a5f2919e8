"""Pages as pictures, for a person to look at: what no comparison of texts can judge."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

WIDTH = 620
"""Pixels: an A4 page at 75 dots an inch."""


def pictures(pdf: Path | bytes, width: int = WIDTH, only: int = 0) -> list[bytes]:
    """Return each page of a PDF as a PNG, ``width`` pixels wide; ``only`` one of them, numbered from 1, where it is said."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for number in range(len(document)) if not only else range(only - 1, min(only, len(document))):
            page = document[number]
            image = page.render(scale=width / page.get_width()).to_pil().convert("L")
            file = BytesIO()
            image.save(file, "PNG")
            found.append(file.getvalue())
            page.close()
        return found
    finally:
        document.close()
