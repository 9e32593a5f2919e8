"""A template looked at before any paper is made: filled with the data at hand, drawn, each page a picture.

What is drawn here is handed to nobody, so it is drawn even where a paper would be refused, and what would be refused is said.

A child fills and draws it. It begins with this module, which imports no more than that needs: somebody waits for the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, TypeVarTuple

from docgen import convert, fonts, gate, isolate, resources
from docgen.convert import WordFile
from docgen.errors import ConversionError, TemplateError
from docgen.gate.picture import WIDTH, pictures
from docgen.making import contents_passes
from docgen.making.undrawn import undrawn
from docgen.messages import _
from docgen.template.lint import Finding

if TYPE_CHECKING:
    from docgen.documents import DocumentKind, Plain

_SECONDS, _MEMORY = 120.0, 2 << 30
"""Of these, the most for faces that are made for the first time."""

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a template would look like: a PNG of each page, what would be refused of it, whether its values are made up."""

    pages: tuple[bytes, ...]
    remarks: tuple[str, ...]
    is_made_up: bool


def sketch(
    template: Path,
    kind: DocumentKind | None = None,
    data: Path | None = None,
    engine: str = convert.AUTO,
    width: int = 0,
) -> Sketch:
    """Fill a template and draw it; ``data`` is read as one of the ``kind``.

    Without data, the sample of an official kind is taken, else values made up from the schema or from the template's own tags.
    Raise TemplateError where it cannot be filled, ConversionError where it cannot be drawn at all.
    """
    from docgen.documents import datafile, schemas

    sample = resources.samples() / f"{kind.stem}.yaml" if kind and not kind.is_own else None
    source = data or (sample if sample and sample.is_file() else None)
    values = datafile.read(source, kind).data if source and kind else None
    schema = schemas.schema(kind) if kind else ""
    wide = width or WIDTH

    def fill(name: str) -> FilledTemplate:
        return _apart(template, drawn_at_once, template, values, schema, name, wide, data.parent if data else None)

    filled, chosen = fill(engine), convert.EMBEDDED
    drawn = filled.drawn
    if drawn is None and convert.LIBREOFFICE in convert.available(engine):
        drawn, chosen = _by_libreoffice(template, filled, wide), convert.LIBREOFFICE
    drawn = drawn or fill(convert.EMBEDDED).drawn
    assert drawn is not None
    refused = (str(one) for one in filled.undrawn if one.stops(chosen))
    return Sketch(drawn.pages, (*refused, *drawn.faults), values is None)


def _by_libreoffice(template: Path, filled: FilledTemplate, width: int) -> DrawnPages:
    tool = convert.choose(convert.LIBREOFFICE, fonts.prepare(filled.characters))
    docx, pdf = contents_passes.settled(tool, filled.word)  # which keeps a child of its own
    if isinstance(pdf, ConversionError):
        raise pdf
    return _apart(template, shown, docx, pdf, width)


def _apart(template: Path, work: Callable[[*Ts], T], *args: *Ts) -> T:
    try:
        return isolate.call(work, *args, deadline=_SECONDS, memory=_MEMORY)
    except isolate.IsolationError as error:
        raise TemplateError(
            _("{name}: no picture could be made of it: {why}").format(name=template.name, why=error.message),
            hint=_("Copy its text into a new Word document and save that as .docx."),
        ) from error


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


def drawn_at_once(
    path: Path, values: Mapping[str, Plain] | None, schema: str, engine: str, width: int, folder: Path | None
) -> FilledTemplate:
    """Fill a template, with values made up where there are none, and draw it with the embedded engine where that will do.

    ``folder`` is the one in which the data names pictures; without it each is a grey field.
    """
    import json

    from docgen import template
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
        docx, pdf = contents_passes.settled(convert.choose(convert.EMBEDDED, fonts.prepare(characters)), word)
        if isinstance(pdf, ConversionError):
            raise pdf
        drawn = shown(docx, pdf, width)
    return FilledTemplate(word, characters, odd, drawn)


def shown(docx: bytes, pdf: bytes, width: int) -> DrawnPages:
    """Return the pages of a PDF as pictures, and what the gate says of it."""
    return DrawnPages(tuple(pictures(pdf, width)), tuple(one.message for one in gate.check(docx, pdf)))
