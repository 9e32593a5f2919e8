"""Official templates through both engines, laid over each other: what one lacks, and how far apart their lines stand.

    python benchmarks/overlay.py [--papers 3] [--keep FOLDER]

Papers of the sample semester are converted by the embedded engine and by LibreOffice with the same faces. A line is told by
its page and text (cells side by side are lines of their own); lines of both are held against each other by the height of
their baselines. Prints, for each kind of paper, pages, lines that only one engine has on a page, the share of lines within
2 mm, the largest difference, and how many ruled lines each shows; ``--keep`` writes pictures with one engine in red and the
other in cyan, so that what they share is black.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from docgen import convert, fonts, resources
from docgen.convert import WordFile

NEAR = 2 / 25.4 * 72
"""Points: 2 mm."""
_INK = 128
_GAP = 36
"""Points between two characters from which they are of different lines: of two cells, or of two columns."""


@dataclass(frozen=True)
class Line:
    """A line of a page: its text without spaces, its baseline in points from above, where it begins."""

    text: str
    base: float
    left: float


def lines(page: pypdfium2.PdfPage) -> list[Line]:
    """Return the lines of a page: characters on one height, from left to right, up to a wide gap."""
    import ctypes

    import pypdfium2.raw as raw

    text = page.get_textpage()
    height = page.get_height()
    rows: dict[int, list[tuple[float, float, str]]] = defaultdict(list)
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
        character = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if character.strip() and not raw.FPDFText_IsGenerated(text.raw, index):
            base = height - y.value
            row = next((key for key in rows if abs(rows[key][0][1] - base) < 2), len(rows))
            rows[row].append((x.value, base, character))
    found = []
    for row_ in rows.values():
        row_.sort()
        start = 0
        for end in (*(at for at in range(1, len(row_)) if row_[at][0] - row_[at - 1][0] > _GAP), len(row_)):
            part = row_[start:end]
            base = statistics.median(one[1] for one in part)
            found.append(Line("".join(one[2] for one in part), base, part[0][0]))
            start = end
    return sorted(found, key=lambda line: line.base)


def _alike(found: list[Line], others: list[Line]) -> list[Line]:
    """Return lines with those laid together that only this page has: a gap may be just wide enough here, and not there."""
    there = {line.text for line in others}
    alike = [line for line in found if line.text in there]
    rows: list[list[Line]] = []
    for line in sorted((line for line in found if line.text not in there), key=lambda line: line.base):
        if rows and abs(rows[-1][0].base - line.base) < 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.left)
        alike.append(Line("".join(line.text for line in row), row[0].base, row[0].left))
    return alike


def rules(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Return how many long ruled lines a page shows, level and upright, as one sees them."""
    picture = page.render(scale=1.5, grayscale=True).to_pil()
    dark = picture.point(lambda value: 255 if value < _INK else 0)
    width, height = dark.size
    return _long_runs(dark, width // 4), _long_runs(dark.transpose(Image.Transpose.TRANSPOSE), height // 30)


def _long_runs(dark: Image.Image, least: int) -> int:
    """Return how many bundles of neighbouring rows have a dark run of so many dots."""
    width, height = dark.size
    pixels = dark.tobytes()
    long = re.compile(b"\xff{%d,}" % least)
    found = [long.search(pixels, row * width, (row + 1) * width) is not None for row in range(height)]
    return sum(now and not before for before, now in pairwise([False, *found]))


@dataclass
class Tally:
    """What was found for one kind of paper."""

    papers: int = 0
    pages: tuple[int, int] = (0, 0)
    lines: int = 0
    near: int = 0
    lost: int = 0
    rules: tuple[int, int] = (0, 0)
    worst: float = 0.0


def compare(one: bytes, other: bytes, tally: Tally) -> None:
    """Hold one engine's PDF against the other's, page by page."""
    left, right = pypdfium2.PdfDocument(one), pypdfium2.PdfDocument(other)
    tally.papers += 1
    tally.pages = (tally.pages[0] + len(left), tally.pages[1] + len(right))
    for number in range(max(len(left), len(right))):
        mine = lines(left[number]) if number < len(left) else []
        theirs = lines(right[number]) if number < len(right) else []
        mine, theirs = _alike(mine, theirs), _alike(theirs, mine)
        waiting = defaultdict(list)
        for line in theirs:
            waiting[line.text].append(line)
        for line in mine:
            tally.lines += 1
            same = waiting[line.text]
            if not same:
                tally.lost += 1
                continue
            match = min(same, key=lambda candidate: abs(candidate.base - line.base))
            same.remove(match)
            away = abs(match.base - line.base)
            tally.near += away <= NEAR
            tally.worst = max(tally.worst, away)
        tally.lost += sum(map(len, waiting.values()))
        if number < len(left) and number < len(right):
            (a, b), (c, d) = rules(left[number]), rules(right[number])
            tally.rules = (tally.rules[0] + a + b, tally.rules[1] + c + d)


def picture(one: bytes, other: bytes, target: Path) -> None:
    """Write the first page with one engine in red and the other in cyan."""
    pages = [pypdfium2.PdfDocument(pdf)[0].render(scale=1.5, grayscale=True).to_pil() for pdf in (one, other)]
    size = (max(page.width for page in pages), max(page.height for page in pages))
    first, second = (ImageChops.invert(ImageChops.invert(page).crop((0, 0, *size))) for page in pages)
    Image.merge("RGB", (second, first, first)).save(target)


def papers(folder: Path) -> list[Path]:
    """Fill the sample semester; return its Word files."""
    from docgen.making.order import Order, Target
    from docgen.making.progress import Silent
    from docgen.pipeline.building import build

    for name in ("台账.xlsx", "docgen.toml"):
        if (source := resources.samples() / "2008-2009-2" / name).exists():
            shutil.copy(source, folder / name)
    build(Order(folder / "台账.xlsx", to=Target.DOCX), Silent())
    return sorted((folder / "out" / "word").glob("*.docx"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=3, help="papers of each kind")
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        kinds: dict[str, list[Path]] = defaultdict(list)
        for path in papers(Path(name)):
            kinds[path.stem.rpartition("-")[2]].append(path)
        chosen = [
            path for found in kinds.values() for path in found[:: max(1, len(found) // asked.papers)][: asked.papers]
        ]
        sources = [WordFile(path.stem, path.read_bytes()) for path in chosen]
        faces = fonts.prepare(frozenset().union(*(fonts.characters(one.docx) for one in sources)))
        mine = convert.choose(convert.EMBEDDED, faces).convert(sources)
        theirs = convert.choose(convert.LIBREOFFICE, faces).convert(sources)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for source, one, other in zip(sources, mine, theirs, strict=True):
        if not isinstance(one, bytes) or not isinstance(other, bytes):
            fault = other if isinstance(one, bytes) else one
            print(f"{source.name}: {fault!s}")
            continue
        compare(one, other, tallies[source.name.rpartition("-")[2]])
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            picture(one, other, asked.keep / f"{source.name}.png")
    print("kind: papers, pages embedded/LibreOffice, lines that only one has, within 2 mm, worst (mm), rules")
    whole = Tally()
    for kind, tally in tallies.items():
        share = 100 * tally.near / tally.lines if tally.lines else 0.0
        print(
            f"  {kind}: {tally.papers}, {tally.pages[0]}/{tally.pages[1]}, {tally.lost} of {tally.lines}, {share:.1f} %, "
            f"{tally.worst / 72 * 25.4:.1f}, {tally.rules[0]}/{tally.rules[1]}"
        )
        whole.lines += tally.lines
        whole.near += tally.near
        whole.lost += tally.lost
    print(
        f"all: {100 * whole.near / max(1, whole.lines):.1f} % of {whole.lines} lines within 2 mm, {whole.lost} only in one"
    )


if __name__ == "__main__":
    main()
