"""What of a paper an engine cannot draw, told before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.convert.construct_names import cure, named
from docgen.convert.constructs import constructs
from docgen.convert.repertoire import DRAWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

__all__ = ["Undrawn", "undrawn"]


@dataclass(frozen=True, slots=True)
class Undrawn:
    """Something that not every engine draws."""

    name: str
    """In words that a template's author knows."""
    cure: str
    part: str
    element: Element
    engines: tuple[str, ...]
    """Those that draw it."""


def undrawn(parts: Mapping[str, bytes]) -> tuple[Undrawn, ...]:
    """Return what of a .docx not every engine draws, each by its name once, that of no engine first.

    The parts have the names that Word gives them. Raise lxml's XMLSyntaxError for a damaged one.
    """
    found: dict[tuple[str, tuple[str, ...]], Undrawn] = {}
    for one in constructs(parts):
        engines = tuple(engine for engine, drawn in DRAWN.items() if one.key in drawn)
        if len(engines) < len(DRAWN):
            name = named(one.key)
            found.setdefault((name, engines), Undrawn(name, cure(one.key), one.part, one.element, engines))
    return tuple(sorted(found.values(), key=lambda one: len(one.engines)))
