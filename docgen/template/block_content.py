"""What of a shared block's file comes along into a template, and what is refused because it could not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from docgen import markup
from docgen.errors import TemplateError
from docgen.markup import DOCUMENT, STYLES, A, R, W, target_of
from docgen.messages import N_, _
from docgen.template.inspection import parsed
from docgen.template.places import Place, PlacedError, cell_of, shortened

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["BlockFile", "refuse_foreign", "styles_of"]

_DRAWN = ("wordprocessingDrawing", "drawingml/2006/main", "drawingml/2006/picture")
_LATER = "http://schemas.microsoft.com/office/word/"
_KINDS = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp"}
_REFUSED = {
    "sectPr": N_("a section break"),
    "numPr": N_("a numbered or bulleted list"),
    "footnoteReference": N_("a footnote"),
    "endnoteReference": N_("an endnote"),
    "pict": N_("a shape or an old drawing"),
    "object": N_("an embedded object"),
    "hyperlink": N_("a link"),
    "dataBinding": N_("a control that is bound to data"),
}
_SETTLED = ("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "permStart", "permEnd")
"""Marks that show nothing and could clash with the template's own."""


class BlockFile:
    """The file of a block: its body, its styles by number, its pictures."""

    def __init__(self, name: str, parts: Mapping[str, bytes]) -> None:
        self.name, self._parts = name, parts
        self.root = parsed(name, DOCUMENT, parts[DOCUMENT])
        self.styles = styles_of(name, parts)
        """Kind and name of each style by its number."""
        where = "word/_rels/document.xml.rels"
        self._relations = (
            {str(one.get("Id")): one for one in parsed(name, where, parts[where])} if where in parts else {}
        )

    def body(self) -> list[_Element]:
        """Return the paragraphs and tables, without the empty paragraph that Word wants after a table at the end."""
        body = self.root.find(f"{W}body")
        found = [one for one in (body if body is not None else ()) if one.tag in (f"{W}p", f"{W}tbl", f"{W}sdt")]
        if len(found) > 1 and found[-2].tag == f"{W}tbl" and not "".join(map(str, found[-1].itertext())).strip():
            found.pop()
        return found

    def pictures(self, element: _Element) -> Iterator[tuple[_Element, str, str, bytes]]:
        """Yield each use of a picture: the element, the ending and kind of the file, its bytes."""
        for used in element.iter(f"{A}blip"):
            relation = self._relations.get(str(used.get(f"{R}embed", "")))
            part = target_of(DOCUMENT, str(relation.get("Target", ""))) if relation is not None else ""
            ending = posixpath.splitext(part)[1].lower().lstrip(".")
            if part not in self._parts or ending not in _KINDS:
                raise TemplateError(
                    _("{name}: a block may have pictures as PNG, JPEG, GIF or BMP only").format(name=self.name),
                    hint=_("Save the picture as PNG, delete it from the block and insert that one."),
                )
            yield used, ending, _KINDS[ending], self._parts[part]

    @staticmethod
    def attribute(number: str) -> tuple[str, str]:
        """Return how a use of a picture refers to it."""
        return f"{R}embed", number


def styles_of(name: str, parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Return the kind and name of each style of a package by its number; names count as Word counts them, in any case."""
    part = STYLES
    if part not in parts:
        return {}
    found = {}
    for style in parsed(name, part, parts[part]).iter(f"{W}style"):
        named = style.find(f"{W}name")
        title = str(named.get(f"{W}val", "")) if named is not None else ""
        found[str(style.get(f"{W}styleId"))] = (str(style.get(f"{W}type")), title.lower())
    return found


def refuse_foreign(block: BlockFile) -> None:
    """Refuse what a template cannot take in from a block, and take out what shows nothing. Raise TemplateError."""
    from lxml import etree

    if not block.body():
        raise TemplateError(_("{name}: the block is empty").format(name=block.name))
    for top in block.body():
        for element in list(top.iter()):
            if not isinstance(element.tag, str):
                continue
            kind = etree.QName(element)
            parent = element.getparent()
            space = str(kind.namespace)
            reason = ""
            if kind.localname in _SETTLED and parent is not None:
                parent.remove(element)
            elif space == markup.WORD:
                is_none = kind.localname == "numPr" and _number(element) == "0"
                reason = _(_REFUSED[kind.localname]) if kind.localname in _REFUSED and not is_none else ""
            elif space.startswith(_LATER) and not space.endswith(("wordprocessingShape", "wordprocessingGroup")):
                if parent is not None:
                    parent.remove(element)
            elif not space.endswith(_DRAWN):
                reason = _("a shape, a formula or a chart")
            if reason:
                where = _place(block.name, element)
                said = _("a block cannot have {what}: put it into the template itself").format(what=reason)
                raise PlacedError(block.name, where, said)
            for key in list(element.attrib):
                if str(key).startswith(f"{{{_LATER}") or str(key).startswith(f"{W}rsid"):
                    del element.attrib[key]


def _number(properties: _Element) -> str:
    number = properties.find(f"{W}numId")
    return str(number.get(f"{W}val", "")) if number is not None else ""


def _place(name: str, element: _Element) -> Place:
    for above in (element, *element.iterancestors(f"{W}p")):
        if above.tag == f"{W}p":
            words = markup.words(above)
            return Place(name, shortened(words), cell_of(above))
    return Place(name)
