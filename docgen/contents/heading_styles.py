"""What the styles of a paper say of its headings and entries, as far as contents pages need (ISO/IEC 29500-1, 17.7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.markup import ON, q, val, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

__all__ = ["ParagraphStyles"]


class ParagraphStyles:
    """The paragraph styles of a paper, and the lists that number by them."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._usual = ""
        for one in () if styles is None else styles.iter(q("style")):
            if val(one, "type") == "paragraph":
                self._styles[val(one, "styleId") or ""] = one
                self._usual = (val(one, "styleId") or "") if val(one, "default") in ON else self._usual
        self._numbering = numbering

    def name(self, paragraph: Element) -> str:
        """Return the name of a paragraph's style, in small letters: ``heading 1``, ``toc 2``."""
        style = self._styles.get(val(paragraph.find(f"{q('pPr')}/{q('pStyle')}")) or self._usual)
        return (val(style.find(q("name"))) or "").casefold() if style is not None else ""

    def called(self, name: str) -> str:
        """Return the id of the style with a name; empty where there is none."""
        named = ((identifier, val(one.find(q("name"))) or "") for identifier, one in self._styles.items())
        return next((identifier for identifier, other in named if other.casefold() == name), "")

    def outline(self, paragraph: Element) -> int:
        """Return a paragraph's level in the outline from 1; 10 for text."""
        own = next(self._said(paragraph, "outlineLvl"), None)
        level = whole(val(own) or "")
        return 10 if level is None else level + 1

    def stops(self, paragraph: Element) -> list[tuple[float, str]]:
        """Return a paragraph's tab stops in their order: where in twips, and of what kind."""
        found: dict[float, str] = {}
        for tabs in self._said(paragraph, "tabs"):
            for one in tabs:
                at, kind = val(one, "pos") or "", val(one) or "left"
                if at.lstrip("-").isdecimal():
                    found.setdefault(float(at), {"start": "left", "num": "left", "end": "right"}.get(kind, kind))
        return sorted((at, kind) for at, kind in found.items() if kind not in ("clear", "bar"))

    def level(self, paragraph: Element) -> Element | None:
        """Return the level of the list that numbers a paragraph; None where none does."""
        number = depth = None
        for one in self._said(paragraph, "numPr"):
            number = number or val(one.find(q("numId")))
            depth = depth or val(one.find(q("ilvl")))
        if self._numbering is None or number in (None, "0"):
            return None
        num = next((one for one in self._numbering.iter(q("num")) if val(one, "numId") == number), None)
        if num is None:
            return None
        shared = val(num.find(q("abstractNumId")))
        lists = [num, *(one for one in self._numbering.iter(q("abstractNum")) if val(one, "abstractNumId") == shared)]
        levels = (one for each in lists for one in each.iter(q("lvl")))
        return next((one for one in levels if val(one, "ilvl") == (depth or "0")), None)

    def _said(self, paragraph: Element, name: str) -> Iterator[Element]:
        """Yield what a paragraph and then its styles say of a property, the nearest first."""
        own = paragraph.find(q("pPr"))
        at = val(own.find(q("pStyle"))) if own is not None else None
        layouts = [own]
        seen: set[str] = set()
        at = at or self._usual
        while at and at in self._styles and at not in seen:
            seen.add(at)
            layouts.append(self._styles[at].find(q("pPr")))
            at = val(self._styles[at].find(q("basedOn"))) or ""
        for layout in layouts:
            if layout is not None and (found := layout.find(q(name))) is not None:
                yield found
