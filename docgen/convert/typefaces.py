"""Which fonts a template asks for, what this machine gives, and what the PDF of it really embeds."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen import fonts
from docgen.convert import WordFile, choose
from docgen.fonts.dictionaries import brings_face

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_TAG = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class AskedTypeface:
    """A family that a template asks for."""

    family: str
    real: Path | None
    """The font file of this machine that is used; None where a substitute is drawn."""
    drawn: str
    """The family of the face that is drawn."""

    @property
    def instead(self) -> str:
        """What the face that is drawn is called, where it is a substitute."""
        return fonts.drawn_with(self.drawn)


@dataclass(frozen=True, slots=True)
class EmbeddedFonts:
    """The fonts of one template."""

    template: str
    asked: tuple[AskedTypeface, ...]
    embedded: tuple[str, ...]
    """Names of the fonts in the PDF, without the tag of a subset."""
    loose: tuple[str, ...] = ()
    """Those that are named there and not embedded."""
    fault: str = ""
    """Why no PDF could be made."""


def examine(templates: Mapping[str, bytes], engine: str) -> list[EmbeddedFonts]:
    """Look at templates by name, each converted with the engine as it stands, tags and all.

    Raise MissingDependencyError when the engine or docgen's fonts are not on this machine.
    """
    faces = fonts.prepare(frozenset().union(*map(fonts.characters, templates.values())))
    made = choose(engine, faces).convert([WordFile(name, docx) for name, docx in templates.items()])
    found: list[EmbeddedFonts] = []
    for (name, docx), pdf in zip(templates.items(), made, strict=True):
        asked = tuple(AskedTypeface(one, fonts.real(one), faces.family(one)) for one in fonts.families(docx))
        if isinstance(pdf, bytes):
            embedded, loose = fonts_of(pdf)
            found.append(EmbeddedFonts(name, asked, embedded, loose))
        else:
            found.append(EmbeddedFonts(name, asked, (), fault=pdf.message))
    return found


def fonts_of(pdf: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of the fonts that a PDF embeds, and of those that it only names."""
    import pikepdf

    embedded: set[str] = set()
    loose: set[str] = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.objects:
            if not isinstance(one, pikepdf.Dictionary) or one.get("/Type") != "/FontDescriptor":
                continue
            name = _TAG.sub("", str(one.get("/FontName", "?")).removeprefix("/"))
            (embedded if brings_face(one) else loose).add(name)
    return tuple(sorted(embedded)), tuple(sorted(loose))
