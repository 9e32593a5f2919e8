"""A template looked at before any paper is made: filled with the data at hand, drawn, each page a picture.

What is drawn here is handed to nobody, so it is drawn even where a paper would be refused, and what would be refused is said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, TypeVarTuple

from docgen import convert, fonts, isolate, resources
from docgen.documents import DocumentKind, datafile, schemas
from docgen.errors import ConversionError, TemplateError
from docgen.gate.picture import WIDTH
from docgen.making import layout, sketched
from docgen.making.sketched import DrawnPages, FilledTemplate
from docgen.messages import _

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
    sample = resources.samples() / f"{kind.stem}.yaml" if kind and not kind.is_own else None
    source = data or (sample if sample and sample.is_file() else None)
    values = datafile.read(source, kind).data if source and kind else None
    schema = schemas.schema(kind) if kind else ""
    wide = width or WIDTH

    def fill(name: str) -> FilledTemplate:
        return _apart(template, sketched.filled, template, values, schema, name, wide, data.parent if data else None)

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
    docx, pdf = layout.settled(tool, filled.word)  # which keeps a child of its own
    if isinstance(pdf, ConversionError):
        raise pdf
    return _apart(template, sketched.shown, docx, pdf, width)


def _apart(template: Path, work: Callable[[*Ts], T], *args: *Ts) -> T:
    try:
        return isolate.call(work, *args, deadline=_SECONDS, memory=_MEMORY)
    except isolate.IsolationError as error:
        raise TemplateError(
            _("{name}: no picture could be made of it: {why}").format(name=template.name, why=error.message),
            hint=_("Copy its text into a new Word document and save that as .docx."),
        ) from error
