"""How long the whole check of a large workbook takes, and how much memory, next to openpyxl merely reading the same file.

Run: ``python -m benchmarks.check_workbook``: 10,000 people in 2,500 groups. Aim (issue 3): the whole check, all rules and
the coverage table included, no slower than openpyxl's reading. Each is measured in a process of its own, in the same run;
CPU seconds are those of the process and its children, memory is the largest process.
"""

from __future__ import annotations

import multiprocessing
import platform
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent.parent))

if TYPE_CHECKING:
    from docgen.field import Row, Semester

PAIRS = 5000


def a_college() -> Semester:
    """10,000 people in 2,500 groups of four: every second pair of a form joins the pair before."""
    from dataclasses import fields, replace

    from tests.semesters import a_semester

    semester = a_semester(PAIRS)
    joins = {f"G{n + 1:02d}": f"G{n - 2:02d}" for n in range(PAIRS) if n % 6 >= 3}
    joins[f"G{PAIRS:02d}"] = f"G{PAIRS - 6:02d}"

    def joined(row: Row) -> Row:
        group = getattr(row, "group", "")
        return row.model_copy(update={"group": joins[group]}).at_row(row.row) if group in joins else row

    rows: dict[str, Any] = {
        one.name: tuple(map(joined, getattr(semester, one.name)))
        for one in fields(semester)
        if isinstance(getattr(semester, one.name), tuple)
    }
    rows["groups"] = tuple(group for group in semester.groups if group.id not in joins)
    return replace(semester, **rows)


def write(path: Path) -> None:
    from docgen import workbook

    workbook.write(path, a_college())


def check(path: Path) -> str:
    from docgen import workbook
    from docgen.settings import Settings
    from docgen.workbook import reading

    reading.SECONDS = 600.0  # the machine may be busy, and CPU seconds are what is compared
    checked = workbook.check(path, Settings())
    people, groups = len(checked.semester.people), len(checked.semester.groups)
    return f"{people} people, {groups} groups, {sum(p.is_error for p in checked.problems)} errors"


def read_whole(path: Path) -> str:
    import openpyxl

    return f"{len(openpyxl.load_workbook(path, data_only=True).sheetnames)} sheets"


def read_only(path: Path) -> str:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return f"{sum(sum(map(len, sheet.iter_rows(values_only=True))) for sheet in book)} cells"


def measured(function: Callable[[Path], str], path: Path) -> tuple[str, float, float, int]:
    """Call a function; return what it says, CPU seconds, seconds, and MB of the largest process."""
    start = time.perf_counter()
    said = function(path)
    seconds = time.perf_counter() - start
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in usage)
    # Of this process not ru_maxrss: Linux lets that begin with its parent's peak. Its children's begin with its own.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), usage[0].ru_maxrss)
    return said, cpu, seconds, max(own, usage[1].ru_maxrss) // 1024


def main() -> None:
    print(f"{platform.machine()}, Python {platform.python_version()}, openpyxl {version('openpyxl')}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:  # not here: a child's count of memory begins with its parent's
            pool.apply(write, (path,))
        first = 0.0
        for name, function in (
            ("docgen check", check),
            ("openpyxl, whole", read_whole),
            ("openpyxl, read-only", read_only),
        ):
            with context.Pool(1) as pool:
                said, cpu, seconds, memory = pool.apply(measured, (function, path))
            first = first or cpu
            print(f"{name:20s} {cpu:5.1f} s CPU ({cpu / first:3.1f}×) {seconds:6.1f} s {memory:5d} MB   {said}")


if __name__ == "__main__":
    main()
