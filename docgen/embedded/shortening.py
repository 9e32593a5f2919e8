"""The embedded engine's pages written shorter: the same marks at the same places, in a tenth of the operators.

Its writer (Skia) sets each Chinese character apart with a matrix of its own. Here a line becomes one ``TJ``, and codes are
translated for the paper's own fonts. A page that has anything in it that this writer does not write is left as it
is. Places are kept to a thousandth of a point.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

_REAL = rb"-?(?:\d++\.?\d*+|\.\d++)"
_BLOCK = re.compile(
    rb"BT\n/(F\d+) (" + _REAL + rb") Tf\n((?:" + _REAL + rb" ){6})Tm\n"
    rb"(<(?:[0-9A-F]{4})+> Tj\n(?:" + _REAL + rb" 0 Td <(?:[0-9A-F]{4})+> Tj\n)*)ET\n"
)
_SHOWN = re.compile(rb"(?:(" + _REAL + rb") 0 Td )?<([0-9A-F]+)> Tj\n")
_BOX = re.compile(_REAL + (rb" " + _REAL) * 3 + rb" re\n")
_OTHER = re.compile(
    # what stands between blocks: numbers, names and these operators, marked content with its number, nothing else
    rb"(?:" + _REAL + rb"(?= )|/[A-Za-z0-9]+(?= )|<</MCID \d+ >>(?=BDC)|"
    rb"(?:re|f|f\*|RG|rg|cm|gs|BDC|EMC|q|Q|w|J|j|M|d|m|l|c|h|n|W|W\*|S|Do)(?=[ \n])|\[[0-9. ]*\](?= )|[ \n])*"
)
_NAME = re.compile(rb"/([GX]\d+) (gs|Do)(?=[ \n])")
_UPRIGHT = [b"1", b"0", b"0", b"-1"]
_WIDEST = 0.6
"""A gap of more than this share of the type size begins anew: readers of text see a space there."""


class FontCodes(Protocol):
    """How the codes of one font of a page are written in the paper's own font."""

    @property
    def name(self) -> bytes:
        """The font's name in the paper, without the slash; asked for once a code was translated."""

    def translate(self, code: bytes) -> tuple[bytes, float] | None:
        """Return a code (four hexadecimal digits) as the paper's font has it and its advance in thousandths.

        None when it has none.
        """


@dataclass(slots=True)
class _Line:
    """A line being written: font and size, the base line, where the pen is."""

    font: bytes
    size: bytes
    base: bytes
    x: float


def is_known(content: bytes) -> bool:
    """Whether a page begins as that writer begins every page: upside down. The rest is :func:`shorten`'s to judge."""
    return content.startswith(b"1 0 0 -1 0 ")


def shorten(content: bytes, fonts: Mapping[str, FontCodes], rename: Callable[[bytes, bytes], bytes]) -> bytes | None:
    """Write a page's content anew; None when it is not wholly understood.

    ``rename`` gives another name to what ``gs`` and ``Do`` name: it is handed the name and the operator.

    ``fonts`` are those of the page by name, without the slash; a font that is not among them makes the page None.
    """

    def named(use: re.Match[bytes]) -> bytes:
        return b"/%s %s" % (rename(use[1], use[2]), use[2])

    out: list[bytes] = []
    line: _Line | None = None
    at = 0
    while at < len(content):
        block = _BLOCK.match(content, at)
        if block is None:
            if line is not None:
                out.append(b"]TJ\nET\n")
                line = None
            between = _OTHER.match(content, at)
            assert between is not None
            if between.end() == at:
                return None
            out.append(_NAME.sub(named, _BOX.sub(_rounded, between[0])))
            at = between.end()
            continue
        codes = fonts.get(block[1].decode())
        written = _set(block, codes, line, out) if codes is not None else None
        if written is None:
            return None
        line = written
        at = block.end()
    if line is not None:
        out.append(b"]TJ\nET\n")
    return b"".join(out)


def _set(block: re.Match[bytes], codes: FontCodes, line: _Line | None, out: list[bytes]) -> _Line | None:
    """Write one block, on the line that is open where it goes on there; return the line, None when it cannot be."""
    font, size, placed, shown = block.groups()
    *matrix, left, base = placed.split()
    scale, x = float(size), float(left)
    if matrix != _UPRIGHT:
        base = b""  # no base line is called like this: nothing goes on from here
    for offset, text in _SHOWN.findall(shown):
        if offset:
            x += float(offset)
            if not base:  # a move along a turned line: not seen yet
                return None
        string, width = _text(text, codes)
        if not string:
            return None
        if line is not None and base and line.base == base and line.font == font and line.size == size:
            gap = x - line.x
            if -_WIDEST * scale <= gap <= _WIDEST * scale:
                back = round(-gap / scale * 1000, 1)
                out.append(b"%s<%s>" % (_back(back) if back else b"", string))
                line.x += (width - back) * scale / 1000
                continue
        if line is not None:
            out.append(b"]TJ\nET\n")
        if base:
            placed = b"1 0 0 -1 %s %s " % (_number(x), _number(float(base)))
        out.append(b"BT\n/%s %s Tf\n%sTm\n[<%s>" % (codes.name, size, placed, string))
        line = _Line(font, size, base, round(x, 3) + width * scale / 1000)
    return line


def _text(shown: bytes, codes: FontCodes) -> tuple[bytes, float]:
    """Return a string of codes as the paper's font has them, and its width in thousandths; empty when it has not all."""
    if len(shown) == 4:
        return codes.translate(shown) or (b"", 0.0)
    found = [codes.translate(shown[at : at + 4]) for at in range(0, len(shown), 4)]
    known = [one for one in found if one is not None]
    if len(known) < len(found):
        return b"", 0.0
    return b"".join(code for code, _width in known), sum(width for _code, width in known)


def _rounded(box: re.Match[bytes]) -> bytes:
    return _box(box[0])


@lru_cache(maxsize=1 << 12)  # the papers of a template have the same boxes
def _box(written: bytes) -> bytes:
    return b" ".join(_number(float(value)) for value in written.split()[:4]) + b" re\n"


@lru_cache(maxsize=1 << 12)  # few distances, in tenths; never nought, which has two signs
def _back(thousandths: float) -> bytes:
    return _number(thousandths)


def _number(value: float) -> bytes:
    return f"{value:.3f}".rstrip("0").rstrip(".").encode()
