"""Small readings of WordprocessingML that every pass needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.markup import place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

_REASON = 100_000
"""No length, count or level in a document is larger: paper of Word ends at 31,680 twips."""


def drop(element: Element, *names: str) -> None:
    """Remove attributes where they are there."""
    for name in names:
        if q(name) in element.attrib:
            del element.attrib[q(name)]


def local(element: Element) -> str:
    """Return an element's name without namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def number(element: Element | None, attribute: str = "val") -> float | None:
    """Return an attribute as a number, lengths in their own unit or points as twips; None where it is none in reason."""
    text = val(element, attribute)
    if text is None:
        return None
    try:
        value = float(text.removesuffix("pt")) * (20 if text.endswith("pt") else 1)
    except ValueError:
        return None
    return value if abs(value) < _REASON else None


def on(element: Element | None) -> bool | None:
    """Return what a toggle says; None where it is not there."""
    if element is None:
        return None
    return (element.get(q("val")) or "true") not in ("0", "false", "off", "none")


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of that name."""
    if element is not None:
        yield from element.findall(q(name))


def thinned(paragraph: Element, line: int) -> Element:
    """Return an empty paragraph made as thin as a line of so many twips: nobody sees it."""
    spacing = place(properties(paragraph, "pPr"), "spacing")
    for name, value in (("before", "0"), ("after", "0"), ("line", str(line)), ("lineRule", "exact")):
        spacing.set(q(name), value)
    return paragraph
