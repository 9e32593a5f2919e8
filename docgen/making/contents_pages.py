"""Contents pages of papers that were just filled: written with the pages of an engine's layout, before anybody sees them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from docgen import convert, files
from docgen.convert import WordFile
from docgen.errors import DocgenError
from docgen.making import batches, contents_passes
from docgen.making.batches import FilledWord, Maker
from docgen.making.progress import Silent


def list_contents(
    executor: Executor, maker: Maker, filled: Sequence[tuple[Path, FilledWord]]
) -> list[FilledWord | DocgenError]:
    """Bring the contents pages of filled papers up to date, each in its file; return what they are now."""
    isolated = maker.name == convert.EMBEDDED
    return batches.each(executor, partial(_list, maker), filled, Silent(), isolated=isolated)


def _list(maker: Maker, filled: Sequence[tuple[Path, FilledWord]]) -> list[FilledWord | DocgenError]:
    engine = maker.engine()
    found: list[FilledWord | DocgenError] = []
    for path, before in filled:
        word, pdf = contents_passes.settled(engine, WordFile(path.stem, path.read_bytes()))
        files.write(path, word, passing=True)
        found.append(FilledWord.of(word, before.pictures, has_contents=True) if isinstance(pdf, bytes) else pdf)
    return found
