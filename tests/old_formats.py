"""The formats before and beside .xlsx, written by hand: what a test wants in a cell, other programs would not write.

A table is a list of rows; a cell is text, a number, a day, or for .ods a :class:`Raw` and for .xls a :class:`Record`.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing")),
    )
)
_CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


@dataclass(frozen=True)
class Raw:
    """An .ods cell as XML: attributes, and what is inside."""

    attributes: str
    inside: str = ""


@dataclass(frozen=True)
class Record:
    """An .xls cell as BIFF records: number and data behind row, column and format; ``style`` one of :data:`STYLES`."""

    kind: int
    data: bytes
    style: str = "text"
    more: tuple[tuple[int, bytes], ...] = ()


Cell = str | float | date | Raw | Record | None
Tables = Mapping[str, Sequence[Sequence[Cell]]]
_FILTERED = ' table:visibility="filter"'
STYLES = ("general", "text", "percent", "date")
_FORMATS = {"general": 0, "text": 49, "percent": 9, "date": 14}


def write_ods(
    path: Path,
    tables: Tables,
    before: str = "",
    table_attributes: Mapping[str, str] | None = None,
    unseen: Collection[int] = (),
) -> None:
    """Write an .ods; ``before`` stands in the spreadsheet before its tables; ``unseen`` rows, from 1, are filtered out."""
    body = "".join(
        f'<table:table table:name="{title}" {(table_attributes or {}).get(title, "")}>'
        + "".join(
            f"<table:table-row{_FILTERED if number in unseen else ''}>{''.join(map(_ods_cell, row))}</table:table-row>"
            for number, row in enumerate(rows, 1)
        )
        + "</table:table>"
        for title, rows in tables.items()
    )
    hidden = (
        '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {_SPACES} {_CALCEXT}>{hidden}<office:body><office:spreadsheet>'
        f"{before}{body}</office:spreadsheet></office:body></office:document-content>"
    )
    write_ods_parts(path, content)


def write_ods_parts(path: Path, content: str, manifest: str = "<manifest/>") -> None:
    """Write an .ods from its content.xml."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def _ods_cell(cell: Cell) -> str:
    match cell:
        case None | "":
            return "<table:table-cell/>"
        case Raw():
            return f"<table:table-cell {cell.attributes}>{cell.inside}</table:table-cell>"
        case str():
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
            return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
        case date():
            typed = f'office:value-type="date" office:date-value="{cell}"'
            return f"<table:table-cell {typed}><text:p>{cell}</text:p></table:table-cell>"
        case _:
            return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'


def write_xls(
    path: Path,
    tables: Tables,
    hidden: Mapping[str, int] | None = None,
    date1904: bool = False,
    unseen: Collection[int] = (),
) -> None:
    """Write an .xls (BIFF 8 in a compound file).

    ``hidden`` says of sheets 1 (hidden) or 2 (very hidden); ``unseen`` rows, from 1, are hidden.
    """
    sheets = [_biff_sheet(rows, unseen) for rows in tables.values()]
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    head += _record(0x42, struct.pack("<H", 1200)) + _record(0x22, struct.pack("<H", date1904))
    head += b"".join(_record(0xE0, struct.pack("<HH16x", 0, _FORMATS[style])) for style in STYLES)
    position = len(head) + sum(12 + len(title.encode("utf-16-le")) for title in tables) + 4
    for (title, _rows), data in zip(tables.items(), sheets, strict=True):
        name = title.encode("utf-16-le")
        state = (hidden or {}).get(title, 0)
        head += _record(0x85, struct.pack("<IBBBB", position, state, 0, len(name) // 2, 1) + name)
        position += len(data)
    path.write_bytes(_compound(head + _record(0x0A) + b"".join(sheets)))


def formula(result: bytes, tokens: bytes, *more: tuple[int, bytes]) -> Record:
    """Return a FORMULA with its stored result (8 bytes) and its tokens."""
    return Record(0x06, result + struct.pack("<HIH", 0, 0, len(tokens)) + tokens, more=more)


def string_result(text: str) -> tuple[int, bytes]:
    """Return the STRING record behind a formula whose result is text."""
    return 0x207, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


def _biff_sheet(rows: Sequence[Sequence[Cell]], unseen: Collection[int]) -> bytes:
    out = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    for row in sorted(number - 1 for number in unseen):
        out += _record(0x208, struct.pack("<HHHHHHI", row, 0, 256, 255, 0, 0, 0x120))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            match cell:
                case None | "" | Raw():
                    continue
                case Record():
                    out += _cell(cell.kind, row, column, cell.style, cell.data)
                    out += b"".join(_record(kind, data) for kind, data in cell.more)
                case str():
                    text = struct.pack("<HB", len(cell.encode("utf-16-le")) // 2, 1) + cell.encode("utf-16-le")
                    out += _cell(0x204, row, column, "text", text)
                case date():
                    serial = (cell - date(1899, 12, 30)).days
                    out += _cell(0x203, row, column, "date", struct.pack("<d", serial))
                case _:
                    out += _cell(0x203, row, column, "general", struct.pack("<d", cell))
    return out + _record(0x0A)


def _cell(kind: int, row: int, column: int, style: str, data: bytes) -> bytes:
    return _record(kind, struct.pack("<HHH", row, column, STYLES.index(style)) + data)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _compound(stream: bytes) -> bytes:
    """Put a stream into a compound file ([MS-CFB]) as its part Workbook: header, table, directory, the stream."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    tables = -(-(sectors + 2) // 127)
    chain = [0xFFFFFFFD] * tables + [0xFFFFFFFE]
    chain += [tables + 2 + n for n in range(sectors - 1)] + [0xFFFFFFFE]
    chain += [0xFFFFFFFF] * (tables * 128 - len(chain))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += b"".join(struct.pack("<I", n) for n in [*range(tables), *[0xFFFFFFFF] * (109 - tables)])
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + _entry("Workbook", 2, tables + 1, len(stream), -1)
    directory += _entry("", 0, 0, 0, -1) * 2
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(text) + 2 if name else 0, kind, 1, -1, -1, child)
        + bytes(36)
        + struct.pack("<III", start, size, 0)
    )
