"""What a run or paragraph looks like once styles, inheritance and document defaults are resolved (ISO/IEC 29500-1, 17.7.2).

In a table dxpdf (0.8.1) lays the document defaults over the paragraph's style instead of under it: text that a style makes
small comes out in the default size. So they are moved into the styles at the root of the tree; then there is nothing to lay over.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from docgen.embedded.normalise.parts import children, number, on
from docgen.markup import ON, A, place, properties, q, val

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from docgen.embedded.faces import Faces

_THEME = {"major": "majorFont", "minor": "minorFont"}


@dataclass(frozen=True, slots=True)
class RunLook:
    """What decides how wide and tall a run's text is."""

    latin: str = "Times New Roman"
    """Family for what is not Chinese, as asked."""
    asian: str = "宋体"
    """Family for what is Chinese, as asked."""
    size: float = 10.0
    """Points."""
    bold: bool = False
    spacing: float = 0.0
    """Extra points after each character."""
    scale: float = 1.0
    raised: bool = False
    """Superscript or subscript: drawn smaller."""
    hidden: bool = False
    position: float = 0.0
    """Half-points above the line."""
    underlined: bool = False
    snap: bool = True
    """Obeys the section's grid of characters."""


@dataclass(frozen=True, order=True, slots=True)
class Tab:
    """A tab stop: where it is in twips, how text stands at it, what fills the way to it."""

    at: float
    kind: str = "left"
    leader: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What decides where a paragraph's lines stand and break. Lengths in twips."""

    align: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    """First line indent; negative when it hangs."""
    before: float = 0.0
    """Space above it."""
    after: float = 0.0
    close: bool = False
    """Leaves out its spaces towards another paragraph of its style."""
    line: float | None = None
    rule: str = "auto"
    space_latin: bool = True
    space_digits: bool = True
    snap: bool = True
    """Obeys the section's document grid."""
    tabs: tuple[Tab, ...] = ()
    keep_next: bool = False
    keep_lines: bool = False
    widows: bool = True
    num_id: str | None = None
    level: int = 0


class Styles:
    """The style part of one document, with its theme."""

    def __init__(self, styles: Element | None, theme: Element | None, fonts: Faces) -> None:
        self.fonts = fonts
        self._theme = _theme_fonts(theme)
        self._by_id: dict[str, Element] = {}
        self.default_paragraph = ""
        self.default_table = ""
        self._run_defaults: Element | None = None
        self._paragraph_defaults: Element | None = None
        if styles is not None:
            self._run_defaults = styles.find(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}")
            self._paragraph_defaults = styles.find(f"{q('docDefaults')}/{q('pPrDefault')}/{q('pPr')}")
            for style in children(styles, "style"):
                self._by_id[val(style, "styleId") or ""] = style
                if on_default(style):
                    if val(style, "type") == "paragraph":
                        self.default_paragraph = val(style, "styleId") or ""
                    elif val(style, "type") == "table":
                        self.default_table = val(style, "styleId") or ""
        self.closes = any(next(style.iter(q("contextualSpacing")), None) is not None for style in self._by_id.values())
        self._paragraphs: dict[tuple[str, str], tuple[ParagraphLook, RunLook]] = {}
        self._characters: dict[tuple[RunLook, str], RunLook] = {}

    def is_paragraph(self, style: str | None) -> bool:
        """Whether there is a style of this name, for paragraphs."""
        element = self._by_id.get(style or "")
        return element is not None and val(element, "type") in (None, "paragraph")

    def chain(self, style: str) -> list[Element]:
        """Return a style and what it is based on, the base first."""
        found: list[Element] = []
        while (element := self._by_id.get(style)) is not None and element not in found:
            found.insert(0, element)
            style = val(element.find(q("basedOn"))) or ""
        return found

    def paragraph(self, style: str | None, table_style: str = "") -> tuple[ParagraphLook, RunLook]:
        """Return how a paragraph of a style looks before its own properties, and its runs before theirs."""
        key = (style or self.default_paragraph, table_style)
        if key not in self._paragraphs:
            look = self.merge_paragraph(ParagraphLook(), self._paragraph_defaults)
            run = self.merge_run(RunLook(), self._run_defaults)
            for element in (*self.chain(table_style), *self.chain(key[0])):
                look = self.merge_paragraph(look, element.find(q("pPr")))
                run = self.merge_run(run, element.find(q("rPr")))
            self._paragraphs[key] = look, run
        return self._paragraphs[key]

    def run(self, base: RunLook, properties: Element | None) -> RunLook:
        """Return how a run looks in a paragraph whose runs look like ``base``."""
        if properties is None:
            return base
        style = val(properties.find(q("rStyle")))
        if style:
            key = (base, style)
            if key not in self._characters:
                look = base
                for element in self.chain(style):
                    look = self.merge_run(look, element.find(q("rPr")))
                self._characters[key] = look
            base = self._characters[key]
        return self.merge_run(base, properties)

    def merge_run(self, look: RunLook, properties: Element | None) -> RunLook:
        """Lay run properties over a look."""
        if properties is None:
            return look
        changes: dict[str, object] = {}
        for child in properties:
            match child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "":
                case "rFonts":
                    for field, names in (("latin", ("ascii", "hAnsi")), ("asian", ("eastAsia",))):
                        if family := self.family(child, names):
                            changes[field] = family
                case "sz":
                    changes["size"] = (number(child) or 20) / 2
                case "b":
                    changes["bold"] = on(child)
                case "spacing":
                    changes["spacing"] = (number(child) or 0) / 20
                case "snapToGrid":
                    changes["snap"] = on(child)
                case "w":
                    changes["scale"] = (number(child) or 100) / 100
                case "vertAlign":
                    changes["raised"] = val(child) in ("superscript", "subscript")
                case "vanish":
                    changes["hidden"] = on(child)
                case "position":
                    changes["position"] = number(child) or 0
                case "u":
                    changes["underlined"] = val(child) not in (None, "none")
        return replace(look, **changes) if changes else look  # type: ignore[arg-type]

    def family(self, fonts: Element, names: Iterable[str]) -> str | None:
        """Return the family that ``w:rFonts`` names for a script; the theme goes before the name (17.3.2.26)."""
        for name in names:
            if theme := fonts.get(q(f"{name}Theme")):
                slot = "ea" if name == "eastAsia" else "latin"
                for start, group in _THEME.items():
                    if theme.startswith(start) and (found := self._theme.get((group, slot))):
                        return found
            if found := fonts.get(q(name)):
                return found
        return None

    def merge_paragraph(self, look: ParagraphLook, properties: Element | None) -> ParagraphLook:
        """Lay paragraph properties over a look; indents and spacing attribute by attribute."""
        if properties is None:
            return look
        changes: dict[str, object] = {}
        for child in properties:
            match child.tag.rpartition("}")[2] if isinstance(child.tag, str) else "":
                case "jc":
                    changes["align"] = {"start": "left", "end": "right"}.get(val(child) or "", val(child) or "left")
                case "ind":
                    changes |= _indent(child)
                case "spacing":
                    for side in ("before", "after"):
                        if (space := number(child, side)) is not None:
                            changes[side] = space
                    if (line := number(child, "line")) is not None:
                        changes["line"] = line
                        changes["rule"] = val(child, "lineRule") or "auto"
                case "contextualSpacing":
                    changes["close"] = on(child)
                case "keepNext":
                    changes["keep_next"] = on(child)
                case "keepLines":
                    changes["keep_lines"] = on(child)
                case "widowControl":
                    changes["widows"] = on(child)
                case "autoSpaceDE":
                    changes["space_latin"] = on(child)
                case "autoSpaceDN":
                    changes["space_digits"] = on(child)
                case "snapToGrid":
                    changes["snap"] = on(child)
                case "tabs":
                    cleared = {number(tab, "pos") for tab in child if val(tab) == "clear"}
                    new = [_tab(tab) for tab in child if val(tab) not in ("clear", "bar")]
                    taken = cleared | {tab.at for tab in new}
                    changes["tabs"] = tuple(sorted((*(tab for tab in look.tabs if tab.at not in taken), *new)))
                case "numPr":
                    if (num_id := val(child.find(q("numId")))) is not None:
                        changes["num_id"] = None if num_id == "0" else num_id
                    if (level := number(child.find(q("ilvl")))) is not None:
                        changes["level"] = int(level)
        return replace(look, **changes) if changes else look  # type: ignore[arg-type]


_LEADERS = {"dot": ".", "hyphen": "-", "underscore": "_", "heavy": "_", "middleDot": "·"}


def _tab(element: Element) -> Tab:
    kind = {"start": "left", "end": "right", "num": "left"}.get(val(element) or "", val(element) or "left")
    return Tab(number(element, "pos") or 0, kind, _LEADERS.get(val(element, "leader") or "", ""))


def _indent(element: Element) -> dict[str, object]:
    changes: dict[str, object] = {}
    for field, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for name in names:
            if (value := number(element, name)) is not None:
                changes[field] = value
    if (value := number(element, "firstLine")) is not None:
        changes["first"] = value
    if (value := number(element, "hanging")) is not None:
        changes["first"] = -value
    return changes


def on_default(style: Element) -> bool:
    """Whether a style is the default of its type."""
    return style.get(q("default")) in ON


def _theme_fonts(theme: Element | None) -> dict[tuple[str, str], str]:
    if theme is None:
        return {}
    found: dict[tuple[str, str], str] = {}
    for group in ("majorFont", "minorFont"):
        for fonts in theme.iter(f"{A}{group}"):
            for slot in ("latin", "ea"):
                face = fonts.find(f"{A}{slot}")
                if face is not None and (name := face.get("typeface")):
                    found[group, slot] = name
            hans = fonts.find(f"{A}font[@script='Hans']")
            if hans is not None and (name := hans.get("typeface")):
                found.setdefault((group, "ea"), name)
    return found


def settle_defaults(styles: Element | None, latin: str, asian: str) -> None:
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
