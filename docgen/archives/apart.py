"""单件: an item cut out of its bundle, a PDF/A by itself, named by its 档号; in the bag where a setting asks for it.

Such a file says nothing that the bundle does not say, and is held against it: its pages show what the item's pages show there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.archives.portable import bookmarks, check_pdf
from docgen.archives.records import BagCatalogue, BagData, BoundFile, FiledLine
from docgen.archives.seal import seal
from docgen.archives.shown import digests
from docgen.archives.verdict import Notes, Quality
from docgen.messages import _

if TYPE_CHECKING:
    import pikepdf

FOLDER = "单件"


def place(line: FiledLine) -> str:
    """Return where an item lies in its bag."""
    return f"{FOLDER}/{line.reference}.pdf"


def cut(
    path: Path, bound: BoundFile, lines: Sequence[FiledLine], on: date, *, prove: bool = True
) -> Iterator[tuple[FiledLine, Path]]:
    """Yield each item of a sealed bundle with a file of its own, which is gone when the next one is asked for.

    ``lines`` are all that are in the bundle; ``prove`` as in :func:`docgen.archives.seal.seal`. Raise ArchiveError.
    """
    import pikepdf

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".cut-") as work, pikepdf.open(path) as bundle:
        marks = tuple(bookmarks(bundle))
        for line in lines:
            start = bound.front + line.first_page - lines[0].first_page
            raw = Path(work) / "item.pdf"
            _write(bundle, start, line, [mark for mark in marks if 0 <= mark[2] - start < line.pages], raw)
            seal(raw, on=on, prove=prove)
            yield line, raw


def _write(
    bundle: pikepdf.Pdf, start: int, line: FiledLine, marks: Sequence[tuple[int, str, int]], target: Path
) -> None:
    """Write the pages of an item with its title, language and bookmarks; links would lead out of it."""
    import pikepdf

    with pikepdf.new() as one:
        for page in bundle.pages[start : start + line.pages]:
            one.pages.append(page)
        for page in one.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        one.docinfo["/Title"] = line.title
        one.docinfo["/Author"] = line.responsible
        one.Root.Lang = pikepdf.String("zh-CN")
        one.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with one.open_outline() as outline:
            above: list[tuple[int, list[pikepdf.OutlineItem]]] = [(-1, outline.root)]
            for level, title, page_number in marks:
                entry = pikepdf.OutlineItem(title, page_number - start)
                while above[-1][0] >= level:
                    above.pop()
                above[-1][1].append(entry)
                above.append((level, entry.children))
        one.save(target, deterministic_id=True)


def check(bag: Path, catalogue: BagCatalogue, data: BagData, notes: Notes) -> None:
    """Note each item whose own file is missing or shows something else than the bundle, where the bag says it has them."""
    if not catalogue.apart:
        return
    for line in catalogue.lines:
        name, item = place(line), data.items.get(line.name)
        path = bag / "data" / name
        if not path.is_file():
            notes.error(Quality.COMPLETE, name, _("is missing"))
            continue
        check_pdf(path, name, notes)
        if item is not None and digests(path, [(0, line.pages)]) != [item.drawn]:
            notes.error(Quality.AUTHENTIC, name, _("does not show what the bundle shows of this item"))
