"""Contents pages that are true: a TOC field shows the paper's own headings and the pages on which they stand.

Which headings there are is read from the filled paper (:mod:`docgen.contents.paper`); on which page each stands only a layout
can tell. So the paper is drawn, the numbers are written, and it is drawn again until nothing changes any more. How it is
drawn, and where its paragraphs stand on the pages, is asked of the caller: the rooms that do so are beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from docgen.contents.entry_numbers import Span
from docgen.contents.paper import PaperWithContents, has_contents
from docgen.errors import ConversionError
from docgen.messages import _

__all__ = ["Span", "has_contents", "settled"]

E = TypeVar("E")
_ROUNDS = 3


def settled(
    docx: bytes,
    draw: Callable[[bytes], bytes | E],
    standing: Callable[[bytes, bytes], Sequence[Span | None] | None],
) -> tuple[bytes, bytes | E]:
    """Return a paper whose contents pages are those of its PDF, and that PDF.

    ``draw`` makes a PDF of a .docx. ``standing`` says where each paragraph of the body of a .docx stands in its PDF, in
    the order of the document, None for one that shows nothing; None altogether where the one does not say what the other
    does, and the gate will tell. Raise ConversionError for contents that cannot be made or do not come to rest.
    """
    paper = PaperWithContents(docx)
    word = paper.written()
    for _round in range(_ROUNDS):
        drawn = draw(word)
        spans = standing(word, drawn) if isinstance(drawn, bytes) else None
        if spans is None:
            return word, drawn
        again = paper.written(spans)
        if again == word:
            return word, drawn
        word = again
    raise ConversionError(
        _("the contents page does not come to rest: with its own page numbers in it, the pages change again"),
        hint=_("End the contents page with a page break, or give each entry a single line."),
    )
