"""Composite fonts as the bundle writes and reads them: Identity-H codes that are glyph numbers, widths, ToUnicode.

PDF/A holds with them (ISO 19005-2, 6.2.11): the program embedded, widths that agree with it, every code with its text.
"""

from __future__ import annotations

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

from docgen.fonts.codes import USUAL_WIDTH, unicode_map, width_runs
from docgen.fonts.truetype import glyph_map


def entries(
    writer: PdfWriter,
    name: str,
    program: bytes,
    widths: Mapping[int, float],
    texts: Mapping[int, str],
    descriptor: Mapping[str, PdfObject],
    codes: Sequence[int] = (),
) -> dict[NameObject, PdfObject]:
    """Return the entries of a font dictionary; all that it refers to goes into the writer.

    ``widths`` are by code, in thousandths; ``descriptor`` is without type, name and program. ``codes`` are those of the
    glyphs 1, 2, 3 …, where they are not these numbers themselves.
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
        NameObject("/DW"): NumberObject(USUAL_WIDTH),
        NameObject("/W"): _runs(widths),
        NameObject("/CIDToGIDMap"): add(_packed(glyph_map(codes))) if codes else NameObject("/Identity"),
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
    """Add a font whose codes are glyph numbers, ``widths`` from 0 on; see :func:`entries`."""
    by_code = dict(enumerate(widths))
    return writer._add_object(DictionaryObject(entries(writer, name, program, by_code, texts, descriptor)))


def _packed(data: bytes, **more: int) -> PdfObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    for key, number in more.items():
        stream[NameObject(f"/{key}")] = NumberObject(number)
    return stream.flate_encode(9)


def _runs(widths: Mapping[int, float]) -> ArrayObject:
    return ArrayObject(
        NumberObject(run) if isinstance(run, int) else ArrayObject(map(_number, run)) for run in width_runs(widths)
    )


def _number(width: float) -> NumberObject | FloatObject:
    return NumberObject(width) if isinstance(width, int) else FloatObject(width)
