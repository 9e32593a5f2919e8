"""Runs every benchmark and writes ``docs/benchmarks.md``: ``make bench``, or ``python -m benchmarks [--quick] [NAME …]``.

Each runs in a process of its own, one after the other, on the machine as it is; what it prints goes into the page as it
stands, with machine and versions above; parts that were not run are left as they are. ``--quick`` takes sizes that fit
into a quarter of an hour and says so.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
_FULL: dict[str, tuple[str, ...]] = {
    "scaling": ("--papers", "100", "1000", "10000", "--workbook", "1000", "10000", "--fill", "1000", "10000", "100000"),
    "college": ("--accident",),
    "overlay": ("--papers", "40"),
}
_QUICK: dict[str, tuple[str, ...]] = {
    "scaling": ("--papers", "100", "300", "--fill", "300", "1000", "--rounds", "2"),
    "college": ("--departments", "4", "--groups", "6", "--accident"),
    "account": ("--scaled", "585"),
    "ledger": ("--papers", "20000", "--semester-papers", "500"),
    "merge": ("--items", "200"),
    "peers": ("--papers", "10", "--slow", "2"),
}
_PACKAGES = ("docxtpl", "python-docx", "openpyxl", "pypdf", "pikepdf", "dxpdf", "pypdfium2", "distributed", "lxml")
_START, _END = "<!-- measured -->\n", "<!-- /measured -->\n"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args(arguments)
    scripts = [path for path in sorted(FOLDER.glob("[a-z]*.py")) if not asked.names or path.stem in asked.names]
    for script in scripts:
        options = (_QUICK if asked.quick else _FULL).get(script.stem, ())
        print(f"{script.stem} {' '.join(options)}", flush=True)
        write(script.stem, section(script, options))


def section(script: Path, options: Sequence[str]) -> str:
    """Run one benchmark; return its part of the page."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, script, *options], capture_output=True, text=True, cwd=FOLDER.parent, check=False
    )
    seconds = time.perf_counter() - began
    title = (ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) or "").splitlines()[0]
    said = done.stdout.rstrip() + (f"\nended with {done.returncode}: {done.stderr[-500:]}" if done.returncode else "")
    command = " ".join(("python", f"benchmarks/{script.name}", *options))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"### {script.stem}\n\n{title}\n\n```text\n$ {command}\n{said}\n```\n\n"
        f"{seconds:.0f} s; load of the machine at the end {load:.1f}.\n"
    )


def machine() -> str:
    """Return the machine and the versions that were measured."""
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), cpu)
    versions = []
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            versions.append(f"{name} missing")
    return f"{cpu}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; {', '.join(versions)}."


def write(name: str, measured: str) -> None:
    """Put what was measured into its place in the page, among the other parts; the words around them are people's."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_START)
    old, after = rest.split(_END)
    parts = {part.partition("\n")[0]: f"### {part.strip()}\n" for part in old.split("### ")[1:]}
    parts[name] = measured
    body = "\n".join(part for _name, part in sorted(parts.items()))
    PAGE.write_text(f"{before}{_START}\n{machine()}\n\n{body}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
