"""What only wraps text is taken off: content controls, smart tags, insertions; deletions go.

dxpdf (0.8.1) loses the text of a content control within a line. Forms from Word and WPS are full of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import q

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TRANSPARENT = ("sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo")
_GONE = ("del", "moveFrom", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")


def write_out_contents(tree: Element) -> None:
    """Make plain text of what a contents page shows: dxpdf would work out its fields anew, and sets no leaders among them."""
    marks = list(tree.iter(q("fldChar"), q("instrText")))
    begun: list[int] = []
    for place, mark in enumerate(marks):
        kind = mark.get(q("fldCharType"))
        if kind == "begin":
            begun.append(place)
        elif kind == "end" and begun:
            within = marks[begun.pop() : place + 1]
            if "".join(one.text or "" for one in within).split()[:1] == ["TOC"]:
                for run in [one.getparent() for one in within]:
                    if run is not None and (parent := run.getparent()) is not None:
                        parent.remove(run)


def unwrap(tree: Element) -> None:
    """Take all wrappers off the text of a part, and what was deleted out of it.

    A border of a cell that is ``none`` becomes ``nil``: dxpdf draws the table's own for the former.
    """
    for border in tree.iter(q("tcBorders")):
        for edge in border:
            if edge.get(q("val")) == "none":
                edge.set(q("val"), "nil")
    for element in list(tree.iter(*map(q, _GONE))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for element in list(tree.iter(*map(q, _TRANSPARENT))):
        parent = element.getparent()
        if parent is not None:
            at = parent.index(element)
            parent[at : at + 1] = list(element)
