"""Document defaults moved into the styles at the root of the tree.

In a table dxpdf (0.8.1) lays the document defaults over the paragraph's style instead of under it: text that a style makes
small comes out in the default size. Without document defaults there is nothing to lay over.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.convert.normalise.parts import children, place, properties, q, val
from docgen.convert.normalise.styles import on_default

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MERGED = frozenset({"rFonts", "ind", "spacing"})
"""Elements whose attributes are inherited one by one."""


def settle(styles: Element | None, latin: str, asian: str) -> None:
    """Move run and paragraph defaults into every paragraph style that is based on none.

    ``latin`` and ``asian`` are the families of styles that name none.
    """
    if styles is None:
        return
    roots = [
        one for one in children(styles, "style") if val(one, "type") == "paragraph" and one.find(q("basedOn")) is None
    ]
    if not any(on_default(one) for one in roots):
        # Paragraphs without a style must not fall back to whatever dxpdf thinks of.
        normal = styles.makeelement(q("style"), {q("type"): "paragraph", q("default"): "1", q("styleId"): "Normal"})
        normal.append(normal.makeelement(q("name"), {q("val"): "Normal"}))
        styles.append(normal)
        roots.append(normal)
    defaults = styles.find(q("docDefaults"))
    for group, name in (("rPrDefault", "rPr"), ("pPrDefault", "pPr")):
        source = None if defaults is None else defaults.find(f"{q(group)}/{q(name)}")
        for style in roots if source is not None else ():
            # A style's properties stand after its name and the like: the order does not matter to dxpdf.
            target = style.find(q(name))
            if target is None:
                target = properties(style, name)
                style.append(target)
            _inherit(target, source)
    for style in roots:
        fonts = place(properties(style, "rPr"), "rFonts")
        for names, family in ((("ascii", "hAnsi"), latin), (("eastAsia",), asian)):
            for name in names:
                if q(name) not in fonts.attrib and q(f"{name}Theme") not in fonts.attrib:
                    fonts.set(q(name), family)
    if defaults is not None:
        styles.remove(defaults)


def _inherit(target: Element, source: Element | None) -> None:
    for one in source if source is not None else ():
        own = target.find(one.tag)
        name = str(one.tag).rpartition("}")[2]
        if own is None:
            made = place(target, name)
            target.replace(made, copy.deepcopy(one))
        elif name in _MERGED:
            for attribute, value in one.attrib.items():
                other = str(attribute)
                other = other.removesuffix("Theme") if other.endswith("Theme") else f"{other}Theme"
                if attribute not in own.attrib and other not in own.attrib:
                    own.set(attribute, value)
