"""The font file behind each design that docgen draws with: its own from PyPI, else the likest one of this machine.

A file is known by what is in it: the same font in another package, or under another name, makes no paper anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.errors import MissingDependencyError
from docgen.fonts import machine
from docgen.fonts.machine import Installed
from docgen.fonts.substitution import FACES, STAND_INS, WORDS, SourceFont, substitute
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PACKAGE = "pylopdf-fonts-zh-cn"


def basis(source: SourceFont) -> Installed:
    """Return the font of a design. Raise MissingDependencyError when neither docgen's own nor one like it is here."""
    found = own(source) or stand_in(source)
    if found is None:
        raise MissingDependencyError(
            _("there is no Chinese font to draw with: neither docgen's own nor one of this machine"),
            hint=_(
                "Install docgen's: pip install {package}. Or install a Chinese font, such as Debian's fonts-noto-cjk, or name"
                " its folder in DOCGEN_FONTS."
            ).format(package=PACKAGE),
        )
    return found


def own(source: SourceFont) -> Installed | None:
    """Return the font that comes with docgen; None where its package is not installed."""
    try:
        import pylopdf_fonts_zh_cn as package
    except ImportError:
        return None
    path = package.serif_path() if source is SourceFont.SERIF else package.sans_path()
    return Installed(path, 0, frozenset((source.casefold(),)), 400)


def stand_in(source: SourceFont) -> Installed | None:
    """Return a font of this machine like a design, else like the other one: Song for Hei is better than nothing."""
    known = machine.known()
    likest = [*STAND_INS[source], *(name for names in STAND_INS.values() for name in names)]
    return next((known[name.casefold()] for name in likest if name.casefold() in known), None)


def substitutes(families: Iterable[str]) -> dict[str, str]:
    """Return what is drawn for each family that is not on this machine, as a user knows it."""
    return {family: drawn_with(substitute(family)) for family in sorted(set(families)) if real(family) is None}


def real(family: str) -> Path | None:
    """Return the font file of this machine that is used for a family; None where a substitute is drawn."""
    plain = family.strip().lstrip("@").casefold()
    known = (font.path for design, font in machine.real().items() if plain in map(str.casefold, design.names))
    return next(known, None)


def drawn_with(face: str) -> str:
    """Return what a face is drawn with, as a user knows it: a design by its name, a font of this machine by its file."""
    source = next((one.source for one in FACES if one.family == face), None)
    if source is None:
        return face
    likest = None if own(source) else stand_in(source)
    return _(WORDS[face]) if likest is None else likest.path.name
