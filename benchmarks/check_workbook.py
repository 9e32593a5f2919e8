"""How long the check of a large workbook takes, next to openpyxl merely reading it.

Run: ``python -m benchmarks.check_workbook``: 10,000 people in 5,000 groups, some 630,000 cells. Aim (issue 3): the whole
check no slower than openpyxl's reading. Seen on 2 shared cores, Python 3.11: check 3.4 s, 290 MB; openpyxl 6.1 s whole,
3.0 s read-only.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent / "tests"))


def main() -> None:
    import openpyxl
    from semesters import a_semester

    from docgen import workbook
    from docgen.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "台账.xlsx"
        workbook.write(path, a_semester(5000))
        start = time.perf_counter()
        checked = workbook.check(path, Settings())
        print(f"docgen check        {time.perf_counter() - start:5.1f} s, {len(checked.problems)} problems")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"                    {memory} MB at most, the making of the workbook included")
        start = time.perf_counter()
        openpyxl.load_workbook(path, data_only=True)
        print(f"openpyxl, whole     {time.perf_counter() - start:5.1f} s")
        start = time.perf_counter()
        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
            for _row in sheet.iter_rows(values_only=True):
                pass
        print(f"openpyxl, read-only {time.perf_counter() - start:5.1f} s")


if __name__ == "__main__":
    main()
