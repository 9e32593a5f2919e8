"""Outlines → a TrueType file whose shape does not depend on which outlines are in it.

A PDF must come out the same whatever else the cache holds. So a face always numbers its glyphs by the whole repertoire
of its source, with empty outlines where none has been converted yet; advances are always complete; and the tables that
summarise a font (head, hhea, maxp) carry fixed values instead of the maximum over what happens to be there.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from docgen.fonts.outlines import EM, repertoire
from docgen.fonts.truetype import tables_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from docgen.fonts.substitution import Face

ASCENT, DESCENT = 1010, 290
"""Line metrics in units, together 1.3 em: the pitch Word gives 宋体, 仿宋, 楷体 and 黑体 at single spacing without a grid.

The sources say 1.437 and 1.448 em; with those, tables would grow by a tenth against the real faces.
"""
TOP = 880
"""Units above the baseline where a character's square begins: from here vertical text goes down, one em a character.

Without metrics of its own for that, LibreOffice takes a line's height for each, and every third character of a label
that stands in a narrow cell falls into another column.
"""
_EPOCH = 3313699200
"""2009-01-01 as a font counts time (seconds from 1904); a face has no date of its own."""


def build(face: Face, glyphs: Mapping[int, bytes], advances: tuple[int, ...] | None = None) -> bytes:
    """Build a face from ``glyf`` entries by code point (0: .notdef).

    ``advances`` are those of all glyph ids where they are not the source's own. Characters beyond the source's repertoire are
    an em wide and stand behind it, so that no other has another number.
    """
    from fontTools.ttLib import TTFont, newTable
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    everything = repertoire(face.source)
    ids = everything.ids
    beyond = sorted(glyphs.keys() - ids.keys() - {0})
    ids |= {code: index for index, code in enumerate(beyond, len(ids) + 1)}
    advances = (*(advances or everything.advances), *(EM for _code in beyond))
    font = TTFont(recalcBBoxes=False, recalcTimestamp=False)
    font.setGlyphOrder([".notdef", *(f"u{code:04X}" for code in ids)])
    raw = dict.fromkeys(("glyf", "loca", "hmtx", "vmtx"), b"")
    raw["glyf"], raw["loca"], raw["hmtx"], raw["vmtx"] = _outline_tables(
        advances, {ids.get(c, 0): g for c, g in glyphs.items()}
    )
    font["head"] = head = newTable("head")
    vars(head).update(
        tableVersion=1.0, fontRevision=1.0, checkSumAdjustment=0, magicNumber=0x5F0F3CF5, flags=3, unitsPerEm=EM,
        created=_EPOCH, modified=_EPOCH, xMin=-EM, yMin=-EM, xMax=3 * EM, yMax=2 * EM, macStyle=int(face.bold),
        lowestRecPPEM=8, fontDirectionHint=2, indexToLocFormat=1, glyphDataFormat=0,
    )  # fmt: skip
    font["hhea"] = hhea = newTable("hhea")
    vars(hhea).update(
        tableVersion=0x00010000, ascent=ASCENT, descent=-DESCENT, lineGap=0, advanceWidthMax=3 * EM,
        minLeftSideBearing=-EM, minRightSideBearing=-EM, xMaxExtent=3 * EM, caretSlopeRise=1, caretSlopeRun=0,
        caretOffset=0, reserved0=0, reserved1=0, reserved2=0, reserved3=0, metricDataFormat=0,
        numberOfHMetrics=len(advances),
    )  # fmt: skip
    font["vhea"] = vhea = newTable("vhea")
    vars(vhea).update(
        tableVersion=0x00011000, ascent=EM // 2, descent=-EM // 2, lineGap=0, advanceHeightMax=EM,
        minTopSideBearing=-EM, minBottomSideBearing=-EM, yMaxExtent=3 * EM, caretSlopeRise=0, caretSlopeRun=1,
        caretOffset=0, reserved1=0, reserved2=0, reserved3=0, reserved4=0, metricDataFormat=0, numberOfVMetrics=1,
    )  # fmt: skip
    font["maxp"] = maxp = newTable("maxp")
    vars(maxp).update(
        tableVersion=0x00010000, numGlyphs=len(advances), maxPoints=4096, maxContours=512,
        maxCompositePoints=0, maxCompositeContours=0, maxZones=1, maxTwilightPoints=0, maxStorage=0,
        maxFunctionDefs=0, maxInstructionDefs=0, maxStackElements=0, maxSizeOfInstructions=0,
        maxComponentElements=0, maxComponentDepth=0,
    )  # fmt: skip
    font["OS/2"] = _os2(face)
    font["post"] = post = newTable("post")
    vars(post).update(
        formatType=3.0, italicAngle=0, underlinePosition=-125, underlineThickness=50, isFixedPitch=0,
        minMemType42=0, maxMemType42=0, minMemType1=0, maxMemType1=0,
    )  # fmt: skip
    font["cmap"] = _cmap({code: f"u{code:04X}" for code in sorted(glyphs) if code})
    font["name"] = name = newTable("name")
    name.names = []
    style = "Bold" if face.bold else "Regular"
    for identifier, text in ((1, face.family), (2, style), (4, f"{face.family} {style}"), (6, face.postscript)):
        name.setName(text, identifier, 3, 1, 0x409)
    for tag, data in raw.items():
        font[tag] = table = DefaultTable(tag)
        table.data = data
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _outline_tables(advances: tuple[int, ...], glyphs: Mapping[int, bytes]) -> tuple[bytes, bytes, bytes, bytes]:
    """Lay out glyf, loca (long), hmtx and vmtx."""
    offsets, at = [0], 0
    metrics: list[int] = []
    above: list[int] = []
    body: list[bytes] = []
    for index, advance in enumerate(advances):
        data = glyphs.get(index, b"")
        left, highest = struct.unpack_from(">h4xh", data, 2) if data else (0, TOP)
        above.append(TOP - highest)
        metrics += (advance, left & 0xFFFF)
        body.append(data)
        at += len(data)
        offsets.append(at)
    return (
        b"".join(body),
        struct.pack(f">{len(offsets)}I", *offsets),
        struct.pack(f">{len(metrics)}H", *metrics),
        struct.pack(f">H{len(above)}h", EM, *above),
    )


def _os2(face: Face) -> object:
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables.O_S_2f_2 import Panose

    table = newTable("OS/2")
    vars(table).update(
        version=4, xAvgCharWidth=EM, usWeightClass=700 if face.bold else 400, usWidthClass=5, fsType=0,
        ySubscriptXSize=650, ySubscriptYSize=600, ySubscriptXOffset=0, ySubscriptYOffset=75,
        ySuperscriptXSize=650, ySuperscriptYSize=600, ySuperscriptXOffset=0, ySuperscriptYOffset=350,
        yStrikeoutSize=50, yStrikeoutPosition=325, sFamilyClass=0, panose=Panose(), achVendID="DCGN",
        # Basic Latin, punctuation, CJK; code pages Latin 1 and simplified Chinese
        ulUnicodeRange1=0x80000001, ulUnicodeRange2=0x28000000 | 1 << 16, ulUnicodeRange3=0x16, ulUnicodeRange4=0,
        ulCodePageRange1=0x00040001, ulCodePageRange2=0, fsSelection=0x20 if face.bold else 0x40,
        usFirstCharIndex=0x20, usLastCharIndex=0xFFFF, sTypoAscender=ASCENT, sTypoDescender=-DESCENT,
        sTypoLineGap=0, usWinAscent=ASCENT, usWinDescent=DESCENT, sxHeight=514, sCapHeight=733,
        usDefaultChar=0, usBreakChar=32, usMaxContext=0,
    )  # fmt: skip
    for name in ("bFamilyType", "bSerifStyle", "bWeight", "bProportion", "bContrast", "bStrokeVariation",
                 "bArmStyle", "bLetterForm", "bMidline", "bXHeight"):  # fmt: skip
        setattr(table.panose, name, 0)
    return table


def _cmap(names: Mapping[int, str]) -> object:
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = newTable("cmap")
    table.tableVersion, table.tables = 0, []
    for form, encoding in ((4, 1), (12, 10)):
        part = CmapSubtable.newSubtable(form)
        part.platformID, part.platEncID, part.language = 3, encoding, 0
        part.cmap = {code: name for code, name in names.items() if form == 12 or code < 0x10000}
        table.tables.append(part)
    return table


def read_glyphs(data: bytes, codes: Mapping[int, int]) -> dict[int, bytes]:
    """Take ``glyf`` entries out of a face that :func:`build` made; ``codes`` is code point → glyph id."""
    tables = tables_of(data) or {}
    loca, glyf = tables[b"loca"], tables[b"glyf"]
    result = {}
    for code, index in codes.items():
        start, end = struct.unpack_from(">II", loca, 4 * index)
        result[code] = glyf[start:end]
    return result


@dataclass(frozen=True, slots=True)
class FaceMetrics:
    """A face's advances and line metrics, in ems."""

    ascent: float
    descent: float
    advances: dict[str, float]
    """Character → advance; what is not in it is not in the face."""

    def width(self, character: str) -> float:
        """Return the advance of a character, one em where the face does not have it."""
        return self.advances.get(character, 1.0)


@lru_cache(maxsize=16)
def metrics(path: Path) -> FaceMetrics:
    """Read from a face file what the engine will measure too; a set of faces never changes, so the answer is kept."""
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        em = font["head"].unitsPerEm
        line = font["hhea"]
        raw = font.reader["hmtx"]
        count = line.numberOfHMetrics
        advances = struct.unpack_from(f">{2 * count}H", raw)[::2]
        ids = _glyph_ids(font.reader["cmap"])
        if ids is None:
            numbers = font.getReverseGlyphMap()
            ids = {code: numbers[name] for code, name in font["cmap"].getBestCmap().items()}
        widths = {chr(code): advances[min(glyph, count - 1)] / em for code, glyph in ids.items()}
        return FaceMetrics(line.ascent / em, -line.descent / em, widths)


def _glyph_ids(table: bytes) -> dict[int, int] | None:
    """Return code point → glyph from the segments of a ``cmap`` table (format 12); None when it has none.

    fontTools names every glyph of a face first, which takes longer than a page.
    """
    (count,) = struct.unpack_from(">H", table, 2)
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", table, at)
        if (platform, encoding) == (3, 10) and table[offset : offset + 2] == b"\0\x0c":
            (groups,) = struct.unpack_from(">I", table, offset + 12)
            segments = struct.iter_unpack(">III", table[offset + 16 : offset + 16 + 12 * groups])
            return {code: glyph + code - first for first, last, glyph in segments for code in range(first, last + 1)}
    return None


@cache
def blank() -> bytes:
    """Return a face of one glyph without area, an em wide and high: for text that is found and copied but not seen.

    It has a box though nothing is in it: PDFium passes over text that takes no room.
    """
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
