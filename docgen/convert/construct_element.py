"""An element of a Word paper: what it is called, whether it is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.markup import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

__all__ = ["OFF", "PLAIN", "is_on", "name"]

_SPACES = {
    W[1:-1]: "w",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "http://schemas.microsoft.com/office/word/2012/wordml": "w15",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup": "wpg",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas": "wpc",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing": "wp14",
}
OFF = frozenset(("0", "false", "off"))
PLAIN = frozenset((None, "", "none", "nil", "clear", "auto", "baseline"))


def name(element: Element) -> str:
    """Return an element's name with the prefix that Word gives its space."""
    space, _brace, local = str(element.tag)[1:].rpartition("}")
    return f"{_SPACES.get(space, '?')}:{local}"


def is_on(element: Element) -> bool:
    """Whether a switch is on."""
    return element.get(f"{W}val") not in OFF
