"""Headings of a paper: which there are (from the .docx) and on which page of the PDF each stands.

Engines differ in whether they write bookmarks; so they are found in the text, in order, the same way for both.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from io import BytesIO
from pathlib import Path

from docgen import markup
from docgen.bundle.item import Bookmark
from docgen.markup import DOCUMENT, STYLES, W, whole

_DEEPEST = 3
_UTF8 = (b'<?xml version="1.0" encoding="UTF-8"', b"<?xml version='1.0' encoding='UTF-8'")
_STYLES = re.compile(rb"""pStyle\b[^>]*?["']([^"'>]*)["']""")
_BY_NAME = re.compile(r"^(?:heading|标题)\s*(\d)$", re.IGNORECASE)


def headings(docx: bytes) -> tuple[tuple[int, str], ...]:
    """Return ``(level, text)`` of each heading paragraph down to level 3, in the order of the text.

    Level 0 is an entry of a contents page: it says what a heading says, and is none. A heading is a paragraph whose style
    (or a style it is based on) is Heading 1–3 or has an outline level, or that has an outline level of its own. Raise
    KeyError, BadZipFile or XMLSyntaxError when this is no .docx.
    """
    with zipfile.ZipFile(BytesIO(docx)) as package:
        body = package.read(DOCUMENT)
        levels = _style_levels(package.read(STYLES)) if STYLES in package.namelist() else {}
    if not _may_have_headings(body, levels):
        return ()
    found = []
    for paragraph in markup.root(body).iter(f"{W}p"):
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        level = levels.get(style.get(f"{W}val", ""), 0) if style is not None else 0
        if own is not None:
            level = _level(own.get(f"{W}val", ""))
        entry = _entry((str(one.tag), one.text or "") for one in paragraph.iter(f"{W}t", f"{W}instrText"))
        text = entry or markup.words(paragraph).strip()
        if text and (entry or 1 <= level <= _DEEPEST):
            found.append((0 if entry else level, text))
    return tuple(found)


def _entry(pieces: Iterable[tuple[str, str]]) -> str:
    """Return what texts and codes say before the number of a page, as an entry of a contents page does; else nothing."""
    said = ""
    for name, text in pieces:
        if name == f"{W}instrText" and text.split()[:1] == ["PAGEREF"]:
            return said.strip()
        said += text if name == f"{W}t" else ""
    return ""


def _may_have_headings(body: bytes, levels: Mapping[str, int]) -> bool:
    """Whether it is worth a reading: most forms name no style of a heading and have no level of an outline."""
    if not body.startswith(_UTF8) or b"outlineLvl" in body or b"&#" in body:
        return True
    asked = {name for name, level in levels.items() if 1 <= level <= _DEEPEST}
    return any(name.decode() in asked for name in _STYLES.findall(body)) or any("&" in escape(name) for name in asked)


@lru_cache(maxsize=32)
def _level(said: str) -> int:
    level = whole(said)
    return 10 if level is None else level + 1


def _style_levels(styles: bytes) -> dict[str, int]:
    """Return style id → heading level, following basedOn; papers of one template have theirs in common."""
    own: dict[str, int] = {}
    parents: dict[str, str] = {}
    for style in markup.root(styles).iter(f"{W}style"):
        identifier = style.get(f"{W}styleId", "")
        name = style.find(f"{W}name")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        parent = style.find(f"{W}basedOn")
        match = _BY_NAME.match(name.get(f"{W}val", "")) if name is not None else None
        if outline is not None:
            own[identifier] = _level(outline.get(f"{W}val", ""))
        elif match:
            own[identifier] = int(match[1])
        if parent is not None:
            parents[identifier] = parent.get(f"{W}val", "")
    result = {}
    for identifier in {**own, **parents}:
        seen, at = {identifier}, identifier
        while at not in own and parents.get(at, "") and parents[at] not in seen:
            at = parents[at]
            seen.add(at)
        if at in own:
            result[identifier] = own[at]
    return result


def headings_of(texts: Sequence[str], wanted: Sequence[tuple[int, str]]) -> tuple[Bookmark, ...]:
    """Find headings in the texts of a paper's pages, in order; one that is not found is left out.

    White space does not count, so a heading broken over two lines is found.
    """
    if not wanted:
        return ()
    pages = list(map(bare, texts))
    found = []
    page, at = 0, 0
    for level, title in wanted:
        needle = bare(title)
        for number in range(page, len(pages)):
            position = pages[number].find(needle, at if number == page else 0)
            if position >= 0:
                page, at = number, position + len(needle)
                found += [Bookmark(title, level, number)] if level else []
                break
    return tuple(found)


def page_texts(pdf: Path | bytes) -> list[str]:
    """Return the text of each page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def bare(text: str) -> str:
    """Return text as it is compared: NFKC, no white space and no soft hyphens."""
    return re.sub(r"[\s\u00ad\ufffe\u200b]", "", unicodedata.normalize("NFKC", text))
