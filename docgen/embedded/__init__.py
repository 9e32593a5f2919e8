"""A typesetter of Chinese .docx that needs nothing but pip: dxpdf, with a normaliser in front and our own faces behind.

The door is :func:`convert`. Who it is among docgen's engines, and what a user is told, stands in
:mod:`docgen.convert.embedded`; README.md beside this file says what is in the room.
"""

from __future__ import annotations

from docgen.embedded.converting import convert
from docgen.embedded.errors import DamagedError, RefusedError, UnavailableError, UnreadableError
from docgen.embedded.faces import Faces

__all__ = ["DamagedError", "Faces", "RefusedError", "UnavailableError", "UnreadableError", "convert"]
