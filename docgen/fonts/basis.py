"""The font file behind each design that docgen draws with: its own from PyPI, else the likest one of this machine.

A file is known by what is in it: the same font in another package, or under another name, makes no paper anew.
"""

from __future__ import annotations

from docgen.errors import MissingDependencyError
from docgen.fonts import machine
from docgen.fonts.machine import Installed
from docgen.fonts.table import STAND_INS, Source
from docgen.messages import _

PACKAGE = "pylopdf-fonts-zh-cn"


def basis(source: Source) -> Installed:
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


def own(source: Source) -> Installed | None:
    """Return the font that comes with docgen; None where its package is not installed."""
    try:
        import pylopdf_fonts_zh_cn as package
    except ImportError:
        return None
    path = package.serif_path() if source is Source.SERIF else package.sans_path()
    return Installed(path, 0, frozenset((source.casefold(),)), 400)


def stand_in(source: Source) -> Installed | None:
    """Return a font of this machine like a design, else like the other one: Song for Hei is better than nothing."""
    known = machine.known()
    likest = [*STAND_INS[source], *(name for names in STAND_INS.values() for name in names)]
    return next((known[name.casefold()] for name in likest if name.casefold() in known), None)
