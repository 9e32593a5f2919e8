"""A college of many departments on one machine and on a Dask cluster of separate workers: the same bytes, and what it costs.

    python benchmarks/college.py [--departments 20] [--groups 71] [--workers 2] [--to bundle]
                                 [--keep FOLDER] [--accident]

71 groups make some 500 papers, talk records most of them, so the default is 10,000 papers from 20 workbooks. Each build is
a process of its own (``docgen build FOLDER``); its CPU time is that of all its children, too, its memory that of the
coordinating process alone. With ``--accident`` a worker is killed with −9 when a fifth of the departments are done, and
another one joins.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of wall clock and of CPU (children too), megabytes of its own."""

    wall: float
    cpu: float
    memory: int


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--departments", type=int, default=20)
    parser.add_argument("--groups", type=int, default=71)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--to", choices=("docx", "pdf", "bundle"), default="bundle")
    parser.add_argument("--accident", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() if asked.keep is None else nullcontext(asked.keep) as folder:
        place = Path(folder).resolve()
        here, there = place / "here", place / "there"
        for college in (here, there):
            write(college, asked.departments, asked.groups)
        cost = run(here, "--to", asked.to)
        papers = check(here)
        print(f"one machine: {papers} papers, {told(cost, papers)}", flush=True)
        cost = on_a_cluster(there, asked.workers, "--to", asked.to, accident=asked.accident)
        print(
            f"{asked.workers} Dask workers: {check(there)} papers, {told(cost, papers)} (CPU: coordinator)", flush=True
        )
        compare(here, there)


def write(college: Path, departments: int, groups: int) -> None:
    from docgen import workbook
    from tests.test_college import a_department

    for number in range(1, departments + 1):
        book = college / f"{number:03}" / "台账.xlsx"
        if not book.exists():
            book.parent.mkdir(parents=True, exist_ok=True)
            workbook.write(book, a_department(f"第{number}系", groups, talks=True))


def run(college: Path, *options: str) -> Cost:
    """Build a college in a process of its own; raise when it does not end well."""
    command = [sys.executable, "-m", "docgen", "build", str(college), "--engine", "embedded", "--quiet", *options]
    began = time.perf_counter()
    before = os.times()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        most = 0
        while process.poll() is None:
            most = max(most, _memory(process.pid))
            time.sleep(0.5)
        assert process.stderr is not None
        said = process.stderr.read()
    if process.returncode:
        raise SystemExit(said)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - began, cpu, most)


def _memory(pid: int) -> int:
    """Return the most memory that a process has had so far, in megabytes."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def on_a_cluster(college: Path, workers: int, *options: str, accident: bool) -> Cost:
    from tests.test_cluster import a_cluster

    with a_cluster(college.parent / "cluster", workers) as cluster:
        if accident:
            threading.Thread(target=_accident, args=(college, cluster), daemon=True).start()
        return run(college, "--cluster", cluster.address, *options)


def _accident(college: Path, cluster: object) -> None:
    from tests.test_cluster import Cluster

    assert isinstance(cluster, Cluster)
    departments = len(list(college.glob("*/台账.xlsx")))
    while len(list(college.glob("*/out/report.json"))) < departments / 5:
        time.sleep(1)
    cluster.workers[0].send_signal(signal.SIGKILL)
    cluster.joined_by_a_worker()
    print("a worker was killed with −9, another joined", flush=True)


def check(college: Path) -> int:
    """Return how many papers there are; raise when one is missing, or a number has a gap."""
    import json

    total = 0
    for report in sorted(college.glob("*/out/report.json")):
        said = json.loads(report.read_bytes())
        names = [paper["name"] for paper in said["papers"]]
        assert len(names) == len(set(names))
        for ending in ("word/*.docx", "pdf/*.pdf") if said["engine"] else ("word/*.docx",):
            assert {path.stem for path in report.parent.glob(ending)} == set(names), report
        running = sorted(int(number.split("〕")[1].rstrip("号")) for number in said["numbers"].values())
        assert running == list(range(1, len(running) + 1)), "no gap"
        total += len(names)
    return total


def compare(here: Path, there: Path) -> None:
    """Compare every file that was made; print how many are equal, raise when one is not."""
    count = 0
    for path in sorted(here.glob("*/out/*/*")) + sorted(here.glob("*/out/*.pdf")):
        other = there / path.relative_to(here)
        assert _hash(path) == _hash(other), path
        count += 1
    print(f"{count} files equal byte for byte: .docx, .pdf and bundles", flush=True)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def told(cost: Cost, papers: int) -> str:
    each = f"{cost.wall / papers * 1000:.0f} ms wall, {cost.cpu / papers * 1000:.0f} ms CPU a paper"
    return f"{cost.wall:.0f} s wall, {cost.cpu:.0f} s CPU; {each}; coordinator {cost.memory} MB"


if __name__ == "__main__":
    main()
