"""Piles of scans made from papers: each page as a scanner gives it, turned, askew, noisy, as JPEG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random
from statistics import NormalDist

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def scan(page: pypdfium2.PdfPage, chance: Random, *, dpi: int = 150, turn: int = 0, skew: float = 0.0) -> bytes:
    """Return a printed page as a scanner sees it: ``turn`` clockwise, ``skew`` in degrees, a little shifted, grey and blurred."""
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    across, down = (round(chance.uniform(-2, 2) * dpi / 25.4) for _axis in "xy")
    picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255, translate=(across, down))
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.7) * dpi / 150))
    paper, ink = chance.randint(225, 255), chance.randint(0, 70)
    picture = picture.point([ink + (paper - ink) * level // 255 for level in range(256)])
    picture = ImageChops.add(picture, _noise(picture.size, chance), offset=-128)
    written = io.BytesIO()
    picture.rotate(-turn, expand=True).save(written, "JPEG", quality=chance.randint(50, 85), dpi=(dpi, dpi))
    return written.getvalue()


def _noise(size: tuple[int, int], chance: Random) -> Image.Image:
    """Return noise around 128, normally distributed; Pillow's own is another one in each run."""
    bell = NormalDist(128, chance.uniform(5, 25))
    levels = [min(max(round(bell.inv_cdf((level + 0.5) / 256)), 0), 255) for level in range(256)]
    return Image.frombytes("L", size, chance.randbytes(size[0] * size[1])).point(levels)


def without_code(scan: bytes) -> bytes:
    """A page whose four corners somebody wrote over."""
    picture = Image.open(io.BytesIO(scan))
    dpi = picture.info["dpi"]
    wide, tall = picture.size
    reach = int(30 * dpi[0] / 25.4)
    for x in (0, wide - reach):
        for y in (0, tall - reach):
            ImageDraw.Draw(picture).rectangle((x, y, x + reach, y + reach), fill=128)
    target = io.BytesIO()
    picture.save(target, "JPEG", dpi=dpi)
    return target.getvalue()


def blank() -> bytes:
    """The back of a paper, scanned along."""
    written = io.BytesIO()
    Image.new("L", (1240, 1754), 250).save(written, "JPEG", dpi=(150, 150))
    return written.getvalue()


def as_pdf(target: Path, pages: Sequence[bytes]) -> Path:
    """Lay scanned pages into one PDF, as a scanner with a feeder does."""
    target.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(target), invariant=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rl_config, "useA85", 0)  # which costs half a second a page
        for page in pages:
            picture = Image.open(io.BytesIO(page))
            dpi = picture.info["dpi"][0]
            size = (picture.width * 72 / dpi, picture.height * 72 / dpi)
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(io.BytesIO(page)), 0, 0, *size)
            canvas.showPage()
        canvas.save()
    return target


def anyhow(pdfs: Iterable[Path], chance: Random, most: int = 100) -> list[tuple[str, int, bytes]]:
    """Return the pages of papers with their names and numbers, each scanned in a way of its own."""
    found: list[tuple[str, int, bytes]] = []
    for path in pdfs:
        with pypdfium2.PdfDocument(path) as document:
            for number, page in enumerate(document, 1):
                if len(found) == most:
                    return found
                how = {"dpi": chance.choice((150, 300)), "turn": chance.choice((0, 90, 180, 270))}
                found.append((path.stem, number, scan(page, chance, skew=chance.uniform(-3, 3), **how)))
    return found
