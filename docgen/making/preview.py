"""``build --preview``: pictures of the papers that are most likely to look wrong, so that a clerk looks at ten, not at all.

Of each kind: the paper with the longest name in it, the one with the most rows, the fullest and the emptiest.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from docgen import files, isolate
from docgen.documents import Document, Plain
from docgen.errors import ConversionError, InputError
from docgen.folder import Output
from docgen.gate.picture import WIDTH, pictures
from docgen.incoming import limits
from docgen.making.tools import PaperFile
from docgen.messages import _


def preview(papers: Sequence[PaperFile], output: Output) -> tuple[Path, ...]:
    """Write ``preview/<paper>-<page>.png`` for the extreme papers of each kind; the last run's are replaced."""
    target = output.pictures
    shutil.rmtree(target, ignore_errors=True)
    made = []
    for paper in extremes([paper for paper in papers if paper.error is None and paper.pdf_sha256]):
        for number, picture in enumerate(pictures_of(paper.pdf), 1):
            path = target / f"{paper.document.name}-{number}.png"
            files.write(path, picture)
            made.append(path)
    return tuple(made)


def pictures_of(pdf: Path, width: int = 0, only: int = 0) -> tuple[bytes, ...]:
    """Return the pages of a PDF as PNG, ``width`` pixels wide (0: as usual); ``only`` one, from 1, where it is said (0: all).

    Raise ConversionError, InputError.
    """
    try:
        seconds = limits.seconds(pdf.stat().st_size)
        return tuple(isolate.call(pictures, pdf, width or WIDTH, only, deadline=seconds, memory=limits.MEMORY))
    except isolate.IsolationError as error:
        raise ConversionError(
            _("{name}: no picture could be made of it: {why}").format(name=pdf.name, why=error.message),
            hint=_("The papers themselves are whole; run the same command again."),
        ) from error
    except OSError as error:
        raise InputError(_("{path}: there is no such file").format(path=pdf)) from error


def extremes(papers: Sequence[PaperFile]) -> tuple[PaperFile, ...]:
    """Return, of each kind, the papers with the longest name, the most rows, the most and the least text."""
    chosen: dict[str, PaperFile] = {}
    for stem in dict.fromkeys(paper.document.kind.stem for paper in papers):
        same = [paper for paper in papers if paper.document.kind.stem == stem]
        for pick in (
            max(same, key=lambda paper: max(map(len, paper.document.names), default=0)),
            max(same, key=lambda paper: _rows(paper.document.data)),
            max(same, key=lambda paper: _length(paper.document)),
            min(same, key=lambda paper: _length(paper.document)),
        ):
            chosen[pick.document.name] = pick
    return tuple(paper for paper in papers if paper.document.name in chosen)


def _length(document: Document) -> int:
    return sum(map(len, document.texts))


def _rows(value: Plain) -> int:
    """Count the entries of the longest list, wherever it stands."""
    return max(_lists(value), default=0)


def _lists(value: Plain) -> Iterator[int]:
    inner: list[Plain] = []
    if isinstance(value, list):
        yield len(value)
        inner = value
    elif isinstance(value, dict):
        inner = list(value.values())
    for item in inner:
        yield from _lists(item)
