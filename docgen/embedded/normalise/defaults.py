"""Document defaults moved into the styles at the root of the tree.

In a table dxpdf (0.8.1) lays the document defaults over the paragraph's style instead of under it: text that a style makes
small comes out in the default size. Without document defaults there is nothing to lay over.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, place, properties, q, val
from docgen.embedded.normalise.styles import on_default

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def settle(styles: Element | None, latin: str, asian: str) -> None:
    """Move the run defaults into every paragraph style that is based on none.

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
    defaults = styles.find(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}")
    # Where a table style says something about text, the defaults must stay below it.
    tables = [one for one in children(styles, "style") if val(one, "type") == "table"]
    said = {child.tag for one in tables for run in one.iter(q("rPr")) for child in run} - {q("rFonts")}
    for default in list(defaults) if defaults is not None else ():
        if default.tag not in said:
            for style in roots:
                _inherit(properties(style, "rPr"), default)
            default.getparent().remove(default)  # type: ignore[union-attr]
    for style in roots:
        fonts = place(properties(style, "rPr"), "rFonts")
        for names, family in ((("ascii", "hAnsi"), latin), (("eastAsia",), asian)):
            for name in names:
                if q(name) not in fonts.attrib and q(f"{name}Theme") not in fonts.attrib:
                    fonts.set(q(name), family)


def _inherit(target: Element, default: Element) -> None:
    """Give a style what it does not say itself; families attribute by attribute, a theme's standing for the name."""
    own = target.find(default.tag)
    if own is None:
        made = place(target, str(default.tag).rpartition("}")[2])
        target.replace(made, copy.deepcopy(default))
    elif default.tag == q("rFonts"):
        for attribute, value in default.attrib.items():
            other = str(attribute)
            other = other.removesuffix("Theme") if other.endswith("Theme") else f"{other}Theme"
            if attribute not in own.attrib and other not in own.attrib:
                own.set(attribute, value)
