"""A face of one glyph without area, an em wide and high: for text that is found and copied but not seen.

It has a box though nothing is in it: PDFium passes over text that takes no room.
"""

from __future__ import annotations

import io
from functools import cache


@cache
def blank() -> bytes:
    """Return the face, the same bytes every time."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", "unseen"]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({0x20: "unseen"})
    pen = TTGlyphPen(None)
    pen.moveTo((0, -200))
    pen.lineTo((1000, 800))
    pen.closePath()
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Docgen Unseen", "styleName": "Regular", "psName": "DocgenUnseen"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
