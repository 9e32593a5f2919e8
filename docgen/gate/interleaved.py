"""Texts that were drawn interleaved, like the strands of a rope: the cells of a row, and rows torn by a page break."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["alike", "in_order", "is_torn"]

_PIECE = 2
"""Characters of a line of a cell, at least, that is drawn apart from the cell's other lines."""


def alike(one: str, other: str) -> bool:
    """Return whether two texts have the same characters, whatever their order."""
    return Counter(one) == Counter(other)


def in_order(text: str, region: str) -> bool:
    """Return whether a text is in a region in one piece, or in pieces of two characters and more, in their order."""
    at = 0
    while text:
        size = next((size for size in range(len(text), _PIECE - 1, -1) if region.find(text[:size], at) >= 0), 0)
        if not size:
            return at > 0 and len(text) < _PIECE and region.find(text, at) >= 0
        at = region.find(text[:size], at) + size
        text = text[size:]
    return True


def is_torn(texts: Sequence[str], first: str, second: str) -> bool:
    """Return whether each text begins in the first text and ends in the second, all of them in their order in both."""
    reached = {0}
    before = 0
    for text in texts:
        reached = {
            place + taken
            for place in reached
            for taken in range(len(text) + 1)
            if first.startswith(text[:taken], place) and second.startswith(text[taken:], before - place)
        }
        before += len(text)
    return len(first) in reached and before == len(first) + len(second)
