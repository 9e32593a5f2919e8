"""How cost grows with the number of papers, and what a second process gains.

    python benchmarks/scaling.py [--papers 100 1000] [--workbook 1000] [--fill 10000] [--catalogue 100000] [--rounds 5]
                                 [--pairs-only]

``--papers``: departments of 500 papers each, built as a whole by ``docgen build``; ``--workbook``: all of them in one workbook;
``--fill``: departments, only filled. CPU is that of all processes, memory that of the coordinating process. Then the same
batches are carried by one process and by two, in turn with a bare loop that only counts; what two gain is set against what
the loop gains from two in the same round, so that a busy machine hurts both alike.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docgen.documents import Document

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_TURNS = 40_000_000
_PAIR_GROUPS = 12
_DEPARTMENT = 71
"""Groups whose papers are some 500."""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--workbook", type=int, nargs="*", default=[])
    parser.add_argument("--fill", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--catalogue", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pairs-only", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not asked.pairs_only:
            per_group = len(_papers(10)) / 10
            for name, to, sizes in (
                ("departments", "bundle", asked.papers),
                ("workbook", "bundle", asked.workbook),
                ("fill", "docx", asked.fill),
            ):
                first = 0.0
                for size in sizes:
                    groups = round(size / per_group)
                    count = max(1, round(groups / _DEPARTMENT)) if name != "workbook" else 1
                    first = curve(folder / f"{name}-{size}", count, round(groups / count), to, first)
            catalogue(folder, asked.catalogue)
        pairs(folder / "pairs", asked.rounds)


def _papers(groups: int) -> Sequence[Document]:
    from docgen.documents import compose
    from tests.semesters import a_semester

    semester = a_semester(groups, talks=True)
    numbers = {group.id: group.id for group in semester.groups}
    return compose(semester, numbers, list(numbers), department=False)


def curve(folder: Path, departments: int, groups: int, to: str, first: float) -> float:
    """Build so many workbooks; print what it cost, in proportion to the first of its row; return the CPU seconds a paper."""
    from benchmarks.college import check, run, told, write

    write(folder, departments, groups)
    cost = run(folder, "--to", to)
    papers = check(folder)
    each = cost.cpu / papers
    share = f" ({each / first:.2f} of the first)" if first else ""
    print(f"{departments} workbooks up to {to}: {papers} papers, {told(cost, papers)}{share}", flush=True)
    return first or each


def catalogue(folder: Path, papers: int) -> None:
    """Write the catalogue of a college of so many papers; print seconds and megabytes."""
    from docgen.workbook.plain_tables import Link, PlainSheet, tables

    columns = (("序号", 6.0), ("小组", 8.0), ("题名", 40.0), ("页数", 6.0), ("文件", 30.0))
    sheets = [
        PlainSheet(
            f"第{sheet}系",
            columns,
            ((n, f"G{n:04}", f"第{n}共勉小组共勉协议书", 3, Link(f"G{n:04}.pdf", f"../{sheet}/out/pdf/G{n:04}.pdf"))
             for n in range(papers // 20)),
        )
        for sheet in range(20)
    ]  # fmt: skip
    began = time.process_time()
    target = folder / "catalogue.xlsx"
    tables(str(target), "目录", sheets)
    seconds = time.process_time() - began
    print(f"catalogue: {papers} lines, {seconds:.1f} s CPU, {target.stat().st_size >> 10} KB", flush=True)


def pairs(folder: Path, rounds: int) -> None:
    """Print what two processes gain over one: a bare loop, filling, the embedded engine."""
    fill, convert = _works(folder)
    gains: dict[str, list[float]] = {"fill": [], "embedded engine": []}
    loops = []
    for _round in range(rounds):
        loop = _gain(_loop)
        loops.append(loop)
        gains["fill"].append(_gain(fill) / loop)
        gains["embedded engine"].append(_gain(convert) / loop)
    print(f"bare loop: two processes gain {statistics.median(loops):.2f} ({min(loops):.2f}–{max(loops):.2f})")
    for what, shares in gains.items():
        print(f"{what}: {statistics.median(shares):.0%} of that ({min(shares):.0%}–{max(shares):.0%}, {rounds} rounds)")
    sys.stdout.flush()


def _gain(work: Callable[[int], None]) -> float:
    seconds = []
    for processes in (1, 2):
        began = time.perf_counter()
        work(processes)
        seconds.append(time.perf_counter() - began)
    return seconds[0] / seconds[1]


def _count(turns: int) -> int:
    total = 0
    for number in range(turns):
        total += number & 3
    return total


def _loop(processes: int) -> None:
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        list(pool.map(_count, [_TURNS // 4] * 4))


def _works(folder: Path) -> tuple[Callable[[int], None], Callable[[int], None]]:
    from docgen import convert, fonts
    from docgen.making import batches
    from docgen.making.batches import FillTask, Maker, PdfTask
    from docgen.making.progress import Silent
    from docgen.template import find

    papers = _papers(_PAIR_GROUPS)
    filling = [
        FillTask(paper.kind.stem, paper.data, find(paper.kind.stem), folder / f"{paper.name}.docx") for paper in papers
    ]

    def fill(processes: int) -> None:
        with ThreadPoolExecutor(processes) as executor:
            batches.each(executor, batches.fill, filling * 4, Silent())

    with ThreadPoolExecutor(2) as executor:
        filled = batches.each(executor, batches.fill, filling, Silent())
    drawn = {character for one in filled if isinstance(one, batches.FilledWord) for character in one.characters}
    engine = convert.identify(convert.EMBEDDED)
    maker = Maker(engine.name, engine.version, fonts.prepare(drawn))
    pressing = [
        PdfTask(paper.name, task.target, task.target.with_suffix(".pdf"), paper.kind.stem, paper.kind.pages)
        for paper, task in zip(papers, filling, strict=True)
    ]

    def press(processes: int) -> None:
        with ThreadPoolExecutor(processes) as executor:
            batches.pdfs(executor, maker, pressing, Silent())

    return fill, press


if __name__ == "__main__":
    main()
