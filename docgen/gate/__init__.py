"""Does the PDF say what the document says? Step 7: nothing is handed over that did not pass.

:func:`check` compares a filled .docx with the PDF an engine made of it. Engines fail silently: they draw blanks for
characters no face has, drop tables nested too deep, swap fonts, cut text off at a page's edge. What the .docx says is
read in :mod:`docgen.gate.reading`, what the PDF shows in :mod:`docgen.gate.pages`, and the two are laid side by side
in :mod:`docgen.gate.matching`. Whether a finding fails a paper is the pipeline's to decide, but every one here is a
reason to.

pdfium is not safe to use from two threads at once: a lock is held here; other rooms that use it do so in processes.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from docgen.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docgen.gate.compared_text import Wording
    from docgen.gate.matching import Stretch
    from docgen.gate.pages import Page, ReadPdf

__all__ = ["Examined", "Kind", "Mismatch", "check", "cure", "examine", "standing"]

Kind = Literal[
    "damaged",
    "lost",
    "extra",
    "order",
    "placeholder",
    "required",
    "glyph",
    "pages",
    "font",
    "margin",
    "picture",
    "contents",
    "covered",
]

_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\{_\{|｛｛|｝｝|«\w+»")
_EXCERPT = 40
"""Characters of a text that a finding quotes."""
_HANGING = frozenset("，。、；：！？）》」』】〉”’…—,.;:!?)")
"""Punctuation that may hang out of the type area at a line's end, by rule of Chinese typesetting."""
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One fault of one PDF.

    ``kind`` is a stable English word for programs. ``page`` counts from 1, 0 where it concerns no single page.
    ``excerpt`` is the text it is about, at most 40 characters.

    damaged: cannot be read · lost: text of the .docx is not in the PDF, or is changed there · extra: the PDF has text
    that the .docx has not · order: text stands elsewhere · placeholder: a template tag is left · required: a value is
    not in the .docx · glyph: a character without a shape · pages: fewer or more pages than the norm · font: not
    embedded · margin: text outside the type area or the page · picture: a picture is not drawn · contents: a contents page
    lists other headings than there are, or names other pages than those they stand on · covered: text is there and not seen
    """

    kind: Kind
    message: str
    page: int = 0
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of holding a PDF against its document: what is wrong, and the text of each page as it was read for that."""

    mismatches: list[Mismatch]
    pages: tuple[str, ...] = ()


def check(
    docx: bytes,
    pdf: bytes,
    *,
    pages: range | None = None,
    required: Iterable[str] = (),
    literal: Iterable[str] = (),
) -> list[Mismatch]:
    """Return what is wrong with a PDF; see :func:`examine`."""
    return examine(docx, pdf, pages=pages, required=required, literal=literal).mismatches


def examine(
    docx: bytes,
    pdf: bytes,
    *,
    pages: range | None = None,
    required: Iterable[str] = (),
    literal: Iterable[str] = (),
) -> Examined:
    """Hold a PDF against the .docx it was made from; what is wrong comes in a fixed order, nothing when all is well.

    ``pages``: the numbers of pages within the template's norm, such as ``range(1, 3)``. ``required``: values of the
    data that must stand in the .docx, each line of a value by itself. ``literal``: values that came from data and may
    look like template tags. White space and line breaks never count. Fields (page numbers), list numbers, tab
    leaders and repeated header rows may be in the PDF beyond the body text; body text itself, headers and footers are
    matched character for character, the numbers of pages in these computed. Raises nothing: what cannot be read is a finding.
    """
    from docgen.gate import matching, reading, running
    from docgen.gate.pages import DamagedPdfError, covered, read

    try:
        said = reading.read(docx)
    except reading.DamagedDocxError as error:
        return Examined([Mismatch("damaged", _("the .docx cannot be read: {reason}").format(reason=error))])
    try:
        with _pdfium:
            shown = read(pdf, said.sections)
            unseen = list(covered(pdf)) if said.layered else []
    except DamagedPdfError as error:
        return Examined([Mismatch("damaged", _("the PDF cannot be read: {reason}").format(reason=error))])
    differences, stands = matching.compare(said, shown.pages)
    wrong = [
        *_tags(said, literal),
        *_missing_values(said, required),
        *_page_count(shown, pages),
        *(_difference(found) for found in differences),
        *(_difference(found) for found in running.compare(said, shown.pages)),
        *_shapeless(said, shown),
        *_fonts(shown),
        *_margins(said, shown),
        *_pictures(said, shown),
        *(_covered(number, text) for number, text in unseen),
        *(() if differences else _contents(said, shown, stands)),
    ]
    return Examined(wrong, tuple(page.text for page in shown.pages))


def cure(found: Iterable[Mismatch]) -> str:
    """Return what to do about a PDF with these faults."""
    kinds = {one.kind for one in found}
    if kinds <= {"required", "placeholder"}:
        return _(
            "Write the placeholder into the template where it is seen, and correct tags that are left; "
            "docgen template lint shows what the template prints."
        )
    if kinds <= {"glyph", "font"}:
        return _(
            "docgen fonts shows what is drawn with which font; put one that is missing into a folder and name that folder in "
            "DOCGEN_FONTS."
        )
    if kinds == {"covered"}:
        return _(
            "Move the picture or shape in the template, or set it behind the text; give text a colour that is seen."
        )
    return _(
        "Shorten or divide a very long text, or try the other engine with --engine; docgen doctor names missing fonts."
    )


def standing(docx: bytes, pdf: bytes) -> list[tuple[int, int, str] | None] | None:
    """Return where each paragraph of a .docx with contents stands: the pages on which it begins and ends, and what it shows.

    Pages count from 0, text is without white space. In the order of the body's paragraphs, None for one without text. None
    altogether where the PDF does not show what the .docx says.
    """
    from docgen.gate import matching, reading
    from docgen.gate.pages import DamagedPdfError, read

    try:
        said = reading.read(docx)
        with _pdfium:
            shown = read(pdf, said.sections)
    except (reading.DamagedDocxError, DamagedPdfError):
        return None
    differences, stands = matching.compare(said, shown.pages)
    if differences:
        return None
    count = max((listing.sections[-1] for listing in said.listings), default=0)
    found = [stands.get(place) for place in range(count)]
    return [None if one is None else (one.begins, one.ends, one.text) for one in found]


def _tags(said: Wording, literal: Iterable[str]) -> Iterator[Mismatch]:
    from docgen.gate.compared_text import plain

    lines = {plain(line) for value in literal for line in value.splitlines()}
    known = sorted((line for line in lines if _TAG.search(line)), key=lambda line: (-len(line), line))
    for passage in said.everything:
        text = passage
        for line in known:
            text = text.replace(line, "\0")
        tag = _TAG.search(text)
        if tag:
            excerpt = _short(text[max(0, tag.start() - 4) :])
            yield Mismatch("placeholder", _("a template tag is left in the text"), 0, excerpt)


def _missing_values(said: Wording, required: Iterable[str]) -> Iterator[Mismatch]:
    from docgen.gate.compared_text import plain

    text = "\n".join(said.everything)
    for value in required:
        if any(plain(line) not in text and not _is_masked(plain(line), text) for line in value.splitlines()):
            told = _("“{value}” of the data is not in the document").format(value=_short(value))
            yield Mismatch("required", told, 0, _short(value))


def _is_masked(line: str, text: str) -> bool:
    """Whether a value stands in the document with some of its signs masked (the filter 遮盖), one at least left as it is."""
    masked = "".join(f"[{re.escape(sign)}*]" for sign in line)
    return any(found[0].strip("*") for found in re.finditer(masked, text)) if line else True


def _page_count(shown: ReadPdf, norm: range | None) -> Iterator[Mismatch]:
    count = len(shown.pages)
    if norm is not None and count not in norm:
        text = ngettext(
            "{count} page, the norm is {least} to {most}", "{count} pages, the norm is {least} to {most}", count
        )
        yield Mismatch("pages", text.format(count=count, least=norm.start, most=norm.stop - 1))


def _difference(found: object) -> Mismatch:
    from docgen.gate.matching import Difference

    assert isinstance(found, Difference)
    said, shown = _short(found.said), _short(found.shown)
    if found.kind == "lost":
        text = _("the document says “{said}”, the PDF “{shown}”").format(said=said, shown=shown)
        return Mismatch("lost", text, found.page, said)
    if found.kind == "order":
        text = _("“{said}” stands elsewhere in the PDF than in the document").format(said=said)
        return Mismatch("order", text, found.page, said)
    text = _("the PDF says “{shown}”, the document does not").format(shown=shown)
    return Mismatch("extra", text, found.page, shown)


def _shapeless(said: Wording, shown: ReadPdf) -> Iterator[Mismatch]:
    own = set().union(*said.everything)
    for number, page in enumerate(shown.pages, 1):
        wrong = sorted(char for char in set(page.text) if _has_no_shape(char) and char not in own)
        if wrong:
            codes = " ".join(f"U+{ord(char):04X}" for char in wrong)
            yield Mismatch("glyph", _("characters without a shape: {codes}").format(codes=codes), number, codes)
    for font in shown.blanks:
        text = _("{font} has no shape for a character and draws an empty box").format(font=font)
        yield Mismatch("glyph", text, 0, font)


def _has_no_shape(char: str) -> bool:
    code = ord(char)
    return (
        code == 0xFFFD
        or (code < 0x20 and char not in "\t\n\r\x02\x0b\x0c")
        or 0xE000 <= code <= 0xF8FF
        or code >= 0xF0000
    )


def _fonts(shown: ReadPdf) -> Iterator[Mismatch]:
    for font in shown.foreign:
        yield Mismatch("font", _("the font {font} is not embedded").format(font=font), 0, font)


def _margins(said: Wording, shown: ReadPdf) -> Iterator[Mismatch]:
    for number, page in enumerate(shown.pages, 1):
        if page.outside:
            text = _("text lies outside the page: “{text}”").format(text=_short(page.outside))
            yield Mismatch("margin", text, number, _short(page.outside))
        beyond = _beyond(page)
        if beyond and not said.floating:
            text = _("text lies outside the margins: “{text}”").format(text=_short(beyond))
            yield Mismatch("margin", text, number, _short(beyond))


def _pictures(said: Wording, shown: ReadPdf) -> Iterator[Mismatch]:
    from docgen.gate import running

    wanted = said.pictures + running.pictures(said, len(shown.pages))
    if shown.pictures < wanted:
        text = _("pictures in the document: {said}, in the PDF: {shown}")
        yield Mismatch("picture", text.format(said=wanted, shown=shown.pictures))


def _covered(number: int, text: str) -> Mismatch:
    told = _("text is covered by a picture or shape, or has the colour of its ground: “{text}”")
    return Mismatch("covered", told.format(text=_short(text)), number, _short(text))


def _contents(said: Wording, shown: ReadPdf, stands: Mapping[int, Stretch]) -> Iterator[Mismatch]:
    from docgen.gate import listings

    for page, text, heading in listings.compare(said, shown.pages, stands):
        yield Mismatch("contents", text.format(heading=_short(heading)), page, _short(heading))


def _beyond(page: Page) -> str:
    return page.left_of + "".join(char for char in page.right_of if char not in _HANGING)


def _short(text: str) -> str:
    line = " ".join(text.replace("\0", "").split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
