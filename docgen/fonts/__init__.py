"""Which family a document asks for, which face stands behind it, and the font files both engines are given.

The official families (仿宋, 楷体, 黑体, 宋体, 方正小标宋简体) are not free to ship. What is free comes from PyPI:
Noto Sans SC and Noto Serif SC. Where the real ones are on the machine (:mod:`docgen.fonts.machine`), they are used, and
what they lack is filled in. :func:`prepare` turns them into TrueType faces with the characters needed now, and keeps
them in a per-user cache with a fontconfig file of its own, so that the embedded engine and LibreOffice draw with the same
files. Which face stands for which family is said in :mod:`docgen.fonts.substitution`.
"""

from docgen.fonts.basis import drawn_with, real, substitutes
from docgen.fonts.face import blank
from docgen.fonts.face_cache import FontSet, origin, prepare
from docgen.fonts.machine import installed
from docgen.fonts.substitution import is_known
from docgen.fonts.symbols import characters, families

__all__ = [
    "FontSet",
    "blank",
    "characters",
    "drawn_with",
    "families",
    "installed",
    "is_known",
    "origin",
    "prepare",
    "real",
    "substitutes",
]
