"""Scans that were cut or have a block of nothing in them, as a faulty copy or stick leaves them; and their sound originals."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from tests import foreign

PAGES = 6
CUTS = (0.3, 0.5, 0.7, 0.9, 0.995)
PLACES = tuple(place / 10 + 0.04 for place in range(10))
BLOCKS = (512, 4096)


def _sheets(mode: str = "RGB") -> list[Image.Image]:
    sheets = []
    for number in range(PAGES):
        sheet = foreign.a_page((620, 877), "RGB").effect_spread(2)
        sheet.paste("black", (60, 40 * number + 450, 300, 40 * number + 470))
        sheets.append(sheet.convert(mode))
    return sheets


def of_pillow(path: Path) -> None:
    first, *others = _sheets()
    first.save(path, save_all=True, append_images=others, resolution=75)


def of_reportlab(path: Path) -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=foreign.A4, invariant=1)
    for sheet in _sheets("L"):
        canvas.drawImage(ImageReader(sheet), 0, 0, *foreign.A4)
        canvas.showPage()
    canvas.save()


def of_pikepdf(path: Path) -> None:
    """Pictures of two tones (fax, group 4), objects packed into streams."""
    first, *others = _sheets("1")
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=75)
    with pikepdf.open(out) as pdf:
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)


def of_pypdf(path: Path) -> None:
    """A scan that went through a program which merges, with progressive pictures."""
    from pypdf import PdfWriter

    out = io.BytesIO()
    writer = PdfWriter()
    first, *others = _sheets()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=75, optimize=True)
    writer.append(out)
    writer.write(path)


WRITERS = {"pillow": of_pillow, "reportlab": of_reportlab, "pikepdf": of_pikepdf, "pypdf": of_pypdf}


def damages(sound: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the file cut at five places, and with blocks of nothing at ten."""
    for cut in CUTS:
        yield f"cut at {cut}", sound[: int(len(sound) * cut)]
    for block in BLOCKS:
        for place in PLACES:
            at = int((len(sound) - block) * place)
            yield f"{block} zeros at {place:.2f}", sound[:at] + bytes(block) + sound[at + block :]


def looks_like(one: Path, other: Path) -> bool:
    """Whether two PDFs show the same on the same number of pages."""
    first, second = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    try:
        if len(first) != len(second):
            return False
        for number in range(len(first)):
            pictures = [each[number].render(scale=1).to_pil().convert("L") for each in (first, second)]
            if pictures[0].size != pictures[1].size:
                return False
            unlike = ImageChops.difference(*pictures).point([255 * (tone > 32) for tone in range(256)])
            if unlike.histogram()[255] > 20:
                return False
        return True
    finally:
        first.close()
        second.close()
