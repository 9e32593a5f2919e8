"""Pages as pictures, for a person to look at: what no comparison of texts can judge."""

from __future__ import annotations

from io import BytesIO

WIDTH = 620
"""Pixels: an A4 page at 75 dots an inch."""


def pictures(pdf: bytes, width: int = WIDTH) -> list[bytes]:
    """Return each page of a PDF that passed the gate as a PNG, ``width`` pixels wide."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            image = page.render(scale=width / page.get_width()).to_pil().convert("L")
            file = BytesIO()
            image.save(file, "PNG")
            found.append(file.getvalue())
            page.close()
        return found
    finally:
        document.close()
