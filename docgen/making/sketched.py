"""The child's side of :mod:`docgen.making.sketching`: it imports no more than it needs, since somebody waits for the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import convert, gate
from docgen.convert.engine import WordFile
from docgen.errors import ConversionError
from docgen.gate.picture import pictures
from docgen.making import layout
from docgen.making.undrawn import undrawn
from docgen.template.lint import Finding

if TYPE_CHECKING:
    from docgen.documents import Plain


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """Pictures of pages, and what the gate would say of them."""

    pages: tuple[bytes, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A filled template, its characters, what not every engine draws of it; drawn where the quick engine could."""

    word: WordFile
    characters: str
    undrawn: tuple[Finding, ...]
    drawn: DrawnPages | None


def filled(
    path: Path, values: Mapping[str, Plain] | None, schema: str, engine: str, width: int, folder: Path | None
) -> FilledTemplate:
    """Fill a template, with values made up where there are none, and draw it with the embedded engine where that will do.

    ``folder`` is the one in which the data names pictures; without it each is a grey field.
    """
    import json

    from docgen import fonts, template
    from docgen.images import Album, Sketches
    from docgen.template.fields import made_up, schema_of

    found = template.load(path)
    if values is None:
        values = made_up(json.loads(schema) if schema else schema_of(found.compiled))
    word = WordFile(path.stem, found.fill(values, Sketches() if folder is None else Album(folder)))
    characters = "".join(sorted(fonts.characters(word.docx)))
    odd = undrawn(path)
    is_quick = engine == convert.EMBEDDED or (
        engine == convert.AUTO and not any(one.stops(convert.EMBEDDED) for one in odd)
    )
    drawn = None
    if is_quick:
        docx, pdf = layout.settled(convert.choose(convert.EMBEDDED, fonts.prepare(characters)), word)
        if isinstance(pdf, ConversionError):
            raise pdf
        drawn = shown(docx, pdf, width)
    return FilledTemplate(word, characters, odd, drawn)


def shown(docx: bytes, pdf: bytes, width: int) -> DrawnPages:
    """Return the pages of a PDF as pictures, and what the gate says of it."""
    return DrawnPages(tuple(pictures(pdf, width)), tuple(one.message for one in gate.check(docx, pdf)))
