"""A paper with a contents page drawn by an engine, as often as it takes for that to be true."""

from __future__ import annotations

from docgen import contents, gate
from docgen.convert import Engine, WordFile
from docgen.errors import ConversionError


def settled(engine: Engine, paper: WordFile) -> tuple[bytes, bytes | ConversionError]:
    """Return the .docx with the contents of its layout, and its PDF; any other paper as it is, and what it is drawn as."""

    def draw(word: bytes) -> bytes | ConversionError:
        return engine.convert([WordFile(paper.name, word)])[0]

    if not contents.has_contents(paper.docx):
        return paper.docx, draw(paper.docx)
    try:
        return contents.settled(paper.docx, draw, gate.standing)
    except ConversionError as error:
        return paper.docx, error
