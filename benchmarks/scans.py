"""Scans that file themselves: pages of the sample, scanned anyhow, sorted to their papers by the codes on them.

    python benchmarks/scans.py [--pages 500] [--seed 2009]

Papers of the sample semester that people sign are made, and their pages scanned as a hasty hand does: turned by 0, 90, 180 or
270 degrees, up to 3 degrees askew, shifted, at 150 or 300 dpi, grey, blurred, noisy, as JPEG of quality 50 to 85. Shuffled,
ten of them taken out, they lie in PDFs of a hundred pages. Prints how many pages are filed by themselves, how many wrongly, and
whether each page that was taken out is named as missing.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import docgen
from docgen import resources

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import piles

_KINDS = ("agreement", "plan", "group_summary", "mutual_review", "credit_summary", "work_report", "public_notice")
_TAKEN_OUT, _A_FILE = 10, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=2009)
    asked = parser.parse_args()
    chance = Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "台账.xlsx"
        for path in (resources.samples() / "2008-2009-2").iterdir():
            if path.suffix in (".xlsx", ".toml"):
                shutil.copy(path, folder)
        docgen.build(book, kinds=_KINDS, to=docgen.Target.PDF, engine="embedded")
        pages = piles.anyhow(sorted((book.parent / "out/pdf").glob("*.pdf")), chance, most=asked.pages + _TAKEN_OUT)
        chance.shuffle(pages)
        lost, pages = pages[:_TAKEN_OUT], pages[_TAKEN_OUT:]
        files = [
            piles.as_pdf(
                book.parent / f"扫描仪/{start:04}.pdf", [scan for *_told, scan in pages[start : start + _A_FILE]]
            )
            for start in range(0, len(pages), _A_FILE)
        ]
        began = time.perf_counter()
        sorting = docgen.sort_scans(book, files)
        seconds = time.perf_counter() - began
    right = {
        (name, number, f"{place // _A_FILE * _A_FILE:04}.pdf", place % _A_FILE + 1)
        for place, (name, number, _scan) in enumerate(pages)
    }
    found = {
        (paper.name, number, where.file.name, where.page) for paper in sorting.papers for number, where in paper.pages
    }
    missing = {(paper.name, number) for paper in sorting.papers for number in paper.missing}
    named = sum((name, number) in missing for name, number, _scan in lost)
    print(f"{len(pages)} pages of {len({name for name, *_rest in pages})} papers, {seconds / len(pages):.2f} s a page")
    print(f"filed by themselves: {len(found & right)} ({100 * len(found & right) / len(pages):.1f} %)")
    print(f"filed wrongly: {len(found - right)}")
    print(f"taken out: {len(lost)}, named as missing: {named}")
    for one in sorting.left:
        print(f"left: {one.shown}: {one.why}")


if __name__ == "__main__":
    main()
