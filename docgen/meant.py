"""What may be meant by a name that nothing bears: the known ones most like it, and the words that offer them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from docgen.messages import _

KEY = 0.4
"""Keys have few signs: of G03 and 3组 one is common, two in five."""
USUAL = 0.5
PERSON = 0.6
"""Half of a person's name is another person's, too."""


def near(name: str, known: Iterable[str], alike: float = USUAL, most: int = 1) -> list[str]:
    """Return the known names most like one, the likest first; ``alike``: which part of both must be common."""
    return get_close_matches(name, list(known), most, alike)


def offered(name: str, known: Iterable[str], alike: float = USUAL) -> str:
    """Return the hint that offers the known name most like one; empty where none is."""
    return offer(near(name, known, alike))


def offer(names: Iterable[str]) -> str:
    """Return the hint that offers names; empty where there are none."""
    close = "、".join(names)
    return _("Did you mean {close}?").format(close=close) if close else ""


def asked(name: str, known: Iterable[str]) -> str:
    """Return the end of a message that asks whether the known name most like one is meant; empty where none is."""
    return "".join(_("; is {name} meant?").format(name=close) for close in near(name, known))
