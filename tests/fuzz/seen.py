"""What another program sees of a spoiled file, held against what docgen took of it: nothing may be lost, nothing changed.

The other readers are openpyxl for workbooks, docxtpl for templates, poppler for PDFs, and Pillow for pictures, which is asked
for the picture and not for its checksums. What the other reader refuses says nothing and is passed over.
"""

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docgen.workbook.cells import Cell, NonText

_DOTS = 60
"""Pixels that each page is wide and high when it is compared: enough to miss a line of text."""
_UNLIKE = 64


def of_workbook(path: Path, taken: Any) -> str:
    """Compare every cell of every sheet with what openpyxl finds there."""
    import openpyxl

    from docgen.workbook.reading import read_here

    del taken
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, data_only=True)
    except Exception:  # another program's way to say no
        return ""
    titles = read_here(path, ()).others
    if not {one.strip() for one in book.sheetnames} <= set(titles):  # openpyxl leaves out what it cannot find
        return f"sheets: {book.sheetnames} read as {titles}"
    sheets = read_here(path, tuple(one.strip() for one in book.sheetnames)).sheets
    for sheet in book.worksheets:
        there = {
            cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value not in (None, "")
        }
        read = dict(_cells(sheets[sheet.title.strip()].rows))
        for place in sorted(there.keys() | read.keys()):
            if not _says(read.get(place, ""), there.get(place)):
                return f"{sheet.title}!{place}: {there.get(place)!r} read as {read.get(place)!r}"
    return ""


def _cells(rows: Any) -> Iterator[tuple[str, Cell]]:
    from docgen.workbook.cells import letters

    for number, cells in rows:
        for column, cell in enumerate(cells, 1):
            if cell != "":
                yield f"{letters(column)}{number}", cell


def _says(cell: Cell, value: object) -> bool:
    text = cell.text if isinstance(cell, NonText) else cell
    match value:
        case bool():
            return text == str(value).upper()
        case datetime() | date():
            return text == value.isoformat()[:10]
        case time():
            return text == f"{value:%H:%M}"
        case int() | float():
            return isinstance(cell, NonText) and (cell.serial == value or text.endswith("%"))
        case None:
            return isinstance(cell, NonText) and cell.text == ""  # a formula without a result
        case _:
            return text == str(value) or len(str(value)) > 200


def of_template(path: Path, filled: Path, data: Mapping[str, object]) -> str:
    """Compare each part of the filled file with the template's, and those that have tags with what docxtpl makes of them."""
    from docxtpl import DocxTemplate

    other = path.with_name("other.docx")
    try:
        template = DocxTemplate(path)
        template.render(dict(data))
        template.save(other)
    except Exception:
        return ""
    with zipfile.ZipFile(filled) as ours, zipfile.ZipFile(other) as theirs, zipfile.ZipFile(path) as before:
        for name in before.namelist():
            if name.endswith(".xml") and name.startswith("word/"):
                if name not in ours.namelist():
                    return f"{name} is left out"
                if name in theirs.namelist() and _words(ours.read(name)) != _words(theirs.read(name)):
                    return f"{name}: other words"
    return ""


def _words(part: bytes) -> list[str]:
    from lxml import etree

    return [
        one.text
        for one in etree.fromstring(part, etree.XMLParser(resolve_entities=False)).iter(
            "{*}t", "{*}delText", "{*}instrText"
        )
        if one.text
    ]


def of_pdf(path: Path, _taken: Any) -> str:
    """Compare how poppler draws each page before and after."""
    if shutil.which("pdftoppm") is None:
        return ""
    before, after = _drawn(path), _drawn(path.with_name("taken.pdf"))
    if not before:
        return ""
    if len(before) != len(after):
        return f"{len(before)} pages taken as {len(after)}"
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        if reason := _unlike(one, other):
            return f"page {number}: {reason}"
    return ""


def _drawn(pdf: Path) -> list[Any]:
    from PIL import Image

    subprocess.run(["pdftoppm", "-r", "36", pdf, pdf.with_suffix("")], capture_output=True, check=False, timeout=60)
    found = []
    for page in sorted(pdf.parent.glob(f"{pdf.stem}-*.ppm")):
        with Image.open(page) as picture:
            found.append(picture.convert("L"))
        page.unlink()
    return found


def of_picture(path: Path, _taken: Any) -> str:
    """Compare the picture as Pillow draws it, whatever is amiss, with the page, its margins cut off."""
    import pypdfium2
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with Image.open(path) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception:
        return ""
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    before = Image.new("RGB", upright.size, "white")
    before.paste(upright, mask=upright.getchannel("A"))
    document = pypdfium2.PdfDocument(path.with_name("taken.pdf"))
    page = document[0].render(scale=1).to_pil()
    document.close()
    wide, high = (
        (page.width, page.width * before.height / before.width)
        if before.height / before.width < page.height / page.width
        else (page.height * before.width / before.height, page.height)
    )
    left, top = (page.width - wide) / 2, (page.height - high) / 2
    cut = page.crop(
        (round(left), round(top), max(round(left + wide), round(left) + 1), max(round(top + high), round(top) + 1))
    )
    return _unlike(before.convert("L"), cut.convert("L"))


def _unlike(one: Any, other: Any) -> str:
    from PIL import Image, ImageChops

    if abs(one.width / one.height - other.width / other.height) > 0.05 * one.width / one.height + 0.02:
        return f"another shape: {one.size}, {other.size}"
    small = [each.resize((_DOTS, _DOTS), Image.Resampling.BOX) for each in (one, other)]
    most = max(tone for tone, many in enumerate(ImageChops.difference(*small).histogram()) if many)
    return f"looks otherwise, by {most} of 255" if most > _UNLIKE else ""
