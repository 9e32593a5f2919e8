"""Which paragraphs of a .docx are numbered, and so have a label in front that their text does not hold."""

from __future__ import annotations

from functools import lru_cache

from docgen import markup
from docgen.markup import W

__all__ = ["numbered_styles"]


@lru_cache(maxsize=32)
def numbered_styles(styles: bytes) -> frozenset[str]:
    """Return the styles that number their paragraphs; papers of one template have theirs in common."""
    own: dict[str, bool] = {}
    based: dict[str, str] = {}
    for style in markup.root(styles).iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None:
            own[name] = number.get(f"{W}val") != "0"
        parent = style.find(f"{W}basedOn")
        if parent is not None:
            based[name] = parent.get(f"{W}val", "")
    found = set()
    for name in {*own, *based}:
        seen: set[str] = set()
        ancestor = name
        while ancestor not in own and ancestor in based and ancestor not in seen:
            seen.add(ancestor)
            ancestor = based[ancestor]
        if own.get(ancestor):
            found.add(name)
    return frozenset(found)
