"""From .docx to .pdf: engines of one shape, and what each needs in front of it.

:class:`Engine` is the shape, :func:`choose` takes one: LibreOffice where it is, else the embedded one, unless the user names
one. :mod:`docgen.convert.embedded` needs nothing but pip;
:mod:`docgen.convert.libreoffice` supervises an office suite. Which fonts stand behind a family name is not decided here
but in :mod:`docgen.fonts`; whether a PDF says what its document says is judged by :mod:`docgen.gate`. What each engine is
known to draw rightly stands in :mod:`docgen.convert.repertoire`, which says what of a paper is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from docgen.errors import MissingDependencyError
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.errors import ConversionError
    from docgen.fonts import FontSet

EMBEDDED, LIBREOFFICE, AUTO = "embedded", "libreoffice", "auto"


@dataclass(frozen=True, slots=True)
class WordFile:
    """One paper to be converted."""

    name: str
    """For messages and file names, such as ``G01-共勉协议书``."""
    docx: bytes


class Engine(Protocol):
    """Turns papers into PDFs."""

    @property
    def name(self) -> str:
        """``embedded`` or ``libreoffice``."""

    @property
    def version(self) -> str:
        """The program behind it with its version, such as ``dxpdf 0.8.1``; part of a paper's provenance."""

    def convert(self, papers: Sequence[WordFile]) -> list[bytes | ConversionError]:
        """Convert papers; return one result for each, in the same order.

        A paper that cannot be converted yields a :class:`~docgen.errors.ConversionError` in its place and never spoils
        the others. Whatever concerns all of them (the program is missing) is raised.
        """


@dataclass(frozen=True, slots=True)
class Identity:
    """Which engine, and which version of it: part of what a PDF was made from."""

    name: str
    version: str


def title(name: str) -> str:
    """Return what a user calls an engine."""
    return "LibreOffice" if name == LIBREOFFICE else _("the embedded engine")


def available(name: str) -> tuple[str, ...]:
    """Return the engines that may be taken for a name, the likelier first: two for ``auto`` where both are there."""
    from docgen.convert.libreoffice_probe import probe

    if name != AUTO:
        return (name,)
    return (EMBEDDED,) if probe() is None else (LIBREOFFICE, EMBEDDED)


def identify(name: str) -> Identity:
    """Return which engine :func:`choose` would take, without making faces. Raise MissingDependencyError likewise."""
    from docgen.fonts import FontSet

    nowhere = Path()
    engine = choose(name, FontSet(nowhere, nowhere))
    return Identity(engine.name, engine.version)


def choose(name: str, faces: FontSet) -> Engine:
    """Return an engine that draws with these faces. Raise MissingDependencyError when it is not on this machine."""
    from docgen.convert.libreoffice_probe import probe

    if name == EMBEDDED or (name == AUTO and probe() is None):
        from docgen.convert.embedded import Embedded

        return Embedded(faces)
    if probe() is None:
        raise MissingDependencyError(
            _("LibreOffice is not on this machine"),
            hint=_("Install it, or leave out --engine: the embedded engine needs nothing else."),
        )
    from docgen.convert.libreoffice import LibreOffice

    return LibreOffice(faces)
