"""Pages as pictures, for a person to look at; and the pictures of a .docx that are made of points, which can be counted there.

An engine puts each of these onto a page as it is.
"""

from __future__ import annotations

import posixpath
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import markup
from docgen.markup import MC, A, R

if TYPE_CHECKING:
    import zipfile

    from lxml.etree import _Element

__all__ = ["WIDTH", "count", "pictures"]

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


_OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
_MADE_OF_POINTS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def count(name: str, part: _Element, package: zipfile.ZipFile) -> int:
    """Return how many pictures made of points a part shows; a vector picture with one behind it is none."""
    relations = markup.relations_of(name)
    if relations not in package.namelist():
        return 0
    known = _rasters(markup.root(package.read(relations)), package)
    return sum(_is_drawn(one, known) for one in part.iter(f"{A}blip", _OLD_PICTURE))


def _rasters(relations: _Element, package: zipfile.ZipFile) -> set[str]:
    """Return the pictures made of points by the names under which a part refers to them."""
    found = set()
    for one in relations:
        target = posixpath.normpath(posixpath.join("word", str(one.get("Target", "")))).lstrip("/")
        if str(one.get("Type", "")).endswith("/image") and target in package.namelist():
            with package.open(target) as picture:
                if picture.read(4).startswith(_MADE_OF_POINTS):
                    found.add(str(one.get("Id")))
    return found


def _is_drawn(picture: _Element, rasters: set[str]) -> bool:
    """Whether a picture is one of those made of points, and no other stands in its place."""
    named = picture.get(f"{R}embed") or picture.get(f"{R}id")
    behind = any(above.tag == f"{MC}Fallback" for above in picture.iterancestors())
    return named in rasters and not behind and not any("svgBlip" in str(one.tag) for one in picture.iter())
