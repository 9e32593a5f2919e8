"""What a paragraph is made of once its runs are taken apart: characters, and what stands between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import local
from docgen.markup import val

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def has_reckoned_field(items: Sequence[RunItem]) -> bool:
    """Whether there is a field whose result the engine computes; that of a link or of an old form is text as it stands."""
    codes: list[str] = []
    for item in items:
        if item.element is None:
            continue
        if local(item.element) == "fldChar" and val(item.element, "fldCharType") == "begin":
            codes.append("")
        elif local(item.element) == "instrText" and codes:
            codes[-1] += item.element.text or ""
    return any(code.split()[:1] not in (["HYPERLINK"], ["FORMTEXT"]) for code in codes)


def is_unmeasured(item: RunItem) -> bool:
    """Whether nobody knows how long it is in its line."""
    if item.text != OTHER or item.glyph is not None or item.element is None:
        return False
    return local(item.element) not in ("fldChar", "instrText")


def has_objects(items: Sequence[RunItem]) -> bool:
    """Whether there is a picture or the like."""
    return any(
        item.element is not None and local(item.element) in ("drawing", "pict", "object", "AlternateContent")
        for item in items
    )
