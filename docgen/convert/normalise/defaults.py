"""Document defaults moved into the styles at the root of the tree.

In a table dxpdf (0.8.1) lays the document defaults over the paragraph's style instead of under it: text that a style makes
small comes out in the default size. Without document defaults there is nothing to lay over.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.convert.normalise.parts import children, place, properties, q, val

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MERGED = frozenset({"rFonts", "ind", "spacing"})
"""Elements whose attributes are inherited one by one."""


def settle(styles: Element | None) -> None:
    """Move run and paragraph defaults into every paragraph style that is based on none."""
    if styles is None or (defaults := styles.find(q("docDefaults"))) is None:
        return
    roots = [
        one for one in children(styles, "style") if val(one, "type") == "paragraph" and one.find(q("basedOn")) is None
    ]
    if not roots:
        return
    for group, name in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
        source = defaults.find(f"{q(group)}/{q(name)}")
        if source is None:
            continue
        for style in roots:
            # A style's properties stand after its name and the like: the order does not matter to dxpdf.
            target = style.find(q(name))
            if target is None:
                target = properties(style, name)
                style.append(target)
            _inherit(target, source)
    styles.remove(defaults)


def _inherit(target: Element, source: Element) -> None:
    for one in source:
        own = target.find(one.tag)
        name = str(one.tag).rpartition("}")[2]
        if own is None:
            made = place(target, name)
            made.getparent().replace(made, copy.deepcopy(one))  # type: ignore[union-attr]
        elif name in _MERGED:
            for attribute, value in one.attrib.items():
                if attribute not in own.attrib:
                    own.set(attribute, value)
