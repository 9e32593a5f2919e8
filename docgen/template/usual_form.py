"""A template's package brought into the form that Word gives it, so that every room finds what it looks for.

A .dotx becomes a document, parts get their usual names (Word Online and WPS give others), a table without a grid gets one,
and marks of what was left out and smart tags go. A package that an office program repairs in silence, or refuses, must not
be handed over (:func:`unopenable`).
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docgen.markup import TYPES, R, W, owner_of, relations_of, target_of, written
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

__all__ = ["MAIN", "MAIN_OF_TEMPLATE", "WORD", "unopenable", "usual"]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN, MAIN_OF_TEMPLATE = f"{WORD}document.main+xml", f"{WORD}template.main+xml"
_USUAL_WIDTH = 1440
"""Twentieths of a point, an inch: for a column of which no width is said."""
_MARKS = tuple(
    f"{W}{name}" for name in ("commentRangeStart", "commentRangeEnd", "commentReference", "attachedTemplate")
)
"""Of colleagues' comments, and of the tie to the author's own Word template."""
_NAMES = {
    f"{WORD}{name}+xml": name
    for name in ("header", "footer", "footnotes", "endnotes", "styles", "settings", "numbering", "fontTable")
} | {MAIN: "document", MAIN_OF_TEMPLATE: "document"}
"""What Word calls parts of these kinds."""
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


def usual(
    parts: Mapping[str, bytes],
    types: Mapping[str, str],
    trees: Mapping[str, _Element],
    changed: set[str],
    dropped: set[str],
) -> dict[str, bytes]:
    """Return the parts with those ``dropped`` gone, a .dotx made a document, and the names that Word gives.

    ``changed`` are the parts whose trees are no longer what was read.
    """
    # All are looked for in every part: no `or`.
    changed |= {part for part, tree in trees.items() if _drop_marks(tree) | _open_smart_tags(tree) | _lay_grids(tree)}
    content_types = trees[TYPES]
    for item in list(content_types):
        if str(item.get("PartName", "")).lstrip("/") in dropped:
            content_types.remove(item)
            changed.add(TYPES)
        elif item.get("ContentType") == MAIN_OF_TEMPLATE:
            item.set("ContentType", MAIN)
            changed.add(TYPES)
    names = _names(parts, types)
    if names:
        _rename(trees, names)
        changed |= {TYPES, *(part for part in trees if part.endswith(".rels"))}
    if not changed and not dropped:
        return dict(parts)
    return {
        names.get(part, part): written(trees[part]) if part in changed else content
        for part, content in parts.items()
        if part not in dropped
    }


def _drop_marks(tree: _Element) -> bool:
    """Take out of a part the marks of comments and the tie to its author's Word template; tell whether any was there."""
    marks = [one for one in tree.iter(*_MARKS)]
    for mark in marks:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)
    return bool(marks)


def _open_smart_tags(tree: _Element) -> bool:
    """Leave of smart tags what stands in them, as Word has done since 2010: they may begin or end within a placeholder."""
    smart = list(tree.iter(f"{W}smartTag"))
    for one in smart:
        parent = one.getparent()
        if parent is not None:
            at = parent.index(one)
            parent[at : at + 1] = [child for child in one if child.tag != f"{W}smartTagPr"]
    return bool(smart)


def _lay_grids(tree: _Element) -> bool:
    """Give each table without a grid the one of its widest row, as Word does; tell whether there was any such."""
    bare = [table for table in tree.iter(f"{W}tbl") if table.find(f"{W}tblGrid") is None]
    for table in bare:
        rows = [list(_widths(row)) for row in table.iter(f"{W}tr")]
        grid = table.makeelement(f"{W}tblGrid")
        for width in max(rows, key=len, default=[]):
            column = grid.makeelement(f"{W}gridCol")
            column.set(f"{W}w", width)
            grid.append(column)
        properties = table.find(f"{W}tblPr")
        table.insert(0 if properties is None else table.index(properties) + 1, grid)
    return bool(bare)


def _widths(row: _Element) -> Iterator[str]:
    """Yield the widths of a row's columns, in twentieths of a point; a cell over several has them share alike."""
    for cell in row.iter(f"{W}tc"):
        span, width = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}tcW")
        said = str(span.get(f"{W}val", "")) if span is not None else ""
        count = min(int(said), 63) if said.isdecimal() and said.isascii() and int(said) else 1
        whole = str(width.get(f"{W}w", "")) if width is not None else ""
        each = int(whole) // count if whole.isdecimal() and whole.isascii() else _USUAL_WIDTH
        yield from [str(each)] * count


def _names(parts: Mapping[str, bytes], types: Mapping[str, str]) -> dict[str, str]:
    """Return the usual name of each part that has an unusual one, as Word Online and WPS give them."""
    names: dict[str, str] = {}
    for part, kind in types.items():
        usual = _NAMES.get(kind)
        numbered = r"\d*" if usual in ("header", "footer") else ""
        if usual is None or re.fullmatch(rf"word/{usual}{numbered}\.xml", part):
            continue
        free = (f"word/{usual}{number or ''}.xml" for number in range(int(bool(numbered)), len(parts) + 2))
        names[part] = next(one for one in free if one not in parts and one not in names.values())
        if relations_of(part) in parts:
            names[relations_of(part)] = relations_of(names[part])
    return names


def _rename(trees: Mapping[str, _Element], names: Mapping[str, str]) -> None:
    for item in trees[TYPES]:
        old = str(item.get("PartName", "")).lstrip("/")
        if old in names:
            item.set("PartName", f"/{names[old]}")
    for part, tree in trees.items():
        if not part.endswith(".rels"):
            continue
        owner = owner_of(part)
        folder = posixpath.dirname(names.get(owner, owner))
        for relation in tree:
            target = str(relation.get("Target", ""))
            if str(relation.get("TargetMode", "")).lower() == "external" or target.startswith("#"):
                continue
            old = target_of(owner, target)
            relation.set("Target", posixpath.relpath("/" + names.get(old, old), "/" + folder))


def unopenable(types: Mapping[str, str], trees: Mapping[str, _Element]) -> str:
    """Say what would keep Word from opening a package of these parts; ``""`` when nothing would.

    What is looked at is what Word looks at before it shows a page (ISO/IEC 29500-1, 11.3; 29500-2, 6.5): the roots of the
    parts, the way to the document, the targets of all relationships and the relationships that the text refers to.
    """
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
            return _("its part {part} is damaged").format(part=relations_of(part))
    return ""


def _used(tree: _Element) -> set[str]:
    """Return the relationships that a part refers to."""
    return {
        str(value)
        for element in tree.iter()
        for key, value in element.attrib.items()
        if str(key).startswith(R) and value
    }
