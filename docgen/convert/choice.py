"""Which engine: LibreOffice where it is, else the embedded one, unless the user names one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.errors import MissingDependencyError
from docgen.messages import _

if TYPE_CHECKING:
    from docgen.convert.engine import Engine
    from docgen.fonts import FontSet

EMBEDDED, LIBREOFFICE, AUTO = "embedded", "libreoffice", "auto"
ENGINES = (AUTO, EMBEDDED, LIBREOFFICE)


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
    from docgen.convert.libreoffice import probe

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
    from docgen.convert.libreoffice import LibreOffice, probe

    if name == EMBEDDED or (name == AUTO and probe() is None):
        from docgen.convert.embedded import Embedded

        return Embedded(faces)
    if probe() is None:
        raise MissingDependencyError(
            _("LibreOffice is not on this machine"),
            hint=_("Install it, or leave out --engine: the embedded engine needs nothing else."),
        )
    return LibreOffice(faces)
