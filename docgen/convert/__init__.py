"""From .docx to .pdf: engines of one shape, and what each needs in front of it.

:mod:`docgen.convert.engine` is the shape; :mod:`docgen.convert.embedded` needs nothing but pip;
:mod:`docgen.convert.libreoffice` supervises an office suite. Which fonts stand behind a family name is not decided here
but in :mod:`docgen.fonts`; whether a PDF says what its document says is judged by :mod:`docgen.gate`. What each engine is
known to draw rightly stands in :mod:`docgen.convert.repertoire`, which says what of a paper is not in it.
"""

from __future__ import annotations

from docgen.convert.choice import AUTO, EMBEDDED, ENGINES, LIBREOFFICE, Identity, available, choose, identify, title
from docgen.convert.engine import Engine, WordFile

__all__ = [
    "AUTO",
    "EMBEDDED",
    "ENGINES",
    "LIBREOFFICE",
    "Engine",
    "Identity",
    "WordFile",
    "available",
    "choose",
    "identify",
    "title",
]
