"""Whether Word would open a package: each part is what its content type says, and what one part needs of another is there.

A file that an office program repairs in silence, or refuses, must not be handed over. What is looked at is what Word looks at
before it shows a page (ISO/IEC 29500-1, 11.3; 29500-2, 6.5): the roots of the parts, the way to the document, the targets of
all relationships and the relationships that the text refers to.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from docgen.messages import _
from docgen.template.usual_form import MAIN, MAIN_OF_TEMPLATE, TYPES, WORD, owner_of, target_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_ROOTS = {
    MAIN: "document", MAIN_OF_TEMPLATE: "document", f"{WORD}styles+xml": "styles", f"{WORD}settings+xml": "settings",
    f"{WORD}webSettings+xml": "webSettings", f"{WORD}fontTable+xml": "fonts", f"{WORD}numbering+xml": "numbering",
    f"{WORD}header+xml": "hdr", f"{WORD}footer+xml": "ftr", f"{WORD}footnotes+xml": "footnotes",
    f"{WORD}endnotes+xml": "endnotes", f"{WORD}document.glossary+xml": "glossaryDocument",
    "application/vnd.openxmlformats-officedocument.theme+xml": "theme",
    "application/vnd.openxmlformats-package.core-properties+xml": "coreProperties",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml": "Properties",
    "application/vnd.openxmlformats-package.relationships+xml": "Relationships",
}  # fmt: skip
"""What the first element of a part is called, by its content type."""
_PACKAGE = "_rels/.rels"
_IDS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def fault(types: Mapping[str, str], trees: Mapping[str, _Element]) -> str:
    """Say what would keep Word from opening a package of these parts; ``""`` when nothing would."""
    from lxml import etree

    for part, tree in trees.items():
        wanted = "Types" if part == TYPES else _ROOTS.get(types.get(part, ""))
        if wanted and etree.QName(tree).localname != wanted:
            return _("its part {part} is damaged").format(part=part)
    main = next((part for part, kind in types.items() if kind in (MAIN, MAIN_OF_TEMPLATE)), "")
    ways = trees.get(_PACKAGE)
    leads = [target_of("", str(one.get("Target", "")).strip()) for one in ways] if ways is not None else []
    if main not in leads:
        return _("its part {part} is missing").format(part=_PACKAGE)
    relations = {owner_of(part): tree for part, tree in trees.items() if part.endswith(".rels")}
    for part, tree in trees.items():
        known = {str(one.get("Id")) for one in relations.get(part, ())}
        if any(used not in known for used in _used(tree)):
            folder, name = posixpath.split(part)
            return _("its part {part} is damaged").format(part=f"{folder}/_rels/{name}.rels".lstrip("/"))
    return ""


def _used(tree: _Element) -> set[str]:
    """Return the relationships that a part refers to."""
    return {
        str(value)
        for element in tree.iter()
        for key, value in element.attrib.items()
        if str(key).startswith(_IDS) and value
    }
