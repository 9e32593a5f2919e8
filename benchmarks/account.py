"""Where each CPU millisecond of a build goes, adding up to the whole: the sample, then departments of 500 papers.

    python benchmarks/account.py [--papers 10000] [--scaled 500] [--only sample|many]

A build runs as a user runs it, but every process of it has meters at the doors of the rooms: a function is charged with the
CPU time of its own process between its call and its return, less that of the metered functions it calls. What begins before
a process can be metered, and ends after it, is the difference between what the system counts for all processes and what they
count themselves: the start and end of children. docgen knows nothing of it. What no meter has is said as "else".

``--scaled``: so many papers are measured, in departments of 500, and ``--papers`` says how many are wanted; where the two
differ the costs of a department are taken that often, and the page says so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks._meters import FOLDER  # noqa: E402

_GROUPS, _DEPARTMENT = 71, 585
"""The groups of a department, and their papers."""


def _environment() -> dict[str, str]:
    """Return an environment in which modules are compiled once, as where docgen is installed, wherever this runs."""
    found = {**os.environ, "PYTHONPATH": os.fspath(ROOT)}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


class Account:
    """The accounts of all processes of some runs, together."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.whole = 0.0
        self.children = 0

    def add(self, *arguments: str) -> None:
        """Run docgen with these arguments and take its account in."""
        with tempfile.TemporaryDirectory() as folder:
            code = f"from benchmarks._meters import run; run({list(arguments)!r})"
            before = os.times()
            done = subprocess.run(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env={**_environment(), FOLDER: folder},
                capture_output=True,
                text=True,
                check=False,
            )
            after = os.times()
            if done.returncode:
                raise SystemExit(done.stdout + done.stderr)
            used = after.children_user + after.children_system - before.children_user - before.children_system
            counted = 0.0
            for file in Path(folder).iterdir():
                one = json.loads(file.read_text())
                for label, seconds in one["spent"].items():
                    self.spent[label] += seconds
                # Threads of libraries, which no meter sees.
                self.spent["else"] += one["whole"] - sum(one["spent"].values())
                counted += one["whole"]
                self.children += 1
            self.spent["children started"] += used - counted
            self.whole += used

    def told(self, papers: int, title: str) -> str:
        """Return the table: the largest first, milliseconds a paper and share of the whole."""
        lines = [
            f"{title}: {self.whole:.1f} s CPU, {self.whole / papers * 1000:.1f} ms a paper; {self.children} processes"
        ]
        for label, seconds in sorted(self.spent.items(), key=lambda one: -one[1]):
            if seconds >= self.whole / 1000:
                lines.append(
                    f"  {label:26} {seconds:8.2f} s {seconds / papers * 1000:8.2f} ms {seconds / self.whole:7.1%}"
                )
        rest = [seconds for seconds in self.spent.values() if seconds < self.whole / 1000]
        lines.append(
            f"  {'all smaller':26} {sum(rest):8.2f} s {sum(rest) / papers * 1000:8.2f} ms {sum(rest) / self.whole:7.1%}"
        )
        lines.append(f"  {'sum':26} {sum(self.spent.values()):8.2f} s")
        return "\n".join(lines)


def sample() -> str:
    """Account for the demo: the sample built, archived and verified, cold."""
    said = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DOCGEN_CACHE"] = folder + "/cache"
        import docgen

        book = docgen.copy_sample(Path(folder) / "demo")
        for title, arguments in (
            ("build --to pdf", ("build", str(book), "--to", "pdf", "--engine", "embedded", "--quiet")),
            ("archive", ("archive", str(book), "--engine", "embedded", "--quiet")),
            ("a build that changes nothing", ("build", str(book), "--to", "pdf", "--engine", "embedded", "--quiet")),
        ):
            account = Account()
            account.add(*arguments)
            papers = len(list((book.parent / "out" / "pdf").glob("*.pdf")))
            said.append(account.told(papers, f"the sample, {papers} papers, {title}"))
    return "\n\n".join(said)


def many(papers: int, scaled: int) -> str:
    """Account for departments of some 500 papers, bundle and all, as ``docgen build FOLDER`` makes them."""
    from benchmarks.college import check, write

    departments = max(1, round(scaled / _DEPARTMENT))
    groups = _GROUPS if scaled >= _DEPARTMENT else max(2, round(_GROUPS * scaled / _DEPARTMENT))
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), departments, groups)
        account = Account()
        account.add("build", folder, "--engine", "embedded", "--quiet")
        count = check(Path(folder))
    told = account.told(count, f"{departments} departments, {count} papers, built up to their bundles")
    if count < papers * 0.9:
        told += (
            f"\n  {papers} papers, taken as so many departments of these: {account.whole * papers / count:.0f} s CPU"
        )
    return told


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000)
    parser.add_argument("--scaled", type=int, default=10_000)
    parser.add_argument("--only", choices=("sample", "many"))
    asked = parser.parse_args(arguments)
    if asked.only != "many":
        print(sample(), flush=True)
    if asked.only != "sample":
        print(f"\n{many(asked.papers, asked.scaled)}", flush=True)


if __name__ == "__main__":
    main()
