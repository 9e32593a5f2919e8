"""The fields of a part: what Word, WPS or LibreOffice would work out, fetch or ask when the paper is opened.

A field's code is read from the tree as an office program reads it (ISO/IEC 29500-1, 17.16): pieces in several runs are
joined, a field within a field counts as one opaque piece of the outer one's code. Which fields a template may have is a
list of good ones: they work from the paper itself and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docgen.markup import W
from docgen.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

__all__ = ["codes", "fault", "is_known_link"]

_INNER = "\0"
"""Stands for the result of a field within a field."""
_KIND = re.compile(r"\s*(=|[A-Za-z]+)")
_COMMENT = re.compile(r"{#.*?#}", re.S)
_LINK = re.compile(r"\s*HYPERLINK\b(.*)", re.I | re.S)
_ARGUMENT = re.compile(r"\\[lotmsn]\s+(?:\"[^\"]*\"|\S+)|\\[nmt]|\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\\]\S*)", re.I)
_SCHEMES = ("http:", "https:", "mailto:", "#")
KINDS = frozenset(
    (
        *("=", "EQ", "IF", "COMPARE", "QUOTE", "SYMBOL", "ADVANCE"),
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT"),
        *("REF", "PAGEREF", "NOTEREF", "STYLEREF", "TOC", "TC", "XE", "INDEX", "HYPERLINK", "BOOKMARK", "SET"),
        *("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "MERGEFIELD"),
        *("TITLE", "SUBJECT", "KEYWORDS", "COMMENTS", "AUTHOR", "DOCPROPERTY", "NUMWORDS", "NUMCHARS"),
        *("DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME", "LASTSAVEDBY", "USERNAME"),
    )
)
"""Fields that look at nothing outside the paper; which of them an engine draws rightly is asked elsewhere."""


def codes(part: _Element) -> Iterator[str]:
    """Yield the code of every field in a part, in the order in which they end; and what is written outside of any."""
    open_codes: list[list[str]] = []
    reading: list[bool] = []
    stray: list[str] = []
    for element in part.iter():
        if element.tag == f"{W}fldSimple":
            yield str(element.get(f"{W}instr") or "")
        elif element.tag in (f"{W}instrText", f"{W}delInstrText"):
            inside = bool(open_codes) and reading[-1]
            (open_codes[-1] if inside else stray).append("".join(str(text) for text in element.itertext()))
        elif element.tag == f"{W}fldChar":
            match element.get(f"{W}fldCharType"):
                case "begin":
                    open_codes.append([])
                    reading.append(True)
                case "separate" if reading:
                    reading[-1] = False
                case "end" if open_codes:
                    yield "".join(open_codes.pop())
                    reading.pop()
                    if open_codes and reading[-1]:
                        open_codes[-1].append(_INNER)
    yield from ("".join(code) for code in open_codes)
    if stray:
        yield "".join(stray)


def fault(code: str) -> str:
    """Say why a template may not have a field with this code; empty when it may."""
    plain = _COMMENT.sub("", code)
    if not plain.strip():
        return ""
    kind = _KIND.match(plain)
    if kind is None or plain[kind.end() : kind.end() + 1] in ("{", _INNER):
        return _("a field whose kind is only known when the paper is filled")
    name = kind[1].upper()
    if name not in KINDS:
        return _("a field that fetches or asks: {field}").format(field=name)
    link = _LINK.match(plain)
    if link and "{" not in plain and not is_known_link(_target(link[1])):
        return _("a link that is no web or mail address: {target}").format(target=_target(link[1])[:60])
    return ""


def is_known_link(target: str) -> bool:
    """Whether a link's target is a web or mail address, or a place in the paper itself; not JavaScript, not a file."""
    return not target.strip() or target.strip().lower().startswith(_SCHEMES)


def _target(arguments: str) -> str:
    """Return where a HYPERLINK goes to; empty for a place in the paper."""
    for found in _ARGUMENT.finditer(arguments):
        target = found["quoted"] if found["quoted"] is not None else found["bare"]
        if target is not None:
            return target
    return ""
