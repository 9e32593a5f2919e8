"""What a paragraph is made of once its runs are taken apart: characters, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from docgen.embedded.normalise.lines import Glyph
    from docgen.embedded.normalise.styles import RunLook

BREAK, TAB, OTHER = "\n", "\t", "\ufffc"


@dataclass(slots=True)
class RunItem:
    """A character, or something else that a run holds."""

    run: Element
    look: RunLook
    text: str
    """One character; a line feed for a break, a tab, or U+FFFC for anything else."""
    element: Element | None
    """What is not a character: moved over as it is."""
    glyph: Glyph | None = None
    """The character with its width; None for what has none."""
