"""Letters that docgen itself puts on a page: stamps, page numbers, the name of the edition.

The subset is embedded as a Type0 font with Identity-H codes, widths and ToUnicode, so that the text is searchable and
PDF/A holds (ISO 19005-2, 6.2.11: every font embedded, its widths agreeing with the program).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from docgen.errors import ConversionError
from docgen.fonts.truetype import tagged
from docgen.messages import _


@dataclass(frozen=True, slots=True)
class Lettering:
    """A subset of one TrueType face; lengths are in thousandths of the type size."""

    name: str
    """PostScript name with the subset's tag."""
    program: bytes
    glyphs: Mapping[str, int]
    """Character → glyph id of the subset."""
    advances: tuple[int, ...]
    """By glyph id."""
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    @property
    def alias(self) -> str:
        """Its name in a page's resources; other marks on the same page (a bundle taken into a bundle) have another."""
        return f"Marks{self.name[:6]}"

    def width(self, text: str, size: float) -> float:
        """Return the width of a line of text in points."""
        return sum(self.advances[self.glyphs[character]] for character in text) * size / 1000

    def code(self, text: str) -> str:
        """Return the text as a hexadecimal string of glyph ids, brackets included."""
        return "<" + "".join(f"{self.glyphs[character]:04X}" for character in text) + ">"


def cut(face: Path, characters: Iterable[str]) -> Lettering:
    """Cut a subset with these characters out of a TrueType face.

    Raise ConversionError naming the characters that the face lacks, or when it is no TrueType font.
    """
    try:
        stamp = face.stat().st_mtime_ns
    except OSError as error:
        raise ConversionError(
            _("{path}: this font cannot be read: {reason}").format(path=face.name, reason=error)
        ) from error
    return _cut(face, stamp, "".join(sorted(set("".join(characters)))))


@lru_cache(maxsize=4)
def _cut(face: Path, _stamp: int, wanted: str) -> Lettering:
    """Cut as :func:`cut` does, once for all the files of a bundle."""
    from fontTools import subset
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(face, lazy=True, recalcTimestamp=False)
    except (OSError, TTLibError) as error:
        raise ConversionError(
            _("{path}: this font cannot be read: {reason}").format(path=face.name, reason=error)
        ) from error
    with font:
        known = font.getBestCmap() or {}
        lacking = "".join(character for character in wanted if ord(character) not in known)
        if lacking or "glyf" not in font:
            raise ConversionError(
                _("{path}: this font cannot draw {characters}").format(
                    path=face.name, characters=lacking or "TrueType"
                ),
                hint=_("Run docgen doctor to see which fonts are there."),
            )
        options = subset.Options()
        options.layout_features, options.name_IDs, options.name_languages = [], [6], ["*"]
        options.hinting, options.glyph_names, options.notdef_outline = False, False, True
        options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "DSIG", "gasp", "kern", "GDEF"]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=[ord(character) for character in wanted])
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        program = out.getvalue()
    with TTFont(io.BytesIO(program)) as font:
        scale = 1000 / font["head"].unitsPerEm
        codes = font.getBestCmap()
        order = font.getGlyphOrder()
        ids = {name: index for index, name in enumerate(order)}
        title = font["name"].getDebugName(6) or "Docgen"
        plain = "".join(sign for sign in title if sign.isascii() and (sign.isalnum() or sign == "-"))
        head = font["head"]
        return Lettering(
            name=tagged(plain, program).removeprefix("/"),
            program=program,
            glyphs={chr(code): ids[name] for code, name in codes.items()},
            advances=tuple(round(font["hmtx"][name][0] * scale) for name in order),
            box=(
                round(head.xMin * scale),
                round(head.yMin * scale),
                round(head.xMax * scale),
                round(head.yMax * scale),
            ),
            ascent=round(font["hhea"].ascent * scale),
            descent=round(font["hhea"].descent * scale),
        )
