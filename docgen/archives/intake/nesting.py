"""How much a reader would have to draw: forms within forms within forms are refused before anything draws them.

Twenty uses of a form in each of nine forms are some kilobytes, and 20⁹ drawings. How often a form is used is counted by what
stands in its bytes, not drawn; so a file is judged in the time of reading it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.archives.intake.refusal import Refusal
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

_MOST = 200_000
"""Drawings of forms and pictures on one page; a plan of a building has some thousands."""
_DEEPEST = 40


def require_drawable(document: pikepdf.Pdf) -> None:
    """Refuse a document with a page that a reader would not come to the end of. Raise Refusal."""
    import pikepdf

    known: dict[tuple[int, int], int] = {}
    for number, page in enumerate(document.pages, 1):
        contents = page.obj.get("/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        uses = sum(_uses(part) for part in parts)
        if uses and uses * _dearest(page.resources, known, 0) > _MOST:
            raise Refusal(_("page {number}: {what}").format(number=number, what=_("it draws without end")))


def _dearest(resources: object, known: dict[tuple[int, int], int], depth: int) -> int:
    """Return how many drawings the dearest form or picture of these resources is."""
    import pikepdf

    if not isinstance(resources, pikepdf.Dictionary) or not isinstance(
        held := resources.get("/XObject"), pikepdf.Dictionary
    ):
        return 1
    forms = [one for one in held.values() if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"]
    return max((_cost(form, known, depth) for form in forms), default=1)


def _cost(form: pikepdf.Object, known: dict[tuple[int, int], int], depth: int) -> int:
    if depth > _DEEPEST:
        return _MOST + 1
    if form.objgen not in known:
        known[form.objgen] = 1  # one that uses itself is drawn once: readers see to that
        known[form.objgen] = 1 + _uses(form) * _dearest(form.get("/Resources"), known, depth + 1)
    return min(known[form.objgen], _MOST + 1)


def _uses(stream: object) -> int:
    import pikepdf

    return stream.read_bytes().count(b"Do") if isinstance(stream, pikepdf.Stream) else 0
