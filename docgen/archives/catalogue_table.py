"""归档文件目录.xlsx beside a bundle: the rows of ``catalogue.json`` as a table, and whether a table still has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from docgen import markup
from docgen.archives.records import BagCatalogue, FiledLine
from docgen.archives.verdict import Notes, Quality
from docgen.incoming import Refused, limits, packed
from docgen.messages import _

LISTED = "归档文件目录.xlsx"
COLUMNS = (
    ("序号", 6.0), ("档号", 28.0), ("文号", 20.0), ("责任者", 18.0), ("题名", 40.0), ("日期", 10.0),
    ("密级", 6.0), ("页数", 6.0), ("起始页", 8.0), ("合订本", 14.0), ("备注", 14.0),
)  # fmt: skip
"""Titles and widths in characters."""


def rows(lines: Sequence[FiledLine]) -> list[tuple[str | int, ...]]:
    """Return the cells of the table, a row an item."""
    return [
        (
            line.number,
            line.reference,
            line.document_number,
            line.responsible,
            line.title,
            line.dated,
            line.secrecy,
            line.pages,
            line.first_page,
            line.file,
            line.remark,
        )
        for line in lines
    ]


def check(path: Path, catalogue: BagCatalogue, notes: Notes) -> None:
    """Note a table that is missing or says something else than ``catalogue.json``."""
    if not path.is_file():
        notes.error(Quality.COMPLETE, LISTED, _("is missing"))
        return
    try:
        there = list(_cells(path))
    except (Refused, *packed.BROKEN, IndexError, SyntaxError) as error:
        notes.error(Quality.USABLE, LISTED, _("cannot be read: {reason}").format(reason=error))
        return
    wanted = [tuple(name for name, _width in COLUMNS), *(tuple(map(str, row)) for row in rows(catalogue.lines))]
    for number, (real, said) in enumerate(zip(there, wanted, strict=False), 1):
        if real != said:
            notes.error(
                Quality.AUTHENTIC, LISTED, _("row {number} is not what the catalogue says").format(number=number)
            )
            return
    if len(there) != len(wanted):
        notes.error(
            Quality.AUTHENTIC,
            LISTED,
            _("has {real} rows, the catalogue has {said}").format(real=len(there) - 1, said=len(wanted) - 1),
        )


def _cells(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the first sheet, of a table as it was written here: every cell there, none skipped."""
    with packed.opened(path, path, limits.LISTING) as parts:
        texts = [
            "".join(text.text or "" for text in one.iter(f"{markup.S}t"))
            for one in markup.root(parts.read("xl/sharedStrings.xml"), huge=True)
        ]
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if len(sheets) != 1:
            raise ValueError(", ".join(sheets))
        for row in markup.root(parts.read(sheets[0]), huge=True).iter(f"{markup.S}row"):
            yield tuple(
                texts[int(value)] if cell.get("t") == "s" else value
                for cell in row
                for value in ["".join(one.text or "" for one in cell.iter(f"{markup.S}v"))]
            )
