"""Composite fonts as the bundle writes and reads them: Identity-H codes that are glyph numbers, widths, ToUnicode.

PDF/A holds with them (ISO 19005-2, 6.2.11): the program embedded, widths that agree with it, every code with its text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from docgen.bundle.lettering import unicode_map
from docgen.bundle.shared import value

_BLOCK = re.compile(rb"(\d+) beginbf(char|range)\n(.*?)endbf(?:char|range)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f]+)>")
_USUAL = 1000
"""Width of a code of which nothing is said, in thousandths: a Chinese character's."""


def entries(
    writer: PdfWriter,
    name: str,
    program: bytes,
    widths: Sequence[float],
    texts: Mapping[int, str],
    descriptor: Mapping[str, PdfObject],
) -> dict[NameObject, PdfObject]:
    """Return the entries of a font dictionary; all that it refers to goes into the writer.

    ``widths`` are by glyph number from 0, in thousandths; ``descriptor`` is without type, name and program.
    """
    add, tag = writer._add_object, NameObject(f"/{name}")
    described = DictionaryObject({NameObject(key): entry for key, entry in descriptor.items()})
    described[NameObject("/Type")] = NameObject("/FontDescriptor")
    described[NameObject("/FontName")] = tag
    described[NameObject("/FontFile2")] = add(_packed(program, Length1=len(program)))
    system = {
        NameObject("/Registry"): TextStringObject("Adobe"),
        NameObject("/Ordering"): TextStringObject("Identity"),
        NameObject("/Supplement"): NumberObject(0),
    }
    cid = {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/CIDFontType2"),
        NameObject("/BaseFont"): tag,
        NameObject("/CIDSystemInfo"): DictionaryObject(system),
        NameObject("/FontDescriptor"): add(described),
        NameObject("/DW"): NumberObject(_USUAL),
        NameObject("/W"): _runs(widths),
        NameObject("/CIDToGIDMap"): NameObject("/Identity"),
    }
    return {
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type0"),
        NameObject("/BaseFont"): tag,
        NameObject("/Encoding"): NameObject("/Identity-H"),
        NameObject("/DescendantFonts"): ArrayObject([add(DictionaryObject(cid))]),
        NameObject("/ToUnicode"): add(_packed(unicode_map(texts))),
    }


def embed(
    writer: PdfWriter,
    name: str,
    program: bytes,
    widths: Sequence[float],
    texts: Mapping[int, str],
    descriptor: Mapping[str, PdfObject],
) -> IndirectObject:
    """Add a font to a file; see :func:`entries`."""
    return writer._add_object(DictionaryObject(entries(writer, name, program, widths, texts, descriptor)))


def _packed(data: bytes, **more: int) -> PdfObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    for key, number in more.items():
        stream[NameObject(f"/{key}")] = NumberObject(number)
    return stream.flate_encode(9)


def _runs(widths: Sequence[float]) -> ArrayObject:
    """Write widths, the usual one left out (ISO 32000-1, 9.7.4.3)."""
    runs = ArrayObject()
    run = ArrayObject()
    for code, width in enumerate(widths):
        if width == _USUAL:
            run = ArrayObject()
            continue
        if not run:
            runs += [NumberObject(code), run]
        run.append(NumberObject(width) if width == int(width) else FloatObject(width))
    return runs


def widths_of(cid: DictionaryObject) -> tuple[dict[int, float], float] | None:
    """Return widths by code and that of all other codes; None when they are written in a way that is not known."""
    held, usual = value(cid, "/W"), value(cid, "/DW")
    found: dict[int, float] = {}
    listed = [entry.get_object() for entry in held] if isinstance(held, ArrayObject) else []
    if (held is not None and not isinstance(held, ArrayObject)) or not isinstance(usual, NumberObject):
        return None
    while listed:
        match listed:
            case [NumberObject() as first, ArrayObject() as run, *listed]:
                if not all(isinstance(width, NumberObject | FloatObject) for width in run):
                    return None
                found.update(enumerate(map(float, run), int(first)))
            case [NumberObject() as first, NumberObject() as last, NumberObject() | FloatObject() as width, *listed]:
                found.update(dict.fromkeys(range(int(first), min(int(last), 0xFFFF) + 1), float(width)))
            case _:
                return None
    return found, float(usual)


def texts_of(unicode: bytes) -> dict[int, str] | None:
    """Return what each code stands for; None when the map has anything but single codes and plain ranges."""
    found: dict[int, str] = {}
    blocks = list(_BLOCK.finditer(unicode))
    if len(blocks) != unicode.count(b"beginbf"):
        return None
    for block in blocks:
        each = 2 if block[2] == b"char" else 3
        values = _HEX.findall(block[3])
        if b"[" in block[3] or len(values) != each * int(block[1]) or any(len(one) % 4 for one in values):
            return None
        for at in range(0, len(values), each):
            first, last = int(values[at], 16), int(values[at + each - 2], 16)
            text = bytes.fromhex(values[at + each - 1].decode()).decode("utf-16-be", "replace")
            if not text or "\ufffd" in text or not first <= last <= first + 0xFF:
                return None
            found.update((code, text[:-1] + chr(ord(text[-1]) + code - first)) for code in range(first, last + 1))
    return found
