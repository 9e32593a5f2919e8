"""Fonts as a PDF's dictionaries hold them: one of two-byte codes written, and whether one brings its face."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docgen.fonts.codes import USUAL_WIDTH

if TYPE_CHECKING:
    import pikepdf


def composite(
    pdf: pikepdf.Pdf,
    name: pikepdf.Name,
    descriptor: pikepdf.Dictionary,
    widths: Iterable[pikepdf.Object | int | list[float]],
    glyphs: pikepdf.Object,
    texts: pikepdf.Object,
) -> pikepdf.Object:
    """Add a TrueType font with Identity-H codes (ISO 32000-1, 9.7).

    ``descriptor`` lacks nothing but the name; ``widths`` is /W, ``glyphs`` /CIDToGIDMap, ``texts`` /ToUnicode.
    """
    from pikepdf import Array, Dictionary, Name, String

    descriptor.FontName = name
    below = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=USUAL_WIDTH,
        W=Array(widths),
        CIDToGIDMap=glyphs,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(below)]),
            ToUnicode=texts,
        )
    )


def brings_face(descriptor: pikepdf.Object | None) -> bool:
    """Whether a font's descriptor has the face; one without is drawn as each reader likes."""
    return descriptor is not None and any(file in descriptor for file in ("/FontFile", "/FontFile2", "/FontFile3"))
