"""Lays the scanned pages of one paper together: in their order, upright, each as it came. To be called in a child with bounds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from docgen.codes.reading import UnreadableError


def gather(pages: Sequence[tuple[Path, int, int]], target: Path) -> None:
    """Write pages of PDFs as one: each with its file, its number there from 0, and how far to turn it, clockwise.

    Raise UnreadableError when a file cannot be opened. The same pages give the same bytes.
    """
    import pikepdf

    try:
        with ExitStack() as stack, pikepdf.new() as document:
            sources = {
                path: stack.enter_context(pikepdf.open(path, suppress_warnings=True))
                for path in dict.fromkeys(path for path, _number, _turn in pages)
            }
            for path, number, turn in pages:
                document.pages.append(sources[path].pages[number])
                if turn:
                    document.pages[-1].rotate(turn, relative=True)
            document.remove_unreferenced_resources()
            document.save(target, deterministic_id=True)
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, OSError, ValueError, RuntimeError) as error:
        raise UnreadableError(str(error)) from error
