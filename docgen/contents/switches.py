"""What the code of a TOC field asks for (ISO/IEC 29500-1, 17.16.5.68)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Switches", "is_contents", "read"]

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<switch>\S)|(?P<bare>[^\s"\\]+)')
_RANGE = re.compile(r"\s*(\d)\s*-\s*(\d)\s*$")
_SEPARATOR = re.compile(r"[,;，；]")
"""Between the styles of ``\\t``: Word writes the list separator of the country that its user is in."""
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")
_ALL = range(1, 10)


@dataclass(frozen=True, slots=True)
class Switches:
    """Which paragraphs are listed, and how."""

    headings: range = range(0)
    """``\\o``: levels of the built-in styles Heading 1–9."""
    outline: range = range(0)
    """``\\u``: outline levels, whatever the style."""
    styles: dict[str, int] = field(default_factory=dict)
    """``\\t``: level by the name of a style."""
    unnumbered: range = range(0)
    """``\\n``: levels without a page number."""
    separator: str = "\t"
    """``\\p``: what stands between an entry and its number."""
    links: bool = False
    """``\\h``"""

    def level(self, style: str, outline: int) -> int:
        """Return the level on which a paragraph of a style (by name) and outline level is listed; 0 when it is not."""
        name = style.casefold()
        built_in = _HEADING.fullmatch(name)
        if built_in and int(built_in[1]) in self.headings:
            return int(built_in[1])
        return self.styles.get(name) or (outline if outline in self.outline else 0)


def is_contents(code: str) -> bool:
    """Whether a field's code is that of a table of contents."""
    return "".join(code.split()[:1]).upper() == "TOC"


def read(code: str) -> Switches:
    """Read the code of a TOC field."""
    asked: dict[str, str] = {}
    last = ""
    for token in _TOKEN.finditer(code.strip()[3:]):
        if token["switch"]:
            last = token["switch"].lower()
            asked.setdefault(last, "")
        elif last and not asked[last]:
            asked[last] = token["quoted"] if token["quoted"] is not None else token["bare"]
    is_plain = not asked.keys() & {"o", "t", "u"}
    named = [one.strip() for one in _SEPARATOR.split(asked.get("t", ""))]
    styles = {
        name.casefold(): int(level)
        for name, level in zip(named[::2], named[1::2], strict=False)
        if level.isdecimal() and int(level) in _ALL
    }
    return Switches(
        headings=_range(asked.get("o", "")) if "o" in asked or is_plain else range(0),
        outline=_range(asked.get("o", "")) if "u" in asked else range(0),
        styles=styles,
        unnumbered=_range(asked["n"]) if "n" in asked else range(0),
        separator=asked.get("p") or "\t",
        links="h" in asked,
    )


def _range(text: str) -> range:
    found = _RANGE.match(text)
    return range(int(found[1]), int(found[2]) + 1) if found else _ALL
