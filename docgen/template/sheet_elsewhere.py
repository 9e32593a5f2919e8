"""Tags of a form that stand elsewhere than in the text of a cell, where none is filled: they would be handed over as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.markup import S
from docgen.messages import N_, _
from docgen.template.places import Place, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

__all__ = ["tags_elsewhere"]

_TAG = re.compile(r'{[{%][^<>"]*')
_FILLED = (f"{S}t", f"{S}v")
_STANDS_IN = {
    "/comments": N_("comment"),
    "/threadedComments": N_("comment"),
    "/charts/": N_("chart"),
    "/drawings/": N_("text box"),
    ".rels": N_("link"),
    "docProps/": N_("properties of the file"),
}
"""What a part holds, by a piece of its name."""


def tags_elsewhere(sheets: Mapping[str, _Element], parts: Mapping[str, bytes]) -> Iterator[Place]:
    """Yield the place of each such tag: in sheets by their names, then in what belongs to them."""
    for title, tree in sheets.items():
        if _TAG.search(title):
            yield Place(_("name of a sheet"), title)
        for one in tree.iter():
            if not isinstance(one.tag, str) or one.tag in _FILLED:
                continue
            for said in (one.text or "", *map(str, one.attrib.values())):
                if _TAG.search(said):
                    yield Place(_where(title, one), shortened(said))
    for part, content in parts.items():
        told = next((words for piece, words in _STANDS_IN.items() if piece in part), "")
        if told and part.endswith((".xml", ".rels", ".vml")):
            yield from (Place(_(told), shortened(tag)) for tag in _TAG.findall(content.decode("utf-8", "replace")))


def _where(title: str, element: _Element) -> str:
    above = element.getparent()
    if element.tag == f"{S}f" and above is not None:
        return f"{title}!{above.get('r')}"
    if str(element.tag).endswith(("Header", "Footer")):
        return " ".join((title, _("header or footer")))
    return title
